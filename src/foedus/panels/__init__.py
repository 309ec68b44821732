"""Panels: any column of any source or formula by name, on the rows of a unit of analysis; a file per unit."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from foedus.errors import UnknownName
from foedus.panels._unit import PanelUnit

__all__ = ["unit", "units"]


@cache
def units() -> dict[str, PanelUnit]:
    """Every unit of analysis by name, found by looking in this folder."""
    names = sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_"))
    found = (getattr(importlib.import_module(f"{__name__}.{name}"), name) for name in names)
    return {one.id: one for one in found}


def unit(name: str) -> PanelUnit:
    """The unit of that name; an unknown one is told all of them."""
    if name not in units():
        raise UnknownName("unit of analysis", name, list(units()))
    return units()[name]
