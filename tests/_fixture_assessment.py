"""INVENTED assessments for tests of reports: no state, treaty, figure or source in this file exists."""

from __future__ import annotations

from dataclasses import replace

from foedus.scorecards._assessment import (
    SCHEMA,
    Assessment,
    Conflict,
    Evidence,
    Fact,
    Headline,
    HeadlineId,
    IndicatorResult,
    Instrument,
    Interval,
    Invocation,
    Member,
    Missing,
    Obligation,
    Payers,
    Peers,
    PillarResult,
    Reference,
    Score,
    Spell,
    Stage,
    Subject,
    TrendPoint,
)

YEAR = 2024
SITE = "https://example.org/invented"
NAMES = (
    *[
        "Arvonia",
        "Belmark",
        "Corvane",
        "Dunmere",
        "Estavia",
        "Fennland",
        "Galdor",
        "Hestria",
        "Isenmark",
        "Jorvala",
        "Kestria",
    ],
    "United Provinces of Lower Marrowdale and the Outer Isles",
)
PILLARS = (
    ("commitment", "Commitment and legal architecture"),
    ("collective", "Collective defense and alliance posture"),
    ("regional", "Regional and bilateral cooperation"),
    ("diplomacy", "Military diplomacy"),
    ("aid", "Military aid"),
    ("implications", "Implications of aid"),
    ("relief", "Humanitarian assistance and disaster relief"),
    ("technology", "Technology and interoperability"),
    ("organizations", "International organizations"),
    ("challenges", "Challenges"),
    ("trends", "Trends and outlook"),
    ("effectiveness", "Effectiveness"),
)
Row = tuple[str, str, str, Stage, float | None, str, float | None, float | None, int, int]
# id, title, pillar, stage, value, unit, worst, best, known, of
ROWS: tuple[Row, ...] = (
    ("COM1", "Defense obligation", "commitment", "input", 2.75, "0 to 3", 0, 3, 132, 132),
    ("COM2", "Breadth of framework agreements", "commitment", "input", 0.42, "share", 0, 1, 28, 66),
    ("COM3", "Enabling agreements in force", "commitment", "input", 3.4, "of 5 classes", 0, 5, 9, 12),
    ("COM5", "Forward presence", "commitment", "context", 41250, "troops", None, None, 11, 12),
    ("COL1", "Members at the spending target", "collective", "input", 0.583333, "share", 0, 1, 12, 12),
    ("COL2", "Members at the equipment target", "collective", "input", 0.75, "share", 0, 1, 12, 12),
    ("COL4", "Capability against the named adversary", "collective", "context", 0.873, "share", None, None, 12, 12),
    ("COL5", "Contribution to missions", "collective", "output", 12.43, "per 1,000 active", 0, 20, 10, 12),
    ("REG1", "Pairs that exercised in three years", "regional", "activity", 0.61, "share", 0, 0.8, 60, 66),
    ("REG2", "Scale of exercises", "regional", "activity", 2.1, "0 to 4", 0.5, 3, 31, 40),
    ("REG4", "Delivery gap of standing mechanisms", "regional", "output", 4.5, "years", 10, 0, 2, 3),
    ("DIP1", "Contacts of ministers and chiefs", "diplomacy", "activity", 1.52, "per partner and year", 0, 4, 12, 12),
    ("DIP2", "Regularity of dialogue", "diplomacy", "activity", 0.88, "share", 0, 1, 5, 6),
    ("AID2", "Delivery ratio", "aid", "output", 0.79, "share", 0, 1, 4, 4),
    ("AID5", "Dependence on aid", "aid", "risk", 0.12, "share", 0.5, 0, 7, 12),
    ("ECO3", "Opportunity cost", "implications", "risk", 0.314, "ratio to health spending", 2, 0.2, 12, 12),
    ("POL1", "Change of alignment", "implications", "outcome", -0.0004, "5-year change", 0.3, -0.3, 66, 66),
    ("POL3", "Change of governance", "implications", "outcome", None, "5-year change", -0.1, 0.1, 0, 12),
    ("TEC5", "Joint programs", "technology", "activity", 17, "active programs", 0, 40, 12, 12),
    ("INT1", "Shared security bodies", "organizations", "input", 0.7, "share", 0, 1, 66, 66),
    ("INT2", "Deployment to the same missions", "organizations", "activity", 0.55, "cosine", 0, 1, 50, 66),
    ("CHA1", "Diverging interests", "challenges", "risk", 0.31, "ideal-point ratio", 1, 0, 66, 66),
    ("CHA2", "Burden gap", "challenges", "risk", 0.44, "Gini", 0.6, 0, 12, 12),
    ("CHA3", "Political instability", "challenges", "risk", 0.21, "share of members", 1, 0, 12, 12),
    ("TRE1", "Slope of the pillars", "trends", "outlook", 0.9, "points a year", -3, 3, 10, 10),
    ("EFF1", "Deterrence", "effectiveness", "outcome", -0.2, "disputes below expectation", 1, -1, 12, 12),
    ("EFF3", "Obligations honored", "effectiveness", "outcome", 0.67, "share", 0, 1, 3, 3),
)
STAGES: dict[Stage, HeadlineId] = {"risk": "risk", "outlook": "outlook"}
STAGES |= {"input": "commitment", "activity": "commitment", "output": "effects", "outcome": "effects"}
STAGE_KEY = {"commitment": "input_activity", "effects": "output_outcome", "risk": "risk", "outlook": "outlook"}
CAVEATS = {
    "COM1": "Text is not will: what a treaty says is not what a member does.",
    "EFF1": "Association only; no comparison group.",
}


