"""How far the register agrees with research data: rates by item, and every disagreement with its reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foedus.reports import _comparisons as compare
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.reports._comparisons import Cell, Revision
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

REASONS = Path(__file__).parent / "agreement_reasons.csv"
UNEXPLAINED = "unexplained"
COMPARISONS: tuple[Callable[[Warehouse], Iterator[Cell]], ...] = (
    compare.against_atop, compare.against_nato, compare.against_travels, compare.against_missions,
    compare.against_relief, compare.against_states,
)  # fmt: skip
READING = (
    """
A fact is compared where both say something about the same thing. What only one of them says is counted apart.
Not all of the register is independent: rows that cite or mention ATOP were taken from it or checked against it. The
 columns Independent count only rows that do neither. Figures of NATO and of the Haiti table come from the same
 publication on both sides: they show that nothing was mistyped, not that the figure is right.
Members and their signatures are compared only for the instrument that founded the partnership: the register lists
 members of a partnership, not parties of each of its treaties. This limit was set after a first look at the data; the
 section on coverage says what the rates would be without it.
Members are those at the end of 2018, or on the day before the first of the two ends.
A date that differs by year differs by month and day too, and stands in the list once.
An obligation is one that any member owes under that instrument. ATOP's is that of any of its phases; the register has
 a row for each clause that was entered, so a missing row is often a clause not yet read.
A party that the state lists have from their first day, 1 January 1816, is taken to be older than the lists.
Neither side is taken to be right. A reason says what the rows of both show; where they do not show why they differ, it
 says unexplained.
""".strip()
    .replace("\n ", " ")
    .split("\n")
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many facts of one item were compared and agree, of all rows and of those independent of the other data."""

    data: str
    item: str
    compared: int
    agree: int
    independent: int
    independent_agree: int
    not_compared: int

    @property
    def share(self) -> float | None:
        """The share that agrees; None if nothing was compared."""
        return self.agree / self.compared if self.compared else None

    @property
    def independent_share(self) -> float | None:
        """The share that agrees among independent rows."""
        return self.independent_agree / self.independent if self.independent else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One fact on which the register and the other data differ, and why, or `unexplained`."""

    cell: Cell
    reason: str

    @property
    def unexplained(self) -> bool:
        """Whether the rows do not show why they differ; what they show may still be said."""
        return self.reason.startswith(UNEXPLAINED)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The register measured against everything in this build that says the same kinds of things."""

    edition: str
    coverage: tuple[str, ...]
    rates: tuple[Rate, ...]
    disagreements: tuple[Disagreement, ...]
    revisions: tuple[Revision, ...]

    def rate(self, data: str, item: str) -> Rate:
        """The rate of one item; a `KeyError` if it was not compared."""
        return {(rate.data, rate.item): rate for rate in self.rates}[data, item]

    def to(self, form: str) -> str:
        """The same as a page in Markdown."""
        from foedus.errors import BadOption

        if form != "md":
            raise BadOption("--to", form, "md")
        return to_markdown(self)


def agreement(warehouse: Warehouse) -> Agreement:
    """Compare the register with whatever research data are built here; what is not built is not compared."""
    cells = [cell for made in COMPARISONS for cell in made(warehouse)]
    return Agreement(
        edition().version, tuple(_coverage(warehouse, cells)), tuple(_rates(cells)), tuple(_disagreements(cells)),
        compare.revisions(warehouse),
    )  # fmt: skip


def _rates(cells: list[Cell]) -> Iterator[Rate]:
    for data, item in dict.fromkeys((cell.data, cell.item) for cell in cells):
        some = [cell for cell in cells if (cell.data, cell.item) == (data, item)]
        known = [cell for cell in some if cell.agrees is not None]
        own = [cell for cell in known if cell.independent]
        yield Rate(
            data, item, len(known), sum(c.agrees is True for c in known), len(own),
            sum(c.agrees is True for c in own), len(some) - len(known),
        )  # fmt: skip


def _disagreements(cells: list[Cell]) -> Iterator[Disagreement]:
    """Each fact once, though a date may differ by year, month and day."""
    differing = {(cell.data, cell.key): cell for cell in reversed(cells) if cell.agrees is False}
    for cell in sorted(differing.values(), key=lambda c: (c.data, c.partnership, c.key)):
        yield Disagreement(cell, reasons().get((cell.partnership, cell.key), UNEXPLAINED))


