"""A partnership's outlook: its trends, where it may stand some years on, and its chances of ending or losing a member.

Every method is scored by rolling origin on all partnerships with data, and shown beside no change or the base rate;
where it does not beat that, the plain figure is shown and said to be. Nothing here says what would happen if somebody
acted otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from foedus import sources
from foedus.declare import Scorecard
from foedus.errors import BadOption, NotBuilt
from foedus.models import _outlook_ahead as ahead
from foedus.models import _outlook_endings as endings
from foedus.models import _outlook_kept as kept
from foedus.models import _series as series
from foedus.models._cited import fingerprint
from foedus.models._outlook_record import About, Leaving, Outlook, Point, Projection, Survival
from foedus.models._outlook_said import bibliography, bottom_line, notes
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

SCHEMA = "foedus-outlook-1"
HORIZONS = (1, 5)
Say = Callable[[str], None]


def outlook(
    warehouse: Warehouse, about: About, scorecard: Scorecard, year: int, *, horizon: int = 3, draws: int = 1000,
    seed: int = 0, say: Say = lambda _: None,
) -> Outlook:  # fmt: skip
    """The outlook of a partnership of the universe as of the end of a year: nothing later is used.

    Known by then means: of years up to then. Later revisions of the data are in them.
    """
    if not HORIZONS[0] <= horizon <= HORIZONS[1]:
        raise BadOption("--horizon", horizon, f"from {HORIZONS[0]} to {HORIZONS[1]} years")
    abouts = series.everything(scorecard)
    mine = series.observed(warehouse, scorecard).filter(
        (pl.col("partnership") == about.id) & (pl.col("year") <= year)
    ).collect()  # fmt: skip
    found = ahead.trends(mine, abouts, year)
    projections = _projections(warehouse, about, scorecard, (year, horizon), say)
    survival = _survival(warehouse, about, year, say, draws=draws, seed=seed)
    leaving = _leaving(warehouse, about, year, say)
    return Outlook(
        schema=SCHEMA, partnership=about, year=year, horizon=horizon,
        bottom_line=bottom_line(found, projections, survival, year), history=_history(warehouse, about, year),
        trends=found, projections=projections,
        survival=survival, leaving=leaving, notes=notes(warehouse, year),
        bibliography=bibliography(survival), edition=edition().version,
        fingerprint=fingerprint(warehouse, "outlook", about.id, year, horizon, draws, seed),
    )  # fmt: skip


def _history(warehouse: Warehouse, about: About, year: int) -> tuple[Point, ...]:
    """The headlines as published, as far back as the series go."""
    here = (pl.col("partnership") == about.id) & pl.col("year").is_between(series.FIRST_YEAR, year)
    told = here & pl.col("score").is_not_null() & pl.col("headline").is_in(list(series.HEADLINES))
    rows = warehouse.scan("derived.headlines").filter(told).sort("headline", "year").collect()
    return tuple(Point(row["headline"], row["year"], row["score"]) for row in rows.iter_rows(named=True))


def _projections(
    warehouse: Warehouse, about: About, scorecard: Scorecard, when: tuple[int, int], say: Say
) -> tuple[Projection, ...]:
    year, horizon = when
    table = kept.projected(warehouse, scorecard, horizon, say)
    mine = pl.col("partnership") == about.id
    scores = warehouse.scan("derived.headlines").filter(mine & (pl.col("year") == year)).collect()
    values = warehouse.scan("derived.values").filter(mine & (pl.col("year") == year)).collect()
    now = {row["headline"]: row["score"] for row in scores.iter_rows(named=True)}
    now |= {row["indicator"]: row["value"] for row in values.iter_rows(named=True) if row["status"] == "observed"}
    found = []
    for one in series.everything(scorecard):
        if now.get(one.id) is not None:
            part = table.filter(pl.col("series") == one.id).collect()
            found.append(ahead.projection(part, one, (about.id, about.kind), when, now[one.id]))
    return tuple(p for p in found if p is not None)


def _survival(warehouse: Warehouse, about: About, year: int, say: Say, *, draws: int, seed: int) -> Survival:
    if not warehouse.has("atop.alliances"):
        why = str(NotBuilt("The table atop.alliances", f"{sources.fetch_command(['atop'])}, then: foedus build"))
        return endings.nothing(f"Ends of alliances are not at hand. {why}")
    panel, found = kept.panel(warehouse, say), kept.endings(warehouse, say)
    atopid = endings.alliance_of(warehouse, about.id, year)
    if atopid is None:
        mine = warehouse.scan("derived.members").filter(pl.col("partnership") == about.id).collect()
        age, size = year - int(mine["year"].to_numpy().min()), mine.filter(pl.col("year") == year).height
        return endings.untied(panel, found, age, size, year)
    row = endings.row_of(warehouse, panel, about.id, atopid, year)
    return endings.survive(panel, found, row, year, draws=draws, seed=seed)


def _leaving(warehouse: Warehouse, about: About, year: int, say: Say) -> Leaving:
    rows, found = kept.departures(warehouse, say)
    here = (pl.col("partnership") == about.id) & (pl.col("year") == year)
    size = warehouse.scan("derived.members").filter(here).select(pl.len()).collect().item()
    return endings.leave(rows, found, int(size), year)
