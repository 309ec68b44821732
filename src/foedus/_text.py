"""Comma-separated text as publishers send it: with a preamble, in any of the usual encodings."""

from __future__ import annotations

import csv
import io
from pathlib import Path


def rows(path: Path) -> list[list[str]]:
    """The rows that are not empty, their cells stripped; in UTF-8, UTF-16 with a mark, or else Latin-1."""
    content = path.read_bytes()
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error as error:
        raise OSError(f"{path.name} is no comma-separated text: {error}") from error
