"""Pillar 12: whether it works: what came of operations, obligations, objectives, deterrence and alignment."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.alignment import cohesion_change
from foedus.measures.balance import posture_change
from foedus.measures.deterrence import attack_rate, attack_ratio
from foedus.measures.record import (
    objectives_measurable,
    obligations_kept,
    obligations_kept_alternative,
    operations_met,
)  # fmt: skip
from foedus.measures.stability import internal_conflict_rate

HERE = "effectiveness"

effectiveness = Pillar(
    HERE, "Effectiveness",
    (
        Indicator(
            "EFF1", "Attacks from outside, beside all states", attack_ratio, HERE, "outcome", worst=2, best=0.25,
            because="twice and a quarter of the rate of all states", needs="mie",
            caveat="Association only: states ally where they expect attack, and no attack proves nothing.",
        ),
        Indicator(
            "EFF1r", "Attacks per 100 member-years", attack_rate, HERE, "context", contested=True, core=False,
            needs="mie", caveat="The bare rate says how threatened members are, not how well they are defended.",
        ),
        Indicator(
            "EFF2", "Operations that met their objective", operations_met, HERE, "outcome", worst=0, best=1,
            because="theoretical bounds", max_age=0, counts=True, needs="rated operations in the register",
            caveat="Rated on a stated basis by others; objectives are often set late. Few cases.",
        ),
        Indicator(
            "EFF3", "Reliability of obligations", obligations_kept, HERE, "outcome", worst=0.2, best=0.8, counts=True,
            because="the range of fulfillment rates by type of obligation in the study cited", max_age=None,
            needs="berkemeier_fuhrmann_2018, or invocations in the register",
            caveat="Very few cases, consultations among them: drawn towards a base rate of one half. Cases are listed.",
        ),
        Indicator(
            "EFF3a", "Reliability by the other coding", obligations_kept_alternative, HERE, "context", max_age=None,
            core=False, needs="berkemeier_fuhrmann_2018, or invocations in the register",
            caveat="The same cases counted by other coders: what the share rests on changes with the denominator.",
        ),
        Indicator(
            "EFF4", "Interoperability gained", None, HERE, "outcome", needs="coded levels at two dates in the register",
            caveat="A new exercise is a new yardstick.",
        ),
        Indicator(
            "EFF6", "Alignment gained in five years", cohesion_change, HERE, "outcome", worst=0.3, best=-0.3,
            because="the range of five-year changes seen", needs="un_ideal_points",
            caveat="Association only: partners may draw together without the partnership being the cause.",
        ),
        Indicator(
            "EFF7", "Internal armed conflicts", internal_conflict_rate, HERE, "outcome", worst=5, best=0,
            because="one member in two at war within", needs="ucdp_prio_acd",
            caveat="Many causes; the register's partnerships are not compared with their regions yet.",
        ),
        Indicator(
            "EFF9", "Objectives that can be evaluated", objectives_measurable, HERE, "output", worst=0, best=1,
            because="theoretical bounds", max_age=0, needs="objectives in the register",
            caveat="Measures the paperwork of evaluation, not success.",
        ),
        Indicator(
            "EFF10", "Change of posture in five years", posture_change, HERE, "outcome", worst=-0.1, best=0.1,
            because="the range of five-year changes seen", core=False,
            needs="cow_nmc, and an adversary that the partnership's documents name",
            caveat="Nominal spending of both sides; association only.",
        ),
    ),
)  # fmt: skip
