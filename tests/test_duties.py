"""Who owes whom: direction, conditions, what stands against it, and the forms of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus.errors import BadOption, OutsideCoverage, UnknownName

Where = Callable[[Path], None]


def test_article_5_obliges_every_ally_to_estonia_and_not_estonia_to_itself(data: Path, at: Where) -> None:
    at(data)
    owed = foedus.who_owes("EST", attacker="RUS", year=2015).data
    rows = owed.filter((owed["type"] == "defense") & (owed["instrument"] == "North Atlantic Treaty"))
    assert rows.height == 27
    assert "USA" in rows["obliged"].to_list()
    assert not {"EST", "RUS"} & set(owed["obliged"])
    assert set(rows["article"]) == {"5"}
    assert rows["conditions"].str.contains("constitutional process").all()


def test_promises_of_one_kind_stand_in_the_same_order_every_time(data: Path, at: Where) -> None:
    at(data)
    owed = foedus.who_owes("EST", attacker="RUS", year=2015).data
    tied = owed.filter(owed.select("type", "name", "partnership").is_duplicated())
    assert tied.height, "articles 4 and 9 of the North Atlantic Treaty are both a promise of consultation"
    for _, rows in tied.group_by("type", "name", "partnership"):
        assert rows.rows() == sorted(rows.rows())


def test_a_promise_of_one_side_is_read_in_its_direction(data: Path, at: Where) -> None:
    at(data)
    for_japan = foedus.who_owes("JPN", attacker="CHN", year=2015).data
    assert "USA" in for_japan.filter(for_japan["type"] == "defense")["obliged"].to_list()
    for_the_united_states = foedus.who_owes("USA", attacker="CHN", year=2015).data
    rows = for_the_united_states.filter(for_the_united_states["obliged"] == "JPN")
    assert "Japan" in " ".join(rows["area"]), "Japan owes help only in territories under its own administration"


def test_an_attacker_inside_the_partnership_stands_against_the_duty(data: Path, at: Where) -> None:
    at(data)
    owed = foedus.who_owes("GRC", attacker="TUR", year=2015).data
    by_treaty = owed.filter((owed["type"] == "defense") & (owed["instrument"] == "North Atlantic Treaty"))
    assert by_treaty.height
    assert by_treaty["stands_against"].str.starts_with("the attacker is a member of the same partnership").all()


def test_research_data_fill_in_where_the_register_has_nothing(full: Path, at: Where) -> None:
    at(full)
    owed = foedus.who_owes("FRA", attacker="DEU", year=1914).data
    assert "RUS" in owed.filter(owed["type"] == "defense")["obliged"].to_list()
    assert "atop" in owed["source"].to_list()


def test_a_state_without_promises_is_told_so(data: Path, at: Where) -> None:
    at(data)
    answer = foedus.who_owes("Switzerland", attacker="Austria", year=1980)
    assert answer.data.height == 0
    assert "Nobody is on record" in answer.to("md")


def test_a_clause_that_binds_many_is_told_once_with_what_stands_against_whom(full: Path, at: Where) -> None:
    at(full)
    answer = foedus.who_owes("EST", attacker="RUS", year=2015)
    page = answer.to("html")
    assert page.count("No automatic use of force") == 1
    assert "Owed by 27 states: Albania" in page
    assert "neutrality (Bulgaria, Russia (1992, ATOP 4305)): Bulgaria." in answer.to("md").replace("\\", "")


def test_the_forms_tell_the_same_and_load_nothing(data: Path, at: Where) -> None:
    at(data)
    answer = foedus.who_owes("EST", attacker="RUS", year=2015)
    told = json.loads(answer.to("json"))
    assert len(told["duties"]) == answer.data.height
    page = answer.to("html")
    assert "<script" not in page
    assert "src=" not in page
    assert told["summary"] in answer.to("md").replace("\\", "")
    with pytest.raises(BadOption):
        answer.to("svg")


@pytest.mark.parametrize(
    ("victim", "attacker", "year", "error"),
    [
        ("Mars", "RUS", 2015, UnknownName),
        ("EST", "EST", 2015, BadOption),
        ("EST", "RUS", 3000, OutsideCoverage),
        ("EST", "RUS", 1960, OutsideCoverage),
    ],
)
def test_what_cannot_be_answered_is_refused(
    data: Path, at: Where, victim: str, attacker: str, year: int, error: type[Exception]
) -> None:
    at(data)
    with pytest.raises(error):
        foedus.who_owes(victim, attacker=attacker, year=year)
