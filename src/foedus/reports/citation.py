"""How to cite what stands behind a number: sources as text, BibTeX or CSL-JSON, and Foedus itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from foedus import sources
from foedus.declare import VERSION, Indicator, Measure, Source, Table
from foedus.errors import BadOption, UnknownName
from foedus.histories import Rule, histories
from foedus.measures import measures, state_columns
from foedus.measures._columns import base_name as column_behind
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import ITEMS, edition

OURS = "foedus"
FORMS = ("text", "bibtex", "csl")
AUTHORS = "The Foedus authors"
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
ADVERSARY = "adversary_"
YEARLY = {"state-year", "dyad-year", "directed-dyad-year", "leader-year", "leader-dyad-year"}
"""Tables whose columns a measure can name; events and treaties are named by what an indicator says it needs."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation says, in any form."""

    id: str
    kind: str
    author: str
    year: int | None
    title: str
    version: str
    url: str
    text: str


def cited(names: Sequence[str], form: str) -> str:
    """The references of these sources, or of the sources behind these tables, columns, indicators or measures.

    Without names, Foedus itself (`foedus`) and the register's edition.
    """
    if form not in FORMS:
        raise BadOption("--form", form, f"one of {', '.join(FORMS)}")
    if names:
        wanted = dict.fromkeys(source for name in names for source in ([OURS] if name == OURS else behind(name)))
        found = [_of_foedus() if source == OURS else _of_source(sources.load(source)) for source in wanted]
    else:
        found = [_of_foedus(), _of_source(sources.load("register"))]
    if form == "bibtex":
        return "\n\n".join(map(_bibtex, found))
    if form == "csl":
        return json.dumps([_csl(one) for one in found], indent=1, ensure_ascii=False)
    return "\n\n".join(one.text for one in found)


def bibtex(names: Sequence[str], documents: Mapping[str, Mapping[str, str | None]]) -> str:
    """BibTeX of these sources and documents of the register, in their order, and of Foedus itself last."""
    found = []
    for name in names:
        if name in sources.ids():
            found.append(_of_source(sources.load(name)))
        elif name in documents:
            found.append(_of_document(name, documents[name]))
    return "\n\n".join(map(_bibtex, [*found, _of_foedus()]))


def _of_document(name: str, row: Mapping[str, str | None]) -> Reference:
    publisher, title, date, url = (row.get(key) or "" for key in ("publisher", "title", "date", "address"))
    year = int(date[:4]) if date[:4].isdigit() else None
    return Reference(name, "document", publisher, year, title, "", url, f"{publisher}. {title}. {date}".strip())


def behind(name: str) -> tuple[str, ...]:
    """The ids of the sources behind a source, table, column, indicator or measure."""
    asked = name.strip()
    if sources.known(asked.lower()):
        return (asked if VERSION in asked else asked.lower(),)
    if one := indicators().get(asked.lower()):
        return of_indicator(one)
    if asked in measures():
        return of_measure(measures()[asked])
    if asked in tables():
        return _sources_of((asked,))
    if places := origins(asked):
        return _sources_of(places)
    import difflib

    known = [*sources.ids(), *tables(), *measures(), *(i.id for i in indicators().values()), *homes(), *state_columns()]
    close = difflib.get_close_matches(asked, known)
    raise UnknownName("source, table, column or indicator", name, close, hint="See: foedus catalog source")


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its id in lower case."""
    return {one.id.lower(): one for one in strategic_partnership.indicators}


@cache
def tables() -> dict[str, Table]:
    """Every declared table by its id, those made from records too."""
    stored = {table.id: table for source in sources.everything() for table in source.tables}
    return stored | {one.table.id: one.table for one in histories() if not one.compat}


def whittled_by(place: str) -> tuple[Rule, ...]:
    """The rules by which a table keeps one of several events of a year; none for most."""
    return next((one.rules for one in histories() if one.table.id == place), ())


def declared(table_id: str) -> Table:
    """The table of that id, of another version too; an unknown one suggests the closest."""
    if VERSION in table_id:
        return sources.table(table_id)
    if table_id not in tables():
        import difflib

        close = difflib.get_close_matches(table_id, tables())
        raise UnknownName("table", table_id, close, hint="See: foedus catalog table")
    return tables()[table_id]


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """The tables that declare a column, by its name."""
    found: dict[str, tuple[str, ...]] = {}
    for table in tables().values():
        for column in table.columns:
            found[column.name] = (*found.get(column.name, ()), table.id)
    return found


def base_name(name: str) -> str:
    """The column that a measure's name for it is made of: `milex` behind `milex_lag5`, `adversary_milex`, `milex1`."""
    base = column_behind(name.removeprefix(ADVERSARY))
    plain = base[:-1] if base[-1:] in {"1", "2"} else base
    known = {*homes(), *state_columns(), *ITEMS}
    return base if base in known or plain not in known else plain


