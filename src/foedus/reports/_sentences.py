"""What a dossier says in sentences: who owes what to whom, who pays, what came of it, how to read it."""

from __future__ import annotations

from foedus.reports import _words as words
from foedus.scorecards._assessment import (
    Assessment,
    Conflict,
    Fact,
    Headline,
    IndicatorResult,
    Instrument,
    Invocation,
    Obligation,
    Payers,
    Subject,
)
from foedus.scorecards._reading import PEERS_NEEDED

NO_GAPS = "No gap is listed."
NO_CHANGE = "No change is on record."
NO_RISK = "No risk driver stands out in what is known."
NO_INVOCATION = "No invocation is on record in the sources used."
NO_PAYERS = "Who pays is not known for this year."
NO_CONFLICT = "No claims used here disagree."
NO_FACT = "Nothing stands out, or there are no peers to stand out from."
NO_COMMAND = "Not in the data at hand for this year"
NOTHING_MISSING = "No indicator that applies lacks data."
NO_MEMBERS = "No members are on record."
NO_INSTRUMENTS = "No treaty or agreement is on record."
NO_SOURCES = "No source was used."
NO_TREND = "No earlier year can be scored."
METHOD = (
    """Scores run from 0 to 100 and are read from goalposts that do not move from year to year. \
The four headlines are never added up.""",
    """A method range is not a confidence interval. It holds {middle}, each with other weights, other goalposts, \
other draws for what is unknown and another choice among claims that disagree. It says how far the score hangs on \
choices of method, not how probable any value is.""",
    "For Risk, 100 is most risk. For Outlook, 50 is no change. For the other two, more is more.",
    "Activity is not effect: what partners promise, spend and do is scored apart from what came of it.",
    """Unknown is not zero: what is not known is left out, not counted as nothing, and a score is given only where \
at least {need} of the weight that applies is known.""",
    """A carried value is the last one observed, with its year; it widens the range. Values marked as shown are \
not scored, since more of them is neither plainly better nor worse.""",
)


def party_name(subject: Subject, party: str) -> str:
    """The name of a member, or of the partnership, by its id; anything else stays as it is written."""
    if party == subject.id:
        return words.plain(subject.name)
    return next((words.plain(m.name) for m in subject.members if m.party == party), words.plain(party))


def parties(subject: Subject, text: str) -> str:
    """A list of parties written with semicolons, by name."""
    return words.listing(party_name(subject, party.strip()) for party in text.split(";") if party.strip())


def who_owes_whom(subject: Subject) -> tuple[str, ...]:
    """One sentence for each direction in which something is promised."""
    owed: dict[tuple[str, str], list[str]] = {}
    for obligation in in_order(subject):
        kinds = owed.setdefault((obligation.from_, obligation.to), [])
        kind = words.obligation_type(obligation.type).lower()
        if kind not in kinds:
            kinds.append(kind)
    return tuple(f"{direction(subject, *pair)}: {words.listing(kinds)}." for pair, kinds in owed.items())


def direction(subject: Subject, from_: str, to: str) -> str:
    """Who promises to whom, both by name."""
    promises = "Every member" if from_ == words.EVERYONE else words.capital(parties(subject, from_))
    other = "every other member" if from_ == words.EVERYONE else "every member"
    return f"{promises} to {other if to == words.EVERYONE else parties(subject, to)}"


def in_order(subject: Subject) -> tuple[Obligation, ...]:
    """Obligations of defense first, then the others as the register lists them."""
    return tuple(sorted(subject.obligations, key=lambda obligation: obligation.type != "defense"))


def no_obligation(subject: Subject) -> str:
    """What is said where nothing is promised."""
    if subject.kind == "dyad":
        return "No obligation between these two alone is on record."
    if subject.kind == "drawn set":
        return "These states were drawn together for this report; no obligation of the set as such is on record."
    return "No obligation is on record."


