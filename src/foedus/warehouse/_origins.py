"""Where each original came from, and when: kept beside the originals, and in the ledger of what is built from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from foedus.warehouse._paths import originals, write_whole

ORIGINS = ".origins.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file of a certain content came here: its address, or what it was called when it was handed over."""

    sha256: str
    where: str
    when: str


def now() -> str:
    """The time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def remember(source_id: str, came: Mapping[str, Origin]) -> None:
    """Keep where these files of a source came from."""
    if came:
        kept = {name: asdict(origin) for name, origin in {**_read(source_id), **came}.items()}
        write_whole(originals(source_id) / ORIGINS, json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False))


def origins(source_id: str, inputs: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Where and when the files of these hashes came here; a file of which that is not known is left out."""
    known = _read(source_id)
    return {
        name: (known[name].where, known[name].when)
        for name, sha256 in inputs.items()
        if name in known and known[name].sha256 == sha256
    }


def _read(source_id: str) -> dict[str, Origin]:
    """What is known; a damaged record is no reason to stop, for it changes no number."""
    path = originals(source_id) / ORIGINS
    try:
        return {name: Origin(**one) for name, one in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
