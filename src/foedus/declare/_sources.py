"""A source with its files and tables, and the files as they lie on this machine."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from foedus.errors import NotInstalled

type_of_column = DataType | DataTypeClass

Unit = Literal[
    "state-year", "dyad-year", "directed-dyad-year", "alliance", "alliance-phase", "alliance-member",
    "leader-year", "leader-dyad-year", "claim", "tenure", "record",
]  # fmt: skip


VERSION = "@"
"""Stands between a source and the version of it that lies beside the declared one: `cow_nmc@5.0`."""
VERSION_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,31}")
"""What may stand behind it: the name is a folder's, too."""
KEYS: dict[str, tuple[str, ...]] = {
    "state-year": ("ccode", "year"),
    "dyad-year": ("ccode1", "ccode2", "year"),
    "directed-dyad-year": ("ccode1", "ccode2", "year"),
    "leader-year": ("obsid", "ccode", "year"),
    "leader-dyad-year": ("obsid1", "obsid2", "ccode1", "ccode2", "year"),
    "claim": ("party", "item", "year", "vintage"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A publisher's file: the hash of the copy we verified, and how a person gets it.

    `addresses` are the publisher's own, mirrors in the order they are tried: of the file, or of an archive with
    it. None stands here that is not known to hold it.

    A file that each user has to bring has no hash that we could know. It is told by its name (`pattern`, as
    in a shell; of two, "*.xlsx or *.csv") and by what it holds: the regular expression `looks_like` has to match
    what stands at its head, the names of its sheets or its first lines.
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
        except (NotImplementedError, AssertionError) as error:  # what rdata raises at bytes it cannot place
            raise OSError(f"{path.name} is no whole R file") from error
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
    which end in 1 and 2 and change places: it needs no rule to be read on undirected pairs. Of a table that is not
    `promised`, another version's, nobody knows how many rows and which years it has before it was read.
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
    promised: bool = True

    @property
    def id(self) -> str:
        """The name under which the warehouse keeps it."""
        return f"{self.source}.{self.name}"

    @property
    def unpromised(self) -> Table:
        """The same table of another file: a few rows of it, or another version."""
        return replace(self, promised=False)


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

    @property
    def declared(self) -> str:
        """The id under which it is declared, whichever version of it this is."""
        return self.id.partition(VERSION)[0]

    @property
    def is_declared(self) -> bool:
        """Whether this is the declared version, and not another one that lies beside it."""
        return self.id == self.declared

    @property
    def fetch_command(self) -> str:
        """What brings the source's files here: a download if every file has an address, else handing them over."""
        if not self.is_declared:
            return f"foedus fetch {self.declared} --version {self.version} --from PATH"
        return f"foedus fetch {self.id}" + ("" if all(file.addresses for file in self.files) else " --from PATH")

    def as_version(self, version: str) -> Source:
        """Another version of the same dataset, read by the same code: its own files and tables, without promises."""
        other = f"{self.id}{VERSION}{version}"
        return replace(
            self, id=other, version=version, citation=f"{self.citation} Used here: version {version}.",
            files=tuple(replace(file, sha256="", addresses=()) for file in self.files),
            tables=[replace(table, source=other, years=None).unpromised for table in self.tables],
        )  # fmt: skip

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
