"""Pillar 2: what members spend, on what, and how strong they are against the adversary they name."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.balance import (
    relative_capability,
    relative_spending,
    relative_spending_without_strongest,
    strongest_share,
)  # fmt: skip
from foedus.measures.burden import (
    equips_at_target,
    real_growth,
    real_growth_wmeat,
    spending_share,
    spending_share_factbook,
    spending_share_wmeat,
    spends_at_target,
)  # fmt: skip
from foedus.measures.presence import common_funding, mission_share

SPENDING = "nato_defence_expenditure, or spending figures in the register"
ADVERSARY = "cow_nmc, and an adversary that the partnership's documents name"
HERE = "collective_defense"

collective_defense = Pillar(
    HERE, "Collective defense and posture",
    (
        Indicator(
            "COL1", "Members at the spending target", spends_at_target, HERE, "input", "share", worst=0, best=1,
            because="the target that members declared", applies="burden_target", needs=SPENDING,
            caveat="Input, not capability. Figures are revised for years after; the release used is named.",
        ),
        Indicator(
            "COL1m", "Median spending share", spending_share, HERE, "context", "median", contested=True, core=False,
            fallbacks=(spending_share_factbook, spending_share_wmeat), needs=SPENDING,
            caveat="More is not better where no target was agreed; definitions differ between sources.",
        ),
        Indicator(
            "COL2", "Members at the equipment target", equips_at_target, HERE, "input", "share", worst=0, best=1,
            because="the target that members declared", applies="equipment_target",
            needs="nato_defence_expenditure, or equipment figures in the register",
            caveat="One large order moves a small member by tens of points.",
        ),
        Indicator(
            "COL3", "Real growth of spending", real_growth, HERE, "input", "median", worst=-5, best=10,
            because="the range seen among Allies since 2012, rounded", fallbacks=(real_growth_wmeat,), core=False,
            needs="nato_defence_expenditure or wmeat, or growth figures in the register",
            caveat="Depends on the deflator; within one release or edition, never spliced.",
        ),
        Indicator(
            "COL4", "Spending against the named adversary", relative_spending, HERE, "context", worst=0.25, best=0.75,
            because="parity is 0.5", needs=ADVERSARY,
            caveat="Sums ignore distance and cohesion. CINC gives another picture: see the next line.",
        ),
        Indicator(
            "COL4c", "CINC against the named adversary", relative_capability, HERE, "context", worst=0.25, best=0.75,
            because="parity is 0.5", needs=ADVERSARY, core=False,
            caveat="CINC weighs steel and people as they are counted, not forces that can be used.",
        ),
        Indicator(
            "COL4w", "The same without the strongest", relative_spending_without_strongest, HERE, "context",
            worst=0.25, best=0.75, because="parity is 0.5", needs=ADVERSARY, core=False,
            caveat="If it differs by more than 0.3 from the first, the partnership is a hub with spokes.",
        ),
        Indicator(
            "COL4h", "Share of the strongest member", strongest_share, HERE, "context", needs="cow_nmc", core=False,
            caveat="Above 0.8 the partnership is a hub with spokes; compare it only with such.",
        ),
        Indicator(
            "COL5", "Contribution to its operations", mission_share, HERE, "output", worst=0, best=20,
            because="twenty per thousand is the most seen over a whole alliance", applies="in_isaf", max_age=0,
            needs="isaf_coalition and cow_nmc",
            caveat="One operation, the Security Assistance Force of 2003 to 2014; danger is not weighted.",
        ),
        Indicator(
            "COL6", "Standards taken up", None, HERE, "input",
            needs="national lists of ratified and implemented standards, mostly restricted",
            caveat="Ratified is not implemented.",
        ),
        Indicator(
            "COL7", "Common funding", common_funding, HERE, "input", worst=0, best=1, core=False,
            because="a third of one percent is seen; one percent would be three times that", log=False,
            needs="common-funding figures in the register",
            caveat="Common budgets only: jointly owned fleets and lead nations' gifts are not in it.",
        ),
    ),
)  # fmt: skip
