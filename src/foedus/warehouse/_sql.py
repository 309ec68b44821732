"""SQL over the built tables: read-only views, one for each table, and nothing else of this machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import polars as pl

from foedus.errors import BadFile, BadQuery, NotInstalled
from foedus.warehouse._hearing import AGAIN, until_done
from foedus.warehouse._store import Warehouse

if TYPE_CHECKING:
    import duckdb

AS_TEXT = ("INTERVAL", "BIT", "BIGNUM", "UNION", "UHUGEINT", "TIME WITH TIME ZONE")
"""Types that a frame has none for."""
LOCKED = (
    "SET memory_limit = '4GB'",
    "SET python_enable_replacements = false", "SET temp_directory = ''", "SET enable_external_access = false",
    "SET lock_configuration = true",
)  # fmt: skip


def sql(query: str, warehouse: Warehouse) -> pl.DataFrame:
    """The answer to one SELECT over the tables of a build, each under its name: `atop.members`.

    In DuckDB's dialect. The query can read the tables of the build and no other file; it cannot write.
    """
    try:
        import duckdb
    except ImportError as error:
        raise NotInstalled("foedus sql", "sql") from error
    with duckdb.connect(":memory:") as connection:
        _views(connection, warehouse)
        try:
            return _stoppable(connection, query)
        except duckdb.Error as error:
            raise BadQuery(_sentence(error)) from error
        except RuntimeError as error:
            raise BadQuery(_sentence(error)) from error
        except pl.exceptions.PolarsError as error:
            raise BadQuery(_sentence(error)) from error


def _views(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """A view for each table; then the doors are locked: the tables' own files can be read, and nothing written."""
    import duckdb

    paths = {table: warehouse.folder / entry.file for table, entry in sorted(warehouse.entries.items())}
    for table, path in paths.items():
        schema, _, name = table.rpartition(".")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_named(schema)}")
        view = f"CREATE VIEW {_named(schema)}.{_named(name)} AS SELECT * FROM read_parquet({_quoted(str(path))})"  # noqa: S608
        try:
            connection.execute(view)
        except duckdb.Error as error:
            raise BadFile(path, "is damaged", "Make it anew with: foedus build") from error
    connection.execute(f"SET allowed_paths = [{', '.join(_quoted(str(path)) for path in paths.values())}]")
    for setting in LOCKED:
        connection.execute(setting)


def _stoppable(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The answer, worked out in a thread of its own: this one stays free to hear an interrupt and to pass it on."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(_answer, connection, query)
        try:
            until_done([answer])
        except KeyboardInterrupt:
            while not answer.done():
                connection.interrupt()
                wait([answer], timeout=AGAIN)
            raise
        return answer.result()


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    import duckdb

    statements = connection.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise BadQuery("give one SELECT; tables cannot be changed or written here.")
    found = connection.sql(query)
    twice = {name for name in found.columns if found.columns.count(name) > 1}
    if twice:
        raise BadQuery(f"more than one column is called {min(twice)!r}; give each its own name with AS.")
    columns = [
        f"CAST({_named(name)} AS VARCHAR) AS {_named(name)}"
        if any(odd in str(kind) for odd in AS_TEXT)
        else _named(name)
        for name, kind in zip(found.columns, found.types, strict=True)
    ]
    return pl.DataFrame(found.project(", ".join(columns)))


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sentence(error: Exception) -> str:
    """What is wrong, in one line: without the query's own text and the marks under it."""
    said = " ".join(str(error).partition("\n\nLINE ")[0].split())
    return said + ("" if said.endswith((".", "!", "?")) else ".")
