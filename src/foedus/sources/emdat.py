"""EM-DAT: disasters and what they did, one row for each country hit, from a workbook that the user brings."""

from __future__ import annotations

import fastexcel
import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import OutsideCoverage, UnknownName

NAME = "public_emdat.xlsx"

emdat = Source(
    id="emdat",
    title="EM-DAT: The International Disaster Database",
    version="the edition brought",
    subject="relief",
    citation=(
        "Centre for Research on the Epidemiology of Disasters (2025). EM-DAT: The International Disaster Database. "
        "UCLouvain, Brussels. Give the year of download. Columns as in the public table since September 2023."
    ),
    licence="EM-DAT: non-commercial, after registration; may not be passed on, nor a substantial part of it",
    homepage="https://public.emdat.be",
    bring_your_own="EM-DAT may be used after registration and not be passed on",
    files=(
        File(
            NAME,
            sha256="",
            how="Register and download the public table as an Excel workbook: its first sheet starts with 'DisNo.', "
            "'Historic' and 'Classification Key'.",
            pattern="*.xlsx",
            looks_like=r"\A(?=.*^DisNo\.$)(?=.*^Classification Key$)(?=.*^Total Affected$)",
        ),
    ),
)

TEXTS = {
    "DisNo.": "disaster", "Disaster Group": "disaster_group", "Disaster Subgroup": "disaster_subgroup",
    "Disaster Type": "disaster_type", "Disaster Subtype": "disaster_subtype", "Event Name": "event_name",
    "ISO": "iso", "Country": "country", "Magnitude Scale": "magnitude_scale",
}  # fmt: skip
FLAGS = {
    "Historic": "historic", "OFDA/BHA Response": "us_response", "Appeal": "appeal", "Declaration": "declaration",
}  # fmt: skip
COUNTS = {
    "Start Year": "start_year", "Start Month": "start_month", "Start Day": "start_day", "End Year": "end_year",
    "End Month": "end_month", "End Day": "end_day",
}  # fmt: skip
FIGURES = {
    "AID Contribution ('000 US$)": "aid_contribution", "Magnitude": "magnitude", "Total Deaths": "deaths",
    "No. Injured": "injured", "No. Affected": "affected", "No. Homeless": "homeless",
    "Total Affected": "total_affected", "Total Damage ('000 US$)": "damage",
    "Total Damage, Adjusted ('000 US$)": "damage_adjusted",
}  # fmt: skip
IGNORED = {
    "Classification Key", "External IDs", "Subregion", "Region", "Location", "Origin", "Associated Types", "Latitude",
    "Longitude", "River Basin", "Reconstruction Costs ('000 US$)", "Reconstruction Costs, Adjusted ('000 US$)",
    "Insured Damage ('000 US$)", "Insured Damage, Adjusted ('000 US$)", "CPI", "Admin Units", "GADM Admin Units",
    "Entry Date", "Last Update",
}  # fmt: skip
MONEY, PEOPLE = "thousand US$", (0, 1e10)


@emdat.table(
    "record",
    key=("disaster",),
    rows=(1, 100_000),
    columns=[
        Column("ccode", pl.Int32, "The state's Correlates of War code; empty for territories and before membership"),
        Column("iso", pl.String, "Code of the country or territory, as published", required=True),
        Column("country", pl.String, "Its name, as published", required=True),
        Column("disaster_group", pl.String, "Natural or Technological", required=True),
        Column("disaster_subgroup", pl.String, "Subgroup, in the publisher's words", required=True),
        Column("disaster_type", pl.String, "Type, in the publisher's words", required=True),
        Column("disaster_subtype", pl.String, "Subtype, in the publisher's words"),
        Column("event_name", pl.String, "Name of the storm, disease, volcano and so on"),
        Column("historic", pl.Boolean, "Whether it began before 2000, when far fewer were reported"),
        Column("start_year", pl.Int32, "Year it began", within=(1900, 2100), required=True),
        Column("start_month", pl.Int32, "Month it began", within=(1, 12)),
        Column("start_day", pl.Int32, "Day it began", within=(1, 31)),
        Column("end_year", pl.Int32, "Year it ended", within=(1900, 2100)),
        Column("end_month", pl.Int32, "Month it ended", within=(1, 12)),
        Column("end_day", pl.Int32, "Day it ended", within=(1, 31)),
        Column("magnitude", pl.Float64, "Magnitude, on the scale named beside it"),
        Column("magnitude_scale", pl.String, "Its scale, with unit"),
        Column("deaths", pl.Float64, "Dead and missing", unit="people", within=PEOPLE),
        Column("injured", pl.Float64, "Injured", unit="people", within=PEOPLE),
        Column("affected", pl.Float64, "Affected, beside the injured and the homeless", unit="people", within=PEOPLE),
        Column("homeless", pl.Float64, "Homeless", unit="people", within=PEOPLE),
        Column("total_affected", pl.Float64, "Injured, affected and homeless", unit="people", within=PEOPLE),
        Column("damage", pl.Float64, "Total damage, dollars of its year", unit=MONEY, within=(0, 1e10)),
        Column("damage_adjusted", pl.Float64, "Total damage, by the publisher's consumer price index", unit=MONEY,
               within=(0, 1e10)),
        Column("aid_contribution", pl.Float64, "Aid contributed", unit=MONEY, within=(0, 1e10)),
        Column("us_response", pl.Boolean, "Whether the United States' relief agency responded"),
        Column("appeal", pl.Boolean, "Whether international help was asked for"),
        Column("declaration", pl.Boolean, "Whether an emergency was declared"),
    ],
    ignored=IGNORED,
)  # fmt: skip
def disasters(raw: Raw) -> pl.LazyFrame:
    """Each disaster in each country it hit, since 1900.

    An empty figure means no impact or an unreported one: it is no zero. Records before 2000 are far from complete.
    Damage is zero or unknown in most rows, and the adjusted figure needs the index of the latest years.
    """
    workbook = fastexcel.read_excel(raw.path(NAME))
    cells = workbook.load_sheet(0, dtypes="string").to_polars()
    names = TEXTS | FLAGS | COUNTS | FIGURES
    rows = cells.rename({old: new for old, new in names.items() if old in cells.columns})
    rows = rows.with_columns(pl.all().str.strip_chars().replace("", None))
    numbers = [name for name in (*COUNTS.values(), *FIGURES.values()) if name in rows.columns]
    flags = [name for name in FLAGS.values() if name in rows.columns]
    rows = rows.with_columns(
        pl.col(numbers).cast(pl.Float64),
        *(pl.col(name).replace_strict({"Yes": True, "No": False}, return_dtype=pl.Boolean) for name in flags),
    )
    if {"iso", "start_year"} <= {*rows.columns}:
        codes = [_code(iso, year) for iso, year in rows.select("iso", "start_year").iter_rows()]
        rows = rows.with_columns(pl.Series("ccode", codes, dtype=pl.Int32))
    return rows.lazy()


def _code(iso: str | None, year: float | None) -> int | None:
    """The code of a member of the state system; none for a territory, or before membership."""
    try:
        return states.resolve(iso, on=int(year)).ccode if iso and year else None
    except (UnknownName, OutsideCoverage):
        return None
