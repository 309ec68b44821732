"""Killed at any moment: what was built opens and reads whole, what came stays, and nobody who reads is disturbed.

A hundred moments drawn from a seed; processes are killed without warning. Small data, so that it takes seconds.
"""

from __future__ import annotations

import itertools
import multiprocessing as mp
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from foedus import sources
from foedus.warehouse import _build, build, fetch, open_warehouse, verify
from foedus.warehouse._paths import sha256, whole_file

ROWS, TABLES = 300, ("other.cells", "toy.cells", "toy.same_cells")
DECLARATION = '''
"""An invented dataset for tests: every cell holds the number of its edition."""
import polars as pl
from foedus.declare import Column, File, Source
{id} = Source(id="{id}", title="Toy", version="1", subject="tests", citation="Nobody (1900)", licence="none",
    homepage="https://example.org", files=(File("{id}.csv", {sha256!r}, "Ask nobody.", {addresses!r}),))
def table(name):
    def parse(raw):
        return pl.scan_csv(raw.path("{id}.csv"), infer_schema=False)
    parse.__name__ = name
    {id}.table("state-year", rows=({rows}, {rows}), columns=[Column("{id}_edition", pl.Int32, "Edition")])(parse)
for name in {names!r}:
    table(name)
'''
forked = pytest.mark.skipif("forkserver" not in mp.get_all_start_methods(), reason="THIS PLATFORM FORKS NO PROCESSES")


def edition(name: str, number: int) -> str:
    return "".join((f"ccode,year,{name}_edition\n", *(f"{row},1900,{number}\n" for row in range(ROWS))))


def declared(tmp_path: Path, name: str, digest: str, names: tuple[str, ...], *addresses: str) -> None:
    (tmp_path / "declared").mkdir(exist_ok=True)
    text = DECLARATION.format(id=name, sha256=digest, addresses=addresses, rows=ROWS, names=names)
    (tmp_path / "declared" / f"{name}.py").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder in which edition 1 of two invented datasets is built."""
    for name, names in (("toy", ("cells", "same_cells")), ("other", ("cells",))):
        (tmp_path / f"{name}.csv").write_text(edition(name, 1), encoding="utf-8")
        declared(tmp_path, name, sha256(tmp_path / f"{name}.csv"), names)
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sources, "__path__", [str(tmp_path / "declared")])
    _forget()
    fetch(["toy", "other"], place=tmp_path)
    build()
    yield tmp_path / "data"
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    sources.ids.cache_clear()
    sources.load.cache_clear()
    for name in ("toy", "other", "big"):
        sys.modules.pop(f"foedus.sources.{name}", None)


def _editions() -> dict[str, int]:
    """The edition that each table of the present build holds, read whole."""
    warehouse = open_warehouse()
    assert tuple(sorted(warehouse.entries)) == TABLES
    found = {}
    for table in TABLES:
        frame = warehouse.read(table)
        assert frame.height == ROWS == warehouse.entries[table].rows
        (found[table],) = frame[:, -1].unique().to_list()
    assert found["toy.cells"] == found["toy.same_cells"], "tables of two builds are mixed"
    return found


def _here(place: Path) -> None:
    """Be in the test's own data folder, with its datasets; for a process of its own."""
    os.environ["FOEDUS_DATA"] = str(place / "data")
    sources.__path__ = [str(place / "declared")]
    _forget()


def _processes() -> mp.context.ForkServerContext:
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["foedus.warehouse", "foedus.warehouse._publishers", "httpx", "pytest"])
    return context


def _build_forever(place: Path, first: int, told: Connection) -> None:
    _here(place)
    told.send("ready")
    for number in itertools.count(first):
        with whole_file(place / "data/original/toy/toy.csv") as part:
            part.write_text(edition("toy", number), encoding="utf-8")
        build()


