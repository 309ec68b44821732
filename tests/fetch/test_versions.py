"""Another version of a source lies beside the declared one, under its own name, and is never mistaken for it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from _loopback import CONTENT, OTHER, Declare, declare, fetch, original

import foedus
from foedus.errors import BadFile, BadOption, UnknownName
from foedus.warehouse import build, open_warehouse, verify, versions
from foedus.warehouse import fetch as fetched

__all__ = ["declare"]


@pytest.fixture
def folder(declare: Declare, tmp_path: Path) -> Path:
    """A data folder with the declared version, built; and a folder with another edition under another name."""
    declare("toy", {"toy.csv": CONTENT})
    declare("pair", {"one.csv": CONTENT, "two.csv": OTHER})
    (tmp_path / "toy.csv").write_bytes(CONTENT)
    fetch("toy", place=str(tmp_path / "toy.csv"))
    build()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "Toy (1999).csv").write_bytes(OTHER)
    (tmp_path / "old" / "codebook.pdf").write_bytes(b"%PDF")
    return tmp_path


def keep(place: Path, version: str = "0.9", *ids: str) -> str:
    (handed,) = fetched(ids or ("toy",), place=place, version=version)
    return handed.source


def editions(table: str) -> list[int]:
    return open_warehouse().read(table)["toy_edition"].unique().to_list()


def test_two_versions_are_built_side_by_side(folder: Path) -> None:
    declared = open_warehouse().entries["toy.cells"]
    assert keep(folder / "old") == "toy@0.9"
    report = build()
    assert report.made == ("toy@0.9.cells",)
    assert (editions("toy.cells"), editions("toy@0.9.cells")) == ([1], [2])
    assert open_warehouse().entries["toy.cells"] == declared
    entry = open_warehouse().entries["toy@0.9.cells"]
    assert (entry.version, entry.user_supplied, entry.origins["toy.csv"][0]) == ("0.9", ("toy.csv",), "Toy (1999).csv")
    assert build().made == ()


@pytest.mark.parametrize("members", [("Toy (1999).csv",), ("toy.csv", "errata.csv")])
def test_the_file_is_found_in_an_archive_by_its_name_or_as_the_only_one_of_its_kind(
    folder: Path, members: tuple[str, ...]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc/codebook.pdf", b"%PDF")
        for name in members:
            archive.writestr(f"data/{name}", OTHER if name != "errata.csv" else CONTENT)
    (folder / "old.zip").write_bytes(packed.getvalue())
    keep(folder / "old.zip")
    build()
    assert editions("toy@0.9.cells") == [2]


def test_files_of_a_source_with_several_are_known_by_their_names(folder: Path) -> None:
    with pytest.raises(BadFile, match=r"holds no file called one\.csv, two\.csv\. Give each file the name"):
        keep(folder / "old", "2", "pair")
    for name in ("one.csv", "two.csv"):
        (folder / "old" / name).write_bytes(OTHER)
    assert keep(folder / "old", "2", "pair") == "pair@2"
    assert original("pair@2", "one.csv").read_bytes() == OTHER


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"ccode,year,toy_edition\n1,1900,many\n", b"\x00\xff" * 99])
def test_what_cannot_be_read_leaves_nothing_behind(folder: Path, content: bytes) -> None:
    before = sorted((folder / "data").rglob("*"))
    (folder / "bad.csv").write_bytes(content)
    with pytest.raises(BadFile, match=r"cannot be kept as toy@0\.9: its table cells "):
        keep(folder / "bad.csv")
    assert sorted((folder / "data").rglob("*")) == before


def test_a_version_is_never_replaced_by_another_content(folder: Path) -> None:
    keep(folder / "old")
    with pytest.raises(BadOption, match=r"another content lies here under that name \(toy\.csv\).*foedus forget toy@0"):
        keep(folder / "toy.csv")
    assert original("toy@0.9", "toy.csv").read_bytes() == OTHER
    assert keep(folder / "old") == "toy@0.9"


@pytest.mark.parametrize(
    ("version", "ids", "said"),
    [
        ("1", ("toy",), "it is declared as toy"),
        ("0/9", ("toy",), "at most 32 letters"),
        ("../9", ("toy",), "at most 32 letters"),
        ("", ("toy",), "at most 32 letters"),
        ("2", ("toy", "pair"), "with the one source"),
    ],
)
def test_a_version_that_makes_no_sense_is_refused(folder: Path, version: str, ids: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadOption, match=said):
        keep(folder / "old", version, *ids)
    with pytest.raises(BadOption, match="together with --from"):
        fetched(("toy",), place=None, version="2")


def test_one_that_can_no_longer_be_read_is_left_out_and_the_build_goes_on(folder: Path) -> None:
    keep(folder / "old")
    original("toy@0.9", "toy.csv").write_bytes(b"cut")
    said: list[str] = []
    report = build(say=said.append)
    assert not report.warehouse.has("toy@0.9.cells")
    assert report.warehouse.has("toy.cells")
    assert any(one.startswith("toy@0.9 left out: toy@0.9.cells ") for one in said)


def test_a_check_looks_at_it_too(folder: Path) -> None:
    keep(folder / "old")
    build()
    assert (verify().originals, verify().tables, verify().findings) == (2, 2, ())
    original("toy@0.9", "toy.csv").write_bytes(CONTENT)
    assert [(one.about, one.standing) for one in verify().broken] == [("toy@0.9/toy.csv", "broken")]


def test_what_a_kill_left_unread_is_no_version(folder: Path) -> None:
    keep(folder / "old")
    place = original("toy@0.9", "toy.csv").parent
    place.rename(place.with_name(f".{place.name}"))
    assert versions() == ()
    assert keep(folder / "old") == "toy@0.9"
    assert [one.id for one in versions("toy")] == ["toy@0.9"]


@pytest.mark.parametrize("name", ["toy@", "toy@../../else", "toy@..", "toy@a/b"])
def test_what_is_no_name_of_a_version_is_no_source_and_nothing_is_forgotten(folder: Path, name: str) -> None:
    (folder / "data" / "else").mkdir()
    (folder / "data" / "original" / "toy@..").mkdir()
    with pytest.raises(UnknownName, match=r"Did you mean 'toy'\?"):
        foedus.forget(name)
    assert (folder / "data" / "else").is_dir()


def test_a_forgotten_version_goes_with_the_next_build(folder: Path) -> None:
    keep(folder / "old")
    build()
    assert foedus.forget("toy@0.9").startswith("Forgotten: toy@0.9.")
    assert foedus.forget("toy@0.9") == "Nothing lies here of toy@0.9."
    assert build().dropped == ("toy@0.9.cells",)
    with pytest.raises(BadOption, match="the source or version to forget"):
        foedus.forget()
