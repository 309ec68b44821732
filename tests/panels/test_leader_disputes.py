"""Disputes of leaders and of pairs of them by the days on which they led, counted here another way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus import states
from foedus.errors import BadOption, UnknownName
from foedus.warehouse import open_warehouse

Where = Callable[[Path], None]
LAST = 2010
EVENTS = ("ongoing", "onset")
READINGS = ("", "_sidea", "_orig")
NAMES = [f"gmlmid_leader_{event}{kind}" for kind in ("", *(f"_init{r}" for r in READINGS)) for event in EVENTS]
SADDAM, THATCHER, MAJOR, GALTIERI, KENNEDY, KHRUSHCHEV = (
    "IRQ-1979", "UKG-1979", "UKG-1990", "ARG-1981-3", "USA-1961", "RUS-1953-2",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _from_every_dataset(full: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield


@pytest.fixture(scope="module")
def leader_years(_from_every_dataset: None) -> pl.DataFrame:
    """Every leader-year on Correlates of War codes, with the leader's disputes."""
    return foedus.panel("leader-year", ["leader", "leaders_in_disputes"], years="1816:2015").data


@pytest.fixture(scope="module")
def pairs(_from_every_dataset: None) -> pl.DataFrame:
    """Every two leaders of 1950 to 1995, with their disputes."""
    columns = ["leaders_against_leaders", "gmlmid_leader_onset", "gmlmidongoing"]
    return foedus.panel("leader-dyad-year", columns, years="1950:1995").data


# Leader-years


def _recounted(rows: pl.DataFrame) -> dict[tuple[str, int, int], dict[str, bool]]:
    """For each leader-year what its disputes are, by comparing dates one by one."""
    warehouse = open_warehouse()
    office = {one["obsid"]: (one["startdate"], one["enddate"]) for one in warehouse.read("archigos.leaders").to_dicts()}
    held = defaultdict(list)
    for code, start, end in states.tenures("cow").select("ccode", "start", "end").iter_rows():
        held[code].append((start, (end or date(2100, 1, 1)) - timedelta(1)))
    parts = defaultdict(list)
    for one in warehouse.read("gml_participants.participants").to_dicts():
        first = date(one["styear"], one["stmon"], one["dummy_stday"])
        parts[one["ccode"]].append((first, date(one["endyear"], one["endmon"], one["dummy_endday"]), one))
    found = {}
    for who, code, year in rows.select("obsid", "ccode", "year").iter_rows():
        here = dict.fromkeys(NAMES, False)
        for start, end in held[code]:
            begins = max(office[who][0], start, date(year, 1, 1))
            ends = min(office[who][1], end, date(year, 12, 31))
            for first, last, part in parts[code]:
                if max(begins, first) <= min(ends, last):
                    _mark(here, part, who, entered=begins <= first <= ends)
        found[who, code, year] = here
    return found


def _mark(here: dict[str, bool], part: dict[str, int | str], who: str, *, entered: bool) -> None:
    mine = part["obsid_start"] == who
    began = {
        "": part["sidea"] == 1 or part["orig"] == 0, "_sidea": part["sidea"] == 1,
        "_orig": part["sidea"] == 1 and part["orig"] == 1,
    }  # fmt: skip
    for event, happened in (("ongoing", True), ("onset", entered)):
        here[f"gmlmid_leader_{event}"] |= happened
        for kind in READINGS:
            here[f"gmlmid_leader_{event}_init{kind}"] |= happened and mine and began[kind]


def test_every_leader_year_has_the_disputes_that_its_days_share(leader_years: pl.DataFrame) -> None:
    known = leader_years.filter(pl.col("year") <= LAST)
    counted = _recounted(known)
    assert len(counted) == known.height == 15_224
    wrong = [
        (row["obsid"], row["year"], name)
        for row in known.to_dicts()
        for name in NAMES
        if row[name] is not counted[row["obsid"], row["ccode"], row["year"]][name]
    ]
    assert wrong == []


