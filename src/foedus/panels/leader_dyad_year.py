"""Leader-dyad-years: every two leaders of different states who were in office on one day of the year, both ways."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from foedus.panels._leaders import BESIDE, MEANINGS, OF_LEADER, leader_years
from foedus.panels._rows import CODE, Ints, Rows
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    code = CODE[request.system]
    leaders = leader_years(request, daily=True)
    one, two = _in_order(leaders, *_together(leaders))
    each = pl.concat([leaders.key, leaders.own.select(OF_LEADER)], how="horizontal")
    first, second = (each[row].select(pl.all().name.suffix(str(n))) for n, row in ((1, one), (2, two)))
    frame = pl.concat([first.rename({"year1": "year"}), second.drop("year2")], how="horizontal")
    key = ["obsid1", "obsid2", f"{code}1", f"{code}2", "year"]
    own = frame.select(f"{name}{n}" for name in OF_LEADER for n in (1, 2))
    sides, year = (leaders.sides[0][one], leaders.sides[0][two]), leaders.year[one]
    return Rows(leaders.presence, sides, year, frame.select(key), own, _numbered(_who(leaders), one, two))


def _together(leaders: Rows) -> tuple[Ints, Ints]:
    """Of every two leaders of different states with a day in common, the one's row of that year and the other's."""
    assert leaders.days is not None  # noqa: S101  (they were asked for)
    order = np.argsort(leaders.year[leaders.days.row], kind="stable")
    row, begins = leaders.days.row[order], leaders.days.first[order]
    ends = begins + leaders.days.length[order]
    state = leaders.key["obsid"].str.slice(0, 3).rank("dense").to_numpy()[row]
    edges = np.flatnonzero(np.diff(leaders.year[row], prepend=-1, append=-1)).tolist()
    found = [(row[:0], row[:0])]
    for low, high in pairwise(edges):
        year = slice(low, high)
        begun = begins[year, None] < ends[None, year]
        one, two = np.nonzero(begun & begun.T & (state[year, None] != state[None, year]))
        found.append((row[year][one], row[year][two]))
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def _in_order(leaders: Rows, one: Ints, two: Ints) -> tuple[Ints, Ints]:
    """The pairs by leaders, codes and year; those with several spells in common in a year once."""
    who, code, codes = _who(leaders), leaders.sides[0], len(leaders.presence.codes)
    place = who[one].astype(np.int64) * (who.max(initial=0) + 1) + who[two]
    place = (place * codes + code[one]) * codes + code[two]
    _, first = np.unique(place * leaders.presence.years + leaders.year[one], return_index=True)
    return one[first], two[first]


def _who(leaders: Rows) -> Ints:
    assert leaders.thing is not None  # noqa: S101  (a row is a year of a leader)
    return leaders.thing


def _numbered(who: Ints, one: Ints, two: Ints) -> Ints:
    """A number for each pair of leaders, in whose order the rows stand."""
    changed = (np.diff(who[one], prepend=-1) != 0) | (np.diff(who[two], prepend=-1) != 0)
    return np.cumsum(changed, dtype=np.int32)


leader_dyad_year = PanelUnit(
    "leader-dyad-year", "One leader toward another in a year", _rows,
    own=tuple((f"{name}{n}", f"Leader {n}: {meaning}") for name, meaning in MEANINGS for n in (1, 2)),
    reads=("archigos.leaders", *BESIDE),
)  # fmt: skip
