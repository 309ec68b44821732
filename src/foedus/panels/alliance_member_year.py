"""Alliance-member-years: each member of each alliance of ATOP, from the year of its entry to that of its exit."""

from __future__ import annotations

import polars as pl

from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request
from foedus.panels.alliance_year import LAST


def _rows(request: Request) -> Rows:
    years = pl.int_ranges("yrent", pl.col("yrexit").fill_null(LAST) + 1, dtype=pl.Int32).alias("year")
    spells = request.warehouse.scan("atop.members").with_columns(years).explode("year", empty_as_null=False)
    key = ("atopid", "ccode", "year")
    latest = spells.sort(*key, "phase", "yrent").unique(key, keep="last", maintain_order=True)
    numbered = latest.with_columns(member=pl.col("atopid") * 10_000 + pl.col("ccode")).collect()
    there = presence("cow", request.first, request.last)
    return listed(there, numbered, key, "member", (CODE["cow"],))


alliance_member_year = PanelUnit(
    "alliance-member-year", "A member of an alliance in a year", _rows, reads=("atop.members",)
)
