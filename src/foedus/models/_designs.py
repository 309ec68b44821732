"""Comparison cases: states whose aid stepped up, matched with states like them whose aid did not, and how sure that is.

Everything here works on arrays of states by years. Unknown is NaN inside, and never leaves as such. Each
state stands in at most one matched set as a comparison, so that sets can be drawn and relabeled as wholes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

NEVER = 1_000_000
"""The step of a state that has none."""
NOBODY = -1
"""An empty place in a matched set."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a design is drawn; every number of it is printed with the result."""

    rise: float = 0.5
    floor: float = 10.0
    base: int = 3
    comparisons: int = 2
    caliper: float = 1.5
    before: int = 4
    after: int = 5
    placebo_shift: int = 6
    most_imbalance: float = 0.25
    least_p: float = 0.10
    least_treated: int = 10
    level: float = 0.95


RULE = Rule()


@dataclass(frozen=True, slots=True)
class Study:
    """States by years: an outcome, what is known of each state the year before, and when its step came."""

    outcome: Floats
    covariates: Floats
    names: tuple[str, ...]
    step: Ints


@dataclass(frozen=True, slots=True)
class Matched:
    """Treated states with their comparison states, the year each set is anchored at, and the balance reached."""

    treated: Ints
    at: Ints
    comparisons: Ints
    distances: Floats
    usable: int
    balance_before: Floats
    balance_after: Floats

    @property
    def size(self) -> int:
        """How many treated states found a comparison."""
        return len(self.treated)


@dataclass(frozen=True, slots=True)
class Mean:
    """An average over matched sets, with its interval by bootstrap and its p-value by permutation.

    `differing` sets are those with any difference at all: a mean over many zeros rests on them alone.
    """

    value: float
    low: float
    high: float
    p: float | None
    n: int
    differing: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Averages by time since the step, with intervals, and the joint test of the times before it."""

    times: tuple[int, ...]
    value: Floats
    low: Floats
    high: Floats
    lead_ratio: float
    lead_p: float


def lagged(values: Floats, years: int) -> Floats:
    """The value so many years before; of years after, if negative."""
    moved = np.full_like(values, np.nan)
    if years > 0:
        moved[:, years:] = values[:, :-years]
    elif years < 0:
        moved[:, :years] = values[:, -years:]
    else:
        moved[:] = values
    return moved


def before_mean(values: Floats, years: int = 3) -> Floats:
    """The mean of the years just before; unknown if one of them is."""
    mean: Floats = np.stack([lagged(values, n) for n in range(1, years + 1)]).mean(axis=0)
    return mean


def after_mean(values: Floats, years: int = 5) -> Floats:
    """The mean of the years just after; unknown if one of them is."""
    mean: Floats = np.stack([lagged(values, -n) for n in range(1, years + 1)]).mean(axis=0)
    return mean


def history(outcome: Floats) -> tuple[Floats, Floats]:
    """An outcome's level over the three years before, and how it moved within them."""
    return before_mean(outcome), lagged(outcome, 1) - lagged(outcome, 3)


def first_steps(flow: Floats, rule: Rule) -> Ints:
    """The first year in which a flow exceeds its mean of the years before by the share and the amount declared."""
    base = before_mean(flow, rule.base)
    with np.errstate(invalid="ignore"):
        stepped = (flow >= (1 + rule.rise) * base) & (flow - base >= rule.floor)
    return np.where(stepped.any(axis=1), stepped.argmax(axis=1), NEVER).astype(np.int64)


def usable(study: Study, rule: Rule) -> Truths:
    """State-years with every covariate known, and the outcome known through the whole window."""
    window = np.stack([lagged(study.outcome, -n) for n in range(-rule.before, rule.after + 1)])
    return _all_known(study.covariates, -1) & _all_known(window, 0)


def _all_known(values: Floats, axis: int) -> Truths:
    known: Truths = np.logical_and.reduce(np.isfinite(values), axis=axis)
    return known


