"""One headline taken apart: from score to pillar to indicator to claim to document, so that a hand can redo it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

import polars as pl

from foedus.declare import HeadlineId, Indicator, RowUnit, Scorecard, Stage
from foedus.errors import BadOption, BrokenContract
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _compose, _slopes
from foedus.scorecards._assess import _now, _tables, assess
from foedus.scorecards._assessment import (
    Assessment,
    Evidence,
    IndicatorResult,
    Interval,
    Known,
    Reference,
    Status,
)  # fmt: skip
from foedus.scorecards._subject import choose
from foedus.warehouse import Warehouse

SCHEMA = "foedus.explanation/1"
EXACT = 1e-9
WORDS: dict[str, HeadlineId] = {
    "commitment": "commitment", "results": "effects", "effects": "effects", "risk": "risk", "outlook": "outlook",
}  # fmt: skip
PARTS: dict[HeadlineId, str] = {
    "commitment": "input_activity", "effects": "output_outcome", "risk": "risk", "outlook": "outlook",
}  # fmt: skip
ROWS: dict[RowUnit, str] = {
    "member-year": "members", "pair-year": "pairs of members", "directed-pair-year": "directed pairs of members",
    "operation": "operations", "objective": "stated objectives", "invocation": "invocations",
    "programme": "programmes", "exposure": "events", "coercion": "events", "pull": "members", "response": "responses",
    "mechanism": "objectives that fell due", "series": "series of dialogues", "survey": "national surveys",
    "budget": "years",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator: from its evidence to its value, from value to score, from score to points of the headline.

    `nominal` is its weight as declared, among the indicators that apply; `weight` the same over those that are
    known; `points` is weight times score, and null where the headline is not scored.
    """

    indicator: str
    title: str
    pillar: str
    stage: Stage
    value: float
    unit: str
    status: Status
    year_used: int | None
    made: str
    worst: float
    best: float
    log: bool
    formula: str
    score: float
    nominal: float
    weight: float
    points: float | None
    goalposts: str
    caveat: str
    citation: str
    evidence: tuple[Evidence, ...]
    evidence_total: int


@dataclass(frozen=True, slots=True)
class PillarPart:
    """What a pillar adds to the headline: the sum of its steps, and its score over what is known of it."""

    pillar: str
    title: str
    nominal: float
    weight: float
    score: float
    points: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """An indicator that applies and is unknown: the share of the weight lost, and what would bring it."""

    indicator: str
    title: str
    pillar: str
    share: float
    needs: str
    command: str


