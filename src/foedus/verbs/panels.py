"""Panels of the field: any columns on any unit of analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from foedus.errors import BadOption
from foedus.verbs._result import ready

if TYPE_CHECKING:
    import polars as pl

    from foedus.reports.panel import Paneled

__all__ = ["coverage", "panel"]


def panel(
    unit: str,
    columns: list[str] | None = None,
    *,
    years: str | tuple[int, int] | None = None,
    system: Literal["cow", "gw", "none"] = "cow",
    on: Literal["any", "first", "last", "majority"] = "any",
    states: list[str] | None = None,
    where: list[str] | None = None,
    directed: Literal["either", "mutual", "sum"] | None = None,
    compat: Literal["peacesciencer"] | None = None,
    version: list[str] | None = None,
    whittle: str | tuple[str, ...] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Paneled:
    """Any columns of any source or formula, by name, on state-years, dyad-years or another unit of analysis.

    `panel("directed-dyad-year", ["defense", "cinc", "cinc1@-1", "peace_years(gmlmidonset)"], years="1946:2010")`. A
    state's column on a dyad becomes two, with 1 and 2; state 1 promises, sends or deploys to state 2. A table or
    source stands for all its columns. Outside a source's years a cell is empty; a zero is one that the source
    means. `directed` says how a tie that runs one way becomes a property of an undirected pair: it must be chosen.
    `version` reads a source in another version, declared or kept beside it, as `cow_nmc=7.0`. `whittle` names the
    rules that keep one of several disputes or wars of a year, in their order, as `onset,fatality,hostility`. `where`
    keeps the rows that meet a condition, such as `politically_relevant` or `cinc1 > 0.05`. A day (`state-day`,
    `leader-day`) has what its year has. With `system="none"` leaders stand also where Gleditsch and Ward's list, whose
    codes they bear, lacks their state.
    """
    from foedus.histories import whittling
    from foedus.panels._build import Options
    from foedus.panels._panel import asked_for
    from foedus.panels._panel import panel as made
    from foedus.reports.panel import Paneled, with_indicators
    from foedus.sources.register import edition

    span = _years(years) if years is not None else (1816, edition().complete_through)
    named = {"columns": columns, "states": states, "where": where, "version": version}
    texts = {option: _texts(option, given) for option, given in named.items()}
    request = asked_for(ready(say), system, span, on)
    options = Options(
        directed, compat or "", texts["states"], texts["where"], tuple(map(_version, texts["version"])),
        whittling(whittle) if whittle is not None else (),
    )  # fmt: skip
    return Paneled(with_indicators(made(unit, texts["columns"], request, options)))


def coverage(
    column: str,
    *,
    by: Literal["year", "state"] = "year",
    years: str | tuple[int, int] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """In which years, or for which states, a column of a panel is known: rows known, rows there are, and the share.

    `coverage("cinc")`, `coverage("polyarchy", by="state")`. A zero that a source means counts as known.
    """
    from foedus.reports import _columns
    from foedus.sources.register import edition

    span = _years(years) if years is not None else (1816, edition().complete_through)
    return _columns.coverage(ready(say), column, by, span)


def _texts(option: str, given: Sequence[str] | None) -> tuple[str, ...]:
    """The texts given for an option; a single one, which would be taken letter by letter, is refused."""
    if isinstance(given, str) or not all(isinstance(one, str) for one in given or ()):
        example = [given] if isinstance(given, str) else [str(one) for one in given or ()]
        raise BadOption(option, given, f"a list of texts, as {example}")
    return tuple(given or ())


def _version(asked: str) -> tuple[str, str]:
    """The source and the version in `cow_nmc=7.0`."""
    source, equals, version = asked.partition("=")
    if not (source and equals and version):
        raise BadOption("--version", asked, "a source and one of its versions, as cow_nmc=7.0")
    return source.strip(), version.strip()


def _years(asked: str | tuple[int, int]) -> tuple[int, int]:
    """The first and last year of 1946:2010, of a single year, or of a pair."""
    told = "a year, or two with a colon, as 1946:2010"
    if not isinstance(asked, str):
        if isinstance(asked, tuple) and [type(year) for year in asked] == [int, int]:
            return asked
        raise BadOption("--years", asked, f"{told}, in quotes; or a pair, as (1946, 2010)")
    first, _, last = asked.partition(":")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        raise BadOption("--years", asked, told) from error
