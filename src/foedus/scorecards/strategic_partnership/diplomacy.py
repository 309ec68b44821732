"""Pillar 4: visits, dialogues and training."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.diplomacy import contacts, dialogue_regularity, training_seats

HERE = "diplomacy"

diplomacy = Pillar(
    HERE, "Military diplomacy",
    (
        Indicator(
            "DIP1", "Leaders' contacts with the United States", contacts, HERE, "activity", "mean", worst=0, best=4,
            because="four a year is the most seen with a close ally", log=True, applies="with_usa", over="not USA",
            needs="us_leader_travels and us_foreign_leader_visits",
            caveat="Secretary's trips are diplomacy, not military. Only one capital's dealings are in open data.",
        ),
        Indicator(
            "DIP2", "Regularity of dialogues", dialogue_regularity, HERE, "activity", worst=0, best=1,
            applies="rhythm_declared",
            because="theoretical bounds", max_age=0,
            needs="dialogues held and due, completely compiled, in the register",
            caveat="Only series whose meetings are all on record from some year on. A meeting is not an agreement.",
        ),
        Indicator(
            "DIP4", "Places in US military training", training_seats, HERE, "activity", worst=0, best=10,
            because="ten per thousand is seen with small forces trained whole", log=True, applies="with_usa",
            over="not USA", needs="us_foreign_military_training and cow_nmc",
            caveat="NATO, Japan, Australia and New Zealand are left out of the reports by law: unknown, not zero.",
        ),
    ),
)  # fmt: skip
