"""What an assessment says of real partnerships, and what every assessment keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import foedus
from conftest import Assess
from foedus.errors import NotInForce, OutsideCoverage
from foedus.sources.register import edition

Json = dict[str, Any]
HEADLINES = ("commitment", "effects", "risk", "outlook")
LAST = edition().complete_through
SUBJECTS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("NATO",), 2024),
    (("NATO",), 2014),
    (("USA", "South Korea"), 2005),
    (("Warsaw Pact",), 1975),
    (("FRA", "RUS"), 1900),
    (("China", "Russia"), 1900),
    (("USA,JPN,KOR",), 2024),
    (("Switzerland", "Peru"), 2024),
)
subjects = pytest.mark.parametrize(
    ("names", "year"), [pytest.param(n, y, id=f"{' '.join(n)} {y}") for n, y in SUBJECTS]
)


def json_of(folder: Path, assessed: Assess, *names: str, year: int, **options: int) -> Json:
    found: Json = json.loads(assessed(folder, *names, year=year, **options).to("json"))
    return found


def indicators(said: Json) -> dict[str, Json]:
    return {i["id"]: i for pillar in said["pillars"] for i in pillar["indicators"]}


def names_of(said: Json) -> list[str]:
    return [m["party"] for m in said["partnership"]["members"] if m["change"] != "left"]


# What an assessment says

KEYS = {
    "schema", "edition", "partnership", "year", "interval", "need", "bottom_line", "headlines", "pillars", "conflicts",
    "peers", "trend", "strengths", "weaknesses", "missing", "bibliography", "fingerprint",
}  # fmt: skip
MEMBER = {"party", "iso3", "ccode", "name", "status", "start", "end"}
OBLIGATION = {"type", "from", "to", "article", "condition", "area", "text", "not_promised", "instrument", "source"}
INDICATOR = {
    "id", "title", "pillar", "stage", "headline", "value", "unit", "polarity", "across", "score", "status",
    "year_used", "evidence", "evidence_total", "caveat",
}  # fmt: skip


def test_the_json_has_the_fields_that_were_agreed(data: Path, assessed: Assess) -> None:
    said = json_of(data, assessed, "NATO", year=2024)
    assert set(said) >= KEYS
    assert {"id", "name", "kind", "in_force", "members", "instruments", "obligations"} <= set(said["partnership"])
    assert set(said["partnership"]["in_force"]) == {"signed", "start", "end"}
    assert all(set(member) >= MEMBER for member in said["partnership"]["members"])
    assert all(set(owed) >= OBLIGATION for owed in said["partnership"]["obligations"])
    assert set(said["interval"]) == {"level", "draws", "seed"}
    assert tuple(said["headlines"]) == HEADLINES
    shown = {"score", "low", "high", "known", "peer_median", "five_years_ago"}
    assert all(set(headline) == shown for headline in said["headlines"].values())
    stages = {"input_activity", "output_outcome", "risk", "outlook"}
    assert all({"id", "title", "stages", "indicators"} <= set(pillar) for pillar in said["pillars"])
    assert {stage for pillar in said["pillars"] for stage in pillar["stages"]} <= stages
    assert all(set(one) >= INDICATOR for one in indicators(said).values())
    evidence = {"value", "unit", "date", "vintage", "source", "locator", "url"}
    assert all(evidence <= set(e) for one in indicators(said).values() for e in one["evidence"])
    assert all({"indicator", "needs", "command"} <= set(gap) for gap in said["missing"])


def test_nato_of_2024_from_what_is_in_the_box(data: Path, assessed: Assess) -> None:
    said = json_of(data, assessed, "NATO", year=2024)
    assert said["partnership"]["in_force"]["start"] == "1949-08-24"
    assert len(names_of(said)) == 32
    assert [m["party"] for m in said["partnership"]["members"] if m["change"] == "joined"] == ["SWE"]
    owed = [o for o in said["partnership"]["obligations"] if o["type"] == "defense"]
    assert any("such action as it deems necessary" in o["text"] + o["not_promised"] for o in owed)
    assert indicators(said)["COM1"]["value"] == 3
    assert said["invocation"]["date"].startswith("2001")
    assert any(gap["command"].startswith("foedus fetch ") for gap in said["missing"])


def test_the_default_year_is_the_registers_and_never_the_clocks(data: Path, assessed: Assess) -> None:
    assert assessed(data, "NATO").record.year == LAST
    assert assessed(data, "NATO").record.as_of == f"{LAST}-12-31"


@pytest.mark.parametrize(
    ("names", "year", "error", "said"),
    [
        (("NATO",), 1948, NotInForce, "not in force in 1948; it was in force 1949 to today"),
        (("Warsaw Pact",), 1995, NotInForce, "in force 1955 to 1991"),
        (("NATO",), LAST + 1, OutsideCoverage, f"years run from 1815 to {LAST}"),
        (("France", "Israel"), 1930, OutsideCoverage, "Israel"),
    ],
)
def test_a_year_out_of_force_is_refused_with_the_years_in_force(
    data: Path, assessed: Assess, names: tuple[str, ...], year: int, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        assessed(data, *names, year=year)


# Real partnerships


def test_nato_of_2014_has_28_members_and_three_that_spent_two_percent(told: Callable[..., Json]) -> None:
    said = told("NATO", year=2014)
    assert len(names_of(said)) == 28
    found = indicators(said)
    assert (found["COM1"]["value"], found["COM1"]["n"]) == (3, 28 * 27)
    assert found["COL1"]["value"] == pytest.approx(3 / 27, abs=1e-6)
    assert said["headlines"]["effects"]["score"] is not None


def test_a_pair_opens_its_bilateral_alliance(told: Callable[..., Json]) -> None:
    said = told("USA", "South Korea", year=2005)
    assert said["partnership"]["id"] == "us-south-korea"
    assert sorted(names_of(said)) == ["KOR", "USA"]
    assert said["partnership"]["in_force"]["start"] == "1954-11-17"
    assert indicators(said)["COM1"]["value"] == 3


def test_the_warsaw_pact_of_1975_is_the_seven_without_albania(told: Callable[..., Json]) -> None:
    said = told("Warsaw Pact", year=1975)
    assert sorted(names_of(said)) == ["BGR", "CSK", "DDR", "HUN", "POL", "ROU", "RUS"]
    assert said["partnership"]["in_force"]["end"] == "1991-07-01"


def test_two_states_of_1900_open_the_treaty_that_atop_lists(told: Callable[..., Json]) -> None:
    said = told("China", "Russia", year=1900)
    assert said["partnership"]["id"] == "atop-1395"
    assert said["partnership"]["kind"] == "bilateral_pact"
    assert sorted(names_of(said)) == ["CHN", "RUS"]
    assert indicators(said)["COM1"]["value"] == 3
    assert indicators(said)["CHA1"]["status"] == "unknown"
    assert sorted(names_of(told("FRA", "RUS", year=1900))) == ["FRA", "RUS"]


def test_a_drawn_set_is_no_partnership_and_has_no_peers(told: Callable[..., Json]) -> None:
    said = told("USA,JPN,KOR", year=2024)
    assert said["partnership"]["kind"] == "drawn set"
    assert names_of(said) == sorted(names_of(said), key=lambda p: {"JPN": 0, "KOR": 1, "USA": 2}[p])
    assert said["peers"]["names"] == []
    assert indicators(said)["COM1"]["value"] is None
    assert indicators(said)["CHA1"]["value"] is not None
    assert all(headline["peer_median"] is None for headline in said["headlines"].values())


def test_a_pair_without_ties_says_so(told: Callable[..., Json]) -> None:
    said = told("Switzerland", "Peru", year=2024)
    assert said["partnership"]["kind"] == "dyad"
    assert "No partnership of exactly these states is on record" in said["bottom_line"]
    assert "binds them all" in said["bottom_line"]
    assert said["partnership"]["obligations"] == []


# What every assessment keeps


@subjects
def test_a_range_holds_its_score_and_what_is_not_known_has_none(
    told: Callable[..., Json], names: tuple[str, ...], year: int
) -> None:
    said = told(*names, year=year)
    scores = [*said["headlines"].values(), *(s for p in said["pillars"] for s in p["stages"].values())]
    for score in scores:
        assert 0 <= score["known"] <= 1
        assert (score["score"] is None) == (score["known"] < said["need"])
        if score["score"] is None:
            assert score["low"] is score["high"] is None
        else:
            assert 0 <= score["low"] <= score["score"] <= score["high"] <= 100


@subjects
def test_a_headline_is_the_weighted_mean_of_the_scores_shown(
    told: Callable[..., Json], names: tuple[str, ...], year: int
) -> None:
    said = told(*names, year=year)
    for name in ("commitment", "effects", "risk"):
        mine = [i for i in indicators(said).values() if i["headline"] == name and i["status"] != "not_applicable"]
        known = [i for i in mine if i["score"] is not None]
        share = sum(i["weight"] for i in known) / sum(i["weight"] for i in mine)
        assert said["headlines"][name]["known"] == pytest.approx(share, abs=1e-4)
        if said["headlines"][name]["score"] is not None:
            mean = sum(i["weight"] * i["score"] for i in known) / sum(i["weight"] for i in known)
            assert said["headlines"][name]["score"] == pytest.approx(mean, abs=1e-3)


@subjects
def test_a_status_says_what_a_value_is(told: Callable[..., Json], names: tuple[str, ...], year: int) -> None:
    for one in indicators(told(*names, year=year)).values():
        known = one["status"] in {"observed", "carried"}
        assert known == (one["value"] is not None) == (one["year_used"] is not None), one["id"]
        assert one["status"] != "observed" or one["year_used"] == year
        assert one["status"] != "carried" or one["year_used"] < year
        assert one["score"] is None or 0 <= one["score"] <= 100
        assert (one["score"] is not None) == (known and one["headline"] is not None), one["id"]


def test_the_same_question_has_the_same_answer_and_another_seed_other_ranges(
    data: Path, at: Callable[[Path], None]
) -> None:
    at(data)
    first, *again = (foedus.assess("NATO", year=2024, draws=50).to("json") for _ in range(6))
    assert [len(other) for other in again if other != first] == [], "rows without an order come in any"
    one, two = json.loads(first), json.loads(foedus.assess("NATO", year=2024, draws=50, seed=1).to("json"))
    assert one["fingerprint"] != two["fingerprint"]
    for name in HEADLINES:
        assert one["headlines"][name]["score"] == two["headlines"][name]["score"]
    assert any(one["headlines"][name] != two["headlines"][name] for name in HEADLINES)
