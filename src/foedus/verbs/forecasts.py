"""Look ahead, and say how good looking ahead has been."""

from __future__ import annotations

from collections.abc import Callable

from foedus.verbs._result import Result, drawable, ready

__all__ = ["outlook"]


def outlook(
    *names: str, year: int | None = None, horizon: int = 3, draws: int = 1000, seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:  # fmt: skip
    """Trends, projections with calibrated ranges, and chances of an end, each with its out-of-sample record.

    `outlook("NATO")`, `outlook("US-Japan", year=2010, horizon=5)`. Where a method does not beat no change or the
    base rate, that is shown instead and said to be. The first outlook after a build computes the record.
    """
    from foedus.errors import BadOption
    from foedus.models._outlook_record import About
    from foedus.models.outlook import outlook as made
    from foedus.partnerships.resolve import resolve
    from foedus.reports.outlook import OutlookReport
    from foedus.scorecards._subject import choose, year_or_default
    from foedus.scorecards.strategic_partnership import strategic_partnership

    drawable(draws, seed)
    when = year_or_default(year)
    warehouse = ready(say)
    chosen = choose(warehouse, resolve(warehouse, names, year=when), when)
    if not chosen.scored:
        raise BadOption("NAME", " ".join(names), "an outlook is for a partnership that has a name or a treaty")
    about = About(chosen.id, chosen.name, chosen.kind)
    return OutlookReport(
        made(warehouse, about, strategic_partnership, when, horizon=horizon, draws=draws, seed=seed, say=say)
    )
