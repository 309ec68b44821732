"""Pillar 9: members in international organizations: shared bodies, peacekeeping, votes."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.diplomacy import codeployment, common_bodies, vote_agreement
from foedus.measures.presence import peacekeeper_rate

HERE = "organizations"

organizations = Pillar(
    HERE, "International organizations",
    (
        Indicator(
            "INT1", "Shared security bodies", common_bodies, HERE, "input", "mean", worst=0, best=0.8,
            because="four in five is the most seen", needs="memberships in the register",
            caveat="Membership is not activity; only bodies in the register count.",
        ),
        Indicator(
            "INT2", "Deploying to the same missions", codeployment, HERE, "activity", "mean", worst=0, best=0.8,
            because="nearly the same spread over missions", any_rows=True, needs="geo_pko",
            caveat="Pairs that both contribute only; few contributors give extreme values.",
        ),
        Indicator(
            "INT3", "Peacekeepers per thousand", peacekeeper_rate, HERE, "context", contested=True, core=False,
            needs="ipi_peacekeeping and cow_nmc", caveat="Poverty pays: poor states earn from peacekeeping.",
        ),
        Indicator(
            "INT5", "Agreement in contested votes", vote_agreement, HERE, "outcome", "mean", worst=0.6, best=1,
            because="the range seen among partners on contested roll calls", core=False, needs="unvotes",
            caveat="Association only. Consensus votes are left out.",
        ),
    ),
)  # fmt: skip
