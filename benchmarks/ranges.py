"""How long the method ranges of one partnership take, and whole columns of draws against a loop over draws."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
from _timing import SAME, Ratio, Result, Row, asked, built, keep, peak_memory, timed

if TYPE_CHECKING:
    from foedus.declare import Indicator
    from foedus.scorecards._assessment import Known
    from foedus.scorecards._draws import Floats
    from foedus.warehouse import Warehouse

WHO, YEAR, SEED, DRAWS, FEWEST = "NATO", 2018, 0, (1_000, 10_000), 10
SHIFT, VARIATION = 0.1, 0.3
RIVAL = "a loop over draws in Python"
Range = tuple[float, float]


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "ranges", "How long do the method ranges take?",
        f"{WHO} in {YEAR}: the score of every scored indicator drawn with other goalposts, claims, changes and guesses "
        "at the unknown, then the range of every headline and of every pillar in it, under drawn weights. And the "
        "whole assessment with so many draws, what moves its headlines, and the ranges of all partnership-years.",
        f"The low and the high end of every range, at each number of draws, are equal to {SAME:g} in the loop, which "
        "is given the same random numbers and does the arithmetic draw by draw.",
    )  # fmt: skip
    with built(options):
        from foedus.warehouse import open_warehouse

        warehouse = open_warehouse()
        for draws in DRAWS:
            case = Case(warehouse, draws)
            ours, mine = timed(case.ours)
            theirs, loop = timed(case.loop)
            compared = _agree(ours, theirs)
            result.rows.append(Row(f"{compared} ranges, {draws:,} draws, whole columns", mine.cpu, mine.wall))
            result.rows.append(Row(f"{compared} ranges, {draws:,} draws, loop", loop.cpu, loop.wall))
            result.ratios.append(Ratio(f"{compared} ranges, {draws:,} draws", RIVAL, loop.cpu / mine.cpu))
        for draws in (FEWEST, *DRAWS):
            _, took = timed(partial(_assess, warehouse, draws))
            result.rows.append(Row(f"the whole assessment, {draws:,} draws", took.cpu, took.wall))
        _, took = timed(partial(_sensitivity, warehouse, DRAWS[-1]))
        what = f"**what moves the four headlines, {DRAWS[-1]:,} draws, Sobol indices with SALib**"
        result.rows.append(Row(what, took.cpu, took.wall, budget=2))
        _, took = timed(partial(_every, warehouse, DRAWS[0]), times=1)
        what = f"**the ranges of all partnership-years, {DRAWS[0]:,} draws, by blocks of rows**"
        result.rows.append(Row(what, took.cpu, took.wall, budget=40))
        result.rows.append(Row("**the most memory held**", value=peak_memory(), unit="MB", budget=2000))
    result.notes = [
        "Neither side's clock holds the reading of tables and the picking among rival claims, which come before.",
        "All partnership-years are timed once. The ranges are those of each one's own dossier (a test holds that).",
        f"{FEWEST} is the fewest draws that can be asked for: what an assessment takes without ranges, nearly.",
    ]
    keep(result)


def _agree(ours: Sequence[Range], theirs: Sequence[Range]) -> int:
    """How many ranges both sides have; stops where they differ."""
    assert len(ours) == len(theirs)
    assert ours, "there is no range: the comparison shows nothing"
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if max(abs(a[0] - b[0]), abs(a[1] - b[1])) > SAME]
    assert not apart, apart
    return len(ours)


def _assess(warehouse: Warehouse, draws: int) -> object:
    from foedus.scorecards._assess import assess
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    return assess(warehouse, [WHO], card, year=YEAR, draws=draws, seed=SEED)


def _sensitivity(warehouse: Warehouse, draws: int) -> object:
    from foedus.analyses.sensitivity import sensitivity
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    return sensitivity(warehouse, [WHO], card, headline=None, year=YEAR, draws=draws, seed=SEED)


def _every(warehouse: Warehouse, draws: int) -> object:
    from foedus.scorecards._ranges import method_ranges
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    return method_ranges(warehouse, card, draws=draws, seed=SEED)


class Case:
    """What one assessment drew its ranges from, recorded so that it can be drawn again."""

    def __init__(self, warehouse: Warehouse, draws: int) -> None:
        from foedus.scorecards import _draws as drawn

        kinds = {"value": drawn.Drawing, "outlook": drawn.Drawing, "score": drawn.Draws}
        calls: dict[str, list[Any]] = {}
        patches = [_recorded(kind, name, calls.setdefault(name, [])) for name, kind in kinds.items()]
        for one in patches:
            one.start()
        _assess(warehouse, draws)
        for one in patches:
            one.stop()
        self.drawing = calls["value"][0][0]
        self.values = [args[1:] for args in calls["value"]]
        self.outlooks = [args[1:] for args in calls["outlook"]]
        self.scores = [args[1:] for args in calls["score"] if args[2] is not None]
        self.indicators = calls["score"][0][0].indicators
        self.applicable = dict(zip(self.indicators, calls["score"][0][0].applicable, strict=True))

    def ours(self) -> list[Range]:
        """The product's own way."""
        from foedus.scorecards._draws import Draws

        rows = {args[0].id: self.drawing.value(*args) for args in self.values}
        later = [self.drawing.outlook(*args) for args in self.outlooks]
        every = [rows[name] if name in rows else later[0] for name in self.indicators]
        drawn = Draws(self.indicators, np.array(every), np.array(list(self.applicable.values())), SEED)
        found = [drawn.score(*args) for args in self.scores]
        return [(one.low, one.high) for one in found if one.low is not None and one.high is not None]

    def loop(self) -> list[Range]:
        """Draw by draw: each indicator's score, each range's weighted mean, then the 5th and 95th percentile."""
        one_of = {args[0].id: self._value(*args) for args in self.values}
        for args in self.outlooks:
            one_of |= {name: self._outlook(*args) for name in self.indicators if name not in one_of}
        scores = {name: [score(d) for d in range(self.drawing.draws)] for name, score in one_of.items()}
        found = []
        for nominal, shown, _ in self.scores:
            mine = [name for name in self.indicators if name in nominal and self.applicable[name]]
            weights = self._weights([nominal[name] for name in mine])
            means = sorted(
                sum(weights[d][k] * scores[name][d] for k, name in enumerate(mine)) for d in range(self.drawing.draws)
            )
            found.append((min(_percentile(means, 5), shown), max(_percentile(means, 95), shown)))
        return found

    def _rng(self, name: str) -> np.random.Generator:
        return np.random.default_rng([SEED, zlib.crc32(f"{self.drawing.subject}/{name}".encode())])

    def _weights(self, nominal: list[float]) -> list[list[float]]:
        share = [one / sum(nominal) for one in nominal]
        if len(share) == 1:
            return [[1.0]] * self.drawing.draws
        spread = sum((1 - one) / one for one in share) / len(share)
        concentration = max(spread / VARIATION**2 - 1, 1.0)
        rng = np.random.default_rng([SEED, len(share)])
        drawn: list[list[float]] = rng.dirichlet([one * concentration for one in share], self.drawing.draws).tolist()
        return drawn

    def _value(
        self, one: Indicator, row: Known, alternatives: Floats | None, changes: Floats
    ) -> Callable[[int], float]:
        """The score of one indicator in a draw, from the same random numbers."""
        draws, rng = self.drawing.draws, self._rng(one.id)
        if row.value is None:
            pool = self.drawing.pool.like(one.id)
            if not len(pool):
                flat: list[float] = rng.uniform(0, 100, draws).tolist()
                return flat.__getitem__
            values: list[float] = rng.choice(pool, draws).tolist()
        else:
            values = [row.value] * draws if alternatives is None else alternatives.tolist()
            if one.counts and row.n:
                values = rng.beta(row.n * row.value + 0.5, row.n * (1 - row.value) + 0.5, draws).tolist()
            if row.status == "carried" and len(changes):
                moved = rng.choice(changes, draws).tolist()
                values = [value + change for value, change in zip(values, moved, strict=True)]
        posts = np.random.default_rng([SEED, zlib.crc32(one.id.encode())])
        shifts: list[list[float]] = posts.uniform(-SHIFT, SHIFT, size=(2, draws)).tolist()
        return lambda d: _read(one, values[d], shifts[0][d], shifts[1][d])

    def _outlook(self, basis: Sequence[str], known: Mapping[str, float]) -> Callable[[int], float]:
        """The score of the outlook in a draw: the weighted mean of slopes, known ones or those of peers."""
        rng, draws = self._rng("outlook"), self.drawing.draws
        slopes: list[tuple[list[float], list[float]]] = []
        for name in basis:
            pool = self.drawing.pool.slope(name)
            stretch: list[float] = rng.uniform(-2 * SHIFT, 2 * SHIFT, draws).tolist()
            if name in known:
                slopes.append(([known[name]] * draws, stretch))
            else:
                slopes.append((rng.choice(pool, draws).tolist() if len(pool) else [0.0] * draws, stretch))
        weights = self._weights([1.0] * len(basis))

        def score(d: int) -> float:
            mean = sum(w * slope[d] / (1 + stretch[d]) for w, (slope, stretch) in zip(weights[d], slopes, strict=True))
            return min(max(50 + 5 * mean, 0.0), 100.0)

        return score


def _recorded(kind: type, name: str, calls: list[Any]) -> Any:  # noqa: ANN401  (a patch has no public type)
    """The method as it is, keeping what it is called with."""
    original = getattr(kind, name)

    def method(*args: object) -> object:
        calls.append(args)
        return original(*args)

    return patch.object(kind, name, method)


def _read(one: Indicator, value: float, shift_worst: float, shift_best: float) -> float:
    """A value's score between goalposts, each moved by a share of their distance."""
    assert one.worst is not None
    assert one.best is not None
    reach = one.best - one.worst
    worst, best = one.worst + shift_worst * reach, one.best + shift_best * reach
    if one.log:
        value, worst, best = (math.log1p(max(x, 0.0)) for x in (value, worst, best))
    good = min(max(100 * (value - worst) / (best - worst), 0.0), 100.0)
    return 100 - good if one.stage == "risk" else good


def _percentile(ordered: list[float], percent: float) -> float:
    """Between the two nearest of the ordered values, on a straight line."""
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


if __name__ == "__main__":
    main()
