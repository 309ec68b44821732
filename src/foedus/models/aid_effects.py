"""Military aid and what went with it: the flow, dependence, and outcomes beside comparison states that saw no step.

A step is the first year in which a recipient's aid from the United States rises by the declared share and amount
over its mean of the three years before. Aid goes where it is wanted and where war is: what a comparison of states
leaves is an association unless every check passes, and an estimate under stated assumptions even then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from foedus import states
from foedus.errors import BadOption, OutsideCoverage
from foedus.models import _designs as designs
from foedus.models._aid_around import number, series_of, turns_of
from foedus.models._aid_flow import ALL_KINDS, EU, HELD, US, dependence, flows, tracked
from foedus.models._aid_outcomes import OUTCOMES, PLACEBO, Outcome, Panel, last_known, outcome_panel, states_with, study
from foedus.models._aid_record import (
    Aid,
    Balance,
    Compared,
    Dependence,
    Effect,
    Estimate,
    EventPoint,
    Own,
    OwnPoint,
    Party,
    PreTrend,
    Reading,
    Turn,
    Variant,
)  # fmt: skip
from foedus.models._aid_said import bibliography, bottom_line, design, notes
from foedus.models._cited import fingerprint
from foedus.models._designs import RULE, Floats, Ints, Matched, Study
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

SCHEMA = "foedus-aid-1"
FIRST_YEAR = 2002
ESTIMATE: Reading = "estimate under stated assumptions"
ASSOCIATION: Reading = "association only"
CHOICES = (
    ("one comparison state", replace(RULE, comparisons=1)),
    ("caliper 1", replace(RULE, caliper=1.0)),
    ("caliper 2", replace(RULE, caliper=2.0)),
    ("steps of 5 million US$", replace(RULE, floor=5.0)),
    ("steps of 20 million US$", replace(RULE, floor=20.0)),
    ("steps of 100%", replace(RULE, rise=1.0)),
)
"""Other rules that one could defend; the results under them are printed beside the main one."""
FAR = "nearest states, but beyond the caliper: a weak comparison"
ALONE = "a covariate of this state is not known, so none could be compared"


def aid(
    warehouse: Warehouse, donor: str, recipient: str, *, year: int | None = None, draws: int = 1000, seed: int = 0
) -> Aid:
    """Military aid from a donor to a recipient, as of a year; by default everything on record.

    A year cuts the flow and what is computed from it; the comparison of all recipients always uses all years.
    """
    giver, taker, ccode = _parties(warehouse, donor, recipient)
    found = flows(warehouse, giver, taker, ccode)
    latest = max([edition().complete_through, *(item.year for item in found or ())])
    asked = latest if year is None else year
    if found is None or not FIRST_YEAR <= asked <= latest:
        raise OutsideCoverage(f"Military aid from {giver.name} to {taker.name}", asked, known=HELD)
    flow = tuple(item for item in found if item.year <= asked)
    on_record = any(item.value for item in flow if item.what != ALL_KINDS)
    everybody = states_with(warehouse)
    panel = outcome_panel(warehouse, everybody, giver.party)
    turns = turns_of(panel, taker, flow, asked) if on_record else ()
    series = series_of(panel, taker, asked) if on_record else ()
    own = everybody.filter(pl.col("party") == taker.party)
    depends = dependence(giver, flow, own, asked) if on_record else Dependence((), ())
    step = designs.first_steps(panel.values["aid"], RULE)
    compared = on_record and giver.party == US
    reference = _reference(panel, taker, step, turns)
    effects = tuple(_effect(panel, o, step, reference, draws=draws, seed=seed) for o in OUTCOMES) if compared else ()
    used = [s.source for s in (*depends.series, *series)] + [f.source for f in depends.figures]
    used += [e.source for e in effects]
    return Aid(
        schema=SCHEMA, donor=giver, recipient=taker, year=asked, on_record=on_record,
        bottom_line=bottom_line(giver, taker, flow, turns, effects), flow=flow, dependence=depends, turns=turns,
        series=series, effects=effects, design=design(panel, step, draws, seed) if compared else None,
        notes=notes(warehouse, giver, on_record), bibliography=bibliography(warehouse, flow, used),
        edition=edition().version, fingerprint=fingerprint(warehouse, giver.party, taker.party, asked, draws, seed),
    )  # fmt: skip


def _parties(warehouse: Warehouse, donor: str, recipient: str) -> tuple[Party, Party, int | None]:
    taker = states.resolve(recipient)
    if donor.strip().upper() == EU.party and EU.party in tracked(warehouse):
        giver = EU
    else:
        found = states.resolve(donor)
        giver = Party(found.party, states.name_of(found.party))
    if giver.party == taker.party:
        raise BadOption("recipient", recipient, "name a state other than the donor")
    return giver, Party(taker.party, states.name_of(taker.party)), taker.ccode


def _reference(panel: Panel, taker: Party, step: Ints, turns: Sequence[Turn]) -> tuple[int, int] | None:
    """The recipient's row and the year that its own comparison is anchored at: its step, else its largest rise."""
    row = panel.at(taker.party)
    if row is None:
        return None
    if step[row] < designs.NEVER:
        return row, int(step[row])
    rises = [turn.year - panel.first for turn in turns if turn.source == "us_foreign_assistance"]
    return (row, rises[0]) if rises else None


