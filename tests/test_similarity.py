"""Similarity of two states as a panel is given it: from pledges and from votes, on every pair and year."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus import states
from foedus.histories.similarity import ALLIANCES, FEWEST, alliance_similarity, vote_similarity

AUSTRIA, PRUSSIA, RUSSIA, BAVARIA, TURKEY = 300, 255, 365, 245, 640
EUROPE_1816 = 23
NONE = dict.fromkeys(("defense", "offense", "neutral", "nonagg", "consul"), False)
USA, UK, FRANCE, WEST_GERMANY, POLAND = 2, 200, 220, 260, 290
WITHOUT_VOTES = {1951, 1964}
"""Years of seven roll calls, and of none."""


def _reader(**tables: pl.DataFrame) -> Callable[[str], pl.LazyFrame]:
    return lambda name: tables[name.replace(".", "_")].lazy()


@functools.cache
def _capabilities() -> pl.DataFrame:
    there = states.state_years("cow", first=ALLIANCES[0], last=ALLIANCES[1])
    return there.select(pl.col("ccode", "year").cast(pl.Int32), cinc_nmc7=pl.lit(0.05))


def _in_1816(*pledges: tuple[int, int, str], weights: pl.DataFrame | None = None) -> dict[tuple[int, int], dict]:
    rows = [{"ccode1": one, "ccode2": two, "year": 1816, **NONE, kind: True} for one, two, kind in pledges]
    types = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32} | dict.fromkeys(NONE, pl.Boolean)
    capabilities = _capabilities() if weights is None else weights
    read = _reader(atop_dyadic_pledges=pl.DataFrame(rows, schema=types), cow_nmc_7_capabilities=capabilities)
    found = alliance_similarity.make(read).filter(pl.col("year") == 1816).collect()
    return {(row["ccode1"], row["ccode2"]): row for row in found.iter_rows(named=True)}


# Pledges, invented


def test_every_two_states_of_a_year_have_a_row_the_lower_code_first() -> None:
    pairs = _in_1816()
    assert len(pairs) == EUROPE_1816 * (EUROPE_1816 - 1) // 2
    assert all(one < two for one, two in pairs)


def test_two_states_without_allies_differ_over_themselves_alone() -> None:
    row = _in_1816()[(BAVARIA, AUSTRIA)]
    assert row["s_alliance"] == pytest.approx(1 - 2 * 6 / (3 * EUROPE_1816), rel=1e-6)
    assert row["s_alliance_binary"] == pytest.approx(1 - 2 * 2 / EUROPE_1816, rel=1e-6)
    assert row["s_alliance_weighted"] == pytest.approx(row["s_alliance"], rel=1e-6), "all weigh the same"
    assert row["kappa_alliance"] < 0 < row["s_alliance"], "S takes what neither has for agreement; kappa does not"


def test_defense_and_offense_are_3_neutrality_and_consultation_2_nonaggression_1() -> None:
    third = {
        kind: _in_1816((AUSTRIA, TURKEY, kind))[(BAVARIA, AUSTRIA)]["s_alliance"]
        for kind in ("defense", "offense", "neutral", "consul", "nonagg")
    }
    steps = {kind: round((1 - s) / 2 * 3 * EUROPE_1816) - 6 for kind, s in third.items()}
    assert steps == {"defense": 3, "offense": 3, "neutral": 2, "consul": 2, "nonagg": 1}


def test_a_pledge_counts_for_who_made_it() -> None:
    promised = _in_1816((RUSSIA, TURKEY, "defense"))
    assert promised[(BAVARIA, RUSSIA)]["s_alliance"] < _in_1816()[(BAVARIA, RUSSIA)]["s_alliance"]
    assert promised[(BAVARIA, TURKEY)]["s_alliance"] == _in_1816()[(BAVARIA, TURKEY)]["s_alliance"]


def test_two_states_pledged_to_each_other_and_to_the_same_third_are_wholly_alike() -> None:
    both = [(AUSTRIA, PRUSSIA, "defense"), (PRUSSIA, AUSTRIA, "defense")]
    row = _in_1816(*both, (AUSTRIA, RUSSIA, "consul"), (PRUSSIA, RUSSIA, "consul"))[(PRUSSIA, AUSTRIA)]
    told = {name: value for name, value in row.items() if name not in {"ccode1", "ccode2", "year"}}
    assert told == dict.fromkeys(told, pytest.approx(1.0))


def test_a_pledge_to_or_from_no_state_of_the_system_is_left_out() -> None:
    assert _in_1816((AUSTRIA, 711, "defense"), (711, AUSTRIA, "defense")) == _in_1816()


def test_one_unknown_weight_makes_what_is_weighted_unknown_in_that_year_alone() -> None:
    lacking = (pl.col("ccode") == TURKEY) & (pl.col("year") == 1816)
    weights = _capabilities().filter(~lacking)
    row = _in_1816((AUSTRIA, RUSSIA, "defense"), weights=weights)[(BAVARIA, AUSTRIA)]
    assert {name for name, value in row.items() if value is None} == {
        "s_alliance_weighted", "s_alliance_squared_weighted", "s_alliance_binary_weighted",
    }  # fmt: skip


# Votes, invented


def _votes(**cast: str) -> dict[tuple[int, int], dict]:
    codes = {"usa": USA, "uk": UK, "france": FRANCE}
    rows = [
        (number, codes[who], "yan".index(letter) + 1)
        for who, letters in cast.items()
        for number, letter in enumerate(letters)
        if letter != "-"
    ]
    votes = pl.DataFrame(rows, schema={"rcid": pl.Int32, "ccode": pl.Int32, "vote": pl.Int8}, orient="row")
    dated = pl.DataFrame({"rcid": range(40), "year": [1990] * 40}, schema={"rcid": pl.Int32, "year": pl.Int32})
    found = vote_similarity.make(_reader(unvotes_votes=votes, unvotes_roll_calls=dated)).collect()
    return {(row["ccode1"], row["ccode2"]): row for row in found.iter_rows(named=True)}


def test_votes_are_compared_where_both_took_part() -> None:
    row = _votes(usa="yyyyyyyynnaa--", uk="yyyyyyyaynyayy")[(USA, UK)]
    assert (row["votes_alike"], row["votes_one_apart"], row["votes_two_apart"]) == (9, 2, 1)


def test_two_states_that_always_vote_yes_agree_beyond_chance_as_much_as_nobody_can_say() -> None:
    row = _votes(usa="y" * 20, uk="y" * 20)[(USA, UK)]
    assert row["votes_alike"] == 20
    assert {row[name] for name in row if name.startswith(("kappa", "pi", "taub"))} == {None}


def test_of_few_roll_calls_in_common_the_counts_are_told_and_no_similarity() -> None:
    few, enough = (_votes(usa="yn" * 20, uk="yn" * (n // 2) + "y" * (n % 2)) for n in (FEWEST - 1, FEWEST))
    assert few[(USA, UK)]["votes_alike"] == FEWEST - 1
    assert few[(USA, UK)]["kappa_vote"] is None
    assert enough[(USA, UK)]["kappa_vote"] == 1.0


def test_a_pair_that_never_took_part_together_has_no_row() -> None:
    assert set(_votes(usa="yn--", uk="--yn", france="yyyy")) == {(USA, FRANCE), (UK, FRANCE)}


# The real ones


@pytest.fixture(scope="module")
def panel(full: Path) -> pl.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        asked = ["alliance_similarity", "vote_similarity", "s_vote", "vote_same", "vote_agreement_contested"]
        return foedus.panel("dyad-year", asked, years="1816:2019").data


def test_a_panel_has_similarity_inside_the_years_it_is_known_and_not_beyond(panel: pl.DataFrame) -> None:
    span = panel.group_by("year").agg(pl.col("s_alliance", "s_alliance_weighted", "s_vote").count()).sort("year")
    known: Mapping[str, list[int]] = {
        name: span.filter(pl.col(name) > 0)["year"].to_list() for name in span.columns if name != "year"
    }
    assert known["s_alliance"] == known["s_alliance_weighted"] == list(range(1816, 2019))
    assert known["s_vote"] == [year for year in range(1946, 2020) if year not in WITHOUT_VOTES]
    assert panel.filter(pl.col("year") < 2019)["s_alliance"].null_count() == 0, "every pair of states is compared"


def test_s_of_all_votes_and_agreement_in_contested_ones_go_together_and_are_not_the_same(panel: pl.DataFrame) -> None:
    both = panel.drop_nulls(["s_vote", "vote_agreement_contested"])
    r = both.select(pl.corr("s_vote", "vote_agreement_contested")).item()
    assert 0.6 < r < 0.99
    assert (both["s_vote"] - (2 * both["vote_agreement_contested"] - 1)).mean() > 0.1, "consensus lifts S"


def _told(panel: pl.DataFrame, one: int, two: int, year: int) -> dict[str, float]:
    pair = (pl.col("ccode1") == one) & (pl.col("ccode2") == two) & (pl.col("year") == year)
    return panel.row(by_predicate=pair, named=True)


def test_west_germany_is_nearer_to_the_united_states_than_to_poland_by_votes_and_by_pledges_to_the_strong(
    panel: pl.DataFrame,
) -> None:
    allied, opposed = _told(panel, USA, WEST_GERMANY, 1975), _told(panel, WEST_GERMANY, POLAND, 1975)
    for name in ("s_vote", "kappa_vote", "kappa_vote_nominal", "pi_vote", "s_alliance_weighted"):
        assert allied[name] > opposed[name] + 0.3, name


def test_but_whether_anything_is_pledged_tells_the_blocs_of_europe_not_apart(panel: pl.DataFrame) -> None:
    """In 1975 both have pledged non-aggression at least to the same states, those of the Helsinki Final Act."""
    allied, opposed = _told(panel, USA, WEST_GERMANY, 1975), _told(panel, WEST_GERMANY, POLAND, 1975)
    assert opposed["kappa_alliance_binary"] == opposed["s_alliance_binary"] == 1.0
    assert opposed["s_alliance"] > allied["s_alliance"]
