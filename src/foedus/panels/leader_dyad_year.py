"""Leader-dyad-years: every two leaders of different states who were in office on one day of the year, both ways."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.panels._leaders import BESIDE, MEANINGS, OF_LEADER, years_in_office
from foedus.panels._rows import CODE, Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request

OF_EACH = OF_LEADER[1:4]


def _rows(request: Request) -> Rows:
    code = CODE[request.system]
    stints = years_in_office(request).filter(pl.col("year").is_between(request.first, request.last)).sort("year")
    pairs = np.concatenate([_together(stints, low, high) for low, high in _by_year(stints)])
    one, two = (stints[pairs[:, side]] for side in (0, 1))
    frame = pl.DataFrame(
        {
            "year": one["year"],
            **{f"{name}{n}": side[name] for name in ("obsid", code) for n, side in ((1, one), (2, two))},
            **{f"{name}{n}": side[name] for name in OF_EACH for n, side in ((1, one), (2, two))},
        }
    )
    key = ["obsid1", "obsid2", f"{code}1", f"{code}2", "year"]
    single = frame.unique(key, keep="first", maintain_order=True)
    pair = pl.struct("obsid1", "obsid2").rank("dense").alias("pair")
    there = presence(request.system, request.first, request.last)
    return listed(there, single.with_columns(pair), key, "pair", (f"{code}1", f"{code}2"))


def _by_year(stints: pl.DataFrame) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(stints["year"].to_numpy(), prepend=-1, append=-1))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _together(stints: pl.DataFrame, low: int, high: int) -> np.ndarray:
    """Positions of the pairs of stints of one year that share a day and lead different states."""
    year = stints[low:high]
    begins, ends = (year[name].to_physical().to_numpy() for name in ("begins", "ends"))
    state = year["obsid"].str.slice(0, 3).to_physical().to_numpy()
    shared = (begins[:, None] < ends[None, :]) & (begins[None, :] < ends[:, None])
    one, two = np.nonzero(shared & (state[:, None] != state[None, :]))
    return np.column_stack([one + low, two + low])


leader_dyad_year = PanelUnit(
    "leader-dyad-year", "One leader toward another in a year", _rows,
    own=tuple((f"{name}{n}", f"Leader {n}: {meaning}") for name, meaning in MEANINGS for n in (1, 2)),
    reads=("archigos.leaders", *BESIDE),
)  # fmt: skip
