"""A partnership's dossier says the same in HTML, Markdown and the terminal, and every number leads to evidence."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from _fixture_assessment import ALL, PILLARS, compact, crowd, hostile, no_tie
from foedus.reports import _svg, _words, partnership
from foedus.reports._html import TEMPLATES, anchor
from foedus.scorecards._assessment import Assessment, Evidence

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "circle", "polyline", "polygon"}
FIRST_SCREEN = (
    "as-of", "bottom-line", "clause", "who-owes-whom", "invocation", "who-pays", "headlines", "top-risk",
    "changes", "gaps",
)  # fmt: skip


class Page(HTMLParser):
    """A page as lists of what is in it; `unbalanced` names tags that do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.hrefs += [value for name, value in attrs if name == "href" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def rendered(a: Assessment, width: int = 80, encoding: str = "utf-8") -> str:
    """The terminal dossier without color."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    Console(file=out, width=width, no_color=True, legacy_windows=False).print(partnership.to_terminal(a))
    out.flush()
    return out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


every = pytest.mark.parametrize("name", ALL)


@every
def test_the_page_parses_with_balanced_tags_and_unique_ids(name: str) -> None:
    page = Page(partnership.to_html(ALL[name]()))
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))


@every
def test_the_page_loads_nothing_and_runs_nothing(name: str) -> None:
    html = partnership.to_html(ALL[name]())
    page = Page(html)
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    )
    assert not [attrs for _, attrs in page.tags if any(key == "src" or key.startswith("on") for key in attrs)]
    assert all(href.startswith(("#", "https://", "http://")) for href in page.hrefs)
    assert "@import" not in html
    assert "url(" not in html


@every
def test_every_anchor_resolves(name: str) -> None:
    page = Page(partnership.to_html(ALL[name]()))
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)


@every
def test_nothing_absent_is_printed_as_a_word_of_the_machine(name: str) -> None:
    a = ALL[name]()
    for text in (Page(partnership.to_html(a)).text, partnership.to_markdown(a), rendered(a)):
        assert not re.search(r"\b(None|NaN|nan|null|Undefined|inf)\b", text)


def test_a_value_that_is_not_a_number_is_not_known() -> None:
    a = compact()
    first = a.pillars[0]
    broken = replace(first, indicators=(replace(first.indicators[0], value=float("nan")), *first.indicators[1:]))
    a = replace(a, pillars=(broken, *a.pillars[1:]))
    for text in (Page(partnership.to_html(a)).text, partnership.to_markdown(a), rendered(a)):
        assert not re.search(r"\bnan\b", text, re.IGNORECASE)


def test_twelve_pillars_are_present_in_order() -> None:
    page = Page(partnership.to_html(compact()))
    places = [page.ids.index(f"p-{id_}") for id_, _ in PILLARS]
    assert places == sorted(places)
    assert len(places) == 12
    titles = [partnership.to_markdown(compact()).index(f"## {at} {title}") for at, (_, title) in enumerate(PILLARS, 1)]
    assert titles == sorted(titles)


def test_the_first_screen_keeps_its_order() -> None:
    ids = Page(partnership.to_html(compact())).ids
    places = [ids.index(name) for name in FIRST_SCREEN]
    assert places == sorted(places)
    assert places[-1] < ids.index("pillars")


@pytest.mark.parametrize("write", [partnership.to_markdown, rendered])
def test_the_other_faces_keep_the_same_order(write) -> None:  # type: ignore[no-untyped-def]
    text = write(compact())
    titles = (
        "As of", "promises much", "What binds them", "oes not promise", "Who is obliged", "Last invocation", "Who pays",
        "Four headlines", "Top risk", "What changed", "Three gaps",
    )  # fmt: skip
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_defense_comes_before_other_obligations_and_says_what_it_does_not_promise() -> None:
    text = Page(partnership.to_html(compact())).text
    defense = text.index("An attack on one is held to be an attack on all")
    assert defense < text.index("Armed force: each party takes") < text.index("Parties talk when")
    assert text.count("What it does not promise") == 3


def test_markup_in_data_is_shown_and_not_obeyed() -> None:
    html = partnership.to_html(hostile())
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "javascript:" not in "".join(Page(html).hrefs)
    assert "\x1b" not in html + partnership.to_markdown(hostile()) + rendered(hostile())
    markdown = re.sub(r"`[^`\n]*`", "", partnership.to_markdown(hostile()).replace("\\`", ""))
    assert "<script" not in markdown
    assert "](javascript" not in markdown.replace("\\]", "")


def test_a_null_headline_says_how_much_is_known_and_how_much_is_needed() -> None:
    said = "ot enough known: 42% of the weight, need 50%"
    for text in (
        Page(partnership.to_html(compact())).text,
        partnership.to_markdown(compact()),
        rendered(compact(), 120),
    ):
        assert said in text


@every
@pytest.mark.parametrize("width", [80, 132])
def test_the_terminal_stays_inside_its_width(name: str, width: int) -> None:
    assert max(cell_len(line) for line in rendered(ALL[name](), width).splitlines()) <= width


def test_the_terminal_can_do_with_ascii() -> None:
    bar = next(line for line in rendered(compact(), encoding="ascii").splitlines() if "Commitment and activity" in line)
    assert "#" in bar
    assert "=" in bar
    assert "|" in bar


def test_no_color_leaves_no_color_codes() -> None:
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", rendered(compact()))


def test_the_terminal_does_not_load_the_template_engine() -> None:
    code = (
        "import sys; from _fixture_assessment import compact; from foedus.reports.partnership import to_terminal;"
        "to_terminal(compact()); sys.exit('jinja2' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


def test_every_value_leads_to_its_evidence() -> None:
    html = partnership.to_html(crowd())
    for pillar in crowd().pillars:
        for result in pillar.indicators:
            if result.value is not None:
                found = re.search(rf'<a href="#e-{anchor(result.id)}">([^<]+)</a>', html)
                assert found
                assert unescape(found[1]) == _words.value(result)


@pytest.mark.parametrize("build", [compact, crowd])
def test_markdown_has_the_numbers_of_the_page(build) -> None:  # type: ignore[no-untyped-def]
    a = build()
    page, markdown = Page(partnership.to_html(a)).text, partnership.to_markdown(a)
    for pillar in a.pillars:
        said = [
            f"{_words.stage_title(stage)}: {_words.scored(score, a.need)}" for stage, score in pillar.stages.items()
        ]
        assert all(re.sub(r"\s+", " ", line) in page for line in (s.replace(": ", ":  ") for s in said))
        assert all(line.split(": ", 1)[1] in markdown for line in said)
        for result in pillar.indicators:
            assert _words.value(result) in page
            assert _words.value(result) in markdown
            claims = {_words.claimed(row) for row in result.evidence}
            assert all(claim in page and claim in markdown for claim in claims)
    for headline in a.headlines.values():
        assert _words.span(headline.low, headline.high) in page
        assert _words.span(headline.low, headline.high) in markdown


def test_an_empty_pillar_says_what_is_missing() -> None:
    for text in (Page(partnership.to_html(compact())).text, partnership.to_markdown(compact())):
        assert "No relief operation of the last five years is on record" in text


def test_a_pair_without_ties_is_reported_and_not_refused() -> None:
    for text in (Page(partnership.to_html(no_tie())).text, partnership.to_markdown(no_tie()), rendered(no_tie())):
        assert "have no tie on record in 2024" in text
        assert "No obligation between these two alone is on record." in text


def test_fifty_five_members_and_two_hundred_pieces_of_evidence_are_all_shown() -> None:
    page = Page(partnership.to_html(crowd()))
    assert "Invented State 55" in page.text
    assert "Invented State 199" in page.text
    assert "Evidence: 200 items" in page.text
    assert "55 members" in page.text


def test_the_first_claim_of_a_conflict_is_the_one_used() -> None:
    text = Page(partnership.to_html(compact())).text
    assert (
        text.index("Used 2.11% of GDP")
        < text.index("Also claimed 1.94% of GDP")
        < text.index("Also claimed 2.3% of GDP")
    )


def test_every_chart_has_a_title_and_a_description() -> None:
    page = Page(partnership.to_html(compact()))
    charts = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("aria-hidden") != "true"]
    assert len(charts) > 8
    assert all(set(str(attrs["aria-labelledby"]).split()) <= set(page.ids) for attrs in charts)


def test_every_table_has_a_caption_and_every_heading_cell_a_scope() -> None:
    page = Page(partnership.to_html(compact()))
    names = [tag for tag, _ in page.tags]
    assert names.count("table") == names.count("caption")
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in page.tags if tag == "th")


def test_no_heading_level_is_skipped() -> None:
    levels = [int(tag[1]) for tag, _ in Page(partnership.to_html(compact())).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def luminance(color: str) -> float:
    """Relative luminance of a hexadecimal color, as WCAG 2 defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_and_marks_stand_out_from_what_is_behind_them(scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", (TEMPLATES / "screen.css").read_text(encoding="utf-8"), re.DOTALL)
    color = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", blocks[scheme]))
    for behind in ("paper", "panel", "warn"):
        assert all(contrast(color[text], color[behind]) >= 4.5 for text in ("ink", "soft", "link"))
    for headline in _words.HEADLINES:
        assert contrast(color[headline], color["paper"]) >= 3
        assert contrast(color[headline], color["track"]) >= 3


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.583333, "share", "58.3%"), (2.11, "% of GDP", "2.11% of GDP"), (41250.0, "troops", "41,250 troops"),
        (2.75, "0 to 3", "2.75 (0 to 3)"), (-0.0004, "", "-0.0004"), (1949.0, "year", "1949"),
        (0.0, "ratio", "0 ratio"),
        (100.0, "", "100"), (None, "share", "not known"), (float("nan"), "", "not known"),
        ("1951-06-01", "", "1 June 1951"),
    ],
)  # fmt: skip
def test_numbers_are_put_in_words(value: float | str | None, unit: str, said: str) -> None:
    assert _words.measured(value, unit) == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("1949-04-04", "4 April 1949"),
        ("1949-04", "April 1949"),
        ("1949", "1949"),
        (None, "not known"),
        ("1949-13", "1949-13"),
    ],
)
def test_dates_keep_their_precision(iso: str | None, said: str) -> None:
    assert _words.day(iso) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0%"), (0.001, "under 1%"), (0.42, "42%"), (0.999, "over 99%"), (1.0, "100%")]
)
def test_nearly_nothing_and_nearly_all_are_not_rounded_away(share: float, said: str) -> None:
    assert _words.percent(share) == said


