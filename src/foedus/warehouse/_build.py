"""Building: every source at hand becomes checked tables; the old build stays whole until the new one is."""

from __future__ import annotations

import hashlib
import importlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

import polars as pl

from foedus import sources
from foedus.declare import Raw, Source, Table
from foedus.errors import BrokenContract, CannotWrite, NotInstalled
from foedus.warehouse._check import parsed
from foedus.warehouse._hearing import until_done
from foedus.warehouse._origins import now, origins
from foedus.warehouse._paths import build_folder, originals, sha256, whole_file, writable
from foedus.warehouse._store import LEDGER, PREVIOUS, Entry, Warehouse, read_ledger, sound, write_ledger
from foedus.warehouse._versions import present, versions

WORKERS = 2
"""Tables made at a time: more would wait for one another, and memory stays small."""
GRACE = 600.0
"""Seconds for which a table that fell out of use stays for those who are reading it."""
Derive = Callable[[Warehouse], Mapping[str, pl.DataFrame]]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: tables made anew, kept as they were, dropped, and sources not at hand."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    absent: tuple[str, ...]
    warehouse: Warehouse


def build(
    derive: Derive | None = None,
    *,
    code: str = "",
    say: Callable[[str], None] = lambda _: None,
    workers: int = WORKERS,
) -> BuildReport:
    """Parse, check and store every source at hand; only what changed is made anew, two tables at a time.

    `derive` computes tables from the sources' tables once they are all in place; `code` names its version.
    A table that breaks its contract stops the build, and the last good one stays. Other versions than the declared
    ones are built beside; nothing is derived from them, and one that can no longer be read is left out.
    """
    folder = writable(build_folder())
    with _alone(folder):
        old = read_ledger(folder / LEDGER)
        at_hand = [s for s in sources.everything() if s.in_the_box or present(s)]
        entries = _tables(at_hand, folder, old, Work(say, workers))
        base = Warehouse(folder, dict(entries))
        if derive is not None:
            entries |= _derive(derive, base, old, code, say)
        entries |= _tables([s for s in versions() if present(s)], folder, old, Work(say, workers))
        made = tuple(t for t in sorted(entries) if old.get(t) is not entries[t])
        dropped = tuple(sorted(set(old) - set(entries)))
        if made or dropped:
            _publish(folder, old, entries)
        absent = tuple(s.id for s in sources.everything() if s not in at_hand)
        kept = tuple(sorted(set(entries) - set(made)))
        return BuildReport(made, kept, dropped, absent, Warehouse(folder, entries))


class Work:
    """Does tasks so many at a time; the first that fails, in the order given, stops the others."""

    def __init__(self, say: Callable[[str], None], workers: int) -> None:
        self._say, self._workers, self._turn = say, workers, Lock()

    def say(self, sentence: str) -> None:
        """Say something without interrupting another."""
        with self._turn:
            self._say(sentence)

    def all(self, tasks: Sequence[Callable[[], Made]]) -> list[Made]:
        """The results in the order of the tasks; what is under way when one fails is finished first."""
        pool = ThreadPoolExecutor(max(1, min(self._workers, os.cpu_count() or 1)))
        try:
            doing = [pool.submit(task) for task in tasks]
            until_done(doing)
            if any(one.done() and one.exception() for one in doing):
                pool.shutdown(cancel_futures=True)
            return [one.result() for one in doing if not one.cancelled()]
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a table is made from, and where it is kept."""

    folder: Path
    source: Source
    inputs: dict[str, str]
    code: str
    unverified: tuple[str, ...] = ()
    user_supplied: tuple[str, ...] = ()


Made = Entry | NotInstalled | BrokenContract


def _tables(at_hand: Sequence[Source], folder: Path, old: Mapping[str, Entry], work: Work) -> dict[str, Entry]:
    """The tables of these sources: kept if nothing changed, else made anew."""
    entries: dict[str, Entry] = {}
    due: list[tuple[Source, Callable[[], Made]]] = []
    for source in at_hand:
        place, origin = _origin(source, folder)
        for table in source.tables:
            fingerprint = _hash(table.id, origin.code, *sorted(f"{k}={v}" for k, v in origin.inputs.items()))
            known = old.get(table.id)
            if known and known.fingerprint == fingerprint and sound(folder, known):
                entries[table.id] = known
            else:
                due.append((source, partial(_make, table, Raw(place), origin, fingerprint, work)))
    made = work.all([task for _, task in due])
    left_out = {source.id: one for (source, _), one in zip(due, made, strict=True) if not isinstance(one, Entry)}
    for source_id, error in left_out.items():
        work.say(f"{source_id} left out: {error}")
    entries |= {one.table: one for one in made if isinstance(one, Entry)}
    return {table: entry for table, entry in entries.items() if entry.source not in left_out}


def _origin(source: Source, folder: Path) -> tuple[Path, Origin]:
    """Where a source's files lie, and the hashes of what its tables are made from."""
    module = Path(importlib.import_module(f"foedus.sources.{source.declared}").__file__ or "")
    place = module.parent if source.in_the_box else originals(source.id)
    inputs = {file.name: sha256(place / file.name) for file in source.files}
    doubtful = tuple(file.name for file in source.files if file.sha256 and inputs[file.name] != file.sha256)
    supplied = tuple(file.name for file in source.files if file.looks_like or not source.is_declared)
    return place, Origin(folder, source, inputs, _code(module, source), doubtful, supplied)


