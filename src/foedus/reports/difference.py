"""What moved between two assessments: the change of each headline, and the indicators that it comes from."""

from __future__ import annotations

from foedus.analyses.difference import Cell, Changes, HeadlineChange
from foedus.analyses.difference import Part as Share
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section, bars
from foedus.reports._page import signed

SHOWN = 12
READING = (
    """The parts of a headline add up exactly to its change. Value: its figure moved. Reading: its goalposts moved. \
Weight: it weighs more or less among what is known. Known: it is known on one side only.""",
    """A change of weight, or of what is known, counts by how far the indicator's score lies from the middle of the \
two headlines: one that reads as the headline does moves nothing when it comes or goes.""",
    "Values and weights move together; each is counted halfway between the two sides, so that no order is preferred.",
)


def document(c: Changes) -> Document:
    """The difference as a document."""
    title = f"What moved: {words.plain(c.name)}, {c.before} to {c.after}"
    sections = (*(_section(c, h) for h in c.headlines),
                Section("How to read this", (Lines(READING, "list"),)))  # fmt: skip
    answer = tuple(_sentence(h) for h in c.headlines)
    return Document(title, "difference of assessments", answer, sections, c.edition, c.schema, c.fingerprint)


def _sentence(h: HeadlineChange) -> str:
    name = words.HEADLINES[h.headline]
    if h.before is None and h.after is None:
        return f"{name}: too little is known on both sides."
    if h.before is None or h.after is None:
        which = "before" if h.before is None else "after"
        share = h.known_before if h.before is None else h.known_after
        return f"{name}: too little is known {which} ({words.percent(share)}), so there is no change to take apart."
    said = f"{name}: {h.before:.1f} to {h.after:.1f} ({signed(h.change or 0.0)})"
    moved = [p for p in h.parts if signed(p.points) != "0.0"][:3]
    told = words.listing(f"{p.indicator} {words.plain(p.title)} {signed(p.points)}" for p in moved)
    return f"{said}, mostly {told}." if moved else f"{said}."


def _section(c: Changes, h: HeadlineChange) -> Section:
    name = f"{words.HEADLINES[h.headline]} ({words.READING[h.headline]})"
    known = f"{words.percent(h.known_before)} of the weight known before, {words.percent(h.known_after)} after."
    if h.change is None:
        return Section(name, (Lines((_sentence(h), known), "warning"),), h.headline)
    moved = [p for p in h.parts if signed(p.points, 2) != "0.00"]
    parts: list[Part] = [Lines((known,), "note")]
    if moved:
        rows = [(f"{p.indicator} {p.title}", p.points) for p in moved[:SHOWN]]
        parts.append(bars(rows, f"moved-{h.headline}", "Points of the change by indicator"))
    titles = ("Indicator", "Points", "Value", "Reading", "Weight", "Known", c.before, c.after, "Why")
    rest = [("Not by an indicator", signed(h.rest, 2), *[""] * 7)] if signed(h.rest, 2) != "0.00" else []
    table = (*map(_row, moved), *rest)
    still = len(h.parts) - len(moved)
    parts.append(Grid("Points of the change; then score and value on each side", titles, table,
                      total=("Change", signed(h.change, 2), *[""] * 7)))  # fmt: skip
    if still:
        parts.append(Lines((f"{words.capital(words.counted(still, 'other indicator'))} moved nothing.",), "note"))
    return Section(name, tuple(parts), h.headline)


def _row(p: Share) -> tuple[str, ...]:
    points = tuple("" if signed(x, 2) == "0.00" else signed(x, 2) for x in (p.value, p.reading, p.weight, p.known))
    return (f"{p.indicator} {p.title}", signed(p.points, 2), *points, _cell(p.before), _cell(p.after), p.why)


def _cell(cell: Cell) -> str:
    if cell.score is None:
        return "none"
    value = "" if cell.value is None else f" ({words.number(cell.value, 4)})"
    return f"{cell.score:.1f}{value}"
