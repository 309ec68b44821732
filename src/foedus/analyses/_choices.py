"""The choices behind a method range, apart from each other: any of them can be moved while the rest stand still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedus.analyses._sketch import Sketch
from foedus.declare import HEADLINE_OF, HeadlineId, Indicator
from foedus.scorecards._assess import _changes
from foedus.scorecards._draws import GOALPOST_SHIFT, Floats, _weights, moved_goalposts, read_values
from foedus.scorecards._means import two_levels
from foedus.scorecards._overlaid import homes

Group = Literal["weights", "goalposts", "claims", "chance", "unknown"]
GROUPS: tuple[Group, ...] = ("weights", "goalposts", "claims", "chance", "unknown")
Index = NDArray[np.int64]
Which = Mapping[Group, Index]
"""For each group that moves, which of its draws is taken in each evaluation; a group that is not named stands still."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of a headline: its value as it is, and what each group may make of it.

    `values` are drawn values of an unknown one; `claims` those under rival claims; `cases` replaces a share of few
    cases; `drift` is added to a carried value. For the outlook values are slopes, and `stretch` moves their scale.
    """

    name: str
    indicator: Indicator | None
    value: float | None
    values: Floats | None = None
    claims: Floats | None = None
    cases: Floats | None = None
    drift: Floats | None = None
    posts: Floats | None = None
    stretch: Floats | None = None

    def scores(self, which: Which, n: int) -> Floats:
        """Scores in n evaluations."""
        value = np.full(n, 0.0 if self.value is None else self.value)
        if self.value is None and self.values is not None:
            value = self.values[which["unknown"]] if "unknown" in which else value
        if self.claims is not None and "claims" in which:
            value = self.claims[which["claims"]]
        if "chance" in which:
            value = self.cases[which["chance"]] if self.cases is not None else value
            value = value + self.drift[which["chance"]] if self.drift is not None else value
        if self.indicator is None:
            stretch = self.stretch[which["goalposts"]] if self.stretch is not None and "goalposts" in which else 1.0
            return np.asarray(50 + 5 * value * stretch, dtype=np.float64)
        if self.posts is None:
            return value
        posts = self.posts[:, which["goalposts"]] if "goalposts" in which else None
        return read_values(self.indicator, value, posts)

    def moves(self, group: Group) -> bool:
        """Whether this group can make anything else of it."""
        parts = {"claims": (self.claims,), "chance": (self.cases, self.drift), "goalposts": (self.posts, self.stretch)}
        if group == "unknown":
            return self.value is None
        return group == "weights" or any(part is not None for part in parts[group])


@dataclass(frozen=True, slots=True)
class Choices:
    """One headline as a function of the groups of choices."""

    headline: HeadlineId
    rows: tuple[Row, ...]
    nominal: Floats
    weights: Floats
    sketch: Sketch

    def groups(self) -> tuple[Group, ...]:
        """The groups that can move this headline at all."""
        many = len(self.rows) > 1
        return tuple(g for g in GROUPS if any(row.moves(g) for row in self.rows) and (many or g != "weights"))

    def __call__(self, which: Which, n: int) -> Floats:
        """The headline in n evaluations; unknown indicators are left out while their group stands still."""
        weights = self.weights[:, which["weights"]] if "weights" in which else np.repeat(self.nominal[:, None], n, 1)
        rows = list(range(len(self.rows)))
        if "unknown" not in which:
            rows = [i for i in rows if self.rows[i].value is not None]
        scores = np.array([self.rows[i].scores(which, n) for i in rows])
        if self.headline == "outlook":
            held = weights[rows]
            return np.asarray(np.clip((held * scores).sum(axis=0) / held.sum(axis=0), 0, 100), dtype=np.float64)
        card = self.sketch.scorecard
        home = homes(card)
        return two_levels(
            scores, weights[rows], [home.get(self.rows[i].name, "") for i in rows], card.within, card.between
        )


def choices(sketch: Sketch, headline: HeadlineId) -> Choices:
    """The choices behind one headline, drawn as its method range draws them."""
    if headline == "outlook":
        return _ahead(sketch)
    applies = [i for i in sketch.scorecard.indicators if i.id in sketch.weights and _feeds(i, headline)]
    rows = tuple(_row(sketch, one) for one in applies)
    nominal = np.array([sketch.weights[one.id] for one in applies])
    drawing = sketch.drawing
    weights = _weights(nominal, drawing.draws, drawing.seed) if len(nominal) else np.empty((0, drawing.draws))
    return Choices(headline, rows, nominal, weights, sketch)


def _feeds(one: Indicator, headline: HeadlineId) -> bool:
    return one.stage != "context" and HEADLINE_OF[one.stage] == headline


def _row(sketch: Sketch, one: Indicator) -> Row:
    drawing, known = sketch.drawing, sketch.known[one.id]
    rng = drawing._rng(one.id)  # noqa: SLF001  (the same numbers as the range of the dossier)
    posts = moved_goalposts(one, drawing.draws, drawing.seed)
    if known.value is None:
        pool = drawing.pool.like(one.id)
        if not len(pool):
            return Row(one.id, one, None, values=rng.uniform(0, 100, drawing.draws))
        return Row(one.id, one, None, values=rng.choice(pool, drawing.draws), posts=posts)
    value, cases, drift = known.value, None, None
    if one.counts and known.n:
        cases = rng.beta(known.n * value + 0.5, known.n * (1 - value) + 0.5, drawing.draws)
    changes = _changes(drawing, one.id, known)
    if known.status == "carried" and len(changes):
        drift = rng.choice(changes, drawing.draws)
    claims = None if cases is not None else sketch.rivals.get(one.id)
    return Row(one.id, one, value, claims=claims, cases=cases, drift=drift, posts=posts)


def _ahead(sketch: Sketch) -> Choices:
    """The outlook: slopes of the scored indicators that apply, equally weighed."""
    drawing = sketch.drawing
    scored = [i for i in sketch.scorecard.indicators if i.scored and i.stage != "outlook"]
    names = [i.id for i in scored if sketch.known[i.id].status != "not_applicable"]
    rng = drawing._rng("outlook")  # noqa: SLF001
    rows = []
    for name in names:
        pool, known = drawing.pool.slope(name), sketch.slopes.get(name)
        stretch = 1 / (1 + rng.uniform(-2 * GOALPOST_SHIFT, 2 * GOALPOST_SHIFT, drawing.draws))
        drawn = None
        if known is None:
            drawn = rng.choice(pool, drawing.draws) if len(pool) else np.zeros(drawing.draws)
        rows.append(Row(name, None, known, values=drawn, stretch=stretch))
    nominal = np.full(len(names), 1 / max(len(names), 1))
    weights = _weights(np.ones(len(names)), drawing.draws, drawing.seed) if names else np.empty((0, drawing.draws))
    return Choices("outlook", tuple(rows), nominal, weights, sketch)


def drawn(one: Choices, groups: Sequence[Group]) -> Floats:
    """The headline with these groups moving, and the others standing still."""
    n = one.sketch.drawing.draws
    return one({group: np.arange(n) for group in groups}, n)
