"""One index under many choices of method at once: whole arrays of draws by units, no loop over either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np

from foedus.composites._climb import Climb
from foedus.composites._state import State
from foedus.composites._table import Floats, Ints
from foedus.composites.composite import Composite, regen
from foedus.composites.draws import VARIATION, family_weights
from foedus.composites.missing import normal_imputations, pool_draws
from foedus.composites.steps import Aggregate, Impute, Normalize, Step, Treat
from foedus.errors import BadOption

Unknown = Literal["leave", "pool", "normal"]
CHUNK = 4_000_000
"""The most numbers that one array of a batch holds."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of method that are open, each beside the one the index made.

    `impute`, `treat`, `normalize` and `aggregate` list the ways to choose from, all equally likely; empty keeps
    the index's own. `variation` is the coefficient of variation of the weights under each aggregate, 0 for none.
    `unknown` draws what the index leaves unknown, after normalizing: from the known scores of the unit's `group`
    (of all units without), or from a multivariate normal.
    """

    impute: tuple[Impute, ...] = ()
    treat: tuple[Treat, ...] = ()
    normalize: tuple[Normalize, ...] = ()
    aggregate: tuple[Aggregate, ...] = ()
    variation: float = VARIATION
    unknown: Unknown = "leave"
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One open choice: its name, and how many ways there are (0 for a continuum, read from drawn sets)."""

    name: str
    ways: int


@dataclass(frozen=True, slots=True)
class Variant:
    """The index made with one choice of imputation, treatment and normalization, ready to aggregate."""

    state: State
    weights: Floats
    filled: Floats


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything needed to score the index under any point of the space of choices."""

    factors: tuple[Factor, ...]
    shape: tuple[int, int, int]
    variants: tuple[Variant, ...]
    climbs: tuple[tuple[Aggregate, Climb], ...]
    code: str
    periods: Ints
    same_scale: bool
    sets: int = field(default=1)

    def scores(self, points: Floats) -> Floats:
        """Scores of every unit, (points, units); each point has a number from 0 to 1 for each factor."""
        pick = {factor.name: points[:, i] for i, factor in enumerate(self.factors)}
        way = {
            factor.name: np.minimum((pick[factor.name] * factor.ways).astype(np.int64), factor.ways - 1)
            for factor in self.factors
            if factor.ways
        }
        zero = np.zeros(len(points), np.int64)
        parts = [way.get(name, zero) for name in ("impute", "treat", "normalize")]
        variant = np.ravel_multi_index(tuple(parts), self.shape)
        climb = way.get("aggregate", zero)
        found = np.full((len(points), len(self.periods)), np.nan)
        for v, c in sorted(set(zip(variant.tolist(), climb.tolist(), strict=True))):
            rows = np.flatnonzero((variant == v) & (climb == c))
            for some in np.array_split(rows, self._pieces(len(rows))):
                found[some] = self._scored(
                    self.variants[v], c, self._set(pick, "weights", some), self._set(pick, "unknown", some)
                )
        return found

    def _pieces(self, rows: int) -> int:
        size = len(self.periods) * len(self.variants[0].state.framework.codes)
        return max(1, -(-rows * size // CHUNK))

    def _set(self, pick: dict[str, Floats], name: str, rows: Ints) -> Ints | None:
        return np.minimum((pick[name][rows] * self.sets).astype(np.int64), self.sets - 1) if name in pick else None

    def _scored(self, variant: Variant, climb: int, weights: Ints | None, filled: Ints | None) -> Floats:
        step, way = self.climbs[climb]
        state = variant.state
        values = state.table.values[None] if filled is None else variant.filled[filled]
        weight = state.weight_array()[None] if weights is None else variant.weights[weights]
        return way.reach(values, state.table.applicable, weight, self.periods, code=self.code, unknown=step.unknown)


def batch(index: Composite, choices: Choices, code: str | None, *, sets: int, seed: int) -> Batch:
    """The index opened to these choices, with as many drawn sets of weights and of unknown values."""
    at = index.top(code)
    offered = {
        "impute": _ways(index, choices.impute, "impute"),
        "treat": _ways(index, choices.treat, "treat"),
        "normalize": _ways(index, choices.normalize, "normalize"),
    }
    final = _ways(index, choices.aggregate, "aggregate")
    if not final:
        raise BadOption("choices", "aggregate", "the index has not been aggregated; add the step Aggregate()")
    variants = tuple(
        _variant(index, [step for step in taken if step is not None], choices, sets=sets, seed=seed)
        for taken in product(*((ways or (None,)) for ways in offered.values()))
    )
    rows = index.state.table
    for variant in variants:
        if (variant.state.table.units, variant.state.table.years) != (rows.units, rows.years):
            raise BadOption("choices", "impute, treat", "under all of them the same units must remain")
    steps = [step for step in final if isinstance(step, Aggregate)]
    climbs = tuple(
        (step, Climb(variants[0].state.framework, step.ways(variants[0].state), step.need)) for step in steps
    )
    factors = [Factor(name, len(ways)) for name, ways in (*offered.items(), ("aggregate", final)) if len(ways) > 1]
    factors += [Factor("weights", 0)] if choices.variation else []
    factors += [Factor("unknown", 0)] if _gaps(variants) and choices.unknown != "leave" else []
    if not factors:
        raise BadOption("choices", "none", "leave at least one choice open")
    shape = (max(len(offered["impute"]), 1), max(len(offered["treat"]), 1), max(len(offered["normalize"]), 1))
    ends = {variant.state.ends for variant in variants}
    same = (
        len(ends) == 1 and None not in ends and all(w.method != "copeland" for _, c in climbs for w in c.ways.values())
    )
    return Batch(tuple(factors), shape, variants, climbs, at, rows.periods(), same, sets)


def _ways(index: Composite, offered: Sequence[Step], name: str) -> list[Step]:
    own = [step for step in index.log.steps if step.name == name]
    if offered and len(own) != 1:
        raise BadOption("choices", name, f"the index takes this step {len(own)} times; only a step taken once can vary")
    return list(offered) if offered else own[:1] if len(own) == 1 else []


def _variant(index: Composite, steps: Sequence[Step], choices: Choices, *, sets: int, seed: int) -> Variant:
    state = regen(index, *steps).state if steps else index.state
    nominal = state.weight_array()
    weights = (
        family_weights(state.framework, nominal, draws=sets, seed=seed, variation=choices.variation)
        if choices.variation
        else nominal[None]
    )
    return Variant(state, weights, _filled(state, choices, sets=sets, seed=seed))


def _filled(state: State, choices: Choices, *, sets: int, seed: int) -> Floats:
    """The values many times over with what is unknown drawn, kept within the ends of the scale."""
    table = state.table
    gap = np.isnan(table.values) & table.applicable
    if choices.unknown == "leave" or not gap.any():
        return table.values[None]
    rng = np.random.default_rng([seed, 7919])
    groups = table.labels(choices.group, each_year=False)
    if choices.unknown == "pool":
        return pool_draws(table.values, groups, draws=sets, rng=rng)
    drawn = normal_imputations(table.values, draws=sets, rng=rng)
    return drawn if state.ends is None else np.where(gap, np.clip(drawn, *state.ends), drawn)


def _gaps(variants: Sequence[Variant]) -> bool:
    return any(variant.filled.shape[0] > 1 for variant in variants)
