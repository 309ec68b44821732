"""Who began a dispute, by three readings."""

from __future__ import annotations

import polars as pl

READINGS = {
    "": "in any dispute it joined, or began", "_sidea": "on the side that began it",
    "_orig": "as an originator of the side that began",
}  # fmt: skip
"""By the ending of a column's name."""


def initiates(side: str = "") -> dict[str, pl.Expr]:
    """Whether a participant, or the one on a side (1, 2), began the dispute, by reading."""
    began, orig = pl.col(f"sidea{side}") == 1, pl.col(f"orig{side}") == 1
    return {"": began | ~orig, "_sidea": began, "_orig": began & orig}
