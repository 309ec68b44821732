"""The register cell by cell against research data: who belonged, when they signed, what they promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foedus import states
from foedus.partnerships._dates import first_day, from_parts, last_day
from foedus.partnerships.responses import REFERENCE_ITEMS
from foedus.partnerships.universe import instruments, named_parties
from foedus.sources.atop import OBLIGATIONS
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

ATOP, NATO, TRAVELS, MISSIONS, RELIEF, STATES = (
    "ATOP 5.1", "NATO defense expenditure", "US leaders' travels", "UN peacekeeping missions",
    "Haiti 2010 reference figures", "State lists",
)  # fmt: skip
ATOP_END = date(2018, 12, 31)
LISTS_BEGIN = date(1816, 1, 1)
FLAGS = {name: {"neutral": "neutrality", "nonagg": "nonaggression", "consul": "consultation"}.get(name, name)
         for name in OBLIGATIONS}  # fmt: skip
PRECISION = (("year", 4), ("month", 7), ("day", 10))
LEADERS = re.compile(r"AUSMIN|Quad Leaders|Quad leaders|Security Consultative Committee|NATO summit", re.IGNORECASE)
"""Series at which the President or the Secretary of State is the American side; defense ministers do not count."""
NO_PLACE = ("by video", "virtual")
LAST_TRAVELS = 2024
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact in both: `agrees` is None where the two say nothing about the same thing.

    Not `independent` where the register took the fact from the data it is compared with.
    """

    data: str
    item: str
    partnership: str
    key: str
    register: str
    other: str
    agrees: bool | None
    independent: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """How figures of another release differ from NATO's release of 17 June 2024, in percent of the latter."""

    item: str
    vintage: str
    prices: str
    compared: int
    unchanged: int
    median: float
    largest: float


def against_atop(warehouse: Warehouse) -> Iterator[Cell]:
    """Signatures, members and obligations of every claimed ATOP alliance."""
    if not warehouse.has("atop.members"):
        return
    coded = warehouse.read("atop.alliances").rename({"source": "coded_from"}).lazy()
    founded = warehouse.scan("register.partnerships").select(partnership="id", founded="signed", dissolved="end")
    claims = instruments(warehouse).filter(pl.col("atopid").is_not_null()).join(coded, on="atopid")
    rows = claims.join(founded, on="partnership").sort("partnership", "signed", "id").collect()
    members = warehouse.read("register.members").filter(pl.col("status") == "member")
    parties = _atop_parties(warehouse)
    owed = warehouse.read("register.obligations").select("instrument", "type", "source", "locator", "note")
    for row in rows.iter_rows(named=True):
        mine = members.filter(pl.col("partnership") == row["partnership"])
        theirs = parties.filter(pl.col("atopid") == row["atopid"])
        yield from _instrument_signed(row)
        yield from _members_signed(row, mine, theirs)
        yield from _members(row, mine, theirs)
        yield from _promised(row, owed.filter(pl.col("instrument") == row["id"]))


def _atop_parties(warehouse: Warehouse) -> pl.DataFrame:
    """Who joined each ATOP alliance first when, and left last when."""
    entered = from_parts("yrent", "moent", "dayent")
    left = from_parts("yrexit", "moexit", "dayexit", last=True)
    rows = warehouse.scan("atop.members").with_columns(year=pl.col("yrent"), entered=entered, left=left)
    named = named_parties(rows, edition().complete_through).sort("atopid", "party", "entered").collect()
    return named.group_by("atopid", "party", maintain_order=True).agg(
        pl.col("yrent", "moent", "dayent").first(), pl.col("entered").first(),
        pl.when(pl.col("left").is_null().any()).then(None).otherwise(pl.col("left").max()).alias("left"),
    )  # fmt: skip


def _iso(*parts: object) -> str:
    """A date of year, month or day precision from parts that may be unknown."""
    known = [int(str(part)) for part in parts if part is not None]
    return "-".join(f"{part:02d}" if at else str(part) for at, part in enumerate(known))


