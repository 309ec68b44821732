"""The dossier as Markdown: the page's order and numbers, without its charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from foedus.reports import _sentences as sentences
from foedus.reports import _words as words
from foedus.scorecards._assessment import Assessment, Evidence, IndicatorResult, Obligation, PillarResult


def document(a: Assessment) -> str:
    """The whole dossier."""
    parts = (first_screen(a), headlines(a), news(a), profile(a), pillars(a), comparisons(a), annex(a), closing(a))
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text in which no character is read as Markdown or HTML."""
    text = words.plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", text)


def heading(level: int, title: str) -> Iterator[str]:
    """A heading between empty lines."""
    yield from ("", f"{'#' * level} {escaped(title)}", "")


def bullets(items: Iterable[str], otherwise: str = "") -> Iterator[str]:
    """A list, or what is said where it is empty."""
    lines = [f"- {escaped(item)}" for item in items]
    yield from lines or [escaped(otherwise)]


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; its cells are escaped already."""
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def link(text: str, url: str) -> str:
    """Text that leads to an address, where that is safe."""
    address = words.web_address(url)
    shown = escaped(text) or escaped(address)
    return f"[{shown}](<{address}>)" if address else shown


def code(text: str) -> str:
    """A command, to be copied."""
    return f"`{words.plain(text).replace('`', '').replace('|', chr(92) + '|')}`"


def first_screen(a: Assessment) -> Iterator[str]:
    """From the date to who pays."""
    p = a.partnership
    yield f"# {escaped(p.name)}"
    yield from ("", escaped(sentences.identity(p)), "", f"{escaped(sentences.opening(a))}.")
    yield from heading(2, "Bottom line")
    yield from (f"**{escaped(a.bottom_line)}**", "", f"Confidence: {escaped(a.confidence)}")
    yield from heading(2, "What binds them")
    for obligation in sentences.in_order(p):
        yield from clause(a, obligation)
    if not p.obligations:
        yield sentences.no_obligation(p)
    if p.also_binding:
        yield from ("", f"Also binding, and assessed apart: {escaped(words.listing(p.also_binding))}.")
    yield from heading(2, "Who is obliged to whom")
    yield from bullets(sentences.who_owes_whom(p), sentences.no_obligation(p))
    yield from heading(2, "Last invocation, and what came of it")
    yield escaped(sentences.invoked(a.invocation))
    if a.invocation:
        yield from ("", link(f"Source: {a.invocation.source}", a.invocation.url))
    yield from heading(2, "Who pays")
    yield from bullets(sentences.who_pays(p, a.payers))
    if a.payers:
        yield from ("", f"Source: {escaped(a.payers.source)}")


def clause(a: Assessment, obligation: Obligation) -> Iterator[str]:
    """A clause, what it promises and what it does not."""
    p = a.partnership
    title = f"{words.obligation_type(obligation.type)}: {sentences.direction(p, obligation.from_, obligation.to)}"
    yield from heading(3, title)
    yield from (link(sentences.clause(p, obligation), obligation.url), "")
    yield f"- What it promises: {escaped(words.sentence(obligation.text))}"
    yield f"- **What it does not promise**: {escaped(sentences.not_promised(obligation))}"
    yield from (f"- {name}: {escaped(text)}" for name, text in sentences.limits(obligation))


def headlines(a: Assessment) -> Iterator[str]:
    """The four headlines."""
    yield from heading(2, "Four headlines")
    titles = ("Headline", "Score", "Method range", "Peer median", f"In {a.year - 5}", "Share known")
    rows = []
    for headline, title in words.HEADLINES.items():
        h = a.headlines[headline]
        score = words.not_enough(h.known, a.need) if h.score is None else words.points(h.score)
        peers = sentences.peer_median(h, a)
        band = words.span(h.low, h.high) or "none"
        known = words.percent(h.known)
        rows.append((f"{title} ({words.READING[headline]})", score, band, peers, words.points(h.five_years_ago), known))
    yield from table(titles, rows)


def news(a: Assessment) -> Iterator[str]:
    """The top risk, what changed and what is missing most."""
    yield from heading(2, "Top risk and its driver")
    yield escaped(words.sentence(a.top_risk) or sentences.NO_RISK)
    yield from heading(2, "What changed")
    yield from bullets(a.changes, sentences.NO_CHANGE)
    yield from heading(2, "Three gaps that matter")
    yield from bullets(a.gaps[:3], sentences.NO_GAPS)


def profile(a: Assessment) -> Iterator[str]:
    """Scores by pillar, one for each headline that a pillar feeds."""
    yield from heading(2, "Scores by pillar")
    rows = []
    for pillar in a.pillars:
        for stage, score in pillar.stages.items():
            rows.append((escaped(pillar.title), words.stage_title(stage), words.scored(score, a.need)))
        if not pillar.stages:
            rows.append((escaped(pillar.title), "none", "nothing known yet"))
    yield from table(("Pillar", "Headline", "Score"), rows)


def pillars(a: Assessment) -> Iterator[str]:
    """Each pillar with its indicators and their evidence."""
    for at, pillar in enumerate(a.pillars, 1):
        yield from heading(2, f"{at} {pillar.title}")
        if empty := sentences.empty_pillar(pillar.empty, pillar.indicators):
            yield from (f"**Nothing known.** {escaped(empty)}", "")
        if pillar.indicators:
            yield from indicators(pillar)
            for result in pillar.indicators:
                yield from evidence(a, result)


def indicators(pillar: PillarResult) -> Iterator[str]:
    """A pillar's indicators as a table."""
    titles = ("Indicator", "Value", "Score", "Status", "Known", "Goalposts", "Caveat")
    rows = (
        (
            f"{escaped(result.id)} {escaped(result.title)}",
            escaped(words.value(result)),
            words.indicator_score(result),
            words.status(result),
            words.n_of(result),
            escaped(words.goalposts(result)),
            escaped(words.sentence(result.caveat)),
        )
        for result in pillar.indicators
    )
    yield from table(titles, rows)


