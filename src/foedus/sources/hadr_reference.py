"""What foreign forces did after a disaster: figures quoted for one operation, Haiti 2010."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

NAME = "haiti_2010_operation_unified_response.csv"

hadr_reference = Source(
    id="hadr_reference",
    title="Military disaster relief: reference figures for Haiti 2010 (Operation Unified Response)",
    version="23 figures",
    subject="relief",
    citation=(
        "Center for Excellence in Disaster Management and Humanitarian Assistance. Operation Unified Response: Haiti "
        "Earthquake 2010. Case Study No. 6. With figures of OCHA FTS and others, each row naming its own source."
    ),
    licence="Single facts quoted with attribution",
    homepage="https://docslib.org/doc/590984/introduction",
    files=(
        File(
            NAME,
            sha256="502eee7de6564c36eea3ecf6a6893e214ce4758a72284c89d72e1a114db38523",
            how="There is no publisher's file: it is a table compiled by hand from the sources that its rows name.",
        ),
    ),
)


@hadr_reference.table(
    "record",
    key=("operation", "scope", "date", "measure"),
    rows=(23, 23),
    columns=[
        Column("scope", pl.String, "What it is about", choices=("event", "us_military", "appeal"), required=True),
        Column("date", pl.String, "Its day or year, or the whole operation", required=True),
        Column("value", pl.Float64, "The figure", within=(0, 1e10), required=True),
        Column("unit", pl.String, "Its unit", required=True),
        Column("source", pl.String, "Where it is quoted", required=True),
        Column("source_url", pl.String, "Its address", required=True),
    ],
)  # fmt: skip
def figures(raw: Raw) -> pl.LazyFrame:
    """Figures of one earthquake and the American operation after it; those of different days must not be added.

    Two sources are secondary. The number of dead is disputed, from under 100,000 to over 300,000.
    """
    rows = pl.scan_csv(raw.path(NAME), infer_schema=False)
    return rows.with_columns(operation=pl.lit("Operation Unified Response"))
