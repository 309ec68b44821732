"""The built tables and their ledger: one small file says which tables make the present build."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from foedus import sources
from foedus.errors import BadFile, NotBuilt
from foedus.warehouse._paths import build_folder, sha256, whole, whole_file

LEDGER = "ledger.json"
PREVIOUS = "ledger.previous.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A table's provenance: which files of which source and version, checked and written when, by which code.

    `unverified` names files that are not the copy we know, `user_supplied` those of which we know no copy.
    `content` is the hash of the table's own file. `origins` says of each input where it came from and when.
    """

    table: str
    file: str
    rows: int
    source: str
    version: str
    inputs: dict[str, str]
    fingerprint: str
    built: str
    code: str
    unverified: tuple[str, ...] = ()
    user_supplied: tuple[str, ...] = ()
    content: str = ""
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A consistent set of checked tables; stays readable while a newer one is being built."""

    folder: Path
    entries: Mapping[str, Entry]

    def has(self, table_id: str) -> bool:
        """Whether the table is part of this build."""
        return table_id in self.entries

    def scan(self, table_id: str) -> pl.LazyFrame:
        """The table, lazily; an error that names the command if it is not built."""
        if table_id not in self.entries:
            source_id = table_id.rpartition(".")[0]
            known = sources.known(source_id) and not sources.load(source_id).in_the_box
            command = f"{sources.load(source_id).fetch_command}, then: foedus build" if known else "foedus build"
            raise NotBuilt(f"The table {table_id}", command)
        path = self.folder / self.entries[table_id].file
        if not whole(path):
            raise BadFile(path, "is damaged", "Make it anew with: foedus build")
        return pl.scan_parquet(path)

    def read(self, table_id: str) -> pl.DataFrame:
        """The table in memory."""
        try:
            return self.scan(table_id).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            path = self.folder / self.entries[table_id].file
            raise BadFile(path, "is damaged", "Delete it and run: foedus build") from error

    @property
    def fingerprint(self) -> str:
        """A short hash of everything in this build: same inputs and code, same fingerprint."""
        import hashlib

        parts = sorted(f"{entry.table}:{entry.fingerprint}" for entry in self.entries.values())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def open_warehouse() -> Warehouse:
    """The last complete build on this machine."""
    entries = read_ledger(build_folder() / LEDGER)
    if not entries:
        raise NotBuilt("The warehouse", "foedus build")
    return Warehouse(build_folder(), entries)


def open_previous() -> Warehouse:
    """The build before the last one, whose tables are kept for comparison."""
    entries = read_ledger(build_folder() / PREVIOUS)
    if not entries:
        raise NotBuilt("A build before the present one", "foedus build, once something has changed")
    return Warehouse(build_folder(), entries)


def sound(folder: Path, entry: Entry) -> bool:
    """Whether a table's file is the one that was written, to the last byte."""
    try:
        return sha256(folder / entry.file) == entry.content
    except OSError:
        return False


def read_ledger(path: Path) -> dict[str, Entry]:
    """The entries of a ledger; none if there is no ledger yet."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise BadFile(path, "is damaged", "Delete it and run: foedus build") from error
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})", "Check its permissions.") from error
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            return {}
        return {one["table"]: _entry(one) for one in content["tables"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(path, "is damaged", "Delete it and run: foedus build") from error


def _entry(told: dict[str, Any]) -> Entry:
    listed = {name: tuple(told.get(name, ())) for name in ("unverified", "user_supplied")}
    origins = {name: (where, when) for name, (where, when) in told.get("origins", {}).items()}
    entry = Entry(**{**told, **listed, "origins": origins})
    if not (isinstance(entry.file, str) and isinstance(entry.rows, int) and isinstance(entry.inputs, dict)):
        raise TypeError(entry.table)
    return entry


def write_ledger(path: Path, entries: Mapping[str, Entry]) -> None:
    """Make these tables the present build, in one step."""
    listed = [asdict(entries[table]) for table in sorted(entries)]
    with whole_file(path) as part:
        part.write_text(json.dumps({"format": FORMAT, "tables": listed}, indent=1), encoding="utf-8")
