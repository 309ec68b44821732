"""What follows if a figure or a weight were another: from cell to measure to indicator to headline."""

from __future__ import annotations

from foedus.analyses._suppose import Cell, Reweighed
from foedus.analyses.what_if import Moved, Traced, WhatIf, nothing_moved
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section
from foedus.reports._page import drawn, signed
from foedus.scorecards._assessment import Score

READING = (
    """Everything else is as it was: the other figures, the peers, and the same {draws} of weights, goalposts, claims \
and guesses at the unknown, before and after.""",
    """A figure that is set is taken as certain: rival claims about that cell are left out. Figures of other years and \
of other states are not changed with it.""",
    """A weight is multiplied in its headline, and the weights of that headline are then made to sum to 1 again; so \
the others weigh less. The share known moves with them.""",
    "This is arithmetic on what is supposed. It does not say that it could come about, or what else would change.",
)


def document(r: WhatIf) -> Document:
    """The answer as a document."""
    title = f"What if: {words.plain(r.name)}, {r.year}"
    sections = (
        Section("What is supposed", _supposed(r)), _headlines(r), _trace(r),
        Section("How to read this", (Lines(tuple(x.format(draws=drawn(r.interval)) for x in READING), "list"),)),
    )  # fmt: skip
    return Document(title, "a change followed through", _answer(r), sections, r.edition, r.schema, r.fingerprint)


def _answer(r: WhatIf) -> tuple[str, ...]:
    moved = [m for m in r.headlines if m.change and signed(m.change, 2) != "0.00"]
    lost = [m for m in r.headlines if (m.before.score is None) != (m.after.score is None)]
    said = [f"{words.HEADLINES[m.headline]} moves from {m.before.score:.1f} to {m.after.score:.1f}" for m in moved]
    gone, found = "is no longer known well enough", "becomes known"
    said += [f"{words.HEADLINES[m.headline]} {gone if m.after.score is None else found}" for m in lost]
    if said:
        return (f"{words.listing(said)}.",)
    if nothing_moved(r):
        return ("Nothing moves.",)
    return ("No headline moves; what does move is not scored.",)


def _supposed(r: WhatIf) -> tuple[Part, ...]:
    return (Lines((*map(_cell, r.cells), *map(_weight, r.weights)), "list"),)


def _cell(one: Cell) -> str:
    was = "not known" if one.before is None else words.number(one.before, 6)
    unit = f" ({words.plain(one.unit)})" if one.unit else ""
    return f"{one.column} of {one.name} in {one.year}{unit}: {words.number(one.after, 6)} instead of {was}."


def _weight(one: Reweighed) -> str:
    return f"Weight of {one.target} times {one.factor:g}: {words.listing(one.indicators)}."


def _headlines(r: WhatIf) -> Section:
    rows = tuple(_headline(m, r.need) for m in r.headlines)
    titles = ("Headline", "Before", "Range before", "After", "Range after", "Change", "Known before", "Known after")
    return Section("The four headlines", (Grid("", titles, rows),))


def _headline(m: Moved, need: float) -> tuple[str, ...]:
    def score(s: Score) -> str:
        return f"{s.score:.2f}" if s.score is not None else f"under {words.percent(need)} known"

    change = "" if m.change is None else signed(m.change, 2)
    ranged = words.span(m.before.low, m.before.high), words.span(m.after.low, m.after.high)
    known = words.percent(m.before.known), words.percent(m.after.known)
    return (words.HEADLINES[m.headline], score(m.before), ranged[0], score(m.after), ranged[1], change, *known)


def _trace(r: WhatIf) -> Section:
    values = [t for t in r.traced if t.value_before != t.value_after]
    scored = [t for t in r.traced if t.headline and (_moved(t.score_before, t.score_after) or _reweighed(t))]
    still = [t for t in r.traced if t not in values and t not in scored]
    parts: list[Part] = []
    if values:
        titles = ("Indicator", "Measure", "Value before", "Value after", "Score before", "Score after", "Unit")
        parts.append(Grid("Values that the change reaches", titles, tuple(map(_value, values)), 2))
    if scored:
        columns = ("Indicator", "Headline", "Score before", "Score after", "Weight before", "Weight after")
        parts.append(Grid("Scores and weights that move", columns, tuple(map(_score, scored)), 2))
    if still:
        names = words.listing(f"{t.indicator} {t.title}" for t in still)
        parts.append(Lines((f"These read a figure that was set, and do not move: {names}.",)))
    if not r.traced:
        parts.append(Lines(("No indicator reads what was set in this year.",), "warning"))
    others = f"{words.capital(words.counted(r.unmoved, 'other indicator'))} with a measure "
    parts.append(Lines((f"{others}{'stays' if r.unmoved == 1 else 'stay'} as they were.",), "note"))
    return Section("From cell to score", tuple(parts))


def _moved(before: float | None, after: float | None) -> bool:
    return before != after


def _reweighed(t: Traced) -> bool:
    return abs(t.weight_before - t.weight_after) > 1e-12


def _value(t: Traced) -> tuple[str, ...]:
    def number(value: float | None) -> str:
        return words.NOT_KNOWN if value is None else words.number(value, 5)

    def score(value: float | None) -> str:
        return "not scored" if t.headline is None else words.NOT_KNOWN if value is None else f"{value:.2f}"

    named = (f"{t.indicator} {t.title}", t.measure.replace("_", " "))
    return (*named, number(t.value_before), number(t.value_after), score(t.score_before), score(t.score_after), t.unit)


def _score(t: Traced) -> tuple[str, ...]:
    def score(value: float | None) -> str:
        return words.NOT_KNOWN if value is None else f"{value:.2f}"

    headline = words.HEADLINES[t.headline] if t.headline else ""
    weights = f"{100 * t.weight_before:.2f}%", f"{100 * t.weight_after:.2f}%"
    return (f"{t.indicator} {t.title}", headline, score(t.score_before), score(t.score_after), *weights)
