"""Who has promised and who has allocated which aid to Ukraine since 2022, month by month."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source

HOW = "Take data/{} from github.com/UkraineSupportTrackerWebsite/ukraine-support-tracker, release 29."

kiel_ukraine_support_tracker = Source(
    id="kiel_ukraine_support_tracker",
    title="Ukraine Support Tracker",
    version="Release 29, to April 2026",
    subject="military aid",
    citation=(
        "Trebesch, Christoph, Arianna Antezza, Katelyn Bushnell, Pietro Bomprezzi and others (2023). The Ukraine "
        "Support Tracker: Which countries help Ukraine and how? Kiel Working Paper 2218. Kiel Institute for the "
        "World Economy. Release 29 (data to April 2026)."
    ),
    licence="No licence stated, citation asked for; fetched from the publisher, not redistributed",
    homepage="https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/",
    files=(
        File(
            "data_explorer.csv",
            sha256="4769d78ddb5af2b015d65ee9061efb462b06a8fa86e11e036ac33b8541a6d638",
            how=HOW.format("data_explorer.csv"),
        ),
        File(
            "procurement_trends.csv",
            sha256="6d4bc06e7d9df8aef8811c27162f42ffd9a40d1ac7b4ee94c4469de96100ea87",
            how=HOW.format("procurement_trends.csv"),
        ),
        File(
            "weapons.csv",
            sha256="fbf27131d6c5124d12d6440aa252a7d1a5c1ff60a1e7ac41694bbdcf52f20015",
            how=HOW.format("weapons.csv"),
        ),
    ),
)

UKRAINE, LAST_FULL_YEAR, LAST_YEAR = 369, 2025, 2026
MILLION_EURO = "million EUR"
KINDS = {"total": "all kinds", "financial": "financial", "humanitarian": "humanitarian", "military": "military"}
MONTH = Column("month", pl.Int32, "Month", within=(1, 12), required=True)
MONTHLY = [
    MONTH,
    *(Column(f"allocated_{kind}", pl.Float64, f"Allocated aid, {what}", MILLION_EURO, within=(0, 1e5), required=True)
      for kind, what in KINDS.items()),
    Column("committed_total", pl.Float64, "Committed aid of all kinds", MILLION_EURO, within=(0, 1e5), required=True),
    Column("country", pl.String, "The donor's name as published", required=True),
]  # fmt: skip
YEARLY = [
    *(Column(f"aid_{kind}_allocated_ukraine", pl.Float64, f"Aid allocated to Ukraine in a full year, {what}",
             MILLION_EURO, within=(0, 1e6)) for kind, what in KINDS.items()),
    Column("aid_total_committed_ukraine", pl.Float64, "Aid committed to Ukraine in a full year", MILLION_EURO,
           within=(0, 1e6)),
    Column("aid_allocated_ukraine_to_date", pl.Float64, "Aid allocated to Ukraine since 2022 by the end of the year "
           "(April in 2026)", MILLION_EURO, within=(0, 1e6), required=True),
    Column("aid_committed_ukraine_to_date", pl.Float64, "Aid committed to Ukraine since 2022 by the end of the year "
           "(April in 2026)", MILLION_EURO, within=(0, 1e6), required=True),
]  # fmt: skip
ORIGINS = ("stockpile", "procurement", "unspecified", "nato_purl")


@kiel_ukraine_support_tracker.table(
    "record", key=("party", "year", "month"), years=(2022, LAST_YEAR), rows=(1_079, 1_079), columns=MONTHLY,
    ignored={"to_be_allocated", "gdp", "pct_gdp"},
)  # fmt: skip
def monthly_aid(raw: Raw) -> pl.LazyFrame:
    """What each donor allocated and committed in each month with any of both; other months are none.

    The EU institutions are one donor (EU). Allocated is not delivered, and stages are never to be added.
    """
    return _months(raw)


@kiel_ukraine_support_tracker.table(
    "directed-dyad-year", years=(2022, LAST_YEAR), rows=(200, 210), columns=YEARLY
)  # fmt: skip
def yearly_aid(raw: Raw) -> pl.LazyFrame:
    """Aid of each tracked state (1) to Ukraine (2); a tracked state without a month in a full year gave none.

    Flows of 2026, known to April only, are empty. The share of EU aid that a member pays is not in it.
    """
    codes = states.at(LAST_FULL_YEAR).lazy().select("party", ccode1="ccode")
    months = _months(raw).filter(pl.col("party") != "EU").with_columns(pl.col("year").cast(pl.Int32))
    months = months.join(codes, on="party", how="left")
    flows = [f"allocated_{kind}" for kind in KINDS] + ["committed_total"]
    sums = months.group_by("ccode1", "year").agg(pl.col(flows).cast(pl.Float64).sum())
    years = pl.LazyFrame({"year": pl.int_range(2022, LAST_YEAR + 1, dtype=pl.Int32, eager=True)})
    grid = months.select("ccode1").unique().join(years, how="cross").join(sums, on=["ccode1", "year"], how="left")
    full = pl.when(pl.col("year") <= LAST_FULL_YEAR)
    to_date = {f"aid_{stage}_ukraine_to_date": pl.col(f"{stage}_total").cum_sum().over("ccode1", order_by="year")
               for stage in ("allocated", "committed")}  # fmt: skip
    return grid.with_columns(pl.col(flows).fill_null(0.0)).select(
        "ccode1", "year", pl.lit(UKRAINE).alias("ccode2"),
        *(full.then(pl.col(f"allocated_{kind}")).alias(f"aid_{kind}_allocated_ukraine") for kind in KINDS),
        full.then(pl.col("committed_total")).alias("aid_total_committed_ukraine"), **to_date,
    )  # fmt: skip


@kiel_ukraine_support_tracker.table(
    "record", key=("year", "month"), years=(2022, LAST_YEAR), rows=(52, 52),
    columns=[MONTH, *(Column(origin, pl.Float64, f"Military aid of all donors from {origin.replace('_', ' ')}",
                             MILLION_EURO, within=(0, 1e5)) for origin in ORIGINS)],
)  # fmt: skip
def military_aid_by_origin(raw: Raw) -> pl.LazyFrame:
    """Where each month's military aid came from; nato_purl is bought under NATO's list of priority needs."""
    return _millions(pl.scan_csv(raw.path("procurement_trends.csv"), infer_schema=False), ORIGINS)


@kiel_ukraine_support_tracker.table(
    "record", key=("donor", "category"), rows=(61, 61),
    columns=[
        Column("number_of_weapons", pl.Int32, "Weapons, allocated to date", "weapons", within=(0, 1e5)),
        Column("monetary_value_eur", pl.Float64, "Their value", "EUR", within=(0, 1e11)),
        Column("weapons_list", pl.String, "Types with their numbers"),
    ],
)  # fmt: skip
def weapons(raw: Raw) -> pl.LazyFrame:
    """Heavy weapons of each donor by category."""
    return pl.scan_csv(raw.path("weapons.csv"), infer_schema=False)


def _months(raw: Raw) -> pl.LazyFrame:
    names = {"iso": "party", "commitments": "committed_total", **{kind: f"allocated_{kind}" for kind in KINDS}}
    rows = pl.scan_csv(raw.path("data_explorer.csv"), infer_schema=False).rename(names)
    return _millions(rows, [name for name in names.values() if name != "party"])


def _millions(rows: pl.LazyFrame, names: list[str] | tuple[str, ...]) -> pl.LazyFrame:
    """The publisher's billions as millions."""
    return rows.with_columns(pl.col(names).cast(pl.Float64) * 1000)
