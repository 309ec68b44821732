"""A panel handed on: as a table in any program's format, with its codebook and the works to cite."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from foedus import sources
from foedus._version import __version__
from foedus.errors import BadOption, CannotWrite, NotInstalled
from foedus.panels._ask import asked
from foedus.panels._panel import DERIVED, Panel, Provenance
from foedus.reports import citation
from foedus.warehouse import write_whole

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from rdata.conversion.to_r import Converter
    from rdata.parser import RObject
    from rich.console import Group, RenderableType

SHOWN, WIDEST = 10, 12
BLOCKS = " ▁▂▃▄▅▆▇█"
BINARY = ("parquet", "arrow", "dta", "rds")
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True, repr=False)
class Paneled:
    """A panel as a result: its table, the provenance of each column, and its forms."""

    record: Panel

    @property
    def data(self) -> pl.DataFrame:
        """The panel as a Polars frame."""
        return self.record.data

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where each column comes from, and what an empty cell of it means."""
        return self.record.provenance

    @property
    def fingerprint(self) -> str:
        """A hash of the question, the data and the code."""
        return self.record.fingerprint

    def to_pandas(self) -> pd.DataFrame:
        """The panel as a pandas frame: unknown numbers are NaN, unknown days NaT, yes-or-no cells and text None."""
        try:
            import pandas as pd
        except ImportError as error:
            raise NotInstalled("A pandas frame", "r") from error
        import polars as pl

        plain = {
            one.name: one.to_numpy() if one.dtype.is_numeric() or one.dtype == pl.Date else one.to_list()
            for one in self.data.get_columns()
        }
        return pd.DataFrame(plain)

    def to(self, form: str) -> str:
        """The panel as CSV or JSON, or its codebook as Markdown; other formats are files, written by `save`."""
        if form == "csv":
            return self.data.write_csv()
        if form == "json":
            return json.dumps(codebook(self.record) | {"data": self.data.to_dicts()}, default=str, ensure_ascii=False)
        if form == "md":
            return to_markdown(self.record)
        if form in BINARY:
            raise BadOption("--to", form, "it is no text; write it with --out FILE." + form)
        raise BadOption("--to", form, "a panel can be csv, json, md, parquet, arrow, dta or rds")

    def save(self, out: Path | str) -> tuple[Path, ...]:
        """Write the panel by the ending of the name; beside it a codebook (.codebook.json) and works to cite."""
        out = Path(out)
        form = out.suffix.lower().removeprefix(".")
        writers: Mapping[str, Callable[[Panel, Path], None]] = {
            "parquet": _parquet, "arrow": _arrow, "dta": _stata, "rds": _r, "csv": _csv,
        }  # fmt: skip
        if form in writers:
            writers[form](self.record, out)
        else:
            write_whole(out, self.to(form))
        book, works = out.with_suffix(".codebook.json"), out.with_suffix(".bib")
        write_whole(book, json.dumps(codebook(self.record), indent=1, ensure_ascii=False))
        write_whole(works, citation.cited(to_cite(self.record), "bibtex"))
        return out, book, works

    def __rich__(self) -> RenderableType:
        return to_terminal(self.record)

    def __repr__(self) -> str:
        return f"{_headline(self.record)}\n{self.data.head()}\nFingerprint {self.fingerprint}"

    def _repr_html_(self) -> str:
        return to_notebook(self.record)


def _parquet(record: Panel, out: Path) -> None:
    buffer = io.BytesIO()
    record.data.write_parquet(buffer, compression="zstd")
    write_whole(out, buffer.getvalue())


def _arrow(record: Panel, out: Path) -> None:
    buffer = io.BytesIO()
    record.data.write_ipc(buffer, compression="zstd")
    write_whole(out, buffer.getvalue())


def _csv(record: Panel, out: Path) -> None:
    write_whole(out, record.data.write_csv())


def _stata(record: Panel, out: Path) -> None:
    """A Stata file with a label on every variable; yes and no become 1 and 0."""
    import polars as pl
    import pyreadstat

    from foedus.warehouse import whole_file

    plain = record.data.with_columns(
        pl.col(pl.Boolean).cast(pl.Int8), pl.col(pl.Categorical).cast(pl.String), pl.col(pl.UInt32).cast(pl.Int64)
    )
    long = [name for name in plain.columns if len(name) > 32]
    if long:
        asked = next(one.asked for one in record.provenance if one.name == long[0]).rpartition("=")[2].strip()
        raise BadOption("COLUMN", long[0], f"Stata takes names of at most 32 letters; give it one, as short={asked}")
    labels: list[str | None] = [one.meaning[:LONGEST_LABEL] for one in record.provenance]
    with whole_file(out.expanduser().absolute()) as part:
        try:
            pyreadstat.write_dta(
                plain, str(part), column_labels=labels, file_label=f"Foedus panel {record.fingerprint}"
            )
        except pyreadstat.ReadstatError as error:
            raise CannotWrite(out, str(error)) from error


