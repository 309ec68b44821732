"""Multinational military exercises, 1980-2010: who trained with whom, in which domains and for what."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source

mme = Source(
    id="mme",
    title="Multinational Military Exercises",
    version="7",
    subject="exercises",
    citation=(
        "D'Orazio, Vito, and Kevin Galambos (2021). Multinational Military Exercises, 1980-2010. Harvard Dataverse, "
        "V1. doi:10.7910/DVN/KHFODX."
    ),
    licence="Harvard Dataverse deposit, CC0 1.0 by default; fetched, not redistributed",
    homepage="https://doi.org/10.7910/DVN/KHFODX",
    files=(
        File(
            "mme_v7.csv",
            sha256="e6356ed4b8569133841723ad4bc6fe436b49b28570dd721940d61edb771d8719",
            how="Download the exercise file, version 7, from the homepage; github.com/meflynn/troopdata keeps the same "
            "bytes as data-raw/mme_v7.csv.",
        ),
    ),
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARTICIPANTS = [*(f"State{one}" for one in LETTERS), *(f"StateA{one}" for one in LETTERS[:13])]
DOMAINS = ["Air", "Land", "Sea", "Amphibious", "Cyber"]
PURPOSES = ["Warfighting", "Peacekeeping", "Humanitarian"]
NOT_STATES = {"-9", "Hong Kong SAR China", "NATO", "Baltic States", "Bermuda", "New Caledonia", "Netherlands Antilles"}
RENAMED = {"st. christopher": "St. Kitts and Nevis"}
"""Names that are no state's, -9 for a participant that was not identified among them; and an older name."""


def _flag(name: str, meaning: str) -> Column:
    return Column(name, pl.Int8, f"1 if {meaning}", within=(0, 1), required=True)


@mme.table(
    "record",
    key=("mmeid", "year"),
    years=(1980, 2010),
    rows=(3_707, 3_707),
    columns=[
        Column("mmeid", pl.String, "Number of the exercise; three numbers were given twice", required=True),
        Column("year", pl.Int32, "Year in which it began", required=True),
        Column("exercise_name", pl.String, "Name; -9 where it had none"),
        Column("exercise_series", pl.String, "Series that it belongs to"),
        Column("place", pl.String, "Where it was held, in the publisher's words"),
        Column("first_day", pl.String, "When it began; unknown parts are left out"),
        _flag("command_post", "it was held in command posts only, without troops in the field"),
        *(_flag(name.lower(), f"the publisher marks it as {name.lower()}") for name in (*DOMAINS, *PURPOSES)),
        Column("domains", pl.Int32, "How many of the five domains are marked; none may mean that none is known",
               within=(0, 5), required=True),
        Column("participants", pl.Int32, "States named as taking part", unit="states", within=(0, 60), required=True),
        Column("exercise_scale", pl.Int32, "Points for troops in the field, two domains, three domains and three "
               "states; empty where no domain is marked", within=(0, 4)),
    ],
    ignored={"lat", "lon", "StartDate", "EndDate", "s.month", "s.day", "e.year", "e.month", "e.day",
             "FocusDescription", "AdditionalParticipantInfo", *PARTICIPANTS},
)  # fmt: skip
def exercises(raw: Raw) -> pl.LazyFrame:
    """Each exercise that the press or the participants reported; some name no participant."""
    return _published(raw).lazy()


@mme.table(
    "record",
    key=("mmeid", "ccode", "year"),
    years=(1980, 2010),
    rows=(13_600, 13_700),
    columns=[Column("mmeid", pl.String, "Number of the exercise", required=True)],
)
def exercise_states(raw: Raw) -> pl.LazyFrame:
    """The states that took part in each exercise, one a row, in the year in which it began."""
    return _participants(_published(raw)).lazy()


@mme.table(
    "dyad-year",
    years=(1980, 2010),
    rows=(20_150, 20_250),
    columns=[
        Column("exercises_together", pl.Int32, "Exercises begun in the year in which both took part",
               unit="exercises", within=(1, 200), absent=0, required=True),
        Column("exercises_multilateral", pl.Int32, "Of exercises_together those with three states or more",
               unit="exercises", within=(0, 200), absent=0, required=True),
        Column("exercises_relief", pl.Int32, "Of exercises_together those for humanitarian aid, among other purposes",
               unit="exercises", within=(0, 200), absent=0, required=True),
        Column("exercise_depth", pl.Float64, "Mean scale of those of them with a domain marked: points for troops in "
               "the field, two domains, three domains, three states", unit="level 0-4", within=(0, 4)),
    ],
)  # fmt: skip
def exercise_pairs(raw: Raw) -> pl.LazyFrame:
    """How often two states exercised together, and on what scale.

    Counts follow what was reported, and far more was reported late than early: 67 exercises of 1980 are known,
    204 of 2004. Scale is not quality. States outside the system in that year are left out.
    """
    published = _published(raw)
    side = _participants(published).select("mmeid", "year", "ccode")
    traits = published.select("mmeid", "year", "participants", "humanitarian", "exercise_scale")
    return (
        side.rename({"ccode": "ccode1"})
        .join(side.rename({"ccode": "ccode2"}), on=["mmeid", "year"])
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .join(traits, on=["mmeid", "year"])
        .group_by("ccode1", "ccode2", "year")
        .agg(
            exercises_together=pl.len(),
            exercises_multilateral=(pl.col("participants") >= 3).sum(),
            exercises_relief=pl.col("humanitarian").cast(pl.Int32).sum(),
            exercise_depth=pl.col("exercise_scale").mean(),
        )
        .lazy()
    )


def _published(raw: Raw) -> pl.DataFrame:
    names = {"MMEID": "mmeid", "s.year": "year", "Ex_Name": "exercise_name", "Series_Name": "exercise_series",
             "Location": "place", "CPX": "command_post",
             **{name: name.lower() for name in (*DOMAINS, *PURPOSES)}}  # fmt: skip
    rows = pl.read_csv(raw.path("mme_v7.csv"), infer_schema=False).rename(names)
    domains = pl.sum_horizontal(pl.col(name.lower()).cast(pl.Int32) for name in DOMAINS)
    named = pl.concat_list(PARTICIPANTS).list.drop_nulls().list.unique()
    began = [pl.col("year"), *(pl.col(part).replace("xx", None).str.zfill(2) for part in ("s.month", "s.day"))]
    rows = rows.with_columns(
        pl.col("year").cast(pl.Int32),
        first_day=pl.concat_str(began, separator="-", ignore_nulls=True),
        domains=domains,
        participants=named.list.set_difference(sorted(NOT_STATES)).list.len(),
    )
    points = (pl.col("command_post") == "0", domains >= 2, domains >= 3, pl.col("participants") >= 3)
    scale = pl.sum_horizontal(point.cast(pl.Int32) for point in points)
    return rows.with_columns(exercise_scale=pl.when(domains > 0).then(scale))


def _participants(published: pl.DataFrame) -> pl.DataFrame:
    named = published.unpivot(PARTICIPANTS, index=["mmeid", "year"], value_name="name").drop_nulls("name")
    pairs = named.filter(~pl.col("name").is_in(NOT_STATES)).select("name", "year").unique()
    party = {name: states.resolve(RENAMED.get(name, name)).party for name in pairs["name"].unique()}
    codes = [states.code_of(party[name], year, "cow") for name, year in pairs.iter_rows()]
    coded = pairs.with_columns(ccode=pl.Series(codes, dtype=pl.Int32)).drop_nulls("ccode")
    return named.join(coded, on=["name", "year"]).select("mmeid", "ccode", "year").unique()
