"""The Military Balance: what each state spends on defense and how many serve, from a table that the user brings."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source
from foedus.errors import BrokenContract
from foedus.sources.iiss_military_balance import _printed

NAME = "military-balance.xlsx"

iiss_military_balance = Source(
    id="iiss_military_balance",
    title="The Military Balance: comparisons of defense spending and military personnel",
    version="the editions brought",
    subject="capabilities",
    citation=(
        "International Institute for Strategic Studies (2026). The Military Balance 2026. Routledge. Give the editions "
        "you brought."
    ),
    licence="IISS: all rights reserved; for buyers of the book and subscribers, not to be passed on",
    homepage="https://www.iiss.org/publications/the-military-balance/",
    bring_your_own="IISS holds the copyright and gives the figures to buyers of the book and subscribers alone",
    files=(
        File(
            NAME,
            sha256="",
            how="Copy the table 'International comparisons of defence expenditure (or budgets) and military personnel' "
            "at the end of the book into a workbook or comma-separated text, with its headings ('Defence Spending "
            "(current US$ m)', '... per capita (current US$)', '... % of GDP', 'Active Armed Forces (000)', 'Estimated "
            "Reservists (000)', 'Active Paramilitary (000)'), their years, and 'The Military Balance 2026', or what "
            "edition it is, above.",
            pattern="*.xlsx or *.csv",
            looks_like=r"(?i)\A(?=.*%\s*of\s*GDP)(?=.*armed\s*forces)(?=.*reservists)",
        ),
    ),
)

PRINTED = pl.col("value")
PEOPLE = (PRINTED * 1_000).round()
SPENDING = {"milex_iiss": PRINTED, "milex_per_head_iiss": PRINTED, "milex_share_gdp_iiss": PRINTED / 100}
PERSONNEL = {"personnel_iiss": PEOPLE, "reservists_iiss": PEOPLE, "paramilitary_iiss": PEOPLE}
"""What becomes of the figures as printed, in percent and in thousands."""
SPELLED = {"Congo": "COG", "Somali Republic": "SOM"}
NO_STATE = {
    "Palestinian Territories", "Palestinian Autonomous Areas", "Palestinian Autonomous Areas of Gaza and Jericho",
    "Palestinian Authority", "Gibraltar", "North America", "NATO", "NATO Europe", "Nato Europe", "Europe",
    "Non-NATO Europe", "Non-Nato Europe", "Russia and Eurasia", "Asia", "South and Central Asia", "Central Asia",
    "East Asia and Australasia", "Middle East and North Africa", "Latin America and the Caribbean",
    "Latin America and Caribbean", "Caribbean and Latin America", "Sub-Saharan Africa",
}  # fmt: skip
TABLE = "iiss_military_balance.comparisons"
MOST = (0, 1e8)


@iiss_military_balance.table(
    "state-year",
    rows=(1, 20_000),
    columns=[
        Column("milex_iiss", pl.Float64, "Defense spending, or budget, at current prices and exchange rates",
               unit="million US$", within=(0, 1e7)),
        Column("milex_per_head_iiss", pl.Float64, "Defense spending per head", unit="US$", within=(0, 1e5)),
        Column("milex_share_gdp_iiss", pl.Float64, "Defense spending as a share of gross domestic product",
               unit="share", within=(0, 5)),
        Column("milex_edition_iiss", pl.Int32, "The edition that these three are from", within=(1959, 2100)),
        Column("personnel_iiss", pl.Float64, "Active armed forces, printed in thousands", unit="people", within=MOST),
        Column("reservists_iiss", pl.Float64, "Estimated reservists, printed in thousands", unit="people",
               within=MOST),
        Column("paramilitary_iiss", pl.Float64, "Gendarmerie and paramilitary, printed in thousands", unit="people",
               within=MOST),
        Column("personnel_edition_iiss", pl.Int32, "The edition that these three are from", within=(1959, 2100)),
    ],
)  # fmt: skip
def comparisons(raw: Raw) -> pl.LazyFrame:
    """Each state's defense spending and personnel by year, as The Military Balance prints them.

    The layout read is that of the printed table, and was tested on an invented file alone: no export of Military
    Balance+ is known to us. An edition prints three years of spending and one of personnel. Of several editions the
    newest that prints a state's year counts, for spending and for personnel apart. Some editions print spending,
    others budgets. Marks of estimates are not kept; what is not known or not applicable is empty; personnel are
    rounded to thousands, so 0 may be some hundreds. Regions and totals are left out, and years in which the
    Correlates of War list does not count the state.
    """
    rows = [(*figure, table.edition) for table in _printed.tables(TABLE, raw.path(NAME)) for figure in table.figures]
    long = pl.DataFrame(rows, schema=_printed.SCHEMA, orient="row")
    codes = states.codes_in(TABLE, long.select("country", "year").rows(), spelled=SPELLED, no_state=NO_STATE)
    long = long.with_columns(pl.Series("ccode", codes, dtype=pl.Int32)).drop_nulls("ccode")
    if (twice := long.filter(long.select("ccode", "year", "column", "edition").is_duplicated())).height:
        names = ", ".join(repr(name) for name in sorted(set(twice["country"]))[:5])
        raise BrokenContract(TABLE, f"has two rows of one state in one edition: {names}", "Keep one of them.")
    spending, personnel = (_newest(long, figures) for figures in (SPENDING, PERSONNEL))
    spending = spending.rename({"edition": "milex_edition_iiss"})
    personnel = personnel.rename({"edition": "personnel_edition_iiss"})
    return spending.join(personnel, on=["ccode", "year"], how="full", coalesce=True).lazy()


def _newest(long: pl.DataFrame, figures: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """A row for each state and year with these figures, from the newest edition that prints any of them."""
    some = long.filter(pl.col("column").is_in(list(figures)))
    newest = some.filter(pl.col("edition") == pl.col("edition").max().over("ccode", "year"))
    made = (figure.filter(pl.col("column") == name).first().alias(name) for name, figure in figures.items())
    return newest.group_by("ccode", "year", "edition").agg(*made)
