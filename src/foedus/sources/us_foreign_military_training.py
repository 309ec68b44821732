"""Seats in courses of the United States' armed forces and those they hold abroad, by recipient and fiscal year."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

HOW = (
    "Take the <report>_fmtrpt_dedup.xml files (scrapers/fmtrpt_<years>/1_scrape_extract/output/<run>/4_xml_dedup/) "
    "from github.com/security-force-monitor/fmtrpt_data at commit 203d73fa287796fe5266db58a75c48cbb53ff4ad, compress "
    "each with gzip under the name asked for, and hand them over as unverified: gzip writes other bytes each time."
)
HASHES = Path(__file__).with_suffix(".sha256").read_text(encoding="utf-8").splitlines()

us_foreign_military_training = Source(
    id="us_foreign_military_training",
    title="Foreign Military Training and DoD Engagement Activities of Interest",
    version="reports of 1999-2000 to 2020-2021, extracted in 2024",
    subject="training",
    citation=(
        "U.S. Departments of State and Defense (2000-2021). Foreign Military Training and DoD Engagement Activities of "
        "Interest: Joint Report to Congress. Extracted by Security Force Monitor (2024), fmtrpt_data."
    ),
    licence="US government work, public domain; extraction MIT",
    homepage="https://www.state.gov/foreign-military-training-and-dod-engagement-activities-of-interest/",
    files=tuple(File(name, sha256, HOW) for sha256, name in (line.split("  ") for line in HASHES)),
)

EXEMPT = {
    **dict.fromkeys((2, 20, 200, 210, 211, 212, 220, 235, 325, 350, 385, 390, 395, 640, 230, 255), 1949),
    **dict.fromkeys((290, 310, 316), 1999), **dict.fromkeys((317, 349, 355, 360, 366, 367, 368), 2004),
    **dict.fromkeys((339, 344), 2009), 341: 2017, 343: 2020, **dict.fromkeys((740, 900, 920), 1949),
}  # fmt: skip
"""From when the law lets the report leave a state out: members of NATO since they joined, Japan, Australia and
New Zealand. The United States trains itself."""
SPELLED = {
    "Congo, Democratic Republic of (Kinshasa)": "Democratic Republic of the Congo",
    "Congo (DROC)": "Democratic Republic of the Congo", "Congo, Republic of (Brazzaville)": "Congo-Brazzaville",
    "Congo, Republic Of (Brazzaville)": "Congo-Brazzaville", "Republic of Congo (Brazzaville)": "Congo-Brazzaville",
    "Montenegro, Republic of": "Montenegro", "Republic of Montenegro": "Montenegro", "Korea": "South Korea",
    "Korea, Republic of South": "South Korea", "Korea - South (Republic of)": "South Korea",
    "Sudan, Republic of Southern": "South Sudan", "Antigua And Barbuda (UK)": "Antigua and Barbuda",
    "Belize (UK)": "Belize", "Bolivia INC": "Bolivia", "Trinidad-Tobago": "Trinidad and Tobago",
    "Trinidad -Tobago": "Trinidad and Tobago", "Trinidad - Tobago": "Trinidad and Tobago",
}  # fmt: skip
NOT_STATES = {
    "Palestinian Authority", "Sudan, Government of Southern", "Hong Kong", "Cook Islands", "Niue", "Turks and Caicos",
    "New Caledonia", "Netherlands Antilles", "Netherlands Antilles (NE)", "French Polynesia", "Tokelau", "Aruba",
    "Cayman Islands", "Cayman Islands (UK)", "Indochina", "Sint Maarten",
}  # fmt: skip
PIECE = re.compile('<country name="([^"]*)"|<program name="([^"]*)"|<course_title>([^<]*)|<quantity>([^<]*)')
FISCAL_YEAR = r"(?i)(?:FY|Fiscal Year)\s*(?:20|19)?(\d{2})\b"
UNTITLED_TOTALS = 2007
"""The report that prints its subtotals as items without a title."""
IMET = r"(?i)\bIMET\b|International Military Education\s+And\s+Training"


@us_foreign_military_training.table(
    "state-year",
    years=(1999, 2020),
    rows=(3_400, 3_700),
    columns=[
        Column("us_training_seats", pl.Int32, "Seats taken in courses and events of the fiscal year", unit="seats",
               within=(0, 60_000), required=True),
        Column("us_imet_seats", pl.Int32, "Of us_training_seats those paid by International Military Education "
               "and Training", unit="seats", within=(0, 20_000), required=True),
    ],
)  # fmt: skip
def training(raw: Raw) -> pl.LazyFrame:
    """Training by the United States in each fiscal year (October to September), without 2006, which is missing.

    A seat is not a person, and units trained whole fill thousands. A state that is not in the report had none,
    unless the law lets the report leave it out: it has no row, and is unknown. Where such a state is in the report all
    the same (Australia to 2002, Albania to 2011), the figure stands. Each year is from the report on that year
    after its end. The subtotals printed among the courses are not counted.
    """
    seats = _coded(_items(raw))
    years = [year for year in range(1999, 2021) if year != 2006]
    system = states.state_years("cow", first=1999, last=2020).filter(pl.col("year").is_in(years))
    system = system.select(pl.col("ccode", "year").cast(pl.Int32))
    since = pl.col("ccode").replace_strict(EXEMPT, default=9999)
    counted = system.join(seats, on=["ccode", "year"], how="left")
    known = counted.filter(pl.col("us_training_seats").is_not_null() | (since > pl.col("year")))
    return known.with_columns(pl.col("us_training_seats", "us_imet_seats").fill_null(0)).lazy()


def _items(raw: Raw) -> pl.DataFrame:
    """Each item's fiscal year, recipient, programme and number of seats."""
    rows = []
    for name, text in [(file.name, _text(raw, file.name)) for file in us_foreign_military_training.files]:
        recipient = program = course = ""
        for new_recipient, new_program, new_course, quantity in PIECE.findall(text):
            recipient, program = new_recipient or recipient, new_program or program
            course = new_course or course
            if quantity:
                rows.append((int(name[:4]), recipient, program, course, quantity))
                course = ""
    items = pl.DataFrame(rows, ["year", "recipient", "program", "course", "quantity"], orient="row")
    fiscal_year = pl.col("program").str.extract(FISCAL_YEAR).cast(pl.Int32)
    untitled = (pl.col("course") == "") & (pl.col("year") == UNTITLED_TOTALS)
    totals = pl.col("course").str.contains("Program Totals", literal=True) | untitled
    return items.filter((fiscal_year == pl.col("year") % 100) & ~totals).with_columns(
        quantity=pl.col("quantity").str.extract(r"(\d+)").cast(pl.Int32)
    )


