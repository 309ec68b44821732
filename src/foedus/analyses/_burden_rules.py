"""What a burden is made of: records, curves of inequality, slopes, rank correlation, and rival rules of sharing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import NormalDist, median
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.measures.burden import burden_gap, spending_gini
from foedus.scorecards._slopes import SLOPE_NEEDS, SLOPE_WINDOW

Floats = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]
Item = Literal["share", "equipment"]
Reach = Literal["reached", "later", "never", "unknown"]
LEVEL, DRAWS, CONFIDENCE = 0.9, 1000, 0.95
RANKS_NEED, INTERVAL_NEEDS = 3, 5
RELIEF = 0.8
Rivals = Mapping[tuple[str, str], Sequence[float]]
CELL = ["party", "item", "year", "value", "unit", "vintage", "estimate", "source", "locator", "url"]
KEY = CELL[:3]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its evidence; `estimate` is null where the publisher does not say."""

    value: float
    unit: str
    year: int
    estimate: bool | None
    vintage: str
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Slope:
    """Theil and Sen's slope: the median of the changes per year between any two years observed."""

    per_year: float
    years: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a member is above (+) or below (-) a target, and when its own slope would bring it there."""

    distance: float
    state: Reach
    years: float | None
    by: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """A target declared by the end of the year; `elsewhere` says why these figures cannot be held against it."""

    id: str
    item: Item
    value: float
    unit: str
    due: str | None
    since: int
    documents: tuple[str, ...]
    places: tuple[str, ...]
    elsewhere: str
    at_target: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class Inequality:
    """How unequal effort is among n members each alike (`gini`, `curve`), and by GDP (`gap`, `curve_by_gdp`).

    The gap is the widest distance between the second curve and the line of proportion. `low` and `high` are the
    5th and 95th percentile of draws among the releases that disagree, none where none do.
    """

    n: int
    n_gap: int
    gini: float | None
    gap: float | None
    curve: Points
    curve_by_gdp: Points
    gini_low: float | None = None
    gini_high: float | None = None
    gap_low: float | None = None
    gap_high: float | None = None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation over n members, with its 95% interval where n is at least five."""

    n: int
    rho: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One year: n of so many members known, their cost, median share, how many at the target, and inequality."""

    year: int
    n: int
    of: int
    total: float | None
    median_share: float | None
    at_target: int | None
    gini: float | None
    gap: float | None
    correlation: Correlation


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that releases disagree on, oldest release first; `spread` is highest less lowest over the last."""

    party: str
    name: str
    item: str
    year: int
    spread: float
    claims: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What one member would pay under a rule, and how much more (+) or less (-) than it pays that is."""

    party: str
    name: str
    share: float
    amount: float
    pays: float
    difference: float


@dataclass(frozen=True, slots=True)
class Rule:
    """The same total cost shared out another way, over the members of whom all that the rule needs is known."""

    id: str
    title: str
    formula: str
    citation: str
    caveat: str
    of: int
    left_out: tuple[str, ...]
    missing: str
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A way to share cost: what it needs to know of each member, and the weight it gives to each."""

    id: str
    title: str
    formula: str
    citation: str
    caveat: str
    needs: tuple[str, ...]
    weights: Callable[[pl.DataFrame], Floats]


def lorenz(amounts: Sequence[float], weights: Sequence[float]) -> Points:
    """Cumulative shares of weight and of amount, from those with least amount for their weight upward."""
    total, weight = sum(amounts), sum(weights)
    if len(amounts) < 2 or total <= 0 or min(weights) <= 0:
        return ()
    points, x, y = [(0.0, 0.0)], 0.0, 0.0
    for amount, each in sorted(zip(amounts, weights, strict=True), key=lambda pair: pair[0] / pair[1]):
        x, y = x + each / weight, y + amount / total
        points.append((x, y))
    return (*points[:-1], (1.0, 1.0))


def inequality(rows: pl.DataFrame) -> Inequality:
    """Gini of effort and burden gap, by the formulas of the indicators, and the curves behind them."""
    effort = rows.filter(pl.col("share").is_not_null())
    both = rows.filter(pl.col("cost").is_not_null(), pl.col("gdp").is_not_null())
    shares, ones = effort["share"].to_list(), [1.0] * effort.height
    gini = effort.select(_GINI).item() if effort.height > 1 and sum(shares) > 0 else None
    gap = both.select(_GAP).item() if both.height > 1 and both["cost"].sum() > 0 else None
    by_gdp = lorenz(both["cost"].to_list(), both["gdp"].to_list())
    return Inequality(effort.height, both.height, gini, gap, lorenz(shares, ones), by_gdp)


_GINI = spending_gini.formula(pl.col("share"))
_GAP = burden_gap.formula(pl.col("cost"), pl.col("gdp"))


