"""Whatever happens to a publisher's file on its way, its table keeps every contract or the build stops in one sentence.

The sample of each dataset is spoiled in a few drawn ways, the same each time. More ways: raise EXAMPLES.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus import sources
from foedus.declare import Raw, Source, Table
from foedus.errors import FoedusError
from foedus.warehouse._check import checked, parsed

SAMPLES = Path(__file__).parents[1] / "samples"
EXAMPLES = int(os.environ.get("FOEDUS_FUZZ_EXAMPLES", "4"))
FETCHED = [source for source in sources.everything() if not source.in_the_box]
TEXT = {".csv", ".tsv", ".tab", ".txt", ".xml"}
TABLES = {".csv", ".tsv", ".tab", ".txt"}
Draw = Callable[[st.SearchStrategy[int]], int]
Rows = list[list[str]]


# Ways to spoil bytes


def _cut(content: bytes, draw: Draw) -> bytes:
    return content[: draw(st.integers(0, len(content)))]


def _flipped(content: bytes, draw: Draw) -> bytes:
    spoiled = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        spoiled[draw(st.integers(0, len(spoiled) - 1))] ^= draw(st.integers(1, 255))
    return bytes(spoiled)


def _emptied(content: bytes, draw: Draw) -> bytes:
    return b""


def _twice(content: bytes, draw: Draw) -> bytes:
    return content + content


# Ways to spoil text


def _as(encoding: str, mark: bytes = b"") -> Callable[[bytes, Draw], bytes]:
    def write(content: bytes, draw: Draw) -> bytes:
        return mark + content.decode("utf-8", errors="replace").encode(encoding, errors="replace")

    return write


# Ways to spoil a table


def _of_rows(change: Callable[[Rows, Draw], Rows]) -> Callable[[bytes, Draw], bytes]:
    def write(content: bytes, draw: Draw) -> bytes:
        text = content.decode("latin-1")
        delimiter = max(",;\t|", key=text.split("\n", 1)[0].count)
        rows = change(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), draw)
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
        return written.getvalue().encode("latin-1")

    return write


def _reordered(rows: Rows, draw: Draw) -> Rows:
    by = draw(st.integers(1, max(1, len(rows[0]) - 1)))
    return [row[by:] + row[:by] for row in rows]


def _without_a_row(rows: Rows, draw: Draw) -> Rows:
    gone = draw(st.integers(0, len(rows) - 1))
    return rows[:gone] + rows[gone + 1 :]


def _with_a_row_twice(rows: Rows, draw: Draw) -> Rows:
    twice = draw(st.integers(0, len(rows) - 1))
    return rows[: twice + 1] + rows[twice:]


def _with_a_word_for_a_cell(rows: Rows, draw: Draw) -> Rows:
    row = draw(st.integers(0, len(rows) - 1))
    column = draw(st.integers(0, max(0, len(rows[row]) - 1)))
    return [[("?" if (n, m) == (row, column) else cell) for m, cell in enumerate(one)] for n, one in enumerate(rows)]


BYTES = (_cut, _flipped, _emptied, _twice)
ENCODED = (_as("utf-16"), _as("latin-1"), _as("utf-8", b"\xef\xbb\xbf"))
ROWS = tuple(map(_of_rows, (_reordered, _without_a_row, _with_a_row_twice, _with_a_word_for_a_cell)))


def _ways(path: Path) -> tuple[Callable[[bytes, Draw], bytes], ...]:
    suffix = path.suffix.lower()
    return (*BYTES, *(ENCODED if suffix in TEXT else ()), *(ROWS if suffix in TABLES else ()))


# What holds


@pytest.mark.filterwarnings("ignore::UserWarning")  # a reader's guesses at what the bytes might be
@pytest.mark.parametrize("source", FETCHED, ids=lambda source: source.id)
@settings(derandomize=True, max_examples=EXAMPLES, deadline=None, database=None)
@given(drawn=st.data())
def test_a_spoiled_file_keeps_the_contract_or_stops_in_one_sentence(source: Source, drawn: st.DataObject) -> None:
    file = drawn.draw(st.sampled_from(source.files)).name
    spoil = drawn.draw(st.sampled_from(_ways(Path(file))))
    content = (SAMPLES / source.id / file).read_bytes()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for other in source.files:
            if other.name != file:
                (folder / other.name).symlink_to((SAMPLES / source.id / other.name).absolute())
        (folder / file).write_bytes(spoil(content, drawn.draw))
        for table in source.tables:
            said = _outcome(table.unpromised, folder)
            assert said is None or (said.strip() and "\n" not in said)


def _outcome(table: Table, folder: Path) -> str | None:
    """What the build says, or nothing if the table was built and keeps its contract; any other error is let through."""
    try:
        checked(table, parsed(table, Raw(folder)).lazy())
    except FoedusError as error:
        return str(error)
    return None
