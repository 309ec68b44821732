"""Directed dyad-years: every two states that share a day of the year, once in each direction."""

from __future__ import annotations

from foedus.panels._rows import Rows, dyad_years, presence
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    return dyad_years(presence(request.system, request.first, request.last, request.on), directed=True)


directed_dyad_year = PanelUnit(
    "directed-dyad-year", "One state toward another in a year: 1 promises, sends to 2", _rows, dated=True
)
