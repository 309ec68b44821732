"""The register handed on: the package and the schemas describe the files, and editions are told apart."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

import foedus
from foedus.errors import BadFile, BadOption
from foedus.sources.register import FOLDER, SHEETS


def test_the_data_package_describes_every_file_as_it_is() -> None:
    package = json.loads(foedus.register("package"))
    assert [one["name"] for one in package["resources"]] == [sheet.name for sheet in SHEETS]
    for one in package["resources"]:
        path = FOLDER / one["path"]
        assert one["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        with path.open(encoding="utf-8", newline="") as opened:
            header = next(csv.reader(opened))
        assert [field["name"] for field in one["schema"]["fields"]] == header


def test_every_row_keeps_its_json_schema() -> None:
    rules = json.loads(foedus.register("schema"))["$defs"]
    for sheet in SHEETS:
        schema = rules[sheet.name]
        with (FOLDER / f"{sheet.name}.csv").open(encoding="utf-8", newline="") as opened:
            for line, row in enumerate(csv.DictReader(opened), 2):
                for name, cell in row.items():
                    told = schema["properties"][name]
                    where = f"{sheet.name}.csv:{line} {name}: {cell!r}"
                    if not cell:
                        assert "null" in told["type"], where
                        continue
                    assert cell in told.get("enum", [cell]), where
                    assert re.match(told.get("pattern", ""), cell), where


def test_an_edition_does_not_differ_from_itself() -> None:
    assert "say the same" in foedus.register("diff", other=FOLDER)


def test_what_moved_between_editions_is_told_by_table(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(FOLDER, old, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (old / "threats.csv").read_text(encoding="utf-8").splitlines()
    (old / "threats.csv").write_text("\n".join(text[:-1]) + "\n", encoding="utf-8")
    told = foedus.register("diff", other=old)
    assert re.search(r"\| threats \| 1 \| 0 \| 0 ", told)
    assert "members" not in told


@pytest.mark.parametrize(("options", "error"), [({}, BadOption), ({"other": Path("nowhere")}, BadFile)])
def test_without_another_edition_there_is_nothing_to_compare(options: dict[str, Path], error: type[Exception]) -> None:
    with pytest.raises(error):
        foedus.register("diff", **options)
