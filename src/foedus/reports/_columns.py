"""What a panel can be asked for: its columns and units, and in which years and for which states a column is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from foedus.declare import Source, StateColumn
from foedus.errors import BadOption
from foedus.panels import PanelUnit, units
from foedus.panels._catalog import LEVELS, SINGLE, formulas, homes, level_of, unknown
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.reports.citation import tables
from foedus.warehouse import Warehouse

if TYPE_CHECKING:
    import polars as pl

OF = {
    "state": "a state", "dyad": "two states", "directed": "state 1 toward state 2", "leader": "a leader",
    "leaders": "leader 1 toward leader 2",
}  # fmt: skip
UNIT = {level: unit for unit, level in LEVELS.items()}


def column_rows(chosen: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    """Every column of a panel: its name, what it is a property of, years, unit, meaning, and whose data it is."""
    wanted = {source.id for source in chosen}
    for name, home in sorted(homes().items()):
        if wanted.intersection(home.sources):
            first, last = home.table.years or ("", "")
            yield {
                "name": name, "of": OF[home.level], "years": f"{first}-{last}".strip("-"), "unit": home.column.unit,
                "what_it_is": home.column.meaning, "sources": ", ".join(home.sources),
            }  # fmt: skip
    for name, one in sorted(formulas().items()):
        yield {
            "name": name, "of": OF[one.level], "years": "", "unit": one.measure.value_unit,
            "what_it_is": one.measure.doc.splitlines()[0], "sources": ", ".join(one.measure.columns),
        }  # fmt: skip


def unit_rows(_: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    """Every unit of analysis, with what a row of it is and the tables its rows come from."""
    for name, one in units().items():
        yield {"name": name, "a_row_is": one.meaning, "reads": ", ".join(one.reads) or "the state systems"}


def unit_sheets(name: str) -> Iterator[Iterator[str]]:
    """What a row of the unit of that name is and which columns it has of its own; nothing if there is none."""
    if name in units():
        yield _unit_sheet(units()[name])


def _unit_sheet(one: PanelUnit) -> Iterator[str]:
    yield from (f"# {one.id}", "", f"{one.meaning}.", "")
    if one.own:
        rows = ((md.code(name), md.escaped(meaning)) for name, meaning in one.own)
        yield from (*md.table(("Column of its own", "Meaning"), rows), "")
    told = [table for table in one.reads if table in tables()]
    if told and not one.own:
        said = " and ".join(md.code(f"foedus describe {table}") for table in told)
        yield from (f"Its rows have the columns of their table: {said}.", "")
    yield f"Other columns, each with what it is a property of: {md.code('foedus catalog column')}."


def computed(column: StateColumn) -> Iterator[str]:
    """What is computed for each state and year, in Markdown."""
    yield f"- **Computed for each state and year** from {md.escaped(words.listing(column.needs))}."
    yield f"  {md.escaped(column.doc)}"
    yield f"  Unit: {md.escaped(column.unit)}. {md.escaped(column.citation)}"


def coverage(warehouse: Warehouse, column: str, by: str, years: tuple[int, int]) -> pl.DataFrame:
    """For each year or each state, in how many rows of the column's unit it is known, of how many there are.

    A zero that a source means by a row's absence counts as known.
    """
    import polars as pl

    from foedus.panels._build import Options
    from foedus.panels._panel import asked_for, panel

    level = level_of(column)
    if level is None:
        raise unknown(column, "state-year")
    if by not in ("year", "state"):
        raise BadOption("--by", by, "year or state")
    request = asked_for(warehouse, "cow", years, "any")
    made = panel(UNIT[level], [column], request, Options(None, "", (), ())).data
    key = "year" if by == "year" else "ccode" if level in SINGLE else "ccode1"
    counted = made.group_by(key).agg(known=pl.col(column).is_not_null().sum(), rows=pl.len()).sort(key)
    return counted.with_columns(share=(pl.col("known") / pl.col("rows")).round(4))
