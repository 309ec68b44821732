"""Panels: any column of any source or formula by name, on the rows of a unit of analysis; a file per unit."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from foedus.errors import UnknownName
from foedus.panels._unit import PanelUnit

__all__ = ["PanelUnit", "unit", "units"]


@cache
def units() -> dict[str, PanelUnit]:
    """Every unit of analysis by name, found by looking in this folder."""
    names = sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if not name.startswith("_"))
    found = (getattr(importlib.import_module(f"{__name__}.{name}"), name) for name in names)
    return {one.id: one for one in found}


def unit(name: str) -> PanelUnit:
    """The unit of that name; an unknown one is told those alike."""
    if name not in units():
        alike = difflib.get_close_matches(name, units(), n=3, cutoff=0.7)
        raise UnknownName("unit of analysis", name, alike, hint="See: foedus catalog unit")
    return units()[name]
