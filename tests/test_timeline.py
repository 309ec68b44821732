"""Timelines: every event with its source, in order, drawn without one word leaving the drawing or lying on another."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from foedus.analyses.timeline import KINDS, SCHEMA, Event, Kind, Role, Timeline, timeline
from foedus.errors import BadOption, UnknownName
from foedus.reports import timeline as report
from foedus.reports._timeline_svg import LONGEST, WIDTH, Axis, cut, moment, width_of
from foedus.scorecards._assessment import TrendPoint
from foedus.warehouse import Warehouse, open_warehouse
from test_report_partnership import Page

SVG = "{http://www.w3.org/2000/svg}"
SITE = "https://example.org/invented"
DRAWN = ("NATO", "CSTO", "US-Japan", "Warsaw Pact", "African Union", "Anglo-Portuguese Alliance", "ANZUS")


@pytest.fixture
def warehouse(data: Path, at: Callable[[Path], None]) -> Warehouse:
    at(data)
    return open_warehouse()


def _line(warehouse: Warehouse, name: str, first: int | None = None, last: int | None = None) -> Timeline:
    return timeline(warehouse, name, first=first, last=last)


# What is told


@pytest.mark.parametrize("name", DRAWN)
def test_events_are_dated_sourced_and_in_order(warehouse: Warehouse, name: str) -> None:
    t = _line(warehouse, name)
    assert t.rows
    assert [e.date for e in t.rows] == sorted(e.date for e in t.rows)
    for e in t.rows:
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", e.date), e
        assert e.source, e
        assert e.locator, e
        assert e.title, e
        assert e.kind in KINDS
    assert t.events.height == len(t.rows)
    assert t.events.columns[:4] == ["date", "kind", "what", "title"]


def test_the_north_atlantic_treaty_is_signed_takes_effect_and_gains_members(warehouse: Warehouse) -> None:
    t = _line(warehouse, "NATO")
    told = {(e.date, e.kind, e.what) for e in t.rows}
    assert ("1949-04-04", "partnership", "signed") in told
    assert ("1949-08-24", "partnership", "took effect") in told
    founders = next(e for e in t.rows if e.what == "joined as founder")
    assert len(founders.parties.split(", ")) == 12
    joined = {e.title: e.date[:4] for e in t.rows if e.kind == "member"}
    assert joined["Sweden"] == "2024"
    assert any(e.kind == "strain" and e.what == "invocation" and e.date.startswith("2001") for e in t.rows)


def test_a_party_bears_the_name_of_its_time(warehouse: Warehouse) -> None:
    t = _line(warehouse, "Warsaw Pact")
    founders = {name for e in t.rows if e.what == "joined as founder" for name in e.parties.split(", ")}
    assert "Soviet Union" in founders
    assert "Russia" not in founders


def test_years_cut_the_line_and_keep_what_was_running(warehouse: Warehouse) -> None:
    whole = _line(warehouse, "NATO")
    t = _line(warehouse, "NATO", 1990, 1999)
    assert {e.year for e in t.rows} <= set(range(1990, 2000))
    assert t.rows == tuple(e for e in whole.rows if 1990 <= e.year <= 1999)
    assert all(e.year < 1990 for e in t.running)
    assert any(e.kind == "partnership" for e in t.running)
    assert {p.year for p in t.trend} <= set(range(1990, 2000))


def test_an_alliance_that_only_atop_knows_has_its_dates_and_members(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    t = _line(open_warehouse(), "atop-1005")
    assert {e.kind for e in t.rows} == {"partnership", "member"}
    assert {e.source for e in t.rows} == {"atop"}
    assert t.first == 1815


def test_no_event_that_lies_ahead_is_told_as_past(warehouse: Warehouse) -> None:
    from foedus.sources.register import edition

    for name in ("NATO", "US-Japan"):
        ahead = [e for e in _line(warehouse, name).rows if e.date > edition().date]
        assert {e.what for e in ahead} <= {"due", "set to end"}


@pytest.mark.parametrize(
    ("first", "last", "option"), [(2000, 1990, "--first"), (0, None, "--first"), (1990, 10_000, "--last")]
)
def test_years_that_make_no_span_are_refused(
    warehouse: Warehouse, first: int | None, last: int | None, option: str
) -> None:
    with pytest.raises(BadOption, match=option):
        _line(warehouse, "NATO", first, last)


def test_states_without_a_partnership_and_unknown_names_are_refused(warehouse: Warehouse) -> None:
    with pytest.raises(BadOption, match="exactly these states"):
        _line(warehouse, "USA,JPN,KOR")
    with pytest.raises(UnknownName):
        _line(warehouse, "Nattto")


# What is drawn


def _event(date: str, kind: Kind, title: str, role: Role = "point", **changed: str) -> Event:
    plain = Event(date, kind, "began", title, "", "", "", False, "invented", "row 1", SITE, title, role)
    return replace(plain, **changed)  # type: ignore[arg-type]


def _crowd(first: int, last: int) -> Timeline:
    """An invented partnership with more events than a lane has rows, and titles that are too long."""
    kinds: list[Kind] = list(KINDS)
    rows = [
        _event(f"{first + n % max(last - first, 1)}-0{1 + n % 9}", kinds[n % len(kinds)],
               f"Treaty {n} <b>of</b> friendship & mutual assistance in all circumstances, with its annexes, no. {n}",
               ("begin", "point")[n // 8 % 2], until=str(last) if n % 3 else "")
        for n in range(320)
    ]  # fmt: skip
    trend = tuple(TrendPoint(year, 50, None if year % 7 == 0 else 60, 20, 51) for year in range(first, last + 1))
    rows.sort(key=lambda e: e.date)
    return Timeline(SCHEMA, "0", "toy", "Toy <pact>", first, last, last - 1, tuple(rows), (), trend, "f" * 16)


def _boxes(drawing: str) -> list[tuple[float, float, float, str]]:
    """Labels as left, right, baseline and text, as wide as they can get."""
    found = []
    for label in ET.fromstring(drawing).iter(f"{SVG}text"):  # noqa: S314 -- our own drawing
        said, x, wide = label.text or "", float(label.get("x") or 0), width_of(label.text or "")
        start = {"start": x, "middle": x - wide / 2, "end": x - wide}[label.get("text-anchor") or "start"]
        found.append((start, start + wide, float(label.get("y") or 0), said))
    return found


def _is_sound(t: Timeline) -> None:
    drawing = report.to_svg(t)
    root = ET.fromstring(drawing)  # noqa: S314
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert root.get("viewBox") == f"0 0 {WIDTH} {root.get('height')}"
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import|<script", drawing)
    assert "prefers-color-scheme: dark" in drawing
    height = float(root.get("height") or 0)
    labels = _boxes(drawing)[1:]
    for left, right, y, said in labels:
        assert left >= -1, said
        assert right <= WIDTH + 1, said
        assert y <= height, said
    for at, (left, right, y, said) in enumerate(labels):
        for other_left, other_right, other_y, other in labels[at + 1 :]:
            apart = right <= other_left or other_right <= left or abs(y - other_y) >= 12
            assert apart, f"{said!r} lies on {other!r}"


@pytest.mark.parametrize("name", DRAWN)
def test_no_word_leaves_the_drawing_or_lies_on_another(warehouse: Warehouse, name: str) -> None:
    _is_sound(_line(warehouse, name))
    _is_sound(_line(warehouse, name, 1900 if name.startswith("Anglo") else 1990, 2005))


@pytest.mark.parametrize(("first", "last"), [(2000, 2000), (1990, 2024), (1373, 2024)])
def test_a_crowd_is_drawn_within_bounds_and_what_has_no_room_is_counted(first: int, last: int) -> None:
    t = _crowd(first, last)
    _is_sound(t)
    assert re.search(r"and \d+ more, in the table", report.to_svg(t))


def test_a_line_without_events_or_scores_can_be_drawn() -> None:
    t = replace(_crowd(1990, 2000), rows=(), trend=())
    _is_sound(t)
    assert report.NOTHING in report.to_markdown(t)


def test_a_moment_is_a_year_with_its_fraction() -> None:
    assert [moment(date) for date in ("1949", "1949-07", "1949-01-01")] == [1949, 1949.5, 1949]


@pytest.mark.parametrize(("first", "last"), [(2000, 2000), (1949, 2035), (1373, 2024), (1815, 1816)])
def test_years_on_the_axis_are_round_and_few(first: int, last: int) -> None:
    ticks = list(Axis(first, last).ticks())
    assert 1 <= len(ticks) <= 14
    assert all(first <= year <= last for year in ticks)


def test_a_label_that_is_too_long_loses_its_middle() -> None:
    said = cut("Protocol to the North Atlantic Treaty on the accession of the Federal Republic of Germany")
    assert said == "Protocol to the North … Republic of Germany"
    assert len(said) <= LONGEST
    assert cut("Treaty of Windsor") == "Treaty of Windsor"


# How it is told


def test_every_form_holds_every_event(warehouse: Warehouse) -> None:
    t = _line(warehouse, "CSTO")
    out = io.StringIO()
    Console(width=80, no_color=True, file=out).print(report.to_terminal(t))
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= 80
    page = Page(report.to_html(t))
    for text in (page.text, out.getvalue()):
        plain = re.sub(r"\s+", " ", text)
        assert all(e.source in plain for e in t.rows)
        assert all(f"{decade}s" in plain for decade in {e.year // 10 * 10 for e in t.rows})
        assert not re.search(r"\b(None|nan|Undefined)\b", plain)
    assert report.to_markdown(t).count("\n- **") == len(t.rows)
    assert len(json.loads(report.to_json(t))["rows"]) == len(t.rows)


def test_the_page_is_whole_and_safe() -> None:
    html = report.to_html(_crowd(1990, 2024))
    page = Page(html)
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "b"})
    assert all(href.startswith(("#", "https://")) for href in page.hrefs)
