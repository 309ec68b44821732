"""The flow of military aid by year and stage, and how far its recipient hangs on it."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus import sources, states
from foedus.models._aid_record import Dependence, Figure, Flow, Party, Series, Stage, YearValue
from foedus.sources.kiel_ukraine_support_tracker import LAST_FULL_YEAR, LAST_YEAR
from foedus.warehouse import Warehouse

US, UKRAINE = "USA", "UKR"
US_AID, KIEL, FIGURES = "us_foreign_assistance.military_aid", "kiel_ukraine_support_tracker.monthly_aid", "aid_military"
KIEL_FIRST = 2022
EU = Party("EU", "European Union institutions")
ALL_KINDS = "aid of all kinds"
TEN, LEAST = 10, 8
SUPPLIERS = {"us": US, "uk": "GBR", "fra": "FRA", "rus": "RUS", "chi": "CHN"}
HELD = "data hold aid by the United States 2002-2015 and to Ukraine 2022-2026"


def flows(warehouse: Warehouse, donor: Party, recipient: Party, ccode: int | None) -> tuple[Flow, ...] | None:
    """Everything on record between the two, by stage, source and year; None if no data cover the pair.

    Within the years that a source covers, a year without a row is a flow of nothing.
    """
    covered, found = False, []
    if donor.party == US and ccode is not None:
        covered = True
        found += _disbursed(warehouse, recipient, ccode)
    if recipient.party == UKRAINE and donor.party in tracked(warehouse):
        covered = True
        found += _allocated(warehouse, donor)
    registered = _registered(warehouse, donor, recipient)
    return (*found, *registered) if covered or registered else None


def tracked(warehouse: Warehouse) -> set[str]:
    """The donors that the Ukraine Support Tracker follows, if it is built here."""
    return set(warehouse.read(KIEL)["party"]) if warehouse.has(KIEL) else set()


def _disbursed(warehouse: Warehouse, recipient: Party, ccode: int) -> list[Flow]:
    rows = warehouse.read(US_AID).filter(pl.col("ccode2") == ccode)
    paid = {int(year): float(value) for year, value in rows.select("year", "us_military_aid").iter_rows()}
    source, (first, last) = sources.load("us_foreign_assistance"), sources.table(US_AID).years or (0, 0)
    member = {year for year in range(first, last + 1) if states.code_of(recipient.party, year, "cow") == ccode}
    return [
        Flow(
            year, year, "disbursed", "military assistance", paid.get(year, 0.0), "million US$",
            "current US$, US fiscal year", False, source.id, source.version,
            f"{source.files[0].name}, sum of the lines of {recipient.name}, fiscal year {year}"
            if year in paid else f"{source.files[0].name}, no line for fiscal year {year}", source.homepage,
        )
        for year in sorted(member | set(paid))
    ]  # fmt: skip


def _allocated(warehouse: Warehouse, donor: Party) -> list[Flow]:
    months = warehouse.read(KIEL).filter(pl.col("party") == donor.party)
    yearly = months.group_by("year").agg(pl.col("allocated_military", "committed_total").sum())
    given = {int(year): pair for year, *pair in yearly.iter_rows()}
    source = sources.load("kiel_ukraine_support_tracker")
    columns: tuple[tuple[Stage, str, str], ...] = (
        ("allocated", "military aid", "military"), ("committed", ALL_KINDS, "commitments"),
    )  # fmt: skip
    return [
        Flow(
            year, year, stage, what, float(given.get(year, (0.0, 0.0))[n]), "million EUR",
            "EUR as published, calendar year" + ("" if year <= LAST_FULL_YEAR else " to April"), True, source.id,
            source.version, f"{source.files[0].name}, iso {donor.party}, months of {year}, column {column}",
            source.homepage,
        )
        for n, (stage, what, column) in enumerate(columns) for year in range(KIEL_FIRST, LAST_YEAR + 1)
    ]  # fmt: skip


def _registered(warehouse: Warehouse, donor: Party, recipient: Party) -> list[Flow]:
    """Published figures of the register, for one year or for several."""
    if not warehouse.has("register.figures"):
        return []
    addresses = dict(warehouse.read("register.sources").select("id", "address").iter_rows())
    pair = (pl.col("subject") == donor.party) & (pl.col("object") == recipient.party)
    rows = warehouse.read("register.figures").filter(pair & (pl.col("item") == FIGURES) & pl.col("value").is_not_null())
    found = []
    for row in rows.sort("period_start", "source").iter_rows(named=True):
        year = int(row["period_start"][:4])
        found.append(
            Flow(
                year, int((row["period_end"] or row["period_start"])[:4]), row["stage"],
                row["definition"] or "military aid", float(row["value"]), row["unit"],
                f"{row['prices'] or 'current'} prices; {row['note'] or 'as published'}", row["estimate"] == "yes",
                row["source"], row["vintage"] or "", row["locator"], addresses.get(row["source"]) or "",
            )
        )  # fmt: skip
    return found


def dependence(donor: Party, flow: tuple[Flow, ...], own: pl.DataFrame, year: int) -> Dependence:
    """How far the recipient hangs on the donor up to a year; `own` is its rows of the panel of states."""
    own = own.filter(pl.col("year") <= year)
    paid = {item.year: item.value for item in flow if item.source == US_AID.partition(".")[0]}
    series = [_share(paid, own)] if paid else []
    if donor.party == US:
        seats = _known(own, "us_training_seats")
        series.append(Series("training", "Seats in training by the United States", "seats, US fiscal year",
                             "us_foreign_military_training", seats))  # fmt: skip
    figures = (_predictability(paid, year), *_suppliers(donor, own))
    return Dependence(tuple(one for one in series if one.values), figures)


def _share(paid: dict[int, float], own: pl.DataFrame) -> Series:
    spent = dict(own.select("year", "milex").iter_rows())
    values = []
    for year, aid in sorted(paid.items()):
        milex, whole = spent.get(year), max(aid, 0) * 1000
        share = None if milex is None or whole + milex <= 0 else whole / (whole + milex)
        values.append(YearValue(year, share))
    return Series("dependence", "Aid over aid plus own military expenditure", "share",
                  "us_foreign_assistance, cow_nmc", tuple(values))  # fmt: skip


def _predictability(paid: dict[int, float], year: int) -> Figure:
    """One less the coefficient of variation of ten years of disbursements."""
    last = min(max(paid, default=year), year)
    years = [y for y in range(last - TEN + 1, last + 1) if y in paid]
    amounts = np.array([paid[y] for y in years])
    why = ""
    if not paid:
        why = "No disbursements by year are on record for this pair."
    elif len(years) < LEAST:
        why = f"It needs {LEAST} of ten years, and {len(years)} are known."
    elif amounts.mean() <= 0:
        why = "Nothing was paid in these years."
    value = None if why else float(1 - amounts.std() / amounts.mean())
    return Figure(
        "predictability", "Predictability: 1 less the coefficient of variation over ten years", value, "1 is even",
        (years[0], years[-1]) if years else None, "us_foreign_assistance",
        "Current dollars; one large payment in one year brings it far below zero.", why,
    )  # fmt: skip


def _suppliers(donor: Party, own: pl.DataFrame) -> tuple[Figure, ...]:
    columns = [f"arms_{power}_sum5" for power in SUPPLIERS]
    known = own.drop_nulls(columns).sort("year")
    caveat = "Five suppliers only (United States, United Kingdom, France, Russia, China), so it is too high."
    title = "Concentration of arms imports over five suppliers and five years"
    if known.is_empty():
        why = "No arms from the five suppliers are on record for this state."
        return (Figure("suppliers", title, None, "index 0-1", None, "major_power_support", caveat, why),)
    row = known.row(-1, named=True)
    years, amounts = (row["year"] - 4, row["year"]), np.array([row[name] for name in columns])
    total = float(amounts.sum())
    why = "" if total > 0 else "No major arms from the five suppliers are on record in these years."
    index = float(((amounts / total) ** 2).sum()) if total > 0 else None
    found = [Figure("suppliers", title, index, "index 0-1", years, "major_power_support", caveat, why)]
    power = next((name for name, party in SUPPLIERS.items() if party == donor.party), None)
    if power is not None and total > 0:
        title = f"Share of {donor.name} in arms imports from the five"
        share = float(row[f"arms_{power}_sum5"]) / total
        found.append(Figure("donor_share", title, share, "share", years, "major_power_support", caveat))
    return tuple(found)


def _known(own: pl.DataFrame, column: str) -> tuple[YearValue, ...]:
    rows = own.select("year", column).drop_nulls().sort("year")
    return tuple(YearValue(int(year), float(value)) for year, value in rows.iter_rows())
