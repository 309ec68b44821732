"""A timeline told: drawn as one SVG, listed by decade, each event with its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from foedus.analyses.timeline import KINDS, Event, Timeline
from foedus.reports import _markdown as markdown
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._page import page

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType
    from rich.table import Table

READING = (
    "Events are those the register holds, each with its source; what it lacks is not shown, and absence says nothing.",
    """Bars run from start to end, paler where no end is known; a ring is a signature or a departure, a disc any other \
event on a day, a lozenge a strain. The dashed upright line is the last year the register is complete through.""",
    """Headlines are read from goalposts that do not move; a year in which too little is known has none. For Risk, 100 \
is most risk. For Outlook, 50 is no change.""",
)
NOTHING = "No dated event is on record in these years."


class TimelineReport(Recorded[Timeline]):
    """A timeline as a result: its record, its events, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per event."""
        return self.record.data

    @property
    def events(self) -> pl.DataFrame:
        """One row per event."""
        return self.record.events

    def telling(self) -> Telling[Timeline]:
        """As a page, as JSON, as Markdown, as a drawing."""
        return {"html": to_html, "json": to_json, "md": to_markdown, "svg": to_svg}

    def __rich__(self) -> RenderableType:
        return to_terminal(self.record)


def to_svg(t: Timeline) -> str:
    """The timeline as one self-contained SVG, for light and dark."""
    from foedus.reports._timeline_svg import drawing

    return drawing(t)


def to_html(t: Timeline) -> str:
    """The timeline as one self-contained page: the drawing, and every event in a table."""
    from foedus.reports._html import trusted

    return page("timeline.html", {"record": t, "say": Said(t), "drawing": trusted(to_svg(t))})


def to_json(t: Timeline) -> str:
    """The record as JSON."""
    return json.dumps(asdict(t), indent=1, ensure_ascii=False)


class Said:
    """What a timeline says in words, the same on the page, in Markdown and in a terminal."""

    READING, NOTHING, KINDS = READING, NOTHING, KINDS

    def __init__(self, t: Timeline) -> None:
        self.t = t

    def title(self) -> str:
        """Whose timeline, from when to when."""
        return f"{words.plain(self.t.name)}, {self.t.first} to {self.t.last}"

    def decades(self) -> Iterator[tuple[str, tuple[Event, ...]]]:
        """Events by decade."""
        for start, events in groupby(self.t.rows, key=lambda e: e.year // 10 * 10):
            yield f"{start}s", tuple(events)

    def happened(self, e: Event) -> str:
        """An event in a line: who or what, and what became of it."""
        if e.kind == "strain":
            who = f" ({e.parties})" if e.parties else ""
            return f"{words.capital(e.what)}{who}: {words.sentence(e.title)}"
        return words.sentence(f"{words.capital(e.what)}: {words.plain(e.title)}")

    def detail(self, e: Event) -> str:
        """What else is on record of it."""
        said = [] if e.kind == "member" else [words.sentence(e.detail)]
        if e.kind in ("programme", "operation") and e.parties:
            said.append(f"Parties: {e.parties}.")
        if e.contested:
            said.append("Contested.")
        return " ".join(part for part in said if part)

    def running(self) -> str:
        """What had begun before the first year and still ran in it."""
        titles = [e.title for e in self.t.running]
        return f"Begun before {self.t.first} and still running then: {'; '.join(titles)}." if titles else ""


def to_markdown(t: Timeline) -> str:
    """The timeline as Markdown, by decade."""
    said = Said(t)
    lines = [f"# Timeline: {markdown.escaped(said.title())}"]
    if not t.rows:
        lines += ["", NOTHING]
    for decade, events in said.decades():
        lines += markdown.heading(2, decade)
        for e in events:
            told = f"{said.happened(e)} {said.detail(e)}".strip()
            where = markdown.link("; ".join(part for part in (e.source, e.locator) if part), e.url)
            lines.append(f"- **{markdown.escaped(words.day(e.date))}** {markdown.escaped(told)} {where}")
    if said.running():
        lines += ["", markdown.escaped(said.running())]
    if t.trend:
        lines += markdown.heading(2, "Headlines by year")
        rows = ((str(p.year), *map(words.points, (p.commitment, p.effects, p.risk, p.outlook))) for p in t.trend)
        lines += markdown.table(("Year", *words.HEADLINES.values()), rows)
    lines += [*markdown.heading(2, "How to read this"), *markdown.bullets(READING)]
    return "\n".join([*lines, "", f"Fingerprint: {markdown.code(t.fingerprint)}"]).rstrip() + "\n"


def to_terminal(t: Timeline) -> Group:
    """The timeline for a terminal of 80 columns or more, by decade."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading, indented

    said = Said(t)
    parts: list[RenderableType] = [Rule(Text(said.title(), style="bold", overflow="ellipsis"), align="left")]
    if not t.rows:
        parts += indented((NOTHING,))
    for decade, events in said.decades():
        parts += [Text(), heading(decade), _decade(said, events)]
        parts += indented(_scores(t, int(decade[:-1])))
    parts += indented([said.running()] if said.running() else [])
    parts += [Text(), *(Text(line, style="dim") for line in (READING[0], READING[2]))]
    return Group(*parts, Text(f"Fingerprint {t.fingerprint}. --out FILE.svg draws it.", style="dim"))


def _scores(t: Timeline, decade: int) -> tuple[str, ...]:
    """The headlines known in the last scored year of a decade."""
    here = [p for p in t.trend if decade <= p.year < decade + 10][-1:]
    told = [
        f"{title} {words.points(score)}"
        for p in here for key, title in words.HEADLINES.items() if (score := getattr(p, key)) is not None
    ]  # fmt: skip
    return (f"Headlines in {here[0].year}: {', '.join(told)}.",) if told else ()


def _decade(said: Said, events: tuple[Event, ...]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for e in events:
        line = Text(said.happened(e))
        line.append(" Contested." if e.contested else "")
        line.append(f" [{words.plain(e.source)}]", style="dim")
        table.add_row(Text(f"  {e.date}"), line)
    return table
