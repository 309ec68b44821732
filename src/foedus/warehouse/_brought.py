"""Files that each user brings: told by their name and by what stands at their head, for no hash is known."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from foedus.declare import File
from foedus.errors import BadFile

READ = 100_000
"""How many bytes of a file's head are looked at."""
SHEET_NAME, TAG = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"'), re.compile(r"<[^>]*>")
PARTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def brought(file: File, found: Mapping[str, Sequence[Path]], *, alone: bool) -> list[Path]:
    """The file among those handed over, by hash, whose name and head are those of the declared one.

    Two that differ and could both be meant are refused: nobody but the user knows which. If the declared file
    is the source's only one (`alone`) and a single file was handed over, it is told why it is not the one.
    """
    patterns = file.pattern.lower().split(" or ")
    named = [paths[0] for paths in found.values() if any(fnmatch(paths[0].name.lower(), one) for one in patterns)]
    fitting = [path for path in named if re.search(file.looks_like, head(path), re.MULTILINE | re.DOTALL)]
    if len(fitting) > 1:
        listed = ", ".join(str(path) for path in fitting)
        problem = f"is not the only one that could be {file.name}: {listed}"
        raise BadFile(fitting[0], problem, "Hand over one of them alone.")
    if not fitting and alone and len(found) == 1:
        _refuse(next(iter(found.values()))[0], file, named=bool(named))
    return fitting


def head(path: Path) -> str:
    """What stands at a file's head: a workbook's sheets and first words, or a text's first lines."""
    with path.open("rb") as opened:
        start = opened.read(READ)
    if not start.startswith(b"PK"):
        encoding = next((name for mark, name in ENCODINGS.items() if start.startswith(mark)), "latin-1")
        return start.decode(encoding, errors="replace").replace("\r\n", "\n")
    try:
        with zipfile.ZipFile(path) as archive:
            names = SHEET_NAME.findall(_part(archive, "xl/workbook.xml"))
            words = (word for part in PARTS for word in TAG.split(_part(archive, part)))
            return "\n".join(html.unescape(word) for word in (*names, *words) if word.strip())
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        return ""


def _part(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist():
        return ""
    with archive.open(name) as opened:
        return opened.read(READ).decode("utf-8", errors="replace")


def _refuse(path: Path, file: File, *, named: bool) -> None:
    if not named:
        raise BadFile(path, f"cannot be {file.name}: its name is not like {file.pattern}", file.how)
    damaged = path.suffix.lower() in {".xlsx", ".xlsm"} and not head(path)
    problem = "is damaged: it cannot be opened as a workbook" if damaged else f"is not {file.name}"
    raise BadFile(path, problem, file.how)
