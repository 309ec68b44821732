"""The method ranges of all partnership-years, by blocks of rows: what each one's own dossier would say."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from foedus.declare import HeadlineId, Indicator, Scorecard
from foedus.measures._rows import RowMaker
from foedus.scorecards import _compose
from foedus.scorecards._assessment import Known
from foedus.scorecards._drawn import Batch, Key
from foedus.scorecards._draws import GOALPOST_SHIFT, HIGH, LOW, Floats, _weights, moved_goalposts, read_values
from foedus.scorecards._means import two_levels
from foedus.scorecards._overlaid import homes, of_headline
from foedus.warehouse import Warehouse, claims, resolved

BY = ["partnership", "year"]
BLOCK = 256
"""Partnerships drawn at once: with 1,000 draws and a dozen indicators some 25 MB for each headline."""
SCHEMA = {"partnership": pl.String, "year": pl.Int32, "headline": pl.String, "score": pl.Float64, "low": pl.Float64,
          "high": pl.Float64, "known": pl.Float64}  # fmt: skip
Rows = Mapping[Key, Known]


def method_ranges(
    warehouse: Warehouse,
    scorecard: Scorecard,
    *,
    draws: int = 1000,
    seed: int = 0,
    years: Collection[int] | None = None,
) -> pl.DataFrame:
    """Every headline that is scored, with its method range: partnership, year, headline, score, low, high, known."""
    heads = warehouse.scan("derived.headlines").filter(pl.col("score").is_not_null()).collect()
    if years is not None:
        heads = heads.filter(pl.col("year").is_in(list(years)))
    values = warehouse.scan("derived.values").collect().partition_by("year", as_dict=True)
    slopes = warehouse.scan("derived.slopes").collect().partition_by("year", as_dict=True)
    kinds = dict(
        warehouse.scan("derived.units").select("partnership", "kind").unique("partnership").collect().iter_rows()
    )
    whole = Whole(warehouse, scorecard, draws, seed)
    found: list[pl.DataFrame] = []
    batch = None
    for (year,), here in sorted(heads.partition_by("year", as_dict=True).items()):
        when = int(year)
        mine = {unit: kinds[unit] for unit in here["partnership"].unique(maintain_order=True)}
        fresh = batch is None or batch.year // 10 != when // 10
        batch = Batch(warehouse, scorecard, when, draws, seed, mine) if fresh or batch is None else (
            replace(batch, year=when, kinds=mine)
        )  # fmt: skip
        at = Year(whole, batch, _known(values.get((year,)), scorecard, mine), _slopes(slopes.get((year,))))
        found += [pl.DataFrame(list(at.ranges(part)), schema=SCHEMA, orient="row")
                  for part in here.partition_by("headline")]  # fmt: skip
    return pl.concat(found).sort(*BY, "headline") if found else pl.DataFrame(schema=SCHEMA)


def _known(table: pl.DataFrame | None, scorecard: Scorecard, units: Collection[str]) -> dict[str, dict[str, Known]]:
    """What is known of these partnerships in one year, of the indicators that are scored."""
    found: dict[str, dict[str, Known]] = {unit: {} for unit in units}
    if table is None:
        return found
    scored = [i.id for i in scorecard.indicators if i.scored]
    rows = table.filter(pl.col("indicator").is_in(scored) & pl.col("partnership").is_in(list(units)))
    for row in rows.select("partnership", "indicator", *Known.__slots__).iter_rows():
        found[row[0]][row[1]] = Known(*row[2:])
    return found


def _slopes(table: pl.DataFrame | None) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for unit, indicator, slope in (
        table.select("partnership", "indicator", "slope").iter_rows() if table is not None else ()
    ):
        found.setdefault(unit, {})[indicator] = slope
    return found


@dataclass
class Whole:
    """What the draws of all years share: goalposts, weights, and the rows whose claims disagree."""

    warehouse: Warehouse
    scorecard: Scorecard
    draws: int
    seed: int
    _posts: dict[str, Floats] = field(default_factory=dict)
    _drawn: dict[tuple[float, ...], Floats] = field(default_factory=dict)
    _rows: list[pl.DataFrame] = field(default_factory=list)

    def posts(self, one: Indicator) -> Floats:
        """The goalposts of an indicator in every draw."""
        if one.id not in self._posts:
            self._posts[one.id] = moved_goalposts(one, self.draws, self.seed)
        return self._posts[one.id]

    def weights(self, nominal: tuple[float, ...]) -> Floats:
        """Drawn weights around the nominal ones; the same ones come back often."""
        if nominal not in self._drawn:
            if len(self._drawn) > BLOCK:
                self._drawn.clear()
            self._drawn[nominal] = _weights(np.array(nominal), self.draws, self.seed)
        return self._drawn[nominal]

    def disputed(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Every claim, and the member-years that the scored measures read."""
        if not self._rows:
            every = claims(self.warehouse)
            members = self.warehouse.read("derived.members")
            measures = [m for i in self.scorecard.indicators if i.scored for m in i.measures if m.unit == "member-year"]
            maker = RowMaker(self.warehouse, members, tuple(dict.fromkeys(measures)))
            maker.found = resolved(every)
            self._rows += [every, maker.rows("member-year")]
        return self._rows[0], self._rows[1]


