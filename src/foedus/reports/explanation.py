"""A headline explained: the sum, each score in it with its numbers in place, and the document behind each value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from foedus.analyses.explanation import EXACT, Explanation, Slope, Step
from foedus.reports import _markdown as markdown
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling
from foedus.reports._page import drawn, page, signed
from foedus.scorecards._assessment import Evidence
from foedus.scorecards._draws import GOALPOST_SHIFT, WEIGHT_VARIATION
from foedus.scorecards._slopes import SLOPE_NEEDS, SLOPE_WINDOW

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType
    from rich.table import Table

SHOWN_IN_TERMINAL = 3
SUM_TITLES = ("Indicator", "Score", "Weight as declared", "Weight over what is known", "Weight times score")
STEPS = (
    """A value is read between two goalposts, worst and best: the share of the way from worst to best, times 100, \
cut at 0 and 100. Where the scale is logarithmic, ln(1 + x) is taken of all three.""",
    "For Risk the score is turned round: 100 less the share of the way to the best, so that 100 is most risk.",
    """Pillars that feed a headline weigh the same, and so do the indicators of a pillar in it. An indicator that does \
not apply has no weight; one that is unknown leaves its weight to the others in proportion.""",
    "The headline is the sum of weight times score. It is given only where at least {need} of the weight is known.",
)
DRAWS = (
    """The method range {band} is the {level} of {draws} that lies in the middle. In each draw the weights are \
