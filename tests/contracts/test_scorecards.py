"""What every scorecard must keep: twelve pillars, readings with reasons, and one stage for each measure."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict

import polars as pl
import pytest

from foedus import scorecards, sources
from foedus.declare import HEADLINE_OF, Indicator, Scorecard
from foedus.measures import measures
from foedus.partnerships.context import CONTEXTS
from foedus.scorecards import _compose

PILLARS = (
    "commitment", "collective_defense", "cooperation", "diplomacy", "aid", "aid_implications", "relief",
    "technology", "organizations", "challenges", "outlook", "effectiveness",
)  # fmt: skip
"""The parts of the subject in the order in which the field describes it; none may be missing."""

OVER_ROWS = {"member-year", "pair-year", "directed-pair-year", "operation", "objective", "invocation", "programme"}


def _declared() -> list[Scorecard]:
    names = [name for _, name, _ in pkgutil.iter_modules(scorecards.__path__) if not name.startswith("_")]
    modules = [importlib.import_module(f"foedus.scorecards.{name}") for name in names]
    return [getattr(module, name) for name, module in zip(names, modules, strict=True)]


CARDS = _declared()
every = pytest.mark.parametrize("card", [pytest.param(card, id=card.id) for card in CARDS])
each = pytest.mark.parametrize("one", [pytest.param(i, id=i.id) for card in CARDS for i in card.indicators])


def test_a_scorecard_bears_the_name_of_its_file() -> None:
    assert CARDS
    assert all(isinstance(card, Scorecard) for card in CARDS)


@every
def test_its_pillars_are_the_twelve_parts_of_the_subject_in_order(card: Scorecard) -> None:
    assert tuple(pillar.id for pillar in card.pillars) == PILLARS
    assert len({pillar.title for pillar in card.pillars}) == len(PILLARS)
    assert card.need == 0.5


@every
def test_a_pillar_has_indicators_or_says_what_is_missing(card: Scorecard) -> None:
    for pillar in card.pillars:
        assert bool(pillar.indicators) != bool(pillar.empty), pillar.id
        assert not pillar.empty or pillar.empty.endswith("."), pillar.id
        assert all(indicator.pillar == pillar.id for indicator in pillar.indicators), pillar.id


@every
def test_ids_and_titles_are_used_once(card: Scorecard) -> None:
    for told in (Counter(i.id for i in card.indicators), Counter(i.title for i in card.indicators)):
        assert max(told.values()) == 1, told.most_common(3)


@every
def test_weights_sum_to_one_in_each_headline(card: Scorecard) -> None:
    weights = _compose.weights(card)
    sums = dict(weights.group_by("headline").agg(pl.col("weight").sum()).iter_rows())
    assert set(sums) == set(_compose.headline_names()) == {"commitment", "effects", "risk", "outlook"}
    assert all(abs(total - 1) < 1e-12 for total in sums.values()), sums
    assert set(weights["indicator"]) == {i.id for i in card.indicators if i.scored}
    assert weights["weight"].min() > 0  # type: ignore[operator]


@every
def test_pillars_weigh_the_same_in_a_headline(card: Scorecard) -> None:
    by_pillar = _compose.weights(card).group_by("headline", "pillar").agg(pl.col("weight").sum())
    spread = by_pillar.group_by("headline").agg(pl.col("weight").max() - pl.col("weight").min())["weight"]
    assert spread.max() < 1e-12  # type: ignore[operator]


@every
def test_a_measure_speaks_to_one_stage_only(card: Scorecard) -> None:
    stages: dict[str, set[str]] = defaultdict(set)
    used: Counter[str] = Counter()
    for indicator in card.indicators:
        for measure in indicator.measures:
            assert measures()[measure.name] is measure
            stages[measure.name].add(indicator.stage)
            used[measure.name] += 1
    assert max(used.values()) == 1, "a measure read twice counts twice"
    assert all(len(of) == 1 for of in stages.values()), stages


@each
def test_what_is_scored_has_goalposts_a_reason_a_caveat_and_says_what_it_needs(one: Indicator) -> None:
    assert one.caveat.endswith("."), "what it does not say"
    assert one.title[:1].isupper()
    if not one.scored:
        return
    assert one.worst is not None
    assert one.best is not None
    assert one.worst != one.best
    assert len(one.because) > 10, "why these goalposts"
    assert one.needs, "what has to be at hand to know it"
    assert not one.log or min(one.worst, one.best) >= 0, "a log scale has no place below nothing"


@each
def test_context_and_contested_indicators_are_shown_and_not_scored(one: Indicator) -> None:
    computed = one.measure is not None or one.stage == "outlook"
    if one.stage == "context" or one.contested or not one.core or not computed:
        assert not one.scored
        assert one.headline is None
    else:
        assert one.scored, "it feeds a stage and cannot be read: give goalposts, or mark it contested"
        assert one.headline == HEADLINE_OF[one.stage]


@each
def test_a_fallback_is_the_same_measure_from_another_source(one: Indicator) -> None:
    for other in one.fallbacks:
        assert one.measure is not None
        assert (other.unit, other.aggregates) == (one.measure.unit, one.measure.aggregates)
        assert set(other.columns).isdisjoint(one.measure.columns)


@each
def test_goalposts_lie_in_the_range_of_the_measure(one: Indicator) -> None:
    for measure in one.measures:
        low, high = measure.within or (float("-inf"), float("inf"))
        assert all(low <= post <= high for post in (one.worst, one.best) if post is not None)


@each
def test_rows_are_reduced_in_one_way(one: Indicator) -> None:
    """A measure that aggregates has nothing left to reduce; one over rows says how."""
    if one.measure is None or one.measure.aggregates or one.measure.unit not in OVER_ROWS:
        assert one.across == "whole"
    else:
        assert one.across != "whole"


@each
def test_it_applies_where_a_column_of_the_partnership_says_so(one: Indicator) -> None:
    known = {column for columns, _ in CONTEXTS.values() for column in columns}
    assert one.applies is None or one.applies in known
    assert one.max_age is None or 0 <= one.max_age <= 10


@each
def test_what_it_needs_can_be_had(one: Indicator) -> None:
    """Sources to fetch, or rows of the register; what nobody has declared yet is said in words."""
    assert one.needs or one.stage == "context"
    if one.measure is not None and one.needs:
        named = set(re.findall(r"[a-z0-9_]+", one.needs)) & {*sources.ids(), "register"}
        assert named, "its measure has columns, so a source or the register must hold them"
