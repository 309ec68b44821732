"""What moves a score, in words and in shares: choices of method, indicators and sources left out."""

from __future__ import annotations

from foedus.analyses._sobol import CITATION
from foedus.analyses.sensitivity import Moves, Sensitive, Sensitivity, Without
from foedus.declare import HeadlineId
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section, bars
from foedus.reports._page import drawn, signed
from foedus.scorecards._draws import GOALPOST_SHIFT, WEIGHT_VARIATION

GROUPS = {
    "weights": "Weights", "goalposts": "Goalposts", "claims": "Claims that disagree",
    "chance": "Few cases and old figures", "unknown": "What is unknown",
}  # fmt: skip
SHOWN = 12
READING = (
    """Weights: Dirichlet around those declared, coefficient of variation {variation}. Goalposts: each moved by up to \
{shift} of the distance between them. Claims: one of those that disagree. Few cases and old figures: a share of few \
cases as so few would vary, a carried figure drifting as such figures have. What is unknown: drawn from partnerships \
of its kind and decade; while it stands still, an unknown indicator is left out.""",
    """Alone: the variance of the score with only these choices moving, over the variance with all moving. The shares \
do not have to sum to 100%, since choices act on one another.""",
    """First order: the share of the variance that goes when this group is known. Total: the share that stays when all \
others are known. Where the total is clearly larger, the group acts through others.""",
    """Without an indicator, its weight goes to the others of its pillar. Without a source, an indicator that rests on \
it falls back on another source if one is declared or claims the same, and is unknown otherwise.""",
)


def document(r: Sensitivity) -> Document:
    """The answer as a document."""
    title = f"What moves the scores of {words.plain(r.name)}, {r.year}"
    sections = [_headline(r, h) for h in r.headlines]
    told = {"variation": f"{WEIGHT_VARIATION:g}", "shift": words.percent(GOALPOST_SHIFT)}
    notes = [line.format(**told) for line in READING]
    notes.append(f"Sobol indices: {CITATION}." if r.sobol else (
        "Sobol indices need an optional part: pip install 'foedus[sensitivity]'."))  # fmt: skip
    notes.append(f"From {drawn(r.interval)}. It is a study of choices of method, not of error in the world.")
    sections.append(Section("How to read this", (Lines(tuple(notes), "list"),)))
    answer = tuple(_summary(h) for h in r.headlines)
    return Document(title, "sensitivity of scores", answer, tuple(sections), r.edition, r.schema, r.fingerprint)


def _summary(h: Sensitive) -> str:
    name = words.HEADLINES[h.headline]
    if h.score is None:
        return f"{name}: {words.percent(h.known)} of the weight is known, too little to score."
    said = f"{name} {h.score:.0f} ({words.span(h.low, h.high)})"
    if h.groups:
        first = h.groups[0]
        said += f": {_lower(GROUPS[first.group])} moves it most, {words.percent(first.alone)} of the variance alone"
    falls = [w for w in h.indicators if w.score is None]
    moved = [w for w in h.indicators if w.change]
    if moved:
        top = moved[0]
        said += f"; without {top.part} {_lower(top.title)} it would be {top.score:.0f}"
    if falls:
        said += f"; without {words.listing((w.part for w in falls), 'or')} too little would be known"
    return f"{said}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _headline(r: Sensitivity, h: Sensitive) -> Section:
    name = f"{words.HEADLINES[h.headline]} ({words.READING[h.headline]})"
    if h.score is None:
        return Section(name, (Lines((_summary(h),), "warning"),), h.headline)
    parts: list[Part] = _groups(r, h)
    moved = [w for w in h.indicators if w.change is not None][:SHOWN]
    if moved:
        rows = [(f"without {w.part} {w.title}", w.change or 0.0) for w in moved]
        parts.append(bars(rows, f"without-{h.headline}", "Change of the score with one indicator left out"))
    parts.append(_without("Without one indicator", "Indicator", h.indicators, h.headline))
    if h.sources:
        parts.append(_without("Without one source", "Source", h.sources, h.headline))
    return Section(name, tuple(parts), h.headline)


def _groups(r: Sensitivity, h: Sensitive) -> list[Part]:
    if not h.groups:
        return [Lines(("No choice of method moves it.",))]
    titles: tuple[str, ...] = ("Choices", "Score while only they move", "Share of variance alone")
    titles += ("First order", "Total") if r.sobol else ()
    rows = tuple(
        (GROUPS[g.group], words.span(g.low, g.high), words.percent(g.alone), *_indices(g, r)) for g in h.groups
    )
    caption = f"Standard deviation with all of them moving: {h.spread:.1f} points"
    return [Grid(caption, titles, rows)]


def _indices(g: Moves, r: Sensitivity) -> tuple[str, ...]:
    if not r.sobol:
        return ()
    if g.sobol is None:
        return ("", "")
    pairs = ((g.sobol.first, g.sobol.first_within), (g.sobol.total, g.sobol.total_within))
    return tuple(f"{max(value, 0):.2f} ± {within:.2f}" for value, within in pairs)


def _without(caption: str, title: str, parts: tuple[Without, ...], headline: HeadlineId) -> Grid:
    rows = tuple(
        (w.part if title == "Source" else f"{w.part} {w.title}", *_lost(w, title), _score(w),
         "" if w.change is None else signed(w.change, 1), words.percent(w.known)) for w in parts
    )  # fmt: skip
    lost = ("Lost", "From another source") if title == "Source" else ()
    noun = f"{caption.lower()}: {words.HEADLINES[headline]}"
    return Grid(caption, (title, *lost, "Score", "Change", "Known"), rows, 1 + len(lost),
                folded=f"{words.capital(noun)} ({len(rows)})")  # fmt: skip


def _lost(w: Without, title: str) -> tuple[str, ...]:
    return (words.listing(w.lost) or "none", words.listing(w.replaced)) if title == "Source" else ()


def _score(w: Without) -> str:
    return "too little known" if w.score is None else f"{w.score:.1f}"
