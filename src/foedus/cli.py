"""The verbs as commands: derived from their signatures, with one sentence and an exit code for every failure."""

from __future__ import annotations

import functools
import inspect
import io
import os
import sys
import typing
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

from cyclopts import App, CycloptsError, Parameter

from foedus import verbs
from foedus._version import __version__
from foedus.errors import BadOption, CannotWrite, FoedusError
from foedus.verbs._meanings import meaning
from foedus.verbs._result import Complains, Saves, Toml

if TYPE_CHECKING:
    from foedus.verbs import Result

HIDDEN = {"say"}
RENAMED = {"place": "--from", "everything": "--all"}
FILES = {"pdf", "xlsx", "png"}
INTERRUPTED = 130
DEFECT = 1
WIDTH, NARROWEST = 100, 20
Form = Literal[
    "html", "json", "md", "csv", "svg", "bib", "pdf", "xlsx", "png", "parquet", "arrow", "dta", "rds", "toml",
]  # fmt: skip
ENDINGS: dict[str, Form] = {f".{form}": form for form in typing.get_args(Form)} | {".htm": "html"}


def _say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr)


def command(verb: Callable[..., object]) -> Callable[..., None]:
    """The verb as a command: the same names, `--to` and `--out` added, its result printed or written."""
    signature = inspect.signature(verb)
    asked = [p for p in signature.parameters.values() if p.name not in HIDDEN]
    hints = typing.get_type_hints(
        SimpleNamespace(__annotations__={p.name: p.annotation for p in asked}),
        vars(sys.modules[verb.__module__]),
        {"Path": Path},
    )
    says = "say" in signature.parameters

    @functools.wraps(verb)
    def run(*args: object, to: Form | None = None, out: Path | None = None, **options: object) -> None:
        extra = {"say": _say} if says else {}
        form = to or _form_of(out)
        result = verb(*args, **options, **extra)
        _show(result, form, out)
        if isinstance(result, Complains) and result.complaint is not None:
            raise result.complaint

    shown = [_parameter(p, hints[p.name], meaning(verb.__name__, p.name)) for p in asked]
    for name, kind, said in (("to", Form | None, "Form of the output."), ("out", Path | None, "File to write it to.")):
        note = Annotated[kind, Parameter(help=said)]  # type: ignore[valid-type]
        shown.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=note))
    run.__signature__ = signature.replace(parameters=shown, return_annotation=None)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in shown}
    return run


def _parameter(parameter: inspect.Parameter, kind: object, said: str) -> inspect.Parameter:
    named = {"name": RENAMED[parameter.name]} if parameter.name in RENAMED else {}
    note = Annotated[kind, Parameter(**named, negative=(), help=said)]  # type: ignore[valid-type]
    return parameter.replace(annotation=note)


def _unwrapped(doc: str) -> str:
    """A docstring whose paragraphs are one line each: the terminal breaks them where it ends."""
    return "\n\n".join(" ".join(part.split()) for part in doc.split("\n\n"))


def _show(result: object, form: Form | None, out: Path | None) -> None:
    if isinstance(result, verbs.Result):
        _show_result(result, form, out)
    elif form is not None or out is not None:
        _write(_as_text(result, form or "md"), out)
    else:
        _print(result)


def _show_result(result: Result, form: Form | None, out: Path | None) -> None:
    if out is not None and isinstance(result, Saves):
        _print(result)
        print(f"\nWritten: {', '.join(map(str, result.save(out)))}")
    elif form == "csv":
        _write(_as_text(result.data, "csv"), out)
    elif out is not None:
        _write(result.to(form or "html"), out)
        _print(result)
        print(f"\nWritten: {out}")
    elif form is not None:
        if form in FILES and sys.stdout.isatty():
            raise BadOption("--to", form, f"with --out FILE.{form}: a terminal cannot show it")
        _write(result.to(form), None)
    else:
        _print(result)


