"""Assess a partnership, set it beside others, take a score apart, tell its history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foedus.verbs._framing import framed
from foedus.verbs._result import Assessed, Result, drawable, ready

__all__ = ["assess", "compare", "explain", "timeline"]


def assess(
    *names: str, year: int | None = None, framework: Path | None = None, draws: int = 1000, seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Assessed:  # fmt: skip
    """Assess a partnership, a pair of states, or a drawn set of states, in a year.

    `assess("NATO")`, `assess("USA", "KOR", year=2020)`, `assess("USA,JPN,KOR")`. The default year is the last
    one the register is complete through. Two states open the bilateral partnership of exactly those two if
    there is one. Builds what is in the box if nothing is built yet. `framework` is a file that says what is scored,
    how it is read and how it weighs, in place of ours: see `foedus framework`.
    """
    from foedus.scorecards._assess import assess as make

    drawable(draws, seed)
    by = framed(ready(say), framework, year, names)
    return Assessed(make(by.warehouse, names, by.scorecard, year=year, draws=draws, seed=seed, framework=by.text))


def compare(
    *names: str, year: int | None = None, framework: Path | None = None, draws: int = 1000, seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Compare two to eight partnerships in a year, on the indicators known for all of them.

    `compare("NATO", "CSTO")`, `compare("US-Japan", "US-South-Korea", year=2010)`: each name is resolved alone.
    Differences come with ranges and with the share of method choices in which one stands above the other,
    which is no probability that it is better. A headline known to less than half for all is not compared.
    """
    from foedus.analyses.comparison import compare as made
    from foedus.reports.comparison import ComparisonReport

    drawable(draws, seed)
    by = framed(ready(say), framework, year, *([name] for name in names), sums=True)
    return ComparisonReport(made(by.warehouse, names, by.scorecard, year=year, draws=draws, seed=seed,
                                 framework=by.text))  # fmt: skip


def explain(
    name: str, headline: str, *, year: int | None = None, framework: Path | None = None, draws: int = 1000,
    seed: int = 0, say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Take a headline apart: from score to pillar to indicator to claim to document, so that a hand can redo it.

    `explain("NATO", "results", year=2015)`. Headlines: commitment, results, risk, outlook.
    """
    from foedus.analyses.explanation import explain as made
    from foedus.reports.explanation import ExplanationReport

    drawable(draws, seed)
    by = framed(ready(say), framework, year, [name], sums=True)
    return ExplanationReport(made(by.warehouse, name, headline, by.scorecard, year=year, draws=draws, seed=seed,
                                  framework=by.text))  # fmt: skip


def timeline(
    name: str, *, first: int | None = None, last: int | None = None, say: Callable[[str], None] = lambda _: None
) -> Result:
    """Everything dated that the register holds of a partnership, each with its source, and its headlines by year.

    `timeline("NATO", first=1990)`. Written to a file that ends in .svg it is one drawing.
    """
    from foedus.analyses.timeline import timeline as made
    from foedus.reports.timeline import TimelineReport

    return TimelineReport(made(ready(say), name, first=first, last=last))
