"""What foreign forces did after one disaster: every claim side by side, and what can be reckoned from them."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foedus import states
from foedus.errors import AmbiguousName, BadOption, UnknownName
from foedus.partnerships._relief import Claim, Measure, best, measures, peak
from foedus.partnerships.resolve import plain
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

SCHEMA = "foedus.response/1"
HOSTS = ("recipient", "host")
EVENT_ITEMS = ("hours_to_first_asset", "deaths", "people_affected", "days_to_transition")
"""Items that are counted from the day of the disaster."""
SHARED = ("deaths", "people_affected")
"""Items that describe the disaster, not one sender."""
POUND = 0.00045359237
REFERENCE = "hadr_reference"
REFERENCE_ITEMS: dict[str, tuple[str, str, float]] = {
    "killed": ("deaths", "people", 1), "displaced": ("people_affected", "people", 1),
    "personnel_participating_over": ("people_deployed_peak", "people", 1),
    "peak_personnel_over": ("people_deployed_peak", "people", 1),
    "personnel_in_and_around_haiti": ("people_deployed_peak", "people", 1),
    "navy_ships": ("ships", "ships", 1), "ships": ("ships", "ships", 1),
    "air_force_cargo_delivered": ("tonnes_delivered", "tonnes", POUND),
    "bulk_food": ("tonnes_delivered", "tonnes", POUND), "water_distributed": ("liters_water", "liters", 1),
    "meals_ready_to_eat": ("meals", "meals", 1), "us_citizens_evacuated": ("people_assisted", "people", 1),
}  # fmt: skip
"""What a figure of the reference table is called here, in which unit, and times what; parts keep their own name."""
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Operation:
    """One sender's or one coalition's operation, as the register has it; the outcome is somebody's judgement."""

    id: str
    name: str
    start: str | None
    end: str | None
    place: str
    partnership: str | None
    lead: str | None
    requested_by: tuple[str, ...]
    objective: str
    outcome: str
    judgement: str
    contested: bool
    note: str
    source: str
    locator: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent how many people, ships and aircraft; counts of different days overlap and are not added."""

    party: str
    name: str
    operations: tuple[str, ...]
    people: tuple[Claim, ...]
    ships: tuple[Claim, ...]
    aircraft: tuple[Claim, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the response, to the precision it is known, and what happened then."""

    day: str
    what: str
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """Every claim about one thing; `reading` says whether they agree, differ by day or sender, or contradict."""

    item: str
    reading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of foreign forces to one disaster."""

    schema: str
    edition: str
    id: str
    name: str
    disaster: str | None
    hosts: tuple[str, ...]
    operations: tuple[Operation, ...]
    senders: tuple[Sender, ...]
    timeline: tuple[Moment, ...]
    measures: tuple[Measure, ...]
    items: tuple[Item, ...]
    sources: tuple[tuple[str, str, str], ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Case:
    """The operations after one disaster, with the days from which their figures count."""

    rows: tuple[Row, ...]
    days: frozenset[str]
    hosts: frozenset[str]

    @property
    def id(self) -> str:
        """The only operation's id, or the words that all ids share."""
        parts = [str(row["id"]).split("-") for row in self.rows]
        shared = [word for word in parts[0] if all(word in other for other in parts)]
        return "-".join(shared if len(parts) > 1 and len(shared) > 1 else parts[0])

    @property
    def name(self) -> str:
        """Place, year and the names of the operations."""
        place = min((str(row["place"] or "") for row in self.rows), key=len)
        return f"{place} {str(self.rows[0]['start'])[:4]}: {'; '.join(str(row['name']) for row in self.rows)}"


def response(warehouse: Warehouse, *names: str) -> Response:
    """The response that an id, name, place or year means; all operations after the same disaster belong to it."""
    asked = " ".join(names).strip()
    if not asked:
        raise BadOption("NAME", asked, "give a disaster, such as 'haiti-2010', or the name of an operation")
    return _told(warehouse, _resolved(warehouse, asked))


