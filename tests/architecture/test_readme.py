"""The README's commands run as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from foedus import cli, verbs

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?:console|sh|bash|shell)\n(.*?)^```", re.DOTALL | re.MULTILINE)
CHEAP = {"assess", "catalog", "describe", "cite"}
COMMANDS = {verb.__name__.replace("_", "-") for verb in verbs.VERBS}


def _printed() -> list[str]:
    found = []
    for page in ("README.md", "CONTRIBUTING.md"):
        if (ROOT / page).exists():
            for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
                found += [line.removeprefix("$ ").partition("  #")[0].strip() for line in block.splitlines()]
    return list(dict.fromkeys(line for line in found if line.startswith(("foedus ", "make "))))


LINES = _printed()


def test_the_readme_prints_commands() -> None:
    assert any(line.startswith("make ") for line in LINES)
    assert any(line.startswith("foedus assess ") for line in LINES)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("foedus ")])
def test_a_command_of_the_readme_can_be_parsed(line: str) -> None:
    words = _words(line)
    app = cli._commands()
    if words[0].startswith("-"):
        return
    assert words[0] in COMMANDS
    app.parse_args(words, exit_on_error=False, print_error=False)


@pytest.mark.parametrize(
    "line", [s for s in LINES if s.startswith("foedus ") and s.split()[1] in CHEAP and s != "foedus catalog"]
)
def test_a_command_of_the_readme_runs(
    line: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(data))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main(_words(line))
    written = [word for word in _words(line) if word.endswith((".html", ".json", ".md", ".csv"))]
    assert capsys.readouterr().out or written
    assert all((tmp_path / name).stat().st_size for name in written)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_a_target_of_the_readme_is_in_the_makefile(line: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {word for word in line.split()[1:] if "=" not in word} <= set(targets)


def _words(line: str) -> list[str]:
    """The words of one command; what is piped elsewhere or run after it is left out."""
    words = shlex.split(line)[1:]
    stops = [words.index(mark) for mark in ("|", "&&", ">") if mark in words]
    return words[: min(stops)] if stops else words