def ranges(rows: pl.DataFrame, found: Inequality, rivals: Rivals, seed: int) -> Inequality:
    """The same with 90% ranges: a thousand draws, each figure picked at random among those that releases give."""
    rng = np.random.default_rng(seed)
    gini = _range(rows, found.gini, _GINI, "share", rivals, rng=rng)
    gap = _range(rows, found.gap, _GAP, "cost gdp", rivals, rng=rng)
    return replace(found, gini_low=gini[0], gini_high=gini[1], gap_low=gap[0], gap_high=gap[1])


def _range(
    rows: pl.DataFrame, value: float | None, formula: pl.Expr, needs: str, rivals: Rivals, *, rng: np.random.Generator
) -> tuple[float, float] | tuple[None, None]:
    columns = needs.split()
    known = rows.drop_nulls(columns)
    options = {name: [rivals.get((party, name), ()) for party in known["party"]] for name in columns}
    if value is None or not any(len(each) > 1 for name in columns for each in options[name]):
        return None, None
    picked = {"draw": np.repeat(np.arange(DRAWS), known.height)}
    for name, own in ((name, known[name].to_list()) for name in columns):
        picked[name] = np.column_stack([rng.choice(e or [own[i]], DRAWS) for i, e in enumerate(options[name])]).ravel()
    drawn = pl.DataFrame(picked).group_by("draw").agg(formula.alias("value"))["value"].to_numpy()
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return min(float(low), value), max(float(high), value)


def theil_sen(seen: Mapping[int, float], year: int) -> Slope | None:
    """The slope over the ten years up to this one; unknown with fewer than four of them seen, or without this one."""
    points = sorted((at, value) for at, value in seen.items() if year - SLOPE_WINDOW < at <= year)
    if len(points) < SLOPE_NEEDS or points[-1][0] != year:
        return None
    changes = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in combinations(points, 2)]
    return Slope(median(changes), len(points), points[0][0], points[-1][0])


def standing(value: float, goal: float, slope: Slope | None, year: int) -> Standing:
    """Where a member stands to a target, and the year in which its slope would bring it there."""
    distance = value - goal
    if distance >= 0:
        return Standing(distance, "reached", 0.0, None)
    if slope is None or slope.per_year <= 0:
        return Standing(distance, "unknown" if slope is None else "never", None, None)
    years = -distance / slope.per_year
    return Standing(distance, "later", years, year + math.ceil(round(years, 9)))


def spearman(first: Sequence[float], second: Sequence[float]) -> Correlation:
    """Rank correlation, ties sharing their mean rank; none over fewer than three, or where one side never varies."""
    n = len(first)
    if n < RANKS_NEED or len(set(first)) == 1 or len(set(second)) == 1:
        return Correlation(n, None, None, None)
    ranks = [pl.Series(list(side)).rank("average").to_numpy() for side in (first, second)]
    rho = float(np.clip(np.corrcoef(ranks[0], ranks[1])[0, 1], -1.0, 1.0))
    if n < INTERVAL_NEEDS or abs(rho) > 1 - 1e-9:
        return Correlation(n, rho, None, None)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return Correlation(n, rho, math.tanh(math.atanh(rho) - reach), math.tanh(math.atanh(rho) + reach))


def correlation(rows: pl.DataFrame) -> Correlation:
    """Between GDP and the share of it spent: above nothing where the large bear more than their proportion."""
    known = rows.filter(pl.col("gdp").is_not_null(), pl.col("share").is_not_null())
    return spearman(known["gdp"].to_list(), known["share"].to_list())


def total(cost: pl.Series) -> float | None:
    """The sum of what is known, unknown where nothing is."""
    return float(cost.sum()) if cost.count() else None


def middle(share: pl.Series) -> float | None:
    """The median of what is known."""
    return median(known) if (known := share.drop_nulls().to_list()) else None


def rivals(claimed: pl.DataFrame) -> Rivals:
    """The distinct values that claims give of each party and item of one year."""
    told = claimed.group_by("party", "item").agg(pl.col("value").unique().sort())
    return {(party, item): values for party, item, values in told.iter_rows()}


def series(cells: pl.DataFrame, members: pl.DataFrame, goal: Target | None) -> tuple[SeriesPoint, ...]:
    """Every year in which the source knows a share of GDP, over the members of that year."""
    wide = cells.filter(pl.col("item").is_in(["cost", "gdp", "share"])).pivot("item", index=KEY[::2], values="value")
    absent = [pl.lit(None, pl.Float64).alias(name) for name in ("cost", "gdp", "share") if name not in wide.columns]
    found = []
    for rows in members.join(wide.with_columns(absent), on=KEY[::2], how="left").sort("year").partition_by("year"):
        share = rows["share"].drop_nulls()
        if not share.len():
            continue
        year, seen, ranks = int(rows["year"][0]), inequality(rows), correlation(rows)
        at = int((share >= goal.value).sum()) if goal and year >= goal.since else None
        point = SeriesPoint(
            year, share.len(), rows.height, total(rows["cost"]), middle(share), at, seen.gini, seen.gap, ranks
        )
        found.append(point)
    return tuple(found)


