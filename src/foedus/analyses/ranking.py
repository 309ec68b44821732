"""Partnerships in order, on one basket for all: places that the choice of method cannot tell apart are shared."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.analyses._baskets import Basket, Candidate, choose_basket
from foedus.analyses.explanation import headline_named
from foedus.declare import HeadlineId, Indicator, Scorecard
from foedus.errors import BadOption, OutsideCoverage, UnknownName
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _compose
from foedus.scorecards._assess import LEVEL
from foedus.scorecards._assessment import Interval, Known
from foedus.scorecards._drawn import Batch, known_in
from foedus.scorecards._draws import GOALPOST_SHIFT, HIGH, LOW, Floats, _weights
from foedus.scorecards._means import two_levels
from foedus.scorecards._overlaid import homes, of_headline
from foedus.scorecards._run import Run, fingerprint_of, made_with, run_of
from foedus.scorecards._subject import choose, year_or_default
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

SCHEMA = "foedus.ranking/1"
SAME = 1e-9
TOLD_APART = 0.9
"""Two neighbors are told apart where one stands above the other in at least this share of choices."""


@dataclass(frozen=True, slots=True)
class Held:
    """An indicator of the common basket, with its weight there."""

    indicator: str
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A partnership in the ranking; `above_next` is the share of choices in which it stands above the next.

    `first` and `last` are the 5th and 95th percentile of its rank over the draws that all share.
    """

    place: int
    shared: bool
    partnership: str
    name: str
    kind: str
    score: float
    low: float
    high: float
    first: int
    last: int
    above_next: float | None
    known: float
    own_basket: float | None


@dataclass(frozen=True, slots=True)
class Excluded:
    """Partnerships that are not ranked for one reason."""

    reason: str
    partnerships: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One headline of all partnerships of a kind in one year."""

    schema: str
    edition: str
    framework: str
    headline: HeadlineId
    year: int
    kind: str
    top: int
    need: float
    interval: Interval
    universe: int
    basket: tuple[Held, ...]
    share: float
    least: float
    others: tuple[Candidate, ...]
    ranked: tuple[Placed, ...]
    left_out: tuple[Excluded, ...]
    fingerprint: str
    run: Run

    @property
    def data(self) -> pl.DataFrame:
        """One row per ranked partnership."""
        columns = list(Placed.__slots__)
        return pl.DataFrame([{c: getattr(p, c) for c in columns} for p in self.ranked], infer_schema_length=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ranking is of."""

    headline: HeadlineId
    year: int
    kind: str | None
    top: int
    keep: str = ""


def rank(
    warehouse: Warehouse, headline: str, scorecard: Scorecard, *, year: int | None, kind: str | None, top: int,
    draws: int, seed: int, keep: str | None = None, framework: str = "",
) -> Ranking:  # fmt: skip
    """Rank all partnerships in force in that year, or those of one kind, by one headline.

    The basket is the one that keeps the most of them; with `keep`, the most beside that partnership.
    """
    when = year_or_default(year)
    must = choose(warehouse, resolve(warehouse, [keep], year=when), when).id if keep else ""
    asked = Asked(headline_named(headline), when, kind, top, must)
    if top < 1:
        raise BadOption("--top", top, "1 or more")
    units, known, own = _units(warehouse, asked), known_in(warehouse, when), _own(warehouse, asked)
    if must and (must not in units or own.get(must, (None, 0.0))[0] is None):
        raise BadOption("--keep", keep, "too little of this headline is known of it, or it is of another kind")
    slopes = _slopes(warehouse, asked.year) if asked.headline == "outlook" else {}
    fit = [unit for unit in units if own.get(unit, (None, 0.0))[0] is not None]
    basket = _basket(asked, scorecard, fit, known, slopes)
    batch = Batch(warehouse, scorecard, asked.year, draws, seed, {unit: units[unit][1] for unit in basket.kept})
    ahead = asked.headline == "outlook"
    inside = np.full(len(basket.indicators), 1 / max(len(basket.indicators), 1)) if ahead else (
        _weighed(basket, scorecard, known)
    )  # fmt: skip
    drawn, shown = _drawn(batch, inside, basket, known, slopes)
    ranked = _placed(basket.kept, drawn, shown, units, own)
    parameters = {"headline": asked.headline, "year": asked.year, "kind": kind, "top": top, "draws": draws,
                  "seed": seed, "keep": keep}  # fmt: skip
    return Ranking(
        schema=SCHEMA, edition=made_with(),
        framework=scorecard.title if framework else "",
        headline=asked.headline, year=asked.year, kind=kind or "", top=top, need=scorecard.need,
        interval=Interval(LEVEL, draws, seed), universe=len(units),
        basket=tuple(Held(i.id, i.title, w) for i, w in zip(basket.indicators, map(float, inside), strict=True)),
        share=basket.share, least=basket.least, others=basket.others, ranked=ranked,
        left_out=_left_out(units, fit, basket, known, slopes if ahead else None),
        fingerprint=fingerprint_of(warehouse, "rank", parameters),
        run=run_of(warehouse, "rank", parameters, framework),
    )  # fmt: skip


