"""One file per dataset: found by looking in this folder, never listed by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from foedus.declare import Source, Table
from foedus.errors import UnknownName


@cache
def ids() -> tuple[str, ...]:
    """The ids of all declared sources, in alphabetical order."""
    return tuple(sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_")))


@cache
def load(source_id: str) -> Source:
    """The declaration of one source; an unknown id suggests the closest ones."""
    if source_id not in ids():
        import difflib

        raise UnknownName("source", source_id, difflib.get_close_matches(source_id, ids()), hint="See: foedus catalog")
    module = importlib.import_module(f"{__name__}.{source_id}")
    declared = getattr(module, source_id)
    assert isinstance(declared, Source), f"{source_id} does not declare a Source of its own name"  # noqa: S101
    return declared


def everything() -> tuple[Source, ...]:
    """All declared sources."""
    return tuple(load(source_id) for source_id in ids())


def table(table_id: str) -> Table:
    """The declaration of a table called `<source>.<table>`."""
    source_id, _, name = table_id.partition(".")
    for declared in load(source_id).tables:
        if declared.name == name:
            return declared
    raise UnknownName("table", table_id, [t.id for t in load(source_id).tables])
