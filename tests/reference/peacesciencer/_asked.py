"""What is asked here for each panel of the reference software, and which of our columns is which of its."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

LAST = 2025


@dataclass(frozen=True)
class Ask:
    """A panel as it is asked for."""

    unit: str
    columns: tuple[str, ...] = ()
    years: tuple[int, int] = (1816, LAST)
    system: str = "cow"
    where: tuple[str, ...] = ()
    compat: str = ""


def unchanged(frame: pl.DataFrame) -> pl.DataFrame:
    """Our rows as they are."""
    return frame


@dataclass(frozen=True)
class Expected:
    """Of which panel it is a part, its columns by our names where they differ, and what is done to get its rows."""

    ask: Ask
    names: Mapping[str, str] = field(default_factory=dict)
    published: Callable[[pl.DataFrame], pl.DataFrame] = unchanged


def _named(prefix: str, plain: str, sided: str) -> dict[str, str]:
    """Its names with ours: the same with a prefix, for what is of the pair and what is of a side."""
    both = [f"{name}{side}" for name in sided.split() for side in (1, 2)]
    return {name: f"{prefix}_{name}" for name in (*plain.split(), *both)}


# Disputes and wars of pairs

SIDES = "sidea fatality fatalpre hiact hostlev orig init"
GML = _named("gmlmid", "dispnum fatality hostlev recip mindur maxdur stmon", SIDES)
READINGS = tuple(f"gmlmid_init{side}_{reading}" for reading in ("sidea", "orig") for side in (1, 2))
SPELLS = ("gmlmidspell_py=peace_years(gmlmidongoing)", "gmlmidspell_onset=peace_years(gmlmidonset)")
DISPUTES = Ask("directed-dyad-year", ("gmlmidongoing", "gmlmidonset", *GML.values(), *READINGS, *SPELLS), (1816, 2010))
WAR = _named("cowinter", "resume", "sidea initiator outcome batdeath")
WARS = ("cowinterongoing", "cowinteronset", *WAR.values())
SPELL = "cowinterspell=peace_years(cowinterongoing)"


def _initiated(reading: str) -> dict[str, str]:
    return GML | {f"init{side}": f"gmlmid_init{side}_{reading}" for side in (1, 2)}


# Politically relevant pairs

RELEVANT = ("conttype", "cowmaj", "prd=politically_relevant")
PEACE = "peacesciencer"


def _relevant(unit: str, years: tuple[int, int]) -> Expected:
    return Expected(Ask(unit, RELEVANT, years, where=("politically_relevant",), compat=PEACE))


# State-years with eighteen additions

CAPABILITIES = {name: f"{name}_nmc7" for name in "milex milper irst pec tpop upop cinc".split()}
ESTIMATES = {
    "polity2": "polity2_isard", "v2x_polyarchy": "polyarchy_isard", "mrgdppc": "gdppc_isard", "pwtrgdp": "gdp_isard",
    "sd_mrgdppc": "gdppc_isard_sd", "sd_pwtrgdp": "gdp_isard_sd", "pwtpop": "pop_isard", "sd_pwtpop": "pop_isard_sd",
}  # fmt: skip
PARTICIPATION = {f"gmlmid{what}": f"gmlmid_state_{what}" for what in ("ongoing", "onset", "ongoing_init", "onset_init")}
CIVIL_WAR = _named("cowintra", "warnum warname wartype intnl outcome sideadeaths sidebdeaths", "") | {
    "intrawarnums": "cowintra_warnums", "cw_name": "statename",
}  # fmt: skip
SAME = (
    "euds aeuds land sea cowmaj sum_igo_full sum_igo_associate sum_igo_observer sum_igo_anytype imports exports "
    "leadertransition irregular n_leaders jan1obsid dec31obsid minmindist mincapdist n_ideological n_interventionary "
    "n_positional n_spatial rugged newlmtnest ethfrac ethpol relfrac relpol threat cowintraonset cowintraongoing gwcode"
)
STATES = CAPABILITIES | ESTIMATES | PARTICIPATION | CIVIL_WAR
STATE_SPELLS = (
    "cowintraspell=peace_years(cowintraongoing)", "gmlmidspell=peace_years(gmlmid_state_ongoing)",
    "gmlmidinitspell=peace_years(gmlmid_state_ongoing_init)",
)  # fmt: skip


def _unknown_deaths_as_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Deaths that nobody knows, in a war that there was, are -9 there."""
    deaths = pl.col("cowintra_sideadeaths", "cowintra_sidebdeaths")
    return frame.with_columns(pl.when(pl.col("cowintra_warnum").is_not_null()).then(deaths.fill_null(-9)))


# Rows alone

SPELLED = {437: "Côte d'Ivoire", 271: "Württemberg"}
CREATED = {("cow", True): LAST, ("cow", False): 2016, ("gw", True): LAST, ("gw", False): 2020}
"""By state system and whether it is carried on to the most recent year: the last year."""


