"""Whether each state takes part in a militarized dispute in each year, and whether it began one."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history
from foedus.histories._initiation import READINGS, initiates

TABLE = "gml_participants.participants"
YEARS, LATEST = (1816, 2010), 2100
COLUMNS = [
    Column("gmlmid_state_ongoing", pl.Boolean, "It takes part in a dispute", absent=0, required=True),
    Column("gmlmid_state_onset", pl.Boolean, "It enters a dispute", absent=0, required=True),
    *(Column(f"gmlmid_state_{event}_init{reading}", pl.Boolean, f"{said}, as initiator: {meaning}", absent=0,
             required=True)
      for reading, meaning in READINGS.items()
      for event, said in (("ongoing", "It takes part in a dispute"), ("onset", "It enters a dispute"))),
]  # fmt: skip


def _by_year(parts: pl.LazyFrame) -> pl.LazyFrame:
    years = pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int32).alias("year")
    onset = pl.col("year") == pl.col("styear")
    each = parts.with_columns(years).explode("year", empty_as_null=False)
    return each.group_by("ccode", "year").agg(
        gmlmid_state_ongoing=pl.lit(value=True),
        gmlmid_state_onset=onset.any(),
        **{f"gmlmid_state_ongoing_init{reading}": mine.any() for reading, mine in initiates().items()},
        **{f"gmlmid_state_onset_init{reading}": (mine & onset).any() for reading, mine in initiates().items()},
    )


@history("state-year", reads=(TABLE,), years=YEARS, rows=(3_000, 6_000), columns=COLUMNS)
def states_in_disputes(read: Reader) -> pl.LazyFrame:
    """Each state's part in the disputes of Gibler, Miller and Little, whoever led it."""
    return _by_year(read(TABLE))


@history(
    "state-year", reads=(TABLE,), years=(YEARS[0], LATEST), rows=(3_000, 6_000), columns=COLUMNS,
    compat="peacesciencer",
)  # fmt: skip
def states_in_disputes_with_leaders(read: Reader) -> pl.LazyFrame:
    """The same without disputes of which no participant's leader is known, and with no dispute after 2010.

    Leaders are known from 1870 or so: earlier disputes are all but absent.
    """
    led = (pl.col("allmiss_leader_start") == 0) & (pl.col("allmiss_leader_end") == 0)
    return _by_year(read(TABLE).filter(led))