def test_evidence_in_different_units_is_not_put_on_one_line() -> None:
    rows = tuple(Evidence("X", value, unit, "", "", "", "", "") for value, unit in ((1.0, "a"), (2.0, "a"), (3.0, "b")))
    assert _svg.dot_strip(rows, "k") == ""
    assert _svg.dot_strip(tuple(replace(row, unit="a") for row in rows), "k").count("<circle") == 3


def test_distinct_names_get_distinct_anchors() -> None:
    assert len({anchor(name) for name in ("a b", "a.b", "a-b", "a_b", "ab", "a:b")}) == 6


def test_peers_known_for_too_few_are_told_apart_from_no_peers() -> None:
    a = compact()
    names = tuple(f"Pact {letter}" for letter in "ABCDEFG")
    silent = {key: replace(h, peer_median=None) for key, h in a.headlines.items()}
    some = replace(a, headlines=silent, peers=replace(a.peers, names=names, quartiles={}, note=""))
    none = replace(some, peers=replace(some.peers, names=()))
    for write in (partnership.to_html, partnership.to_markdown):
        assert "none: under 5 of 7 known" in write(some)
        assert "no peers" not in write(some)
        assert "none: under 5" not in write(none)
        assert "no peers" in write(none)


@pytest.mark.parametrize(
    ("article", "said"),
    [("5", "Article 5"), ("V; VI", "Articles V; VI"), ("2 and 3", "Articles 2 and 3"), ("Article II", "Article II"),
     ("42(1) and (3) TEU", "Article 42(1) and (3) TEU"), ("Sec. 2", "Sec. 2"), ("", "")],
)  # fmt: skip
def test_an_article_is_cited_as_one(article: str, said: str) -> None:
    assert _words.article(article) == said
