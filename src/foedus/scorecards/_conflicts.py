"""Claims that disagree: shown side by side, and drawn from when the method range is made."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import polars as pl

from foedus.measures._evaluate import Asked, values
from foedus.measures._rows import RowMaker
from foedus.scorecards._assessment import Conflict, Evidence
from foedus.scorecards._draws import Floats
from foedus.warehouse import RULE

SHOWN = 40


def conflicts(
    claims: pl.DataFrame, chosen: pl.DataFrame, members: dict[str, str], used: set[tuple[str, int | None]]
) -> tuple[Conflict, ...]:
    """Facts used here about which sources or releases disagree, the widest relative spread first."""
    key = ["party", "item", "year"]
    wanted = pl.DataFrame(list(used), schema={"item": pl.String, "year": pl.Int32}, orient="row")
    rows = chosen.filter((pl.col("rivals") > 1) & pl.col("party").is_in(list(members)))
    rows = rows.join(wanted, on=["item", "year"], how="semi")
    groups = claims.join(rows, on=key, how="semi").sort("vintage", descending=True).partition_by(key, as_dict=True)
    found = []
    for row in rows.iter_rows(named=True):
        same = groups[row["party"], row["item"], row["year"]]
        spread = (same["value"].max() - same["value"].min()) / max(abs(row["value"]), 1e-9)  # type: ignore[operator]
        found.append((spread, row, same))
    found.sort(key=lambda entry: (-entry[0], entry[1]["party"], entry[1]["item"]))
    return tuple(_conflict(row, same, members[row["party"]]) for _, row, same in found[:SHOWN])


def _conflict(row: dict[str, object], same: pl.DataFrame, name: str) -> Conflict:
    used = [r for r in same.iter_rows(named=True) if r["source"] == row["source"] and r["vintage"] == row["vintage"]]
    rest = [r for r in same.iter_rows(named=True) if r not in used[:1]]
    claims = tuple(
        Evidence(name, r["value"], r["unit"], str(r["year"]), r["vintage"], r["source"], r["locator"], r["url"] or "")
        for r in (*used[:1], *rest)
    )
    return Conflict(name, str(row["item"]), str(row["year"]), RULE, claims)


def alternatives(
    claims: pl.DataFrame, maker: RowMaker, asked: Sequence[Asked], year: int, *, draws: int, seed: int
) -> dict[str, Floats]:
    """Values of indicators over members in one year, each draw with claims picked at random among those that differ."""
    rows = maker.rows("member-year").filter(pl.col("year") == year)
    here = claims.filter((pl.col("year") == year) & pl.col("party").is_in(rows["party"].to_list()))
    rivals = here.group_by("party", "item").agg(pl.col("value").unique().sort()).filter(pl.col("value").list.len() > 1)
    disputed = set(rivals["item"].to_list())
    touched = [a for a in asked if a[1].unit == "member-year" and disputed.intersection(a[1].columns)]
    if not touched or not rows.height:
        return {}
    repeated = rows[np.repeat(np.arange(rows.height), draws)]
    repeated = repeated.with_columns(draw=pl.Series(np.tile(np.arange(draws), rows.height)))
    for item in sorted(disputed & set(rows.columns)):
        picked = np.repeat(rows[item].cast(pl.Float64).to_numpy()[:, None], draws, axis=1)
        for i, party in enumerate(rows["party"]):
            options = rivals.filter((pl.col("party") == party) & (pl.col("item") == item))
            if options.height:
                rng = np.random.default_rng([seed, year, zlib.crc32(f"{party}/{item}".encode())])
                picked[i] = rng.choice(options["value"][0].to_numpy(), draws)
        repeated = repeated.with_columns(pl.Series(item, picked.ravel()).fill_nan(None))
    drawn = values(repeated, "member-year", touched, ["draw"]).sort("draw")
    found = {}
    for indicator, _, _ in touched:
        mine = drawn.filter(pl.col("indicator") == indicator.id)
        if mine.height == draws:
            found[indicator.id] = mine["value"].to_numpy()
    return found
