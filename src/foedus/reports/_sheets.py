"""What every report's workbook holds beside its own: a summary, values, the evidence, where it all comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING

from foedus.reports import _words as words
from foedus.reports import citation
from foedus.reports._workbook import Cell, Sheet, written

if TYPE_CHECKING:
    import polars as pl


EVIDENCE = ("About", "Subject", "Value", "Unit", "Date", "Vintage", "Source", "Place in the source", "Address")
LINEAGE = ("Source", "Rows of evidence", "What it is", "Version or date", "License", "Address")
NAMES: dict[str, tuple[str, ...]] = {
    "subject": ("subject", "sender", "name", "parties", "text"), "value": ("value", "title", "type"), "unit": ("unit",),
    "date": ("date", "year", "start", "signed"), "vintage": ("vintage",), "locator": ("locator", "article"),
    "url": ("url",),
}  # fmt: skip
"""Under which names records of several kinds hold the same thing, the first that is there."""

MARK = re.compile(r"^(#+ |- |\*\*|> )|\*\*$|`")


@dataclass(frozen=True, slots=True)
class Trace:
    """One row of evidence, whatever kind of record it comes from."""

    about: str
    subject: str
    value: Cell
    unit: str
    date: str
    vintage: str
    source: str
    locator: str
    url: str


def workbook(markdown: str, fingerprint: str, own: Sequence[Sheet], record: object) -> bytes:
    """A report as a workbook: a summary of what it says in Markdown, its own sheets, its record's evidence, lineage."""
    from foedus.sources.register import edition

    rows = tuple(trail(record))
    sheets = (summary(markdown, fingerprint), *own, evidence(rows), lineage(rows))
    return written(_title(markdown), edition().date, sheets)


def _title(markdown: str) -> str:
    return _bare(next((line for line in markdown.splitlines() if line.startswith("# ")), "Foedus"))


def _bare(line: str) -> str:
    """A line of Markdown as plain text."""
    text = re.sub(r"\[([^\]]*)\]\(<[^>]*>\)", r"\1", MARK.sub("", line.strip()))
    text = re.sub(r"\\([\\`*_\[\]|#~])", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def summary(markdown: str, fingerprint: str) -> Sheet:
    """The sentences of the report in their order, without its tables: those have sheets."""
    told: list[tuple[Cell, ...]] = []
    for line in markdown.splitlines()[1:]:
        if not line.strip() or line.startswith(("|", "Fingerprint")):
            continue
        heading = line.startswith("#")
        told.append((_bare(line), "") if heading else ("", _bare(line)))
    lead = (_title(markdown), f"Made with Foedus. Fingerprint {fingerprint}.")
    kept = [row for at, row in enumerate(told) if row[1] or (at + 1 < len(told) and told[at + 1][1])]
    return Sheet("Summary", ("Part", "What it says"), tuple(kept), lead, {0: 34, 1: 110})


def values(frame: pl.DataFrame) -> Sheet:
    """The report's table as it is in csv."""
    rows = tuple(tuple(_plain(cell) for cell in row) for row in frame.iter_rows())
    return Sheet("Values", tuple(frame.columns), rows)


def _plain(cell: object) -> Cell:
    if cell is None or isinstance(cell, (bool, int, float, str)):
        return cell
    return words.listing(map(str, cell)) if isinstance(cell, (list, tuple)) else str(cell)


def evidence(rows: tuple[Trace, ...]) -> Sheet:
    """Every row of evidence with value, unit, date, vintage, source, place and address."""
    told = tuple(tuple(getattr(row, name) for name in Trace.__slots__) for row in rows)
    return Sheet("Evidence", EVIDENCE, told)


def lineage(rows: tuple[Trace, ...]) -> Sheet:
    """Each source once: how many rows rest on it, what it is, in which version, under which terms."""
    counts = Counter(row.source for row in rows)
    told = tuple((name, count, *described(name)) for name, count in sorted(counts.items(), key=_most))
    return Sheet("Lineage", LINEAGE, told)


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def described(name: str) -> tuple[str, str, str, str]:
    """A source or a document of the register: what it is, its version or date, its license, its address."""
    from foedus import sources

    if name in sources.ids():
        one = sources.load(name)
        return one.citation, one.version, one.licence, one.homepage
    found = documents().get(name)
    if found is None:
        return "", "", "", ""
    return f"{found['publisher']}. {found['title']}.", found["date"] or "", "", found["address"] or ""


@cache
def documents() -> dict[str, dict[str, str | None]]:
    """The register's documents by their id."""
    from foedus.sources.register import SHEETS, read_sheet

    sheet = next(one for one in SHEETS if one.name == "sources")
    return {str(row["id"]): row for row in read_sheet(sheet).collect().iter_rows(named=True)}


def trail(told: object, about: str = "") -> Iterator[Trace]:
    """Every record in a report that names its source, under the name of what it stands in."""
    if isinstance(told, (list, tuple)):
        for one in told:
            yield from trail(one, about)
    elif isinstance(told, dict):
        for one in told.values():
            yield from trail(one, about)
    elif is_dataclass(told) and not isinstance(told, type):
        source = getattr(told, "source", "")
        if isinstance(source, str) and source and hasattr(told, "url"):
            yield _trace(told, about, source)
        here = _label(told) or about
        for field in fields(told):
            yield from trail(getattr(told, field.name), here)


def _trace(told: object, about: str, source: str) -> Trace:
    said = {key: _first(told, names) for key, names in NAMES.items()}
    plain = {key: "" if cell is None else str(cell) for key, cell in said.items() if key != "value"}
    return Trace(about=about, source=source, value=said["value"], **plain)


def _first(told: object, names: tuple[str, ...]) -> Cell:
    return next((_plain(getattr(told, n)) for n in names if getattr(told, n, None) not in (None, "")), None)


def _label(told: object) -> str:
    """What a record is called where others stand in it: by its id and title, its name, or the thing it is about."""
    said = [str(getattr(told, name)) for name in ("id", "item", "title", "name") if getattr(told, name, None)]
    return words.plain(" ".join(dict.fromkeys(said[:2])))


def bibliography(told: object) -> str:
    """BibTeX of every source that the report rests on, and of Foedus itself."""
    names = dict.fromkeys(row.source for row in trail(told))
    return citation.bibtex(tuple(names), documents())