def _cases(warehouse: Warehouse) -> list[_Case]:
    """Operations grouped by disaster: the same day and a common host, or one operation alone."""
    activities = warehouse.read("register.activities").filter(pl.col("kind") == "disaster_relief").sort("start", "id")
    people = warehouse.read("register.participants").filter(pl.col("role").is_in(HOSTS))
    dated = warehouse.read("register.figures").filter(
        pl.col("item").is_in(EVENT_ITEMS) & (pl.col("period_start").str.len_chars() == len("2010-01-12"))
    )
    cases: list[_Case] = []
    for row in activities.iter_rows(named=True):
        days = frozenset(dated.filter(pl.col("subject") == row["id"])["period_start"])
        hosts = frozenset([*people.filter(pl.col("activity") == row["id"])["party"], *_split(row["requested_by"])])
        same = [case for case in cases if case.days & days and case.hosts & hosts]
        for case in same:
            cases.remove(case)
            days, hosts = days | case.days, hosts | case.hosts
        cases.append(_Case((*(r for case in same for r in case.rows), row), days, hosts))
    return cases


def _resolved(warehouse: Warehouse, asked: str) -> _Case:
    cases, names = _cases(warehouse), _names(warehouse)
    found = [case for case in cases if plain(asked) in {plain(case.id), *(plain(label) for label in _labels(case))}]
    if not found:
        wanted = [{word, _code(word)} for word in plain(asked).split()]
        found = [case for case in cases if all(either & _words(case, names) for either in wanted)]
    if len(found) > 1:
        raise AmbiguousName("response", asked, [f"{case.id} ({case.name})" for case in found])
    if not found:
        known = {plain(text): case.id for case in cases for text in (case.id, *_labels(case))}
        close = difflib.get_close_matches(plain(asked), list(known), n=3, cutoff=0.5)
        hint = "See all with: foedus sql \"select id, name from register.activities where kind = 'disaster_relief'\""
        raise UnknownName("response", asked, list(dict.fromkeys(known[key] for key in close)), hint=hint)
    return found[0]


def _labels(case: _Case) -> list[str]:
    """What names a whole response: an operation's id, with or without who sent it, its name and series."""
    labels = [str(row[column]) for row in case.rows for column in ("id", "name", "series") if row[column]]
    return [*labels, *(str(row["id"]).partition("-")[2] for row in case.rows)]


def _words(case: _Case, names: dict[str, str]) -> set[str]:
    """Every word by which a response can be asked for, its hosts' names and the year among them."""
    texts = [str(row[column] or "") for row in case.rows for column in ("id", "name", "series", "place")]
    years = [str(row["start"])[:4] for row in case.rows]
    hosts = [f"{party} {names.get(party, '')}" for party in case.hosts]
    return {word for text in (*texts, *years, *hosts) for word in plain(text).split()}


def _code(word: str) -> str:
    """The code of the state that a word names, so that any of its names will do."""
    try:
        return states.resolve(word).party.lower()
    except (UnknownName, AmbiguousName):
        return word


def _names(warehouse: Warehouse) -> dict[str, str]:
    named = dict(warehouse.read("register.partnerships").select("id", "short_name").drop_nulls().iter_rows())
    named |= dict(warehouse.read("register.entities").select("party", "name").iter_rows())
    return named | dict(states.parties().select("party", "name").iter_rows())


def _split(cell: object) -> list[str]:
    return [part.strip() for part in str(cell or "").split(";") if part.strip()]


def _told(warehouse: Warehouse, case: _Case) -> Response:
    names = _names(warehouse)
    addresses = dict(warehouse.read("register.sources").select("id", "address").iter_rows())
    operations = tuple(_operation(row, addresses, names) for row in case.rows)
    people = warehouse.read("register.participants").filter(pl.col("activity").is_in([o.id for o in operations]))
    claims = [*_claims(warehouse, operations, people, addresses), *_reference(warehouse, operations)]
    senders = tuple(_senders(operations, people, claims, names))
    claims += [claim for sender in senders for claim in sender.people if claim not in claims]
    day = min(case.days, default=None)
    items = tuple(_items(claims))
    return Response(
        SCHEMA, edition().version, case.id, case.name, day, tuple(names.get(h, h) for h in sorted(case.hosts)),
        operations, senders, tuple(_timeline(operations, claims, day, names)),
        measures(claims, {party: names.get(party, party) for party in {c.sender for c in claims} if party}), items,
        _sources(warehouse, operations, claims), _fingerprint(warehouse, case),
    )  # fmt: skip


def _operation(row: Row, addresses: dict[str, str], names: dict[str, str]) -> Operation:
    text = {name: str(value or "") for name, value in row.items()}
    asked = tuple(names.get(party, party) for party in _split(row["requested_by"]))
    return Operation(
        text["id"], text["name"], text["start"] or None, text["end"] or None, text["place"],
        text["partnership"] or None, text["lead"] or None, asked, text["objective"],
        text["outcome"], text["outcome_basis"], text["contested"] == "yes", text["note"], text["source"],
        text["locator"], addresses.get(text["source"], ""), text["confidence"],
    )  # fmt: skip


