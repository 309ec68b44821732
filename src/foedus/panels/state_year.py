"""State-years: each member of the state system in each year."""

from __future__ import annotations

from foedus.panels._rows import Rows, presence, state_years
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    return state_years(presence(request.system, request.first, request.last, request.on))


state_year = PanelUnit("state-year", "A state in a year", _rows, dated=True)
