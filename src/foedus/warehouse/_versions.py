"""Other versions of a source, each under its own name beside the declared one: `cow_nmc@5.0`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from foedus import sources
from foedus.declare import VERSION, VERSION_NAME, Raw, Source, Table
from foedus.errors import BadFile, BadOption, BrokenContract
from foedus.warehouse._archive import is_archive, members
from foedus.warehouse._check import parsed
from foedus.warehouse._hand_over import BOUNDS, Found, Handed, Slot, hand_over, handed, keep_origins, listed
from foedus.warehouse._paths import data_folder, originals, sha256, whole_file

COMING = "."
"""Begins the name of a folder whose files have not been read yet."""


def versions(source_id: str = "") -> tuple[Source, ...]:
    """The versions beside the declared one that lie in the data folder, of one source or of all."""
    folder = data_folder() / "original"
    found = sorted(path.name for path in folder.glob(f"{source_id or '*'}{VERSION}*") if path.is_dir())
    return tuple(sources.load(name) for name in found if sources.known(name))


def named(source_id: str, version: str) -> Source:
    """The declared source that holds this version: itself, or one that is declared for it, as `cow_nmc_7`.

    If none does, the version that may lie beside it under this name.
    """
    own = sources.load(source_id)
    for one in (own, *_kin(own)):
        if one.version == version:
            return one
    if not VERSION_NAME.fullmatch(version):
        raise BadOption("--version", version, "at most 32 letters, digits, dots, dashes and underscores")
    return own.as_version(version)


def known_versions(source_id: str) -> tuple[str, ...]:
    """The versions of a source that are declared, and those that lie here beside them."""
    own = sources.load(source_id)
    return tuple(one.version for one in (own, *_kin(own), *versions(own.id)))


def _kin(own: Source) -> list[Source]:
    others = (one for one in sources.everything() if one.id.startswith(f"{own.id}_"))
    return [one for one in others if one.title.startswith(own.title)]


def present(source: Source) -> bool:
    """Whether every declared file of the source lies in the data folder."""
    folder = originals(source.id)
    return bool(source.files) and all((folder / file.name).is_file() for file in source.files)


def keep(ids: Sequence[str], version: str, place: Path) -> Handed:
    """Take over another version of one source, once all its tables can be read; else nothing of it stays.

    Its files are known by their declared names; of a source with one file, by being the only one of its kind. A
    version that is here is never replaced by another content.
    """
    if len(ids) != 1:
        raise BadOption("--version", version, "with the one source that it is a version of, as: foedus fetch cow_nmc")
    source = named(ids[0], version)
    if source.is_declared:
        raise BadOption("--version", version, f"it is declared as {source.id}, which is fetched without --version")
    coming = replace(source, id=f"{COMING}{source.id}")
    folder = originals(coming.id)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        came = _taken(coming, place)
        for table in source.tables:
            _readable(table, folder, place)
        _settle(source, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return replace(came, source=source.id, unverified=())


def _taken(coming: Source, place: Path) -> Handed:
    alone = len(coming.files) == 1 and not coming.files[0].looks_like
    found = _only_one(Slot(coming.id, coming.files[0]), place) if alone else {}
    if found:
        keep_origins(found)
        return handed(coming, found)
    (came,) = hand_over([coming], place, unverified=True)
    if came.absent:
        remedy = "Give each file the name that the source declares, and hand over their folder or archive."
        raise BadFile(place, f"holds no file called {listed(came.absent)}", remedy)
    return came


def _only_one(slot: Slot, place: Path) -> dict[Slot, Found]:
    """The only file of the declared one's kind, whatever it is called, alone, in a folder or in an archive."""
    kind = Path(slot.file.name).suffix.lower()
    if place.is_file() and place.suffix.lower() != kind and is_archive(place):
        return _only_member(slot, place, kind)
    alike = [place] if place.is_file() else [one for one in sorted(place.rglob("*")) if one.suffix.lower() == kind]
    if len(alike) != 1:
        return {}
    with whole_file(slot.target) as part:
        shutil.copyfile(alike[0], part)
    return {slot: Found(alike[0].name, sha256(slot.target), verified=False)}


def _only_member(slot: Slot, archive: Path, kind: str) -> dict[Slot, Found]:
    found: dict[Slot, Found] = {}
    for member in members(archive, data_folder() / "original", lambda _: None, BOUNDS):
        if Path(member.name).suffix.lower() != kind:
            continue
        if found:
            return {}
        with whole_file(slot.target) as part, part.open("wb") as copy:
            shutil.copyfileobj(member.content, copy)
        found[slot] = Found(member.where, member.sha256, verified=False)
    return found


def _readable(table: Table, folder: Path, place: Path) -> None:
    try:
        parsed(table, Raw(folder))
    except BrokenContract as error:
        problem = f"cannot be kept as {table.source}: its table {table.name} {error.problem}"
        raise BadFile(place, problem, "It has to be of the form that the declared version has.") from error


def _settle(source: Source, folder: Path) -> None:
    """Give the version its place; one that is there already has to be the same, and stays."""
    place = originals(source.id)
    if present(source):
        other = [file.name for file in source.files if sha256(place / file.name) != sha256(folder / file.name)]
        if other:
            problem = f"another content lies here under that name ({listed(other)}): choose another name"
            raise BadOption("--version", source.version, f"{problem}, or: foedus forget {source.id}")
        return
    shutil.rmtree(place, ignore_errors=True)
    folder.replace(place)
