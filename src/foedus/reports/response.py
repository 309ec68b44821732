"""What foreign forces did after a disaster, for a reader: measures, profile, rival claims, outcome and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from foedus.partnerships._relief import RULE, SPHERE, Claim, Measure, Reading
from foedus.partnerships.responses import REFERENCE, Operation, Response, Sender
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

METHOD = (
    RULE,
    f"The water standard is that of {SPHERE}.",
    "A range spans the claims; it is not a confidence interval. Unknown is not zero.",
    "Claims disagree where somebody disputes them, or two differ for the same sender and days.",
    "An outcome is the judgement of those named with it; the register does not judge.",
    "Grades are the Admiralty's: A to F for the source, 1 to 6 for the fact. First days not in the spell end it.",
)
OUTCOMES = {
    "met": "objective met", "partly": "objective met in part", "not_met": "objective not met",
    "unclear": "no verdict opened", "not_applicable": "nothing to judge",
}  # fmt: skip
NO_GRADE = "no grade"


class Responded(Recorded[Response]):
    """A disaster response as a result: its record, its table of measures, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per measure and sender: value, low, high, unit, status, arithmetic, missing."""
        import polars as pl

        schema = {
            "measure": pl.String, "title": pl.String, "sender": pl.String, "value": pl.Float64, "low": pl.Float64,
            "high": pl.Float64, "unit": pl.String, "status": pl.String, "arithmetic": pl.String, "missing": pl.String,
        }  # fmt: skip
        rows = [
            (m.id, m.title, r.sender if r else None, r.value if r else None, r.low if r else None,
             r.high if r else None, m.unit, "known" if r and r.value is not None else "unknown",
             r.arithmetic if r else "", m.missing)
            for m in self.record.measures for r in (m.readings or (None,))
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")

    def telling(self) -> Telling[Response]:
        """As a page, as JSON, as Markdown."""
        return {"html": to_html, "json": to_json, "md": to_markdown}

    def __rich__(self) -> RenderableType:
        return to_terminal(self.record)


def to_json(r: Response) -> str:
    """The record field by field; sources are named by id, publisher and title, and address."""
    from foedus.scorecards import to_json as plain

    record = plain(r)
    if isinstance(record, dict):
        record["sources"] = [dict(zip(("id", "text", "url"), entry, strict=True)) for entry in r.sources]
        record["method"] = list(METHOD)
    return json.dumps(record, indent=1, ensure_ascii=False)


def to_html(r: Response) -> str:
    """One self-contained page in the look of the dossier: no script, nothing loaded from elsewhere."""
    import re

    from foedus.reports import _html

    style = "\n".join((_html.TEMPLATES / name).read_text(encoding="utf-8") for name in _html.STYLES)
    told = Told(r)
    template = _html.environment().get_template("response.html")
    text = template.render(r=r, told=told, style=_html.trusted(style), method=METHOD)
    return re.sub(r"\n\s*\n+", "\n", text)


class Told:
    """The record put in sentences, the same in every form."""

    def __init__(self, r: Response) -> None:
        self.r = r
        self.addresses = {name: url for name, _, url in r.sources}

    def opening(self) -> str:
        """What happened when, and as of which edition."""
        day = f"Disaster of {words.day(self.r.disaster)}. " if self.r.disaster else ""
        hosts = f"Received by {words.listing(self.r.hosts)}. " if self.r.hosts else ""
        known = len({m.id for m in self.r.measures if m.status == "known"})
        return f"{day}{hosts}{known} of 8 measures known. Register edition {self.r.edition}."

    def value(self, m: Measure) -> str:
        """The measure's value with its range, by how many senders, or that it is unknown."""
        if m.status == "unknown":
            return "unknown"
        if m.value is None:
            return f"by sender, {len([r for r in m.readings if r.value is not None])}; not added"
        return f"{words.number(m.value)}{span(m.low, m.high)}"

    def outcome(self, o: Operation) -> str:
        """What came of it, and whose judgement that is."""
        contested = " Contested." if o.contested else ""
        return f"{words.capital(OUTCOMES.get(o.outcome, o.outcome))}: {words.sentence(o.judgement)}{contested}"

    def asked(self, o: Operation) -> str:
        """Who asked for the operation."""
        asked = words.listing(o.requested_by)
        return f"asked for by {asked}" if asked else "by whom it was asked for is not said"

    def spell(self, o: Operation) -> str:
        """From when to when."""
        return f"{words.day(o.start)} to before {words.day(o.end)}" if o.end else f"from {words.day(o.start)}"

    def strength(self, s: Sender) -> Iterator[tuple[str, tuple[Claim, ...]]]:
        """People, ships and aircraft, each claim apart."""
        yield from (("people", s.people), ("ships", s.ships), ("aircraft", s.aircraft))

    def claim(self, c: Claim) -> str:
        """A figure with its range, unit, days and stage."""
        unit = c.unit if c.unit not in ("Mw",) else "moment magnitude"
        stage = f", {c.stage}" if c.stage else ""
        guess = ", estimate" if c.estimate else ""
        return f"{exact(c.value)}{span(c.low, c.high)} {words.plain(unit)}, {self.days(c)}{stage}{guess}"

    def days(self, c: Claim) -> str:
        """Which days a claim is about."""
        if c.start and c.end:
            return f"{words.day(c.start)} to before {words.day(c.end)}"
        return f"from or on {words.day(c.start)}" if c.start else "days not given"

    def origin(self, c: Claim) -> str:
        """Whose claim it is: grade, vintage, source and place."""
        vintage = f"vintage {words.plain(c.vintage)}" if c.vintage else "no vintage"
        contested = ", contested" if c.contested else ""
        place = f", {words.plain(c.locator)}" if c.locator else ""
        return f"{c.source}, {vintage}, {c.confidence or NO_GRADE}{contested}{place}"

    def about(self, c: Claim) -> str:
        """Whose forces a claim is about; nothing where it is about the disaster."""
        return next((s.name for s in self.r.senders if s.party == c.sender), "")

    def address(self, c: Claim) -> str:
        """Where the source lies."""
        return words.web_address(c.url) or words.web_address(self.addresses.get(c.source, ""))

    def reading(self, r: Reading) -> str:
        """The arithmetic for one sender."""
        return f"{r.name}: {r.arithmetic}"

    def anchor(self, text: str) -> str:
        """An identifier for a place on the page."""
        from foedus.reports._html import anchor

        return anchor(text)


