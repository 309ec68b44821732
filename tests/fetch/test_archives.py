"""Archives are read for what is wanted and for nothing else: whatever they hold, nothing is written elsewhere."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from _loopback import CONTENT, OTHER, Declare, Publisher, declare, fetch, original, publisher, toy, whole

from foedus.errors import BadFile, NotDownloaded
from foedus.warehouse._archive import Bounds, members

__all__ = ["declare", "publisher"]
SMALL = Bounds(small=2**20, ratio=50)


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return packed.getvalue()


def tarred(*files: tuple[str, bytes], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, body in files:
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return packed.getvalue()


def linked(kind: bytes, name: str, to: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, to
        archive.addfile(info)
    return packed.getvalue()


def read(content: bytes, tmp_path: Path, bounds: Bounds = SMALL) -> tuple[list[str], list[str]]:
    """Where members were found, and what was noted."""
    path = tmp_path / "a"
    path.write_bytes(content)
    notes: list[str] = []
    return [member.where for member in members(path, tmp_path / "scratch", notes.append, bounds)], notes


# What is taken


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", lambda: zipped(("x/other name.csv", CONTENT), ("other", OTHER))),
        ("a.tar", lambda: tarred(("x/y.csv", CONTENT))),
        ("a.tar.gz", lambda: tarred(("x/y.csv", CONTENT), ("z", OTHER), mode="w:gz")),
        ("a.tar.bz2", lambda: tarred(("x/y.csv", CONTENT), mode="w:bz2")),
        ("a.txz", lambda: tarred(("x/y.csv", CONTENT), mode="w:xz")),
        ("toy.csv.gz", lambda: gzip.compress(CONTENT)),
        ("toy.csv.bz2", lambda: bz2.compress(CONTENT)),
        ("toy.csv.xz", lambda: lzma.compress(CONTENT)),
        ("a.zip", lambda: zipped(("b.tar.gz", tarred(("c.zip", zipped(("y.csv", CONTENT))), mode="w:gz")))),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_file_is_found_in_an_archive_by_its_content(
    declare: Declare, tmp_path: Path, name: str, pack: Callable[[], bytes]
) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / name).write_bytes(pack())
    assert fetch("toy", place=tmp_path / name)[0].taken == ("toy.csv",)  # type: ignore[arg-type]
    assert toy() == CONTENT
    kept = json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))["toy.csv"]["where"]
    assert kept.startswith(f"{name}/")
    assert [path.name for path in original("toy", "..").resolve().iterdir()] == ["toy"]


def test_an_archive_without_its_ending_is_known_if_it_is_handed_over_alone(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "download").write_bytes(zipped(("y.csv", CONTENT)))
    fetch("toy", place=str(tmp_path / "download"))
    assert toy() == CONTENT


def test_files_of_a_folder_go_before_those_in_its_archives(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT, "second.csv": OTHER})
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped(("x.csv", CONTENT), ("y.csv", OTHER)))
    (folder / "plain.csv").write_bytes(CONTENT)
    fetch("toy", place=str(folder))
    kept = json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))
    assert (kept["toy.csv"]["where"], kept["second.csv"]["where"]) == ("plain.csv", "a.zip/y.csv")


def test_a_member_of_the_right_name_and_other_content_is_taken_only_on_request(
    declare: Declare, tmp_path: Path
) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "a.zip").write_bytes(zipped(("deep/toy.csv", OTHER)))
    with pytest.raises(BadFile, match=r"holds no copy of toy\.csv"):
        fetch("toy", place=str(tmp_path / "a.zip"))
    assert fetch("toy", place=str(tmp_path / "a.zip"), unverified=True)[0].unverified == ("toy.csv",)
    (tmp_path / "a.zip").write_bytes(zipped(("deep/toy.csv", OTHER), ("x", CONTENT)))
    assert fetch("toy", place=str(tmp_path / "a.zip"), unverified=True)[0].unverified == ()
    assert toy() == CONTENT


def test_an_archive_of_several_files_is_downloaded_once(publisher: Publisher, declare: Declare) -> None:
    address = publisher.at("/a.zip", whole(zipped(("x", CONTENT), ("y", OTHER))))
    declare("toy", {"toy.csv": CONTENT, "second.csv": OTHER}, address)
    assert fetch("toy")[0].taken == ("toy.csv", "second.csv")
    assert len(publisher.log) == 1
    kept = json.loads(original("toy", ".origins.json").read_text(encoding="utf-8"))
    assert kept["second.csv"]["where"] == f"{address}/y"
    assert not list(original("toy", "").glob(".*.download"))


def test_a_declared_archive_without_the_file_is_refused(publisher: Publisher, declare: Declare) -> None:
    declare("toy", {"toy.csv": CONTENT}, publisher.at("/a.zip", whole(zipped(("x", OTHER)))))
    with pytest.raises(NotDownloaded, match="something else"):
        fetch("toy")


# What is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (tarred(("../evil.csv", OTHER)), "a/../evil.csv was not read: its name leads out of the archive"),
        (tarred(("x/../../evil.csv", OTHER)), "its name leads out"),
        (tarred(("/evil.csv", OTHER)), "a//evil.csv was not read: its name is absolute"),
        (zipped(("../evil.csv", OTHER)), "its name leads out"),
        (zipped(("/evil.csv", OTHER)), "its name is absolute"),
        (zipped(("C:\\evil.csv", OTHER)), "its name is absolute"),
        (zipped(("..\\evil.csv", OTHER)), "its name leads out"),
        (linked(tarfile.SYMTYPE, "toy.csv", "/etc/passwd"), "a/toy.csv was not read: it is a link or a device"),
        (linked(tarfile.LNKTYPE, "toy.csv", "other"), "a link"),
        (linked(tarfile.FIFOTYPE, "toy.csv", ""), "a device"),
        (linked(tarfile.CHRTYPE, "toy.csv", ""), "a device"),
    ],
)  # fmt: skip
def test_a_member_that_leads_elsewhere_is_refused_by_name(content: bytes, said: str, tmp_path: Path) -> None:
    found, (note,) = read(content, tmp_path)
    assert found == []
    assert said in note
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "scratch"]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("toy.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert read(packed.getvalue(), tmp_path) == ([], ["a/toy.csv was not read: it is a link or a device"])


def test_what_was_refused_is_told_when_something_is_lacking(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "a.tar").write_bytes(linked(tarfile.SYMTYPE, "toy.csv", "/etc/passwd"))
    with pytest.raises(BadFile, match=r"holds no copy of toy\.csv; a\.tar/toy\.csv was not read: it is a link"):
        fetch("toy", place=str(tmp_path / "a.tar"))


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    content = bytearray(zipped(("toy.csv", b"x")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert read(bytes(content), tmp_path) == ([], ["a/toy.csv was not read: it is encrypted"])


BOMB = bytes(20 * 2**20)


@pytest.mark.parametrize(
    "pack",
    [
        lambda: gzip.compress(BOMB),
        lambda: zipped(("x", BOMB)),
        lambda: tarred(("x", BOMB), mode="w:gz"),
        lambda: zipped(("x.gz", gzip.compress(BOMB))),
        lambda: bz2.compress(BOMB),
    ],
    ids=["gz", "zip", "tar.gz", "gz in zip", "bz2"],
)
def test_a_bomb_is_one_sentence_and_little_work(pack: Callable[[], bytes], tmp_path: Path) -> None:
    _, notes = read(pack(), tmp_path)
    assert len(notes) == 1
    assert "unpacks to far more than an archive of its size should hold" in notes[0]
    assert sum(path.stat().st_size for path in (tmp_path / "scratch").iterdir()) == 0


def test_a_bomb_handed_over_is_one_sentence(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "toy.csv.gz").write_bytes(gzip.compress(bytes(100 * 2**20)))
    with pytest.raises(BadFile, match=r"holds no copy of toy\.csv; toy\.csv\.gz was read no further: it unpacks to"):
        fetch("toy", place=str(tmp_path / "toy.csv.gz"))


def test_a_header_that_claims_to_be_huge_is_no_way_round(tmp_path: Path) -> None:
    """An extended header of 20 MB, of which a reader would make one string."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(BOMB)
    _, notes = read(gzip.compress(info.tobuf() + BOMB), tmp_path)
    assert len(notes) == 1
    assert "far more" in notes[0] or "damaged" in notes[0]


