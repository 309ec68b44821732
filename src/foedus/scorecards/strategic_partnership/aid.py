"""Pillar 5: military aid between members."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.aid import aid_dependence, aid_volume, allocated_of_committed

HERE = "aid"

aid = Pillar(
    HERE, "Military aid",
    (
        Indicator(
            "AID1", "US military aid to members", aid_volume, HERE, "context", contested=True, applies="with_usa",
            over="from USA", needs="us_foreign_assistance",
            caveat="Disbursed, current dollars, fiscal years 2002 to 2015; other donors and stages are not in it.",
        ),
        Indicator(
            "AID2", "Aid to Ukraine, allocated of committed", allocated_of_committed, HERE, "context", contested=True,
            applies="since_2022", needs="kiel_ukraine_support_tracker",
            caveat="Allocated is not delivered. One recipient, outside most partnerships; other aid is not counted.",
        ),
        Indicator(
            "AID3", "Deliveries on time", None, HERE, "output", needs="delivery dates, estimated and actual",
            caveat="Estimates are set by those who are measured by them.",
        ),
        Indicator(
            "AID5", "Dependence of the neediest member", aid_dependence, HERE, "risk", worst=0.5, best=0,
            because="half of all it spends on defense", applies="with_usa", over="from USA",
            needs="us_foreign_assistance and cow_nmc",
            caveat="Donor-paid forces stand outside the recipient's budget; both sides of the ratio are noisy.",
        ),
    ),
)  # fmt: skip
