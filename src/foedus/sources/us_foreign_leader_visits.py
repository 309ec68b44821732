"""Which foreign leaders visited the United States, and when."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract, OutsideCoverage

COMMIT = "869ca4f0e8d15521bc3c094b846e6b1d3c7d8f1d"
HOW = f"Take the files of data/ from github.com/HistoryAtState/visits at commit {COMMIT}."
HASHES = Path(__file__).with_suffix(".sha256").read_text(encoding="utf-8").splitlines()

us_foreign_leader_visits = Source(
    id="us_foreign_leader_visits",
    title="Visits to the United States by foreign leaders and heads of state",
    version="26 June 2026",
    subject="diplomacy",
    citation=(
        "Office of the Historian, U.S. Department of State. Visits to the United States by Foreign Leaders and Heads "
        "of State. Snapshot of 26 June 2026."
    ),
    licence="US government work, public domain; CC0 1.0",
    homepage="https://history.state.gov/departmenthistory/visits",
    files=tuple(
        File(name, sha256, HOW, (github("HistoryAtState/visits", COMMIT, f"data/{name}"),))
        for sha256, name in (line.split("  ") for line in HASHES)
    ),
)

SPELLED = {
    "Korea": "South Korea", "Bosnian Federation": "Bosnia and Herzegovina", "Somoa": "Samoa",
    "Israel (Provisional Government)": "Israel", "France (Provisional Government)": "France",
    "Afghanistan (Interim Authority)": "Afghanistan", "Cuba (Provisional Government)": "Cuba",
    "Poland (government-in-exile)": "Poland", "Czechoslovakia (government-in-exile)": "Czechoslovakia",
}  # fmt: skip
MEANT = {"Vietnam": (1975, "South Vietnam"), "China, Republic of": (1949, "China")}
"""Which of two states a name stands for, until which year."""
NOT_STATES = {"Vatican City", "Hawaii", "Cook Islands", "French Polynesia", "New Caledonia", "Niue"}


@us_foreign_leader_visits.table(
    "record",
    key=("visit",),
    years=(1874, 2024),
    rows=(3_264, 3_264),
    columns=[
        Column("visit", pl.Int32, "The publisher's number", required=True),
        Column("visitor", pl.String, "Title and name", required=True),
        Column("first_day", pl.String, "Arrival", required=True),
        Column("last_day", pl.String, "Departure", required=True),
        Column("year", pl.Int32, "Year of arrival", required=True),
        Column("visitor_from", pl.String, "Country or territory, under its name at the time", required=True),
        Column("ccode", pl.Int32, "The visitor's state; empty where that is no member of the state system then"),
        Column("remarks", pl.String, "Kind and purpose, in the publisher's words"),
    ],
    ignored={"created-by", "created-datetime", "last-modified-by", "last-modified-datetime"},
)
def visits(raw: Raw) -> pl.LazyFrame:
    """Each visit by one leader; some came to the United Nations and met the president there.

    "Korea" is the Republic of Korea, and "Vietnam" before 1975 the Republic of Vietnam.
    """
    return _published(raw).lazy()


@us_foreign_leader_visits.table(
    "state-year",
    years=(1876, 2024),
    rows=(2_600, 2_630),
    columns=[
        Column("visits_to_us", pl.Int32, "Visits to the United States begun in the year by leaders of the state",
               unit="visits", within=(0, 12), absent=0, required=True),
    ],
)  # fmt: skip
def visits_to_us(raw: Raw) -> pl.LazyFrame:
    """How often each state's leaders came to the United States; nothing is said of the United States itself."""
    counted = _published(raw).lazy().drop_nulls("ccode").group_by("ccode", "year")
    return counted.agg(visits_to_us=pl.len())


def _published(raw: Raw) -> pl.DataFrame:
    rows = []
    for file in us_foreign_leader_visits.files:
        try:
            found = ET.parse(raw.path(file.name)).getroot()  # noqa: S314
        except ET.ParseError as error:
            problem = f"cannot be read: {file.name} breaks off ({error})"
            raise BrokenContract("us_foreign_leader_visits.visits", problem, "Hand over the file again.") from error
        rows += [{part.tag: " ".join("".join(part.itertext()).split()) or None for part in visit} for visit in found]
    names = {"id": "visit", "start-date": "first_day", "end-date": "last_day", "from": "visitor_from",
             "description": "remarks"}  # fmt: skip
    visits = pl.DataFrame(rows, infer_schema_length=None).rename(names)
    visits = visits.with_columns(year=pl.col("first_day").str.slice(0, 4).cast(pl.Int32))
    visitors = visits.select("visitor_from", "year").unique()
    codes = pl.Series([_ccode(name, year) for name, year in visitors.iter_rows()], dtype=pl.Int32)
    return visits.join(visitors.with_columns(ccode=codes), on=["visitor_from", "year"])


def _ccode(visitor_from: str, year: int) -> int | None:
    if visitor_from in NOT_STATES:
        return None
    until, meant = MEANT.get(visitor_from, (0, ""))
    name = meant if year < until else SPELLED.get(visitor_from, visitor_from)
    try:
        return states.resolve(name, on=year).ccode
    except OutsideCoverage:
        return states.code_of(states.resolve(name).party, year, "cow")