def _text(raw: Raw, name: str) -> str:
    try:
        text = gzip.decompress(raw.path(name).read_bytes()).decode()
    except (EOFError, gzip.BadGzipFile) as error:
        problem = f"cannot be read: {name} breaks off ({error})"
        raise BrokenContract("us_foreign_military_training.training", problem, "Hand over the file again.") from error
    return text


def _coded(items: pl.DataFrame) -> pl.DataFrame:
    by_name = items.group_by("recipient", "year").agg(
        us_training_seats=pl.col("quantity").sum(),
        us_imet_seats=pl.col("quantity").filter(pl.col("program").str.contains(IMET)).sum(),
    )
    names = {name: html.unescape(name).strip() for name in by_name["recipient"].unique()}
    party = {
        name: states.resolve(SPELLED.get(text, text)).party for name, text in names.items() if text not in NOT_STATES
    }
    codes = [
        states.code_of(party[name], year, "cow") if name in party else None
        for name, year in by_name.select("recipient", "year").iter_rows()
    ]
    coded = by_name.with_columns(ccode=pl.Series(codes, dtype=pl.Int32), year=pl.col("year").cast(pl.Int32))
    return coded.drop_nulls("ccode").group_by("ccode", "year").agg(pl.col("us_training_seats", "us_imet_seats").sum())
