"""Questions about one part of the subject: who bears what, who owes whom, aid, disaster relief."""

from __future__ import annotations

from collections.abc import Callable

from foedus.errors import BadOption
from foedus.verbs._result import Result, ready

__all__ = ["aid", "burden", "response", "who_owes"]


def burden(*names: str, year: int | None = None, seed: int = 0, say: Callable[[str], None] = lambda _: None) -> Result:
    """Who bears what in a partnership: shares of cost and income, targets, rival rules, revisions.

    Cash, capabilities and contributions; Lorenz curve and Gini; the Olson-Zeckhauser correlation by year; what
    each member would owe under other rules. One source of spending for the whole table.
    """
    from foedus.analyses.burden import burden as shared
    from foedus.reports.burden import BurdenReport

    return BurdenReport(shared(ready(say), names, year=year, seed=seed))


def aid(
    donor: str,
    recipient: str,
    *,
    year: int | None = None,
    draws: int = 1000,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:
    """Military aid from one state to another: flow, dependence, and what followed beside comparison cases.

    Matched pairs, an event study with its pre-trend test, placebo outcomes and dates; where a design fails its
    own checks the result reads "association only".
    """
    from foedus.models.aid_effects import aid as make
    from foedus.reports.aid import Aided

    if not 100 <= draws <= 100_000:
        raise BadOption("--draws", draws, "between 100 and 100,000")
    return Aided(make(ready(say), donor, recipient, year=year, draws=draws, seed=seed))


def who_owes(
    victim: str, *, attacker: str, year: int | None = None, say: Callable[[str], None] = lambda _: None
) -> Result:
    """Everyone obliged to a state if another attacks it, by which instrument and condition, and what stands against it.

    One row per promise of defense, assistance or consultation, from the one who owes to the victim. A legal
    duty is not a forecast of conduct.
    """
    from foedus.partnerships.casus import attack
    from foedus.partnerships.casus import who_owes as listed
    from foedus.reports.duties import Duties
    from foedus.scorecards._subject import year_or_default

    warehouse = ready(say)
    case = attack(victim, attacker, year_or_default(year))
    return Duties(case, listed(warehouse, case), warehouse.fingerprint)


def response(*names: str, say: Callable[[str], None] = lambda _: None) -> Result:
    """What foreign forces did after a disaster: every measure there is evidence for, rival figures side by side.

    `response("haiti-2010")`, `response("Operation Unified Response")`.
    """
    from foedus.partnerships.responses import response as told
    from foedus.reports.response import Responded

    return Responded(told(ready(say), *names))