def _independent(row: Row) -> bool:
    """Whether a row of the register owes nothing to ATOP, by its source, its place and its note."""
    return not any("atop" in str(row.get(name) or "").lower() for name in ("source", "locator", "note"))


def _dates(row: Row, item: str, key: str, register: object, other: str) -> Iterator[Cell]:
    """A date by year, month and day, as far as both are known."""
    said = str(register or "")
    for name, length in PRECISION:
        same = said[:length] == other[:length] if min(len(said), len(other)) >= length else None
        yield Cell(ATOP, f"{item}, {name}", str(row["partnership"]), key, said, other, same, _independent(row))


def _instrument_signed(row: Row) -> Iterator[Cell]:
    coded = _iso(row["begyr"], row["begmo"], row["begday"])
    yield from _dates(row, "signature of the instrument", f"{row['id']}: signed", row["signed"], coded)


def _founds(row: Row) -> bool:
    """Whether the register's members are the parties of this instrument: it is the one that founded the partnership."""
    return row["signed"] == row["founded"]


def _members_signed(row: Row, mine: pl.DataFrame, theirs: pl.DataFrame) -> Iterator[Cell]:
    """Signatures of members; of another instrument than the founding one both days are shown but not compared."""
    first = {str(r["party"]): r for r in mine.sort("start", descending=True).iter_rows(named=True)}
    item = "signature of the member"
    for other in theirs.iter_rows(named=True):
        party, coded = str(other["party"]), _iso(other["yrent"], other["moent"], other["dayent"])
        own: Row = first.get(party) or {"partnership": row["partnership"], "signed": None}
        key, signed = f"{row['id']}: signed, {party}", own["signed"]
        if _founds(row) or not signed:
            yield from _dates(own, item, key, signed, coded)
        else:
            for name, _ in PRECISION:
                yield Cell(ATOP, f"{item}, {name}", str(row["partnership"]), key, str(signed), coded, None, False)


def _members(row: Row, mine: pl.DataFrame, theirs: pl.DataFrame) -> Iterator[Cell]:
    """Members at the end of 2018, or on the last day that both have the alliance in force."""
    coded = _iso(row["endyr"], row["endmo"], row["endday"])
    ends = [_day(str(end)) - timedelta(days=1) for end in (row["end"], row["dissolved"], coded) if end]
    day = min([ATOP_END, *ends])
    start, end = first_day(pl.col("start")), last_day(pl.col("end"))
    ours = mine.filter((start <= day) & (end.is_null() | (end > day)))
    coded_in = theirs.filter((pl.col("entered") <= day) & (pl.col("left").is_null() | (pl.col("left") >= day)))
    sources = {str(r["party"]): r for r in mine.iter_rows(named=True)}
    both, here, there = "member", set(ours["party"]), set(coded_in["party"])
    for party in sorted(here | there):
        said = [both if party in side else "not a member" for side in (here, there)]
        yield Cell(
            ATOP, "membership", str(row["partnership"]), f"{row['id']}: member on {day}, {party}", said[0], said[1],
            agrees=said[0] == said[1] if _founds(row) else None, independent=_independent(sources.get(party, {})),
        )  # fmt: skip


def _promised(row: Row, owed: pl.DataFrame) -> Iterator[Cell]:
    """The five obligations of ATOP, promised by any member or by none; unknown where the register has no clause."""
    kinds = set(owed["type"])
    independent = {str(r["type"]): _independent(r) for r in owed.iter_rows(named=True)}
    from_text = any(independent.values())
    for flag, kind in FLAGS.items():
        if row[flag] is None:
            continue
        ours, theirs = kind in kinds, bool(row[flag])
        said = ["promised" if side else "not promised" for side in (ours, theirs)]
        yield Cell(
            ATOP, f"obligation of {kind}", str(row["partnership"]), f"{row['id']}: {kind}", said[0], said[1],
            agrees=ours == theirs if kinds else None, independent=independent.get(kind, from_text),
        )  # fmt: skip


