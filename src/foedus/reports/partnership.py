"""A partnership's dossier: what binds it, how it scores on twelve pillars, and the evidence for each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Group

    from foedus.scorecards._assessment import Assessment


def to_html(a: Assessment) -> str:
    """The dossier as one self-contained page: no script, nothing loaded from elsewhere."""
    from foedus.reports._html import page

    return page(a)


def to_json(a: Assessment) -> str:
    """The record as JSON."""
    import json

    from foedus.scorecards import to_json as plain

    return json.dumps(plain(a), indent=1, ensure_ascii=False)


def to_svg(a: Assessment) -> str:
    """The four headlines with their ranges, the profile by pillar, and ten years, as one drawing."""
    from foedus.reports._assessment_sheet import drawing

    return drawing(a)


def to_markdown(a: Assessment) -> str:
    """The dossier as Markdown, with the same numbers in the same order as the page."""
    from foedus.reports._markdown import document

    return document(a)


def to_terminal(a: Assessment) -> Group:
    """The dossier for a terminal of 80 columns or more; evidence is left to the page."""
    from foedus.reports._terminal import screen

    return screen(a)
