"""Many partnerships of one year drawn under the same choices of method, each as its own dossier draws it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from foedus.declare import Indicator, Measure, Scorecard
from foedus.measures._evaluate import values
from foedus.measures._rows import RowMaker
from foedus.scorecards._assessment import Known
from foedus.scorecards._draws import Drawing, Floats, Pool
from foedus.warehouse import Warehouse, claims, resolved

BACK = 10
NO_POOL = Pool(pl.DataFrame({"indicator": [], "value": []}), pl.DataFrame({"indicator": [], "slope": []}))
NO_CHANGES: Floats = np.empty(0)
Key = tuple[str, str]
"""A partnership and an indicator."""


def known_in(warehouse: Warehouse, year: int) -> dict[str, dict[str, Known]]:
    """What is known of each partnership in that year, by partnership and indicator."""
    found: dict[str, dict[str, Known]] = {}
    fields = Known.__slots__
    rows = warehouse.scan("derived.values").filter(pl.col("year") == year).collect()
    for row in rows.iter_rows(named=True):
        known = Known(**{name: row[name] for name in fields})
        found.setdefault(row["partnership"], {})[row["indicator"]] = known
    return found


@dataclass
class Batch:
    """One year's partnerships, by id with their kind, and what their draws have in common."""

    warehouse: Warehouse
    scorecard: Scorecard
    year: int
    draws: int
    seed: int
    kinds: Mapping[str, str]
    _seen: dict[str, pl.DataFrame] = field(default_factory=dict)
    _drifts: dict[tuple[str, str, int], tuple[list[str], Floats]] = field(default_factory=dict)

    def scores(self, indicators: Sequence[Indicator], known: Mapping[str, Mapping[str, Known]]) -> dict[Key, Floats]:
        """Drawn scores of known values: as one partnership's dossier has them, number by number."""
        rivals = self.alternatives(indicators, known)
        found = {}
        for unit, kind in self.kinds.items():
            drawing = Drawing(self.draws, self.seed, f"{unit}/{self.year}", self.year, NO_POOL)
            for one in indicators:
                row = known.get(unit, {}).get(one.id)
                if row is not None and row.score is not None:
                    drift = self.drift(unit, kind, one.id, row)
                    found[unit, one.id] = drawing.value(one, row, rivals.get((unit, one.id)), drift)
        return found

    def observed(self, kind: str) -> pl.DataFrame:
        """Observed values of that kind in the decade, in the order in which a dossier draws from them."""
        if kind not in self._seen:
            decade = pl.col("year") // 10 == self.year // 10
            units = self.warehouse.scan("derived.units").filter((pl.col("kind") == kind) & decade)
            seen = self.warehouse.scan("derived.values").filter(decade & (pl.col("status") == "observed"))
            by = ["partnership", "year"]
            self._seen[kind] = seen.join(units.select(by), on=by, how="semi").sort("indicator", *by).collect()
        return self._seen[kind]

    def slopes(self, kind: str) -> pl.DataFrame:
        """Slopes of that kind in the decade, in the order in which a dossier draws from them."""
        if f"slopes {kind}" not in self._seen:
            decade = pl.col("year") // 10 == self.year // 10
            units = self.warehouse.scan("derived.units").filter((pl.col("kind") == kind) & decade)
            seen = self.warehouse.scan("derived.slopes").filter(decade)
            by = ["partnership", "year"]
            found = seen.join(units.select(by), on=by, how="semi").sort("indicator", *by).collect()
            self._seen[f"slopes {kind}"] = found
        return self._seen[f"slopes {kind}"]

    def drift(self, unit: str, kind: str, indicator: str, row: Known) -> Floats:
        """Changes that such values underwent over as many years as a carried one is old."""
        if row.status != "carried" or row.year_used is None:
            return NO_CHANGES
        key = (kind, indicator, self.year - row.year_used)
        if key not in self._drifts:
            seen = self.observed(kind).filter(pl.col("indicator") == indicator).select("partnership", "year", "value")
            earlier = seen.with_columns(pl.col("year") + key[2])
            both = seen.join(earlier, on=["partnership", "year"], suffix="_before", maintain_order="left")
            change = (both["value"] - both["value_before"]).to_numpy()
            self._drifts[key] = (both["partnership"].to_list(), change)
        names, change = self._drifts[key]
        return change[np.array([name != unit for name in names], dtype=bool)] if names else change

    def alternatives(
        self, indicators: Sequence[Indicator], known: Mapping[str, Mapping[str, Known]],
        made: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    ) -> dict[Key, Floats]:  # fmt: skip
        """Values under claims picked at random among those that differ, for the partnerships that they touch.

        `made` are all claims and the member-years of the measures, where they have been made already.
        """
        by_id = {i.id: i for i in indicators if i.measures}
        asked: dict[tuple[int, str, int], set[str]] = {}
        for unit in self.kinds:
            for name, row in known.get(unit, {}).items():
                if name in by_id and row.year_used is not None and row.score is not None:
                    basis = row.basis or 0
                    if by_id[name].measures[basis].unit == "member-year":
                        asked.setdefault((row.year_used, name, basis), set()).add(unit)
        if not asked:
            return {}
        every = claims(self.warehouse) if made is None else made[0]
        rows = made[1] if made is not None else self._rows([by_id[n].measures[b] for _, n, b in asked], every)
        found: dict[Key, Floats] = {}
        for used in sorted({when for when, _, _ in asked}):
            mine = {key[1:]: units for key, units in asked.items() if key[0] == used}
            found |= self._picked(rows.filter(pl.col("year") == used), every, used, by_id, mine)
        return found

    def _rows(self, measures: Sequence[Measure], every: pl.DataFrame) -> pl.DataFrame:
        span = pl.col("year").is_between(self.year - 2 * BACK, self.year)
        members = self.warehouse.scan("derived.members").filter(span & pl.col("partnership").is_in(list(self.kinds)))
        maker = RowMaker(self.warehouse, members.collect(), tuple(dict.fromkeys(measures)))
        maker.found = resolved(every)
        return maker.rows("member-year")

    def _picked(
        self, rows: pl.DataFrame, every: pl.DataFrame, used: int, by_id: Mapping[str, Indicator],
        wanted: Mapping[tuple[str, int], set[str]],
    ) -> dict[Key, Floats]:  # fmt: skip
        here = every.filter((pl.col("year") == used) & pl.col("party").is_in(rows["party"].unique().to_list()))
        rivals = here.group_by("party", "item").agg(pl.col("value").unique().sort())
        rivals = rivals.filter(pl.col("value").list.len() > 1)
        options = {(party, item): np.array(told) for party, item, told in rivals.iter_rows()}
        found: dict[Key, Floats] = {}
        for (name, basis), units in wanted.items():
            one, measure = by_id[name], by_id[name].measures[basis]
            disputed = {party for party, item in options if item in measure.columns}
            touched = rows.filter(pl.col("partnership").is_in(list(units)) & pl.col("party").is_in(list(disputed)))
            mine = rows.filter(pl.col("partnership").is_in(touched["partnership"].unique().to_list()))
            if not mine.height:
                continue
            repeated = self._repeated(mine, measure.columns, options, used)
            drawn = values(repeated, "member-year", [(one, measure, basis)], ["partnership", "draw"])
            for part in drawn.sort("partnership", "draw").partition_by("partnership"):
                if part.height == self.draws:
                    found[part["partnership"][0], name] = part["value"].to_numpy()
        return found

    def _repeated(
        self, mine: pl.DataFrame, columns: Sequence[str], options: Mapping[Key, Floats], used: int
    ) -> pl.DataFrame:
        """The rows once for each draw, disputed cells picked among what is claimed."""
        keep = [c for c in ("partnership", "party", "year", "power", *columns) if c in mine.columns]
        repeated = mine.select(list(dict.fromkeys(keep)))[np.repeat(np.arange(mine.height), self.draws)]
        repeated = repeated.with_columns(draw=pl.Series(np.tile(np.arange(self.draws), mine.height)))
        for item in sorted(set(columns) & {item for _, item in options}):
            picked = np.repeat(mine[item].cast(pl.Float64).to_numpy()[:, None], self.draws, axis=1)
            for i, party in enumerate(mine["party"]):
                if (party, item) in options:
                    rng = np.random.default_rng([self.seed, used, zlib.crc32(f"{party}/{item}".encode())])
                    picked[i] = rng.choice(options[party, item], self.draws)
            repeated = repeated.with_columns(pl.Series(item, picked.ravel()).fill_nan(None))
        return repeated
