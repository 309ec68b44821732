"""Cyber incidents between rival states: who attacked whom, how, and how badly."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

dcid = Source(
    id="dcid",
    title="Dyadic Cyber Incident and Campaign Dataset",
    version="2.0 (February 2023)",
    subject="conflict",
    citation=(
        "Maness, Ryan C., Brandon Valeriano, Kathryn Hedgecock, Jose M. Macias and Benjamin Jensen (2023). Expanding "
        "the Dyadic Cyber Incident and Campaign Dataset (DCID): Cyber Conflict from 2000 to 2020. The Cyber Defense "
        "Review 8(2), 65-90. Version 2.0."
    ),
    licence="Free for research with citation; fetched from the publisher, not redistributed",
    homepage="https://drryanmaness.wixsite.com/cyberconflict/cyber-conflict-dataset",
    files=(
        File(
            "DCID_2.0_Release_update_February_2023.xlsx",
            sha256="9929b8185877512d8e2591afecaaf1b04b932a1b77c9c5455fa615787bb34ea7",
            how="Download DCID 2.0, the release of February 2023, from the homepage.",
        ),
    ),
)

SHEET = "DCID_2.0_Release_public_June_20"
FULL_YEARS = (2000, 2020)
NAMES = {
    "Cyberincidentnum": "incident", "Name": "incident_name", "method": "cyber_method", "targettype": "cyber_target",
    "information_operation": "information_operation", "objective_achievement": "objective_achieved",
    "Concession ": "concession", "3rdpartyinitiator": "third_party", "severity": "cyber_severity",
    "damage type": "cyber_damage", "Ransomware": "ransomware",
}  # fmt: skip


def _yes(name: str, meaning: str) -> Column:
    return Column(name, pl.Int32, meaning, within=(0, 1), required=True)


@dcid.table(
    "record",
    key=("incident",),
    years=(2000, 2021),
    rows=(429, 429),
    columns=[
        Column("incident", pl.Int32, "The incident or campaign", required=True),
        Column("ccode1", pl.Int32, "The state that attacks", required=True),
        Column("ccode2", pl.Int32, "The state attacked; unknown where the attacker is not of the pair"),
        Column("year", pl.Int32, "Year in which it began", required=True),
        Column("first_day", pl.String, "First day", required=True),
        Column("last_day", pl.String, "Last day", required=True),
        Column("incident_name", pl.String, "The publisher's name for it", required=True),
        Column("cyber_method", pl.String, "1 vandalism, 2 denial of service, 3 intrusion, 4 infiltration",
               required=True),
        Column("cyber_target", pl.Int32, "1 private, 2 government but not military, 3 military", within=(1, 3)),
        Column("cyber_objective", pl.Int32, "1 disruption, 2 short espionage, 3 long espionage, 4 degradation",
               within=(1, 4)),
        Column("cyber_severity", pl.Int32, "Severity, of 10", within=(0, 10)),
        Column("cyber_damage", pl.Int32, "Kind of damage, in the publisher's codes", within=(1, 4)),
        _yes("information_operation", "Whether it came with an information operation"),
        _yes("objective_achieved", "Whether it reached its aim"),
        _yes("concession", "Whether the state attacked conceded something"),
        _yes("third_party", "Whether others acted for the attacker"),
        _yes("ransomware", "Whether ransom was asked"),
    ],
    ignored={"Dyadpair", "StateA", "StateB", "interactionstartdate", "interactionenddate", "initiator", "Crit Inf",
             "Supply Ch", "Political Objective", *(f"Sources{n}" for n in range(1, 6)), "Justice", "Cert", "FBI"},
)  # fmt: skip
def incidents(raw: Raw) -> pl.LazyFrame:
    """Each incident or campaign between two rivals, September 2000 to January 2021.

    The publisher names a pair and an attacker; in four incidents the attacker is a third state. The second
    sheet of the file repeats incidents with reactions under shifted names, and is not read.
    """
    return _published(raw)


@dcid.table(
    "directed-dyad-year",
    years=FULL_YEARS,
    rows=(1_554, 1_554),
    columns=[
        Column("cyber_incidents", pl.Int32, "Incidents begun by ccode1 against ccode2 in the year", unit="incidents",
               within=(0, 50), required=True),
        Column("cyber_severity_highest", pl.Int32, "Highest severity of an incident begun by ccode1 against ccode2 in "
               "the year, 0 for none", within=(0, 10), required=True),
    ],
)  # fmt: skip
def cyber_conflict(raw: Raw) -> pl.LazyFrame:
    """Incidents by attacker, attacked and year, for the pairs of rivals that had any; other pairs are not covered."""
    incidents = _published(raw).drop_nulls("ccode2").select(
        pl.col("ccode1", "ccode2", "year"), severity=pl.col("cyber_severity").cast(pl.Int32)
    )  # fmt: skip
    one_way = incidents.select("ccode1", "ccode2")
    pairs = pl.concat([one_way, one_way.select(ccode1="ccode2", ccode2="ccode1")]).unique()
    years = pl.LazyFrame({"year": pl.int_range(FULL_YEARS[0], FULL_YEARS[1] + 1, dtype=pl.Int32, eager=True)})
    counts = incidents.group_by("ccode1", "ccode2", "year").agg(
        cyber_incidents=pl.len(), cyber_severity_highest=pl.col("severity").max()
    )
    covered = pairs.join(years, how="cross").join(counts, on=["ccode1", "ccode2", "year"], how="left")
    return covered.with_columns(pl.col("cyber_incidents", "cyber_severity_highest").fill_null(0))


def _published(raw: Raw) -> pl.LazyFrame:
    path = raw.path("DCID_2.0_Release_update_February_2023.xlsx")
    rows = pl.read_excel(path, sheet_name=SHEET, engine="calamine", infer_schema_length=0).lazy().rename(NAMES)
    return rows.with_columns(
        ccode1=pl.col("initiator").cast(pl.Int32),
        ccode2=_attacked(),
        year=pl.col("interactionstartdate").str.slice(0, 4).cast(pl.Int32),
        first_day=pl.col("interactionstartdate").str.slice(0, 10),
        last_day=pl.col("interactionenddate").str.slice(0, 10),
    )


def _attacked() -> pl.Expr:
    """The other code of the pair, which is two codes written together with the lower first (2365 is 2 and 365)."""
    pair, attacker = pl.col("Dyadpair"), pl.col("initiator")
    above = pl.when(pair.str.starts_with(attacker)).then(pair.str.slice(attacker.str.len_chars()))
    below = pl.when(pair.str.ends_with(attacker)).then(pair.str.head(-attacker.str.len_chars().cast(pl.Int64)))
    number, higher, lower = attacker.cast(pl.Int32), above.cast(pl.Int32), below.cast(pl.Int32)
    return pl.when(higher > number).then(higher).otherwise(pl.when(lower < number).then(lower))
