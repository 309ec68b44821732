"""What there is: lists of partnerships, sources, tables, columns, indicators, measures and units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from foedus import sources
from foedus.declare import Source, Table
from foedus.errors import BadOption, NotBuilt
from foedus.measures import measures
from foedus.reports._columns import column_rows, unit_rows
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import edition
from foedus.warehouse import Warehouse, open_warehouse, versions

if TYPE_CHECKING:
    import polars as pl

Ready = Callable[[], Warehouse]


def listed(noun: str, warehouse: Warehouse | None, *, subject: str | None = None) -> pl.DataFrame:
    """Everything of a noun, in singular or plural; `subject` narrows sources and tables."""
    import polars as pl

    asked = noun.strip().lower()
    kind = asked if asked in NOUNS else asked.removesuffix("s")
    if kind not in NOUNS and kind != "partnership":
        raise BadOption("NOUN", noun, f"one of partnership, {', '.join(NOUNS)}")
    if subject is not None:
        known = sorted({source.subject for source in sources.everything()})
        if kind not in ("source", "table", "column"):
            raise BadOption("--subject", subject, "only sources, tables and columns have a subject")
        if subject not in known:
            raise BadOption("--subject", subject, f"one of {', '.join(known)}")
    if kind == "partnership":
        return _partnerships(warehouse or open_warehouse())
    beside = versions() if kind in ("source", "table") else ()
    chosen = [source for source in (*sources.everything(), *beside) if subject in (None, source.subject)]
    return pl.DataFrame(list(NOUNS[kind](chosen)), infer_schema_length=None)


def _partnerships(warehouse: Warehouse) -> pl.DataFrame:
    """The register's partnerships, then ATOP's, whose members are not known after its last year."""
    import polars as pl

    from foedus.partnerships.universe import ATOP_LAST_YEAR

    now = warehouse.scan("derived.members").filter(pl.col("year") == edition().complete_through)
    counted = now.group_by(id="partnership").agg(pl.len().alias("members_now"))
    ours, ended = pl.col("origin") == "register", pl.col("end").is_not_null()
    in_force = (
        pl.when(ended).then(pl.format("{} until {}", "start", "end"))
        .when(ours).then(pl.format("since {}", "start"))
        .otherwise(pl.format("since {}, last known in {}", "start", pl.lit(ATOP_LAST_YEAR)))
    )  # fmt: skip
    return (
        warehouse.scan("derived.partnerships").join(counted, on="id", how="left")
        .with_columns(pl.when(ours | ended).then(pl.col("members_now").fill_null(0)))
        .sort(~ours, "id").select("id", "name", "kind", in_force.alias("in_force"), "members_now").collect()
    )  # fmt: skip


def _sources(chosen: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    built = built_tables()
    for one in chosen:
        state, command = availability(one, built)
        yield {"id": one.id, "title": one.title, "version": one.version, "years": years_of(one.tables),
               "subject": one.subject, "state": state, "command": command}  # fmt: skip


def _indicators(_: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    for one in strategic_partnership.indicators:
        unit = one.measure.value_unit if one.measure else ""
        yield {"id": one.id, "title": one.title, "pillar": one.pillar, "stage": one.stage, "worst": one.worst,
               "best": one.best, "unit": unit, "core": one.core}  # fmt: skip


def _measures(_: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    for name, one in sorted(measures().items()):
        what = one.doc.split("\n")[0]
        yield {"name": name, "row_unit": one.unit, "value_unit": one.value_unit, "what_it_is": what}


def _tables(chosen: Sequence[Source]) -> Iterator[Mapping[str, object]]:
    for one in (table for source in chosen for table in source.tables):
        expected = rows_of(one) if one.promised else ""
        yield {"id": one.id, "unit": one.unit, "years": years_of([one]), "rows_expected": expected,
               "columns": len(one.columns)}  # fmt: skip


NOUNS: dict[str, Callable[[Sequence[Source]], Iterator[Mapping[str, object]]]] = {
    "source": _sources, "indicator": _indicators, "measure": _measures, "table": _tables, "column": column_rows,
    "unit": unit_rows,
}  # fmt: skip


def availability(source: Source, built: Iterable[str]) -> tuple[str, str]:
    """Whether a source is in the box, built, at hand or absent, and the command that brings it nearer."""
    from foedus.warehouse._versions import present

    if source.in_the_box:
        return "in the box", ""
    if {table.id for table in source.tables} <= set(built):
        return "built", ""
    if present(source):
        return "at hand", "foedus build"
    state = f"bring your own: {source.bring_your_own}" if source.bring_your_own else "absent"
    return state, source.fetch_command


def built_tables() -> frozenset[str]:
    """The tables that are built here; none if nothing is."""
    try:
        return frozenset(open_warehouse().entries)
    except NotBuilt:
        return frozenset()


def years_of(some: Iterable[Table]) -> str:
    """The first and the last year that any of these tables declares."""
    known = [table.years for table in some if table.years]
    return f"{min(first for first, _ in known)}-{max(last for _, last in known)}" if known else ""


def rows_of(table: Table) -> str:
    """How many rows a table is declared to have."""
    low, high = table.rows
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"
