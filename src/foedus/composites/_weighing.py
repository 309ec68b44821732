"""Weights of one level of a framework, from what is known of it; what `Weigh` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from foedus.composites._climb import Climb, Way
from foedus.composites._state import State
from foedus.composites._table import Floats
from foedus.composites.framework import close, listed
from foedus.composites.weights import entropy, equal_influence, principal_component
from foedus.errors import BadOption, BrokenContract, UnknownName

METHODS = ("framework", "equal", "given", "principal component", "entropy", "equal influence")


def weighed(
    state: State, method: str, level: int, given: Mapping[str, float]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """The weights in force after it, and what to say of them."""
    if method not in METHODS:
        raise UnknownName("way to weigh", method, close(method, METHODS))
    if method == "framework":
        return {}, ("The framework's weights.",)
    if method == "given":
        return {**state.weights, **_given(state, given)}, (f"Given: {_shown(given)}.",)
    families = [
        [child for child in state.framework.children(code) if state.framework.level(child) == level]
        for code in state.framework.aggregates
    ]
    families = [family for family in families if family]
    if not families:
        raise BadOption(
            "level", level, f"the framework has levels 1 to {max(map(state.framework.level, state.framework.codes))}"
        )
    found, says = dict(state.weights), []
    for family in families:
        weights, warning = _of(state, method, family)
        found |= weights
        says += [f"{_shown(weights)}.", *([warning] if warning else [])]
    return found, tuple(says)


def _given(state: State, given: Mapping[str, float]) -> dict[str, float]:
    for code, weight in given.items():
        if code not in state.framework.codes:
            raise UnknownName("row of the framework", code, close(code, state.framework.codes))
        if not weight >= 0:
            raise BrokenContract(f"The weight of {code!r}", f"is {weight:g}", "A weight is a number of at least 0.")
    for parent in state.framework.aggregates:
        below = state.framework.children(parent)
        if sum(given.get(code, state.weights.get(code, state.framework[code].weight)) for code in below) <= 0:
            raise BrokenContract("The weights given", f"leave nothing under {parent!r}", "Give one of them a weight.")
    return dict(given)


def _of(state: State, method: str, family: Sequence[str]) -> tuple[dict[str, float], str]:
    if method == "equal" or len(family) == 1:
        return dict.fromkeys(family, 1.0), ""
    if state.range == "raw":
        raise BadOption("weigh", method, "weights from the data need normalized data; normalize first")
    values = _scores(state)[:, [state.framework.codes.index(code) for code in family]]
    if method == "entropy":
        return entropy(family, values), ""
    if method == "principal component":
        components = principal_component(family, values)
        return components.weights, components.warning
    balanced = equal_influence(family, values)
    return balanced.weights, balanced.warning


def _scores(state: State) -> Floats:
    """Scores of every code under the weights in force, by arithmetic means over what is known."""
    climb = Climb(state.framework, dict.fromkeys(state.framework.aggregates, Way()), need=0.0)
    table = state.table
    return climb.within(table.values, table.applicable, state.weight_array(), np.zeros(len(table.units), np.int64))[0]


def _shown(weights: Mapping[str, float]) -> str:
    return listed((f"{code} {weight:.4g}" for code, weight in weights.items()), 99)