def evidence(subject: str, value: float | str | None, unit: str, number: int = 1) -> Evidence:
    """A piece of invented evidence."""
    return Evidence(
        subject,
        value,
        unit,
        f"{YEAR - number % 3}-12-31",
        f"{YEAR + 1}-0{1 + number % 9}",
        "invented_tables",
        f"Table {1 + number % 7}, row {number}",
        f"{SITE}/tables#{number}",
    )


def result(row: Row) -> IndicatorResult:
    """An indicator's invented result, with a piece of evidence for each of the first members."""
    id_, title, pillar, stage, value, unit, worst, best, n, of = row
    rows: tuple[Evidence, ...] = ()
    if value is not None:
        spread = ((name, 0.7 + 0.03 * (5 * at % 9), at) for at, name in enumerate(NAMES[:9]))
        rows = tuple(evidence(name, round(value * share, 4), unit, at) for name, share, at in spread)
    score = None
    if value is not None and worst is not None and best is not None:
        score = max(0.0, min(100.0, 100 * (value - worst) / (best - worst)))
        score = 100 - score if stage == "risk" else score
    carried = id_ in ("COM2", "REG1", "EFF3")
    return IndicatorResult(
        id=id_,
        title=title,
        pillar=pillar,
        stage=stage,
        headline=STAGES.get(stage),
        value=value,
        unit=unit,
        across="members",
        score=score,
        n=n,
        of=of,
        weight=1.0,
        worst=worst,
        best=best,
        evidence=rows,
        polarity="contested" if worst is None or best is None else "lower" if worst > best else "higher",
        status="unknown" if value is None else "carried" if carried else "observed",
        year_used=None if value is None else 2018 if carried else YEAR,
        goalposts="theoretical bounds" if worst is not None else "shown, not scored",
        evidence_total=len(rows) + (3 if carried else 0),
        caveat=CAVEATS.get(id_, ""),
        citation="Invented and Nobody (2020)",
    )


def pillars() -> tuple[PillarResult, ...]:
    """The twelve pillars; relief is empty."""
    results = [result(row) for row in ROWS]
    built = []
    for at, (id_, title) in enumerate(PILLARS):
        own = tuple(r for r in results if r.pillar == id_)
        stages: dict[str, Score] = {}
        for headline, key in STAGE_KEY.items():
            known = [r.score for r in own if r.headline == headline and r.score is not None]
            if known:
                mean = sum(known) / len(known)
                stages[key] = Score(mean, max(0.0, mean - 4 - at), min(100.0, mean + 6), 0.9 - 0.03 * at)
            elif any(r.headline == headline for r in own):
                stages[key] = Score(None, None, None, 0.2)
        empty = "" if own else "No relief operation of the last five years is on record with times or tonnes."
        built.append(PillarResult(id_, title, stages, own, empty))
    return tuple(built)


def members(count: int = len(NAMES)) -> tuple[Member, ...]:
    """Invented members; the last has just joined."""
    names = [NAMES[at] if at < len(NAMES) else f"Invented State {at + 1}" for at in range(count)]
    old = [
        Member(f"X{at:02d}", f"X{at:02d}", 900 + at, name, "member", "1951-06", None) for at, name in enumerate(names)
    ]
    return (*old[:-1], replace(old[-1], start="2024-03-07", change="joined"))


