"""A workbook written from sheets: titles, tables of values, and formulas that a spreadsheet computes again."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from foedus.errors import NotInstalled
from foedus.reports import _words as words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Characters that a cell holds at most."""

NAMED = 31
WIDEST, NARROWEST = 60, 8
STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14}, "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"}, "number": {"valign": "top"}, "lead": {"font_color": "#505a66"},
    "input": {"font_color": "#0b4f8a", "bg_color": "#fdf3e1", "valign": "top"},
    "result": {"bold": True, "num_format": "0.00", "top": 1, "valign": "top"},
    "score": {"num_format": "0.00", "valign": "top"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """What a spreadsheet computes, with the value it has now; `kind` is how it is set."""

    text: str
    value: float | str
    kind: str = "score"


@dataclass(frozen=True, slots=True)
class Input:
    """A number that a reader is meant to change."""

    value: float


Cell = None | bool | int | float | str | Formula | Input


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above, then a table with titles; `widths` by column where the text does not say."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lead: tuple[str, ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The spreadsheet's number of the first row of the table under its titles, as formulas count."""
        return len(self.lead) + (1 if self.lead else 0) + 2


def written(title: str, made: str, sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes; the same sheets give the same bytes. `made` is the day of the edition."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise NotInstalled("A report as a workbook", "xlsx") from error
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(target, options)
    day = datetime.fromisoformat(made)
    book.set_properties({"title": words.plain(title), "author": "Foedus", "created": day})
    styles = {name: book.add_format(dict(said)) for name, said in STYLES.items()}
    for sheet in sheets:
        _sheet(book.add_worksheet(_name(sheet.name)), sheet, styles)
    book.close()
    return target.getvalue()


def _name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:NAMED]


def _sheet(page: Worksheet, sheet: Sheet, styles: Mapping[str, Format]) -> None:
    for at, line in enumerate(sheet.lead):
        page.write_string(at, 0, words.plain(line)[:LONGEST], styles["title" if at == 0 else "lead"])
    head = sheet.first - 2
    for column, title in enumerate(sheet.columns):
        page.write_string(head, column, title, styles["head"])
        width = sheet.widths.get(column) or _width(title, (row[column] for row in sheet.rows if column < len(row)))
        page.set_column(column, column, width)
    for down, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            _cell(page, (head + 1 + down, column), cell, styles)
    if sheet.columns:
        page.freeze_panes(head + 1, 1)
    if sheet.rows and not any(isinstance(cell, Formula) for row in sheet.rows for cell in row):
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _width(title: str, cells: Iterable[Cell]) -> int:
    longest = max((len(str(cell)) for cell in cells if isinstance(cell, (str, int, float))), default=0)
    return max(NARROWEST, min(WIDEST, max(longest, len(title)) + 2))


def _cell(page: Worksheet, at: tuple[int, int], cell: Cell, styles: Mapping[str, Format]) -> None:
    """A cell by its kind; what is unknown stays empty, and text is never taken for a formula or an address."""
    row, column = at
    if isinstance(cell, Formula):
        page.write_formula(row, column, cell.text, styles[cell.kind], cell.value)
    elif isinstance(cell, Input):
        page.write_number(row, column, cell.value, styles["input"])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        if math.isfinite(cell):
            page.write_number(row, column, cell, styles["number"])
    elif cell:
        page.write_string(row, column, words.plain(cell)[:LONGEST], styles["text"])
