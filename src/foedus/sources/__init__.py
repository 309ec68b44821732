"""One file per dataset: found by looking in this folder, never listed by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from foedus.declare import VERSION, VERSION_NAME, Source, Table
from foedus.errors import UnknownName


@cache
def ids() -> tuple[str, ...]:
    """The ids of all declared sources, in alphabetical order."""
    return tuple(sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")))


@cache
def load(source_id: str) -> Source:
    """The declaration of one source; an unknown id suggests the closest ones.

    `cow_nmc@5.0` is the version of that name which lies beside the declared one.
    """
    declared_id, beside, version = source_id.partition(VERSION)
    if beside:
        if not VERSION_NAME.fullmatch(version):
            raise UnknownName("source", source_id, [declared_id], hint="See: foedus catalog")
        return load(declared_id).as_version(version)
    if source_id not in ids():
        import difflib

        raise UnknownName("source", source_id, difflib.get_close_matches(source_id, ids()), hint="See: foedus catalog")
    module = importlib.import_module(f"{__name__}.{source_id}")
    declared = getattr(module, source_id)
    assert isinstance(declared, Source), f"{source_id} does not declare a Source of its own name"  # noqa: S101
    return declared


def known(source_id: str) -> bool:
    """Whether a source of that id is declared, in this version or another one."""
    return source_id.partition(VERSION)[0] in ids()


def fetch_command(source_ids: Iterable[str]) -> str:
    """The command that brings the files of these sources: a download if every one has an address, else by hand."""
    wanted = [load(one) for one in source_ids]
    if len(wanted) == 1:
        return wanted[0].fetch_command
    downloaded = all(file.addresses for one in wanted for file in one.files)
    return f"foedus fetch {' '.join(one.id for one in wanted)}" + ("" if downloaded else " --from PATH")


def everything() -> tuple[Source, ...]:
    """All declared sources."""
    return tuple(load(source_id) for source_id in ids())


def table(table_id: str) -> Table:
    """The declaration of a table called `<source>.<table>`."""
    found = table_of(table_id)
    if found is None:
        source_id = table_id.rpartition(".")[0]
        raise UnknownName("table", table_id, [one.id for one in load(source_id).tables])
    return found


def table_of(table_id: str) -> Table | None:
    """The declaration of a table, or None if the source has none of that name; an error if there is no such source."""
    source_id, _, name = table_id.rpartition(".")
    return next((one for one in load(source_id).tables if one.name == name), None)
