"""What a result needs to be repeated: the verb, its parameters, and what it was computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from foedus._version import __version__
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

PACKAGE = Path(__file__).parent.parent
SHORT = 12
LIBRARIES = ("numpy", "polars", "SALib")
Parameter = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A verb with its parameters, and fingerprints of every table, room of the code and library it rested on.

    `framework` is the whole text of the framework file that was used, if one was.
    """

    verb: str
    names: tuple[str, ...]
    parameters: dict[str, Parameter]
    version: str
    register: str
    data: str
    tables: dict[str, str]
    code: dict[str, str]
    libraries: dict[str, str]
    framework: str = ""


def run_of(
    warehouse: Warehouse, verb: str, parameters: Mapping[str, Parameter], framework: str = "", *names: str
) -> Run:
    """The record of this run."""
    below = Warehouse(warehouse.folder, warehouse.entries)
    tables = {name: entry.fingerprint[:SHORT] for name, entry in sorted(warehouse.entries.items())}
    return Run(
        verb, names, dict(parameters), __version__, edition().version, below.fingerprint, tables, dict(code()),
        dict(libraries()), framework,
    )  # fmt: skip


def made_with() -> str:
    """The version of this installation and the edition of its register."""
    return f"{__version__}, register {edition().version}"


def fingerprint_of(warehouse: Warehouse, *asked: object) -> str:
    """A short hash of a question, the data and the version: the same one means the same numbers."""
    told = "\n".join((*map(str, asked), warehouse.fingerprint, __version__))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def libraries() -> Mapping[str, str]:
    """The versions of the libraries that numbers depend on; one that is not installed has none."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


@cache
def code() -> Mapping[str, str]:
    """A hash of every room of the code, by name; files beside the rooms are one."""
    digests: dict[str, hashlib._Hash] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.csv"), *PACKAGE.rglob("*.html")]):
        place = path.relative_to(PACKAGE)
        room = place.parts[0] if len(place.parts) > 1 else "foedus"
        digests.setdefault(room, hashlib.sha256()).update(place.as_posix().encode() + path.read_bytes())
    return {room: digest.hexdigest()[:SHORT] for room, digest in sorted(digests.items())}
