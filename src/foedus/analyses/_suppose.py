"""What a person supposes: cells by column, party and year, and weights by headline, pillar and indicator."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from foedus.analyses._sketch import Sketch
from foedus.analyses.explanation import WORDS
from foedus.declare import Scorecard
from foedus.errors import BadOption, OutsideCoverage, UnknownName
from foedus.measures import state_columns
from foedus.measures._columns import PANEL, base_name, declared_columns
from foedus.measures._rows import ADVERSARY

CELL = re.compile(r"(?P<column>[A-Za-z_][\w]*)\.(?P<party>[^.=]+)(?:\.(?P<year>\d{4}))?=(?P<value>.+)$")
WEIGHT = re.compile(r"(?P<target>[^=]+)=(?P<factor>.+)$")
MOST = 100.0
SEEN = 10.0
"""A figure may be this many times the largest on record, and no more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A raw figure of one party in one year, as it is and as it is supposed to be."""

    column: str
    party: str
    name: str
    ccode: int | None
    year: int
    before: float | None
    after: float
    unit: str


@dataclass(frozen=True, slots=True)
class Reweighed:
    """Indicators whose weight in their headline is multiplied before weights are made to sum to 1 again."""

    target: str
    factor: float
    indicators: tuple[str, ...]


def cells_of(told: Sequence[str], sketch: Sketch) -> tuple[Cell, ...]:
    """The cells that are to be replaced."""
    found = tuple(_cell(text, sketch) for text in told)
    for at, one in enumerate(found):
        if any((one.column, one.party, one.year) == (o.column, o.party, o.year) for o in found[:at]):
            raise BadOption("--set", told[at], "that cell is set twice")
    return found


def _cell(text: str, sketch: Sketch) -> Cell:
    said = CELL.match(text.strip())
    if not said:
        raise BadOption("--set", text, "write COLUMN.PARTY=VALUE or COLUMN.PARTY.YEAR=VALUE: milex_share_gdp.ESP=2.1")
    column, party = said["column"], said["party"].strip()
    panel = sketch.trail.maker.panel()
    if column in state_columns():
        needs = ", ".join(state_columns()[column].needs)
        raise BadOption("--set", column, f"it is computed from {needs} of all states; set those")
    settable = _settable(sketch)
    if column not in settable:
        close = difflib.get_close_matches(column, settable, 3, 0.6)
        hint = "" if close else f"There are {_some(settable)}."
        raise UnknownName("figure of a member that a score rests on", column, close, hint=hint)
    members = sketch.chosen.members
    who = _member(party, members.filter(pl.col("year") == sketch.year), sketch)
    year = int(said["year"]) if said["year"] else _year(column, who["party"], sketch)
    if not members.filter((pl.col("party") == who["party"]) & (pl.col("year") == year)).height:
        raise OutsideCoverage(f"{who['name']} as a member of {sketch.chosen.name}", year, known="it was none then")
    value = _number(said["value"], "--set", text)
    seen = panel.select(pl.col(column).cast(pl.Float64).alias("value"), "party", "year").drop_nulls("value")
    _possible(column, value, seen, text)
    here = seen.filter((pl.col("party") == who["party"]) & (pl.col("year") == year))["value"]
    origin = declared_columns("state-year").get(column)
    row = members.filter((pl.col("party") == who["party"]) & (pl.col("year") == year)).row(0, named=True)
    if origin is not None and origin.table is not None and row["ccode"] is None:
        raise OutsideCoverage(f"{column} of {who['name']}", year, known="the table has only states with a code")
    unit = origin.unit if origin is not None else _unit(column, sketch)
    return Cell(column, who["party"], who["name"], row["ccode"], year, here[0] if len(here) else None, value, unit)


def _settable(sketch: Sketch) -> list[str]:
    """Columns of a member that some measure of the scorecard names, from a table or from claims."""
    panel = sketch.trail.maker.panel()
    named: set[str] = set()
    for measure in sketch.trail.maker.measures:
        pair = measure.unit in {"pair-year", "directed-pair-year"}
        names = {base_name(name.removeprefix(ADVERSARY)) for name in measure.columns}
        named |= {base_name(n[:-1]) if pair and n[-1:] in "12" else n for n in names}
    needs = {need for name in named if name in state_columns() for need in state_columns()[name].needs}
    return sorted(((named | needs) & set(panel.columns)) - set(state_columns()) - set(PANEL))


def _member(text: str, members: pl.DataFrame, sketch: Sketch) -> dict[str, str]:
    """The member that a code or a name means."""
    wanted = text.casefold()
    for row in members.iter_rows(named=True):
        if wanted in {str(row[key]).casefold() for key in ("party", "iso3", "name") if row[key]}:
            return {"party": row["party"], "name": row["name"]}
    names = {str(row[key]): row["party"] for row in members.iter_rows(named=True) for key in ("party", "name")}
    elsewhere = set(sketch.trail.maker.panel()["party"])
    close = [] if text.upper() in elsewhere else difflib.get_close_matches(text, names, 2, 0.5)
    kind = f"member of {sketch.chosen.name} in {sketch.year}"
    raise UnknownName(kind, text, close, hint="" if close else f"Members: {_some(sorted(set(names.values())))}.")


def _some(names: Sequence[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} others" if len(names) > most else "")


def _year(column: str, party: str, sketch: Sketch) -> int:
    """The year of the cell that the values rest on; else the last one known, else the year asked about."""
    used = {
        row.year_used
        for one in sketch.scorecard.indicators if one.measures
        for row in [sketch.known[one.id]] if row.year_used is not None
        if column in _read(one.measures[row.basis or 0].columns)
    }  # fmt: skip
    if used:
        return max(used)
    panel = sketch.trail.maker.panel().filter((pl.col("party") == party) & (pl.col("year") <= sketch.year))
    years = panel.filter(pl.col(column).is_not_null())["year"]
    return int(years.max()) if len(years) else sketch.year  # type: ignore[arg-type]


def _read(columns: Iterable[str]) -> set[str]:
    """Columns of this year behind a measure's names, those behind computed ones too."""
    plain = {name for name in columns if base_name(name) == name}
    return plain | {need for name in plain if name in state_columns() for need in state_columns()[name].needs}


