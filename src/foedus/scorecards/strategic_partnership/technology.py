"""Pillar 8: technology shared, and forces able to work together."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.agreements import armament_density
from foedus.measures.record import programmes_a_pair, programmes_running
from foedus.measures.supply import force_mix_overlap

HERE = "technology"

technology = Pillar(
    HERE, "Technology and interoperability",
    (
        Indicator(
            "TEC1", "Interoperability by function", None, HERE, "output",
            needs="coded levels by function and date in the register", caveat="Mostly self-rated.",
        ),
        Indicator(
            "TEC4", "Overlap of force mixes", force_mix_overlap, HERE, "context", "mean", contested=True,
            needs="gannon_allies_armaments",
            caveat="Like forces may be duplicates and unlike ones complements; this is not interoperability.",
        ),
        Indicator(
            "TEC5", "Armament cooperation agreements", armament_density, HERE, "activity", worst=0, best=1,
            because="theoretical bounds", needs="dcad", caveat="Agreements, not results. Ends in 2010.",
        ),
        Indicator(
            "TEC5p", "Joint programmes running", programmes_running, HERE, "activity", worst=0, best=10, core=False,
            because="a broad portfolio; on a log scale the exact end matters little", log=True, max_age=0,
            needs="programmes in the register",
            caveat="Announced is not delivered; cancelled and dormant ones are not counted.",
        ),
        Indicator(
            "TEC7", "Cyber, AI, space and uncrewed programmes", programmes_a_pair, HERE, "activity", "mean", worst=0,
            best=3, because="three for every pair of members", log=True, max_age=0,
            needs="programmes in these domains in the register",
            caveat="On record only, so a lower bound. Hype on one side, secrecy on the other.",
        ),
    ),
)  # fmt: skip
