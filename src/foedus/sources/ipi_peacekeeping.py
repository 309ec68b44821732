"""Soldiers, police and observers that states gave to United Nations missions, month by month, 1990-2014."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract

COMMIT = "2653920af58e91a892d1cde3a402a57a2ebf5cdf"
HOW = f"Take the files of ppp_files/countries/ from github.com/IPIDataLab/PPP_Loader at commit {COMMIT}."
HASHES = Path(__file__).with_suffix(".sha256").read_text(encoding="utf-8").splitlines()

ipi_peacekeeping = Source(
    id="ipi_peacekeeping",
    title="IPI Peacekeeping Database: uniformed contributions to UN missions",
    version="country files to March 2014",
    subject="operations",
    citation=(
        "Perry, Chris, and Adam C. Smith (2013). Trends in Uniformed Contributions to UN Peacekeeping: A New Dataset, "
        "1991-2012. Providing for Peacekeeping 3. New York: International Peace Institute."
    ),
    licence="GPL 2 (repository); figures from monthly reports of the United Nations; cite IPI",
    homepage="https://github.com/IPIDataLab/PPP_Loader",
    files=tuple(
        File(name, sha256, HOW, (github("IPIDataLab/PPP_Loader", COMMIT, f"ppp_files/countries/{name}"),))
        for sha256, name in (line.split("  ") for line in HASHES)
    ),
)

HEADER = ["Date", "Troops", "Police", "Experts"]
SPELLED = {"Congo": "Congo-Brazzaville", "Cote d Ivoire": "Ivory Coast"}
EARLIER = {"Czech Republic": (1993, "Czechoslovakia"), "Serbia": (2006, "Yugoslavia")}


@ipi_peacekeeping.table(
    "record",
    key=("contributor", "month"),
    years=(1990, 2014),
    rows=(25_657, 25_657),
    columns=[
        Column("contributor", pl.String, "State as published, under its present name", required=True),
        Column("month", pl.String, "Last day of the month", required=True),
        Column("year", pl.Int32, "Year", required=True),
        Column("un_soldiers", pl.Int32, "Soldiers in units", unit="people", within=(0, 20_000)),
        Column("un_police", pl.Int32, "Police", unit="people", within=(0, 5_000)),
        Column("un_experts", pl.Int32, "Military observers and other experts on mission", unit="people",
               within=(0, 2_000)),
    ],
)  # fmt: skip
def contributions(raw: Raw) -> pl.LazyFrame:
    """What each state gave to all missions together at the end of each month, from November 1990 to March 2014."""
    return _published(raw).lazy()


@ipi_peacekeeping.table(
    "state-year",
    years=(1991, 2014),
    rows=(2_350, 2_370),
    columns=[
        Column("un_peacekeepers", pl.Float64, "Soldiers, police and experts in United Nations missions, mean of the "
               "year's months", unit="people", within=(0, 20_000), absent=0, required=True),
    ],
)  # fmt: skip
def peacekeepers(raw: Raw) -> pl.LazyFrame:
    """What each state gave on average; a month in which it is not listed counts as none. 2014 is its first quarter.

    Figures before 1993 under the Czech Republic are Czechoslovakia's, before 2006 under Serbia Yugoslavia's.
    """
    people = pl.sum_horizontal(pl.col("un_soldiers", "un_police", "un_experts").cast(pl.Int32))
    listed = _published(raw).filter(pl.col("year") > 1990).with_columns(people=people)
    months = listed.group_by("year").agg(months=pl.col("month").n_unique())
    sums = listed.group_by("contributor", "year").agg(pl.col("people").sum())
    codes = [_ccode(name, year) for name, year in sums.select("contributor", "year").iter_rows()]
    sums = sums.with_columns(ccode=pl.Series(codes, dtype=pl.Int32)).join(months, on="year").drop_nulls("ccode")
    by_state = sums.group_by("ccode", "year").agg(people=pl.col("people").sum(), months=pl.col("months").first())
    return by_state.select("ccode", "year", un_peacekeepers=pl.col("people") / pl.col("months")).lazy()


def _published(raw: Raw) -> pl.DataFrame:
    rows = [",".join(["contributor", "month", "un_soldiers", "un_police", "un_experts"])]
    for file in ipi_peacekeeping.files:
        header, *lines = raw.path(file.name).read_text(encoding="utf-8").splitlines()
        found = header.replace('"', "").split(",")
        if found != HEADER or any(line.count(",") != 3 for line in lines):
            gained, lost = sorted({*found} - {*HEADER}), sorted({*HEADER} - {*found})
            problem = f"in {file.name} gained {gained} and lost {lost}, or has a line cut short"
            raise BrokenContract("ipi_peacekeeping.contributions", problem, "Hand over the declared version again.")
        rows += [f"{file.name.removesuffix('.csv')},{line}" for line in lines]
    published = pl.read_csv(io.StringIO("\n".join(rows)), infer_schema=False, null_values="NA")
    return published.with_columns(year=pl.col("month").str.replace_all('"', "").str.slice(0, 4).cast(pl.Int32))


def _ccode(contributor: str, year: int) -> int | None:
    until, earlier = EARLIER.get(contributor, (0, ""))
    name = earlier if year < until else SPELLED.get(contributor, contributor)
    return states.code_of(states.resolve(name).party, year, "cow")