def _possible(column: str, value: float, seen: pl.DataFrame, text: str) -> None:
    """Refuse a value outside what is declared, or outside what any figure of its kind could be."""
    origin = declared_columns("state-year").get(column)
    within = origin.column.within if origin and origin.column else None
    if within is None and "share" in column:
        within = (0.0, 100.0)
    if within is None and seen.height:
        least, most = float(seen["value"].min() or 0), float(seen["value"].max() or 0)  # type: ignore[arg-type]
        within = (0.0 if least >= 0 else SEEN * least, SEEN * max(most, 0.0))
    if within is not None and not within[0] <= value <= within[1]:
        raise BadOption("--set", text, f"{column} runs from {within[0]:g} to {within[1]:,.6g}")


def _unit(column: str, sketch: Sketch) -> str:
    claimed = sketch.trail.claimed.filter(pl.col("item") == column)["unit"]
    return str(claimed[0]) if len(claimed) else ""


def _number(text: str, option: str, whole: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise BadOption(option, whole, f"{text!r} is no number") from error
    if not math.isfinite(value):
        raise BadOption(option, whole, f"{text!r} is no number")
    return value


def reweighed(told: Sequence[str], scorecard: Scorecard) -> tuple[Reweighed, ...]:
    """The weights that are to be multiplied."""
    return tuple(_weight(text, scorecard) for text in told)


def _weight(text: str, scorecard: Scorecard) -> Reweighed:
    said = WEIGHT.match(text.strip())
    if not said:
        raise BadOption(
            "--weights", text, "write HEADLINE.PILLAR=FACTOR or INDICATOR=FACTOR, such as risk.challenges=2"
        )
    factor = _number(said["factor"], "--weights", text)
    if not 1 / MOST <= factor <= MOST:
        raise BadOption("--weights", text, f"a factor lies between {1 / MOST:g} and {MOST:g}")
    first, dot, rest = said["target"].strip().partition(".")
    headline = WORDS.get(first.casefold())
    if dot and headline is None:
        raise UnknownName("headline", first, difflib.get_close_matches(first, WORDS, 2, 0.5) or sorted(WORDS))
    name = rest if dot else first
    scored = [i for i in scorecard.indicators if i.scored and (not dot or i.headline == headline)]
    pillar = [i.id for i in scored if i.pillar == name]
    exact = [i.id for i in scored if name.casefold() in {i.id.casefold(), *(m.name for m in i.measures)}]
    near = [i.id for i in scored if _like(name, (i.title, *(m.name for m in i.measures[:1])))]
    found = pillar or exact or (near if len(near) == 1 else [])
    if not found:
        known = {i.pillar for i in scored} | {i.id for i in scored} | {i.measures[0].name for i in scored if i.measures}
        close = near or difflib.get_close_matches(name, known, 3, 0.6) or sorted({i.pillar for i in scored})
        where = f"pillar or indicator that feeds {headline}" if dot else "pillar or scored indicator"
        raise UnknownName(where, name, close)
    return Reweighed(said["target"].strip(), factor, tuple(found))


def _like(name: str, texts: Iterable[str]) -> bool:
    """Whether a name opens one of these, as `burden` opens `Burden gap`."""
    plain = name.casefold().replace("_", " ")
    return any(text.casefold().replace("_", " ").startswith(plain) for text in texts)
