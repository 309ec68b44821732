"""What a check of the data folder found, for a reader: what is broken, what is only worth knowing, what to do."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from foedus.errors import BadOption, BrokenContract
from foedus.reports import _markdown as md
from foedus.warehouse import Verified

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

COLUMNS = ("about", "standing", "finding", "remedy")


@dataclass(frozen=True, slots=True)
class Checked:
    """A check as a result: its findings as a table, and its forms."""

    record: Verified

    @property
    def data(self) -> pl.DataFrame:
        """One row per finding: about what, broken or note, what was found, and the remedy."""
        import polars as pl

        rows = [[getattr(one, name) for name in COLUMNS] for one in self.record.findings]
        return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")

    @property
    def complaint(self) -> BrokenContract | None:
        """The first thing that is broken, as the error that a command ends with; nothing if nothing is."""
        if not self.record.broken:
            return None
        first, more = self.record.broken[0], len(self.record.broken) - 1
        others = f" (and {more} more)" if more else ""
        return BrokenContract(first.about, first.finding + others, f"What now: {first.remedy}")

    @property
    def summary(self) -> str:
        """What was looked at, in one sentence."""
        looked = f"{self.record.originals:,} originals and {self.record.tables:,} tables were looked at"
        notes = len(self.record.findings) - len(self.record.broken)
        return f"{looked}: {len(self.record.broken)} broken, {notes} to note."

    def to(self, form: str) -> str:
        """The findings as JSON or as Markdown."""
        if form == "json":
            return json.dumps(asdict(self.record), indent=1, ensure_ascii=False)
        if form == "md":
            return "\n".join((self.summary, "", *md.table(COLUMNS, self.data.rows()))) + "\n"
        raise BadOption("--to", form, "a check can be json, md or csv")

    def __rich__(self) -> RenderableType:
        from rich.console import Group
        from rich.table import Table

        if not self.record.findings:
            return self.summary
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in COLUMNS:
            table.add_column(name, overflow="fold")
        for row in self.data.iter_rows():
            table.add_row(*row)
        return Group(table, "", self.summary)
