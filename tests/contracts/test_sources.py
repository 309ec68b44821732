"""What every declared dataset must keep: who made it, what its columns mean, and facts that anyone can look up.

A new dataset needs a file in src/foedus/sources and a folder in tests/samples; nothing is added here.
`[[sample]]` facts of its facts.toml are checked against the sample, `[[fact]]` facts against the publisher's
own file, which is looked for by its hash under FOEDUS_TEST_DATA (and against the sample too if `sample = true`).
A fact has a `value`, or `empty = true` where the cell must be empty. `breaks_on` lists words of a workbook whose
change must stop the build; without it the first header of the first sheet is taken. A text whose first line is no
header says `preamble = true`: its columns are changed in tests of its own.

What each user has to bring has no known hash: its real file is looked for by its name and head, and may be absent.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import importlib
import math
import os
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
import pytest

from foedus import sources
from foedus.declare import File, Raw, Source, Table
from foedus.errors import BrokenContract
from foedus.warehouse._brought import brought
from foedus.warehouse._check import checked, parsed
from foedus.warehouse._paths import sha256

SAMPLES = Path(__file__).parents[1] / "samples"
TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
ALL = sources.everything()
FETCHED = [source for source in ALL if not source.in_the_box]
TEXT, STATA, WORKBOOK = {".csv", ".tsv", ".tab", ".txt"}, {".dta"}, {".xlsx"}
Fact = dict[str, Any]

every = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)
every_fetched = pytest.mark.parametrize("source", FETCHED, ids=lambda source: source.id)
with_real_files = pytest.mark.skipif(
    not TEST_DATA, reason="FOEDUS_TEST_DATA IS NOT SET: NO DATASET WAS CHECKED AGAINST ITS REAL FILE"
)


# What a declaration says


@every
def test_a_source_says_who_made_it_and_under_which_terms(source: Source) -> None:
    assert source.id in sources.ids()
    assert all((source.title, source.version, source.subject, source.licence))
    assert len(source.citation) > 40
    assert source.homepage.startswith(("https://", "http://"))
    assert source.tables
    for file in source.files if not source.in_the_box else ():
        assert len(file.how) > 20
        assert bool(file.looks_like) == bool(source.bring_your_own) == (not file.sha256)
        assert file.looks_like or len(file.sha256) == 64


@every
def test_every_table_and_column_is_explained(source: Source) -> None:
    for table in source.tables:
        assert table.doc, f"{table.id} has no docstring"
        assert all(column.meaning for column in table.columns)
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names)), f"{table.id} declares a column twice"
        assert table.rows[0] > 0 or source.in_the_box, f"{table.id} would accept an empty file"


@every
def test_a_dataset_fits_in_150_lines(source: Source) -> None:
    module = Path(importlib.import_module(f"foedus.sources.{source.id}").__file__ or "")
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 150


def test_a_column_of_states_or_pairs_has_one_home() -> None:
    homes: dict[str, list[str]] = {}
    for table in (table for source in ALL for table in source.tables):
        if table.unit in {"state-year", "dyad-year", "directed-dyad-year"}:
            for column in table.columns:
                if column.name not in table.key:
                    homes.setdefault(column.name, []).append(table.id)
    assert {name: tables for name, tables in homes.items() if len(tables) > 1} == {}


# What a sample shows


@every_fetched
def test_a_sample_is_small_and_has_facts(source: Source) -> None:
    for file in source.files:
        sample = _sample(source, file)
        assert sample.is_file(), f"tests/samples/{source.id}/{file.name} is missing"
        assert sample.stat().st_size <= 20_000
        assert sha256(sample) != file.sha256, "the sample is the publisher's own file"
    assert (0 if source.bring_your_own else 3) <= len(_facts(source, real=True)) <= 20
    assert _facts(source, real=False)


@every_fetched
def test_a_sample_keeps_its_contract_and_its_facts_hold(source: Source) -> None:
    frames = _samples(source.id)
    assert all(frame.height for frame in frames.values())
    assert [wrong for fact in _facts(source, real=False) if (wrong := _wrong(frames, fact))] == []


@every_fetched
def test_a_nudged_fact_is_noticed(source: Source) -> None:
    frames = _samples(source.id)
    for fact in _facts(source, real=False):
        assert _wrong(frames, _nudged(fact)), f"{fact} would pass with another value"


@every_fetched
@pytest.mark.parametrize("change", ["renamed", "dropped", "added"])
def test_a_column_that_changes_stops_the_build_by_name(source: Source, change: str, tmp_path: Path) -> None:
    tried = 0
    for file in source.files:
        for word, write in _changes(source, file, change):
            tried += 1
            folder = _copy(source, tmp_path / str(tried), _sample, **{file.name: write})
            message = _first_complaint(source, folder, sample=True)
            assert word in message or "surplus" in message, f"{file.name}, {word} {change}: {message!r}"
    if not tried:
        pytest.skip(f"no {change} column can be written into {', '.join(file.name for file in source.files)}")


@every_fetched
def test_a_sample_cut_short_breaks_the_contract(source: Source, tmp_path: Path) -> None:
    for file in source.files:
        folder = _copy(source, tmp_path / file.name, _sample, **{file.name: _half})
        assert _first_complaint(source, folder, sample=False)


# What the publisher's own files hold


@with_real_files
@every_fetched
def test_the_real_files_keep_the_full_contract_and_all_facts_hold(source: Source, tmp_path: Path) -> None:
    raw = Raw(_copy(source, tmp_path, _real))
    frames = {table.name: checked(table, table.parse(raw)) for table in source.tables}
    facts = _facts(source, real=True)
    assert [wrong for fact in facts if (wrong := _wrong(frames, fact))] == []
    assert all(_wrong(frames, _nudged(fact)) for fact in facts)


@with_real_files
@every_fetched
def test_a_real_file_cut_short_breaks_the_contract(source: Source, tmp_path: Path) -> None:
    for file in source.files:
        folder = _copy(source, tmp_path / file.name, _real, **{file.name: _half})
        assert _first_complaint(source, folder, sample=False), f"half of {file.name} would be accepted"


@every
def test_what_is_in_the_box_keeps_its_contract(source: Source) -> None:
    if source.in_the_box:
        place = Path(importlib.import_module(f"foedus.sources.{source.id}").__file__ or "").parent
        for table in source.tables:
            checked(table, table.parse(Raw(place)))


# Facts


def _facts(source: Source, *, real: bool) -> list[Fact]:
    listed = _listed_facts(source)
    facts: list[Fact] = listed.get("fact", [])
    return facts if real else [*(fact for fact in facts if fact.get("sample")), *listed.get("sample", [])]


def _listed_facts(source: Source) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / source.id / "facts.toml").read_text(encoding="utf-8"))


@functools.cache
def _samples(source_id: str) -> dict[str, pl.DataFrame]:
    raw = Raw(SAMPLES / source_id)
    return {t.name: checked(t.unpromised, t.parse(raw)) for t in sources.load(source_id).tables}


def _wrong(frames: dict[str, pl.DataFrame], fact: Fact) -> str:
    """What is wrong with a fact; nothing if exactly one row is meant and its cell holds the value."""
    frame = frames[fact["table"]]
    rows = frame.filter(pl.col(name) == pl.lit(_as(frame.schema[name], key)) for name, key in fact["where"].items())
    if rows.height != 1:
        return f"{fact['table']} has {rows.height} rows where {fact['where']}"
    found, expected = rows[fact["column"]][0], _as(frame.schema[fact["column"]], fact.get("value"))
    if ("value" in fact) == bool(fact.get("empty")):
        return f"{fact} needs either a value or empty = true"
    same = found == expected
    if isinstance(found, float) and isinstance(expected, (int, float)):
        same = math.isclose(found, expected, rel_tol=1e-6)
    return "" if same else f"{fact['table']}, {fact['where']}: {fact['column']} is {found!r}, not {expected!r}"


def _as(dtype: pl.DataType, value: object) -> object:
    return dt.date.fromisoformat(value) if dtype == pl.Date and isinstance(value, str) else value


def _nudged(fact: Fact) -> Fact:
    value = fact.get("value")
    other: object
    match value:
        case None:
            return {**{name: entry for name, entry in fact.items() if name != "empty"}, "value": 1}
        case bool():
            other = not value
        case int():
            other = value + 1
        case float():
            other = value * 1.0001 + 0.0001
        case dt.date():
            other = value + dt.timedelta(days=1)
        case _:
            other = f"{value[:-1]}{chr(ord(value[-1]) ^ 1)}"
    return {**fact, "value": other}


# Files, whole and spoiled

Write = Callable[[Path], None]
Origin = Callable[[Source, File], Path]


def _copy(source: Source, folder: Path, origin: Origin, **spoil: Write) -> Path:
    """The source's files in a folder; those named in `spoil` are written over."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.files:
        if file.name in spoil:
            (folder / file.name).write_bytes(origin(source, file).read_bytes())
            spoil[file.name](folder / file.name)
        else:
            (folder / file.name).symlink_to(origin(source, file).absolute())
    return folder


