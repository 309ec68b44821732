"""Reading archives: every file in a .zip, .tar or .gz and in the archives in it, as a stream, never unpacked."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Protocol

from foedus.warehouse._paths import writable

ENDINGS = (".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")
COMPRESSED: dict[bytes, Callable[[Stream], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    b"\x1f\x8b": lambda opened: gzip.GzipFile(fileobj=opened, mode="rb"),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}  # fmt: skip
HEAD = 512
DAMAGE = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, KeyError, IndexError, zipfile.BadZipFile,
    tarfile.TarError, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What the readers of the standard library raise at an archive that is damaged, encrypted or of a rare kind."""

Note = Callable[[str], None]
Stream = IO[bytes]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read out of one archive before it is taken for a bomb, and how deep archives may be nested."""

    depth: int = 3
    members: int = 100_000
    bytes: int = 8 * 2**30
    ratio: int = 250
    small: int = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: where it was found, its hash, and its content until the next one is asked for."""

    name: str
    where: str
    sha256: str
    content: Stream


def is_archive(path: Path) -> bool:
    """Whether the first bytes of a file are those of an archive or of a compressed file."""
    with path.open("rb") as opened:
        return _kind(opened) is not None


def members(archive: Path, scratch: Path, note: Note, bounds: Bounds) -> Iterator[Member]:
    """Every file in an archive, and in archives in it; what was not read is noted, and why.

    A member that is a link, or whose name is absolute or leads upwards, is never read. Nothing is written
    under a member's name.
    """
    with archive.open("rb") as opened:
        yield from _members(opened, archive.name, Reading(writable(scratch), note, bounds), 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What does not change while archives within archives are read."""

    scratch: Path
    note: Note
    bounds: Bounds


class Bomb(Exception):
    """An archive that holds more than it may."""


class Readable(Protocol):
    """What can be read from beginning to end."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""


class Metered:
    """A stream that stops once more was read from it than the archive may hold."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, size: int = -1) -> bytes:
        """Some bytes, counted."""
        content = self._stream.read(min(size, 2**20) if size >= 0 else 2**20)
        self._meter.count(len(content))
        return content


class Meter:
    """Counts what came out of one archive."""

    def __init__(self, packed: int, bounds: Bounds) -> None:
        self._left = min(bounds.bytes, max(bounds.small, bounds.ratio * packed))
        self._members = bounds.members

    def count(self, size: int) -> None:
        """So many bytes more."""
        self._left -= size
        if self._left < 0:
            raise Bomb

    def member(self) -> None:
        """One member more."""
        self._members -= 1
        if self._members < 0:
            raise Bomb


def _kind(opened: Stream) -> str | None:
    opened.seek(0)
    head = opened.read(HEAD)
    opened.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _is_tar(head):
        return "tar"
    return "compressed" if any(head.startswith(mark) for mark in COMPRESSED) else None


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _members(opened: Stream, where: str, reading: Reading, depth: int) -> Iterator[Member]:
    kind = _kind(opened)
    if kind is None:
        return
    if depth > reading.bounds.depth:
        reading.note(f"{where} was not read: it lies deeper than {reading.bounds.depth} archives")
        return
    meter = Meter(opened.seek(0, io.SEEK_END), reading.bounds)
    opened.seek(0)
    readers = {"zip": _zipped, "tar": _tarred, "compressed": _compressed}
    try:
        for name, stream in readers[kind](opened, where, reading.note, meter):
            with tempfile.SpooledTemporaryFile(max_size=2**24, dir=str(reading.scratch)) as spool:
                yield Member(PurePosixPath(name).name, f"{where}/{name}", _copied(stream, spool), spool)
                yield from _members(spool, f"{where}/{name}", reading, depth + 1)
    except Bomb:
        reading.note(f"{where} was read no further: it unpacks to far more than an archive of its size should hold")
    except DAMAGE as error:
        reading.note(f"{where} is damaged or cannot be read: {' '.join(str(error).split()) or type(error).__name__}")


def _copied(stream: Readable, target: Stream) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(2**20):
        digest.update(chunk)
        target.write(chunk)
    target.seek(0)
    return digest.hexdigest()


Unpacked = Iterator[tuple[str, Readable]]


def _zipped(opened: Stream, where: str, note: Note, meter: Meter) -> Unpacked:
    with zipfile.ZipFile(opened) as archive:
        for info in archive.infolist():
            meter.member()
            link = stat.S_ISLNK(info.external_attr >> 16)
            if info.is_dir() or not _is_safe(info.orig_filename, where, note, link=link):
                continue
            if info.flag_bits & 1:
                note(f"{where}/{info.filename} was not read: it is encrypted")
                continue
            with archive.open(info) as stream:
                yield info.filename, Metered(stream, meter)


def _tarred(opened: Readable, where: str, note: Note, meter: Meter) -> Unpacked:
    metered = Metered(opened, meter)
    with tarfile.open(fileobj=metered, mode="r|") as archive:  # type: ignore[call-overload]  # it only reads
        for info in archive:
            meter.member()
            special = not (info.isfile() or info.isdir())
            if info.isdir() or not _is_safe(info.name, where, note, link=special):
                continue
            stream = archive.extractfile(info)
            if stream is not None:
                yield info.name, Metered(stream, meter) if info.issparse() else stream


def _compressed(opened: Stream, where: str, note: Note, meter: Meter) -> Unpacked:
    with _opened(opened) as unpacked:
        tar = _is_tar(unpacked.read(HEAD))
        unpacked.seek(0)
        if tar:
            yield from _tarred(unpacked, where, note, meter)
        else:
            name = PurePosixPath(where).name
            yield name.removesuffix(PurePosixPath(name).suffix), Metered(unpacked, meter)


def _opened(opened: Stream) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    head = opened.read(HEAD)
    opened.seek(0)
    return next(decompress(opened) for mark, decompress in COMPRESSED.items() if head.startswith(mark))


def _is_safe(name: str, where: str, note: Note, *, link: bool) -> bool:
    parts = PureWindowsPath(name)
    if link:
        note(f"{where}/{name} was not read: it is a link or a device")
    elif parts.anchor or name.startswith("/"):
        note(f"{where}/{name} was not read: its name is absolute")
    elif ".." in parts.parts:
        note(f"{where}/{name} was not read: its name leads out of the archive")
    else:
        return True
    return False
