"""Columns of a leader, or of one leader toward another, on the rows of a panel of leaders."""

from __future__ import annotations

import polars as pl

from foedus.declare import Table
from foedus.errors import BadOption
from foedus.panels._catalog import Home
from foedus.panels._rows import Ints, Rows

LED = ("leader", "leaders")


def codes_of(table: Table) -> list[str]:
    """The parts of a table's key that are codes of states."""
    return [name for name in table.key if name.startswith(("ccode", "gwcode"))]


def by_leader(rows: Rows, home: Home, table: pl.DataFrame, side: str, shift: int) -> Ints | None:
    """For each row its row in a table of leaders or pairs of them, or one past the end; None if a row is no leader's.

    On rows of the other list a leader is found without the code of the state, which is one within a year.
    """
    if shift:
        told = "it is of a leader, who need not have led in another year, and has no lags"
        raise BadOption("COLUMN", f"{home.column.name}@{shift:+d}", told)
    sided = home.level == "leader" and len(rows.sides) == 2
    here = {name: f"{name}{int(side) + 1}" if sided and name != "year" else name for name in home.table.key}
    if home.system != rows.presence.system:
        here = {name: mine for name, mine in here.items() if name not in codes_of(home.table)}
    if not set(here.values()) <= set(rows.key.columns):
        return None
    key = rows.key.select(pl.col(mine).cast(table[name].dtype).alias(name) for name, mine in here.items())
    found = key.join(table.select(*here).with_row_index("at"), on=list(here), how="left", maintain_order="left")
    return found["at"].fill_null(table.height).cast(pl.Int32).to_numpy()
