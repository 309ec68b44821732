"""One state in one year: the partnerships it belongs to, what it owes and is owed, spends, contributes, and strains."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from foedus import sources, states
from foedus._version import __version__
from foedus.declare import HeadlineId
from foedus.errors import OutsideCoverage
from foedus.measures._columns import declared_columns, state_panel
from foedus.partnerships.universe import FIRST_YEAR, party_years
from foedus.scorecards._assessment import Obligation
from foedus.scorecards._subject import _obligations, year_or_default
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, claims, resolved

SCHEMA = "foedus.state/1"
OLDEST = 3
"""A figure is told from at most so many years before, with its year."""

STRAINS = 10
ITEMS = {
    "milex_nato": "Military expenditure, NATO definition", "milex_share_gdp": "Military expenditure, share of GDP",
    "milex_real_growth": "Growth of military expenditure, in real terms",
    "equipment_share": "Share of expenditure for major equipment", "personnel_nato": "Military personnel, NATO",
    "milex_share_gdp_factbook": "Military expenditure, share of GDP, World Factbook",
    "milex_constant_wmeat": "Military expenditure, World Military Expenditures and Arms Transfers",
    "personnel_factbook": "Military personnel, World Factbook",
}  # fmt: skip
COLUMNS = {
    "milex": "Military expenditure, Correlates of War", "milper": "Military personnel, Correlates of War",
    "cinc": "Share of the system's capabilities (CINC)", "un_peacekeepers": "Uniformed personnel under UN command",
    "isaf_troops": "Troops in the International Security Assistance Force",
}  # fmt: skip
RANK = ("defense", "offense", "assistance", "consultation", "neutrality", "nonaggression")
Direction = Literal["both ways", "owes", "is owed"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A partnership the state belongs to, in which status and since when, and its four headlines in the year."""

    partnership: str
    name: str
    kind: str
    status: str
    since: str
    members: int
    headlines: dict[HeadlineId, float | None]
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An obligation between the state and others: in which direction, to how many, by which clause."""

    direction: Direction
    type: str
    partnership: str
    name: str
    others: tuple[str, ...]
    instrument: str
    article: str
    binding: str
    condition: str
    not_promised: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of the state: of which year, in which vintage; `rivals` are claims that differ from it."""

    item: str
    title: str
    value: float
    unit: str
    year: int
    vintage: str
    source: str
    locator: str
    url: str
    rivals: int


