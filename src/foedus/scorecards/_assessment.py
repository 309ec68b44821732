"""What an assessment says, field by field: the records behind `foedus assess` and its JSON."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Literal

from foedus.declare import HeadlineId, Stage
from foedus.scorecards._run import Run

SCHEMA = "foedus.assessment/1"

Status = Literal["observed", "carried", "unknown", "not_applicable"]
Polarity = Literal["higher", "lower", "contested", "none"]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Spell:
    """Dates as ISO text of year, month or day precision; `end` is the first day not in force."""

    signed: str | None
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A party on the day that is scored; `change` marks who joined or left in the year."""

    party: str
    iso3: str | None
    ccode: int | None
    name: str
    status: str
    start: str | None
    end: str | None
    change: Literal["joined", "left", ""] = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, protocol or agreement that makes the partnership."""

    id: str
    title: str
    type: str
    signed: str | None
    start: str | None
    end: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one party owes another under an article, on what condition, and what it does not promise."""

    type: str
    from_: str
    to: str
    article: str
    condition: str
    area: str
    binding: str
    text: str
    not_promised: str
    instrument: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The partnership assessed; `kind` is `dyad` or `drawn set` where no partnership was named."""

    id: str
    name: str
    kind: str
    in_force: Spell
    members: tuple[Member, ...]
    instruments: tuple[Instrument, ...]
    obligations: tuple[Obligation, ...]
    also_binding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell or claim behind a value: about whom, as of when, in which vintage, found where."""

    subject: str
    value: float | str | None
    unit: str
    date: str
    vintage: str
    source: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an indicator in a partnership-year: its value, of how many, from which year, its score."""

    value: float | None
    n: int | None
    of: int | None
    status: Status
    year_used: int | None
    score: float | None
    basis: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator's value and reading for one partnership-year; `n` of `of` members or pairs are known."""

    id: str
    title: str
    pillar: str
    stage: Stage
    headline: HeadlineId | None
    value: float | None
    unit: str
    polarity: Polarity
    across: str
    score: float | None
    status: Status
    year_used: int | None
    n: int | None
    of: int | None
    weight: float
    worst: float | None
    best: float | None
    goalposts: str
    evidence: tuple[Evidence, ...]
    evidence_total: int
    caveat: str
    citation: str


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100 with its method range; null where less than `need` of the weight is known."""

    score: float | None
    low: float | None
    high: float | None
    known: float


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the four headlines, with where peers stand and where it stood five years before."""

    score: float | None
    low: float | None
    high: float | None
    known: float
    peer_median: float | None
    five_years_ago: float | None


@dataclass(frozen=True, slots=True)
class PillarResult:
    """One of the twelve pillars; `empty` says what is missing when nothing in it can be known."""

    id: str
    title: str
    stages: dict[str, Score]
    indicators: tuple[IndicatorResult, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that disagree about the same fact; the first is the one used, by the stated rule."""

    subject: str
    item: str
    date: str
    rule: str
    claims: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """Partnerships of the same kind in force that year; empty where fewer than five."""

    kind: str
    names: tuple[str, ...]
    quartiles: dict[str, tuple[float, float, float]]
    note: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The four headlines in one year; null where too little was known."""

    year: int
    commitment: float | None
    effects: float | None
    risk: float | None
    outlook: float | None


@dataclass(frozen=True, slots=True)
class Fact:
    """An indicator that stands out from peers; `distance` is score points from the peer median."""

    indicator: str
    title: str
    score: float
    peer_median: float
    distance: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An indicator without data, what it needs, and the command that would bring it."""

    indicator: str
    title: str
    needs: str
    command: str


@dataclass(frozen=True, slots=True)
class Invocation:
    """The last time an obligation fell due or was invoked, and what came of it."""

    date: str
    text: str
    honored: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Payers:
    """Who pays: the largest share, how many are at the declared target, and the largest gap."""

    year: int
    largest: str
    largest_share: float
    known: int
    members: int
    target: str
    at_target: int | None
    gap_party: str | None
    gap: float | None
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A source used, with its citation and what it was used for."""

    id: str
    text: str
    version: str
    url: str


@dataclass(frozen=True, slots=True)
class Interval:
    """How the method ranges were drawn."""

    level: float
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A whole assessment of one partnership in one year."""

    schema: str
    edition: str
    as_of: str
    partnership: Subject
    year: int
    interval: Interval
    need: float
    bottom_line: str
    confidence: str
    headlines: dict[HeadlineId, Headline]
    pillars: tuple[PillarResult, ...]
    conflicts: tuple[Conflict, ...]
    peers: Peers
    trend: tuple[TrendPoint, ...]
    strengths: tuple[Fact, ...]
    weaknesses: tuple[Fact, ...]
    missing: tuple[Missing, ...]
    bibliography: tuple[Reference, ...]
    fingerprint: str
    invocation: Invocation | None = None
    payers: Payers | None = None
    top_risk: str = ""
    changes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = field(default_factory=tuple)
    framework: str = ""
    run: Run | None = None


def to_json(value: object) -> Json:
    """Plain JSON of any record here; a trailing underscore in a field name is dropped."""
    if is_dataclass(value):
        return {f.name.rstrip("_"): to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return round(value, 6) + 0.0
    raise TypeError(f"{type(value).__name__} has no JSON form in an assessment.")
