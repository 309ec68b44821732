"""Words that no file of the project holds: places on somebody's machine, package indexes, work put off."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INDEXES = tuple("".join(parts) for parts in (
    ("py", "pi.org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "js.com"), ("crates", ".io"),
    ("conda", ".anaconda.org"), ("ruby", "gems.org"), ("jsdel", "ivr.net"), ("unp", "kg.com"),
))  # fmt: skip
"""Put together from parts, so that this file does not hold them."""

PLACE = re.compile(r"(?<![\w.~*/}\"')-])/(?:work|home|Users|root|tmp|var|private|mnt|opt)/[\w.]")
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
TEXT = {".py", ".toml", ".md", ".csv", ".txt", ".yml", ".yaml", ".cff", ".html", ".css", ".js", ".lock", ".json", ""}
WRITTEN = {".py", ".toml", ".md", ".html", ".css", ".js", ""}


@cache
def _files() -> tuple[Path, ...]:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("THIS IS NO GIT CHECKOUT: ITS FILES WERE NOT READ")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def _lines(*, endings: set[str] = TEXT) -> list[tuple[str, str]]:
    found = []
    for path in _files():
        if path.suffix in endings and "samples" not in path.parts:
            text = path.read_text(encoding="utf-8")
            found += [(f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(text.splitlines(), 1)]
    assert len(found) > 1000, "no files were read: the test shows nothing"
    return found


def test_no_file_names_a_package_index() -> None:
    assert [where for where, line in _lines() if any(host in line.lower() for host in INDEXES)] == []


def test_no_file_names_a_place_on_a_machine() -> None:
    assert [where for where, line in _lines() if PLACE.search(line)] == []


def test_nothing_is_put_off_in_a_comment() -> None:
    assert [where for where, line in _lines(endings=WRITTEN) if LATER.search(line)] == []


def test_only_two_files_name_the_folder_of_shared_data() -> None:
    """Tests find real files through FOEDUS_TEST_DATA; where that lies is for the machine to say."""
    folder = "shared" + "/data"
    named = {where.partition(":")[0] for where, line in _lines() if folder in line}
    assert named <= {".ci/run", "CONTRIBUTING.md"}


def test_no_file_is_large_but_the_register_and_the_lists_of_states() -> None:
    """A dataset that slipped in would be."""
    heavy = {str(path.relative_to(ROOT)) for path in _files() if path.stat().st_size > 200_000}
    allowed = ("src/foedus/sources/register/", "src/foedus/states/", "requirements.lock")
    assert {name for name in heavy if not name.startswith(allowed)} == set()
