"""How a military strategic partnership stands: twelve pillars, four headlines that are never added up."""

from __future__ import annotations

from foedus.declare import Scorecard
from foedus.scorecards.strategic_partnership.aid import aid
from foedus.scorecards.strategic_partnership.aid_implications import aid_implications
from foedus.scorecards.strategic_partnership.challenges import challenges
from foedus.scorecards.strategic_partnership.collective_defense import collective_defense
from foedus.scorecards.strategic_partnership.commitment import commitment
from foedus.scorecards.strategic_partnership.cooperation import cooperation
from foedus.scorecards.strategic_partnership.diplomacy import diplomacy
from foedus.scorecards.strategic_partnership.effectiveness import effectiveness
from foedus.scorecards.strategic_partnership.organizations import organizations
from foedus.scorecards.strategic_partnership.outlook import outlook
from foedus.scorecards.strategic_partnership.relief import relief
from foedus.scorecards.strategic_partnership.technology import technology

strategic_partnership = Scorecard(
    id="strategic_partnership",
    title="Military strategic partnership",
    need=0.5,
    pillars=(
        commitment, collective_defense, cooperation, diplomacy, aid, aid_implications, relief, technology,
        organizations, challenges, outlook, effectiveness,
    ),
)  # fmt: skip