def _sample(source: Source, file: File) -> Path:
    return SAMPLES / source.id / file.name


def _real(source: Source, file: File) -> Path:
    """The publisher's file wherever it lies, by hash; those of the same name and folder are tried first."""
    listed = _listed()
    if file.looks_like:
        found = brought(file, {str(path): [path] for path in listed}, alone=False)
        return found[0] if found else pytest.skip(f"NOBODY BROUGHT {source.id}/{file.name}: NOT CHECKED")
    likely = sorted(listed, key=lambda path: (path.name != file.name, source.id not in path.parts))
    for path in likely:
        if path.name == file.name and _hash(path) == file.sha256:
            return path
    for path in likely:
        if _hash(path) == file.sha256:
            return path
    return pytest.fail(f"no file under FOEDUS_TEST_DATA has the hash of {source.id}/{file.name}")


@functools.cache
def _listed() -> list[Path]:
    return sorted(path for path in Path(TEST_DATA).rglob("*") if path.is_file())


_hash = functools.cache(sha256)


def _first_complaint(source: Source, folder: Path, *, sample: bool) -> str:
    """What the first table that breaks says, or nothing; any other error is a defect and is let through."""
    for table in source.tables:
        try:
            parsed(table.unpromised if sample else table, Raw(folder))
        except BrokenContract as broken:
            return str(broken)
    return ""


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _changes(source: Source, file: File, change: str) -> Iterator[tuple[str, Write]]:
    suffix, sample = Path(file.name).suffix.lower(), _sample(source, file)
    if suffix in WORKBOOK and change == "renamed":
        for word in _listed_facts(source).get("breaks_on") or pl.read_excel(sample, engine="calamine").columns[:1]:
            yield word, functools.partial(_change_word, word=word)
    elif suffix in TEXT | STATA and not _listed_facts(source).get("preamble"):
        change_table = _change_text if suffix in TEXT else _change_stata
        names = _header(sample) if suffix in TEXT else _stata(sample).columns
        for name in _telling(names, source.tables, change):
            yield name, functools.partial(change_table, name=name, change=change)


