"""The printed table of comparisons as somebody copied it: titles, headings over years, then regions and states."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import fastexcel
import polars as pl

from foedus._text import rows as text_rows
from foedus.errors import BrokenContract

Rows = list[list[str]]
Figure = tuple[str, int, str, float]
"""Country as printed, year, column, and the figure as printed."""
SCHEMA = {"country": pl.String, "year": pl.Int32, "column": pl.String, "value": pl.Float64, "edition": pl.Int32}

HEADINGS = {
    "reservists_iiss": ("Estimated Reservists (000)", r"reserv.*000"),
    "paramilitary_iiss": ("Active Paramilitary (000)", r"para-?military.*000"),
    "personnel_iiss": ("Active Armed Forces (000)", r"armed\s*forces.*000"),
    "milex_share_gdp_iiss": ("Defence Spending % of GDP", r"%\s*of\s*GDP"),
    "milex_per_head_iiss": ("Defence Spending per capita (current US$)", r"per\s*(?:capita|head).*US\s?[$D]"),
    "milex_iiss": ("Defence Spending (current US$ m)", r"(?:spending|budget|expenditure).*US\s?[$D]\W{0,2}m"),
}
"""A heading of 2013 to 2025, and what tells it in those before and since; the first that fits counts."""
TOGETHER = (("milex_iiss", "milex_per_head_iiss", "milex_share_gdp_iiss"),
            ("personnel_iiss", "reservists_iiss", "paramilitary_iiss"))  # fmt: skip
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\.0)?\D{0,3}$")
FEWEST = 4
"""How many years stand side by side at least where the figures begin."""
LOW = 0.1
"""Percent of GDP that no half of the world's states spends as little as; fractions are all far below."""
EDITION, IN_NAME = re.compile(r"Military Balance\W{0,3}(\d{4})", re.IGNORECASE), re.compile(r"(?<!\d)(\d{4})(?!\d)")
SUMMARY = re.compile(r"(?:summary|global totals?)\b", re.IGNORECASE)
TOTAL = re.compile(r"(?:sub-?\s?|regional )?totals?\b", re.IGNORECASE)
MARK = r"\*+|[†‡§¶⁰¹²³⁴-⁹]|\[\w\]|\([a-z]\)"
AFTER_NAME = re.compile(rf"(?:\s*(?:{MARK}|\d))+$")
AROUND_NUMBER = re.compile(rf"^[*ε≈~\s]+|(?:\s*(?:{MARK}|%))+$")
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
UNKNOWN = {"", "n.k.", "n.k", "nk", "n/k", "n.a.", "n.a", "na", "n/a", "-", "–", "—", "..", "...", "…"}
PRINT = "Copy the table as it is printed, with all its headings and years."


@dataclass(frozen=True, slots=True)
class Printed:
    """The figures that one edition prints."""

    edition: int
    figures: tuple[Figure, ...]


def tables(table: str, path: Path) -> list[Printed]:
    """The table of each edition in the file: one in a text, one or more sheets in a workbook."""
    found = []
    for name, rows in _sheets(path).items():
        top = next((n for n, row in enumerate(rows) if sum(bool(YEAR.search(cell)) for cell in row) >= FEWEST), None)
        if top is not None and any(_column(cell) for row in rows[: top + 1] for cell in row):
            found.append(_printed(table, name, rows, top))
    editions = [one.edition for one in found]
    if not found:
        listed = ", ".join(repr(heading) for heading, _ in HEADINGS.values())
        raise BrokenContract(table, f"has no sheet with years under the headings {listed}", PRINT)
    if len(set(editions)) < len(editions):
        raise BrokenContract(table, f"has an edition twice: {sorted(editions)}", "Keep one sheet of each edition.")
    return found


def _sheets(path: Path) -> dict[str, Rows]:
    if not zipfile.is_zipfile(path):
        return {"": text_rows(path)}
    workbook = fastexcel.read_excel(path)
    frames = {name: workbook.load_sheet(name, header_row=None, dtypes="string") for name in workbook.sheet_names}
    return {name: [[(cell or "").strip() for cell in row] for row in frame.to_polars().rows()]
            for name, frame in frames.items()}  # fmt: skip