def instrument_title(subject: Subject, instrument: str) -> str:
    """The title of an instrument by its id; anything else stays as it is written."""
    return next((words.plain(i.title) for i in subject.instruments if i.id == instrument), words.plain(instrument))


def clause(subject: Subject, obligation: Obligation) -> str:
    """Which article of which instrument binds, and how."""
    place = [words.article(obligation.article), instrument_title(subject, obligation.instrument)]
    binding = words.BINDING.get(obligation.binding, words.phrase(obligation.binding))
    return "; ".join(part for part in (", ".join(p for p in place if p), binding) if part)


def limits(obligation: Obligation) -> tuple[tuple[str, str], ...]:
    """On what condition and where an obligation holds, as far as the register says."""
    said = (("Condition", obligation.condition), ("Area", obligation.area))
    return tuple((name, words.sentence(text)) for name, text in said if text)


def not_promised(obligation: Obligation) -> str:
    """What the clause leaves out."""
    return words.sentence(obligation.not_promised) or "What it leaves out is not recorded."


def invoked(invocation: Invocation | None) -> str:
    """The last invocation and what came of it."""
    if invocation is None:
        return NO_INVOCATION
    outcome = words.HONORED.get(invocation.honored) or words.sentence(words.phrase(invocation.honored))
    return f"{words.capital(words.day(invocation.date))}: {words.sentence(invocation.text)} {outcome}".strip()


def who_pays(subject: Subject, payers: Payers | None) -> tuple[str, ...]:
    """The largest share, how many are at the declared target, and the largest gap."""
    if payers is None:
        return (NO_PAYERS,)
    largest = party_name(subject, payers.largest)
    known = f"{payers.known:,} of {words.counted(payers.members, 'member')} known"
    said = [f"Share: {largest} pays the most, {words.percent(payers.largest_share)} ({payers.year}; {known})."]
    if not payers.target:
        said.append("At target: no target was declared.")
    elif payers.at_target is None:
        said.append(f"At target: how many meet {words.plain(payers.target)} is not known.")
    else:
        said.append(f"At target: {payers.at_target:,} of {payers.known:,} known meet {words.plain(payers.target)}.")
    if payers.gap_party is not None and payers.gap is not None:
        gap = words.measured(payers.gap, payers.unit)
        said.append(f"Largest gap: {party_name(subject, payers.gap_party)}, {gap}.")
    return tuple(said)


def headline(result: Headline, a: Assessment) -> str:
    """What stands beside a headline's score: range, peers, five years back, share known; or why it is null."""
    peers = f"peers {words.points(result.peer_median)}"
    if result.peer_median is None:
        few = f"under {PEERS_NEEDED} of {len(a.peers.names):,} peers known"
        peers = f"no peer median ({few})" if a.peers.names else "no peers"
    before = f"{a.year - 5}: {words.points(result.five_years_ago)}"
    if result.score is None:
        return f"{words.not_enough(result.known, a.need)}; {peers}; {before}"
    band = words.span(result.low, result.high)
    parts = (f"range {band}" if band else "no range", peers, before, f"{words.percent(result.known)} known")
    return "; ".join(parts)


def peer_median(result: Headline, a: Assessment) -> str:
    """The median of the peers on a headline, or why there is none: no peers, or this headline known for too few."""
    if result.peer_median is not None:
        return words.points(result.peer_median)
    return f"none: under {PEERS_NEEDED} of {len(a.peers.names):,} known" if a.peers.names else "no peers"


def compared(a: Assessment) -> str:
    """On which headlines the peers can be compared at all, where it is not all of them."""
    with_median = [words.HEADLINES[key] for key, h in a.headlines.items() if h.peer_median is not None]
    if len(with_median) == len(a.headlines):
        return ""
    here = words.listing(with_median) if with_median else "none"
    return (
        f"A headline, or an indicator under what stands out, is set against peers only where it is known for at least "
        f"{PEERS_NEEDED} of them; of the headlines here: {here}."
    )


