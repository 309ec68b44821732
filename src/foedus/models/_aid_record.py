"""What a report on military aid holds: the flow, how far the recipient hangs on it, and what went with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.models._cited import Reference

Stage = Literal["pledged", "allocated", "committed", "obligated", "disbursed", "delivered"]
Reading = Literal["association only", "estimate under stated assumptions", "not computed"]


@dataclass(frozen=True, slots=True)
class Party:
    """A donor or recipient, or a state compared."""

    party: str
    name: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Aid in a year at one stage, as one source values it; stages and sources are never added."""

    year: int
    through: int
    stage: Stage
    what: str
    value: float
    unit: str
    basis: str
    estimate: bool
    source: str
    vintage: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class YearValue:
    """A value of a year, or that it is not known."""

    year: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A value by year with its unit and source."""

    id: str
    title: str
    unit: str
    source: str
    values: tuple[YearValue, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value, the years it rests on, and what must be known about it; `why` says why it is not known."""

    id: str
    title: str
    value: float | None
    unit: str
    years: tuple[int, int] | None
    source: str
    caveat: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Dependence:
    """How far the recipient hangs on the donor: yearly series, and figures over several years."""

    series: tuple[Series, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A series around the largest step: means before and after, and the same change among all other states."""

    id: str
    title: str
    unit: str
    before: float | None
    after: float | None
    years_before: int
    years_after: int
    others_change: float | None

    @property
    def change(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Turn:
    """The year in which a flow rose most over its mean of the years before, and what stood before and after."""

    year: int
    stage: Stage
    value: float
    base: float | None
    unit: str
    source: str
    passes: bool
    note: str
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its interval, its p-value where there is a comparison, and how many recipients it rests on.

    `differing` is for how many of them there is any change or difference.
    """

    value: float
    low: float
    high: float
    p: float | None
    n: int
    differing: int


@dataclass(frozen=True, slots=True)
class Variant:
    """The same difference under another choice that one could defend as well."""

    choice: str
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class Balance:
    """A covariate's standardized mean difference between recipients and comparison states."""

    covariate: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class EventPoint:
    """The mean difference at a time since the step, relative to the year before it."""

    time: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Whether the times before the step differ: the largest ratio to its standard error, and a joint p-value."""

    largest_ratio: float
    p: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison state and how far it is, in standard units of all covariates together."""

    party: str
    name: str
    distance: float
    aid: float | None


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """The recipient's outcome in a year beside the mean of its comparison states."""

    year: int
    recipient: float | None
    comparisons: float | None


@dataclass(frozen=True, slots=True)
class Own:
    """The asked recipient beside its comparison states; one case, which shows and proves nothing."""

    year: int
    stepped: bool
    in_design: bool
    comparisons: tuple[Compared, ...]
    points: tuple[OwnPoint, ...]
    change: float | None
    comparison_change: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """An outcome after steps in aid: the naive change, the matched difference, its checks, and how to read it."""

    id: str
    title: str
    unit: str
    reading: str
    source: str
    last_year: int | None
    steps: int
    usable: int
    comparisons: int
    naive: Estimate | None
    difference: Estimate | None
    balance: tuple[Balance, ...]
    event_study: tuple[EventPoint, ...]
    pre_trend: PreTrend | None
    placebo_outcome: Estimate | None
    placebo_dates: Estimate | None
    variants: tuple[Variant, ...]
    status: Reading
    failed: tuple[str, ...]
    own: Own | None

    @property
    def apart_from_zero(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.difference is not None and self.difference.low * self.difference.high > 0

    @property
    def steady(self) -> bool:
        """Whether it does so on the same side under every other choice too."""
        main = self.difference
        if main is None or not self.apart_from_zero:
            return False
        others = [variant.estimate for variant in self.variants]
        return all(one is not None and one.low * one.high > 0 and one.value * main.value > 0 for one in others)


@dataclass(frozen=True, slots=True)
class Design:
    """The rule by which steps are found and states matched, and the steps it found."""

    rule: tuple[tuple[str, str], ...]
    steps: tuple[tuple[int, tuple[str, ...]], ...]
    placebo: str
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Aid:
    """Military aid from one state to another: flow, dependence, what changed around it, and comparison cases."""

    schema: str
    donor: Party
    recipient: Party
    year: int
    bottom_line: str
    on_record: bool
    flow: tuple[Flow, ...]
    dependence: Dependence
    turns: tuple[Turn, ...]
    series: tuple[Series, ...]
    effects: tuple[Effect, ...]
    design: Design | None
    notes: tuple[str, ...]
    bibliography: tuple[Reference, ...]
    edition: str
    fingerprint: str
