"""Taking over a publisher's files: matched by hash whatever they are called, copied whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus import sources
from foedus.declare import File, Source
from foedus.errors import BadFile, BadOption, NotBuilt
from foedus.warehouse._brought import brought
from foedus.warehouse._paths import originals, sha256, whole_file


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of handing over one source's files."""

    source: str
    taken: tuple[str, ...]
    absent: tuple[str, ...]
    unverified: tuple[str, ...]


def fetch(
    ids: Sequence[str], *, place: Path | None, everything: bool = False, unverified: bool = False
) -> list[Handed]:
    """Take over the declared files of these sources from a file or folder.

    Files are matched by SHA-256, whatever their name and place. A file of the right name and another
    content is refused, unless `unverified`; the ledger then keeps that it was not the copy we know.
    """
    wanted = _wanted(ids, everything=everything)
    if place is None:
        raise NotBuilt(*_instructions(wanted))
    if not place.exists():
        raise BadFile(place, "does not exist", "Give a file or a folder after --from.")
    found = _walk(place)
    handed = [_take(source, found, unverified=unverified) for source in wanted]
    lacking = [one for one in handed if one.absent]
    if lacking and not everything:
        names = ", ".join(name for one in lacking for name in one.absent)
        how = sources.load(lacking[0].source).files[0].how
        raise BadFile(place, f"holds no copy of {names}", f"{how} ({sources.load(lacking[0].source).homepage})")
    return handed


def removed(ids: Sequence[str]) -> list[str]:
    """Forget the files of these sources; the next build drops their tables."""
    gone = []
    for source_id in ids:
        folder = originals(sources.load(source_id).id)
        if folder.exists():
            shutil.rmtree(folder)
            gone.append(source_id)
    return gone


def present(source: Source) -> bool:
    """Whether every declared file of the source lies in the data folder."""
    folder = originals(source.id)
    return bool(source.files) and all((folder / file.name).is_file() for file in source.files)


def _wanted(ids: Sequence[str], *, everything: bool) -> list[Source]:
    fetched = [source for source in sources.everything() if not source.in_the_box]
    if everything:
        return fetched
    if not ids:
        raise BadOption("ID", "", f"name one or more of {', '.join(s.id for s in fetched)}, or give --all")
    for source_id in ids:
        if sources.load(source_id).in_the_box:
            raise BadOption("ID", source_id, "it is in the box already; nothing needs fetching")
    return [sources.load(source_id) for source_id in ids]


def _instructions(wanted: Sequence[Source]) -> tuple[str, str]:
    first = wanted[0]
    steps = " ".join(dict.fromkeys(file.how for file in first.files))
    what = f"{first.title} has to be handed over: {steps} ({first.homepage}). It"
    return what, f"foedus fetch {first.id} --from PATH"


def _walk(place: Path) -> dict[str, list[Path]]:
    paths: Iterable[Path] = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    found: dict[str, list[Path]] = {}
    for path in paths:
        try:
            found.setdefault(sha256(path), []).append(path)
        except OSError as error:
            raise BadFile(path, f"cannot be read ({error.strerror})", "Check its permissions.") from error
    return found


def _take(source: Source, found: dict[str, list[Path]], *, unverified: bool) -> Handed:
    taken, absent, doubtful = [], [], []
    alone = len(source.files) == 1
    for file in source.files:
        copies = brought(file, found, alone=alone) if file.looks_like else found.get(file.sha256) or []
        if not copies and not file.looks_like:
            copies = _same_name(file, found, unverified=unverified)
            doubtful += [file.name] if copies else []
        if not copies:
            absent.append(file.name)
            continue
        _copy(copies[0], originals(source.id) / file.name)
        taken.append(file.name)
    return Handed(source.id, tuple(taken), tuple(absent), tuple(doubtful))


def _same_name(file: File, found: dict[str, list[Path]], *, unverified: bool) -> list[Path]:
    alike = [path for paths in found.values() for path in paths if path.name == file.name]
    if alike and not unverified:
        problem = "has the right name but not the content that was verified"
        raise BadFile(
            alike[0], problem, "It may be cut short or of another version; to use it all the same: --unverified"
        )
    return alike


def _copy(origin: Path, target: Path) -> None:
    with whole_file(target) as part:
        shutil.copyfile(origin, part)
