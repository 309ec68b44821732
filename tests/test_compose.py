"""From values to scores and headlines, on a scorecard small enough to do in one's head."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from foedus.declare import Indicator, Measure, Pillar, Scorecard, Stage
from foedus.scorecards import _compose

NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "", "", "")
Cell = tuple[str, int, float]


def _indicator(id_: str, pillar: str, stage: Stage = "input", **changed: object) -> Indicator:
    plain = {"worst": 0.0, "best": 10.0, "max_age": 0, "because": "for a test"} | changed
    return Indicator(id_, id_, NOTHING, pillar, stage, **plain)  # type: ignore[arg-type]


def _card(*indicators: Indicator, need: float = 0.5) -> Scorecard:
    pillars = [
        Pillar(name, name, tuple(listed)) for name, listed in itertools.groupby(indicators, key=lambda i: i.pillar)
    ]
    return Scorecard("toy", "Toy", tuple(pillars), need)


def _scored(card: Scorecard, cells: list[Cell], years: range, **context: list[float | None]) -> pl.DataFrame:
    """Statuses and scores of one partnership whose values are these cells: indicator, year, value."""
    schema = {"indicator": pl.String, "year": pl.Int32, "value": pl.Float64}
    values = pl.DataFrame(cells, schema=schema, orient="row").with_columns(
        partnership=pl.lit("toy"),
        n=pl.lit(1, pl.UInt32),
        of=pl.lit(1, pl.UInt32),
        basis=pl.lit(0, pl.UInt8),
    )
    units = pl.DataFrame(
        {"partnership": ["toy"] * len(years), "year": list(years)}, schema_overrides={"year": pl.Int32}
    )
    flags = units.with_columns(pl.Series(name, cells, dtype=pl.Float64) for name, cells in context.items())
    return _compose.with_status(values, units, card.indicators, flags).sort("year", "indicator")


def _row(scored: pl.DataFrame, indicator: str, year: int) -> tuple[str, int | None, float | None]:
    """Status, year used and score."""
    rows = scored.filter((pl.col("indicator") == indicator) & (pl.col("year") == year))
    return rows.select("status", "year_used", "score").row(0)


def _headline(card: Scorecard, cells: list[Cell], name: str = "commitment") -> tuple[float | None, float]:
    found = _compose.headlines(_scored(card, cells, range(2000, 2001)), card)
    return found.filter(pl.col("headline") == name).select("score", "known").row(0)


# Weights


def test_pillars_weigh_the_same_and_share_their_weight_among_their_indicators() -> None:
    card = _card(_indicator("A1", "a"), _indicator("A2", "a", "activity"), _indicator("B1", "b"))
    weights = dict(_compose.weights(card).select("indicator", "weight").iter_rows())
    assert weights == pytest.approx({"A1": 0.25, "A2": 0.25, "B1": 0.5})


def test_each_headline_has_weights_of_its_own() -> None:
    card = _card(_indicator("A1", "a"), _indicator("A2", "a", "risk"), _indicator("B1", "b", "outcome"))
    weights = dict(_compose.weights(card).select("indicator", "weight").iter_rows())
    assert weights == {"A1": 1.0, "A2": 1.0, "B1": 1.0}


def test_what_is_not_scored_has_no_weight() -> None:
    card = _card(
        _indicator("A1", "a"), _indicator("A2", "a", "context"), _indicator("A3", "a", contested=True),
        _indicator("A4", "a", worst=None, best=None),
    )  # fmt: skip
    assert _compose.weights(card)["indicator"].to_list() == ["A1"]


# Reading a value


@pytest.mark.parametrize(
    ("value", "worst", "best", "log", "score"),
    [
        (5, 0, 10, False, 50),
        (0, 0, 10, False, 0),
        (12, 0, 10, False, 100),
        (-3, 0, 10, False, 0),
        (0.25, 1, 0, False, 75),
        (2, 1, 0, False, 0),
        (-5, -5, 10, False, 0),
        (0, -5, 10, False, 100 / 3),
        (1, 0, 3, True, 50),
        (3, 0, 3, True, 100),
        (-1, 0, 3, True, 0),
        (None, 0, 10, False, None),
    ],
)
def test_a_value_is_read_between_its_goalposts_and_clipped(
    value: float | None, worst: float, best: float, log: bool, score: float | None
) -> None:
    row = pl.DataFrame({"v": [value], "w": [worst], "b": [best], "log": [log]}, strict=False)
    row = row.cast({"v": pl.Float64, "w": pl.Float64, "b": pl.Float64})
    found = row.select(_compose.goodness(pl.col("v"), pl.col("w"), pl.col("b"), pl.col("log")))[0, 0]
    assert found == (None if score is None else pytest.approx(score))


def test_risk_is_read_the_other_way_round() -> None:
    card = _card(_indicator("A1", "a", "risk", worst=1.0, best=0.0), _indicator("A2", "a", worst=1.0, best=0.0))
    scored = _scored(card, [("A1", 2000, 0.9), ("A2", 2000, 0.9)], range(2000, 2001))
    assert _row(scored, "A1", 2000)[2] == pytest.approx(90)
    assert _row(scored, "A2", 2000)[2] == pytest.approx(10)


def test_what_is_shown_and_not_scored_keeps_its_value() -> None:
    card = _card(_indicator("A1", "a"), _indicator("A2", "a", "context"))
    scored = _scored(card, [("A2", 2000, 7.0)], range(2000, 2001))
    assert _row(scored, "A2", 2000) == ("observed", 2000, None)
    assert scored.filter(pl.col("indicator") == "A2")["value"].to_list() == [7.0]


# Carrying


def test_a_value_is_carried_within_its_age_and_no_further() -> None:
    card = _card(_indicator("A1", "a", max_age=2))
    scored = _scored(card, [("A1", 2001, 5.0)], range(2000, 2006))
    assert [_row(scored, "A1", year) for year in range(2000, 2006)] == [
        ("unknown", None, None),
        ("observed", 2001, 50.0),
        ("carried", 2001, 50.0),
        ("carried", 2001, 50.0),
        ("unknown", None, None),
        ("unknown", None, None),
    ]
    assert scored.filter(pl.col("status") == "unknown").select("value", "n", "of").null_count().row(0) == (3, 3, 3)


def test_an_event_is_not_carried_and_a_treaty_term_is_as_long_as_it_takes() -> None:
    card = _card(_indicator("A1", "a", max_age=0), _indicator("A2", "a", max_age=None))
    scored = _scored(card, [("A1", 1900, 5.0), ("A2", 1900, 5.0)], range(1900, 1951))
    assert _row(scored, "A1", 1901)[0] == "unknown"
    assert _row(scored, "A2", 1950) == ("carried", 1900, 50.0)


def test_a_newer_value_replaces_what_was_carried_and_nothing_flows_back() -> None:
    card = _card(_indicator("A1", "a", max_age=9))
    scored = _scored(card, [("A1", 2001, 5.0), ("A1", 2003, 8.0)], range(2000, 2005))
    assert [_row(scored, "A1", year)[1:] for year in range(2000, 2005)] == [
        (None, None), (2001, 50.0), (2001, 50.0), (2003, 80.0), (2003, 80.0),
    ]  # fmt: skip


# Applying


def test_without_a_declared_target_an_indicator_is_not_applicable() -> None:
    card = _card(_indicator("A1", "a", applies="target"))
    cells = [("A1", 2000, 5.0), ("A1", 2001, 5.0)]
    scored = _scored(card, cells, range(2000, 2002), target=[None, 2.0])
    assert _row(scored, "A1", 2000) == ("not_applicable", None, None)
    assert _row(scored, "A1", 2001) == ("observed", 2001, 50.0)


def test_a_target_without_a_figure_is_unknown() -> None:
    card = _card(_indicator("A1", "a", applies="target"))
    scored = _scored(card, [], range(2000, 2001), target=[2.0])
    assert _row(scored, "A1", 2000)[0] == "unknown"


# Headlines

FOUR = _card(*(_indicator(f"{p.upper()}{n}", p) for p in "ab" for n in (1, 2)))


def test_a_headline_is_the_mean_of_what_is_known_and_says_how_much_that_is() -> None:
    assert _headline(FOUR, [("A1", 2000, 2.0), ("A2", 2000, 4.0), ("B1", 2000, 9.0)]) == pytest.approx((50.0, 0.75))


def test_half_of_the_weight_is_enough_and_less_is_not() -> None:
    assert _headline(FOUR, [("A1", 2000, 2.0), ("B1", 2000, 4.0)]) == pytest.approx((30.0, 0.5))
    assert _headline(FOUR, [("A1", 2000, 2.0)]) == (None, 0.25)
    assert _headline(FOUR, []) == (None, 0.0)


def test_what_does_not_apply_counts_neither_as_known_nor_as_unknown() -> None:
    card = _card(_indicator("A1", "a"), _indicator("B1", "b", applies="target"))
    scored = _scored(card, [("A1", 2000, 3.0)], range(2000, 2001), target=[None])
    assert _compose.headlines(scored, card).select("score", "known").row(0) == pytest.approx((30.0, 1.0))


def test_headlines_are_never_added_up() -> None:
    card = _card(_indicator("A1", "a"), _indicator("A2", "a", "risk", worst=10.0, best=0.0))
    cells = [("A1", 2000, 10.0), ("A2", 2000, 0.0)]
    assert _headline(card, cells) == pytest.approx((100.0, 1.0))
    assert _headline(card, cells, "risk") == pytest.approx((0.0, 1.0))


# Outlook


def test_the_outlook_is_the_mean_slope_and_says_how_many_have_one() -> None:
    ahead = Indicator("TREND", "Trend", None, "o", "outlook", worst=-1, best=1, max_age=0)
    card = _card(
        _indicator("A1", "a"), _indicator("A2", "a"), _indicator("B1", "b", "risk", worst=10.0, best=0.0), ahead
    )
    years = range(2000, 2004)
    cells = [("A1", y, float(y - 2000)) for y in years] + [("B1", y, float(y - 2000)) for y in years]
    scored = _scored(card, cells, years)
    found = _compose.outlook(scored, _compose.slopes(scored, card), card)
    now = found.filter(pl.col("year") == 2003)
    assert now.select("n", "of", "status").row(0) == (2, 3, "observed")
    assert now["score"].item() == pytest.approx(50), "ten points a year up and ten points of risk up cancel out"
    only = _compose.outlook(scored, _compose.slopes(scored, card).filter(pl.col("indicator") == "A1"), card)
    assert only.filter(pl.col("year") == 2003).select("value", "score").row(0) == pytest.approx((1.0, 100.0))
    assert found.filter(pl.col("year") == 2002)["score"].to_list() == [None], "three years are no trend"
