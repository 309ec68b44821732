"""Leader-days: each leader of Archigos on each day in office, the last day of one being the first of the next."""

from __future__ import annotations

from functools import partial

from foedus.panels._leaders import BESIDE, MEANINGS, leader_years
from foedus.panels._unit import PanelUnit

leader_day = PanelUnit(
    "leader-day", "A leader of a state on a day; of other columns it has what the year has",
    partial(leader_years, daily=True), own=MEANINGS, reads=("archigos.leaders", *BESIDE), outside=True,
)  # fmt: skip
