"""A framework is a checked tree; what is wrong with one is said in a sentence."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.composites import Framework, Row
from foedus.errors import BrokenContract, UnknownName

SMALL = (
    Row("index"), Row("hard", "index", weight=3), Row("soft", "index"),
    Row("troops", "hard"), Row("aid", "hard"), Row("talks", "soft"),
)  # fmt: skip


def test_indicators_are_what_nothing_feeds_and_aggregates_come_after_what_feeds_them() -> None:
    framework = Framework.of(SMALL)
    assert framework.indicators == ("troops", "aid", "talks")
    assert framework.aggregates == ("hard", "soft", "index")
    assert framework.roots == ("index",)
    assert [framework.level(code) for code in framework.codes] == [1, 1, 1, 2, 2, 3]


def test_an_effective_weight_is_the_product_of_the_shares_on_the_way_up() -> None:
    framework = Framework.of(SMALL)
    assert framework.effective("aid") == pytest.approx(3 / 4 * 1 / 2)
    assert sum(framework.effective(code) for code in framework.indicators) == pytest.approx(1)


def test_an_indicator_may_feed_the_index_directly() -> None:
    framework = Framework.of([*SMALL, Row("trade", "index")])
    assert framework.level("trade") == 1
    assert framework.level("index") == 3


def test_a_framework_written_as_a_table_comes_back_the_same() -> None:
    framework = Framework.of([Row("i"), Row("a", "i", 1, -1, 2.0, "A", "%", None, 0.0, 5.0, 4.0, "log1p")])
    assert Framework.from_frame(framework.to_frame()).to_frame().equals(framework.to_frame())
    assert Framework.from_frame(framework.to_frame())["a"] == framework["a"]


def test_a_row_of_a_table_without_a_code_is_said() -> None:
    with pytest.raises(BrokenContract, match="no text as its code"):
        Framework.from_frame(pl.DataFrame({"code": ["a", None], "weight": [1.0, 2.0]}))


def test_what_is_left_empty_goes_with_what_is_left_out() -> None:
    assert Framework.of(SMALL).without("talks").codes == ("troops", "aid", "hard", "index")
    assert Framework.of(SMALL).without("hard").indicators == ("talks",)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "has no rows"),
        ([Row("a"), Row("a")], "gives the code a more than once"),
        ([Row("i"), Row("a", "i", direction=0)], "'a' has the direction 0"),
        ([Row("")], "no text as its code"),
        ([Row("i"), Row("a", "i", low="0", high="1")], "has the low '0'"),  # type: ignore[arg-type]
        ([Row("i"), Row("a", "i", weight=-1)], "'a' has the weight -1"),
        ([Row("i"), Row("a", "i", weight=float("nan"))], "'a' has the weight nan"),
        ([Row("i"), Row("a", "i", low=5, high=1)], "reversed goalposts: low 5, high 1. .*direction -1"),
        ([Row("i"), Row("a", "i", low=5)], "one goalpost of two"),
        ([Row("i"), Row("a", "i", low=0, high=1, scale="log")], "goalpost of 0, which has no logarithm"),
        ([Row("i"), Row("a", "b"), Row("b", "a")], "goes in a circle: a under b under a"),
        ([Row("a", "a")], "goes in a circle: a under a"),
        ([Row("i", level=2)], "stands on level 2 and nothing feeds it"),
        ([Row("i", level=1), Row("a", "i")], "feeds 'i', which is on level 1"),
        ([Row("i"), Row("a", "i", weight=0)], "no weight to anything under 'i'"),
    ],
)  # fmt: skip
def test_a_framework_that_is_none_is_refused_with_a_sentence(rows: list[Row], sentence: str) -> None:
    with pytest.raises(BrokenContract, match=sentence):
        Framework.of(rows)


def test_shares_must_sum_to_one_and_relative_weights_need_not() -> None:
    rows = [Row("i"), Row("a", "i", weight=0.5), Row("b", "i", weight=0.4)]
    Framework.of(rows)
    with pytest.raises(BrokenContract, match=r"weights under 'i' that sum to 0\.9, not to 1"):
        Framework.of(rows, weights="shares")


def test_a_mistyped_parent_column_or_scale_is_met_with_what_was_meant() -> None:
    with pytest.raises(UnknownName, match=r"'Index'.*Did you mean 'index'") as caught:
        Framework.of([Row("index"), Row("a", "Index"), Row("b", "index")])
    assert caught.value.suggestions == ("index",)
    with pytest.raises(UnknownName, match=r"called 'wieght'\. Did you mean 'weight'"):
        Framework.from_frame(pl.DataFrame({"code": ["a"], "wieght": [1.0]}))
    with pytest.raises(UnknownName, match="'log1'"):
        Framework.of([Row("i"), Row("a", "i", scale="log1")])  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="Did you mean 'troops'"):
        Framework.of(SMALL)["trops"]
