"""Small charts: headline bars, the pillar profile, trend lines, and evidence on a number line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from foedus.declare import HeadlineId
from foedus.reports import _words as words
from foedus.scorecards._assessment import Evidence, Headline, PillarResult, Score, TrendPoint

NO_CHANGE = 50.0
FIFTH = 5


def figure(key: str, size: tuple[int, int], title: str, description: str, body: Iterable[str]) -> str:
    """A chart with its title and description for those who cannot see it; `key` is unique on the page."""
    width, height = size
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{''.join(body)}</svg>"
    )


def text(x: float, y: float, said: str, *, anchor: str = "start", kind: str = "") -> str:
    """A label; `kind` is a class of the style sheet."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="t {kind}">{escape(said)}</text>'


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" class="{kind}"/>'


def stroke(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" class="{kind}"/>'


def marker(headline: HeadlineId, x: float, y: float, size: float = 5) -> str:
    """A headline's mark, told apart by shape as well as by color."""
    kind = f"mark c-{headline}"
    if headline == "commitment":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" class="{kind}"/>'
    corners = {
        "effects": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "risk": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
        "outlook": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    }[headline]
    path = " ".join(f"{x + size * right:.1f},{y + size * down:.1f}" for right, down in corners)
    return f'<polygon points="{path}" class="{kind}"/>'


def headline_bar(headline: HeadlineId, result: Headline, year: int) -> str:
    """A headline as a bar from 0 to 100, with its method range, the peer median and five years before."""
    if result.score is None:
        return ""
    left, wide = 10.0, 300.0

    def at(score: float) -> float:
        return left + wide * score / 100

    start = NO_CHANGE if headline == "outlook" else 0.0
    ends = sorted((at(start), at(result.score)))
    body = [bar(left, 24, wide, 14, "track"), bar(ends[0], 24, ends[1] - ends[0], 14, f"fill c-{headline}")]
    if headline == "outlook":
        body.append(stroke([(at(NO_CHANGE), 21), (at(NO_CHANGE), 41)], "dash"))
    if result.low is not None and result.high is not None:
        low, high = at(result.low), at(result.high)
        body += [stroke([(low, 45), (high, 45)], "range")]
        body += [stroke([(end, 41), (end, 49)], "range") for end in (low, high)]
    if result.peer_median is not None:
        x = at(result.peer_median)
        body.append(stroke([(x, 17), (x, 40)], "peer"))
        body.append(text(*within(x, 12, wide), f"peers {words.points(result.peer_median)}", anchor=side(x, wide)))
    if result.five_years_ago is not None:
        x = at(result.five_years_ago)
        before = f"{year - FIFTH}: {words.points(result.five_years_ago)}"
        body.append(f'<polygon points="{x:.1f},51 {x + 5:.1f},60 {x - 5:.1f},60" class="before"/>')
        body.append(text(*within(x, 72, wide), before, anchor=side(x, wide)))
    body += [text(left, 72, "0", kind="m")] if (result.five_years_ago or 50) > 22 else []
    body += [text(left + wide, 72, "100", anchor="end", kind="m")] if (result.five_years_ago or 50) < 74 else []
    title = f"{words.HEADLINES[headline]}: {words.points(result.score)} of 100"
    return figure(f"bar-{headline}", (320, 76), title, words.versus(result, year), body)


def silence(why: str) -> str:
    """What stands in the place of a bar where there is no score."""
    return figure("silence", (320, 76), why, why, [text(10, 34, words.capital(why), kind="m")])


def side(x: float, wide: float) -> str:
    """How a label hangs on a mark, so that it stays inside the chart."""
    return "start" if x < 45 else "end" if x > wide - 25 else "middle"


def within(x: float, y: float, wide: float) -> tuple[float, float]:
    """Where a label hangs, kept off the edges."""
    return min(max(x, 10), wide + 10), y


def profile(pillars: Sequence[PillarResult], key: str) -> str:
    """Pillars one under the other, each stage on its own line from 0 to 100."""
    body: list[str] = []
    y, spoken = 4.0, []
    for pillar in pillars:
        y += 18
        body.append(text(0, y, shortened(pillar.title, 52), kind="b"))
        scores = [(stage, score) for stage, score in pillar.stages.items() if stage in words.STAGES]
        if not scores:
            y += 17
            body.append(text(0, y, "Nothing known yet", kind="m"))
            spoken.append(f"{pillar.title}: nothing known")
        for stage, score in scores:
            y += 17
            body += profile_line(stage, score, y)
            spoken.append(f"{pillar.title}, {words.stage_title(stage)}: {words.points(score.score)}")
        y += 6
    return figure(key, (360, int(y) + 6), "Scores by pillar", "; ".join(map(words.plain, spoken)) + ".", body)


def profile_line(stage: str, score: Score, y: float) -> list[str]:
    """One stage of a pillar: its name, its range and mark on a track, its score."""
    left, wide = 162.0, 156.0
    line = [text(0, y, words.stage_title(stage), kind="m")]
    if score.score is None:
        return [*line, text(left, y, f"not enough known ({words.percent(score.known)})", kind="m")]
    headline = words.STAGES[stage]
    line.append(bar(left, y - 6, wide, 4, "track"))
    line.append(stroke([(left + wide / 2, y - 9), (left + wide / 2, y + 1)], "grid"))
    if score.low is not None and score.high is not None:
        line.append(bar(left + wide * score.low / 100, y - 6.5, wide * (score.high - score.low) / 100, 5, "band"))
    line.append(marker(headline, left + wide * score.score / 100, y - 4))
    return [*line, text(358, y, words.points(score.score), anchor="end", kind="b")]


def shortened(said: str, most: int) -> str:
    """Text cut to so many characters, for labels that cannot wrap."""
    said = words.plain(said)
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def trend(headline: HeadlineId, points: Sequence[TrendPoint]) -> str:
    """One headline over the years; a year in which too little was known breaks the line."""
    scores = [(point.year, getattr(point, headline)) for point in points]
    known = [(year, score) for year, score in scores if score is not None]
    if len(known) < 2:
        return ""
    first, last = scores[0][0], scores[-1][0]

    def at(year: int, score: float) -> tuple[float, float]:
        return 30 + 262 * (year - first) / max(last - first, 1), 112 - score

    body = [
        stroke([at(first, level), at(last, level)], "dash" if level == NO_CHANGE else "grid") for level in (0, 50, 100)
    ]
    body += [text(24, 112 - level + 4, str(level), anchor="end", kind="m") for level in (0, 50, 100)]
    for is_known, run in groupby(scores, key=lambda pair: pair[1] is not None):
        if is_known:
            body.append(stroke([at(year, score) for year, score in run], f"line c-{headline}"))
    body += [marker(headline, *at(year, score), 3.5) for year, score in known]
    for (year, score), hang in ((known[0], "start"), (known[-1], "end")):
        x, y = at(year, score)
        body.append(text(x, y - 8 if y > 24 else y + 17, words.points(score), anchor=hang, kind="b"))
    body += [text(at(first, 0)[0], 130, str(first), anchor="middle", kind="m")]
    body += [text(at(last, 0)[0], 130, str(last), anchor="middle", kind="m")]
    said = "; ".join(f"{year}: {words.points(score)}" for year, score in scores)
    return figure(f"trend-{headline}", (320, 136), f"{words.HEADLINES[headline]}, {first} to {last}", f"{said}.", body)


def dot_strip(rows: Sequence[Evidence], key: str) -> str:
    """Evidence on a number line, a dot each; nothing where fewer than three numbers share a unit."""
    unit = rows[0].unit if rows else ""
    found = [(row.subject, row.value) for row in rows if row.unit == unit]
    numbers = sorted(
        ((float(value), subject) for subject, value in found if isinstance(value, (int, float))),
        key=lambda pair: pair[0],
    )
    if len(numbers) < 3 or len(found) < len(rows) or numbers[0][0] == numbers[-1][0]:
        return ""
    (low, lowest), (high, highest) = numbers[0], numbers[-1]
    body = [stroke([(8, 14), (312, 14)], "grid")]
    body += [
        f'<circle cx="{8 + 304 * (value - low) / (high - low):.1f}" cy="14" r="4.5" class="dot"/>'
        for value, _ in numbers
    ]
    short = words.bare(unit)
    ends = (words.measured(low, short), words.measured(high, short))
    body.append(text(4, 34, f"{ends[0]} {shortened(lowest, 18)}"))
    body.append(text(316, 34, f"{ends[1]} {shortened(highest, 18)}", anchor="end"))
    title = f"{words.counted(len(numbers), 'value')} from {ends[0]} to {ends[1]}"
    return figure(key, (320, 40), title, f"Lowest {words.plain(lowest)}, highest {words.plain(highest)}.", body)
