"""A build is the same however it is made: one table at a time or several, in one piece or in many."""

from __future__ import annotations

import dataclasses
import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.declare import Source
from foedus.errors import BrokenContract, NotInstalled
from foedus.warehouse import build, open_previous, open_warehouse
from foedus.warehouse._build import Origin, Work, _stored
from foedus.warehouse._store import LEDGER


def _ledger(folder: Path) -> list[dict[str, object]]:
    told = json.loads((folder / "build" / LEDGER).read_text(encoding="utf-8"))
    return [{key: value for key, value in one.items() if key != "built"} for one in told["tables"]]


def test_the_ledger_is_the_same_with_one_and_with_several_at_a_time(
    data: Path, tmp_path: Path, at: Callable[[Path], None]
) -> None:
    told = []
    for workers in (1, 2, 8):
        at(tmp_path / str(workers))
        build(workers=workers)
        told.append(_ledger(tmp_path / str(workers)))
    assert told[0] == told[1] == told[2]
    box = [one for one in _ledger(data) if one["source"] != "derived"]
    assert [one["content"] for one in told[0]] == [one["content"] for one in box]
    assert all(len(str(one["content"])) == 64 for one in told[0])


def test_a_file_does_not_tell_in_how_many_pieces_its_table_came(tmp_path: Path) -> None:
    whole = pl.DataFrame({"a": range(300_000), "b": [float(n % 7) for n in range(300_000)]})
    parts = pl.concat([whole.slice(n * 1000, 1000) for n in range(300)], rechunk=False)
    assert parts.n_chunks() == 300
    origin = Origin(tmp_path, Source("x", "", "", "", "", "", "", ()), {}, "")
    one, other = (_stored(origin, "x.y", frame, mark) for frame, mark in ((whole, "1"), (parts, "2")))
    assert one.content == other.content


def test_only_the_table_whose_file_was_harmed_is_made_anew(
    data: Path, tmp_path: Path, at: Callable[[Path], None]
) -> None:
    """Not only its end is looked at: a bit in the middle is enough."""
    at(Path(shutil.copytree(data, tmp_path / "data")))
    from foedus import build as build_all

    entry = open_warehouse().entries["register.members"]
    path = tmp_path / "data" / "build" / entry.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    report = build_all()
    assert report.made == ("register.members",)
    assert open_warehouse().entries["register.members"].content == entry.content
    assert dataclasses.replace(report.warehouse.entries["register.members"], built=entry.built) == entry
    assert open_previous().entries["register.members"] == entry


# Work


def test_results_come_in_the_order_of_the_tasks_whoever_is_first() -> None:
    gate = threading.Event()
    tasks = [lambda: (gate.wait(5), NotInstalled("slow", "x"))[1], lambda: (gate.set(), NotInstalled("quick", "x"))[1]]
    assert [str(one).split()[0] for one in Work(lambda _: None, 2).all(tasks)] == ["slow", "quick"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_that_fails_is_told_and_no_more_are_begun(workers: int) -> None:
    begun = []

    def task(n: int) -> NotInstalled:
        begun.append(n)
        if n > 1:
            time.sleep(0.002)  # time enough to stop what has not begun
        if n >= 1:
            raise BrokenContract(f"table {n}", "is broken", "Mend it.")
        return NotInstalled("", "")

    with pytest.raises(BrokenContract, match="table 1 is broken"):
        Work(lambda _: None, workers).all([lambda n=n: task(n) for n in range(1000)])
    assert len(begun) < 1000


def test_no_more_are_at_work_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    at_work, most, lock = 0, 0, threading.Lock()

    def task() -> NotInstalled:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        threading.Event().wait(0.01)
        with lock:
            at_work -= 1
        return NotInstalled("", "")

    Work(lambda _: None, 2).all([task] * 20)
    assert most == 2


def test_an_error_travels_whole_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(BrokenContract("a.b", "is broken", "Mend it.")))  # noqa: S301
    assert (str(error), error.table, error.remedy) == ("a.b is broken. Mend it.", "a.b", "Mend it.")
