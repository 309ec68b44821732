"""How many partnerships each headline can be scored for: an indicator that few have must not silence the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.warehouse import open_warehouse


@pytest.mark.parametrize(
    ("year", "headline", "least"),
    [
        (2010, "commitment", 210), (2010, "effects", 340), (2010, "risk", 340), (2010, "outlook", 175),
        (2015, "commitment", 45), (2015, "effects", 350), (2015, "risk", 350), (2015, "outlook", 28),
    ],
)  # fmt: skip
def test_a_headline_is_scored_for_as_many_partnerships_as_before(
    full: Path, at: Callable[[Path], None], year: int, headline: str, least: int
) -> None:
    """A new indicator that is unknown for most starves its headline; let it apply only where it can be known."""
    at(full)
    scored = open_warehouse().read("derived.headlines").filter(
        (pl.col("year") == year) & (pl.col("headline") == headline) & pl.col("score").is_not_null()
    )  # fmt: skip
    assert scored.height >= least