def test_leaders_have_as_many_years_in_disputes(leader_years: pl.DataFrame) -> None:
    """4,512 of 15,224 leader-years; in 508 more the state had a dispute, but not on a day of the leader."""
    assert leader_years.select(pl.col(NAMES).sum()).row(0) == (4_512, 3_239, 2_498, 1_967, 2_239, 1_807, 2_002, 1_642)
    both = foedus.panel("leader-year", ["gmlmid_leader_ongoing", "gmlmid_state_ongoing"], years="1816:2010").data
    assert both.filter(pl.col("gmlmid_leader_ongoing") & ~pl.col("gmlmid_state_ongoing")).height == 0
    assert both.filter(~pl.col("gmlmid_leader_ongoing") & pl.col("gmlmid_state_ongoing")).height == 508


def test_nothing_is_known_after_the_last_year_and_everything_before(leader_years: pl.DataFrame) -> None:
    assert leader_years.filter(pl.col("year") > LAST)["gmlmid_leader_onset_init"].null_count() == 1_018
    assert leader_years.filter(pl.col("year") <= LAST).select(pl.col(NAMES).null_count().sum()).sum_horizontal()[0] == 0


@pytest.mark.parametrize(
    ("who", "year", "code", "said"),
    [
        pytest.param(SADDAM, 1990, 645, "ongoing onset ongoing_init onset_init", id="Saddam Hussein invades Kuwait"),
        pytest.param("KUW-1990", 1990, 690, "ongoing", id="and leads it for the rest of the year"),
        pytest.param("KUW-1978", 1990, 690, "ongoing onset", id="the emir is attacked"),
        pytest.param(MAJOR, 1990, 200, "ongoing", id="Major takes over a dispute from Thatcher"),
        pytest.param(
            GALTIERI, 1982, 160, "ongoing onset ongoing_init onset_init", id="Galtieri lands on the Falklands"
        ),
        pytest.param(THATCHER, 1982, 200, "ongoing onset", id="Thatcher answers"),
        pytest.param("ARG-1982-2", 1982, 160, "", id="Bignone comes to office after the war"),
    ],
)
def test_a_leader_has_the_disputes_of_the_days_in_office(
    leader_years: pl.DataFrame, who: str, year: int, code: int, said: str
) -> None:
    (row,) = leader_years.filter(obsid=who, year=year, ccode=code).to_dicts()
    plain = ("ongoing", "onset", "ongoing_init", "onset_init")
    assert [name for name in plain if row[f"gmlmid_leader_{name}"]] == said.split()


def test_leaders_of_states_on_the_other_list_alone_are_unknown() -> None:
    asked = {"years": "1816:2010", "system": "gw"}
    rows = foedus.panel("leader-year", ["gmlmid_leader_ongoing", "ccode"], **asked).data  # type: ignore[arg-type]
    transvaal = rows.filter(gwcode=563)
    assert transvaal["gmlmid_leader_ongoing"].null_count() == transvaal.height > 0
    assert rows.filter(pl.col("gmlmid_leader_ongoing").is_null() & pl.col("ccode").is_not_null()).height == 0
    assert rows["gmlmid_leader_ongoing"].sum() == 4_510, "that list is without Morocco in 1907 and 1908"


@pytest.mark.parametrize("table", ["leaders_in_disputes", "leaders_against_leaders"])
def test_a_leader_has_one_code_in_a_year_of_disputes(table: str) -> None:
    """So on rows of the other list a leader is found without it."""
    rows = open_warehouse().read(f"history.{table}")
    leaders = [name for name in rows.columns if name.startswith("obsid")]
    assert not rows.select(*leaders, "year").is_duplicated().any()


# Pairs of leaders


def test_two_leaders_have_the_disputes_of_their_common_days(pairs: pl.DataFrame) -> None:
    told = ["gmlmid_leaders_onset", "gmlmid_leaders_dispnum", "gmlmid_leaders_init1", "gmlmid_leaders_init2"]
    falklands = pairs.filter(obsid1=THATCHER, obsid2=GALTIERI, year=1982).select(told).row(0)
    assert falklands == (True, 3630, False, True)
    assert pairs.filter(obsid1=KENNEDY, obsid2=KHRUSHCHEV, year=1962)["gmlmid_leaders_dispnum"].item() == 1353
    with_major = pairs.filter(obsid1=SADDAM, obsid2=MAJOR, year=1990).select(told).row(0)
    assert with_major == (False, 3957, True, False), "Major found the dispute when he came to office"


