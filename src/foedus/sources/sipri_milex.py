"""SIPRI military expenditure: what each state spends on its forces, from a workbook that the user brings."""

from __future__ import annotations

import re

import fastexcel
import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "SIPRI-Milex-data.xlsx"

sipri_milex = Source(
    id="sipri_milex",
    title="SIPRI Military Expenditure Database",
    version="the edition brought",
    subject="capabilities",
    citation=(
        "Stockholm International Peace Research Institute (2025). SIPRI Military Expenditure Database. "
        "doi:10.55163/CQGC9685. Give the year of the edition you brought."
    ),
    licence="SIPRI: non-commercial, and less than 10 per cent of a data set may be reproduced",
    homepage="https://www.sipri.org/databases/milex",
    bring_your_own="SIPRI allows less than a tenth of a data set to be passed on",
    files=(
        File(
            NAME,
            sha256="",
            how="Download the Excel workbook of the whole database: it has the sheets 'Constant (...) US$', "
            "'Share of GDP' and 'Per capita'.",
            pattern="*.xlsx",
            looks_like=r"\A(?=.*^Constant \(\d{4}\) US(\$|D)$)(?=.*^Share of GDP$)",
        ),
    ),
)

SHEETS = {
    "milex_sipri": r"Constant \((\d{4})\) US(?:\$|D)",
    "milex_current_sipri": r"Current US(?:\$|D)",
    "milex_share_gdp_sipri": r"Share of GDP",
    "milex_per_head_sipri": r"Per capita",
    "milex_share_government_sipri": r"Share of Govt\. spending",
}
"""The sheet of each column; the base year of constant dollars changes with every edition."""
SPELLED = {
    "Congo": "COG", "Viet Nam": "VNM", "Yemen": "YEM", "Yemen, North": "YEM", "Congo, Repubic of": "COG",
    "Norh Macedonia": "MKD",
}  # fmt: skip
"""Names that several states bore, and whom they mean here (Viet Nam is the North before 1976); slips of an edition."""
NO_STATE = {"European Union", "NATO", "World", "World total"}
MISSING = {"...", ". .", "..", "xxx", ""}
"""Unavailable, or the state did not exist."""
TABLE = "sipri_milex.expenditure"


@sipri_milex.table(
    "state-year",
    rows=(1, 20_000),
    columns=[
        Column("milex_sipri", pl.Float64, "Military expenditure at constant prices and exchange rates",
               unit="million US$ of milex_base_year_sipri", within=(0, 1e7)),
        Column("milex_base_year_sipri", pl.Int32, "The year whose prices milex_sipri has, from the sheet's name",
               within=(1980, 2100), required=True),
        Column("milex_current_sipri", pl.Float64, "Military expenditure at current prices and exchange rates",
               unit="million US$", within=(0, 1e7)),
        Column("milex_share_gdp_sipri", pl.Float64, "Military expenditure as a share of gross domestic product",
               unit="share", within=(0, 5)),
        Column("milex_per_head_sipri", pl.Float64, "Military expenditure per head, current prices", unit="US$",
               within=(0, 1e5)),
        Column("milex_share_government_sipri", pl.Float64, "Military expenditure as a share of government spending",
               unit="share", within=(0, 5)),
    ],
)  # fmt: skip
def expenditure(raw: Raw) -> pl.LazyFrame:
    """Each state's military expenditure by SIPRI's definition, in calendar years, of one edition.

    Editions revise all years and change the base year: never join two. The workbook marks estimates (blue) and
    highly uncertain figures (red) by color alone, which is not read. Left out are years in which the Correlates
    of War list does not count the state, such as West Germany before 1955, and rows without any figure.
    """
    workbook = fastexcel.read_excel(raw.path(NAME))
    found = {column: _sheet(workbook, pattern) for column, pattern in SHEETS.items()}
    base = re.fullmatch(SHEETS["milex_sipri"], found["milex_sipri"])
    series = [_series(workbook, sheet, column) for column, sheet in found.items()]
    wide = pl.concat(series).pivot("column", index=["country", "year"], values="value")
    empty = [name for name in SHEETS if name not in wide.columns]
    wide = wide.with_columns(pl.lit(None, pl.Float64).alias(name) for name in empty)
    found_codes = states.codes_in(TABLE, wide.select("country", "year").rows(), spelled=SPELLED, no_state=NO_STATE)
    codes = pl.Series("ccode", found_codes, dtype=pl.Int32)
    year = pl.lit(int(base[1]) if base else None, pl.Int32)
    return wide.with_columns(codes, milex_base_year_sipri=year).drop("country").drop_nulls("ccode").lazy()


def _sheet(workbook: fastexcel.ExcelReader, pattern: str) -> str:
    named = [name for name in workbook.sheet_names if re.fullmatch(pattern, name.strip())]
    if len(named) != 1:
        problem = f"needs one sheet called {pattern.replace(chr(92), '')!r} and has {workbook.sheet_names}"
        raise BrokenContract(TABLE, problem, "Hand over the workbook as SIPRI offers it.")
    return named[0]


def _series(workbook: fastexcel.ExcelReader, sheet: str, column: str) -> pl.DataFrame:
    """A sheet's figures: a row for each country and year; titles of regions have none."""
    cells = workbook.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    cells.columns = [str(n) for n in range(cells.width)]
    cells = cells.with_columns(pl.all().str.strip_chars())
    tops = [n for n, first in enumerate(cells["0"]) if first == "Country"]
    if not tops:
        raise BrokenContract(TABLE, f"lost the header 'Country' in the sheet {sheet!r}", "Hand over SIPRI's own sheet.")
    years = {str(n): cell for n, cell in enumerate(cells.row(tops[0])) if re.fullmatch(r"\d{4}(\.0)?", cell or "")}
    if not years:
        raise BrokenContract(TABLE, f"lost the years in the sheet {sheet!r}", "Hand over SIPRI's own sheet.")
    long = cells[tops[0] + 1 :].unpivot(list(years), index="0", variable_name="place", value_name="printed")
    figures = long.drop_nulls("0").filter(~pl.col("printed").fill_null("").is_in(list(MISSING)))
    return figures.select(
        country=pl.col("0"), year=pl.col("place").replace_strict(years).str.slice(0, 4).cast(pl.Int32),
        column=pl.lit(column), value=pl.col("printed").cast(pl.Float64),
    )  # fmt: skip
