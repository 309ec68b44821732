"""A timeline drawn: four headlines by year, and under them a lane for each kind of event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from foedus.analyses.timeline import KINDS, Event, Kind, Timeline
from foedus.reports import _svg as svg
from foedus.reports import _words as words

WIDTH = 1100
LEFT, RIGHT = 118.0, 1082.0
TOP, CHART = 46.0, 120.0
ROW, LANE_GAP = 22.0, 14.0
GLYPH = 6.7
"""Pixels that a letter of 12 pixels takes at most on average in the fonts named; a label is cut to fit."""

LONGEST = 45
GONE = ("left", "withdrew", "expelled", "until", "suspended")
ROWS = 14
SHORT = 5
"""A spell that would be drawn shorter than this is drawn as a mark."""

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)
TICKS = 13
STYLE = """
.tl { --paper: #ffffff; --ink: #1b2026; --soft: #505a66; --rule: #d5dae0; --bar: #7d8a99; --panel: #f5f6f8;
  --commitment: #0067a8; --effects: #00795a; --risk: #c14f00; --outlook: #9c3f7c; }
@media (prefers-color-scheme: dark) {
  .tl { --paper: #14181d; --ink: #e8ebef; --soft: #adb6c1; --rule: #39424d; --bar: #8794a3; --panel: #1d232a;
    --commitment: #5cb3ee; --effects: #35c19a; --risk: #ff9352; --outlook: #e39cc9; }
}
@media print { .tl { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --bar: #777; --panel: #f5f6f8;
  --commitment: #0067a8; --effects: #00795a; --risk: #c14f00; --outlook: #9c3f7c; } }
.tl { background: var(--paper); }
.tl .t { font-size: 12px;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  fill: var(--ink); stroke: none; }
.tl .t.m { fill: var(--soft); }
.tl .t.b { font-weight: 650; }
.tl .t.h { font-size: 17px; font-weight: 650; }
.tl .grid { stroke: var(--rule); stroke-width: 1; fill: none; }
.tl .dash { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; fill: none; }
.tl .lane { fill: var(--panel); }
.tl .bar { fill: var(--bar); }
.tl .open { fill: var(--bar); opacity: 0.55; }
.tl .pin { fill: var(--ink); }
.tl .hollow { fill: var(--paper); stroke: var(--ink); stroke-width: 1.5; }
.tl .strain { fill: var(--risk); }
.tl .c-commitment { --c: var(--commitment); } .tl .c-effects { --c: var(--effects); }
.tl .c-risk { --c: var(--risk); } .tl .c-outlook { --c: var(--outlook); }
.tl polyline.line { stroke: var(--c); stroke-width: 2.2; fill: none; stroke-linejoin: round; }
.tl .mark { fill: var(--c); stroke: var(--paper); stroke-width: 1; }
"""


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a place on the line: a bar from start to end, or a mark where there is no end.

    `signed` is where the ring of an earlier signature stands; `ended` whether an end is known.
    """

    start: float
    end: float | None
    label: str
    told: str
    sign: str
    ended: bool = True
    signed: float | None = None

    @property
    def begins(self) -> float:
        """Its first moment."""
        return self.start if self.signed is None else min(self.signed, self.start)


@dataclass(frozen=True, slots=True)
class Axis:
    """Years across the drawing."""

    first: int
    last: int

    def at(self, moment: float) -> float:
        """Where a moment lies, kept inside the drawing."""
        share = (moment - self.first) / (self.last + 1 - self.first)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    def ticks(self) -> range:
        """Round years, at most thirteen of them."""
        years = self.last + 1 - self.first
        step = next((s for s in STEPS if years / s <= TICKS), STEPS[-1])
        return range(-(-self.first // step) * step, self.last + 1, step)


def moment(date: str) -> float:
    """A date as a year with its fraction: a year alone lies at its first day."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] + (month - 1) / 12 + (day - 1) / 372


def width_of(label: str) -> float:
    """How wide a label can get."""
    return GLYPH * len(label)


def drawing(t: Timeline) -> str:
    """The whole timeline as one SVG that carries its own style."""
    axis = Axis(t.first, t.last)
    body = [svg.text(12, 26, svg.shortened(f"{t.name}, {t.first} to {t.last}", 110), kind="h")]
    charted = any(score is not None for p in t.trend for score in (p.commitment, p.effects, p.risk, p.outlook))
    y = TOP + (CHART + 52 if charted else 6)
    lanes: list[str] = []
    for kind, title in KINDS.items():
        placed = list(items(t, kind))
        if placed:
            drawn, below = lane(title, placed, axis, y)
            body.append(svg.bar(0, y - 4, WIDTH, below - y - LANE_GAP + 6, "lane"))
            lanes, y = [*lanes, *drawn], below
    body += backdrop(axis, t, y)
    if charted:
        body += chart(t, axis)
    body += lanes
    said = "; ".join(f"{words.counted(n, kind)}" for kind, n in counts(t).items())
    return wrapped(body, int(y) + 24, f"Timeline of {t.name}, {t.first} to {t.last}", f"{said or 'No dated event'}.")


def wrapped(body: Iterable[str], height: int, title: str, description: str) -> str:
    """The drawing with its title and description for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="timeline-t timeline-d">'
        f'<title id="timeline-t">{escape(words.plain(title))}</title>'
        f'<desc id="timeline-d">{escape(words.plain(description))}</desc>'
        f"<style>{STYLE}</style>{''.join(body)}</svg>"
    )


def counts(t: Timeline) -> dict[Kind, int]:
    """How many events of each kind there are."""
    kinds = [event.kind for event in t.rows]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


def backdrop(axis: Axis, t: Timeline, bottom: float) -> Iterator[str]:
    """Years as lines, and the last year that the register is complete through."""
    for year in axis.ticks():
        x = axis.at(year)
        yield svg.stroke([(x, TOP), (x, bottom)], "grid")
        yield svg.text(min(x, RIGHT - 12), bottom + 15, str(year), anchor="middle", kind="m")
    if axis.first <= t.complete_through < axis.last:
        x = axis.at(t.complete_through + 1)
        yield svg.stroke([(x, TOP), (x, bottom)], "dash")


def chart(t: Timeline, axis: Axis) -> Iterator[str]:
    """The four headlines by year; a year in which too little was known breaks the line."""

    def spot(year: int, score: float) -> tuple[float, float]:
        return axis.at(year + 0.5), TOP + 22 + CHART - CHART * score / 100

    x = LEFT
    for headline, title in words.HEADLINES.items():
        label = f"{title} ({words.READING[headline]})"
        yield svg.marker(headline, x + 5, TOP + 6)
        yield svg.text(x + 15, TOP + 10, label)
        x += 38 + width_of(label)
    for level in (0, 50, 100):
        y = TOP + 22 + CHART - CHART * level / 100
        yield svg.stroke([(LEFT, y), (RIGHT, y)], "dash" if level == svg.NO_CHANGE else "grid")
        yield svg.text(LEFT - 8, y + 4, str(level), anchor="end", kind="m")
    yield svg.text(12, TOP + 26, "Headlines", kind="b")
    for headline in words.HEADLINES:
        scores = [(p.year, getattr(p, headline)) for p in t.trend]
        by_year = {year: score for year, score in scores if score is not None}
        known = [(year, by_year.get(year)) for year in range(axis.first, axis.last + 1)]
        for is_known, run in groupby(known, key=lambda pair: pair[1] is not None):
            points = [spot(year, score) for year, score in run if score is not None]
            if is_known and len(points) > 1:
                yield svg.stroke(points, f"line c-{headline}")
            if is_known:
                yield svg.marker(headline, *points[-1], 3.5)


def items(t: Timeline, kind: Kind) -> Iterator[Item]:
    """What is drawn in a lane: bars for what lasts, marks for what happened on a day."""
    mine = [e for e in (*t.running, *t.rows) if e.kind == kind]
    if kind == "member":
        yield from members(mine)
        return
    lasting = {e.item for e in mine if e.role == "begin"}
    signings = {e.item: moment(e.date) for e in mine if e.what == "signed" and e.item in lasting and e.role == "point"}
    for e in mine:
        if e.what == "signed" and e.role == "point" and e.item in lasting:
            continue
        told = f"{words.day(e.date)}: {e.what}: {e.title}"
        if e.role == "point" or (e.role == "end" and e.item not in lasting):
            sign = "strain" if kind == "strain" else "hollow" if e.what == "signed" else "pin"
            yield Item(moment(e.date), None, label_of(e), told, sign)
        elif e.role == "begin":
            end = moment(e.until) if e.until else min(t.complete_through, t.last) + 1.0
            until = f", until {words.day(e.until)}" if e.until else ""
            sign = "strain" if kind == "strain" else "bar"
            start = moment(e.date)
            yield Item(start, max(end, start), label_of(e), told + until, sign, bool(e.until), signings.get(e.item))


def label_of(e: Event) -> str:
    """A few words for a mark: what happened, to whom."""
    if e.kind == "strain":
        who = f", {e.parties}" if e.parties and len(e.parties) < LONGEST else ""
        return cut(f"{words.capital(e.what)}{who}")
    return cut(e.title)


def cut(label: str) -> str:
    """A label that is too long without its middle: titles of treaties begin alike and end apart."""
    label = words.plain(label)
    if len(label) <= LONGEST:
        return label
    half = (LONGEST - 3) // 2
    head, _, _ = label[: half + 1].rpartition(" ")
    _, _, tail = label[-half - 1 :].partition(" ")
    return svg.shortened(f"{head.rstrip(' ,;:')} … {tail}" if head and tail else label, LONGEST)


def members(events: Sequence[Event]) -> Iterator[Item]:
    """Who came and went, those of one day together."""
    for (date, what), group in groupby(sorted(events, key=lambda e: (e.date, e.what)), key=lambda e: (e.date, e.what)):
        names = [name for e in group for name in e.title.split(", ")]
        shown = words.listing(names) if len(names) <= 2 else f"{len(names)}, {', '.join(names)}"
        gone = "hollow" if any(word in what for word in GONE) else "pin"
        label = svg.shortened(f"{words.capital(what)}: {shown}", LONGEST)
        yield Item(moment(date), None, label, f"{words.day(date)}: {what}: {', '.join(names)}", gone)


def lane(title: str, placed: Sequence[Item], axis: Axis, y: float) -> tuple[list[str], float]:
    """A lane with its items packed into rows so that no two touch; what finds no row is drawn without a label."""
    ends: list[float] = []
    drawn: list[str] = []
    unlabeled: list[Item] = []
    for item in sorted(placed, key=lambda i: (i.begins, -(i.end or i.start))):
        x, stop = axis.at(item.begins), axis.at(item.end if item.end is not None else item.start)
        text_at = min(x, RIGHT + 12 - width_of(item.label)) if item.end is not None else beside(x, item.label)
        begin, finish = min(x - 5, text_at), max(stop + 5, text_at + width_of(item.label))
        row = next((n for n, taken in enumerate(ends) if taken + 8 <= begin), len(ends))
        if row >= ROWS:
            unlabeled.append(item)
            continue
        ends[row : row + 1] = [finish]
        drawn.append(mark(item, axis, text_at, y + ROW * row))
    height = ROW * len(ends)
    if unlabeled:
        drawn += [bare(item, axis, y + height + 12) for item in unlabeled]
        height += ROW
        said = f"and {len(unlabeled)} more, in the table"
        drawn.append(svg.text(12, y + height - 6, said, kind="m"))
    return [svg.text(12, y + 12, title, kind="b"), *drawn], y + height + LANE_GAP


def beside(x: float, label: str) -> float:
    """Where the label of a mark begins: right of it, or left of it where there is no room."""
    right = x + 9
    return right if right + width_of(label) <= RIGHT + 12 else x - 9 - width_of(label)


def mark(item: Item, axis: Axis, text_at: float, y: float) -> str:
    """A bar under its label, after the ring of its signature; or a mark with its label beside it."""
    x = axis.at(item.start)
    parts = [f"<title>{escape(words.plain(item.told))}</title>"]
    if item.end is None:
        parts += [sign(item.sign, x, y + 8), svg.text(text_at, y + 12, item.label)]
    else:
        kind = item.sign if item.ended else f"{item.sign} open"
        wide = axis.at(item.end) - x
        parts.append(svg.text(text_at, y + 10, item.label))
        parts.append(svg.bar(x, y + 13, wide, 4, kind) if wide >= SHORT else sign(item.sign, x, y + 15, 3.5))
        if item.signed is not None:
            parts.append(f'<circle cx="{axis.at(item.signed):.1f}" cy="{y + 15:.1f}" r="3" class="hollow"/>')
    return f"<g>{''.join(parts)}</g>"


def bare(item: Item, axis: Axis, y: float) -> str:
    """A mark without its label."""
    return f"<g><title>{escape(words.plain(item.told))}</title>{sign(item.sign, axis.at(item.start), y)}</g>"


def sign(kind: str, x: float, y: float, size: float = 4.5) -> str:
    """A disc for what happened, a ring for what was signed or left, a lozenge for a strain."""
    if kind == "strain":
        far = size * 1.3
        path = f"{x:.1f},{y - far:.1f} {x + far:.1f},{y:.1f} {x:.1f},{y + far:.1f} {x - far:.1f},{y:.1f}"
        return f'<polygon points="{path}" class="strain"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" class="{"pin" if kind == "bar" else kind}"/>'
