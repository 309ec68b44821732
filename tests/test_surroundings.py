"""What surrounds a command: its output's width and letters, outputs that are closed or full."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from foedus.cli import main; main()"]
DONE, REFUSED = 0, 2
POSIX = pytest.mark.skipif(os.name == "nt", reason="THIS PLATFORM CLOSES OUTPUTS IN ANOTHER WAY")


def _foedus(folder: Path, *words: str, through: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "FOEDUS_DATA": str(folder), **environment}
    words = (*PROGRAM, *words)
    command = ["sh", "-c", f'"$0" "$@" {through}', *words] if through else list(words)
    return subprocess.run(command, env=env, capture_output=True, check=False)


@pytest.mark.parametrize("columns", ["", "abc", "0", "-5", "1", "9" * 30])
def test_a_width_that_cannot_be_meant_is_none(data: Path, columns: str) -> None:
    run = _foedus(data, "catalog", "unit", COLUMNS=columns)
    assert (run.returncode, run.stderr) == (DONE, b"")
    assert run.stdout.strip()


def test_letters_that_the_output_lacks_are_question_marks(data: Path) -> None:
    run = _foedus(data, "catalog", "source", PYTHONIOENCODING="ascii")
    assert (run.returncode, run.stderr) == (DONE, b"")
    assert b"?" in run.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_a_program_reads_has_the_bytes_of_a_file_whatever_the_output_can_show(data: Path, encoding: str) -> None:
    run = _foedus(data, "catalog", "source", "--to", "csv", PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (DONE, b"")
    assert run.stdout == _foedus(data, "catalog", "source", "--to", "csv", PYTHONIOENCODING="utf-8").stdout
    assert not run.stdout.isascii()


@POSIX
@pytest.mark.parametrize("form", [(), ("--to", "csv")])
def test_a_closed_output_is_a_reader_that_went_away(data: Path, form: tuple[str, ...]) -> None:
    run = _foedus(data, "catalog", "unit", *form, through=">&-")
    assert (run.returncode, run.stderr) == (DONE, b"")


@POSIX
def test_what_is_said_to_a_closed_standard_error_does_not_get_among_the_answer(data: Path) -> None:
    run = _foedus(data, "catalog", "nothing of the kind", through="2>&-")
    assert (run.returncode, run.stdout) == (REFUSED, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="THIS PLATFORM HAS NO DEVICE THAT IS ALWAYS FULL")
@pytest.mark.parametrize(("through", "said"), [(">/dev/full", b"Cannot write the output"), (">/dev/full 2>&1", b"")])
def test_a_full_output_ends_with_exit_2(data: Path, through: str, said: bytes) -> None:
    run = _foedus(data, "catalog", "unit", through=through)
    assert run.returncode == REFUSED
    assert said in run.stderr
