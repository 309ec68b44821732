"""The page on composite indicators: its code runs, and its arithmetic is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import foedus.composites
from foedus.composites import Composite

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "explanation" / "composite-indicators.md"


@pytest.fixture(scope="module")
def ran() -> dict[str, object]:
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102  (our own page)
    return names


def test_the_code_on_the_page_runs_and_a_is_50(ran: dict[str, object]) -> None:
    index = ran["index"]
    assert isinstance(index, Composite)
    row = index.scores.row(0, named=True)
    assert row == {"unit": "A", "index": 50, "burden": 37.5}
    assert index.scores.row(2, named=True) == {"unit": "C", "index": None, "burden": None}


def test_the_page_names_every_step_and_every_public_thing_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for step in ("Screen", "Denominate", "Impute", "Treat", "Normalize", "Weigh", "Aggregate"):
        assert f"| `{step}` |" in text
    assert all(hasattr(foedus.composites, name) for name in foedus.composites.__all__)


def test_the_pages_are_linked_from_the_index() -> None:
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in ("explanation/composite-indicators", "replications/coinr-asem", "replications/published-indices"):
        assert f"({page}.md)" in text
        assert (DOCS / f"{page}.md").is_file()
