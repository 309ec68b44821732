"""What moved between two assessments of one partnership, and why: by indicator, adding up exactly to the change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from foedus._version import __version__
from foedus.analyses._sketch import chosen
from foedus.declare import HeadlineId, Indicator, Scorecard
from foedus.errors import NotBuilt
from foedus.scorecards import _compose
from foedus.scorecards._assess import UNKNOWN, _now, _tables
from foedus.scorecards._assessment import Known
from foedus.scorecards._draws import read_values
from foedus.scorecards._means import two_levels
from foedus.scorecards._overlaid import homes
from foedus.scorecards._run import made_with
from foedus.scorecards._subject import year_or_default
from foedus.warehouse import Warehouse
from foedus.warehouse._store import LEDGER, read_ledger

SCHEMA = "foedus.difference/1"
NO_CHANGE, POINTS_OF_OUTLOOK = 50.0, 5.0


@dataclass(frozen=True, slots=True)
class Side:
    """One of two assessments: of whom, when, by which scorecard, from which build."""

    label: str
    id: str
    name: str
    year: int
    scorecard: Scorecard
    known: Mapping[str, Known]
    slopes: Mapping[str, float]
    headlines: Mapping[HeadlineId, tuple[float | None, float]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An indicator on one side: its value, its score, and its weight over what is known; None where it is not."""

    value: float | None
    score: float | None
    weight: float
    year_used: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator adds to a change, in points: through its value, its reading, its weight, or being known.

    `known` holds all of it where the indicator is known on one side only: its weight times how far its score lies
    from the middle of the two headlines. `why` says which side, and whether it applies there.
    """

    indicator: str
    title: str
    before: Cell
    after: Cell
    value: float
    reading: float
    weight: float
    known: float
    why: str

    @property
    def points(self) -> float:
        """All of it."""
        return self.value + self.reading + self.weight + self.known


@dataclass(frozen=True, slots=True)
class HeadlineChange:
    """One headline on both sides; the parts and `rest` sum to the change.

    `rest` is what no indicator adds: another kind of mean, or an outlook cut at 0 or 100.
    """

    headline: HeadlineId
    before: float | None
    after: float | None
    known_before: float
    known_after: float
    change: float | None
    parts: tuple[Part, ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that moved from one assessment to another."""

    schema: str
    edition: str
    id: str
    name: str
    before: str
    after: str
    headlines: tuple[HeadlineChange, ...]
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per headline and indicator."""
        rows = [
            {"headline": h.headline, "indicator": p.indicator, "points": p.points, "value": p.value,
             "reading": p.reading, "weight": p.weight, "known": p.known, "value_before": p.before.value,
             "value_after": p.after.value, "score_before": p.before.score, "score_after": p.after.score, "why": p.why}
            for h in self.headlines for p in h.parts
        ]  # fmt: skip
        texts = ("headline", "indicator", "why")
        names = ("headline", "indicator", "points", "value", "reading", "weight", "known", "value_before",
                 "value_after", "score_before", "score_after", "why")  # fmt: skip
        return pl.DataFrame(rows, schema={n: pl.String if n in texts else pl.Float64 for n in names})


def built_in(folder: Path) -> Warehouse:
    """The last complete build in another data folder."""
    entries = read_ledger(folder / "build" / LEDGER)
    if not entries:
        raise NotBuilt(f"The data folder {folder}", f"FOEDUS_DATA={folder} foedus build")
    return Warehouse(folder / "build", entries)


def side(
    warehouse: Warehouse, names: Sequence[str], scorecard: Scorecard, *, year: int | None, label: str = ""
) -> Side:
    """One side of a difference: what these names mean in that year, by that scorecard, in that build."""
    when = year_or_default(year)
    of = chosen(warehouse, names, when)
    tables = _tables(warehouse, of, scorecard)
    here = pl.col("year") == when
    found: dict[HeadlineId, tuple[float | None, float]] = dict.fromkeys(_compose.headline_names(), (None, 0.0))
    found |= {h: (s, k) for h, s, k in tables.headlines.filter(here).select("headline", "score", "known").iter_rows()}
    return Side(
        label or str(when), of.id, of.name, when, scorecard, _now(tables.values, scorecard, when),
        dict(tables.slopes.filter(here).select("indicator", "slope").iter_rows()), found, warehouse.fingerprint,
    )  # fmt: skip


def difference(before: Side, after: Side) -> Changes:
    """What moved from one side to the other, headline by headline."""
    parts = (before.id, before.label, before.fingerprint, after.id, after.label, after.fingerprint, __version__)
    return Changes(
        schema=SCHEMA, edition=made_with(), id=after.id, name=after.name,
        before=before.label, after=after.label,
        headlines=tuple(_headline(before, after, h) for h in _compose.headline_names()),
        fingerprint=hashlib.sha256("\n".join(("difference", *parts)).encode()).hexdigest()[:16],
    )  # fmt: skip


def _headline(before: Side, after: Side, headline: HeadlineId) -> HeadlineChange:
    (first, known_before), (last, known_after) = before.headlines[headline], after.headlines[headline]
    if first is None or last is None:
        return HeadlineChange(headline, first, last, known_before, known_after, None, (), 0.0)
    cells = _cells(before, headline), _cells(after, headline)
    names = list(dict.fromkeys([*cells[0], *cells[1]]))
    sums = (before.scorecard.sums and after.scorecard.sums) or headline == "outlook"
    ahead = headline == "outlook"
    told = _summed(before, after, cells, names, ahead=ahead) if sums else _stepped(before, after, cells, names)
    rest = (last - first) - sum(p.points for p in told)
    ordered = tuple(sorted(told, key=lambda p: (-abs(p.points), p.indicator)))
    return HeadlineChange(headline, first, last, known_before, known_after, last - first, ordered, rest)


def _cells(of: Side, headline: HeadlineId) -> dict[str, Cell]:
    """The indicators of a headline that are known on one side, with weights that sum to 1."""
    if headline == "outlook":
        slopes = {i.id: of.slopes[i.id] for i in of.scorecard.indicators if i.scored and i.id in of.slopes}
        share = 1 / len(slopes) if slopes else 0.0
        return {n: Cell(s, NO_CHANGE + POINTS_OF_OUTLOOK * s, share, of.year) for n, s in slopes.items()}
    apart = [name for name, row in of.known.items() if row.status == "not_applicable"]
    rows = _compose.weights(of.scorecard, apart).filter(pl.col("headline") == headline)
    weights = dict(rows.select("indicator", "weight").iter_rows())
    known = {name: of.known[name] for name in weights if of.known[name].score is not None}
    held = sum(weights[name] for name in known)
    return {n: Cell(row.value, row.score, weights[n] / held, row.year_used) for n, row in known.items()}


NOTHING = Cell(None, None, 0.0, None)
Cells = tuple[dict[str, Cell], dict[str, Cell]]


def _summed(before: Side, after: Side, cells: Cells, names: Sequence[str], *, ahead: bool) -> list[Part]:
    """Parts of a change in a weighted sum, in closed form: halfway weights on scores, halfway scores on weights."""
    middle = sum(sum(c.weight * (c.score or 0.0) for c in one.values()) for one in cells) / 2
    found = []
    for name in names:
        a, b = cells[0].get(name, NOTHING), cells[1].get(name, NOTHING)
        value = reading = weight = known = 0.0
        if a.score is None or b.score is None:
            known = b.weight * ((b.score or 0.0) - middle) if a.score is None else a.weight * (middle - a.score)
        else:
            by_value, by_reading = _scores_moved(before, after, name, a, b) if not ahead else (b.score - a.score, 0.0)
            share = (a.weight + b.weight) / 2
            value, reading = share * by_value, share * by_reading
            weight = ((a.score + b.score) / 2 - middle) * (b.weight - a.weight)
        found.append(Part(name, _title(before, after, name), a, b, value, reading, weight, known,
                          _why(before, after, name, a, b)))  # fmt: skip
    return found


def _scores_moved(before: Side, after: Side, name: str, a: Cell, b: Cell) -> tuple[float, float]:
    """A change in score, shared between the value and how it is read: the mean of both orders."""
    total = (b.score or 0.0) - (a.score or 0.0)
    old, new = _indicator(before, name), _indicator(after, name)
    if old is None or new is None or a.value is None or b.value is None:
        return total, 0.0
    if (old.worst, old.best, old.log, old.stage) == (new.worst, new.best, new.log, new.stage):
        return total, 0.0
    crossed = _read(new, a.value), _read(old, b.value)
    by_value = ((crossed[1] - (a.score or 0.0)) + ((b.score or 0.0) - crossed[0])) / 2
    return by_value, total - by_value


def _read(one: Indicator, value: float) -> float:
    return float(read_values(one, np.array([value]))[0])


def _indicator(of: Side, name: str) -> Indicator | None:
    return next((i for i in of.scorecard.indicators if i.id == name), None)


def _title(before: Side, after: Side, name: str) -> str:
    one = _indicator(after, name) or _indicator(before, name)
    return one.title if one is not None else name


def _why(before: Side, after: Side, name: str, a: Cell, b: Cell) -> str:
    """Why an indicator counts on one side only; empty where it counts on both."""
    if a.score is not None and b.score is not None:
        return ""
    missing, word = (before, "now") if a.score is None else (after, "no longer")
    one = _indicator(missing, name)
    if one is None or not one.scored:
        return f"not in {missing.scorecard.title}"
    status = missing.known.get(name, UNKNOWN).status
    if status == "not_applicable":
        return f"applies {word}"
    return f"known {word}"


State = dict[str, tuple[float, float]]
Means = tuple[Scorecard, Mapping[str, str]]


def _stepped(before: Side, after: Side, cells: Cells, names: Sequence[str]) -> list[Part]:
    """Parts where a headline is no sum: one indicator after the other is moved, in both orders, and averaged.

    The kind of mean is changed first in one order and last in the other; what that adds is left to the rest.
    """
    start: State = {n: (c.score or 0.0, c.weight) for n, c in cells[0].items()}
    means = (before.scorecard, homes(before.scorecard)), (after.scorecard, homes(after.scorecard))
    halves: dict[str, list[float]] = {name: [0.0] * 4 for name in names}
    for order, mean in ((list(names), means[1]), (list(reversed(names)), means[0])):
        state = dict(start)
        for name in order:
            a, b = cells[0].get(name, NOTHING), cells[1].get(name, NOTHING)
            for at, moved in enumerate(_steps(before, after, name, a, b)):
                gained = _moved(state, name, moved, mean)
                halves[name][at] += gained / 2
    found = []
    for name in names:
        a, b = cells[0].get(name, NOTHING), cells[1].get(name, NOTHING)
        value, reading, weight, known = halves[name]
        title, why = _title(before, after, name), _why(before, after, name, a, b)
        found.append(Part(name, title, a, b, value, reading, weight, known, why))
    return found


Step = Callable[[tuple[float, float] | None], tuple[float, float] | None]


def _steps(before: Side, after: Side, name: str, a: Cell, b: Cell) -> tuple[Step, Step, Step, Step]:
    """The four moves of one indicator: its value, its reading, its weight, whether it is known."""

    def still(now: tuple[float, float] | None) -> tuple[float, float] | None:
        return now

    if a.score is None or b.score is None:
        target = None if b.score is None else (b.score, b.weight)
        return still, still, still, lambda _: target
    by_value, _ = _scores_moved(before, after, name, a, b)
    halfway, score, weight = a.score + by_value, b.score, b.weight
    return (
        lambda now: (halfway, now[1] if now else a.weight), lambda now: (score, now[1] if now else a.weight),
        lambda _: (score, weight), still,
    )  # fmt: skip


def _moved(state: State, name: str, step: Step, mean: Means) -> float:
    """Points gained by one move; the state is left moved."""
    first = _mean(state, mean)
    target = step(state.get(name))
    if target is None:
        state.pop(name, None)
    else:
        state[name] = target
    last = _mean(state, mean)
    return last - first


def _mean(state: State, mean: Means) -> float:
    """The headline over the indicators of a state; 0 where there are none."""
    if not state:
        return 0.0
    card, home = mean
    scores = np.array([[score] for score, _ in state.values()])
    weights = np.array([[weight] for _, weight in state.values()])
    pillars = [home.get(name, name) for name in state]
    return float(two_levels(scores, weights, pillars, card.within, card.between)[0])
