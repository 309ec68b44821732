"""SQL over the built tables: what they hold, one sentence when it cannot be answered, and no way to anything else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.errors import BadFile, BadQuery
from foedus.warehouse import open_warehouse, sql

pytest.importorskip("duckdb", reason="DUCKDB IS NOT INSTALLED: NO SQL WAS RUN")
At = Callable[[Path], None]


def test_a_select_gives_what_the_table_holds(data: Path, at: At) -> None:
    at(data)
    found = foedus.sql("select id, kind from register.partnerships where id = 'nato'")
    assert found.rows() == [("nato", open_warehouse().read("register.partnerships").filter(id="nato")["kind"].item())]


def test_every_built_table_is_there_under_its_name(data: Path, at: At) -> None:
    at(data)
    warehouse = open_warehouse()
    listed = sql("select table_schema || '.' || table_name as name from information_schema.tables", warehouse)
    assert set(listed["name"]) == set(warehouse.entries)
    for table, entry in warehouse.entries.items():
        schema, _, name = table.partition(".")
        counted = sql(f'select count(*) as n from "{schema}"."{name}"', warehouse)  # noqa: S608
        assert counted.item() == entry.rows


def test_tables_can_be_joined_and_numbers_are_numbers(data: Path, at: At) -> None:
    at(data)
    found = foedus.sql(
        "with m as (select partnership, count(*) as n from register.members group by all) "
        "select p.id, m.n from register.partnerships p join m on m.partnership = p.id order by m.n desc, p.id"
    )
    members = open_warehouse().read("register.members")
    assert found["n"].sum() == members.height
    assert found.schema["n"] == pl.Int64


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("selct 1", 'syntax error at or near "selct"'),
        ("select * from no_such.table_of_ours", "does not exist"),
        ("select nonsense from register.partnerships", 'Referenced column "nonsense" not found'),
        ("select cast('x' as int)", "Could not convert string 'x'"),
        ("select 1 as a, 2 as a", "more than one column is called 'a'"),
        ("", "give one SELECT"),
        ("-- nothing", "give one SELECT"),
        ("select 1; select 2", "give one SELECT"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_sentence(data: Path, at: At, query: str, said: str) -> None:
    at(data)
    with pytest.raises(BadQuery) as caught:
        foedus.sql(query)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "create table x as select 1", "drop view register.partnerships", "insert into register.partnerships values (1)",
        "copy (select 1 as a) to '{place}/out.csv'", "copy (select 1 as a) to '{table}' (format parquet)",
        "export database '{place}/out'", "attach '{place}/out.db'", "install httpfs", "load httpfs",
        "set enable_external_access = true", "pragma database_list", "call pragma_version()", "vacuum",
        "select * from read_csv('{secret}')", "select * from read_text('{secret}')", "select * from '{secret}'",
        "select * from read_blob('{secret}')", "select * from glob('{place}/*')", "select * from secret",
        "select * from read_parquet('{place}/*.parquet')", "select getenv('HOME')",
    ],
)  # fmt: skip
def test_nothing_can_be_written_and_no_other_file_read(data: Path, at: At, tmp_path: Path, query: str) -> None:
    at(data)
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "x.parquet")
    secret = pl.DataFrame({"a": [1]})
    warehouse = open_warehouse()
    table = data / "build" / warehouse.entries["register.partnerships"].file
    before, there = table.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(BadQuery):
        sql(query.format(place=tmp_path, secret=tmp_path / "secret.csv", table=table), warehouse)
    assert secret.height == 1
    assert (table.read_bytes(), sorted(tmp_path.iterdir())) == (before, there)


def test_types_that_a_frame_has_none_for_are_text(data: Path, at: At) -> None:
    at(data)
    found = foedus.sql("select interval 2 day as a, [1, 2] as b, 1::hugeint as c, '101'::bit as d, null as e")
    assert found.select("a", "d").row(0) == ("2 days", "101")
    assert found["b"].to_list() == [[1, 2]]
    assert found["c"].item() == 1


def test_a_damaged_table_is_told_with_the_remedy(data: Path, at: At, tmp_path: Path) -> None:
    import shutil

    at(Path(shutil.copytree(data, tmp_path / "data")))
    warehouse = open_warehouse()
    (warehouse.folder / warehouse.entries["register.members"].file).write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(BadFile, match=r"is damaged\. Make it anew with: foedus build"):
        sql("select 1", warehouse)


@pytest.mark.skipif(os.name == "nt", reason="THIS PLATFORM SENDS NO INTERRUPT TO ONE PROCESS")
def test_an_interrupt_ends_a_long_query(data: Path) -> None:
    query = "select count(*) from range(100000000) a, range(1000000) b where hash(a.range + b.range) % 7 = 1"
    code = f"print('begun', flush=True); from foedus.cli import main; main(['sql', {query!r}])"
    env = {**os.environ, "FOEDUS_DATA": str(data)}
    with subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        try:
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130, said
    assert said.splitlines()[-1].startswith("Interrupted")