def _units(warehouse: Warehouse, asked: Asked) -> dict[str, tuple[str, str]]:
    """Name and kind of every partnership in force that year, by id."""
    names = warehouse.scan("derived.partnerships").select(partnership="id", name="name", short="short_name")
    rows = warehouse.scan("derived.units").filter(pl.col("year") == asked.year).join(names, on="partnership")
    found = rows.sort("partnership").collect()
    if not found.height:
        raise OutsideCoverage("A partnership-year", asked.year, known=f"years run to {edition().complete_through}")
    kinds = sorted(set(found["kind"]))
    if asked.kind is not None and asked.kind not in kinds:
        close = difflib.get_close_matches(asked.kind, kinds, 2, 0.4) or kinds
        raise UnknownName("kind of partnership", asked.kind, close)
    mine = found if asked.kind is None else found.filter(pl.col("kind") == asked.kind)
    return {
        r["partnership"]: (r["name"] if not r["short"] or r["short"].startswith("ATOP") else r["short"], r["kind"])
        for r in mine.iter_rows(named=True)
    }


def _own(warehouse: Warehouse, asked: Asked) -> dict[str, tuple[float | None, float]]:
    """Each partnership's score on its own basket, and the share known of it."""
    here = (pl.col("year") == asked.year) & (pl.col("headline") == asked.headline)
    rows = warehouse.scan("derived.headlines").filter(here).select("partnership", "score", "known").collect()
    return {unit: (score, known) for unit, score, known in rows.iter_rows()}


