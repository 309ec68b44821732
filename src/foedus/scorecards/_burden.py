"""Who bears the burden of a partnership: cash from one source, capabilities, contributions, and rival ways to share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foedus import __version__
from foedus.errors import OutsideCoverage
from foedus.measures._columns import state_panel
from foedus.measures._evaluate import MEMBERS_NEEDED, POWER_NEEDED
from foedus.partnerships.resolve import resolve
from foedus.scorecards import _burden_rules as formulas
from foedus.scorecards._assessment import Reference
from foedus.scorecards._burden_rules import (
    KEY,
    Correlation,
    Figure,
    Inequality,
    Item,
    Revision,
    Rule,
    SeriesPoint,
    Slope,
    Standing,
    Target,
)  # fmt: skip
from foedus.scorecards._subject import Chosen, choose, year_or_default
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, claims, resolved

SCHEMA, AGE = "foedus.burden/1", 3
ISAF, ISAF_NAME = "nato-isaf", "International Security Assistance Force"
BORDERS, LAST_BORDERS = "cow_contiguity.borders", 2016
PANEL = {"tpop", "pop_isard", "milper", "isaf_troops", "un_peacekeepers"}
PEOPLE = (("tpop", 1e3), ("pop_isard", 1e6), ("population_factbook", 1.0))
FORCES = (("personnel_nato", 1e3), ("milper", 1e3), ("personnel_factbook", 1.0))
"""Columns of people and their multiples, in the order of preference; one serves all members."""

UNITS: dict[str, Item] = {"percent of GDP": "share", "percent of defense expenditure": "equipment"}
ELSEWHERE = {
    "nato-hague-5pct-2025": "It counts wider security spending beside military expenditure.",
    "nato-hague-security-2025": "It is spent on infrastructure, networks and industry, not on forces.",
}
"""Declared targets in percent of GDP whose yardstick is not military expenditure."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A publisher whose cost, GDP and share of GDP belong together, by the items under which they are claimed."""

    id: str
    title: str
    cost: str
    gdp: str
    share: str
    equipment: str
    definition: str


