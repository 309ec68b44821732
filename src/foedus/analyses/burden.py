"""Who bears the burden of a partnership: cash from one source, capabilities, contributions, and rival ways to share."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from foedus import sources
from foedus._version import __version__
from foedus.analyses import _burden_rules as formulas
from foedus.analyses._burden_figures import FORCES, PANEL, PEOPLE, Desk, Yardstick, spans
from foedus.analyses._burden_rules import (
    Correlation,
    Figure,
    Inequality,
    Revision,
    Rule,
    SeriesPoint,
    Slope,
    Standing,
    Target,
)  # fmt: skip
from foedus.measures._columns import state_panel
from foedus.partnerships.resolve import resolve
from foedus.scorecards._assessment import Reference
from foedus.scorecards._subject import choose, year_or_default
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, claims, resolved

SCHEMA = "foedus.burden/1"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the cash figures come from: each release with its number of figures, and how many members are known.

    `estimates` are those that the publisher marks so; of `unmarked` ones it is not known.
    """

    id: str
    title: str
    definition: str
    releases: tuple[tuple[str, str, int], ...]
    figures: int
    estimates: int
    unmarked: int
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class MemberBurden:
    """One member's cash, capabilities and contributions; what is null is unknown, never nothing.

    Shares are of all members whose cost and GDP are both known; `over` is share of cost less share of GDP.
    `deployed` holds people by operation, from counts dated in the year.
    """

    party: str
    name: str
    cost: Figure | None
    gdp: Figure | None
    share: Figure | None
    cost_share: float | None
    gdp_share: float | None
    over: float | None
    slope: Slope | None
    equipment: Figure | None
    equipment_slope: Slope | None
    standings: dict[str, Standing]
    population: Figure | None
    personnel: Figure | None
    personnel_share: float | None
    deployed: dict[str, Figure]
    peacekeepers: Figure | None


@dataclass(frozen=True, slots=True)
class Burden:
    """The burden of one partnership in one year, how evenly it lies, and how it might be shared otherwise."""

    schema: str
    edition: str
    id: str
    name: str
    kind: str
    year: int
    seed: int
    basis: Basis
    members: tuple[MemberBurden, ...]
    total: float | None
    median_share: float | None
    inequality: Inequality
    correlation: Correlation
    targets: tuple[Target, ...]
    rules: tuple[Rule, ...]
    series: tuple[SeriesPoint, ...]
    revisions: tuple[Revision, ...]
    missing: tuple[str, ...]
    bibliography: tuple[Reference, ...]
    fingerprint: str


def burden(warehouse: Warehouse, names: Sequence[str], *, year: int | None, seed: int = 0) -> Burden:
    """Who bears the burden of what these names mean in that year; a year without figures says which years have some."""
    when = year_or_default(year)
    chosen = choose(warehouse, resolve(warehouse, names, year=when), when)
    every = claims(warehouse)
    panel = state_panel(warehouse, PANEL, resolved(every))
    power = panel.filter(pl.col("year") == when).select("party", "power")
    desk = Desk(warehouse, chosen, when, every, panel, chosen.members.filter(pl.col("year") == when).join(
        power, on="party", how="left"))  # fmt: skip
    yardstick, cells = desk.yardstick()
    targets = desk.targets()
    deployed, silent = desk.deployed()
    members = _members(desk, cells, targets, deployed)
    exposed, unexposed, border = desk.exposed()
    rows, rival = _rows(members, exposed), desk.claimed(yardstick)
    goal = min((t for t in targets if t.item == "share" and not t.elsewhere), key=lambda t: t.value, default=None)
    return Burden(
        schema=SCHEMA, edition=f"{__version__}, register {edition().version}", id=chosen.id, name=chosen.name,
        kind=chosen.kind, year=when, seed=seed, basis=_basis(yardstick, members), members=members,
        total=formulas.total(rows["cost"]), median_share=formulas.middle(rows["share"]),
        inequality=formulas.ranges(rows, formulas.inequality(rows), formulas.rivals(rival), seed),
        correlation=formulas.correlation(rows), targets=tuple(_counted(t, members) for t in targets),
        rules=formulas.rules(rows, {"exposed": unexposed}, {"people": _aged(members), "exposed": border}),
        series=formulas.series(cells, chosen.members, goal),
        revisions=formulas.revisions(rival, {m.party: m.name for m in members}),
        missing=tuple(_missing(members, silent, when)), bibliography=_bibliography(desk, members),
        fingerprint=_fingerprint(warehouse, chosen.id, when, seed),
    )  # fmt: skip


