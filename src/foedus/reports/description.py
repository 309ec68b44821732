"""What a thing is: reference sheets from declarations, states and the register."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import polars as pl

from foedus import sources, states
from foedus.declare import VERSION, Column, Indicator, Measure, Source, StateColumn, Table
from foedus.errors import UnknownName
from foedus.measures import measures, state_columns
from foedus.panels import PanelUnit, units
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.reports.catalog import availability, built_tables, rows_of, years_of
from foedus.reports.citation import (
    YEARLY,
    base_name,
    cited,
    feeding,
    homes,
    indicators,
    made_from,
    of_indicator,
    of_measure,
    tables,
    whittled_by,
)  # fmt: skip
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import ITEMS, edition
from foedus.warehouse import Warehouse, versions

Ready = Callable[[], Warehouse]
SEE = "See: foedus catalog partnership, source, indicator, measure, table, column or unit"


def described(name: str, ready: Ready) -> str:
    """What the name means, in Markdown; of several things of one name all are described.

    The warehouse is asked for only where the name is of nothing declared and of no state.
    """
    asked = name.strip()
    if not asked:
        raise UnknownName("thing", name, hint=SEE)
    found = [list(part) for part in _declared(asked)]
    if not found:
        party = _party(asked)
        found = [list(_state(party))] if party else [list(_partnership(asked, ready()))]
    return "\n\n".join("\n".join(part).strip() for part in found) + "\n"


def _declared(asked: str) -> Iterator[Iterator[str]]:
    """A sheet for every declared thing of that name."""
    beside = sources.table_of(asked) if VERSION in asked and sources.known(asked) else None
    if sources.known(asked.lower()) and not beside:
        yield _source(sources.load(asked if VERSION in asked else asked.lower()))
    if asked in tables() or beside:
        yield _table(beside or tables()[asked], 1)
    if asked.lower() in indicators():
        yield _indicator(indicators()[asked.lower()])
    if asked in measures():
        yield _measure(measures()[asked])
    if asked in units():
        yield _unit(units()[asked])
    if asked in homes() or asked in state_columns() or asked in ITEMS or _key_of(asked):
        yield _column(asked)


def _key_of(name: str) -> list[str]:
    return [table.id for table in tables().values() if name in table.key and table.id not in homes().get(name, ())]


def _party(asked: str) -> str | None:
    try:
        return states.resolve(asked).party
    except UnknownName:
        return None


def suggestions(asked: str, more: Iterable[str] = ()) -> list[str]:
    """The closest names of all kinds of things."""
    names = [*sources.ids(), *tables(), *(one.id for one in indicators().values()), *measures(), *homes(), *units(),
             *state_columns(), *states.parties()["name"], *more]  # fmt: skip
    spelled = {known.lower(): known for known in reversed(names)}
    return [spelled[close] for close in difflib.get_close_matches(asked.lower(), spelled, n=3, cutoff=0.7)]


def _source(one: Source) -> Iterator[str]:
    yield f"# {md.escaped(one.title)}"
    state, command = availability(one, built_tables())
    yield from ("", f"Source {md.code(one.id)}, version {md.escaped(one.version)}, about {md.escaped(one.subject)}.")
    yield from _facts({"Cite as": md.escaped(one.citation), "License": md.escaped(one.licence),
                       "Homepage": md.link(one.homepage, one.homepage), "Years": years_of(one.tables),
                       "Other versions here": md.escaped(", ".join(v.id for v in versions(one.id))),
                       "Bring your own": md.escaped(one.bring_your_own)})  # fmt: skip
    yield f"- **On this machine**: {state}" + (f"; to bring it: {md.code(command)}" if command else "")
    yield from md.heading(2, "Files")
    for file in one.files:
        check = f" (SHA-256 {file.sha256[:12]}…)" if file.sha256 else ""
        where = f" Downloaded from {', '.join(f'<{address}>' for address in file.addresses)}." if file.addresses else ""
        yield f"- {md.code(file.name)}{check}: {md.escaped(file.how)}{where}"
    for table in one.tables:
        yield from ("", *_table(table, 2))


def _table(table: Table, level: int) -> Iterator[str]:
    yield f"{'#' * level} {md.escaped(table.id)}"
    yield from ("", *_prose(table.doc))
    yield from _facts({"A row is a": table.unit, "Key": md.escaped(", ".join(table.key)), "Years": years_of([table]),
                       "Rows expected": rows_of(table) if table.promised else ""})  # fmt: skip
    if table.columns:
        titles = ("Column", "Type", "Unit", "Meaning", "A missing row means")[: 5 if table.unit in YEARLY else 4]
        yield from ("", *md.table(titles, (_column_row(column)[: len(titles)] for column in table.columns)))
    for mended in table.corrections:
        said = f"{mended.column} set to {mended.value} in {mended.expect} rows: {mended.reason} ({mended.reported})"
        yield f"- **Correction**: {md.escaped(said)}"
    for n, rule in enumerate(whittled_by(table.id), 1):
        yield f"- **Of several of a key one is kept, by rule {n}**, {md.code(rule.name)}: {md.escaped(rule.meaning)}"


def _unit(one: PanelUnit) -> Iterator[str]:
    yield from (f"# {md.escaped(one.id)}", "", f"Unit of analysis of panels. {md.escaped(one.meaning)}.")
    yield from _facts({
        "Rows from": ", ".join(map(md.code, one.reads)) or "the membership of states",
        "State system": "Correlates of War, Gleditsch and Ward" + (", or none" if one.outside else ""),
        "Day of the year": "any, first, last or most of them (`--on`)" if one.dated else "",
        "Try": md.code(f"foedus panel {one.id} --years 2000"),
        "Other columns": f"{md.code('foedus catalog column')} says of each what it is a property of",
    })  # fmt: skip
    if one.own:
        yield from md.heading(2, "Columns of its own")
        yield from md.table(("Column", "Meaning"), ((md.code(n), md.escaped(said)) for n, said in one.own))
    elif of_tables := [md.code(f"foedus describe {table}") for table in one.reads if table in tables()]:
        yield from ("", f"Its rows have the columns of their table: {' and '.join(of_tables)}.")


def _column_row(column: Column) -> tuple[str, ...]:
    limits = [f"{column.within[0]:g} to {column.within[1]:g}"] if column.within else []
    limits += [f"one of {', '.join(filter(None, column.choices))}"] if column.choices else []
    limits += ["always given"] if column.required else []
    meaning = column.meaning + (f" ({'; '.join(limits)})" if limits else "")
    absent = "unknown" if column.absent is None else f"{column.absent:g}"
    return (md.escaped(column.name), str(column.dtype), md.escaped(column.unit), md.escaped(meaning), absent)


def _column(name: str) -> Iterator[str]:
    yield from (f"# {md.escaped(name)}", "", "Column.", "")
    for table in (tables()[place] for place in homes().get(name, ())):
        column = next(one for one in table.columns if one.name == name)
        _, dtype, unit, meaning, absent = _column_row(column)
        years = f", {years_of([table])}" if table.years else ""
        missing = f"A row missing inside its years means {absent}. " if table.unit in YEARLY else ""
        yield f"- **{md.escaped(table.id)}** ({table.unit}{years}): {meaning}. Unit: {unit or 'none'}; type {dtype}."
        yield f"  {missing}{md.escaped(' '.join(sources.load(one).citation for one in made_from(table.id)))}"
    if name in state_columns():
        yield from _computed(state_columns()[name])
    if name in ITEMS:
        yield f"- **An item of published figures** in the register, each release kept. Unit: {md.escaped(ITEMS[name])}."
    if keyed := _key_of(name):
        yield f"- Part of the key of {md.escaped(words.listing(keyed))}."
    users = [one.name for one in measures().values() if name in map(base_name, one.columns)]
    if users:
        yield from ("", f"Used by the measures {md.escaped(words.listing(users))}.")


def _computed(column: StateColumn) -> Iterator[str]:
    yield f"- **Computed for each state and year** from {md.escaped(words.listing(column.needs))}."
    yield f"  {md.escaped(column.doc)}"
    yield f"  Unit: {md.escaped(column.unit)}. {md.escaped(column.citation)}"


def _indicator(one: Indicator) -> Iterator[str]:
    pillar = next(pillar for pillar in strategic_partnership.pillars if pillar.id == one.pillar)
    feeds = f"feeds the headline {words.HEADLINES[one.headline]}" if one.headline else "shown, not scored"
    yield f"# {md.escaped(one.id)} {md.escaped(one.title)}"
    yield from ("", f"Indicator of the pillar {md.escaped(pillar.title)}; stage {one.stage}, {feeds}.", "")
    if one.measure:
        yield from _prose(one.measure.doc)
    carried = "as long as the partnership is in force" if one.max_age is None else words.counted(one.max_age, "year")
    yield from _facts({
        "Measure": md.code(one.measure.name) if one.measure else "computed from the other scored indicators",
        "Unit": md.escaped(one.measure.value_unit) if one.measure else "",
        "Polarity": _polarity(one), "Goalposts": md.escaped(_goalposts(one)),
        "Across": f"{one.across} over each {one.measure.unit}" if one.measure else one.across,
        "A value is carried": carried if one.max_age != 0 else "never",
        "Applies where": md.escaped(f"{one.applies} is declared") if one.applies else "everywhere",
        "Coverage": _coverage(of_indicator(one)), "Core": "yes" if one.core else "no",
        "Needs": md.escaped(one.needs), "Caveat": md.escaped(one.caveat),
        "Reference": md.escaped(one.measure.citation) if one.measure else "",
    })  # fmt: skip
    yield from _columns_of(one.measure) if one.measure else ()
    yield from _behind(of_indicator(one))


def _polarity(one: Indicator) -> str:
    if one.contested:
        return "contested: whether more is better is not agreed, so it is not scored"
    if one.stage == "context" or one.worst is None or one.best is None:
        return "none: context, not scored"
    better = "more" if one.best > one.worst else "less"
    return f"{better} is less risk; 100 is most risk" if one.stage == "risk" else f"{better} is better"


def _goalposts(one: Indicator) -> str:
    if one.worst is None or one.best is None:
        return "none"
    scale = ", on a log scale" if one.log else ""
    return f"worst {one.worst:g}, best {one.best:g}{scale}" + (f": {one.because}" if one.because else "")


def _coverage(behind: Iterable[str]) -> str:
    said = {source: years_of(sources.load(source).tables) for source in behind}
    return md.escaped("; ".join(f"{source} {years or 'by its rows'}" for source, years in said.items()))


def _measure(one: Measure) -> Iterator[str]:
    users = [indicator.id for indicator in indicators().values() if indicator.measure is one]
    yield from (f"# {md.escaped(one.name)}", "", "Measure.", "", *_prose(one.doc))
    within = f"{one.within[0]:g} to {one.within[1]:g}" if one.within else "not bounded"
    all_rows = "one value for the partnership" if one.aggregates else "a value for each row"
    yield from _facts({"A row is a": f"{one.unit}; {all_rows}", "Unit": md.escaped(one.value_unit), "Range": within,
                       "Used by": ", ".join(users), "Reference": md.escaped(one.citation)})  # fmt: skip
    yield from _columns_of(one)
    yield from _behind(of_measure(one))


def _columns_of(one: Measure) -> Iterator[str]:
    yield from md.heading(2, "Source columns")
    for column in one.columns:
        places = words.listing(feeding(column)) or f"made for each {one.unit} from the sources below"
        yield f"- {md.code(column)}: {md.escaped(places)}"


def _behind(ids: Sequence[str]) -> Iterator[str]:
    yield from md.heading(2, "Sources")
    yield from (f"- {md.escaped(source)}: {md.escaped(cited([source], 'text'))}" for source in ids)


def _facts(said: Mapping[str, str]) -> Iterator[str]:
    yield from ("", *(f"- **{name}**: {text}" for name, text in said.items() if text))


def _prose(doc: str) -> list[str]:
    return [md.escaped(line) for line in doc.split("\n")]


def _state(party: str) -> Iterator[str]:
    """A party's names, codes and memberships by date, and what it came from and turned into."""
    from foedus.states import _tables

    yield from (f"# {md.escaped(states.name_of(party))}", "", f"State; party {md.code(party)}.")
    yield from md.heading(2, "Names and codes by date")
    columns = {"start": "From", "end": "Until", "name": "Name", "iso3": "ISO 3166", "ccode": "COW", "gwcode": "GW"}
    spells = states.crosswalk().filter(pl.col("party") == party).select(list(columns))
    yield from md.table(list(columns.values()), map(_cells, spells.iter_rows()))
    others = _tables.table("names").filter((pl.col("party") == party) & (pl.col("kind") != "code"))
    called = dict.fromkeys(name for name in others["name"] if name not in set(spells["name"]))
    if called:
        yield from ("", f"Also called {md.escaped(words.listing(called))}.")
    yield from md.heading(2, "Tenures")
    mine = _tables.table("tenures").filter(pl.col("party") == party).sort("start", "system")
    rows = mine.select("system", "code", "start", "end", "microstate", "source", "note").iter_rows()
    yield from md.table(("List", "Code", "From", "Until", "Microstate", "Source", "Note"), map(_cells, rows))
    yield from md.heading(2, "Successions")
    moved = states.successions().filter((pl.col("predecessor") == party) | (pl.col("successor") == party))
    yield from md.bullets(map(_succession, moved.sort("date").iter_rows(named=True)), "None.")
    cited_here = {*mine["source"], *moved["source"]}
    yield from md.heading(2, "Sources")
    listed_here = states.citations().filter(pl.col("id").is_in(list(cited_here))).iter_rows()
    yield from (f"- {md.escaped(key)}: {md.link(text, url or '')}" for key, text, url in listed_here)


