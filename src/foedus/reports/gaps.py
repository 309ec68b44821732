"""Data gaps told: which indicators are unknown or old, what would bring them, and what that would add."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.analyses.gaps import Gap, Gaps, Reach, Step
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section

READING = (
    """A weight is an indicator's share of the headline's weight that applies. What is unknown is left out of a score \
and is not zero, so closing a gap can move the score either way.""",
    """A headline is given where at least {need} of its weight is known. What a source would add is the weight of the \
unknown indicators that name it: the most it can add, since a source may \
not cover these members or this year. An indicator that needs two sources counts with each of them.""",
    """A carried value is the last one observed. Its weight is known already, so a newer one adds no weight; it \
narrows the method range. A value is carried no longer than the limit declared for the indicator.""",
    """Outlook is read from slopes of past scores. No single source opens it: an indicator needs four observed years \
in ten.""",
)


def document(g: Gaps) -> Document:
    """The gaps as a document."""
    title = f"What is not known of {words.plain(g.name)}, {g.year}"
    return Document(title, "data gaps", _answer(g), tuple(_sections(g)), g.edition, g.schema, g.fingerprint)


def _answer(g: Gaps) -> tuple[str, ...]:
    unknown = sum(gap.status == "unknown" for gap in g.gaps)
    carried = sum(gap.status == "carried" for gap in g.gaps)
    applies = g.indicators - len(g.not_applicable)
    told = (
        f"Of {words.counted(g.indicators, 'indicator')} {applies:,} apply: {g.observed:,} observed in {g.year}, "
        f"{carried:,} carried from earlier years, {unknown:,} unknown."
    )
    opening = [step for step in g.steps if step.opens]
    if opening:
        named = words.listing(f"{step.source} ({_headlines(step)})" for step in opening[:3])
        return (told, f"A headline without a score could be given one with {named}.")
    brought = sum(bool(gap.command) and gap.status == "unknown" for gap in g.gaps)
    return (told, f"Of the unknown ones {brought:,} name a source that is not at hand.")


def _headlines(step: Step) -> str:
    return words.listing(words.HEADLINES[key] for key in step.opens)


def _sections(g: Gaps) -> Iterator[Section]:
    yield Section("How far each headline is known", (_reach(g),))
    yield Section("What would bring the most", tuple(_steps(g)))
    unknown = [gap for gap in g.gaps if gap.status == "unknown" and gap.headline]
    yield Section("Unknown, in the order of their use", tuple(_unknown(unknown)))
    yield Section("Carried from earlier years", tuple(_carried([gap for gap in g.gaps if gap.status == "carried"])))
    context = [gap for gap in g.gaps if gap.status == "unknown" and not gap.headline]
    if context:
        said = tuple(f"{gap.indicator} {gap.title}: {_source(gap)}." for gap in context)
        yield Section("Unknown, and shown without a score", (Lines(said, "list"),))
    if g.not_applicable:
        said = (f"Not applicable, and no gap: {words.listing(g.not_applicable)}.",)
        yield Section("What does not apply", (Lines(said),))
    yield Section("How to read this", (Lines(tuple(r.format(need=words.percent(g.need)) for r in READING), "list"),))


def _reach(g: Gaps) -> Grid:
    titles = ("Headline", "Score", "Known", "Of it carried", "Needed", "Known with every source named")
    rows = tuple(
        (words.HEADLINES[r.headline], words.points(r.score), words.percent(r.known), words.percent(r.carried),
         words.percent(g.need), _within(r)) for r in g.reach
    )  # fmt: skip
    return Grid("Share of the weight that applies", titles, rows)


def _within(r: Reach) -> str:
    return "not by a source" if r.headline == "outlook" else words.percent(r.within_reach)


def _steps(g: Gaps) -> Iterator[Part]:
    useful = [step for step in g.steps if step.adds]
    if not useful:
        yield Lines(("No source that is named for an unknown indicator is missing here.",))
        return
    titles = ("Source", "Indicators", *words.HEADLINES.values(), "Gives a score to")
    rows = tuple(
        (f"{step.source}: {step.title}", words.listing(step.indicators),
         *(f"+{words.percent(step.adds[key])}" if key in step.adds else "" for key in words.HEADLINES),
         _headlines(step)) for step in useful
    )  # fmt: skip
    yield Grid("Sources that are not at hand, and the most weight each could add", titles, rows, 2, left=(6,))
    yield Lines(tuple(f"{step.command} {words.web_address(step.homepage)}" for step in useful), "list")
    yield Lines(("PATH is a file or folder that holds the publisher's files.",), "note")


def _unknown(found: list[Gap]) -> Iterator[Part]:
    if not found:
        yield Lines(("Nothing that applies and is scored is unknown.",))
        return
    titles = ("Indicator", "Headline", "Weight", "Needs", "What would bring it")
    rows = tuple(
        (f"{gap.indicator} {gap.title}", words.HEADLINES[gap.headline] if gap.headline else "",
         words.percent(gap.weight), gap.needs, _source(gap)) for gap in found
    )  # fmt: skip
    yield Grid("Weight: share of the headline's weight that applies", titles, rows, 2, left=(3, 4))


def _source(gap: Gap) -> str:
    """Which command would bring it, or why none would."""
    if gap.command:
        return gap.command
    if gap.at_hand:
        return f"{words.listing(gap.at_hand)}: at hand, and silent on these members or this year"
    return f"no command: {gap.needs}" if gap.needs else "no open source is known"


def _carried(found: list[Gap]) -> Iterator[Part]:
    if not found:
        yield Lines(("No value is carried.",))
        return
    titles = ("Indicator", "Headline", "Weight", "Last observed", "Age", "Carried at most", "Needs")
    rows = tuple(
        (f"{gap.indicator} {gap.title}", words.HEADLINES[gap.headline] if gap.headline else "shown, not scored",
         words.percent(gap.weight), str(gap.year_used), words.counted(gap.age or 0, "year"),
         "while in force" if gap.may_be is None else words.counted(gap.may_be, "year"), gap.needs) for gap in found
    )  # fmt: skip
    yield Grid("Values of an earlier year that still count", titles, rows, 2, left=(6,))
