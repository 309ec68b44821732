"""What is known of members' burden: cash from one publisher, people, deployments, declared targets, exposed borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foedus import sources, states
from foedus.analyses._burden_rules import CELL, KEY, Figure, Item, Target, figure
from foedus.errors import OutsideCoverage
from foedus.measures._columns import declared_columns
from foedus.measures._evaluate import MEMBERS_NEEDED, POWER_NEEDED
from foedus.partnerships.context import adversaries
from foedus.partnerships.events import operations
from foedus.scorecards._subject import Chosen
from foedus.warehouse import Warehouse, resolved

AGE = 3
ISAF, ISAF_NAME, ISAF_YEARS = "nato-isaf", "International Security Assistance Force", (2007, 2014)
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

    def items(self) -> dict[str, str]:
        """Which claims are cost, GDP, share and equipment."""
        named = {"cost": self.cost, "gdp": self.gdp, "share": self.share, "equipment": self.equipment}
        return {item: name for name, item in named.items() if item}


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
        "product in the editions to 1994, of GDP after; where the share is nothing, income is unknown. Slopes and "
        "other years stay within the newest edition that has the year.",
    ),
)  # fmt: skip
"""In the order in which they are tried; a table never mixes two. What one lacks follows from its other two."""


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
                power = float(known["power"].sum() or 0) / float(self.now["power"].sum() or 1)
                if known.height and (known.height >= MEMBERS_NEEDED * self.now.height or power >= POWER_NEEDED):
                    return one, cells
        most = max(options, key=lambda option: len(self._knows(option[1], ("share",))))
        if not self._knows(most[1], ("share",)):
            raise OutsideCoverage(f"What members of {self.chosen.name} spend", self.year, known=self._years())
        return most

    def _knows(self, cells: pl.DataFrame, items: Sequence[str]) -> list[str]:
        here = cells.filter((pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list()))
        return sorted(set.intersection(*(set(here.filter(pl.col("item") == item)["party"]) for item in items)))

    def _years(self) -> str:
        spent = self.every.filter(pl.col("item").is_in([one.share for one in YARDSTICKS]))
        years = sorted(set(spent.join(self.chosen.members, on=["party", "year"], how="semi")["year"]))
        return f"there are figures of {spans(years)}" if years else "no source at hand has figures of any year"

    def claimed(self, one: Yardstick) -> pl.DataFrame:
        """The claims on its items about members in the year, one for each release, under the names of this table.

        Of WMEAT only shares: its editions state cost in prices of different years.
        """
        items = {item: name for item, name in one.items().items() if one.id != "wmeat" or name == "share"}
        here = (pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list())
        mine = self.every.filter(here & pl.col("item").is_in(list(items)))
        by_release = mine.sort(pl.col("source").is_in(list(sources.ids())), "source", descending=[True, False])
        once = by_release.unique([*KEY, "vintage"], keep="last", maintain_order=True)
        return once.with_columns(pl.col("item").replace_strict(items, return_dtype=pl.String))

    def cells(self, one: Yardstick) -> pl.DataFrame:
        """Its figures of all states and years, one for each item; WMEAT's from the newest edition with the year."""
        items = one.items()
        mine = self.every.filter(pl.col("item").is_in(list(items)))
        if one.id == "wmeat":
            mine = self._edition(mine)
        named = pl.col("item").replace_strict(items, return_dtype=pl.String)
        found = resolved(mine).with_columns(named).select(CELL)
        if not one.cost:
            return _made(found, "cost", ("gdp", "share"), pl.col("value") * pl.col("value_right") / 100)
        if not one.gdp:
            return _made(found, "gdp", ("cost", "share"), 100 * pl.col("value") / pl.col("value_right"))
        return found

    def _edition(self, mine: pl.DataFrame) -> pl.DataFrame:
        newest = mine.filter(pl.col("year") == self.year)["vintage"].max()
        if newest is None:
            return mine.clear()
        table = self.warehouse.scan("wmeat.figures").filter(pl.col("vintage") == newest)
        prices = table.select(pl.col("prices").drop_nulls().first()).collect().item()
        unit = pl.lit(f"million US$ in {str(prices).replace('_', ' ')} prices")
        money = pl.col("unit").str.contains("US$", literal=True)
        return mine.filter(pl.col("vintage") == newest).with_columns(
            unit=pl.when(money).then(unit).otherwise(pl.col("unit"))
        )

    def told(self, cells: pl.DataFrame) -> dict[tuple[str, str], Figure]:
        """The figures of members in the year, by party and item."""
        here = cells.filter((pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list()))
        return {(row["party"], row["item"]): figure(row) for row in here.iter_rows(named=True)}

    def nearest(self, options: Sequence[tuple[str, float]]) -> dict[str, Figure]:
        """People by member from the one column that knows most members, each of the year or at most three away."""
        best: dict[str, Figure] = {}
        rank = (0, 0.0)
        away = (pl.col("year") - self.year).abs()
        for item, times in options:
            told = self._column(item).filter(pl.col("party").is_in(self.now["party"].to_list()) & (away <= AGE))
            near = told.sort(away, "year").unique("party", keep="first", maintain_order=True)
            score = (near.height, -float((near["year"] - self.year).abs().sum()))
            if score > rank:
                counted = near.with_columns(value=pl.col("value") * times, unit=pl.lit("people"))
                best, rank = {row["party"]: figure(row) for row in counted.iter_rows(named=True)}, score
        return best

    def _column(self, item: str) -> pl.DataFrame:
        """A column of the panel, or the claims of that name, as cells."""
        origin = declared_columns("state-year").get(item)
        if origin is None or origin.table is None:
            return resolved(self.every.filter(pl.col("item") == item)).select(CELL)
        source = sources.load(origin.table.source)
        where = pl.format(f"{origin.table.id}, {item}, ccode {{}}, {{}}", pl.col("ccode").fill_null(-1), "year")
        return self.panel.filter(pl.col(item).is_not_null()).select(
            "party", pl.lit(item).alias("item"), "year", value=pl.col(item).cast(pl.Float64), unit=pl.lit(origin.unit),
            vintage=pl.lit(source.version), estimate=pl.lit(None, pl.Boolean), source=pl.lit(source.id), locator=where,
            url=pl.lit(source.homepage),
        )  # fmt: skip

    def column(self, item: str) -> dict[str, Figure]:
        """A column of the panel in the year itself, by member."""
        here = (pl.col("year") == self.year) & pl.col("party").is_in(self.now["party"].to_list())
        return {row["party"]: figure(row) for row in self._column(item).filter(here).iter_rows(named=True)}

    def deployed(self) -> tuple[dict[str, dict[str, Figure]], list[str]]:
        """People of members by operation, from counts dated in the year, and the running operations without any."""
        here = (pl.col("partnership") == self.chosen.id) & (pl.col("year") == self.year) & (pl.col("running") == 1)
        ran = operations(self.warehouse, self.now).filter(here).select("id", "name").sort("id").collect()
        running = dict(ran.iter_rows())
        addresses = self.warehouse.scan("register.sources").select(source="id", url="address", vintage="date")
        dated = pl.coalesce("start", "end").str.slice(0, 4) == str(self.year)
        counts = self.warehouse.scan("register.participants").filter(
            pl.col("activity").is_in(list(running)) & pl.col("people").is_not_null() & dated
            & pl.col("party").is_in(self.now["party"].to_list())
        ).join(addresses, on="source", how="left").sort("activity", "party").collect()  # fmt: skip
        found: dict[str, dict[str, Figure]] = {}
        for row in counts.iter_rows(named=True):
            where = (row["vintage"] or "", row["source"], row["locator"], row["url"] or "")
            count = Figure(float(row["people"]), "people", self.year, None, *where)
            found.setdefault(row["party"], {})[running[row["activity"]]] = count
        silent = set(running) - set(counts["activity"])
        if self.chosen.id == "nato" and ISAF_YEARS[0] <= self.year <= ISAF_YEARS[1]:
            for party, count in self.column("isaf_troops").items():
                found.setdefault(party, {})[ISAF_NAME] = count
                silent.discard(ISAF)
        return found, [running[each] for each in sorted(silent)]

    def targets(self) -> list[Target]:
        """What the partnership had declared by the end of the year, the same target once with all its documents."""
        listed = self.warehouse.scan("register.objectives").filter(
            (pl.col("partnership") == self.chosen.id) & pl.col("unit").is_in(list(UNITS))
            & (pl.col("date").str.slice(0, 4).cast(pl.Int32, strict=False) <= self.year)
        )  # fmt: skip
        numbered = listed.with_columns(goal=pl.col("target").cast(pl.Float64, strict=False)).drop_nulls("goal")
        found = []
        ordered = numbered.sort("unit", "goal", "date").collect()
        for (unit, goal), same in ordered.group_by("unit", "goal", maintain_order=True):
            item, value = UNITS[str(unit)], float(str(goal))
            dues = [due for due in same["due"].to_list() if due]
            found.append(Target(
                f"{item}-{value:g}", item, value, str(unit), dues[0] if dues else None, int(same["date"][0][:4]),
                tuple(same["document"]), tuple(f"{s}, {at}" for s, at in same.select("source", "locator").iter_rows()),
                next((ELSEWHERE[each] for each in same["id"] if each in ELSEWHERE), ""),
            ))  # fmt: skip
        return found

    def exposed(self) -> tuple[dict[str, bool], str, str]:
        """Whether each member borders on the named adversary, why that is not known, and who it is."""
        named = adversaries(self.warehouse, self.now).filter(
            (pl.col("partnership") == self.chosen.id) & (pl.col("year") == self.year)
        ).collect()  # fmt: skip
        if not named.height:
            return {}, "No document of the partnership on record names a state as its adversary.", ""
        if not self.warehouse.has(BORDERS):
            bring = sources.load("cow_contiguity").fetch_command
            return {}, f"Borders are not built here: {bring}, then foedus build.", ""
        other, at = str(named["adversary"][0]), min(self.year, LAST_BORDERS)
        code = states.code_of(other, at, "cow")
        here = self.warehouse.scan(BORDERS).filter(pl.col("year") == at).collect()
        near = {*here.filter(pl.col("ccode1") == code)["ccode2"], *here.filter(pl.col("ccode2") == code)["ccode1"]}
        found = {p: c in near for p, c in self.now.select("party", "ccode").iter_rows() if c is not None}
        if code is None or not any(found.values()):
            return {}, f"No member is known to border on the named adversary, {states.name_of(other)}.", ""
        return found, "", f"Named adversary: {states.name_of(other)}; borders of {at}."


def spans(years: Sequence[int]) -> str:
    """Years as `1963 to 2009, 2014`."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True))


def _made(found: pl.DataFrame, item: str, of: tuple[str, str], value: pl.Expr) -> pl.DataFrame:
    """The figures with one more, computed from two others of the same publisher, state and year."""
    one, other = (found.filter(pl.col("item") == name) for name in of)
    both = one.join(other.filter(pl.col("value") > 0) if item == "gdp" else other, on=["party", "year"])
    new = both.with_columns(
        item=pl.lit(item), value=value, estimate=pl.col("estimate") | pl.col("estimate_right"),
        locator=pl.format("{} and {}", "locator", "locator_right"),
    )  # fmt: skip
    return pl.concat([found, new.select(CELL)])