def match(study: Study, rule: Rule, *, shift: int = 0) -> Matched:
    """Each treated state with up to so many untreated ones, nearest by Mahalanobis distance within the caliper.

    Untreated are states without a step, or with one only after the window of the treated one. The nearest
    pairs are made first, and a state is compared once. `shift` anchors every set so many years earlier, at
    dates at which nothing happened.
    """
    ready = usable(study, rule)
    at = study.step - shift
    inside = (study.step < NEVER) & (at >= 0)
    treated = np.array([i for i in np.flatnonzero(inside) if ready[i, at[i]]], dtype=np.int64)
    pools = [np.flatnonzero((study.step > study.step[i] + rule.after) & ready[:, at[i]]) for i in treated]
    distances = _distances(study.covariates, treated, at[treated], pools)
    sets = _nearest_once(distances, pools, rule)
    return _balanced(study.covariates, treated, at[treated], pools, sets)


def nearest(study: Study, rule: Rule, unit: int, at: int) -> tuple[tuple[int, float], ...]:
    """The states nearest to one state in one year, whether within the caliper or not, and in other sets or not."""
    known = _all_known(study.covariates[:, at], 1)
    pool = np.flatnonzero((study.step > at + rule.after) & known)
    pool = pool[pool != unit]
    if not known[unit] or len(pool) <= study.covariates.shape[-1]:
        return ()
    (distance,) = _distances(study.covariates, np.array([unit]), np.array([at]), [pool])
    order = np.argsort(distance, kind="stable")[: rule.comparisons]
    return tuple((int(pool[n]), float(distance[n])) for n in order)