def _make(table: Table, raw: Raw, origin: Origin, fingerprint: str, work: Work) -> Made:
    work.say(f"building {table.id}")
    try:
        return _stored(origin, table.id, parsed(table, raw), fingerprint)
    except NotInstalled as error:
        return error
    except BrokenContract as error:
        if table.promised:
            raise
        return error


def _stored(origin: Origin, table_id: str, frame: pl.DataFrame, fingerprint: str) -> Entry:
    name = f"{table_id}-{fingerprint[:12]}.parquet"
    with whole_file(origin.folder / name) as part:
        try:
            # in one piece: then the bytes of the file depend on the cells alone
            frame.rechunk().write_parquet(part, compression="zstd", statistics=True)
        except pl.exceptions.ComputeError as error:  # what Polars raises where a disk is full
            raise CannotWrite(origin.folder / name, str(error).splitlines()[0]) from error
    return Entry(
        table=table_id, file=name, rows=frame.height, source=origin.source.id, version=origin.source.version,
        inputs=origin.inputs, fingerprint=fingerprint, built=now(), code=origin.code, unverified=origin.unverified,
        content=sha256(origin.folder / name), origins=origins(origin.source.id, origin.inputs),
        user_supplied=origin.user_supplied,
    )  # fmt: skip


def _derive(
    derive: Derive, base: Warehouse, old: Mapping[str, Entry], code: str, say: Callable[[str], None]
) -> dict[str, Entry]:
    fingerprint = _hash("derived", code, base.fingerprint)
    known = {t: e for t, e in old.items() if e.source == "derived" and e.fingerprint == fingerprint}
    if known and all(sound(base.folder, entry) for entry in known.values()):
        return known
    say("computing every indicator for every partnership-year")
    derived = Source("derived", "Computed by Foedus", "", "", "", "", "", ())
    inputs = {table: entry.fingerprint for table, entry in base.entries.items()}
    origin = Origin(base.folder, derived, inputs, code)
    return {name: _stored(origin, name, frame, fingerprint) for name, frame in derive(base).items()}


def _publish(folder: Path, old: Mapping[str, Entry], entries: Mapping[str, Entry]) -> None:
    """Switch to the new build; files of the one before stay, and for a while all that a reader may have opened."""
    if old:
        write_ledger(folder / PREVIOUS, old)
    write_ledger(folder / LEDGER, entries)
    in_use = {entry.file for entry in entries.values()}
    for entry in old.values():
        if entry.file not in in_use and (folder / entry.file).exists():
            os.utime(folder / entry.file)  # its time is when it fell out of use
    in_use |= {entry.file for entry in old.values()}
    for stale in folder.glob("*.parquet"):
        if stale.name not in in_use and time.time() - stale.stat().st_mtime > GRACE:
            stale.unlink(missing_ok=True)
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


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


def current(entry: Entry) -> bool:
    """Whether a table was made by the code that its source has now."""
    source = sources.load(entry.source)
    module = Path(importlib.import_module(f"foedus.sources.{source.declared}").__file__ or "")
    return entry.code == _code(module, source)


def _code(module: Path, source: Source) -> str:
    """A hash of the source's own code and declared version."""
    files = sorted(module.parent.glob("*.py")) if module.name == "__init__.py" else [module]
    return _hash(source.version, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))[:16]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
