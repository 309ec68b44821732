"""Assess a partnership, set it beside others, take a score apart, tell its history."""

from __future__ import annotations

from collections.abc import Callable

from foedus.verbs._result import Assessed, Result, drawable, ready

__all__ = ["assess", "compare", "explain", "timeline"]


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

    drawable(draws, seed)
    return Assessed(make(ready(say), names, strategic_partnership, year=year, draws=draws, seed=seed))


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

    drawable(draws, seed)
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

    drawable(draws, seed)
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