def _distances(covariates: Floats, treated: Ints, at: Ints, pools: list[Ints]) -> list[Floats]:
    if not len(treated):
        return []
    everybody = [covariates[treated, at], *(covariates[pool, year] for pool, year in zip(pools, at, strict=True))]
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(np.concatenate(everybody).T)), hermitian=True)
    found = []
    for unit, year, pool in zip(treated, at, pools, strict=True):
        gap = covariates[pool, year] - covariates[unit, year]
        found.append(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", gap, inverse, gap), 0)))
    return found


def _nearest_once(distances: list[Floats], pools: list[Ints], rule: Rule) -> list[list[tuple[int, float]]]:
    sets: list[list[tuple[int, float]]] = [[] for _ in distances]
    pairs = sorted(
        (float(gap), at, int(pools[at][n]))
        for at, found in enumerate(distances)
        for n, gap in enumerate(found)
        if gap <= rule.caliper
    )
    used: set[int] = set()
    for place in range(rule.comparisons):
        for gap, at, unit in pairs:
            if len(sets[at]) == place and unit not in used:
                used.add(unit)
                sets[at].append((unit, gap))
    return sets


def _balanced(
    covariates: Floats, treated: Ints, at: Ints, pools: list[Ints], sets: list[list[tuple[int, float]]]
) -> Matched:
    kept = [n for n, found in enumerate(sets) if found]
    widest = max((len(found) for found in sets), default=0)
    chosen = np.full((len(kept), widest), NOBODY, dtype=np.int64)
    gaps = np.full((len(kept), widest), np.nan)
    for row, n in enumerate(kept):
        for place, (unit, gap) in enumerate(sets[n]):
            chosen[row, place], gaps[row, place] = unit, gap
    unknown = np.full(covariates.shape[-1], np.nan)
    with_pool = [n for n, pool in enumerate(pools) if len(pool)]
    if not kept or len(with_pool) < 2:
        return Matched(treated[:0], at[:0], chosen[:0], gaps[:0], len(treated), unknown, unknown)
    own = covariates[treated, at]
    every = np.concatenate([covariates[pools[n], at[n]] for n in with_pool])
    spread = np.sqrt((own[with_pool].var(axis=0, ddof=1) + every.var(axis=0, ddof=1)) / 2)
    spread = np.where(spread > 0, spread, np.nan)
    pool_gap = np.array([own[n] - covariates[pools[n], at[n]].mean(axis=0) for n in with_pool])
    set_gap = np.array([own[n] - covariates[[u for u, _ in sets[n]], at[n]].mean(axis=0) for n in kept])
    before, after = pool_gap.mean(axis=0) / spread, set_gap.mean(axis=0) / spread
    return Matched(treated[kept], at[kept], chosen, gaps, len(treated), np.nan_to_num(before), np.nan_to_num(after))


def in_sets(values: Floats, matched: Matched) -> Floats:
    """A value of state and year for every place of every set, the treated state first; NaN in empty places."""
    found = np.where(matched.comparisons == NOBODY, np.nan, values[matched.comparisons, matched.at[:, None]])
    return np.column_stack([values[matched.treated, matched.at], found])


def path_in_sets(values: Floats, matched: Matched, rule: Rule) -> Floats:
    """Values by set, place and time since the step, relative to the year before it."""
    times = range(-rule.before, rule.after + 1)
    start = lagged(values, 1)
    return np.stack([in_sets(lagged(values, -time) - start, matched) for time in times], axis=-1)


def contrasts(places: Floats) -> Floats:
    """For each set, each place's value less the mean of the other places; NaN for an empty place."""
    filled = np.isfinite(places)
    total = np.where(filled, places, 0).sum(axis=1, keepdims=True)
    others = filled.sum(axis=1, keepdims=True) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(filled, places - (total - places) / others, np.nan)


def average(places: Floats, rule: Rule, *, draws: int, seed: int) -> Mean | None:
    """The mean difference between treated and comparison states over all sets that are wholly known."""
    gaps = _whole(contrasts(places))
    if len(gaps) < 2:
        return None
    low, high, _ = bootstrap(gaps[:, 0], rule, draws=draws, seed=seed)
    p = permutation_p(gaps, draws=draws, seed=seed)
    differing = int((gaps[:, 0] != 0).sum())
    return Mean(float(gaps[:, 0].mean()), float(low), float(high), p, len(gaps), differing)


def own_change(places: Floats, rule: Rule, *, draws: int, seed: int) -> Mean | None:
    """The treated states' own mean, without any comparison: what one would say who looked at them alone."""
    alone = places[:, 0][np.isfinite(places[:, 0])]
    if len(alone) < 2:
        return None
    low, high, _ = bootstrap(alone, rule, draws=draws, seed=seed)
    return Mean(float(alone.mean()), float(low), float(high), None, len(alone), int((alone != 0).sum()))


def profile(places: Floats, rule: Rule, *, draws: int, seed: int) -> Profile | None:
    """Mean differences by time since the step, and whether those before the step differ from none."""
    gaps = _whole(contrasts(places))
    if len(gaps) < 2:
        return None
    low, high, error = bootstrap(gaps[:, 0], rule, draws=draws, seed=seed)
    mean = gaps[:, 0].mean(axis=0)
    times = tuple(range(-rule.before, rule.after + 1))
    leads = [n for n, time in enumerate(times) if time < -1]
    known = [n for n in leads if error[n] > 0]
    ratio = float(np.max(np.abs(mean[known]) / error[known])) if known else 0.0
    return Profile(times, mean, low, high, ratio, permutation_p(gaps[:, :, leads], draws=draws, seed=seed))


def bootstrap(gaps: Floats, rule: Rule, *, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """The interval and standard error of a mean over sets, sets drawn with replacement as wholes."""
    rng = np.random.default_rng(seed)
    n = len(gaps)
    means = rng.multinomial(n, np.full(n, 1 / n), size=draws) @ gaps / n
    tail = (1 - rule.level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    return low, high, means.std(axis=0, ddof=1)


def permutation_p(gaps: Floats, *, draws: int, seed: int) -> float:
    """How often a mean as far from none arises when any state of each set could have been the treated one.

    `gaps` are contrasts by set and place, and may have a further axis of times, tested jointly by Wald's form
    with the covariance of the relabeled means.
    """
    rng = np.random.default_rng(seed)
    gaps = gaps[:, :, None] if gaps.ndim == 2 else gaps
    n, filled = len(gaps), np.isfinite(gaps[:, :, 0])
    flat = np.where(filled[:, :, None], gaps, 0)
    spread = np.einsum("spt,spu,s->tu", flat, flat, 1 / filled.sum(axis=1)) / n**2
    inverse = np.linalg.pinv(spread, hermitian=True)
    order = np.argsort(~filled, axis=1, kind="stable")
    places = (rng.random((draws, n)) * filled.sum(axis=1)).astype(np.int64)
    means = flat[np.arange(n), order[np.arange(n), places]].mean(axis=1)
    drawn = np.einsum("dt,tu,du->d", means, inverse, means)
    seen = flat[:, 0].mean(axis=0)
    reached = drawn >= float(seen @ inverse @ seen) * (1 - 1e-9)
    return float((1 + int(reached.sum())) / (draws + 1))


def _whole(gaps: Floats) -> Floats:
    """Sets in which the treated place and at least one other are known at all times."""
    first = np.isfinite(gaps[:, 0])
    return gaps[first if first.ndim == 1 else first.all(axis=1)]