def _succession(row: Mapping[str, Any]) -> str:
    """What turned into what, each under the name of its time."""
    from foedus.states import _tables

    days = {"predecessor": row["date"] - timedelta(1), "successor": row["date"]}
    names = [_tables.name_on(row[side], day) for side, day in days.items() if row[side]]
    return f"{row['date']}: {words.phrase(row['kind'])}, {' to '.join(names)} ({row['source']})"


def _cells(row: Sequence[object]) -> list[str]:
    return ["" if cell is None else md.escaped(str(cell)) for cell in row]


def _partnership(asked: str, warehouse: Warehouse) -> Iterator[str]:
    """The entry of a partnership by id, name, alias or instrument; of two states, that of their bilateral one."""
    from foedus.partnerships.resolve import Drawn, bilateral, resolve
    from foedus.reports.register import claimant, entry

    if claimed := claimant(asked, warehouse):
        return entry(claimed, warehouse)
    try:
        found = resolve(warehouse, [asked], year=None)
    except UnknownName as unknown:
        names = warehouse.read("register.partnerships").select("id", "name", "short_name").rows()
        close = [*suggestions(asked, filter(None, (one for row in names for one in row))), *unknown.suggestions]
        raise UnknownName("thing", asked, list(dict.fromkeys(close))[:3], hint=SEE) from unknown
    if not isinstance(found, Drawn):
        return entry(found.id, warehouse)
    binding = bilateral(warehouse, found, edition().complete_through) if found.kind == "dyad" else []
    if not binding:
        hint = "These are states; to see how they stand together, assess them: foedus assess"
        raise UnknownName("partnership", asked, hint=f"{hint} {' '.join(found.parties)}")
    return entry(binding[0], warehouse)
