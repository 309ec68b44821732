"""Panels: what they say to somebody who asked for what cannot be, and how they show themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus.errors import BadOption

Where = Callable[[Path], None]


@pytest.mark.parametrize(
    "column", ["mean(statename, 3)", "peace_years(statename)", "cubic(statename)", "spline(statename, 4)"]
)
def test_nothing_is_counted_of_text(full: Path, at: Where, column: str) -> None:
    at(full)
    with pytest.raises(BadOption, match="statename is text"):
        foedus.panel("state-year", [column], years="2010")