def _claims(
    warehouse: Warehouse, operations: Sequence[Operation], people: pl.DataFrame, addresses: dict[str, str]
) -> Iterator[Claim]:
    """The register's figures; the sender is the object, unless that is who received, else who led the operation."""
    hosts = {o.id: set(people.filter((pl.col("activity") == o.id) & pl.col("role").is_in(HOSTS))["party"])
             for o in operations}  # fmt: skip
    lone = {o.id: _lone_sender(o, people, hosts[o.id]) for o in operations}
    rows = warehouse.read("register.figures").filter(pl.col("subject").is_in(list(hosts)))
    seen: set[tuple[object, ...]] = set()
    for row in rows.sort("item", "period_start", "vintage", "source").iter_rows(named=True):
        subject, item, thing = row["subject"], row["item"], row["object"] or ""
        sender = "" if item in SHARED else thing if thing and thing not in hosts[subject] else lone[subject]
        key = (item, row["value"], row["vintage"], row["source"], row["period_start"])
        if item in SHARED and key in seen:
            continue
        seen.add(key)
        yield Claim(
            item=item, sender=sender, operation=subject, value=row["value"], low=row["low"], high=row["high"],
            unit=row["unit"] or "", start=row["period_start"] or None, end=row["period_end"] or None,
            stage=row["stage"] or "", estimate=row["estimate"] == "yes", vintage=row["vintage"] or "",
            source=row["source"], locator=row["locator"] or "", url=addresses.get(row["source"]) or "",
            confidence=row["confidence"] or "", contested=row["contested"] == "yes", note=row["note"] or "",
        )  # fmt: skip


def _lone_sender(operation: Operation, people: pl.DataFrame, hosts: set[str]) -> str:
    """Whose figures are meant where none is named: who led, else the only sender; empty for several together."""
    if operation.lead and operation.lead not in hosts:
        return operation.lead
    sent = people.filter((pl.col("activity") == operation.id) & ~pl.col("role").is_in(HOSTS))["party"].to_list()
    return str(sent[0]) if len(sent) == 1 else ""


def _reference(warehouse: Warehouse, operations: Sequence[Operation]) -> Iterator[Claim]:
    """Figures of the reference table for these operations; it names no grade, so it never outranks the register."""
    if not warehouse.has(f"{REFERENCE}.figures"):
        return
    of = {o.name: o for o in operations}
    rows = warehouse.read(f"{REFERENCE}.figures").filter(pl.col("operation").is_in(list(of)))
    for row in rows.sort("scope", "measure", "date").iter_rows(named=True):
        o = of[row["operation"]]
        item, unit, factor = REFERENCE_ITEMS.get(row["measure"], (row["measure"], row["unit"], 1.0))
        whole = row["date"] == "whole operation"
        sender = o.lead if row["scope"] == "us_military" else ""
        yield Claim(
            item=item, sender=sender or "", operation=o.id, value=round(row["value"] * factor, 1), low=None, high=None,
            unit=unit, start=o.start if whole else row["date"], end=o.end if whole else None, stage="",
            estimate=False, vintage="", source=REFERENCE, locator=f"{row['measure']}, {row['date']}: {row['source']}",
            url=row["source_url"], confidence="", contested=False,
            note="Converted from pounds by us" if factor == POUND else "",
        )  # fmt: skip


def _senders(
    operations: Sequence[Operation], people: pl.DataFrame, claims: Sequence[Claim], names: dict[str, str]
) -> Iterator[Sender]:
    """Everyone who took part and is no host, then those only named by a figure."""
    rows = people.filter(~pl.col("role").is_in(HOSTS)).sort("party", "activity").to_dicts()
    hosts = set(people.filter(pl.col("role").is_in(HOSTS))["party"])
    known = {str(row["party"]) for row in rows} | {o.lead for o in operations if o.lead and o.lead not in hosts}
    ranked = sorted(known | {c.sender for c in claims if c.sender}, key=lambda p: names.get(p, p))
    for party in ranked:
        mine = [row for row in rows if row["party"] == party]
        own = [c for c in claims if c.sender == party]
        counted = tuple(c for c in own if c.item in ("people_deployed_peak", "personnel"))
        counted = counted or tuple(_counted(row) for row in mine if row["people"] is not None)
        taking = {str(row["activity"]) for row in mine} | {c.operation for c in own}
        taking |= {o.id for o in operations if o.lead == party}
        yield Sender(
            party, names.get(party, party), tuple(sorted(taking)), counted,
            tuple(c for c in own if c.item == "ships"), tuple(c for c in own if c.item == "aircraft"),
            "; ".join(str(row["note"]) for row in mine if row["note"]),
        )  # fmt: skip