def test_pairs_of_leaders_without_a_dispute_have_none_and_no_number(pairs: pl.DataFrame) -> None:
    calm = pairs.filter(~pl.col("gmlmid_leaders_ongoing"))
    assert calm.height > 700_000
    assert pairs["gmlmid_leaders_ongoing"].null_count() == 0
    assert calm.select(pl.col("gmlmid_leaders_dispnum", "gmlmid_leaders_init1").is_null().all()).row(0) == (True, True)


def test_what_is_of_a_leader_becomes_two_columns_of_a_pair(pairs: pl.DataFrame, leader_years: pl.DataFrame) -> None:
    bush = pairs.filter(obsid1=SADDAM, obsid2="USA-1989", year=1990)
    assert bush.select("gmlmid_leader_onset1", "gmlmid_leader_onset2").row(0) == (True, True)
    alone = leader_years.select(obsid2="obsid", ccode2="ccode", year="year", alone="gmlmid_leader_onset")
    both = pairs.join(alone, on=["obsid2", "ccode2", "year"], how="left")
    assert both["gmlmid_leader_onset2"].equals(both["alone"], check_names=False)


def test_nothing_is_known_of_pairs_after_the_last_year() -> None:
    rows = foedus.panel("leader-dyad-year", ["gmlmid_leaders_ongoing"], years="2010:2011", states=["USA", "IRN"]).data
    assert rows.group_by("year").agg(pl.col("gmlmid_leaders_ongoing").is_null().all()).sort("year").rows() == [
        (2010, False), (2011, True),
    ]  # fmt: skip


def test_another_order_keeps_another_dispute_of_two_leaders() -> None:
    def kept(**options: str) -> pl.Series:
        asked = {"years": "1950:1960", "where": ["gmlmid_leaders_ongoing"], **options}
        made = foedus.panel("leader-dyad-year", ["gmlmid_leaders_dispnum"], **asked)  # type: ignore[arg-type]
        assert "10,106 of 10,996" in made.provenance[-1].kept
        assert not made.data.is_duplicated().any()
        return made.data["gmlmid_leaders_dispnum"]

    by_default, by_month = kept(), kept(whittle="stmon")
    assert len(by_default) == len(by_month)
    assert not by_default.equals(by_month)


# Refusals


def test_what_is_of_a_leader_has_no_lag() -> None:
    with pytest.raises(BadOption, match="gmlmid_leader_onset@-1"):
        foedus.panel("leader-year", ["gmlmid_leader_onset@-1"], years="1990")


def test_a_state_has_no_column_of_a_leader() -> None:
    for unit, column, its in (
        ("state-year", "gmlmid_leader_onset", "leader-year and leader-dyad-year"),
        ("leader-year", "gmlmid_leaders_onset", "leader-dyad-year"),
        ("dyad-year", "gmlmid_leaders_onset", "leader-dyad-year"),
    ):  # fmt: skip
        with pytest.raises(UnknownName, match=rf"no column of {unit} called '{column}'. It is a column of {its}\."):
            foedus.panel(unit, [column], years="1990")


def test_years_since_a_dispute_are_those_of_the_leader() -> None:
    rows = foedus.panel("leader-year", ["s=peace_years(gmlmid_leader_ongoing)"], years="1979:1985", states=["IRQ"]).data
    assert rows.filter(obsid=SADDAM)["s"].to_list()[:3] == [0, 1, 0], "new in 1979, at war from 1980"


def test_columns_of_leaders_are_listed_and_their_coverage_told() -> None:
    listed = foedus.catalog("column").filter(pl.col("of").str.contains("leader"))
    assert {"gmlmid_leader_onset", "gmlmid_leaders_init2_orig"} <= set(listed["name"])
    told = foedus.coverage("gmlmid_leader_onset", years="2009:2011")
    assert told["share"].to_list() == [1.0, 1.0, 0.0]
