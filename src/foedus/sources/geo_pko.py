"""Which states' troops serve in which United Nations missions, read off the missions' maps, 1994-2024."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract, UnknownName

COMMIT = "b6ba64e913461c8b5b9688307afdfcadbaa64162"

geo_pko = Source(
    id="geo_pko",
    title="Geocoded UN Peacekeeping Operations (Geo-PKO), troop contributors by place",
    version="2.3",
    subject="operations",
    citation=(
        "Cil, Deniz, Hanne Fjelde, Lisa Hultman and Desirée Nilsson (2020). Mapping blue helmets: Introducing the "
        "Geocoded Peacekeeping Operations (Geo-PKO) dataset. Journal of Peace Research 57(2), 360-370. Version 2.3."
    ),
    licence="Free to use with citation; dashboard repository GPL 2; fetched, not redistributed",
    homepage="https://www.uu.se/en/department/peace-and-conflict-research/research/research-data/geo-pko-dataset",
    files=(
        File(
            "TCCMap_v.2.3.csv",
            sha256="acda82786bebb3c49aef46917401869a6fa35a94968f3b3f0367232a57c68837",
            how="Take data/TCCMap_v.2.3.csv from github.com/geopko/Geo-PKO-Shiny-Dashboard.",
            addresses=(github("geopko/Geo-PKO-Shiny-Dashboard", COMMIT, "data/TCCMap_v.2.3.csv"),),
        ),
    ),
)

SPELLED = {"Congo": "Congo-Brazzaville", "Drc": "Democratic Republic of the Congo", "Us": "United States"}
NOT_STATES = {"CARICOM", "Multinational", "TCC name unknown", "Un"}
ENTRY = r"^(.+) \((?:size unknown|(\d+))\)$"


@geo_pko.table(
    "record",
    key=("mission", "location", "latitude", "longitude", "year"),
    years=(1994, 2024),
    rows=(4_927, 4_927),
    columns=[
        Column("mission", pl.String, "Acronym", required=True),
        Column("location", pl.String, "Place", required=True),
        Column("latitude", pl.Float64, "Degrees north", within=(-90, 90), required=True),
        Column("longitude", pl.Float64, "Degrees east", within=(-180, 180), required=True),
        Column("year", pl.Int32, "Year", required=True),
        Column("contributors", pl.Int32, "Contributors at the place", within=(0, 60), required=True),
        Column("contributor_list", pl.String, "Contributors with the size of their units, as published",
               required=True),
    ],
)  # fmt: skip
def places(raw: Raw) -> pl.LazyFrame:
    """Each place where a mission had troops in the year.

    Sizes are inferred from the kind of unit drawn on the map, and do not equal the United Nations' headcounts.
    """
    names = {"No.TCC": "contributors", "year.overview": "contributor_list"}
    return pl.scan_csv(raw.path("TCCMap_v.2.3.csv"), infer_schema=False).rename(names)


@geo_pko.table(
    "record",
    key=("mission", "ccode", "year"),
    years=(1994, 2024),
    rows=(3_050, 3_060),
    columns=[
        Column("mission", pl.String, "Acronym", required=True),
        Column("mapped_troops", pl.Int32, "Troops at places where the size is known; empty if it is known at none",
               unit="people", within=(0, 30_000)),
        Column("places_of_unknown_size", pl.Int32, "Places where it is not", within=(0, 100), required=True),
    ],
)  # fmt: skip
def contributions(raw: Raw) -> pl.LazyFrame:
    """What each state has in each mission in each year; multinational and unnamed units are left out."""
    return _contributions(raw).lazy()


@geo_pko.table(
    "dyad-year",
    years=(1994, 2024),
    rows=(42_300, 42_400),
    columns=[
        Column("codeployment_cosine", pl.Float32, "Cosine of the two states' troops over the missions of the year: 1 "
               "in the same shares, 0 in no mission together", within=(0, 1), required=True),
    ],
)  # fmt: skip
def codeployment(raw: Raw) -> pl.LazyFrame:
    """How far two states serve in the same missions; pairs in which one gives no troops of known size have no row."""
    sized = _contributions(raw).drop_nulls("mapped_troops")
    return pl.concat([_cosines(one) for one in sized.partition_by("year")]).lazy()


def _contributions(raw: Raw) -> pl.DataFrame:
    listed = (
        places(raw)
        .select("mission", pl.col("year").cast(pl.Int32), pl.col("contributor_list").str.split(", "))
        .explode("contributor_list")
        .with_columns(
            name=pl.col("contributor_list").str.extract(ENTRY).fill_null(pl.col("contributor_list")),
            troops=pl.col("contributor_list").str.extract(ENTRY, 2).cast(pl.Int32),
        )
        .filter(~pl.col("name").is_in(NOT_STATES))
        .collect()
    )
    party = {name: _party(name) for name in listed["name"].unique()}
    named = listed.select("name", "year").unique()
    codes = [states.code_of(party[name], year, "cow") for name, year in named.iter_rows()]
    coded = listed.join(named.with_columns(ccode=pl.Series(codes, dtype=pl.Int32)), on=["name", "year"])
    return coded.group_by("mission", "ccode", "year").agg(
        mapped_troops=pl.when(pl.col("troops").count() > 0).then(pl.col("troops").sum()),
        places_of_unknown_size=pl.col("troops").null_count(),
    )


def _cosines(year: pl.DataFrame) -> pl.DataFrame:
    codes, state = np.unique(year["ccode"].to_numpy(), return_inverse=True)
    missions, mission = np.unique(year["mission"].to_numpy(), return_inverse=True)
    troops = np.zeros((codes.size, missions.size))
    troops[state, mission] = year["mapped_troops"].to_numpy()
    troops /= np.linalg.norm(troops, axis=1, keepdims=True)
    first, second = np.triu_indices(codes.size, 1)
    cosine = np.clip((troops @ troops.T)[first, second], 0, 1)
    years = np.full(first.size, year["year"][0], np.int32)
    return pl.DataFrame({"ccode1": codes[first], "ccode2": codes[second], "year": years, "codeployment_cosine": cosine})


def _party(name: str) -> str:
    try:
        return states.resolve(SPELLED.get(name, name)).party
    except UnknownName as error:
        problem = f"names no state: {name}"
        raise BrokenContract("geo_pko.contributions", problem, "The file may be cut short.") from error
