"""Answers told as documents: whole and safe pages, Markdown that escapes, eighty columns in a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import foedus
from foedus.errors import BadOption
from foedus.reports import _document as document
from foedus.reports._document import Document, Drawing, Grid, Lines, Section, Told
from foedus.verbs import Result
from test_report_partnership import Page

HOSTILE = "<script>alert(1)</script> | *x* & \u202ereversed"
WIDE = Grid(HOSTILE, ("Name", "Other name", *(f"Number {n}" for n in range(9))),
            ((HOSTILE, "b" * 90, *(["12 to 34"] * 9)),), 2, total=("Sum", "", *(["1"] * 9)))  # fmt: skip
MADE = Document(
    HOSTILE, "test", (HOSTILE,),
    (Section(HOSTILE, (Lines((HOSTILE,)), Lines((HOSTILE, "b"), "list"), Lines(("n",), "note"), WIDE), "risk"),
     Section("Folded", (Lines(("w",), "warning"), replace(WIDE, folded="More of it")))),
    "0.1", "test/1", "f" * 16,
)  # fmt: skip


def _screen(made: Document, width: int = 80) -> str:
    out = io.StringIO()
    Console(width=width, no_color=True, file=out).print(document.to_terminal(made))
    return out.getvalue()


def _whole(html: str) -> Page:
    page = Page(html)
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe"})
    assert "url(" not in html
    assert not re.search(r"\b(None|nan|Undefined)\b", page.text)
    return page


def test_a_document_is_safe_in_every_form() -> None:
    page = _whole(document.to_html(MADE))
    assert "<script>alert(1)</script>" in page.text, "shown as text"
    for text in (page.text, document.to_markdown(MADE), _screen(MADE)):
        assert "\u202e" not in text
    assert "<script>" not in document.to_markdown(MADE)


def test_a_wide_table_finds_room_in_eighty_columns_and_loses_its_last() -> None:
    shown = _screen(MADE)
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert "12 to 34" in shown
    assert "Number 8" not in shown.replace("\n", " ")
    assert document.to_markdown(MADE).count("Number 8") == 2


def test_a_long_table_is_cut_in_a_terminal_and_says_so() -> None:
    rows = tuple((f"row {n}", str(n)) for n in range(50))
    made = replace(MADE, sections=(Section("Long", (Grid("", ("Row", "Number"), rows, most=10),)),))
    shown = _screen(made)
    assert "row 9" in shown
    assert "row 10" not in shown
    assert "and 40 more rows" in shown
    assert "row 49" in document.to_markdown(made)


def test_charts_stand_on_the_page_alone() -> None:
    bars = document.bars((("up", 2.0), ("down", -1.0), (HOSTILE, 0.0)), "b", "Bars")
    lines = document.ranges((("one", 50.0, 40.0, 60.0), ("two", 10.0, None, None)), "risk", "Lines")
    assert isinstance(bars, Drawing)
    made = replace(MADE, sections=(Section("Charts", (bars, lines)),))
    page = _whole(document.to_html(made))
    assert "down" in page.text
    assert "<svg" not in document.to_markdown(made)


# The verbs of this family, on what is in the box


ANSWERS: dict[str, Callable[[], Result]] = {
    "rank": lambda: foedus.rank(headline="risk", year=2010, draws=50),
    "rank nobody": lambda: foedus.rank(headline="results", year=1820, draws=50),
    "what if": lambda: foedus.what_if("NATO", set=["milex_share_gdp.ESP=2.1"], year=2024, draws=50),
    "sensitivity": lambda: foedus.sensitivity("NATO", year=2024, draws=50),
}  # fmt: skip


@pytest.mark.parametrize("name", list(ANSWERS))
def test_every_answer_is_whole_on_the_page_and_fits_a_terminal(
    data: Path, at: Callable[[Path], None], name: str
) -> None:
    at(data)
    told = ANSWERS[name]()
    assert isinstance(told, Told)
    _whole(told.to("html"))
    shown = _screen(told.tell(told.record))
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert told.fingerprint in shown
    assert told.fingerprint in told.to("md")
    with pytest.raises(BadOption, match="one of html, json, md"):
        told.to("svg")
