"""SIPRI trade register: each deal in major arms since 1950, from a file that the user brings."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus._text import rows as text_rows
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "sipri-trade-register.csv"

sipri_trade_register = Source(
    id="sipri_trade_register",
    title="SIPRI Arms Transfers Database: trade register",
    version="the edition brought",
    subject="arms transfers",
    citation=(
        "Stockholm International Peace Research Institute (2026). SIPRI Arms Transfers Database. "
        "doi:10.55163/SAFC1241. Give the year in which the register was made."
    ),
    licence="SIPRI: non-commercial, and less than 10 per cent of a data set may be reproduced",
    homepage="https://www.sipri.org/databases/armstransfers",
    bring_your_own="SIPRI allows less than a tenth of a data set to be passed on",
    files=(
        File(
            NAME,
            sha256="",
            how="Choose suppliers, recipients and years under 'Trade register', and download it as CSV.",
            pattern="*.csv",
            looks_like=r"^Recipient,Supplier,Year of order,",
        ),
    ),
)

NAMES = (
    ("Recipient", "recipient"), ("Supplier", "supplier"), ("Year of order", "ordered"), ("", "ordered_mark"),
    ("Number ordered", "number_ordered"), ("", "number_ordered_mark"), ("Weapon designation", "designation"),
    ("Weapon description", "description"), ("Number delivered", "number_delivered"), ("", "number_delivered_mark"),
    ("Year(s) of delivery", "delivered"), ("status", "status"), ("Comments", "comments"),
    ("SIPRI TIV per unit", "tiv_per_unit"), ("SIPRI TIV for total order", "tiv_ordered"),
    ("SIPRI TIV of delivered weapons", "tiv_delivered"),
)  # fmt: skip
"""SIPRI's headers in their order, and ours; a column without header holds the '?' of the one before."""
ALSO = {"Deliveries in the Year Range": "Number delivered"}
"""A header as it was called in 2026, and before."""
NUMBERS = ("number_ordered", "number_delivered", "tiv_per_unit", "tiv_ordered", "tiv_delivered")
MARKS = ("ordered_mark", "number_ordered_mark", "number_delivered_mark")
SPELLED = {"Congo": "COG", "Viet Nam": "VNM", "Yemen": "YEM"}
"""Names that several states bore, and whom they mean here: Viet Nam is the North before 1976."""
NO_STATE = {
    "Biafra", "Katanga", "Northern Cyprus", "Palestine", "Western Sahara", "Aruba", "Unknown country",
    "Unknown supplier(s)", "Unknown recipient(s)", "unknown supplier(s)", "unknown recipient(s)",
}  # fmt: skip
"""Whoever is on no list of states, beside armed groups (*) and organizations (**)."""
SOURCE, TIV = "sipri_trade_register", "million SIPRI trend-indicator value"


@sipri_trade_register.table(
    "record",
    key=("deal",),
    rows=(1, 100_000),
    columns=[
        Column("deal", pl.Int32, "Number of the row in the register brought; not SIPRI's", required=True),
        Column("supplier", pl.String, "Who supplied, as published", required=True),
        Column("recipient", pl.String, "Who received, as published; * an armed group, ** an organization",
               required=True),
        Column("ordered", pl.Int32, "Year of the order", within=(1900, 2100)),
        Column("number_ordered", pl.Float64, "Items ordered", within=(0, 1e7)),
        Column("designation", pl.String, "The weapon's name"),
        Column("description", pl.String, "The weapon's kind"),
        Column("number_delivered", pl.Float64, "Items delivered in the years asked for", within=(0, 1e7)),
        Column("delivered", pl.String, "Years of delivery, separated by semicolons"),
        Column("status", pl.String, "New or second-hand, in SIPRI's words"),
        Column("comments", pl.String, "SIPRI's comments"),
        Column("tiv_per_unit", pl.Float64, "Volume of one item", unit=TIV, within=(0, 1e5)),
        Column("tiv_ordered", pl.Float64, "Volume of the order; unknown if its number is", unit=TIV, within=(0, 1e6)),
        Column("tiv_delivered", pl.Float64, "Volume of what was delivered in the years asked for", unit=TIV,
               within=(0, 1e6)),
        *(Column(f"{mark.removesuffix('_mark')}_uncertain", pl.Boolean, f"SIPRI marks {mark.removesuffix('_mark')} "
                 "as uncertain", required=True) for mark in MARKS),
    ],
    ignored=set(MARKS),
)  # fmt: skip
def deals(raw: Raw) -> pl.LazyFrame:
    """Each deal in the register brought, as published; the value is a volume, not money."""
    return _register(raw).lazy()


