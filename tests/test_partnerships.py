"""What a name means, who belonged when, and who promised what to whom: on invented tables, and on the box."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.errors import AmbiguousName, BadOption, FoedusError, UnknownName
from foedus.partnerships import resolve as resolving
from foedus.partnerships._dates import each_year, first_day, last_day
from foedus.partnerships.obligations import promises
from foedus.partnerships.resolve import Drawn, Named, bilateral, resolve
from foedus.partnerships.universe import FIRST_YEAR, member_years, partnership_years
from foedus.partnerships.workings import enabling_classes
from foedus.scorecards._subject import _spells
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, open_warehouse

LAST = edition().complete_through
Row = tuple[str | int | None, ...]


class Invented:
    """A warehouse of tables written down in the test."""

    def __init__(self, **tables: pl.DataFrame) -> None:
        self.tables = {f"register.{name}": frame for name, frame in tables.items()}

    def has(self, table_id: str) -> bool:
        return table_id in self.tables

    def scan(self, table_id: str) -> pl.LazyFrame:
        return self.tables[table_id].lazy()


def _frame(columns: str, *rows: Row) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns.split(), pl.String), orient="row")


def _members(*rows: Row) -> pl.DataFrame:
    listed = _frame("party start end", *rows)
    table = listed.with_columns(partnership=pl.lit("toy"), status=pl.lit("member"))
    return member_years(Invented(members=table))


def _parties(found: pl.DataFrame, year: int) -> list[str]:
    return found.filter(pl.col("year") == year)["party"].to_list()


# Dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1949", dt.date(1949, 1, 1), dt.date(1949, 12, 31)),
        ("1949-02", dt.date(1949, 2, 1), dt.date(1949, 2, 28)),
        ("1949-04-04", dt.date(1949, 4, 4), dt.date(1949, 4, 4)),
        (None, None, None),
    ],
)
def test_a_date_of_year_or_month_precision_can_mean_any_of_its_days(
    text: str | None, first: dt.date | None, last: dt.date | None
) -> None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    assert frame.select(first_day(pl.col("text")), last=last_day(pl.col("text"))).row(0) == (first, last)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (dt.date(2000, 12, 31), dt.date(2001, 1, 1), [2000]),
        (dt.date(2000, 6, 1), dt.date(2002, 1, 2), [2000, 2001, 2002]),
        (dt.date(2000, 6, 1), None, [2000, 2001, 2002, 2003]),
        (dt.date(2009, 6, 1), None, []),
        (None, None, []),
    ],
)
def test_a_spell_touches_every_year_up_to_the_day_before_its_end(
    start: dt.date | None, end: dt.date | None, years: list[int]
) -> None:
    spell = pl.LazyFrame({"start": [start], "end": [end]}, schema={"start": pl.Date, "end": pl.Date})
    assert each_year(spell, 2003).collect()["year"].to_list() == years


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([1949], "1949 to 1949"),
        ([1949, 1950, 1955, 1956], "1949 to 1950, 1955 to 1956"),
        ([LAST - 1, LAST], f"{LAST - 1} to today"),
        ([], "in no year that the data cover"),
    ],
)
def test_spells_are_told_as_years(years: list[int], said: str) -> None:
    assert _spells(years, LAST) == said


# Who belonged


def test_members_are_those_of_the_last_day_of_the_year() -> None:
    found = _members(("FRA", "1950-06-01", None), ("GBR", "1950-12-31", None), ("ITA", "1950-01-01", "1951-06-30"))
    assert _parties(found, 1950) == ["FRA", "GBR", "ITA"]
    assert _parties(found, 1951) == ["FRA", "GBR"]
    assert found["year"].max() == LAST


def test_in_its_last_year_members_are_those_of_the_last_day_in_force() -> None:
    found = _members(
        ("FRA", "1950-06-01", "1955-07-01"), ("GBR", "1950-06-01", "1955-07-01"), ("ITA", "1950-06-01", "1955-03-01")
    )
    assert _parties(found, 1955) == ["FRA", "GBR"]
    assert _parties(found, 1956) == []


def test_who_leaves_and_returns_is_a_member_in_both_spells_and_not_between() -> None:
    found = _members(
        ("FRA", "1950-06-01", None), ("GBR", "1950-06-01", "1960-02-01"), ("GBR", "1970-02-01", None),
    )  # fmt: skip
    assert [year for year in range(1950, 1980) if "GBR" in _parties(found, year)] == [
        *range(1950, 1960), *range(1970, 1980),
    ]  # fmt: skip


def test_only_full_members_are_scored_and_one_of_them_is_no_partnership() -> None:
    table = _frame("party start end", ("FRA", "1950", None), ("GBR", "1952", None), ("ITA", "1950", None)).with_columns(
        partnership=pl.lit("toy"), status=pl.Series(["member", "member", "observer"])
    )
    kinds = _frame("id name short_name aliases kind region signed start end", ("toy", *[""] * 3, "alliance", *[""] * 4))
    warehouse = Invented(members=table, partnerships=kinds)
    members = member_years(warehouse)
    assert "ITA" not in members["party"].to_list()
    units = partnership_years(warehouse, members)
    assert (units["year"].min(), units["size"].unique().to_list()) == (1952, [2])


def test_a_member_bears_the_name_and_codes_of_the_year() -> None:
    found = _members(("RUS", "1950", None), ("FRA", "1950", None)).filter(pl.col("party") == "RUS")
    names = dict(found.filter(pl.col("year").is_in([1960, 2000])).select("year", "name").iter_rows())
    assert names[1960] != names[2000]
    assert found["ccode"].unique().to_list() == [365]


def test_nothing_is_scored_before_the_first_year() -> None:
    found = _members(("GBR", "1703-12-27", None), ("PRT", "1703-12-27", None))
    assert found["year"].min() == FIRST_YEAR == 1815


# Who promised what to whom

INSTRUMENTS = _frame("id partnership start", ("treaty", "toy", "1950"))
OBLIGATIONS = "id instrument from to type binding start end"


def _pairs(*pairs: tuple[str, str], years: tuple[int, ...] = (2000,)) -> pl.DataFrame:
    rows = [("toy", year, one, two) for year in years for one, two in pairs]
    schema = {"partnership": pl.String, "year": pl.Int32, "party1": pl.String, "party2": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _promised(*rows: Row) -> dict[tuple[str, str], float]:
    listed = _frame(OBLIGATIONS, *((f"o{n}", "treaty", *row, None) for n, row in enumerate(rows)))
    found = promises(Invented(instruments=INSTRUMENTS, obligations=listed), _pairs(*itertools.permutations("ABC", 2)))
    return {(one, two): level for one, two, level in found.select("party1", "party2", "promise").iter_rows()}


def test_a_promise_runs_from_who_gives_it_to_who_may_count_on_it() -> None:
    found = _promised(("A", "B", "defense", "legal", "1950"))
    assert found == {pair: 3.0 if pair == ("A", "B") else 0.0 for pair in found}
    assert len(found) == 6


def test_what_members_promise_binds_every_pair_both_ways_and_the_strongest_counts() -> None:
    found = _promised(
        ("members", "members", "nonaggression", "legal", "1950"), ("A", "members", "defense", "legal", "1950")
    )
    assert {pair for pair, level in found.items() if level == 3} == {("A", "B"), ("A", "C")}
    assert {level for pair, level in found.items() if pair[0] != "A"} == {1.0}


@pytest.mark.parametrize(
    ("kind", "level"),
    [("defense", 3), ("offense", 3), ("neutrality", 2), ("consultation", 2), ("nonaggression", 1), ("access", 0)],
)
def test_promises_are_ranked_on_the_scale_of_atop(kind: str, level: float) -> None:
    assert set(_promised(("members", "members", kind, "legal", "1950")).values()) == {level}


def test_a_unilateral_declaration_promises_nothing_and_a_promise_begins_when_it_does() -> None:
    unilateral = _promised(("A", "B", "defense", "unilateral", "1950"), ("B", "A", "consultation", "legal", "1950"))
    assert (unilateral["A", "B"], unilateral["B", "A"]) == (0, 2)
    later = _promised(("A", "B", "defense", "legal", "2001"), ("A", "B", "consultation", "legal", "1950"))
    assert later["A", "B"] == 2


def test_what_nobody_wrote_down_is_unknown_and_not_nothing() -> None:
    assert _promised() == {}


# What lets forces work together


def _classes(*rows: Row) -> dict[int, float]:
    listed = _frame("id kind parties signed start end", *((f"e{n}", *row) for n, row in enumerate(rows)))
    found = enabling_classes(Invented(enabling=listed), _pairs(("FRA", "GBR"), years=tuple(range(1999, 2006))))
    return dict(found.sort("year").select("year", "enabling_classes").iter_rows())


def test_classes_of_agreement_are_counted_and_two_of_one_class_count_once() -> None:
    found = _classes(
        ("logistics", "GBR;FRA", "2000", None, "2005"), ("status_of_forces", "FRA; GBR", "2002", "2003", "2005"),
        ("reciprocal_access", "FRA;GBR;ITA", "2004", None, "2005"), ("geospatial", "FRA;ITA", "2000", None, None),
    )  # fmt: skip
    assert [found.get(year) for year in (1999, 2000, 2002, 2003, 2004)] == [None, 1, 1, 2, 2]


# What a name means


@pytest.fixture
def box(data: Path, at: Callable[[Path], None]) -> Warehouse:
    at(data)
    return open_warehouse()


@pytest.mark.parametrize(
    "words",
    [
        ["NATO"], ["nato"], [" Nato "], ["OTAN"], ["North Atlantic Treaty Organization"],
        ["North", "Atlantic", "Treaty"],
        ["Organisation du traité de l'Atlantique nord"], ["organisation du traite de l atlantique nord"],
    ],
)  # fmt: skip
def test_a_partnership_is_known_by_its_id_names_aliases_and_treaties(box: Warehouse, words: list[str]) -> None:
    found = resolve(box, words, year=2024)
    assert isinstance(found, Named)
    assert found.id == "nato"


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        (["USA", "KOR"], ("USA", "KOR")),
        (["USA KOR"], ("USA", "KOR")),
        (["USA,JPN,KOR"], ("USA", "JPN", "KOR")),
        (["USA, Japan , South Korea"], ("USA", "JPN", "KOR")),
        (["USA", "JPN,KOR"], ("USA", "JPN", "KOR")),
        (["Peru-Switzerland"], ("PER", "CHE")),
        (["Peru and Switzerland"], ("PER", "CHE")),
        (["ccode:220", "ccode:255"], ("FRA", "DEU")),
        (["FRA,DEU,FRA"], ("FRA", "DEU")),
    ],
)
def test_states_are_a_pair_or_a_drawn_set(box: Warehouse, words: list[str], parties: tuple[str, ...]) -> None:
    found = resolve(box, words, year=2000)
    assert found == Drawn(parties)
    assert found.kind == ("dyad" if len(parties) == 2 else "drawn set")


def test_a_pair_opens_the_partnership_of_exactly_those_two(box: Warehouse) -> None:
    assert bilateral(box, Drawn(("USA", "KOR")), 2005) == ["us-south-korea"]
    assert bilateral(box, Drawn(("KOR", "USA")), 2005) == ["us-south-korea"]
    assert bilateral(box, Drawn(("USA", "KOR")), 1953) == []
    assert bilateral(box, Drawn(("CHE", "PER")), 2005) == []
    assert bilateral(box, Drawn(("NOR", "PRT")), 2005) == [], "an alliance of many is no bilateral one"


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (["NATOO"], UnknownName, "Did you mean 'North Atlantic Treaty Organization'"),
        (["Atlantis"], UnknownName, "foedus catalog partnership"),
        (["USA", "Atlantis"], UnknownName, "no state called 'Atlantis'"),
        (["Congo", "USA"], AmbiguousName, "Say which one"),
        (["NATO", "USA"], BadOption, "'NATO' is a partnership"),
        (["USA", "United States"], BadOption, "at least two different states"),
        ([""], BadOption, "give the name of a partnership"),
        ([], BadOption, "give the name of a partnership"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    box: Warehouse, words: list[str], error: type[FoedusError], said: str
) -> None:
    with pytest.raises(error, match=said):
        resolve(box, words, year=2024)


def test_a_name_that_two_partnerships_bear_lists_both() -> None:
    known = pl.DataFrame({"id": ["one", "two"], "shown": ["Pact One", "Pact Two"], "key": ["the pact", "the pact"]})
    with pytest.raises(AmbiguousName, match=r"Pact One \(one\); Pact Two \(two\)\. Say which one"):
        resolving._by_name(known, "The PACT!")
    assert resolving._by_name(known, "another") is None
