"""What moves a score: groups of choices alone, Sobol indices of all, and what is left without each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus import sources
from foedus.analyses._choices import Choices, Group, choices, drawn
from foedus.analyses._sketch import Sketch, chosen, sketch
from foedus.analyses._sobol import Indices, sobol
from foedus.analyses.explanation import headline_named
from foedus.declare import HEADLINE_OF, HeadlineId, Indicator, Measure
from foedus.declare import Scorecard as Card
from foedus.measures._evaluate import values
from foedus.scorecards import _compose
from foedus.scorecards._assess import LEVEL
from foedus.scorecards._assessment import Interval, Known
from foedus.scorecards._draws import HIGH, LOW, read_values
from foedus.scorecards._means import two_levels
from foedus.scorecards._overlaid import homes
from foedus.scorecards._run import Run, fingerprint_of, made_with, run_of
from foedus.scorecards._subject import year_or_default
from foedus.warehouse import Warehouse, resolved

SCHEMA = "foedus.sensitivity/1"
STILL = 1e-12
BY = ["partnership", "year"]


@dataclass(frozen=True, slots=True)
class Moves:
    """One group of choices: how far it moves the score alone, and its Sobol indices where they were computed.

    `alone` is the variance with only this group moving over that with all; these shares need not sum to 1.
    """

    group: Group
    low: float
    high: float
    alone: float
    sobol: Indices | None


@dataclass(frozen=True, slots=True)
class Without:
    """The headline with one part left out: `lost` are the indicators that go, `replaced` those that fall back."""

    part: str
    title: str
    lost: tuple[str, ...]
    replaced: tuple[str, ...]
    score: float | None
    change: float | None
    known: float


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One headline: its score and range, what moves it, and what it is without each indicator and source."""

    headline: HeadlineId
    score: float | None
    low: float | None
    high: float | None
    known: float
    spread: float
    groups: tuple[Moves, ...]
    indicators: tuple[Without, ...]
    sources: tuple[Without, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves the headlines of one partnership-year."""

    schema: str
    edition: str
    framework: str
    id: str
    name: str
    year: int
    need: float
    interval: Interval
    headlines: tuple[Sensitive, ...]
    sobol: bool
    fingerprint: str
    run: Run

    @property
    def data(self) -> pl.DataFrame:
        """One row per headline and part: a group of choices, an indicator or a source left out."""
        rows: list[dict[str, object]] = []
        for h in self.headlines:
            for g in h.groups:
                told = {"first": g.sobol.first, "total": g.sobol.total} if g.sobol else {}
                rows.append({"headline": h.headline, "kind": "choices", "part": g.group, "alone": g.alone,
                             "low": g.low, "high": g.high, **told})  # fmt: skip
            for kind, parts in (("indicator", h.indicators), ("source", h.sources)):
                rows += [{"headline": h.headline, "kind": f"without {kind}", "part": w.part, "score": w.score,
                          "change": w.change, "known": w.known} for w in parts]  # fmt: skip
        texts = dict.fromkeys(("headline", "kind", "part"), pl.String)
        names = ("alone", "low", "high", "first", "total", "score", "change", "known")
        return pl.DataFrame(rows, schema={**texts, **dict.fromkeys(names, pl.Float64)})


def sensitivity(
    warehouse: Warehouse, names: Sequence[str], scorecard: Card, *, headline: str | None, year: int | None, draws: int,
    seed: int, framework: str = "",
) -> Sensitivity:  # fmt: skip
    """What moves the headlines, or one of them, of what these names mean in that year."""
    when = year_or_default(year)
    wanted = _compose.headline_names() if headline is None else (headline_named(headline),)
    one = sketch(warehouse, chosen(warehouse, names, when), scorecard, when, draws=draws, seed=seed)
    rests = _rests_on(one)
    found = tuple(_sensitive(one, h, rests) for h in wanted)
    parameters = {"headline": headline, "year": when, "draws": draws, "seed": seed}
    return Sensitivity(
        schema=SCHEMA, edition=made_with(),
        framework=scorecard.title if framework else "",
        id=one.chosen.id, name=one.chosen.name, year=when, need=scorecard.need, interval=Interval(LEVEL, draws, seed),
        headlines=found, sobol=any(g.sobol for h in found for g in h.groups),
        fingerprint=fingerprint_of(warehouse, "sensitivity", one.chosen.id, parameters),
        run=run_of(warehouse, "sensitivity", parameters, framework, *names),
    )  # fmt: skip


def _sensitive(one: Sketch, headline: HeadlineId, rests: Mapping[str, Set[str]]) -> Sensitive:
    score = one.headlines[headline]
    if score.score is None:
        return Sensitive(headline, None, None, None, score.known, 0.0, (), (), ())
    choice = choices(one, headline)
    active = choice.groups()
    every = drawn(choice, active)
    variance = float(np.var(every))
    indices = sobol(choice, active) if variance > STILL else {}
    groups = tuple(_moves(choice, group, variance, indices.get(group)) for group in active)
    return Sensitive(
        headline, score.score, score.low, score.high, score.known, float(np.sqrt(variance)),
        tuple(sorted(groups, key=lambda g: (-g.alone, g.group))), _without_each(one, headline),
        _without_sources(one, headline, rests),
    )  # fmt: skip


def _moves(choice: Choices, group: Group, variance: float, indices: Indices | None) -> Moves:
    alone = drawn(choice, (group,))
    low, high = np.percentile(alone, [LOW, HIGH])
    return Moves(group, float(low), float(high), float(np.var(alone)) / variance if variance > STILL else 0.0, indices)


def nominal(
    one: Sketch, headline: HeadlineId, scores: Mapping[str, float | None], gone: Set[str]
) -> tuple[float | None, float]:
    """The headline over these scores without some indicators, and the share of weight that is known."""
    card = one.scorecard
    apart = {name for name, row in one.known.items() if row.status == "not_applicable"}
    if headline == "outlook":
        applies = [i.id for i in card.indicators if i.scored and i.stage != "outlook" and i.id not in apart | gone]
        slopes = [one.slopes[name] for name in applies if name in one.slopes]
        share = len(slopes) / max(len(applies), 1)
        ahead = min(max(50 + 5 * sum(slopes) / len(slopes), 0.0), 100.0) if slopes else None
        return (ahead if share >= card.need else None), share
    table = _compose.weights(card, apart | gone)
    weights = dict(table.filter(pl.col("headline") == headline).select("indicator", "weight").iter_rows())
    known = [name for name in weights if scores.get(name) is not None]
    share = sum(weights[name] for name in known) / sum(weights.values()) if weights else 0.0
    if not known or round(share, 9) < card.need:
        return None, share
    home = homes(card)
    held = np.array([[weights[name]] for name in known])
    read = np.array([[scores[name]] for name in known], dtype=np.float64)
    return float(two_levels(read, held, [home[n] for n in known], card.within, card.between)[0]), share


def _without_each(one: Sketch, headline: HeadlineId) -> tuple[Without, ...]:
    """The headline without each indicator that applies: its weight goes to the others."""
    base = one.headlines[headline].score
    scores = {name: row.score for name, row in one.known.items()}
    found = []
    for i in one.scorecard.indicators:
        feeds = i.scored and i.stage != "outlook" and headline in ("outlook", HEADLINE_OF.get(i.stage))
        if feeds and one.known[i.id].status != "not_applicable":
            score, share = nominal(one, headline, scores, {i.id})
            found.append(Without(i.id, i.title, (i.id,), (), score, _change(base, score), share))
    return tuple(sorted(found, key=lambda w: (-abs(w.change or 0), w.part)))


def _change(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _rests_on(one: Sketch) -> dict[str, Set[str]]:
    """The sources behind each known indicator that is scored: a document of the register counts as the register."""
    ids = set(sources.ids())
    found: dict[str, Set[str]] = {}
    for i in one.scorecard.indicators:
        row = one.known[i.id]
        if i.scored and i.measures and row.score is not None and row.year_used is not None:
            told = {e.source for e in one.trail.every(i.measures[row.basis or 0], row.year_used)} - {"computed"}
            found[i.id] = {name if name in ids else "register" for name in told}
    return found


def _without_sources(one: Sketch, headline: HeadlineId, rests: Mapping[str, Set[str]]) -> tuple[Without, ...]:
    """The headline without each source: what rests on it falls back on another, or is unknown."""
    base = one.headlines[headline].score
    feeding = {i.id for i in one.scorecard.indicators if i.scored and i.stage != "outlook"
               and headline in ("outlook", HEADLINE_OF.get(i.stage))}  # fmt: skip
    found = []
    for source in sorted({name for told in rests.values() for name in told}):
        touched = [i for i in one.scorecard.indicators if i.id in feeding and source in rests.get(i.id, ())]
        if not touched:
            continue
        if headline == "outlook":
            score, share = _slopes_without(one, {i.id for i in touched})
            found.append(_left(source, touched, {}, (score, share), base))
            continue
        scores = {name: row.score for name, row in one.known.items()}
        instead = {i.id: _fallback(one, i, source) for i in touched}
        score, share = nominal(one, headline, {**scores, **instead}, set())
        found.append(_left(source, touched, instead, (score, share), base))
    return tuple(sorted(found, key=lambda w: (w.score is not None, -abs(w.change or 0), w.part)))


def _left(
    source: str, touched: Sequence[Indicator], instead: Mapping[str, float | None], left: tuple[float | None, float],
    base: float | None,
) -> Without:  # fmt: skip
    replaced = tuple(i.id for i in touched if instead.get(i.id) is not None)
    lost = tuple(i.id for i in touched if i.id not in replaced)
    score, share = left
    return Without(source, sources.load(source).title, lost, replaced, score, _change(base, score), share)


def _slopes_without(one: Sketch, gone: Set[str]) -> tuple[float | None, float]:
    kept = [slope for name, slope in one.slopes.items() if name not in gone]
    applies = [i for i in one.scorecard.indicators if i.scored and i.stage != "outlook"
               and one.known[i.id].status != "not_applicable"]  # fmt: skip
    share = len(kept) / max(len(applies), 1)
    if not kept or share < one.scorecard.need:
        return None, share
    return min(max(50 + 5 * sum(kept) / len(kept), 0.0), 100.0), share


def _fallback(one: Sketch, indicator: Indicator, source: str) -> float | None:
    """The score from the next source that the indicator declares, if it does not rest on this one."""
    row: Known = one.known[indicator.id]
    again = _other_claims(one, indicator, indicator.measures[row.basis or 0], source)
    if again is not None:
        return again
    for basis, measure in enumerate(indicator.measures):
        if basis <= (row.basis or 0):
            continue
        table = one.trail.maker.rows(measure.unit)
        age = indicator.max_age if indicator.max_age is not None else one.year
        near = table.filter(pl.col("year").is_between(one.year - age, one.year))
        made = values(near, measure.unit, [(indicator, measure, basis)], BY).sort("year")
        if made.height:
            when = int(made["year"][-1])
            told = {e.source for e in one.trail.every(measure, when)}
            if source not in told:
                return float(read_values(indicator, np.array([made["value"][-1]]))[0])
    return None


def _other_claims(one: Sketch, indicator: Indicator, measure: Measure, source: str) -> float | None:
    """The score from the claims of others about the same cells, where the measure reads nothing but claims."""
    when = one.known[indicator.id].year_used
    items = set(one.claims["item"].unique())
    if measure.unit != "member-year" or when is None or not set(measure.columns) <= items:
        return None
    ids = list(sources.ids())
    mine = (
        pl.col("source") == source if source != "register" else ~pl.col("source").is_in([i for i in ids if i != source])
    )
    wanted = (pl.col("year") == when) & pl.col("item").is_in(list(measure.columns))
    rest = resolved(one.claims.filter(wanted & ~mine))
    rows = one.trail.maker.rows("member-year").filter(pl.col("year") == when).drop(*measure.columns)
    if rest.is_empty():
        return None
    wide = rest.pivot("item", index="party", values="value")
    rows = rows.join(wide, on="party", how="left", maintain_order="left")
    lacking = [name for name in measure.columns if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in lacking)
    made = values(rows, "member-year", [(indicator, measure, 0)], BY)
    return float(read_values(indicator, np.array([made["value"][0]]))[0]) if made.height else None
