"""A partnership's outlook as a report: a page, Markdown, a terminal screen, and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from foedus.reports import _outlook_words as said
from foedus.reports import _svg as svg
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._sections import Whole

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group

    from foedus.models._outlook_record import Ending, Outlook, Projection
    from foedus.models.alliance_survival import Record

BACK = 15
"""A headline is drawn from so many years back."""


class OutlookReport(Recorded["Outlook"]):
    """An outlook as a result: its record, its projections as a table, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per projection, trend and chance; columns that do not apply are null."""
        return frame(self.record)

    def telling(self) -> Telling[Outlook]:
        """As a page, as JSON, as Markdown."""
        return {"html": to_html, "json": to_json, "md": to_markdown}

    def __rich__(self) -> Group:
        return to_terminal(self.record)


def frame(o: Outlook) -> pl.DataFrame:
    """Trends, projections and chances, a row each."""
    import polars as pl

    rows: list[dict[str, object]] = [
        {"what": "trend", "id": t.id, "title": t.title, "unit": t.unit, "window": t.window, "n": t.n, "value": t.slope,
         "low": t.low, "high": t.high, "level": 0.9, "p": t.p, "reading": t.direction}
        for t in o.trends
    ]  # fmt: skip
    for p in o.projections:
        for method, one in ((p.method, p.expected), ("no change", p.no_change)):
            if one is not None:
                rows.append({"what": "projection", "id": p.id, "title": p.title, "unit": p.unit, "year": p.target,
                             "now": p.now, "value": one.value, "low": one.low80, "high": one.high80, "level": 0.8,
                             "method": method})  # fmt: skip
    whole = (o.survival.whole,) if o.survival.whole else ()
    year, method = o.year + o.survival.ahead, o.survival.model or "base rate"
    rows += [
        {"what": "chance", "id": e.how, "year": year, "value": e.chance, "low": e.low, "high": e.high, "level": 0.9,
         "base": e.base, "method": method}
        for e in (*whole, *o.survival.endings)
    ]  # fmt: skip
    if o.leaving.chance is not None:
        rows.append({"what": "chance", "id": "a member leaves", "year": o.year + o.leaving.ahead,
                     "value": o.leaving.chance, "method": "base rate"})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def to_json(o: Outlook) -> str:
    """The whole record; a value that is not known is null."""
    return json.dumps(asdict(o), indent=1, ensure_ascii=False, allow_nan=False)


def to_markdown(o: Outlook) -> str:
    """The outlook as Markdown, with the page's numbers in the page's order."""
    return _whole(o).markdown()


def to_terminal(o: Outlook) -> Group:
    """The outlook for a terminal of 80 columns or more; tables of detail are left to the page."""
    return _whole(o).screen()


def to_html(o: Outlook) -> str:
    """The outlook as one self-contained page: no script, nothing loaded from elsewhere."""
    return _whole(o).page(_charts(o))


def _whole(o: Outlook) -> Whole:
    return Whole(o, "outlook", said.title(o), said.opening(o), tuple(said.sections(o)))


def _charts(o: Outlook) -> dict[str, list[str]]:
    """The charts of each section."""
    fans = [fan(o, p) for p in o.projections if p.is_headline and p.expected is not None]
    bars = [chances(o.survival.endings, o.year + o.survival.ahead)] if o.survival.endings else []
    plots = [calibration(r, n) for n, r in enumerate(o.survival.records) if r.model == o.survival.model]
    return {"ahead": fans, "endings": bars, "record": plots}


def fan(o: Outlook, p: Projection) -> str:
    """A headline's history and its projection with the 80% and 90% ranges; no change is dashed."""
    points = [(h.year, h.score) for h in o.history if h.headline == p.headline and h.year > o.year - BACK]
    first = points[0][0] if points else o.year
    e = p.expected

    def at(year: int, score: float) -> tuple[float, float]:
        return 34 + 260 * (year - first) / max(p.target - first, 1), 112 - score

    body = [svg.stroke([at(first, level), at(p.target, level)], "grid") for level in (0, 50, 100)]
    body += [svg.text(28, 116 - level, str(level), anchor="end", kind="m") for level in (0, 50, 100)]
    body += [svg.stroke([at(*point) for point in points], f"line c-{p.headline}")] if points else []
    if e is not None and p.now is not None:
        x, _ = at(p.target, 0)
        body.append(svg.bar(x - 6, 112 - e.high90, 12, e.high90 - e.low90, f"fan c-{p.headline}"))
        body.append(svg.bar(x - 6, 112 - e.high80, 12, e.high80 - e.low80, f"fan c-{p.headline}"))
        body.append(svg.stroke([at(o.year, p.now), at(p.target, p.now)], "dash"))
        body.append(svg.stroke([at(o.year, p.now), at(p.target, e.value)], f"line c-{p.headline}"))
        body.append(svg.marker(p.headline, *at(p.target, e.value), 4))
    body += [svg.text(at(year, 0)[0], 130, str(year), anchor="middle", kind="m") for year in (first, o.year)]
    body.append(
        svg.text(at(p.target, 0)[0], 130 if p.target - o.year > 4 else 142, str(p.target), anchor="middle", kind="m")
    )
    spoken = (
        "" if e is None else f"{p.target}: {words.number(e.value)}, 80% range {said.ranged(e)}, {said.WAYS[p.method]}."
    )
    title = f"{p.title}: published, and {p.target} by {said.WAYS[p.method]}"
    return _titled(svg.figure(f"fan-{p.id}", (320, 148), title, spoken, body), title)


