"""Pages that answer one question: the dossier's look, its words, and links that are safe to follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from foedus.reports import _words as words
from foedus.reports._html import STYLES, TEMPLATES, environment, trusted
from foedus.scorecards._assessment import Evidence, Interval

ADDRESS = re.compile(r"\s*(https?://\S+)\s*")
MINUS = "\N{MINUS SIGN}"


def page(template: str, context: Mapping[str, object]) -> str:
    """A self-contained page: no script, nothing loaded from elsewhere."""
    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in (*STYLES, "answers.css"))
    made = environment().get_template(template).render(style=trusted(style), outward=outward, linked=linked, **context)
    return re.sub(r"\n\s*\n+", "\n", made)


def outward(url: str, text: str) -> Markup:
    """Text that leads to an address; plain text where the address is none or not safe."""
    address, shown = words.web_address(url), words.plain(text)
    if not address:
        return Markup("{}").format(shown)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, shown or address)


def linked(text: str) -> Markup:
    """A sentence in which an address leads there."""
    parts = (outward(part, part) for part in ADDRESS.split(text) if part)
    return Markup(" ").join(parts)


def signed(points: float, decimals: int = 1) -> str:
    """A difference with its sign; what rounds to nothing has none."""
    text = f"{abs(points):.{decimals}f}"
    return text if float(text) == 0 else f"{'+' if points > 0 else MINUS}{text}"


def place(row: Evidence) -> str:
    """Where a piece of evidence stands, as text."""
    return "; ".join(part for part in map(words.plain, (row.source, row.vintage, row.locator)) if part)


def several(names: Iterable[str]) -> str:
    """Names as `a, b and c`."""
    return words.listing(list(names))


def drawn(interval: Interval) -> str:
    """How often, and from which seed, the method was drawn."""
    return f"{interval.draws:,} draws (seed {interval.seed})"