@forked
def test_a_build_killed_at_eighty_moments_leaves_the_last_one_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes, moments, last = _processes(), random.Random(0), 1  # noqa: S311 - moments to kill at, not secrets
    for _ in range(80):
        heard, told = processes.Pipe(duplex=False)
        builder = processes.Process(target=_build_forever, args=(tmp_path, last + 1, told))
        builder.start()
        assert heard.recv() == "ready"
        time.sleep(moments.uniform(0, 0.12))
        assert builder.is_alive()
        builder.kill()
        builder.join()
        found = _editions()
        assert found["other.cells"] == 1
        assert found["toy.cells"] >= last
        last = found["toy.cells"]
    assert last > 5, "hardly a build was finished: the test shows nothing"
    (folder / "original/toy/toy.csv").write_text(edition("toy", last + 1), encoding="utf-8")
    monkeypatch.setattr(_build, "GRACE", 0)
    build()
    in_use = {entry.file for entry in open_warehouse().entries.values()}
    assert len({path.name for path in (folder / "build").glob("*.parquet")} - in_use) <= len(TABLES)
    assert [one for one in verify().findings if one.standing == "broken"] == []
    assert not list((folder / "build").glob(".*.part"))


def _read_forever(place: Path, told: Connection) -> None:
    _here(place)
    seen = set()
    try:
        while not told.poll():
            seen.add(_editions()["toy.cells"])
    except BaseException as error:
        told.send(f"{type(error).__name__}: {error}")
        raise
    told.send(len(seen))


@forked
def test_several_read_while_one_builds(folder: Path, tmp_path: Path) -> None:
    """Each reader sees whole builds only, and several of them."""
    processes = _processes()
    pipes = [processes.Pipe() for _ in range(3)]
    readers = [processes.Process(target=_read_forever, args=(tmp_path, theirs)) for _, theirs in pipes]
    for reader in readers:
        reader.start()
    for number in range(2, 32):
        (folder / "original/toy/toy.csv").write_text(edition("toy", number), encoding="utf-8")
        build()
    for ours, _ in pipes:
        ours.send("enough")
    seen = [ours.recv() for ours, _ in pipes]
    for reader in readers:
        reader.join(20)
    assert all(isinstance(one, int) for one in seen), seen
    assert max(seen) > 1, "no reader saw two builds: the test shows nothing"
    assert [reader.exitcode for reader in readers] == [0] * 3


BODY = random.Random(1).randbytes(400_000)  # noqa: S311


class Slow(BaseHTTPRequestHandler):
    """Sends the rest of a file in twenty steps."""

    asked = threading.Semaphore(0)

    def do_GET(self) -> None:
        self.asked.release()
        begin = int(self.headers.get("Range", "bytes=0-")[6:-1])
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(BODY) - 1}/{len(BODY)}")
        self.send_header("Content-Length", str(len(BODY) - begin))
        self.end_headers()
        try:
            for place in range(begin, len(BODY), 20_000):
                self.wfile.write(BODY[place : place + 20_000])
                time.sleep(0.005)
        except ConnectionError:
            return

    def log_message(self, *args: object) -> None:
        """Nothing."""


def _fetch_forever(place: Path, told: Connection) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        os.environ.pop(name, None)
    _here(place)
    told.send("ready")
    while True:
        fetch(["big"], place=None)
        (place / "data/original/big/big.csv").unlink()


@forked
def test_a_download_killed_at_twenty_moments_is_never_half_a_file(folder: Path, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    (tmp_path / "big").write_bytes(BODY)
    digest = sha256(tmp_path / "big")
    declared(tmp_path, "big", digest, ("cells",), f"http://127.0.0.1:{server.server_port}/big.csv")
    _forget()
    target, part = folder / "original/big/big.csv", folder / "original/big/.big.csv.download"
    processes, moments, halves = _processes(), random.Random(2), 0  # noqa: S311
    for _ in range(20):
        heard, told = processes.Pipe(duplex=False)
        fetcher = processes.Process(target=_fetch_forever, args=(tmp_path, told))
        fetcher.start()
        assert heard.recv() == "ready"
        if moments.random() < 0.8:  # else before it has even asked
            assert Slow.asked.acquire(timeout=20)
        time.sleep(moments.uniform(0, 0.15))
        assert fetcher.is_alive()
        fetcher.kill()
        fetcher.join()
        if target.exists():
            assert sha256(target) == digest
            target.unlink()
        if part.exists():
            assert part.read_bytes() == BODY[: part.stat().st_size]
            halves += part.stat().st_size < len(BODY)
    assert halves > 3, "hardly a download was broken off: the test shows nothing"
    fetch(["big"], place=None)
    assert sha256(target) == digest
    assert _editions() == {"other.cells": 1, "toy.cells": 1, "toy.same_cells": 1}
    server.shutdown()
    server.server_close()
