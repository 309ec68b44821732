"""Data gaps of a partnership, and everything on record of one state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus.analyses.gaps import Gaps
from foedus.analyses.state import State
from foedus.errors import OutsideCoverage, UnknownName

Where = Callable[[Path], None]


def gaps_of(name: str, **options: int) -> Gaps:
    return foedus.gaps(name, **options).record  # type: ignore[attr-defined, no-any-return]


def state_of(name: str, **options: int) -> State:
    return foedus.state(name, **options).record  # type: ignore[attr-defined, no-any-return]


def test_gaps_are_every_indicator_that_applies_and_is_not_observed(data: Path, at: Where) -> None:
    at(data)
    made = foedus.assess("NATO", year=2020, draws=20).record
    results = [r for p in made.pillars for r in p.indicators if r.headline != "outlook"]
    found = gaps_of("NATO", year=2020)
    assert {g.indicator for g in found.gaps} == {r.id for r in results if r.status in ("unknown", "carried")}
    assert all(g.age == 2020 - g.year_used for g in found.gaps if g.year_used is not None)
    assert all(g.year_used is None for g in found.gaps if g.status == "unknown")


def test_known_and_unknown_weights_make_up_each_headline(data: Path, at: Where) -> None:
    at(data)
    found = gaps_of("NATO", year=2020)
    for reach in found.reach:
        if reach.headline != "outlook":
            lost = sum(g.weight for g in found.gaps if g.headline == reach.headline and g.status == "unknown")
            assert reach.known + lost == pytest.approx(1, abs=1e-6)
            assert reach.known <= reach.within_reach <= 1


def test_what_a_source_would_add_is_the_weight_of_what_names_it(data: Path, at: Where) -> None:
    at(data)
    found = gaps_of("NATO", year=2020)
    assert found.steps
    for step in found.steps:
        named = [g for g in found.gaps if step.source in g.lacking and g.status == "unknown"]
        assert sum(step.adds.values()) == pytest.approx(sum(g.weight for g in named))
    uses = [(len(step.opens), sum(step.adds.values())) for step in found.steps]
    assert uses == sorted(uses, reverse=True)


def test_a_source_that_opens_a_headline_does_open_it(full: Path, data: Path, at: Where) -> None:
    at(data)
    steps = [(name, s) for name in ("NATO", "ANZUS", "US-Japan") for s in gaps_of(name, year=2014).steps if s.opens]
    assert steps, "no partnership here has a headline that one source could open"
    at(full)
    for name, step in steps:
        made = foedus.assess(name, year=2014, draws=20).record
        assert all(made.headlines[key].known >= made.need for key in step.opens)


def test_with_every_dataset_no_command_is_left_to_give(full: Path, at: Where) -> None:
    at(full)
    found = gaps_of("NATO", year=2015)
    assert all(not g.command for g in found.gaps)
    assert not found.steps


def test_a_state_s_partnerships_are_those_that_list_it(data: Path, at: Where) -> None:
    at(data)
    france = state_of("FRA", year=2015)
    names = {m.partnership for m in france.memberships}
    assert {"nato", "eu-mutual-defence"} <= names
    nato = next(m for m in france.memberships if m.partnership == "nato")
    assert (nato.members, nato.since[:4]) == (28, "1949")
    made = foedus.assess("NATO", year=2015, draws=20).record
    assert nato.headlines == {key: h.score for key, h in made.headlines.items()}


def test_what_one_owes_and_not_the_other_is_read_in_its_direction(data: Path, at: Where) -> None:
    at(data)
    japan, america = state_of("JPN", year=2015), state_of("USA", year=2015)
    to_japan = [p for p in america.promises if p.partnership == "us-japan" and p.direction == "owes"]
    from_america = [p for p in japan.promises if p.partnership == "us-japan" and p.direction == "is owed"]
    assert {(p.type, p.article) for p in to_japan} == {(p.type, p.article) for p in from_america}
    assert to_japan
    assert all(p.others == ("Japan",) for p in to_japan)
    assert "Japan" not in {name for p in japan.promises for name in p.others}


def test_a_figure_of_another_year_carries_that_year_and_none_is_older_than_three(data: Path, at: Where) -> None:
    at(data)
    spending = state_of("FRA", year=2015).spending
    assert spending
    assert all(2012 <= a.year <= 2015 and a.source and a.locator for a in spending)


def test_every_row_of_a_state_names_its_source(data: Path, at: Where) -> None:
    at(data)
    report = foedus.state("FRA", year=2015)
    assert report.data.height > 50
    assert all(report.data["source"])
    listed = re.findall(r"^- (\S+): ", report.to("md").partition("## Sources")[2], re.MULTILINE)
    assert {name.replace("\\", "") for name in listed} >= set(report.data["source"])


def test_a_state_without_partnerships_is_told_so(data: Path, at: Where) -> None:
    at(data)
    report = foedus.state("Switzerland", year=1980)
    assert "No partnership of Switzerland is on record for 1980." in report.to("md")
    assert json.loads(report.to("json"))["memberships"] == []


@pytest.mark.parametrize(
    ("name", "year", "error"),
    [("Atlantis", 2015, UnknownName), ("EST", 1960, OutsideCoverage), ("FRA", 3000, OutsideCoverage)],
)
def test_a_state_that_was_none_is_refused(data: Path, at: Where, name: str, year: int, error: type[Exception]) -> None:
    at(data)
    with pytest.raises(error):
        foedus.state(name, year=year)


def test_both_have_every_form(data: Path, at: Where) -> None:
    at(data)
    for report in (foedus.gaps("NATO", year=2015), foedus.state("FRA", year=2015)):
        page = report.to("html")
        assert "<script" not in page
        assert "src=" not in page
        assert report.fingerprint in page  # type: ignore[attr-defined]
        assert report.to("pdf").startswith(b"%PDF")  # type: ignore[union-attr, arg-type]
        assert report.to("xlsx").startswith(b"PK")  # type: ignore[union-attr, arg-type]
