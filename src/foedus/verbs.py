"""Every public call: what one can ask of Foedus, the same in Python and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from foedus.errors import BadOption, NotBuilt

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from foedus.scorecards import Assessment
    from foedus.warehouse import BuildReport, Handed, Warehouse

Format = Literal["html", "json", "md", "svg"]
FORMATS: tuple[Format, ...] = ("html", "json", "md", "svg")
Noun = Literal["partnership", "source", "indicator", "measure", "table"]


@runtime_checkable
class Result(Protocol):
    """What a verb that makes a report gives back: its table, its forms, and a look for the terminal."""

    @property
    def data(self) -> pl.DataFrame:
        """The result as one table."""

    def to(self, form: Format) -> str:
        """The result as a self-contained HTML page, as JSON, or as Markdown."""

    def __rich__(self) -> RenderableType: ...


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment as a result: its record, its table of values, and its forms."""

    record: Assessment

    @property
    def data(self) -> pl.DataFrame:
        """One row per indicator: value, unit, score, status, year used."""
        import polars as pl

        rows = [
            {"indicator": i.id, "title": i.title, "pillar": p.id, "stage": i.stage, "value": i.value, "unit": i.unit,
             "score": i.score, "status": i.status, "year_used": i.year_used, "n": i.n, "of": i.of}
            for p in self.record.pillars for i in p.indicators
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code: the same fingerprint means the same numbers."""
        return self.record.fingerprint

    def to(self, form: Format) -> str:
        """The assessment as a self-contained HTML page, as JSON, or as Markdown."""
        if form == "json":
            import json

            from foedus.scorecards import to_json

            return json.dumps(to_json(self.record), indent=1, ensure_ascii=False)
        from foedus.reports import partnership

        if form == "html":
            return partnership.to_html(self.record)
        if form == "md":
            return partnership.to_markdown(self.record)
        raise BadOption("--to", form, "an assessment can be html, json, md or csv")

    def __rich__(self) -> RenderableType:
        from foedus.reports import partnership

        return partnership.to_terminal(self.record)


def _drawable(draws: int, seed: int) -> None:
    if not 10 <= draws <= 100_000:
        raise BadOption("--draws", draws, "between 10 and 100,000")
    if not 0 <= seed < 2**32:
        raise BadOption("--seed", seed, "a whole number from 0")


def ready(say: Callable[[str], None] = lambda _: None) -> Warehouse:
    """The warehouse, built first if nothing is built here, or built anew if this installation computes otherwise."""
    from foedus.scorecards._universe import code_version, derive
    from foedus.warehouse import build as build_warehouse
    from foedus.warehouse import open_warehouse

    try:
        warehouse = open_warehouse()
    except NotBuilt:
        return build_warehouse(derive, code=code_version(), say=say).warehouse
    derived = warehouse.entries.get("derived.values")
    if derived is None or derived.code != code_version():
        return build_warehouse(derive, code=code_version(), say=say).warehouse
    return warehouse


def assess(
    *names: str, year: int | None = None, draws: int = 1000, seed: int = 0, say: Callable[[str], None] = lambda _: None
) -> Assessed:
    """Assess a partnership, a pair of states, or a drawn set of states, in a year.

    `assess("NATO")`, `assess("USA", "KOR", year=2020)`, `assess("USA,JPN,KOR")`. The default year is the last
    one the register is complete through. Two states open the bilateral partnership of exactly those two if
    there is one. Builds what is in the box if nothing is built yet.
    """
    from foedus.scorecards._assess import assess as make
    from foedus.scorecards.strategic_partnership import strategic_partnership

    _drawable(draws, seed)
    return Assessed(make(ready(say), names, strategic_partnership, year=year, draws=draws, seed=seed))


def fetch(*ids: str, place: Path | None = None, everything: bool = False, unverified: bool = False) -> list[Handed]:
    """Take over publishers' files for these sources from a file or folder, matched by their hash.

    With `everything`, all sources that the place holds; those it lacks are listed. A file of the right name
    and another content is refused unless `unverified`.
    """
    from foedus.warehouse import fetch as take_over

    return take_over(ids, place=place, everything=everything, unverified=unverified)


def build(*, say: Callable[[str], None] = lambda _: None) -> BuildReport:
    """Build checked tables from every source at hand, and score every partnership in every year."""
    from foedus.scorecards._universe import code_version, derive
    from foedus.warehouse import build as build_warehouse

    return build_warehouse(derive, code=code_version(), say=say)


def catalog(noun: str = "source", *, subject: str | None = None) -> pl.DataFrame:
    """List what there is: partnerships, sources, indicators, measures or tables; `subject` narrows sources."""
    from foedus.reports import catalog as listing

    return listing.listed(noun, ready() if noun in {"partnership", "partnerships"} else None, subject=subject)


def describe(name: str) -> str:
    """What a partnership, source, table, column, indicator or measure is, in Markdown."""
    from foedus.reports import catalog as listing

    return listing.described(name, ready)


def cite(*names: str, form: str = "text") -> str:
    """How to cite these sources: as text, BibTeX or CSL-JSON; without names, Foedus itself."""
    from foedus.reports import citation

    return citation.cited(names, form)


def who_owes(
    victim: str, *, attacker: str, year: int | None = None, say: Callable[[str], None] = lambda _: None
) -> Result:
    """Everyone obliged to a state if another attacks it, by which instrument and condition, and what stands against it.

    One row per promise of defense, assistance or consultation, from the one who owes to the victim. A legal
    duty is not a forecast of conduct.
    """
    from foedus.partnerships.casus import attack
    from foedus.partnerships.casus import who_owes as listed
    from foedus.reports.duties import Duties
    from foedus.scorecards._subject import year_or_default

    warehouse = ready(say)
    case = attack(victim, attacker, year_or_default(year))
    return Duties(case, listed(warehouse, case), warehouse.fingerprint)


def compare(
    *names: str, year: int | None = None, draws: int = 1000, seed: int = 0, say: Callable[[str], None] = lambda _: None
) -> Result:
    """Compare two to eight partnerships in a year, on the indicators known for all of them.

    `compare("NATO", "CSTO")`, `compare("US-Japan", "US-South-Korea", year=2010)`: each name is resolved alone.
    Differences come with ranges and with the share of method choices in which one stands above the other,
    which is no probability that it is better. A headline known to less than half for all is not compared.
    """
    from foedus.reports.comparison import ComparisonReport
    from foedus.scorecards._compare import compare as made
    from foedus.scorecards.strategic_partnership import strategic_partnership

    _drawable(draws, seed)
    return ComparisonReport(made(ready(say), names, strategic_partnership, year=year, draws=draws, seed=seed))


def explain(
    name: str, headline: str, *, year: int | None = None, draws: int = 1000, seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Take a headline apart: from score to pillar to indicator to claim to document, so that a hand can redo it.

    `explain("NATO", "results", year=2015)`. Headlines: commitment, results, risk, outlook.
    """
    from foedus.reports.explanation import ExplanationReport
    from foedus.scorecards._explain import explain as made
    from foedus.scorecards.strategic_partnership import strategic_partnership

    _drawable(draws, seed)
    return ExplanationReport(made(ready(say), name, headline, strategic_partnership, year=year, draws=draws, seed=seed))


def timeline(
    name: str, *, first: int | None = None, last: int | None = None, say: Callable[[str], None] = lambda _: None
) -> Result:
    """Everything dated that the register holds of a partnership, each with its source, and its headlines by year.

    `timeline("NATO", first=1990)`. Written to a file that ends in .svg it is one drawing.
    """
    from foedus.reports.timeline import TimelineReport
    from foedus.scorecards._timeline import timeline as made

    return TimelineReport(made(ready(say), name, first=first, last=last))


def burden(*names: str, year: int | None = None, seed: int = 0, say: Callable[[str], None] = lambda _: None) -> Result:
    """Who bears what in a partnership: shares of cost and income, targets, rival rules, revisions.

    Cash, capabilities and contributions; Lorenz curve and Gini; the Olson-Zeckhauser correlation by year; what
    each member would owe under other rules. One source of spending for the whole table.
    """
    from foedus.reports.burden import BurdenReport
    from foedus.scorecards._burden import burden as shared

    return BurdenReport(shared(ready(say), names, year=year, seed=seed))


def aid(
    donor: str,
    recipient: str,
    *,
    year: int | None = None,
    draws: int = 1000,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:
    """Military aid from one state to another: flow, dependence, and what followed beside comparison cases.

    Matched pairs, an event study with its pre-trend test, placebo outcomes and dates; where a design fails its
    own checks the result reads "association only".
    """
    from foedus.models.aid_effects import aid as make
    from foedus.reports.aid import Aided

    if not 100 <= draws <= 100_000:
        raise BadOption("--draws", draws, "between 100 and 100,000")
    return Aided(make(ready(say), donor, recipient, year=year, draws=draws, seed=seed))


def response(*names: str, say: Callable[[str], None] = lambda _: None) -> Result:
    """What foreign forces did after a disaster: every measure there is evidence for, rival figures side by side.

    `response("haiti-2010")`, `response("Operation Unified Response")`.
    """
    from foedus.partnerships.responses import response as told
    from foedus.reports.response import Responded

    return Responded(told(ready(say), *names))


def register(action: str = "check", number: int = 40, *, seed: int = 0) -> str:
    """Check the register's contracts with file and line, draw rows to audit, count them, or compare with ATOP.

    Actions: check, audit, counts, agreement.
    """
    if action == "agreement":
        from foedus.reports.agreement import agreement, to_markdown

        return to_markdown(agreement(ready()))
    from foedus.reports import register as desk

    return desk.answered(action, number, seed)


VERBS: Sequence[Callable[..., object]] = (
    assess, compare, explain, timeline, burden, aid, who_owes, response, catalog, describe, cite, fetch, build,
    register,
)  # fmt: skip
"""The public calls; the command line is derived from them."""