def _effect(
    panel: Panel, outcome: Outcome, step: Ints, reference: tuple[int, int] | None, *, draws: int, seed: int
) -> Effect:
    """One outcome through the design and all its checks."""
    case = study(panel, outcome, step)
    matched, earlier = designs.match(case, RULE), designs.match(case, RULE, shift=RULE.placebo_shift)
    scaled = outcome.scale * case.outcome
    places = designs.in_sets(_change(scaled), matched)
    difference = designs.average(places, RULE, draws=draws, seed=seed)
    naive = designs.own_change(places, RULE, draws=draws, seed=seed)
    placebo = designs.in_sets(_change(PLACEBO.scale * panel.values[PLACEBO.id]), matched)
    unmoved = designs.average(placebo, RULE, draws=draws, seed=seed)
    dates = designs.average(designs.in_sets(_change(scaled), earlier), RULE, draws=draws, seed=seed)
    profile = designs.profile(designs.path_in_sets(scaled, matched, RULE), RULE, draws=draws, seed=seed)
    balance = tuple(
        Balance(name, float(before), float(after))
        for name, before, after in zip(case.names, matched.balance_before, matched.balance_after, strict=True)
        if np.isfinite(before)
    )
    trend = None if profile is None else PreTrend(profile.lead_ratio, profile.lead_p)
    failed = failures(_estimate(difference), balance, trend, _estimate(unmoved), _estimate(dates))
    none = f"no recipient could be matched; it needs {', '.join(outcome.tables)}"
    return Effect(
        id=outcome.id, title=outcome.title, unit=outcome.unit, reading=outcome.reading,
        source=", ".join(dict.fromkeys(table.partition(".")[0] for table in outcome.tables)),
        last_year=last_known(case.outcome, panel.first), steps=int((step < designs.NEVER).sum()),
        usable=matched.usable, comparisons=int((matched.comparisons != designs.NOBODY).sum()),
        naive=_estimate(naive), difference=_estimate(difference), balance=balance, event_study=_points(profile),
        pre_trend=trend, placebo_outcome=_estimate(unmoved), placebo_dates=_estimate(dates),
        variants=_variants(panel, outcome, step, draws, seed),
        status="not computed" if difference is None else ASSOCIATION if failed else ESTIMATE,
        failed=failed if difference is not None else (none,),
        own=_own(panel, case, outcome, matched, reference),
    )  # fmt: skip


def _change(values: Floats) -> Floats:
    """The mean of five years after less that of three years before, the year itself left out."""
    return designs.after_mean(values, RULE.after) - designs.before_mean(values, RULE.base)


