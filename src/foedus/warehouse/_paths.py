"""Where things lie on this machine: originals handed over, and the tables built from them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foedus.errors import CannotWrite


def data_folder() -> Path:
    """The user's data folder: FOEDUS_DATA if set, else the platform's own place. Never a cache."""
    chosen = os.environ.get("FOEDUS_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("foedus", appauthor=False)


def originals(source_id: str) -> Path:
    """The folder of a source's files as handed over."""
    return data_folder() / "original" / source_id


def build_folder() -> Path:
    """The folder of checked tables and their ledger."""
    return data_folder() / "build"


def writable(folder: Path) -> Path:
    """The folder, made if need be; an error that names it if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    if not os.access(folder, os.W_OK):
        raise CannotWrite(folder, "permission denied")
    return folder


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary neighbor that takes the target's name only once it is complete and on disk."""
    writable(target.parent)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_whole(target: Path, made: str | bytes) -> None:
    """Write a file of text or bytes that is there entirely or not at all."""
    with whole_file(target.expanduser().absolute()) as part:
        part.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))


def whole(path: Path) -> bool:
    """Whether a Parquet file is there to its last byte, as its closing mark tells."""
    try:
        with path.open("rb") as opened:
            opened.seek(-4, 2)
            return opened.read() == b"PAR1"
    except OSError:
        return False
