"""A framework told: ours as a file to copy, anybody's as what it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.reports import _markdown as markdown
from foedus.reports import _words as words
from foedus.scorecards import _compose
from foedus.scorecards._framework import Framework
from foedus.scorecards._framework_text import written
from foedus.scorecards.strategic_partnership import strategic_partnership

if TYPE_CHECKING:
    from rich.console import RenderableType


class Toml(str):
    """A text that is a file to copy: printed as it is."""

    __slots__ = ()

    def __rich__(self) -> RenderableType:
        from rich.text import Text

        return Text(str(self))


def ours() -> Toml:
    """Our own scorecard as a framework file."""
    return Toml(written(strategic_partnership))


def described(framework: Framework) -> str:
    """What a framework declares, in Markdown: means, need, and the weight of every indicator in its headline."""
    card = framework.scorecard
    lines = [f"# {markdown.escaped(card.title)}", ""]
    size = f"{words.counted(len(card.pillars), 'pillar')} and {words.counted(len(card.indicators), 'indicator')}"
    scored = sum(i.scored for i in card.indicators)
    lines += [f"{markdown.escaped(framework.name)} can be used. It has {size}, of which {scored} are scored.", ""]
    need = f"A headline is given where {words.percent(card.need)} of its weight is known."
    lines += [f"Mean of the indicators of a pillar: {card.within}; of the pillars: {card.between}. {need}"]
    posts = {i.id: (i.title, i.worst, i.best) for i in card.indicators}
    for headline in _compose.headline_names():
        rows = [r for r in _compose.weights(card).iter_rows(named=True) if r["headline"] == headline]
        if rows:
            lines += markdown.heading(2, f"{words.HEADLINES[headline]} ({words.READING[headline]})")
            lines += markdown.table(("Indicator", "Pillar", "Worst", "Best", "Weight"), [
                (markdown.escaped(f"{r['indicator']} {posts[r['indicator']][0]}"), markdown.escaped(r["pillar"]),
                 *(words.number(p or 0.0) for p in posts[r["indicator"]][1:]), f"{100 * r['weight']:.2f}%")
                for r in rows
            ])  # fmt: skip
    return "\n".join(lines) + "\n"
