"""The dossier as one page: templates, style and charts put together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from foedus.declare import HeadlineId
from foedus.reports import _sentences as sentences
from foedus.reports import _svg as svg
from foedus.reports import _words as words
from foedus.scorecards._assessment import Assessment, Evidence, Instrument, Obligation

TEMPLATES = Path(__file__).parent / "templates"
STYLES = ("screen.css", "figures.css", "print.css")


def page(a: Assessment) -> str:
    """The whole page, style inlined."""
    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    text = (
        environment()
        .get_template("partnership.html")
        .render(a=a, style=trusted(style), links=Links(a), charts=Charts(a))
    )
    return re.sub(r"\n\s*\n+", "\n", text)


@cache
def environment() -> Environment:
    """Templates with everything escaped, in which a name that does not exist is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=said,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(w=words, s=sentences)
    return made


def said(value: object) -> object:
    """What a template prints: text on one line, never an absent value."""
    if value is None:
        return words.NOT_KNOWN
    return words.plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def trusted(markup: str) -> Markup:
    """Markup of our own making: style sheets, and charts that escape each label."""
    return Markup(markup)  # noqa: S704 -- never called with text of a source


def anchor(text: str) -> str:
    """An identifier that a fragment can name; distinct texts give distinct identifiers."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}", text)


class Links:
    """Which indicators and references have a place on the page, and where."""

    def __init__(self, a: Assessment) -> None:
        self.indicators = {result.id for pillar in a.pillars for result in pillar.indicators}
        self.references = {reference.id: reference for reference in a.bibliography}

    def to(self, kind: str, name: str) -> str:
        """The identifier of an indicator (`i`), its evidence (`e`), a pillar (`p`) or a reference (`b`)."""
        return f"{kind}-{anchor(name)}"

    def source(self, place: Evidence | Obligation | Instrument | str) -> Markup:
        """A source by name, linked to the bibliography where it stands there."""
        name = place if isinstance(place, str) else place.source
        if name not in self.references:
            return Markup("{}").format(words.plain(name) or words.NOT_KNOWN)
        return Markup('<a href="#{}">{}</a>').format(self.to("b", name), words.plain(name))

    def outward(self, url: str, text: str) -> Markup:
        """Text that leads to an address; plain text where the address is none or not safe."""
        address = words.web_address(url)
        shown = words.plain(text)
        if not address:
            return Markup("{}").format(shown)
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, shown or words.plain(address))


class Charts:
    """The charts of one assessment, ready to stand in the page."""

    def __init__(self, a: Assessment) -> None:
        self.a = a

    def headline(self, headline: HeadlineId) -> Markup:
        """The bar of one headline."""
        return trusted(svg.headline_bar(headline, self.a.headlines[headline], self.a.year))

    def profiles(self) -> tuple[Markup, ...]:
        """Scores by pillar, in two halves that stand side by side where there is room."""
        half = (len(self.a.pillars) + 1) // 2
        halves = (self.a.pillars[:half], self.a.pillars[half:])
        return tuple(trusted(svg.profile(part, f"profile-{at}")) for at, part in enumerate(halves) if part)

    def mark(self, headline: HeadlineId) -> Markup:
        """The mark of a headline, for the legend."""
        return trusted(f'<svg viewBox="0 0 14 14" class="key" aria-hidden="true">{svg.marker(headline, 7, 7)}</svg>')

    def trend(self, headline: HeadlineId) -> Markup:
        """One headline over the years."""
        return trusted(svg.trend(headline, self.a.trend))

    def strip(self, rows: tuple[Evidence, ...], indicator: str) -> Markup:
        """The evidence of an indicator on a number line."""
        return trusted(svg.dot_strip(rows, f"dots-{anchor(indicator)}"))
