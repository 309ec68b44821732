"""Conflict participants: each state's part in each militarized dispute, as corrected by Gibler, Miller and Little."""

from __future__ import annotations

import polars as pl

from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request

KEY = ["dispnum", "ccode", "styear", "stmon", "dummy_stday"]


def _rows(request: Request) -> Rows:
    parts = request.warehouse.read("gml_participants.participants").with_columns(year=pl.col("styear"))
    numbered = parts.with_columns(part=pl.int_range(pl.len(), dtype=pl.Int32))
    return listed(presence("cow", request.first, request.last), numbered, KEY, "part", (CODE["cow"],))


conflict_participant = PanelUnit(
    "conflict-participant", "A state's part in a dispute, in the year it began", _rows,
    reads=("gml_participants.participants",),
)  # fmt: skip
