"""Armed conflicts with at least 25 battle deaths a year in which one side is the government of a state."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

FILE = "UcdpPrioConflict_v24_1.csv"
HOW = "Download the UCDP/PRIO Armed Conflict Dataset, version 24.1, as CSV from the homepage."

ucdp_prio_acd = Source(
    id="ucdp_prio_acd",
    title="UCDP/PRIO Armed Conflict Dataset",
    version="24.1",
    subject="conflict",
    citation=(
        "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Håvard Strand (2002). "
        "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5), 615-637. "
        "Davies, Shawn, Garoun Engström, Therese Pettersson and Magnus Öberg (2024). Organized violence 1989-2023, and "
        "the prevalence of organized crime groups. Journal of Peace Research 61(4), 673-693. Version 24.1."
    ),
    licence="CC BY 4.0",
    homepage="https://ucdp.uu.se/downloads/",
    files=(File(FILE, sha256="97e77ca0d74f340939d23ec8ea6fd81b4129e31f228d1a77cddb5040b609eb8e", how=HOW),),
)

ROLES = {"gwno_loc": "location", "gwno_a": "side_a", "gwno_a_2nd": "side_a_2nd", "gwno_b": "side_b",
         "gwno_b_2nd": "side_b_2nd"}  # fmt: skip
SAME_STATE = {340: 345, 970: 946, 971: 970, 972: 955, 973: 947}
"""Gleditsch-Ward and Correlates of War codes of Serbia, Kiribati, Nauru, Tonga and Tuvalu."""


@ucdp_prio_acd.table(
    "record",
    key=("conflict_id", "year"),
    years=(1946, 2023),
    rows=(2_600, 2_750),
    columns=[
        Column("conflict_id", pl.Int32, "The conflict, in the publisher's numbering since 2017", required=True),
        Column("year", pl.Int32, "Year", required=True),
        Column("location", pl.String, "States whose government or territory is fought over", required=True),
        Column("side_a", pl.String, "The government, or the first of two states", required=True),
        Column("side_a_2nd", pl.String, "States with troops on the side of A"),
        Column("side_b", pl.String, "The opposing group or state", required=True),
        Column("side_b_2nd", pl.String, "States with troops on the side of B"),
        Column("incompatibility", pl.Int32, "Fought over: 1 territory, 2 government, 3 both", within=(1, 3)),
        Column("territory_name", pl.String, "The territory fought over"),
        Column("intensity_level", pl.Int32, "1 for 25 to 999 battle deaths in the year, 2 for more", within=(1, 2)),
        Column("cumulative_intensity", pl.Int32, "1 once the conflict has passed 1,000 battle deaths", within=(0, 1)),
        Column("type_of_conflict", pl.Int32, "1 colonial, 2 between states, 3 within one, 4 so with foreign troops",
               within=(1, 4)),
        Column("start_date", pl.String, "First battle death of the conflict"),
        Column("start_date2", pl.String, "Day on which this episode passed 25 deaths"),
        Column("ep_end", pl.Int32, "1 in the last year of an episode", within=(0, 1)),
        Column("ep_end_date", pl.String, "Last activity of the episode, in its last year"),
        Column("region", pl.String, "1 Europe, 2 Middle East, 3 Asia, 4 Africa, 5 Americas; several by comma"),
    ],
    ignored={"side_a_id", "side_b_id", "start_prec", "start_prec2", "ep_end_prec", "version", *ROLES},
)  # fmt: skip
def conflicts(raw: Raw) -> pl.LazyFrame:
    """Each conflict in each year in which it is active."""
    return _published(raw)


@ucdp_prio_acd.table(
    "record",
    key=("conflict_id", "year", "role", "ccode"),
    years=(1946, 2023),
    rows=(8_900, 9_100),
    columns=[
        Column("conflict_id", pl.Int32, "The conflict", required=True),
        Column("year", pl.Int32, "Year", required=True),
        Column("role", pl.String, "location, side_a or side_b; with _2nd, a state that sends troops in support",
               choices=tuple(ROLES.values()), required=True),
        Column("gwcode", pl.Int32, "The state in Gleditsch-Ward codes, as published", required=True),
        Column("intensity_level", pl.Int32, "1 for 25 to 999 battle deaths in the year, 2 for more", within=(1, 2)),
    ],
    ignored={"type_of_conflict"},
)  # fmt: skip
def conflict_states(raw: Raw) -> pl.LazyFrame:
    """The states in each conflict and year, one a row; `location` is the state fought over, not every battlefield.

    Codes are translated: 260 is 255 from 1991, and 678 is 679 from 1990.
    """
    return _states(raw)


def _count(name: str, meaning: str) -> Column:
    return Column(name, pl.Int32, meaning, unit="conflicts", within=(0, 30), absent=0, required=True)


@ucdp_prio_acd.table(
    "state-year",
    years=(1946, 2023),
    rows=(3_500, 3_600),
    columns=[
        _count("conflicts_on_territory", "Active conflicts over the state's government or territory"),
        _count(
            "internal_conflicts", "Of conflicts_on_territory those within the state, with foreign troops or without"
        ),
        _count("wars_on_territory", "Conflicts located there with 1,000 battle deaths or more in the year"),
        _count("conflicts_fought", "Active conflicts in which the state's forces take part, anywhere"),
    ],
)
def conflict_counts(raw: Raw) -> pl.LazyFrame:
    """How many armed conflicts each state has at home, and how many it fights.

    A conflict between states is located in each of them (that of 2003 in the United States too), and so is that
    with al-Qaida; colonial wars are located in the colony, under its later code.
    """
    located = pl.col("role") == "location"
    internal, war = pl.col("type_of_conflict").is_in(["3", "4"]), pl.col("intensity_level") == "2"

    def conflicts_where(rows: pl.Expr) -> pl.Expr:
        return pl.col("conflict_id").filter(rows).n_unique()

    return (
        _states(raw)
        .group_by("ccode", "year")
        .agg(
            conflicts_on_territory=conflicts_where(located),
            internal_conflicts=conflicts_where(located & internal),
            wars_on_territory=conflicts_where(located & war),
            conflicts_fought=conflicts_where(~located),
        )
    )


def _published(raw: Raw) -> pl.LazyFrame:
    return pl.scan_csv(raw.path(FILE), infer_schema=False, null_values="")


def _states(raw: Raw) -> pl.LazyFrame:
    kept = ["conflict_id", "year", "intensity_level", "type_of_conflict"]
    listed = (
        _published(raw)
        .select(*kept, *(pl.col(old).alias(new) for old, new in ROLES.items()))
        .unpivot(index=kept, variable_name="role", value_name="gwcode")
        .drop_nulls("gwcode")
        .with_columns(pl.col("gwcode").str.split(",")).explode("gwcode")
    )  # fmt: skip
    gwcode, year = pl.col("gwcode").str.strip_chars().cast(pl.Int32), pl.col("year").cast(pl.Int32)
    return listed.with_columns(gwcode, year).with_columns(ccode=_ccode()).unique()


def _ccode() -> pl.Expr:
    gwcode, year = pl.col("gwcode"), pl.col("year")
    germany = pl.when((gwcode == 260) & (year >= 1991)).then(255)
    return germany.when((gwcode == 678) & (year >= 1990)).then(679).otherwise(gwcode.replace(SAME_STATE))