def _spelled(frame: pl.DataFrame) -> pl.DataFrame:
    code = pl.col("gwcode")
    return frame.with_columns(
        gwname=pl.coalesce(
            code.replace_strict(SPELLED, default=None, return_dtype=pl.String), pl.col("gwname").cast(pl.String)
        )
    )


def _rows() -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for (system, carried), last in CREATED.items():
        tag, years = f"mry{str(carried)[0]}", (1816, last)
        of_state = ("statename",) if system == "cow" else ("gwname", "microstate")
        of_side = of_state[1:]
        names = {"cw_name": "statename", "gw_name": "gwname"}
        states = Ask("state-year", of_state, years, system)
        for short, each in (("sy", states), ("sd", replace(states, unit="state-day"))):
            found[f"create_{short}_{system}_{tag}"] = Expected(each, names, _spelled if system == "gw" else unchanged)
        for short, unit in (("dir", "directed-dyad-year"), ("nd", "dyad-year")):
            found[f"create_dy_{system}_{short}_{tag}"] = Expected(Ask(unit, of_side, years, system))
    return found


# Leaders

OF_LEADER = ("gender", "leaderage", "yrinoffice")
LAOS = 812


def _without_laos_before_its_independence(frame: pl.DataFrame) -> pl.DataFrame:
    """Laos is on one list from 1953 and on the other from 1954; its leader of 1953 is left out there."""
    codes = [name for name in frame.columns if name.startswith("ccode")]
    laos = pl.any_horizontal(pl.col(name) == LAOS for name in codes) & (pl.col("year") == 1953)
    return frame.filter(~laos).sort(*[name for name in frame.columns if name.startswith("obsid")], "year", *codes)


def _with_a_state_against_itself(frame: pl.DataFrame) -> pl.DataFrame:
    """Two leaders of one state in turn (345 in 2006) whose identifiers begin differently face each other there."""
    one, two = "YUG-2003", "SER-2006"
    split = frame.filter(pl.col("year") == 2006)
    first = {who: split.filter(pl.col("obsid1") == who).head(1) for who in (one, two)}
    second = {who: split.filter(pl.col("obsid2") == who).head(1) for who in (one, two)}
    of_second = [name for name in frame.columns if name.endswith("2")]
    faced = [first[a].with_columns(second[b].select(of_second)) for a, b in ((one, two), (two, one))]
    return _without_laos_before_its_independence(pl.concat([frame, *faced]))


def _with_serbia_a_day_early(frame: pl.DataFrame) -> pl.DataFrame:
    """Laos as above; and the leader of Serbia is counted on the day before Serbia is a state of its own."""
    parted = frame.filter(pl.col("obsid") == "SER-2006").head(1)
    before = parted.with_columns(pl.col("date").dt.offset_by("-1d"))
    laos = (pl.col("ccode") == LAOS) & (pl.col("date").dt.year() == 1953)
    return pl.concat([frame.filter(~laos), before]).sort("obsid", "date", "ccode")


def _leaders(system: str) -> Ask:
    return Ask("leader-year", ("leader", *OF_LEADER), system=system)


def _leader_days(system: str) -> Ask:
    return Ask("leader-day", ("leader", "yrinoffice"), system=system)


PAIRED = tuple(f"{name}{side}" for name in OF_LEADER for side in (1, 2))


def _leader_pairs(system: str) -> Ask:
    return Ask("leader-dyad-year", PAIRED, (1870, 2015), system)


PANELS: dict[str, Expected] = {
    "C_cow_dir_gml": Expected(DISPUTES, GML | {"gmlmidspell_ongoing": "gmlmidspell_py"}),
    "C_gml_init_sidea_orig": Expected(DISPUTES, _initiated("orig")),
    "C_gml_init_sidea_with_joiners": Expected(DISPUTES, _initiated("sidea")),
    "D_cow_dir_wars": Expected(Ask("directed-dyad-year", (*WARS, SPELL), (1816, 2007)), WAR),
    "D_cow_nd_wars": Expected(Ask("dyad-year", WARS), WAR),
    "D_prd_nd": _relevant("dyad-year", (1816, 2010)),
    "D_prd_dir_mry": _relevant("directed-dyad-year", (1816, LAST)),
    "F_sy_cow": Expected(
        Ask("state-year", (*SAME.split(), *STATES.values(), *STATE_SPELLS), compat=PEACE), STATES,
        _unknown_deaths_as_codes,
    ),
    **_rows(),
    "create_ly_gw": Expected(_leaders("gw")),
    "create_ly_cow": Expected(_leaders("cow"), {}, _without_laos_before_its_independence),
    "create_ly_none": Expected(_leaders("none")),
    "create_ld_gw": Expected(_leader_days("gw")),
    "create_ld_cow_shim": Expected(_leader_days("cow"), {}, _with_serbia_a_day_early),
    "create_ld_none": Expected(_leader_days("none")),
    "create_ldy_gw_dir": Expected(_leader_pairs("gw")),
    "create_ldy_cow_dir": Expected(_leader_pairs("cow"), {}, _with_a_state_against_itself),
}  # fmt: skip
