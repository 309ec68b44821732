"""The register handed on: as a Frictionless data package, as JSON Schemas, and what moved from another edition."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import polars as pl

from foedus.errors import BadFile
from foedus.reports import _markdown as md
from foedus.sources.register import FOLDER, SHEETS, Sheet, edition, read_sheet
from foedus.sources.register._schema import MEANINGS
from foedus.warehouse._differences import Differences, differences

SHOWN = 100
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
DATED = {"start", "end", "signed", "due", "reached", "unmet_on", "date", "period_start", "period_end", "vintage"}
LICENSE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}


def package(folder: Path = FOLDER) -> str:
    """A `datapackage.json` (Frictionless Data Package) for the register's files, to lie beside them."""
    made = {
        "profile": "tabular-data-package", "name": "foedus-register",
        "title": "Register of military partnerships", "version": edition().version, "created": edition().date,
        "description": "Partnerships, treaties, members, obligations and what became of them; a source in each row.",
        "licenses": [LICENSE], "resources": [_resource(sheet, folder) for sheet in SHEETS],
    }  # fmt: skip
    return json.dumps(made, indent=1, ensure_ascii=False)


def _resource(sheet: Sheet, folder: Path) -> dict[str, object]:
    content = (folder / f"{sheet.name}.csv").read_bytes()
    fields = [_field(sheet, name) for name in sheet.names]
    references = [
        {"fields": name, "reference": {"resource": other, "fields": "id"}}
        for name, other in (("source", "sources"), ("partnership", "partnerships"), ("instrument", "instruments"),
                            ("activity", "activities"))
        if name in sheet.names and other != sheet.name and (name != "partnership" or sheet.name in LINKED)
    ]  # fmt: skip
    schema: dict[str, object] = {"fields": fields, "primaryKey": list(sheet.key), "missingValues": [""]}
    if references:
        schema["foreignKeys"] = references
    return {
        "profile": "tabular-data-resource", "name": sheet.name, "path": f"{sheet.name}.csv", "title": sheet.title,
        "encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }  # fmt: skip


LINKED = {"instruments", "members", "objectives", "threats"}
"""Tables in which every row names a partnership; in the others the cell may be empty."""


def _field(sheet: Sheet, name: str) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if name in sheet.required or name in sheet.key[:1] else {}
    if allowed := [choice for choice in sheet.choices.get(name, ()) if choice]:
        constraints["enum"] = allowed
    if name in DATED and name not in sheet.numbers:
        constraints["pattern"] = DATE
    told: dict[str, object] = {
        "name": name, "type": "number" if name in sheet.numbers else "string",
        "description": MEANINGS.get(name, name.replace("_", " ").capitalize()),
    }  # fmt: skip
    return {**told, "constraints": constraints} if constraints else told


def schemas() -> str:
    """A JSON Schema (draft 2020-12) of one row of each table, under the table's name."""
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Register of military partnerships",
        "version": edition().version, "$defs": {sheet.name: _row_schema(sheet) for sheet in SHEETS},
    }  # fmt: skip
    return json.dumps(made, indent=1, ensure_ascii=False)


def _row_schema(sheet: Sheet) -> dict[str, object]:
    properties = {}
    for name in sheet.names:
        told = _field(sheet, name)
        limits = told.pop("constraints", {})
        assert isinstance(limits, dict)  # noqa: S101  (made above)
        rules = {key: value for key, value in limits.items() if key != "required"}
        kinds = [told["type"]] if limits.get("required") else [told["type"], "null"]
        if "enum" in rules and "null" in kinds:
            rules["enum"] = [*rules["enum"], None]
        properties[name] = {"type": kinds, "description": told["description"], **rules}
    required = [name for name in sheet.names if name in sheet.required or name in sheet.key[:1]]
    return {"type": "object", "title": sheet.title, "properties": properties, "required": required,
            "additionalProperties": False}  # fmt: skip


def moved(other: Path, folder: Path = FOLDER) -> str:
    """What moved from another edition's folder to this one, table by table, in Markdown: rows and cells."""
    before = _edition_of(other)
    found = {sheet.name: _compared(sheet, other, folder) for sheet in SHEETS}
    titles = ("Table", "Rows added", "Rows removed", "Cells changed", "Columns added", "Columns removed")
    rows = [(name, *_counts(one)) for name, one in found.items() if not one.none]
    lines = [f"# The register: edition {before} to {edition().version}", ""]
    if not rows:
        return "\n".join([*lines, "The two editions say the same."])
    lines += md.table(titles, rows)
    for name, one in found.items():
        cells = one.cells.filter(pl.col("column").is_not_null())
        if cells.height:
            shown = cells.head(SHOWN)
            said = f"{name}: cells changed" + (
                f", the first {SHOWN} of {cells.height:,}" if cells.height > SHOWN else ""
            )
            told = [tuple(md.escaped(cell or "") for cell in map(_text, row)) for row in shown.iter_rows()]
            lines += [*md.heading(2, said), *md.table(tuple(shown.columns), told)]
    return "\n".join(lines)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _edition_of(folder: Path) -> str:
    try:
        return str(tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))["version"])
    except (OSError, KeyError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(folder, "holds no edition of the register", "Give the folder with its edition.toml.") from error


def _compared(sheet: Sheet, other: Path, folder: Path) -> Differences:
    if not (other / f"{sheet.name}.csv").is_file():
        raise BadFile(other, f"lacks {sheet.name}.csv", "Give the folder of a whole edition.")
    keys = [pl.col(name).fill_null("") for name in sheet.key]
    before, after = (read_sheet(sheet, place).with_columns(keys).collect() for place in (other, folder))
    return differences(before, after, sheet.key)


def _counts(one: Differences) -> tuple[str, ...]:
    whole = one.cells.filter(pl.col("column").is_null())
    added, removed = (whole.filter(pl.col("change") == change).height for change in ("added", "removed"))
    changed = one.cells.height - whole.height
    return f"{added:,}", f"{removed:,}", f"{changed:,}", ", ".join(one.gained), ", ".join(one.lost)
