"""Every report in every form: text of its own making, and from it a PDF, a workbook, figures and a bibliography."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar, overload

from foedus.errors import BadOption

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from foedus.reports._workbook import Sheet

TextFormat = Literal["html", "json", "md", "svg", "bib"]
FileFormat = Literal["pdf", "xlsx", "png"]
Format = Literal["html", "json", "md", "svg", "bib", "pdf", "xlsx", "png", "parquet", "arrow", "dta", "rds", "toml"]
FORMATS: tuple[Format, ...] = ("html", "json", "md", "svg", "bib", "pdf", "xlsx", "png")
Texts = Mapping[str, Callable[[], str]]
"""The forms of text that a report makes itself: always html, json and md; svg where it can be drawn."""


class Report(ABC):
    """A result that can be handed on: what it says itself as text, and what is made from that."""

    __slots__ = ()

    @property
    @abstractmethod
    def data(self) -> pl.DataFrame:
        """The result as one table."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code: the same fingerprint means the same numbers."""

    @abstractmethod
    def texts(self) -> Texts:
        """The forms of text that this report makes itself, each made when it is called."""

    def told(self) -> object:
        """The record behind the report, in which its evidence is found."""
        return getattr(self, "record", self)

    def sheets(self) -> tuple[Sheet, ...]:
        """Sheets of its own, between the summary and the evidence; others have one of values."""
        from foedus.reports._sheets import values

        return (values(self.data),)

    @property
    def forms(self) -> tuple[str, ...]:
        """What this report can be written as; a table of it can be csv."""
        own = self.texts()
        drawn = ("png",) if "svg" in own else ()
        return (*own, "pdf", "xlsx", "bib", *drawn)

    @overload
    def to(self, form: TextFormat) -> str: ...

    @overload
    def to(self, form: FileFormat) -> bytes: ...

    @overload
    def to(self, form: Format) -> str | bytes: ...

    def to(self, form: Format) -> str | bytes:
        """The report as text (html, json, md, svg, bib) or as the bytes of a file (pdf, xlsx, png)."""
        own = self.texts()
        if form in own:
            return own[form]()
        if form == "pdf":
            from foedus.reports._pdf import pdf

            return pdf(own["html"](), self.fingerprint)
        if form == "xlsx":
            from foedus.reports._sheets import workbook

            return workbook(own["md"](), self.fingerprint, self.sheets(), self.told())
        if form == "png" and "svg" in own:
            from foedus.reports._figures import png

            return png(own["svg"]())
        if form == "bib":
            from foedus.reports._sheets import bibliography

            return bibliography(self.told())
        raise BadOption("--to", form, f"one of {', '.join((*self.forms, 'csv'))}")

    @abstractmethod
    def __rich__(self) -> RenderableType: ...

    def __repr__(self) -> str:
        return f"{type(self).__name__}, fingerprint {self.fingerprint}, as {', '.join(self.forms)}\n{self.data}"


class Fingerprinted(Protocol):
    """A record that says what it was computed from."""

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code."""


R = TypeVar("R", bound=Fingerprinted)
Telling = Mapping[str, Callable[[R], str]]
"""The forms of text in which a record can be told, each with what tells it."""


@dataclass(frozen=True, slots=True, repr=False)
class Recorded(Report, Generic[R]):
    """A record as a result: the functions of its report tell it, each when its form is asked for."""

    record: R

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code: the same fingerprint means the same numbers."""
        return self.record.fingerprint

    @abstractmethod
    def telling(self) -> Telling[R]:
        """What tells the record as a self-contained page, as JSON, as Markdown, and where it can be drawn as SVG."""

    def texts(self) -> Texts:
        """The forms of text that this report makes itself, each made when it is called."""
        return {form: partial(told, self.record) for form, told in self.telling().items()}
