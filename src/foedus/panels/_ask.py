"""What is asked of a panel, in text: `cinc`, `cinc1@-1`, `mean(cinc1, 5)`, `peace_years(gmlmidonset)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from foedus.errors import BadOption

Function = Literal["mean", "sum", "min", "max", "peace_years", "peace_years_gaps", "cubic", "spline"]
WINDOWED = ("mean", "sum", "min", "max")
CURVES = ("cubic", "spline")
GRAMMAR = (
    "a column (cinc1), a lag or lead (cinc1@-1, cinc1@+1), mean, sum, min or max over this year and those before it "
    "(mean(cinc1, 5)), peace_years(...), peace_years_gaps(...), cubic(...) or spline(..., 5), each with a name of its "
    "own if you like (name=...)"
)
WHOLE = re.compile(r"^(?:(?P<name>[A-Za-z_]\w*)\s*=\s*)?(?P<rest>[^=].*)$")
CALL = re.compile(r"^(?P<function>[a-z_]+)\((?P<inner>.*)\)$")
PLAIN = re.compile(r"^(?P<column>[A-Za-z_][\w.]*)(?:@(?P<shift>[+-][0-9]{1,3}))?$")
NUMBER = re.compile(r"[0-9]{1,6}")
WIDEST = 100
DEEPEST = 2
"""How many functions may stand in one another: a curve of a duration."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked: a column `shift` years away (negative: earlier), or a function of such a thing."""

    text: str
    column: str
    shift: int = 0
    function: Function | None = None
    of: Asked | None = None
    number: int = 0
    named: str = ""

    @property
    def unnamed(self) -> str:
        """What is asked for, without the name that it is given."""
        return WHOLE.sub(r"\g<rest>", self.text.strip())

    @property
    def name(self) -> str:
        """What the column is called in the panel, fit for any statistics program."""
        if self.named:
            return self.named
        if self.of is not None:
            return f"{self.of.name}_{self.function}" + (str(self.number) if self.function in WINDOWED else "")
        if self.shift:
            return f"{self.column}_{'lag' if self.shift < 0 else 'lead'}{abs(self.shift)}"
        return self.column.replace(".", "_")


def asked(text: str) -> Asked:
    """What a text asks for; an error with the grammar if it cannot be read."""
    match = WHOLE.match(text.strip())
    if not match:
        raise BadOption("COLUMN", text, GRAMMAR)
    return _read(text, match["rest"].strip(), match["name"] or "", 0)


def _read(text: str, rest: str, named: str, depth: int) -> Asked:
    call = CALL.match(rest)
    if call and depth < DEEPEST:
        return _call(text, call["function"], call["inner"], named, depth)
    plain = PLAIN.match(rest)
    if not plain:
        raise BadOption("COLUMN", text, GRAMMAR)
    return Asked(text, plain["column"], int(plain["shift"] or 0), named=named)


def _call(text: str, function: str, inner: str, named: str, depth: int) -> Asked:
    known: Function | None = next((one for one in get_args(Function) if one == function), None)
    if known is None:
        raise BadOption("COLUMN", text, GRAMMAR)
    body, number = inner, 0
    if known in (*WINDOWED, "spline"):
        body, _, counted = inner.rpartition(",")
        if not body or not NUMBER.fullmatch(counted.strip()):
            raise BadOption("COLUMN", text, f"{known} takes a column and a whole number, as {known}(cinc1, 5)")
        number = int(counted)
        least = 3 if known == "spline" else 2
        if not least <= number <= WIDEST:
            raise BadOption("COLUMN", text, f"the number must be between {least} and {WIDEST}")
    within = _read(text, body.strip(), "", depth + 1)
    if within.of is not None and known not in CURVES:
        raise BadOption("COLUMN", text, f"{known} takes a column, not another function")
    if within.function in CURVES:
        raise BadOption("COLUMN", text, f"{known} takes a column, a window or years since an event, not another curve")
    return Asked(text, within.column, function=known, of=within, number=number, named=named)
