"""Does a table keep what its declaration promises: columns, key, years, ranges, number of rows."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, Raw, Table
from foedus.errors import BrokenContract, FoedusError

DECLARE = "Declare each as a column or as ignored, or hand over the version this source declares."
VERSION = "Hand over the version this source declares, or correct the declaration."


def checked(table: Table, rows: pl.LazyFrame) -> pl.DataFrame:
    """The declared columns of a parsed table, sorted by key, or the first promise that it breaks.

    The number of rows, the years covered and how often a correction applies are looked at only if they are promised.
    """
    _columns(table, rows.collect_schema().names())
    frame = _typed(table, rows)
    frame = _corrected(table, frame)
    _key(table, frame)
    _values(table, frame)
    if table.promised:
        _size(table, frame)
    return frame


def parsed(table: Table, raw: Raw) -> pl.DataFrame:
    """A table as its source reads it from these files, checked; a file that cannot be read breaks the contract too."""
    try:
        return checked(table, table.parse(raw))
    except FoedusError:
        raise
    except _damage() as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = "The file may be damaged or of another version: hand it over again."
        raise BrokenContract(table.id, f"cannot be read: {first}", remedy) from error


def _damage() -> tuple[type[BaseException], ...]:
    """What the readers raise at a damaged file; asked for only once something was raised.

    Readers written in Rust may give up with an exception that is none of Python's and that each keeps to itself.
    """
    import lzma
    import zlib

    from fastexcel import FastExcelError
    from pyreadstat import ReadstatError

    known = (OSError, ValueError, KeyError, IndexError, EOFError, lzma.LZMAError, zlib.error)
    panics = (kind for kind in BaseException.__subclasses__() if kind.__name__ == "PanicException")
    return (pl.exceptions.PolarsError, *known, FastExcelError, ReadstatError, *panics)


def recheck(table: Table, frame: pl.DataFrame) -> None:
    """Raise the first promise that a stored table breaks: one that was corrected already when it was built."""
    _columns(table, frame.columns)
    _key(table, frame)
    _values(table, frame)
    if table.promised:
        _size(table, frame)


def _columns(table: Table, found: list[str]) -> None:
    declared = {column.name for column in table.columns} | set(table.key)
    gained = sorted(set(found) - declared - table.ignored)
    lost = sorted(declared - set(found))
    if gained:
        raise BrokenContract(table.id, f"gained {gained}", DECLARE)
    if lost:
        raise BrokenContract(table.id, f"lost {lost}", VERSION)


def _typed(table: Table, rows: pl.LazyFrame) -> pl.DataFrame:
    types = {column.name: column.dtype for column in table.columns}
    wanted = [
        pl.col(name).cast(types[name]) if name in types else _key_type(name)
        for name in dict.fromkeys((*table.key, *types))
    ]
    try:
        return rows.select(wanted).sort(table.key).collect()
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise BrokenContract(table.id, f"holds a cell of the wrong kind: {first}", VERSION) from error


def _key_type(name: str) -> pl.Expr:
    integers = name in {"year", "ccode", "ccode1", "ccode2", "gwcode", "gwcode1", "gwcode2", "creg_ccode", "atopid"}
    return pl.col(name).cast(pl.Int32 if integers else pl.String)


def _corrected(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    for fix in table.corrections:
        hits = frame.filter(fix.where).height
        if hits != fix.expect and table.promised:
            problem = f"has {hits} rows where the correction of {fix.column} ({fix.reason}) expects {fix.expect}"
            raise BrokenContract(table.id, problem, "The publisher may have mended it: review the correction.")
        frame = frame.with_columns(
            pl.when(fix.where).then(pl.lit(fix.value)).otherwise(pl.col(fix.column)).alias(fix.column)
        )
    return frame


def _key(table: Table, frame: pl.DataFrame) -> None:
    empty = frame.filter(pl.any_horizontal(pl.col(name).is_null() for name in table.key))
    if empty.height:
        raise BrokenContract(table.id, f"has {empty.height} rows without a complete key {table.key}", VERSION)
    doubled = frame.filter(frame.select(table.key).is_duplicated()).select(table.key).unique(maintain_order=True)
    if doubled.height:
        shown = "; ".join(str(row) for row in doubled.head(3).rows())
        raise BrokenContract(table.id, f"has {doubled.height} doubled keys {table.key}: {shown}", VERSION)


def _broken(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    wrong = pl.lit(value=False)
    if column.within is not None:
        low, high = column.within
        wrong = wrong | (value < low) | (value > high)
    if column.choices:
        wrong = wrong | value.is_not_null() & ~value.cast(pl.String).is_in(list(column.choices))
    if column.required:
        wrong = wrong | value.is_null()
    if column.dtype in (pl.Float64, pl.Float32):
        wrong = wrong | value.is_nan() | value.is_infinite()
    return wrong.fill_null(value=False)


def _values(table: Table, frame: pl.DataFrame) -> None:
    counts = frame.select(_broken(column).sum().alias(column.name) for column in table.columns)
    for column in table.columns:
        if frame.height and counts[column.name][0]:
            bad = frame.filter(_broken(column)).select(*table.key, column.name).row(0)
            promise = f"within {column.within}" if column.within else f"one of {column.choices}"
            promise = "filled" if column.required and bad[-1] is None else promise
            problem = f"has {counts[column.name][0]} cells of {column.name} that are not {promise}, the first: {bad}"
            raise BrokenContract(table.id, problem, VERSION)


def _size(table: Table, frame: pl.DataFrame) -> None:
    low, high = table.rows
    if not low <= frame.height <= high:
        problem = f"has {frame.height:,} rows where {low:,} to {high:,} are declared"
        raise BrokenContract(table.id, problem, "The file may be cut short, or of another version.")
    if table.years is not None and frame.height:
        years = frame["year"].cast(pl.Int64).to_list()
        first, last = min(years), max(years)
        if (first, last) != table.years:
            raise BrokenContract(table.id, f"covers {first}-{last}, not {table.years[0]}-{table.years[1]}", VERSION)
