"""What every row of the register must keep, checked over the files as they lie, with file, line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from foedus import states
from foedus.sources.register import FOLDER
from foedus.sources.register._schema import CONDITIONS, ITEMS, SHEETS, YES_NO, Sheet

DATES = (
    "signed", "start", "end", "date", "due", "reached", "unmet_on", "period_start", "period_end", "vintage", "accessed",
)  # fmt: skip
SPELLS = (("start", "end"), ("period_start", "period_end"))
MAY_BE_EMPTY = {("figures", "object"), ("figures", "vintage")}
"""Parts of a key that may be empty: a figure need not be about two parties, and some documents carry no date."""

REQUIRED = {
    "entities": "name", "partnerships": "name start", "instruments": "partnership title",
    "obligations": "instrument from to text not_promised", "enabling": "parties title",
    "objectives": "partnership objective document", "activities": "name start",
    "figures": "item value unit", "threats": "document", "programmes": "name parties",
    "strains": "partnership parties text start",
}  # fmt: skip
"""Cells that must be filled besides the key, the common columns and the vocabularies."""

STAGES = ("pledged", "allocated", "obligated", "disbursed", "delivered")
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("figures", "stage"): STAGES, ("figures", "estimate"): YES_NO, ("obligations", "conditions"): CONDITIONS,
}  # fmt: skip
"""Vocabularies of cells that may be empty or hold several words, besides those of the sheets."""

REFERENCES = {
    ("instruments", "partnership"): "partnerships", ("members", "partnership"): "partnerships",
    ("objectives", "partnership"): "partnerships", ("activities", "partnership"): "partnerships",
    ("threats", "partnership"): "partnerships", ("programmes", "partnership"): "partnerships",
    ("strains", "partnership"): "partnerships", ("partnerships", "predecessor"): "partnerships",
    ("obligations", "instrument"): "instruments", ("participants", "activity"): "activities",
    ("strains", "obligation"): "obligations",
}  # fmt: skip
STATES, BODIES, MEMBERS, DOMAINS = "a party", "a party or partnership", "a party or `members`", "a party or domain"
PARTIES = {
    ("members", "party"): STATES, ("enabling", "parties"): STATES, ("programmes", "parties"): STATES,
    ("obligations", "from"): MEMBERS, ("obligations", "to"): MEMBERS, ("participants", "party"): BODIES,
    ("activities", "lead"): BODIES, ("activities", "requested_by"): BODIES, ("strains", "parties"): BODIES,
    ("figures", "object"): BODIES, ("threats", "named"): DOMAINS,
}  # fmt: skip
THREATS = frozenset(
    "terrorism cyber piracy disasters proliferation instability hybrid climate space trafficking".split()
)
"""Domains that a threat may be named in, where no party is."""

SUBJECTS = {"partnership": "partnerships", "activity": "activities", "programme": "programmes"}
BANNED = {
    "SIPRI": re.compile(r"\bsipri\b|stockholm international peace research"),
    "EM-DAT": re.compile(r"\bem-?dat\b|research on the epidemiology of disasters|\bcred\.be\b"),
    "IISS": re.compile(r"\biiss\b|international institute for strategic studies|\bthe military balance\b"),
    "COW Formal Alliances": re.compile(r"(correlates ?of ?war|\bcow\b|\bgibler\b).*alliance"),
}
"""Publishers whose data must not feed the register, as they show in a source's publisher, title or address."""

