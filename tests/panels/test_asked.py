"""What is asked of a panel and cannot be read: one sentence that is short, whatever was typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus.errors import BadOption, FoedusError

Where = Callable[[Path], None]
CURVE = "cubic(peace_years(x))"


@pytest.mark.parametrize(
    "text",
    [
        "", "mean(x, ²)", "mean(x, ٣)", "x@-٣", f"mean(x, {'9' * 5000})", "cubic(cubic(x))", f"spline({CURVE}, 4)",
        "cubic(" * 3000 + "x" + ")" * 3000, "mean(" * 3000 + "x" + ", 2)" * 3000, "(" * 50_000, "x" * 100_000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_short_sentence(data: Path, at: Where, text: str) -> None:
    at(data)
    with pytest.raises(FoedusError) as told:
        foedus.panel("state-year", [text], years="1990")
    assert len(str(told.value)) < 1000


@pytest.mark.parametrize("text", ["mean({0}, 2)", "peace_years({0})", "peace_years_gaps({0})", "cubic({0})"])
@pytest.mark.parametrize("condition", [False, True])
def test_nothing_is_counted_of_words(full: Path, at: Where, text: str, condition: bool) -> None:
    at(full)
    asked = text.format("leader")
    options = {"where": [f"{asked} > 1"]} if condition else {}
    with pytest.raises(BadOption, match="takes numbers or yes and no, and leader is text"):
        foedus.panel("leader-year", [] if condition else [asked], years="1990", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["alliance-year", "partnership-year"])
def test_a_unit_without_states_cannot_be_narrowed_to_some(full: Path, at: Where, unit: str) -> None:
    at(full)
    with pytest.raises(BadOption, match="--states"):
        foedus.panel(unit, years="1990", states=["USA", "Canada"])
