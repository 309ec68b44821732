"""Rankings on one basket: which is chosen, who is kept, which places are shared, with answers done in one's head."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import foedus
from foedus.analyses._baskets import choose_basket
from foedus.analyses.comparison import _entrant
from foedus.analyses.ranking import Ranking, _placed, rank, ranks, share_above
from foedus.declare import Indicator, Measure
from foedus.errors import BadOption, OutsideCoverage, UnknownName
from foedus.partnerships.resolve import resolve
from foedus.reports import ranking
from foedus.reports._document import Told
from foedus.scorecards._drawn import Batch, known_in
from foedus.scorecards._draws import Floats
from foedus.scorecards._subject import choose
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse, claims, open_warehouse

NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "points", "", "")
ABCD = tuple(Indicator(name, name, NOTHING, name, "input", worst=0.0, best=100.0) for name in "ABCD")


def _chosen(*brings: str, weights: list[float] | None = None, need: float = 0.5, must: str = "") -> tuple[str, str]:
    """The indicators of the basket, and the partnerships that it keeps, of those that bring these indicators."""
    units = tuple(f"p{n}" for n in range(len(brings)))
    table = np.array([[i.id in one for i in ABCD] for one in brings], dtype=bool)
    held = np.array([weights or [1.0] * 4] * len(brings))
    basket = choose_basket(units, ABCD, held, table, need, must=must)
    return "".join(i.id for i in basket.indicators), " ".join(basket.kept)


def test_the_basket_keeps_the_most_partnerships() -> None:
    """AB is known for three and holds half; ABCD would keep one."""
    assert _chosen("ABCD", "AB", "ABC") == ("AB", "p0 p1 p2")


def test_of_baskets_that_keep_as_many_the_one_with_more_weight_is_chosen() -> None:
    assert _chosen("ABC", "ABCD") == ("ABC", "p0 p1")


def test_a_basket_below_the_need_is_no_basket() -> None:
    """What all three share is A alone, a quarter of the weight; AB keeps two."""
    assert _chosen("AB", "ABC", "ACD") == ("AB", "p0 p1")
    assert _chosen("A", "B") == ("", "")
    assert _chosen("A", "B", weights=[6, 2, 1, 1]) == ("A", "p0")


def test_a_partnership_can_be_held_to() -> None:
    assert _chosen("AB", "AB", "CD", must="p2") == ("CD", "p2")


def test_what_does_not_apply_has_no_weight_for_that_partnership() -> None:
    """Both bring A alone. To the second C and D do not apply, so A is half of its weight; to the first a quarter."""
    held = np.array([[1.0, 1, 1, 1], [1.0, 1, 0, 0]])
    basket = choose_basket(("p0", "p1"), ABCD, held, np.array([[True, False, False, False]] * 2), 0.5)
    assert (basket.kept, basket.share, basket.least) == (("p1",), 0.5, 0.5)


def test_other_baskets_hold_more_and_keep_fewer() -> None:
    units = ("p0", "p1", "p2")
    brings = np.array([[True] * 4, [True, True, False, False], [True, True, True, False]])
    basket = choose_basket(units, ABCD, np.ones((3, 4)), brings, 0.5)
    assert [(o.indicators, o.partnerships) for o in basket.others] == [(("A", "B", "C"), 2), (("A", "B", "C", "D"), 1)]


def test_ranks_count_who_scores_higher_and_equals_share_the_better_rank() -> None:
    drawn = np.array([[10.0, 5.0], [30.0, 5.0], [20.0, 1.0]])
    assert ranks(drawn).tolist() == [[3, 1], [1, 1], [2, 3]]


def test_a_tie_in_a_draw_counts_half() -> None:
    assert share_above(np.array([1.0, 2.0, 3.0, 3.0]), np.array([1.0, 1.0, 1.0, 4.0])) == pytest.approx(0.625)


def _places(*rows: list[float]) -> list[tuple[int, bool, int, int]]:
    drawn: Floats = np.array(rows)
    kept = [f"p{n}" for n in range(len(rows))]
    found = _placed(
        kept, drawn, drawn.mean(axis=1), {k: (k, "alliance") for k in kept}, dict.fromkeys(kept, (1.0, 1.0))
    )
    return [(p.place, p.shared, p.first, p.last) for p in found]


def test_neighbors_that_the_method_tells_apart_have_places_of_their_own() -> None:
    assert _places([9.0] * 10, [5.0] * 10, [1.0] * 10) == [(1, False, 1, 1), (2, False, 2, 2), (3, False, 3, 3)]


def test_neighbors_that_the_method_cannot_tell_apart_share_a_place_and_the_next_place_counts_them() -> None:
    """The second stands above the first in three draws of ten; the third is below both in all."""
    found = _places([9.0] * 10, [9.5] * 3 + [8.0] * 7, [1.0] * 10)
    assert [(place, shared) for place, shared, _, _ in found] == [(1, True), (1, True), (3, False)]
    assert [(first, last) for _, _, first, last in found] == [(1, 2), (1, 2), (3, 3)]


@pytest.mark.parametrize(("above", "shared"), [(9, False), (8, True), (2, True), (1, False)])
def test_a_place_is_shared_between_a_tenth_and_nine_tenths_of_choices(above: int, shared: bool) -> None:
    low = 0.0 if above > 4 else 4.9
    other = [low] * above + [5.1 if above > 4 else 5.2] * (10 - above)
    found = _places([5.0] * 10, other)
    assert all(one is shared for _, one, _, _ in found)


# On real data


@pytest.fixture
def warehouse(full: Path, at: Callable[[Path], None]) -> Warehouse:
    at(full)
    return open_warehouse()


def _ranked(warehouse: Warehouse, headline: str, **options: object) -> Ranking:
    asked = {"year": 2015, "kind": None, "top": 10, "draws": 200, "seed": 0} | options
    return rank(warehouse, headline, strategic_partnership, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("headline", ["risk", "commitment", "results", "outlook"])
def test_all_that_are_ranked_know_the_whole_basket_and_everybody_is_accounted_for(
    warehouse: Warehouse, headline: str
) -> None:
    r = _ranked(warehouse, headline)
    assert sum(b.weight for b in r.basket) == pytest.approx(1)
    assert r.least >= r.need - 1e-9
    assert len(r.ranked) + sum(len(e.partnerships) for e in r.left_out) == r.universe
    table = "derived.slopes" if headline == "outlook" else "derived.values"
    names = [b.indicator for b in r.basket]
    here = (pl.col("year") == 2015) & pl.col("indicator").is_in(names)
    rows = warehouse.scan(table).filter(here).collect()
    rows = rows if headline == "outlook" else rows.filter(pl.col("score").is_not_null())
    have = dict(rows.group_by("partnership").len().iter_rows())
    assert r.ranked
    assert all(have[p.partnership] == len(names) for p in r.ranked)
    assert all(p.own_basket is not None for p in r.ranked), "a headline below its need is not ranked"
    assert all(one.partnerships < len(r.ranked) for one in r.others)
    scores = [p.score for p in r.ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(p.low <= p.score <= p.high for p in r.ranked)
    nominal = [1 + sum(other > p.score + 1e-9 for other in scores) for p in r.ranked]
    assert all(p.first <= n <= p.last for n, p in zip(nominal, r.ranked, strict=True))
    assert all(p.place <= n for n, p in enumerate(r.ranked, 1))


def test_a_ranking_draws_what_a_comparison_draws_number_by_number(warehouse: Warehouse) -> None:
    """Claims, few cases and carried values included; NATO's figures are disputed."""
    card, every = strategic_partnership, claims(warehouse)
    names = {"NATO": "nato", "US-Japan": "us-japan", "CSTO": "csto"}
    scored = [i for i in card.indicators if i.scored and i.stage != "outlook"]
    batch = Batch(warehouse, card, 2015, 200, 0, dict.fromkeys(names.values(), "alliance"))
    found = batch.scores(scored, known_in(warehouse, 2015))
    compared = 0
    for name, unit in names.items():
        chosen = choose(warehouse, resolve(warehouse, [name], year=2015), 2015)
        entrant = _entrant(warehouse, chosen, card, every, 2015, draws=200, seed=0)
        assert set(entrant.drawn) == {indicator for of, indicator in found if of == unit}
        for indicator, drawn in entrant.drawn.items():
            assert found[unit, indicator] == pytest.approx(drawn, abs=1e-9), (unit, indicator)
            compared += len(set(drawn)) > 1
    assert compared > 20


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(warehouse: Warehouse) -> None:
    one, two, other = (
        Told(_ranked(warehouse, "risk", kind="alliance", seed=seed), ranking.document).to("json") for seed in (0, 0, 1)
    )
    assert one == two
    assert json.loads(one)["ranked"][0]["low"] != json.loads(other)["ranked"][0]["low"]


def test_what_cannot_be_ranked_is_said_in_a_sentence(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownName, match="alliance"):
        _ranked(warehouse, "risk", kind="aliance")
    with pytest.raises(BadOption, match="one of commitment"):
        _ranked(warehouse, "danger")
    with pytest.raises(BadOption, match="1 or more"):
        _ranked(warehouse, "risk", top=0)
    with pytest.raises(OutsideCoverage):
        _ranked(warehouse, "risk", year=1700)
    with pytest.raises(BadOption, match="--keep"):
        _ranked(warehouse, "risk", kind="bilateral_pact", keep="NATO")


def test_nobody_is_ranked_where_nothing_is_known(data: Path, at: Callable[[Path], None]) -> None:
    """In the box alone few indicators are known of anybody in 1820."""
    at(data)
    r = _ranked(open_warehouse(), "results", year=1820)
    assert r.ranked == ()
    told = Told(r, ranking.document)
    assert "Nobody can be ranked" in told.to("md")
    assert told.data.height == 0


def test_the_verb_tells_the_first_and_keeps_all(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    told = foedus.rank(headline="risk", year=2015, top=3, draws=100)
    assert told.data.height > 300
    assert "The first 3 of" in told.to("md")