def _form_of(out: Path | None) -> Form | None:
    if out is None:
        return None
    if out.suffix.lower() not in ENDINGS:
        raise BadOption("--out", str(out), f"its ending must be one of {', '.join(ENDINGS)}")
    return ENDINGS[out.suffix.lower()]


def _as_text(result: object, form: Form) -> str:
    import polars as pl

    if isinstance(result, pl.DataFrame):
        if form == "csv":
            return result.write_csv()
        if form == "json":
            return result.write_json()
        raise BadOption("--to", form, "a table can be csv or json")
    if form == "json":
        import json
        from dataclasses import asdict, is_dataclass

        listed = result if isinstance(result, list) else [result]
        plain = [asdict(r) if is_dataclass(r) and not isinstance(r, type) else r for r in listed]
        return json.dumps(plain if isinstance(result, list) else plain[0], indent=1, default=str, ensure_ascii=False)
    if isinstance(result, str) and form == ("toml" if isinstance(result, Toml) else "md"):
        return result
    forms = "toml" if isinstance(result, Toml) else "md or json"
    raise BadOption("--to", form, f"this answer can be printed, or written as {forms}")


def _write(made: str | bytes, out: Path | None) -> None:
    """To the file, whole; else to the reader: bytes only where the reader is no terminal."""
    if out is not None:
        from foedus.warehouse import write_whole

        write_whole(out, made)
    elif isinstance(made, bytes):
        sys.stdout.buffer.write(made)
    elif _speaks_utf_8(sys.stdout):
        sys.stdout.write(made if made.endswith("\n") else made + "\n")
    else:  # what is written for a program has the bytes that a file would have, whatever the terminal can show
        sys.stdout.buffer.write((made if made.endswith("\n") else made + "\n").encode("utf-8"))


def _speaks_utf_8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf8")


def _print(result: object) -> None:
    from rich.console import Console

    from foedus.reports import plain

    if isinstance(result, str) and not sys.stdout.isatty():
        _write(result, None)
        return
    console = Console(width=None if sys.stdout.isatty() else _width())
    console.on_broken_pipe = _reader_gone  # type: ignore[method-assign]
    console.print(plain.shown(result))


def _width() -> int:
    """How wide a page is that no terminal shows: as COLUMNS says, if it says a number that can be meant."""
    said = os.environ.get("COLUMNS", "")
    return max(int(said), NARROWEST) if said.isdecimal() and len(said) < 5 and int(said) else WIDTH


def _reader_gone() -> None:
    raise BrokenPipeError


def _commands() -> App:
    said = "Measures and assesses military strategic partnerships."
    app = App(
        name="foedus", help=said, version=f"foedus {__version__}", help_format="plaintext", exit_on_error=False,
        print_error=False,
        suppress_keyboard_interrupt=False,
    )  # fmt: skip
    for verb in verbs.VERBS:
        told = _unwrapped(inspect.getdoc(verb) or "")
        app.command(command(verb), name=verb.__name__.replace("_", "-"), help=told)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; 0 done, 2 cannot be met, 130 interrupted, 1 a defect of ours."""
    _open_for_all()
    try:
        _commands()(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except FoedusError as error:
        _fail(str(error), error.exit_code)
    except CycloptsError as error:
        _fail(" ".join(str(error).split()) + " See: foedus --help", FoedusError.exit_code)
    except KeyboardInterrupt:
        _fail("Interrupted; what was built before is whole.", INTERRUPTED)
    except SystemExit as left:
        if not isinstance(left.__context__, BrokenPipeError):
            raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _fail(str(CannotWrite(error.filename or "the output", error.strerror or str(error))), FoedusError.exit_code)


def _open_for_all() -> None:
    """Nobody hears what is said to a closed output, and one that lacks a letter shows a question mark for it."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # until the program ends
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _fail(sentence: str, code: int) -> None:
    with suppress(OSError):  # where not even this can be said, the exit code says it
        print(sentence, file=sys.stderr)
    raise SystemExit(code)
