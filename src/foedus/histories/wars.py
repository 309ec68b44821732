"""Wars of each directed pair and of each state in each year, one where a year has several."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column
from foedus.histories._history import Reader, history
from foedus.histories._whittle import Rule

YEARS = (1816, 2007)
INTER, INTRA = "cow_wars_dyadic.inter_state", "cow_wars_dyadic.intra_state"
OUTCOMES = "1 winner, 2 loser, 3 compromise, 4 another kind of war, 5 ongoing, 6 stalemate, 7 below war, 8 changed side"
OF_SIDE = {
    "sidea": ("the side it was on, 1 or 2", 1, 2),
    "initiator": ("1 if it began the war", 0, 1),
    "outcome": (f"its outcome: {OUTCOMES}", 1, 8),
    "batdeath": ("its battle deaths in the war", 0, 10_000_000),
}
OF_WAR = {
    "outcome": f"Outcome for side A, the state: {OUTCOMES}", "sideadeaths": "Deaths of the participant on side A",
    "sidebdeaths": "Deaths of the participant on side B",
}  # fmt: skip


RULES = (
    Rule("onset", "a war, or a second spell of one, that begins in the year, before one that goes on", "begins"),
    Rule("fatality", "the most battle deaths of the two sides; with one side unknown those of the other", "deaths"),
)


def _told(side: str) -> pl.Expr:
    """Deaths of a side; negative codes are unknown."""
    return pl.when(pl.col(side) >= 0).then(pl.col(side)).alias(side)


def _with_deaths(rows: pl.LazyFrame, onset: str, sides: tuple[str, str]) -> pl.LazyFrame:
    """Every war with what the rules compare: deaths of both sides, unknown if those of both are."""
    known = pl.any_horizontal(pl.col(side).is_not_null() for side in sides)
    told = rows.with_columns(map(_told, sides), begins=pl.col(onset))
    return told.with_columns(deaths=pl.when(known).then(pl.sum_horizontal(*sides)))


@history(
    "directed-dyad-year", reads=(INTER,), years=YEARS, rows=(1_876, 1_876), mirrored=True, rules=RULES,
    columns=[
        Column("cowinterongoing", pl.Boolean, "The two were at war on opposite sides", absent=0, required=True),
        Column("cowinteronset", pl.Boolean, "The war, or a second spell of it, began", absent=0, required=True),
        Column("cowinter_warnum", pl.Int16, "The war, in the publisher's numbering", required=True),
        *(Column(f"cowinter_{name}{side}", pl.Int32, f"State {side}: {meaning}", within=(low, high))
          for name, (meaning, low, high) in OF_SIDE.items() for side in (1, 2)),
        Column("cowinter_resume", pl.Boolean, "It was a second spell of the war", required=True),
    ],
)  # fmt: skip
def inter_state_wars(read: Reader) -> pl.LazyFrame:
    """Wars between states; where a pair and year have several, a new one, then the deadliest. Unknown deaths are empty.

    Pairs are all those of opposite sides, whoever actually met whom.
    """
    wars = _with_deaths(read(INTER), "cowinteronset", ("batdeath1", "batdeath2"))
    return wars.select(
        "ccode1", "ccode2", "year", "begins", "deaths",
        pl.col("cowinterongoing", "cowinteronset").cast(pl.Boolean), cowinter_warnum="warnum",
        cowinter_resume=pl.col("resume").cast(pl.Boolean),
        **{f"cowinter_{name}{side}": pl.col(f"{name}{side}") for name in OF_SIDE for side in (1, 2)},
    )  # fmt: skip


def _within_states(prefix: str, what: str) -> list[Column]:
    return [
        Column(f"{prefix}ongoing", pl.Boolean, f"It fought a war within its borders{what}", absent=0, required=True),
        Column(f"{prefix}onset", pl.Boolean, f"Such a war, or a second spell of one, began{what}", absent=0,
               required=True),
        Column(f"{prefix}_warnum", pl.Int16, "The war kept of the year", required=True),
        Column(f"{prefix}_warname", pl.String, "Its name", required=True),
        Column(f"{prefix}_wartype", pl.String, "central control or local issues", required=True),
        Column(f"{prefix}_intnl", pl.Boolean, "Other states took part in it", required=True),
        *(Column(f"{prefix}_{name}", pl.Int32, meaning, within=(0, 10_000_000)) for name, meaning in OF_WAR.items()),
        Column(f"{prefix}_warnums", pl.String, "All such wars of the year", required=True),
    ]  # fmt: skip


def _intra(read: Reader, prefix: str, kind: str | None = None) -> pl.LazyFrame:
    own = read(INTRA).filter(pl.col("primary_state") == 1).rename({"ccodea": "ccode"})
    rows = own if kind is None else own.filter(pl.col("wartype") == kind)
    listed = rows.with_columns(warnums=pl.col("warnum").cast(pl.String).str.join("; ").over("ccode", "year"))
    wars = _with_deaths(listed, "cowintraonset", ("sideadeaths", "sidebdeaths"))
    told = ("warnum", "warname", "wartype", *OF_WAR, "warnums")
    return wars.select(
        "ccode", "year", "begins", "deaths", pl.col("cowintraongoing").cast(pl.Boolean).alias(f"{prefix}ongoing"),
        pl.col("cowintraonset").cast(pl.Boolean).alias(f"{prefix}onset"),
        pl.col("intnl").cast(pl.Boolean).alias(f"{prefix}_intnl"),
        *(pl.col(name).alias(f"{prefix}_{name}") for name in told),
    )  # fmt: skip


@history(
    "state-year", reads=(INTRA,), years=YEARS, rows=(931, 931), columns=_within_states("cowintra", ""), rules=RULES
)
def intra_state_wars(read: Reader) -> pl.LazyFrame:
    """Wars within states of which the state is the main party; of several in a year a new one, then the deadliest.

    The list ends with 2007; that Somalia was at war in 2008 too is known from it.
    """
    return _intra(read, "cowintra")


@history(
    "state-year", reads=(INTRA,), years=YEARS, rows=(1, 931),
    columns=_within_states("cowintra_central", ", over central control"), rules=RULES,
)  # fmt: skip
def wars_over_central_control(read: Reader) -> pl.LazyFrame:
    """The same for wars over who governs."""
    return _intra(read, "cowintra_central", "central control")


@history(
    "state-year", reads=(INTRA,), years=YEARS, rows=(1, 931),
    columns=_within_states("cowintra_local", ", over local issues"), rules=RULES,
)  # fmt: skip
def wars_over_local_issues(read: Reader) -> pl.LazyFrame:
    """The same for wars over local issues."""
    return _intra(read, "cowintra_local", "local issues")
