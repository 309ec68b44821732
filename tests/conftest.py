"""Data folders that are built once and shared: what is in the box, and everything that FOEDUS_TEST_DATA holds.

Without FOEDUS_TEST_DATA every test that needs a real dataset is skipped, and the summary says so in capitals.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import foedus
from foedus.verbs import Assessed

TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
NO_DATA = "FOEDUS_TEST_DATA IS NOT SET: NO REAL DATASET WAS ASSESSED"
Assess = Callable[..., Assessed]


@pytest.fixture(scope="session", autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the data folder of the person who runs it."""
    with _at(tmp_path_factory.mktemp("nobody's")):
        yield


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder built from what is in the box; not to be written to."""
    return _built(tmp_path_factory, "box", lambda: None)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder built from every dataset there is; not to be written to."""
    if not TEST_DATA:
        pytest.skip(NO_DATA)
    return _built(tmp_path_factory, "full", lambda: foedus.fetch(place=Path(TEST_DATA), everything=True))


@pytest.fixture(scope="session")
def assessed() -> Assess:
    """Assess in a given data folder: the same question is answered once."""

    @functools.cache
    def assess(folder: Path, *names: str, **options: int) -> Assessed:
        with _at(folder):
            return foedus.assess(*names, **options)

    return assess


@pytest.fixture(scope="session")
def told(full: Path, assessed: Assess) -> Callable[..., dict[str, Any]]:
    """The JSON of an assessment from every dataset there is."""
    return lambda *names, year: json.loads(assessed(full, *names, year=year).to("json"))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Use this data folder for the rest of the test."""
    return lambda folder: monkeypatch.setenv("FOEDUS_DATA", str(folder))


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(folder))
        yield


def _built(factory: pytest.TempPathFactory, name: str, fill: Callable[[], object]) -> Path:
    """A folder that the first worker to ask for it builds, and the others wait for."""
    shared = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder = shared / f"built {name}"
    with _alone(shared / f"{name}.lock"), _at(folder):
        if not (folder / "whole").exists():
            folder.mkdir(exist_ok=True)
            fill()
            foedus.build()
            (folder / "whole").touch()
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # a platform without file locks: a build waits for nobody, and each is whole
        yield
        return
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