def opening(a: Assessment) -> str:
    """As of when, in which edition, about which year."""
    by = f", by the framework {words.plain(a.framework)!r}" if a.framework else ""
    return f"As of {words.day(a.as_of)}, edition {words.plain(a.edition)}; scored for {a.year}{by}"


def identity(subject: Subject) -> str:
    """What kind of partnership it is, how many belong to it and since when."""
    size = words.counted(len(subject.members), "member") if subject.members else "no members on record"
    return f"{words.capital(words.phrase(subject.kind))}, {size}. {words.in_force(subject.in_force)}".strip()


def instrument_dates(instrument: Instrument) -> tuple[str, str, str]:
    """When an instrument was signed, entered into force and ended; an open end says so."""
    end = words.day(instrument.end) if instrument.end else "still in force" if instrument.start else words.NOT_KNOWN
    return words.day(instrument.signed), words.day(instrument.start), end


def empty_pillar(text: str, indicators: tuple[IndicatorResult, ...]) -> str:
    """What is missing where nothing in a pillar can be known."""
    if text:
        return words.sentence(text)
    return "" if indicators else "Nothing is known for this pillar, and no indicator is declared for it."


def evidence_title(result: IndicatorResult) -> str:
    """How many pieces of evidence are listed, of how many."""
    shown, total = len(result.evidence), max(result.evidence_total, len(result.evidence))
    if not total:
        return "Evidence: none kept"
    return f"Evidence: {words.counted(shown, 'item')}" + (f", of {total:,}" if shown < total else "")


def provenance(result: IndicatorResult) -> str:
    """Whose definition it is, across what the value is taken, and what it weighs."""
    parts = (
        f"Definition: {words.plain(result.citation)}" if result.citation else "",
        f"across {words.plain(result.across)}" if result.across else "",
        f"weight {words.number(result.weight)}" if result.headline else "",
    )
    return words.sentence("; ".join(part for part in parts if part))


def conflict_title(subject: Subject, conflict: Conflict) -> str:
    """What claims disagree about."""
    about = f"{words.capital(words.phrase(conflict.item))}: {party_name(subject, conflict.subject)}"
    return f"{about}, {words.day(conflict.date)}" if conflict.date else about


def standing(fact: Fact) -> str:
    """How far an indicator's score lies from the peer median."""
    above = "above" if fact.distance >= 0 else "below"
    gap = words.points(abs(fact.distance))
    return f"Score {words.points(fact.score)}, {gap} {above} the peer median of {words.points(fact.peer_median)}."


def no_peers(a: Assessment) -> str:
    """What is said where there are too few partnerships of the same kind."""
    return (
        words.sentence(a.peers.note) or "Fewer than five partnerships of this kind were in force, so none is compared."
    )


def method(a: Assessment) -> tuple[str, ...]:
    """How to read scores, ranges and gaps."""
    middle = f"the middle {words.percent(a.interval.level)} of {a.interval.draws:,} scores (seed {a.interval.seed})"
    return tuple(line.format(middle=middle, need=words.percent(a.need)) for line in METHOD)


def quartile_title(a: Assessment, key: str) -> str:
    """What a row of peer quartiles is about: a headline, a pillar or an indicator."""
    for headline_id, title in words.HEADLINES.items():
        if key == headline_id:
            return title
    titles = {pillar.id: pillar.title for pillar in a.pillars}
    titles |= {result.id: result.title for pillar in a.pillars for result in pillar.indicators}
    return words.plain(titles.get(key, words.capital(words.phrase(key))))


def own_score(a: Assessment, key: str) -> str:
    """The partnership's own score beside a row of peer quartiles."""
    scores = {result.id: result.score for pillar in a.pillars for result in pillar.indicators}
    scores |= {str(headline_id): result.score for headline_id, result in a.headlines.items()}
    return words.points(scores.get(key))
