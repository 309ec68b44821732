"""Every command on the pages for those who come from the reference software runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.cli import main

DOCS = Path(__file__).parents[3] / "docs"
PAGES = (
    "explanation/from-peacesciencer.md", "explanation/similarity.md", "howto/choose-among-several-disputes.md",
    "tutorials/a-dyad-year-panel-in-five-lines.md",
)  # fmt: skip
COMMAND = re.compile(r"^foedus panel .*$|`(foedus (?:panel|cite|describe|coverage) [^`]+)`", re.MULTILINE)


def _commands() -> list[str]:
    texts = ((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    return sorted({match[1] or match[0] for text in texts for match in COMMAND.finditer(text)})


@pytest.mark.parametrize("command", _commands())
def test_a_command_on_the_page_runs(
    command: str,
    full: Path,
    at: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at(full)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command)[1:])
    assert left.value.code == 0, capsys.readouterr().err


def test_there_are_commands() -> None:
    assert len(_commands()) > 40
