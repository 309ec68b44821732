"""Pillar 3: exercises, operations and intelligence that members share."""

from __future__ import annotations

from foedus.declare import Indicator, Pillar
from foedus.measures.exercises import exercise_scale, exercised_at_least, exercised_together
from foedus.measures.record import mechanism_delay, operations_running

HERE = "cooperation"

cooperation = Pillar(
    HERE, "Regional and bilateral cooperation",
    (
        Indicator(
            "REG1", "Pairs that exercise together", exercised_together, HERE, "activity", "share", worst=0, best=0.8,
            because="four pairs in five within three years is the most seen in a large alliance",
            fallbacks=(exercised_at_least,), needs="mme, or exercises with participants in the register",
            caveat="Counts follow reporting: 67 exercises in 1980, 196 in 2004. After 2010 the register's lower bound.",
        ),
        Indicator(
            "REG2", "Scale of exercises", exercise_scale, HERE, "activity", "mean", worst=0.5, best=3,
            because="the range seen, rounded", any_rows=True, needs="mme",
            caveat="Scale, not depth: how many states and domains, not how closely forces worked together.",
        ),
        Indicator(
            "REG3", "Combined operations running", operations_running, HERE, "activity", worst=0, best=10,
            because="the largest number of combined operations known for any partnership-year, rounded", log=True,
            max_age=0, needs="operations in the register",
            caveat="A threat drives it: more is activity, not effect. The register may not know them all.",
        ),
        Indicator(
            "REG4", "Delay of promised mechanisms", mechanism_delay, HERE, "output", worst=10, best=0,
            applies="promise_due",
            because="the African Standby Force was six years late; ten years is given up in practice", max_age=0,
            needs="objectives with the date due and the date reached in the register",
            caveat="Declared ready is not ready. Vague objectives cannot be late; unknown outcomes are left out.",
        ),
        Indicator(
            "REG5", "Intelligence sharing", None, HERE, "input", needs="coded levels of sharing in the register",
            caveat="Absence of evidence is not absence: sharing is secret.",
        ),
        Indicator(
            "REG6", "Overlap of threat perceptions", None, HERE, "context",
            needs="threat priorities of each member's own documents in the register",
            caveat="What is stated may not be what is held. Rivalry lists were tried and mislead.",
        ),
    ),
)  # fmt: skip
