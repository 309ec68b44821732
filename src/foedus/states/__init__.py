"""Who exists when, under which code (ccode, gwcode, iso3), and every name they go by.

A state is a member of the Correlates of War or the Gleditsch-Ward state system, microstates included.
`end` is the first day a spell no longer holds. Where a year is asked and something changed within it,
the later name, code and party of that year are given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import polars as pl

from foedus.errors import BadOption, UnknownName
from foedus.states import _codes, _names, _tables
from foedus.states._names import State
from foedus.states._tables import System

__all__ = [
    "State",
    "System",
    "at",
    "citations",
    "code_of",
    "codes_in",
    "crosswalk",
    "name_of",
    "parties",
    "party_of",
    "resolve",
    "state_years",
    "successions",
    "tenures",
]


def resolve(text: str, *, on: date | int | None = None) -> State:
    """The state that a name, an ISO alpha-3 code, `ccode:365`, `gw:365` or a bare COW code means.

    With a date or year, it is who bore the name then, or who took it later but was already a state;
    without, today's bearer, else the last one, as it stood when it last bore the name.
    """
    return _names.resolve(text, on)


def at(on: date | int) -> pl.DataFrame:
    """Every state on a day, or on any day of a year: party, name, iso3, ccode, gwcode.

    In a year, each list's code is the last one held that year, so both may come from different days.
    """
    first, last = _tables.window(on)
    within = (pl.col("start") <= last) & (pl.col("end").is_null() | (pl.col("end") > first))
    return (
        _tables.crosswalk()
        .filter(within)
        .sort("party", "start")
        .group_by("party", maintain_order=True)
        .agg(
            pl.col("name", "iso3").last(),
            pl.col("ccode", "gwcode").drop_nulls().last(),
        )
    )


def tenures(system: System) -> pl.DataFrame:
    """Every membership in a state system: party, its code, start, end, microstate, source, note."""
    _known(system)
    return (
        _tables.table("tenures")
        .filter(pl.col("system") == system)
        .drop("system")
        .rename({"code": _tables.CODE_COLUMN[system]})
    )


def state_years(system: System, *, first: int, last: int) -> pl.DataFrame:
    """A row for each code and calendar year it touches: party, code, year.

    A code that passes from one party to another within a year goes to the later party.
    """
    code = _tables.CODE_COLUMN[_known(system)]
    last_year = (pl.col("end").dt.offset_by("-1d").dt.year()).fill_null(last).clip(upper_bound=last)
    first_year = pl.col("start").dt.year().clip(lower_bound=first)
    return (
        tenures(system)
        .sort("start")
        .with_columns(year=pl.int_ranges(first_year, last_year + 1, dtype=pl.Int64))
        .explode("year", empty_as_null=True)
        .drop_nulls("year")
        .unique([code, "year"], keep="last", maintain_order=True)
        .select("party", code, "year")
        .sort(code, "year")
    )


def party_of(system: System, code: int, year: int) -> str | None:
    """The party that a list's code means in a year, or None if the list does not have it then."""
    return _tables.last_holder(_known(system), code, *_tables.window(year))


def code_of(party: str, year: int, system: System) -> int | None:
    """A party's code in a list in a year, or None if the list does not count it then."""
    _listed(party)
    return _tables.last_code(party, _known(system), *_tables.window(year))


def codes_in(
    table: str,
    rows: Iterable[tuple[str, int]],
    *,
    spelled: Mapping[str, str] | None = None,
    no_state: Collection[str] = (),
) -> list[int | None]:
    """The Correlates of War code of each name in its year, for a table that has names alone.

    None where the list does not count the state then, for what is declared to be no state, and for names that
    end in an asterisk (SIPRI's mark of groups and organizations). Any other name that means no state, or more
    than one, is an error that lists it; `spelled` says which state a name means here.
    """
    return _codes.codes_in(table, rows, spelled or {}, no_state)


def parties() -> pl.DataFrame:
    """Every party: party, name, iso3, source."""
    return _tables.table("parties")


def crosswalk() -> pl.DataFrame:
    """Spells over which a party's name and codes stay the same: party, name, iso3, ccode, gwcode, start, end."""
    return _tables.crosswalk()


def name_of(party: str) -> str:
    """The name a party goes by today, or went by last."""
    return _tables.display_names()[_listed(party)]


def successions() -> pl.DataFrame:
    """Every unification, dissolution, secession, continuation, code change, absorption and restoration.

    Independence from overseas rule and military occupation are not successions here.
    """
    return _tables.table("successions")


def citations() -> pl.DataFrame:
    """What the `source` columns refer to: id, text, url."""
    return _tables.table("citations")


def _known(system: System) -> System:
    if system not in _tables.CODE_COLUMN:
        raise BadOption("system", system, "choose 'cow' or 'gw'")
    return system


def _listed(party: str) -> str:
    if party not in _tables.display_names():
        raise UnknownName("party", party, hint="Parties are ISO alpha-3 codes or slugs; resolve() finds one by name.")
    return party
