"""How often and on what scale members exercise together."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

MME = "D'Orazio and Galambos (2021), Multinational Military Exercises, 1980-2010, Harvard Dataverse"


@measure("pair-year", value_unit="share of pairs", citation=MME)
def exercised_together(exercises_together_sum3: pl.Expr) -> pl.Expr:
    """Whether two members took part in the same exercise in the year or the two before it."""
    return exercises_together_sum3 > 0


@measure("pair-year", value_unit="share of pairs, at least", citation="Register of activities")
def exercised_at_least(exercised_on_record: pl.Expr) -> pl.Expr:
    """Whether two members are on record in the same exercise within three years; a lower bound of the truth."""
    return exercised_on_record


@measure("pair-year", within=(0, 4), value_unit="scale 0-4", citation=MME)
def exercise_scale(exercise_depth: pl.Expr) -> pl.Expr:
    """The mean scale of the exercises that two members shared: live, several domains, three states, three domains."""
    return exercise_depth


@measure("pair-year", within=(0, 1), aggregates=True, value_unit="share of shared exercises", citation=MME)
def multinational_share(exercises_multilateral_sum3: pl.Expr, exercises_together_sum3: pl.Expr) -> pl.Expr:
    """How many of the pairs' shared exercises of three years had three or more states."""
    return exercises_multilateral_sum3.sum() / exercises_together_sum3.sum()


@measure("pair-year", within=(0, 1), aggregates=True, value_unit="share of shared exercises", citation=MME)
def relief_share(exercises_relief_sum3: pl.Expr, exercises_together_sum3: pl.Expr) -> pl.Expr:
    """How many of the pairs' shared exercises of three years trained humanitarian relief."""
    return exercises_relief_sum3.sum() / exercises_together_sum3.sum()
