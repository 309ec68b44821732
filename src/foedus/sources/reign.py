"""Rulers, Elections and Irregular Governance: who leads each state, under which kind of regime."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "d7a8a6f17c951b68e30bbca6185d7acd9089d60b"
HOW = "Take the file from the folder data_sets of github.com/OEFDataScience/REIGN.github.io."
HASHES = {
    "leaderlist_3_21.csv": "1663d94b6a00008c84c19979306c0997128225890b875c0aae5bbfb922829e44",
    "regime_list.csv": "acb8a511084b86917fbbf2d4437fc7cb6ae25217df81dd915d74183e7daef155",
}
reign = Source(
    id="reign",
    title="Rulers, Elections and Irregular Governance (REIGN)",
    version="March 2021",
    subject="regimes",
    citation=(
        "Bell, Curtis, Clayton Besaw and Matthew Frank (2021). The Rulers, Elections, and Irregular Governance (REIGN) "
        "Dataset. One Earth Future. Country-year file by Andreas Beger (2020)."
    ),
    licence="MIT; cite REIGN",
    homepage="https://oefdatascience.github.io/REIGN.github.io/",
    files=(
        *(
            File(name, sha256, HOW, (github("OEFDataScience/REIGN.github.io", COMMIT, f"data_sets/{name}"),))
            for name, sha256 in HASHES.items()
        ),
        File(
            "reign_country_year_beger.csv",
            sha256="6c9078ce53f418e022fcf56326d2008fbae471f1383ce9b74b8ceb7ae2e7f99e",
            how="Take make-data/input/reign-cy.csv from github.com/andybega/forecaster2, under this name.",
        ),
    ),
)

SAME_STATE = {340: 345, 970: 946, 971: 970, 972: 955, 973: 947}
"""Gleditsch-Ward codes of Serbia, Kiribati, Nauru, Tonga and Tuvalu, and their Correlates of War codes."""
IGNORED = (
    "gwcode anticipation ref_ant leg_ant exec_ant irreg_lead_ant election_now election_recent leg_recent exec_recent "
    "lead_recent ref_recent direct_recent indirect_recent victory_recent defeat_recent change_recent nochange_recent "
    "delayed lastelection loss irregular prev_conflict"
)


@reign.table(
    "record",
    key=("ccode", "took_office"),
    rows=(2_500, 2_550),
    columns=[
        Column("took_office", pl.String, "Day of taking office", required=True),
        Column("left_office", pl.String, "Month of leaving office; empty if still in office in March 2021"),
        Column("leader", pl.String, "The leader's name as published", required=True),
        Column("birth_year", pl.Int32, "Year of birth", within=(1850, 2000)),
        Column("leader_gender", pl.Int32, "1 man, 0 woman", within=(0, 1)),
        Column("military_career", pl.Float64, "1 if the leader had a career in the forces, 0.5 in part",
               within=(0, 1)),
    ],
    ignored={"stateabb", "leadid", "sdate", "smonth", "syear", "emonth", "eyear", "birthyear", "gender",
             "militarycareer", "l_month", "l_year", "", "_duplicated_0", "codedby", "notes"},
)  # fmt: skip
def leaders(raw: Raw) -> pl.LazyFrame:
    """Each term of each leader since 1950; the two Captains Regent of San Marino are one row without traits."""
    traits = {"birthyear": "birth_year", "gender": "leader_gender", "militarycareer": "military_career"}
    return _leaders(raw).with_columns(pl.col(old).replace({"-99": None}).alias(new) for old, new in traits.items())


@reign.table(
    "record",
    key=("ccode", "regime_began"),
    rows=(620, 640),
    columns=[
        Column("regime_began", pl.String, "First day", required=True),
        Column("regime_ended", pl.String, "Last day; 2020-12-31 or later where it had not ended"),
        Column("regime", pl.String, "The regime's name as published", required=True),
        Column("regime_type", pl.String, "Kind of regime, in the publisher's words", required=True),
    ],
    ignored={"gwf_country", "gwf_startdate", "gwf_enddate", "gwf_regimetype"},
)
def regimes(raw: Raw) -> pl.LazyFrame:
    """Each spell of a regime in each state, many of them since long before 1950."""
    return _regimes(raw)


@reign.table(
    "state-year",
    years=(1950, 2019),
    rows=(10_900, 11_100),
    columns=[
        Column("leader_elected", pl.Int32, "1 if the leader came to office by election", within=(0, 1)),
        Column("leader_age", pl.Int32, "The leader's age", unit="years", within=(10, 110)),
        Column("leader_male", pl.Int32, "1 if the leader is a man", within=(0, 1)),
        Column("leader_military", pl.Int32, "1 if the leader had a career in the forces", within=(0, 1)),
        Column("leader_tenure", pl.Int32, "Time in office", unit="months", within=(0, 900)),
        Column("government", pl.String, "Kind of regime, in the publisher's words", required=True),
        Column("leader_changes", pl.Int32, "Leaders who took office in the year, by any way", unit="leaders",
               within=(0, 12), required=True),
        Column("regime_changes", pl.Int32, "Regimes that began in the year, by any way", unit="regimes",
               within=(0, 6), required=True),
    ],
    ignored=IGNORED.split(),
)  # fmt: skip
def leadership(raw: Raw) -> pl.LazyFrame:
    """Who led each state in December, and how often leader and regime changed in the year.

    Gleditsch-Ward codes are translated: 260 is 255 from 1991, 678 is 679 from 1990; Serbia is 345 throughout.

    Changes are of all kinds: these files do not say which were irregular. Their `irregular` counts months since
    an irregular vote (it is 0 for the United Kingdom in 2019), and is left out. A state's first leader
    and first regime are no change.
    """
    names = {"elected": "leader_elected", "age": "leader_age", "male": "leader_male", "government": "government",
             "militarycareer": "leader_military", "tenure_months": "leader_tenure"}  # fmt: skip
    published = pl.scan_csv(raw.path("reign_country_year_beger.csv"), infer_schema=False).rename(names)
    states = published.with_columns(pl.col("gwcode", "year").cast(pl.Int32)).with_columns(ccode=_ccode())
    once = states.filter((pl.col("gwcode") != 345) | (pl.col("year") != 2006))
    counted = once.join(_changes(_leaders(raw), "took_office", "leader_changes"), on=["ccode", "year"], how="left")
    counted = counted.join(_changes(_regimes(raw), "regime_began", "regime_changes"), on=["ccode", "year"], how="left")
    return counted.with_columns(pl.col("leader_changes", "regime_changes").fill_null(0))


def _leaders(raw: Raw) -> pl.LazyFrame:
    listed = pl.read_csv(raw.path("leaderlist_3_21.csv"), infer_schema=False, encoding="latin1").lazy()
    began, ended = (pl.concat_str(f"{end}year", pl.col(f"{end}month").str.zfill(2), separator="-") for end in "se")
    day = pl.col("sdate").str.zfill(2)
    return listed.with_columns(took_office=pl.concat_str(began, day, separator="-"), left_office=ended)


def _regimes(raw: Raw) -> pl.LazyFrame:
    names = {"cowcode": "ccode", "gwf_casename": "regime"}
    listed = pl.scan_csv(raw.path("regime_list.csv"), infer_schema=False).rename(names)
    day = {"regime_began": "gwf_startdate", "regime_ended": "gwf_enddate"}
    return listed.with_columns(
        *(pl.col(old).str.to_date("%m/%d/%Y").cast(pl.String).alias(new) for new, old in day.items()),
        regime_type=pl.col("gwf_regimetype").str.strip_chars(),
    )


def _changes(spells: pl.LazyFrame, began: str, count: str) -> pl.LazyFrame:
    later = spells.filter(pl.col(began) > pl.col(began).min().over("ccode"))
    year = pl.col(began).str.slice(0, 4).cast(pl.Int32)
    return later.group_by(pl.col("ccode").cast(pl.Int32), year=year).agg(pl.len().alias(count))


def _ccode() -> pl.Expr:
    gwcode, year = pl.col("gwcode"), pl.col("year")
    germany = pl.when((gwcode == 260) & (year >= 1991)).then(255)
    return germany.when((gwcode == 678) & (year >= 1990)).then(679).otherwise(gwcode.replace(SAME_STATE))
