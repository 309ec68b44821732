"""What can be reckoned from the figures of a disaster response, with inputs, arithmetic and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

RULE = (
    "Of several claims the best graded is used, then the latest; of peaks and deliveries the largest that is graded "
    "A or B. Ranges span the claims that stand against it. Nothing is added up: figures of different days overlap."
)
SPHERE = (
    "Sphere Association (2018). The Sphere Handbook, fourth edition: at least 15 liters of water (water supply "
    "standard 2.1) and 2,100 kilocalories per person a day"
)
LITERS_A_DAY = 15.0
PEAKS = ("people_deployed_peak", "personnel")
SPENT = ("obligated", "disbursed", "delivered")
RECKONED = "Reckoned by us"
AFFECTED = "how many people the disaster affected"
CIVILIAN = "the share of all need met cannot be told from military figures alone"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as somebody published it, and whom and which days it is about; `sender` is empty for all together."""

    item: str
    sender: str
    operation: str
    value: float
    low: float | None
    high: float | None
    unit: str
    start: str | None
    end: str | None
    stage: str
    estimate: bool
    vintage: str
    source: str
    locator: str
    url: str
    confidence: str
    contested: bool
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure for one sender: its value, the range of the claims, the arithmetic and the claims it rests on."""

    sender: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    arithmetic: str
    inputs: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One of HAD1 to HAD8: `value` is that of the only sender, or of the first; never a sum over senders."""

    id: str
    title: str
    unit: str
    status: str
    value: float | None
    low: float | None
    high: float | None
    readings: tuple[Reading, ...]
    missing: str
    caveat: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one response: every claim, and the names of the senders."""

    claims: Sequence[Claim]
    names: Mapping[str, str]

    def of(self, sender: str, *items: str) -> list[Claim]:
        """A sender's claims about these things."""
        return [c for c in self.claims if c.item in items and c.sender == sender]

    def senders(self, *items: str) -> list[str]:
        """Who has claims about these things, all together last."""
        found = {c.sender for c in self.claims if c.item in items}
        return sorted(found, key=lambda s: (not s, self.names.get(s, s)))

    @property
    def affected(self) -> list[Claim]:
        """How many people the disaster affected: rival claims, of which the best graded is used."""
        return [c for c in self.claims if c.item == "people_affected"]


def best(claims: Iterable[Claim]) -> Claim | None:
    """The claim with the best Admiralty grade, then of the latest vintage; an ungraded one only if alone."""
    ordered = sorted(claims, key=lambda c: (c.vintage, c.source), reverse=True)
    return min(ordered, key=lambda c: c.confidence or "Z", default=None)


def largest(claims: Iterable[Claim]) -> Claim | None:
    """The largest claim graded A or B, else the largest: a count of some day is at most the peak, or the total."""
    some = list(claims)
    graded = [c for c in some if c.confidence[:1] in ("A", "B")]
    return max(graded or some, key=lambda c: (c.value, c.source), default=None)


def peak(claims: Iterable[Claim]) -> Claim | None:
    """The largest count of people at one time."""
    return largest(c for c in claims if c.item in PEAKS)


def measures(claims: Sequence[Claim], names: Mapping[str, str]) -> tuple[Measure, ...]:
    """All eight measures in order; those without evidence say what is missing."""
    told = Told(claims, names)
    return (
        _measure("HAD1", "Hours to the first asset", "hours", _plain(told, "hours_to_first_asset", "hours"),
                 missing="the hour of the first foreign military arrival", first=True,
                 caveat="The first of those senders whose hours are known; distance is not allowed for"),
        _measure("HAD2", "Peak people per 100,000 affected", "per 100,000 affected", _surge(told),
                 missing=_lacking(told, "the peak of people", *PEAKS),
                 caveat="More people is not better relief; who counts as affected differs between sources"),
        *(_delivered(told, item, title, unit) for item, title, unit in DELIVERED),
        _measure("HAD4", "Throughput restored", "share of movements a day before", (),
                 missing="movements a day at the airport or port before and during the operation; the register has "
                 "no such figure"),
        _measure("HAD5", "Tasks asked for", "share of all tasks", _tasks(told),
                 missing="a log of all tasks, and which of them were asked for and done"),
        _measure("HAD6", "Oslo conditions met", "share of 6", _oslo(told),
                 missing="consent, last resort, no cost, civilian lead, limited time and exit plan, coded",
                 caveat="Coded from what senders say of themselves"),
        _measure("HAD7", "Days to transition", "days", _plain(told, "days_to_transition", "days"),
                 missing="the day of handing over to the host or to civil organizations",
                 caveat="An early end can be a premature one"),
        _measure("HAD8", "Cost per person reached", "US$ per person", _cost(told),
                 missing="what was spent, and the people reached with it over the same days",
                 caveat="Authorized money is not spent money; full and additional cost differ"),
    )  # fmt: skip


