"""The dossier in a terminal: a compact first screen, then pillars, what stands out and what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from foedus.declare import HeadlineId
from foedus.reports import _sentences as sentences
from foedus.reports import _words as words
from foedus.scorecards._assessment import Assessment, Fact, Headline, Obligation, PillarResult

SHOWN_NAMES = 12


def screen(a: Assessment) -> Group:
    """Everything in the order in which it is read."""
    return Group(
        *first_screen(a),
        Text(),
        pillar_table(a),
        *standouts(a),
        *missing(a),
        *closing(a),
    )


def first_screen(a: Assessment) -> Iterable[RenderableType]:
    """From the date to the gaps, in the order of the page."""
    p = a.partnership
    yield Rule(Text(words.plain(p.name), style="bold", overflow="ellipsis"), align="left")
    yield Text(sentences.identity(p), style="dim")
    yield Text(sentences.opening(a), style="dim")
    yield Text()
    yield Text(words.plain(a.bottom_line), style="bold")
    yield labeled("Confidence", words.plain(a.confidence))
    yield heading("What binds them")
    yield from clauses(a)
    yield heading("Who is obliged to whom")
    yield from indented(sentences.who_owes_whom(p) or (sentences.no_obligation(p),))
    yield heading("Last invocation, and what came of it")
    yield from indented((sentences.invoked(a.invocation),))
    yield heading("Who pays")
    yield from indented(sentences.who_pays(p, a.payers))
    yield heading("Four headlines")
    yield headlines(a)
    yield heading("Top risk and its driver")
    yield from indented((words.sentence(a.top_risk) or sentences.NO_RISK,))
    yield heading("What changed")
    yield from indented(map(words.plain, a.changes or (sentences.NO_CHANGE,)))
    yield heading("Three gaps that matter")
    yield from indented(map(words.plain, a.gaps[:3] or (sentences.NO_GAPS,)))


def heading(title: str) -> Text:
    """A title above a block."""
    return Text(title, style="bold underline")


def labeled(label: str, said: str) -> Text:
    """A line that opens with what it is about."""
    return Text.assemble((f"{label}: ", "bold"), said)


def indented(lines: Iterable[str]) -> Iterable[RenderableType]:
    """Lines set in by two columns."""
    return (Padding(Text(line), (0, 0, 0, 2), expand=False) for line in lines)


def clauses(a: Assessment) -> Iterable[RenderableType]:
    """Defense obligations in full; the others on a line each."""
    owed = sentences.in_order(a.partnership)
    if not owed:
        yield from indented((sentences.no_obligation(a.partnership),))
    for obligation in owed:
        yield Padding(clause(a, obligation), (0, 0, 0, 2), expand=False)
    if a.partnership.also_binding:
        also = f"Also binding, and assessed apart: {words.listing(a.partnership.also_binding)}."
        yield from indented((also,))


def clause(a: Assessment, obligation: Obligation) -> Text:
    """A clause with what it promises and what it does not."""
    kind = words.obligation_type(obligation.type)
    said = Text.assemble((kind, "bold"), f" ({sentences.clause(a.partnership, obligation)}). ")
    said.append(words.sentence(obligation.text))
    if obligation.type == "defense":
        said.append("".join(f" {name}: {text}" for name, text in sentences.limits(obligation)))
    said.append("\n  Does not promise: ", style="bold")
    return said.append(sentences.not_promised(obligation))


def headlines(a: Assessment) -> Table:
    """The four headlines, each with a bar and a line of words."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=25)
    grid.add_column(width=4, justify="right")
    grid.add_column(ratio=1)
    for headline, title in words.HEADLINES.items():
        result = a.headlines[headline]
        said = Text(sentences.headline(result, a))
        if result.score is None:
            grid.add_row(Text(f"  {title}"), Text("-"), said)
        else:
            grid.add_row(Text(f"  {title}"), Text(words.points(result.score), style="bold"), Bar(headline, result))
            grid.add_row(Text(f"  {words.READING[headline]}", style="dim"), Text(), said)
    return grid


