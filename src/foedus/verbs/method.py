"""Rank partnerships, suppose another figure or weight, ask what moves a score, use another framework."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foedus.verbs._framing import framed
from foedus.verbs._result import Result, Toml, drawable, ready

__all__ = ["framework", "rank", "sensitivity", "what_if"]


def rank(
    *, headline: str, year: int | None = None, kind: str | None = None, top: int = 20, keep: str | None = None,
    framework: Path | None = None, draws: int = 1000, seed: int = 0, say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Rank all partnerships in force in a year, or those of one kind, by one headline, on one basket for all.

    `rank(headline="risk", year=2015)`. The basket is the one that keeps the most partnerships; with `keep`, the
    most beside that one. Places that the choice of method cannot tell apart are shared. `top` limits what is shown.
    """
    from foedus.analyses.ranking import rank as made
    from foedus.reports._document import Told
    from foedus.reports.ranking import document

    drawable(draws, seed)
    by = framed(ready(say), framework, year)
    return Told(made(by.warehouse, headline, by.scorecard, year=year, kind=kind, top=top, keep=keep, draws=draws,
                     seed=seed, framework=by.text), document)  # fmt: skip


def what_if(
    name: str, *, set: list[str] | None = None, weights: list[str] | None = None, year: int | None = None,
    framework: Path | None = None, draws: int = 1000, seed: int = 0, say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Recompute a partnership with figures replaced or weights multiplied, and follow the change to the headlines.

    `what_if("NATO", set=["milex_share_gdp.ESP=2.1"], weights=["risk.challenges=2"])`: a figure by column, party and,
    if it is not the one in use, year (`milex_share_gdp.ESP.2014=2.1`); a weight by headline and pillar or indicator.
    """
    from foedus.analyses.what_if import what_if as made
    from foedus.reports._document import Told
    from foedus.reports.what_if import document

    drawable(draws, seed)
    by = framed(ready(say), framework, year, [name])
    return Told(made(by.warehouse, [name], by.scorecard, cells=set or [], weights=weights or [], year=year,
                     draws=draws, seed=seed, framework=by.text), document)  # fmt: skip


def sensitivity(
    name: str, *, headline: str | None = None, year: int | None = None, framework: Path | None = None,
    draws: int = 1000, seed: int = 0, say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """What moves the headlines of a partnership: choices of method, and each indicator and source left out.

    `sensitivity("NATO", year=2015)`. Groups of choices are moved one at a time; with the extra `sensitivity`, Sobol
    indices of first and total order are computed too.
    """
    from foedus.analyses.sensitivity import sensitivity as made
    from foedus.reports._document import Told
    from foedus.reports.sensitivity import document

    drawable(draws, seed)
    by = framed(ready(say), framework, year, [name])
    return Told(made(by.warehouse, [name], by.scorecard, headline=headline, year=year, draws=draws, seed=seed,
                     framework=by.text), document)  # fmt: skip


def framework(path: Path | None = None) -> str:
    """Our framework as a file to copy and change; with a path, check that file and tell what it declares.

    `foedus framework --out mine.toml`, `foedus framework mine.toml`, then `foedus assess NATO --framework mine.toml`.
    """
    from foedus.reports.framework import described, ours

    if path is None:
        return Toml(ours())
    from foedus.scorecards._framework import read_framework

    return described(read_framework(path))
