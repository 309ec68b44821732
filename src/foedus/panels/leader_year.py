"""Leader-years: each leader of Archigos in each year in which they led a member of the state system."""

from __future__ import annotations

from foedus.panels._leaders import BESIDE, MEANINGS, OF_LEADER, with_person, years_in_office
from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    code = CODE[request.system]
    key = ["obsid", code, "year"]
    yearly = years_in_office(request).select(*key, *OF_LEADER).unique(key, keep="first", maintain_order=True)
    there = presence(request.system, request.first, request.last)
    frame = with_person(yearly, request).with_columns(person=yearly["obsid"])
    return listed(there, frame, key, "person", (code,))


leader_year = PanelUnit(
    "leader-year", "A leader of a state in a year", _rows, own=MEANINGS, reads=("archigos.leaders", *BESIDE)
)
