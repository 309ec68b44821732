"""Visits, training and votes: how members deal with one another short of operations."""

from __future__ import annotations

import polars as pl

from foedus.declare import measure

VISITS = "Office of the Historian, Travels of the President and the Secretary of State; Visits by Foreign Leaders"
TRAINING = "Departments of State and Defense, Foreign Military Training and DoD Engagement Activities, yearly"
VOTES = "Voeten (2013), Data and Analyses of Voting in the United Nations General Assembly; Fjelstul et al. (2025)"
PKO = "Cil et al. (2020), Mapping blue helmets: the Geocoded Peacekeeping Operations dataset, JPR 57(2)"


@measure("member-year", within=(0, 1000), value_unit="a year", citation=VISITS)
def contacts(us_trips_here_sum5: pl.Expr, visits_to_us_sum5: pl.Expr) -> pl.Expr:
    """Trips of the US president and secretary of state to a member, and its leaders' visits back: five-year mean."""
    return (us_trips_here_sum5 + visits_to_us_sum5) / 5


@measure(
    "series", within=(0, 1), aggregates=True, value_unit="share of meetings due", citation="Register of activities"
)
def dialogue_regularity(dialogues_held: pl.Expr, dialogues_due: pl.Expr) -> pl.Expr:
    """Meetings held of those due in five years, in series of a declared rhythm; more than due counts as all."""
    return (pl.min_horizontal(dialogues_held, dialogues_due) / dialogues_due).mean()


@measure("survey", within=(0, 100), aggregates=True, value_unit="percent of adults", citation="Register of figures")
def public_support(support: pl.Expr) -> pl.Expr:
    """Share of adults who see the partnership favorably or want it kept: the median of the members surveyed."""
    return support.median()


@measure("member-year", within=(0, 100_000), aggregates=True, value_unit="seats per 1,000 personnel", citation=TRAINING)
def training_seats(us_training_seats: pl.Expr, milper: pl.Expr) -> pl.Expr:
    """Places of members' personnel in United States military training, per thousand active personnel."""
    return us_training_seats.sum() / milper.sum()


@measure("pair-year", within=(0, 1), value_unit="agreement 0-1", citation=VOTES)
def vote_agreement(vote_agreement_contested: pl.Expr) -> pl.Expr:
    """Agreement of two members on contested roll calls of the General Assembly; an abstention is half an agreement."""
    return vote_agreement_contested


@measure("pair-year", within=(0, 1), value_unit="cosine 0-1", citation=PKO)
def codeployment(codeployment_cosine: pl.Expr) -> pl.Expr:
    """How alike two contributors spread their peacekeepers over United Nations missions."""
    return codeployment_cosine


@measure("pair-year", within=(0, 1), value_unit="share of bodies", citation="Register of memberships")
def common_bodies(shared_bodies: pl.Expr) -> pl.Expr:
    """Security bodies that two members share, out of all that either is in, as far as the register holds them."""
    return shared_bodies
