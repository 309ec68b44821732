"""The reference page of the verbs: read off their signatures, and off the commands that are derived from them."""

from __future__ import annotations

import importlib
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from foedus.reports import _markdown as md


def face(name: str) -> ModuleType:
    """A room downstream of this one: the reference describes the faces by name, and computes nothing with them."""
    return importlib.import_module(f"foedus.{name}")


def verbs_page() -> Iterator[str]:
    """Every verb with its signature, its command, and what each option is."""
    verbs, cli = face("verbs"), face("cli")
    yield from ("# Verbs", "", "Every public call. The commands are derived from the calls; ")
    yield "each command also has `--to`, the form of the answer, and `--out`, the file to write it to."
    for verb in verbs.VERBS:
        command = verb.__name__.replace("_", "-")
        yield from (*md.heading(2, verb.__name__), "```python", f"foedus.{verb.__name__}{_signature(verb)}", "```", "")
        yield from (inspect.getdoc(verb) or "", "")
        rows = [_option(one) for one in inspect.signature(cli.command(verb)).parameters.values()]
        usage = " ".join([command, *(name for name, kind, *_ in rows if kind == "argument"), "[OPTIONS]"])
        yield from ("```console", f"foedus {usage}", "```", "")
        titles = ("Option", "Takes", "Default", "What it is")
        yield from md.table(titles, ((md.code(n), md.escaped(k), d, md.escaped(said)) for n, k, d, said in rows))


def _signature(verb: Callable[..., object]) -> str:
    """A verb's signature, its annotations without quotation marks and its functions without addresses."""
    said = re.sub(r"<function .*?> at 0x\w+>", "...", str(inspect.signature(verb)))
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", said)


def _option(one: inspect.Parameter) -> tuple[str, str, str, str]:
    kind, *notes = typing.get_args(one.annotation)
    given, said = next(iter(notes[0].name or ()), ""), notes[0].help
    needed = one.default is one.empty and one.kind is not one.VAR_POSITIONAL
    none = needed or one.default is one.empty or one.default is None or one.default is False
    default = "must be given" if needed else "" if none else md.code(str(one.default))
    if one.kind is one.VAR_POSITIONAL:
        return f"[{one.name.upper()}...]", "argument", default, said
    if one.kind is one.POSITIONAL_OR_KEYWORD:
        return one.name.upper() if needed else f"[{one.name.upper()}]", "argument", default, said
    return given or f"--{one.name.replace('_', '-')}", _takes(kind), default, said


def _takes(kind: object) -> str:
    inner = [part for part in typing.get_args(kind) if part is not type(None)]
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(map(str, inner))
    if inner:
        return _takes(inner[0])
    return {bool: "nothing: a switch", int: "a whole number", Path: "a path", str: "text"}.get(
        typing.cast("type", kind), str(kind)
    )