TREATY = Instrument("compact-1951", "Northern Compact", "treaty", "1951-02-14", "1951-06-01", None, "invented_treaty")
PROTOCOL = Instrument("compact-1976", "Protocol on Bases", "protocol", "1976-10", "1977", "2031", "invented_treaty")
DEFENSE = Obligation(
    type="defense",
    from_="members",
    to="members",
    article="Article 4",
    condition="An armed attack on a party.",
    area="The home territory of the parties north of the strait.",
    binding="legal",
    text="An attack on one is held to be an attack on all, and each helps the party attacked.",
    not_promised='Armed force: each party takes "such steps as it finds fit". Overseas territories lie outside.',
    instrument=TREATY.id,
    source="invented_treaty",
    url=f"{SITE}/treaty",
)
CONSULTATION = replace(
    DEFENSE,
    type="consultation",
    article="Article 3",
    condition="When any party holds itself threatened.",
    area="",
    text="Parties talk when one of them holds its security to be threatened.",
    not_promised="Agreement, or any act after the talks.",
)
BRIGADE = replace(
    DEFENSE,
    from_="X00",
    to="X03;X04",
    article="Article 2 of the protocol",
    condition="A request by the party attacked.",
    area="",
    binding="political",
    text="Arvonia keeps a brigade ready for Dunmere and Estavia.",
    not_promised="Automatic dispatch; its parliament decides.",
    instrument=PROTOCOL.id,
)
ALLIANCE = Subject(
    id="northern-compact",
    name="Northern Compact (invented)",
    kind="alliance",
    in_force=Spell("1951-02-14", "1951-06-01", None),
    members=members(),
    instruments=(TREATY, PROTOCOL),
    obligations=(CONSULTATION, DEFENSE, BRIGADE),
    also_binding=("Southern Charter (invented)",),
)
SPENDING = tuple(evidence("X01", value, "% of GDP", at) for at, value in enumerate((2.11, 1.94, 2.3), 1))
STARTS = tuple(evidence("Compact", value, "", at) for at, value in enumerate(("1951-06-01", "1951-06-02"), 4))
PEERS = Peers(
    kind="alliance",
    names=tuple(
        f"{name} (invented)" for name in ("Eastern League", "Lake Pact", "Hill Accord", "Isle Union", "Fen Oath")
    ),
    quartiles={"commitment": (41.0, 55.1, 70.2), "risk": (29.9, 41.0, 58.8), "COM1": (33.3, 66.7, 100.0)},
    note="Alliances in force in 2024.",
)
TREND = tuple(
    TrendPoint(2015 + at, 60 + at, None if at in (3, 4) else 62 - at * 0.6, 31 + at * 0.8, 50 + at if at < 6 else None)
    for at in range(10)
)
INVOCATION = Invocation(
    date="2011-05",
    text="Dunmere invoked Article 4 after an attack on its port; nine members sent ships",
    honored="partly",
    source="invented_treaty",
    url=f"{SITE}/invocation",
)

MISSING = (
    Missing("HAD1", "Time to first asset", "times of arrival", "foedus fetch invented_relief"),
    Missing("POL3", "Change of governance", "an index of democracy", "foedus fetch invented_polity --from FILE"),
)
BIBLIOGRAPHY = (
    Reference("invented_tables", "Invented Bureau, Tables of Nothing (2025).", "2025-01", f"{SITE}/tables"),
    Reference("invented_treaty", "Northern Compact, text of 14 February 1951.", "1951", f"{SITE}/treaty"),
)


