"""What an outlook holds: trends, projections, chances of ending and leaving, each with the record of its method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.declare import HeadlineId
from foedus.models._cited import Reference
from foedus.models._scores import Skill
from foedus.models.alliance_survival import Record

Direction = Literal["rising", "falling", "no clear trend", "too few years"]


@dataclass(frozen=True, slots=True)
class About:
    """The partnership and the year as of which it is looked ahead."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A median slope a year over a window with its interval, the check by Mann-Kendall, and the years it rests on.

    `better` says whether a rise is for the better; `why` says why there is no slope.
    """

    id: str
    title: str
    unit: str
    headline: HeadlineId
    is_headline: bool
    window: int
    n: int
    years: tuple[int, int] | None
    slope: float | None
    low: float | None
    high: float | None
    p: float | None
    exact: bool
    direction: Direction
    better: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """How one method has done at all origins that were over: errors in the series' unit, coverage of its intervals."""

    method: str
    n: int
    origins: tuple[int, int]
    mae: float
    crps: float
    ignorance: float
    inside80: float
    inside90: float
    width90: float
    skill: Skill | None

    @property
    def beats(self) -> bool:
        """Whether it beats no change by more than chance would give."""
        return self.skill is not None and self.skill.beats


@dataclass(frozen=True, slots=True)
class Range:
    """A value expected, with the ranges in which 80% and 90% of such errors have lain."""

    value: float
    low80: float
    high80: float
    low90: float
    high90: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A series some years on, by the method whose record beats no change, or no change where none does."""

    id: str
    title: str
    unit: str
    headline: HeadlineId
    is_headline: bool
    now: float | None
    target: int
    method: str
    expected: Range | None
    no_change: Range | None
    errors: int
    pool: str
    own: int
    own_inside80: int
    records: tuple[MethodRecord, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The chance of one way to end within the years ahead, with its interval and the base rate."""

    how: str
    chance: float
    low: float
    high: float
    base: float


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A covariate in the model shown: how the odds of an end go with one standard deviation more of it."""

    covariate: str
    reason: str
    how: str
    odds: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """Chances that the alliance ends within five years, and what they rest on; `why` says why there are none.

    `model` is empty where none beats the base rate over all past forecasts; `leads` says whether it may lead: not where
    it did worse than the base rate in the forecasts of the last years.
    """

    atopid: int | None
    ahead: int
    model: str
    leads: bool
    baseline: str
    needs: tuple[str, ...]
    unknown: tuple[str, ...]
    whole: Ending | None
    endings: tuple[Ending, ...]
    fitted: tuple[int, int] | None
    rows: int
    alliances: int
    ends: tuple[int, ...]
    records: tuple[Record, ...]
    recent: Record | None
    coefficients: tuple[Coefficient, ...]
    said: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The chance that a member leaves within five years while the rest go on, a base rate, with its record."""

    ahead: int
    rate: str
    chance: float | None
    n: int
    happened: int
    brier: float | None
    brier_all: float | None
    skill: Skill | None
    said: str


@dataclass(frozen=True, slots=True)
class Point:
    """A headline as published for a year, on what was known of it."""

    headline: HeadlineId
    year: int
    score: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a partnership has been heading, where it may stand some years on, and how good such statements were."""

    schema: str
    partnership: About
    year: int
    horizon: int
    bottom_line: str
    history: tuple[Point, ...]
    trends: tuple[Trend, ...]
    projections: tuple[Projection, ...]
    survival: Survival
    leaving: Leaving
    notes: tuple[str, ...]
    bibliography: tuple[Reference, ...]
    edition: str
    fingerprint: str