@sipri_trade_register.table(
    "directed-dyad-year",
    rows=(1, 100_000),
    columns=[
        Column("tiv_spread_sipri", pl.Float64, "Volume 1 delivered to 2 if each deal's was delivered in equal parts in "
               "its years of delivery", unit=TIV, within=(0, 1e5), required=True),
        Column("tiv_dated_sipri", pl.Float64, "The part of it whose year is certain: deals delivered within one year",
               unit=TIV, within=(0, 1e5), required=True),
        Column("arms_deals_sipri", pl.Int32, "Deals with a delivery in the year", unit="deals", within=(1, 10_000),
               required=True),
    ],
)  # fmt: skip
def deliveries(raw: Raw) -> pl.LazyFrame:
    """Deliveries from one state to another in each year, spread from deals: the register does not date the parts.

    So this is not SIPRI's own annual value (`sipri_arms_transfers`), and where it was not asked for all years,
    deals are cut. Left out are armed groups, organizations, unknown partners and those on no list of states.
    """
    years = pl.col("delivered").str.extract_all(r"\b(?:19|20)\d\d\b").list.unique()
    dated = _register(raw).with_columns(year=years, parts=years.list.len()).filter(pl.col("parts") > 0)
    rows = dated.explode("year").with_columns(pl.col("year").cast(pl.Int32))
    share = pl.col("tiv_delivered").fill_null(0) / pl.col("parts")
    for n, who in ((1, "supplier"), (2, "recipient")):
        names = rows.select(pl.col(who).fill_null(""), "year").rows()
        codes = states.codes_in(f"{SOURCE}.deliveries", names, spelled=SPELLED, no_state=NO_STATE)
        rows = rows.with_columns(pl.Series(f"ccode{n}", codes, dtype=pl.Int32))
    return rows.drop_nulls(["ccode1", "ccode2"]).lazy().group_by("ccode1", "ccode2", "year").agg(
        tiv_spread_sipri=share.sum(), tiv_dated_sipri=share.filter(pl.col("parts") == 1).sum(),
        arms_deals_sipri=pl.len(),
    )  # fmt: skip


def _register(raw: Raw) -> pl.DataFrame:
    """The deals below the preamble, in our names."""
    rows = text_rows(raw.path(NAME))
    headers = [ALSO.get(name, name) for name, _ in NAMES]
    tops = [n for n, row in enumerate(rows) if row[:2] == headers[:2]]
    found = [ALSO.get(name, name) for name in rows[tops[0]]] if tops else []
    if found != headers:
        problem = f"gained {sorted({*found} - {*headers})}, lost {sorted({*headers} - {*found})}"
        raise BrokenContract(f"{SOURCE}.deals", problem, "Hand over the register as SIPRI makes it.")
    deals = rows[tops[0] + 1 :]
    ragged = [n for n, row in enumerate(deals, 1) if len(row) != len(NAMES)]
    if ragged:
        problem = f"has {len(ragged)} rows that do not have {len(NAMES)} cells, the first: row {ragged[0]}"
        raise BrokenContract(f"{SOURCE}.deals", problem, "It may be cut short: download it again.")
    frame = pl.DataFrame(deals, schema=[name for _, name in NAMES], orient="row").with_row_index("deal", 1)
    frame = frame.with_columns(pl.col(pl.String).replace("", None))
    return frame.with_columns(
        pl.col("ordered").cast(pl.Int32), *(pl.col(name).cast(pl.Float64) for name in NUMBERS),
        *((pl.col(mark) == "?").fill_null(value=False).alias(f"{mark[:-5]}_uncertain") for mark in MARKS),
    )  # fmt: skip