def evidence(a: Assessment, result: IndicatorResult) -> Iterator[str]:
    """The evidence behind a value, a line each."""
    if not result.evidence:
        return
    yield from (
        "",
        f"{escaped(result.id)}. {sentences.evidence_title(result)}. {escaped(sentences.provenance(result))}",
        "",
    )
    for row in result.evidence:
        about = escaped(sentences.party_name(a.partnership, row.subject))
        yield f"- {about}: {escaped(words.claimed(row))}; {origin(row)}"


def origin(row: Evidence) -> str:
    """When and where a claim stands: its date, vintage, source and place."""
    date = f"as of {escaped(words.day(row.date))}" if row.date else ""
    vintage = f"vintage {escaped(row.vintage)}" if row.vintage else ""
    return "; ".join(part for part in (date, vintage, escaped(row.source), link(row.locator, row.url)) if part)


def comparisons(a: Assessment) -> Iterator[str]:
    """Claims that disagree, peers, the years before, and what stands out."""
    yield from heading(2, "Claims that disagree")
    for conflict in a.conflicts:
        yield from heading(3, sentences.conflict_title(a.partnership, conflict))
        yield from (f"Chosen by rule: {escaped(words.sentence(conflict.rule))}", "")
        for at, claim in enumerate(conflict.claims):
            yield f"- {'Also claimed' if at else 'Used'}: {escaped(words.claimed(claim))}; {origin(claim)}"
    if not a.conflicts:
        yield sentences.NO_CONFLICT
    yield from peers(a)
    yield from heading(2, "Headlines by year")
    if a.trend:
        rows = ((str(t.year), *map(words.points, (t.commitment, t.effects, t.risk, t.outlook))) for t in a.trend)
        yield from table(("Year", *words.HEADLINES.values()), rows)
    else:
        yield sentences.NO_TREND
    yield from heading(2, "What stands out")
    for title, facts in (("Strongest", a.strengths), ("Weakest", a.weaknesses)):
        yield from heading(3, title)
        said = (f"{fact.title}: {words.sentence(fact.sentence)} {sentences.standing(fact)}" for fact in facts)
        yield from bullets(said, sentences.NO_FACT)


def peers(a: Assessment) -> Iterator[str]:
    """Partnerships of the same kind, by name, and their quartiles."""
    yield from heading(2, "Peers")
    if not a.peers.names:
        yield escaped(sentences.no_peers(a))
        return
    said = (f"{words.listing(a.peers.names)}.", words.sentence(a.peers.note), sentences.compared(a))
    yield escaped(" ".join(filter(None, said)))
    if a.peers.quartiles:
        yield ""
        titles = ("Score", "Lower quartile", "Median", "Upper quartile", "This partnership")
        rows = (
            (escaped(sentences.quartile_title(a, key)), *map(words.points, three), sentences.own_score(a, key))
            for key, three in a.peers.quartiles.items()
        )
        yield from table(titles, rows)


def annex(a: Assessment) -> Iterator[str]:
    """What is missing, members and instruments."""
    yield from heading(2, "What is missing, and what would bring it")
    if a.missing:
        rows = (
            (f"{escaped(gap.indicator)} {escaped(gap.title)}", escaped(words.sentence(gap.needs)),
             code(gap.command) if gap.command else sentences.NO_COMMAND)
            for gap in a.missing
        )  # fmt: skip
        yield from table(("Indicator", "Needs", "Command"), rows)
    else:
        yield sentences.NOTHING_MISSING
    yield from heading(2, "Members and instruments")
    p = a.partnership
    if p.members:
        people = (
            (
                escaped(m.name),
                words.phrase(m.status),
                words.day(m.start),
                words.day(m.end) if m.end else "open",
                m.change,
            )
            for m in p.members
        )
        yield from table(("Member", "Status", "Since", "Until", f"In {a.year}"), people)
    else:
        yield sentences.NO_MEMBERS
    yield ""
    if p.instruments:
        made = (
            (escaped(i.title), words.phrase(i.type), *sentences.instrument_dates(i), escaped(i.source))
            for i in p.instruments
        )
        yield from table(("Instrument", "Type", "Signed", "In force", "Ended", "Source"), made)
    else:
        yield sentences.NO_INSTRUMENTS


def closing(a: Assessment) -> Iterator[str]:
    """How to read it, the sources and the fingerprint."""
    yield from heading(2, "How to read this")
    yield from bullets(sentences.method(a))
    yield from heading(2, "Sources")
    for reference in a.bibliography:
        version = f" ({escaped(reference.version)})" if reference.version else ""
        address = words.web_address(reference.url)
        place = f" {link(address, address)}" if address else ""
        yield f"- **{escaped(reference.id)}**{version}: {escaped(reference.text)}{place}"
    if not a.bibliography:
        yield sentences.NO_SOURCES
    yield from ("", f"Fingerprint: {code(a.fingerprint)}")
