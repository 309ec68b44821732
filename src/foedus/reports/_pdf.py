"""A page as a PDF to hand on: tagged for screen readers, pages numbered, title and fingerprint under each."""

from __future__ import annotations

import re
from html import unescape

from foedus.errors import NotInstalled
from foedus.reports import _words as words
from foedus.reports._figures import in_page
from foedus.reports._html import TEMPLATES

VARIANT = "pdf/ua-1"
PANGO = (
    "Install Pango, which no Python package brings. Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0; macOS: brew install pango; else by the system's own package manager."
)


def pdf(html: str, fingerprint: str) -> bytes:
    """The page as PDF/UA; nothing is loaded from elsewhere."""
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise NotInstalled("A report as PDF", "pdf") from error
    except OSError as error:
        what = f"A report as PDF (the system's library {_library(error)} is missing)"
        raise NotInstalled(what, "pdf", otherwise=PANGO) from error
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    feet = _feet(unescape(found[1]) if found else "Foedus", fingerprint)
    style = (TEMPLATES / "pdf.css").read_text(encoding="utf-8") + feet
    told = in_page(html).replace("</head>", f"<style>{style}</style></head>", 1)
    return bytes(HTML(string=told, url_fetcher=_refused).write_pdf(pdf_variant=VARIANT) or b"")


def _feet(title: str, fingerprint: str) -> str:
    left, right = (_quoted(text) for text in (title, f"Fingerprint {fingerprint}, page"))
    pages = f'{right} " " counter(page) " of " counter(pages)'
    return f"@page {{ @bottom-left {{ content: {left}; }} @bottom-right {{ content: {pages}; }} }}"


def _quoted(text: str) -> str:
    """Text as a string of a style sheet."""
    return '"' + re.sub(r'["\\<\n]', lambda found: f"\\{ord(found[0]):x} ", words.plain(text)) + '"'


def _library(error: OSError) -> str:
    return words.plain(str(error)).partition("'")[2].partition("'")[0] or "Pango"


def _refused(url: str, *_: object, **__: object) -> dict[str, object]:
    """A page of ours loads nothing: an address in it is a link, never a thing to fetch."""
    raise ValueError(f"{url} is not loaded")
