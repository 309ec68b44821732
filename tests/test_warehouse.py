"""From a publisher's file to a table that can be trusted, whatever is handed over and whenever it is interrupted."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from foedus import sources
from foedus.errors import BadFile, BadOption, BrokenContract, CannotWrite, FoedusError, NotBuilt, UnknownName
from foedus.warehouse import build, fetch, open_warehouse, removed
from foedus.warehouse._paths import sha256
from foedus.warehouse._store import LEDGER, PREVIOUS

TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
ROWS = 400
DECLARATION = '''
"""An invented dataset for tests: every cell of a file holds the number of its edition."""
import polars as pl
from foedus.declare import Column, File, Source
{id} = Source(id="{id}", title="Toy {id}", version="1", subject="tests", citation="Nobody (1900)", licence="none",
    homepage="https://example.org", files=(File("{id}.csv", sha256="{sha256}", how="Ask nobody for {id}.csv."),))
COLUMNS = [Column("{id}_edition", pl.Int32, "Number of the edition", required=True)]
def parsed(raw):
    return pl.scan_csv(raw.path("{id}.csv"), infer_schema=False)
@{id}.table("state-year", rows=({rows}, {rows}), columns=COLUMNS)
def first(raw):
    return parsed(raw)
@{id}.table("state-year", rows=({rows}, {rows}), columns=COLUMNS)
def second(raw):
    return parsed(raw)
'''


def _edition(name: str, number: int, *, rows: int = ROWS) -> str:
    return "".join((f"ccode,year,{name}_edition\n", *(f"{row},1900,{number}\n" for row in range(rows))))


@pytest.fixture
def publisher(tmp_path: Path) -> Path:
    """A folder with edition 1 of two invented datasets, under names of the user's own."""
    folder = tmp_path / "handed over" / "deep"
    folder.mkdir(parents=True)
    (folder / "my copy.txt").write_text(_edition("toy", 1), encoding="utf-8")
    (folder / "OTHER (2).CSV").write_text(_edition("other", 1), encoding="utf-8")
    (folder / "unrelated.pdf").write_bytes(b"%PDF")
    return tmp_path / "handed over"


