"""A report as sections of lines and tables, the same for the page, Markdown and the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from foedus.reports import _words as words

if TYPE_CHECKING:
    from markupsafe import Markup
    from rich.console import Group, RenderableType
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address."""

    text: str
    url: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `detail` is left to the page and to Markdown."""

    caption: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: what it says in lines, then its tables."""

    id: str
    title: str
    lines: tuple[str, ...]
    grids: tuple[Grid, ...] = ()


def markdown(section: Section) -> Iterator[str]:
    """A section as lines of Markdown."""
    from foedus.reports._markdown import bullets, escaped, heading, link, table

    def cell(one: Cell) -> str:
        return link(one.text, one.url) if isinstance(one, Link) else escaped(one)

    yield from heading(2, section.title)
    yield from bullets(section.lines)
    for grid in section.grids:
        yield from heading(3, grid.caption)
        yield from table([escaped(t) for t in grid.titles], [[cell(one) for one in row] for row in grid.rows])


def screen(section: Section) -> Iterator[RenderableType]:
    """A section for a terminal, without its tables of detail."""
    from rich.text import Text

    from foedus.reports._terminal import heading, indented

    yield Text()
    yield heading(section.title)
    yield from indented(map(words.plain, section.lines))
    for grid in section.grids:
        if not grid.detail:
            yield _screen_table(grid)


def _screen_table(grid: Grid) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    caption = Text(grid.caption, style="italic")
    table = Table(box=box.SIMPLE_HEAD, title=caption, title_justify="left", padding=(0, 1, 0, 0), pad_edge=False)
    for name in grid.titles:
        table.add_column(Text(name), overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(words.plain(one.text if isinstance(one, Link) else one)) for one in row))
    return table


def page_cell(one: Cell) -> Markup | str:
    """A cell for a page: plain text, or a link where its address is safe."""
    from markupsafe import Markup

    text = words.plain(one.text if isinstance(one, Link) else one)
    address = words.web_address(one.url) if isinstance(one, Link) else ""
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, text or address) if address else text


class Told(Protocol):
    """What a record says of itself on each form of its report."""

    @property
    def year(self) -> int:
        """The year it speaks of."""

    @property
    def bottom_line(self) -> str:
        """What it comes to."""

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole report of sections: whose it is, its title and opening, and what it says."""

    record: Told
    brand: str
    title: str
    opening: str
    sections: tuple[Section, ...]

    def markdown(self) -> str:
        """The report as Markdown, with the page's numbers in the page's order."""
        from foedus.reports._markdown import escaped

        lines = [f"# {escaped(self.title)}", "", escaped(self.opening), "", f"**{escaped(self.record.bottom_line)}**"]
        for section in self.sections:
            lines += markdown(section)
        return "\n".join([*lines, "", f"Fingerprint {self.record.fingerprint}", ""])

    def screen(self) -> Group:
        """The report for a terminal of 80 columns or more; tables of detail are left to the page."""
        from rich.console import Group
        from rich.rule import Rule
        from rich.text import Text

        top: list[RenderableType] = [
            Rule(Text(words.plain(self.title), style="bold"), align="left"),
            Text(self.opening, style="dim"), Text(), Text(words.plain(self.record.bottom_line), style="bold"),
        ]  # fmt: skip
        body = [part for section in self.sections for part in screen(section)]
        said = f"--out FILE.html writes the page with every table. Fingerprint {self.record.fingerprint}"
        return Group(*top, *body, Text(said, style="dim"))

    def page(self, charts: Mapping[str, Sequence[str]]) -> str:
        """The report as one self-contained page: no script, nothing loaded from elsewhere."""
        from foedus.reports._html import trusted
        from foedus.reports._page import page

        drawn = {name: [trusted(one) for one in some] for name, some in charts.items()}
        about = {"record": self.record, "brand": self.brand, "title": self.title, "opening": self.opening}
        return page("sections.html", {**about, "sections": self.sections, "charts": drawn, "cell": page_cell})