def _printed(table: str, sheet: str, rows: Rows, top: int) -> Printed:
    columns = _columns(table, rows[: top + 1])
    edition = _edition(table, sheet, rows[:top], max(year for _, year in columns.values()))
    figures = tuple(_figures(table, rows, top, columns))
    shares = [value for _, _, column, value in figures if column == "milex_share_gdp_iiss"]
    if shares and median(shares) < LOW:
        problem = f"gives % of GDP as fractions in the edition of {edition}: half are below {LOW}"
        raise BrokenContract(table, problem, "Write percent: 2.1, not 0.021.")
    return Printed(edition, figures)


def _columns(table: str, block: Rows) -> dict[int, tuple[str, int]]:
    """What stands in each column, and of which year; a heading reaches to the right until the next."""
    years = {n: int(said[1]) for n, cell in enumerate(block[-1]) if (said := YEAR.search(cell))}
    first, last = min(years), max(years)
    columns: dict[int, tuple[str, int]] = {}
    for n in range(first, last + 1):
        above = (next((cell for cell in reversed(row[first : n + 1]) if cell), "") for row in block)
        heading = " ".join(filter(None, above))
        column = _column(heading)
        if column is None or n not in years or "constant" in heading.lower():
            why = "that is not known" if column is None else "of constant prices" if n in years else "without a year"
            raise BrokenContract(table, f"has a heading {why}: {' '.join(heading.split())!r}", PRINT)
        columns[n] = (column, years[n])
    for names in TOGETHER:
        given = {name: sorted(year for column, year in columns.values() if column == name) for name in names}
        if len({tuple(some) for some in given.values()}) > 1 or not given[names[0]]:
            told = "; ".join(f"{HEADINGS[name][0]}: {some or 'none'}" for name, some in given.items())
            raise BrokenContract(table, f"does not have the same years under {told}", PRINT)
    if len(set(columns.values())) < len(columns):
        raise BrokenContract(table, "has two columns of one heading and year", PRINT)
    return columns


def _column(heading: str) -> str | None:
    return next((n for n, (_, told) in HEADINGS.items() if re.search(told, heading, re.IGNORECASE | re.DOTALL)), None)


def _edition(table: str, sheet: str, titles: Rows, latest: int) -> int:
    said = EDITION.search(" ".join(cell for row in titles for cell in row)) or IN_NAME.search(sheet)
    if not said:
        remedy = "Write 'The Military Balance 2026', or what it is, above the headings, or name the sheet 2026."
        raise BrokenContract(table, "does not say of which edition it is", remedy)
    if not latest <= int(said[1]) <= latest + 2:
        problem = f"says that it is the edition of {said[1]} and has years to {latest}"
        raise BrokenContract(table, problem, "Mend the edition or the years.")
    return int(said[1])


def _figures(table: str, rows: Rows, top: int, columns: Mapping[int, tuple[str, int]]) -> Iterator[Figure]:
    """What is known of each state; below a summary of regions there is nothing to read."""
    for row in rows[top + 1 :]:
        name = AFTER_NAME.sub("", next(filter(None, row[: min(columns)]), ""))
        cells = {place: row[n] for n, place in columns.items() if n < len(row)}
        if SUMMARY.match(name):
            return
        if row in rows[: top + 1] or not any(cells.values()) or TOTAL.match(name):
            continue
        if not name:
            raise BrokenContract(table, f"has figures of nobody: {', '.join(filter(None, row))}", PRINT)
        for (column, year), cell in cells.items():
            if (value := _value(table, cell, f"{name}, {year}")) is not None:
                yield name, year, column, value


def _value(table: str, cell: str, where: str) -> float | None:
    text = BETWEEN_THOUSANDS.sub("", AROUND_NUMBER.sub("", cell))
    if text.lower() in UNKNOWN:
        return None
    if text.lower() == "nil":
        return 0.0
    if not NUMBER.fullmatch(text):
        raise BrokenContract(table, f"has a figure that cannot be read: {cell!r} ({where})", "Write it as printed.")
    return float(text)
