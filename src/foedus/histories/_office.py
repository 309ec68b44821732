"""The days on which a leader of Archigos led a member of a state system."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus import states
from foedus.states import System

CODE: dict[System, str] = {"cow": "ccode", "gw": "gwcode"}
LATER = date(2100, 1, 1)


def as_members(leaders: pl.DataFrame, system: System) -> pl.DataFrame:
    """The leaders with the code of their state and their first day, and the day after the last, as heads of a member.

    The state is the one that bore the leader's Gleditsch-Ward code, whichever list it is asked on, so that a leader
    counts on the days on which that list has the state. One whose state changed its code then stands twice.
    """
    held = _tenures("gw").rename({"gwcode": "code"})
    if system == "gw":
        joined = leaders.join(held.select("code", "first", "until"), left_on="gwcode", right_on="code")
    else:
        parties = held.select("code", "party").unique()
        theirs = _tenures("cow").select("party", "ccode", "first", "until")
        joined = leaders.join(parties, left_on="gwcode", right_on="code").join(theirs, on="party")
    return joined.with_columns(
        begins=pl.max_horizontal("startdate", "first"),
        ends=pl.min_horizontal(pl.col("enddate").dt.offset_by("1d"), "until"),
    ).filter(pl.col("begins") < pl.col("ends"))


def _tenures(system: System) -> pl.DataFrame:
    return states.tenures(system).select("party", CODE[system], first="start", until=pl.col("end").fill_null(LATER))
