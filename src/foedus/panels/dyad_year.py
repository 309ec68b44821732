"""Dyad-years: every two states that share a day of the year, the lower code first."""

from __future__ import annotations

from foedus.panels._rows import Rows, dyad_years, presence
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    return dyad_years(presence(request.system, request.first, request.last, request.on), directed=False)


dyad_year = PanelUnit("dyad-year", "Two states in a year, the lower code first", _rows, dated=True)
