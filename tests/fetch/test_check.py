"""A check believes nothing: originals are hashed, tables are hashed and held against what they promise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from _loopback import CONTENT, OTHER, Declare, declare, fetch, original

import foedus
from foedus import cli
from foedus.errors import BrokenContract
from foedus.reports.verification import Checked
from foedus.warehouse import build, open_warehouse, verify
from foedus.warehouse._store import LEDGER

__all__ = ["declare"]


@pytest.fixture
def folder(declare: Declare, tmp_path: Path) -> Path:
    """A data folder in which all is well."""
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "toy.csv").write_bytes(CONTENT)
    fetch("toy", place=str(tmp_path / "toy.csv"))
    build()
    return tmp_path / "data"


def stored(folder: Path) -> Path:
    return folder / "build" / open_warehouse().entries["toy.cells"].file


def findings() -> list[tuple[str, str, str]]:
    return [(one.about, one.standing, one.finding) for one in verify().findings]


def test_where_all_is_well_nothing_is_found(folder: Path) -> None:
    found = verify()
    assert (found.originals, found.tables, found.findings) == (1, 1, ())
    assert foedus.check().data.is_empty()
    assert foedus.check().complaint is None


def test_an_original_that_changed_is_broken(folder: Path) -> None:
    original("toy", "toy.csv").write_bytes(OTHER)
    assert findings() == [("toy/toy.csv", "broken", "is neither the verified copy nor the one that was built from")]
    assert verify().findings[0].remedy == "foedus fetch toy --from PATH"


def test_a_copy_that_was_taken_all_the_same_is_a_note(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "toy.csv").write_bytes(OTHER)
    fetch("toy", place=str(tmp_path / "toy.csv"), unverified=True)
    build()
    assert [standing for _, standing, _ in findings()] == ["note"]
    assert foedus.check().complaint is None


def test_an_original_that_is_gone_is_a_note(folder: Path) -> None:
    original("toy", "toy.csv").unlink()
    assert findings() == [("toy", "note", "lacks toy.csv: its tables go with the next build")]


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_flip, "its file is not the one that was written"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "its file is not the one that was written"),
        (lambda path: pl.read_parquet(path).head(3).write_parquet(path), "its file is not the one that was written"),
        (Path.unlink, "its file is gone"),
    ],
    ids=["a bit", "the last byte", "another table", "gone"],
)
def test_a_table_that_was_harmed_is_broken_and_a_build_mends_it(
    folder: Path, harm: Callable[[Path], object], said: str
) -> None:
    harm(stored(folder))
    assert findings() == [("toy.cells", "broken", said)]
    assert verify().findings[0].remedy == "foedus build"
    assert build().made == ("toy.cells",)
    assert findings() == []


def test_a_table_that_breaks_its_promise_is_broken_though_the_ledger_has_its_hash(folder: Path) -> None:
    from foedus.warehouse._paths import sha256

    path, ledger = stored(folder), folder / "build" / LEDGER
    pl.read_parquet(path).with_columns(toy_edition=pl.lit(None, pl.Int32)).write_parquet(path)
    told = json.loads(ledger.read_text(encoding="utf-8"))
    told["tables"][0]["content"] = sha256(path)
    ledger.write_text(json.dumps(told), encoding="utf-8")
    ((about, standing, finding),) = findings()
    assert (about, standing) == ("toy.cells", "broken")
    assert "cells of toy_edition that are not filled" in finding


def test_a_ledger_with_other_rows_is_broken(folder: Path) -> None:
    ledger = folder / "build" / LEDGER
    told = json.loads(ledger.read_text(encoding="utf-8"))
    told["tables"][0]["rows"] = 7
    ledger.write_text(json.dumps(told), encoding="utf-8")
    assert findings() == [("toy.cells", "broken", "has 20,000 rows, not 7")]


def test_tables_of_older_code_are_a_note(folder: Path, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, subject="another")
    assert findings() == [("toy.cells", "note", "was made by another version of its source's code")]


def test_the_command_shows_the_table_and_ends_with_exit_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main(["check"])
    assert "1 originals and 1 tables were looked at: 0 broken, 0 to note." in capsys.readouterr().out
    stored(folder).unlink()
    original("toy", "toy.csv").write_bytes(OTHER)
    with pytest.raises(SystemExit, match=r"^2$"):
        cli.main(["check"])
    shown, said = capsys.readouterr()
    assert "its file is gone" in shown
    assert said == "toy.cells its file is gone (and 1 more). What now: foedus build\n"


def test_the_result_has_its_forms(folder: Path) -> None:
    stored(folder).unlink()
    result = foedus.check()
    assert isinstance(result, Checked)
    assert isinstance(result.complaint, BrokenContract)
    assert json.loads(result.to("json"))["findings"][0]["about"] == "toy.cells"
    assert "| toy.cells | broken | its file is gone | foedus build |" in result.to("md")
    assert result.data.rows() == [("toy.cells", "broken", "its file is gone", "foedus build")]
