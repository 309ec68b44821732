"""How alike two states' foreign policies are: what they promise to whom, and how they vote in the United Nations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus import states
from foedus.declare import Column
from foedus.histories import _portfolios as kernel
from foedus.histories._history import Reader, history
from foedus.histories._portfolios import Floats, Joint, absolute, compared, nominal, pairs_of, squared

ALLIANCES, VOTES = (1816, 2018), (1946, 2019)
FEWEST = 10
"""Of fewer roll calls in common no similarity is told: one vote would move the S-score by up to 0.2."""
PLEDGED = (
    pl.when(pl.col("defense") | pl.col("offense")).then(3).when(pl.col("neutral") | pl.col("consul")).then(2)
    .when("nonagg").then(1).otherwise(0)
)  # fmt: skip
TO_ITSELF, BALLOTS = 3, 3

S, HAEGE = "S-score (Signorino and Ritter 1999)", "(Häge 2011)"
VALUED, EITHER = "pledges to every state, from 0 to 3", "whether anything is pledged to each state"
CAST = f"votes, yes 1, abstention 2, no 3; empty below {FEWEST} roll calls in common"
WEIGHTED = "targets weighted by CINC"
CHANCE = {
    "kappa_{}": f"Cohen's kappa with squared distances {HAEGE} of {{}}",
    "kappa_{}_nominal": "Cohen's kappa of nominal agreement (Cohen 1960) in {}",
    "pi_{}": f"Scott's pi with squared distances {HAEGE} of {{}}",
    "pi_{}_nominal": "Scott's pi of nominal agreement (Scott 1955) in {}",
    "taub_{}": "Kendall's tau-b (Kendall 1938) of {}",
}
ALLIED = {
    "s_alliance": f"{S}, absolute distances, of {VALUED}",
    "s_alliance_squared": f"{S}, squared distances {HAEGE}, of {VALUED}",
    **{name.format("alliance"): meaning.format(VALUED) for name, meaning in CHANCE.items()},
    "s_alliance_binary": f"{S} of {EITHER}; absolute and squared distances are the same",
    "kappa_alliance_binary": f"Cohen's kappa {HAEGE} of {EITHER}; squared and nominal distances are the same",
    "pi_alliance_binary": f"Scott's pi {HAEGE} of {EITHER}; squared and nominal distances are the same",
    "taub_alliance_binary": f"Kendall's tau-b (Kendall 1938) of {EITHER}",
    "s_alliance_weighted": f"{S}, absolute distances, {WEIGHTED}, of {VALUED}",
    "s_alliance_squared_weighted": f"{S}, squared distances {HAEGE}, {WEIGHTED}, of {VALUED}",
    "s_alliance_binary_weighted": f"{S}, {WEIGHTED}, of {EITHER}",
}
VOTED = {name.format("vote"): meaning.format(CAST) for name, meaning in CHANCE.items()}
APART = {
    "votes_alike": "Roll calls on which both voted yes, both no, or both abstained",
    "votes_one_apart": "Roll calls on which one voted yes or no and the other abstained",
    "votes_two_apart": "Roll calls on which one voted yes and the other no",
}


def _similarity(name: str, meaning: str) -> Column:
    return Column(name, pl.Float32, meaning, "similarity", within=(-1, 1))


@history(
    "dyad-year", reads=("atop_dyadic.pledges", "cow_nmc_7.capabilities"), years=ALLIANCES, rows=(994_005, 994_005),
    columns=[_similarity(name, meaning) for name, meaning in ALLIED.items()],
)  # fmt: skip
def alliance_similarity(read: Reader) -> pl.LazyFrame:
    """How alike what two states have pledged to every state of the system is, the two themselves included.

    3 is defense or offense, 2 neutrality or consultation, 1 non-aggression, 0 nothing. A state is pledged to itself
    with 3. What a state was promised does not count. Weights need not sum to 1; were one unknown, so would be all
    that is weighted in that year. Kappa, pi and tau-b are empty where they would divide nothing by nothing.
    """
    there = _system(read("cow_nmc_7.capabilities"))
    pledged = read("atop_dyadic.pledges").select("ccode1", "ccode2", "year", level=PLEDGED).collect()
    by_year = pledged.partition_by("year", as_dict=True)
    years = there.partition_by("year", maintain_order=True)
    return _told(_allied(one, by_year.get((one["year"][0],), pledged.clear())) for one in years)


@history(
    "dyad-year", reads=("unvotes.votes", "unvotes.roll_calls"), years=VOTES, rows=(809_247, 809_247),
    columns=[
        *(_similarity(name, meaning) for name, meaning in VOTED.items()),
        *(Column(name, pl.Int16, said, "roll calls", within=(0, 400), required=True) for name, said in APART.items()),
    ],
)  # fmt: skip
def vote_similarity(read: Reader) -> pl.LazyFrame:
    """How alike two states vote on the roll calls of a year in the General Assembly, all of which count the same.

    Absence is no vote. Most roll calls are near consensus; `vote_agreement_contested` is of the others alone. A pair
    without a roll call in common has no row; nobody has one in 1964. Kappa, pi and tau-b are empty where they would
    divide nothing by nothing, as for two states that always vote yes.
    """
    dated = read("unvotes.roll_calls").select("rcid", "year").filter(pl.col("year").is_between(*VOTES))
    cast = read("unvotes.votes").join(dated, on="rcid").collect()
    return _told(_voting(one) for one in cast.partition_by("year"))


def _system(capabilities: pl.LazyFrame) -> pl.DataFrame:
    """The states of each year in the order of their codes, with their weight."""
    first, last = ALLIANCES
    listed = states.state_years("cow", first=first, last=last).lazy().select(pl.col("ccode", "year").cast(pl.Int32))
    weights = capabilities.select("ccode", "year", weight="cinc_nmc7")
    return listed.join(weights, on=["ccode", "year"], how="left").sort("year", "ccode").collect()


def _allied(there: pl.DataFrame, pledged: pl.DataFrame) -> pl.DataFrame:
    codes = there["ccode"]
    inside = pledged.filter(pl.col(side).is_in(codes.implode()) for side in ("ccode1", "ccode2"))
    portfolios = np.zeros((len(codes), len(codes)), np.int8)
    portfolios[codes.search_sorted(inside["ccode1"]), codes.search_sorted(inside["ccode2"])] = inside["level"]
    np.fill_diagonal(portfolios, TO_ITSELF)
    plain = compared(portfolios, TO_ITSELF + 1)
    weighted = compared(portfolios, TO_ITSELF + 1, there["weight"].to_numpy())
    far = absolute(plain.levels), squared(plain.levels)
    either, over = plain.binary, nominal(2)
    values = [
        *(kernel.s_score(plain, apart) for apart in far), *_by_chance(plain), kernel.s_score(either, over),
        kernel.kappa(either, over), kernel.scotts_pi(either, over), kernel.tau_b(either),
        *(kernel.s_score(weighted, apart) for apart in far), kernel.s_score(weighted.binary, over),
    ]  # fmt: skip
    return _pairs(codes.to_numpy(), there["year"][0], dict(zip(ALLIED, values, strict=True)))


def _voting(cast: pl.DataFrame) -> pl.DataFrame:
    codes, voter = np.unique(cast["ccode"].to_numpy(), return_inverse=True)
    ballots, ballot = np.unique(cast["rcid"].to_numpy(), return_inverse=True)
    portfolios = np.full((codes.size, ballots.size), kernel.NOTHING, np.int8)
    portfolios[voter, ballot] = cast["vote"].to_numpy() - 1
    joint = compared(portfolios, BALLOTS)
    alike, two = np.trace(joint.cells), joint.cells[0, 2] + joint.cells[2, 0]
    values = [np.where(joint.total < FEWEST, np.nan, one) for one in _by_chance(joint)]
    told = dict(zip([*VOTED, *APART], [*values, alike, joint.total - alike - two, two], strict=True))
    return _pairs(codes, cast["year"][0], told).filter(pl.sum_horizontal(*APART) > 0)


def _by_chance(joint: Joint) -> list[Floats]:
    far = squared(joint.levels), nominal(joint.levels)
    corrected = [measure(joint, apart) for measure in (kernel.kappa, kernel.scotts_pi) for apart in far]
    return [*corrected, kernel.tau_b(joint)]


def _pairs(codes: NDArray[np.int32], year: int, values: dict[str, Floats]) -> pl.DataFrame:
    first, second = pairs_of(codes.size)
    key = {"ccode1": codes[first], "ccode2": codes[second], "year": np.full(first.size, year, np.int32)}
    return pl.DataFrame(key | {name: one.astype(np.float32) for name, one in values.items()})


def _told(years: Iterable[pl.DataFrame]) -> pl.LazyFrame:
    """All years as one table; what is not a number is unknown."""
    return pl.concat(years).lazy().with_columns(pl.col(pl.Float32).fill_nan(None))