def _slopes(warehouse: Warehouse, year: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    rows = warehouse.scan("derived.slopes").filter(pl.col("year") == year).collect()
    for unit, indicator, slope in rows.select("partnership", "indicator", "slope").iter_rows():
        found.setdefault(unit, {})[indicator] = slope
    return found


def _basket(
    asked: Asked, scorecard: Scorecard, fit: Sequence[str], known: Mapping[str, Mapping[str, Known]],
    slopes: Mapping[str, Mapping[str, float]],
) -> Basket:  # fmt: skip
    """The indicators that keep the most partnerships, among those that hold enough of the weight of each."""
    ahead = asked.headline == "outlook"
    scored = [i for i in scorecard.indicators if i.scored and i.stage != "outlook"] if ahead else (
        of_headline(scorecard, asked.headline)
    )  # fmt: skip
    names = [i.id for i in scored]
    own: dict[tuple[str, ...], list[float]] = {}
    weights, brings = [], []
    for unit in fit:
        apart = tuple(name for name in names if _apart(known, unit, name))
        if apart not in own:
            told = dict(_compose.weights(scorecard, apart).select("indicator", "weight").iter_rows())
            own[apart] = [0.0 if n in apart else 1.0 if ahead else told[n] for n in names]
        weights.append(own[apart])
        brings.append([n in slopes.get(unit, {}) if ahead else _score(known, unit, n) is not None for n in names])
    shape = (len(fit), len(names))
    table = np.array(weights, dtype=np.float64).reshape(shape)
    there = np.array(brings, dtype=bool).reshape(shape)
    return choose_basket(tuple(fit), tuple(scored), table, there, scorecard.need, must=asked.keep)


def _weighed(basket: Basket, scorecard: Scorecard, known: Mapping[str, Mapping[str, Known]]) -> Floats:
    """Weights of the basket, summing to 1: as declared, among the indicators that apply to anybody who is kept."""
    nobody = [i.id for i in scorecard.indicators if all(_apart(known, unit, i.id) for unit in basket.kept)]
    told = dict(_compose.weights(scorecard, nobody).select("indicator", "weight").iter_rows())
    found = np.array([told.get(i.id, 0.0) for i in basket.indicators])
    return found / found.sum() if len(found) else found


def _score(known: Mapping[str, Mapping[str, Known]], unit: str, indicator: str) -> float | None:
    row = known.get(unit, {}).get(indicator)
    return None if row is None else row.score


def _apart(known: Mapping[str, Mapping[str, Known]], unit: str, indicator: str) -> bool:
    row = known.get(unit, {}).get(indicator)
    return row is not None and row.status == "not_applicable"


def _drawn(
    batch: Batch, inside: Floats, basket: Basket, known: Mapping[str, Mapping[str, Known]],
    slopes: Mapping[str, Mapping[str, float]],
) -> tuple[Floats, Floats]:  # fmt: skip
    """Scores on the basket: a row per partnership and a column per draw, and the ones with nothing moved."""
    units, names = basket.kept, [i.id for i in basket.indicators]
    if not units:
        return np.empty((0, batch.draws)), np.empty(0)
    weights, nominal = _weights(inside, batch.draws, batch.seed), inside[:, None]
    if slopes:
        rng = np.random.default_rng([batch.seed, len(names)])
        stretch = 1 / (1 + rng.uniform(-2 * GOALPOST_SHIFT, 2 * GOALPOST_SHIFT, (len(names), batch.draws)))
        told = np.array([[slopes[unit][name] for name in names] for unit in units])
        return np.clip(50 + 5 * told @ (weights * stretch), 0, 100), np.clip(50 + 5 * told @ nominal[:, 0], 0, 100)
    scores = batch.scores(basket.indicators, known)
    home = homes(batch.scorecard)
    pillars, card = [home[name] for name in names], batch.scorecard
    rows, shown = [], []
    for unit in units:
        rows.append(two_levels(np.array([scores[unit, n] for n in names]), weights, pillars, card.within, card.between))
        at = np.array([[_score(known, unit, n) or 0.0] for n in names])
        shown.append(two_levels(at, nominal, pillars, card.within, card.between)[0])
    return np.array(rows), np.array(shown)


def ranks(drawn: Floats) -> NDArray[np.int64]:
    """Each row's rank in each column, 1 the highest; equal scores share the better rank."""
    found = np.empty(drawn.shape, dtype=np.int64)
    for d in range(drawn.shape[1]):
        ordered = np.sort(drawn[:, d])
        found[:, d] = len(ordered) - np.searchsorted(ordered, drawn[:, d] + SAME, side="right") + 1
    return found


def share_above(one: Floats, other: Floats) -> float:
    """The share of draws in which one scores above the other; equal scores count half."""
    gap = one - other
    return float(np.mean(gap > SAME) + np.mean(np.abs(gap) <= SAME) / 2)


def _placed(
    kept: Sequence[str], drawn: Floats, shown: Floats, units: Mapping[str, tuple[str, str]],
    own: Mapping[str, tuple[float | None, float]],
) -> tuple[Placed, ...]:  # fmt: skip
    order = sorted(range(len(kept)), key=lambda n: (-shown[n], kept[n]))
    above = [share_above(drawn[a], drawn[b]) for a, b in pairwise(order)]
    place, nominal = ranks(drawn), ranks(shown[:, None])[:, 0] if len(shown) else np.empty(0, dtype=np.int64)
    starts = [0]
    for n, share in enumerate(above, 1):
        starts.append(n if share >= TOLD_APART or share <= 1 - TOLD_APART else starts[-1])
    found = []
    for n, at in enumerate(order):
        low, high = np.percentile(drawn[at], [LOW, HIGH])
        first, last = np.percentile(place[at], [LOW, HIGH], method="nearest")
        name, kind = units[kept[at]]
        score, rest = float(shown[at]), own[kept[at]]
        found.append(Placed(
            place=starts[n] + 1, shared=starts.count(starts[n]) > 1, partnership=kept[at], name=name, kind=kind,
            score=score, low=float(min(low, score)), high=float(max(high, score)), first=int(min(first, nominal[at])),
            last=int(max(last, nominal[at])), above_next=above[n] if n < len(above) else None, known=rest[1],
            own_basket=rest[0],
        ))  # fmt: skip
    return tuple(found)


def _left_out(
    units: Mapping[str, tuple[str, str]], fit: Sequence[str], basket: Basket,
    known: Mapping[str, Mapping[str, Known]], slopes: Mapping[str, Mapping[str, float]] | None,
) -> tuple[Excluded, ...]:  # fmt: skip
    """Who is not ranked and why: too little known, or without an indicator of the basket."""
    fits = set(fit)
    reasons: dict[str, list[str]] = {}
    below = [units[unit][0] for unit in units if unit not in fits]
    kept = set(basket.kept)
    for unit in (u for u in fit if u not in kept):
        reasons.setdefault(_lacking(unit, basket.indicators, known, slopes), []).append(units[unit][0])
    found = [Excluded("too little of this headline is known of it", tuple(sorted(below)))] if below else []
    return (*found, *(Excluded(why, tuple(sorted(who))) for why, who in sorted(reasons.items(), key=_most)))


def _most(entry: tuple[str, list[str]]) -> tuple[int, str]:
    return -len(entry[1]), entry[0]


def _lacking(
    unit: str, indicators: Sequence[Indicator], known: Mapping[str, Mapping[str, Known]],
    slopes: Mapping[str, Mapping[str, float]] | None,
) -> str:  # fmt: skip
    if slopes is not None:
        return f"no slope of {', '.join(i.id for i in indicators if i.id not in slopes.get(unit, {}))}"
    lacks = [i.id for i in indicators if _score(known, unit, i.id) is None]
    apart = [name for name in lacks if _apart(known, unit, name)]
    unknown = [name for name in lacks if name not in apart]
    said = [f"{', '.join(unknown)} unknown"] if unknown else []
    said += [f"{', '.join(apart)} does not apply"] if apart else []
    return "; ".join(said) or "the basket holds too little of its weight"