def against_nato(warehouse: Warehouse) -> Iterator[Cell]:
    """Figures of the release of 17 June 2024 in both: the register has them to two decimals."""
    for row in _nato(warehouse).filter(pl.col("vintage") == pl.col("release")).iter_rows(named=True):
        same = abs(row["value"] - row["theirs"]) <= 0.005 + 1e-9
        key = f"{row['item']}, {row['party']}, {row['year']}"
        yield Cell(NATO, str(row["item"]), "nato", key, f"{row['value']:g}", f"{row['theirs']:g}", same, False)


def revisions(warehouse: Warehouse) -> tuple[Revision, ...]:
    """How other releases in the register differ from that of 17 June 2024, item by item."""
    rows = _nato(warehouse).filter((pl.col("vintage") != pl.col("release")) & (pl.col("theirs") != 0))
    change = 100 * (pl.col("value") / pl.col("theirs") - 1)
    same = (pl.col("value") - pl.col("theirs")).abs() <= 0.005 + 1e-9
    told = rows.group_by("item", "vintage").agg(
        pl.col("prices").first(), pl.len().alias("compared"), same.sum().alias("unchanged"),
        change.median().alias("median"), change.sort_by(change.abs()).last().alias("largest"),
    )  # fmt: skip
    return tuple(
        Revision(r["item"], r["vintage"], r["prices"] or "not said", r["compared"], r["unchanged"], r["median"],
                 r["largest"])
        for r in told.sort("item", "vintage").iter_rows(named=True)
    )  # fmt: skip


def _nato(warehouse: Warehouse) -> pl.DataFrame:
    columns = {"item": pl.String, "party": pl.String, "year": pl.String, "vintage": pl.String, "release": pl.String,
               "value": pl.Float64, "theirs": pl.Float64, "prices": pl.String}  # fmt: skip
    if not warehouse.has("nato_defence_expenditure.expenditure"):
        return pl.DataFrame(schema=columns)
    theirs = warehouse.scan("nato_defence_expenditure.expenditure").select(
        "party", "item", pl.col("year").cast(pl.String), release="vintage", theirs="value"
    )
    ours = warehouse.scan("register.figures").filter(pl.col("subject_kind") == "party").select(
        "item", "vintage", "value", "prices", party="subject", year=pl.col("period_start").str.slice(0, 4)
    )  # fmt: skip
    joined = ours.join(theirs, on=["party", "item", "year"]).select(*columns)
    return joined.sort("item", "vintage", "party", "year").collect()


def against_travels(warehouse: Warehouse) -> Iterator[Cell]:
    """Meetings abroad at which a President or Secretary of State speaks for the United States, against trips."""
    if not warehouse.has("us_leader_travels.trips"):
        return
    trips = warehouse.read("us_leader_travels.trips")
    home = set(warehouse.read("register.participants").filter((pl.col("party") == "USA") & (pl.col("role") == "host"))
               ["activity"])  # fmt: skip
    for row in warehouse.read("register.activities").sort("id").iter_rows(named=True):
        named = f"{row['series']} {row['name']}"
        if row["kind"] != "dialogue" or not LEADERS.search(named) or row["id"] in home or row["place"] in NO_PLACE:
            continue
        day, place = str(row["start"]), str(row["place"] or "")
        covered = trips.filter((pl.col("first_day") <= day) & (pl.col("last_day") >= day))
        there = covered.filter(pl.col("locality").fill_null("").str.contains(place, literal=True))
        found = there if there.height else covered
        said = "; ".join(f"{r['traveler_role']} in {r['place']}: {r['locality']}" for r in found.iter_rows(named=True))
        known = len(day) == len("2018-07-11") and int(day[:4]) <= LAST_TRAVELS and place not in ("", "Washington")
        yield Cell(
            TRAVELS, "meeting abroad", str(row["partnership"] or ""), f"{row['id']}: {day}", place,
            said or "no trip on that day", there.height > 0 if known else None, independent=True,
        )  # fmt: skip


