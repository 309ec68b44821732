"""Who led which state on which days: leaders of Archigos on the days on which a state system has their state."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from foedus.histories._office import as_members
from foedus.panels._days import by_year, days_of
from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import Request

OF_LEADER = ("leader", "gender", "leaderage", "yrinoffice", "leadid", "entry", "exit")
BESIDE = ("lead.experience", "leader_willingness.estimates")
MEANINGS = (
    ("leader", "The leader's name"), ("gender", "F woman, M man"), ("leaderage", "Year minus year of birth"),
    ("yrinoffice", "Which calendar year in office, 1 the first"), ("leadid", "The person, across spells in office"),
    ("entry", "How the leader came to office"), ("exit", "How the leader left office"),
)  # fmt: skip


def stints(request: Request) -> pl.DataFrame:
    """Each leader's days in office as head of a member of the state system: obsid, code, from, until (excluded).

    The state is the one that bore the leader's Gleditsch-Ward code, whichever list it is asked on, so that a
    leader counts on the days on which that list has the state; outside any list, on all days in office.
    """
    leaders = request.warehouse.read("archigos.leaders")
    outside = leaders.with_columns(begins=pl.col("startdate"), ends=pl.col("enddate").dt.offset_by("1d"))
    days = as_members(leaders, request.system) if request.members else outside
    code = CODE[request.system]
    return days.select("obsid", code, "begins", "ends", "startdate", "yrborn", *OF_LEADER[:2], *OF_LEADER[4:])


def years_in_office(request: Request) -> pl.DataFrame:
    """Each stint in each year it touches, with its days in that year, the leader's age and years in office."""
    return (
        by_year(stints(request))
        .with_columns(
            leaderage=(pl.col("year") - pl.col("yrborn")).cast(pl.Int16),
            yrinoffice=(pl.col("year") - pl.col("startdate").dt.year() + 1).cast(pl.Int16),
        )
        .drop("startdate", "yrborn")
    )


def leader_years(request: Request, *, daily: bool) -> Rows:
    """A row for each leader, code and year in office; or for each day of it."""
    code = CODE[request.system]
    key = ["obsid", code, "year"]
    stints = years_in_office(request)
    yearly = stints.select(*key, *OF_LEADER).unique(key, keep="first", maintain_order=True)
    there = presence(request.system, request.first, request.last)
    frame = with_person(yearly, request).with_columns(person=yearly["obsid"])
    rows = listed(there, frame, key, "person", (code,))
    return replace(rows, days=days_of(rows.key, stints) if daily else None, members=request.members)


def with_person(rows: pl.DataFrame, request: Request, obsid: str = "obsid", suffix: str = "") -> pl.DataFrame:
    """The rows with what is known of the leader as a person, where those sources are built."""
    for table in BESIDE:
        if request.warehouse.has(table):
            person = request.warehouse.read(table)
            named = person.rename({name: f"{name}{suffix}" for name in person.columns if name != "obsid"})
            rows = rows.join(named, left_on=obsid, right_on="obsid", how="left", maintain_order="left")
    return rows
