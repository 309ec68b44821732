"""Pillar 11: where the partnership is heading, judged by where it has been."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.exercises import multinational_share

HERE = "outlook"

outlook = Pillar(
    HERE, "Outlook",
    (
        Indicator(
            "TRE1", "Slope of the scored indicators", None, HERE, "outlook", worst=-1, best=1,
            because="all goalposts crossed within ten years, down or up", max_age=0, needs="four observed years in ten",
            caveat="What has been, drawn on; not a forecast. 50 is no change.",
        ),
        Indicator(
            "TRE2", "Emerging domains in new agreements", None, HERE, "context",
            needs="coded subjects of new agreements in the register", caveat="Naming is not doing.",
        ),
        Indicator(
            "TRE3", "Multinational share of exercises", multinational_share, HERE, "context", contested=True,
            any_rows=True, needs="mme", caveat="Contested for a pair: bilateral training may be the closer one.",
        ),
        Indicator(
            "TRE5", "Projection three years ahead", None, HERE, "context",
            needs="a forecast whose record against no change has been measured",
            caveat="Not shown until its record is known.",
        ),
    ),
)  # fmt: skip
