"""Formulas over named columns: a file per family, found by looking in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from foedus.declare import Measure, StateColumn


@cache
def _declared() -> tuple[object, ...]:
    names = sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_"))
    return tuple(thing for name in names for thing in vars(importlib.import_module(f"{__name__}.{name}")).values())


@cache
def measures() -> dict[str, Measure]:
    """Every declared measure by name."""
    return {thing.name: thing for thing in _declared() if isinstance(thing, Measure)}


@cache
def state_columns() -> dict[str, StateColumn]:
    """Every computed state-year column by name."""
    return {thing.name: thing for thing in _declared() if isinstance(thing, StateColumn)}
