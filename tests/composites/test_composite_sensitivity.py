"""Sensitivity indices against functions whose indices are known, and what leaving one out does."""

from __future__ import annotations

import math
import sys

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Choices,
    Composite,
    Framework,
    Normalize,
    Row,
    compose,
    leave_one_out,
    regen,
    sensitivity,
    sobol_indices,
)  # fmt: skip
from foedus.composites.ranking import ranks
from foedus.errors import BadOption, NotInstalled, UnknownName

A, B = 7.0, 0.1
pytest.importorskip("SALib", reason="SALib IS NOT INSTALLED: NO SENSITIVITY INDEX WAS CHECKED")


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_indices_of_ishigami_are_found() -> None:
    """Ishigami and Homma (1990), integrated by hand: V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2/8, V13 = 8 b^2 pi^8 / 225."""
    first = (1 + B * math.pi**4 / 5) ** 2 / 2
    second, both = A**2 / 8, 8 * B**2 * math.pi**8 / 225
    total = first + second + both
    found = sobol_indices(ishigami, ["x1", "x2", "x3"], [(-math.pi, math.pi)] * 3, base=4096)
    assert found.runs == 4096 * 5
    assert found.first == pytest.approx([first / total, second / total, 0], abs=0.01)
    assert found.total == pytest.approx([(first + both) / total, second / total, both / total], abs=0.01)


def test_the_indices_of_sobols_g_are_found() -> None:
    """Each factor alone has variance 1 / (3 (1 + a)^2); together they multiply."""
    a = np.array([0.0, 1.0, 4.5, 9.0])
    alone = 1 / (3 * (1 + a) ** 2)
    everything = np.prod(1 + alone) - 1
    others = np.array([np.prod(np.delete(1 + alone, i)) for i in range(4)])
    found = sobol_indices(lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1), "abcd", [(0, 1)] * 4, base=4096)
    assert found.first == pytest.approx(alone / everything, abs=0.01)
    assert found.total == pytest.approx(alone * others / everything, abs=0.01)


def test_a_factor_that_moves_nothing_explains_nothing() -> None:
    found = sobol_indices(lambda x: 3 * x[:, 0], ["moves", "idles"], [(0, 1)] * 2, base=512)
    assert found.first == pytest.approx([1, 0], abs=0.01)
    assert found.total == pytest.approx([1, 0], abs=0.01)
    nothing = sobol_indices(lambda x: np.ones(len(x)), "ab", [(0, 1)] * 2, base=16)
    assert nothing.total.tolist() == [0, 0]


def test_the_base_is_a_power_of_two() -> None:
    with pytest.raises(BadOption, match="a power of two"):
        sobol_indices(ishigami, ["x1", "x2", "x3"], [(0, 1)] * 3, base=100)


def test_without_salib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(NotInstalled, match=r"pip install 'foedus\[sensitivity\]'"):
        sobol_indices(ishigami, ["x1", "x2", "x3"], [(0, 1)] * 3)


TREE = Framework.of(
    [Row("i"), Row("p", "i"), Row("q", "i"), *(Row(c, "p") for c in "ab"), *(Row(c, "q") for c in "cd")]
)


def made() -> Composite:
    values = np.random.default_rng(0).uniform(1, 9, size=(25, 4))
    frame = pl.DataFrame({"unit": [f"u{i}" for i in range(25)]} | {c: values[:, j] for j, c in enumerate("abcd")})
    return compose(TREE, frame, [Normalize("min-max"), Aggregate()])


def test_a_choice_without_a_difference_explains_nothing() -> None:
    """To read from 0 to 100 or from 0 to 1 moves no rank; arithmetic or minimum does."""
    choices = Choices(
        normalize=(Normalize("min-max"), Normalize("min-max", high=1.0)), aggregate=(Aggregate(), Aggregate("minimum")),
        variation=0,
    )  # fmt: skip
    found = sensitivity(made(), choices, base=64).data
    assert found["factor"].to_list() == ["aggregate", "normalize"]
    assert found["total"].to_list() == pytest.approx([1, 0], abs=0.05)


def test_a_unit_can_be_asked_for_alone() -> None:
    choices = Choices(aggregate=(Aggregate(), Aggregate("geometric")))
    assert {*sensitivity(made(), choices, unit="u3", base=32).names} == {"aggregate", "weights"}
    with pytest.raises(UnknownName, match="'u33'"):
        sensitivity(made(), choices, unit="u33")


@pytest.mark.parametrize("level", [1, 2])
def test_leaving_one_out_is_building_without_it(level: int) -> None:
    index = made()
    found = leave_one_out(index, level=level)
    own = ranks(index.score(), np.zeros(25, np.int64))
    for row in found.iter_rows(named=True):
        without = regen(index, framework=TREE.without(row["code"]))
        shift = np.abs(ranks(without.score(), np.zeros(25, np.int64)) - own)
        assert row["mean_rank_shift"] == pytest.approx(shift.mean())
        assert row["largest_rank_shift"] == shift.max()
        assert row["mean_score_shift"] == pytest.approx(np.abs(without.score() - index.score()).mean())


def test_a_level_without_rows_is_said() -> None:
    with pytest.raises(BadOption, match="levels 1 to 2 below its top"):
        leave_one_out(made(), level=3)
