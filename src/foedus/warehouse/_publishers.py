"""Downloading from publishers: what a source declares an address for, or what an address given by hand holds."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from foedus import sources
from foedus.declare import Source
from foedus.errors import BadFile, FoedusError
from foedus.warehouse._answers import Patience
from foedus.warehouse._archive import is_archive
from foedus.warehouse._download import Answers, Came, Wanted, download
from foedus.warehouse._hand_over import (
    Found,
    Handed,
    Slot,
    by_hand,
    from_archive,
    hand_over,
    handed,
    held,
    instructions,
    keep_origins,
    listed,
    slots_of,
)  # fmt: skip
from foedus.warehouse._paths import data_folder, sha256
from foedus.warehouse._progress import Say, meter


def from_publishers(
    wanted: Sequence[Source], *, many: bool, say: Say | None, patience: Patience | None
) -> list[Handed]:
    """Download what is not here yet and whose address is declared."""
    slots = slots_of(wanted)
    here = [slot for slot in slots if slot.target.is_file() and _is_it(slot)]
    coming: dict[tuple[str, ...], list[Slot]] = {}
    for slot in slots:
        if slot not in here and slot.file.addresses:
            coming.setdefault(slot.file.addresses, []).append(slot)
    found: dict[Slot, Found] = {}
    notes: list[str] = []

    def took(came: Came) -> None:
        found.update(_place(came, coming[came.wanted.addresses], notes))

    answers: Answers = []
    if coming:
        with meter(say) as shown:
            answers = download([_asked(group) for group in coming.values()], took, shown, patience or Patience())
    came = [handed(source, found, here=here, notes=notes) for source in wanted]
    if not many:
        for answer in answers:
            if isinstance(answer, FoedusError):
                raise answer
        for one in came:
            if one.absent:
                raise instructions(sources.load(one.source), one.absent)
    return came


def _is_it(slot: Slot) -> bool:
    """Whether what lies here is what was declared; what each user brings is looked at when it is handed over."""
    return bool(slot.file.looks_like) or sha256(slot.target) == slot.file.sha256


def _asked(group: Sequence[Slot]) -> Wanted:
    """The download that fills these slots: the file itself, or an archive that holds them all."""
    first = group[0]
    hashes = {slot.file.sha256 for slot in group}

    def accept(part: Path) -> bool:
        return {sha256(part)} == hashes or hashes <= held(part)

    source = sources.load(first.source)
    name = f"{first.source}/{listed([slot.file.name for slot in group])}"
    part = first.target.with_name(f".{first.file.name}.download")
    remedy = f"{by_hand(source, [s.file.name for s in group])}, then: foedus fetch {source.id} --from PATH"
    return Wanted(name, first.file.addresses, part, accept, remedy)


def _place(came: Came, group: Sequence[Slot], notes: list[str]) -> dict[Slot, Found]:
    """Put what was downloaded where it belongs, and keep from where it came."""
    part, digest = came.wanted.part, sha256(came.wanted.part)
    if {slot.file.sha256 for slot in group} == {digest}:
        found = {slot: Found(came.address, digest, verified=True) for slot in group}
        keep_origins(found)
        for slot in group[1:]:
            shutil.copyfile(part, slot.target)
        part.replace(group[0].target)
        return found
    found = from_archive(group, part, notes, address=came.address)
    keep_origins(found)
    part.unlink()
    return found


def from_address(
    wanted: Sequence[Source], address: str, *, unverified: bool, say: Say | None, patience: Patience | None
) -> list[Handed]:
    """Download one file or archive, and take over from it what is wanted."""
    for source in wanted:
        if source.bring_your_own:
            raise BadFile(address, f"is not downloaded for {source.id}: {source.bring_your_own}", by_hand(source))
    slots = slots_of(wanted)
    hashes = {slot.file.sha256 for slot in slots}
    folder = data_folder() / "original" / f".{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    part = folder / _name(address)

    def accept(part: Path) -> bool:
        brought = any(slot.file.looks_like for slot in slots)
        return unverified or brought or sha256(part) in hashes or is_archive(part)

    otherwise = "" if unverified else "; to use it all the same: --unverified"
    asked = Wanted(part.name, (address,), part, accept, by_hand(wanted[0]), otherwise, known=False)
    with meter(say) as shown:
        (answer,) = download([asked], lambda _: None, shown, patience or Patience())
    if isinstance(answer, FoedusError):
        if not any(folder.iterdir()):
            folder.rmdir()
        raise answer
    try:
        if len(slots) == 1 and not is_archive(part):  # an address need not end in the name of the file
            part = part.replace(folder / slots[0].file.name)
        return hand_over(wanted, part, unverified=unverified, address=address)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(address: str) -> str:
    """What a download is called here: the end of its address, without what a file system may misread."""
    end = PurePosixPath(unquote(urlsplit(address).path)).name
    return re.sub(r"[^\w.() -]", "_", end)[-100:].lstrip(".") or "file"
