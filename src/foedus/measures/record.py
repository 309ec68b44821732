"""What partnerships did and what came of it: operations, stated objectives, invoked obligations, programmes."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

PRIOR_RATE = 0.5
PRIOR_CASES = 5.0
BERKEMEIER = (
    "Berkemeier and Fuhrmann (2018), Reassessing the fulfillment of alliance commitments in war, "
    "Research & Politics 5(2)"
)


@measure("operation", within=(0, 1000), aggregates=True, value_unit="operations", citation="Register of activities")
def operations_running(running: pl.Expr) -> pl.Expr:
    """Combined operations that ran on any day of the year; the register may not know them all."""
    return running.sum()


@measure("operation", within=(0, 1), aggregates=True, value_unit="share met", citation="Register of activities")
def operations_met(success: pl.Expr) -> pl.Expr:
    """Share of rated operations of the last five years whose stated objective was met; partly met counts half."""
    return success.mean()


@measure(
    "objective",
    within=(0, 1),
    aggregates=True,
    value_unit="share of elements",
    citation="RAND (2016), SMART objectives for security cooperation, RR1430",
)
def objectives_measurable(completeness: pl.Expr) -> pl.Expr:
    """How much of what an evaluation needs the stated objectives have: baseline, target, due date, evaluation."""
    return completeness.mean()


@measure("mechanism", within=(0, 250), aggregates=True, value_unit="years", citation="Register of objectives")
def mechanism_delay(delay: pl.Expr) -> pl.Expr:
    """Years from the day an objective fell due to the day it was reached, or was last seen not reached: the mean."""
    return delay.mean()


@measure("invocation", within=(0, 1), aggregates=True, value_unit="shrunk share", citation=BERKEMEIER)
def obligations_kept(kept: pl.Expr) -> pl.Expr:
    """Invoked obligations that were kept, with a prior of five cases at the wartime base rate of one half.

    The base rate is the share of wartime commitments fulfilled since 1816 in the study cited.
    """
    return (kept.sum() + PRIOR_RATE * PRIOR_CASES) / (kept.len() + PRIOR_CASES)


@measure("invocation", within=(0, 1), aggregates=True, value_unit="shrunk share", citation=BERKEMEIER)
def obligations_kept_alternative(kept_alternative: pl.Expr) -> pl.Expr:
    """Invoked obligations kept by the study's alternative coding of which were called for and kept."""
    return obligations_kept.formula(kept_alternative)


@measure("pair-year", within=(0, 1000), value_unit="a pair, at least", citation="Register of programmes")
def programmes_a_pair(programmes_in_new_domains: pl.Expr) -> pl.Expr:
    """Cyber, space, uncrewed and AI programmes on record that two members share; a lower bound of the truth."""
    return programmes_in_new_domains


@measure("programme", within=(0, 1000), aggregates=True, value_unit="programmes", citation="Register of programmes")
def programmes_running(delivering: pl.Expr) -> pl.Expr:
    """Technology programmes that ran in the year and were neither cancelled nor dormant."""
    return delivering.sum()