def origins(name: str) -> tuple[str, ...]:
    """The tables a column comes from: those that declare it, those it is computed from, or published figures."""
    base = base_name(name)
    if base in state_columns():
        return tuple(dict.fromkeys(place for need in state_columns()[base].needs for place in origins(need)))
    return homes().get(base, ("register.figures",) if base in ITEMS else ())


def of_measure(measure: Measure) -> tuple[str, ...]:
    """The sources that a measure's columns come from, and those that indicators of it say they need."""
    places = [place for column in measure.columns for place in feeding(column)]
    needed = " ".join(one.needs for one in indicators().values() if one.measure is measure)
    named = (word for word in re.findall(r"\w+", needed) if word in sources.ids())
    return tuple(dict.fromkeys((*_sources_of(places), *named))) or ("register",)


def feeding(column: str) -> tuple[str, ...]:
    """The tables a measure reads a column from: those with a row for each state or pair and year, and claims."""
    return tuple(p for p in origins(column) if p == "register.figures" or tables()[p].unit in YEARLY)


def of_indicator(indicator: Indicator) -> tuple[str, ...]:
    """The sources behind an indicator; one computed from all others rests on all of theirs."""
    if indicator.measure is not None:
        return of_measure(indicator.measure)
    others = [one for one in indicators().values() if one.measure is not None and one.scored]
    return tuple(dict.fromkeys(source for one in others for source in of_indicator(one)))


def _sources_of(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for place in places for source in made_from(place)))


def made_from(place: str) -> tuple[str, ...]:
    """The sources behind a table: its own, or for a history those of the tables it is made from."""
    made = {one.table.id: one.sources for one in histories()}
    return made.get(place, (place.rpartition(".")[0],))


def _of_source(source: Source) -> Reference:
    """The reference of a source; its author stands before the year or the first full stop of its citation."""
    dated = re.match(r"(?P<author>.+?)\s*\((?P<year>\d{4})", source.citation)
    author = dated["author"].rstrip(" ,.") if dated else re.split(r"(?<=[a-z]{2})\.\s", source.citation)[0]
    years = [dated["year"]] if dated else re.findall(r"\b(?:1[89]|20)\d\d\b", source.citation)
    text = source.citation.rstrip()
    if source.homepage not in text:
        text = f"{text} {source.homepage}"
    year = int(years[-1]) if years else None
    return Reference(source.id, "dataset", author, year, source.title, source.version, source.homepage, text)


def _of_foedus() -> Reference:
    from foedus._version import __version__

    year = int(edition().date[:4])
    title = "Foedus: military strategic partnerships, measured and assessed"
    text = f"{AUTHORS} ({year}). {title}. Version {__version__}."
    return Reference("foedus", "software", AUTHORS, year, title, __version__, "", text)


def _bibtex(one: Reference) -> str:
    fields = {
        "author": f"{{{_latex(one.author)}}}",
        "title": f"{{{_latex(one.title)}}}",
        "year": str(one.year or ""),
        "version": _latex(one.version),
        "url": one.url.replace("{", "%7B").replace("}", "%7D"),
        "note": _latex(one.text),
    }
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{one.id},\n{inside}\n}}"


def _latex(text: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in text)


def _csl(one: Reference) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": one.id, "type": one.kind, "title": one.title, "author": [{"literal": one.author}],
        "version": one.version, "note": one.text,
    }  # fmt: skip
    if one.year:
        entry["issued"] = {"date-parts": [[one.year]]}
    if one.url:
        entry["URL"] = one.url
    return entry