def chances(endings: Sequence[Ending], year: int) -> str:
    """The chance of each way to end with its interval, the base rate as a tick."""
    top = max(max(e.high, e.base) for e in endings) or 1
    body, y = [], 6.0
    for e in endings:
        y += 16
        body.append(svg.text(6, y, f"{words.capital(e.how)}: {said.chance(e.chance)}", kind="b"))
        y += 12
        body.append(svg.bar(6, y - 6, 294, 4, "track"))
        low, high, mine, base = (6 + 294 * v / top for v in (e.low, e.high, e.chance, e.base))
        body.append(svg.bar(low, y - 6.5, max(high - low, 1), 5, "band"))
        body.append(svg.marker("outlook", mine, y - 4, 4))
        body.append(svg.stroke([(base, y - 10), (base, y + 2)], "peer"))
        y += 8
    body.append(svg.text(300, y + 12, f"scale to {said.chance(top)}; line: base rate", anchor="end", kind="m"))
    spoken = "; ".join(f"{e.how} {said.chance(e.chance)}, base rate {said.chance(e.base)}" for e in endings)
    title = f"Ways to end by {year}, with 90% intervals"
    return _titled(svg.figure("chances", (312, int(y) + 20), title, f"{spoken}.", body), title)


def calibration(r: Record, key: int) -> str:
    """Mean chance by bin against what came true, on a root scale; the dashed line is perfect calibration."""

    def at(chance: float, share: float) -> tuple[float, float]:
        return 40 + 250 * chance**0.5, 112 - 100 * share**0.5

    body = [svg.stroke([at(0, 0), at(1, 1)], "dash"), svg.stroke([at(0, 0), at(1, 0)], "grid")]
    body += [svg.text(at(v, 0)[0], 128, words.percent(v), anchor="middle", kind="m") for v in (0, 0.05, 0.2, 0.5, 1)]
    body += [svg.text(34, at(0, v)[1] + 4, words.percent(v), anchor="end", kind="m") for v in (0, 0.05, 0.2, 0.5, 1)]
    body += [svg.stroke([at(b.chance, b.share) for b in r.bins], "line c-outlook")]
    body += [svg.marker("outlook", *at(b.chance, b.share), 4) for b in r.bins]
    spoken = "; ".join(f"said {said.chance(b.chance)}, came true {said.chance(b.share)} of {b.n}" for b in r.bins)
    title = f"Calibration, {r.event}: chance said (across) and share that came true (up)"
    return _titled(svg.figure(f"calibration-{key}", (320, 134), title, f"{spoken}.", body), title)


def _titled(figure: str, caption: str) -> str:
    from markupsafe import escape

    return f"<figure><figcaption>{escape(caption)}</figcaption>{figure}</figure>"
