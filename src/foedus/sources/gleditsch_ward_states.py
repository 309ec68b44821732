"""Gleditsch and Ward's revised list of independent states since 1816, and the microstates beside it."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, Correction, File, Raw, Source

gleditsch_ward_states = Source(
    id="gleditsch_ward_states",
    title="Independent states since 1816 (Gleditsch and Ward)",
    version="to 2017",
    subject="states",
    citation=(
        "Gleditsch, Kristian S. and Michael D. Ward (1999). Interstate System Membership: A Revised List of the "
        "Independent States since 1816. International Interactions 25(4), 393-413."
    ),
    licence="Free for academic use with citation; fetched, not redistributed",
    homepage="http://ksgleditsch.com/statelist.html",
    files=(
        File(
            "gwstates.xlsx",
            sha256="8d5788ec43777721b9e2ccf642eb3b35a303f16fd656b58e680e511a1e9a3ed4",
            how="Take data-raw/states/GW/gwstates.xlsx from https://github.com/globalgov/manystates, which keeps the "
            "list to 2017 as a workbook.",
        ),
        File(
            "polities_mssl_gleditschward_states.csv",
            sha256="939b9d6377d311f93f1e27b2a20455cde7093e1e07b79c4b9c95251eb321d617",
            how="Take inst/extdata/polities_mssl_gleditschward_states.csv from "
            "https://github.com/jandresgannon/AlliesArmaments, which keeps the list with microstates to 2012.",
        ),
    ),
)

STATE = (
    Column("gwabb", pl.String, "Three-letter abbreviation of the authors, not ISO", required=True),
    Column("gwname", pl.String, "Name of the state", required=True),
    Column("start", pl.Date, "First day", required=True),
)


@gleditsch_ward_states.table(
    "tenure",
    key=("gwcode", "start"),
    rows=(216, 216),
    columns=[*STATE, Column("last", pl.Date, "Last day; empty if it had not ended on 2017-12-31")],
)
def tenures(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch of a state's independence, without microstates, 1816 to 2017.

    The codes are the authors' own: one of their tenures may span two states of the Correlates of War list
    (260 is 255 there from 1990), so that translation needs a year and is not part of this table.
    """
    rows = pl.read_excel(raw.path("gwstates.xlsx"), engine="calamine", infer_schema_length=0).lazy()
    names = {"Cow Nr.": "gwcode", "Cow ID": "gwabb", "Name of State": "gwname", "Start": "start", "End": "last"}
    return _dated(rows.rename(names), "%d.%m.%Y", censored=pl.date(2017, 12, 31))


@gleditsch_ward_states.table(
    "tenure",
    key=("gwcode", "start"),
    rows=(23, 23),
    columns=[*STATE, Column("last", pl.Date, "Last day; empty if it had not ended on 2012-12-31")],
    ignored={"gwname_clean", "nation_wikidata_id", "polity_name", "microstate"},
    corrections=[
        Correction(
            pl.col("gwcode") == 403, column="gwname", value="São Tomé and Príncipe", reported="not reported", expect=1,
            reason="Its accents are lost in the file, where other signs stand for them",
        ),
    ],
)  # fmt: skip
def microstates(raw: Raw) -> pl.LazyFrame:
    """Each unbroken stretch of a microstate's independence as the authors list it, 1816 to 2012.

    Being listed is the authors' coding; the statehood of some (396, 397) is contested.
    """
    path = raw.path("polities_mssl_gleditschward_states.csv")
    rows = pl.read_csv(path, infer_schema=False, encoding="cp1252").lazy().filter(pl.col("microstate") == "1")
    names = {"gwabrev": "gwabb", "gw_start": "start", "gw_end": "last"}
    return _dated(rows.rename(names), "%Y-%m-%d", censored=pl.date(2012, 12, 31))


def _dated(rows: pl.LazyFrame, written: str, *, censored: pl.Expr) -> pl.LazyFrame:
    ended = pl.col("last").str.to_date(written)
    return rows.with_columns(pl.col("start").str.to_date(written), last=pl.when(ended != censored).then(ended))
