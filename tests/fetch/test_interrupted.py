"""An interrupt leaves what came, to be gone on with; the exit code says so, and lines tell of every file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from _loopback import CONTENT, HALF, Asked, Declare, Publisher, declare, fetch, original, publisher, toy, whole

__all__ = ["declare", "publisher"]
PROGRAM = """
import sys
from foedus import sources
sources.__path__ = [sys.argv.pop(1)]
from foedus.cli import main
main()
"""


def _foedus(tmp_path: Path, *words: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", PROGRAM, str(tmp_path / "declared"), *words]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="THIS PLATFORM SENDS NO INTERRUPT TO ONE PROCESS")
def test_an_interrupted_download_exits_130_and_is_resumed(
    publisher: Publisher, declare: Declare, tmp_path: Path
) -> None:
    half_sent, released = threading.Event(), threading.Event()

    def waits(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(len(CONTENT)))
        asked.end_headers()
        asked.wfile.write(CONTENT[:HALF])
        asked.wfile.flush()
        half_sent.set()
        released.wait(20)

    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", waits))
    part = original("toy", ".toy.csv.download")
    with _foedus(tmp_path, "fetch", "toy") as process:
        assert half_sent.wait(20)
        while not part.exists() or part.stat().st_size < HALF:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        released.set()
    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("Interrupted")
    assert "Traceback" not in said
    assert part.read_bytes() == CONTENT[:HALF]
    assert not original("toy", "toy.csv").exists()
    publisher.at("/toy.csv", whole(CONTENT))
    fetch("toy")
    assert publisher.ranges[-1] == f"bytes={HALF}-"
    assert toy() == CONTENT


def test_where_there_is_no_terminal_a_line_tells_of_every_file(
    publisher: Publisher, declare: Declare, tmp_path: Path
) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    declare("lost", {"lost.csv": CONTENT}, publisher.address + "/lost.csv")
    process = _foedus(tmp_path, "fetch", "--all")
    told, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert [line.split(": ")[0] for line in sorted(said.splitlines())] == ["· lost/lost.csv", "· toy/toy.csv"]
    assert "not had, " in said
    assert "has moved or is gone (404)" in said
    assert told.splitlines() == ["lost: 0 files taken; absent: lost.csv", "toy: 1 file taken"]


def test_a_download_that_fails_exits_2_with_the_instruction(
    publisher: Publisher, declare: Declare, tmp_path: Path
) -> None:
    declare("lost", {"lost.csv": CONTENT}, publisher.address + "/lost.csv")
    process = _foedus(tmp_path, "fetch", "lost")
    told, said = process.communicate(timeout=60)
    assert (process.returncode, told) == (2, "")
    assert said.splitlines()[-1].endswith(
        "/lost.csv has moved or is gone (404). Ask nobody for lost.csv. (https://example.org/lost), "
        "then: foedus fetch lost --from PATH"
    )


@pytest.mark.skipif(os.name == "nt", reason="THIS PLATFORM HAS NO PSEUDO-TERMINALS")
def test_on_a_terminal_bars_give_way_to_a_line_per_file(publisher: Publisher, declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/toy.csv", whole(CONTENT)))
    declare("lost", {"lost [1].csv": CONTENT}, publisher.address + "/lost.csv")
    ours, theirs = os.openpty()
    program = [sys.executable, "-c", PROGRAM, str(tmp_path / "declared"), "fetch", "--all"]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "300"}
    process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how a terminal says that nobody writes to it any longer
            break
        if not piece:
            break
        shown += piece
    process.communicate(timeout=60)
    os.close(ours)
    said = shown.decode()
    assert process.returncode == 0, said
    assert "· toy/toy.csv: 249 kB from " in said
    assert "· lost/lost [1].csv: not had, " in said
    assert "Traceback" not in said
