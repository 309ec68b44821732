"""How alike two states vote in the General Assembly: by their roll calls in common, and by their ideal points."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure
from foedus.histories.similarity import FEWEST
from foedus.measures.alignment import VOETEN
from foedus.measures.diplomacy import VOTES

SIGNORINO_RITTER = (
    "Signorino and Ritter (1999), Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy Positions, "
    "International Studies Quarterly 43(1), 115-144"
)
HAEGE = (
    "Häge (2011), Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement, "
    "Political Analysis 19(3), 287-305"
)


@measure("dyad-year", within=(0, 1_200), value_unit="roll calls", citation=VOTES)
def roll_calls_shared(votes_alike: pl.Expr, votes_one_apart: pl.Expr, votes_two_apart: pl.Expr) -> pl.Expr:
    """Roll calls of the year on which both voted yes or no or abstained."""
    return votes_alike + votes_one_apart + votes_two_apart


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole >= FEWEST).then(part / whole)


@measure("dyad-year", within=(-1, 1), value_unit="similarity", citation=SIGNORINO_RITTER)
def s_vote(votes_alike: pl.Expr, votes_one_apart: pl.Expr, votes_two_apart: pl.Expr) -> pl.Expr:
    """S-score of votes, absolute distances: 1 for all alike, -1 for yes against no in all; unknown below ten in common.

    An abstention is half way between yes and no.
    """
    shared = votes_alike + votes_one_apart + votes_two_apart
    return 1 - _share(votes_one_apart + 2 * votes_two_apart, shared)


@measure("dyad-year", within=(-1, 1), value_unit="similarity", citation=HAEGE)
def s_vote_squared(votes_alike: pl.Expr, votes_one_apart: pl.Expr, votes_two_apart: pl.Expr) -> pl.Expr:
    """S-score of votes, squared distances: an abstention is a quarter as far as a no; unknown below ten in common."""
    shared = votes_alike + votes_one_apart + votes_two_apart
    return 1 - _share(votes_one_apart + 4 * votes_two_apart, shared) / 2


@measure("dyad-year", within=(0, 1), value_unit="share", citation=VOTES)
def vote_same(votes_alike: pl.Expr, votes_one_apart: pl.Expr, votes_two_apart: pl.Expr) -> pl.Expr:
    """Share of the roll calls in common on which both cast the same vote; unknown below ten in common."""
    return _share(votes_alike, votes_alike + votes_one_apart + votes_two_apart)


@measure("dyad-year", within=(0, 12), value_unit="ideal-point units", citation=VOETEN)
def ideal_point_distance(idealpointfp1: pl.Expr, idealpointfp2: pl.Expr) -> pl.Expr:
    """How far apart the two states' ideal points from votes on final passage are; read it within a year."""
    return (idealpointfp1 - idealpointfp2).abs()
