"""A run repeated: the same bytes, or which table, room of the code or edition has changed since, and what moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from foedus.errors import BadFile
from foedus.scorecards._run import Run, fingerprint_of, made_with, run_of
from foedus.warehouse import Warehouse

SCHEMA = "foedus.replay/1"
MOST = 40
RUN = "run"


@dataclass(frozen=True, slots=True)
class Moved:
    """A place in the record that reads otherwise today."""

    place: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a repeated run showed: whether its bytes are the same; if not, what changed under it and what moved.

    `moved` lists at most forty places outside the record of the run itself; `moved_total` counts them all.
    """

    schema: str
    edition: str
    file: str
    verb: str
    names: tuple[str, ...]
    same: bool
    versions: tuple[str, ...]
    tables_changed: tuple[str, ...]
    tables_gone: tuple[str, ...]
    tables_new: tuple[str, ...]
    code_changed: tuple[str, ...]
    libraries_changed: tuple[str, ...]
    moved: tuple[Moved, ...]
    moved_total: int
    fingerprint: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per place that moved."""
        names = ("place", "then", "now")
        rows = [{name: getattr(one, name) for name in names} for one in self.moved]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def recorded(path: Path) -> tuple[str, Run]:
    """The text of a record and the run in it; an error that says what is wrong with the file."""
    remedy = "Give a file written with: foedus assess NATO --to json --out run.json"
    try:
        text = path.read_text(encoding="utf-8")
        told = json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path, "cannot be read", remedy) from error
    except ValueError as error:
        raise BadFile(path, f"is not JSON: {error}", remedy) from error
    run = told.get(RUN) if isinstance(told, dict) else None
    if not isinstance(run, dict):
        raise BadFile(path, "does not say how it was made", remedy)
    try:
        kept = {field.name: run[field.name] for field in fields(Run)}
    except KeyError as error:
        raise BadFile(path, f"says nothing of {error} in its run", remedy) from error
    shapes = {"names": list, "parameters": dict, "tables": dict, "code": dict, "libraries": dict}
    wrong = [name for name, value in kept.items() if not isinstance(value, shapes.get(name, str))]
    if wrong:
        raise BadFile(path, f"has a run with another {' and '.join(wrong)} than one is written with", remedy)
    return text, Run(**{**kept, "names": tuple(kept["names"])})


def replayed(file: str, text: str, run: Run, again: str, warehouse: Warehouse) -> Replayed:
    """What the repeated run shows beside the record."""
    now = run_of(warehouse, run.verb, run.parameters, run.framework, *run.names)
    then = text[:-1] if text.endswith("\n") and not again.endswith("\n") else text
    same = then == again
    moved = [] if same else list(_moved(json.loads(text), json.loads(again)))
    versions = [
        (f"foedus {run.version}", f"foedus {now.version}"),
        (f"register {run.register}", f"register {now.register}"),
    ]
    return Replayed(
        schema=SCHEMA, edition=made_with(), file=file, verb=run.verb, names=run.names, same=same,
        versions=tuple(f"{a}, now {b.partition(' ')[2]}" for a, b in versions if a != b),
        tables_changed=_other(run.tables, now.tables), tables_gone=tuple(sorted(set(run.tables) - set(now.tables))),
        tables_new=tuple(sorted(set(now.tables) - set(run.tables))), code_changed=_other(run.code, now.code),
        libraries_changed=tuple(f"{n} {run.libraries[n]}, now {now.libraries[n]}"
                                for n in _other(run.libraries, now.libraries)),
        moved=tuple(moved[:MOST]), moved_total=len(moved),
        fingerprint=fingerprint_of(warehouse, "replay", text, again),
    )  # fmt: skip


def _other(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in set(then) & set(now) if then[name] != now[name]))


def _moved(then: object, now: object, place: str = "") -> Iterator[Moved]:
    """Places at which two records differ; what tells how they were made is left out."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            if place or key not in (RUN, "fingerprint", "edition"):
                yield from _moved(then.get(key), now.get(key), f"{place}.{key}" if place else str(key))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for at, (a, b) in enumerate(zip(then, now, strict=True)):
            yield from _moved(a, b, f"{place}[{_name(a, at)}]")
    elif then != now:
        yield Moved(place, _short(then), _short(now))


def _name(entry: object, at: int) -> str:
    """What an entry of a list is called, else its number."""
    if isinstance(entry, dict):
        for key in ("id", "indicator", "partnership", "headline", "party"):
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(at)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
