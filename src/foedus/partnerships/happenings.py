"""Every kind of event that a measure can be computed over, and the tables that each rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from foedus.declare import RowUnit
from foedus.partnerships.events import invocations, objectives, operations, programmes, responses
from foedus.partnerships.exposure import coercions, exposures, pulls
from foedus.partnerships.neighbors import donations, neighbors
from foedus.partnerships.standing import budgets, mechanisms, series, surveys
from foedus.warehouse import Warehouse

Maker = Callable[[Warehouse, pl.DataFrame], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Happening:
    """How rows of one kind of event are made; any of the tables named is enough, or all if `every`."""

    tables: tuple[str, ...]
    make: Maker
    every: bool = False

    def possible(self, warehouse: Warehouse) -> bool:
        """Whether the tables it needs are built."""
        built = [warehouse.has(table) for table in self.tables]
        return all(built) if self.every else any(built)


EVENTS: dict[RowUnit, Happening] = {
    "operation": Happening(("register.activities",), operations),
    "objective": Happening(("register.objectives",), objectives),
    "invocation": Happening(("register.strains", "berkemeier_fuhrmann_2018.cases"), invocations),
    "programme": Happening(("register.programmes",), programmes),
    "response": Happening(("register.activities",), responses),
    "mechanism": Happening(("register.objectives",), mechanisms),
    "series": Happening(("register.objectives", "register.activities"), series, every=True),
    "survey": Happening(("register.figures",), surveys),
    "budget": Happening(("register.figures",), budgets),
    "exposure": Happening(("mie.attacks",), exposures),
    "neighbor": Happening(("cow_nmc.capabilities", "cow_contiguity.borders"), neighbors, every=True),
    "donation": Happening(("kiel_ukraine_support_tracker.yearly_aid",), donations),
    "pull": Happening(("cia_world_factbook.trade_partners",), pulls),
    "coercion": Happening(("ties.sanctions",), coercions),
}
