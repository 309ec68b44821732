"""The rows a measure runs over: members, pairs, events or the partnership itself, with every column it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import polars as pl

from foedus.declare import Measure, RowUnit
from foedus.measures._columns import LAG, base_name, join_pairs, lagged, state_panel
from foedus.partnerships.bodies import shared_bodies
from foedus.partnerships.context import CONTEXTS
from foedus.partnerships.happenings import EVENTS
from foedus.partnerships.obligations import promises
from foedus.partnerships.together import exercised_on_record, programmes_in_new_domains
from foedus.partnerships.workings import enabling_classes
from foedus.warehouse import Warehouse

BY = ["partnership", "year"]
ADVERSARY = "adversary_"
PAIR_COLUMNS: dict[str, Callable[[Warehouse, pl.DataFrame], pl.DataFrame]] = {
    "promise": promises,
    "enabling_classes": enabling_classes,
    "shared_bodies": shared_bodies,
    "exercised_on_record": exercised_on_record,
    "programmes_in_new_domains": programmes_in_new_domains,
}
"""Columns of a pair of members that come from treaties and the register, by name."""


@dataclass
class RowMaker:
    """Makes rows for measures over one set of partnerships; remembers what it has made."""

    warehouse: Warehouse
    members: pl.DataFrame
    measures: tuple[Measure, ...]
    found: pl.DataFrame | None = None
    _made: dict[str, pl.DataFrame] = field(default_factory=dict)

    def rows(self, unit: RowUnit) -> pl.DataFrame:
        """Rows of this unit with a column for every name that a measure of the unit needs."""
        if unit not in self._made:
            self._made[unit] = self._make(unit)
        return self._made[unit]

    def needed(self, unit: RowUnit) -> set[str]:
        """The columns named by the measures over this unit."""
        return {name for one in self.measures if one.unit == unit for name in one.columns}

    def _make(self, unit: RowUnit) -> pl.DataFrame:
        needed = self.needed(unit)
        if unit == "member-year":
            rows = self._members(needed)
        elif unit == "pair-year":
            rows = self._pairs(needed, directed=False)
        elif unit == "directed-pair-year":
            rows = self._pairs(needed, directed=True)
        elif unit == "partnership-year":
            rows = self.members.select(BY).unique(maintain_order=True)
        else:
            rows = self._events(unit)
        rows = self._with_context(rows, needed)
        missing = sorted(needed - set(rows.columns))
        return rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing)

    def panel(self) -> pl.DataFrame:
        """States by year with every state column that any measure needs."""
        if "panel" not in self._made:
            wanted = set()
            for one in self.measures:
                names = {name.removeprefix(ADVERSARY) for name in one.columns}
                pair = one.unit in {"pair-year", "directed-pair-year"}
                wanted |= {_side(name) for name in names} if pair else names
            wanted -= {c for columns, _ in CONTEXTS.values() for c in columns} | set(PAIR_COLUMNS)
            self._made["panel"] = state_panel(self.warehouse, wanted, self.found)
        return self._made["panel"]

    def _members(self, needed: set[str]) -> pl.DataFrame:
        panel = self.panel()
        wanted = [name for name in sorted(needed) if name in panel.columns]
        return self.members.join(
            panel.select("party", "year", "power", *wanted), on=["party", "year"], how="left", maintain_order="left"
        )

    def _pairs(self, needed: set[str], *, directed: bool) -> pl.DataFrame:
        panel = self.panel()
        names = ["party", "name", "ccode"]
        side = self.members.select(*BY, *names)
        pairs = side.rename({n: f"{n}1" for n in names}).join(side.rename({n: f"{n}2" for n in names}), on=BY)
        order = pl.col("party1") != pl.col("party2") if directed else pl.col("party1") < pl.col("party2")
        pairs = pairs.filter(order)
        for n in "12":
            mine = sorted(name for name in needed if name.endswith(n) and _side(name) in panel.columns)
            values = panel.select(pl.col("party").alias(f"party{n}"), "year", *(pl.col(m[:-1]).alias(m) for m in mine))
            pairs = pairs.join(values, on=[f"party{n}", "year"], how="left", maintain_order="left") if mine else pairs
        keys = [*BY, "party1", "party2"]
        for name in sorted(needed & set(PAIR_COLUMNS)):
            made = PAIR_COLUMNS[name](self.warehouse, pairs.select(keys))
            pairs = pairs.join(made, on=keys, how="left", maintain_order="left")
        return join_pairs(self.warehouse, pairs, needed - set(pairs.columns) - _context_names(needed))

    def _events(self, unit: RowUnit) -> pl.DataFrame:
        kind = EVENTS[unit]
        ids = self.members.select(BY).unique()
        if not kind.possible(self.warehouse):
            return ids.clear().with_columns(id=pl.lit(""))
        return kind.make(self.warehouse, self.members).collect().join(ids, on=BY, how="semi").sort(*BY, "id")

    def _with_context(self, rows: pl.DataFrame, needed: set[str]) -> pl.DataFrame:
        wanted = _context_names(needed)
        if not wanted:
            return rows
        context = self.context(wanted)
        return rows.join(context.select(*BY, *sorted(wanted)), on=BY, how="left", maintain_order="left")

    def context(self, wanted: Iterable[str]) -> pl.DataFrame:
        """Partnership-year columns: what its documents declare, and its adversary's capabilities."""
        frame = self.members.select(BY).unique(maintain_order=True)
        names = set(wanted)
        from_adversary = {name for name in names if name.startswith(ADVERSARY)}
        for table, (columns, make) in CONTEXTS.items():
            mine = [c for c in columns if c in names or (c == "adversary" and from_adversary)]
            if mine and self.warehouse.has(table):
                frame = frame.join(make(self.warehouse, self.members).select(*BY, *mine).collect(), on=BY, how="left")
        if from_adversary and "adversary" in frame.columns:
            of = {name: base_name(name.removeprefix(ADVERSARY)) for name in from_adversary}
            theirs = self.panel().select(
                "year", pl.col("party").alias("adversary"),
                *(pl.col(column).alias(ADVERSARY + column) for column in sorted(set(of.values()))),
            )  # fmt: skip
            frame = frame.join(theirs, on=["adversary", "year"], how="left")
            for name in sorted(n for n in from_adversary if LAG.match(n)):
                frame = lagged(frame, name, ["partnership"])
        missing = sorted(names - set(frame.columns))
        return frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing)


def _side(name: str) -> str:
    return name[:-1] if name[-1:] in {"1", "2"} else name


def _context_names(needed: set[str]) -> set[str]:
    known = {column for columns, _ in CONTEXTS.values() for column in columns}
    return {name for name in needed if name in known or name.startswith(ADVERSARY)}
