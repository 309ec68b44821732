"""An indicator, its pillar and its scorecard: measures with a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from foedus.declare._measures import Measure

Mean = Literal["arithmetic", "geometric", "harmonic"]
Over = Literal["all", "not USA", "from USA"]
Across = Literal["mean", "median", "sum", "minimum", "share", "whole"]
Stage = Literal["input", "activity", "output", "outcome", "risk", "outlook", "context"]
HeadlineId = Literal["commitment", "effects", "risk", "outlook"]

HEADLINE_OF: dict[Stage, HeadlineId] = {
    "input": "commitment", "activity": "commitment", "output": "effects", "outcome": "effects",
    "risk": "risk", "outlook": "outlook",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure with a reading: which stage it speaks to, which value is worst and which best.

    `worst` and `best` are fixed for all years. `max_age` is how many years an observed value may be
    carried (None: as long as the partnership is in force). `applies` names a yes-or-no column of the
    partnership-year; where it is false the indicator is not applicable. A context indicator, one whose
    polarity is contested, and one outside the core set are shown and not scored. `fallbacks` are the same
    measure from other sources, tried in order where the first is unknown. `any_rows` lets a value rest on
    the members or pairs that are known, however few: for measures that only some of them can have. `over`
    leaves out rows that cannot have the measure at all, such as the United States as host of its own forces.
    `counts` says that the value is a share of few cases, whose method range carries a Jeffreys interval.
    `weight` is relative to the other indicators of its pillar that feed the same headline.
    """

    id: str
    title: str
    measure: Measure | None
    pillar: str
    stage: Stage
    across: Across = "whole"
    worst: float | None = None
    best: float | None = None
    because: str = ""
    log: bool = False
    max_age: int | None = 3
    applies: str | None = None
    contested: bool = False
    caveat: str = ""
    needs: str = ""
    core: bool = True
    fallbacks: tuple[Measure, ...] = ()
    any_rows: bool = False
    over: Over = "all"
    counts: bool = False
    weight: float = 1.0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measure and its fallbacks, in the order they are tried."""
        return (self.measure, *self.fallbacks) if self.measure is not None else ()

    @property
    def scored(self) -> bool:
        """Whether it enters a headline; the outlook's slope is computed from the other scored indicators."""
        computed = self.measure is not None or self.stage == "outlook"
        read = self.stage != "context" and not self.contested and self.best is not None
        return computed and read and self.core

    @property
    def headline(self) -> HeadlineId | None:
        """The headline it feeds: input and activity are commitment, output and outcome are effects."""
        return HEADLINE_OF[self.stage] if self.scored else None


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the parts of the subject, and the indicators that speak to it.

    `weights` are relative to the other pillars that feed a headline; one that is not named there weighs 1.
    """

    id: str
    title: str
    indicators: tuple[Indicator, ...]
    empty: str = ""
    weights: Mapping[HeadlineId, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Many indicators read together: pillars, the stages they feed, and how much must be known.

    `within` is the mean of a pillar's indicators in a headline, `between` the mean of the pillars. `factors`
    multiply the weight of single indicators in their headline, before the weights are made to sum to 1.
    """

    id: str
    title: str
    pillars: tuple[Pillar, ...]
    need: float = 0.5
    within: Mean = "arithmetic"
    between: Mean = "arithmetic"
    factors: Mapping[str, float] = field(default_factory=dict)

    @property
    def sums(self) -> bool:
        """Whether a headline is a weighted sum, which can be taken apart into points."""
        return self.within == self.between == "arithmetic"

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the pillars."""
        return tuple(indicator for pillar in self.pillars for indicator in pillar.indicators)
