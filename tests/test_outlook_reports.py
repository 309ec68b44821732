"""The outlook of real partnerships: numbers, forms, limits, and how long it takes once its record is kept."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

import foedus
from foedus.errors import BadOption, NotInForce
from foedus.models._outlook_record import Outlook
from foedus.models.alliance_survival import ANY
from foedus.reports import outlook as report

At = Callable[[Path], None]
Asked = Callable[..., Outlook]


@pytest.fixture(scope="module")
def asked(full: Path) -> Iterator[Asked]:
    """Outlooks from every dataset there is; the same question is answered once."""
    answered: dict[tuple[object, ...], Outlook] = {}

    def ask(*names: str, **options: int) -> Outlook:
        key = (*names, *sorted(options.items()))
        if key not in answered:
            answered[key] = foedus.outlook(*names, **options).record
        return answered[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield ask


def _forms(o: Outlook) -> tuple[str, ...]:
    """Page, Markdown and screen as running text."""
    out = io.StringIO()
    Console(file=out, width=80, no_color=True).print(report.to_terminal(o))
    return tuple(re.sub(r"\s+", " ", text) for text in (report.to_html(o), report.to_markdown(o), out.getvalue()))


def test_nato(asked: Asked) -> None:
    o = asked("NATO", year=2024)
    shown = {p.id: p for p in o.projections}
    assert {"commitment", "effects", "risk"} <= set(shown)
    assert shown["commitment"].method == "no change"
    assert shown["effects"].method == "reversion"
    assert (o.survival.atopid, o.survival.model, o.survival.leads) == (3180, "regimes", False)
    whole = o.survival.whole
    assert whole is not None
    assert whole.low < whole.chance < whole.high < 0.05
    assert sum(e.chance for e in o.survival.endings) == pytest.approx(whole.chance)


def test_where_no_change_is_not_beaten_the_report_says_so_and_shows_it(asked: Asked) -> None:
    o = asked("NATO", year=2024)
    plain = [p for p in o.projections if p.method == "no change"]
    assert len(plain) >= 5
    for p in plain:
        assert p.expected == p.no_change
        assert "no change is shown" in p.said
        assert not any(record.beats for record in p.records)
    for text in _forms(o):
        assert "so no change is shown" in text
        assert "the base rate leads" in text


def test_records_rest_on_many_partnerships_and_ranges_hold_nearly_what_they_say(asked: Asked) -> None:
    heads = [p for p in asked("NATO", year=2024).projections if p.is_headline]
    for p in heads:
        for record in p.records:
            assert record.n > 10_000
        used = next(record for record in p.records if record.method == p.method)
        assert 0.72 < used.inside80 < 0.88
        assert 0.84 < used.inside90 < 0.94
        own = next(record for record in p.records if record.method == "own trend")
        assert not own.beats, "a trend drawn out loses to no change"


def test_the_model_of_regimes_beats_the_base_rate_and_the_treaty_alone_does_not(asked: Asked) -> None:
    known = {r.model: r for r in asked("NATO", year=2024).survival.records if r.event == ANY}
    assert known["regimes"].beats
    assert not known["treaty"].beats
    assert known["regimes"].n > 10_000
    assert known["regimes"].happened > 800


def test_an_earlier_year_is_told_without_what_came_later(asked: Asked) -> None:
    o = asked("Warsaw Pact", year=1985)
    assert max(r.origins[1] for r in o.survival.records) == 1980
    assert all(r.origins[1] <= 1982 for p in o.projections for r in p.records)
    assert o.survival.fitted is not None
    assert o.survival.fitted[1] == 1985
    assert max(t.years[1] for t in o.trends if t.years) == 1985
    assert (o.survival.whole and o.survival.whole.chance > 0.1) is True


def test_a_partnership_without_a_treaty_has_the_base_rate(asked: Asked) -> None:
    o = asked("AUKUS", year=2024)
    assert (o.survival.atopid, o.survival.model) == (None, "")
    assert o.survival.whole is not None
    assert o.survival.whole.chance == o.survival.whole.base
    assert "No alliance of ATOP" in o.survival.said


def test_the_horizon_can_be_chosen_within_five_years(asked: Asked) -> None:
    o = asked("NATO", year=2020, horizon=1)
    assert {p.target for p in o.projections} == {2021}
    for horizon in (0, 6):
        with pytest.raises(BadOption, match="from 1 to 5 years"):
            asked("NATO", horizon=horizon)


def test_a_drawn_set_has_no_outlook(asked: Asked) -> None:
    with pytest.raises(BadOption, match="partnership that has a name"):
        asked("USA,JPN,KOR", year=2020)


def test_a_year_out_of_force_is_an_error(asked: Asked) -> None:
    with pytest.raises(NotInForce):
        asked("Warsaw Pact", year=2000)


def test_the_same_question_has_the_same_answer_in_under_two_seconds(asked: Asked) -> None:
    first = asked("NATO", year=2024)
    start = time.process_time()
    again = foedus.outlook("NATO", year=2024)
    assert time.process_time() - start < 2
    assert again.to("json") == report.to_json(first)
    assert foedus.outlook("NATO", year=2024, seed=1).fingerprint != first.fingerprint


@pytest.mark.parametrize(("name", "year"), [("NATO", 2024), ("US-Japan", 2010), ("AUKUS", 2024), ("NATO", 1955)])
def test_reports_say_the_same_and_claim_no_more(asked: Asked, name: str, year: int) -> None:
    o = asked(name, year=year)
    for text in _forms(o):
        assert not re.search(r"\bcaus(?:ed?|es|ing)\b|\b(?:None|nan|NaN|inf|Undefined)\b", text)
        assert o.fingerprint in text
        assert "Association" in text
    record = json.loads(report.to_json(o))
    assert [p["method"] for p in record["projections"]] == [p.method for p in o.projections]
    table = report.frame(o)
    assert table.filter(pl.col("what") == "projection").height == 2 * len(o.projections)


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]


def test_the_page_is_self_contained(asked: Asked) -> None:
    html = report.to_html(asked("NATO", year=2024))
    page = _Page(html)
    assert not {"script", "link", "img", "iframe"}.intersection(page.tags)
    assert "url(" not in html
    assert len(page.ids) == len(set(page.ids))


def test_the_screen_fits_80_columns(asked: Asked) -> None:
    out = io.StringIO()
    Console(file=out, width=80, no_color=True).print(report.to_terminal(asked("NATO", year=2024)))
    assert max(len(line) for line in out.getvalue().splitlines()) <= 80


def test_from_the_box_alone_the_missing_data_are_named(data: Path, at: At) -> None:
    at(data)
    o = foedus.outlook("NATO", year=2024).record
    assert o.survival.whole is None
    assert "foedus fetch atop" in o.survival.why
    for text in _forms(o):
        assert "foedus fetch atop" in text