@pytest.fixture
def data(tmp_path: Path, publisher: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder, with the two invented datasets as the only ones declared."""
    declared = tmp_path / "declared"
    declared.mkdir()
    for name, copy in (("toy", "my copy.txt"), ("other", "OTHER (2).CSV")):
        text = DECLARATION.format(id=name, sha256=sha256(publisher / "deep" / copy), rows=ROWS)
        (declared / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sources, "__path__", [str(declared)])
    _forget()
    yield tmp_path / "data"
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    sources.ids.cache_clear()
    sources.load.cache_clear()
    for name in ("toy", "other"):
        sys.modules.pop(f"foedus.sources.{name}", None)


def _original(data: Path, name: str, number: int) -> None:
    (data / "original" / name / f"{name}.csv").write_text(_edition(name, number), encoding="utf-8")


TABLES = ("other.first", "other.second", "toy.first", "toy.second")


# Handing files over


def test_files_are_known_by_their_content_whatever_they_are_called(data: Path, publisher: Path) -> None:
    (handed,) = fetch(["toy"], place=publisher)
    assert (handed.taken, handed.absent, handed.unverified) == (("toy.csv",), (), ())
    assert (data / "original/toy/toy.csv").read_text(encoding="utf-8") == _edition("toy", 1)


def test_a_single_file_can_be_handed_over(data: Path, publisher: Path) -> None:
    (handed,) = fetch(["other"], place=publisher / "deep" / "OTHER (2).CSV")
    assert handed.taken == ("other.csv",)


def test_the_right_name_with_other_content_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "toy.csv").write_text(_edition("toy", 2), encoding="utf-8")
    with pytest.raises(BadFile, match="not the content that was verified"):
        fetch(["toy"], place=tmp_path / "toy.csv")
    assert not (data / "original/toy/toy.csv").exists()


def test_other_content_is_taken_on_request_and_the_ledger_says_so(data: Path, publisher: Path, tmp_path: Path) -> None:
    (tmp_path / "toy.csv").write_text(_edition("toy", 2), encoding="utf-8")
    (handed,) = fetch(["toy"], place=tmp_path / "toy.csv", unverified=True)
    assert handed.unverified == ("toy.csv",)
    build()
    assert open_warehouse().entries["toy.first"].unverified == ("toy.csv",)
    fetch(["toy"], place=publisher)
    build()
    assert open_warehouse().entries["toy.first"].unverified == ()


def test_with_all_what_is_absent_is_listed_and_the_rest_taken(data: Path, publisher: Path) -> None:
    (publisher / "deep" / "my copy.txt").unlink()
    handed = {one.source: one for one in fetch([], place=publisher, everything=True)}
    assert handed["other"].taken == ("other.csv",)
    assert handed["toy"].absent == ("toy.csv",)


def test_a_request_that_cannot_be_met_is_a_sentence(data: Path, publisher: Path, tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match=r"Ask nobody for toy\.csv.*foedus fetch toy --from"):
        fetch(["toy"], place=None)
    with pytest.raises(BadFile, match="does not exist"):
        fetch(["toy"], place=tmp_path / "nowhere")
    with pytest.raises(BadFile, match=r"holds no copy of toy\.csv"):
        fetch(["toy"], place=publisher / "deep" / "unrelated.pdf")
    with pytest.raises(UnknownName, match="Did you mean 'toy'"):
        fetch(["toys"], place=publisher)
    with pytest.raises(BadOption, match="other, toy"):
        fetch([], place=publisher)
    with pytest.raises(NotBuilt, match="foedus build"):
        open_warehouse()


# Building


def test_only_what_changed_is_made_anew(data: Path, publisher: Path) -> None:
    fetch(["toy", "other"], place=publisher)
    assert build().made == TABLES
    again = build()
    assert (again.made, again.kept) == ((), TABLES)
    before = open_warehouse()
    _original(data, "toy", 2)
    third = build()
    assert (third.made, third.kept) == (("toy.first", "toy.second"), ("other.first", "other.second"))
    assert third.warehouse.entries["other.first"] == before.entries["other.first"]
    assert third.warehouse.fingerprint != before.fingerprint
    assert third.warehouse.read("toy.first")["toy_edition"].unique().to_list() == [2]


def test_a_reader_of_the_build_before_is_not_disturbed(data: Path, publisher: Path) -> None:
    fetch(["toy"], place=publisher)
    reader = build().warehouse
    _original(data, "toy", 2)
    build()
    assert reader.read("toy.first")["toy_edition"].unique().to_list() == [1]


def test_a_source_that_is_removed_takes_its_tables_along(data: Path, publisher: Path) -> None:
    fetch(["toy", "other"], place=publisher)
    build()
    assert removed(["toy"]) == ["toy"]
    report = build()
    assert report.dropped == ("toy.first", "toy.second")
    assert report.absent == ("toy",)
    assert sorted(open_warehouse().entries) == ["other.first", "other.second"]
    with pytest.raises(NotBuilt, match="foedus fetch toy"):
        open_warehouse().scan("toy.first")
    assert removed(["toy"]) == []


def test_a_table_that_breaks_its_contract_leaves_the_last_good_build(data: Path, publisher: Path) -> None:
    fetch(["toy", "other"], place=publisher)
    good = build().warehouse
    _original(data, "other", 2)
    (data / "original/toy/toy.csv").write_text(_edition("toy", 2, rows=ROWS - 1), encoding="utf-8")
    with pytest.raises(BrokenContract, match=r"toy\.first has 399 rows where 400 to 400"):
        build()
    assert open_warehouse().entries == good.entries
    assert open_warehouse().read("other.first")["other_edition"].unique().to_list() == [1]


def test_an_interruption_at_any_step_leaves_the_last_good_build(data: Path, publisher: Path) -> None:
    fetch(["toy", "other"], place=publisher)
    good = build().warehouse
    _original(data, "toy", 2)
    interrupted = 0
    while not _built_with_interruption_at(interrupted):
        interrupted += 1
        assert open_warehouse().entries == good.entries
        assert all(open_warehouse().read(table)[:, -1].unique().to_list() == [1] for table in TABLES)
    assert interrupted >= 8, "steps: two tables and two ledgers, each written and put in place"
    assert open_warehouse().read("toy.first")["toy_edition"].unique().to_list() == [2]


def _built_with_interruption_at(step: int) -> bool:
    """Build, stopping at the step: a file half written, or written and not put in its place."""
    steps = itertools.count()
    put, table, text = Path.replace, pl.DataFrame.write_parquet, Path.write_text

    def half(path: Path) -> None:
        if next(steps) == step:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            raise KeyboardInterrupt

    def write_parquet(self: pl.DataFrame, path: Path, **options: str) -> None:
        table(self, path, **options)
        half(path)

    def write_text(self: Path, content: str, **options: str) -> None:
        text(self, content, **options)
        half(self)

    def replace(self: Path, target: Path) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt
        put(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pl.DataFrame, "write_parquet", write_parquet)
        patch.setattr(Path, "write_text", write_text)
        patch.setattr(Path, "replace", replace)
        try:
            build()
        except KeyboardInterrupt:
            return False
    return True


# When the disk is not what it should be


def test_a_data_folder_that_cannot_be_written_is_named(
    data: Path, publisher: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "a file" / "data"))
    for request in (build, lambda: fetch(["toy"], place=publisher)):
        with pytest.raises(CannotWrite, match="Choose another place with --out or FOEDUS_DATA") as caught:
            request()
        assert str(tmp_path / "a file") in caught.value.path


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1}', '{"format": 1, "tables": [{"table": "x"}]}'])
def test_a_damaged_ledger_is_a_sentence_with_the_remedy(data: Path, publisher: Path, damage: str) -> None:
    fetch(["toy"], place=publisher)
    build()
    ledger = data / "build" / LEDGER
    ledger.write_text(damage, encoding="utf-8")
    for request in (open_warehouse, build):
        with pytest.raises(BadFile, match=r"is damaged\. Delete it and run: foedus build"):
            request()
    ledger.unlink()
    assert build().made == ("toy.first", "toy.second")


def test_a_ledger_of_bytes_that_are_no_text_is_a_sentence(data: Path, publisher: Path) -> None:
    fetch(["toy"], place=publisher)
    build()
    (data / "build" / LEDGER).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="is damaged"):
        open_warehouse()


def test_a_damaged_table_is_a_sentence_and_not_a_traceback(data: Path, publisher: Path) -> None:
    fetch(["toy"], place=publisher)
    warehouse = build().warehouse
    stored = data / "build" / warehouse.entries["toy.first"].file
    stored.write_bytes(stored.read_bytes()[:100])
    with pytest.raises(FoedusError, match="foedus build"):
        warehouse.read("toy.first")
    stored.unlink()
    with pytest.raises(FoedusError, match="foedus build"):
        warehouse.read("toy.first")
    assert build().warehouse.read("toy.first").height == ROWS


def test_the_build_before_is_kept_beside_the_present_one(data: Path, publisher: Path) -> None:
    fetch(["toy"], place=publisher)
    build()
    _original(data, "toy", 2)
    build()
    assert {PREVIOUS, LEDGER} <= {path.name for path in (data / "build").iterdir()}


@pytest.mark.skipif(not TEST_DATA, reason="FOEDUS_TEST_DATA IS NOT SET: NO REAL FILE WAS FETCHED AND BUILT")
def test_a_real_dataset_is_found_by_its_hash_and_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    monkeypatch.setattr(sources, "ids", lambda: ("cow_nmc",))
    fetch(["cow_nmc"], place=Path(TEST_DATA))
    assert build().made == ("cow_nmc.capabilities",)
    table = open_warehouse().scan("cow_nmc.capabilities").filter(pl.col("ccode") == 2, pl.col("year") == 1816)
    assert table.collect()["milex"].to_list() == [3823.0]
