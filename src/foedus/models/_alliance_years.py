"""Alliance-years at risk: what was known of each ATOP alliance at the end of a year, and how it ended in the next.

Ends are read from how the members that left in the last year left (ATOP's termmode): a violation by any of them is a
violation, else a new agreement, else fulfillment or expiry; what is left went under with a member or otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.warehouse import Warehouse

LAST_YEAR = 2018
"""ATOP 5.1 follows alliances to the end of this year; an alliance in effect then is censored."""
ENDS = ("fulfilled or expired", "violated", "replaced by a new agreement", "overtaken")
"""Categories 1 to 4; the last: a member lost its independence, or the alliance went under otherwise."""
VIOLATED, REPLACED, FULFILLED = (3,), (2,), (1, 5)
KNOWN_SHARE = 0.75
"""A mean over members needs so many of them; below, the covariate is unknown."""
REGIME_YEARS, REGIME_STEP, COUP_YEARS, NEW_YEARS = 5, 0.1, 3, 3
SAME = 9
"""Decimals beyond which the order of a sum may speak."""
COUPS, RIVALS = (1950, 2018), (1816, 2010)
KEY = ["atopid", "at"]


@dataclass(frozen=True, slots=True)
class Covariate:
    """What is known of an alliance at the end of a year, which block of sources it comes from, and why it is here."""

    name: str
    title: str
    block: str
    reason: str


COVARIATES = (
    Covariate("log_age", "Age, log years", "treaty", "duration dependence: Bennett (1997)"),
    Covariate("due", "Term ends next year", "treaty", "a scheduled end is no breach: Leeds and Savun (2007)"),
    Covariate("overdue", "Term has passed", "treaty", "prolonged after its term: Leeds and Savun (2007)"),
    Covariate("fixed_term", "Has a fixed term", "treaty", "a scheduled end is no breach: Leeds and Savun (2007)"),
    Covariate("bilateral", "Two members", "treaty", "unit of Leeds and Savun (2007)"),
    Covariate("log_size", "Members, log", "treaty", "size: Bennett (1997)"),
    Covariate("active", "Promises active support", "treaty", "what is promised: Leeds (2003)"),
    Covariate("nonaggression_only", "Promises non-aggression alone", "treaty", "what is promised: Leeds (2003)"),
    Covariate("institutions", "Peacetime institutions, 0 to 4", "treaty", "institutions: Leeds and Anac (2005)"),
    Covariate("nonmilitary", "Non-military cooperation", "treaty", "issue linkage: Leeds and Savun (2007)"),
    Covariate("wartime", "Signed in war", "treaty", "tied to one conflict: Bennett (1997)"),
    Covariate("democracy", "Mean electoral democracy of members", "regimes", "costs of breach: Leeds and Savun (2007)"),
    Covariate("regime_change", "Share of members whose regime moved in 5 years", "regimes",
              "change of institutions: Leeds (2003), Leeds and Savun (2007)"),
    Covariate("outside_alliances", "New alliances of members in 3 years, log per member", "outside",
              "new outside alliance: Leeds and Savun (2007)"),
    Covariate("capability_change", "Mean change of members' capability since they joined", "capabilities",
              "change in power: Leeds (2003), Leeds and Savun (2007)"),
    Covariate("capability", "Sum of members' shares of world capability", "capabilities", "size: Bennett (1997)"),
    Covariate("shared_rival", "Two members have a rival in common", "rivals", "shared threat: Walt (1987)"),
    Covariate("rivals_within", "Two members are rivals", "rivals", "conflict within: Bennett (1997)"),
    Covariate("coups", "Share of members with a coup attempt in 3 years", "instability", "instability of members"),
)  # fmt: skip
BLOCKS = tuple(dict.fromkeys(c.block for c in COVARIATES))
NEEDS = {
    "treaty": "atop", "outside": "atop", "regimes": "vdem_simple", "capabilities": "cow_nmc",
    "rivals": "strategic_rivalries", "instability": "powell_thyne_coups",
}  # fmt: skip
INSTITUTIONS = (
    (pl.col("milcon") >= 2).cast(pl.Float64) + (pl.col("organ1") >= 2) + (pl.col("base") > 0) + pl.col("intcom")
)


def alliance_years(warehouse: Warehouse) -> pl.DataFrame:
    """Every alliance in force at the end of a year: at, next year, end in it (0 if none, null if past 2018)."""
    alliances = warehouse.scan("atop.alliances").select("atopid", "begyr", "endyr", "bilat", "wartime")
    until = pl.min_horizontal(pl.col("endyr").fill_null(LAST_YEAR + 1), pl.lit(LAST_YEAR + 1))
    rows = (
        alliances.with_columns(pl.int_ranges("begyr", until, dtype=pl.Int32).alias("at"))
        .explode("at", empty_as_null=False)
        .join(_ends(warehouse), on="atopid", how="left")
        .with_columns(end=pl.when(pl.col("at") + 1 == pl.col("endyr")).then(pl.col("mode").fill_null(4)).otherwise(0))
        .with_columns(end=pl.when(pl.col("at") < LAST_YEAR).then(pl.col("end")))
    )
    return with_covariates(warehouse, rows, _members(warehouse)).sort("at", "atopid").collect()


def _ends(warehouse: Warehouse) -> pl.LazyFrame:
    """How each alliance ended, from how those members left that left in its last year."""

    def any_of(modes: tuple[int, ...]) -> pl.Expr:
        return pl.col("termmode").is_in(list(modes)).any()

    mode = pl.when(any_of(VIOLATED)).then(2).when(any_of(REPLACED)).then(3).when(any_of(FULFILLED)).then(1).otherwise(4)
    over = warehouse.scan("atop.alliances").filter(pl.col("endyr").is_not_null()).select("atopid", "endyr")
    left = warehouse.scan("atop.members").filter(pl.col("yrexit").is_not_null()).join(over, on="atopid")
    last = left.filter(pl.col("yrexit") == pl.col("yrexit").max().over("atopid"))
    return last.group_by("atopid").agg(mode=mode)


def _members(warehouse: Warehouse) -> pl.LazyFrame:
    """Members of each alliance at the end of each year, with the year they joined."""
    open_end = pl.col("yrexit").fill_null(LAST_YEAR + 1)
    years = pl.int_ranges(pl.col("yrent"), open_end, dtype=pl.Int32)
    yearly = warehouse.scan("atop.members").select("atopid", "ccode", "yrent", years.alias("at"))
    return yearly.explode("at", empty_as_null=False).drop_nulls("at").unique([*KEY, "ccode"])


def with_covariates(warehouse: Warehouse, rows: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    """Alliances at the end of years with all covariates; null where a source does not reach or is not at hand.

    `rows` has atopid, begyr, bilat, wartime, at; `members` has atopid, ccode, yrent, at.
    """
    found = _with_treaty(warehouse, rows)
    for part in (_size(members), _regimes(warehouse, members), _capabilities(warehouse, members),
                 _rivals(warehouse, members), _coups(warehouse, members), _outside(warehouse, members)):  # fmt: skip
        found = found.join(part, on=KEY, how="left")
    keep = ["atopid", "at", "begyr", "term_from", "term_months", *(["end"] if "end" in rows.collect_schema() else [])]
    reach = (
        pl.col("at").is_between(*RIVALS) if warehouse.has("strategic_rivalries.rival_years") else pl.lit(value=False)
    )
    found = found.with_columns(
        *(pl.when(reach).then(pl.col(c).fill_null(0.0)).alias(c) for c in ("shared_rival", "rivals_within"))
    )
    return found.select(*keep, *(pl.col(c.name).cast(pl.Float64).round(SAME) for c in COVARIATES))


def clock(year: pl.Expr, begun: pl.Expr, term_from: pl.Expr, months: pl.Expr) -> tuple[pl.Expr, ...]:
    """Age and where a fixed term stands in a year at risk: log_age, due, overdue; unknown term, unknown out."""
    passed = (year - term_from) * 12 >= months
    before = (year - 1 - term_from) * 12 >= months
    return (
        (year - begun).log().alias("log_age"), ((months > 0) & passed & ~before).cast(pl.Float64).alias("due"),
        ((months > 0) & before).cast(pl.Float64).alias("overdue"),
    )  # fmt: skip


def _with_treaty(warehouse: Warehouse, rows: pl.LazyFrame) -> pl.LazyFrame:
    """What the phase in force at the time provides for."""
    provisions = ("length", "defense", "offense", "neutral", "nonagg", "consul", "milcon", "intcom", "organ1", "base",
                  "nomicoop")  # fmt: skip
    phases = warehouse.scan("atop.phases").select("atopid", "phase", pl.col("begyr").alias("term_from"), *provisions)
    joined = rows.sort("at").join_asof(
        phases.sort("term_from", "phase"), left_on="at", right_on="term_from", by="atopid", strategy="backward",
        check_sortedness=False,
    )  # fmt: skip
    months = pl.col("length").cast(pl.Int32).alias("term_months")
    alone = pl.col("nonagg") & ~(pl.col("defense") | pl.col("offense") | pl.col("neutral") | pl.col("consul"))
    timed = clock(pl.col("at") + 1, pl.col("begyr"), pl.col("term_from"), pl.col("term_months"))
    return joined.with_columns(
        months, fixed_term=pl.col("length") > 0, bilateral=pl.col("bilat"),
        active=pl.col("defense") | pl.col("offense"), nonaggression_only=alone, institutions=INSTITUTIONS,
        nonmilitary=pl.col("nomicoop"),
    ).with_columns(*timed)  # fmt: skip


def _size(members: pl.LazyFrame) -> pl.LazyFrame:
    return members.group_by(KEY).agg(log_size=pl.len().cast(pl.Float64).log())


def _known(column: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null().mean() >= KNOWN_SHARE).then(value)


def _nothing(*names: str) -> pl.LazyFrame:
    schema = {"atopid": pl.Int32, "at": pl.Int32, **dict.fromkeys(names, pl.Float64)}
    return pl.LazyFrame(schema=schema)


def _regimes(warehouse: Warehouse, members: pl.LazyFrame) -> pl.LazyFrame:
    if not warehouse.has("vdem_simple.democracy"):
        return _nothing("democracy", "regime_change")
    now = warehouse.scan("vdem_simple.democracy").select("ccode", pl.col("year").alias("at"), "polyarchy")
    before = now.select("ccode", pl.col("at") + REGIME_YEARS, before="polyarchy")
    both = members.join(now, on=["ccode", "at"], how="left").join(before, on=["ccode", "at"], how="left")
    moved = (pl.col("polyarchy") - pl.col("before")).abs()
    return both.with_columns(moved=moved).group_by(KEY).agg(
        democracy=_known("polyarchy", pl.col("polyarchy").mean()),
        regime_change=_known("moved", (pl.col("moved") >= REGIME_STEP).mean()),
    )  # fmt: skip


def _capabilities(warehouse: Warehouse, members: pl.LazyFrame) -> pl.LazyFrame:
    if not warehouse.has("cow_nmc.capabilities"):
        return _nothing("capability_change", "capability")
    cinc = warehouse.scan("cow_nmc.capabilities").select("ccode", pl.col("year").alias("at"), "cinc")
    joined = cinc.select("ccode", pl.col("at").alias("yrent"), joined="cinc")
    both = members.join(cinc, on=["ccode", "at"], how="left").join(joined, on=["ccode", "yrent"], how="left")
    known = (pl.col("cinc") > 0) & (pl.col("joined") > 0)
    change = pl.when(known).then((pl.col("cinc") / pl.col("joined")).log().abs())
    return (
        both.with_columns(change=change)
        .group_by(KEY)
        .agg(
            capability_change=_known("change", pl.col("change").mean()), capability=_known("cinc", pl.col("cinc").sum())
        )
    )


def _rivals(warehouse: Warehouse, members: pl.LazyFrame) -> pl.LazyFrame:
    if not warehouse.has("strategic_rivalries.rival_years"):
        return _nothing("shared_rival", "rivals_within")
    listed = warehouse.scan("strategic_rivalries.rival_years").select("ccode1", "ccode2", "year")
    sides = [listed.select(ccode=a, rival=b, at="year") for a, b in (("ccode1", "ccode2"), ("ccode2", "ccode1"))]
    faced = members.select(*KEY, "ccode").join(pl.concat(sides).unique(), on=["ccode", "at"])
    shared = faced.group_by(*KEY, "rival").len().group_by(KEY).agg(shared_rival=(pl.col("len").max() >= 2))
    inside = faced.join(members.select(*KEY, rival="ccode"), on=[*KEY, "rival"], how="semi")
    within = inside.group_by(KEY).agg(rivals_within=pl.lit(1.0).first())
    return shared.join(within, on=KEY, how="full", coalesce=True)


def _outside(warehouse: Warehouse, members: pl.LazyFrame) -> pl.LazyFrame:
    """Other alliances that members signed lately, as ATOP knows them."""
    signed = warehouse.scan("atop.members").select("ccode", pl.col("yrent").alias("at"), other="atopid").unique()
    lately = pl.concat([signed.with_columns(pl.col("at") + late) for late in range(NEW_YEARS)]).unique()
    new = members.select(*KEY, "ccode").join(lately, on=["ccode", "at"]).filter(pl.col("other") != pl.col("atopid"))
    counted = new.group_by(KEY).agg(new=pl.col("other").n_unique())
    sizes = members.filter(pl.col("at") <= LAST_YEAR).group_by(KEY).agg(size=pl.len())
    joined = sizes.join(counted, on=KEY, how="left")
    return joined.select(*KEY, outside_alliances=(pl.col("new").fill_null(0) / pl.col("size")).log1p())


def _coups(warehouse: Warehouse, members: pl.LazyFrame) -> pl.LazyFrame:
    """Absence from the list of coups inside its years means that there was none."""
    if not warehouse.has("powell_thyne_coups.coup_counts"):
        return _nothing("coups")
    listed = warehouse.scan("powell_thyne_coups.coup_counts").filter(pl.col("coup_attempts") > 0)
    recent = pl.concat([listed.select("ccode", pl.col("year").alias("at") + late) for late in range(COUP_YEARS)])
    hit = recent.unique().with_columns(coup=pl.lit(1.0))
    both = members.join(hit, on=["ccode", "at"], how="left")
    inside = pl.col("at").is_between(COUPS[0] + COUP_YEARS - 1, COUPS[1])
    return both.filter(inside).group_by(KEY).agg(coups=pl.col("coup").fill_null(0.0).mean())
