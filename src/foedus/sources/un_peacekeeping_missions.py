"""The peacekeeping operations of the United Nations since 1948, and the states that host them."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, Correction, File, Raw, Source

un_peacekeeping_missions = Source(
    id="un_peacekeeping_missions",
    title="United Nations peacekeeping operations",
    version="19 February 2024",
    subject="operations",
    citation=(
        "United Nations, Departments of Political and Peacebuilding Affairs and of Peace Operations (2024). "
        "Peacekeeping Operations (DPPADPOSS-PKO). Peace and Security Data Hub. Hosts by T. Ballesteros."
    ),
    licence="UN open data, credit the United Nations; no licence stated for the list of hosts",
    homepage="https://psdata.un.org/dataset/DPPADPOSS-PKO",
    files=(
        File(
            "DPPADPOSS-PKO.csv",
            sha256="234ee1f8ecf3d7974f4bb3818fc5a7c9212c77c2643156bfb8b7f04b6089b471",
            how="Download DPPADPOSS-PKO as CSV from the homepage; the version of 19 February 2024 is kept by "
            "github.com/tdballesteros/conflict-relapse under Data files/Raw data files.",
        ),
        File(
            "unpko_country_crosswalk.xlsx",
            sha256="e59fe7b1aeff9a16e120c37f67a6276203a16ff9beb7805ad62291bcb55d590c",
            how="Take Data files/Other/unpko_country_crosswalk.xlsx from github.com/tdballesteros/conflict-relapse.",
        ),
    ),
)

LISTED_AS = {"YAR": "ccode:678", "KSV": "Kosovo"}
"""Codes of the list of hosts that are not ISO codes: the Yemen Arab Republic and Kosovo."""


@un_peacekeeping_missions.table(
    "record",
    key=("mission",),
    rows=(81, 81),
    columns=[
        Column("mission", pl.String, "Acronym", required=True),
        Column("mission_name", pl.String, "Name", required=True),
        Column("started", pl.String, "First day; empty for entries that join several missions"),
        Column("ended", pl.String, "Last day; empty if active or unknown"),
        Column("mission_active", pl.String, "Whether it was active on 19 February 2024", choices=("yes", "no"),
               required=True),
        Column("headquarters", pl.String, "Place of the headquarters"),
        Column("listed_on", pl.String, "Day of the list", required=True),
    ],
    ignored={"id", "lead_department", "mission_longitude", "mission_latitude"},
    corrections=[
        Correction(
            where=(pl.col("mission") == "MINUSMA") & (pl.col("mission_active") == "yes"),
            column="mission_active",
            value="no",
            reason="the mission in Mali closed at the end of 2023",
            reported="not yet reported",
            expect=1,
        ),
    ],
)  # fmt: skip
def missions(raw: Raw) -> pl.LazyFrame:
    """Each operation; the end of the mission in Mali is missing."""
    names = {"mission_acronym": "mission", "start_date": "started", "end_date": "ended",
             "mission_location": "headquarters", "last_update": "listed_on"}  # fmt: skip
    published = pl.scan_csv(raw.path("DPPADPOSS-PKO.csv"), infer_schema=False).rename(names)
    active = pl.col("mission_isactive").str.to_lowercase()
    return published.with_columns(mission_active=active).drop("mission_isactive")


@un_peacekeeping_missions.table(
    "record",
    key=("mission", "host_iso3"),
    rows=(102, 102),
    columns=[
        Column("mission", pl.String, "Acronym", required=True),
        Column("host_iso3", pl.String, "Host by its ISO code, or YAR and KSV", required=True),
        Column("ccode", pl.Int32, "The host", required=True),
    ],
    ignored={"mission_name"},
)
def hosts(raw: Raw) -> pl.LazyFrame:
    """Each state that hosts or hosted an operation, under the state that holds the territory today.

    Entries that join several missions have no host and are left out.
    """
    sheet = pl.read_excel(raw.path("unpko_country_crosswalk.xlsx"), engine="calamine", infer_schema_length=0)
    listed = sheet.rename({"mission_acronym": "mission", "iso3c": "host_iso3"}).drop_nulls("host_iso3")
    codes = {iso3: states.resolve(LISTED_AS.get(iso3, iso3)).ccode for iso3 in listed["host_iso3"].unique()}
    coded = listed.with_columns(ccode=pl.col("host_iso3").replace_strict(codes, return_dtype=pl.Int32))
    return coded.lazy()
