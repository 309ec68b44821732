"""Strategic rivalries: pairs of states that see each other as a threatening competitor and enemy."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

strategic_rivalries = Source(
    id="strategic_rivalries",
    title="Strategic rivalries, 1494-2010",
    version="2012",
    subject="conflict",
    citation=(
        "Thompson, William R., and David R. Dreyer (2012). Handbook of International Rivalries. CQ Press. "
        "Table by Steven V. Miller."
    ),
    licence="None stated; cite the handbook; fetched from the publisher, not redistributed",
    homepage="http://svmiller.com/blog/2019/10/create-extend-strategic-rivalry-data-r/",
    files=(
        File(
            "strategic_rivalries.csv",
            sha256="0e07d5dbdf8c1ddc4f12c9844243761b63e2772ac1cc9a02e4c3f6afd3e16f87",
            how="Take the table from the homepage, or inst/extdata/Miller_rivalries/strategic_rivalries.csv from "
            "github.com/jandresgannon/AlliesArmaments.",
        ),
    ),
)

KINDS = ("spatial", "positional", "ideological", "interventionary")
YEARS = (1816, 2010)
CCODES = {
    "Afghanistan": 700, "Albania": 339, "Algeria": 615, "Angola": 540, "Argentina": 160, "Armenia": 371,
    "Azerbaijan": 373, "Bahrain": 692, "Belize": 80, "Bolivia": 145, "Bosnia": 346, "Brazil": 140, "Britain": 200,
    "Bulgaria": 355, "Burkina Faso": 439, "Burma": 775, "Burundi": 516, "Cambodia": 811, "Cameroon": 471, "Chad": 483,
    "Chile": 155, "China": 710, "Colombia": 100, "Costa Rica": 94, "Croatia": 344, "Cuba": 40, "Czechoslovakia": 315,
    "Democratic Republic of Congo": 490, "Djibouti": 522, "Dominican Republic": 42, "East Germany": 265,
    "Ecuador": 130, "Egypt": 651, "El Salvador": 92, "Equatorial Guinea": 411, "Eritrea": 531, "Ethiopia": 530,
    "France": 220, "Gabon": 481, "Germany": 255, "Ghana": 452, "Great Britain": 200, "Greece": 350, "Guatemala": 90,
    "Guinea Bissau": 404, "Guyana": 110, "Haiti": 41, "Honduras": 91, "Hungary": 310, "India": 750, "Indonesia": 850,
    "Iran": 630, "Iraq": 645, "Israel": 666, "Italy": 325, "Ivory Coast": 437, "Japan": 740, "Jordan": 663,
    "Kazakhstan": 705, "Kenya": 501, "Kuwait": 690, "Libya": 620, "Lithuania": 368, "Malawi": 553, "Malaysia": 820,
    "Mali": 432, "Mauritania": 435, "Mexico": 70, "Morocco": 600, "Mozambique": 541, "Netherlands": 210,
    "Nicaragua": 93, "Nigeria": 475, "North Korea": 731, "North Vietnam": 816, "Oman": 698, "Ottoman Empire": 640,
    "Pakistan": 770, "Panama": 95, "Paraguay": 150, "Peru": 135, "Poland": 290, "Portugal": 235, "Qatar": 694,
    "Rhodesia": 552, "Romania": 360, "Russia": 365, "Rwanda": 517, "Saudi Arabia": 670, "Senegal": 433, "Serbia": 345,
    "Singapore": 830, "Somalia": 520, "South Africa": 560, "South Korea": 732, "South Vietnam": 817,
    "South Yemen": 680, "Spain": 230, "Sudan": 625, "Sweden": 380, "Syria": 652, "Taiwan": 713, "Tanzania": 510,
    "Thailand": 800, "Togo": 461, "Turkey": 640, "Uganda": 500, "United States": 2, "Uzbekistan": 704,
    "Venezuela": 101, "Vietnam": 816, "West Germany": 260, "Zambia": 551, "Zimbabwe": 552,
}  # fmt: skip
CHANGING = {"Austria": (300, 1919, 305), "Prussia": (255, 1949, 260), "Yemen": (678, 1990, 679)}
"""Names whose code changes: the code before, the first year of the other, and that."""


@strategic_rivalries.table(
    "record",
    key=("rivalryno",),
    rows=(197, 197),
    columns=[
        Column("rivalryno", pl.Int32, "The rivalry", required=True),
        Column("rivalry_name", pl.String, "Its name as published", required=True),
        Column("rival1", pl.String, "One rival, as named by the publisher", required=True),
        Column("rival2", pl.String, "The other", required=True),
        Column("rivalry_began", pl.Int32, "First year", within=(1494, 2010), required=True),
        Column("rivalry_ended", pl.Int32, "Last year; 2010 if it had not ended", within=(1494, 2010), required=True),
        Column("rivalry_region", pl.String, "Region"),
        *(Column(f"type{n}", pl.String, "What it is about", choices=KINDS) for n in (1, 2, 3)),
    ],
)
def rivalries(raw: Raw) -> pl.LazyFrame:
    """Each rivalry with its first and last year."""
    names = {
        "rivalryname": "rivalry_name", "sidea": "rival1", "sideb": "rival2", "styear": "rivalry_began",
        "endyear": "rivalry_ended", "region": "rivalry_region",
    }  # fmt: skip
    return pl.scan_csv(raw.path("strategic_rivalries.csv"), infer_schema=False, null_values="").rename(names)


@strategic_rivalries.table(
    "dyad-year",
    years=YEARS,
    rows=(7_771, 7_771),
    columns=[
        Column("strategic_rivalry", pl.Int32, "1 if the two states are strategic rivals", within=(0, 1), absent=0,
               required=True),
        *(Column(f"rivalry_{kind}", pl.Int32, f"1 if the rivalry is {kind}", within=(0, 1), absent=0, required=True)
          for kind in KINDS),
    ],
)  # fmt: skip
def rival_years(raw: Raw) -> pl.LazyFrame:
    """Pairs of rivals in each year of the rivalry from 1816, first and last year included.

    A rivalry is carried on under the state's later code (Austria from 1919, Yemen from 1990), even in years in
    which one of the two was no member of the state system.
    """
    each_year = (
        rivalries(raw)
        .with_columns(pl.col("rivalry_began", "rivalry_ended").cast(pl.Int32))
        .with_columns(year=pl.int_ranges(pl.max_horizontal("rivalry_began", YEARS[0]), pl.col("rivalry_ended") + 1))
        .explode("year").drop_nulls("year")
    )  # fmt: skip
    one, two = _ccode("rival1"), _ccode("rival2")
    types = pl.col("^type[123]$")
    kinds = {f"rivalry_{kind}": pl.any_horizontal(types.eq_missing(kind)).cast(pl.Int32) for kind in KINDS}
    coded = each_year.select("year", ccode1=pl.min_horizontal(one, two), ccode2=pl.max_horizontal(one, two), **kinds)
    return coded.group_by("ccode1", "ccode2", "year").agg(pl.col(*kinds).max()).with_columns(strategic_rivalry=1)


def _ccode(name: str) -> pl.Expr:
    code = pl.col(name).replace_strict(CCODES, default=None, return_dtype=pl.Int32)
    for changing, (before, year, after) in CHANGING.items():
        then = pl.when(pl.col("year") < year).then(before).otherwise(after)
        code = pl.when(pl.col(name) == changing).then(then).otherwise(code)
    return code
