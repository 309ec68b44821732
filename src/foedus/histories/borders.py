"""How states border on one another as the year begins and as it ends, and how many neighbors each state has."""

from __future__ import annotations

import polars as pl

from foedus import states
from foedus.declare import Column
from foedus.histories._history import Reader, history

SPELLS = "cow_contiguity.spells"
YEARS = (1816, 2016)
LAND, NONE = 1, 0
KINDS = "1 by land, 2 across up to 12 miles of water, 3 up to 24, 4 up to 150, 5 up to 400; 0 not contiguous"
PAIR = ["ccode1", "ccode2"]
PAIRED = (
    Column("conttype", pl.Int8, f"Contiguity as the year begins: {KINDS}", within=(0, 5), absent=0, required=True),
    Column("conttype_last", pl.Int8, f"Contiguity as the year ends: {KINDS}", within=(0, 5), absent=0, required=True),
)
COUNTED = tuple(
    Column(f"{name}{suffix}", pl.Int8, f"States {how} as the year {when}", unit="states", within=(0, 40), absent=0,
           required=True)
    for suffix, when in (("", "begins"), ("_last", "ends"))
    for name, how in (("land", "that it borders on by land"), ("sea", "across up to 400 miles of water"))
)  # fmt: skip


def _month(year: pl.Expr, month: pl.Expr) -> pl.Expr:
    """A month as a number: twelve times the year, and from 0 for January."""
    return year.cast(pl.Int32) * 12 + month.cast(pl.Int32) - 1


def _contiguous(read: Reader) -> pl.LazyFrame:
    parts = {name: pl.col(name).str.split("-") for name in ("began", "ended")}
    months = {name: _month(part.list.get(0), part.list.get(1)) for name, part in parts.items()}
    return read(SPELLS).select(*PAIR, kind="contiguity_kind", **months)


def _together(read: Reader) -> pl.LazyFrame:
    """From which month to which both of a pair are states, to the list's last month; as a spell of kind 0."""
    end = pl.col("end").fill_null(pl.date(YEARS[1] + 1, 1, 1)).clip(upper_bound=pl.date(YEARS[1] + 1, 1, 1))
    held = states.tenures("cow").lazy().select("ccode", "start", last=end.dt.offset_by("-1d"))
    first, second = (held.select(pl.all().name.suffix(side)) for side in ("1", "2"))
    both = read(SPELLS).select(PAIR).unique().join(first, on="ccode1").join(second, on="ccode2")
    start, last = pl.max_horizontal("start1", "start2"), pl.min_horizontal("last1", "last2")
    began, ended = (_month(day.dt.year(), day.dt.month()) for day in (start, last))
    return both.filter(start <= last).select(*PAIR, pl.lit(NONE).cast(pl.Int32).alias("kind"), began=began, ended=ended)


def _in_year(spells: pl.LazyFrame, *, first: bool, tie: str) -> pl.LazyFrame:
    """The kind in the earliest (or latest) month of each year, by pair; of several then by the tie's order."""
    years = pl.int_ranges(pl.col("began") // 12, pl.col("ended") // 12 + 1, dtype=pl.Int32).alias("year")
    each = spells.with_columns(years).explode("year", empty_as_null=False)
    month = pl.max_horizontal("began", pl.col("year") * 12) if first else (
        pl.min_horizontal("ended", pl.col("year") * 12 + 11)
    )  # fmt: skip
    none = pl.col("kind") == NONE
    order = pl.col("began") if tie == "began" else none if first else ~none
    ordered = each.sort(*PAIR, "year", month, order, maintain_order=True)
    kept = ordered.unique([*PAIR, "year"], keep="first" if first else "last", maintain_order=True)
    return kept.select(*PAIR, "year", "kind")


def _pairs(spells: pl.LazyFrame, tie: str) -> pl.LazyFrame:
    first = _in_year(spells, first=True, tie=tie).rename({"kind": "conttype"})
    last = _in_year(spells, first=False, tie=tie).rename({"kind": "conttype_last"})
    both = first.join(last, on=[*PAIR, "year"])
    return both.filter((pl.col("conttype") > NONE) | (pl.col("conttype_last") > NONE))


def _counted(pairs: pl.LazyFrame) -> pl.LazyFrame:
    each = pl.concat([pairs.select("year", "conttype", "conttype_last", ccode=side) for side in PAIR])
    kinds = (("", pl.col("conttype")), ("_last", pl.col("conttype_last")))
    return each.group_by("ccode", "year").agg(
        *((kind == LAND).sum().alias(f"land{suffix}") for suffix, kind in kinds),
        *((kind > LAND).sum().alias(f"sea{suffix}") for suffix, kind in kinds),
    )


def _true(read: Reader) -> pl.LazyFrame:
    return _pairs(pl.concat([_contiguous(read), _together(read)]), "contiguous")


def _published(read: Reader) -> pl.LazyFrame:
    """With one spell of no contiguity from a pair's first month of it to its last, whatever was in between."""
    each, when = pl.int_ranges("began", pl.col("ended") + 1, dtype=pl.Int32).alias("month"), [*PAIR, "month"]
    near, both = (
        spells.select(*PAIR, each).explode("month", empty_as_null=False)
        for spells in (_contiguous(read), _together(read))
    )
    apart = both.join(near, on=when, how="anti").group_by(PAIR).agg(
        pl.lit(NONE).cast(pl.Int32).alias("kind"), began=pl.col("month").min(), ended=pl.col("month").max()
    )  # fmt: skip
    return _pairs(pl.concat([apart, _contiguous(read)]), "began")


@history("dyad-year", reads=(SPELLS,), years=YEARS, rows=(40_000, 42_000), columns=PAIRED)
def contiguous_pairs(read: Reader) -> pl.LazyFrame:
    """The kind of contiguity in the first and in the last month of the year in which both are states.

    `contiguity` tells the nearest kind of the year, and writes 6 where there is none.
    """
    return _true(read)


@history("state-year", reads=(SPELLS,), years=YEARS, rows=(10_000, 16_000), columns=COUNTED)
def neighbors(read: Reader) -> pl.LazyFrame:
    """How many states it borders on as the year begins and as it ends, each counted once, by land or by sea."""
    return _counted(_true(read))


@history(
    "dyad-year", reads=(SPELLS,), years=YEARS, rows=(40_000, 42_000), columns=PAIRED, compat="peacesciencer"
)  # fmt: skip
def contiguous_pairs_published(read: Reader) -> pl.LazyFrame:
    """The same, where a pair apart before and after it was contiguous counts as apart in between."""
    return _published(read)


@history("state-year", reads=(SPELLS,), years=YEARS, rows=(10_000, 16_000), columns=COUNTED, compat="peacesciencer")
def neighbors_published(read: Reader) -> pl.LazyFrame:
    """The same, where a pair apart before and after it was contiguous counts as apart in between."""
    return _counted(_published(read))