YARDSTICKS = (
    Yardstick(
        "nato", "NATO, current prices and exchange rates", "milex_nato", "gdp_nato", "milex_share_gdp",
        "equipment_share", "NATO's definition counts pensions and forces that national budgets may leave out; shares "
        "of GDP rest on constant prices, cost and GDP on current ones.",
    ),
    Yardstick(
        "factbook", "World Factbook, share of GDP times GDP at official exchange rates", "", "gdp_factbook",
        "milex_share_gdp_factbook", "", "Estimates of one publisher, mostly to one decimal.",
    ),
    Yardstick(
        "wmeat", "World Military Expenditures and Arms Transfers, constant prices of one edition",
        "milex_constant_wmeat", "", "milex_share_gnp_wmeat", "", "Income is expenditure over its share: of national "
        "product in the editions to 1994, of GDP after; where the share is nothing, income is unknown.",
    ),
)  # fmt: skip
"""In the order in which they are tried; a table never mixes two. What one lacks follows from its other two."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the cash figures come from: releases with their number of figures, estimates, and how many are known."""

    id: str
    title: str
    definition: str
    releases: tuple[tuple[str, str, int], ...]
    figures: int
    estimates: int
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
    now = chosen.members.filter(pl.col("year") == when).join(panel.select("party", "year", "power"), on=KEY[::2], how="left")
    desk = Desk(warehouse, chosen, when, every, panel, now)
    yardstick, cells = desk.yardstick()
    targets = desk.targets()
    members = desk.members(cells, targets)
    exposed, why = desk.exposed()
    rows = _rows(members, exposed)
    found, rival = formulas.inequality(rows), desk.claimed(yardstick)
    goals = [t for t in targets if t.item == "share" and not t.elsewhere]
    lowest = min(goals, key=lambda t: t.value, default=None)
    return Burden(
        schema=SCHEMA, edition=f"{__version__}, register {edition().version}", id=chosen.id, name=chosen.name,
        kind=chosen.kind, year=when, seed=seed, basis=_basis(yardstick, members), members=members,
        total=float(rows["cost"].sum()) if rows["cost"].count() else None,
        median_share=formulas.middle(rows["share"]), inequality=formulas.ranges(rows, found, _options(rival), seed),
        correlation=formulas.correlation(rows), targets=tuple(_counted(t, members) for t in targets),
        rules=formulas.rules(rows, {"exposed": why}),
        series=formulas.series(cells, chosen.members, lowest.value if lowest else None, lowest.since if lowest else 0),
        revisions=formulas.revisions(rival, dict(now.select("party", "name").iter_rows())),
        missing=tuple(desk.lacking(members, yardstick)), bibliography=desk.bibliography(members, targets),
        fingerprint=desk.fingerprint(seed),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything at hand on one partnership in one year: its members now, all claims, and states by year."""

    warehouse: Warehouse
    chosen: Chosen
    year: int
    every: pl.DataFrame
    panel: pl.DataFrame
    now: pl.DataFrame

    def yardstick(self) -> tuple[Yardstick, pl.DataFrame]:
        """The first that knows cost and GDP of enough members; else shares of enough; else shares of most."""
        options = [(one, self.cells(one)) for one in YARDSTICKS]
        for items in (("cost", "gdp"), ("share",)):
            for one, cells in options:
                known = self.now.filter(pl.col("party").is_in(self._knows(cells, items)))
                power = (known["power"].sum() or 0) / (self.now["power"].sum() or 1)
                if known.height and (known.height >= MEMBERS_NEEDED * self.now.height or power >= POWER_NEEDED):
                    return one, cells
        most = max(options, key=lambda option: len(self._knows(option[1], ("share",))))
        if not self._knows(most[1], ("share",)):
            raise OutsideCoverage(f"What members of {self.chosen.name} spend", self.year, known=self._years())
        return most

    def _knows(self, cells: pl.DataFrame, items: Sequence[str]) -> list[str]:
        here = cells.filter((pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list()))
        told = [set(here.filter(pl.col("item") == item)["party"]) for item in items]
        return sorted(set.intersection(*told))

    def _years(self) -> str:
        spent = self.every.filter(pl.col("item").is_in([one.share for one in YARDSTICKS]))
        years = sorted(set(spent.join(self.chosen.members, on=KEY[::2], how="semi")["year"]))
        return f"figures are of {formulas.spans(years)}" if years else "no source at hand has figures of any year"

    def claimed(self, one: Yardstick) -> pl.DataFrame:
        """All claims on its items about members in the year, under the names of this table."""
        items = {item: name for name in ("cost", "gdp", "share", "equipment") if (item := getattr(one, name))}
        here = (pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list())
        mine = self.every.filter(here & pl.col("item").is_in(list(items)))
        if one.id == "wmeat":  # editions state cost in prices of different years
            mine = mine.filter(pl.col("item") == one.share)
        return mine.with_columns(pl.col("item").replace_strict(items, return_dtype=pl.String))

    def cells(self, one: Yardstick) -> pl.DataFrame:
        """Its figures of all states and years, one for each item; WMEAT's from the newest edition with the year."""
        items = {item: name for name in ("cost", "gdp", "share", "equipment") if (item := getattr(one, name))}
        mine = self.every.filter(pl.col("item").is_in(list(items)))
        if one.id == "wmeat":
            newest = mine.filter(pl.col("year") == self.year)["vintage"].max()
            mine = mine.filter(pl.col("vintage") == newest) if newest else mine.clear()
        found = resolved(mine).drop("rivals").with_columns(pl.col("item").replace_strict(items, return_dtype=pl.String))
        if one.id == "wmeat" and found.height:
            prices = self.warehouse.scan("wmeat.figures").filter(pl.col("vintage") == newest, pl.col("prices").is_not_null())
            base = prices.select("prices").first().collect().item().removeprefix("constant_")
            found = found.with_columns(unit=pl.when(pl.col("item") == "cost").then(pl.lit(f"million US$ of {base}")).otherwise("unit"))
        if not one.cost:
            return _made(found, "cost", ("gdp", "share"), pl.col("value") * pl.col("value_right") / 100)
        if not one.gdp:
            part = pl.when(pl.col("value_right") > 0).then(100 * pl.col("value") / pl.col("value_right"))
            return _made(found, "gdp", ("cost", "share"), part)
        return found