DELIVERED = (
    ("liters_water", "Water delivered per 1,000 affected", "liters"),
    ("meals", "Meals delivered per 1,000 affected", "meals"),
    ("tonnes_delivered", "Goods delivered per 1,000 affected", "tonnes"),
)


def _measure(
    of: str, title: str, unit: str, readings: Iterable[Reading], *, missing: str, caveat: str = "", first: bool = False
) -> Measure:
    told = tuple(readings)
    known = [r for r in told if r.value is not None]
    chosen = min(known, key=lambda r: r.value or 0.0) if first and known else known[0] if len(known) == 1 else None
    value, low, high = (chosen.value, chosen.low, chosen.high) if chosen else (None, None, None)
    lacks = "" if known else missing
    return Measure(of, title, unit, "known" if known else "unknown", value, low, high, told, lacks, caveat)


def _plain(told: Told, item: str, unit: str) -> Iterator[Reading]:
    """A figure as it stands, and its range over rival claims."""
    for sender in told.senders(item):
        some = told.of(sender, item)
        if claim := best(some):
            low, high = _range([claim, *(c for c in some if c.contested)])
            span = f", {_n(low)} to {_n(high)}" if low != high else ""
            origin = "reckoned by us from two published days" if claim.note.startswith(RECKONED) else "as published"
            said = f"{_n(claim.value)} {unit}{span}, {origin}"
            yield _reading(told, sender, (claim.value, low, high), said, (claim,))


def _surge(told: Told) -> Iterator[Reading]:
    for sender in told.senders(*PEAKS):
        some = told.of(sender, *PEAKS)
        top, need = peak(some), best(told.affected)
        if top is None:
            continue
        if need is None:
            said = f"{_n(top.value)} people / not known how many were affected"
            yield _reading(told, sender, None, said, (top,))
            continue
        few, many = _range([top, *(c for c in some if c.contested)])
        fewest, most = _range(told.affected)
        bounds = (100_000 * top.value / need.value, 100_000 * few / most, 100_000 * many / fewest)
        said = f"{_n(top.value)} people / {_n(need.value)} affected × 100,000 = {_n(bounds[0])}"
        yield _reading(told, sender, bounds, said + _from(bounds), (top, need))


def _delivered(told: Told, item: str, title: str, unit: str) -> Measure:
    readings = [_per_need(told, sender, item, unit) for sender in told.senders(item)]
    caveat = f"Deliveries can be counted at each step of the way; {CIVILIAN}"
    if item == "meals":
        caveat += "; Sphere counts 2,100 kilocalories a day, and what a meal holds is not said"
    lacks = _lacking(told, f"{unit} delivered", item)
    return _measure("HAD3", title, f"{unit} per 1,000 affected", readings, missing=lacks, caveat=caveat)


def _lacking(told: Told, what: str, *items: str) -> str:
    """Which of the two parts of a ratio is missing."""
    parts = [what] * (not told.senders(*items)) + [AFFECTED] * (not told.affected)
    return " and ".join(parts) or f"{what}, confirmed"


