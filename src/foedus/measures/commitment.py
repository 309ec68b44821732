"""How much partners have promised one another, and what they have built to keep it."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

ATOP = (
    "Leeds, Ritter, Mitchell and Long (2002), Alliance Treaty Obligations and Provisions, "
    "International Interactions 28(3)"
)
LEEDS_ANAC = (
    "Leeds and Anac (2005), Alliance Institutionalization and Alliance Performance, International Interactions 31(3)"
)


@measure(
    "directed-pair-year",
    within=(0, 3),
    value_unit="level 0-3",
    citation=ATOP,
)
def strongest_promise(promise: pl.Expr) -> pl.Expr:
    """What a member promises another: 3 to fight for it, 2 neutrality or consultation, 1 non-aggression, 0 nothing."""
    return promise


@measure(
    "pair-year",
    within=(0, 5),
    value_unit="classes of 5",
    citation="Kinne (2020), The Defense Cooperation Agreement Dataset, Journal of Conflict Resolution 64(4)",
)
def enabling_breadth(enabling_classes: pl.Expr) -> pl.Expr:
    """How many of five classes of enabling agreement two members are known to have in force."""
    return enabling_classes


@measure(
    "partnership-year",
    within=(0, 2),
    value_unit="level 0-2",
    citation=LEEDS_ANAC,
)
def peacetime_institutions(treaty_institutions: pl.Expr) -> pl.Expr:
    """Institutions the treaty promises: 2 common policy, command or bases; 1 contacts, aid or a body; 0 none."""
    return treaty_institutions


@measure(
    "partnership-year", within=(0, 300), value_unit="years", citation="Dates of entry into force of the instruments"
)
def age(years_in_force: pl.Expr) -> pl.Expr:
    """Years since the partnership began to bind."""
    return years_in_force
