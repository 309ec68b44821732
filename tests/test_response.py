"""A disaster response says what is known with its arithmetic, adds nothing up, and shows every rival claim."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from foedus.errors import AmbiguousName, BadOption, UnknownName
from foedus.partnerships._relief import Claim, measures
from foedus.partnerships.responses import Response, response
from foedus.reports.response import Responded
from foedus.warehouse import open_warehouse

At = Callable[[Path], None]
IDS = ["HAD1", "HAD2", "HAD3", "HAD3", "HAD3", "HAD4", "HAD5", "HAD6", "HAD7", "HAD8"]


@pytest.fixture
def ask(data: Path, at: At) -> Callable[..., Response]:
    """A response from what is in the box."""
    at(data)
    return lambda *names: response(open_warehouse(), *names)


def claim(item: str, value: float, **said: object) -> Claim:
    given: dict[str, object] = {
        "item": item, "sender": "AAA", "operation": "aaa-1", "value": value, "low": None, "high": None,
        "unit": "people", "start": "2001-01-01", "end": None, "stage": "", "estimate": False, "vintage": "2001",
        "source": "s", "locator": "", "url": "", "confidence": "B2", "contested": False, "note": "",
    }  # fmt: skip
    return Claim(**{**given, **said})  # type: ignore[arg-type]


def reckoned(*claims: Claim) -> dict[str, tuple[str, float | None, float | None, float | None]]:
    found = measures(claims, {"AAA": "Aland", "BBB": "Bland"})
    return {f"{m.id} {m.title.split()[0]}": (m.status, m.value, m.low, m.high) for m in found}


@pytest.mark.parametrize(
    "asked", ["haiti-2010", "Haiti 2010", "us-haiti-2010", "Operation Unified Response", "HTI 2010"]
)
def test_a_response_answers_to_its_id_its_place_and_its_name(ask: Callable[..., Response], asked: str) -> None:
    assert ask(asked).id == "us-haiti-2010"


def test_a_name_may_be_several_words_and_any_name_of_the_state(ask: Callable[..., Response]) -> None:
    assert ask("Turkey", "1999").id == ask("Türkiye 1999").id == "turkiye-1999"


def test_a_place_with_two_disasters_is_ambiguous_and_lists_both(ask: Callable[..., Response]) -> None:
    with pytest.raises(AmbiguousName) as error:
        ask("haiti")
    assert "us-haiti-2010" in str(error.value)
    assert "us-matthew-2016" in str(error.value)


def test_a_misspelled_name_gets_a_suggestion(ask: Callable[..., Response]) -> None:
    with pytest.raises(UnknownName) as error:
        ask("haitti-2010")
    assert "us-haiti-2010" in error.value.suggestions


def test_nothing_asked_is_refused(ask: Callable[..., Response]) -> None:
    with pytest.raises(BadOption):
        ask(" ")


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("nepal-2015", {"india-nepal-2015", "us-nepal-2015"}),
        ("pakistan 2005", {"nato-pakistan-2005", "us-pakistan-2005"}),
        ("us-idai-2019", {"india-idai-2019", "us-idai-2019"}),
    ],
)
def test_senders_after_one_disaster_are_one_response(ask: Callable[..., Response], asked: str, ids: set[str]) -> None:
    assert {o.id for o in ask(asked).operations} == ids


def test_every_response_of_the_register_has_all_measures_and_known_ones_have_inputs(data: Path, at: At) -> None:
    at(data)
    warehouse = open_warehouse()
    activities = warehouse.read("register.activities").filter(pl.col("kind") == "disaster_relief")
    for name in activities["id"]:
        found = response(warehouse, name)
        assert [m.id for m in found.measures] == IDS
        for m in found.measures:
            assert (m.status == "unknown") == bool(m.missing)
            assert all(r.inputs and r.arithmetic for r in m.readings)
            assert all(r.value is None or r.low <= r.value <= r.high for r in m.readings)  # type: ignore[operator]


def test_haiti_is_reckoned_as_one_can_by_hand(ask: Callable[..., Response]) -> None:
    """22,000 people, 1.6 million displaced, 2.6 million liters over 139 days."""
    found = {m.title.split()[0]: m for m in ask("haiti-2010").measures}
    assert found["Peak"].value == pytest.approx(1375)
    assert found["Water"].value == pytest.approx(1625)
    assert found["Meals"].value == pytest.approx(1687.5)
    assert "over 139 days 0.0117 liters per person a day, 0.078% of the Sphere minimum of 15" in (
        found["Water"].readings[0].arithmetic
    )
    assert found["Cost"].status == "unknown"


def test_ships_of_a_day_and_of_the_operation_stand_apart(ask: Callable[..., Response]) -> None:
    ships = next(i for i in ask("haiti-2010").items if i.item == "ships")
    assert {17.0, 33.0} <= {c.value for c in ships.claims}
    assert 50.0 not in {c.value for c in ships.claims}
    assert ships.reading == "claims of different days, senders or kinds"


def test_rival_counts_of_the_dead_are_side_by_side(ask: Callable[..., Response]) -> None:
    deaths = next(i for i in ask("haiti-2010").items if i.item == "deaths")
    assert deaths.reading == "claims disagree"
    assert len({c.value for c in deaths.claims}) >= 3
    assert all(c.source and c.confidence for c in deaths.claims)


def test_senders_are_not_added() -> None:
    found = reckoned(
        claim("people_affected", 1000, sender=""), claim("people_deployed_peak", 10),
        claim("people_deployed_peak", 20, sender="BBB"),
    )  # fmt: skip
    assert found["HAD2 Peak"] == ("known", None, None, None)


def test_a_peak_over_the_affected_has_the_range_of_rival_claims() -> None:
    found = reckoned(
        claim("people_affected", 1000, sender="", confidence="A1"), claim("people_affected", 2000, sender=""),
        claim("people_deployed_peak", 10), claim("people_deployed_peak", 5, contested=True),
    )  # fmt: skip
    assert found["HAD2 Peak"] == ("known", 1000, 250, 1000)


def test_without_the_affected_nothing_is_reckoned_and_the_gap_is_named() -> None:
    found = measures([claim("people_deployed_peak", 10)], {"AAA": "Aland"})[1]
    assert (found.status, found.missing) == ("unknown", "how many people the disaster affected")


def test_the_first_asset_is_that_of_the_fastest_sender_whose_hours_are_known() -> None:
    found = reckoned(claim("hours_to_first_asset", 48), claim("hours_to_first_asset", 24, sender="BBB", low=12.0))
    assert found["HAD1 Hours"] == ("known", 24, 12, 24)


def test_goods_that_were_only_allocated_are_not_delivered() -> None:
    found = reckoned(claim("people_affected", 1000, sender=""), claim("tonnes_delivered", 9, stage="allocated"))
    assert found["HAD3 Goods"] == ("unknown", None, None, None)


@pytest.mark.parametrize(
    ("stage", "end", "status"),
    [("disbursed", "2001-02-01", "known"), ("allocated", "2001-02-01", "unknown"), ("disbursed", None, "unknown")],
)
def test_money_is_divided_only_if_spent_on_the_same_days(stage: str, end: str | None, status: str) -> None:
    found = reckoned(
        claim("cost", 3, unit="million US$", stage=stage, end=end), claim("people_assisted", 1000, end="2001-02-01")
    )
    assert found["HAD8 Cost"][:2] == (status, 3000 if status == "known" else None)


def test_conditions_met_are_a_share_of_six() -> None:
    assert reckoned(claim("oslo_conditions", 3))["HAD6 Oslo"] == ("known", 0.5, 0.5, 0.5)


class Page(HTMLParser):
    """What a page holds, and whether its tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


