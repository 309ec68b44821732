"""How an answer looks in a terminal when it is not a report of its own: tables, lists, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType


SHOWN = 1000
"""Rows of a table that a terminal is given."""


def shown(result: object) -> RenderableType:
    """Something that Rich can print, for every kind of answer a verb gives."""
    import polars as pl

    if isinstance(result, pl.DataFrame):
        return _table(result)
    if hasattr(result, "__rich__"):
        return result
    if isinstance(result, str):
        from rich.markdown import Markdown

        return Markdown(result)
    if isinstance(result, list):
        return "\n".join(_sentence(item) for item in result) or "Nothing."
    return _sentence(result)


def _table(frame: pl.DataFrame) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in frame.columns:
        table.add_column(name, overflow="fold", no_wrap=name == "id")
    for row in frame.head(SHOWN).iter_rows():
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    if frame.height > SHOWN:
        from rich.console import Group

        return Group(table, f"... and {frame.height - SHOWN:,} rows more. All of them: --to csv --out FILE.csv")
    return table


def _sentence(item: object) -> str:
    from foedus.warehouse import BuildReport, Handed

    if isinstance(item, Handed):
        parts = [f"{item.source}: {len(item.taken)} file{'s' if len(item.taken) != 1 else ''} taken"]
        parts += [f"{len(item.here)} here already"] if item.here else []
        parts += [f"absent: {', '.join(item.absent)}"] if item.absent else []
        parts += [f"NOT the verified copy: {', '.join(item.unverified)}"] if item.unverified else []
        return "; ".join(parts)
    if isinstance(item, BuildReport):
        absent = f" Not at hand: {', '.join(item.absent)}." if item.absent else ""
        built = f"{len(item.made)} table{'s' if len(item.made) != 1 else ''} built"
        return (
            f"{built}, {len(item.kept)} kept, {len(item.dropped)} dropped.{absent}\n"
            f"Fingerprint {item.warehouse.fingerprint}."
        )
    return str(item)
