"""Putting an assessment together: values, ranges, peers, trend, and the evidence under every number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus import sources
from foedus._version import __version__
from foedus.declare import HeadlineId, Indicator, Pillar, Scorecard
from foedus.measures._evaluate import Asked
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _compose, _reading
from foedus.scorecards._assessment import (
    SCHEMA,
    Assessment,
    Evidence,
    IndicatorResult,
    Interval,
    Known,
    PillarResult,
    Polarity,
    Reference,
    Score,
    TrendPoint,
)  # fmt: skip
from foedus.scorecards._conflicts import alternatives, conflicts
from foedus.scorecards._draws import Drawing, Draws, Floats, Pool
from foedus.scorecards._evidence import Trail
from foedus.scorecards._means import mean
from foedus.scorecards._run import made_with, run_of
from foedus.scorecards._subject import Chosen, choose, subject, year_or_default
from foedus.scorecards._universe import maker, score
from foedus.warehouse import Warehouse, claims, resolved

LEVEL = 0.9
UNKNOWN = Known(None, None, None, "unknown", None, None)
POOLED_AS = {"dyad": "bilateral_pact", "drawn set": "alliance"}
PARTS = {
    "input_activity": ("input", "activity"), "output_outcome": ("output", "outcome"), "risk": ("risk",),
    "outlook": ("outlook",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """What has been scored for one subject, over all its years."""

    values: pl.DataFrame
    slopes: pl.DataFrame
    headlines: pl.DataFrame


def assess(
    warehouse: Warehouse, names: Sequence[str], scorecard: Scorecard, *, year: int | None, draws: int, seed: int,
    framework: str = "",
) -> Assessment:  # fmt: skip
    """Assess what these names mean in that year; 1,000 draws make the method ranges.

    `framework` is the text of the file that the scorecard was read from, if it was.
    """
    when = year_or_default(year)
    chosen = choose(warehouse, resolve(warehouse, names, year=when), when)
    every_claim = claims(warehouse)
    used_claims = resolved(every_claim)
    rows = maker(warehouse, chosen.members, scorecard)
    rows.found = used_claims
    tables = _tables(warehouse, chosen, scorecard)
    now = _now(tables.values, scorecard, when)
    trail = Trail(warehouse, rows, used_claims, chosen.id)
    drawing = Drawing(draws, seed, f"{chosen.id}/{when}", when, _pool(warehouse, chosen, when))
    slopes = dict(tables.slopes.filter(pl.col("year") == when).select("indicator", "slope").iter_rows())
    drawn = _draw(drawing, scorecard, now, slopes, _alternatives(every_claim, trail, scorecard, now, drawing))
    nominal = _compose.weights(scorecard, [name for name, row in now.items() if row.status == "not_applicable"])
    share = dict(nominal.select("indicator", "weight").iter_rows())
    results = {i.id: _result(i, now[i.id], share, trail) for i in scorecard.indicators}
    shown = _headlines(tables.headlines, nominal, drawn, when)
    about = subject(warehouse, chosen, when)
    context = _reading.Context(warehouse, chosen.id, chosen.kind, when, about, results, tables.headlines, scorecard)
    peers = _reading.peers(context)
    headlines = _reading.with_peers(shown, context)
    members = {m.party: m.name for m in about.members if m.change != "left"}
    used = {(c, results[i.id].year_used) for i in scorecard.indicators for m in i.measures for c in m.columns}
    strong, weak = _reading.standing_out(context)
    return Assessment(
        schema=SCHEMA, edition=made_with(), as_of=f"{when}-12-31", partnership=about,
        year=when, interval=Interval(LEVEL, draws, seed), need=scorecard.need,
        bottom_line=_reading.bottom_line(context, headlines), confidence=_reading.confidence(headlines),
        headlines=headlines, pillars=tuple(_pillar(p, results, scorecard, drawn) for p in scorecard.pillars),
        conflicts=conflicts(every_claim, used_claims, members, used), peers=peers, trend=_trend(tables.headlines),
        strengths=strong, weaknesses=weak, missing=_reading.missing(context),
        bibliography=_bibliography(warehouse, results),
        fingerprint=_fingerprint(warehouse, chosen, when, draws, seed), invocation=_reading.invocation(context),
        payers=_reading.payers(context, trail), top_risk=_reading.top_risk(context), changes=_reading.changes(context),
        gaps=_reading.gaps(context), framework=scorecard.title if framework else "",
        run=run_of(warehouse, "assess", {"year": when, "draws": draws, "seed": seed}, framework, *names),
    )  # fmt: skip


def _tables(warehouse: Warehouse, chosen: Chosen, scorecard: Scorecard) -> Tables:
    if chosen.scored:
        mine = pl.col("partnership") == chosen.id
        return Tables(
            *(warehouse.scan(f"derived.{t}").filter(mine).collect() for t in ("values", "slopes", "headlines"))
        )
    units = chosen.members.select("partnership", "year").unique(maintain_order=True)
    scored = score(warehouse, chosen.members, units, scorecard)
    return Tables(scored["values"], scored["slopes"], scored["headlines"])


def _now(values: pl.DataFrame, scorecard: Scorecard, year: int) -> dict[str, Known]:
    """One record per indicator in the year asked about; what is not in the table is unknown."""
    rows = {row["indicator"]: row for row in values.filter(pl.col("year") == year).iter_rows(named=True)}
    fields = Known.__slots__
    found = {name: Known(**{field: row[field] for field in fields}) for name, row in rows.items()}
    return {i.id: found.get(i.id, UNKNOWN) for i in scorecard.indicators}


def _pool(warehouse: Warehouse, chosen: Chosen, year: int) -> Pool:
    kind = POOLED_AS.get(chosen.kind, chosen.kind)
    decade = pl.col("year") // 10 == year // 10
    units = warehouse.scan("derived.units").filter((pl.col("kind") == kind) & decade)
    units = units.filter(pl.col("partnership") != chosen.id).select("partnership", "year")
    by = ["partnership", "year"]
    values = (
        warehouse.scan("derived.values")
        .filter(decade & (pl.col("status") == "observed"))
        .join(units, on=by, how="semi")
    )
    slopes = warehouse.scan("derived.slopes").filter(decade).join(units, on=by, how="semi")
    order = ["indicator", *by]
    return Pool(values.sort(order).collect(), slopes.sort(order).collect())


def _alternatives(
    every_claim: pl.DataFrame, trail: Trail, scorecard: Scorecard, now: Mapping[str, Known], drawing: Drawing
) -> dict[str, Floats]:
    years: dict[int, list[Asked]] = {}
    for indicator in scorecard.indicators:
        used, basis = now[indicator.id].year_used, now[indicator.id].basis or 0
        if indicator.scored and indicator.measures and used is not None:
            years.setdefault(used, []).append((indicator, indicator.measures[basis], basis))
    found: dict[str, Floats] = {}
    for used, asked in years.items():
        found |= alternatives(every_claim, trail.maker, asked, used, draws=drawing.draws, seed=drawing.seed)
    return found


def _draw(
    drawing: Drawing,
    scorecard: Scorecard,
    now: Mapping[str, Known],
    slopes: Mapping[str, float],
    other: Mapping[str, Floats],
) -> Draws:
    scored = [i for i in scorecard.indicators if i.scored]
    basis = [i.id for i in scored if i.stage != "outlook" and now[i.id].status != "not_applicable"]
    rows = []
    for indicator in scored:
        if indicator.stage == "outlook":
            rows.append(drawing.outlook(basis, slopes))
            continue
        row = now[indicator.id]
        changes = _changes(drawing, indicator.id, row)
        rows.append(drawing.value(indicator, row, other.get(indicator.id), changes))
    applicable = np.array([now[i.id].status != "not_applicable" for i in scored])
    return Draws(tuple(i.id for i in scored), np.array(rows), applicable, drawing.seed, scorecard)


def _changes(drawing: Drawing, indicator: str, row: Known) -> Floats:
    """Changes that values like this one underwent over as many years as the carried value is old."""
    used = row.year_used
    if row.status != "carried" or used is None:
        return np.empty(0)
    seen = drawing.pool.values.filter(pl.col("indicator") == indicator).select("partnership", "year", "value")
    earlier = seen.with_columns(pl.col("year") + (drawing.year - used))
    both = seen.join(earlier, on=["partnership", "year"], suffix="_before")
    return (both["value"] - both["value_before"]).to_numpy()


def _result(indicator: Indicator, row: Known, weights: Mapping[str, float], trail: Trail) -> IndicatorResult:
    used = row.year_used
    measure = indicator.measures[row.basis or 0] if indicator.measures else None
    evidence: tuple[Evidence, ...] = ()
    total = 0
    if used is not None:
        evidence, total = trail.of(measure, used)
    return IndicatorResult(
        id=indicator.id, title=indicator.title, pillar=indicator.pillar, stage=indicator.stage,
        headline=indicator.headline, value=row.value, unit=measure.value_unit if measure else
        "goalpost ranges per ten years", polarity=_polarity(indicator), across=indicator.across, score=row.score,
        status=row.status, year_used=used, n=row.n, of=row.of, weight=weights.get(indicator.id, 0.0),
        worst=indicator.worst, best=indicator.best, goalposts=indicator.because, evidence=evidence,
        evidence_total=total,
        caveat=indicator.caveat, citation=measure.citation if measure else "Sen (1968), "
        "Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63(324)",
    )  # fmt: skip


def _polarity(indicator: Indicator) -> Polarity:
    if indicator.contested:
        return "contested"
    if indicator.best is None or indicator.worst is None:
        return "none"
    return "higher" if indicator.best > indicator.worst else "lower"


def _pillar(pillar: Pillar, results: Mapping[str, IndicatorResult], scorecard: Scorecard, drawn: Draws) -> PillarResult:
    mine = [results[i.id] for i in pillar.indicators]
    stages = {}
    for part, kinds in PARTS.items():
        scored = [r for r in mine if r.stage in kinds and r.headline and r.status != "not_applicable"]
        if not scored:
            continue
        weight = {r.id: r.weight for r in scored}
        known = [r for r in scored if r.score is not None]
        share = round(sum(weight[r.id] for r in known) / sum(weight.values()), 9)
        if part == "outlook" and known:
            share = (known[0].n or 0) / max(known[0].of or 1, 1)
        value = _mean([r.score or 0 for r in known], [weight[r.id] for r in known], scorecard) if known else None
        stages[part] = drawn.score(weight, value if share >= scorecard.need else None, share)
    return PillarResult(pillar.id, pillar.title, stages, tuple(mine), pillar.empty)


def _mean(scores: Sequence[float], weights: Sequence[float], scorecard: Scorecard) -> float:
    if scorecard.sums:
        return sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)
    return float(mean(scorecard.within, np.array(scores, ndmin=2).T, np.array(weights, ndmin=2).T)[0])


def _headlines(table: pl.DataFrame, nominal: pl.DataFrame, drawn: Draws, year: int) -> dict[HeadlineId, Score]:
    rows = {r["headline"]: r for r in table.filter(pl.col("year") == year).iter_rows(named=True)}
    found: dict[HeadlineId, Score] = {}
    for name in _compose.headline_names():
        weight = dict(nominal.filter(pl.col("headline") == name).select("indicator", "weight").iter_rows())
        row = rows.get(name, {"score": None, "known": 0.0})
        found[name] = drawn.score(weight, row["score"], row["known"])
    return found


def _trend(table: pl.DataFrame) -> tuple[TrendPoint, ...]:
    wide = {year: {} for year in sorted(set(table["year"].to_list()))}  # type: dict[int, dict[str, float | None]]
    for row in table.iter_rows(named=True):
        wide[row["year"]][row["headline"]] = row["score"]
    names = _compose.headline_names()
    return tuple(TrendPoint(year, *(scores.get(name) for name in names)) for year, scores in wide.items())


def _bibliography(warehouse: Warehouse, results: Mapping[str, IndicatorResult]) -> tuple[Reference, ...]:
    used = {e.source for r in results.values() for e in r.evidence} | {"register"}
    documents = warehouse.read("register.sources").filter(pl.col("id").is_in(list(used))).sort("id")
    found = [
        Reference(s.id, s.citation, s.version, s.homepage) for s in sources.everything() if s.id in used
    ]  # fmt: skip
    found += [
        Reference(r["id"], f"{r['publisher']}. {r['title']}.", r["date"] or "", r["address"])
        for r in documents.iter_rows(named=True)
    ]
    return tuple(found)


def _fingerprint(warehouse: Warehouse, chosen: Chosen, year: int, draws: int, seed: int) -> str:
    parts = ("assess", chosen.id, str(year), str(draws), str(seed), warehouse.fingerprint, __version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
