"""A ranking: who stands where on the common basket, which places are shared, and who is not ranked and why."""

from __future__ import annotations

from foedus.analyses.ranking import TOLD_APART, Excluded, Placed, Ranking
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section, ranges
from foedus.reports._page import drawn

SHOWN_NAMES = 12
DRAWN = 40
FIRST = {"commitment": "most commitment and activity", "effects": "best results", "risk": "most risk",
         "outlook": "best outlook"}  # fmt: skip
READING = (
    """All are scored on the same indicators, under the same weights and goalposts in each of {draws}; so a score here \
can differ from the one in a partnership's own dossier, which rests on all that is known of it.""",
    """The basket is the one that keeps the most partnerships, among those that hold at least {need} of the weight of \
each. What is known of some only cannot order all of them.""",
    """Two neighbors share a place unless one stands above the other in at least {apart} of the choices of method. \
Neighbors are compared one by one, so the first and the last of a long shared place may be further apart.""",
    """The range of ranks is the 5th to the 95th percentile over the draws. It is a range of method, not a confidence \
interval, and a rank says nothing about how far apart two partnerships are: the score does.""",
)


def document(r: Ranking) -> Document:
    """The ranking as a document."""
    title = f"{words.HEADLINES[r.headline]}, {r.year}: {_who(r)}"
    return Document(
        title, "ranking of partnerships", _answer(r), tuple(_sections(r)), r.edition, r.schema, r.fingerprint
    )


def _who(r: Ranking) -> str:
    return f"{words.phrase(r.kind)} partnerships" if r.kind else "all partnerships"


def _answer(r: Ranking) -> tuple[str, ...]:
    if not r.ranked:
        return (f"Nobody can be ranked: no indicators that hold {words.percent(r.need)} of the weight are known.",)
    lead = [p.name for p in r.ranked if p.place == 1]
    shown = "; ".join(lead[:4]) if len(lead) <= 4 else f"{'; '.join(lead[:3])}; and {len(lead) - 3} others"
    share = f", {len(lead)} that the method cannot tell apart" if len(lead) > 1 else ""
    told = f"{len(r.ranked)} of {words.counted(r.universe, 'partnership')} in force can be ranked on one basket."
    return (f"{words.capital(FIRST[r.headline])}: {shown}{share}.", told)


def _sections(r: Ranking) -> tuple[Section, ...]:
    if not r.ranked:
        return (Section("Not ranked", _left_out(r)), _method(r))
    top = r.ranked[: r.top]
    places = max(p.place for p in r.ranked)
    note = f"Rank 1 is {FIRST[r.headline]}. The last place given is {places}, to the last of {len(r.ranked)}."
    if r.framework:
        note += f" Framework: {r.framework}."
    chart = ranges([(f"{_place(p)} {p.name}", p.score, p.low, p.high) for p in top[:DRAWN]], r.headline,
                   f"{words.HEADLINES[r.headline]} on the common basket, {r.year}")  # fmt: skip
    titles = ("Place", "Partnership", "Score", "Method range", "Ranks", "Above the next in", "Known", "Own dossier")
    rows = tuple(
        (_place(p), p.name, f"{p.score:.1f}", words.span(p.low, p.high), _ranks(p),
         "" if p.above_next is None else words.percent(p.above_next), words.percent(p.known),
         words.points(p.own_basket)) for p in top
    )  # fmt: skip
    caption = "Score on the common basket, range of ranks, and the share of choices in which it stands above the next"
    ranked = Section(
        "Who stands where" if len(top) == len(r.ranked) else f"The first {len(top)} of {len(r.ranked)}",
        (Lines((note,), "note"), chart, Grid(caption, titles, rows, 2)), r.headline,
    )  # fmt: skip
    return (ranked, _basket(r), Section("Not ranked", _left_out(r)), _method(r))


def _place(p: Placed) -> str:
    return f"{p.place}=" if p.shared else str(p.place)


def _ranks(p: Placed) -> str:
    return str(p.first) if p.first == p.last else f"{p.first} to {p.last}"


def _basket(r: Ranking) -> Section:
    rows = tuple((f"{one.indicator} {one.title}", f"{100 * one.weight:.1f}%") for one in r.basket)
    said = (
        f"It holds {words.percent(r.share)} of a partnership's weight on average, and {words.percent(r.least)} at "
        f"least. Of {words.counted(r.universe, 'partnership')} it keeps {len(r.ranked)}."
    )
    parts: list[Part] = [Lines((said,)), Grid("The indicators on which all are scored", ("Indicator", "Weight"), rows)]
    if r.others:
        others = tuple(
            (words.listing(one.indicators), words.percent(one.share), str(one.partnerships)) for one in r.others
        )
        caption = "Baskets that hold more, and keep fewer"
        parts.append(Grid(caption, ("Indicators", "Share of the weight", "Partnerships kept"), others))
    return Section("The common basket", tuple(parts))


def _left_out(r: Ranking) -> tuple[Lines, ...]:
    if not r.left_out:
        return (Lines(("Nobody in force that year is left out.",)),)
    return (Lines(tuple(map(_reason, r.left_out)), "list"),)


def _reason(one: Excluded) -> str:
    names = one.partnerships
    some = "; ".join(names[:SHOWN_NAMES])
    some += f"; and {len(names) - SHOWN_NAMES} others" if len(names) > SHOWN_NAMES else ""
    return f"{words.counted(len(names), 'partnership')}: {one.reason}. They are: {some}."


def _method(r: Ranking) -> Section:
    told = {"draws": drawn(r.interval), "need": words.percent(r.need), "apart": words.percent(TOLD_APART)}
    return Section("How to read this", (Lines(tuple(line.format(**told) for line in READING), "list"),))