def _per_need(told: Told, sender: str, item: str, unit: str) -> Reading:
    some = told.of(sender, item)
    made = [c for c in some if c.stage in ("delivered", "")]
    claim, need = largest(made), best(told.affected)
    if claim is None:
        promised = some[0]
        said = f"{_n(promised.value)} {unit} {promised.stage}, delivery not confirmed"
        return _reading(told, sender, None, said, (promised,))
    if need is None:
        said = f"{_n(claim.value)} {unit} / not known how many were affected"
        return _reading(told, sender, None, said, (claim,))
    fewest, most = _range(told.affected)
    low, high = _range(
        [claim, *(c for c in made if (c.start, c.end) == (claim.start, claim.end) or c.value > claim.value)]
    )
    bounds = (1000 * claim.value / need.value, 1000 * low / most, 1000 * high / fewest)
    said = f"{_n(claim.value)} {unit} / {_n(need.value)} affected × 1,000 = {_n(bounds[0])}{_from(bounds)}"
    return _reading(told, sender, bounds, said + _a_day(claim, need, unit), (claim, need))


def _a_day(claim: Claim, need: Claim, unit: str) -> str:
    """The same per person and day where the days are known, water against the Sphere minimum."""
    days = _days(claim)
    if not days:
        return "; over how many days is not known"
    daily = claim.value / need.value / days
    said = f"; over {_n(days)} days" + (f" {_n(daily)} {unit} per person a day" if unit != "tonnes" else "")
    if unit == "liters":
        said += f", {100 * daily / LITERS_A_DAY:.2g}% of the Sphere minimum of {LITERS_A_DAY:g}"
    return said


def _days(claim: Claim) -> int:
    """From the first day to the first day after, if both are known to the day."""
    if claim.start is None or claim.end is None or {len(claim.start), len(claim.end)} != {10}:
        return 0
    return (date.fromisoformat(claim.end) - date.fromisoformat(claim.start)).days


def _tasks(told: Told) -> Iterator[Reading]:
    for sender in told.senders("tasks_requested"):
        if claim := best(told.of(sender, "tasks_requested")):
            said = f"{_n(claim.value)} tasks asked for / all tasks not known"
            yield _reading(told, sender, None, said, (claim,))


def _oslo(told: Told) -> Iterator[Reading]:
    for sender in told.senders("oslo_conditions"):
        if claim := best(told.of(sender, "oslo_conditions")):
            share = claim.value / 6
            said = f"{_n(claim.value)} / 6 = {_n(share)}"
            yield _reading(told, sender, (share, share, share), said, (claim,))


def _cost(told: Told) -> Iterator[Reading]:
    """Spent money over people reached, only where both are of the same sender and the same days."""
    for sender in told.senders("cost", "operation_cost"):
        money = best(told.of(sender, "cost", "operation_cost"))
        reached = best(told.of(sender, "people_assisted"))
        if money is None:
            continue
        dollars = money.value * (1e6 if money.unit.startswith("million") else 1.0)
        spent = money.stage in SPENT
        over = "people reached not known" if reached is None else f"{_n(reached.value)} people"
        said = f"{_n(dollars)} US$ {money.stage or ''} / {over}"
        inputs = (money,) if reached is None else (money, reached)
        if reached is None or not spent or not _same_days(money, reached):
            why = "not divided: " + (
                f"{money.stage or 'its stage unknown'} is not spent" if not spent else "not the same days and people"
            )
            yield _reading(told, sender, None, f"{said}; {why}", inputs)
            continue
        each = dollars / reached.value
        yield _reading(told, sender, (each, each, each), f"{said} = {_n(each)}", inputs)


def _same_days(one: Claim, other: Claim) -> bool:
    return one.end is not None and (one.start, one.end) == (other.start, other.end)


def _reading(
    told: Told, sender: str, bounds: tuple[float, float, float] | None, said: str, inputs: tuple[Claim, ...]
) -> Reading:
    value, low, high = bounds or (None, None, None)
    return Reading(sender, told.names.get(sender, sender) or "all senders", value, low, high, said, inputs)


def _range(claims: Iterable[Claim]) -> tuple[float, float]:
    """The least and the most that any of these claims allows."""
    some = list(claims)
    lows = [c.value if c.low is None else min(c.low, c.value) for c in some]
    highs = [c.value if c.high is None else max(c.high, c.value) for c in some]
    return min(lows), max(highs)


def _from(bounds: tuple[float, float, float]) -> str:
    _, low, high = bounds
    return f" ({_n(low)} to {_n(high)} over all claims)" if f"{low:.6g}" != f"{high:.6g}" else ""


def _n(value: float) -> str:
    """A number with thousands separated: whole from 100 on, else three significant digits."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