class Bar:
    """A score on a line from 0 to 100 with its method range and the peer median, told apart by sign."""

    def __init__(self, headline: HeadlineId, result: Headline) -> None:
        self.headline, self.result = headline, result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw as wide as there is room for, in ASCII where the terminal asks for it."""
        track, band, peer, mark = "-=|#" if options.ascii_only else "─━│●"
        width = max(10, min(options.max_width, 60))
        cells = [track] * width

        def cell(score: float) -> int:
            return round(score * (width - 1) / 100)

        if self.result.low is not None and self.result.high is not None:
            for at in range(cell(self.result.low), cell(self.result.high) + 1):
                cells[at] = band
        if self.result.peer_median is not None:
            cells[cell(self.result.peer_median)] = peer
        if self.result.score is not None:
            cells[cell(self.result.score)] = mark
        yield Segment("".join(cells), Style())

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """At least ten columns."""
        return Measurement(10, min(60, max(10, options.max_width)))


def pillar_table(a: Assessment) -> Table:
    """The twelve pillars, one score for each headline they feed."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text("Pillars: score and method range"),
        title_justify="left",
        expand=False,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("", justify="right")
    table.add_column("Pillar", overflow="fold", min_width=22)
    for title in ("Commitment", "Results", "Risk", "Outlook"):
        table.add_column(title, justify="right", overflow="fold")
    table.add_column("Known", justify="right")
    for at, pillar in enumerate(a.pillars, 1):
        table.add_row(str(at), Text(words.plain(pillar.title)), *pillar_cells(pillar))
    return table


def pillar_cells(pillar: PillarResult) -> list[Text]:
    """A pillar's score under each headline, and how many of its indicators are known."""
    cells = {headline: Text("") for headline in words.HEADLINES}
    for stage, score in pillar.stages.items():
        if stage in words.STAGES:
            band = words.span(score.low, score.high).replace(" to ", "-")
            known = Text.assemble((words.points(score.score), "bold"), f" {band}")
            cells[words.STAGES[stage]] = Text("unknown", style="dim") if score.score is None else known
    known_count = sum(result.value is not None for result in pillar.indicators)
    count = f"{known_count} of {len(pillar.indicators)}" if pillar.indicators else "none"
    return [*cells.values(), Text(count)]


def standouts(a: Assessment) -> Iterable[RenderableType]:
    """The facts farthest from the peers."""
    for title, facts in (("Strongest against peers", a.strengths), ("Weakest against peers", a.weaknesses)):
        yield heading(title)
        yield from indented(fact_line(fact) for fact in facts) if facts else indented((sentences.NO_FACT,))
    yield heading("Peers")
    if not a.peers.names:
        yield from indented((sentences.no_peers(a),))
        return
    more = len(a.peers.names) - SHOWN_NAMES
    names = [*a.peers.names[:SHOWN_NAMES], *([words.counted(more, "other")] if more > 0 else [])]
    yield from indented(filter(None, (f"{words.listing(names)}.", sentences.compared(a))))


def fact_line(fact: Fact) -> str:
    """A fact with how far it stands from the peers."""
    return f"{words.plain(fact.title)}: {words.sentence(fact.sentence)} {sentences.standing(fact)}"


def missing(a: Assessment) -> Iterable[RenderableType]:
    """What lacks data, grouped under the command that would bring it."""
    yield heading("What is missing, and what would bring it")
    if not a.missing:
        yield from indented((sentences.NOTHING_MISSING,))
    wanted: dict[str, list[str]] = {}
    for gap in a.missing:
        wanted.setdefault(words.plain(gap.command) or sentences.NO_COMMAND, []).append(words.plain(gap.indicator))
    for command, indicators in wanted.items():
        said = Text.assemble((command, "bold"), f": {', '.join(indicators)}")
        yield Padding(said, (0, 0, 0, 2), expand=False)


def closing(a: Assessment) -> Iterable[RenderableType]:
    """How to read the numbers, and where their evidence is."""
    if a.conflicts:
        yield labeled("Claims that disagree", f"{len(a.conflicts):,}; the page shows them side by side.")
    yield Text(
        "A method range is not a confidence interval. For Risk 100 is most risk; for Outlook 50 is no change. "
        "Activity is not effect. Unknown is not zero. "
        "--out FILE.html writes the page with the evidence for each value.",
        style="dim",
    )
    yield Text(f"Fingerprint {words.plain(a.fingerprint)}", style="dim")
