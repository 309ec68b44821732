"""What measures of similarity keep for any portfolios: they agree with definitions written out entry by entry."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.histories import _portfolios as kernel
from foedus.histories._portfolios import NOTHING, Floats, Levels, absolute, compared, nominal, pairs_of, squared

LEVELS = 4
Distance = Callable[[int, int], float]
DISTANCES: dict[str, tuple[Callable[[int], Floats], Distance]] = {
    "absolute": (absolute, lambda a, b: abs(a - b)),
    "squared": (squared, lambda a, b: (a - b) ** 2),
    "nominal": (nominal, lambda a, b: float(a != b)),
}
each = pytest.mark.parametrize("apart", DISTANCES)


@st.composite
def portfolios(draw: st.DrawFn, *, gaps: bool = True) -> Levels:
    """Two to six rows of levels, most of them low, with a column per target; entries may be missing."""
    holders, targets = draw(st.integers(2, 6)), draw(st.integers(1, 14))
    lowest = NOTHING if gaps else 0
    entries = st.sampled_from([lowest, 0, 0, 0, 1, 2, 3])
    rows = draw(st.lists(st.lists(entries, min_size=targets, max_size=targets), min_size=holders, max_size=holders))
    return np.array(rows, dtype=np.int8)


# Definitions, in plain Python, over lists of entries


def _both(x: Sequence[int], y: Sequence[int]) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in zip(x, y, strict=True) if NOTHING not in (a, b)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _corrected(observed: float, by_chance: float) -> float:
    return 1 - observed / by_chance if by_chance > 0 else math.nan


def _s(x: Sequence[int], y: Sequence[int], far: Distance) -> float:
    return 1 - 2 * _mean([far(a, b) for a, b in _both(x, y)]) / far(0, LEVELS - 1)


def _kappa(x: Sequence[int], y: Sequence[int], far: Distance) -> float:
    pairs = _both(x, y)
    by_chance = _mean([far(a, b) for a, _ in pairs for _, b in pairs])
    return _corrected(_mean([far(a, b) for a, b in pairs]), by_chance)


def _pi(x: Sequence[int], y: Sequence[int], far: Distance) -> float:
    pairs = _both(x, y)
    pooled = [one for pair in pairs for one in pair]
    by_chance = _mean([far(a, b) for a in pooled for b in pooled])
    return _corrected(_mean([far(a, b) for a, b in pairs]), by_chance)


def _tau_b(x: Sequence[int], y: Sequence[int]) -> float:
    net = untied_x = untied_y = 0.0
    for (a, b), (c, d) in itertools.combinations(_both(x, y), 2):
        net += np.sign(a - c) * np.sign(b - d)
        untied_x += a != c
        untied_y += b != d
    return net / math.sqrt(untied_x * untied_y) if untied_x and untied_y else math.nan


def _each_pair(rows: Levels, of: Callable[[Sequence[int], Sequence[int]], float]) -> list[float]:
    return [of(rows[i], rows[j]) for i, j in zip(*pairs_of(len(rows)), strict=True)]


# The kernel against them


@each
@given(rows=portfolios())
def test_s_kappa_and_pi_are_what_their_definitions_say(rows: Levels, apart: str) -> None:
    matrix, far = DISTANCES[apart]
    joint = compared(rows, LEVELS)
    for found, told in ((kernel.s_score, _s), (kernel.kappa, _kappa), (kernel.scotts_pi, _pi)):
        want = _each_pair(rows, lambda x, y, told=told: told(x, y, far))  # type: ignore[misc]
        np.testing.assert_allclose(found(joint, matrix(LEVELS)), want, rtol=1e-9, atol=1e-12)


@given(rows=portfolios())
def test_tau_b_is_what_its_definition_says(rows: Levels) -> None:
    np.testing.assert_allclose(kernel.tau_b(compared(rows, LEVELS)), _each_pair(rows, _tau_b), rtol=1e-9, atol=1e-12)


@given(rows=portfolios(), weights=st.lists(st.floats(0.01, 5), min_size=14, max_size=14))
def test_a_weighted_s_counts_each_target_by_its_weight(rows: Levels, weights: list[float]) -> None:
    weight = np.array(weights[: rows.shape[1]])
    held = [(i, j, (rows[i] != NOTHING) & (rows[j] != NOTHING)) for i, j in zip(*pairs_of(len(rows)), strict=True)]
    want = [
        1 - 2 * (weight[both] * np.abs(rows[i][both] - rows[j][both])).sum() / (3 * weight[both].sum())
        if both.any() else math.nan
        for i, j, both in held
    ]  # fmt: skip
    np.testing.assert_allclose(kernel.s_score(compared(rows, LEVELS, weight), absolute(LEVELS)), want, atol=1e-9)


@given(rows=portfolios())
def test_two_levels_are_those_of_the_same_portfolios_cut_to_yes_and_no(rows: Levels) -> None:
    cut = np.where(rows == NOTHING, NOTHING, np.minimum(rows, 1)).astype(np.int8)
    np.testing.assert_array_equal(compared(rows, LEVELS).binary.cells, compared(cut, 2).cells)


# What must hold of any portfolios


@each
@given(rows=portfolios())
def test_every_measure_stays_between_minus_one_and_one(rows: Levels, apart: str) -> None:
    joint, matrix = compared(rows, LEVELS), DISTANCES[apart][0](LEVELS)
    found = [measure(joint, matrix) for measure in (kernel.s_score, kernel.kappa, kernel.scotts_pi)]
    for values in [*found, kernel.tau_b(joint)]:
        known = values[~np.isnan(values)]
        assert (np.abs(known) <= 1 + 1e-12).all()


@given(rows=portfolios(gaps=False), shuffle=st.randoms(use_true_random=False))
def test_neither_the_order_of_targets_nor_that_of_the_two_matters(rows: Levels, shuffle: object) -> None:
    order = list(range(rows.shape[1]))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    turned = compared(rows[::-1][:, order], LEVELS)
    plain = compared(rows, LEVELS)
    for measure in (kernel.s_score, kernel.kappa, kernel.scotts_pi):
        straight, back = measure(plain, squared(LEVELS)), measure(turned, squared(LEVELS))
        np.testing.assert_allclose(np.sort(straight), np.sort(back), rtol=1e-12, atol=1e-12)


@given(rows=portfolios(gaps=False))
def test_the_same_portfolio_twice_is_wholly_alike(rows: Levels) -> None:
    joint = compared(np.stack([rows[0], rows[0]]), LEVELS)
    assert kernel.s_score(joint, squared(LEVELS)) == [1.0]
    constant = len(set(rows[0].tolist())) == 1
    for value in (kernel.kappa(joint, nominal(LEVELS)), kernel.scotts_pi(joint, nominal(LEVELS)), kernel.tau_b(joint)):
        assert np.isnan(value).all() if constant else value == pytest.approx(1.0)


# Small cases with answers one can do in one's head


def _two(x: Sequence[int], y: Sequence[int], weights: Floats | None = None) -> kernel.Joint:
    return compared(np.array([x, y], dtype=np.int8), LEVELS, weights)


def test_two_states_that_are_pledged_to_themselves_alone() -> None:
    joint = _two([3, 0, 0, 0], [0, 3, 0, 0])
    assert kernel.s_score(joint, absolute(LEVELS)) == [0.0]  # two of four entries differ as much as they can
    assert kernel.kappa(joint, nominal(LEVELS)) == pytest.approx(1 - (2 / 4) / (6 / 16))
    assert kernel.tau_b(joint) == pytest.approx(-1 / 3)


def test_an_unknown_weight_leaves_nothing_known() -> None:
    joint = _two([3, 0, 1], [3, 0, 1], np.array([0.5, np.nan, 0.2]))
    assert np.isnan(kernel.s_score(joint, absolute(LEVELS))).all()


def test_nothing_in_common_is_not_similarity() -> None:
    joint = _two([3, NOTHING], [NOTHING, 3])
    values = [kernel.s_score(joint, absolute(LEVELS)), kernel.kappa(joint, squared(LEVELS)), kernel.tau_b(joint)]
    assert np.isnan(values).all()


def test_many_portfolios_are_compared_in_several_blocks_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(7).integers(0, LEVELS, (40, 30)).astype(np.int8)
    whole = compared(rows, LEVELS).cells
    monkeypatch.setattr(kernel, "SERIAL", 9 * rows.size)
    np.testing.assert_array_equal(compared(rows, LEVELS).cells, whole)
