"""Figures that stand alone: a chart of a page with its own colors and size, several on one sheet, and as a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from foedus.errors import NotInstalled
from foedus.reports import _words as words
from foedus.reports._html import TEMPLATES

DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SVG = 'xmlns="http://www.w3.org/2000/svg"'
MARGIN, GAP, CAPTION = 24, 28, 22
COLUMN = 360
SHARPNESS = 2
"""Pixels of a picture for each unit of the drawing."""

PLAIN = '.t.b { stroke: none; } .t { font-family: "Liberation Sans", Arial, Helvetica, sans-serif; }'
"""Letters have a rim of paper on a screen; what cannot paint it under the letter must not paint it at all, and what
does not know the screen's own fonts is told of one that is as narrow."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart on a sheet, with the line above it."""

    caption: str
    drawing: str


@cache
def style() -> str:
    """The style of figures in the light colors of the page, without variables: for what knows no style sheet."""
    screen = (TEMPLATES / "screen.css").read_text(encoding="utf-8")
    return resolved(screen[: screen.index("@media")] + (TEMPLATES / "figures.css").read_text(encoding="utf-8"), ":root")


def resolved(css: str, root: str) -> str:
    """A style sheet with its variables put in, light colors only; a headline's color by the headline's class."""
    css = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    colors = dict(re.findall(r"--([\w-]+):\s*([^;}]+)", css))
    headlines = [name for name in words.HEADLINES if name in colors]
    made = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        if selectors.strip() == root or "--c:" in body or "--paper:" in body:
            continue
        if "var(--c" not in body:
            made.append(f"{selectors.strip()} {{{body}}}")
            continue
        for name in headlines:
            own = ", ".join(f"{one.strip()}.c-{name}" for one in selectors.split(","))
            made.append(f"{own} {{{re.sub(r'var[(]--c[^)]*[)]', colors[name].strip(), body)}}}")
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colors.get(found[1], "#000").strip(), "\n".join(made))


def standalone(drawing: str, *, extra: str = "") -> str:
    """A chart of a page with its style inside, so that it looks the same wherever it is put."""
    opening, rest = re.match(r"(<svg\b[^>]*>)(.*)", drawing, re.DOTALL).groups()  # type: ignore[union-attr]
    if "xmlns=" not in opening:
        opening = opening.replace("<svg", f"<svg {SVG}", 1)
    own = re.search(r"<style>(.*?)</style>", rest, re.DOTALL)
    if own:
        told = resolved(own[1], ".tl")
        return opening + rest.replace(own[0], f"<style>{told}{extra}</style>", 1)
    return f"{opening}<style>{style()}{extra}</style>{rest}"


def in_page(html: str) -> str:
    """A page whose charts each carry their style: for a reader of the page that does not give them the page's."""
    return DRAWN.sub(lambda found: standalone(found[0], extra=PLAIN), html)


def sheet(title: str, rows: Iterable[Sequence[Panel]], footer: str) -> str:
    """Charts in rows under a title, one self-contained SVG on white."""
    body, y, widest = [], float(MARGIN + 22), 0.0
    for row in rows:
        x, tallest = float(MARGIN), 0.0
        for panel in row:
            width, height = _size(panel.drawing)
            body.append(f'<text x="{x:g}" y="{y + 14:g}" class="t b">{escape(panel.caption)}</text>')
            placed = f'<svg x="{x:g}" y="{y + CAPTION:g}" width="{width:g}" height="{height:g}"'
            body.append(panel.drawing.replace("<svg", placed, 1))
            x += max(width, COLUMN) + GAP
            tallest = max(tallest, height)
        widest = max(widest, x - GAP)
        y += CAPTION + tallest + GAP
    width, height = widest + MARGIN, y + 10
    head = f'<text x="{MARGIN}" y="{MARGIN + 8}" class="t b title">{escape(words.plain(title))}</text>'
    foot = f'<text x="{MARGIN}" y="{height - 14:g}" class="t m">{escape(words.plain(footer))}</text>'
    return (
        f'<svg {SVG} viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{escape(words.plain(title))}"><style>{style()}</style>'
        f'<rect width="100%" height="100%" class="ground"/>{head}{"".join(body)}{foot}</svg>\n'
    )


def _size(drawing: str) -> tuple[float, float]:
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    return (float(box[1]), float(box[2])) if box else (320.0, 200.0)


def png(drawing: str) -> bytes:
    """A self-contained drawing as a picture; letters come from the fonts of this machine."""
    try:
        import resvg_py
    except ImportError as error:
        raise NotInstalled("A figure as PNG", "png") from error
    plain = standalone(drawing) if "var(--" in drawing else drawing
    made = resvg_py.svg_to_bytes(
        svg_string=plain, zoom=SHARPNESS, background="#ffffff", sans_serif_family="DejaVu Sans",
        monospace_family="DejaVu Sans Mono",
    )  # fmt: skip
    return bytes(made)
