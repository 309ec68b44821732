"""Up the tree: scores of indicators to scores of aggregates, over any number of draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from foedus.composites._table import Floats, Ints, Truths
from foedus.composites.framework import Framework
from foedus.composites.frontier import benefit_of_the_doubt
from foedus.composites.means import POWER, Aggregation, copeland, euler_shares, plain_mean, power_of, weighted_mean
from foedus.errors import BadOption

ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Way:
    """How one aggregate is made of its children; `least` and `most` are the bounds of a frontier."""

    method: Aggregation = "arithmetic"
    power: float | None = None
    least: float = 0.0
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class Climb:
    """A framework ready to climb: for each aggregate its place, its children's places, and its way.

    `need` is the share of the applicable weight that must be known for a score.
    """

    framework: Framework
    ways: Mapping[str, Way]
    need: float

    def weights(self) -> Floats:
        """The framework's weights, in the order of its codes."""
        return np.array([self.framework[code].weight for code in self.framework.codes])

    def nodes(self) -> list[tuple[int, list[int], Way]]:
        """Every aggregate from the lowest: its place, those of its children, and its way."""
        place = {code: i for i, code in enumerate(self.framework.codes)}
        return [
            (place[code], [place[child] for child in self.framework.children(code)], self.ways[code])
            for code in self.framework.aggregates
        ]

    def within(self, values: Floats, applicable: Truths, weights: Floats, periods: Ints) -> tuple[Floats, Floats]:
        """Scores and the share known of every code, unknown children leaving their weight to their siblings.

        `values` are (..., units, indicators); `weights` (..., codes); the results (..., units, codes).
        """
        scores, known, applies = self._start(values, applicable, weights)
        for at, below, way in self.nodes():
            weight = weights[..., None, below] * applies[..., below]
            total = weight.sum(axis=-1)
            applies[..., at] = total > 0
            with np.errstate(divide="ignore", invalid="ignore"):
                known[..., at] = (weight * np.nan_to_num(known[..., below])).sum(axis=-1) / total
                seen = (weight * ~np.isnan(scores[..., below])).sum(axis=-1) / total
            found = combined(scores[..., below], weight, way, periods)
            enough = (total > 0) & (seen > 0) & (seen >= self.need - ENOUGH)
            scores[..., at] = np.where(enough, found, np.nan)
        return scores, known

    def across(self, values: Floats, applicable: Truths, weights: Floats) -> tuple[Floats, Floats]:
        """Scores and the share known, each aggregate the mean of all indicators below it by their effective weights.

        What is unknown leaves its weight to all indicators below the same aggregate alike. Arithmetic only.
        """
        if any(way.method != "arithmetic" for way in self.ways.values()):
            raise BadOption("unknown", "across", "weights are shared across groups in arithmetic means only")
        scores, known, _ = self._start(values, applicable, weights)
        applies = self._applies(applicable, weights)
        plain, seen = np.nan_to_num(values), ~np.isnan(values)
        for at, _, _ in self.nodes():
            weight = self._downward(applies, weights, at)
            total, held = weight.sum(axis=-1), (weight * seen).sum(axis=-1)
            with np.errstate(divide="ignore", invalid="ignore"):
                known[..., at] = held / total
                mean = (weight * seen * plain).sum(axis=-1) / held
            enough = (held > 0) & (known[..., at] >= self.need - ENOUGH)
            scores[..., at] = np.where(enough, mean, np.nan)
        return scores, known

    def reach(
        self, values: Floats, applicable: Truths, weights: Floats, periods: Ints, *, code: str,
        unknown: Literal["within", "across"],
    ) -> Floats:  # fmt: skip
        """The scores of one code under many draws, (draws, units), as `within` or `across` would give them.

        Units of which everything applies and is known, which is most of them, are scored by products of matrices.
        """
        at = self.framework.codes.index(code)
        plain = ~np.isnan(values).any(axis=(*tuple(range(values.ndim - 2)), values.ndim - 1)) & applicable.all(axis=-1)
        swift = all(way.method in POWER or way.method == "generalized" for way in self.ways.values())
        swift = swift and all((weights[..., below].sum(axis=-1) > 0).all() for _, below, _ in self.nodes())
        whole = plain & swift
        found = np.full(np.broadcast_shapes(values.shape[:-1], (*weights.shape[:-1], 1)), np.nan)
        if whole.any():
            found[..., whole] = self._swiftly(values[..., whole, :], weights, at)
        if not whole.all():
            rest = ~whole
            part, applies = values[..., rest, :], applicable[rest]
            scores = (
                self.within(part, applies, weights, periods[rest])
                if unknown == "within"
                else self.across(part, applies, weights)
            )[0]
            found[..., rest] = scores[..., at]
        return found

    def _swiftly(self, values: Floats, weights: Floats, top: int) -> Floats:
        """Scores of a code where everything is known: each mean is a product of a matrix and weights."""
        leaves = values.shape[-1]
        found: dict[int, Floats] = {}
        for at, below, way in self.nodes():
            children = (
                values[..., below]
                if max(below) < leaves
                else np.stack(
                    np.broadcast_arrays(*(values[..., i] if i < leaves else found[i] for i in below)), axis=-1
                )
            )
            found[at] = plain_mean(children, weights[..., below], power_of(way.method, way.power))
        return values[..., top] if top < leaves else found[top]

    def effective(self, applicable: Truths, weights: Floats, code: str) -> Floats:
        """What each indicator weighs in a code, (..., units, indicators), shared among what applies."""
        return self._downward(self._applies(applicable, weights), weights, self.framework.codes.index(code))

    def _applies(self, applicable: Truths, weights: Floats) -> Truths:
        """Whether anything that has weight applies under each code."""
        leaves = len(self.framework.indicators)
        shape = np.broadcast_shapes((*weights.shape[:-1], 1), applicable.shape[:-1])
        found = np.zeros((*shape, len(self.framework.codes)), np.bool_)
        found[..., :leaves] = applicable
        for at, below, _ in self.nodes():
            found[..., at] = (weights[..., None, below] * found[..., below]).sum(axis=-1) > 0
        return found

    def _downward(self, applies: Truths, weights: Floats, top: int) -> Floats:
        found = np.zeros(applies.shape)
        found[..., top] = applies[..., top]
        for at, below, _ in reversed(self.nodes()):
            if found[..., at].any():
                weight = weights[..., None, below] * applies[..., below]
                total = weight.sum(axis=-1, keepdims=True)
                share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
                found[..., below] += found[..., at, None] * share
        return np.asarray(found[..., : len(self.framework.indicators)])

    def parts(self, scores: Floats, applicable: Truths, weights: Floats, code: str) -> Floats:
        """What each indicator adds to a code: (units, indicators), summing to its score (Euler's theorem)."""
        codes = self.framework.codes
        place = codes.index(code)
        leaves = len(self.framework.indicators)
        share: Floats = np.full(scores.shape, np.nan)
        share[..., place] = scores[..., place]
        applies = self._applies(applicable, weights)
        for at, below, way in reversed(self.nodes()):
            if np.isnan(share[..., at]).all():
                continue
            if way.method in ("copeland", "frontier"):
                raise BadOption("code", code, f"an aggregate made by {way.method} has no parts that sum to it")
            part = euler_shares(
                scores[..., below], weights[..., None, below] * applies[..., below], power_of(way.method, way.power)
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                scale = np.where(scores[..., at] != 0, share[..., at] / scores[..., at], 0.0)
            share[..., below] = part * scale[..., None]
        return np.asarray(share[..., :leaves])

    def _start(self, values: Floats, applicable: Truths, weights: Floats) -> tuple[Floats, Floats, Truths]:
        """Scores, shares known and what applies, of all codes, filled in for the indicators."""
        leaves = values.shape[-1]
        shape = np.broadcast_shapes(values.shape[:-1], (*weights.shape[:-1], 1))
        scores = np.full((*shape, len(self.framework.codes)), np.nan)
        scores[..., :leaves] = np.where(applicable, values, np.nan)
        known = np.full(scores.shape, np.nan)
        known[..., :leaves] = np.where(applicable, ~np.isnan(values), np.nan)
        applies = np.zeros(scores.shape, np.bool_)
        applies[..., :leaves] = applicable
        return scores, known, applies


def combined(values: Floats, weights: Floats, way: Way, periods: Ints) -> Floats:
    """One aggregate of its children: a mean, Copeland's rule, or the benefit of the doubt (times 100)."""
    if way.method == "copeland":
        return copeland(values, weights, periods)
    if way.method == "frontier":
        flat = values.reshape(-1, *values.shape[-2:])
        found = [_frontier(one, way, periods) for one in flat]
        return np.stack(found).reshape(values.shape[:-1])
    return weighted_mean(values, weights, power_of(way.method, way.power))


def _frontier(values: Floats, way: Way, periods: Ints) -> Floats:
    found = np.full(len(values), np.nan)
    for period in np.unique(periods):
        rows = periods == period
        found[rows] = 100 * benefit_of_the_doubt(values[rows], least=way.least, most=way.most).scores
    return found
