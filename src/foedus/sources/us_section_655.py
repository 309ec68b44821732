"""Direct commercial arms sales that the United States licensed for each state, and what was shipped."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "section_655_2013_2020.xlsx"

us_section_655 = Source(
    id="us_section_655",
    title="Section 655 Annual Military Assistance Reports: direct commercial sales",
    version="fiscal years 2013-2020",
    subject="arms transfers",
    citation=(
        "U.S. Department of State (2013-2020). Section 655 Annual Military Assistance Report: Direct Commercial Sales "
        "Authorizations. Directorate of Defense Trade Controls. As assembled by Joshua Alley for Arms and Elections."
    ),
    licence="Public domain in the United States (work of the United States Government)",
    homepage="https://www.pmddtc.state.gov",
    files=(
        File(
            NAME,
            sha256="46ed9ab3fa2d312f2f0221bc7393cc3477f11df661dd756bd6740fba59d80ad9",
            how="Take data/section-655-reports/data-2013-20.xlsx from github.com/joshuaalley/arms-elections.",
        ),
    ),
)

US = 2
YEARS = range(2013, 2021)
HEADER = (
    "Country/Territory", "USML Category", "Quantity", "Defense Articles and Services Authorized Value", "Shipped Value",
)  # fmt: skip
SPELLED = {
    "TAJIKSTAN": "TJK", "CAPE VERDE REPLUBIC OF": "CPV", "ST. VINCENT & GERNADINE": "VCT", "TRINIDAD AND": "TTO",
    "ST. VINCENT & GRENADINE": "VCT", "UNITED ARAB": "ARE", "CENTRAL AFRICAN REPUB": "CAF",
}  # fmt: skip
"""Misspelled and cut names."""

NO_STATE = (
    "ANGUILLA|ARUBA|BERMUDA|BRITISH VIRGIN ISLANDS|CAYMAN ISLANDS|CURACAO|FALKLAND ISLANDS|FALKLAND ISLANDS (ISLAS "
    "MALVINAS)|FRENCH GUIANA|FRENCH POLYNESIA|GREENLAND|GUADELOUPE|HOLY SEE|HONG KONG|MONTSERRAT|NEW CALEDONIA|"
    "SINT MAARTEN|TURKS AND CAICOS IS.|TURKS AND CAICOS ISLANDS|VARIOUS|CONGO|MULTINATIONAL FORCE AND OBSERVERS (MFO)"
).split("|")
"""Recipients that are no state of the lists, several at once, or, as CONGO, either of two."""

UNDER_ORGANIZATIONS = {
    ("FRANCE", "$391,101"), ("EGYPT", "$4,585"), ("BELGIUM", "$327,956"), ("FINLAND", "$119,924"),
    ("GERMANY", "$381,250"), ("ITALY", "$4,784,039"), ("LUXEMBOURG", "$12,026,364"), ("NORWAY", "$19,981"),
    ("THE NETHERLANDS", "$764,572"), ("CENTRAL AFRICAN REPUBLIC", "$54,518"), ("SOMALIA", "$71,000"),
}  # fmt: skip
"""Totals of 2020 that lie under an international organization, as destinations of its licenses."""


@us_section_655.table(
    "directed-dyad-year",
    years=(2013, 2020),
    rows=(1_116, 1_116),
    columns=[
        Column("us_arms_licensed", pl.Float64, "Value that US commercial arms sales were authorized up to",
               "million current US$", within=(0, 50_000), required=True),
        Column("us_arms_licensed_shipped", pl.Float64, "Value shipped in the year under such authorizations",
               "million current US$", within=(0, 50_000)),
    ],
)  # fmt: skip
def commercial_sales(raw: Raw) -> pl.LazyFrame:
    """Licenses from the United States (1) for each state (2) in the US fiscal year, all categories together.

    A license is a ceiling that may never be used; shipments are far smaller, incomplete, and partly under
    licenses of earlier years. "Various" recipients, up to US$ 43 billion a year, organizations and
    territories are left out.
    """
    rows = pl.concat([_totals(raw, year) for year in YEARS])
    names = rows["name"].unique()
    codes = {name: states.resolve(SPELLED.get(name, name)).ccode for name in names}
    licensed, shipped = (pl.col(name).str.replace_all(r"[$,]", "").cast(pl.Float64) / 1e6 for name in HEADER[3:])
    return rows.lazy().select(
        pl.lit(US).alias("ccode1"), pl.col("name").replace_strict(codes).alias("ccode2"), "year",
        licensed.alias("us_arms_licensed"), shipped.alias("us_arms_licensed_shipped"),
    )  # fmt: skip


def _totals(raw: Raw, year: int) -> pl.DataFrame:
    """The first row of each state's block in a year's sheet, which is its total."""
    options = {"header_row": None, "dtypes": "string"}
    cells = pl.read_excel(
        raw.path(NAME), engine="calamine", sheet_name=str(year), has_header=False, read_options=options
    )  # fmt: skip
    plain = pl.all().str.replace_all(r"\s+", " ").str.strip_chars().replace("", None)
    cells = cells.with_columns(plain)
    found = [str(cell) for cell in cells.row(0)]
    if found != [*HEADER]:
        problem = f"gained {sorted({*found} - {*HEADER})}, lost {sorted({*HEADER} - {*found})} in {year}"
        raise BrokenContract("us_section_655.commercial_sales", problem, f"Hand over {NAME}.")
    cells.columns = list(HEADER)
    country, category, _, authorized, _ = (pl.col(name) for name in HEADER)
    name = country.str.to_uppercase()
    listed = pl.concat_str(name, authorized, separator="|")
    under = [f"{name}|{value}" for name, value in UNDER_ORGANIZATIONS] if year == YEARS[-1] else []
    organization = name.str.contains("INTERNATIONAL")
    total = country.is_not_null() & category.is_null() & authorized.is_not_null()
    kept = total & ~name.is_in(NO_STATE) & ~organization & ~listed.is_in(under)
    return cells.slice(1).filter(kept).with_columns(name=name, year=pl.lit(year))
