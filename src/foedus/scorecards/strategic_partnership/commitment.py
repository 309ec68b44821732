"""Pillar 1: what partners promised one another, and what they built to keep it."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.agreements import agreement_density
from foedus.measures.commitment import age, enabling_breadth, peacetime_institutions, strongest_promise
from foedus.measures.presence import hosts_us_troops

commitment = Pillar(
    "commitment", "Commitment and legal architecture",
    (
        Indicator(
            "COM1", "Defense obligation", strongest_promise, "commitment", "input", "mean", worst=0, best=3,
            because="the ends of ATOP's scale", max_age=None, needs="atop, or obligations in the register",
            caveat="What is written, not the will to keep it. Conditions are listed and never deducted.",
        ),
        Indicator(
            "COM2", "Breadth of cooperation agreements", agreement_density, "commitment", "input", worst=0, best=1,
            because="theoretical bounds", needs="dcad",
            caveat="Bilateral agreements only: the law of an alliance's own organization is not in it. Ends in 2010.",
        ),
        Indicator(
            "COM3", "Enabling agreements", enabling_breadth, "commitment", "input", "mean", worst=0, best=5,
            because="theoretical bounds", max_age=None, needs="enabling agreements in the register",
            caveat="Known agreements only: annexes are secret, so the count is a lower bound.",
        ),
        Indicator(
            "COM4", "Peacetime military institutions", peacetime_institutions, "commitment", "input", worst=0, best=2,
            because="the ends of the Leeds-Anac index", max_age=None, needs="atop",
            caveat="What the treaty provides for; bodies that grew up in practice are not counted.",
        ),
        Indicator(
            "COM5", "Members hosting US forces", hosts_us_troops, "commitment", "context", "share", contested=True,
            applies="with_usa", over="not USA", needs="troopdata",
            caveat="Can reassure or provoke; only US forces are in open data. Zero before 2008 may be unreported.",
        ),
        Indicator(
            "COM6", "Age of the partnership", age, "commitment", "context", max_age=None, contested=True, core=False,
            caveat="Old can mean settled or outlived; shown, not scored.",
        ),
    ),
)  # fmt: skip
