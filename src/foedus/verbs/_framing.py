"""By which scorecard a verb answers: ours, or the framework of a file, with the warehouse as it scores it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.errors import BadOption

if TYPE_CHECKING:
    from foedus.declare import Scorecard
    from foedus.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Framed:
    """A warehouse, the scorecard that reads it, and the text of the framework file, if it was read from one."""

    warehouse: Warehouse
    scorecard: Scorecard
    text: str = ""


def framed(
    warehouse: Warehouse, framework: Path | None, year: int | None, *asked: Sequence[str], sums: bool = False
) -> Framed:
    """The warehouse as the framework scores it around that year; each of `asked` is names that mean one thing.

    `sums` refuses a framework whose headlines are no weighted sums.
    """
    from foedus.scorecards.strategic_partnership import strategic_partnership

    if framework is None:
        return Framed(warehouse, strategic_partnership)
    from foedus.partnerships.resolve import Named, resolve
    from foedus.scorecards._framework import read_framework
    from foedus.scorecards._overlaid import scored_by
    from foedus.scorecards._subject import year_or_default

    read, when = read_framework(framework), year_or_default(year)
    if sums and not read.scorecard.sums:
        raise BadOption("--framework", str(framework), "this verb takes sums apart; its means must be arithmetic")
    meant = [resolve(warehouse, list(names), year=when) for names in asked]
    always = [one.id for one in meant if isinstance(one, Named)]
    return Framed(scored_by(warehouse, read.scorecard, read.mark, when, always), read.scorecard, read.text)
