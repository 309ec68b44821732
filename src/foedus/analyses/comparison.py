"""Partnerships side by side: scored on the indicators known for all of them, under the same choices of method."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from foedus._version import __version__
from foedus.declare import HEADLINE_OF, HeadlineId, Indicator, Scorecard
from foedus.errors import BadOption
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _compose
from foedus.scorecards._assess import LEVEL, _alternatives, _changes, _now, _pool, _tables
from foedus.scorecards._assessment import Interval, Known, Status
from foedus.scorecards._draws import HIGH, LOW, Drawing, Floats, Pool, _weights
from foedus.scorecards._evidence import Trail
from foedus.scorecards._subject import Chosen, choose, year_or_default
from foedus.scorecards._universe import maker
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, claims, resolved

SCHEMA = "foedus.comparison/1"
FEWEST, MOST = 2, 8
SAME = 1e-9
NO_CHANGE, POINTS_OF_OUTLOOK = 50.0, 5.0
SHARED = "compared"


@dataclass(frozen=True, slots=True)
class Entrant:
    """One partnership as it enters a comparison: what is known of it, and its scores drawn many times.

    `own` holds the headlines of its own dossier, each on its own basket; they are shown and never compared.
    """

    id: str
    name: str
    label: str
    kind: str
    members: tuple[str, ...]
    known: Mapping[str, Known]
    slopes: Mapping[str, float]
    drawn: Mapping[str, Floats]
    own: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the partnerships compared; its label is its short name where it has one."""

    id: str
    name: str
    label: str
    kind: str
    members: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one partnership brings to an indicator; for the outlook the value is a slope in points a year."""

    value: float | None
    score: float
    status: Status
    year_used: int | None


@dataclass(frozen=True, slots=True)
class Common:
    """An indicator known for all, with its weight in the common basket and a cell per partnership."""

    indicator: str
    title: str
    unit: str
    weight: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An indicator that is not known for all, its share of the weight, and for whom it is missing and why."""

    indicator: str
    title: str
    share: float
    unknown: tuple[str, ...]
    not_applicable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A partnership's score on the common basket with its method range; `own_basket` is its dossier's score."""

    partnership: str
    score: float | None
    low: float | None
    high: float | None
    own_basket: float | None


@dataclass(frozen=True, slots=True)
class Driver:
    """What one indicator adds to a difference: its weight times the gap in score; all of them sum to it."""

    indicator: str
    title: str
    weight: float
    a: float
    b: float
    points: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How far A stands above B, with its range, and in which share of method choices it does.

    `above` counts a draw in which both score the same as half; `tied` is the share of such draws. It is a
    share of choices of method, never a probability that A is better.
    """

    a: str
    b: str
    points: float
    low: float
    high: float
    above: float
    tied: float
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class HeadlineComparison:
    """One headline: how much of its weight is known for all, who stands where, and what that rests on."""

    headline: HeadlineId
    share: float
    compared: bool
    basket: tuple[Common, ...]
    standings: tuple[Standing, ...]
    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to eight partnerships in one year, headline by headline, each on one basket for all."""

    schema: str
    edition: str
    year: int
    need: float
    interval: Interval
    partnerships: tuple[Compared, ...]
    headlines: dict[HeadlineId, HeadlineComparison]
    notes: tuple[str, ...]
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per headline and partnership: score on the common basket, its range, and the basket's share."""
        rows = [
            {"headline": h.headline, "partnership": s.partnership, "score": s.score, "low": s.low, "high": s.high,
             "basket_share": h.share, "basket_size": len(h.basket), "own_basket": s.own_basket}
            for h in self.headlines.values() for s in h.standings
        ]  # fmt: skip
        numbers = dict.fromkeys(("score", "low", "high", "own_basket"), pl.Float64)
        return pl.DataFrame(rows, schema_overrides=numbers)


def compare(
    warehouse: Warehouse, names: Sequence[str], scorecard: Scorecard, *, year: int | None, draws: int, seed: int,
    framework: str = "",
) -> Comparison:  # fmt: skip
    """Compare what these names mean in that year, each name resolved alone; one draw of the method serves all."""
    if not FEWEST <= len(names) <= MOST:
        raise BadOption("NAME", " ".join(names), f"name {FEWEST} to {MOST} partnerships to compare, each in quotes")
    when = year_or_default(year)
    chosen = [choose(warehouse, resolve(warehouse, [name], year=when), when) for name in names]
    for name, one in zip(names, chosen, strict=True):
        if [other.id for other in chosen].count(one.id) > 1:
            raise BadOption("NAME", name, f"{one.name} is named more than once")
    every_claim = claims(warehouse)
    entrants = [_entrant(warehouse, one, scorecard, every_claim, when, draws=draws, seed=seed) for one in chosen]
    parts = ("compare", *(one.id for one in chosen), str(when), str(draws), str(seed), warehouse.fingerprint)
    by = (f"Scored by the framework {scorecard.title!r}.",) if framework else ()
    return Comparison(
        schema=SCHEMA, edition=f"{__version__}, register {edition().version}", year=when, need=scorecard.need,
        interval=Interval(LEVEL, draws, seed),
        partnerships=tuple(Compared(e.id, e.name, e.label, e.kind, len(e.members)) for e in entrants),
        headlines=side_by_side(entrants, scorecard, draws=draws, seed=seed), notes=(*by, *_notes(entrants)),
        fingerprint=hashlib.sha256("\n".join((*parts, __version__)).encode()).hexdigest()[:16],
    )  # fmt: skip


