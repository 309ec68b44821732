"""The nouns one can declare: a source with its files and tables, a measure, an indicator, a scorecard."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from foedus.errors import NotInstalled

type_of_column = DataType | DataTypeClass

Unit = Literal[
    "state-year", "dyad-year", "directed-dyad-year", "alliance", "alliance-phase", "alliance-member",
    "claim", "tenure", "record",
]  # fmt: skip
RowUnit = Literal[
    "state-year", "dyad-year", "directed-dyad-year", "member-year", "pair-year", "directed-pair-year",
    "partnership-year", "operation", "objective", "invocation", "programme", "exposure", "coercion", "pull",
    "response", "neighbor", "donation", "mechanism", "series", "survey", "budget",
]  # fmt: skip
Over = Literal["all", "not USA", "from USA"]
Across = Literal["mean", "median", "sum", "minimum", "share", "whole"]
Stage = Literal["input", "activity", "output", "outcome", "risk", "outlook", "context"]
HeadlineId = Literal["commitment", "effects", "risk", "outlook"]
Mean = Literal["arithmetic", "geometric", "harmonic"]

HEADLINE_OF: dict[Stage, HeadlineId] = {
    "input": "commitment", "activity": "commitment", "output": "effects", "outcome": "effects",
    "risk": "risk", "outlook": "outlook",
}  # fmt: skip

KEYS: dict[str, tuple[str, ...]] = {
    "state-year": ("ccode", "year"),
    "dyad-year": ("ccode1", "ccode2", "year"),
    "directed-dyad-year": ("ccode1", "ccode2", "year"),
    "claim": ("party", "item", "year", "vintage"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A publisher's file: the hash of the copy we verified, and how a person gets it.

    `addresses` are the publisher's own, mirrors in the order they are tried: of the file, or of an archive with
    it. None stands here that is not known to hold it.

    A file that each user has to bring has no hash that we could know. It is told by its name (`pattern`, as
    in a shell) and by what it holds: the regular expression `looks_like` has to match what stands at its head,
    the names of its sheets or its first lines.
    """

    name: str
    sha256: str
    how: str
    addresses: tuple[str, ...] = ()
    pattern: str = "*"
    looks_like: str = ""


def github(repository: str, commit: str, path: str) -> str:
    """The address of a file in a public repository, as it stood at a commit."""
    return f"https://raw.githubusercontent.com/{repository}/{commit}/{quote(path)}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it means, its unit, its range, and what a missing row means.

    `absent=None` says that a state or pair missing from the table inside its years is unknown;
    any other value is what its absence means there. Outside the years it is always unknown.
    """

    name: str
    dtype: type_of_column
    meaning: str
    unit: str = ""
    within: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    absent: float | None = None
    required: bool = False


CLAIM_COLUMNS = (
    Column("value", pl.Float64, "The figure claimed", required=True),
    Column("unit", pl.String, "Its unit", required=True),
    Column("definition", pl.String, "Whose definition: nato, national, un"),
    Column("prices", pl.String, "current, or constant with the base year"),
    Column("estimate", pl.Boolean, "Whether the publisher marks it as an estimate"),
    Column("locator", pl.String, "Where in the publication", required=True),
)
"""What a table of unit `claim` holds beside its key: figures that are revised or contested."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A publisher's known error, mended in the open; the build stops once `expect` rows no longer match."""

    where: pl.Expr
    column: str
    value: float | int | str | None
    reason: str
    reported: str
    expect: int


