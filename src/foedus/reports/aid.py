"""Military aid from one state to another as a report: a page, Markdown, a terminal screen, and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from foedus.reports import _aid_words as said
from foedus.reports import _svg as svg
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._sections import Whole

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group

    from foedus.models._aid_record import Aid, Effect, Flow, Own

CHARTED = 3
"""A flow or a path is drawn from so many years on."""


class Aided(Recorded["Aid"]):
    """A report on military aid as a result: its record, its flow as a table, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per year, stage and basis of the flow."""
        import polars as pl

        return pl.DataFrame([asdict(item) for item in self.record.flow], infer_schema_length=None)

    def telling(self) -> Telling[Aid]:
        """As a page, as JSON, as Markdown."""
        return {"html": to_html, "json": to_json, "md": to_markdown}

    def __rich__(self) -> Group:
        return to_terminal(self.record)


def to_json(a: Aid) -> str:
    """The whole record; a value that is not known is null."""
    return json.dumps(asdict(a), indent=1, ensure_ascii=False, allow_nan=False)


def to_markdown(a: Aid) -> str:
    """The report as Markdown, with the page's numbers in the page's order."""
    return _whole(a).markdown()


def to_terminal(a: Aid) -> Group:
    """The report for a terminal of 80 columns or more; tables of detail are left to the page."""
    return _whole(a).screen()


def to_html(a: Aid) -> str:
    """The report as one self-contained page: no script, nothing loaded from elsewhere."""
    return _whole(a).page(_charts(a))


def _whole(a: Aid) -> Whole:
    return Whole(a, "report on military aid", said.title(a), said.opening(a), tuple(said.sections(a)))


def _charts(a: Aid) -> dict[str, list[str]]:
    """The charts of each section."""
    groups: dict[tuple[str, str, str], list[Flow]] = {}
    for item in a.flow:
        if item.through == item.year:
            groups.setdefault((item.source, item.stage, item.unit), []).append(item)
    bars = [flow_chart(items, f"flow-{n}") for n, items in enumerate(groups.values()) if len(items) >= CHARTED]
    events = [event_chart(e) for e in a.effects if e.event_study]
    paths = [own_chart(e, e.own, a.recipient.name) for e in a.effects if e.own is not None]
    return {"flow": bars, "effects": events, "own": [path for path in paths if path]}


def flow_chart(items: list[Flow], key: str) -> str:
    """A flow at one stage as bars by year."""
    top = max((item.value for item in items), default=0) or 1
    wide = 296 / len(items)
    body = [svg.stroke([(12, 112), (308, 112)], "grid")]
    for n, item in enumerate(items):
        height = 88 * max(item.value, 0) / top
        body.append(svg.bar(12 + n * wide + 1, 112 - height, wide - 2, height, "fill c-commitment"))
    most = max(items, key=lambda item: item.value)
    body.append(svg.text(12, 16, f"Most: {words.number(most.value, 4)} {most.unit} in {most.year}", kind="b"))
    body += [svg.text(12, 128, str(items[0].year), kind="m")]
    body += [svg.text(308, 128, str(items[-1].year), anchor="end", kind="m")]
    title = f"{words.capital(items[0].stage)}: {items[0].what}, {items[0].basis}"
    spoken = "; ".join(f"{item.year}: {words.number(item.value, 4)}" for item in items)
    return _titled(svg.figure(key, (320, 134), title, f"{spoken}.", body), title)


def event_chart(e: Effect) -> str:
    """Differences by years since the step, with their intervals; zero is dashed."""
    ends = [value for p in e.event_study for value in (p.low, p.high)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    first, last = e.event_study[0].time, e.event_study[-1].time

    def at(time: int, value: float) -> tuple[float, float]:
        return 46 + 258 * (time - first) / max(last - first, 1), 100 - 84 * (value - low) / ((high - low) or 1)

    body = [svg.stroke([at(first, 0), at(last, 0)], "dash"), svg.stroke([at(0, low), at(0, high)], "grid")]
    for p in e.event_study:
        body.append(svg.stroke([at(p.time, p.low), at(p.time, p.high)], "range"))
        body.append(svg.marker("effects", *at(p.time, p.value), 3.5))
    body += [_level(at(first, level)[1], level) for level in (low, high)]
    body += [_tick(at(time, 0)[0], f"{time:+d}" if time else "step") for time in (first, 0, last)]
    spoken = "; ".join(f"{p.time:+d}: {words.number(p.value)}" for p in e.event_study)
    title = f"{e.title}, {e.unit}: {e.status}"
    return _titled(svg.figure(f"event-{e.id}", (320, 130), title, f"{spoken}.", body), title)


def own_chart(e: Effect, own: Own, name: str) -> str:
    """The recipient as a line with marks, its comparison states as a dashed one; nothing where too little is known."""
    mine = [(p.year, p.recipient) for p in own.points if p.recipient is not None]
    theirs = [(p.year, p.comparisons) for p in own.points if p.comparisons is not None]
    if len(mine) < CHARTED:
        return ""
    values = [value for _, value in (*mine, *theirs)]
    low, span = min(values), (max(values) - min(values)) or 1
    first, last = own.points[0].year, own.points[-1].year

    def at(year: int, value: float) -> tuple[float, float]:
        return 46 + 258 * (year - first) / max(last - first, 1), 100 - 80 * (value - low) / span

    body = [svg.stroke([at(own.year, low), at(own.year, low + span)], "grid")]
    body += [svg.stroke([at(*point) for point in mine], "line c-commitment")]
    body += [svg.marker("commitment", *at(*point), 3.5) for point in mine]
    body += [svg.stroke([at(*point) for point in theirs], "peer-line")] if theirs else []
    body += [_level(at(first, level)[1], level) for level in (low, low + span)]
    body += [_tick(at(year, low)[0], str(year)) for year in (first, own.year, last)]
    spoken = "; ".join(f"{year}: {words.number(value)}" for year, value in mine)
    others = words.listing(c.name for c in own.comparisons) or "no state"
    title = f"{e.title}: {name} (marks) beside {others} (dashed)"
    return _titled(svg.figure(f"own-{e.id}", (320, 130), title, f"{name} {spoken}.", body), title)


def _level(y: float, level: float) -> str:
    return svg.text(40, y + 4, words.number(level, 2), anchor="end", kind="m")


def _tick(x: float, name: str) -> str:
    return svg.text(x, 124, name, anchor="middle", kind="m")


def _titled(figure: str, caption: str) -> str:
    from markupsafe import escape

    return f"<figure><figcaption>{escape(caption)}</figcaption>{figure}</figure>"
