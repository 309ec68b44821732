"""How long a panel takes: all directed pairs bare and with 80 columns, relevant pairs, leaders, one pair's history.

Rivals are pandas and, where it is present, the R package peacesciencer: `FOEDUS_RSCRIPT` or the path has Rscript.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from _timing import Ratio, Result, Row, asked, built, keep, peak_memory, timed
from _with_r import against_r

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from foedus.reports.panel import Paneled

ALL = "1816:2025"
RIVAL = "pandas: left merges onto the same rows, then the zeros"
DYADIC = ("atop_dyadic.pledges", "gml_disputes", "cow_contiguity.borders", "minimum_distance.cow_pairs",
          "strategic_rivalries.rival_years")  # fmt: skip
NATIONAL = ("cow_nmc.capabilities", "cow_igo.memberships", "isard.economy", "isard.democracy", "cow_trade.national")
RELEVANT = ["contiguity < 6"]
PERSONAL = ["leader", "gender", "leaderage", "yrinoffice", "entry", "exit", "cow_nmc", "isard", "cow_igo.memberships",
            "leveledu", "milservice", "combat", "rebel", "theta1_mean", "theta1_sd"]  # fmt: skip


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "panel", "How long does a panel take?",
        "Directed dyad-years 1816-2025 (2,252,760 rows) bare, and with five tables of pairs and five of states; "
        "contiguous pairs alone; leader-years; one pair's history. Each call resolves names, reads Parquet, joins, and "
        "writes provenance. Wall seconds count from the call to the frame.", "",
    )  # fmt: skip
    with built(options):
        import foedus

        _row(result, "**directed dyad-years, bare**", 1.0, lambda: foedus.panel("directed-dyad-year", years=ALL))
        wide = _row(
            result, "**directed dyad-years, ten additions**", 3.0,
            lambda: foedus.panel("directed-dyad-year", [*DYADIC, *NATIONAL], years=ALL),
        )  # fmt: skip
        memory = peak_memory()
        result.rows.append(Row("peak memory", value=memory, unit="MB", budget=2_560))
        _row(
            result, "**contiguous pairs, with the same additions**", 1.0,
            lambda: foedus.panel(
                "dyad-year", [*DYADIC, *NATIONAL], years=ALL, where=RELEVANT, directed="either"
            ),
        )  # fmt: skip
        _row(result, "**leader-years**", 1.0, lambda: foedus.panel("leader-year", PERSONAL, years="1870:2015"))
        _row(
            result, "**one pair's history**", 0.3,
            lambda: foedus.panel("dyad-year", [*DYADIC, *NATIONAL], states=["USA", "GBR"], directed="either"),
        )  # fmt: skip
        _against_pandas(result, wide)
        against_r(result)
    keep(result)


def _row(result: Result, what: str, budget: float, work: Callable[[], Paneled]) -> Paneled:
    made, took = timed(work)
    rows, width = made.data.shape
    result.rows.append(Row(f"{what}, {rows:,} rows, {width} columns", took.cpu, took.wall, budget))
    return made


def _against_pandas(result: Result, wide: Paneled) -> None:
    import foedus

    try:
        import pandas  # noqa: F401, ICN001
    except ImportError:
        result.same = "Not compared: pandas is not installed."
        return
    warehouse = foedus.verbs.ready()
    base = wide.data.select("ccode1", "ccode2", "year")
    frame = _pandas_of(base)
    tables = {name: _pandas_of(warehouse.read(_stored(name))) for name in (*DYADIC, *NATIONAL)}
    merged, theirs = timed(lambda: _merged(frame, tables), times=1)
    _, ours = timed(lambda: foedus.panel("directed-dyad-year", [*DYADIC, *NATIONAL], years=ALL))
    compared = _agree(wide.data, merged)
    result.rows.append(
        Row("the same ten additions in pandas, onto rows made before the clock", theirs.cpu, theirs.wall)
    )
    result.ratios.append(Ratio("directed dyad-years, ten additions", RIVAL, theirs.cpu / ours.cpu))
    result.same = (
        f"Every cell of {compared} columns is equal on both sides, unknown where the other is unknown; ours also makes "
        "the rows, reads the tables from disk and checks who existed, which the rival is given."
    )


def _stored(name: str) -> str:
    return name if "." in name else f"history.{name}"


def _pandas_of(frame: pl.DataFrame) -> pd.DataFrame:
    import pandas as pd
    import polars as pl

    plain = frame.with_columns(pl.col(pl.Boolean).cast(pl.Float32))
    return pd.DataFrame({name: plain[name].to_numpy() for name in plain.columns if plain[name].dtype != pl.String})


def _merged(base: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    from foedus.panels._catalog import homes

    made = base
    for name in DYADIC:
        table = tables[name]
        directed = any(homes()[c].level == "directed" for c in table.columns if c in homes())
        if not directed:
            import pandas as pd

            table = pd.concat([table, table.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})])
        made = made.merge(table, on=["ccode1", "ccode2", "year"], how="left")
        for column in table.columns:
            home = homes().get(column)
            if home is not None and home.column.absent is not None and home.table.years is not None:
                first, last = home.table.years
                blank = made[column].isna() & made["year"].between(first, last)
                made.loc[blank, column] = home.column.absent
    for name in NATIONAL:
        for side in (1, 2):
            table = tables[name].rename(columns=lambda c, side=side: c if c == "year" else f"{c}{side}")
            made = made.merge(table, on=[f"ccode{side}", "year"], how="left")
    return made


def _agree(ours: pl.DataFrame, theirs: pd.DataFrame) -> int:
    """How many columns were compared; stops at the first that differs."""
    import polars as pl

    both = [name for name in ours.columns if name in theirs.columns]
    for name in both:
        mine = ours[name].cast(pl.Float64, strict=False).to_numpy()
        assert np.array_equal(mine, theirs[name].to_numpy(dtype=np.float64), equal_nan=True), name
    return len(both)


if __name__ == "__main__":
    main()