def _r(record: Panel, out: Path) -> None:
    try:
        import pandas as pd
        import rdata
        from rdata.conversion.to_r import DEFAULT_CLASS_MAP
    except ImportError as error:
        raise NotInstalled("An .rds file", "r") from error
    import polars as pl

    from foedus.warehouse import whole_file

    dates = [i for i, dtype in enumerate(record.data.dtypes) if dtype == pl.Date]
    numbers = record.data.with_columns(
        pl.col(pl.Boolean).cast(pl.Float64),
        pl.col(pl.Categorical).cast(pl.String),
        pl.col(pl.Date).to_physical().cast(pl.Float64),
    )
    with whole_file(out.expanduser().absolute()) as part:
        frame = Paneled(replace(record, data=numbers)).to_pandas()
        rdata.write_rds(part, frame, constructor_dict={**DEFAULT_CLASS_MAP, pd.DataFrame: partial(_dated, dates)})


def _dated(dates: Sequence[int], frame: pd.DataFrame, converter: Converter) -> RObject:
    """An R data frame in which the columns at these places are dates: numbers of days, of the class Date.

    A file spells a word out where it first stands, so that the dates' class is made before the frame's own.
    """
    from rdata.conversion.to_r import build_r_object, dataframe_constructor

    classes = [converter.convert_to_r_attributes({"class": "Date"}) for _ in dates]
    made = dataframe_constructor(frame, converter)
    for i, named in zip(dates, classes, strict=True):
        days = made.value[i]
        made.value[i] = build_r_object(days.info.type, value=days.value, is_object=True, attributes=named)
    return made


def with_indicators(record: Panel) -> Panel:
    """The panel with what the scorecard declares of its columns that are indicators: title, unit, sources."""
    known = citation.indicators()

    def told(one: Provenance) -> Provenance:
        indicator = known.get(asked(one.asked).column.lower()) if one.table.startswith(DERIVED) else None
        if indicator is None:
            return one
        behind = citation.of_indicator(indicator)
        return replace(
            one, meaning=one.meaning.replace(f"Of the {record.unit} itself", indicator.title),
            unit=indicator.measure.value_unit if indicator.measure else "", sources=behind,
            versions=tuple(sources.load(source).version for source in behind),
        )  # fmt: skip

    return replace(record, provenance=tuple(map(told, record.provenance)))


def to_cite(record: Panel) -> list[str]:
    """The sources of all columns, and Foedus where it computes any."""
    ours = any(one.table.startswith(DERIVED) for one in record.provenance)
    return [*record.sources, *([citation.OURS] if ours else [])]


def codebook(record: Panel) -> dict[str, object]:
    """What each column is, as a Frictionless data resource with our own properties beside it."""
    kinds = {"Int": "integer", "UIn": "integer", "Flo": "number", "Boo": "boolean", "Dat": "date"}
    fields = [
        {
            "name": one.name, "type": kinds.get(str(record.data[one.name].dtype)[:3], "string"),
            "description": one.meaning, "unit": one.unit, "asked": one.asked, "table": one.table,
            "sources": list(one.sources), "versions": list(one.versions),
            "years": list(one.years) if one.years else None, "empty": one.absent, "citation": one.citation,
        } | ({"kept": one.kept} if one.kept else {})
        for one in record.provenance
    ]  # fmt: skip
    return {
        "profile": "tabular-data-resource", "name": f"panel-{record.fingerprint}", "unit": record.unit,
        "system": record.system, "years": list(record.years), "on": record.on, "compat": record.compat,
        "whittle": list(record.whittle),
        "rows": record.data.height, "fingerprint": record.fingerprint, "made_by": f"foedus {__version__}",
        "schema": {"fields": fields, "primaryKey": list(record.key)},
    }  # fmt: skip


def known_by_period(record: Panel, name: str, periods: int = 20) -> list[float]:
    """The share of rows in which a column is known, in so many equal stretches of the panel's years."""
    import polars as pl

    first, last = record.years
    width = max((last - first + 1) / periods, 1.0)
    year = pl.col("year") if "year" in record.data.columns else pl.col("date").dt.year()
    at = ((pl.col("year") - first) / width).floor().cast(pl.Int32).alias("at")
    shares = record.data.lazy().with_columns(year=year).group_by(at).agg(pl.col(name).is_not_null().mean()).collect()
    found = dict(shares.iter_rows())
    return [found.get(i, 0.0) for i in range(min(periods, last - first + 1))]


