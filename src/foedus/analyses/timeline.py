"""A partnership's life by date: what was signed, who came and went, what was done, promised, strained and built."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields, replace
from typing import Literal

import polars as pl

from foedus import sources
from foedus._version import __version__
from foedus.errors import BadOption
from foedus.partnerships.events import OPERATIONS
from foedus.partnerships.resolve import Named, bilateral, resolve
from foedus.partnerships.universe import last_names, party_years
from foedus.scorecards import _compose
from foedus.scorecards._assessment import TrendPoint
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

SCHEMA = "foedus.timeline/1"
Kind = Literal["partnership", "instrument", "member", "obligation", "objective", "operation", "programme", "strain"]
Role = Literal["begin", "end", "point"]
Row = Mapping[str, str | None]
KINDS: dict[Kind, str] = {
    "partnership": "Partnership", "instrument": "Instruments", "member": "Members", "obligation": "Obligations",
    "objective": "Objectives", "operation": "Operations", "programme": "Programmes", "strain": "Strains",
}  # fmt: skip
"""Kinds of event with their titles, in the order in which they are drawn and, on one day, listed."""

MEMBERSHIP = {
    "founder": "joined as founder", "accession": "joined", "succession": "joined by succession",
    "readmission": "came back",
}  # fmt: skip
DEPARTURE = {
    "withdrawal": "withdrew", "expulsion": "expelled", "dissolution": "left with its end",
    "succession": "left to a successor",
}  # fmt: skip
NUMBERED = re.compile(r"[\dIVXLC]+\b")
HONORED = {"yes": "it was honored", "partly": "it was honored in part", "no": "it was not honored",
           "disputed": "whether it was honored is disputed"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact: on which day, what happened to whom, and where that stands.

    Dates have year, month or day precision. `item` is the row of the register it comes from; `role` says whether
    it begins or ends something. `until` is the date on which what begins here is known to end.
    """

    date: str
    kind: Kind
    what: str
    title: str
    detail: str
    parties: str
    until: str
    contested: bool
    source: str
    locator: str
    url: str
    item: str
    role: Role

    @property
    def year(self) -> int:
        """The year of the date."""
        return int(self.date[:4])


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated events of one partnership between two years, and its headlines in each of them."""

    schema: str
    edition: str
    id: str
    name: str
    first: int
    last: int
    complete_through: int
    rows: tuple[Event, ...]
    running: tuple[Event, ...]
    trend: tuple[TrendPoint, ...]
    fingerprint: str

    @property
    def events(self) -> pl.DataFrame:
        """One row per event, by date; what began before the first year and still ran is not in it."""
        return pl.DataFrame([astuple(e) for e in self.rows], schema=SHAPE, orient="row")

    @property
    def data(self) -> pl.DataFrame:
        """The events."""
        return self.events


SHAPE = {f.name: pl.Boolean if f.name == "contested" else pl.String for f in fields(Event)}


def timeline(warehouse: Warehouse, name: str, *, first: int | None, last: int | None) -> Timeline:
    """Everything dated that the register holds of a partnership, from one year through another."""
    found = _named(warehouse, name)
    listed = warehouse.read("derived.partnerships").filter(pl.col("id") == found).row(0, named=True)
    every = sorted(_Desk(warehouse, found, dict(listed)).events(), key=lambda e: (e.date, list(KINDS).index(e.kind)))
    years = [e.year for e in every] or [edition().complete_through]
    begin = min(years) if first is None else first
    end = max(*years, begin if listed["end"] else edition().complete_through) if last is None else last
    for option, value in (("--first", begin), ("--last", end)):
        if not 1 <= value <= 9999:
            raise BadOption(option, value, "give a year such as 1990")
    if begin > end:
        raise BadOption("--first", begin, f"give a year up to the last, {end}")
    return Timeline(
        schema=SCHEMA, edition=f"{__version__}, register {edition().version}", id=found, name=listed["name"],
        first=begin, last=end, complete_through=edition().complete_through,
        rows=tuple(e for e in every if begin <= e.year <= end),
        running=tuple(e for e in every if e.year < begin and e.role == "begin" and _lasts(e, begin)),
        trend=_trend(warehouse, found, begin, end), fingerprint=_fingerprint(warehouse, found, begin, end),
    )  # fmt: skip


def _fingerprint(warehouse: Warehouse, partnership: str, first: int, last: int) -> str:
    parts = ("timeline", partnership, str(first), str(last), warehouse.fingerprint, __version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _lasts(event: Event, year: int) -> bool:
    return not event.until or int(event.until[:4]) >= year


def _named(warehouse: Warehouse, name: str) -> str:
    year = edition().complete_through
    asked = resolve(warehouse, [name], year=year)
    if isinstance(asked, Named):
        return asked.id
    binding = bilateral(warehouse, asked, year) if asked.kind == "dyad" else []
    if not binding:
        problem = f"no partnership of exactly these states is in force in {year}; name one that was"
        raise BadOption("NAME", name, problem)
    return binding[0]


def _trend(warehouse: Warehouse, partnership: str, first: int, last: int) -> tuple[TrendPoint, ...]:
    here = (pl.col("partnership") == partnership) & pl.col("year").is_between(first, last)
    scores: dict[int, dict[str, float | None]] = {}
    for row in warehouse.scan("derived.headlines").filter(here).sort("year").collect().iter_rows(named=True):
        scores.setdefault(row["year"], {})[row["headline"]] = row["score"]
    names = _compose.headline_names()
    return tuple(TrendPoint(year, *(found.get(name) for name in names)) for year, found in scores.items())


class _Desk:
    """Reads the register's sheets, each into its events."""

    def __init__(self, warehouse: Warehouse, partnership: str, listed: Row) -> None:
        self.warehouse, self.id, self.listed = warehouse, partnership, listed
        self.addresses = dict(warehouse.read("register.sources").select("id", "address").iter_rows())
        yearly = party_years(edition().complete_through).select("party", "year", "name").collect()
        self.names = {(party, year): name for party, year, name in yearly.iter_rows()}
        self.last_names = dict(last_names().select("party", "last_name").collect().iter_rows())
        self.last_names |= dict(warehouse.read("derived.partnerships").select("id", "name").iter_rows())
        self.last_names |= dict(warehouse.read("register.entities").select("party", "name").iter_rows())

    def events(self) -> Iterator[Event]:
        """Everything dated, in no order."""
        if self.listed["origin"] != "register":
            yield from self._coded()
        for row in self._sheet("partnerships", key="id"):
            ended = row["end_mode"] or "ended"
            yield from self._signed(row, "partnership", str(row["name"]), row["purpose"] or "", ended)
        for row in self._sheet("instruments"):
            yield from self._signed(row, "instrument", str(row["title"]), str(row["type"]), "ended")
        yield from _together(event for row in self._sheet("members") for event in self._member(row))
        yield from self._obligations()
        yield from self._promised_and_done()
        for row in self._sheet("strains"):
            said = str(row["kind"]).replace("_", " ")
            outcome = HONORED.get(row["honored"] or "", "")
            event = self._event(row, "strain", said, row["text"] or "", outcome, parties=row["parties"])
            yield replace(event, role="begin" if row["end"] else "point")

    def _sheet(self, name: str, *, key: str = "partnership", dated: str = "start") -> Iterator[Row]:
        rows = self.warehouse.read(f"register.{name}").filter(pl.col(key) == self.id)
        signed = [pl.col("signed").is_not_null()] if "signed" in rows.columns else []
        yield from rows.filter(pl.any_horizontal(pl.col(dated).is_not_null(), *signed)).iter_rows(named=True)

    def _event(self, row: Row, kind: Kind, what: str, title: str, detail: str, *, at: str = "start",
               role: Role = "begin", parties: str | None = None) -> Event:  # fmt: skip
        date = str(row[at])
        if role == "end" and kind != "objective" and date > edition().date:
            what = "set to end"
        return Event(
            date=date, kind=kind, what=what, title=title, detail=detail,
            parties=", ".join(self._name(p.strip(), date) for p in (parties or "").split(";") if p.strip()),
            until=row.get("end") or "" if role == "begin" else "", contested=row["contested"] == "yes",
            source=str(row["source"]), locator=row["locator"] or "",
            url=self.addresses.get(row["source"] or "") or "", item=row.get("id") or self.id, role=role,
        )  # fmt: skip

    def _name(self, party: str, date: str) -> str:
        """The name that a party bore in that year, else the last that is known of it."""
        return self.names.get((party, int(date[:4]))) or self.last_names.get(party) or party

    def _signed(self, row: Row, kind: Kind, title: str, detail: str, ended: str) -> Iterator[Event]:
        same = row["signed"] == row["start"]
        if row["signed"] and not same:
            lone: Role = "point" if row["start"] else "begin"
            yield self._event(row, kind, "signed", title, detail, at="signed", role=lone)
        if row["start"]:
            yield self._event(row, kind, "signed and took effect" if same else "took effect", title, detail)
        if row["end"]:
            yield self._event(row, kind, ended, title, detail, at="end", role="end")

    def _member(self, row: Row) -> Iterator[Event]:
        status = str(row["status"])
        party = str(row["party"])
        name = self._name(party, str(row["start"]))
        said = MEMBERSHIP.get(row["joined"] or "", "joined")
        if status != "member":
            said = "suspended" if status == "suspended" else f"{said} as {status}"
        yield self._event(row, "member", said, name, status, parties=party)
        if row["end"]:
            left = DEPARTURE.get(row["left"] or "", "left")
            if status != "member":
                left = "no longer suspended" if status == "suspended" else f"{left} as {status}"
            yield self._event(row, "member", left, name, status, at="end", role="end", parties=party)

    def _obligations(self) -> Iterator[Event]:
        of = self.warehouse.read("register.instruments").filter(pl.col("partnership") == self.id)
        mine = of.select(instrument="id", since=pl.coalesce("start", "signed"), until="end")
        rows = self.warehouse.read("register.obligations").join(mine, on="instrument")
        rows = rows.with_columns(start=pl.coalesce("start", "since"), end=pl.coalesce("end", "until"))
        for row in rows.filter(pl.col("start").is_not_null()).iter_rows(named=True):
            kind = {"nonaggression": "non-aggression"}.get(row["type"], row["type"])
            article = row["article"] or ""
            article = f", {'Article ' if NUMBERED.match(article) else ''}{article}" if article else ""
            title = f"{kind}{article}{self._direction(row)}"
            title, text = title[0].upper() + title[1:], row["text"] or ""
            yield self._event(row, "obligation", "began to bind", title, text)
            if row["end"]:
                yield self._event(row, "obligation", "ceased to bind", title, text, at="end", role="end")

    def _direction(self, row: Row) -> str:
        """Who owes whom, where it is not all to all."""
        both = (str(row["from"]), str(row["to"]))
        if both == ("members", "members"):
            return ""
        names = (", ".join(self._name(p.strip(), str(row["start"])) for p in side.split(";")) for side in both)
        return f" ({' to '.join(names)})"

    def _promised_and_done(self) -> Iterator[Event]:
        for row in self._sheet("objectives", dated="date"):
            yield self._event({**row, "end": row["due"]}, "objective", "declared", str(row["objective"]),
                              row["document"] or "", at="date")  # fmt: skip
            if row["due"]:
                judged = {"yes": "evaluated", "partly": "evaluated in part", "no": "not evaluated"}
                told = f"{judged.get(row['evaluated'] or '', '')}: {row['result']}" if row["result"] else ""
                yield self._event(row, "objective", "due", str(row["objective"]), told, at="due", role="end")
        for row in self._sheet("activities"):
            if row["kind"] in OPERATIONS:
                outcome = {"met": "objective met", "partly": "objective met in part", "not_met": "objective not met"}
                told = "; ".join(p for p in (row["objective"], outcome.get(row["outcome"] or ""), row["place"]) if p)
                yield from self._spell(row, "operation", str(row["name"]), told)
        for row in self._sheet("programmes"):
            yield from self._spell(row, "programme", str(row["name"]), f"{row['status']}: {row['outcome'] or ''}")

    def _spell(self, row: Row, kind: Kind, title: str, detail: str) -> Iterator[Event]:
        parties = row.get("parties")
        brief = row["end"] is not None and row["end"] == row["start"]
        yield self._event(row, kind, "took place" if brief else "began", title, detail, parties=parties)
        if row["end"] and not brief:
            yield self._event(row, kind, "ended", title, detail, at="end", role="end", parties=parties)

    def _coded(self) -> Iterator[Event]:
        """What ATOP knows of an alliance that the register does not hold: when it bound whom."""
        atop = sources.load("atop")
        told = {"contested": "no", "source": "atop", "id": self.id}
        where = f"ATOP {self.id.removeprefix('atop-')}"
        row = {**told, "locator": f"alliances, {where}", "start": self.listed["start"], "end": self.listed["end"]}
        self.addresses["atop"] = atop.homepage
        name = str(self.listed["name"])
        yield self._event(row, "partnership", "signed", name, "as ATOP codes it")
        if row["end"]:
            yield self._event(row, "partnership", "ended", name, "as ATOP codes it", at="end", role="end")
        yield from _together(self._coded_members({**told, "locator": f"members, {where}"}))

    def _coded_members(self, row: Row) -> Iterator[Event]:
        members = self.warehouse.scan("derived.members").filter(pl.col("partnership") == self.id)
        ends = (pl.col("year").min().alias("since"), pl.col("year").max().alias("until"))
        spells = members.group_by("party").agg(ends).sort("party").collect()
        final = max(spells["until"].to_list(), default=0)
        for party, since, until in spells.iter_rows():
            dated = {**row, "start": str(since), "end": str(until) if until < final else None}
            name = self._name(party, str(since))
            yield self._event(dated, "member", "bound from", name, "", parties=party)
            if dated["end"]:
                yield self._event(dated, "member", "bound until", name, "", at="end", role="end", parties=party)


def _together(events: Iterator[Event]) -> Iterator[Event]:
    """Members that did the same on the same day by the same place of the same source, as one event."""
    groups: dict[tuple[str, str, str, str], list[Event]] = {}
    for event in events:
        groups.setdefault((event.date, event.what, event.source, event.locator), []).append(event)
    for group in groups.values():
        names = sorted(e.title for e in group)
        many = replace(group[0], title=", ".join(names), parties=", ".join(names), item=f"{group[0].item} {names[0]}")
        yield replace(many, role="point", until="", contested=any(e.contested for e in group))
