"""The reference: a page for every indicator and source, the verbs, the errors and the register, from declarations."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from foedus import errors, sources
from foedus.declare import Column, Indicator, Measure, Source, Table
from foedus.errors import FoedusError
from foedus.measures._evaluate import MEMBERS_NEEDED, PAIRS_NEEDED, POWER_NEEDED
from foedus.reports import _formulas as formulas
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.reports._verbs_page import face, verbs_page
from foedus.reports.citation import YEARLY, cited, of_indicator
from foedus.scorecards._compose import weights
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import ITEMS, SHEETS, Sheet, edition
from foedus.sources.register._schema import COMMON, MEANINGS
from foedus.warehouse import write_whole

MARK = "<!-- Made from the declarations in the code. To change this page, change those, and make it anew. -->"
FEW_FILES = 12
FIVE = ("Column", "Type", "Unit", "Meaning", "A missing row means")
OVER = {"all": "all", "not USA": "all but the United States", "from USA": "those from the United States"}
Page = Iterator[str]


def pages() -> dict[str, str]:
    """Every page by its path below the folder of the reference: the same declarations give the same text."""
    made: dict[str, Page] = {"index.md": _index(), "verbs.md": verbs_page(), "errors.md": _errors()}
    made |= {"register.md": _register(), "indicators/index.md": _indicators(), "sources/index.md": _sources()}
    made |= {f"indicators/{one.id}.md": _indicator(one) for one in strategic_partnership.indicators}
    made |= {f"sources/{one.id}.md": _source(one) for one in sources.everything()}
    return {path: _text(made[path]) for path in sorted(made)}


def write(folder: Path) -> list[str]:
    """Write the pages that differ from those on disk, delete those that nothing makes any more; what was touched."""
    made, touched = pages(), []
    for path, text in made.items():
        there = folder / path
        if not there.is_file() or there.read_text(encoding="utf-8") != text:
            write_whole(there, text)
            touched.append(path)
    for path in sorted(orphans(folder, made)):
        (folder / path).unlink()
        touched.append(path)
    return touched


def orphans(folder: Path, made: Iterable[str]) -> set[str]:
    """Pages on disk that were made from a declaration and are no longer; a page written by hand is none."""
    marked = (path for path in folder.rglob("*.md") if path.read_text(encoding="utf-8").startswith(MARK))
    return {path.relative_to(folder).as_posix() for path in marked} - set(made)


def _text(page: Page) -> str:
    lines = "\n".join(line.rstrip() for line in (MARK, "", *page)).strip()
    return re.sub(r"\n{3,}(?!def )", "\n\n", lines) + "\n"


def _facts(said: Mapping[str, str]) -> Page:
    yield from ("", "| | |", "|---|---|")
    yield from (f"| {name} | {text} |" for name, text in said.items() if text)


def _link(text: str, path: str) -> str:
    return f"[{md.escaped(text)}]({path})"


def _index() -> Page:
    shown, scored = strategic_partnership.indicators, [i for i in strategic_partnership.indicators if i.scored]
    yield from ("# Reference", "", "Made from the declarations in the code; nothing here is kept by hand.", "")
    yield f"- [Indicators](indicators/index.md): {len(shown)}, of which {len(scored)} are scored"
    yield f"- [Sources](sources/index.md): {len(sources.ids())}, with their files, tables and columns"
    yield f"- [Register](register.md): {len(SHEETS)} tables, their columns and vocabularies"
    yield "- [Verbs](verbs.md): every public call, in Python and on the command line"
    yield "- [Errors](errors.md): what can go wrong, and the exit codes"


# Indicators


def _indicators() -> Page:
    yield from ("# Indicators", "")
    yield f"By pillar of the scorecard {md.escaped(strategic_partnership.title)}. Core indicators with goalposts are "
    yield "scored; context and contested ones, and those outside the core set, are shown."
    for pillar in strategic_partnership.pillars:
        yield from md.heading(2, pillar.title)
        yield from (md.escaped(pillar.empty), "") if pillar.empty else ()
        rows = (
            (_link(i.id, f"{i.id}.md"), md.escaped(i.title), i.stage, _headline(i), md.escaped(_unit(i)),
             "yes" if i.core else "no") for i in pillar.indicators
        )  # fmt: skip
        yield from md.table(("Id", "Title", "Stage", "Headline", "Unit", "Core"), rows)


def _headline(one: Indicator) -> str:
    return words.HEADLINES[one.headline] if one.headline else "shown, not scored"


def _unit(one: Indicator) -> str:
    return one.measure.value_unit if one.measure else "goalpost ranges per ten years" if one.scored else ""


def _indicator(one: Indicator) -> Page:
    pillar = next(pillar for pillar in strategic_partnership.pillars if pillar.id == one.pillar)
    yield f"# {md.escaped(one.id)} {md.escaped(one.title)}"
    yield from ("", f"Pillar: {md.escaped(pillar.title)}. [All indicators](index.md)", "")
    if one.measure is not None:
        yield from map(md.escaped, one.measure.doc.split("\n"))
    else:
        yield "Computed from the other scored indicators." if one.scored else "Not computed."
    yield from _facts(_reading(one) | _reach(one))
    yield from (*md.heading(2, "Caveat"), md.escaped(one.caveat)) if one.caveat else ()
    for place, measure in enumerate(one.measures):
        yield from md.heading(2, f"Fallback {place}" if place else "Formula")
        yield from (*map(md.escaped, measure.doc.split("\n")), "", md.escaped(measure.citation), "") if place else ()
        yield from _formula(measure)
    found = [source for measure in one.measures for source in formulas.behind(measure)]
    every = sorted({*found, *of_indicator(one)}) if one.measures or one.scored else []
    yield from md.heading(2, "Sources") if every else ()
    yield from (f"- {_link(s, f'../sources/{s}.md')}: {md.escaped(cited([s], 'text'))}" for s in every)


def _reading(one: Indicator) -> dict[str, str]:
    """How a value is read: unit, direction, goalposts, stage and weight."""
    nominal = dict(weights(strategic_partnership).select("indicator", "weight").iter_rows())
    posts = "" if one.worst is None or one.best is None else f"{one.worst:g} to {one.best:g}"
    return {
        "Unit": md.escaped(_unit(one)), "Polarity": _polarity(one),
        "From worst to best": posts + (", on a log scale" if one.log else ""),
        "Reason for these goalposts": md.escaped(words.sentence(one.because)), "Stage": one.stage,
        "Headline": _headline(one),
        "Weight in the headline": f"{100 * nominal[one.id]:.1f}% where everything applies" if one.scored else "",
        "Core": "yes" if one.core else "no: shown, not scored",
    }  # fmt: skip


def _polarity(one: Indicator) -> str:
    if one.contested:
        return "contested: whether more is better is not agreed, so it is not scored"
    if one.stage == "context" or one.worst is None or one.best is None:
        return "none, so it is not scored"
    better = "more" if one.best > one.worst else "less"
    return f"{better} is less risk; of the score, 100 is most risk" if one.stage == "risk" else f"{better} is better"


def _reach(one: Indicator) -> dict[str, str]:
    """Which rows a value is made from, for whom, how long it is carried, and what it needs."""
    measure = one.measure
    said = {"Needs": md.escaped(one.needs)}
    if measure is None:
        return said
    carried = "as long as the partnership is in force" if one.max_age is None else "at most " + words.counted(
        one.max_age, "year"
    )  # fmt: skip
    whole = "all rows together" if measure.aggregates else f"{one.across} of a value for each row"
    return {
        "A row is a": measure.unit, "Across rows": whole, "Over": "" if one.over == "all" else OVER[one.over],
        "Known where": md.escaped(_enough(one, measure)),
        "Applies": _applies(one),
        "A value is carried": "never" if one.max_age == 0 else carried,
        "Fallbacks": ", ".join(md.code(other.name) for other in one.fallbacks), **said,
        "Reference": md.escaped(measure.citation),
    }  # fmt: skip


def _applies(one: Indicator) -> str:
    found = formulas.of_partnership(one.applies) if one.applies else None
    if one.applies is None or found is None:
        return "everywhere"
    homes, said = found
    tables = f", from {', '.join(map(_table_link, homes))}" if homes else ""
    return f"where {md.code(one.applies)} is known{tables}: {md.escaped(said)}"


def _enough(one: Indicator, measure: Measure) -> str:
    if one.any_rows:
        return "any row is known"
    if measure.unit == "member-year":
        return f"{MEMBERS_NEEDED:.0%} of members are known, or members with {POWER_NEEDED:.0%} of capabilities"
    if measure.unit in {"pair-year", "directed-pair-year"}:
        return f"{MEMBERS_NEEDED:.0%} of pairs are known, and at least {PAIRS_NEEDED} of them or all"
    return "one row is known"


def _formula(measure: Measure) -> Page:
    """The formula as it is computed, and where its columns come from."""
    place = measure.formula.__module__.removeprefix("foedus.").replace(".", "/")
    yield f"{md.code(measure.name)} in {md.code(f'{place}.py')}, over each {measure.unit} in which all its columns "
    yield from ("are known.", "", "```python", formulas.written(measure), "```", "")
    yield from md.table(("Column", "From", "What it is"), (_row(name, measure) for name in measure.columns))


def _row(name: str, measure: Measure) -> tuple[str, str, str]:
    homes, said = formulas.home(name, measure)
    return md.code(name), ", ".join(map(_table_link, homes)) or "membership", md.escaped(said)


def _table_link(table: str) -> str:
    return _link(table, f"../sources/{table.partition('.')[0]}.md")


# Sources


def _sources() -> Page:
    yield from ("# Sources", "", "What is in the box needs no file. The others are handed over: see how on each page.")
    for subject in sorted({one.subject for one in sources.everything()}):
        mine = [one for one in sources.everything() if one.subject == subject]
        rows = ((_link(o.id, f"{o.id}.md"), md.escaped(o.title), md.escaped(o.version), _years(o.tables),
                 "in the box" if o.in_the_box else "to be handed over") for o in mine)  # fmt: skip
        yield from md.heading(2, words.capital(subject))
        yield from md.table(("Id", "Title", "Version", "Years", "Where"), rows)


def _source(one: Source) -> Page:
    yield from (f"# {md.escaped(one.title)}", "", f"Source {md.code(one.id)}. [All sources](index.md)")
    yield from _facts({
        "Version": md.escaped(one.version), "Subject": md.escaped(one.subject), "Years": _years(one.tables),
        "Cite as": md.escaped(one.citation), "License": md.escaped(one.licence),
        "Homepage": md.link(one.homepage, one.homepage),
    })  # fmt: skip
    yield from md.heading(2, "How to get the files")
    yield from _files(one)
    yield from md.heading(2, "Tables")
    if one.id == "register":
        yield "See [the register](../register.md)."
    else:
        yield from (line for table in one.tables for line in _table(table))
    using = [
        i for i in strategic_partnership.indicators if one.id in [s for m in i.measures for s in formulas.behind(m)]
    ]
    yield from md.heading(2, "Indicators made from it")
    yield from (f"- {_link(f'{i.id} {i.title}', f'../indicators/{i.id}.md')}" for i in using)
    yield from () if using else ("None.",)


def _files(one: Source) -> Page:
    if one.in_the_box:
        yield "It is in the box; nothing needs fetching."
        return
    if one.bring_your_own:
        yield from (f"Bring your own copy: {md.escaped(one.bring_your_own)}.", "")
    for how in dict.fromkeys(file.how for file in one.files):
        mine = [file for file in one.files if file.how == how]
        yield from (md.escaped(how), "")
        if len(mine) > FEW_FILES:
            first, last = md.code(mine[0].name), md.code(mine[-1].name)
            listed = md.code(f"sources/{one.id}.sha256")
            yield from (f"{len(mine)} files, from {first} to {last}; their SHA-256 are listed in {listed}.", "")
        else:
            hashed = ((md.code(f.name), md.code(f.sha256) if f.sha256 else "told by its content") for f in mine)
            yield from md.table(("File", "SHA-256 of the copy verified"), hashed)
            yield ""
    yield from ("```console", f"foedus fetch {one.id} --from FOLDER", "foedus build", "```")


def _table(table: Table) -> Page:
    yield from md.heading(3, table.id)
    yield from map(md.escaped, table.doc.split("\n"))
    low, high = table.rows
    years = f"; years {_years([table])}" if table.years else ""
    counted = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    yield from ("", f"A row is a {table.unit}; key {', '.join(map(md.code, table.key))}{years}; {counted} rows.", "")
    shown = FIVE if table.unit in YEARLY else FIVE[:4]
    yield from md.table(shown, (_column(one)[: len(shown)] for one in table.columns)) if table.columns else ()
    if table.ignored:
        yield from ("", f"Left out: {', '.join(map(md.code, sorted(table.ignored)))}.")
    yield from ("", "Corrections of the publisher's errors:", "") if table.corrections else ()
    for one in table.corrections:
        told = words.counted(one.expect, "row")
        said = f"set to {one.value!r} in {told}. {words.sentence(one.reason)} Reported: {one.reported}."
        yield f"- {md.code(one.column)} {md.escaped(said)}"


def _column(one: Column) -> tuple[str, ...]:
    limits = [f"{one.within[0]:g} to {one.within[1]:g}"] if one.within else []
    limits += [f"one of {', '.join(filter(None, one.choices))}"] if one.choices else []
    limits += ["always given"] if one.required else []
    meaning = one.meaning + (f" ({'; '.join(limits)})" if limits else "")
    absent = "unknown" if one.absent is None else f"{one.absent:g}"
    return md.code(one.name), str(one.dtype), md.escaped(one.unit), md.escaped(meaning), absent


def _years(some: Iterable[Table]) -> str:
    known = [table.years for table in some if table.years]
    return f"{min(first for first, _ in known)} to {max(last for _, last in known)}" if known else ""


# Register, verbs and errors


def _register() -> Page:
    said = edition()
    yield from ("# Register", "", f"Edition {md.escaped(said.version)}, complete through {said.complete_through}. CSV ")
    yield "files, a fact a row, each with its source. How to add one: "
    yield "[add a fact to the register](../howto/add-a-fact-to-the-register.md)."
    yield from md.heading(2, "Columns of every table but the sources")
    yield from md.table(("Column", "Meaning"), ((md.code(n), md.escaped(MEANINGS[n])) for n in COMMON.split()))
    for sheet in SHEETS:
        yield from md.heading(2, sheet.name)
        yield from (f"{md.escaped(sheet.title)}. Key: {', '.join(map(md.code, sheet.key))}.", "")
        own = [name for name in sheet.names if sheet.name == "sources" or name not in COMMON.split()]
        yield from md.table(("Column", "Type", "Meaning", "Values"), (_cell(sheet, name) for name in own))
    yield from (*md.heading(2, "Items of figures"), "The vocabulary of `figures.item`, and the unit of each.", "")
    yield from md.table(("Item", "Unit"), ((md.code(item), md.escaped(unit)) for item, unit in sorted(ITEMS.items())))


def _cell(sheet: Sheet, name: str) -> tuple[str, ...]:
    meaning = MEANINGS.get(name, words.capital(words.phrase(name)))
    values = [md.code(value) if value else "empty" for value in sheet.choices.get(name, ())]
    always = " (always given)" if name in sheet.key or name in sheet.required else ""
    return md.code(name), "number" if name in sheet.numbers else "text", md.escaped(meaning) + always, ", ".join(values)


def _errors() -> Page:
    cli = face("cli")
    yield from ("# Errors", "", "Every error says what is wrong, where, and what to do now.", "")
    codes = {0: "done", FoedusError.exit_code: "the request cannot be met; one sentence on standard error",
             cli.INTERRUPTED: "interrupted", cli.DEFECT: "a defect of ours"}  # fmt: skip
    yield from md.table(("Exit code", "Meaning"), ((str(code), said) for code, said in codes.items()))
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, FoedusError)]
    for one in classes:
        yield from (*md.heading(2, one.__name__), *map(md.escaped, (inspect.getdoc(one) or "").split("\n")))
        if one is not FoedusError:
            yield from ("", "It reads:", "", "```text", *textwrap.wrap(str(_example(one)), 110), "```")


def _example(one: type[FoedusError]) -> FoedusError:
    """The error with the name of each of its facts in place of the fact."""
    of = list(inspect.signature(one).parameters.values())
    facts = {p.name: (f"<{p.name}>",) if "Sequence" in str(p.annotation) else f"<{p.name}>" for p in of}
    return one(*(facts[p.name] for p in of if p.kind is p.POSITIONAL_OR_KEYWORD),
               **{p.name: facts[p.name] for p in of if p.kind is p.KEYWORD_ONLY})  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Say where to write the pages: python -m foedus.reports.reference docs/reference")
    for page in write(Path(sys.argv[1])):
        print(page)
