"""Leader-years: each leader of Archigos in each year in office, as head of a member of the state system or of any."""

from __future__ import annotations

from functools import partial

from foedus.panels._leaders import BESIDE, MEANINGS, leader_years
from foedus.panels._unit import PanelUnit

leader_year = PanelUnit(
    "leader-year", "A leader of a state in a year", partial(leader_years, daily=False), own=MEANINGS,
    reads=("archigos.leaders", *BESIDE), outside=True,
)  # fmt: skip