def _telling(names: list[str], tables: list[Table], change: str) -> list[str]:
    """The first, the middle and the last column; for dropping, of the keys, else of those that are not ignored."""
    if change == "dropped":
        keys, ignored = {name for t in tables for name in t.key}, {name for t in tables for name in t.ignored}
        names = [name for name in names if name in keys] or [name for name in names if name not in ignored]
    counts = Counter(names)
    alone = [name for name in names if name and counts[name] == 1]
    return list(dict.fromkeys((alone[0], alone[len(alone) // 2], alone[-1])))


def _delimiter(path: Path) -> str:
    line = path.read_text(encoding="latin-1").splitlines()[0]
    return max(",;\t|", key=line.count)


def _header(path: Path) -> list[str]:
    with path.open(encoding="latin-1", newline="") as opened:
        return next(csv.reader(opened, delimiter=_delimiter(path)))


def _change_text(path: Path, *, name: str, change: str) -> None:
    delimiter = _delimiter(path)
    with path.open(encoding="latin-1", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=delimiter))
    place = rows[0].index(name)
    if change == "renamed":
        rows[0][place] = "surplus"
    elif change == "dropped":
        rows = [row[:place] + row[place + 1 :] for row in rows]
    else:
        rows = [[*row, "1" if n else "surplus"] for n, row in enumerate(rows)]
    with path.open("w", encoding="latin-1", newline="") as opened:
        csv.writer(opened, delimiter=delimiter).writerows(rows)


def _stata(path: Path) -> pl.DataFrame:
    import pyreadstat

    frame: pl.DataFrame = pyreadstat.read_dta(path, output_format="polars")[0]
    return frame


def _change_stata(path: Path, *, name: str, change: str) -> None:
    import pyreadstat

    frame = _stata(path)
    match change:
        case "renamed":
            frame = frame.rename({name: "surplus"})
        case "dropped":
            frame = frame.drop(name)
        case _:
            frame = frame.with_columns(surplus=1)
    pyreadstat.write_dta(frame, str(path))


def _change_word(path: Path, *, word: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text.replace(f">{escape(word)}<", ">surplus<"))
