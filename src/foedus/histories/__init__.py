"""What records say of each state or pair in each year: one file per kind of event, found by looking in this folder.

A history is made when the warehouse is built, from checked tables alone, and is checked like any of them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import polars as pl

from foedus.histories._history import History, Kept, Reader
from foedus.histories._whittle import Rule, order_of
from foedus.warehouse import Warehouse, checked

__all__ = ["History", "Kept", "Reader", "Rule", "derive", "histories", "made", "whittling"]


@cache
def histories() -> tuple[History, ...]:
    """Every declared history, by name."""
    names = sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, History)}
    return tuple(sorted(found.values(), key=lambda one: one.table.name))


def derive(warehouse: Warehouse) -> Mapping[str, pl.DataFrame]:
    """The tables of every history whose sources are at hand."""
    return {
        one.table.id: made(one, warehouse.scan) for one in histories() if all(warehouse.has(name) for name in one.reads)
    }


def whittling(text: str | Sequence[str]) -> tuple[str, ...]:
    """The rules named in a text with commas, in its order, each known to some history."""
    return order_of(text, (rule.name for one in histories() for rule in one.rules))


def made(one: History, read: Reader, order: Sequence[str] = ()) -> pl.DataFrame:
    """The table, checked; no event need fall in the first or the last of the years that its records cover."""
    return checked(replace(one.table, years=None), one.made(read, order))
