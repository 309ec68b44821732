"""From several disputes or wars of a year to one: rules that keep the greatest or least, in an order one can choose."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from foedus.errors import BadOption, UnknownName


@dataclass(frozen=True, slots=True)
class Rule:
    """Keeps, of several rows of a key, those with the greatest of a column, or with `least` the least.

    A row in which the column is unknown gives way to one in which it is known.
    """

    name: str
    meaning: str
    column: str
    least: bool = False


UNKNOWN_DEATHS, HALF = -9, 0.5
OF_DISPUTES = (
    Rule("onset", "a dispute that begins in the year, before one that goes on", "begins"),
    Rule("fatality", "the most deaths in the dispute; unknown ranks between none and few", "deaths"),
    Rule("hostility", "the highest hostility in the dispute", "hostlev"),
    Rule("mindur", "the longest least duration", "mindur"),
    Rule("maxdur", "the longest greatest duration", "maxdur"),
    Rule("recip", "a dispute that the other side answered in kind", "recip"),
    Rule("stmon", "the earliest month of beginning", "stmon", least=True),
)
"""In the default order of Miller (2022), peacesciencer, which publishes disputes whittled by it."""


def steps(rows: pl.DataFrame, key: Sequence[str], rules: Sequence[Rule]) -> Iterator[tuple[str, pl.DataFrame]]:
    """What is left after each rule, in turn."""
    for rule in rules:
        value = pl.col(rule.column)
        best = (value.min() if rule.least else value.max()).over(key)
        rows = rows.filter(value.eq_missing(best))
        yield rule.name, rows


def whittled(rows: pl.DataFrame, key: Sequence[str], rules: Sequence[Rule]) -> pl.DataFrame:
    """One row of each key: what the rules leave, and where they leave several the first of those."""
    for _, left in steps(rows, key, rules):
        rows = left
    return rows.unique(key, keep="first", maintain_order=True)


def ordered(rules: Sequence[Rule], order: Sequence[str], what: str) -> tuple[Rule, ...]:
    """The rules named, in the order named, without those that are not of this history; without names all as they are.

    An order in which no rule can choose is refused.
    """
    if not order:
        return tuple(rules)
    mine = {rule.name: rule for rule in rules}
    chosen = tuple(mine[name] for name in order if name in mine)
    if not chosen:
        raise BadOption(
            "--whittle", ",".join(order), f"no rule of it chooses among {what}; these do: {', '.join(mine)}"
        )
    return chosen


def order_of(text: str | Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names of rules in a text with commas, or in a sequence; an unknown one is told those alike."""
    names = tuple(name.strip() for name in (text.split(",") if isinstance(text, str) else text))
    rules = list(dict.fromkeys(known))
    for name in names:
        if name not in rules:
            alike = difflib.get_close_matches(name, rules, n=3, cutoff=0.5)
            raise UnknownName("rule", name, alike, hint=f"--whittle takes these, with commas: {', '.join(rules)}.")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadOption("--whittle", ",".join(names), f"it names {twice} twice")
    return names


def deaths(fatality: str = "fatality") -> pl.Expr:
    """The rank of a dispute by its deaths: unknown ranks between none and few."""
    known = pl.col(fatality)
    return pl.when(known == UNKNOWN_DEATHS).then(HALF).otherwise(known).alias("deaths")
