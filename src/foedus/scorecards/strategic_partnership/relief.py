"""Pillar 7: humanitarian assistance and disaster relief."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.exercises import relief_share
from foedus.measures.relief import hours_to_first_asset_mean, surge_per_need

HERE = "relief"

relief = Pillar(
    HERE, "Humanitarian assistance and disaster relief",
    (
        Indicator(
            "HAD1", "Hours to the first asset", hours_to_first_asset_mean, HERE, "output", worst=168, best=12,
            because="a week, and half a day", log=True, max_age=0,
            needs="disaster responses with times in the register", caveat="Distance, and who counts as first, matter.",
        ),
        Indicator(
            "HAD2", "Surge per people affected", surge_per_need, HERE, "context", contested=True, max_age=0,
            needs="disaster responses with people deployed and affected in the register",
            caveat="A peak is not usefulness; how many count as affected is disputed.",
        ),
        Indicator(
            "HAD3", "Relief delivered per need", None, HERE, "output",
            needs="tonnes, water and meals by day in the register", caveat="Counted twice along the chain.",
        ),
        Indicator(
            "HAD5", "Tasks asked for", None, HERE, "output", needs="task logs of coordination centers",
            caveat="Logs are seldom public.",
        ),
        Indicator(
            "HAD6", "Oslo Guidelines met", None, HERE, "output", needs="coded conditions in the register",
            caveat="Mostly self-reported.",
        ),
        Indicator(
            "HAD9", "Relief in exercises", relief_share, HERE, "activity", worst=0, best=0.3, core=False,
            because="three in ten is the most seen in a large partnership", any_rows=True, needs="mme",
            caveat="Paper readiness; ends in 2010.",
        ),
    ),
)  # fmt: skip