def _variants(panel: Panel, outcome: Outcome, step: Ints, draws: int, seed: int) -> tuple[Variant, ...]:
    """The difference again with another caliper, number of comparisons or threshold, and without the busiest year."""
    years = step[step < designs.NEVER]
    busiest = int(np.bincount(years).argmax()) if len(years) else designs.NEVER
    change = _change(outcome.scale * panel.values[outcome.id])
    found = []
    for choice, rule in CHOICES:
        case = study(panel, outcome, designs.first_steps(panel.values["aid"], rule))
        places = designs.in_sets(change, designs.match(case, rule))
        found.append(Variant(choice, _estimate(designs.average(places, rule, draws=draws, seed=seed))))
    matched = designs.match(study(panel, outcome, step), RULE)
    rest = designs.in_sets(change, matched)[matched.at != busiest]
    without = f"without the steps of {panel.first + busiest}" if len(years) else "without the busiest year"
    return (*found, Variant(without, _estimate(designs.average(rest, RULE, draws=draws, seed=seed))))


def failures(
    difference: Estimate | None, balance: Sequence[Balance], trend: PreTrend | None, unmoved: Estimate | None,
    dates: Estimate | None,
) -> tuple[str, ...]:  # fmt: skip
    """The checks that a result does not pass, in words; one that cannot be made is not passed."""
    found = []
    treated, differing = (difference.n, difference.differing) if difference else (0, 0)
    if treated < RULE.least_treated:
        found.append(f"{treated} recipients matched, fewer than {RULE.least_treated}")
    elif differing < RULE.least_treated:
        found.append(f"rare outcome: {differing} of {treated} sets differ at all, fewer than {RULE.least_treated}")
    wide = [f"{b.covariate} {b.after:+.2f}" for b in balance if abs(b.after) > RULE.most_imbalance]
    if wide:
        found.append(f"balance: {', '.join(wide)} standard deviations apart after matching")
    if trend is None or trend.p < RULE.least_p:
        found.append("trend before the step: " + ("not computed" if trend is None else f"p {trend.p:.2f}"))
    for name, placebo in (("placebo outcome", unmoved), ("placebo dates", dates)):
        if placebo is None or placebo.p is None or placebo.n < RULE.least_treated:
            found.append(f"{name}: too few recipients to check")
        elif placebo.p < RULE.least_p:
            found.append(f"{name}: p {placebo.p:.2f}")
    return tuple(found)


def _points(profile: designs.Profile | None) -> tuple[EventPoint, ...]:
    if profile is None:
        return ()
    rows = zip(profile.times, profile.value, profile.low, profile.high, strict=True)
    return tuple(EventPoint(time, float(value), float(low), float(high)) for time, value, low, high in rows)


def _own(
    panel: Panel, case: Study, outcome: Outcome, matched: Matched, reference: tuple[int, int] | None
) -> Own | None:
    """The recipient beside the states of its own set, or beside the nearest ones if it is in none."""
    if reference is None:
        return None
    row, at = reference
    stepped = bool(case.step[row] == at)
    place = np.flatnonzero(matched.treated == row)
    if len(place):
        pairs = zip(matched.comparisons[place[0]], matched.distances[place[0]], strict=True)
        chosen = tuple((int(unit), float(gap)) for unit, gap in pairs if unit != designs.NOBODY)
    else:
        chosen = designs.nearest(case, RULE, row, at)
    units = [unit for unit, _ in chosen]
    values = outcome.scale * case.outcome
    times = range(max(at - RULE.before, 0), min(at + RULE.after, values.shape[1] - 1) + 1)
    points = tuple(
        OwnPoint(panel.first + t, number(values[row, t]), number(values[units, t].mean()) if units else None)
        for t in times
    )
    change = _change(values)[:, at]
    far = bool(chosen) and max(gap for _, gap in chosen) > RULE.caliper
    why = FAR if far else "" if units else ALONE
    aid_before = designs.before_mean(panel.values["aid"], RULE.base)[:, at]
    named = tuple(Compared(panel.parties[u], panel.names[u], gap, number(aid_before[u])) for u, gap in chosen)
    return Own(panel.first + at, stepped, bool(len(place)), named, points, number(change[row]),
               number(change[units].mean()) if units else None, why)  # fmt: skip


def _estimate(mean: designs.Mean | None) -> Estimate | None:
    return None if mean is None else Estimate(mean.value, mean.low, mean.high, mean.p, mean.n, mean.differing)