def test_too_many_members_are_a_bomb(tmp_path: Path) -> None:
    content = zipped(*((str(n), b"") for n in range(20)))
    found, notes = read(content, tmp_path, Bounds(members=10))
    assert len(found) == 10
    assert "far more" in notes[0]


def test_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    content = CONTENT
    for name in ("file", "third", "second", "first"):
        content = zipped((name, content))
    found, notes = read(content, tmp_path)
    assert found == ["a/first", "a/first/second", "a/first/second/third"]
    assert notes == ["a/first/second/third was not read: it lies deeper than 3 archives"]


@pytest.mark.parametrize(
    "content",
    [
        zipped(("x", CONTENT))[:-40],
        zipped(("x", CONTENT))[:1000],
        tarred(("x", CONTENT), mode="w:gz")[:3000],
        gzip.compress(CONTENT)[:100],
        b"\x1f\x8b" + bytes(100),
        b"BZh9" + bytes(100),
        b"\xfd7zXZ\x00" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        bytes(257) + b"ustar" + bytes(1000),
    ],
    ids=["zip", "half zip", "tar.gz", "gz", "no gz", "no bz2", "no xz", "no zip", "no tar"],
)
def test_a_damaged_archive_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    _, notes = read(content, tmp_path)
    assert len(notes) == 1
    assert "is damaged or cannot be read" in notes[0]