def _entrant(
    warehouse: Warehouse, chosen: Chosen, scorecard: Scorecard, every_claim: pl.DataFrame, year: int, *, draws: int,
    seed: int,
) -> Entrant:  # fmt: skip
    tables = _tables(warehouse, chosen, scorecard)
    now = _now(tables.values, scorecard, year)
    rows = maker(warehouse, chosen.members, scorecard)
    rows.found = resolved(every_claim)
    drawing = Drawing(draws, seed, f"{chosen.id}/{year}", year, _pool(warehouse, chosen, year))
    rivals = _alternatives(every_claim, Trail(warehouse, rows, rows.found, chosen.id), scorecard, now, drawing)
    drawn = {
        i.id: drawing.value(i, now[i.id], rivals.get(i.id), _changes(drawing, i.id, now[i.id]))
        for i in scorecard.indicators
        if i.scored and i.stage != "outlook" and now[i.id].score is not None
    }
    here = pl.col("year") == year
    members = chosen.members.filter(here).sort("name")["name"].to_list()
    slopes = dict(tables.slopes.filter(here).select("indicator", "slope").iter_rows())
    own = dict(tables.headlines.filter(here).select("headline", "score").iter_rows())
    label = _label(warehouse, chosen)
    return Entrant(chosen.id, chosen.name, label, chosen.kind, tuple(members), now, slopes, drawn, own)


def _label(warehouse: Warehouse, chosen: Chosen) -> str:
    """A short name that says who it is; a number of ATOP does not."""
    listed = warehouse.scan("derived.partnerships").filter(pl.col("id") == chosen.id).select("short_name").collect()
    short = listed["short_name"][0] if listed.height else ""
    return chosen.name if not short or short.startswith("ATOP") else str(short)


def _notes(entrants: Sequence[Entrant]) -> tuple[str, ...]:
    """What a reader should know before comparing: other kinds, very other sizes, members in common."""
    found = []
    kinds = list(dict.fromkeys(e.kind.replace("_", " ") for e in entrants))
    if len(kinds) > 1:
        found.append(f"They are of different kinds: {', '.join(kinds)}. What one is made for another may not be.")
    sizes = [len(e.members) for e in entrants]
    if max(sizes) >= 5 * min(sizes):
        found.append(f"They differ much in size: from {min(sizes)} to {max(sizes)} members.")
    names = [name for e in entrants for name in e.members]
    both = sorted({name for name in names if names.count(name) > 1})
    if both:
        shown = ", ".join(both[:6]) + (f" and {len(both) - 6} others" if len(both) > 6 else "")
        found.append(f"In more than one of them: {shown}. Their figures count on both sides.")
    return tuple(found)


def side_by_side(
    entrants: Sequence[Entrant], scorecard: Scorecard, *, draws: int, seed: int
) -> dict[HeadlineId, HeadlineComparison]:
    """Every headline of these partnerships on the indicators known for all of them."""
    scored = [i for i in scorecard.indicators if i.scored and i.stage != "outlook"]
    nobody = [i.id for i in scored if all(e.known[i.id].status == "not_applicable" for e in entrants)]
    nominal = dict(_compose.weights(scorecard, nobody).select("indicator", "weight").iter_rows())
    found: dict[HeadlineId, HeadlineComparison] = {}
    for headline in _compose.headline_names():
        ahead = headline == "outlook"
        asked = {
            i.id: 1.0 if ahead else nominal.get(i.id, 0.0) for i in scored if ahead or HEADLINE_OF[i.stage] == headline
        }
        weight = {i: w for i, w in asked.items() if any(e.known[i].status != "not_applicable" for e in entrants)}
        shared = [i for i in scored if i.id in weight and all(_brings(e, i.id, ahead=ahead) for e in entrants)]
        held, total = sum(weight[i.id] for i in shared), sum(weight.values())
        basket = tuple(_common(i, weight[i.id] / held, entrants, ahead=ahead) for i in shared)
        left = [i for i in scored if i.id in weight and i not in shared]
        out = tuple(_left_out(i, weight[i.id] / total, entrants, ahead=ahead) for i in left)
        share = held / total if total else 0.0
        compared = bool(basket) and share > scorecard.need - SAME
        totals = _drawn_totals(entrants, basket, draws, seed, ahead=ahead) if compared else []
        shown = [_clipped(sum(c.weight * c.cells[n].score for c in basket)) for n in range(len(entrants))]
        standings = tuple(
            _standing(e, shown[n] if compared else None, totals[n] if compared else None, e.own.get(headline))
            for n, e in enumerate(entrants)
        )
        pairs = combinations(range(len(entrants)), 2) if compared else ()
        gaps = tuple(
            _difference((entrants[a].id, entrants[b].id), (shown[a], shown[b]), totals[a] - totals[b],
                        _drivers(basket, a, b)) for a, b in pairs
        )  # fmt: skip
        found[headline] = HeadlineComparison(headline, share, compared, basket, standings, gaps, out)
    return found


