"""Partnership-member-years: each scored member of each partnership in each year."""

from __future__ import annotations

import polars as pl

from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request

KEY = ["partnership", "party", "year"]


def _rows(request: Request) -> Rows:
    members = request.warehouse.read("derived.members")
    numbered = members.with_columns(member=pl.concat_str("partnership", "party", separator="/"))
    there = presence(request.system, request.first, request.last)
    return listed(there, numbered, KEY, "member", (CODE[request.system],))


partnership_member_year = PanelUnit(
    "partnership-member-year", "A member of a partnership in a year", _rows,
    own=(("name", "The member's name in the year"), ("iso3", "ISO 3166 alpha-3 code"),
         ("ccode", "Correlates of War code"), ("gwcode", "Gleditsch-Ward code")),
    reads=("derived.members",),
)  # fmt: skip
