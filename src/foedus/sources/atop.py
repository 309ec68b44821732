"""Alliance Treaty Obligations and Provisions: what each military alliance since 1815 promises, and to whom."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download ATOP 5.1 in CSV format from the homepage, and unpack it."

atop = Source(
    id="atop",
    title="Alliance Treaty Obligations and Provisions",
    version="5.1",
    subject="alliances",
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002). Alliance Treaty "
        "Obligations and Provisions, 1815-1944. International Interactions 28(3), 237-260. ATOP version 5.1."
    ),
    licence="Free to use with citation; no licence stated; fetched from the publisher, not redistributed",
    homepage="http://www.atopdata.org",
    files=(
        File("atop5_1m.csv", sha256="0e3c803f65275c3cb9309d08c04710416dff16aee936c8b4f887c7b67ee5b55b", how=HOW),
        File("atop5_1aph.csv", sha256="828ed77daf341ea377f75e042c2e51e4e6ccb0515e058db6355a89f8aebb0fcf", how=HOW),
        File("atop5_1a.csv", sha256="eafd146fa5c5bc2737ae829288c87d01c990a55fbc82dcc2dc08b94c0d7b5b7d", how=HOW),
    ),
)

OBLIGATIONS = {
    "defense": "help if attacked", "offense": "help in attacking", "neutral": "stay neutral in a conflict",
    "nonagg": "not use force against each other", "consul": "consult in crises",
}  # fmt: skip
PROMISES = {"defcon": "defense", "offcon": "offense", "neucon": "neutrality", "concon": "consultation"}
CONDITIONS = {
    "adv": "the adversary", "loc": "the location", "con": "an ongoing conflict", "num": "the number of adversaries",
    "dem": "demands that were not met", "npr": "non-provocation", "att": "an attack on the ally", "req": "a request",
}  # fmt: skip
DEPENDS = {
    "defcon": "adv loc con num dem npr", "offcon": "adv loc con num dem",
    "neucon": "adv loc con num dem npr att", "concon": "adv loc con req",
}  # fmt: skip
CONDITIONAL = tuple(f"{promise[:3]}co{on}" for promise, all_of in DEPENDS.items() for on in all_of.split())
YES_OR_NO = {
    **{name: f"Members promise to {what}" for name, what in OBLIGATIONS.items()},
    **{name: f"The promise of {what} is conditional" for name, what in PROMISES.items()},
    **{name: f"The promise of {PROMISES[name[:3] + 'con']} depends on {CONDITIONS[name[5:]]}" for name in CONDITIONAL},
    "bilat": "Never more than two members", "asymm": "Obligations differ between members",
    "obvary": "The member owes different things to different allies", "wartime": "A member was at war at formation",
    "estmode": "A formal treaty that requires ratification", "dipaid": "Diplomatic aid is promised",
    "terrres": "Territory or resources are made available", "medarb": "Mediation or arbitration is provided for",
    "intcom": "Integrated command in peace and war", "contrib": "Contributions in troops, supplies or funds specified",
    "nomicoop": "Non-military cooperation is promised", "cowsys": "In the COW state system at signature",
    "ineffect": "In effect on 31 December 2018", "olimob": "Obligations depend on some other condition",
}  # fmt: skip
ORGAN = (3, "Organization: 0 none, 1 regular meetings, 2 named, 3 own bureaucracy")
PURPOSE = (5, "Purpose of the organization: 1 military, 2 economic, 3 political, 4 several, 5 disputes")
CODES = {
    "termmode": (6, "How the member left, 0 for not"), "termcaus": (8, "Why the member left, 0 for not"),
    "pubsecr": (2, "0 public, 1 some articles secret, 2 wholly secret"), "maxphase": (4, "Number of phases, 0 for one"),
    "speclgth": (3, "Term: 0 not mentioned, 1 fixed, 2 until a condition is met, 3 indefinite"),
    "renounce": (4, "Rules of renunciation, 0 for none"), "specthrt": (6, "Which kind of threat is named, 0 for none"),
    "conwtin": (3, "How conflict among members is mentioned, 0 for not"), "ecaid": (3, "Economic aid, 0 for none"),
    "notaiden": (4, "No support for enemies: 0 not promised, 1 general, 2 states, 3 non-state, 4 both"),
    "seppeace": (3, "Separate peace: 0 not mentioned, 1 prohibited, 2 needs approval, 3 consultation"),
    "milcon": (3, "Military contact: 0 none, 1 in hostilities, 2 in peacetime, 3 common defense policy"),
    "milaid": (4, "Military aid: 0 none, 1 general, 2 grants or loans, 3 training or technology, 4 both"),
    "subord": (2, "Subordination of forces: 0 no, 1 named commander, 2 depends"),
    "organ1": ORGAN, "orgpurp1": PURPOSE, "organ2": ORGAN, "orgpurp2": PURPOSE,
    "base": (3, "Troops or bases: 0 none, 1 joint on neutral ground, 2 reciprocal, 3 one-sided"),
    "armred": (2, "Arms: 0 no word, 1 limits, 2 coordinated increase"), "source": (2, "Coded from 1 text, 2 other"),
}  # fmt: skip


def _date(year: str, month: str, day: str, what: str) -> list[Column]:
    parts = ((year, "Year", (1815, 2018)), (month, "Month", (1, 12)), (day, "Day", (1, 31)))
    return [Column(name, pl.Int32, f"{part} {what}", within=within) for name, part, within in parts]


def _coded(*names: str) -> list[Column]:
    return [
        Column(name, pl.Boolean, YES_OR_NO[name], required=name in OBLIGATIONS)
        if name in YES_OR_NO
        else Column(name, pl.Int8, CODES[name][1], within=(0, CODES[name][0]))
        for name in " ".join(names).split()
    ]


ZERO_IS_NONE = {"yrexit", "moexit", "dayexit", "endyr", "endmo", "endday", "statthr1", "statthr2"}
BEGUN_AND_ENDED = [
    *_date("begyr", "begmo", "begday", "of signature"),
    *_date("endyr", "endmo", "endday", "of the end, empty if still in effect at the end of 2018"),
]
THREAT = [Column(f"statthr{n}", pl.Int32, "COW code of a state named as a threat", within=(2, 990)) for n in (1, 2)]
PHASE = Column("phase", pl.Int8, "Phase of the alliance, 0 for the only one", within=(0, 4))
MEMBER_KEY = ("atopid", "ccode", "phase", "yrent")
MEMBER = [
    PHASE,
    *_date("yrent", "moent", "dayent", "in which the member signed"),
    *_date("yrexit", "moexit", "dayexit", "in which the member left, empty if still in at the end of 2018"),
    *_coded(*OBLIGATIONS, *PROMISES, *CONDITIONAL, "cowsys olimob asymm obvary termmode termcaus"),
]
PROVISIONS = [
    PHASE, *BEGUN_AND_ENDED, *THREAT, Column("length", pl.Int16, "Fixed term, 0 for none", "months", within=(0, 600)),
    *_coded(*OBLIGATIONS, *PROMISES, "renounce speclgth conwtin medarb milcon milaid intcom subord organ1 orgpurp1"),
    *_coded("organ2 orgpurp2 base contrib notaiden dipaid terrres seppeace armred ecaid nomicoop bilat asymm specthrt"),
]  # fmt: skip
ALLIANCE = [
    *BEGUN_AND_ENDED, *THREAT, Column("cow4id", pl.String, "Number in COW Formal Alliances 4.1"),
    *_coded(*OBLIGATIONS, "ineffect bilat maxphase wartime estmode pubsecr specthrt source"),
]  # fmt: skip
OTHERS = (
    "cowid cow4id conditio atopidphase cowwar secrart proadd futmem proren renewlgt term active thirdcom noothall "
    "acqterr divgains demwith reflnun refothio natrefal compag conres agprois conmen interv new5 rev5 version length"
)
KNOWN = {*OTHERS.split(), *YES_OR_NO, *CODES, "statthr1", "statthr2", *(f"mem{n}" for n in range(1, 60))}
"""The publisher's columns: those that a table does not declare, it leaves out."""