@pytest.mark.parametrize("asked", ["haiti-2010", "pakistan-2005", "tonga-2022"])
def test_all_forms_say_the_same(ask: Callable[..., Response], asked: str) -> None:
    result = Responded(ask(asked))
    page, text, record = result.to("html"), result.to("md"), json.loads(result.to("json"))
    parsed = Page(page)
    assert not parsed.unbalanced
    assert not parsed.open
    assert not [tag for tag, found in parsed.tags if tag in {"script", "link", "img"} or "src" in found]
    screen = io.StringIO()
    Console(file=screen, width=80, no_color=True).print(result)
    shown = re.sub(r"\s+", " ", screen.getvalue())
    for m in record["measures"]:
        assert m["title"] in page
        assert m["title"] in text
        assert f"{m['id']} {m['title']}" in shown
        for reading in m["readings"]:
            assert reading["arithmetic"] in shown
            assert reading["arithmetic"] in page
    assert record["fingerprint"] == result.fingerprint


def test_an_unknown_form_is_refused(ask: Callable[..., Response]) -> None:
    with pytest.raises(BadOption):
        Responded(ask("haiti-2010")).to("csv")  # type: ignore[arg-type]


def test_the_reference_table_stands_beside_the_register_and_never_outranks_it(full: Path, at: At) -> None:
    at(full)
    found = response(open_warehouse(), "haiti-2010")
    assert "hadr_reference" in {c.source for item in found.items for c in item.claims}
    assert "hadr_reference" not in {c.source for m in found.measures for r in m.readings for c in r.inputs}
    assert "hadr_reference" in {name for name, _, _ in found.sources}
