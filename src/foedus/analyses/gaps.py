"""What is not known of a partnership, how old what is known is, and what bringing the rest would add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foedus import sources
from foedus._version import __version__
from foedus.declare import HeadlineId, Indicator, Scorecard
from foedus.scorecards._assess import assess
from foedus.scorecards._assessment import Assessment, IndicatorResult, Status
from foedus.warehouse import Warehouse

SCHEMA = "foedus.gaps/1"
FEWEST_DRAWS = 10
"""Ranges are not told here, so they are drawn as seldom as they may be."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator that is unknown or carried: its age, its weight, and where its value could come from.

    `weight` is its share of the headline's weight that applies; `lacking` are sources that are not at hand and
    `at_hand` those that are and do not have it. A context indicator has no headline and no weight.
    """

    indicator: str
    title: str
    pillar: str
    headline: HeadlineId | None
    status: Status
    year_used: int | None
    age: int | None
    may_be: int | None
    weight: float
    needs: str
    lacking: tuple[str, ...]
    at_hand: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A headline: the share known now, and the share that would be known with all that a command could bring."""

    headline: HeadlineId
    score: float | None
    known: float
    carried: float
    within_reach: float


@dataclass(frozen=True, slots=True)
class Step:
    """A source that is not at hand: the indicators it could bring alone, and the share of each headline they hold."""

    source: str
    title: str
    homepage: str
    command: str
    indicators: tuple[str, ...]
    adds: dict[HeadlineId, float]
    opens: tuple[HeadlineId, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of one partnership in one year, the most useful to close first."""

    schema: str
    edition: str
    id: str
    name: str
    year: int
    need: float
    reach: tuple[Reach, ...]
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    observed: int
    indicators: int
    not_applicable: tuple[str, ...]
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per gap."""
        columns = ("indicator", "title", "pillar", "headline", "status", "year_used", "age", "may_be", "weight",
                   "needs", "command")  # fmt: skip
        rows = [{name: getattr(gap, name) for name in columns} for gap in self.gaps]
        whole = dict.fromkeys(("year_used", "age", "may_be"), pl.Int64)
        text = dict.fromkeys(("indicator", "title", "pillar", "headline", "status", "needs", "command"), pl.String)
        schema = {name: whole.get(name) or text.get(name) or pl.Float64 for name in columns}
        return pl.DataFrame(rows, schema=schema)


def gaps(warehouse: Warehouse, names: Sequence[str], scorecard: Scorecard, *, year: int | None) -> Gaps:
    """Every indicator that applies and is unknown or carried, ordered by what closing it would do."""
    a = assess(warehouse, names, scorecard, year=year, draws=FEWEST_DRAWS, seed=0)
    declared = {i.id: i for i in scorecard.indicators}
    results = [r for pillar in a.pillars for r in pillar.indicators]
    titles = {pillar.id: pillar.title for pillar in a.pillars}
    built = {table.partition(".")[0] for table in warehouse.entries}
    found = [
        _gap(r, declared[r.id], titles[r.pillar], a.year, built)
        for r in results if r.status in ("unknown", "carried") and r.headline != "outlook"
    ]  # fmt: skip
    steps = tuple(sorted(_steps(found, a), key=_use))
    fingerprint = "\n".join(("gaps", a.partnership.id, str(a.year), warehouse.fingerprint, __version__))
    return Gaps(
        schema=SCHEMA, edition=a.edition, id=a.partnership.id, name=a.partnership.name, year=a.year, need=a.need,
        reach=tuple(_reach(key, found, results, a) for key in a.headlines), steps=steps,
        gaps=tuple(sorted(found, key=lambda gap: _rank(gap, a))), observed=sum(r.status == "observed" for r in results),
        indicators=len(results), not_applicable=tuple(r.id for r in results if r.status == "not_applicable"),
        fingerprint=hashlib.sha256(fingerprint.encode()).hexdigest()[:16],
    )  # fmt: skip


def _gap(r: IndicatorResult, indicator: Indicator, pillar: str, year: int, built: set[str]) -> Gap:
    named = [word for word in indicator.needs.replace(",", " ").split() if word in sources.ids()]
    lacking = tuple(name for name in named if name not in built)
    return Gap(
        r.id, r.title, pillar, r.headline, r.status, r.year_used,
        None if r.year_used is None else year - r.year_used, indicator.max_age, r.weight if r.headline else 0.0,
        indicator.needs, lacking, tuple(name for name in named if name in built),
        f"{sources.fetch_command(lacking)} && foedus build" if lacking else "",
    )  # fmt: skip


def _rank(gap: Gap, a: Assessment) -> tuple[bool, bool, bool, float, str]:
    """What opens a closed headline first, then what a command could bring, then unknown before carried, by weight."""
    shut = gap.headline is not None and a.headlines[gap.headline].score is None
    opens = shut and gap.status == "unknown" and gap.weight + a.headlines[_headline(gap)].known >= a.need
    return not opens, not gap.command, gap.status != "unknown", -gap.weight, gap.indicator


def _headline(gap: Gap) -> HeadlineId:
    return gap.headline or "commitment"


def _reach(key: HeadlineId, found: Sequence[Gap], results: Sequence[IndicatorResult], a: Assessment) -> Reach:
    """How far a headline would be known; a slope needs years and not a source, so Outlook stays as it is."""
    here = a.headlines[key]
    mine = [gap for gap in found if gap.headline == key]
    carried = sum(r.weight for r in results if r.headline == key and r.status == "carried")
    brought = sum(gap.weight for gap in mine if gap.status == "unknown" and gap.command)
    return Reach(key, here.score, here.known, carried, min(here.known + brought, 1.0))


def _steps(found: Sequence[Gap], a: Assessment) -> Iterator[Step]:
    for name in dict.fromkeys(name for gap in found for name in gap.lacking):
        alone = [gap for gap in found if name in gap.lacking and gap.status == "unknown"]
        adds: dict[HeadlineId, float] = {}
        for gap in alone:
            if gap.headline is not None:
                adds[gap.headline] = adds.get(gap.headline, 0.0) + gap.weight
        source = sources.load(name)
        yield Step(
            name, source.title, source.homepage, f"{source.fetch_command} && foedus build",
            tuple(gap.indicator for gap in found if name in gap.lacking), adds, tuple(_opened(adds, a)),
        )  # fmt: skip


def _opened(adds: Mapping[HeadlineId, float], a: Assessment) -> Iterator[HeadlineId]:
    """Headlines that have no score now, and would have enough of their weight known."""
    for key, weight in adds.items():
        here = a.headlines[key]
        if here.score is None and here.known + weight >= a.need:
            yield key


def _use(step: Step) -> tuple[int, float, str]:
    return -len(step.opens), -sum(step.adds.values()), step.source
