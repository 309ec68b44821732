"""Building: every source at hand becomes checked tables; the old build stays whole until the new one is."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from foedus import sources
from foedus.declare import Raw, Source, Table
from foedus.errors import BrokenContract, FoedusError, NotInstalled
from foedus.warehouse._check import checked
from foedus.warehouse._fetch import present
from foedus.warehouse._paths import build_folder, originals, sha256, whole, whole_file, writable
from foedus.warehouse._store import LEDGER, Entry, Warehouse, read_ledger, write_ledger

PREVIOUS = "ledger.previous.json"
Derive = Callable[[Warehouse], Mapping[str, pl.DataFrame]]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: tables made anew, kept as they were, dropped, and sources not at hand."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    absent: tuple[str, ...]
    warehouse: Warehouse


def build(derive: Derive | None = None, *, code: str = "", say: Callable[[str], None] = lambda _: None) -> BuildReport:
    """Parse, check and store every source at hand; only what changed is made anew.

    `derive` computes tables from the sources' tables once they are all in place; `code` names its version.
    A table that breaks its contract stops the build, and the last good one stays.
    """
    folder = writable(build_folder())
    with _alone(folder):
        old = read_ledger(folder / LEDGER)
        at_hand = [s for s in sources.everything() if s.in_the_box or present(s)]
        entries: dict[str, Entry] = {}
        for source in at_hand:
            try:
                entries |= _build_source(source, folder, old, say)
            except NotInstalled as error:
                say(f"{source.id} left out: {error}")
        base = Warehouse(folder, dict(entries))
        if derive is not None:
            entries |= _derive(derive, base, old, code, say)
        made = tuple(t for t in sorted(entries) if old.get(t) is not entries[t])
        dropped = tuple(sorted(set(old) - set(entries)))
        if made or dropped:
            _publish(folder, old, entries)
        absent = tuple(s.id for s in sources.everything() if s not in at_hand)
        kept = tuple(sorted(set(entries) - set(made)))
        return BuildReport(made, kept, dropped, absent, Warehouse(folder, entries))


def _build_source(
    source: Source, folder: Path, old: Mapping[str, Entry], say: Callable[[str], None]
) -> dict[str, Entry]:
    module = importlib.import_module(f"foedus.sources.{source.id}")
    place = Path(module.__file__ or "").parent if source.in_the_box else originals(source.id)
    inputs = {file.name: sha256(place / file.name) for file in source.files}
    code = _code(Path(module.__file__ or ""), source)
    doubtful = tuple(file.name for file in source.files if file.sha256 and inputs[file.name] != file.sha256)
    entries = {}
    supplied = tuple(file.name for file in source.files if file.looks_like)
    origin = Origin(folder, source, inputs, code, doubtful, supplied)
    for table in source.tables:
        fingerprint = _hash(table.id, code, *sorted(f"{k}={v}" for k, v in inputs.items()))
        known = old.get(table.id)
        if known and known.fingerprint == fingerprint and whole(folder / known.file):
            entries[table.id] = known
            continue
        say(f"building {table.id}")
        entries[table.id] = _stored(origin, table.id, _parsed(table, Raw(place)), fingerprint)
    return entries


@dataclass(frozen=True, slots=True)
class Origin:
    """What a table is made from, and where it is kept."""

    folder: Path
    source: Source
    inputs: dict[str, str]
    code: str
    unverified: tuple[str, ...] = ()
    user_supplied: tuple[str, ...] = ()


def _parsed(table: Table, raw: Raw) -> pl.DataFrame:
    try:
        return checked(table, table.parse(raw))
    except FoedusError:
        raise
    except _damage() as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = "The file may be damaged or of another version: hand it over again."
        raise BrokenContract(table.id, f"cannot be read: {first}", remedy) from error


def _damage() -> tuple[type[Exception], ...]:
    """What the readers raise at a damaged file; asked for only once something was raised."""
    import lzma
    import zlib

    from fastexcel import FastExcelError
    from pyreadstat import ReadstatError

    known = (OSError, ValueError, KeyError, IndexError, EOFError, lzma.LZMAError, zlib.error)
    return (pl.exceptions.PolarsError, *known, FastExcelError, ReadstatError)


def _stored(origin: Origin, table_id: str, frame: pl.DataFrame, fingerprint: str) -> Entry:
    name = f"{table_id}-{fingerprint[:12]}.parquet"
    with whole_file(origin.folder / name) as part:
        frame.write_parquet(part, compression="zstd", statistics=True)
    return Entry(
        table=table_id, file=name, rows=frame.height, source=origin.source.id, version=origin.source.version,
        inputs=origin.inputs, fingerprint=fingerprint, built=datetime.now(UTC).isoformat(timespec="seconds"),
        code=origin.code, unverified=origin.unverified, user_supplied=origin.user_supplied,
    )  # fmt: skip


def _derive(
    derive: Derive, base: Warehouse, old: Mapping[str, Entry], code: str, say: Callable[[str], None]
) -> dict[str, Entry]:
    fingerprint = _hash("derived", code, base.fingerprint)
    known = {t: e for t, e in old.items() if e.source == "derived" and e.fingerprint == fingerprint}
    if known and all(whole(base.folder / entry.file) for entry in known.values()):
        return known
    say("computing every indicator for every partnership-year")
    derived = Source("derived", "Computed by Foedus", "", "", "", "", "", ())
    inputs = {table: entry.fingerprint for table, entry in base.entries.items()}
    origin = Origin(base.folder, derived, inputs, code)
    return {name: _stored(origin, name, frame, fingerprint) for name, frame in derive(base).items()}


def _publish(folder: Path, old: Mapping[str, Entry], entries: Mapping[str, Entry]) -> None:
    """Switch to the new build; files of the one before stay for readers that opened it."""
    if old:
        write_ledger(folder / PREVIOUS, old)
    write_ledger(folder / LEDGER, entries)
    in_use = {entry.file for entry in (*old.values(), *entries.values())}
    for stale in [*folder.glob("*.parquet"), *folder.glob(".*.part")]:
        if stale.name not in in_use:
            stale.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time in a data folder; a second one waits."""
    try:
        import fcntl
    except ImportError:  # a platform without file locks: the last writer wins, each build is whole
        yield
        return
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _code(module: Path, source: Source) -> str:
    """A hash of the source's own code and declared version."""
    files = sorted(module.parent.glob("*.py")) if module.name == "__init__.py" else [module]
    return _hash(source.version, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))[:16]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
