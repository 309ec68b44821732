"""Who owes whom, told: each state obliged to the one attacked, by which article, and what stands against it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from foedus import states
from foedus._version import __version__
from foedus.partnerships.casus import Attack
from foedus.reports import _markdown as markdown
from foedus.reports import _words as words
from foedus.reports._handed import Report, Texts
from foedus.reports._page import page
from foedus.sources.register import edition

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

KINDS = {"defense": "Owes defense", "assistance": "Owes assistance", "consultation": "Owes consultation"}
NOTHING = "Nothing on record."
READING = (
    "Direction: the state named owes it to the one attacked. A legal duty is not a forecast of conduct.",
    "Instruments come from the register; where it has none of a partnership, from ATOP, which ends in 2018.",
    "What stands against a duty is listed and not weighed: whether it does is for lawyers and governments.",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One promise that one state owes the state attacked."""

    obliged: str
    name: str
    type: str
    binding: str
    partnership: str
    instrument: str
    article: str
    conditions: str
    area: str
    stands_against: str
    not_promised: str
    source: str
    url: str

    @property
    def place(self) -> str:
        """The instrument and its article."""
        return ", ".join(filter(None, (self.instrument, words.article(self.article))))


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, with everyone who owes the same by it and what stands against whom."""

    first: Duty
    names: tuple[str, ...]
    against: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def owing(self) -> str:
        """How many states owe it, and which."""
        return f"Owed by {words.counted(len(self.names), 'state')}: {words.listing(self.names)}."

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """What it does not promise, on what condition, and where, as far as that is on record."""
        one = self.first
        said = (("Does not promise", one.not_promised), ("Condition", one.conditions), ("Area", one.area))
        return tuple((name, words.sentence(text)) for name, text in said if text)

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What stands against it, each with the states it concerns."""
        return tuple(
            f"{words.capital(what)}: {f'all {len(whom)}' if len(whom) == len(self.names) > 1 else words.listing(whom)}."
            for what, whom in self.against
        )


@dataclass(frozen=True, slots=True)
class Duties(Report):
    """Everyone obliged to a state under attack, as a result: its table and its forms."""

    case: Attack
    owed: pl.DataFrame
    warehouse: str

    @property
    def data(self) -> pl.DataFrame:
        """One row per promise, the strongest first."""
        return self.owed

    @property
    def schema(self) -> str:
        """The version of the record's JSON."""
        return "foedus.duties/1"

    @property
    def edition(self) -> str:
        """Which code and which register made it."""
        return f"{__version__}, register {edition().version}"

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code."""
        told = (self.case.victim, self.case.attacker, str(self.case.year), self.warehouse, __version__)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    @property
    def rows(self) -> list[Duty]:
        """The promises, strongest first."""
        return [Duty(**row) for row in self.data.iter_rows(named=True)]

    @property
    def title(self) -> str:
        """The question in words."""
        victim, attacker = (states.resolve(p, on=self.case.year).name for p in (self.case.victim, self.case.attacker))
        return f"Who owes {victim} what if {attacker} attacks it, {self.case.year}"

    @property
    def summary(self) -> str:
        """How many states owe which kind of help, and how many of them something stands against."""
        if not self.data.height:
            return "Nobody is on record as owing defense, assistance or consultation."
        parts = []
        for kind, rows in self.grouped():
            owing = {row.obliged for row in rows}
            hindered = {row.obliged for row in rows if row.stands_against}
            said = f"{len(owing)} state{'s' if len(owing) > 1 else ''} {'owe' if len(owing) > 1 else 'owes'} {kind}"
            parts.append(said + (f" (something stands against it for {len(hindered)})" if hindered else ""))
        return "; ".join(parts) + "."

    def grouped(self) -> Iterator[tuple[str, list[Duty]]]:
        """The promises by kind, defense first."""
        for kind in KINDS:
            rows = [row for row in self.rows if row.type == kind]
            if rows:
                yield kind, rows

    def clauses(self) -> Iterator[tuple[str, list[Clause]]]:
        """The promises by kind, and in it by clause, so that a clause many states are bound by is told once."""
        for kind, rows in self.grouped():
            same: dict[tuple[str, ...], list[Duty]] = {}
            for row in rows:
                key = (row.place, row.partnership, row.binding, row.conditions, row.area, row.not_promised)
                same.setdefault(key, []).append(row)
            yield kind, [_clause(told) for told in same.values()]

    def texts(self) -> Texts:
        """The report as a self-contained page, as JSON, as Markdown."""
        return {"html": lambda: to_html(self), "json": lambda: to_json(self), "md": lambda: to_markdown(self)}

    def told(self) -> object:
        """The promises: each names its source."""
        return self.rows

    def __rich__(self) -> RenderableType:
        return to_terminal(self)


def _clause(rows: list[Duty]) -> Clause:
    against: dict[str, list[str]] = {}
    for row in rows:
        for what in filter(None, row.stands_against.split("; ")):
            against.setdefault(what, []).append(row.name)
    told = sorted(((what, tuple(whom)) for what, whom in against.items()), key=lambda pair: -len(pair[1]))
    return Clause(rows[0], tuple(row.name for row in rows), tuple(told))


def bound(row: Duty) -> str:
    """The partnership behind a promise, and how it binds."""
    return f"{words.plain(row.partnership)}; {words.BINDING.get(row.binding, words.phrase(row.binding))}"


def to_json(d: Duties) -> str:
    """The answer as JSON."""
    told = {
        "schema": d.schema, "edition": d.edition, **asdict(d.case), "summary": d.summary,
        "duties": [asdict(row) for row in d.rows], "fingerprint": d.fingerprint,
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False)


def to_html(d: Duties) -> str:
    """The answer as one self-contained page."""
    return page("duties.html", {"record": d, "kinds": KINDS, "reading": READING, "bound": bound, "nothing": NOTHING})


def to_markdown(d: Duties) -> str:
    """The answer as Markdown."""
    lines = [f"# {markdown.escaped(d.title)}", "", markdown.escaped(d.summary)]
    for kind, clauses in d.clauses():
        lines += markdown.heading(2, KINDS[kind])
        for one in clauses:
            lines += [*markdown.heading(3, one.first.place), markdown.link(bound(one.first), one.first.url), ""]
            lines += [markdown.escaped(one.owing), ""]
            lines += [f"- {name}: {markdown.escaped(text)}" for name, text in one.terms]
            lines += [f"- Stands against it: {markdown.escaped(text)}" for text in one.obstacles or (NOTHING,)]
    lines += [*markdown.heading(2, "How to read this"), *markdown.bullets(READING), ""]
    return "\n".join([*lines, f"Fingerprint: {markdown.code(d.fingerprint)}"]).rstrip() + "\n"


def to_terminal(d: Duties) -> Group:
    """The answer for a screen of 80 columns or more."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports._terminal import heading, indented, labeled

    parts: list[RenderableType] = [Rule(Text(d.title, style="bold"), align="left"), Text(d.summary)]
    for kind, clauses in d.clauses():
        parts += [Text(), heading(KINDS[kind])]
        for one in clauses:
            parts += [Text(), labeled(words.plain(one.first.place), bound(one.first)), *indented((one.owing,))]
            parts += indented(f"{name}: {text}" for name, text in one.terms)
            parts += indented(f"Stands against it: {text}" for text in one.obstacles or (NOTHING,))
    closing = " ".join(READING) + " --to csv or json has sources and addresses."
    return Group(*parts, Text(), Text(closing, style="dim"), Text(f"Fingerprint {d.fingerprint}", style="dim"))
