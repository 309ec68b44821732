"""A state told: its partnerships, what it owes and is owed, what it spends and contributes, and its strains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from foedus.analyses.state import OLDEST, STRAINS, Amount, Membership, Promise, State
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section

MANY = 6
"""So many states are named; more are counted."""

READING = (
    """Partnerships are those of the register and, to 2018, alliances of ATOP that none of them claims. What neither \
has is not shown, and absence says nothing.""",
    """A promise binds as its clause says, with what it does not promise. A duty is not a forecast of conduct.""",
    """Figures of different publishers and definitions stand side by side and are not added. Each is the newest of the \
year or of at most {oldest} years before. What is not known is not zero.""",
    """The four headlines are those of the partnership, not of the state: for Risk 100 is most risk, for Outlook 50 is \
no change.""",
)
DIRECTIONS = {
    "both ways": ("Owed both ways", "Every member owes it to every other", "And"),
    "owes": ("What it owes to others", "It owes this and is not owed the same", "To"),
    "is owed": ("What others owe to it", "It is owed this and does not owe the same", "From"),
}
NOTHING = "Nothing is on record."


def document(s: State) -> Document:
    """The state as a document."""
    title = f"{words.plain(s.name)} and its partnerships, {s.year}"
    return Document(title, "report on a state", _answer(s), tuple(_sections(s)), s.edition, s.schema, s.fingerprint)


def _answer(s: State) -> tuple[str, ...]:
    if not s.memberships:
        return (f"No partnership of {words.plain(s.name)} is on record for {s.year}.",)
    kinds = Counter(m.kind for m in s.memberships)
    told = words.listing(words.counted(count, words.phrase(kind)) for kind, count in sorted(kinds.items(), key=_most))
    lines = [f"On record for {s.year}: {words.counted(len(s.memberships), 'partnership')} ({told})."]
    owes, owed = (_reached(s.promises, side) for side in ("owes", "is owed"))
    lines.append(
        f"It owes defense to {words.counted(len(owes), 'state')} and is owed defense by "
        f"{words.counted(len(owed), 'state')}, each by at least one clause on record."
    )
    if s.spending:
        first = s.spending[0]
        lines.append(f"{first.title}: {words.measured(first.value, first.unit)} ({first.year}, {first.source}).")
    return tuple(lines)


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _reached(promises: Sequence[Promise], side: str) -> set[str]:
    return {name for p in promises if p.type == "defense" and p.direction in (side, "both ways") for name in p.others}


def _sections(s: State) -> Iterator[Section]:
    yield Section("Partnerships", tuple(_memberships(s)))
    for direction, (title, caption, who) in DIRECTIONS.items():
        mine = [p for p in s.promises if p.direction == direction]
        parts: tuple[Part, ...] = (_promises(mine, caption, who),) if mine else (Lines((NOTHING,)),)
        yield Section(title, parts)
    yield Section(
        "What it spends and has",
        _amounts(s.spending, f"No figure of {s.year} or the {OLDEST} years before is at hand."),
    )
    yield Section("What it contributes", (*_amounts(s.contributions, ""), *_parts(s)))
    yield Section(f"Strains that name it, {s.year - STRAINS + 1} to {s.year}", tuple(_strains(s)))
    yield Section("Sources", (Lines(tuple(_sources(s)) or (NOTHING,), "list"),))
    yield Section("How to read this", (Lines(tuple(line.format(oldest=OLDEST) for line in READING), "list"),))


def _sources(s: State) -> Iterator[str]:
    """Every source named above, with its address."""
    from foedus.reports._sheets import described

    names = {m.source for m in (*s.memberships, *s.others)} | {p.source for p in s.promises}
    names |= {p.source for p in s.parts} | {x.source for x in s.strains}
    names |= {a.source for a in (*s.spending, *s.contributions)}
    for name in sorted(names):
        said, _, _, address = described(name)
        yield f"{name}: {words.plain(said)} {words.web_address(address)}".strip()


def _memberships(s: State) -> Iterator[Part]:
    if not s.memberships:
        yield Lines((NOTHING,))
    else:
        titles = ("Partnership", "Kind", "Since", "Members", *words.HEADLINES.values(), "Source")
        rows = tuple((m.name, *_standing(m), *_scores(m), m.source) for m in s.memberships)
        yield Grid(
            "As member on the last day of the year, with the partnership's four headlines", titles, rows, 2, left=(8,)
        )
    if s.others:
        rows = tuple(
            (m.name, words.phrase(m.kind), words.phrase(m.status), words.day(m.since), m.source) for m in s.others
        )
        yield Grid("In another status", ("Partnership", "Kind", "Status", "Since", "Source"), rows, 3, left=(4,))


def _standing(m: Membership) -> tuple[str, ...]:
    return words.phrase(m.kind), words.day(m.since), f"{m.members:,}"


def _scores(m: Membership) -> tuple[str, ...]:
    return tuple(words.points(m.headlines.get(key)) for key in words.HEADLINES)


def _promises(mine: Sequence[Promise], caption: str, who: str) -> Grid:
    titles = ("Promise", who, "By", "Binding", "Condition", "Does not promise", "Source")
    rows = tuple(
        (words.obligation_type(p.type), _named(p.others), _clause(p), words.BINDING.get(p.binding, p.binding),
         words.sentence(p.condition), words.sentence(p.not_promised), p.source) for p in mine
    )  # fmt: skip
    return Grid(caption, titles, rows, 3, left=(3, 4, 5, 6))


def _named(others: Sequence[str]) -> str:
    if len(others) <= MANY:
        return words.listing(others)
    return f"{words.counted(len(others), 'state')}: {', '.join(others[:MANY])} and {len(others) - MANY} more"


def _clause(p: Promise) -> str:
    return ", ".join(filter(None, (words.plain(p.instrument), words.article(p.article))))


def _amounts(amounts: Sequence[Amount], none: str) -> tuple[Part, ...]:
    if not amounts:
        return (Lines((none,)),) if none else ()
    titles = ("Figure", "Value", "Year", "Vintage", "Claims that differ", "Source")
    rows = tuple(
        (a.title, words.measured(a.value, a.unit, 6), str(a.year), a.vintage, f"{a.rivals:,}", a.source)
        for a in amounts
    )  # fmt: skip
    return (Grid("Each of one publisher, and not added", titles, rows, 1, left=(3, 5)),)


def _parts(s: State) -> Iterator[Part]:
    if not s.parts:
        yield Lines((f"No operation, exercise, meeting or programme of {s.year} names it.",))
        return
    titles = ("Activity or programme", "Kind", "Role", "People", "From", "Until", "Source")
    rows = tuple(
        (p.name, words.phrase(p.kind), words.phrase(p.role),
         "unknown" if p.people is None else words.number(p.people, 6), words.day(p.start),
         words.day(p.end) if p.end else "not on record", p.source) for p in s.parts
    )  # fmt: skip
    yield Grid(f"What the register has of {s.year}", titles, rows, 3, left=(6,))


def _strains(s: State) -> Iterator[Part]:
    if not s.strains:
        yield Lines(("No strain that names it is on record.",))
        return
    titles = ("Date", "Kind", "Partnership", "What happened", "Source")
    rows = tuple(
        (words.day(x.start), words.phrase(x.kind) + (", contested" if x.contested else ""), x.partnership,
         words.sentence(x.text), x.source) for x in s.strains
    )  # fmt: skip
    yield Grid("The newest first", titles, rows, 4, left=(4,))