READR = ("spec_tbl_df", "col_spec", "collector", *(f"collector_{kind}" for kind in ("character", "double", "guess")))
"""Classes that R's reader of text files leaves on a data frame and on its notes: no part of the data."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The files of a source as they lie on this machine."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where the declared file lies; it has been checked to be there."""
        return self.folder / name

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a comma-separated file with a preamble, in UTF-8, UTF-16 or Latin-1, its cells stripped."""
        import csv
        import io

        content = self.path(name).read_bytes()
        encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = content.decode("latin-1")
        try:
            return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline="")) if row]
        except csv.Error as error:
            raise OSError(f"{name} is no comma-separated text: {error}") from error

    def r_frame(self, file: str, name: str | None = None) -> pl.DataFrame:
        """A data frame of an R file (.rda by its name in it, .rds without), R's missing numbers as unknown.

        Needs the extra `r`; says so if it is not installed.
        """
        try:
            import rdata
        except ImportError as error:
            raise NotInstalled(file, "r") from error
        plain: dict[str | bytes, Callable[[object, Mapping[str, object]], object]] = dict.fromkeys(
            ("data.frame", "tbl_df", "tbl", "Date", *READR), lambda inner, _: inner
        )
        path = self.path(file)
        try:
            read = rdata.read_rds(path, constructor_dict=plain) if name is None else (
                rdata.read_rda(path, constructor_dict=plain)[name]
            )  # fmt: skip
        except EOFError as error:
            raise OSError(f"{path.name} ends too early") from error
        bare = {column: getattr(values, "values", values) for column, values in read.items()}
        return pl.DataFrame(_text(pl.Series(column, values, nan_to_null=True)) for column, values in bare.items())


def _text(series: pl.Series) -> pl.Series:
    """Text that begins with an unknown is taken for a column of objects, and is told to be text."""
    return pl.Series(series.name, series.to_list(), pl.String) if series.dtype == pl.Object else series


Parser = Callable[[Raw], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table of a source, known elsewhere as `<source>.<name>`.

    A `mirrored` table of directed pairs says the same of a pair in both directions, but for columns of a side,
    which end in 1 and 2 and change places: it needs no rule to be read on undirected pairs.
    """

    source: str
    name: str
    unit: Unit
    key: tuple[str, ...]
    years: tuple[int, int] | None
    rows: tuple[int, int]
    columns: tuple[Column, ...]
    ignored: frozenset[str]
    corrections: tuple[Correction, ...]
    parse: Parser
    doc: str
    mirrored: bool = False

    @property
    def id(self) -> str:
        """The name under which the warehouse keeps it."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset: who made it, under which terms, which files it comes in, and the tables they hold.

    `bring_your_own` says in a few words why each user has to bring a copy, which is then never fetched.
    """

    id: str
    title: str
    version: str
    subject: str
    citation: str
    licence: str
    homepage: str
    files: tuple[File, ...]
    in_the_box: bool = False
    bring_your_own: str = ""
    tables: list[Table] = field(default_factory=list)

    def table(
        self,
        unit: Unit,
        *,
        rows: tuple[int, int],
        columns: Sequence[Column],
        key: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
        ignored: Sequence[str] | set[str] = (),
        corrections: Sequence[Correction] = (),
    ) -> Callable[[Parser], Parser]:
        """Declare what the decorated parser returns; the parser's name becomes the table's."""

        def declare(parse: Parser) -> Parser:
            self.tables.append(
                Table(
                    source=self.id, name=parse.__name__, unit=unit, key=tuple(key or KEYS[unit]), years=years,
                    rows=rows, columns=tuple(columns), ignored=frozenset(ignored),
                    corrections=tuple(corrections), parse=parse, doc=inspect.getdoc(parse) or "",
                )
            )  # fmt: skip
            return parse

        return declare


Formula = Callable[..., pl.Expr]


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula over named columns of one kind of row; its parameters are the columns it needs.

    A parameter ending in `_lag5` is the column five years earlier, for the same state or partnership; one
    ending in `_sum5` is its sum over the year and the four before it, unknown if any of them is.
    """

    name: str
    unit: RowUnit
    columns: tuple[str, ...]
    formula: Formula
    aggregates: bool
    within: tuple[float, float] | None
    value_unit: str
    citation: str
    doc: str

    def expression(self) -> pl.Expr:
        """The formula over columns of those names."""
        return self.formula(*(pl.col(name) for name in self.columns))


def measure(
    unit: RowUnit,
    *,
    citation: str,
    value_unit: str = "",
    within: tuple[float, float] | None = None,
    aggregates: bool = False,
) -> Callable[[Formula], Measure]:
    """Declare a formula; `aggregates=True` if it turns all rows of a partnership-year into one value."""

    def declare(formula: Formula) -> Measure:
        names = tuple(inspect.signature(formula).parameters)
        return Measure(
            name=formula.__name__, unit=unit, columns=names, formula=formula, aggregates=aggregates,
            within=within, value_unit=value_unit, citation=citation, doc=inspect.getdoc(formula) or "",
        )  # fmt: skip

    return declare


@dataclass(frozen=True, slots=True)
class StateColumn:
    """A state-year column computed from others of all states; `own` if only from the same state's."""

    name: str
    needs: tuple[str, ...]
    unit: str
    function: Callable[..., pl.Series]
    citation: str
    doc: str
    own: bool = False


