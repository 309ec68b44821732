"""What if a figure were another, or a weight: one thing changed, and the change followed from cell to headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from foedus.analyses._sketch import Sketch, chosen, sketch
from foedus.analyses._suppose import Cell, Reweighed, cells_of, reweighed
from foedus.declare import HeadlineId, Scorecard
from foedus.errors import BadOption
from foedus.measures._columns import base_name, declared_columns
from foedus.scorecards import _compose
from foedus.scorecards._assess import LEVEL
from foedus.scorecards._assessment import Interval, Score, Status
from foedus.scorecards._overlaid import over
from foedus.scorecards._run import Parameter, Run, fingerprint_of, made_with, run_of
from foedus.scorecards._subject import year_or_default
from foedus.warehouse import Warehouse, claims
from foedus.warehouse._claims import LAID_OVER

SCHEMA = "foedus.what-if/1"
SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Traced:
    """An indicator that moved, or that reads a cell that did: value, score and weight before and after."""

    indicator: str
    title: str
    headline: HeadlineId | None
    measure: str
    unit: str
    value_before: float | None
    value_after: float | None
    score_before: float | None
    score_after: float | None
    status_before: Status
    status_after: Status
    weight_before: float
    weight_after: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A headline before and after, each with its range under the same draws."""

    headline: HeadlineId
    before: Score
    after: Score

    @property
    def change(self) -> float | None:
        """Points gained or lost; None where it is not known on both sides."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One partnership-year with something changed, and everything else equal."""

    schema: str
    edition: str
    framework: str
    id: str
    name: str
    year: int
    need: float
    interval: Interval
    cells: tuple[Cell, ...]
    weights: tuple[Reweighed, ...]
    traced: tuple[Traced, ...]
    headlines: tuple[Moved, ...]
    unmoved: int
    fingerprint: str
    run: Run

    @property
    def data(self) -> pl.DataFrame:
        """One row per indicator that moved."""
        rows = [{name: getattr(one, name) for name in Traced.__slots__} for one in self.traced]
        numbers = ("value_before", "value_after", "score_before", "score_after", "weight_before", "weight_after")
        kinds = {name: pl.Float64 if name in numbers else pl.String for name in Traced.__slots__}
        return pl.DataFrame(rows, schema=kinds)


def what_if(
    warehouse: Warehouse, names: Sequence[str], scorecard: Scorecard, *, cells: Sequence[str], weights: Sequence[str],
    year: int | None, draws: int, seed: int, framework: str = "",
) -> WhatIf:  # fmt: skip
    """Recompute what these names mean in that year with cells replaced and weights multiplied."""
    if not cells and not weights:
        raise BadOption(
            "--set", "", "say what to change: --set COLUMN.PARTY=VALUE, or --weights HEADLINE.PILLAR=FACTOR"
        )
    when = year_or_default(year)
    of = chosen(warehouse, names, when)
    before = sketch(warehouse, of, scorecard, when, draws=draws, seed=seed)
    supposed = cells_of(cells, before)
    heavier = reweighed(weights, scorecard)
    factors: dict[str, float] = {}
    for one in heavier:
        for name in one.indicators:
            factors[name] = factors.get(name, 1.0) * one.factor
    card = replace(scorecard, factors={**scorecard.factors, **factors}) if factors else scorecard
    changed = _changed(warehouse, supposed)
    after = sketch(changed, replace(of, scored=False), card, when, draws=draws, seed=seed)
    traced = _traced(before, after, supposed)
    parameters: dict[str, Parameter] = {
        "set": list(cells),
        "weights": list(weights),
        "year": when,
        "draws": draws,
        "seed": seed,
    }
    return WhatIf(
        schema=SCHEMA, edition=made_with(),
        framework=scorecard.title if framework else "",
        id=of.id, name=of.name, year=when, need=scorecard.need, interval=Interval(LEVEL, draws, seed), cells=supposed,
        weights=heavier, traced=traced,
        headlines=tuple(Moved(h, before.headlines[h], after.headlines[h]) for h in _compose.headline_names()),
        unmoved=sum(i.measure is not None for i in scorecard.indicators) - len(traced),
        fingerprint=fingerprint_of(warehouse, "what_if", of.id, parameters),
        run=run_of(warehouse, "what_if", parameters, framework, *names),
    )  # fmt: skip


