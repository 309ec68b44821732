"""What NATO says its Allies spend on defense, with how many people, and on what."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.declare import CLAIM_COLUMNS, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "240617-def-exp-2024-TABLES-en.xlsx"
YEARS = [*(str(year) for year in range(2014, 2023)), "2023e", "2024e"]

ALLIES = {
    "Albania": "ALB", "Belgium": "BEL", "Bulgaria": "BGR", "Canada": "CAN", "Croatia": "HRV", "Czechia": "CZE",
    "Denmark": "DNK", "Estonia": "EST", "Finland": "FIN", "France": "FRA", "Germany": "DEU", "Greece": "GRC",
    "Hungary": "HUN", "Iceland": "ISL", "Italy": "ITA", "Latvia": "LVA", "Lithuania": "LTU", "Luxembourg": "LUX",
    "Montenegro": "MNE", "Netherlands": "NLD", "North Macedonia": "MKD", "Norway": "NOR", "Poland": "POL",
    "Portugal": "PRT", "Romania": "ROU", "Slovak Republic": "SVK", "Slovenia": "SVN", "Spain": "ESP",
    "Sweden": "SWE", "Türkiye": "TUR", "United Kingdom": "GBR", "United States": "USA",
}  # fmt: skip
"""Names as printed in this edition; Iceland, which has no armed forces, has only a GDP."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of rows in a sheet, under a label in its first column."""

    sheet: str
    label: str
    item: str
    unit: str
    prices: str | None = None


CURRENT, SHARE = "Current prices and exchange rates", "percent of defense expenditure"
BLOCKS = (
    Block("TABLE2", CURRENT, "milex_nato", "million US$", "current"),
    Block("TABLE3", "Share of real GDP (%)", "milex_share_gdp", "percent", "constant_2015"),
    Block("TABLE3", "Annual real change (%)", "milex_real_growth", "percent", "constant_2015"),
    Block("TABLE5", CURRENT, "gdp_nato", "million US$", "current"),
    Block("TABLE7", "Thousands", "personnel_nato", "thousand"),
    Block("TABLE8a", "Equipment (a)", "equipment_share", SHARE),
    Block("TABLE8a", "Personnel (b)", "personnel_share", SHARE),
)

nato_defence_expenditure = Source(
    id="nato_defence_expenditure",
    title="Defence Expenditure of NATO Countries (2014-2024)",
    version="17 June 2024",
    subject="burden sharing",
    citation=(
        "NATO Public Diplomacy Division (2024). Defence Expenditure of NATO Countries (2014-2024). Press release, "
        "17 June 2024. Brussels: North Atlantic Treaty Organization."
    ),
    licence="Public press release; NATO asks to be credited; fetched from the publisher, not redistributed",
    homepage="https://www.nato.int/cps/en/natohq/topics_49198.htm",
    files=(
        File(
            NAME,
            sha256="94f4de63de124dd323cb6729ddf66b66a3e024b9984d21abc6cb5624773b375e",
            how="Download the Excel tables of the edition of 17 June 2024 from the homepage.",
        ),
    ),
)


@nato_defence_expenditure.table("claim", years=(2014, 2024), rows=(2_398, 2_398), columns=CLAIM_COLUMNS)
def expenditure(raw: Raw) -> pl.LazyFrame:
    """Each Ally's figures by NATO's definition, which counts pensions; later states of an edition may differ.

    Finland and Sweden are listed for all years, also those before they joined. Real change and shares of
    GDP rest on 2015 prices; 2023 and 2024 are estimates.
    """
    return pl.concat([_block(raw, block) for block in BLOCKS]).lazy()


def _block(raw: Raw, block: Block) -> pl.DataFrame:
    rows = _sheet(raw, block.sheet).filter(pl.col("label") == block.label).drop("label")
    rows = rows.with_columns(pl.col("ally").str.strip_chars("* "))
    unknown = sorted(set(rows["ally"]) - set(ALLIES))
    if unknown or not rows.height:
        problem = f"gained {unknown}" if unknown else f"lost the rows under {block.label!r}"
        raise _broken(block.sheet, problem)
    printed = pl.col("printed")
    return rows.unpivot(YEARS, index="ally", variable_name="printed").select(
        party=pl.col("ally").replace_strict(ALLIES),
        item=pl.lit(block.item),
        year=printed.str.strip_suffix("e"),
        vintage=pl.lit("2024-06-17"),
        value="value",
        unit=pl.lit(block.unit),
        definition=pl.lit("nato"),
        prices=pl.lit(block.prices, dtype=pl.String),
        estimate=printed.str.ends_with("e"),
        locator=pl.format("{}, {}, {}, {}", pl.lit(block.sheet), pl.lit(block.label), "ally", "printed"),
    )


def _sheet(raw: Raw, sheet: str) -> pl.DataFrame:
    """The Allies' rows of a sheet: the label above them, the name, and a column for each year as printed."""
    options = {"header_row": None, "dtypes": "string"}
    cells = pl.read_excel(
        raw.path(NAME), engine="calamine", sheet_name=sheet, has_header=False, read_options=options
    )  # fmt: skip
    headers = [list(row[2:]) for row in cells.iter_rows() if row[:2] == (None, None) and row[2]]
    if headers != [YEARS]:
        found = [year for header in headers for year in header]
        raise _broken(sheet, f"gained {sorted({*map(str, found)} - {*YEARS})}, lost {sorted({*YEARS} - {*found})}")
    cells.columns = ["label", "ally", *YEARS]
    with_label = cells.with_columns(pl.col("label").forward_fill())
    return with_label.filter(pl.col("ally").is_not_null() & pl.any_horizontal(pl.col(YEARS).is_not_null()))


def _broken(sheet: str, problem: str) -> BrokenContract:
    return BrokenContract("nato_defence_expenditure.expenditure", f"{problem} in {sheet}", f"Hand over {NAME}.")