def _counted(row: Row) -> Claim:
    """The number of people in the list of participants, where no figure gives it."""
    return Claim(
        item="people_deployed_peak", sender=str(row["party"]), operation=str(row["activity"]),
        value=float(str(row["people"])), low=None, high=None, unit="people", start=None, end=None, stage="",
        estimate=False, vintage="", source=str(row["source"]), locator=str(row["locator"] or ""), url="",
        confidence=str(row["confidence"] or ""), contested=row["contested"] == "yes", note=str(row["note"] or ""),
    )  # fmt: skip


def _items(claims: Sequence[Claim]) -> Iterator[Item]:
    for name in sorted({claim.item for claim in claims}):
        some = tuple(claim for claim in claims if claim.item == name)
        spells: dict[tuple[str | None, ...], set[float]] = {}
        for claim in some:
            spells.setdefault((claim.sender, claim.start, claim.end), set()).add(claim.value)
        clash = any(claim.contested for claim in some) or any(len(values) > 1 for values in spells.values())
        if len({claim.value for claim in some}) == 1:
            reading = "one claim" if len(some) == 1 else "claims agree"
        else:
            reading = "claims disagree" if clash else "claims of different days, senders or kinds"
        yield Item(name, reading, some)


def _timeline(
    operations: Sequence[Operation], claims: Sequence[Claim], day: str | None, names: dict[str, str]
) -> list[Moment]:
    """The disaster, the first assets, who asked, beginnings, peaks, transitions and ends, as far as they are dated."""
    found = []
    for o in operations:
        where = (o.source, o.locator, o.url)
        asked = " and ".join(o.requested_by)
        began = f"{o.name} begins" + (f"; asked for by {asked}" if asked else "; by whom it was asked for is not said")
        found += [Moment(o.start, began, *where)] if o.start else []
        found += [Moment(o.end, f"first day on which {o.name} is over", *where)] if o.end else []
    for sender in sorted({c.sender for c in claims}):
        who, own = names.get(sender, sender) or "all senders", [c for c in claims if c.sender == sender]
        arrival = best(c for c in own if c.item == "hours_to_first_asset" and c.source != REFERENCE)
        if arrival and arrival.start:
            what = f"disaster; first asset of {who} {arrival.value:g} hours later"
            found.append(Moment(arrival.start, what, arrival.source, arrival.locator, arrival.url))
        leaving = best(c for c in own if c.item == "days_to_transition")
        if leaving and leaving.start and len(leaving.start) == len("2010-01-12"):
            on = date.fromisoformat(leaving.start) + timedelta(days=leaving.value)
            what = f"{who} handing over or leaving, {leaving.value:g} days after the disaster"
            found.append(Moment(on.isoformat(), what, leaving.source, leaving.locator, leaving.url))
        if (top := peak(own)) and top.start:
            when = f"some day before {top.end}" if top.end else "on or after this day"
            what = f"most people of {who}: {top.value:,.0f}, {when}"
            found.append(Moment(top.start, what, top.source, top.locator, top.url))
    if day and not any(m.day == day for m in found):
        found.append(Moment(day, "disaster", "", "", ""))
    return sorted(found, key=lambda m: (m.day, m.what))


def _sources(warehouse: Warehouse, operations: Iterable[Operation], claims: Iterable[Claim]) -> tuple[
    tuple[str, str, str], ...
]:  # fmt: skip
    used = {o.source for o in operations} | {c.source for c in claims}
    rows = warehouse.read("register.sources").filter(pl.col("id").is_in(sorted(used)))
    found = [
        (row["id"], ", ".join(filter(None, (row["publisher"], row["title"], row["date"]))), row["address"] or "")
        for row in rows.sort("id").iter_rows(named=True)
    ]
    if REFERENCE in used:
        from foedus import sources

        source = sources.load(REFERENCE)
        found.append((source.id, source.citation, source.homepage))
    return tuple(found)


def _fingerprint(warehouse: Warehouse, case: _Case) -> str:
    parts = (SCHEMA, case.id, warehouse.fingerprint)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
