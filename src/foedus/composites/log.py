"""The log of a composite indicator: framework, data and every step with what it did, to keep, send and replay."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from foedus._version import __version__
from foedus.composites._state import Cell, Note
from foedus.composites.framework import Framework, Row, close, listed
from foedus.composites.steps import STEPS, Step
from foedus.errors import BadFile, UnknownName

SCHEMA = "foedus.composite/1"

Plain = str | float | int | None | Sequence["Plain"] | Mapping[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A step and what it did."""

    step: Step
    note: Note


@dataclass(frozen=True, slots=True)
class Log:
    """Everything needed to make an index again from its data, and hashes to tell whether it came out the same."""

    framework: Framework
    unit: str
    year: str | None
    groups: tuple[str, ...]
    data: str
    entries: tuple[Entry, ...] = ()
    result: str = ""
    version: str = __version__

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps alone."""
        return tuple(entry.step for entry in self.entries)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell that any step filled or moved."""
        return tuple(cell for entry in self.entries for cell in entry.note.cells)

    def to_json(self) -> str:
        """The log as JSON."""
        return json.dumps(self._plain(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_toml(self) -> str:
        """The log as TOML."""
        return "\n".join(_toml(self._plain(), ())).lstrip("\n") + "\n"

    @classmethod
    def from_json(cls, text: str) -> Log:
        """The log that was written as JSON."""
        try:
            read = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadFile(
                "The log", f"is not JSON ({error.msg}, line {error.lineno})", "Hand over a log as written."
            ) from error
        return cls._read(read)

    @classmethod
    def from_toml(cls, text: str) -> Log:
        """The log that was written as TOML."""
        try:
            read = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadFile("The log", f"is not TOML ({error})", "Hand over a log as written.") from error
        return cls._read(read)

    def _plain(self) -> dict[str, Plain]:
        rows = [_without_defaults(row) for row in self.framework.rows]
        steps: list[Plain] = [_entry(entry) for entry in self.entries]
        return {
            "schema": SCHEMA, "version": self.version, "data": self.data, "result": self.result, "unit": self.unit,
            "year": self.year, "groups": list(self.groups), "weights": self.framework.weights, "framework": rows,
            "steps": steps,
        }  # fmt: skip

    @classmethod
    def _read(cls, read: Mapping[str, object]) -> Log:
        if not isinstance(read, Mapping) or read.get("schema") != SCHEMA:
            raise BadFile("The log", f"does not say that it is {SCHEMA}", "Hand over a log as written.")
        entries = []
        for record in _records(read, "steps"):
            said = tuple(str(s) for s in _list(record.get("says", [])))
            cells = tuple(_cell(cell) for cell in _records(record, "cells"))
            entries.append(Entry(step_from(record), Note(said, cells)))
        rows = [_row(record) for record in _records(read, "framework")]
        year = read.get("year")
        return cls(
            Framework(tuple(rows), "shares" if read.get("weights") == "shares" else "relative"), str(read["unit"]),
            None if year is None else str(year), tuple(str(g) for g in _list(read.get("groups", []))),
            str(read.get("data", "")), tuple(entries), str(read.get("result", "")), str(read.get("version", "")),
        )  # fmt: skip


def step_from(record: Mapping[str, object]) -> Step:
    """The step that a record describes; an unknown step or parameter is an error."""
    name = str(record.get("step", ""))
    if name not in STEPS:
        raise UnknownName("step", name, close(name, STEPS), hint=f"There are: {listed(STEPS)}.")
    kind = STEPS[name]
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]  # every step is a dataclass
    given = {key: value for key, value in record.items() if key not in ("step", "says", "cells")}
    for key in given:
        if key not in known:
            raise UnknownName(f"parameter of {name}", key, close(key, known), hint=f"It has: {listed(known)}.")
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    usual = kind()
    for key, value in plain.items():
        if not _fits(value, getattr(usual, key)):
            raise BadFile("The log", f"has {value!r} as the {key} of {name}", "Hand over a log as written.")
    return kind(**plain)


def _fits(value: object, usual: object) -> bool:
    """Whether a parameter that was read is of the kind that the step takes by default."""
    if usual is None:
        return value is None or isinstance(value, str | int | float)
    if isinstance(usual, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, Mapping if isinstance(usual, Mapping) else type(usual))


def _entry(entry: Entry) -> Plain:
    said: dict[str, Plain] = {"step": entry.step.name}
    for part in fields(entry.step):  # type: ignore[arg-type]  # every step is a dataclass
        value = getattr(entry.step, part.name)
        said[part.name] = (
            dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value
        )
    cells: list[Plain] = [asdict(cell) for cell in entry.note.cells]
    return said | {"says": list(entry.note.says), "cells": cells}


def _without_defaults(row: Row) -> Plain:
    return {
        part.name: getattr(row, part.name)
        for part in fields(row)
        if part.default is dataclasses.MISSING or getattr(row, part.name) != part.default
    }


def _row(record: Mapping[str, object]) -> Row:
    names = [part.name for part in fields(Row)]
    for key in record:
        if key not in names:
            raise UnknownName("column of a framework", key, close(key, names))
    return Row(**record)  # type: ignore[arg-type]  # what each value must be is checked with the framework


def _cell(record: Mapping[str, object]) -> Cell:
    full: dict[str, object] = {"year": None, "before": None, "after": None, **record}
    return Cell(**full)  # type: ignore[arg-type]  # as written by asdict


def _records(read: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return [record for record in _list(read.get(name, [])) if isinstance(record, Mapping)]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadFile("The log", "is not laid out as a log", "Hand over a log as written.")
    return value


def _toml(table: Mapping[str, Plain], path: tuple[str, ...]) -> list[str]:
    """A table in TOML: plain values first, then tables, then arrays of tables; what is null is left out."""
    lines, later = [], []
    for key, value in table.items():
        if isinstance(value, Mapping):
            if value:
                later += ["", f"[{_path((*path, key))}]", *_toml(value, (*path, key))]
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            for item in value:
                assert isinstance(item, Mapping)  # noqa: S101  (as just tested)
                later += ["", f"[[{_path((*path, key))}]]", *_toml(item, (*path, key))]
        elif value is not None:
            lines.append(f"{_key(key)} = {json.dumps(value)}")
    return lines + later


def _path(path: Sequence[str]) -> str:
    return ".".join(_key(key) for key in path)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)
