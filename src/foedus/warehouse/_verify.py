"""Verifying what lies here: originals against their hashes, tables against the ledger and what they promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from foedus import sources
from foedus.declare import Source
from foedus.errors import BadFile, BrokenContract, FoedusError
from foedus.warehouse._build import current
from foedus.warehouse._check import recheck
from foedus.warehouse._paths import build_folder, originals, sha256
from foedus.warehouse._store import LEDGER, Entry, Warehouse, read_ledger, sound
from foedus.warehouse._versions import versions

Standing = Literal["broken", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: what it is about, how grave, what it is, and what to do."""

    about: str
    standing: Standing
    finding: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    originals: int
    tables: int
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> tuple[Finding, ...]:
        """What has to be mended."""
        return tuple(one for one in self.findings if one.standing == "broken")


def verify() -> Verified:
    """Look at every original and every table anew, and believe no record without its hash.

    Broken is what differs from what was recorded or promised. A note is what differs from this version of Foedus
    but was so on purpose, or only awaits the next build.
    """
    ledger = read_ledger(build_folder() / LEDGER)
    fetched = [*(source for source in sources.everything() if not source.in_the_box), *versions()]
    seen = [(source, file.name) for source in fetched for file in source.files if _is_here(source, file.name)]
    found = [one for source in fetched for one in _original_findings(source, ledger)]
    warehouse = Warehouse(build_folder(), ledger)
    found += [one for entry in ledger.values() for one in _table_findings(warehouse, entry)]
    return Verified(len(seen), len(ledger), tuple(sorted(found, key=lambda one: (one.standing, one.about))))


def _is_here(source: Source, name: str) -> bool:
    return (originals(source.id) / name).is_file()


def _original_findings(source: Source, ledger: dict[str, Entry]) -> Iterator[Finding]:
    built = next((entry for entry in ledger.values() if entry.source == source.id), None)
    here = [file for file in source.files if _is_here(source, file.name)]
    again = source.fetch_command
    if built and len(here) < len(source.files):
        lacking = [file.name for file in source.files if file not in here]
        names = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
        yield Finding(source.id, "note", f"lacks {names}: its tables go with the next build", again)
    for file in here:
        about = f"{source.id}/{file.name}"
        try:
            digest = sha256(originals(source.id) / file.name)
        except OSError as error:
            yield Finding(about, "broken", f"cannot be read ({error.strerror})", "check its permissions")
            continue
        as_built = built is not None and built.inputs.get(file.name) == digest
        if digest == file.sha256 or (not file.sha256 and (as_built or built is None)):
            continue
        if as_built:
            yield Finding(about, "note", "is not the copy that was verified, and was taken all the same", again)
        else:
            yield Finding(about, "broken", "is neither the verified copy nor the one that was built from", again)


def _table_findings(warehouse: Warehouse, entry: Entry) -> Iterator[Finding]:
    """The first thing that is wrong with a table."""
    path = warehouse.folder / entry.file
    if not path.is_file():
        yield Finding(entry.table, "broken", "its file is gone", "foedus build")
    elif not sound(warehouse.folder, entry):
        yield Finding(entry.table, "broken", "its file is not the one that was written", "foedus build")
    else:
        try:
            frame = warehouse.read(entry.table)
            if frame.height != entry.rows:
                yield Finding(entry.table, "broken", f"has {frame.height:,} rows, not {entry.rows:,}", "foedus build")
            yield from _promises(entry, frame)
        except BadFile:
            yield Finding(entry.table, "broken", "its file cannot be read", "delete it, then: foedus build")


def _promises(entry: Entry, frame: pl.DataFrame) -> Iterator[Finding]:
    if entry.source == "derived":
        return
    try:
        table = sources.table(entry.table)
    except FoedusError:
        yield Finding(entry.table, "note", "is declared no longer: it goes with the next build", "foedus build")
        return
    if not current(entry):
        yield Finding(entry.table, "note", "was made by another version of its source's code", "foedus build")
        return
    try:
        recheck(table, frame)
    except BrokenContract as broken:
        yield Finding(entry.table, "broken", broken.problem, broken.remedy)