def exact(value: float) -> str:
    """A published figure with all its digits."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def span(low: float | None, high: float | None) -> str:
    """A range in parentheses, or nothing where there is none."""
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return "" if f"{low:.6g}" == f"{high:.6g}" else f" ({words.number(low)} to {words.number(high)})"
    return f" (at least {words.number(low)})" if low is not None else f" (at most {words.number(high or 0.0)})"


def to_markdown(r: Response) -> str:
    """The same numbers in the same order as the page."""
    told = Told(r)
    lines = [f"# {md.escaped(r.name)}", "", md.escaped(told.opening())]
    lines += [*_operations_md(told), *_measures_md(told), *_profile_md(told), *_claims_md(told), *_closing_md(told)]
    return "\n".join(lines).rstrip() + "\n"


def _operations_md(told: Told) -> Iterator[str]:
    yield from md.heading(2, "Operations and what came of them")
    for o in told.r.operations:
        link = md.link(o.source, o.url)
        when = f"{told.spell(o)}; {md.escaped(told.asked(o))}"
        yield f"- **{md.escaped(o.name)}** ({when}): {md.escaped(words.sentence(o.objective))} {link}"
        yield f"  - {md.escaped(told.outcome(o))}"
        if o.note:
            yield f"  - {md.escaped(words.sentence(o.note))}"


def _measures_md(told: Told) -> Iterator[str]:
    yield from md.heading(2, "Measures")
    titles = ("Measure", "Value", "Unit", "What is missing")
    yield from md.table(titles, (
        (f"{m.id} {md.escaped(m.title)}", told.value(m), md.escaped(m.unit), md.escaped(m.missing))
        for m in told.r.measures
    ))  # fmt: skip
    for m in told.r.measures:
        if not m.readings:
            continue
        yield from md.heading(3, f"{m.id} {m.title}")
        yield from ([f"{md.escaped(words.sentence(m.caveat))}", ""] if m.caveat else [])
        for reading in m.readings:
            yield f"- {md.escaped(told.reading(reading))}"
            yield from (f"  - {line}" for line in _inputs_md(told, reading.inputs))


def _inputs_md(told: Told, claims: Iterable[Claim]) -> Iterator[str]:
    for c in claims:
        note = f" {md.escaped(words.sentence(c.note))}" if c.note else ""
        yield f"{md.escaped(told.claim(c))}; {md.link(told.origin(c), told.address(c))}.{note}"


def _profile_md(told: Told) -> Iterator[str]:
    yield from md.heading(2, "Who sent what, and when")
    for s in told.r.senders:
        yield f"- **{md.escaped(s.name)}** {md.escaped(words.sentence(s.note))}".rstrip()
        for what, claims in told.strength(s):
            yield from (f"  - {what}: {line}" for line in _inputs_md(told, claims))
    yield from ("", "Days:", "")
    yield from (f"- {words.day(m.day)}: {md.escaped(m.what)}. {md.link(m.source, m.url)}" for m in told.r.timeline)


def _claims_md(told: Told) -> Iterator[str]:
    yield from md.heading(2, "Every claim, side by side")
    for item in told.r.items:
        yield from md.heading(3, f"{words.capital(words.phrase(item.item))}: {item.reading}")
        for c in item.claims:
            about = f"{told.about(c)}: " if told.about(c) else ""
            yield from (f"- {md.escaped(about)}{line}" for line in _inputs_md(told, (c,)))


def _closing_md(told: Told) -> Iterator[str]:
    yield from md.heading(2, "How to read this")
    yield from md.bullets(METHOD)
    yield from md.heading(2, "Sources")
    for name, text, url in told.r.sources:
        yield f"- **{md.escaped(name)}**: {md.link(text, url)}"
    yield from ("", f"Fingerprint: {md.code(told.r.fingerprint)}")


def to_terminal(r: Response) -> Group:
    """The response for a terminal of 80 columns or more; each claim's note and place are left to the page."""
    from rich.console import Group

    return Group(*_screen(Told(r)))


