"""The register: today's and yesterday's military partnerships, compiled by this project, each fact with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from foedus.declare import File, Raw, Source
from foedus.sources.register._schema import ITEMS, SHEETS, Sheet

FOLDER = Path(__file__).parent

__all__ = ["FOLDER", "ITEMS", "SHEETS", "Edition", "Sheet", "edition", "read_sheet", "register"]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the register this is, and the last year it is complete through."""

    version: str
    complete_through: int
    date: str


@cache
def edition() -> Edition:
    """The edition that lies in this installation."""
    said = tomllib.loads((FOLDER / "edition.toml").read_text(encoding="utf-8"))
    return Edition(said["version"], int(said["complete_through"]), str(said["date"]))


register = Source(
    id="register",
    title="Register of military partnerships",
    version=edition().version,
    subject="partnerships",
    citation=f"The Foedus authors ({edition().date[:4]}). Register of military partnerships, edition "
    f"{edition().version}. Each row carries its own public source.",
    licence="CC BY 4.0",
    homepage="https://creativecommons.org/licenses/by/4.0/",
    files=tuple(File(f"{sheet.name}.csv", sha256="", how="It is in the box.") for sheet in SHEETS),
    in_the_box=True,
)


def read_sheet(sheet: Sheet, folder: Path = FOLDER) -> pl.LazyFrame:
    """A sheet as it lies in its file: text, empty cells as null."""
    path = folder / f"{sheet.name}.csv"
    return pl.scan_csv(path, infer_schema=False, null_values="")


def _declare(sheet: Sheet) -> None:
    def parse(raw: Raw) -> pl.LazyFrame:
        keys = [pl.col(name).fill_null("") for name in sheet.key]
        return read_sheet(sheet, raw.folder).with_columns(keys)

    parse.__name__, parse.__doc__ = sheet.name, f"{sheet.title}."
    register.table("record", rows=(0, 1_000_000), key=sheet.key, columns=sheet.columns())(parse)


for _sheet in SHEETS:
    _declare(_sheet)
