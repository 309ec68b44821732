"""A comparison of partnerships: who scores where on one basket, how far apart, through what, and what was left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from foedus.analyses.comparison import Cell, Common, Comparison, Difference, HeadlineComparison, LeftOut
from foedus.declare import HeadlineId
from foedus.reports import _markdown as markdown
from foedus.reports import _svg as svg
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._page import drawn, page, several, signed
from foedus.scorecards._assessment import to_json as as_json

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType
    from rich.table import Table

SHOWN_DRIVERS = 6
SHOWN_WITH_DRIVERS = 3
READING = (
    """Only indicators known for all that are compared enter a score here, so a score can differ from the one in a \
partnership's own dossier.""",
    """A headline is compared where the indicators known for all hold at least {need} of the weight of those that \
apply to any of them; otherwise it is not, since a ranking on other baskets would compare other things.""",
    """Weights and goalposts are drawn together: in each of {draws} the same ones serve all. The share of method \
choices in which one scores above another counts equal scores as half. It says how far an order hangs on choices of \
method. It is not a probability that one is better.""",
    """A difference has a range of its own; it is not the difference of two ranges. What each indicator adds is its \
weight times the gap in score, and all of them sum to the difference (for Outlook, before it is cut at 0 and 100).""",
    "For Risk, 100 is most risk: above means more risk. For Outlook, 50 is no change. The four are never added up.",
)


class ComparisonReport(Recorded[Comparison]):
    """A comparison as a result: its record, its table, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per headline and partnership."""
        return self.record.data

    def telling(self) -> Telling[Comparison]:
        """As a page, as JSON, as Markdown, as a drawing."""
        return {"html": to_html, "json": to_json, "md": to_markdown, "svg": to_svg}

    def __rich__(self) -> RenderableType:
        return to_terminal(self.record)


def to_html(c: Comparison) -> str:
    """The comparison as one self-contained page."""
    from foedus.reports._html import trusted

    charts = {key: trusted(ranges(c, h)) for key, h in c.headlines.items() if h.compared}
    return page("comparison.html", {"record": c, "say": Said(c), "charts": charts})


def to_svg(c: Comparison) -> str:
    """The headlines that are compared, one under the other, on one sheet."""
    from foedus.reports._figures import Panel, sheet

    rows = [[Panel(words.HEADLINES[key], ranges(c, h))] for key, h in c.headlines.items() if h.compared]
    return sheet(Said(c).title(), rows, f"Foedus, edition {c.edition}. Fingerprint {c.fingerprint}.")


def to_json(c: Comparison) -> str:
    """The record as JSON."""
    return json.dumps(as_json(c), indent=1, ensure_ascii=False)


