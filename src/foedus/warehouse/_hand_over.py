"""Handing over: a publisher's files known by their hash, whatever they are called, in folders and in archives."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.declare import File, Source
from foedus.errors import BadFile, NotBuilt
from foedus.warehouse._archive import ENDINGS, Bounds, is_archive, members
from foedus.warehouse._brought import brought
from foedus.warehouse._origins import Origin, now, remember
from foedus.warehouse._paths import data_folder, originals, sha256, whole_file

BOUNDS = Bounds()
NAMED = 5
"""How many files an error names."""
OTHER = "has the right name but not the content that was verified"
ALL_THE_SAME = "It may be cut short or of another version; to use it all the same: --unverified"


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of fetching one source's files: taken, still absent, other than verified, here already, and notes."""

    source: str
    taken: tuple[str, ...]
    absent: tuple[str, ...]
    unverified: tuple[str, ...]
    here: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A declared file of a source, and where it belongs in the data folder."""

    source: str
    file: File

    @property
    def target(self) -> Path:
        """Where the file belongs."""
        return originals(self.source) / self.file.name


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a slot, and under which name; `verified` if its content is the declared one."""

    where: str
    sha256: str
    verified: bool


def slots_of(wanted: Iterable[Source]) -> list[Slot]:
    """The declared files of these sources."""
    return [Slot(source.id, file) for source in wanted for file in source.files]


def hand_over(
    wanted: Sequence[Source], place: Path, *, unverified: bool, address: str = "", bounds: Bounds = BOUNDS
) -> list[Handed]:
    """Take over the declared files from a file, a folder, and the archives in it.

    A file of the right name and another content is refused, unless `unverified`. `address` is where the place
    itself was downloaded from.
    """
    notes: list[str] = []
    plain = _walk(place, notes, bounds)
    slots = slots_of(wanted)
    found: dict[Slot, Found] = {}
    alone = len(slots) == 1
    for slot in slots:
        copies = brought(slot.file, plain, alone=alone) if slot.file.looks_like else plain.get(slot.file.sha256, [])
        if copies:
            _copy(copies[0], slot.target)
            digest = slot.file.sha256 or sha256(copies[0])
            found[slot] = Found(address or copies[0].name, digest, verified=True)
    slots = [slot for slot in slots if not slot.file.looks_like]
    for archive in _archives(place, plain):
        lacking = [slot for slot in slots if slot not in found or not found[slot].verified]
        if not lacking:
            break
        found |= from_archive(lacking, archive, notes, unverified=unverified, bounds=bounds, address=address)
    for slot in slots:
        if slot not in found and (alike := _alike(slot.file, plain)):
            if not unverified:
                problem = "has the right name but is empty" if alike[1].stat().st_size == 0 else OTHER
                raise BadFile(address or alike[1], problem, ALL_THE_SAME)
            _copy(alike[1], slot.target)
            found[slot] = Found(address or alike[1].name, alike[0], verified=False)
    keep_origins(found)
    return [handed(source, found, notes=notes) for source in wanted]


def handed(source: Source, found: dict[Slot, Found], *, here: Sequence[Slot] = (), notes: Sequence[str] = ()) -> Handed:
    """What came of fetching a source."""
    slots = slots_of([source])
    return Handed(
        source.id,
        taken=tuple(slot.file.name for slot in slots if slot in found),
        absent=tuple(slot.file.name for slot in slots if slot not in found and slot not in here),
        unverified=tuple(slot.file.name for slot in slots if slot in found and not found[slot].verified),
        here=tuple(slot.file.name for slot in slots if slot in here and slot not in found),
        notes=tuple(notes),
    )


def by_hand(source: Source, names: Sequence[str] = ()) -> str:
    """What a person does to get the files of a source: all of them, or those named."""
    steps = dict.fromkeys(file.how for file in source.files if not names or file.name in names)
    return f"{' '.join(steps)} ({source.homepage})"


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def instructions(source: Source, lacking: Sequence[str]) -> NotBuilt:
    """The error that says how to get files that cannot be downloaded."""
    what = f"{source.title} has to be handed over: {by_hand(source, lacking)}. It"
    return NotBuilt(what, f"foedus fetch {source.id} --from PATH")


def from_archive(
    lacking: Sequence[Slot], archive: Path, notes: list[str], *, unverified: bool = False, bounds: Bounds = BOUNDS,
    address: str = "",
) -> dict[Slot, Found]:  # fmt: skip
    """What an archive holds for these slots, written to where it belongs; the verified content goes first."""
    found: dict[Slot, Found] = {}
    begins = address or archive.name
    for member in members(archive, data_folder() / "original", notes.append, bounds):
        where = begins + member.where.removeprefix(archive.name)
        for slot in lacking:
            exact = member.sha256 == slot.file.sha256
            alike = unverified and member.name == slot.file.name and slot not in found
            if exact or alike:
                member.content.seek(0)
                with whole_file(slot.target) as part, part.open("wb") as copy:
                    shutil.copyfileobj(member.content, copy)
                found[slot] = Found(where, member.sha256, verified=exact)
    return found


def held(archive: Path) -> set[str]:
    """The hashes of everything in an archive; none if it is no archive."""
    if not is_archive(archive):
        return set()
    return {member.sha256 for member in members(archive, data_folder() / "original", lambda _: None, BOUNDS)}


def keep_origins(found: dict[Slot, Found]) -> None:
    """Keep where each file came from."""
    when = now()
    for source in dict.fromkeys(slot.source for slot in found):
        came = {s.file.name: Origin(f.sha256, f.where, when) for s, f in found.items() if s.source == source}
        remember(source, came)


def _walk(place: Path, notes: list[str], bounds: Bounds) -> dict[str, list[Path]]:
    """The files of a folder by the hash of their content; what cannot be read is noted."""
    paths = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    found: dict[str, list[Path]] = {}
    for path in paths:
        try:
            if path.stat().st_size > bounds.bytes:
                notes.append(f"{path.name} was not read: it is larger than any file that a source declares")
                continue
            found.setdefault(sha256(path), []).append(path)
        except OSError as error:
            notes.append(f"{path.name} cannot be read ({error.strerror})")
    return found


def _archives(place: Path, plain: dict[str, list[Path]]) -> list[Path]:
    """The archives among the files: by their ending, and what was handed over alone by its first bytes."""
    paths = sorted(path for copies in plain.values() for path in copies[:1])
    return [path for path in paths if path.name.lower().endswith(ENDINGS) or (path == place and is_archive(path))]


def _alike(file: File, plain: dict[str, list[Path]]) -> tuple[str, Path] | None:
    """A file of the declared name, with its hash."""
    for digest, paths in plain.items():
        for path in paths:
            if path.name == file.name:
                return digest, path
    return None


def _copy(origin: Path, target: Path) -> None:
    with whole_file(target) as part:
        shutil.copyfile(origin, part)
