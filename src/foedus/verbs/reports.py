"""Reports on a whole: what is not known of a partnership, and everything on record of one state."""

from __future__ import annotations

from collections.abc import Callable

from foedus.verbs._result import Result, ready

__all__ = ["gaps", "state"]


def gaps(*names: str, year: int | None = None, say: Callable[[str], None] = lambda _: None) -> Result:
    """What is not known of a partnership in a year, and what bringing it would add to which headline.

    `gaps("NATO", year=2020)`. Indicators that are unknown or carried from earlier years, how old, how much each
    weighs, and which command would bring it, the most useful first.
    """
    from foedus.analyses.gaps import gaps as found
    from foedus.reports._document import Told
    from foedus.reports.gaps import document
    from foedus.scorecards.strategic_partnership import strategic_partnership

    return Told(found(ready(say), names, strategic_partnership, year=year), document)


def state(name: str, *, year: int | None = None, say: Callable[[str], None] = lambda _: None) -> Result:
    """Everything on record of one state in a year: its partnerships, what it owes and is owed, spends and contributes.

    `state("FRA", year=2020)`. From the register and the data at hand; what is not on record is said to be unknown.
    """
    from foedus.analyses.state import state as found
    from foedus.reports._document import Told
    from foedus.reports.state import document

    return Told(found(ready(say), name, year=year), document)