def _changed(warehouse: Warehouse, cells: Sequence[Cell]) -> Warehouse:
    """The warehouse with these cells in place of what was there."""
    frames: dict[str, pl.DataFrame] = {}
    claimed: pl.DataFrame | None = None
    for cell in cells:
        origin = declared_columns("state-year").get(cell.column)
        if origin is not None and origin.table is not None and warehouse.has(origin.table.id):
            table = origin.table.id
            frames[table] = _cell(frames.get(table, warehouse.read(table)), cell)
        else:
            claimed = _claim(claims(warehouse) if claimed is None else claimed, cell)
    if claimed is not None:
        frames[LAID_OVER] = claimed
    return over(warehouse, frames, f"what if {cells}") if frames else warehouse


def _cell(table: pl.DataFrame, cell: Cell) -> pl.DataFrame:
    """The table with one cell replaced, or with a row for it."""
    here = (pl.col("ccode") == cell.ccode) & (pl.col("year") == cell.year)
    kind = table.schema[cell.column]
    value = pl.lit(cell.after).cast(kind)
    if table.filter(here).height:
        return table.with_columns(pl.when(here).then(value).otherwise(pl.col(cell.column)).alias(cell.column))
    row = pl.DataFrame({"ccode": [cell.ccode], "year": [cell.year]}).with_columns(value.alias(cell.column))
    row = row.with_columns(pl.col(name).cast(table.schema[name]) for name in row.columns)
    return pl.concat([table, row], how="diagonal")


def _claim(every: pl.DataFrame, cell: Cell) -> pl.DataFrame:
    """All claims with one in place of those about this cell."""
    here = (pl.col("party") == cell.party) & (pl.col("item") == cell.column) & (pl.col("year") == cell.year)
    said = {"party": cell.party, "item": cell.column, "year": cell.year, "value": cell.after, "unit": cell.unit,
            "vintage": "what if", "estimate": False, "source": "what if", "locator": "what if", "url": ""}  # fmt: skip
    row = pl.DataFrame([said]).select(pl.col(name).cast(kind) for name, kind in every.schema.items())
    return pl.concat([every.filter(~here), row])


def _traced(before: Sketch, after: Sketch, cells: Sequence[Cell]) -> tuple[Traced, ...]:
    """Every indicator whose value, score or weight moved, or whose measure reads a cell that was set."""
    columns = {cell.column for cell in cells}
    found = []
    for one in before.scorecard.indicators:
        if not one.measures:
            continue
        a, b = before.known[one.id], after.known[one.id]
        weights = before.weights.get(one.id, 0.0), after.weights.get(one.id, 0.0)
        measure = one.measures[b.basis or 0]
        reads = bool(columns & {base_name(name) for name in measure.columns})
        still = _same(a.value, b.value) and _same(a.score, b.score) and _same(*weights)
        if still and not reads:
            continue
        found.append(Traced(
            one.id, one.title, one.headline, measure.name, measure.value_unit, a.value, b.value, a.score, b.score,
            a.status, b.status, *weights,
        ))  # fmt: skip
    return tuple(found)


def _same(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= SAME


def nothing_moved(record: WhatIf) -> bool:
    """Whether no indicator and no headline is other than it was."""
    moved: Mapping[str, bool] = {t.indicator: not _same(t.value_before, t.value_after) for t in record.traced}
    return not any(moved.values()) and all(_same(m.before.score, m.after.score) for m in record.headlines)