Dirichlet around those above (coefficient of variation {variation}), each goalpost moves by up to {shift} of the \
distance between them, one of the claims that disagree is taken, a share of counted cases varies as so few cases \
would (Jeffreys), a carried value drifts as such values have, and an unknown one is drawn from partnerships of its \
kind and decade.""",
    "It is a range of method, not a confidence interval. The score above is the one with nothing moved.",
)


class ExplanationReport(Recorded[Explanation]):
    """An explanation as a result: its record, its table of steps, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per indicator in the sum."""
        return self.record.data

    def telling(self) -> Telling[Explanation]:
        """As a page, as JSON, as Markdown."""
        return {"html": to_html, "json": to_json, "md": to_markdown}

    def __rich__(self) -> RenderableType:
        return to_terminal(self.record)


def to_html(e: Explanation) -> str:
    """The explanation as one self-contained page."""
    return page("explanation.html", {"record": e, "say": Said(e)})


def to_json(e: Explanation) -> str:
    """The record as JSON, numbers with all their digits so that the sum can be redone."""
    return json.dumps(asdict(e), indent=1, ensure_ascii=False)


class Said:
    """What an explanation says in words, the same on the page, in Markdown and in a terminal."""

    SUM_TITLES = SUM_TITLES

    def __init__(self, e: Explanation) -> None:
        self.e = e

    def title(self) -> str:
        """Which headline of whom, and when."""
        return f"{words.HEADLINES[self.e.headline]} of {words.plain(self.e.name)}, {self.e.year}"

    def answer(self) -> str:
        """The score, or why there is none."""
        e = self.e
        if e.score is None:
            return f"{words.capital(words.not_enough(e.known, e.need))}. What is known is read below, and not summed."
        band = words.span(e.low, e.high)
        ranged = f", method range {band}" if band else ""
        reading = words.READING[e.headline]
        return f"{e.score:.1f} of 100 ({reading}){ranged}; {words.percent(e.known)} of the weight is known."

    def check(self) -> str:
        """The sum beside the headline, and how closely they agree."""
        e = self.e
        if e.total is None or e.score is None:
            return "There is no sum: too little is known."
        return (
            f"The sum of weight times score is {e.total:.6f}; the headline is {e.score:.6f}. "
            f"They agree to within {EXACT:.9f}. Numbers are printed rounded; the JSON has all their digits."
        )

    def pillar_rows(self) -> tuple[tuple[str, ...], ...]:
        """Pillars as cells: title, score over what is known, both weights, points."""
        return tuple(
            (words.plain(p.title), f"{p.score:.4f}", weight(p.nominal), weight(p.weight), points(p.points))
            for p in self.e.pillars
        )

    def step_rows(self) -> tuple[tuple[str, ...], ...]:
        """Indicators as cells: title, score, both weights, points."""
        return tuple(
            (f"{s.indicator} {words.plain(s.title)}", f"{s.score:.4f}", weight(s.nominal), weight(s.weight),
             points(s.points)) for s in self.e.steps
        )  # fmt: skip

    def total_row(self) -> tuple[str, ...]:
        """The last line of the sum."""
        nominal, known = sum(s.nominal for s in self.e.steps), sum(s.weight for s in self.e.steps)
        return ("Sum", "", weight(nominal), weight(known), points(self.e.total))

    def reads(self, s: Step) -> tuple[tuple[str, str], ...]:
        """How a value came about and how it is read, line by line."""
        log = " on a logarithmic scale" if s.log else ""
        lines = [
            ("Value", f"{words.measured(s.value, s.unit, 6)} ({status(s)})"),
            ("How it is made", s.made),
            ("Goalposts", f"{words.number(s.worst)} worst, {words.number(s.best)} best{log}: {s.goalposts}"),
            ("Score", s.formula),
        ]
        if s.points is not None:
            lines.append(("In the headline", f"{s.weight:.6f} × {s.score:.4f} = {s.points:.4f}"))
        lines += [("Caveat", words.sentence(s.caveat)), ("Formula from", words.sentence(s.citation))]
        return tuple((name, words.plain(text)) for name, text in lines if text)

    def evidence(self, s: Step) -> str:
        """How many pieces of evidence there are and are shown."""
        rows, total = s.evidence, s.evidence_total
        if not rows and s.stage == "outlook":
            return "Evidence: the slopes below, each with its own."
        if not rows:
            none = " It is zero because none is on record." if s.value == 0 else ""
            return f"Evidence: no row is kept for this value.{none}"
        shown = f", {len(rows)} shown" if total > len(rows) else ""
        return f"Evidence: {words.counted(total, 'row')}{shown}."

    def slope(self, s: Slope) -> str:
        """The scores that a slope was drawn through."""
        return ", ".join(f"{year}: {score:.2f}" for year, score in s.points)

    def outlook(self) -> str:
        """From slopes to the outlook, with its numbers in place."""
        slopes = [s.slope for s in self.e.slopes]
        if not slopes:
            return f"No indicator has {SLOPE_NEEDS} observed years in {SLOPE_WINDOW}."
        mean = sum(slopes) / len(slopes)
        return (
            "Each slope is the median of the slopes between all pairs of its years, in points a year, up meaning "
            f"better. Their mean is {signed(sum(slopes), 6)} / {len(slopes)} = {signed(mean, 6)} points a year; "
            f"over ten years and 100 points, {signed(mean / 10, 6)}."
        )

    def steps(self) -> tuple[str, ...]:
        """The rules of the arithmetic."""
        return tuple(line.format(need=words.percent(self.e.need)) for line in STEPS)

    def draws(self) -> tuple[str, ...]:
        """How the method range was drawn."""
        e = self.e
        if e.low is None:
            return ("There is no method range, since there is no score.",)
        told = {
            "band": words.span(e.low, e.high), "level": words.percent(e.interval.level),
            "draws": drawn(e.interval), "variation": f"{WEIGHT_VARIATION:g}",
            "shift": words.percent(GOALPOST_SHIFT),
        }  # fmt: skip
        return tuple(line.format(**told) for line in DRAWS)


def weight(share: float) -> str:
    """A weight, to six decimals."""
    return f"{share:.6f}"


def points(value: float | None) -> str:
    """Points of a headline, to four decimals; a dash where it is not summed."""
    return "–" if value is None else f"{value:.4f}"


def status(s: Step) -> str:
    """Whether a value was observed or carried."""
    return f"carried from {s.year_used}" if s.status == "carried" else f"observed in {s.year_used}"


def to_markdown(e: Explanation) -> str:
    """The explanation as Markdown."""
    said = Said(e)
    lines = [f"# {markdown.escaped(said.title())}", "", f"**{markdown.escaped(said.answer())}**"]
    lines += markdown.heading(2, "The sum")
    sums = [tuple(map(markdown.escaped, row)) for row in (*said.step_rows(), said.total_row())]
    lines += [*markdown.table(SUM_TITLES, sums), "", markdown.escaped(said.check())]
    lines += markdown.heading(2, "By pillar")
    rows = [tuple(map(markdown.escaped, row)) for row in said.pillar_rows()]
    lines += [*markdown.table(("Pillar", *SUM_TITLES[1:]), rows)]
    lines += [*markdown.heading(2, "The rules"), *markdown.bullets(said.steps())]
    for step in e.steps:
        lines += _step(said, step)
    lines += _slopes(said)
    lines += _unknown(e)
    lines += [*markdown.heading(2, "How the range was drawn"), *markdown.bullets(said.draws())]
    lines += markdown.heading(2, "Sources")
    for r in e.bibliography:
        version = f" ({markdown.escaped(r.version)})" if r.version else ""
        lines.append(f"- **{markdown.escaped(r.id)}**{version}: {markdown.link(r.text, r.url)}")
    return "\n".join([*lines, "", f"Fingerprint: {markdown.code(e.fingerprint)}"]).rstrip() + "\n"


def _step(said: Said, s: Step) -> Iterator[str]:
    yield from markdown.heading(2, f"{s.indicator} {s.title}")
    yield from (f"- {name}: {markdown.escaped(text)}" for name, text in said.reads(s))
    yield from ("", markdown.escaped(said.evidence(s)), "")
    yield from _evidence(s.evidence)


def _evidence(rows: Iterable[Evidence]) -> Iterator[str]:
    for row in rows:
        yield f"- {markdown.escaped(row.subject)}: {markdown.escaped(words.claimed(row))}; {markdown.origin(row)}"


def _slopes(said: Said) -> Iterator[str]:
    if said.e.headline != "outlook":
        return
    yield from (*markdown.heading(2, "The slopes"), markdown.escaped(said.outlook()), "")
    for s in said.e.slopes:
        yield from markdown.heading(3, f"{s.indicator} {s.title}: {signed(s.slope, 4)} points a year")
        yield from (f"Scores: {markdown.escaped(said.slope(s))}", "")
        yield from _evidence(s.evidence)


def _unknown(e: Explanation) -> Iterator[str]:
    yield from markdown.heading(2, "What is unknown, and the weight lost with it")
    told = [
        (markdown.escaped(f"{one.indicator} {one.title}"), words.percent(one.share), markdown.escaped(one.needs),
         markdown.code(one.command) if one.command else "no open data known") for one in e.lost
    ]  # fmt: skip
    if told:
        yield from markdown.table(("Indicator", "Weight lost", "Needs", "Command"), told)
    else:
        yield "Nothing that applies is unknown."
    if e.not_applicable:
        yield from ("", f"Not applicable: {markdown.escaped(words.listing(e.not_applicable))}.")


def to_terminal(e: Explanation) -> Group:
    """The explanation for a terminal of 80 columns or more; three rows of evidence for each value."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading, indented

    said = Said(e)
    parts: list[RenderableType] = [Rule(Text(said.title(), style="bold", overflow="ellipsis"), align="left")]
    parts += [Text(said.answer(), style="bold"), Text(), heading("The sum"), _sum(said), *indented((said.check(),))]
    for s in e.steps:
        parts += [Text(), heading(f"{s.indicator} {words.plain(s.title)}")]
        parts += indented(f"{name}: {text}" for name, text in said.reads(s))
        parts += indented((said.evidence(s),))
        parts += indented(f"  {line(row)}" for row in s.evidence[:SHOWN_IN_TERMINAL])
    if e.headline == "outlook":
        parts += [Text(), heading("The slopes"), *indented((said.outlook(),))]
        parts += indented(f"{s.indicator} {signed(s.slope, 4)} from {said.slope(s)}" for s in e.slopes)
    parts += [Text(), heading("What is unknown, and the weight lost with it")]
    lost = [f"{one.indicator} {one.title}: {words.percent(one.share)}; needs {one.needs}" for one in e.lost]
    parts += indented(lost or ["Nothing that applies is unknown."])
    parts += indented([f"Not applicable: {words.listing(e.not_applicable)}."] if e.not_applicable else [])
    parts += [Text(), *(Text(line, style="dim") for line in (*said.steps(), *said.draws()))]
    note = f"Fingerprint {e.fingerprint}. --out FILE.html writes all the evidence."
    return Group(*parts, Text(note, style="dim"))


def line(row: Evidence) -> str:
    """A piece of evidence on a line."""
    told = (f"{row.subject}: {words.claimed(row)}", row.source, row.locator, row.url)
    return "; ".join(part for part in map(words.plain, told) if part)


def _sum(said: Said) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="dim")
    table.add_column("Indicator", overflow="fold")
    for title in ("Score", "Declared", "Known", "Points"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in said.step_rows():
        table.add_row(*row)
    table.add_row(*said.total_row(), style="bold")
    return table
