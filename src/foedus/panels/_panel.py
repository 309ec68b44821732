"""A panel as a result: its table, where each column comes from, and the forms it can be handed on in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import polars as pl

from foedus import sources
from foedus._version import __version__
from foedus.errors import BadOption, OutsideCoverage
from foedus.histories import histories
from foedus.panels._ask import Asked
from foedus.panels._build import Builder, Options, builder, column_of
from foedus.panels._catalog import Formula, Home, Reading, formulas, homes
from foedus.panels._rows import FIRST_YEAR, known_on
from foedus.panels._unit import Request
from foedus.states import System
from foedus.warehouse import Warehouse, named

LATEST = 2100
DERIVED = "derived."
"""Begins the names of the tables that Foedus computes."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a column of a panel comes from, what an empty cell of it means, and which of several events it tells of."""

    name: str
    asked: str
    meaning: str
    unit: str
    table: str
    sources: tuple[str, ...]
    versions: tuple[str, ...]
    years: tuple[int, int] | None
    absent: str
    citation: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A table of one unit of analysis, with the provenance of every column."""

    data: pl.DataFrame
    unit: str
    system: str
    years: tuple[int, int]
    on: str
    key: tuple[str, ...]
    provenance: tuple[Provenance, ...]
    compat: str
    whittle: tuple[str, ...]
    fingerprint: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that any column comes from."""
        return tuple(dict.fromkeys(source for one in self.provenance for source in one.sources))


def panel(kind: str, columns: Sequence[str], request: Request, options: Options) -> Panel:
    """The panel of that unit with these columns, each row once, sorted by its key.

    Names that two columns would share are refused. Cells outside a source's years are empty.
    """
    options.reading.check(request.warehouse)
    made = builder(kind, request, options)
    _refuse_idle(columns, made)
    key, days = made.rows.identity, made.rows.days
    found: dict[str, pl.Series] = {name: made.rows.key[name] for name in key if name in made.rows.key.columns}
    told = [_of_key(name, kind) for name in key]
    for one in made.wanted(columns):
        for name, values in made.columns(one):
            if name in found:
                another = f"the panel has {name} already; give it another name, as x={one.unnamed}"
                raise BadOption("COLUMN", one.text, another)
            found[name] = values.alias(name)
            told.append(_told(name, one, made))
    data = pl.DataFrame(list(found.values()))
    if days is not None:
        data = days.spread(data, len(key) - 1)
    years = (request.first, request.last)
    fingerprint = _fingerprint(kind, columns, request, options)
    return Panel(
        data, kind, request.listing, years, request.on, key, tuple(told), options.compat, options.whittle, fingerprint
    )


def _refuse_idle(columns: Sequence[str], made: Builder) -> None:
    """An error for an option that would change nothing: whoever gave it expects that it does."""
    options = made.options
    asked = (*columns, *(column_of(condition) for condition in options.where))
    stored = [one.column for one in made.wanted(asked) if one.column not in made.own]
    used = [home for column in stored for home in _homes_of(column, options.reading)]
    read = {source for home in used for source in home.sources}
    for source, version in options.versions:
        if named(source, version).id not in read:
            raise BadOption("--version", f"{source}={version}", f"no column that is asked for is read from {source}")
    if options.whittle and not any(home.history and home.history.rules for home in used):
        able = ", ".join(one.table.name for one in histories() if one.rules)
        raise BadOption("--whittle", ",".join(options.whittle), f"only columns of {able} choose among several events")
    if options.directed and made.kind.id != "dyad-year":
        raise BadOption(
            "--directed", options.directed, f"only dyad-year makes a tie of one direction mutual, not {made.kind.id}"
        )


def _homes_of(column: str, reading: Reading) -> Iterator[Home]:
    """Where a column is read from, a formula's own columns included."""
    where = _where(column, reading)
    if isinstance(where, Home):
        yield where
    elif where is not None:
        for needed in where.measure.columns:
            yield from _homes_of(needed, reading)


