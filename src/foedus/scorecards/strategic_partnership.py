"""How a military strategic partnership stands: twelve pillars, four headlines that are never added up."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar, Scorecard
from foedus.measures.alignment import cohesion_change, cohesion_ratio
from foedus.measures.balance import posture_change, relative_capability, relative_spending, strongest_share
from foedus.measures.burden import (
    burden_gap,
    equips_at_target,
    real_growth,
    spending_gini,
    spending_share,
    spends_at_target,
)  # fmt: skip
from foedus.measures.commitment import age, enabling_breadth, peacetime_institutions, strongest_promise
from foedus.measures.record import (
    objectives_measurable,
    obligations_kept,
    operations_met,
    operations_running,
    programmes_running,
)  # fmt: skip

BOUNDS = "theoretical bounds"
NMC = "cow_nmc"
REGISTER_ROWS = "rows in the register"

commitment = Pillar(
    "commitment", "Commitment and legal architecture",
    (
        Indicator(
            "COM1", "Defense obligation", strongest_promise, "commitment", "input", "mean", worst=0, best=3,
            because="the ends of ATOP's scale", max_age=None, needs="atop, or obligations in the register",
            caveat="What is written, not the will to keep it. Conditions are listed and never deducted.",
        ),
        Indicator(
            "COM3", "Enabling agreements", enabling_breadth, "commitment", "input", "mean", worst=0, best=5,
            because=BOUNDS, max_age=None, needs="enabling agreements in the register",
            caveat="Known agreements only: annexes are secret, so the count is a lower bound.",
        ),
        Indicator(
            "COM4", "Peacetime military institutions", peacetime_institutions, "commitment", "input", worst=0, best=2,
            because="the ends of the Leeds-Anac index", max_age=None, needs="atop",
            caveat="What the treaty provides for; bodies that grew up in practice are not counted.",
        ),
        Indicator(
            "COM6", "Age of the partnership", age, "commitment", "context", max_age=None, contested=True,
            caveat="Old can mean settled or outlived; shown, not scored.",
        ),
    ),
)  # fmt: skip

collective_defence = Pillar(
    "collective_defence", "Collective defence and posture",
    (
        Indicator(
            "COL1", "Members at the spending target", spends_at_target, "collective_defence", "input", "share", worst=0,
            best=1, because="the target members declared", applies="burden_target",
            needs="nato_defence_expenditure, or spending figures in the register",
            caveat="Input, not capability. Figures are revised for years after; the release used is named.",
        ),
        Indicator(
            "COL1m", "Median spending share", spending_share, "collective_defence", "context", "median", contested=True,
            needs="nato_defence_expenditure, or spending figures in the register",
            caveat="More is not better where no target was agreed; shown, not scored.",
        ),
        Indicator(
            "COL2", "Members at the equipment target", equips_at_target, "collective_defence", "input", "share",
            worst=0, best=1, because="the target members declared", applies="equipment_target",
            needs="nato_defence_expenditure, or equipment figures in the register",
            caveat="One large order moves a small member by tens of points.",
        ),
        Indicator(
            "COL3", "Real growth of spending", real_growth, "collective_defence", "input", "median", worst=-5, best=10,
            because="the range seen among Allies since 2012, rounded",
            needs="nato_defence_expenditure, or growth figures in the register",
            caveat="Depends on the deflator and on one release; not spliced.",
        ),
        Indicator(
            "COL4", "Military spending against the named adversary", relative_spending, "collective_defence", "context",
            worst=0.25, best=0.75, because="parity is 0.5", needs=f"{NMC} and a named adversary in the register",
            caveat="Sums ignore distance and cohesion. CINC gives another picture: see the next line.",
        ),
        Indicator(
            "COL4c", "CINC against the named adversary", relative_capability, "collective_defence", "context",
            worst=0.25, best=0.75, because="parity is 0.5", needs=f"{NMC} and a named adversary in the register",
            caveat="CINC weighs steel and people; Russia's war losses or stocks are not in it.",
        ),
        Indicator(
            "COL4h", "Share of the strongest member", strongest_share, "collective_defence", "context", needs=NMC,
            caveat="Above 0.8 the partnership is a hub with spokes; compare it only with such.",
        ),
    ),
)  # fmt: skip

cooperation = Pillar(
    "cooperation", "Regional and bilateral cooperation",
    (
        Indicator(
            "REG3", "Combined operations running", operations_running, "cooperation", "activity", worst=0, best=10,
            because="the largest number of combined operations known for any partnership-year, rounded", log=True,
            max_age=0, needs="operations in the register",
            caveat="A threat drives it: more is activity, not effect. The register may not know them all.",
        ),
    ),
)  # fmt: skip

technology = Pillar(
    "technology", "Technology and interoperability",
    (
        Indicator(
            "TEC5", "Joint technology programmes running", programmes_running, "technology", "activity",
            worst=0, best=10, because="a broad portfolio; on a log scale the exact end matters little", log=True,
            max_age=0, needs="programmes in the register",
            caveat="Announced is not delivered; cancelled and dormant ones are not counted.",
        ),
    ),
)  # fmt: skip

challenges = Pillar(
    "challenges", "Challenges",
    (
        Indicator(
            "CHA1", "Diverging interests", cohesion_ratio, "challenges", "risk", worst=1.2, best=0.1,
            because="the range seen over the universe: the Warsaw Pact 0.1, pacts with a distant hub above 1",
            needs="un_ideal_points",
            caveat="Votes in the General Assembly, relative to all other states; one dimension, moved by the agenda.",
        ),
        Indicator(
            "CHA2", "Burden gap", burden_gap, "challenges", "risk", worst=0.25, best=0,
            because="0 is proportional; a quarter of the cost out of place is the most seen",
            needs="nato_defence_expenditure, or cost and GDP figures in the register",
            caveat="Cash only: basing, risk and blood are not in it, and who benefits is unknown.",
        ),
        Indicator(
            "CHA2g", "Inequality of defence effort", spending_gini, "challenges", "risk", worst=0.5, best=0.05,
            because="the range seen with one source and the correction for small numbers",
            needs="nato_defence_expenditure, or spending figures in the register",
            caveat="Effort relative to income; a low Gini may be equal neglect.",
        ),
    ),
)  # fmt: skip

effectiveness = Pillar(
    "effectiveness", "Effectiveness",
    (
        Indicator(
            "EFF2", "Operations that met their objective", operations_met, "effectiveness", "outcome", worst=0, best=1,
            because=BOUNDS, max_age=0, needs="rated operations in the register",
            caveat="Rated on a stated basis by others; objectives are often set late. Few cases.",
        ),
        Indicator(
            "EFF3", "Reliability of obligations", obligations_kept, "effectiveness", "outcome", worst=0.2, best=0.8,
            because="the range of fulfilment rates by type of obligation in the study cited", max_age=None,
            needs="invocations in the register",
            caveat="Very few cases: drawn towards the base rate of one half. Cases are listed.",
        ),
        Indicator(
            "EFF6", "Alignment gained in five years", cohesion_change, "effectiveness", "outcome", worst=0.3, best=-0.3,
            because="the range of five-year changes seen", needs="un_ideal_points",
            caveat="Association only: partners may draw together without the partnership being the cause.",
        ),
        Indicator(
            "EFF9", "Objectives that can be evaluated", objectives_measurable, "effectiveness", "output",
            worst=0, best=1, because=BOUNDS, max_age=0, needs="objectives in the register",
            caveat="Measures the paperwork of evaluation, not success.",
        ),
        Indicator(
            "EFF10", "Change of posture in five years", posture_change, "effectiveness", "outcome",
            worst=-0.1, best=0.1, because="the range of five-year changes seen",
            needs=f"{NMC} and a named adversary in the register",
            caveat="Nominal spending of both sides; association only.",
        ),
    ),
)  # fmt: skip

outlook = Pillar(
    "outlook", "Outlook",
    (
        Indicator(
            "TRE1", "Slope of the scored indicators", None, "outlook", "outlook", worst=-1, best=1,
            because="all goalposts crossed within ten years, down or up", max_age=0, needs="four observed years in ten",
            caveat="What has been, drawn on; not a forecast. 50 is no change.",
        ),
    ),
)  # fmt: skip

strategic_partnership = Scorecard(
    id="strategic_partnership",
    title="Military strategic partnership",
    need=0.5,
    pillars=(
        commitment,
        collective_defence,
        cooperation,
        Pillar("diplomacy", "Military diplomacy", (),
               empty="No indicator yet: visits, dialogues and training need us_leader_travels and register dialogues."),
        Pillar("aid", "Military aid", (),
               empty="No indicator yet: aid by stage needs us_foreign_assistance, Kiel, and register figures."),
        Pillar("aid_implications", "Implications of aid", (),
               empty="No indicator yet: arms supply, governance and escalation need datasets not declared so far."),
        Pillar("relief", "Humanitarian assistance and disaster relief", (),
               empty="No indicator yet: relief needs operations with times, tonnes and people in the register."),
        technology,
        Pillar("organisations", "International organisations", (),
               empty="No indicator yet: co-deployment and shared bodies need UN contribution data."),
        challenges,
        outlook,
        effectiveness,
    ),
)  # fmt: skip
