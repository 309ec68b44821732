"""Codes for the names of a whole table: what means no state is told by name, not dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from foedus.errors import AmbiguousName, BrokenContract, OutsideCoverage, UnknownName
from foedus.states import _names

SHOWN = 10


def codes_in(
    table: str, rows: Iterable[tuple[str, int]], spelled: Mapping[str, str], no_state: Collection[str]
) -> list[int | None]:
    """The Correlates of War code of each name in its year."""
    unknown: dict[str, int] = {}
    known: dict[tuple[str, int], int | None] = {}
    asked = list(rows)
    for name, year in sorted(set(asked)):
        try:
            skipped = name in no_state or name.endswith("*")
            known[name, year] = None if skipped else _names.resolve(spelled.get(name, name), year).ccode
        except OutsideCoverage:
            known[name, year] = None
        except (UnknownName, AmbiguousName):
            unknown.setdefault(name, year)
    if unknown:
        listed = ", ".join(f"{name!r} ({year})" for name, year in list(unknown.items())[:SHOWN])
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        raise BrokenContract(table, f"has rows of no known state: {listed}{more}", "Report these names, or mend them.")
    return [known[row] for row in asked]