@dataclass(frozen=True, slots=True)
class Slope:
    """The slope behind an outlook: the median of the slopes between all pairs of observed years in ten.

    The points are year and score, up meaning better: 100 less the score where the indicator is a risk.
    """

    indicator: str
    title: str
    slope: float
    points: tuple[tuple[int, float], ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One headline of one partnership-year with every step under it; `total` is the sum of the steps' points."""

    schema: str
    edition: str
    id: str
    name: str
    year: int
    headline: HeadlineId
    score: float | None
    low: float | None
    high: float | None
    known: float
    need: float
    total: float | None
    pillars: tuple[PillarPart, ...]
    steps: tuple[Step, ...]
    slopes: tuple[Slope, ...]
    lost: tuple[Lost, ...]
    not_applicable: tuple[str, ...]
    interval: Interval
    bibliography: tuple[Reference, ...]
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per step: value, goalposts, score, weights and points."""
        columns = ("indicator", "title", "pillar", "value", "unit", "status", "year_used", "worst", "best", "score",
                   "nominal", "weight", "points")  # fmt: skip
        rows = [{name: getattr(step, name) for name in columns} for step in self.steps]
        return pl.DataFrame(rows, schema_overrides={"points": pl.Float64})


def headline_named(text: str) -> HeadlineId:
    """The headline that a person means: commitment, results (or effects), risk or outlook."""
    found = WORDS.get(text.strip().lower())
    if found is None:
        raise BadOption("HEADLINE", text, "one of commitment, results, risk, outlook")
    return found


def explain(
    warehouse: Warehouse, name: str, headline: str, scorecard: Scorecard, *, year: int | None, draws: int, seed: int,
    framework: str = "",
) -> Explanation:  # fmt: skip
    """Take apart one headline of what this name means in that year; the parts are checked to sum to it."""
    wanted = headline_named(headline)
    a = assess(warehouse, [name], scorecard, year=year, draws=draws, seed=seed, framework=framework)
    chosen = choose(warehouse, resolve(warehouse, [name], year=a.year), a.year)
    tables = _tables(warehouse, chosen, scorecard)
    now = _now(tables.values, scorecard, a.year)
    slopes: tuple[Slope, ...] = ()
    if wanted == "outlook":
        found = tables.slopes.filter(pl.col("year") == a.year)
        slopes = slopes_of(dict(found.select("indicator", "slope").iter_rows()), tables.values, scorecard, a.year)
    return explained(a, wanted, scorecard, now, slopes)


def explained(
    a: Assessment, headline: HeadlineId, scorecard: Scorecard, now: Mapping[str, Known], slopes: tuple[Slope, ...]
) -> Explanation:
    """The explanation of a headline from an assessment; an error if its parts do not sum to its score."""
    results = {r.id: r for pillar in a.pillars for r in pillar.indicators}
    asked = [i for i in scorecard.indicators if i.headline == headline]
    apply_ = [i for i in asked if results[i.id].status != "not_applicable"]
    here = a.headlines[headline]
    absent = [i.id for i in asked if i not in apply_]
    nominal = dict(_compose.weights(scorecard, absent).select("indicator", "weight").iter_rows())
    known = [i for i in apply_ if results[i.id].score is not None]
    every, held = (sum(nominal[i.id] for i in some) for some in (apply_, known))
    steps = tuple(
        _step(i, results[i.id], now[i.id], (nominal[i.id] / every, nominal[i.id] / held), scored=here.score is not None)
        for i in known
    )
    total = math.fsum(s.points or 0 for s in steps) if here.score is not None else None
    commands = {m.indicator: m.command for m in a.missing}
    if headline == "outlook":
        lost = _without_slope(scorecard, results, {s.indicator for s in slopes}, commands)
    else:
        lost = _lost(apply_, results, commands)
    share = held / every if every else 0.0
    if headline == "outlook":
        share = len(slopes) / max(len(slopes) + len(lost), 1)
    drawn = tuple(replace(s, evidence=results[s.indicator].evidence) for s in slopes)
    told = [*(e for s in steps for e in s.evidence), *(e for s in drawn for e in s.evidence)]
    used = {e.source for e in told} | {"register"}
    by = f", framework {a.framework!r}" if a.framework else ""
    explanation = Explanation(
        schema=SCHEMA, edition=a.edition + by, id=a.partnership.id, name=a.partnership.name, year=a.year,
        headline=headline,
        score=here.score, low=here.low, high=here.high, known=here.known, need=a.need, total=total,
        pillars=_pillars(steps, scorecard), steps=steps, slopes=drawn,
        lost=lost,
        not_applicable=tuple(f"{i.id} {i.title}" for i in asked if i not in apply_), interval=a.interval,
        bibliography=tuple(r for r in a.bibliography if r.id in used), fingerprint=a.fingerprint,
    )  # fmt: skip
    _checked(explanation, share)
    return explanation


def _checked(e: Explanation, share: float) -> None:
    """Stop if a step, the sum of the steps, or the share known is not what the assessment says."""
    wrong = [s.indicator for s in e.steps if abs(reading(s.value, s.worst, s.best, s) - s.score) > EXACT]
    wrong += [s.indicator for s in e.slopes if abs(theil_sen(s.points) - s.slope) > EXACT]
    if e.slopes and e.steps:
        mean = math.fsum(s.slope for s in e.slopes) / len(e.slopes) / 10
        wrong += [s.indicator for s in e.steps if abs(mean - s.value) > EXACT]
    if e.total is not None and e.score is not None and abs(e.total - e.score) > EXACT:
        wrong.append("the sum")
    if abs(share - e.known) > EXACT:
        wrong.append("the share known")
    if wrong:
        at = f"{e.headline} of {e.id} in {e.year}"
        raise BrokenContract("derived.headlines", f"does not follow from its parts ({at}: {', '.join(wrong)})",
                             "Run: foedus build")  # fmt: skip


def _step(indicator: Indicator, r: IndicatorResult, row: Known, weights: tuple[float, float], *, scored: bool) -> Step:
    value, score, worst, best = r.value or 0.0, r.score or 0.0, r.worst or 0.0, r.best or 0.0
    nominal, weight = weights
    return Step(
        indicator=r.id, title=r.title, pillar=r.pillar, stage=r.stage, value=value, unit=r.unit, status=r.status,
        year_used=r.year_used, made=_made(indicator, r, row), worst=worst, best=best, log=indicator.log,
        formula=formula(indicator, value, score), score=score, nominal=nominal, weight=weight,
        points=weight * score if scored else None, goalposts=r.goalposts, caveat=r.caveat, citation=r.citation,
        evidence=r.evidence, evidence_total=r.evidence_total,
    )  # fmt: skip


def _made(indicator: Indicator, r: IndicatorResult, row: Known) -> str:
    """How the value is made of what is known: the measure in its own words, over how many rows, from which year."""
    if not indicator.measures:
        return f"The mean of the slopes below, times ten years, over 100 points; {r.n} of {r.of} have a slope."
    measure = indicator.measures[row.basis or 0]
    said = measure.doc.partition("\n\n")[0].replace("\n", " ").strip()
    noun = ROWS.get(measure.unit, "")
    if noun and r.of is not None:
        how = "" if measure.aggregates or indicator.across == "whole" else f"{indicator.across} over "
        said += f" Here: {how}{r.n} of {r.of} {noun}."
    if row.basis:
        said += " The first source says nothing; this is the next one declared."
    if r.status == "carried":
        said += f" Observed in {r.year_used}, and carried."
    return said


def reading(value: float, worst: float, best: float, step: Step) -> float:
    """The score of a value between its goalposts, computed anew: the same rule as the formula that is printed."""
    if step.log:
        value, worst, best = math.log1p(max(value, 0.0)), math.log1p(worst), math.log1p(best)
    good = min(max(100 * (value - worst) / (best - worst), 0.0), 100.0)
    return 100 - good if step.stage == "risk" else good


def formula(indicator: Indicator, value: float, score: float) -> str:
    """The score as arithmetic with its numbers in place: to ten digits, clipped where it says so."""
    worst, best = indicator.worst or 0.0, indicator.best or 0.0
    if indicator.log:
        v, w, b = (f"ln(1 + {_digits(x)})" for x in (max(value, 0.0), worst, best))
        raw = (math.log1p(max(value, 0.0)) - math.log1p(worst)) / (math.log1p(best) - math.log1p(worst))
    else:
        v, w, b = _digits(value), _digits(worst), _digits(best)
        raw = (value - worst) / (best - worst)
    said = f"100 × ({v} − {w}) / ({b} − {w})"
    if raw < -EXACT or raw > 1 + EXACT:
        said = f"{said}, clipped to {0 if raw < 0 else 100}"
    if indicator.stage == "risk":
        said = f"100 − ({said})" if "clipped" in said else f"100 − {said}"
    return f"{said} = {score:.4f}"


def _digits(value: float) -> str:
    text = f"{value:.10g}".replace("-", "−")
    return f"({text})" if value < 0 else text


def _pillars(steps: Sequence[Step], scorecard: Scorecard) -> tuple[PillarPart, ...]:
    found = []
    for pillar in scorecard.pillars:
        mine = [s for s in steps if s.pillar == pillar.id]
        if mine:
            weight = math.fsum(s.weight for s in mine)
            points = math.fsum(s.weight * s.score for s in mine)
            shown = None if mine[0].points is None else points
            nominal = math.fsum(s.nominal for s in mine)
            found.append(PillarPart(pillar.id, pillar.title, nominal, weight, points / weight, shown))
    return tuple(found)


def _lost(
    apply_: Sequence[Indicator], results: Mapping[str, IndicatorResult], commands: Mapping[str, str]
) -> tuple[Lost, ...]:
    """What applies and is not known, the heaviest first."""
    every = sum(results[i.id].weight for i in apply_)
    unknown = sorted((i for i in apply_ if results[i.id].score is None), key=lambda i: -results[i.id].weight)
    return tuple(
        Lost(i.id, i.title, i.pillar, results[i.id].weight / every, i.needs, commands.get(i.id, "")) for i in unknown
    )


def _without_slope(
    scorecard: Scorecard, results: Mapping[str, IndicatorResult], sloped: Set[str], commands: Mapping[str, str]
) -> tuple[Lost, ...]:
    """Every scored indicator that applies and has no slope: each is as much of the outlook as any other."""
    scored = [i for i in scorecard.indicators if i.scored and i.stage != "outlook"]
    apply_ = [i for i in scored if results[i.id].status != "not_applicable"]
    needs = f"{_slopes.SLOPE_NEEDS} observed years in {_slopes.SLOPE_WINDOW}"
    silent = [i for i in apply_ if i.id not in sloped]
    return tuple(Lost(i.id, i.title, i.pillar, 1 / len(apply_), needs, commands.get(i.id, "")) for i in silent)


def slopes_of(found: Mapping[str, float], values: pl.DataFrame, scorecard: Scorecard, year: int) -> tuple[Slope, ...]:
    """The slopes of that year, each with the observed scores of ten years that it was drawn through."""
    window = pl.col("year").is_between(year - _slopes.SLOPE_WINDOW + 1, year) & (pl.col("status") == "observed")
    seen = values.filter(window & pl.col("score").is_not_null()).sort("year")
    slopes = []
    for indicator in scorecard.indicators:
        if indicator.id in found:
            rows = seen.filter(pl.col("indicator") == indicator.id).select("year", "score").iter_rows()
            points = tuple((when, 100 - score if indicator.stage == "risk" else score) for when, score in rows)
            slopes.append(Slope(indicator.id, indicator.title, found[indicator.id], points))
    return tuple(slopes)


def theil_sen(points: Sequence[tuple[int, float]]) -> float:
    """The median of the slopes between all pairs of points. Sen (1968)."""
    return median((late - early) / (then - when) for (when, early), (then, late) in combinations(points, 2))