@atop.table("alliance-member", key=MEMBER_KEY, rows=(2_510, 2_510), columns=MEMBER, ignored=KNOWN)
def members(raw: Raw) -> pl.LazyFrame:
    """What each member of each phase of an alliance promises, from its signature to its exit.

    Dates are of signature, not of entry into force. A member that left and came back has two rows.
    Code 8152 is Annam, which the Correlates of War list does not have.
    """
    return _read(raw, "atop5_1m.csv").rename({"member": "ccode"})


@atop.table("alliance-phase", key=("atopid", "phase"), rows=(849, 849), columns=PROVISIONS, ignored=KNOWN)
def phases(raw: Raw) -> pl.LazyFrame:
    """What each phase of an alliance provides for; provisions are empty where no text of the treaty was found.

    Phases of some alliances of Czechoslovakia's successors run at the same time.
    """
    return _read(raw, "atop5_1aph.csv")


@atop.table("alliance", key=("atopid",), rows=(789, 789), columns=ALLIANCE, ignored=KNOWN)
def alliances(raw: Raw) -> pl.LazyFrame:
    """Each alliance with what any of its members ever promised, by date of signature."""
    return _read(raw, "atop5_1a.csv")


def _read(raw: Raw, name: str) -> pl.LazyFrame:
    """The publisher's rows, where 0 stands for no date and for no state, and 0 and 1 for no and yes."""
    rows = pl.scan_csv(raw.path(name), infer_schema=False)
    found = rows.collect_schema().names()
    dates, flags = (pl.col([name for name in found if name in some]) for some in (ZERO_IS_NONE, YES_OR_NO))
    return rows.with_columns(dates.replace({"0": None}), flags.replace_strict(["0", "1"], [False, True]))