def _kept(record: Panel) -> list[str]:
    """Which of several events of a year the columns tell of, a sentence for each table."""
    by_table = {one.table: one.kept for one in record.provenance if one.kept}
    return [f"{table}: {said}" for table, said in by_table.items()]


def _strip(record: Panel, name: str) -> str:
    if not {"year", "date"}.intersection(record.data.columns) or not record.data.height:
        return ""
    return "".join(BLOCKS[round(share * 8)] for share in known_by_period(record, name))


def _headline(record: Panel) -> str:
    first, last = record.years
    rows, width = record.data.shape
    counted = f"{rows:,} row{'s' if rows != 1 else ''}, {width} columns"
    years = f"{first}-{last}" if first != last else str(first)
    return f"{record.unit}, {counted}, {years}, state system: {record.system}"


def to_terminal(record: Panel) -> Group:
    """The first rows, and for each column where it comes from and when it is known."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    head = record.data.head(SHOWN)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in head.columns[:WIDEST]:
        table.add_column(name)
    for row in head.rows():
        table.add_row(*map(_cell, row[:WIDEST]))
    told = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Column", "Known over the years", "What it is", "From"):
        told.add_column(name, overflow="fold")
    for one in record.provenance:
        if one.table or one.sources:
            origin = ", ".join(f"{s} {v}" for s, v in zip(one.sources, one.versions, strict=True)) or one.table
            told.add_row(one.name, _strip(record, one.name), one.meaning, origin)
    closing = (
        "An empty cell is unknown, never zero. --out FILE.parquet (or .csv, .dta, .rds, .arrow) writes all rows, with "
        f"a codebook and the works to cite. Fingerprint {record.fingerprint}."
    )
    kept = (Text(said) for said in _kept(record))
    return Group(
        Text(_headline(record), style="bold"), Text(), table, *map(Text, _left_out(record)), Text(), told, Text(),
        *kept, Text(closing, style="dim"),
    )  # fmt: skip


def _cell(value: object) -> str:
    """Six digits of a fraction, and a large number without an exponent; an unknown is empty."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1e6 else f"{value:.6g}"
    return "" if value is None else str(value)


def _left_out(record: Panel) -> Iterator[str]:
    """What a reader of the first rows does not see: further columns, or that there is no row at all."""
    if record.data.width > WIDEST:
        yield f"{record.data.width - WIDEST} columns more are not shown here."
    if not record.data.height:
        yield "No row is left: --where and --states keep those that meet every condition, a pair if both are named."


def to_markdown(record: Panel) -> str:
    """The codebook for people to read."""
    from foedus.reports import _markdown as markdown

    rows = [
        (markdown.code(one.name), markdown.escaped(one.meaning), markdown.escaped(one.unit), ", ".join(one.sources),
         "-".join(map(str, one.years)) if one.years else "", one.absent)
        for one in record.provenance
    ]  # fmt: skip
    titles = ("Column", "What it is", "Unit", "Source", "Years", "Empty means")
    lines = [*markdown.heading(1, f"Panel: {_headline(record)}"), *markdown.table(titles, rows)]
    closing = [*map(markdown.escaped, _kept(record)), f"Fingerprint {markdown.code(record.fingerprint)}."]
    return "\n".join([*lines, *(f"\n{sentence}" for sentence in closing)]) + "\n"


def to_notebook(record: Panel) -> str:
    """The first rows, the years in which each column is known, and what to cite, as HTML."""
    head = record.data.head(SHOWN)
    titles = "".join(f"<th>{escape(name)}</th>" for name in head.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(_cell(cell))}</td>" for cell in row) + "</tr>" for row in head.rows())
    strips = "".join(
        f"<tr><td><code>{escape(one.name)}</code></td><td><code>{_strip(record, one.name)}</code></td>"
        f"<td>{escape(one.meaning)}</td><td>{escape(', '.join(one.sources))}</td></tr>"
        for one in record.provenance
        if one.table or one.sources
    )
    cites = "".join(f"<li>{escape(work)}</li>" for work in citation.cited(to_cite(record), "text").splitlines() if work)
    return (
        f"<p><strong>{escape(_headline(record))}</strong></p><table><thead><tr>{titles}</tr></thead>"
        f"<tbody>{body}</tbody></table><details open><summary>Columns</summary><table>{strips}</table></details>"
        f"<details><summary>Cite</summary><ul>{cites}</ul></details>"
    )
