"""Where presidents and secretaries of state of the United States traveled, and when."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract, OutsideCoverage

COMMIT = "3170c773f22c99dadc8ec93da070f8ff6259d6d8"
HOW = (
    "Take the files of president-travels/ and secretary-travels/ from github.com/HistoryAtState/travels at commit "
    f"{COMMIT}."
)
PRESIDENTS = 21
"""The first so many of the files are presidents', the others secretaries'."""
HASHES = Path(__file__).with_suffix(".sha256").read_text(encoding="utf-8").splitlines()

us_leader_travels = Source(
    id="us_leader_travels",
    title="Travels of the President and the Secretary of State of the United States",
    version="18 July 2026",
    subject="diplomacy",
    citation=(
        "Office of the Historian, U.S. Department of State. Travels Abroad of the President and of the Secretary of "
        "State. Snapshot of 18 July 2026."
    ),
    licence="US government work, public domain; CC0 1.0",
    homepage="https://history.state.gov/departmenthistory/travels",
    files=tuple(
        File(name, sha256, HOW, (github("HistoryAtState/travels", COMMIT, f"{who}-travels/{name}"),))
        for n, (sha256, name) in enumerate(line.split("  ") for line in HASHES)
        for who in ("president" if n < PRESIDENTS else "secretary",)
    ),
)

FIRST, LAST = 1906, 2024
"""The first trip of a president, and the last year that the snapshot covers whole."""
US = 2
PARTS = {"Denmark (Greenland)": "Denmark", "United Kingdom (Wales)": "United Kingdom",
         "United Kingdom (Northern Ireland)": "United Kingdom"}  # fmt: skip
MEANT = {"Vietnam": (1975, "South Vietnam"), "Yemen": (1990, "Yemen Arab Republic")}
"""Which of two states a name stands for, until which year."""
NOT_STATES = {
    "Vatican City", "Holy See", "Palestinian Authority", "West Bank", "Netherlands Antilles", "Antarctica",
    "Cook Islands", "Serbia-Montenegro (Kosovo)", "Yugoslavia (Kosovo)",
}  # fmt: skip
"""Places that are no member of the state system, Kosovo before 2008 among them."""


@us_leader_travels.table(
    "record",
    key=("trip",),
    rows=(4_271, 4_271),
    columns=[
        Column("trip", pl.Int32, "The publisher's number", required=True),
        Column("traveler_role", pl.String, "president or secretary (of state)", choices=("president", "secretary"),
               required=True),
        Column("traveler", pl.String, "Name", required=True),
        Column("first_day", pl.String, "Arrival", required=True),
        Column("last_day", pl.String, "Departure", required=True),
        Column("year", pl.Int32, "Year of arrival", within=(1866, 2025), required=True),
        Column("place", pl.String, "Country or territory, under its name at the time", required=True),
        Column("ccode", pl.Int32, "The state visited; empty where the place is no member of the state system then"),
        Column("locality", pl.String, "Towns and bases visited"),
        Column("remarks", pl.String, "What was done, in the publisher's words"),
    ],
    ignored={"created-by", "created-datetime", "last-modified-by", "last-modified-datetime"},
)  # fmt: skip
def trips(raw: Raw) -> pl.LazyFrame:
    """Each visit to one country on a trip abroad: secretaries since 1866, presidents since 1906, to early 2025.

    President Trump's trips end in February 2020 here. A journey to several countries is several rows.
    """
    return _published(raw).lazy()


@us_leader_travels.table(
    "state-year",
    years=(FIRST, LAST),
    rows=(2_320, 2_340),
    columns=[
        Column("us_trips_here", pl.Int32, "Visits begun in the year by the president or the secretary of state of the "
               "United States", unit="visits", within=(0, 60), absent=0, required=True),
        Column("us_president_trips_here", pl.Int32, "Of us_trips_here those by the president", unit="visits",
               within=(0, 12), absent=0, required=True),
    ],
)  # fmt: skip
def trips_here(raw: Raw) -> pl.LazyFrame:
    """How often the United States' two first representatives came to each state; nothing is said of the United States.

    A secretary's visit is diplomacy, seldom military. A summit of an alliance in Brussels counts for Belgium.
    """
    counted = (
        _published(raw)
        .lazy()
        .filter(pl.col("year").is_between(FIRST, LAST) & pl.col("ccode").is_not_null() & (pl.col("ccode") != US))
        .group_by("ccode", "year")
    )
    return counted.agg(
        us_trips_here=pl.len(), us_president_trips_here=(pl.col("traveler_role") == "president").sum()
    )  # fmt: skip


def _published(raw: Raw) -> pl.DataFrame:
    rows = []
    for file in us_leader_travels.files:
        try:
            found = ET.parse(raw.path(file.name)).getroot()  # noqa: S314
        except ET.ParseError as error:
            problem = f"cannot be read: {file.name} breaks off ({error})"
            raise BrokenContract("us_leader_travels.trips", problem, "Hand over the file again.") from error
        rows += [{field.tag: " ".join((field.text or "").split()) or None for field in trip} for trip in found]
    names = {"id": "trip", "role": "traveler_role", "name": "traveler", "start-date": "first_day",
             "end-date": "last_day", "country": "place", "locale": "locality"}  # fmt: skip
    trips = pl.DataFrame(rows, infer_schema_length=None).rename(names)
    trips = trips.with_columns(year=pl.col("first_day").str.slice(0, 4).cast(pl.Int32))
    visited = trips.select("place", "year").unique()
    codes = pl.Series([_ccode(place, year) for place, year in visited.iter_rows()], dtype=pl.Int32)
    return trips.join(visited.with_columns(ccode=codes), on=["place", "year"])


def _ccode(place: str, year: int) -> int | None:
    if place in NOT_STATES:
        return None
    until, meant = MEANT.get(place, (0, ""))
    name = meant if year < until else PARTS.get(place, place)
    try:
        return states.resolve(name, on=year).ccode
    except OutsideCoverage:
        return states.code_of(states.resolve(name).party, year, "cow")