class Said:
    """What a comparison says in words, the same on the page, in Markdown and in a terminal."""

    signed = staticmethod(signed)

    def __init__(self, c: Comparison) -> None:
        self.c = c
        self.labels = {one.id: words.plain(one.label) for one in c.partnerships}

    def title(self) -> str:
        """Who is compared, and when."""
        return f"{several(self.labels.values())}, {self.c.year}"

    def identity(self) -> tuple[str, ...]:
        """Each of them with its full name, kind and size."""
        return tuple(
            f"{self.labels[p.id]}: {p.name + ', ' if p.name != p.label else ''}{words.phrase(p.kind)}, "
            f"{words.counted(p.members, 'member')}"
            for p in self.c.partnerships
        )

    def basket(self, h: HeadlineComparison) -> str:
        """How much of the headline is known for all."""
        said = f"{words.counted(len(h.basket), 'indicator')} known for all, {words.percent(h.share)} of the weight"
        return f"{words.capital(said)}."

    def refusal(self, h: HeadlineComparison) -> str:
        """Why a headline is not compared."""
        known = words.listing(one.indicator for one in h.basket) or "none"
        share = words.percent(h.share) if h.share else "none"
        return (
            f"Not compared: what is known for all holds {share} of the weight, and {words.percent(self.c.need)} "
            f"is needed. Known for all: {known}."
        )

    def difference(self, d: Difference, headline: HeadlineId) -> str:
        """How far one stands from another, with the range and the share of method choices."""
        a, b = self.labels[d.a], self.labels[d.b]
        where = "level with" if signed(d.points) == "0.0" else "above" if d.points > 0 else "below"
        gap = "" if where == "level with" else f"{abs(d.points):.1f} points "
        risk = " (more risk)" if headline == "risk" and where == "above" else ""
        risk = " (less risk)" if headline == "risk" and where == "below" else risk
        share = f"{words.percent(d.above)} of method choices"
        share = {0.0: "no method choice", 1.0: "all method choices"}.get(d.above, share)
        tied = f", tied in {words.percent(d.tied)}" if d.tied else ""
        return (
            f"{a} stands {gap}{where} {b}{risk}; method range of the difference {signed(d.low)} to {signed(d.high)}. "
            f"{a} scores above {b} in {share}{tied}."
        )

    def drivers(self, d: Difference) -> str:
        """The indicators that make most of a difference."""
        moved = [one for one in d.drivers if signed(one.points) != "0.0"][:SHOWN_DRIVERS]
        if not moved:
            return "No indicator sets them apart."
        said = ", ".join(f"{one.indicator} {words.plain(one.title)} {signed(one.points)}" for one in moved)
        return f"Mostly through {said}."

    def cell(self, one: Common, cell: Cell) -> str:
        """A value with the score it is read as, and its year where it was carried."""
        when = f", {cell.year_used}" if cell.status == "carried" else ""
        return f"{words.points(cell.score)} ({words.measured(cell.value, one.unit)}{when})"

    def reason(self, out: LeftOut, headline: HeadlineId) -> str:
        """For whom an indicator is missing."""
        said = []
        unknown = "no slope for" if headline == "outlook" else "unknown for"
        for who, why in ((out.unknown, unknown), (out.not_applicable, "not applicable to")):
            if len(who) == len(self.labels):
                said.append(f"{why} any of them")
            elif who:
                said.append(f"{why} {several(self.labels[one] for one in who)}")
        return "; ".join(said)

    def left_out(self, h: HeadlineComparison) -> tuple[str, ...]:
        """The indicators left out, those with one reason together, with their share of the weight."""
        groups: dict[str, list[LeftOut]] = {}
        for one in h.left_out:
            groups.setdefault(self.reason(one, h.headline), []).append(one)
        return tuple(
            f"{words.listing(one.indicator for one in group)} "
            f"({words.percent(sum(one.share for one in group))} of the weight): {why}."
            for why, group in groups.items()
        )

    def reading(self) -> tuple[str, ...]:
        """How to read the comparison."""
        need, draws = words.percent(self.c.need), drawn(self.c.interval)
        return tuple(line.format(need=need, draws=draws) for line in READING)


def ranges(c: Comparison, h: HeadlineComparison) -> str:
    """Scores and ranges of all on one line each, from 0 to 100."""
    labels = Said(c).labels
    left, wide, y = 190.0, 440.0, 4.0
    body = []
    for standing in h.standings:
        y += 24
        score = standing.score or 0.0
        body.append(svg.text(0, y, svg.shortened(labels[standing.partnership], 27)))
        body.append(svg.bar(left, y - 6, wide, 4, "track"))
        if standing.low is not None and standing.high is not None:
            width = wide * (standing.high - standing.low) / 100
            body.append(svg.bar(left + wide * standing.low / 100, y - 6.5, width, 5, "band"))
        body.append(svg.marker(h.headline, left + wide * score / 100, y - 4))
        body.append(svg.text(left + wide + 44, y, f"{score:.1f}", anchor="end", kind="b"))
    body += [svg.text(left + wide * at / 100, y + 20, str(at), anchor="middle", kind="m") for at in (0, 50, 100)]
    said = "; ".join(f"{labels[s.partnership]}: {s.score or 0:.1f}" for s in h.standings)
    title = f"{words.HEADLINES[h.headline]} on the common basket, {c.year}"
    return svg.figure(f"ranges-{h.headline}", (680, int(y) + 28), title, f"{said}.", body)


