"""Which values of a dataset moved: between two versions of it, or between this build and the one before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from foedus._version import __version__
from foedus.errors import NotBuilt
from foedus.reports._document import Document, Grid, Lines, Section
from foedus.reports.citation import declared
from foedus.sources.register import edition
from foedus.warehouse import Warehouse
from foedus.warehouse._differences import Differences, differences
from foedus.warehouse._store import open_previous

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Revision:
    """What differs between two tables of one key: counts for each column, and every cell."""

    schema: str
    before: str
    after: str
    found: Differences
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """Every cell that differs: key, column, change, before, after."""
        return self.found.cells


def revision(warehouse: Warehouse, table: str, other: str | None) -> Revision:
    """What moved from a table to another one of the same key, or from the build before to the present one."""
    key = declared(table).key
    if other is not None:
        declared(other)
    if other is None:
        then, now = open_previous(), warehouse
        if not then.has(table):
            raise NotBuilt(f"{table} in the build before", "foedus build, once something has changed")
        found = differences(then.read(table), now.read(table), key)
        sides = f"{table}, the build before", f"{table}, this build"
    else:
        before, after = warehouse.read(table), warehouse.read(other)
        found = differences(before, after, key, names=_paired(before.columns, after.columns))
        sides = table, other
    told = "\n".join((*sides, warehouse.fingerprint, __version__))
    return Revision("foedus.revision/1", *sides, found, hashlib.sha256(told.encode()).hexdigest()[:16])


def _paired(before: list[str], after: list[str]) -> dict[str, str]:
    """Columns of one name, but for a suffix that tells the second source: milex and milex_nmc7."""
    pairs = {}
    for name in before:
        named = [one for one in after if one.startswith(f"{name}_")]
        if name not in after and len(named) == 1:
            pairs[name] = named[0]
    return pairs


def document(r: Revision) -> Document:
    """The revision told: how many cells of each column moved, then the first of them."""
    total = r.found.cells.height
    answer = (f"{total:,} cells or rows differ." if total else "The two say the same.",)
    only = [f"Only in the second: {', '.join(r.found.gained)}."] if r.found.gained else []
    only += [f"Only in the first: {', '.join(r.found.lost)}."] if r.found.lost else []
    first = f"The first {min(SHOWN, total):,} of {total:,}"
    parts = (_grid("Cells that differ, by column", r.found.counts, "whole rows"), Lines(tuple(only)))
    sections = (Section("By column", parts), Section(first, (_grid(first, r.found.cells.head(SHOWN), ""),)))
    title = f"What moved from {r.before} to {r.after}"
    made = f"{__version__}, register {edition().version}"
    return Document(title, "revisions of data", answer, sections, made, r.schema, r.fingerprint)


def _grid(caption: str, frame: pl.DataFrame, unnamed: str) -> Grid:
    rows = tuple(tuple(unnamed if cell is None else str(cell) for cell in row) for row in frame.iter_rows())
    return Grid(caption, tuple(frame.columns), rows)
