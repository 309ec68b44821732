"""The commands, as a person meets them: what they answer, and one line with an exit code when they cannot."""

from __future__ import annotations

import inspect
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import foedus
from conftest import Assess
from foedus import cli, verbs
from foedus.verbs._meanings import MEANINGS, meaning
from foedus.warehouse import open_warehouse
from foedus.warehouse._store import LEDGER

PROGRAM = [sys.executable, "-c", "from foedus.cli import main; main()"]
DONE, DEFECT, REFUSED, INTERRUPTED = 0, 1, 2, 130
Run = subprocess.CompletedProcess[str]


def _foedus(folder: Path, *words: str) -> Run:
    return subprocess.run([*PROGRAM, *words], env=_env(folder), capture_output=True, text=True, check=False)


def _env(folder: Path) -> dict[str, str]:
    return {**os.environ, "FOEDUS_DATA": str(folder), "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}


def _refused(run: Run) -> str:
    """The one line of a request that cannot be met."""
    assert "Traceback" not in run.stderr, run.stderr
    assert run.returncode == REFUSED, run.stderr
    assert run.stdout == ""
    lines = [line for line in run.stderr.splitlines() if not line.startswith("· ")]
    assert len(lines) == 1, run.stderr
    assert len(lines[0]) > 20
    return lines[0]


def _command(verb: Callable[..., object]) -> str:
    """The same words: a command has a dash where Python has an underscore."""
    return verb.__name__.replace("_", "-")


# Verbs and commands


def test_verbs_and_commands_have_the_same_names() -> None:
    commands = {name for name in cli._commands() if not name.startswith("-")}
    assert cli._commands() is not None, "the program can be called twice in one process"
    assert commands == {_command(verb) for verb in verbs.VERBS}
    assert {verb.__name__ for verb in verbs.VERBS} == set(foedus.__all__) - {"__version__"}
    assert all(getattr(foedus, verb.__name__) is verb for verb in verbs.VERBS)


@pytest.mark.parametrize("verb", [pytest.param(verb, id=verb.__name__) for verb in verbs.VERBS])
def test_an_option_of_a_verb_is_an_option_of_its_command(
    verb: Callable[..., object], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main([_command(verb), "--help"])
    told = capsys.readouterr().out
    parameters = [p for p in inspect.signature(verb).parameters.values() if p.name not in cli.HIDDEN]
    for parameter in parameters:
        if parameter.kind is not inspect.Parameter.VAR_POSITIONAL:
            assert cli.RENAMED.get(parameter.name, f"--{parameter.name}") in told
    assert "--to" in told
    assert "--out" in told
    assert (inspect.getdoc(verb) or "").partition("\n")[0].split()[0] in told


def test_every_parameter_says_what_it_is_and_nothing_is_said_of_one_that_is_not_there() -> None:
    asked = {
        (verb.__name__, name) for verb in verbs.VERBS for name in inspect.signature(verb).parameters if name != "say"
    }
    own = {f"{verb}.{name}" for verb, name in asked}
    shared = {name for verb, name in asked if f"{verb}.{name}" not in MEANINGS}
    assert shared <= set(MEANINGS)
    assert set(MEANINGS) <= own | shared
    assert all(meaning(verb, name) for verb, name in asked)


@pytest.mark.parametrize("words", [["--help"], [], ["assess", "--help"], ["--version"]])
def test_help_is_no_failure(tmp_path: Path, words: list[str]) -> None:
    run = _foedus(tmp_path, *words)
    assert (run.returncode, run.stderr) == (DONE, "")
    assert run.stdout.strip()


# Answers


def test_python_and_the_command_line_give_the_same_json(data: Path, assessed: Assess) -> None:
    run = _foedus(data, "assess", "NATO", "--year", "2024", "--to", "json")
    assert (run.returncode, run.stderr) == (DONE, "")
    assert run.stdout == assessed(data, "NATO", year=2024).to("json") + "\n"


def test_our_framework_is_written_as_a_file_that_can_be_used(data: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    assert _foedus(data, "framework", "--out", str(mine)).returncode == DONE
    assert mine.read_text(encoding="utf-8") == _foedus(data, "framework").stdout
    assert "can be used" in _foedus(data, "framework", str(mine)).stdout
    refused = _foedus(data, "describe", "NATO", "--to", "toml")
    assert (refused.returncode, refused.stdout) == (REFUSED, "")
    assert refused.stderr == "--to cannot be 'toml': this answer can be printed, or written as md or json.\n"


def test_a_dossier_is_printed_or_written_in_the_form_of_its_ending(data: Path, tmp_path: Path) -> None:
    shown = _foedus(data, "assess", "NATO", "--year", "2024", "--draws", "50")
    assert shown.returncode == DONE
    assert "North Atlantic Treaty Organization" in shown.stdout
    for name, opening in (("a.html", "<!doctype html>"), ("b.json", "{"), ("c.md", "# "), ("d.csv", "indicator,")):
        run = _foedus(data, "assess", "NATO", "--year", "2024", "--draws", "50", "--out", str(tmp_path / name))
        assert (run.returncode, run.stderr) == (DONE, "")
        assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(opening)


def test_the_form_asked_for_wins_over_the_ending(data: Path, tmp_path: Path) -> None:
    run = _foedus(data, "assess", "NATO", "--draws", "50", "--to", "json", "--out", str(tmp_path / "page.html"))
    assert run.returncode == DONE
    assert json.loads((tmp_path / "page.html").read_text(encoding="utf-8"))["partnership"]["id"] == "nato"


def test_with_nothing_built_the_box_is_built_and_said_so(tmp_path: Path) -> None:
    run = _foedus(tmp_path / "new", "assess", "NATO", "--year", "2024", "--draws", "50", "--to", "json")
    assert run.returncode == DONE
    assert "· building register.partnerships" in run.stderr
    assert json.loads(run.stdout)["partnership"]["id"] == "nato"


def test_a_pair_without_ties_is_an_answer_and_no_failure(data: Path) -> None:
    run = _foedus(data, "assess", "CHE", "PER", "--draws", "50", "--to", "json")
    assert run.returncode == DONE
    assert json.loads(run.stdout)["partnership"]["kind"] == "dyad"


# Requests that cannot be met


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["assess", "Atlantis"], "no partnership called 'Atlantis'"),
        (["assess", "NATOO"], "Did you mean 'North Atlantic Treaty Organization'"),
        (["assess", "Congo,USA"], "names more than one state"),
        (["assess"], "give the name of a partnership"),
        (["assess", "NATO", "--year", "1948"], "was not in force in 1948; it was in force 1949 to today"),
        (["assess", "NATO", "--year", "1200"], "years run from 1815"),
        (["assess", "NATO", "--year", "9999"], "years run from 1815"),
        (["assess", "NATO", "--year", "-5"], "--year"),
        (["assess", "NATO", "--year", "soon"], '"soon"'),
        (["assess", "NATO", "--yaer", "2024"], "--yaer"),
        (["assess", "NATO", "--to", "docx"], '"docx"'),
        (["assess", "NATO", "--draws", "1"], "--draws cannot be 1"),
        (["assess", "NATO", "--seed", "-1"], "--seed"),
        (["asess", "NATO"], "asess"),
        (["fetch", "atop"], "foedus fetch atop --from PATH"),
        (["fetch", "atop", "--from", "/no/such/folder"], "does not exist"),
        (["fetch", "atopp", "--from", "."], "Did you mean 'atop'"),
        (["fetch", "register", "--from", "."], "in the box already"),
        (["fetch", "--from", "."], "give --all"),
        (["catalog", "nonsense"], "nonsense"),
        (["describe", "no such thing"], "no such thing"),
        (["cite", "nobody"], "nobody"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_request_that_cannot_be_met_is_one_line_and_exit_2(data: Path, words: list[str], said: str) -> None:
    assert said in _refused(_foedus(data, *words))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a file/nato.html", "Cannot write"),
        ("nato.docx", "its ending must be one of .html, .json"),
        ("nato", "its ending must be"),
        ("", "Cannot write"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(data: Path, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    place = str(tmp_path / name) if name else str(tmp_path)
    form = [] if name else ["--to", "html"]
    line = _refused(_foedus(data, "assess", "NATO", "--draws", "50", "--out", place, *form))
    assert said in line
    assert str(tmp_path) in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a file"]


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    folder = tmp_path / "a file" / "x"
    assert "Choose another place with --out or FOEDUS_DATA" in _refused(_foedus(folder, "build"))
    assert str(folder) in _refused(_foedus(folder, "assess", "NATO"))


def test_the_right_name_with_other_content_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "NMC-60-abridged.csv").write_text("stateabb,ccode\nUSA,2\n", encoding="utf-8")
    line = _refused(_foedus(tmp_path / "data", "fetch", "cow_nmc", "--from", str(tmp_path)))
    assert "right name but not the content" in line
    assert "--unverified" in line
    assert not (tmp_path / "data").exists()


def test_other_content_that_was_asked_for_and_is_no_table_stops_the_build(data: Path, tmp_path: Path) -> None:
    mine = _copy(data, tmp_path)
    (tmp_path / "NMC-60-abridged.csv").write_text("stateabb,ccode\nUSA,2\n", encoding="utf-8")
    run = _foedus(mine, "fetch", "cow_nmc", "--from", str(tmp_path), "--unverified")
    assert run.returncode == DONE
    assert "cow_nmc.capabilities" in _refused(_foedus(mine, "build"))
    assert _foedus(mine, "assess", "NATO", "--draws", "50").returncode == DONE, "the last good build stays"


@pytest.mark.parametrize("damage", [b"{", b"", b"\xff\xfe\x00", b'{"format": 1}'])
def test_a_damaged_ledger_is_one_line_with_the_remedy(data: Path, tmp_path: Path, damage: bytes) -> None:
    mine = _copy(data, tmp_path)
    (mine / "build" / LEDGER).write_bytes(damage)
    assert "is damaged. Delete it and run: foedus build" in _refused(_foedus(mine, "assess", "NATO"))


def test_a_damaged_table_is_one_line_with_the_remedy(data: Path, tmp_path: Path) -> None:
    mine = _copy(data, tmp_path)
    for path in (mine / "build").glob("derived.values*.parquet"):
        path.write_bytes(path.read_bytes()[:200])
    assert "foedus build" in _refused(_foedus(mine, "assess", "NATO"))
    assert _foedus(mine, "build").returncode == DONE
    assert _foedus(mine, "assess", "NATO", "--draws", "50").returncode == DONE


# Interruption


@pytest.mark.skipif(os.name == "nt", reason="THIS PLATFORM SENDS NO INTERRUPT TO ONE PROCESS")
@pytest.mark.parametrize("said", ["building register.activities", "computing every indicator"])
def test_an_interrupted_build_says_so_and_the_last_one_still_opens(
    data: Path, tmp_path: Path, said: str, at: Callable[[Path], None]
) -> None:
    mine = _copy(data, tmp_path)
    ledger = mine / "build" / LEDGER
    content = json.loads(ledger.read_text(encoding="utf-8"))
    for entry in content["tables"]:
        entry["fingerprint"] = "of an older build"
    ledger.write_text(json.dumps(content), encoding="utf-8")
    before = ledger.read_bytes()
    code, lines = _interrupted(mine, ["build"], said)
    assert (code, lines[-1]) == (INTERRUPTED, "Interrupted; what was built before is whole.")
    assert not any("Traceback" in line for line in lines)
    assert ledger.read_bytes() == before
    at(mine)
    warehouse = open_warehouse()
    assert all(warehouse.read(table).height == entry.rows for table, entry in warehouse.entries.items())
    assert _foedus(mine, "build").returncode == DONE
    assert not list((mine / "build").glob(".*.part"))


def _interrupted(folder: Path, words: Sequence[str], said: str) -> tuple[int, list[str]]:
    """Exit code and lines of a command that is sent an interrupt as soon as it says something."""
    with subprocess.Popen(
        [*PROGRAM, *words], env=_env(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line.rstrip())
            if said in line:
                process.send_signal(signal.SIGINT)
                break
        lines += [line.rstrip() for line in process.stderr]
        return process.wait(timeout=60), lines


def test_a_reader_that_goes_away_is_no_failure(data: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "assess", "NATO", "--draws", "50"], env=_env(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert (process.wait(timeout=60), said) == (DONE, "")


def _copy(data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(data, tmp_path / "data"))


def test_a_help_page_that_nobody_reads_to_its_end_is_no_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: list[str]) -> None:
        left = SystemExit(DEFECT)
        left.__context__ = BrokenPipeError()
        raise left

    monkeypatch.setattr(cli, "_commands", lambda: gone)
    cli.main(["coverage", "--help"])
