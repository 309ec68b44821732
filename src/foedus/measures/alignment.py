"""How close members' interests are, judged by their votes and always relative to everybody else's."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure, state_column

VOETEN = (
    "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting Data, "
    "Journal of Conflict Resolution 61(2)"
)


@state_column(["idealpointfp"], unit="ideal-point units, summed", citation=VOETEN)
def distance_to_all(panel: pl.DataFrame) -> pl.Series:
    """The sum of a state's ideal-point distances to every state with an ideal point in that year."""
    x = pl.col("idealpointfp")
    ranked = (
        panel.with_row_index("row").filter(x.is_not_null()).sort("year", "idealpointfp")
        .with_columns(k=pl.int_range(1, pl.len() + 1).over("year"), n=pl.len().over("year"),
                      below=x.cum_sum().over("year"), total=x.sum().over("year"))
    )  # fmt: skip
    below = x * pl.col("k") - pl.col("below")
    above = pl.col("total") - pl.col("below") - x * (pl.col("n").cast(pl.Int64) - pl.col("k"))
    sums = ranked.select("row", (below + above).alias("sum"))
    return panel.with_row_index("row").join(sums, on="row", how="left", maintain_order="left")["sum"]


@state_column(["idealpointfp"], unit="states", citation=VOETEN)
def states_voting(panel: pl.DataFrame) -> pl.Series:
    """How many states have an ideal point in that year."""
    known = pl.col("idealpointfp").is_not_null()
    return panel.select(pl.when(known).then(known.sum().over("year")).cast(pl.Float64).alias("n"))["n"]


def _cohesion(point: pl.Expr, to_all: pl.Expr, voting: pl.Expr) -> pl.Expr:
    """Mean distance between members over the mean distance of members to all other states."""
    n = point.len().cast(pl.Float64)
    ranked = point.sort()
    inside = 2 * ((2 * pl.int_range(1, point.len().cast(pl.Int64) + 1) - n - 1) * ranked).sum()
    outside = to_all.sum() - inside
    others = voting.first() - n
    return pl.when((n > 1) & (others > 0)).then((inside / (n * (n - 1))) / (outside / (n * others)))


@measure("member-year", within=(0, 50), aggregates=True, value_unit="ratio", citation=VOETEN)
def cohesion_ratio(idealpointfp: pl.Expr, distance_to_all: pl.Expr, states_voting: pl.Expr) -> pl.Expr:
    """Mean ideal-point distance inside over members' mean distance to all other states; 1 is no closer than anybody."""
    return _cohesion(idealpointfp, distance_to_all, states_voting)


@measure("member-year", within=(-50, 50), aggregates=True, value_unit="change in ratio", citation=VOETEN)
def cohesion_change(
    idealpointfp: pl.Expr,
    distance_to_all: pl.Expr,
    states_voting: pl.Expr,
    idealpointfp_lag5: pl.Expr,
    distance_to_all_lag5: pl.Expr,
    states_voting_lag5: pl.Expr,
) -> pl.Expr:
    """The cohesion ratio now minus five years ago, for the same members; below 0 they drew together.

    Association only: partners may draw together because they are partners, or be partners because they agree.
    """
    before = _cohesion(idealpointfp_lag5, distance_to_all_lag5, states_voting_lag5)
    return _cohesion(idealpointfp, distance_to_all, states_voting) - before
