"""United States military personnel on active duty in each country and territory of the world."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github

COMMIT = "3946bcf89a6d72de8abace812dc557f1f249f5f7"

troopdata = Source(
    id="troopdata",
    title="United States global military deployments",
    version="legacy series to 2023, in troopdata 1.0.4.9000",
    subject="deployments",
    citation=(
        "Allen, Michael A., Michael E. Flynn and Carla Martinez Machain (2022). US global military deployments, "
        "1950-2020. Conflict Management and Peace Science 39(3), 351-370. Series to 2005 by Kane, Tim (2006), Global "
        "U.S. Troop Deployment, 1950-2005, Heritage Foundation."
    ),
    licence="GPL 3 or later (package); the counts are US government data; fetched, not redistributed",
    homepage="https://github.com/meflynn/troopdata",
    files=(
        File(
            "troopdata.csv",
            sha256="e4bf988cdc6a9ed361f0238059cbcacff08e6c87bee447a4b841a17d9e27a45b",
            how=f"Take data-raw/troopdata.csv from github.com/meflynn/troopdata at commit {COMMIT}.",
            addresses=(github("meflynn/troopdata", COMMIT, "data-raw/troopdata.csv"),),
        ),
    ),
)

US = 2
SERVICES = ("army", "navy", "air_force", "marine_corps", "space_force", "coast_guard")
ALSO = {1010: 341, 1012: 713, 1015: 402, 1020: 626, 1037: 591}
"""The publisher's own codes under which Montenegro, Taiwan, Cabo Verde, South Sudan and Seychelles appear a second
time; in each year the larger figure counts."""
UNITED = {260: 255, 678: 679}
"""States that united during 1990: the publisher counts that year under the old code only."""


@troopdata.table(
    "record",
    key=("place_code", "year"),
    years=(1950, 2023),
    rows=(14_792, 14_792),
    columns=[
        Column("place_code", pl.Int32, "COW code, or above 1000 the publisher's code of a territory", required=True),
        Column("place", pl.String, "Country or territory as published", required=True),
        Column("year", pl.Int32, "Year", required=True),
        Column("troops", pl.Int32, "Personnel on active duty; 0 before 2008 can mean that nothing was reported",
               unit="people", within=(0, 4e6), required=True),
        *(Column(f"troops_{name}", pl.Int32, f"Those of the {name.replace('_', ' ')}", unit="people", within=(0, 2e6))
          for name in SERVICES),
    ],
    ignored={"iso3c", "region"},
)  # fmt: skip
def deployments(raw: Raw) -> pl.LazyFrame:
    """Personnel in each country and territory, the United States included; by service from 2006.

    Army figures from December 2022 to June 2023 are imputed by the authors; Iraq 2003-2007 is an estimate.
    """
    names = {"ccode": "place_code", "countryname": "place"} | {name: f"troops_{name}" for name in SERVICES}
    return pl.scan_csv(raw.path("troopdata.csv"), infer_schema=False, null_values="NA").rename(names)


@troopdata.table(
    "state-year",
    years=(1950, 2023),
    rows=(11_350, 11_500),
    columns=[
        Column("us_troops_hosted", pl.Int32, "Personnel of the United States on active duty in the state; 0 before "
               "2008 can mean that nothing was reported", unit="people", within=(0, 1e6), required=True),
    ],
)  # fmt: skip
def hosts(raw: Raw) -> pl.LazyFrame:
    """United States personnel in each other member of the state system; some peaks are wars, as in Iraq and Kuwait.

    Overseas territories are not counted with their state (Greenland has its own code), and forces afloat nowhere.
    """
    place, year = pl.col("place_code").cast(pl.Int32), pl.col("year").cast(pl.Int32)
    counted = deployments(raw).select(ccode=place.replace(ALSO), year=year, us_troops_hosted=pl.col("troops"))
    united = counted.filter((pl.col("year") == 1990) & pl.col("ccode").is_in(list(UNITED)))
    counted = pl.concat([counted, united.with_columns(pl.col("ccode").replace(UNITED))])
    system = states.state_years("cow", first=1950, last=2023).select(pl.col("ccode", "year").cast(pl.Int32)).lazy()
    hosts = counted.join(system, on=["ccode", "year"], how="semi").filter(pl.col("ccode") != US)
    return hosts.group_by("ccode", "year").agg(pl.col("us_troops_hosted").cast(pl.Int32).max())