def _members(
    desk: Desk, cells: pl.DataFrame, targets: Sequence[Target], deployed: Mapping[str, dict[str, Figure]]
) -> tuple[MemberBurden, ...]:
    """Every member, the largest payer first; those without figures stand last, as unknown."""
    told, people, forces = desk.told(cells), desk.nearest(PEOPLE), desk.nearest(FORCES)
    keepers, slopes = desk.column("un_peacekeepers"), _slopes(cells, desk.year)
    both = [p for p in desk.now["party"] if (p, "cost") in told and (p, "gdp") in told]
    cost, gdp = (sum(told[p, item].value for p in both) for item in ("cost", "gdp"))
    comparable = len(both) > 1 and cost > 0
    troops = sum(force.value for force in forces.values()) if len(forces) > 1 else 0
    found = []
    for party, name in desk.now.select("party", "name").iter_rows():
        inside = comparable and party in both
        pays, earns = (told[party, "cost"].value / cost, told[party, "gdp"].value / gdp) if inside else (0.0, 0.0)
        stand = {
            t.id: formulas.standing(told[party, t.item].value, t.value, slopes.get((party, t.item)), desk.year)
            for t in targets if (party, t.item) in told and not t.elsewhere
        }  # fmt: skip
        force = forces.get(party)
        found.append(MemberBurden(
            party=party, name=name, cost=told.get((party, "cost")), gdp=told.get((party, "gdp")),
            share=told.get((party, "share")), cost_share=pays if inside else None, gdp_share=earns if inside else None,
            over=pays - earns if inside else None, slope=slopes.get((party, "share")),
            equipment=told.get((party, "equipment")), equipment_slope=slopes.get((party, "equipment")),
            standings=stand, population=people.get(party), personnel=force,
            personnel_share=force.value / troops if force and troops else None, deployed=deployed.get(party, {}),
            peacekeepers=keepers.get(party),
        ))  # fmt: skip
    return tuple(sorted(found, key=_rank))


def _rank(member: MemberBurden) -> tuple[bool, float, bool, str]:
    paid = member.cost.value if member.cost else 0.0
    return member.cost is None, -paid, member.share is None, member.name


def _slopes(cells: pl.DataFrame, year: int) -> dict[tuple[str, str], Slope]:
    found = {}
    of = cells.filter(pl.col("item").is_in(["share", "equipment"])).partition_by("party", "item", as_dict=True)
    for (party, item), part in of.items():
        if slope := formulas.theil_sen(dict(part.select("year", "value").iter_rows()), year):
            found[str(party), str(item)] = slope
    return found


def _rows(members: Sequence[MemberBurden], exposed: Mapping[str, bool]) -> pl.DataFrame:
    """Members as a table of numbers, for the formulas."""
    names = ("cost", "gdp", "share", "population")
    kinds = {"party": pl.String, "name": pl.String, **dict.fromkeys(names, pl.Float64), "exposed": pl.Boolean}
    table = [
        (m.party, m.name, *(f.value if (f := getattr(m, name)) else None for name in names), exposed.get(m.party))
        for m in members
    ]
    return pl.DataFrame(table, schema=kinds, orient="row").rename({"population": "people"})


def _basis(one: Yardstick, members: Sequence[MemberBurden]) -> Basis:
    cash = [f for m in members for f in (m.cost, m.gdp, m.share, m.equipment) if f is not None]
    releases = Counter((f.source, f.vintage) for f in cash)
    return Basis(
        one.id, one.title, one.definition, tuple((*release, n) for release, n in sorted(releases.items())), len(cash),
        sum(f.estimate is True for f in cash), sum(f.estimate is None for f in cash),
        sum(m.share is not None for m in members), len(members),
    )  # fmt: skip


def _counted(target: Target, members: Sequence[MemberBurden]) -> Target:
    stand = [m.standings[target.id] for m in members if target.id in m.standings]
    return replace(target, at_target=sum(s.state == "reached" for s in stand), known=len(stand))


def _missing(members: Sequence[MemberBurden], silent: Sequence[str], year: int) -> list[str]:
    """What no source at hand knows, part by part, in sentences."""
    found = []
    parts = {
        "Cost": "cost", "GDP": "gdp", "Spending as a share of GDP": "share", "Equipment share": "equipment",
        "Population": "population", "Military personnel": "personnel",
        f"United Nations peacekeepers (counts by country and month run from 1991 to 2014) in {year}": "peacekeepers",
    }  # fmt: skip
    for title, name in parts.items():
        unknown = [m.name for m in members if getattr(m, name) is None]
        if unknown:
            whom = "any member" if len(unknown) == len(members) else ", ".join(unknown)
            found.append(f"{title}: not known for {whom}.")
    if silent:
        found.append(f"People by member in running operations: no count dated {year} for {', '.join(silent)}.")
    elif not any(m.deployed for m in members):
        found.append(f"People by member in operations: no operation is on record as running in {year}.")
    found.append("Bases, overflight, risk, losses, and who benefits: not measured by any source here.")
    return found


def _aged(members: Sequence[MemberBurden]) -> str:
    years = sorted({m.population.year for m in members if m.population})
    return f"Population is of {spans(years)}." if years else ""


def _bibliography(desk: Desk, members: Sequence[MemberBurden]) -> tuple[Reference, ...]:
    used = {"register"}
    for m in members:
        single = (m.cost, m.gdp, m.share, m.equipment, m.population, m.personnel, m.peacekeepers)
        used |= {f.source for f in (*single, *m.deployed.values()) if f is not None}
    documents = desk.warehouse.read("register.sources").filter(pl.col("id").is_in(list(used))).sort("id")
    found = [Reference(s.id, s.citation, s.version, s.homepage) for s in sources.everything() if s.id in used]
    listed = documents.select("id", "publisher", "title", "date", "address").iter_rows()
    return (*found, *(Reference(i, f"{who}. {title}.", date or "", at or "") for i, who, title, date, at in listed))


def _fingerprint(warehouse: Warehouse, partnership: str, year: int, seed: int) -> str:
    parts = ("burden", partnership, str(year), str(seed), warehouse.fingerprint, __version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