def _screen(told: Told) -> Iterator[RenderableType]:
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading, indented

    r = told.r
    yield Rule(Text(words.plain(r.name), style="bold", overflow="ellipsis"), align="left")
    yield Text(told.opening(), style="dim")
    yield heading("Operations and what came of them")
    for o in r.operations:
        yield from indented((f"{words.plain(o.name)}, {told.spell(o)}, {told.asked(o)}. {told.outcome(o)}",))
    yield heading("Measures")
    yield from _measures_table(told)
    yield heading("Who sent what")
    for s in r.senders:
        sent = [f"{what}: {'; '.join(told.claim(c) for c in cs)}" for what, cs in told.strength(s) if cs]
        yield from indented((f"{words.plain(s.name)}: {'. '.join(sent) or 'no count published'}.",))
    yield heading("Days")
    yield from indented(f"{words.day(m.day)}: {words.plain(m.what)}" for m in r.timeline)
    yield heading("Every claim, side by side")
    for item in r.items:
        said = "; ".join(
            f"{exact(c.value)}{span(c.low, c.high)} [{c.source} {c.vintage or 'undated'} {c.confidence or NO_GRADE}]"
            for c in item.claims
        )
        yield from indented((f"{words.capital(words.phrase(item.item))}, {item.reading}: {said}",))
    yield Text(f"{RULE} Unknown is not zero. --out FILE.html writes the page with every claim's place.", style="dim")
    if any(c.source == REFERENCE for item in r.items for c in item.claims):
        cited = next(text for name, text, _ in r.sources if name == REFERENCE)
        yield Text(f"{REFERENCE}: {words.plain(cited)}", style="dim")
    yield Text(f"Fingerprint {words.plain(r.fingerprint)}", style="dim")


def _measures_table(told: Told) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    for m in told.r.measures:
        said = Text.assemble(f"{m.id} {words.plain(m.title)}: ", (told.value(m), "bold"))
        said.append(f". Missing: {words.plain(m.missing)}" if m.missing else "")
        yield Padding(said, (0, 0, 0, 2), expand=False)
        for reading in m.readings:
            yield Padding(Text(told.reading(reading), style="dim"), (0, 0, 0, 6), expand=False)
