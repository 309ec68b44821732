"""From values to scores: carrying within an age limit, reading against goalposts, and the four headlines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from foedus.declare import HEADLINE_OF, HeadlineId, Indicator, Scorecard
from foedus.scorecards._means import mean_of
from foedus.scorecards._slopes import theil_sen

BY = ["partnership", "year"]
FOREVER = 10_000


def declared(scorecard: Scorecard) -> pl.DataFrame:
    """The scored indicators with their pillar, stage and headline, and the weights declared at both levels."""
    rows = [
        {
            "indicator": i.id, "pillar": pillar.id, "stage": i.stage, "headline": i.headline, "own": i.weight,
            "beside": pillar.weights.get(HEADLINE_OF[i.stage], 1.0) if i.stage != "context" else 1.0,
            "factor": scorecard.factors.get(i.id, 1.0),
        }
        for pillar in scorecard.pillars for i in pillar.indicators if i.scored
    ]  # fmt: skip
    texts = dict.fromkeys(("indicator", "pillar", "stage", "headline"), pl.String)
    return pl.DataFrame(rows, schema={**texts, **dict.fromkeys(("own", "beside", "factor"), pl.Float64)})


def shared(over: Sequence[str]) -> pl.Expr:
    """Each indicator's weight in a headline: its own in its pillar, times its pillar's beside the others there.

    Equal weights are 1 over the indicators of the pillar over the pillars, to the last digit.
    """
    inside = [*over, "pillar"]
    first = pl.int_range(pl.len()).over(inside) == 0
    pillars = pl.when(first).then(pl.col("beside")).otherwise(0.0).sum().over(over)
    return pl.col("own") * pl.col("beside") / (pl.col("own").sum().over(inside) * pillars) * pl.col("factor")


def weights(scorecard: Scorecard, without: Collection[str] = ()) -> pl.DataFrame:
    """Nominal weights: equal between the pillars that feed a headline, and between a pillar's indicators in it.

    Where the scorecard declares other weights, in proportion to those. Indicators named in `without` do not
    apply: their weight goes to the others of their pillar, and that of a pillar without any to the other
    pillars. Columns: indicator, pillar, stage, headline, weight (summing to 1 within each headline).
    """
    rows = declared(scorecard).filter(~pl.col("indicator").is_in(list(without)))
    found = rows.with_columns(weight=shared(["headline"])).drop("own", "beside", "factor")
    if scorecard.factors:
        found = found.with_columns(pl.col("weight") / pl.col("weight").sum().over("headline"))
    return found


def goodness(value: pl.Expr, worst: pl.Expr, best: pl.Expr, log: pl.Expr) -> pl.Expr:
    """How far a value lies from worst (0) to best (100), clipped; on a log scale where the indicator says so."""
    v = pl.when(log).then(value.clip(lower_bound=0).log1p()).otherwise(value)
    w = pl.when(log).then(worst.log1p()).otherwise(worst)
    b = pl.when(log).then(best.log1p()).otherwise(best)
    return (100 * (v - w) / (b - w)).clip(0, 100)


def readings(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """How each indicator is read: goalposts, scale, age limit, whether risk, whether scored."""
    return pl.DataFrame(
        [
            {
                "indicator": i.id, "worst": i.worst, "best": i.best, "log": i.log, "scored": i.scored,
                "max_age": FOREVER if i.max_age is None else i.max_age, "risk": i.stage == "risk",
                "applies": i.applies,
            }
            for i in indicators
        ],
        schema_overrides={"worst": pl.Float64, "best": pl.Float64, "applies": pl.String, "max_age": pl.Int32},
    )  # fmt: skip


def with_status(
    values: pl.DataFrame, units: pl.DataFrame, indicators: Sequence[Indicator], context: pl.DataFrame
) -> pl.DataFrame:
    """Every partnership-year by every indicator, with status observed, carried, unknown or not applicable.

    `values` are the known values; `units` the partnership-years; `context` holds the yes-or-no columns that
    say whether an indicator applies (null there means that it does not). A value of earlier years is carried
    up to the indicator's age limit. Adds: status, year_used, score.
    """
    read = readings([i for i in indicators if i.measure is not None])
    grid = units.select(BY).join(read, how="cross").sort("year")
    seen = (
        values.select(*BY, "indicator", "value", "n", "of", "basis").with_columns(year_used=pl.col("year")).sort("year")
    )
    full = grid.join_asof(seen, on="year", by=["partnership", "indicator"], strategy="backward", check_sortedness=False)
    full = full.join(_applicable(context, indicators), on=[*BY, "indicator"], how="left")
    age = pl.col("year") - pl.col("year_used")
    fresh = pl.col("value").is_not_null() & (age <= pl.col("max_age"))
    status = (
        pl.when(pl.col("applies").is_not_null() & ~pl.col("applicable").fill_null(value=False))
        .then(pl.lit("not_applicable"))
        .when(fresh & (age == 0)).then(pl.lit("observed"))
        .when(fresh).then(pl.lit("carried"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip
    full = full.with_columns(status=status)
    known = pl.col("status").is_in(["observed", "carried"])
    good = goodness(pl.col("value"), pl.col("worst"), pl.col("best"), pl.col("log"))
    score = pl.when(pl.col("risk")).then(100 - good).otherwise(good)
    return full.with_columns(
        *(pl.when(known).then(pl.col(name)).alias(name) for name in ("value", "n", "of", "basis", "year_used")),
        score=pl.when(known & pl.col("scored")).then(score),
    ).select(*BY, "indicator", "value", "n", "of", "basis", "status", "year_used", "score")


def _applicable(context: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    parts = [
        context.select(*BY, pl.lit(i.id).alias("indicator"), pl.col(i.applies).is_not_null().alias("applicable"))
        for i in indicators
        if i.applies is not None
    ]
    schema = {"partnership": pl.String, "year": pl.Int32, "indicator": pl.String, "applicable": pl.Boolean}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def slopes(scored: pl.DataFrame, scorecard: Scorecard) -> pl.DataFrame:
    """Theil-Sen slopes of observed scores over ten years, in points a year, up meaning better.

    Columns: partnership, year, indicator, slope. A slope needs four observed years; carried values are left out.
    """
    risk = [i.id for i in scorecard.indicators if i.stage == "risk"]
    good = pl.when(pl.col("indicator").is_in(risk)).then(100 - pl.col("score")).otherwise(pl.col("score"))
    seen = scored.filter((pl.col("status") == "observed") & pl.col("score").is_not_null()).with_columns(good=good)
    points = seen.sort("partnership", "indicator", "year")
    series = points.select(pl.struct("partnership", "indicator").rle_id().cast(pl.Int32)).to_series().to_numpy()
    found = theil_sen(series, points["year"].to_numpy(), points["good"].to_numpy())
    slope = pl.Series("slope", found, nan_to_null=True)
    return points.select("partnership", pl.col("year").cast(pl.Int32), "indicator", slope).drop_nulls("slope")


def outlook(scored: pl.DataFrame, found: pl.DataFrame, scorecard: Scorecard) -> pl.DataFrame:
    """The outlook indicator: the mean slope over the scored indicators, as goalpost ranges per ten years.

    `n` of `of`: how many of the applicable scored indicators have a slope.
    """
    here = [i for i in scorecard.indicators if i.stage == "outlook" and i.scored]
    if not here:
        return scored.clear()
    kinds = [i.id for i in scorecard.indicators if i.scored and i.stage != "outlook"]
    applicable = (
        scored.filter(pl.col("indicator").is_in(kinds) & (pl.col("status") != "not_applicable"))
        .group_by(BY)
        .agg(of=pl.len())
    )
    mean = found.group_by(BY).agg(value=pl.col("slope").mean() * 10 / 100, n=pl.len())
    joined = applicable.join(mean, on=BY, how="left")
    known = pl.col("value").is_not_null()
    return joined.select(
        *BY, pl.lit(here[0].id).alias("indicator"), "value", "n", "of", pl.lit(0).alias("basis"),
        status=pl.when(known).then(pl.lit("observed")).otherwise(pl.lit("unknown")),
        year_used=pl.when(known).then(pl.col("year")), score=(50 + 50 * pl.col("value")).clip(0, 100),
    )  # fmt: skip


def headlines(scored: pl.DataFrame, scorecard: Scorecard) -> pl.DataFrame:
    """Each partnership-year's four headlines: score over what is known, and the share of weight that is known.

    Columns: partnership, year, headline, score (null below the scorecard's need), known. For the outlook the
    share known is the share of scored indicators that have a slope.
    """
    kinds = declared(scorecard).drop("stage")
    joined = scored.join(kinds, on="indicator").filter(pl.col("status") != "not_applicable")
    joined = joined.with_columns(weight=shared([*BY, "headline"]))
    share = pl.when(pl.col("headline") == "outlook").then(pl.col("n").fill_null(0) / pl.col("of"))
    has = share.otherwise(pl.col("score").is_not_null().cast(pl.Float64))
    weight = pl.col("weight")
    summed = joined.group_by(*BY, "headline").agg(
        known=(has * weight).sum() / weight.sum(),
        score=(pl.col("score") * weight).sum() / weight.filter(pl.col("score").is_not_null()).sum(),
    )
    if not scorecard.sums:
        summed = summed.drop("score").join(_two_levels(joined, scorecard), on=[*BY, "headline"], how="left")
    summed = summed.with_columns(pl.col("known").round(9))
    enough = (pl.col("known") >= scorecard.need) & pl.col("score").is_finite()
    return summed.with_columns(score=pl.when(enough).then(pl.col("score"))).sort(*BY, "headline")


def _two_levels(joined: pl.DataFrame, scorecard: Scorecard) -> pl.DataFrame:
    """Means of pillars, then of headlines, over what is known and has weight."""
    known = joined.filter(pl.col("score").is_not_null() & (pl.col("weight") > 0))
    inside = known.group_by(*BY, "headline", "pillar").agg(
        score=mean_of(scorecard.within), weight=pl.col("weight").sum()
    )
    return inside.group_by(*BY, "headline").agg(score=mean_of(scorecard.between))


def headline_names() -> tuple[HeadlineId, ...]:
    """The four headlines in the order they are read."""
    return tuple(dict.fromkeys(HEADLINE_OF.values()))
