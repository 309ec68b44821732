"""An answer as a document: sections of sentences, tables and drawings, told once and shown in every form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from foedus.declare import HeadlineId
from foedus.reports import _markdown as markdown
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._page import ADDRESS, page

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType
    from rich.table import Table

    from foedus.reports._workbook import Sheet

SCREEN, NARROW, GAP = 78, 18, 3
"""Columns of a terminal, the least that a column of names takes, and the space between two."""

Manner = Literal["text", "answer", "note", "list", "warning", "check"]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences in one manner: running text, the answer, a note, a list, a warning, a check."""

    items: tuple[str, ...]
    manner: Manner = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text; the first `names` columns stand left, the others are numbers.

    Those of `left` are sentences and stand left too. `folded` is the summary under which a long table is folded
    away on a page. A terminal shows `most` rows, and as many columns as find room in eighty.
    """

    caption: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    total: tuple[str, ...] = ()
    folded: str = ""
    most: int = 30
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for the page; elsewhere the tables say the same."""

    svg: str


Part = Lines | Grid | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading; `headline` gives it that headline's color."""

    title: str
    parts: tuple[Part, ...]
    headline: HeadlineId | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole answer: what it is about, the answer itself, and its sections."""

    title: str
    brand: str
    answer: tuple[str, ...]
    sections: tuple[Section, ...]
    edition: str
    schema: str
    fingerprint: str


class Record(Protocol):
    """What can be told: a frozen record with a table and a fingerprint."""

    @property
    def data(self) -> pl.DataFrame:
        """The record as one table."""

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Told(Recorded[R]):
    """A record as a result that is told as a document."""

    tell: Callable[[R], Document]

    @property
    def data(self) -> pl.DataFrame:
        """The record as one table."""
        return self.record.data

    def telling(self) -> Telling[R]:
        """As a page, as JSON with all digits, as Markdown."""
        return {
            "html": lambda record: to_html(self.tell(record)),
            "json": lambda record: json.dumps(asdict(record), indent=1, ensure_ascii=False),
            "md": lambda record: to_markdown(self.tell(record)),
        }

    def sheets(self) -> tuple[Sheet, ...]:
        """Its table, and every table of the document as it is told."""
        from foedus.reports._sheets import values
        from foedus.reports._workbook import Sheet

        told = [(s.title, part) for s in self.tell(self.record).sections for part in s.parts if isinstance(part, Grid)]
        grids = (
            Sheet(f"{at} {title}", part.titles, (*part.rows, *([part.total] if part.total else [])), (part.caption,))
            for at, (title, part) in enumerate(told, 1)
        )
        return (values(self.data), *grids)

    def __rich__(self) -> RenderableType:
        return to_terminal(self.tell(self.record))


def to_html(document: Document) -> str:
    """The document as one self-contained page."""
    from foedus.reports._html import trusted

    return page("document.html", {"record": document, "drawn": trusted})


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    lines = [f"# {markdown.escaped(document.title)}", ""]
    for sentence in document.answer:
        lines += [f"**{markdown.escaped(sentence)}**", ""]
    for section in document.sections:
        lines += markdown.heading(2, section.title)
        for part in section.parts:
            lines += [*_marked(part), ""]
    return "\n".join([*lines, f"Fingerprint: {markdown.code(document.fingerprint)}"]).rstrip() + "\n"


def _marked(part: Part) -> Iterator[str]:
    if isinstance(part, Lines):
        if part.manner == "list":
            yield from (f"- {_addressed(item)}" for item in part.items)
        else:
            for at, item in enumerate(part.items):
                yield from ("", markdown.escaped(item)) if at else (markdown.escaped(item),)
    elif isinstance(part, Grid):
        yield from (markdown.escaped(part.caption), "") if part.caption else ()
        rows = [*part.rows, *([part.total] if part.total else [])]
        yield from markdown.table(
            tuple(map(markdown.escaped, part.titles)), [tuple(map(markdown.escaped, row)) for row in rows]
        )


def _addressed(text: str) -> str:
    """A sentence in Markdown, an address in it as one that can be followed."""
    told = (f"<{part}>" if words.web_address(part) else markdown.escaped(part) for part in ADDRESS.split(text))
    return " ".join(part for part in told if part)


def to_terminal(document: Document) -> Group:
    """The document for a terminal of 80 columns or more."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading

    parts: list[RenderableType] = [
        Rule(Text(words.plain(document.title), style="bold", overflow="ellipsis"), align="left")
    ]
    parts += [Text(words.plain(sentence), style="bold") for sentence in document.answer]
    for section in document.sections:
        parts += [
            Text(),
            heading(words.plain(section.title)),
            *(shown for part in section.parts for shown in _screen(part)),
        ]
    return Group(*parts, Text(), Text(f"Fingerprint {document.fingerprint}", style="dim"))


