"""What every verb gives back, and the warehouse it asks: built first if nothing is built yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from foedus.errors import BadOption, FoedusError, NotBuilt
from foedus.reports._handed import FORMATS as FORMATS
from foedus.reports._handed import Format as Format
from foedus.reports._handed import Recorded, Telling

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from foedus.reports._workbook import Sheet
    from foedus.scorecards import Assessment
    from foedus.warehouse import Warehouse


@runtime_checkable
class Result(Protocol):
    """What a verb that makes a report gives back: its table, its forms, and a look for the terminal."""

    @property
    def data(self) -> pl.DataFrame:
        """The result as one table."""

    def to(self, form: Format) -> str | bytes:
        """The result as text, or as the bytes of a file where the form is one of pdf, xlsx and png."""

    def __rich__(self) -> RenderableType: ...


@runtime_checkable
class Complains(Protocol):
    """A result that is an answer and a complaint: it is shown, and then the command ends with its error."""

    @property
    def complaint(self) -> FoedusError | None:
        """The error that a command ends with; none if there is nothing to complain of."""


@runtime_checkable
class Saves(Protocol):
    """A result that writes itself, and what belongs beside it, by the ending of a file's name."""

    def save(self, out: Path) -> tuple[Path, ...]:
        """Write it; which files were written."""


class Toml(str):
    """An answer that is a TOML file to keep."""

    __slots__ = ()


class Assessed(Recorded["Assessment"]):
    """An assessment as a result: its record, its table of values, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per indicator: value, unit, score, status, year used."""
        import polars as pl

        rows = [
            {"indicator": i.id, "title": i.title, "pillar": p.id, "stage": i.stage, "value": i.value, "unit": i.unit,
             "score": i.score, "status": i.status, "year_used": i.year_used, "n": i.n, "of": i.of}
            for p in self.record.pillars for i in p.indicators
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def telling(self) -> Telling[Assessment]:
        """As a page, as JSON, as Markdown, as one drawing."""
        from foedus.reports import partnership

        return {
            "html": partnership.to_html, "json": partnership.to_json, "md": partnership.to_markdown,
            "svg": partnership.to_svg,
        }  # fmt: skip

    def sheets(self) -> tuple[Sheet, ...]:
        """Its values, and its scores as formulas that a spreadsheet computes again."""
        from foedus.reports._scores import scores
        from foedus.reports._sheets import values

        return (scores(self.record), values(self.data))

    def __rich__(self) -> RenderableType:
        from foedus.reports import partnership

        return partnership.to_terminal(self.record)


def drawable(draws: int, seed: int) -> None:
    """Refuse a number of draws or a seed that cannot be used."""
    if not 10 <= draws <= 100_000:
        raise BadOption("--draws", draws, "between 10 and 100,000")
    if not 0 <= seed < 2**32:
        raise BadOption("--seed", seed, "a whole number from 0")


def ready(say: Callable[[str], None] = lambda _: None) -> Warehouse:
    """The warehouse, built first if nothing is built here, or built anew if this installation computes otherwise."""
    from foedus.scorecards._universe import code_version, derive
    from foedus.warehouse import build as build_warehouse
    from foedus.warehouse import open_warehouse

    try:
        warehouse = open_warehouse()
    except NotBuilt:
        return build_warehouse(derive, code=code_version(), say=say).warehouse
    derived = warehouse.entries.get("derived.values")
    if derived is None or derived.code != code_version():
        return build_warehouse(derive, code=code_version(), say=say).warehouse
    return warehouse
