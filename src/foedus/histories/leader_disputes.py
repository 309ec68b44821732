"""Militarized disputes of each leader and of each two leaders in each year, by the days on which they led a state."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history
from foedus.histories._initiation import READINGS, initiates
from foedus.histories._office import as_members
from foedus.histories._whittle import OF_DISPUTES, deaths
from foedus.histories.disputes import OF_DISPUTE
from foedus.histories.participation import TABLE

LEADERS, OF_PAIRS, OF_DISPUTE_ITSELF = "archigos.leaders", "gml_leader_dyadic.dispute_years", "gml_dyadic.disputes"
YEARS = (1840, 2010)
"""From the first year of a leader; Archigos lists who was in office in 1870 or since. To the last of the disputes."""
DOES = {"ongoing": "is in", "onset": "enters"}
LED = "and the leader led it when its part began"


def in_office(read: Reader) -> pl.LazyFrame:
    """The days on which each leader led a state under each of its codes: from, until (excluded)."""
    return as_members(read(LEADERS).collect(), "cow").lazy().select("obsid", "ccode", "begins", "ends")


def _of_leader(event: str, reading: str | None = None) -> Column:
    said = f"The state {DOES[event]} a dispute on a day on which the leader led it"
    if reading is None:
        return Column(f"gmlmid_leader_{event}", pl.Boolean, said, absent=0, required=True)
    began = f"{said}, as initiator: {READINGS[reading]}, {LED}"
    return Column(f"gmlmid_leader_{event}_init{reading}", pl.Boolean, began, absent=0, required=True)


@history(
    "leader-year", reads=(TABLE, LEADERS), years=YEARS, rows=(4_000, 7_000),
    columns=[*map(_of_leader, DOES), *(_of_leader(event, reading) for reading in READINGS for event in DOES)],
)  # fmt: skip
def leaders_in_disputes(read: Reader) -> pl.LazyFrame:
    """Each leader's disputes of Gibler, Miller and Little: those on a day of which the leader led the state.

    Where the day is unknown it is the publisher's stand-in, as a rule the first or last of the month. Who led when
    it began is the publisher's word too: nobody is named where Archigos has no leader of the state on that day.
    """
    first, last = (pl.date(f"{end}year", f"{end}mon", f"dummy_{end}day") for end in ("st", "end"))
    parts = read(TABLE).with_columns(*(mine.alias(f"init{kind}") for kind, mine in initiates().items()))
    both = parts.with_columns(first=first, last=last).join(in_office(read), on="ccode")
    shared = both.filter(pl.col("begins") <= pl.col("last"), pl.col("first") < pl.col("ends"))
    from_, until = pl.max_horizontal("first", "begins"), pl.min_horizontal("last", pl.col("ends").dt.offset_by("-1d"))
    each = shared.with_columns(
        year=pl.int_ranges(from_.dt.year(), until.dt.year() + 1, dtype=pl.Int32),
        led=pl.col("obsid_start").eq_missing(pl.col("obsid")),
    ).explode("year", empty_as_null=False)
    onset = (pl.col("begins") <= pl.col("first")) & (pl.col("year") == pl.col("first").dt.year())
    began = {kind: pl.col(f"init{kind}") & pl.col("led") for kind in READINGS}
    return each.group_by("obsid", "ccode", "year").agg(
        gmlmid_leader_ongoing=pl.lit(value=True),
        gmlmid_leader_onset=onset.any(),
        **{f"gmlmid_leader_ongoing_init{kind}": mine.any() for kind, mine in began.items()},
        **{f"gmlmid_leader_onset_init{kind}": (mine & onset).any() for kind, mine in began.items()},
    )


def _of_each(name: str, dtype: type[pl.DataType], meaning: str, within: tuple[int, int] | None = None) -> list[Column]:
    return [Column(f"gmlmid_leaders_{name.format(n)}", dtype, meaning.format(n), within=within) for n in (1, 2)]


@history(
    "leader-dyad-year", reads=(OF_PAIRS, OF_DISPUTE_ITSELF), years=YEARS, rows=(10_106, 10_106), mirrored=True,
    rules=OF_DISPUTES,
    columns=[
        Column("gmlmid_leaders_ongoing", pl.Boolean, "On a day on which both led their states, these face each other",
               absent=0, required=True),
        Column("gmlmid_leaders_onset", pl.Boolean, "They begin to face each other under the two", absent=0,
               required=True),
        Column("gmlmid_leaders_dispnum", pl.Int32, "The dispute kept of the year, in the publisher's numbering"),
        *_of_each("sidea{}", pl.Int32, "State {}: 1 on the side that took the first militarized action", (0, 1)),
        *_of_each("orig{}", pl.Int32, "State {}: 1 in the dispute from its first day", (0, 1)),
        *(Column(f"gmlmid_leaders_{name}", pl.Int32, meaning, within=within)
          for name, (meaning, within) in OF_DISPUTE.items()),
        *(one for kind, meaning in READINGS.items()
          for one in _of_each("init{}" + kind, pl.Boolean, "Leader {} initiated: " + f"{meaning}, {LED}")),
    ],
)  # fmt: skip
def leaders_against_leaders(read: Reader) -> pl.LazyFrame:
    """Disputes between the states of two leaders in office; where a year has several, the gravest new one.

    They are as packaged in peacesciencer, where each two leaders have every dispute of their days in office.
    """
    disputes = read(OF_DISPUTE_ITSELF).select("dispnum", *OF_DISPUTE)
    pairs = read(OF_PAIRS).drop_nulls(["obsid1", "obsid2"]).join(disputes, on="dispnum", maintain_order="left")
    sides = ("sidea1", "sidea2", "orig1", "orig2", *OF_DISPUTE)
    return pairs.select(
        "obsid1", "obsid2", "ccode1", "ccode2", "year", deaths(),
        pl.col("gmlmidongoing").cast(pl.Boolean).alias("gmlmid_leaders_ongoing"),
        pl.col("gmlmidonset").cast(pl.Boolean).alias("gmlmid_leaders_onset"), "hostlev", "mindur", "maxdur", "recip",
        "stmon", *(pl.col(name).alias(f"gmlmid_leaders_{name}") for name in ("dispnum", *sides)),
        *(one for n in (1, 2) for one in _begun_by(n)), begins="gmlmidonset",
    )  # fmt: skip


def _begun_by(side: int) -> list[pl.Expr]:
    led = pl.col(f"obsid_start{side}").eq_missing(pl.col(f"obsid{side}"))
    states_did = initiates(str(side))
    return [(mine & led).alias(f"gmlmid_leaders_init{side}{kind}") for kind, mine in states_did.items()]
