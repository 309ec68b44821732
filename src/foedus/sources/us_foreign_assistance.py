"""What the United States paid out in military aid to each state, by fiscal year."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract

NAME = "fae_military_disbursements_2002_2015.csv"

us_foreign_assistance = Source(
    id="us_foreign_assistance",
    title="US foreign assistance, military disbursements",
    version="Foreign Aid Explorer, fiscal years 2002-2015",
    subject="military aid",
    citation=(
        "U.S. Department of State and U.S. Agency for International Development (2022-2023). ForeignAssistance.gov: "
        "Complete Dataset. Disbursements with the objective Military, fiscal years 2002-2015."
    ),
    licence="Public domain in the United States (work of the United States Government)",
    homepage="https://foreignassistance.gov",
    files=(
        File(
            NAME,
            sha256="e3c9333a8eda97d16b057726f5c541aa6e33b4ebcfe012e7ad30c10e21b63383",
            how="Take foreignassistance.csv from github.com/Chromaticluv/Stat461project and name it " + NAME + ".",
        ),
    ),
)

US = 2
HEADER = {
    "", "Country.Code", "Country.Name", "Fiscal.Year", "Foreign.Assistance.Objective.Name", "Transaction.Type.Name",
    "Transaction.Type.ID", "Current.Dollar.Amount",
}  # fmt: skip
REGIONS = set("CRN EAG EAQ ECN EES EUN EUS LCN MEN SEA SSN WAN WLD".split())
"""Recipients that are no place or a part of the world: 171 lines, US$ 3.62 billion."""

TERRITORIES = set("ABW ANT CUW CYM HKG MTQ PSE TCA".split())
"""Recipients in no state list: 35 lines, US$ 209 million."""


@us_foreign_assistance.table(
    "directed-dyad-year",
    years=(2002, 2015),
    rows=(2_052, 2_052),
    columns=[
        Column("us_military_aid", pl.Float64, "US military aid disbursed in the fiscal year", "million current US$",
               within=(-100, 20_000), required=True),
    ],
)  # fmt: skip
def military_aid(raw: Raw) -> pl.LazyFrame:
    """Military aid from the United States (1) to each state (2) with any disbursement in the US fiscal year.

    It is the sum of all lines, refunds (negative) and equal lines included: they are separate transactions.
    It covers grants, training and peacekeeping, and the Defense Department's funds for Afghan and Iraqi
    forces. Other years and states had no recorded disbursement; 21 recipients that are no states are left out.
    South Sudan, Kosovo, and Serbia and Montenegro have rows for years in which no state list has them.
    """
    lines = pl.scan_csv(raw.path(NAME), infer_schema=False)
    found = set(lines.collect_schema().names())
    if found != HEADER:
        problem = f"gained {sorted(found - HEADER)}, lost {sorted(HEADER - found)}"
        raise BrokenContract("us_foreign_assistance.military_aid", problem, f"Hand over {NAME}.")
    kept = lines.filter(~pl.col("Country.Code").is_in(list(REGIONS | TERRITORIES)))
    names = kept.select("Country.Name").unique().collect()["Country.Name"]
    code = pl.col("Country.Name").replace_strict({name: states.resolve(name).ccode for name in names.drop_nulls()})
    amount = pl.col("Current.Dollar.Amount").cast(pl.Float64).sum() / 1e6
    return (
        kept.group_by(pl.lit(US).alias("ccode1"), code.alias("ccode2"), pl.col("Fiscal.Year").alias("year"))
        .agg(amount.alias("us_military_aid"))
    )  # fmt: skip
