"""Pillar 10: what threatens the partnership: interests, burdens, instability, outside pressure."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.alignment import cohesion_ratio
from foedus.measures.burden import (
    burden_gap,
    burden_gap_factbook,
    burden_gap_wmeat,
    spending_gini,
    spending_gini_factbook,
    spending_gini_wmeat,
)  # fmt: skip
from foedus.measures.deterrence import adversary_pull, coerced_share
from foedus.measures.diplomacy import public_support
from foedus.measures.stability import backslid, had_coup

HERE = "challenges"
COST = "nato_defence_expenditure, cia_world_factbook or wmeat"

challenges = Pillar(
    HERE, "Challenges",
    (
        Indicator(
            "CHA1", "Diverging interests", cohesion_ratio, HERE, "risk", worst=1.2, best=0.1,
            because="the range seen: the Warsaw Pact 0.1, pacts with a distant hub above 1", needs="un_ideal_points",
            caveat="Votes in the General Assembly, relative to all other states; one dimension, moved by the agenda.",
        ),
        Indicator(
            "CHA2", "Burden gap", burden_gap, HERE, "risk", worst=0.25, best=0,
            because="0 is proportional; a quarter of the cost out of place is the most seen",
            fallbacks=(burden_gap_factbook, burden_gap_wmeat), needs=COST,
            caveat="Cash only: basing, risk and blood are not in it, and who benefits is unknown.",
        ),
        Indicator(
            "CHA2g", "Inequality of defense effort", spending_gini, HERE, "risk", worst=0.5, best=0.05, core=False,
            because="the range seen with one source and the correction for small numbers",
            fallbacks=(spending_gini_factbook, spending_gini_wmeat), needs=COST,
            caveat="Effort relative to income; a low Gini may be equal neglect.",
        ),
        Indicator(
            "CHA3", "Members with coup attempts", had_coup, HERE, "risk", "share", worst=0.3, best=0,
            because="three in ten members within five years", needs="powell_thyne_coups",
            caveat="A level of democracy is not instability; a coup in a microstate weighs as one in a great power.",
        ),
        Indicator(
            "CHA3b", "Members backsliding", backslid, HERE, "risk", "share", worst=0.5, best=0, core=False,
            because="half of the members within five years", needs="vdem_simple",
            caveat="A fall of 0.05 or more in V-Dem's electoral democracy index.",
        ),
        Indicator(
            "CHA4", "Adversary among main trade partners", adversary_pull, HERE, "risk", worst=0.5, best=0,
            because="half of the members", needs="cia_world_factbook, and an adversary that documents name",
            caveat="Trade is not leverage; figures of 2023 only.",
        ),
        Indicator(
            "CHA4s", "Members under outsiders' sanctions", coerced_share, HERE, "risk", worst=0.5, best=0,
            because="half of the members", needs="ties", core=False,
            caveat="Sanctions can follow the members' own conduct. Ends 2005.",
        ),
        Indicator(
            "CHA5", "Public support", public_support, HERE, "context", worst=30, best=80, contested=True, core=False,
            because="below a third a government can hardly lead; four in five is broad support", max_age=0,
            needs="opinion surveys in the register",
            caveat="Wording and samples differ between surveys, and often only some members' publics were asked.",
        ),
    ),
)  # fmt: skip
