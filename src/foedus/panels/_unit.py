"""A unit of analysis: what a row is, what identifies it, and which rows there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foedus.panels._rows import On, Rows
from foedus.states import System
from foedus.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Request:
    """Which rows are asked for: the state system, the years, and when a state counts in a year.

    Without `members` the system only lends its codes: rows stand also where it does not list the state.
    """

    system: System
    first: int
    last: int
    on: On
    warehouse: Warehouse
    members: bool = True

    @property
    def listing(self) -> str:
        """The state system whose members the rows are; none if they need not be."""
        return self.system if self.members else "none"


@dataclass(frozen=True, slots=True)
class PanelUnit:
    """A kind of panel: its name, what a row is, and the function that lists the rows.

    `own` are the columns that a row has of itself, with their meanings; `reads` the tables they come from. Rows
    `outside` the state system can be asked for where something else says which there are. Rows are `dated` where it
    can be chosen on which day of the year a state has to be there.
    """

    id: str
    meaning: str
    rows: Callable[[Request], Rows]
    own: tuple[tuple[str, str], ...] = ()
    reads: tuple[str, ...] = ()
    outside: bool = False
    dated: bool = False
