"""Troops that states gave to the International Security Assistance Force in Afghanistan, 2007-2014."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract, UnknownName

REPOSITORY = "CenterForPeaceAndSecurityStudies/ISAF"
COMMIT = "d904b8d0ec9a2876c909fcd1c7a5ede517887677"

isaf_coalition = Source(
    id="isaf_coalition",
    title="Troop contributions to ISAF by its fact sheets",
    version="10 December 2020",
    subject="operations",
    citation=(
        "Gannon, J Andrés, and Daniel Kent (2021). Keeping Your Friends Close, but Acquaintances Closer: Why Weakly "
        "Allied States Make Committed Coalition Partners. Journal of Conflict Resolution 65(5), 889-918. "
        "Replication data."
    ),
    licence="MIT",
    homepage="https://github.com/CenterForPeaceAndSecurityStudies/ISAF",
    files=(
        File(
            "nato_placemats.csv",
            sha256="e5e2000971858be3f7d46d07db3fedcf2e0f2a1d75fd6de775d3f3b26c094ab0",
            how=f"Take data/nato_placemats.csv from github.com/{REPOSITORY} at commit {COMMIT}.",
            addresses=(github(REPOSITORY, COMMIT, "data/nato_placemats.csv"),),
        ),
    ),
)

SPELLED = {
    "Federation of Bosnia and Herzegovina": "Bosnia and Herzegovina",
    "United Arab Erimates": "United Arab Emirates", "United Arab Emrates": "United Arab Emirates",
    "Yugoslavia, Federal Republic of (Serbia-Montenegro)": "Montenegro",
}  # fmt: skip
"""Names that the publisher gives wrongly: the union of Serbia and Montenegro had ended, and it is Montenegro that sent
some 30 to 40 soldiers from 2010."""


@isaf_coalition.table(
    "record",
    key=("line",),
    years=(2007, 2014),
    rows=(3_191, 3_191),
    columns=[
        Column("line", pl.Int32, "Line of the file", required=True),
        Column("year", pl.Int32, "Year of the fact sheet", required=True),
        Column("contributor", pl.String, "State as published", required=True),
        Column("troops_text", pl.String, "Troops as published", required=True),
        Column("isaf_strength", pl.Int32, "Troops; a decimal point in the text stands for a thousands separator",
               unit="people", within=(0, 100_000), required=True),
        Column("ccode", pl.Int32, "The contributor", required=True),
    ],
)  # fmt: skip
def fact_sheets(raw: Raw) -> pl.LazyFrame:
    """Each line of each fact sheet; several undated sheets a year are stacked, so that most lines repeat."""
    return _published(raw).lazy()


@isaf_coalition.table(
    "state-year",
    years=(2007, 2014),
    rows=(371, 371),
    columns=[
        Column("isaf_troops", pl.Float64, "Median of the year's fact sheets of the troops in the Force", unit="people",
               within=(0, 100_000), absent=0, required=True),
    ],
)  # fmt: skip
def contributions(raw: Raw) -> pl.LazyFrame:
    """What each state gave in the year; a state on no fact sheet of the year gave none.

    The median is over all lines, repeated ones too: without them a single misprint (500 for 9,500) would halve it.
    """
    return _published(raw).lazy().group_by("ccode", "year").agg(isaf_troops=pl.col("isaf_strength").median())


def _published(raw: Raw) -> pl.DataFrame:
    names = {"country": "contributor", "count_total": "troops_text"}
    sheets = pl.read_csv(raw.path("nato_placemats.csv"), infer_schema=False).rename(names).with_row_index("line", 2)
    number = pl.col("troops_text").str.extract(r"^([\d.]+)").cast(pl.Float64)
    thousands = pl.when(pl.col("troops_text").str.contains(".", literal=True)).then(1000).otherwise(1)
    given = sheets.select("contributor", "year").unique()
    codes = [_ccode(name, year) for name, year in given.iter_rows()]
    coded = sheets.join(given.with_columns(ccode=pl.Series(codes, dtype=pl.Int32)), on=["contributor", "year"])
    return coded.with_columns(pl.col("year").cast(pl.Int32), isaf_strength=(number * thousands).round(0))


def _ccode(name: str, year: str | None) -> int | None:
    try:
        return states.resolve(SPELLED.get(name, name), on=int(year)).ccode if year else None
    except UnknownName as error:
        problem = f"names no state of {year}: {name}"
        raise BrokenContract("isaf_coalition.fact_sheets", problem, "The file may be cut short.") from error