@dataclass
class Year:
    """One year: what is known in it, and the ranges that follow."""

    whole: Whole
    batch: Batch
    known: Mapping[str, Mapping[str, Known]]
    slopes: Mapping[str, Mapping[str, float]]
    _pools: dict[tuple[str, str], tuple[Floats, list[str]]] = field(default_factory=dict)
    _own: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _ahead: dict[str, pl.DataFrame] = field(default_factory=dict)

    def ranges(self, heads: pl.DataFrame) -> Iterator[tuple[str, int, str, float, float, float, float]]:
        """Rows of one headline: partnership, year, headline, score, low, high, known."""
        headline: HeadlineId = heads["headline"][0]
        rivals = {} if headline == "outlook" else self._rivals(headline)
        for start in range(0, heads.height, BLOCK):
            block = heads.slice(start, BLOCK)
            units = block["partnership"].to_list()
            drawn = self._outlooks(units) if headline == "outlook" else self._scores(headline, units, rivals)
            bands = np.percentile(drawn, [LOW, HIGH], axis=1)
            for n, (score, known) in enumerate(block.select("score", "known").iter_rows()):
                low, high = float(min(bands[0, n], score)), float(max(bands[1, n], score))
                yield units[n], self.batch.year, headline, score, low, high, known

    def _rivals(self, headline: HeadlineId) -> Mapping[Key, Floats]:
        every, rows = self.whole.disputed()
        return self.batch.alternatives(of_headline(self.whole.scorecard, headline), self.known, (every, rows))

    def _scores(self, headline: HeadlineId, units: Sequence[str], rivals: Mapping[Key, Floats]) -> Floats:
        """Drawn headlines of a block: a row per partnership, a column per draw."""
        card = self.whole.scorecard
        asked = of_headline(card, headline)
        drawn = np.stack([self._indicator(one, units, rivals) for one in asked], axis=1)
        home = homes(card)
        groups: dict[tuple[int, ...], list[int]] = {}
        for n, unit in enumerate(units):
            rows = self.known[unit]
            applies = tuple(k for k, one in enumerate(asked)
                            if not ((row := rows.get(one.id)) and row.status == "not_applicable"))  # fmt: skip
            groups.setdefault(applies, []).append(n)
        found = np.empty((len(units), self.whole.draws))
        for applies, members in groups.items():
            apart = [one.id for k, one in enumerate(asked) if k not in applies]
            told = dict(_compose.weights(card, apart).select("indicator", "weight").iter_rows())
            weights = self.whole.weights(tuple(told[asked[k].id] for k in applies))
            for n in members:
                mine = drawn[n, list(applies)]
                if card.sums:
                    found[n] = np.einsum("kd,kd->d", weights, mine)
                else:
                    pillars = [home[asked[k].id] for k in applies]
                    found[n] = two_levels(mine, weights, pillars, card.within, card.between)
        return found

    def _indicator(self, one: Indicator, units: Sequence[str], rivals: Mapping[Key, Floats]) -> Floats:
        """Drawn scores of one indicator for a block; what is observed and undisputed only has goalposts that move."""
        values = np.zeros((len(units), self.whole.draws))
        flat: list[tuple[int, Floats]] = []
        for n, unit in enumerate(units):
            row = self.known[unit].get(one.id)
            if row is not None and row.status == "not_applicable":
                continue
            if row is None or row.value is None:
                pool = self._pool(one.id, unit)
                rng = self._rng(unit, one.id)
                if len(pool):
                    values[n] = rng.choice(pool, self.whole.draws)
                else:
                    flat.append((n, rng.uniform(0, 100, self.whole.draws)))
            else:
                values[n] = self._value(one, unit, row, rivals.get((unit, one.id)))
        scores = read_values(one, values, self.whole.posts(one))
        for n, drawn in flat:
            scores[n] = drawn
        return scores

    def _value(self, one: Indicator, unit: str, row: Known, rival: Floats | None) -> Floats | float:
        value = row.value or 0.0
        drift = self.batch.drift(unit, self.batch.kinds[unit], one.id, row)
        few = one.counts and row.n
        if not few and not len(drift):
            return value if rival is None else rival
        rng, draws = self._rng(unit, one.id), self.whole.draws
        drawn: Floats | float = value if rival is None else rival
        if few and row.n:
            drawn = rng.beta(row.n * value + 0.5, row.n * (1 - value) + 0.5, draws)
        return drawn + rng.choice(drift, draws) if len(drift) else drawn

    def _rng(self, unit: str, what: str) -> np.random.Generator:
        key = zlib.crc32(f"{unit}/{self.batch.year}/{what}".encode())
        return np.random.default_rng([self.whole.seed, key])

    def _pool(self, indicator: str, unit: str) -> Floats:
        """Values of the same kind and decade, without the partnership's own."""
        kind = self.batch.kinds[unit]
        if (kind, indicator) not in self._pools:
            seen = self.batch.observed(kind).filter(pl.col("indicator") == indicator)
            self._pools[kind, indicator] = (seen["value"].to_numpy(), seen["partnership"].to_list())
        values, names = self._pools[kind, indicator]
        return _without(values, names, unit, self._own.setdefault((kind, indicator), set(names)))

    def _outlooks(self, units: Sequence[str]) -> Floats:
        """Drawn outlooks of a block: slopes known or like those of others, under weights that move."""
        card = self.whole.scorecard
        names = [i.id for i in card.indicators if i.scored and i.stage != "outlook"]
        found = np.empty((len(units), self.whole.draws))
        for n, unit in enumerate(units):
            rows = self.known[unit]
            applies = [name for name in names
                       if not ((row := rows.get(name)) and row.status == "not_applicable")]  # fmt: skip
            rng, drawn = self._rng(unit, "outlook"), []
            for name in applies:
                known = self.slopes.get(unit, {}).get(name)
                stretch = 1 / (1 + rng.uniform(-2 * GOALPOST_SHIFT, 2 * GOALPOST_SHIFT, self.whole.draws))
                pool = np.empty(0) if known is not None else self._slope_pool(name, unit)
                slope = rng.choice(pool, self.whole.draws) if len(pool) else (known or 0.0)
                drawn.append(slope * stretch)
            weights = self.whole.weights((1.0,) * len(applies))
            found[n] = np.clip(50 + 5 * np.einsum("kd,kd->d", weights, np.array(drawn)), 0, 100)
        return found

    def _slope_pool(self, indicator: str, unit: str) -> Floats:
        kind = self.batch.kinds[unit]
        key = (kind, f"slope {indicator}")
        if key not in self._pools:
            seen = self.batch.slopes(kind).filter(pl.col("indicator") == indicator)
            self._pools[key] = (seen["slope"].to_numpy(), seen["partnership"].to_list())
        values, names = self._pools[key]
        return _without(values, names, unit, self._own.setdefault(key, set(names)))


def _without(values: Floats, names: Sequence[str], unit: str, there: Collection[str]) -> Floats:
    return values[np.array([name != unit for name in names], dtype=bool)] if unit in there else values