def revisions(claimed: pl.DataFrame, names: Mapping[str, str]) -> tuple[Revision, ...]:
    """Figures of these claims whose releases disagree, the widest spread first."""
    found = []
    for (party, item, year), same in claimed.sort("vintage").group_by(KEY, maintain_order=True):
        values = same["value"].to_list()
        if len(set(values)) > 1:
            spread = (max(values) - min(values)) / abs(values[-1]) if values[-1] else math.inf
            figures = tuple(figure(row) for row in same.iter_rows(named=True))
            found.append(Revision(str(party), names[str(party)], str(item), int(str(year)), spread, figures))
    return tuple(sorted(found, key=lambda one: (-one.spread, one.party, one.item)))


def figure(row: Mapping[str, Any]) -> Figure:
    """A claim as a figure."""
    told = (row["vintage"] or "", row["source"], row["locator"], row["url"] or "")
    return Figure(row["value"], row["unit"] or "", row["year"], row["estimate"], *told)


def _gdp(rows: pl.DataFrame) -> Floats:
    return rows["gdp"].to_numpy()


def _capacity(rows: pl.DataFrame) -> Floats:
    """GDP, less the relief of those below the average per head; what is relieved falls on those above it."""
    gdp, people = rows["gdp"].to_numpy(), rows["people"].to_numpy()
    average = gdp.sum() / people.sum()
    below = gdp / people < average * (1 - 1e-12)
    relief = np.where(below, RELIEF * gdp * (1 - gdp / people / average), 0.0)
    above = np.where(below, 0.0, gdp)
    return np.asarray(gdp - relief + relief.sum() * above / above.sum())


def _benefits(rows: pl.DataFrame) -> Floats:
    """The mean of a member's shares of GDP, of people, and of the members that border on the adversary."""
    columns = [rows[name].cast(pl.Float64).to_numpy() for name in ("gdp", "people", "exposed")]
    return np.asarray(sum(column / column.sum() for column in columns))


KEYS = (
    Key(
        "income", "Equal share of GDP", "share of cost = share of GDP",
        "Olson and Zeckhauser (1966), An Economic Theory of Alliances, Review of Economics and Statistics 48(3)",
        "The yardstick of the burden gap; it asks the same percentage of rich and poor.", ("gdp",), _gdp,
    ),
    Key(
        "progressive", "Progressive by GDP per head",
        "GDP; a member below the members' average GDP per head is relieved of 80% of the shortfall, and those above "
        "carry the relief in proportion to their GDP",
        "United Nations General Assembly resolution 55/5 B (2000), low per capita income adjustment",
        "Without the floor, the ceiling and the debt adjustment of the United Nations' scale; the threshold here is "
        "the members' average, not the world's.", ("gdp", "people"), _capacity,
    ),
    Key(
        "population", "Equal amount per person", "share of cost = share of population, each person alike", "",
        "Takes no account of what a person can pay.", ("people",),
        lambda rows: rows["people"].to_numpy(),
    ),
    Key(
        "exposure", "By benefit and exposure",
        "mean of the shares of GDP, of population, and of the members that border on the named adversary by land or "
        "across at most 400 miles of water, each such member counted alike",
        "Sandler and Forbes (1980), Burden Sharing, Strategy, and the Design of NATO, Economic Inquiry 18(3)",
        "Borders stand for threat; their length, reach of weapons and intent are not in it.",
        ("gdp", "people", "exposed"), _benefits,
    ),
)  # fmt: skip
"""Rival rules, in the order in which they are shown; none is the right one."""


def rules(rows: pl.DataFrame, why: Mapping[str, str], notes: Mapping[str, str]) -> tuple[Rule, ...]:
    """Every rule over members with a known cost; `why` and `notes` say of a column what is missing, or of what it is.

    Needs the columns party, name, cost, gdp, people and exposed; unknown is null.
    """
    paying = rows.filter(pl.col("cost").is_not_null())
    return tuple(_shared(key, paying, why, notes) for key in KEYS)


def _shared(key: Key, paying: pl.DataFrame, why: Mapping[str, str], notes: Mapping[str, str]) -> Rule:
    able = pl.all_horizontal(pl.col(name).is_not_null() for name in key.needs)
    known, unknown = paying.filter(able), paying.filter(~able)
    missing = next((why[name] for name in key.needs if why.get(name)), "")
    if not missing and known.height < 2:
        missing = "Fewer than two members have all that this rule needs."
    if not missing and not all(known[name].sum() for name in key.needs):
        missing = "What this rule weighs is nothing for every member whose cost is known."
    owed: tuple[Owed, ...] = ()
    if not missing:
        weights, total = key.weights(known), float(known["cost"].sum())
        owed = tuple(
            Owed(row["party"], row["name"], share, share * total, row["cost"], share * total - row["cost"])
            for row, share in zip(known.iter_rows(named=True), (weights / weights.sum()).tolist(), strict=True)
        )
    caveat = " ".join([key.caveat, *(notes[name] for name in key.needs if notes.get(name))])
    left = () if missing else tuple(unknown["name"].to_list())
    return Rule(key.id, key.title, key.formula, key.citation, caveat, paying.height, left, missing, owed)