def _screen(part: Part) -> Iterator[RenderableType]:
    from rich.text import Text

    from foedus.reports._terminal import indented

    if isinstance(part, Lines):
        mark = "- " if part.manner == "list" else ""
        if part.manner == "note":
            yield from (Text(f"  {words.plain(item)}", style="dim") for item in part.items)
        else:
            yield from indented(f"{mark}{words.plain(item)}" for item in part.items)
    elif isinstance(part, Grid):
        if part.caption:
            yield Text(f"  {words.plain(part.caption)}", style="dim")
        yield _table(part)
        more = len(part.rows) - part.most
        if more > 0:
            yield from indented([f"... and {words.counted(more, 'more row')}: --to md shows them all."])


def _table(part: Grid) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 2), header_style="dim")
    for at, width in enumerate(_widths(part)):
        name = at < part.names
        table.add_column(
            words.plain(part.titles[at]), overflow="fold", justify="left" if name else "right", width=width
        )
    shown = len(table.columns)
    for row in part.rows[: part.most]:
        table.add_row(*map(words.plain, row[:shown]))
    if part.total:
        table.add_row(*map(words.plain, part.total[:shown]), style="bold")
    return table


def _widths(part: Grid) -> list[int]:
    """Widths of the columns that find room: numbers as wide as they are, names what is left."""
    cells = [[len(row[at]) for row in (*part.rows[: part.most], *([part.total] if part.total else []))]
             for at in range(len(part.titles))]  # fmt: skip
    natural = [max([len(title), *cells[at]]) for at, title in enumerate(part.titles)]
    if sum(natural) + GAP * len(natural) <= SCREEN:
        return natural
    least = [max([*(len(word) for word in title.split()), *cells[at]]) for at, title in enumerate(part.titles)]
    shown, names = len(least), part.names
    while shown > names + 1 and sum(least[names:shown]) + GAP * shown + names * NARROW > SCREEN:
        shown -= 1
    left = (SCREEN - sum(least[names:shown]) - GAP * shown) // max(names, 1)
    return [min(natural[at], left) if at < names else least[at] for at in range(shown)]


def ranges(rows: Sequence[tuple[str, float, float | None, float | None]], headline: HeadlineId, title: str) -> Drawing:
    """Scores and method ranges on lines from 0 to 100: label, score, low, high."""
    from foedus.reports import _svg as svg

    left, wide, y = 230.0, 400.0, 4.0
    body = []
    for label, score, low, high in rows:
        y += 24
        body += [svg.text(0, y, svg.shortened(label, 34)), svg.bar(left, y - 6, wide, 4, "track")]
        if low is not None and high is not None:
            body.append(svg.bar(left + wide * low / 100, y - 6.5, wide * (high - low) / 100, 5, "band"))
        body.append(svg.marker(headline, left + wide * score / 100, y - 4))
        body.append(svg.text(left + wide + 44, y, f"{score:.1f}", anchor="end", kind="b"))
    body += [svg.text(left + wide * at / 100, y + 20, str(at), anchor="middle", kind="m") for at in (0, 50, 100)]
    said = "; ".join(f"{words.plain(label)}: {score:.1f}" for label, score, _, _ in rows)
    return Drawing(svg.figure(f"ranges-{headline}", (680, int(y) + 28), title, f"{said}.", body))


def bars(rows: Sequence[tuple[str, float]], key: str, title: str) -> Drawing:
    """Signed amounts as bars to the left and right of nothing: label, points."""
    from foedus.reports import _svg as svg
    from foedus.reports._page import signed

    left, wide, y = 270.0, 340.0, 4.0
    most = max((abs(value) for _, value in rows), default=0.0) or 1.0
    low = any(value < 0 for _, value in rows)
    zero = left + (wide / 2 if low else 0)
    reach = wide / 2 if low else wide
    body = []
    for label, value in rows:
        y += 24
        length = reach * abs(value) / most
        body.append(svg.text(0, y, svg.shortened(label, 40)))
        body.append(svg.bar(zero - length if value < 0 else zero, y - 10, length, 11, "fill"))
        body.append(svg.text(left + wide + 64, y, signed(value, 2), anchor="end", kind="b"))
    body.append(svg.stroke([(zero, 10), (zero, y + 6)], "grid"))
    said = "; ".join(f"{words.plain(label)}: {signed(value, 2)}" for label, value in rows)
    return Drawing(svg.figure(key, (680, int(y) + 14), title, f"{said}.", body))