GRADE = re.compile(r"[A-F][1-6]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
PRICES = re.compile(r"(current|constant_\d{4})?")
ADDRESS = re.compile(r"https?://\S+")
ATOP = re.compile(r"atop-\d{4}")
THREE_LETTERS = re.compile(r"[A-Z]{3}")
STRAY = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Violation:
    """A cell that breaks a contract: where it lies and what is wrong with it."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return where + (f"{self.column}: {self.problem}" if self.column else self.problem)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the line of the file on which it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the register, as far as it could be read."""

    sheet: Sheet
    rows: Sequence[Row]
    unreadable: Sequence[Violation]

    def wrong(self, row: Row, column: str, problem: str) -> Violation:
        """A violation in this file."""
        return Violation(f"{self.sheet.name}.csv", row.line, column, problem)


@dataclass(frozen=True, slots=True)
class Book:
    """All files together, with the keys and parties that others may refer to."""

    pages: Mapping[str, Page]
    ids: Mapping[str, frozenset[str]]
    parties: frozenset[str]


def violations(folder: Path = FOLDER) -> list[Violation]:
    """Everything in the folder's files that breaks a contract, by file and line."""
    pages = {sheet.name: read(sheet, folder) for sheet in SHEETS}
    ids = {name: frozenset(row.cells[page.sheet.key[0]] for row in page.rows) for name, page in pages.items()}
    book = Book(pages, ids, frozenset(states.parties()["party"]) | ids["entities"])
    found = [wrong for page in pages.values() for wrong in page.unreadable]
    found += [wrong for page in pages.values() for contract in CONTRACTS for wrong in contract(page, book)]
    order = {f"{sheet.name}.csv": at for at, sheet in enumerate(SHEETS)}
    return sorted(found, key=lambda wrong: (order[wrong.file], wrong.line))


def read(sheet: Sheet, folder: Path = FOLDER) -> Page:
    """A file row by row; what is not a table of this header is told, not raised."""
    name = f"{sheet.name}.csv"
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Page(sheet, (), (Violation(name, 1, "", "the file is missing"),))
    except UnicodeDecodeError as error:
        return Page(sheet, (), (Violation(name, 1, "", f"is not UTF-8 at byte {error.start}"),))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, unreadable, line = [], [], 1
    try:
        header = next(reader, [])
        if header != list(sheet.names):
            return Page(sheet, (), (Violation(name, 1, "", _header(header, sheet)),))
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(sheet.names):
                rows.append(Row(line, dict(zip(sheet.names, cells, strict=True))))
            else:
                unreadable.append(Violation(name, line, "", f"has {len(cells)} cells, not {len(sheet.names)}"))
            line = reader.line_num + 1
    except csv.Error as error:
        unreadable.append(Violation(name, line, "", f"is no row of a table: {error}"))
    return Page(sheet, rows, unreadable)


def _header(found: list[str], sheet: Sheet) -> str:
    lost = [name for name in sheet.names if name not in found]
    surplus = [name for name in found if name not in sheet.names]
    parts = [f"lacks {', '.join(lost)}"] if lost else []
    parts += [f"has {', '.join(map(repr, surplus))} too many"] if surplus else []
    return f"the header {' and '.join(parts) or 'has its columns in another order'}"


def keys(page: Page, _: Book) -> Iterator[Violation]:
    """Keys are filled, unique, and in order."""
    seen: dict[tuple[str, ...], int] = {}
    before: tuple[str, ...] = ()
    for row in page.rows:
        key = tuple(row.cells[name] for name in page.sheet.key)
        for name in page.sheet.key:
            if not row.cells[name] and (page.sheet.name, name) not in MAY_BE_EMPTY:
                yield page.wrong(row, name, "is empty, and is part of the key")
        if key in seen:
            yield page.wrong(row, page.sheet.key[0], f"the key {' | '.join(key)} stands on line {seen[key]} already")
        elif key < before:
            yield page.wrong(row, page.sheet.key[0], f"{' | '.join(key)} is out of order: rows are sorted by key")
        seen.setdefault(key, row.line)
        before = max(before, key)


def filled(page: Page, _: Book) -> Iterator[Violation]:
    """What every row must say is said, and a fact seen only in a quotation says where."""
    needed = {*page.sheet.required, *REQUIRED.get(page.sheet.name, "").split()} - set(page.sheet.key)
    if "confidence" in page.sheet.names:
        needed |= {"confidence", "contested"}
    for row in page.rows:
        for name in page.sheet.names:
            if name in needed and not row.cells[name]:
                yield page.wrong(row, name, "is empty, and every row must say it")
        if row.cells.get("basis") == "quoted" and not row.cells["note"]:
            yield page.wrong(row, "note", "is empty, and must name where the fact was seen quoted")


def clean(page: Page, _: Book) -> Iterator[Violation]:
    """Cells are single lines of text without blanks at their ends."""
    for row in page.rows:
        for name, cell in row.cells.items():
            if STRAY.search(cell):
                yield page.wrong(row, name, "holds a tab, a line break or a control character")
            elif cell != cell.strip():
                yield page.wrong(row, name, "begins or ends with a blank")


def vocabularies(page: Page, _: Book) -> Iterator[Violation]:
    """Words of a vocabulary are in it, and confidence is an Admiralty grade."""
    allowed = {name: words for (sheet, name), words in CHOICES.items() if sheet == page.sheet.name}
    allowed |= page.sheet.choices
    for row in page.rows:
        for name, words in allowed.items():
            for word in _listed(row.cells[name]) if name == "conditions" else filter(None, [row.cells[name]]):
                if word not in words:
                    yield page.wrong(row, name, f"{word!r} is none of {', '.join(filter(None, words))}")
        grade = row.cells.get("confidence")
        if grade and not GRADE.fullmatch(grade):
            yield page.wrong(row, "confidence", f"{grade!r} is no Admiralty grade such as B2")


def dates(page: Page, _: Book) -> Iterator[Violation]:
    """Dates are real days, months or years, and what ends does so after it starts."""
    mine = [name for name in DATES if name in page.sheet.names]
    for row in page.rows:
        for name in mine:
            if row.cells[name] and span(row.cells[name]) is None:
                yield page.wrong(row, name, f"{row.cells[name]!r} is no date such as 1949, 1949-04 or 1949-04-04")
        if len(row.cells.get("accessed") or "0000-00-00") < 10:
            yield page.wrong(row, "accessed", f"{row.cells['accessed']!r} must be a whole date")
        for start, end in SPELLS:
            first, last = span(row.cells.get(start, "")), span(row.cells.get(end, ""))
            if first and last and last[1] <= first[0]:
                yield page.wrong(row, end, f"{row.cells[end]} is not after {start} {row.cells[start]}")


@cache
def span(text: str) -> tuple[date, date] | None:
    """The first and last day that a date of year, month or day precision can mean; None if it is no date."""
    parts = DATE.fullmatch(text)
    if parts is None:
        return None
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        following = date(first.year + (month in (None, 12)), (month or 12) % 12 + 1, 1)
        return first, following - timedelta(1)
    except ValueError:
        return None


def numbers(page: Page, _: Book) -> Iterator[Violation]:
    """Numbers are plain decimals, counts are not negative, and a value lies between its low and its high."""
    mine = [name for name in page.sheet.names if name in page.sheet.numbers]
    for row in page.rows if mine else ():
        good = {name: row.cells[name] for name in mine if NUMBER.fullmatch(row.cells[name])}
        for name in mine:
            if row.cells[name] and name not in good:
                yield page.wrong(row, name, f"{row.cells[name]!r} is no number such as 1200 or -4.5")
        for name in ("scale", "people", "rank"):
            if good.get(name, "").startswith("-"):
                yield page.wrong(row, name, f"{good[name]} is negative")
        for low, high in (("low", "value"), ("value", "high"), ("low", "high")):
            if low in good and high in good and float(good[low]) > float(good[high]):
                yield page.wrong(row, low, f"{low} {good[low]} is above {high} {good[high]}")


def references(page: Page, book: Book) -> Iterator[Violation]:
    """What a row refers to stands in the register: its source, partnership, instrument, obligation, activity."""
    mine = {name: target for (sheet, name), target in REFERENCES.items() if sheet == page.sheet.name}
    if "source" in page.sheet.names:
        mine["source"] = "sources"
    for row in page.rows:
        for name, target in mine.items():
            cell = row.cells[name]
            if cell and cell not in book.ids[target] and not (name == "predecessor" and ATOP.fullmatch(cell)):
                yield page.wrong(row, name, f"{cell!r} is not in {target}.csv")


def parties(page: Page, book: Book) -> Iterator[Violation]:
    """Every party is a state of the crosswalk or stands in entities; a partnership where one can act."""
    bodies = book.parties | book.ids["partnerships"]
    known = {STATES: book.parties, BODIES: bodies, MEMBERS: book.parties | {"members"}, DOMAINS: bodies | THREATS}
    mine = {name: kind for (sheet, name), kind in PARTIES.items() if sheet == page.sheet.name}
    for row in page.rows:
        for name, kind in mine.items():
            for party in _listed(row.cells[name]):
                if party not in known[kind]:
                    yield page.wrong(row, name, f"{party!r} is not {kind} that is known")
        for place in _listed(row.cells.get("territory", "")):
            if THREE_LETTERS.fullmatch(place) and place not in book.parties:
                yield page.wrong(row, "territory", f"{place!r} is not a party that is known")


def claims_of_atop(page: Page, _: Book) -> Iterator[Violation]:
    """An ATOP alliance is claimed by one instrument at most."""
    claimed: dict[str, str] = {}
    for row in page.rows if page.sheet.name == "instruments" else ():
        for alliance in _listed(row.cells["atop_ids"]):
            if not re.fullmatch(r"\d{4}", alliance):
                yield page.wrong(row, "atop_ids", f"{alliance!r} is no ATOP id of four digits")
            elif alliance in claimed:
                yield page.wrong(row, "atop_ids", f"{alliance} is claimed by {claimed[alliance]} already")
            claimed.setdefault(alliance, row.cells["id"])


def documents(page: Page, _: Book) -> Iterator[Violation]:
    """Sources have an address, and none is by a publisher whose data must not feed the register."""
    for row in page.rows if page.sheet.name == "sources" else ():
        if row.cells["address"] and not ADDRESS.fullmatch(row.cells["address"]):
            yield page.wrong(row, "address", f"{row.cells['address']!r} is no address that starts with http")
        said = {name: row.cells[name].lower() for name in ("publisher", "title", "address")}
        for publisher, pattern in BANNED.items():
            if pattern.search(" ".join(said.values())):
                column = next((name for name, text in said.items() if pattern.search(text)), "publisher")
                yield page.wrong(row, column, f"{publisher} must not feed the register")


def figures(page: Page, book: Book) -> Iterator[Violation]:
    """A figure is an item of the vocabulary in its unit, about a subject that is known."""
    for row in page.rows if page.sheet.name == "figures" else ():
        subject, kind, item, unit = (row.cells[name] for name in ("subject", "subject_kind", "item", "unit"))
        if item and item not in ITEMS:
            yield page.wrong(row, "item", f"{item!r} is not among the items of the register's vocabulary")
        elif item and not _fits(unit, ITEMS[item]):
            yield page.wrong(row, "unit", f"{unit!r} is not the unit of {item}, which is {ITEMS[item]}")
        if subject not in book.ids[SUBJECTS[kind]] if kind in SUBJECTS else subject not in book.parties:
            yield page.wrong(row, "subject", f"{subject!r} is no {kind or 'subject'} that is known")
        if kind == "dyad" and not row.cells["object"]:
            yield page.wrong(row, "object", "is empty, and a dyad has two sides")
        if not PRICES.fullmatch(row.cells["prices"]):
            yield page.wrong(row, "prices", f"{row.cells['prices']!r} is neither current nor constant_YYYY")


def _fits(unit: str, allowed: str) -> bool:
    return any(unit == one or (one == "currency" and THREE_LETTERS.fullmatch(unit)) for one in allowed.split(" or "))


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")] if cell else []


Contract = Callable[[Page, Book], Iterator[Violation]]
CONTRACTS: tuple[Contract, ...] = (
    keys, filled, clean, vocabularies, dates, numbers, references, parties, claims_of_atop, documents, figures,
)  # fmt: skip