def compact() -> Assessment:
    """A typical assessment: an alliance of twelve, one null headline."""
    return Assessment(
        schema=SCHEMA,
        edition="2025.1 (invented)",
        as_of="2025-02-01",
        partnership=ALLIANCE,
        year=YEAR,
        interval=Interval(0.9, 1000, 0),
        need=0.5,
        bottom_line="The invented Northern Compact promises much and exercises often; the burden rests on one member.",
        confidence="moderate: 71% of the weight is known, and two headlines have wide ranges",
        headlines={
            "commitment": Headline(68.4, 61.2, 74.9, 0.83, 55.1, 63.7),
            "effects": Headline(57.2, 44.0, 66.3, 0.61, 52.0, 59.9),
            "risk": Headline(38.6, 30.1, 49.7, 0.72, 41.0, 33.2),
            "outlook": Headline(None, None, None, 0.42, 50.0, None),
        },
        pillars=pillars(),
        conflicts=(
            Conflict("X01", "milex_share_gdp", "2024", "the latest vintage of the preferred source", SPENDING),
            Conflict("northern-compact", "start", "", "the treaty's own text", STARTS),
        ),
        peers=PEERS,
        trend=TREND,
        strengths=(Fact("COM1", "Defense obligation", 91.7, 66.7, 25.0, "Nearly every pair owes defense."),),
        weaknesses=(Fact("CHA2", "Burden gap", 73.3, 41.0, 32.3, "One member pays most of the total."),),
        missing=MISSING,
        bibliography=BIBLIOGRAPHY,
        fingerprint="f0" * 32,
        invocation=INVOCATION,
        payers=Payers(
            2024, "X00", 0.64, 12, 12, "2% of GDP", 7, "X03", 0.72, "% of GDP below target", "invented_tables"
        ),
        top_risk="Burden gap, driven by the share of Arvonia (64%)",
        changes=("United Provinces joined on 7 March 2024.", "Commitment rose by 2 points since edition 2024.1."),
        gaps=("No relief operation has times.", "Exercises after 2018 are carried.", "16 of 66 pairs are unknown."),
    )


def no_tie() -> Assessment:
    """Two states with nothing between them: no members, no instruments, nothing scored."""
    a = compact()
    bare = Subject("X00-X10", "Arvonia and Kestria (invented)", "dyad", Spell(None, None, None), (), (), ())
    null = Headline(None, None, None, 0.0, None, None)
    return replace(
        a,
        partnership=bare,
        bottom_line="Arvonia and Kestria have no tie on record in 2024.",
        confidence="high",
        headlines={"commitment": null, "effects": null, "risk": null, "outlook": null},
        pillars=tuple(PillarResult(id_, title, {}, (), "Nothing ties the two.") for id_, title in PILLARS),
        conflicts=(),
        peers=Peers("dyad", (), {}, ""),
        trend=(),
        strengths=(),
        weaknesses=(),
        missing=(),
        bibliography=(),
        invocation=None,
        payers=None,
        top_risk="",
        changes=(),
        gaps=(),
    )


def crowd() -> Assessment:
    """55 members, and 200 pieces of evidence behind one value."""
    a = compact()
    many = tuple(evidence(f"Invented State {at}", 1 + at / 100, "0 to 3", at) for at in range(200))
    first = a.pillars[0]
    swollen = replace(
        first, indicators=(replace(first.indicators[0], evidence=many, evidence_total=200), *first.indicators[1:])
    )
    return replace(a, partnership=replace(a.partnership, members=members(55)), pillars=(swollen, *a.pillars[1:]))


def hostile() -> Assessment:
    """Text that would break a page if it were not escaped, in every field that a source could fill."""
    a = compact()
    bad = "<script>alert('x')</script>|*_`[a](javascript:x) {{ 1 }} \x1b[31m" + "Very" * 40
    rows = (Evidence(bad, bad, bad, bad, bad, bad, bad, "javascript:alert(1)"),)
    first = a.pillars[0]
    worse = replace(first.indicators[0], title=bad, unit=bad, caveat=bad, goalposts=bad, evidence=rows, citation=bad)
    owed = tuple(
        replace(o, text=bad, not_promised=bad, condition=bad, article=bad, url="javascript:x")
        for o in a.partnership.obligations
    )
    return replace(
        a,
        bottom_line=bad,
        confidence=bad,
        top_risk=bad,
        changes=(bad,),
        gaps=(bad,),
        fingerprint=bad,
        partnership=replace(a.partnership, name=bad, obligations=owed),
        pillars=(replace(first, title=bad, indicators=(worse, *first.indicators[1:])), *a.pillars[1:]),
        conflicts=(Conflict(bad, bad, bad, bad, rows),),
        bibliography=(Reference(bad, bad, bad, "javascript:x"),),
        missing=(Missing(bad, bad, bad, bad),),
        peers=replace(a.peers, names=(bad,), note=bad),
    )


ALL = {"compact": compact, "no_tie": no_tie, "crowd": crowd, "hostile": hostile}
