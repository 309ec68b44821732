"""Alliance-years: each alliance of ATOP in each year in which it held, with the provisions of its last phase then."""

from __future__ import annotations

import polars as pl

from foedus.panels._rows import Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request

LAST = 2018
"""ATOP is censored at the end of this year; what happened to an alliance afterwards is unknown."""


def _rows(request: Request) -> Rows:
    years = pl.int_ranges("begyr", pl.col("endyr").fill_null(LAST) + 1, dtype=pl.Int32).alias("year")
    phases = request.warehouse.scan("atop.phases").with_columns(years).explode("year", empty_as_null=False)
    latest = phases.sort("atopid", "year", "phase").unique(["atopid", "year"], keep="last", maintain_order=True)
    there = presence(request.system, request.first, request.last)
    return listed(there, latest.collect(), ("atopid", "year"), "atopid")


alliance_year = PanelUnit("alliance-year", "An alliance in a year", _rows, reads=("atop.phases",))
