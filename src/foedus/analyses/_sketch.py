"""One partnership-year without its dossier: what is known, how it weighs, and the four headlines drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foedus.declare import HeadlineId, Scorecard
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _compose
from foedus.scorecards._assess import _alternatives, _draw, _headlines, _now, _pool, _tables
from foedus.scorecards._assessment import Known, Score
from foedus.scorecards._draws import Drawing, Draws, Floats
from foedus.scorecards._evidence import Trail
from foedus.scorecards._subject import Chosen, choose
from foedus.scorecards._universe import maker
from foedus.warehouse import Warehouse, claims, resolved

BACK = 12
"""So many years before the oldest figure in use are made into rows: lags and sums look no further back."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an assessment computes before anything is told: the same numbers as in the dossier.

    `weights` are those among the indicators that apply, by indicator.
    """

    chosen: Chosen
    scorecard: Scorecard
    year: int
    known: Mapping[str, Known]
    slopes: Mapping[str, float]
    weights: Mapping[str, float]
    headlines: Mapping[HeadlineId, Score]
    drawn: Draws
    drawing: Drawing
    rivals: Mapping[str, Floats]
    trail: Trail
    claims: pl.DataFrame


def chosen(warehouse: Warehouse, names: Sequence[str], year: int) -> Chosen:
    """The partnership or set that these names mean in that year."""
    return choose(warehouse, resolve(warehouse, names, year=year), year)


def sketch(warehouse: Warehouse, of: Chosen, scorecard: Scorecard, year: int, *, draws: int, seed: int) -> Sketch:
    """Values, weights and headlines of this partnership in that year."""
    every = claims(warehouse)
    tables = _tables(warehouse, of, scorecard)
    now = _now(tables.values, scorecard, year)
    first = min([year, *(row.year_used for row in now.values() if row.year_used is not None)])
    rows = maker(warehouse, of.members.filter(pl.col("year") >= first - BACK), scorecard)
    rows.found = resolved(every)
    trail = Trail(warehouse, rows, rows.found, of.id)
    drawing = Drawing(draws, seed, f"{of.id}/{year}", year, _pool(warehouse, of, year))
    slopes = dict(tables.slopes.filter(pl.col("year") == year).select("indicator", "slope").iter_rows())
    rivals = _alternatives(every, trail, scorecard, now, drawing)
    drawn = _draw(drawing, scorecard, now, slopes, rivals)
    nominal = _compose.weights(scorecard, [name for name, row in now.items() if row.status == "not_applicable"])
    return Sketch(
        chosen=of, scorecard=scorecard, year=year, known=now, slopes=slopes,
        weights=dict(nominal.select("indicator", "weight").iter_rows()),
        headlines=_headlines(tables.headlines, nominal, drawn, year), drawn=drawn, drawing=drawing, rivals=rivals,
        trail=trail, claims=every,
    )  # fmt: skip
