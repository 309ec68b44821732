"""Fetching a publisher's files: handed over from this machine, or downloaded from where the publisher keeps them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foedus import sources
from foedus.declare import Source
from foedus.errors import BadFile, BadOption
from foedus.warehouse._hand_over import NAMED, Handed, by_hand, hand_over, listed
from foedus.warehouse._paths import originals
from foedus.warehouse._progress import Say
from foedus.warehouse._versions import keep

if TYPE_CHECKING:
    from foedus.warehouse._answers import Patience


def fetch(
    ids: Sequence[str],
    *,
    place: Path | str | None,
    everything: bool = False,
    subject: str | None = None,
    unverified: bool = False,
    version: str | None = None,
    say: Say | None = None,
    patience: Patience | None = None,
) -> list[Handed]:
    """Fetch the declared files of these sources: from a file, folder, archive or address, or from their publishers.

    Files are matched by SHA-256, whatever their name and place. A file of the right name and another
    content is refused, unless `unverified`; the ledger then keeps that it was not the copy we know. Without a
    place, files are downloaded whose publisher's address is declared; for others there is an instruction.
    With `version`, the files are another version's of one source, kept beside the declared one.
    """
    if version is not None:
        return [_another(ids, version, place)]
    wanted = _wanted(ids, everything=everything, subject=subject)
    many = everything or subject is not None
    if place is None or _is_address(place):
        from foedus.warehouse import _publishers

        if place is None:
            return _publishers.from_publishers(wanted, many=many, say=say, patience=patience)
        came = _publishers.from_address(wanted, str(place), unverified=unverified, say=say, patience=patience)
    else:
        came = hand_over(wanted, _existing(place), unverified=unverified)
    if say is not None:
        for note in dict.fromkeys(note for one in came for note in one.notes):
            say(note)
    if not many:
        _complain(came, str(place))
    return came


def removed(ids: Sequence[str]) -> list[str]:
    """Forget the files of these sources; the next build drops their tables."""
    gone = []
    for source_id in ids:
        folder = originals(sources.load(source_id).id)
        if folder.exists():
            shutil.rmtree(folder)
            gone.append(source_id)
    return gone


def _another(ids: Sequence[str], version: str, place: Path | str | None) -> Handed:
    if place is None or _is_address(place):
        raise BadOption("--version", version, "together with --from and a file, folder or archive on this machine")
    return keep(ids, version, _existing(place))


def _wanted(ids: Sequence[str], *, everything: bool, subject: str | None) -> list[Source]:
    fetched = [source for source in sources.everything() if not source.in_the_box]
    for source_id in ids:
        if sources.load(source_id).in_the_box:
            raise BadOption("ID", source_id, "it is in the box already; nothing needs fetching")
    if everything:
        return fetched
    chosen = [source for source in fetched if source.id in ids]
    if subject is not None:
        subjects = sorted({source.subject for source in fetched})
        if subject not in subjects:
            raise BadOption("--subject", subject, f"one of {', '.join(subjects)}")
        return [source for source in fetched if source.subject == subject or source in chosen]
    if not ids:
        listed = ", ".join(source.id for source in fetched)
        raise BadOption("ID", "", f"name one or more of {listed}, or give --all or --subject")
    return [sources.load(source_id) for source_id in dict.fromkeys(ids)]


def _is_address(place: Path | str) -> bool:
    """Whether a place is an address on the web; other schemes than http and https are refused."""
    if not isinstance(place, str) or "://" not in place:
        return False
    if not place.lower().startswith(("http://", "https://")):
        raise BadOption("--from", place, "a file, a folder, or an address that begins with https:// or http://")
    return True


def _existing(place: Path | str) -> Path:
    path = Path(place).expanduser()
    if not path.exists():
        raise BadFile(path, "does not exist", "Give a file or a folder after --from.")
    if not (path.is_file() or path.is_dir()):
        raise BadFile(path, "is neither a file nor a folder", "Give a file or a folder after --from.")
    return path


def _complain(came: Sequence[Handed], place: str) -> None:
    """A source that was asked for by name has to be there whole."""
    lacking = [one for one in came if one.absent]
    if lacking:
        source = sources.load(lacking[0].source)
        names = listed([name for one in lacking for name in one.absent])
        notes = "; ".join(lacking[0].notes[:NAMED])
        raise BadFile(place, f"holds no copy of {names}" + (f"; {notes}" if notes else ""), by_hand(source))