# Files of every kind


def test_an_empty_file_of_the_right_name_is_said_to_be_empty(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "toy.csv").touch()
    with pytest.raises(BadFile, match="has the right name but is empty"):
        fetch("toy", place=str(tmp_path / "toy.csv"))


def test_an_enormous_file_is_left_alone(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(10**13)
    with pytest.raises(BadFile, match="huge was not read: it is larger than any file that a source declares"):
        fetch("toy", place=str(tmp_path / "huge"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="THIS PLATFORM HAS NO PIPES")
def test_a_folder_of_odd_things_is_no_trouble(declare: Declare, tmp_path: Path) -> None:
    declare("toy", {"toy.csv": CONTENT})
    folder = tmp_path / "odd"
    (folder / "toy.csv").mkdir(parents=True)
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "gone")
    with pytest.raises(BadFile, match=r"holds no copy of toy\.csv"):
        fetch("toy", place=str(folder))
    (folder / "x").write_bytes(CONTENT)
    fetch("toy", place=str(folder))
    assert toy() == CONTENT


@pytest.mark.parametrize("place", ["pipe", "null"])
def test_what_is_no_file_is_told(declare: Declare, tmp_path: Path, place: str) -> None:
    declare("toy", {"toy.csv": CONTENT})
    if place == "pipe":
        os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadFile, match="is neither a file nor a folder"):
        fetch("toy", place=str(tmp_path / "pipe") if place == "pipe" else os.devnull)


def test_a_file_that_cannot_be_read_is_named(declare: Declare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declare("toy", {"toy.csv": CONTENT})
    (tmp_path / "locked").write_bytes(CONTENT)
    opened = Path.open

    def refuse(self: Path, *how: str, **options: str) -> object:
        if self.name == "locked":
            raise PermissionError(13, "Permission denied")
        return opened(self, *how, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadFile, match=r"locked cannot be read \(Permission denied\)"):
        fetch("toy", place=str(tmp_path / "locked"))
