"""The log is all one needs: it is written, read, replayed to the last bit, and changed in one place."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import polars as pl
import pytest

from foedus.composites import (
    Aggregate,
    Composite,
    Denominate,
    Framework,
    Impute,
    Log,
    Normalize,
    Row,
    Screen,
    Treat,
    Weigh,
    compose,
    regen,
    replay,
    shifts,
)  # fmt: skip
from foedus.composites.composite import as_bytes
from foedus.errors import BadFile, BadOption, BrokenContract, UnknownName

TREE = Framework.of(
    [Row("i", name='An "index" of états'), Row("p", "i"), Row("q", "i", weight=2), Row("a", "p", denominator="people"),
     Row("b", "p", direction=-1), Row("c", "q", low=0.0, high=9.0, scale="log1p")]
)  # fmt: skip
RECIPE = (
    Denominate(), Screen(units=0.5), Impute("mean", group="region"), Treat(most=2), Normalize("min-max", low=1),
    Weigh("given", given={"a": 2.0}, why="said so"), Weigh("equal", level=2),
    Aggregate(by={"level 3": "geometric"}, need=0.6),
)  # fmt: skip


def data(seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {"unit": [f"u{i}" for i in range(20)], "region": ["n", "s"] * 10, "people": rng.uniform(1, 9, 20),
         "a": [*rng.normal(size=18), 60.0, None], "b": rng.uniform(size=20), "c": rng.uniform(0, 9, size=20)}
    )  # fmt: skip


def made(seed: int = 0) -> Composite:
    return compose(TREE, data(seed), RECIPE, groups=["region"])


def test_a_log_comes_back_from_json_and_toml_as_it_was() -> None:
    log = made().log
    assert log.cells
    assert Log.from_json(log.to_json()) == log
    assert Log.from_toml(log.to_toml()) == log


def test_a_replay_gives_the_same_bytes() -> None:
    index = made()
    again = replay(Log.from_json(index.log.to_json()), data())
    assert as_bytes(again.scores) == as_bytes(index.scores)
    assert again.log == index.log


def test_a_replay_on_other_data_says_so_unless_it_is_wanted() -> None:
    log = made().log
    with pytest.raises(BrokenContract, match="are not those of the log"):
        replay(log, data(1))
    assert as_bytes(replay(log, data(1), expect="any data").scores) == as_bytes(made(1).scores)


def test_a_replay_that_comes_out_otherwise_says_so() -> None:
    log = dataclasses.replace(made().log, result="other", version="0.0.9")
    with pytest.raises(BrokenContract, match=r"other numbers than the log records.*version 0\.0\.9"):
        replay(log, data())


def test_any_changed_cell_is_other_data() -> None:
    nudged = data().with_columns(c=pl.col("c") + 1e-12)
    with pytest.raises(BrokenContract, match="are not those of the log"):
        replay(made().log, nudged)


def test_other_applicability_is_other_data() -> None:
    with pytest.raises(BrokenContract, match="are not those of the log"):
        replay(made().log, data(), applicable=data().select("unit", a=pl.col("unit") != "u3"))


def test_regen_is_the_same_as_building_anew_with_that_step() -> None:
    anew = compose(TREE, data(), [*RECIPE[:4], Normalize("z-score"), *RECIPE[5:7], Aggregate()], groups=["region"])
    assert regen(made(), Normalize("z-score"), Aggregate()).log == anew.log


def test_regen_without_a_row_is_an_index_of_the_others() -> None:
    index = compose(TREE, data(), [Normalize("percentile rank"), Aggregate(need=0)], groups=["region"])
    narrow = regen(index, framework=TREE.without("c"))
    assert narrow.framework.codes == ("a", "b", "p", "i")
    assert narrow.score() == pytest.approx(index.score("p"), nan_ok=True)
    with pytest.raises(UnknownName, match="'d'"):
        regen(index, framework=Framework.of([Row("i"), Row("d", "i")]))


def test_a_step_taken_twice_must_be_placed() -> None:
    with pytest.raises(BadOption, match="has it 2 times"):
        regen(made(), Weigh("equal"))
    placed = regen(made(), Weigh("equal"), at=5)
    assert placed.log.steps[5] == Weigh("equal")
    with pytest.raises(BadOption, match="has it 0 times"):
        regen(compose(TREE, data(), groups=["region"]), Aggregate())


def test_two_versions_are_set_side_by_side() -> None:
    moved = shifts(made(), regen(made(), Aggregate(need=0.6)))
    assert moved.columns == ["unit", "before", "rank_before", "after", "rank_after", "up"]
    assert moved["up"].sum() == 0
    assert shifts(made(), made())["up"].abs().sum() == 0


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda t: t.replace("foedus.composite/1", "other/1"), BadFile, "does not say that it is"),
        (lambda t: t[:40], BadFile, "is not JSON"),
        (lambda t: t.replace('"step": "impute"', '"step": "imput"'), UnknownName, "Did you mean 'impute'"),
        (lambda t: t.replace('"max_age"', '"max_ages"'), UnknownName, "parameter of impute called 'max_ages'"),
        (lambda t: t.replace('"most": 2', '"most": "two"'), BadFile, "has 'two' as the most of treat"),
        (lambda t: t.replace('"code": "a"', '"codes": "a"'), UnknownName, "column of a framework called 'codes'"),
    ],
)  # fmt: skip
def test_a_log_that_was_tampered_with_is_refused(change, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        Log.from_json(change(made().log.to_json()))


def test_a_log_holds_no_number_that_json_lacks() -> None:
    json.loads(made().log.to_json(), parse_constant=pytest.fail)
