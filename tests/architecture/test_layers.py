"""Data flow one way: the linter's list of layers is whole, and every dataset has its room in the tests."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from pathlib import Path

import foedus
from foedus import measures, sources

ROOT = Path(__file__).parents[2]
STREAM = (
    "errors", "declare", "states", "sources", "warehouse", "histories", "partnerships", "networks", "measures",
    "panels", "models", "simulations", "composites", "scorecards", "analyses", "reports", "verbs", "cli", "web",
)  # fmt: skip
"""The order of the data; imports may only point towards its beginning."""


def _contracts() -> dict[str, dict[str, object]]:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["type"]: contract for contract in said["tool"]["importlinter"]["contracts"]}


def test_every_room_is_a_layer_in_the_order_of_the_stream() -> None:
    rooms = {name for _, name, _ in pkgutil.iter_modules(foedus.__path__) if not name.startswith("_")}
    layers = _contracts()["layers"]["layers"]
    assert isinstance(layers, list)
    listed = [name for layer in layers if not (name := str(layer).removeprefix("foedus.")).startswith("_")]
    assert set(listed) == rooms
    assert listed == sorted(listed, key=STREAM.index, reverse=True)


def test_datasets_are_held_apart() -> None:
    assert _contracts()["independence"]["modules"] == ["foedus.sources.*"]


def test_every_dataset_has_a_sample() -> None:
    """What is handed over has a few rows in the publisher's format; what is in the box is checked as it is."""
    for source in sources.everything():
        if source.files and not source.in_the_box:
            room = ROOT / "tests" / "samples" / source.id
            assert (room / "facts.toml").is_file(), source.id
            assert all((room / file.name).is_file() for file in source.files), source.id


def test_every_room_of_samples_belongs_to_a_dataset() -> None:
    rooms = {path.name for path in (ROOT / "tests" / "samples").iterdir() if path.is_dir() and any(path.iterdir())}
    assert rooms <= set(sources.ids())


def test_a_measure_is_declared_once() -> None:
    """Two families may import from one another, but a name means one formula."""
    homes: dict[str, set[str]] = {}
    for _, name, _ in pkgutil.iter_modules(measures.__path__):
        if not name.startswith("_"):
            for key, thing in vars(importlib.import_module(f"foedus.measures.{name}")).items():
                if key in measures.measures() and thing is measures.measures()[key]:
                    homes.setdefault(key, set()).add(name)
    assert {key for key, where in homes.items() if len(where) > 1} == set()
    assert set(homes) == set(measures.measures())


def test_what_is_said_of_a_version_is_said_once() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert said["project"]["version"] == foedus.__version__
