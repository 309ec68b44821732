"""Every error a person can meet: what is wrong, where, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

LONGEST = 400
"""How many characters of a value an error repeats."""


class FoedusError(Exception):
    """A request that cannot be met; its text is one sentence for a person, and the exit code is 2."""

    exit_code = 2

    def __reduce__(self) -> tuple[object, ...]:
        """An error travels whole from the process that met it to the one that tells it."""
        return _again, (type(self), str(self), dict(vars(self)))


def _again(kind: type[FoedusError], sentence: str, facts: dict[str, object]) -> FoedusError:
    error = kind.__new__(kind, sentence)
    vars(error).update(facts)
    return error


def _shown(value: object) -> str:
    """A value as it was given, or its beginning if it is far too long for a sentence."""
    told = repr(value)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}… ({len(told):,} characters)"


class UnknownName(FoedusError):
    """A name that matches nothing; carries the closest names that exist."""

    def __init__(self, kind: str, text: str, suggestions: Sequence[str] = (), *, hint: str = "") -> None:
        self.kind, self.text, self.suggestions = kind, text, tuple(suggestions)
        sentence = f"There is no {kind} called {_shown(text)}."
        if self.suggestions:
            *others, last = map(repr, self.suggestions)
            sentence += f" Did you mean {', '.join(others)} or {last}?" if others else f" Did you mean {last}?"
        super().__init__(f"{sentence} {hint}".strip())


class AmbiguousName(FoedusError):
    """A name that several things carry; lists them all, so that the caller can choose."""

    def __init__(self, kind: str, text: str, candidates: Sequence[str]) -> None:
        self.kind, self.text, self.candidates = kind, text, tuple(candidates)
        listed = "; ".join(self.candidates)
        super().__init__(f"{text!r} names more than one {kind}: {listed}. Say which one.")


class OutsideCoverage(FoedusError):
    """A year or date at which the thing asked about did not exist or is not covered."""

    def __init__(self, what: str, asked: int | str, *, known: str) -> None:
        self.what, self.asked, self.known = what, asked, known
        super().__init__(f"{what} is not known in {asked}: {known}.")


class NotInForce(FoedusError):
    """A partnership asked about in a year in which it did not bind anybody."""

    def __init__(self, partnership: str, year: int, spells: str) -> None:
        self.partnership, self.year, self.spells = partnership, year, spells
        super().__init__(f"{partnership} was not in force in {year}; it was in force {spells}.")


class BadOption(FoedusError):
    """An option whose value cannot be used, or that cannot be left out (None); says which values can."""

    def __init__(self, option: str, value: object, allowed: str) -> None:
        self.option, self.value, self.allowed = option, value, allowed
        super().__init__(f"{option} cannot be {'left out' if value is None else _shown(value)}: {allowed}.")


class BadFile(FoedusError):
    """A file handed over that is not what it should be; says what was expected and the remedy."""

    def __init__(self, path: Path | str, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = str(path), problem, remedy
        super().__init__(f"{self.path} {problem}. {remedy}")


class BrokenContract(FoedusError):
    """A table whose content does not keep what its declaration promises."""

    def __init__(self, table: str, problem: str, remedy: str) -> None:
        self.table, self.problem, self.remedy = table, problem, remedy
        super().__init__(f"{table} {problem}. {remedy}")


class NotBuilt(FoedusError):
    """Data asked for that has not been fetched or built on this machine; names the command that does it."""

    def __init__(self, what: str, command: str) -> None:
        self.what, self.command = what, command
        super().__init__(f"{what} is not built here. Run: {command}")


class CannotWrite(FoedusError):
    """A place where nothing can be written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"Cannot write {self.path}: {reason}. Choose another place with --out or FOEDUS_DATA.")


class NotInstalled(FoedusError):
    """Something that needs an optional part of the installation, or of the system; names the command that adds it."""

    def __init__(self, what: str, extra: str, *, otherwise: str = "") -> None:
        self.what, self.extra = what, extra
        remedy = otherwise or f"Run: pip install 'foedus[{extra}]'"
        super().__init__(f"{what} needs an optional part that is not installed. {remedy}")


class NotDownloaded(FoedusError):
    """A file that could not be fetched from its address; says why, and how to get it by hand."""

    def __init__(self, address: str, problem: str, remedy: str) -> None:
        self.address, self.problem, self.remedy = address, problem, remedy
        super().__init__(f"{address} {problem}. {remedy}")


class BadQuery(FoedusError):
    """A query of the tables that cannot be answered; says what is wrong with it."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"The query cannot be answered: {problem}")
