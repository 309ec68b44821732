"""State-days: each member of the state system on each day of its membership."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from foedus import states
from foedus.panels._days import by_year, days_of
from foedus.panels._rows import CODE, LAST_YEAR, Rows, presence, state_years
from foedus.panels._unit import PanelUnit, Request


def _rows(request: Request) -> Rows:
    rows = state_years(presence(request.system, request.first, request.last))
    held = states.tenures(request.system).select(
        CODE[request.system], begins="start", ends=pl.col("end").fill_null(pl.date(LAST_YEAR, 1, 1))
    )
    return replace(rows, days=days_of(rows.key, by_year(held)))


state_day = PanelUnit("state-day", "A state on a day; of other columns it has what its year has", _rows)
