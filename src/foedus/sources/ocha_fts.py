"""What humanitarian appeals asked for and received, by state and year; civilian aid, not military relief."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download {} from data.humdata.org/organization/ocha-fts, version of 17-18 April 2026."
FUNDING, PLANS = "fts_requirements_funding_global.csv", "humanitarian-response-plans.csv"
DOLLARS = "current US$"

ocha_fts = Source(
    id="ocha_fts",
    title="OCHA Financial Tracking Service: appeals",
    version="17-18 April 2026",
    subject="relief",
    citation="United Nations Office for the Coordination of Humanitarian Affairs (2026). Financial Tracking Service.",
    licence="CC BY-IGO on the Humanitarian Data Exchange; credit OCHA FTS",
    homepage="https://fts.unocha.org",
    files=(
        File(
            FUNDING,
            sha256="1943d8a364fc312c8d72280b08e1ee565ea24132b72518c71b5ea37ac32cae73",
            how=HOW.format(FUNDING),
        ),
        File(
            PLANS,
            sha256="1eb942eb2aded70473ec8247e49a00e89be8d44a27738ee2bb833489002a62a9",
            how=HOW.format(PLANS),
        ),
    ),
)


@ocha_fts.table(
    "record",
    key=("party", "year", "plan"),
    years=(1999, 2031),
    rows=(3_805, 3_805),
    columns=[
        Column("year", pl.Int32, "Year for which the money was asked or given; later ones are pledged ahead"),
        Column("code", pl.String, "The appeal's code"),
        Column("kind", pl.String, "Kind of appeal"),
        Column("start", pl.String, "First day of the appeal"),
        Column("end", pl.String, "Last day of the appeal"),
        Column("requirements", pl.Float64, "Asked for", unit=DOLLARS, within=(0, 1e10)),
        Column("funding", pl.Float64, "Received, negative after refunds", unit=DOLLARS, within=(-1e9, 1e10)),
        Column("percent_funded", pl.Float64, "Received as a share of what was asked for", unit="percent",
               within=(0, 1e4)),
    ],
    ignored={"id", "typeId"},
)  # fmt: skip
def appeals(raw: Raw) -> pl.LazyFrame:
    """What each appeal asked for and received for each country; "Not specified" is money outside any appeal.

    Countries are ISO codes and include territories. Plans for a region have a row for each of its countries.
    """
    names = {
        "countryCode": "party", "name": "plan", "typeName": "kind", "startDate": "start", "endDate": "end",
        "percentFunded": "percent_funded",
    }  # fmt: skip
    return pl.scan_csv(raw.path(FUNDING), infer_schema=False).rename(names)


@ocha_fts.table(
    "record",
    key=("plan_id",),
    rows=(910, 910),
    columns=[
        Column("code", pl.String, "The appeal's code"),
        Column("plan", pl.String, "Its name and version", required=True),
        Column("categories", pl.String, "Kinds, separated by |"),
        Column("locations", pl.String, "ISO codes of its countries, separated by |"),
        Column("years", pl.String, "Years, separated by |", required=True),
        Column("start", pl.String, "First day", required=True),
        Column("end", pl.String, "Last day", required=True),
        Column("first_requirements", pl.Float64, "Asked for at first", unit=DOLLARS, within=(0, 1e11)),
        Column("last_requirements", pl.Float64, "Asked for in the end", unit=DOLLARS, within=(0, 1e11)),
    ],
)  # fmt: skip
def plans(raw: Raw) -> pl.LazyFrame:
    """Every response plan since 1999 with its first and last requirements."""
    names = {
        "internalId": "plan_id", "planVersion": "plan", "startDate": "start", "endDate": "end",
        "origRequirements": "first_requirements", "revisedRequirements": "last_requirements",
    }  # fmt: skip
    rows = pl.scan_csv(raw.path(PLANS), infer_schema=False).rename(names)
    return rows.filter(~pl.col("plan_id").str.starts_with("#"))
