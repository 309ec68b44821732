"""What formulas keep for any input: they agree with the definition written out, whatever states are called."""

from __future__ import annotations

import itertools
import random

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.declare import Measure
from foedus.measures.alignment import cohesion_change, cohesion_ratio, distance_to_all, states_voting
from foedus.measures.balance import relative_spending, strongest_share
from foedus.measures.burden import burden_gap, spending_gini

settings.register_profile("foedus", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("foedus")

points = st.lists(st.floats(-4, 4), min_size=4, max_size=25)
amounts = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=32)
shuffles = st.randoms(use_true_random=False)


def _value(one: Measure, **columns: list[float]) -> float | None:
    found: float | None = pl.DataFrame(columns).select(one.expression())[0, 0]
    return found


def _world(years: dict[int, list[float]]) -> pl.DataFrame:
    """A panel of states with their ideal points and the columns that rest on everybody's."""
    rows = [(f"S{n}", year, x) for year, xs in years.items() for n, x in enumerate(xs)]
    panel = pl.DataFrame(rows, schema=["party", "year", "idealpointfp"], orient="row")
    return panel.with_columns(
        distance_to_all.function(panel).alias("distance_to_all"), states_voting.function(panel).alias("states_voting")
    )


def _cohesion(members: pl.DataFrame) -> float | None:
    found: float | None = members.select(cohesion_ratio.expression())[0, 0]
    return found


def _by_definition(xs: list[float], members: int) -> float:
    """Mean distance of members' pairs over the mean distance of members to all others, pair by pair."""
    inside = [abs(a - b) for a, b in itertools.combinations(xs[:members], 2)]
    outside = [abs(a - b) for a in xs[:members] for b in xs[members:]]
    return (sum(inside) / len(inside)) / (sum(outside) / len(outside))


@given(xs=points, share=st.floats(0, 1))
def test_cohesion_is_what_its_definition_says_pair_by_pair(xs: list[float], share: float) -> None:
    members = 2 + int(share * (len(xs) - 3))
    assume(sum(abs(a - b) for a in xs[:members] for b in xs[members:]) > 1e-6)
    found = _cohesion(_world({2000: xs}).head(members))
    assert found == pytest.approx(_by_definition(xs, members), rel=1e-9, abs=1e-9)


@given(xs=points, shuffle=shuffles)
def test_cohesion_does_not_depend_on_what_states_are_called(xs: list[float], shuffle: random.Random) -> None:
    assume(sum(abs(a - b) for a in xs[:3] for b in xs[3:]) > 1e-6)
    order = list(range(len(xs)))
    shuffle.shuffle(order)
    named = _world({2000: [xs[n] for n in order]})
    members = named.filter(pl.Series([n < 3 for n in order]))
    assert _cohesion(members) == pytest.approx(_by_definition(xs, 3), rel=1e-9, abs=1e-9)


@given(xs=points, moved=st.floats(-2, 2), stretched=st.floats(0.1, 3))
def test_cohesion_does_not_depend_on_where_the_scale_begins_or_on_its_unit(
    xs: list[float], moved: float, stretched: float
) -> None:
    assume(sum(abs(a - b) for a in xs[:3] for b in xs[3:]) > 1e-3)
    other = _cohesion(_world({2000: [moved + stretched * x for x in xs]}).head(3))
    assert other == pytest.approx(_by_definition(xs, 3), rel=1e-6, abs=1e-9)


@given(now=points, before=points)
def test_a_change_of_cohesion_is_the_difference_of_two_ratios(now: list[float], before: list[float]) -> None:
    for xs in (now, before):
        assume(sum(abs(a - b) for a in xs[:3] for b in xs[3:]) > 1e-3)
    world = _world({2000: now, 1995: before})
    rows = {y: world.filter(pl.col("year") == y).head(3).drop("year", "party") for y in (2000, 1995)}
    both = pl.concat([rows[2000], rows[1995].rename(lambda name: f"{name}_lag5")], how="horizontal")
    found = both.select(cohesion_change.expression())[0, 0]
    assert found == pytest.approx(_by_definition(now, 3) - _by_definition(before, 3), rel=1e-9, abs=1e-9)


@given(incomes=amounts, effort=st.floats(0.001, 0.2))
def test_a_burden_in_proportion_leaves_no_gap(incomes: list[float], effort: float) -> None:
    gap = _value(burden_gap, milex_nato=[effort * x for x in incomes], gdp_nato=incomes)
    assert gap == pytest.approx(0, abs=1e-12)


@given(costs=amounts, shuffle=shuffles, data=st.data())
def test_a_burden_gap_is_half_the_misplaced_shares_in_any_order(
    costs: list[float], shuffle: random.Random, data: st.DataObject
) -> None:
    incomes = data.draw(st.lists(st.floats(0.01, 1e6), min_size=len(costs), max_size=len(costs)))
    pairs = list(zip(costs, incomes, strict=True))
    expected = sum(abs(c / sum(costs) - g / sum(incomes)) for c, g in pairs) / 2
    shuffle.shuffle(pairs)
    gap = _value(burden_gap, milex_nato=[c for c, _ in pairs], gdp_nato=[g for _, g in pairs])
    assert gap == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert 0 <= expected <= 1


@given(efforts=amounts)
def test_a_gini_is_the_mean_difference_over_twice_the_mean(efforts: list[float]) -> None:
    pairs = list(itertools.combinations(efforts, 2))
    expected = sum(abs(a - b) for a, b in pairs) / len(pairs) / (2 * sum(efforts) / len(efforts))
    found = _value(spending_gini, milex_share_gdp=efforts)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert 0 <= expected <= 1 + 1e-9


@given(efforts=amounts, times=st.floats(0.01, 100), shuffle=shuffles)
def test_a_gini_does_not_depend_on_the_unit_or_the_order(
    efforts: list[float], times: float, shuffle: random.Random
) -> None:
    other = [times * x for x in efforts]
    shuffle.shuffle(other)
    assert _value(spending_gini, milex_share_gdp=other) == pytest.approx(
        _value(spending_gini, milex_share_gdp=efforts), rel=1e-9, abs=1e-9
    )


@given(ours=amounts, theirs=st.floats(0.01, 1e6))
def test_the_two_sides_of_a_balance_sum_to_one(ours: list[float], theirs: float) -> None:
    mine = _value(relative_spending, milex=ours, adversary_milex=[theirs] * len(ours))
    yours = _value(relative_spending, milex=[theirs], adversary_milex=[sum(ours)])
    assert mine is not None
    assert yours is not None
    assert mine + yours == pytest.approx(1, rel=1e-9)


@given(ours=amounts)
def test_the_strongest_holds_at_least_an_equal_share(ours: list[float]) -> None:
    share = _value(strongest_share, milex=ours)
    assert share is not None
    assert 1 / len(ours) - 1e-9 <= share <= 1
