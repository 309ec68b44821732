"""The basket that keeps the most: which indicators are known for how many, among those that hold enough weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.declare import Indicator

MOST_BASKETS = 20_000
SHOWN = 6
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A basket that could have been chosen: the share of their weight it holds on average, and how many it keeps."""

    indicators: tuple[str, ...]
    share: float
    partnerships: int


@dataclass(frozen=True, slots=True)
class Basket:
    """The indicators that are known for all that are kept.

    `share` is how much of its own weight the basket holds for a partnership, on average over those kept; `least`
    the smallest of these.
    """

    indicators: tuple[Indicator, ...]
    share: float
    least: float
    kept: tuple[str, ...]
    others: tuple[Candidate, ...]


def choose_basket(
    units: tuple[str, ...], indicators: tuple[Indicator, ...], weights: NDArray[np.float64], brings: NDArray[np.bool_],
    need: float, *, must: str = "",
) -> Basket:  # fmt: skip
    """The basket that keeps the most partnerships; of those that keep as many, the one that holds the most weight.

    Both arrays have a row per partnership and a column per indicator: its weight there, 0 where it does not apply,
    and whether it is known. A partnership is kept if it brings the whole basket and that holds at least `need` of
    its weight. Only baskets that cannot grow without losing a partnership need be looked at: they are the meets of
    what partnerships bring. `must` is a partnership without which a basket is not wanted.
    """
    own = weights / weights.sum(axis=1, keepdims=True) if len(units) else weights

    def keeps(basket: frozenset[int]) -> NDArray[np.bool_]:
        columns = sorted(basket)
        kept: NDArray[np.bool_] = brings[:, columns].all(axis=1) & (own[:, columns].sum(axis=1) > need - SAME)
        return kept

    at = units.index(must) if must in units else None
    found = _meets({frozenset(map(int, np.flatnonzero(row))) for row in brings}, lambda one: bool(keeps(one).any()))
    counted = []
    for basket in found:
        kept, columns = keeps(basket), sorted(basket)
        if at is not None and not kept[at]:
            continue
        counted.append((int(kept.sum()), float(own[kept][:, columns].sum(axis=1).mean()), columns))
    if not counted:
        return Basket((), 0.0, 0.0, (), ())
    counted.sort(key=lambda one: (-one[0], -one[1], one[2]))
    count, held, best = counted[0]
    others, most = [], held
    for fewer, more, columns in counted[1:]:
        if more > most + SAME and fewer < count:
            others.append(Candidate(tuple(indicators[i].id for i in columns), more, fewer))
            most = more
    kept = keeps(frozenset(best))
    return Basket(
        tuple(indicators[i] for i in best), held, float(own[kept][:, best].sum(axis=1).min()),
        tuple(unit for unit, is_kept in zip(units, kept, strict=True) if is_kept), tuple(others[:SHOWN]),
    )  # fmt: skip


def _meets(patterns: set[frozenset[int]], enough: Callable[[frozenset[int]], bool]) -> set[frozenset[int]]:
    """Every intersection of patterns that keeps anybody, by adding one pattern at a time."""
    start = {pattern for pattern in patterns if pattern and enough(pattern)}
    found, last = set(start), set(start)
    while last and len(found) < MOST_BASKETS:
        last = {meet for a in last for b in start if (meet := a & b) and meet not in found and enough(meet)}
        found |= last
    return found