def asked_for(warehouse: Warehouse, system: str, years: tuple[int, int], on: str) -> Request:
    """The rows asked for, once each part is known to make sense."""
    known: dict[str, System] = {"cow": "cow", "gw": "gw", "none": "gw"}
    if system not in known:
        raise BadOption("--system", system, "cow (Correlates of War), gw (Gleditsch and Ward) or, of leaders, none")
    first, last = years
    if first > last:
        raise BadOption("--years", f"{first}:{last}", "the first year comes first")
    if first < FIRST_YEAR or last > LATEST:
        raise OutsideCoverage("The state system", f"{first}:{last}", known=f"years run from {FIRST_YEAR} to {LATEST}")
    return Request(known[system], first, last, known_on(on), warehouse, members=system != "none")


def _of_key(name: str, kind: str) -> Provenance:
    return Provenance(name, name, f"Part of what identifies a {kind}", "", "", (), (), None, "never empty", "")


def _how(name: str, one: Asked) -> str:
    """What was done to the column, before what it is."""
    if one.of is None:
        return f"{one.unnamed}: " if one.shift else ""
    curve = f"curve {name.rpartition('_')[2]} of " if one.function in ("cubic", "spline") else ""
    since = "years since" if "peace_years" in f"{one.function} {one.of.function}" else "the column" if curve else ""
    return f"{one.unnamed}{', ' if curve or since else ''}{curve}{since}: "


def _told(name: str, one: Asked, made: Builder) -> Provenance:
    column = one.column
    where = None if column in made.own else _where(column, made.options.reading)
    how = _how(name, one)
    if isinstance(where, Home):
        table, stored = where.table, where.column
        blank = (
            "unknown"
            if stored.absent is None
            else f"unknown outside its years; within them absent means {stored.absent:g}"
        )
        loaded, years = [sources.load(source) for source in where.sources], made.values.covered(where)
        return Provenance(
            name, one.text, how + stored.meaning, stored.unit, table.id, where.sources,
            tuple(source.version for source in loaded), years, blank, " ".join(s.citation for s in loaded),
            made.values.kept(where),
        )  # fmt: skip
    if isinstance(where, Formula):
        inner = list(_homes_of(column, made.options.reading))
        used = tuple(dict.fromkeys(source for home in inner for source in home.sources))
        first_line = where.measure.doc.splitlines()[0]
        return Provenance(
            name, one.text, how + first_line, where.measure.value_unit, f"measure {where.measure.name}", used,
            tuple(sources.load(source).version for source in used), None, "unknown if any of its columns is",
            where.measure.citation, " ".join(dict.fromkeys(filter(None, map(made.values.kept, inner)))),
        )  # fmt: skip
    meaning = dict(made.kind.own).get(column, f"Of the {made.kind.id} itself")
    reads = made.kind.reads
    used = tuple(dict.fromkeys(table.rpartition(".")[0] for table in reads if not table.startswith(DERIVED)))
    loaded = [sources.load(source) for source in used]
    ours = [f"Computed by Foedus {__version__}."] if any(table.startswith(DERIVED) for table in reads) else []
    return Provenance(
        name, one.text, how + meaning, "", ", ".join(reads), used, tuple(source.version for source in loaded), None,
        "unknown", " ".join([*(source.citation for source in loaded), *ours]),
    )  # fmt: skip


def _where(column: str, reading: Reading) -> Home | Formula | None:
    stored, computed = homes(reading), formulas()
    for name in (column, column[:-1]):
        if name in stored:
            return stored[name]
        if name in computed:
            return computed[name]
    return None


def _fingerprint(kind: str, columns: Sequence[str], request: Request, options: Options) -> str:
    asked = json.dumps([kind, list(columns), request.listing, request.first, request.last, request.on, asdict(options)])
    told = (asked, request.warehouse.fingerprint, __version__)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
