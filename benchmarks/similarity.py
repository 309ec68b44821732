"""How long similarity takes: every two states from 1816 on by their pledges, and by their votes since 1946."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from _timing import Ratio, Result, Row, asked, built, keep, peak_memory, timed

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Portfolio = NDArray[np.int64]

PAIRS, SEED = 400, 20260611
LEVELS = 4
CLOSE = 1e-6
"""What single precision, in which similarity is stored, leaves open."""
RIVAL = "a loop over pairs: SciPy's kendalltau, and NumPy for the others"
ASKED = ["s_alliance", "kappa_alliance", "pi_alliance", "taub_alliance", "s_vote", "kappa_vote"]


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "similarity", "How long does similarity of foreign policies take?",
        "All 994,005 pairs of states 1816-2018: fourteen measures of what they pledge to every state of the year, "
        "three of them weighted by capabilities; all 809,247 pairs that voted on a roll call of the General Assembly "
        "1946-2019: five measures and three counts; and a panel of all pairs that asks for six of them. The tables "
        "of pledges, capabilities and votes are read from disk. The rival is given the portfolios, and "
        f"{PAIRS} pairs drawn from all years; its seconds are scaled to all pairs.", "",
    )  # fmt: skip
    with built(options):
        import foedus
        from foedus.histories.similarity import alliance_similarity, vote_similarity

        read = foedus.verbs.ready().scan
        allied = _row(result, "**pledges, all pairs and years**", 5.0, lambda: alliance_similarity.make(read).collect())
        _row(result, "**votes, all pairs and years**", 3.0, lambda: vote_similarity.make(read).collect())
        _row(
            result, "**a panel of all pairs with six of them**", 2.0,
            lambda: foedus.panel("dyad-year", ASKED, years="1816:2019").data,
        )  # fmt: skip
        result.rows.append(Row("peak memory", value=peak_memory(), unit="MB", budget=2_560))
        _against_a_loop(result, allied, read)
    keep(result)


def _row(result: Result, what: str, budget: float, work: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    made, took = timed(work)
    result.rows.append(Row(f"{what}, {made.height:,} rows, {made.width} columns", took.cpu, took.wall, budget))
    return made


def _against_a_loop(result: Result, allied: pl.DataFrame, read: Callable[[str], pl.LazyFrame]) -> None:
    try:
        import scipy
    except ImportError:
        result.same = "Not compared: SciPy is not installed."
        return
    drawn = allied.sample(PAIRS, seed=SEED)
    given = [_portfolios(read, *row) for row in drawn.select("ccode1", "ccode2", "year").iter_rows()]
    found, theirs = timed(lambda: [_similarity(*one) for one in given])
    for name in found[0]:
        np.testing.assert_allclose([one[name] for one in found], drawn[name].to_numpy(), atol=CLOSE, err_msg=name)
    scaled = theirs.cpu / PAIRS * allied.height
    result.rows.append(Row(f"the loop, {PAIRS} pairs, {len(found[0])} measures", theirs.cpu, theirs.wall))
    result.rows.append(Row("the same, scaled to all pairs", scaled))
    result.ratios.append(Ratio("pledges, all pairs and years", RIVAL, scaled / (result.rows[0].cpu or 1)))
    result.same = (
        f"Before its seconds count, each of the {len(found[0])} measures of each of the {PAIRS} pairs is equal on both "
        f"sides to {CLOSE:g}; SciPy {scipy.__version__}. Ours also reads the tables and lays out the portfolios."
    )
    result.notes.append(
        "The author of the R package fpsim logged 9,750 seconds for nine measures of the same pairs, on half the cores "
        "of his machine, in July 2025. It was not run here."
    )


def _portfolios(
    read: Callable[[str], pl.LazyFrame], one: int, two: int, year: int
) -> tuple[Portfolio, Portfolio, NDArray[np.float64]]:
    """What each of two states pledges to every state of the year, itself included, and the weights of these."""
    import polars as pl

    weights = read("cow_nmc_7.capabilities").filter(pl.col("year") == year).sort("ccode").collect()
    codes = weights["ccode"].to_list()
    rows = read("atop_dyadic.pledges").filter(pl.col("year") == year, pl.col("ccode1").is_in([one, two])).collect()
    held = {code: np.zeros(len(codes), np.int64) for code in (one, two)}
    for row in rows.iter_rows(named=True):
        if row["ccode2"] in codes:
            least = 1 if row["nonagg"] else 0
            least = 2 if row["neutral"] or row["consul"] else least
            held[row["ccode1"]][codes.index(row["ccode2"])] = 3 if row["defense"] or row["offense"] else least
    for code in (one, two):
        held[code][codes.index(code)] = 3
    return held[one], held[two], weights["cinc_nmc7"].to_numpy()


def _similarity(x: Portfolio, y: Portfolio, weights: NDArray[np.float64]) -> dict[str, float]:
    """The definitions, pair by pair, as one would write them down."""
    from scipy.stats import kendalltau

    either_x, either_y = np.minimum(x, 1), np.minimum(y, 1)
    return {
        "s_alliance": 1 - 2 * np.abs(x - y).mean() / 3,
        "s_alliance_squared": 1 - 2 * ((x - y) ** 2).mean() / 9,
        "kappa_alliance": _corrected((x - y) ** 2, (x[:, None] - y) ** 2),
        "kappa_alliance_nominal": _corrected(x != y, x[:, None] != y),
        "pi_alliance": _corrected((x - y) ** 2, _pooled(x, y, lambda a, b: (a - b) ** 2)),
        "pi_alliance_nominal": _corrected(x != y, _pooled(x, y, lambda a, b: a != b)),
        "taub_alliance": kendalltau(x, y).statistic,
        "s_alliance_binary": 1 - 2 * (either_x != either_y).mean(),
        "kappa_alliance_binary": _corrected(either_x != either_y, either_x[:, None] != either_y),
        "pi_alliance_binary": _corrected(either_x != either_y, _pooled(either_x, either_y, lambda a, b: a != b)),
        "taub_alliance_binary": kendalltau(either_x, either_y).statistic,
        "s_alliance_weighted": 1 - 2 * (weights * np.abs(x - y)).sum() / (3 * weights.sum()),
        "s_alliance_squared_weighted": 1 - 2 * (weights * (x - y) ** 2).sum() / (9 * weights.sum()),
        "s_alliance_binary_weighted": 1 - 2 * weights[either_x != either_y].sum() / weights.sum(),
    }


def _corrected(observed: NDArray[np.generic], by_chance: NDArray[np.generic]) -> float:
    return float(1 - observed.mean() / by_chance.mean())


def _pooled(x: Portfolio, y: Portfolio, far: Callable[[Portfolio, Portfolio], Portfolio]) -> Portfolio:
    both = np.concatenate([x, y])
    return far(both[:, None], both)


if __name__ == "__main__":
    main()
