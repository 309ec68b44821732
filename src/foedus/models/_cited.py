"""What a model's record rests on: its references, and a hash of the question, the data and the code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from foedus import sources
from foedus._version import __version__
from foedus.sources.register import edition
from foedus.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Reference:
    """A source, as it is cited."""

    id: str
    version: str
    text: str
    url: str


def datasets(names: Iterable[str]) -> list[Reference]:
    """The references of declared sources, in the order given."""
    loaded = (sources.load(name) for name in names)
    return [Reference(one.id, one.version, one.citation, one.homepage) for one in loaded]


def fingerprint(warehouse: Warehouse, *question: object) -> str:
    """A hash of the question, the data and the models' code."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    parts = [" ".join(map(str, question)), warehouse.fingerprint, edition().version, __version__]
    return hashlib.sha256("\n".join(parts).encode() + b"".join(code)).hexdigest()[:16]