def _brings(entrant: Entrant, indicator: str, *, ahead: bool) -> bool:
    return indicator in entrant.slopes if ahead else entrant.known[indicator].score is not None


def _clipped(score: float) -> float:
    return min(max(score, 0.0), 100.0)


def _common(indicator: Indicator, weight: float, entrants: Sequence[Entrant], *, ahead: bool) -> Common:
    if ahead:
        cells = tuple(_ahead(e.slopes[indicator.id]) for e in entrants)
        return Common(indicator.id, indicator.title, "points a year", weight, cells)
    rows = [e.known[indicator.id] for e in entrants]
    unit = indicator.measure.value_unit if indicator.measure else ""
    found = tuple(Cell(r.value, r.score or 0.0, r.status, r.year_used) for r in rows)
    return Common(indicator.id, indicator.title, unit, weight, found)


def _ahead(slope: float) -> Cell:
    """A slope read as the outlook reads it: 50 without change, five points up for each point a year."""
    return Cell(slope, NO_CHANGE + POINTS_OF_OUTLOOK * slope, "observed", None)


def _left_out(indicator: Indicator, share: float, entrants: Sequence[Entrant], *, ahead: bool) -> LeftOut:
    silent = [e for e in entrants if not _brings(e, indicator.id, ahead=ahead)]
    apart = [e.id for e in silent if e.known[indicator.id].status == "not_applicable"]
    unknown = tuple(e.id for e in silent if e.id not in apart)
    return LeftOut(indicator.id, indicator.title, share, unknown, tuple(apart))


def _drawn_totals(
    entrants: Sequence[Entrant], basket: Sequence[Common], draws: int, seed: int, *, ahead: bool
) -> list[Floats]:
    """Scores of all, drawn under the same weights and goalposts: entry n of each belongs to the same choice."""
    names = [c.indicator for c in basket]
    if ahead:
        empty = pl.DataFrame({"indicator": [], "slope": []})
        drawing = Drawing(draws, seed, SHARED, 0, Pool(empty, empty))
        return [drawing.outlook(names, e.slopes) for e in entrants]
    weights = _weights(np.array([c.weight for c in basket]), draws, seed)
    return [(weights * np.array([e.drawn[name] for name in names])).sum(axis=0) for e in entrants]


def _standing(entrant: Entrant, score: float | None, drawn: Floats | None, own: float | None) -> Standing:
    if score is None or drawn is None:
        return Standing(entrant.id, None, None, None, own)
    low, high = np.percentile(drawn, [LOW, HIGH])
    return Standing(entrant.id, score, float(min(low, score)), float(max(high, score)), own)


def _difference(
    pair: tuple[str, str], scores: tuple[float, float], drawn: Floats, drivers: tuple[Driver, ...]
) -> Difference:
    points = scores[0] - scores[1]
    low, high = np.percentile(drawn, [LOW, HIGH])
    tied = float(np.mean(np.abs(drawn) <= SAME))
    above = float(np.mean(drawn > SAME)) + tied / 2
    return Difference(*pair, points, float(min(low, points)), float(max(high, points)), above, tied, drivers)


def _drivers(basket: Sequence[Common], a: int, b: int) -> tuple[Driver, ...]:
    """What each indicator adds to the difference, the largest first whichever side it favors."""
    found = []
    for c in basket:
        first, second = c.cells[a].score, c.cells[b].score
        found.append(Driver(c.indicator, c.title, c.weight, first, second, c.weight * (first - second)))
    return tuple(sorted(found, key=lambda d: (-abs(d.points), d.indicator)))