@cache
def reasons() -> dict[tuple[str, str], str]:
    """Why a fact differs, by partnership and item, as found when both sides were looked at."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        return {(row["partnership"], row["item"]): row["reason"] for row in csv.DictReader(file)}


def _coverage(warehouse: Warehouse, cells: list[Cell]) -> Iterator[str]:
    """How much of the other data has a counterpart in the register."""
    if warehouse.has("atop.alliances"):
        claimed = {cell.key.partition(":")[0]: cell.partnership for cell in cells if cell.data == compare.ATOP}
        total = warehouse.read("atop.alliances").height
        yield (
            f"ATOP 5.1 has {total:,} alliances; {len(claimed):,} are claimed by an instrument of one of "
            f"{len(set(claimed.values())):,} partnerships. The others are scored from ATOP itself."
        )
    yield from _without_limit(cells)
    if warehouse.has("un_peacekeeping_missions.missions"):
        total = warehouse.read("un_peacekeeping_missions.missions").height
        yield (
            f"None of the {total:,} missions of the United Nations is an activity of the register, which has those of "
            "partnerships; only hand-overs between the two can be compared."
        )
    if warehouse.has("us_leader_travels.trips"):
        yield (
            "Travels of the President and the Secretary of State say nothing about meetings of defense ministers, at "
            "home or by video: only summits and two-plus-two meetings abroad are compared."
        )


def _without_limit(cells: list[Cell]) -> Iterator[str]:
    """What the rates would be if every instrument were held against the members of its partnership."""
    for item in ("signature of the member, year", "signature of the member, day", "membership"):
        some = [cell for cell in cells if (cell.data, cell.item) == (compare.ATOP, item)]
        silent = sum(not cell.register for cell in some)
        told = [cell for cell in some if cell.register]
        length = 4 if item.endswith("year") else None
        same = sum(cell.register[:length] == cell.other[:length] for cell in told)
        if told:
            yield (
                f"{words.capital(item)}: with later instruments too, {same:,} of {len(told):,} would agree "
                f"({_percent(same / len(told))}); for {silent:,} more the register gives nothing."
            )


def to_markdown(found: Agreement) -> str:
    """The page `docs/reference/register-agreement.md`, whole."""
    return "\n".join(line for part in (_head(found), _tables(found), _list(found)) for line in part).rstrip() + "\n"


def _head(found: Agreement) -> Iterator[str]:
    yield from ("# Agreement of the register with research data", "")
    yield f"Edition {found.edition}. Made by `foedus register agreement --to md`; not written by hand."
    yield from md.heading(2, "How to read this")
    yield from md.bullets(READING)
    yield from md.heading(2, "Coverage")
    yield from md.bullets(found.coverage, "No research data were at hand.")


def _tables(found: Agreement) -> Iterator[str]:
    yield from md.heading(2, "Rates")
    titles = ("Data", "Item", "Compared", "Agree", "Share", "Independent", "Share of these", "Not compared")
    yield from md.table(titles, (
        (md.escaped(r.data), md.escaped(words.phrase(r.item)), f"{r.compared:,}", f"{r.agree:,}", _percent(r.share),
         f"{r.independent:,}", _percent(r.independent_share), f"{r.not_compared:,}")
        for r in found.rates
    ))  # fmt: skip
    yield from md.heading(2, "What later and earlier releases of NATO changed")
    yield "Against the release of 17 June 2024, for the same Ally and year. Change is in percent of that figure."
    yield ""
    heads = ("Item", "Release", "Prices", "Compared", "Unchanged", "Median change", "Largest change")
    yield from md.table(heads, (
        (md.escaped(words.phrase(r.item)), r.vintage, md.escaped(words.phrase(r.prices)), f"{r.compared:,}",
         _percent(r.unchanged / r.compared), f"{r.median:+.2f}%", f"{r.largest:+.1f}%")
        for r in found.revisions
    ))  # fmt: skip


def _list(found: Agreement) -> Iterator[str]:
    open_ = sum(d.unexplained for d in found.disagreements)
    yield from md.heading(2, "Every disagreement")
    yield f"{len(found.disagreements):,} facts differ; for {open_:,} of them the reason was not found."
    titles = ("Partnership", "Fact", "Register", "Other", "Reason")
    for data in dict.fromkeys(d.cell.data for d in found.disagreements):
        yield from md.heading(3, data)
        yield from md.table(titles, (
            [md.escaped(text) for text in (d.cell.partnership, d.cell.key, d.cell.register, d.cell.other, d.reason)]
            for d in found.disagreements if d.cell.data == data
        ))  # fmt: skip


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f}%"
