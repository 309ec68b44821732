"""A run repeated: the same bytes, or which table, room of the code, library or figure is another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import foedus
from foedus.errors import BadFile
from foedus.verbs import Result

PLAIN: dict[str, Callable[[], Result]] = {
    "assess": lambda: foedus.assess("NATO", year=2024, draws=50),
    "a pair": lambda: foedus.assess("USA", "KOR", year=2010, draws=50, seed=3),
    "rank": lambda: foedus.rank(headline="risk", year=2010, draws=50, kind="alliance"),
    "what if": lambda: foedus.what_if("NATO", set=["milex_share_gdp.ESP=2.1"], weights=["CHA1=2"], year=2024, draws=50),
    "sensitivity": lambda: foedus.sensitivity("NATO", year=2024, draws=50, headline="risk"),
}  # fmt: skip


@pytest.fixture
def kept(data: Path, at: Callable[[Path], None], tmp_path: Path) -> Callable[[str], Path]:
    at(data)

    def keep(which: str) -> Path:
        path = tmp_path / "run.json"
        path.write_text(PLAIN[which]().to("json"), encoding="utf-8")
        return path

    return keep


@pytest.mark.parametrize("which", list(PLAIN))
def test_a_run_repeated_gives_the_same_bytes(kept: Callable[[str], Path], which: str) -> None:
    told = foedus.replay(kept(which))
    assert json.loads(told.to("json"))["same"] is True
    assert "The same bytes" in told.to("md")


def test_a_run_with_a_framework_carries_it_along(kept: Callable[[str], Path], tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "Mine"\nbase = "strategic_partnership"\nleave_out = ["AID5"]\n', encoding="utf-8")
    path = kept("assess")
    path.write_text(foedus.assess("NATO", year=2024, draws=50, framework=mine).to("json"), encoding="utf-8")
    mine.unlink()
    assert json.loads(foedus.replay(path).to("json"))["same"] is True


def _changed(path: Path, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    found: dict[str, Any] = json.loads(foedus.replay(path).to("json"))
    return found


def test_a_figure_that_was_changed_by_hand_is_found_and_the_file_is_blamed(kept: Callable[[str], Path]) -> None:
    path = kept("assess")

    def forge(told: dict[str, Any]) -> None:
        told["headlines"]["risk"]["known"] = 0.99

    found = _changed(path, forge)
    assert (found["same"], found["moved_total"]) == (False, 1)
    assert found["moved"][0]["place"] == "headlines.risk.known"
    assert found["moved"][0]["then"] == "0.99"
    assert "the file was changed after it was written" in foedus.replay(path).to("md")


def test_a_table_a_room_and_a_library_that_changed_are_named(kept: Callable[[str], Path]) -> None:
    path = kept("assess")

    def other(told: dict[str, Any]) -> None:
        run = told["run"]
        run["tables"]["register.figures"] = "0" * 12
        run["tables"]["gone.table"] = "1" * 12
        del run["tables"]["register.members"]
        run["code"]["measures"] = "2" * 12
        run["libraries"]["numpy"] = "1.0"
        run["version"] = "0.0.9"

    found = _changed(path, other)
    assert found["same"] is False
    assert found["tables_changed"] == ["register.figures"]
    assert (found["tables_gone"], found["tables_new"]) == (["gone.table"], ["register.members"])
    assert found["code_changed"] == ["measures"]
    assert found["libraries_changed"][0].startswith("numpy 1.0, now ")
    assert found["versions"][0].startswith("foedus 0.0.9")
    assert found["moved_total"] == 0
    said = foedus.replay(path).to("md")
    assert "no figure moved" in said
    assert "data, code, edition and libraries" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "does not say how it was made"),
        ('{"run": {"verb": "assess"}}', "says nothing of"),
    ],
)  # fmt: skip
def test_what_is_no_record_of_a_run_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=said):
        foedus.replay(path)
    with pytest.raises(BadFile, match="cannot be read"):
        foedus.replay(tmp_path / "none.json")


def test_a_record_of_another_verb_or_with_unknown_parameters_is_refused(kept: Callable[[str], Path]) -> None:
    path = kept("assess")
    with pytest.raises(BadFile, match="'catalog'"):
        _changed(path, lambda told: told["run"].update(verb="catalog"))
    path = kept("assess")
    with pytest.raises(BadFile, match="does not know"):
        _changed(path, lambda told: told["run"]["parameters"].update(moon=1))
    path = kept("assess")
    with pytest.raises(BadFile, match="another tables"):
        _changed(path, lambda told: told["run"].update(tables=[]))


def test_the_run_is_part_of_the_record_and_names_every_table(kept: Callable[[str], Path]) -> None:
    from foedus.scorecards._run import run_of
    from foedus.warehouse import open_warehouse

    told = json.loads(kept("assess").read_text(encoding="utf-8"))
    now = asdict(run_of(open_warehouse(), "assess", {"year": 2024, "draws": 50, "seed": 0}, "", "NATO"))
    assert told["run"] == json.loads(json.dumps(now))
