"""SIPRI arms transfers: how much major arms each state delivered to each other, from a table that the user brings."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from foedus import states
from foedus._text import rows as text_rows
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "sipri-tiv-tables.csv"

sipri_arms_transfers = Source(
    id="sipri_arms_transfers",
    title="SIPRI Arms Transfers Database: import and export values",
    version="the edition brought",
    subject="arms transfers",
    citation=(
        "Stockholm International Peace Research Institute (2026). SIPRI Arms Transfers Database. "
        "doi:10.55163/SAFC1241. Give the year in which the table was made."
    ),
    licence="SIPRI: non-commercial, and less than 10 per cent of a data set may be reproduced",
    homepage="https://www.sipri.org/databases/armstransfers",
    bring_your_own="SIPRI allows less than a tenth of a data set to be passed on",
    files=(
        File(
            NAME,
            sha256="",
            how="Choose one recipient under 'Import/export values', list its suppliers, and download the table as CSV; "
            "several tables may stand one below the other in one file.",
            pattern="*.csv",
            looks_like=r'^"?TIV of arms (exports|imports) (from|to) |^Supplier,\d{4},.*^"?Total exports to ',
        ),
    ),
)

OLD_TITLE = re.compile(r"TIV of arms (?:exports|imports) (from|to) (.+?),? \d{4}-\d{4}")
YEAR, NEW_TOTAL = re.compile(r"(19|20)\d\d"), re.compile(r"Total exports to (.+)")
SPELLED = {"Congo": "COG", "Viet Nam": "VNM", "Yemen": "YEM"}
"""Names that several states bore, and whom they mean here: Viet Nam is the North before 1976."""
NO_STATE = {
    "Biafra", "Katanga", "Northern Cyprus", "Palestine", "Western Sahara", "Aruba", "Unknown country",
    "Unknown supplier(s)", "Unknown recipient(s)", "unknown supplier(s)", "unknown recipient(s)",
}  # fmt: skip
"""Whoever is on no list of states, beside armed groups (*) and organizations (**)."""
TABLE, ASK = "sipri_arms_transfers.deliveries", "Choose one recipient and list its suppliers."
Cell = tuple[str, str, int, float]


@sipri_arms_transfers.table(
    "directed-dyad-year",
    rows=(1, 100_000),
    columns=[
        Column("tiv_sipri", pl.Float64, "Volume of major arms that 1 delivered to 2; 0 is less than half a million",
               unit="million SIPRI trend-indicator value", within=(0, 1e5), required=True),
    ],
)  # fmt: skip
def deliveries(raw: Raw) -> pl.LazyFrame:
    """Deliveries of major arms from one state to another in each year, as SIPRI's tables print them.

    The trend-indicator value measures military capability, not money: never compare it with prices. Values are
    rounded. A pair without a row is unknown, for a table holds only what was asked of SIPRI. Left out are
    armed groups, organizations, unknown partners and those on no list of states. Never join two editions.
    """
    cells = list(_cells(text_rows(raw.path(NAME))))
    if not cells:
        problem = "holds no table that names both sides"
        raise BrokenContract(TABLE, problem, ASK)
    names = ["supplier", "recipient", "year"]
    rows = pl.DataFrame(cells, schema=[*names, "tiv_sipri"], orient="row").unique()
    if (twice := rows.filter(rows.select(names).is_duplicated())).height:
        problem = f"has two values for {twice.height // 2} cells, the first: {twice.select(names).sort(names).row(0)}"
        raise BrokenContract(TABLE, problem, "Hand over tables of one edition.")
    for n, who in ((1, "supplier"), (2, "recipient")):
        codes = states.codes_in(TABLE, rows.select(who, "year").rows(), spelled=SPELLED, no_state=NO_STATE)
        rows = rows.with_columns(pl.Series(f"ccode{n}", codes, dtype=pl.Int32))
    coded = rows.drop_nulls(["ccode1", "ccode2"]).lazy()
    return coded.group_by("ccode1", "ccode2", "year").agg(pl.col("tiv_sipri").sum())


def _cells(rows: list[list[str]]) -> Iterator[Cell]:
    """Supplier, recipient, year and value of each cell that is not empty."""
    for name, years, body in _tables(rows):
        old, new = OLD_TITLE.fullmatch(name), NEW_TOTAL.fullmatch(name)
        if not old and not new:
            problem = f"has a table that does not name its other side: {name!r}"
            raise BrokenContract(TABLE, problem, ASK)
        for row in body:
            who = next(filter(None, row))
            pair = (old[2], who) if old and old[1] == "from" else (who, old[2] if old else new[1] if new else "")
            yield from ((*pair, year, float(row[n])) for n, year in years.items() if n < len(row) and row[n])


def _tables(rows: list[list[str]]) -> Iterator[tuple[str, dict[int, int], list[list[str]]]]:
    """Each table: its title (to 2022) or the name of its totals (since), where its years stand, and its rows."""
    title, years, body = "", dict[int, int](), list[list[str]]()
    for row in rows:
        first = next(filter(None, row), "")
        if OLD_TITLE.fullmatch(whole := ", ".join(filter(None, row))):
            title = whole
        elif not years:
            years = {n: int(word) for n, word in enumerate(row) if YEAR.fullmatch(word)}
            body = []
            if years and not title and first != "Supplier":
                problem = f"has a table that lists {first!r}, not suppliers of one recipient"
                raise BrokenContract(TABLE, problem, ASK)
        elif first.lower().startswith("total"):
            yield title or first, years, body
            title, years = "", {}
        elif first:
            body.append(row)
    if years:
        raise BrokenContract(TABLE, "ends before the totals of a table", "It may be cut short: download it again.")