def to_markdown(c: Comparison) -> str:
    """The comparison as Markdown."""
    said = Said(c)
    lines = [f"# Comparison: {markdown.escaped(said.title())}", ""]
    lines += [*markdown.bullets(said.identity()), "", *markdown.bullets(c.notes)]
    for key, h in c.headlines.items():
        lines += markdown.heading(2, f"{words.HEADLINES[key]} ({words.READING[key]})")
        lines += _compared(said, h) if h.compared else [markdown.escaped(said.refusal(h))]
        lines += _left_out(said, h)
    lines += [*markdown.heading(2, "How to read this"), *markdown.bullets(said.reading())]
    return "\n".join([*lines, "", f"Fingerprint: {markdown.code(c.fingerprint)}"]).rstrip() + "\n"


def _compared(said: Said, h: HeadlineComparison) -> Iterator[str]:
    yield from (markdown.escaped(said.basket(h)), "")
    rows = (
        (markdown.escaped(said.labels[s.partnership]), f"{s.score or 0:.1f}", words.span(s.low, s.high) or "none",
         words.points(s.own_basket)) for s in h.standings
    )  # fmt: skip
    yield from markdown.table(("Partnership", "Score", "Method range", "In its own dossier, on its own basket"), rows)
    yield ""
    for d in h.differences:
        yield f"- {markdown.escaped(said.difference(d, h.headline))} {markdown.escaped(said.drivers(d))}"
    yield ""
    titles = ("Indicator", "Weight", *(markdown.escaped(label) for label in said.labels.values()))
    yield from markdown.table(
        titles,
        ((markdown.escaped(f"{one.indicator} {one.title}"), f"{100 * one.weight:.1f}%",
          *(markdown.escaped(said.cell(one, cell)) for cell in one.cells)) for one in h.basket),
    )  # fmt: skip


def _left_out(said: Said, h: HeadlineComparison) -> Iterator[str]:
    if h.left_out:
        yield from ("", "Left out:", "")
        yield from markdown.bullets(
            f"{out.indicator} {out.title} ({words.percent(out.share)} of the weight): {said.reason(out, h.headline)}."
            for out in h.left_out
        )


def to_terminal(c: Comparison) -> Group:
    """The comparison for a terminal of 80 columns or more."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading, indented

    said = Said(c)
    parts: list[RenderableType] = [Rule(Text(said.title(), style="bold", overflow="ellipsis"), align="left")]
    parts += [Text(line, style="dim") for line in (*said.identity(), *c.notes)]
    for key, h in c.headlines.items():
        parts += [Text(), heading(f"{words.HEADLINES[key]} ({words.READING[key]})")]
        parts += _screen(said, h) if h.compared else indented((said.refusal(h),))
        parts += indented(f"Left out: {line}" for line in said.left_out(h))
    parts += [Text(), *(Text(line, style="dim") for line in said.reading())]
    return Group(*parts, Text(f"Fingerprint {c.fingerprint}", style="dim"))


def _screen(said: Said, h: HeadlineComparison) -> Iterable[RenderableType]:
    from rich.text import Text

    from foedus.reports._terminal import indented

    yield from indented((said.basket(h),))
    yield _standings(said, h)
    for d in h.differences:
        few = len(h.standings) <= SHOWN_WITH_DRIVERS
        yield from indented((said.difference(d, h.headline), *([said.drivers(d)] if few else [])))
    yield Text()


def _standings(said: Said, h: HeadlineComparison) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="dim")
    table.add_column("Partnership", overflow="fold")
    for title in ("Score", "Method range", "Own dossier"):
        table.add_column(title, justify="right")
    for s in h.standings:
        score = Text(f"{s.score or 0:.1f}", style="bold")
        table.add_row(said.labels[s.partnership], score, words.span(s.low, s.high), words.points(s.own_basket))
    return table
