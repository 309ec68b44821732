"""Our own scorecard stands on the engine: the headlines of every partnership-year come out the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.composites import Aggregate, Composite, Framework, Normalize, Row, compose, dirichlet_weights
from foedus.declare import Indicator
from foedus.scorecards import _compose, _draws
from foedus.scorecards.strategic_partnership import strategic_partnership as card
from foedus.warehouse import open_warehouse

HEADLINES = ("commitment", "effects", "risk")
SAME = 1e-9
scored = tuple(i for i in card.indicators if i.scored and i.headline in HEADLINES)


def row(indicator: Indicator) -> Row:
    """Goalposts with the lower first; a risk is better the less of it is good, for 100 is most risk."""
    assert indicator.worst is not None
    assert indicator.best is not None
    up = (indicator.best > indicator.worst) != (indicator.stage == "risk")
    low, high = sorted((indicator.worst, indicator.best))
    scale = "log1p" if indicator.log else "linear"
    parent = f"{indicator.headline}/{indicator.pillar}"
    return Row(indicator.id, parent, None, 1 if up else -1, 1.0, indicator.title, low=low, high=high, scale=scale)


def framework() -> Framework:
    pillars = dict.fromkeys((f"{i.headline}/{i.pillar}", i.headline) for i in scored)
    return Framework.of([*(Row(h) for h in HEADLINES), *(Row(p, h) for p, h in pillars), *map(row, scored)])


def composed(values: pl.DataFrame, units: pl.DataFrame) -> Composite:
    """The headlines from the values of the warehouse, half of the weight needed, shared among all that is known."""
    kept = values.filter(pl.col("indicator").is_in([i.id for i in scored]))
    keys = ["partnership", "year"]
    wide = kept.pivot(on="indicator", index=keys, values="value")
    applies = kept.with_columns(applies=pl.col("status") != "not_applicable").pivot(
        on="indicator", index=keys, values="applies"
    )
    everywhere = units.select(keys)
    frame = everywhere.join(wide, on=keys, how="left").with_columns(
        pl.lit(None, pl.Float64).alias(i.id) for i in scored if i.id not in wide.columns
    )
    said = everywhere.join(applies, on=keys, how="left").with_columns(pl.exclude(keys).fill_null(value=True))
    steps = [Normalize(), Aggregate(need=card.need, unknown="across")]
    return compose(framework(), frame, steps, unit="partnership", year="year", applicable=said)


@pytest.mark.parametrize(("box", "least"), [("data", 20), ("full", 10_000)])
def test_every_headline_of_every_partnership_year_is_the_same(
    box: str, least: int, request: pytest.FixtureRequest, at: Callable[[Path], None]
) -> None:
    at(request.getfixturevalue(box))
    warehouse = open_warehouse()
    ours, values, units = (warehouse.scan(f"derived.{name}").collect() for name in ("headlines", "values", "units"))
    index = composed(values, units)
    found = pl.concat(
        index.scores.select("unit", "year", score=pl.col(h)).with_columns(headline=pl.lit(h)) for h in HEADLINES
    )
    keys = {"partnership": "unit", "year": "year", "headline": "headline"}
    wanted = ours.filter(pl.col("headline").is_in(HEADLINES)).with_columns(pl.col("year").cast(pl.Int64))
    beside = wanted.join(found, left_on=[*keys], right_on=[*keys.values()], how="left", suffix="_engine")
    assert beside.height == wanted.height > 10_000
    assert beside.filter(pl.col("score").is_null() != pl.col("score_engine").is_null()).is_empty()
    gap = beside.select((pl.col("score") - pl.col("score_engine")).abs().max()).item()
    assert gap < SAME
    assert beside["score"].is_not_null().sum() > least


def test_drawn_weights_are_those_of_the_scorecard() -> None:
    nominal = np.array([0.5, 0.25, 0.125, 0.125])
    drawn = dirichlet_weights(nominal, draws=50, rng=np.random.default_rng([7, 4]))
    assert np.abs(drawn.T - _draws._weights(nominal, 50, 7)).max() < SAME


def test_goalposts_are_read_as_the_scorecard_reads_them() -> None:
    from foedus.composites import scales

    rng = np.random.default_rng(0)
    for indicator in scored:
        assert indicator.worst is not None
        assert indicator.best is not None
        ends = np.array([indicator.worst, indicator.best])
        values = np.maximum(rng.uniform(ends.min() - 1, ends.max() + 1, size=20), 0 if indicator.log else -np.inf)
        posts = (ends[::-1] if indicator.stage == "risk" else ends)[:, None]
        engine = 100 * scales.goalposts(values, posts[0], posts[1], np.array([float(indicator.log)]))
        assert np.abs(engine - _draws.read_values(indicator, values)).max() < SAME


def test_nominal_weights_are_those_of_the_scorecard() -> None:
    whole = framework()
    for name, headline, weight in _compose.weights(card).select("indicator", "headline", "weight").iter_rows():
        if headline in HEADLINES:
            assert whole.effective(name) == pytest.approx(weight, abs=SAME)
