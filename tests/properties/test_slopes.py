"""Theil and Sen's slopes by whole columns are those of the definition, series by series and year by year."""

from __future__ import annotations

from itertools import combinations
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.scorecards import _slopes
from foedus.scorecards._slopes import SLOPE_NEEDS, SLOPE_WINDOW, theil_sen

Series = list[list[tuple[int, float]]]
POINTS = st.dictionaries(st.integers(1990, 2025), st.floats(-100, 100), max_size=25).map(
    lambda one: sorted(one.items())
)


def _by_definition(series: Series) -> list[float]:
    found = []
    for points in series:
        for last, _ in points:
            window = [(year, value) for year, value in points if last - SLOPE_WINDOW < year <= last]
            slopes = [(b - a) / (then - at) for (at, a), (then, b) in combinations(window, 2)]
            found.append(median(slopes) if len(window) >= SLOPE_NEEDS else np.nan)
    return found


def _by_columns(series: Series) -> np.ndarray:
    rows = [(number, year, value) for number, points in enumerate(series) for year, value in points]
    of, year, value = (np.array([row[at] for row in rows]) for at in range(3))
    return theil_sen(of.astype(np.int32), year.astype(np.int32), value.astype(np.float64))


@settings(derandomize=True, max_examples=200, deadline=None, database=None)
@given(st.lists(POINTS, max_size=5))
def test_they_are_the_medians_of_the_slopes_in_each_window(series: Series) -> None:
    np.testing.assert_allclose(_by_columns(series), _by_definition(series), rtol=1e-12, atol=1e-12)


def test_a_block_of_rows_begins_where_the_one_before_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    series: Series = [[(year, float((year * 7) % 13)) for year in range(1990, 2020)] for _ in range(3)]
    whole = _by_columns(series)
    monkeypatch.setattr(_slopes, "BLOCK", 7)
    np.testing.assert_array_equal(_by_columns(series), whole)


def test_a_straight_line_has_its_own_slope_and_a_neighbor_does_not_change_it() -> None:
    line, other = [(year, 2.0 * year) for year in range(2000, 2006)], [(year, -9.0) for year in range(1999, 2005)]
    assert _by_columns([other, line])[-1] == pytest.approx(2)
    assert np.isnan(_by_columns([other, line])[len(other) : len(other) + SLOPE_NEEDS - 1]).all()
