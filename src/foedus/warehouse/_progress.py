"""What a person sees while files come in: bars on a terminal, elsewhere a line per file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Say = Callable[[str], None]


class Meter(Protocol):
    """Is told how far each file has come."""

    def have(self, name: str, size: int, total: int | None) -> None:
        """So many bytes of a file are here, of so many if that is known."""

    def done(self, name: str, sentence: str) -> None:
        """A file is here whole, or has failed."""


class Lines:
    """A sentence for every file that is done, if anybody listens."""

    def __init__(self, say: Say | None) -> None:
        self._say = say

    def have(self, name: str, size: int, total: int | None) -> None:
        """Nothing is said before a file is done."""

    def done(self, name: str, sentence: str) -> None:
        """The sentence, with the name of the file."""
        if self._say is not None:
            self._say(f"{name}: {sentence}")


class Bars:
    """A bar for every file that is coming, on standard error."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def have(self, name: str, size: int, total: int | None) -> None:
        """Move the bar of a file."""
        if name not in self._bars:
            self._bars[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._bars[name], completed=size, total=total)

    def done(self, name: str, sentence: str) -> None:
        """Put a line in the place of the bar."""
        if name in self._bars:
            self._progress.remove_task(self._bars.pop(name))
        self._progress.console.print(f"· {name}: {sentence}", highlight=False, markup=False)


@contextmanager
def meter(say: Say | None) -> Iterator[Meter]:
    """Bars if standard error is a terminal and anybody listens; elsewhere sentences."""
    if say is None or not sys.stderr.isatty():
        yield Lines(say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress)


def sized(size: int) -> str:
    """A number of bytes as a person reads it: 568 kB."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