@dataclass(frozen=True, slots=True)
class Part:
    """An operation, exercise, meeting or programme in which the state took part in the year."""

    kind: str
    name: str
    role: str
    people: float | None
    start: str
    end: str
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Strain:
    """A withdrawal, dispute, invocation or other strain that names the state."""

    kind: str
    partnership: str
    start: str
    end: str
    text: str
    contested: bool
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class State:
    """One state in one year as its partnerships see it."""

    schema: str
    edition: str
    party: str
    name: str
    iso3: str | None
    ccode: int | None
    year: int
    memberships: tuple[Membership, ...]
    others: tuple[Membership, ...]
    promises: tuple[Promise, ...]
    spending: tuple[Amount, ...]
    contributions: tuple[Amount, ...]
    parts: tuple[Part, ...]
    strains: tuple[Strain, ...]
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per fact: its part of the report, what, whom or how much, when, and its source."""
        rows: list[tuple[object, ...]] = [("partnership", m.name, m.status, None, "", m.since, m.source, m.url)
                for m in (*self.memberships, *self.others)]  # fmt: skip
        rows += [(p.direction, p.type, f"{p.instrument} {p.article}".strip(), float(len(p.others)), "states",
                  str(self.year), p.source, p.url) for p in self.promises]  # fmt: skip
        amounts = (("spends", self.spending), ("contributes", self.contributions))
        rows += [
            (part, a.title, "", a.value, a.unit, str(a.year), a.source, a.url) for part, told in amounts for a in told
        ]
        rows += [("takes part", p.name, p.role, p.people, "people" if p.people is not None else "", p.start, p.source,
                  p.url) for p in self.parts]  # fmt: skip
        rows += [("strain", s.text, s.kind, None, "", s.start, s.source, s.url) for s in self.strains]
        names = ("part", "what", "detail", "value", "unit", "date", "source", "url")
        schema = {name: pl.Float64 if name == "value" else pl.String for name in names}
        return pl.DataFrame(rows, schema=schema, orient="row")


def state(warehouse: Warehouse, name: str, *, year: int | None) -> State:
    """Everything on record of a state in that year; a year in which it was none says when it was."""
    when = year_or_default(year)
    last = edition().complete_through
    if not FIRST_YEAR <= when <= last:
        raise OutsideCoverage("A state's partnerships", when, known=f"years run from {FIRST_YEAR} to {last}")
    party = states.resolve(name, on=when).party
    mine = party_years(last).filter((pl.col("party") == party) & (pl.col("year") == when)).collect()
    if not mine.height:
        raise OutsideCoverage(states.name_of(party), when, known="it was no state in that year")
    desk = _Desk(warehouse, party, when)
    spending, contributions = desk.amounts()
    key = "\n".join(("state", party, str(when), warehouse.fingerprint, __version__))
    return State(
        schema=SCHEMA, edition=f"{__version__}, register {edition().version}", party=party, name=mine["name"][0],
        iso3=mine["iso3"][0], ccode=mine["ccode"][0], year=when, memberships=tuple(desk.memberships()),
        others=tuple(desk.others()), promises=tuple(sorted(desk.promises(), key=_strongest)), spending=spending,
        contributions=contributions, parts=tuple(desk.parts()), strains=tuple(desk.strains()),
        fingerprint=hashlib.sha256(key.encode()).hexdigest()[:16],
    )  # fmt: skip


def _strongest(p: Promise) -> tuple[int, str, str]:
    return (RANK.index(p.type) if p.type in RANK else len(RANK)), p.name, p.article


class _Desk:
    """What is at hand on one state in one year."""

    def __init__(self, warehouse: Warehouse, party: str, year: int) -> None:
        self.warehouse, self.party, self.year = warehouse, party, year
        self.members = warehouse.scan("derived.members").filter(pl.col("year") == year).collect()
        self.listed = {row["id"]: row for row in warehouse.read("derived.partnerships").iter_rows(named=True)}
        self.addresses: Mapping[str, str | None] = dict(
            warehouse.read("register.sources").select("id", "address").iter_rows()
        )
        self.titles = dict(warehouse.read("register.instruments").select("id", "title").iter_rows())
        self.own = sorted(set(self.members.filter(pl.col("party") == party)["partnership"]))

    def memberships(self) -> Iterator[Membership]:
        """Partnerships of which it is a member on the last day of the year, those of most members first."""
        rows = self.warehouse.scan("derived.headlines").filter(
            (pl.col("year") == self.year) & pl.col("partnership").is_in(self.own)
        )
        scores: dict[str, dict[HeadlineId, float | None]] = {}
        for row in rows.collect().iter_rows(named=True):
            scores.setdefault(row["partnership"], {})[row["headline"]] = row["score"]
        declared = {row["partnership"]: row for row in self._declared("member")}
        sizes = {name: self.members.filter(pl.col("partnership") == name).height for name in self.own}
        for name in sorted(self.own, key=lambda own: (own.startswith("atop-"), -sizes[own], own)):
            yield self._membership(name, declared.get(name), sizes[name], scores.get(name, {}))

    def _membership(
        self, name: str, row: Mapping[str, object] | None, size: int, scores: dict[HeadlineId, float | None]
    ) -> Membership:
        told = self.listed[name]
        shown = (name, told["name"], told["kind"])
        if row is None:
            where = f"atop.members, {name}, {self.party}, {self.year}"
            return Membership(
                *shown, "member", told["start"] or "", size, scores, "atop", where, sources.load("atop").homepage
            )
        since, source, place = (str(row[key] or "") for key in ("start", "source", "locator"))
        return Membership(
            *shown, str(row["status"]), since, size, scores, source, place, self.addresses.get(source) or ""
        )

    def others(self) -> Iterator[Membership]:
        """Partnerships in which it has another status: observer, partner, associate, signatory, suspended."""
        for row in self._declared("other"):
            size = self.members.filter(pl.col("partnership") == row["partnership"]).height
            if row["partnership"] not in self.own and size:
                yield self._membership(str(row["partnership"]), row, size, {})

    def _declared(self, status: str) -> list[dict[str, object]]:
        rows = self.warehouse.read("register.members").filter(pl.col("party") == self.party)
        wanted = pl.col("status") == "member" if status == "member" else pl.col("status") != "member"
        return list(self._running(rows.filter(wanted)).sort("start", "partnership").iter_rows(named=True))

    def _running(self, rows: pl.DataFrame, *, until: str = "end") -> pl.DataFrame:
        """Rows that had begun by the end of the year and had not ended before it."""
        begun = pl.col("start").str.slice(0, 4).cast(pl.Int32, strict=False) <= self.year
        ended = pl.col(until).str.slice(0, 4).cast(pl.Int32, strict=False)
        return rows.filter(begun & (ended.is_null() | (ended > self.year)))

    def promises(self) -> Iterator[Promise]:
        """Obligations that the state owes, is owed, or shares with every other member."""
        for name in self.own:
            fellows = self.members.filter((pl.col("partnership") == name) & (pl.col("party") != self.party))
            names = dict(fellows.select("party", "name").iter_rows())
            for one in _obligations(self.warehouse, name, self.year):
                yield from self._promise(name, one, names)

    def _promise(self, name: str, one: Obligation, names: Mapping[str, str]) -> Iterator[Promise]:
        owing, owed = (_side(text, self.party) for text in (one.from_, one.to))
        if owing == "every" and owed == "every":
            direction, others = "both ways", tuple(sorted(names.values()))
        elif owing in ("every", "self") and owed != "self":
            direction, others = "owes", _who(one.to, names)
        elif owed in ("every", "self") and owing != "self":
            direction, others = "is owed", _who(one.from_, names)
        else:
            return
        instrument = self.titles.get(one.instrument, one.instrument)
        yield Promise(
            direction, one.type, name, self.listed[name]["name"], others, instrument, one.article, one.binding,  # type: ignore[arg-type]
            one.condition, one.not_promised, one.source, one.url,
        )  # fmt: skip

    def amounts(self) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
        """What it spends and has, and what it contributes: the newest figure of each item, at most three years old."""
        near = pl.col("year").is_between(self.year - OLDEST, self.year)
        told = resolved(claims(self.warehouse))
        mine = told.filter((pl.col("party") == self.party) & near & pl.col("item").is_in(list(ITEMS)))
        spent = [
            Amount(r["item"], ITEMS[r["item"]], r["value"], r["unit"], r["year"], r["vintage"], r["source"],
                   r["locator"] or "", r["url"] or "", int(r["rivals"] or 0))
            for r in mine.sort("year").unique("item", keep="last").iter_rows(named=True)
        ]  # fmt: skip
        spent.sort(key=lambda amount: list(ITEMS).index(amount.item))
        panel = state_panel(self.warehouse, set(COLUMNS), told).filter((pl.col("party") == self.party) & near)
        columns = [found for item in COLUMNS if (found := self._column(panel, item)) is not None]
        given = ("un_peacekeepers", "isaf_troops")
        return (
            (*spent, *(a for a in columns if a.item not in given)),
            tuple(a for a in columns if a.item in given),
        )

    def _column(self, panel: pl.DataFrame, item: str) -> Amount | None:
        origin = declared_columns("state-year").get(item)
        if item not in panel.columns or origin is None or origin.table is None:
            return None
        known = panel.filter(pl.col(item).is_not_null()).sort("year").tail(1)
        for row in known.iter_rows(named=True):
            source = sources.load(origin.table.source)
            where = f"{origin.table.id}, {item}, ccode {row['ccode']}, {row['year']}"
            told = (source.version, source.id, where, source.homepage)
            return Amount(item, COLUMNS[item], float(row[item]), origin.unit, row["year"], *told, rivals=0)
        return None

    def parts(self) -> Iterator[Part]:
        """Activities that ran in the year and name the state as participant, then programmes under way."""
        active = self.warehouse.read("register.activities").select("id", "kind", "name", began="start", over="end")
        joined = self.warehouse.read("register.participants").filter(pl.col("party") == self.party)
        rows = joined.join(active, left_on="activity", right_on="id").with_columns(
            start=pl.coalesce("start", "began"), end=pl.coalesce("end", "over")
        )
        for row in self._in_year(rows).sort("kind", "start", "activity").iter_rows(named=True):
            yield self._part(row, str(row["role"] or ""))
        programmes = self.warehouse.read("register.programmes").filter(
            pl.col("parties").str.split(";").list.contains(self.party)
        )
        for row in self._in_year(programmes).sort("start", "id").iter_rows(named=True):
            yield self._part(row, "party")

    def _in_year(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What lasted on some day of the year; an activity without an end is taken to be of the year it began in."""
        begun, ended = (pl.col(name).str.slice(0, 4).cast(pl.Int32, strict=False) for name in ("start", "end"))
        lasting = ended.is_null() & pl.lit("status" in rows.columns)
        return rows.filter(
            (begun <= self.year) & ((ended >= self.year) | lasting | (ended.is_null() & (begun == self.year)))
        )

    def _part(self, row: Mapping[str, object], role: str) -> Part:
        people = row.get("people")
        count = float(str(people)) if people not in (None, "") else None
        kind, name, start, end, source, place = (
            str(row[key] or "") for key in ("kind", "name", "start", "end", "source", "locator")
        )
        return Part(kind, name, role, count, start, end, source, place, self.addresses.get(source) or "")

    def strains(self) -> Iterator[Strain]:
        """Strains of the last ten years that name the state, the newest first."""
        rows = self.warehouse.read("register.strains").filter(
            pl.col("parties").fill_null("").str.split(";").list.contains(self.party)
            & pl.col("start").str.slice(0, 4).cast(pl.Int32).is_between(self.year - STRAINS + 1, self.year)
        )
        for row in rows.sort("start", "id", descending=True).iter_rows(named=True):
            kind, start, end, text, source, place = (
                str(row[key] or "") for key in ("kind", "start", "end", "text", "source", "locator")
            )
            name = self.listed[row["partnership"]]["name"] if row["partnership"] in self.listed else ""
            contested = str(row["contested"]).lower() in ("yes", "true")
            yield Strain(kind, name, start, end, text, contested, source, place, self.addresses.get(source) or "")


def _side(text: str, party: str) -> str:
    """Whether one side of an obligation is every member, this state, or others."""
    parties = {part.strip() for part in text.split(";")}
    return "every" if "members" in parties else "self" if party in parties else "others"


def _who(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    if "members" in text:
        return tuple(sorted(names.values()))
    return tuple(names.get(part.strip(), part.strip()) for part in text.split(";") if part.strip())