def state_column(
    needs: Sequence[str], *, unit: str, citation: str, own: bool = False
) -> Callable[[Callable[..., pl.Series]], StateColumn]:
    """Declare a computed column; the function takes the panel of party-years, in its order."""

    def declare(function: Callable[..., pl.Series]) -> StateColumn:
        doc = inspect.getdoc(function) or ""
        return StateColumn(function.__name__, tuple(needs), unit, function, citation, doc, own)

    return declare


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure with a reading: which stage it speaks to, which value is worst and which best.

    `worst` and `best` are fixed for all years. `max_age` is how many years an observed value may be
    carried (None: as long as the partnership is in force). `applies` names a yes-or-no column of the
    partnership-year; where it is false the indicator is not applicable. A context indicator, one whose
    polarity is contested, and one outside the core set are shown and not scored. `fallbacks` are the same
    measure from other sources, tried in order where the first is unknown. `any_rows` lets a value rest on
    the members or pairs that are known, however few: for measures that only some of them can have. `over`
    leaves out rows that cannot have the measure at all, such as the United States as host of its own forces.
    `counts` says that the value is a share of few cases, whose method range carries a Jeffreys interval.
    `weight` is relative to the other indicators of its pillar that feed the same headline.
    """

    id: str
    title: str
    measure: Measure | None
    pillar: str
    stage: Stage
    across: Across = "whole"
    worst: float | None = None
    best: float | None = None
    because: str = ""
    log: bool = False
    max_age: int | None = 3
    applies: str | None = None
    contested: bool = False
    caveat: str = ""
    needs: str = ""
    core: bool = True
    fallbacks: tuple[Measure, ...] = ()
    any_rows: bool = False
    over: Over = "all"
    counts: bool = False
    weight: float = 1.0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measure and its fallbacks, in the order they are tried."""
        return (self.measure, *self.fallbacks) if self.measure is not None else ()

    @property
    def scored(self) -> bool:
        """Whether it enters a headline; the outlook's slope is computed from the other scored indicators."""
        computed = self.measure is not None or self.stage == "outlook"
        read = self.stage != "context" and not self.contested and self.best is not None
        return computed and read and self.core

    @property
    def headline(self) -> HeadlineId | None:
        """The headline it feeds: input and activity are commitment, output and outcome are effects."""
        return HEADLINE_OF[self.stage] if self.scored else None


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the parts of the subject, and the indicators that speak to it.

    `weights` are relative to the other pillars that feed a headline; one that is not named there weighs 1.
    """

    id: str
    title: str
    indicators: tuple[Indicator, ...]
    empty: str = ""
    weights: Mapping[HeadlineId, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Many indicators read together: pillars, the stages they feed, and how much must be known.

    `within` is the mean of a pillar's indicators in a headline, `between` the mean of the pillars. `factors`
    multiply the weight of single indicators in their headline, before the weights are made to sum to 1.
    """

    id: str
    title: str
    pillars: tuple[Pillar, ...]
    need: float = 0.5
    within: Mean = "arithmetic"
    between: Mean = "arithmetic"
    factors: Mapping[str, float] = field(default_factory=dict)

    @property
    def sums(self) -> bool:
        """Whether a headline is a weighted sum, which can be taken apart into points."""
        return self.within == self.between == "arithmetic"

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the pillars."""
        return tuple(indicator for pillar in self.pillars for indicator in pillar.indicators)