def against_missions(warehouse: Warehouse) -> Iterator[Cell]:
    """Operations that handed over to a United Nations mission: their end is within a month of its beginning."""
    if not warehouse.has("un_peacekeeping_missions.missions"):
        return
    began = dict(warehouse.read("un_peacekeeping_missions.missions").select("mission", "started").iter_rows())
    texts = ("name", "objective", "outcome_basis", "note")
    for row in warehouse.read("register.activities").sort("id").iter_rows(named=True):
        said = " ".join(str(row[name] or "") for name in texts)
        for mission in sorted(set(re.findall(r"\b(?:UN|MIN|MON|ON)[A-Z]{2,}\b", said)) & set(began)):
            ours, theirs = str(row["end"] or ""), str(began[mission] or "")
            known = bool(ours and theirs and "hand" in said)
            near = known and abs((_day(ours) - _day(theirs)).days) <= 31
            yield Cell(
                MISSIONS, "hand-over", str(row["partnership"] or ""), f"{row['id']}: {mission}", f"ends {ours}",
                f"{mission} begins {theirs}", near if known else None, independent=True,
            )  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10] if len(text) < len("2018-07") else (text + "-01")[:10])


def against_relief(warehouse: Warehouse) -> Iterator[Cell]:
    """Each reference figure of Haiti 2010 whose item the register has, and whether it is among the claims."""
    if not warehouse.has("hadr_reference.figures"):
        return
    ours = warehouse.read("register.figures").filter(pl.col("subject") == "us-haiti-2010")
    for row in warehouse.read("hadr_reference.figures").sort("scope", "measure", "date").iter_rows(named=True):
        key = f"{row['measure']}, {row['date']}"
        if row["measure"] not in REFERENCE_ITEMS:
            yield Cell(RELIEF, "figure", "", key, "", f"{row['value']:g} {row['unit']}", None, independent=False)
            continue
        item, unit, factor = REFERENCE_ITEMS[row["measure"]]
        value = round(row["value"] * factor, 1)
        some = ours.filter(pl.col("item") == item)
        claims = "; ".join(f"{v:g}" for v in sorted(set(some["value"])))
        same = any(abs(v - value) <= 0.05 for v in some["value"])
        yield Cell(RELIEF, "figure", "", key, claims, f"{value:g} {unit}", same, independent=False)


def against_states(warehouse: Warehouse) -> Iterator[Cell]:
    """Every member spell lies in one unbroken time in which the party existed; the lists begin in 1816."""
    rows = warehouse.read("register.entities")
    lived: dict[str, list[tuple[date, date | None]]] = {
        r["party"]: [(_day(r["start"]), _day(r["end"]) if r["end"] else None)]
        for r in rows.iter_rows(named=True) if r["start"]
    }  # fmt: skip
    for party, spells in states.crosswalk().sort("start").partition_by("party", as_dict=True).items():
        lived[str(party[0])] = _merged(list(spells.select("start", "end").iter_rows()))
    for row in warehouse.read("register.members").sort("partnership", "party", "start").iter_rows(named=True):
        spell = f"{row['start']} to {row['end'] or 'now'}"
        times = lived.get(row["party"])
        told = "; ".join(f"{start} to {end or 'now'}" for start, end in times or [])
        yield Cell(
            STATES, "member spell", row["partnership"], f"{row['party']} from {row['start']}", spell, told,
            None if times is None or not row["start"] else any(_within(row, *time) for time in times), True,
        )  # fmt: skip


def _merged(spells: list[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Spells that follow each other without a day between are one."""
    merged: list[tuple[date, date | None]] = []
    for start, end in spells:
        if merged and (merged[-1][1] is None or start <= merged[-1][1]):
            before = merged[-1]
            merged[-1] = (before[0], None if end is None or before[1] is None else max(end, before[1]))
        else:
            merged.append((start, end))
    return merged


def _within(row: Row, start: date, end: date | None) -> bool:
    begun = pl.select(last_day(pl.lit(str(row["start"])))).item()
    over = _day(str(row["end"])) if row["end"] else None
    return bool((start <= begun or start == LISTS_BEGIN) and (end is None or (over is not None and over <= end)))
