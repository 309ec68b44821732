"""How long work takes, in CPU and wall seconds, as medians of three; and how a result is kept, with its machine."""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TypeVar

RESULTS = Path(__file__).parent / "results"
TIMES = 3
SHORTEST = 0.2
SAME = 1e-9
T = TypeVar("T")


def load() -> tuple[float, ...]:
    """The machine's load averages over 1, 5 and 15 minutes; none where the platform has none."""
    return tuple(round(one, 2) for one in os.getloadavg()) if hasattr(os, "getloadavg") else ()


@dataclass(frozen=True, slots=True)
class Took:
    """Median CPU and wall seconds of some runs."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work that was timed; a budget is in CPU seconds unless `unit` says otherwise."""

    what: str
    cpu: float | None = None
    wall: float | None = None
    budget: float | None = None
    value: float | None = None
    unit: str = "CPU s"

    @property
    def within(self) -> str:
        """Whether the budget is kept."""
        spent = self.value if self.value is not None else self.cpu
        return "" if self.budget is None or spent is None else "yes" if spent <= self.budget else "NO"


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the CPU seconds of ours the rival takes, for the same numbers."""

    what: str
    rival: str
    ratio: float


@dataclass(slots=True)
class Result:
    """What one benchmark found; `same` says how the two sides were compared."""

    name: str
    question: str
    work: str
    same: str
    rows: list[Row] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    load_before: tuple[float, ...] = field(default_factory=load)


def timed(work: Callable[[], T], times: int = TIMES) -> tuple[T, Took]:
    """The last result of the work, and the median of its seconds; short work is repeated within each of the times."""
    spent = []
    for _ in range(times):
        gc.collect()
        cpu, wall, rounds = time.process_time(), time.perf_counter(), 0
        while rounds == 0 or time.process_time() - cpu < SHORTEST:
            result = work()
            rounds += 1
        spent.append(((time.process_time() - cpu) / rounds, (time.perf_counter() - wall) / rounds))
    return result, median(spent)


def median(spent: Sequence[tuple[float, float]]) -> Took:
    """The medians of CPU and of wall seconds."""
    return Took(statistics.median(cpu for cpu, _ in spent), statistics.median(wall for _, wall in spent))


def python(*arguments: str, env: Mapping[str, str]) -> tuple[str, tuple[float, float]]:
    """Run Python in a process of its own: what it prints, and its CPU and wall seconds."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        child = subprocess.Popen([sys.executable, *arguments], env=dict(env), stdout=out, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if child.returncode:
            said.seek(0)
            raise SystemExit(f"python {' '.join(arguments)} ended with {child.returncode}\n{said.read().decode()}")
        out.seek(0)
        return out.read().decode(), (used.ru_utime + used.ru_stime, wall)


def peak_memory() -> float:
    """The most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def asked(description: str) -> argparse.Namespace:
    """The options that all benchmarks on real data share."""
    parser = argparse.ArgumentParser(description=description)
    said = "folder with the publishers' files; by default FOEDUS_TEST_DATA"
    parser.add_argument("--data", type=Path, default=os.environ.get("FOEDUS_TEST_DATA"), help=said)
    parser.add_argument("--built", type=Path, help="data folder that another benchmark has built already")
    parser.add_argument("--keep", type=Path, help="data folder to build in and to keep for other benchmarks")
    return parser.parse_args()


@contextmanager
def built(options: argparse.Namespace) -> Iterator[Path]:
    """A data folder with everything at hand built, used by this process for as long as it is open."""
    with folder_of(options.built) as folder:
        if options.built is None:
            hand_over(options.data)
            import foedus

            foedus.build()
        yield folder


@contextmanager
def folder_of(chosen: Path | None) -> Iterator[Path]:
    """The chosen data folder, or one that is deleted afterwards; FOEDUS_DATA names it meanwhile."""
    with tempfile.TemporaryDirectory(prefix="foedus-benchmark-") as fresh:
        folder = chosen or Path(fresh)
        os.environ["FOEDUS_DATA"] = str(folder)
        yield folder


def hand_over(data: Path | None) -> None:
    """Take over all publishers' files that the folder holds; without a folder, say that only the box is built."""
    if data is None:
        print("NO FOLDER OF PUBLISHERS' FILES (--data or FOEDUS_TEST_DATA): ONLY WHAT IS IN THE BOX IS BUILT")
        return
    import foedus

    foedus.fetch(place=Path(data), everything=True)


def keep(result: Result) -> None:
    """Write the result as JSON and as Markdown, and print the latter."""
    kept = {**asdict(result), "load_after": load(), "date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": _machine(),
            "versions": _versions()}  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result.name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page = "\n".join(_page(result, kept)) + "\n"
    (RESULTS / f"{result.name}.md").write_text(page, encoding="utf-8")
    print(page)


def _page(result: Result, kept: Mapping[str, object]) -> Iterator[str]:
    yield from (f"# {result.question}", "", f"**Work.** {result.work}", "", f"**Same numbers.** {result.same}", "")
    yield from ("| what | CPU s | wall s | other | budget | kept |", "|---|--:|--:|--:|--:|---|")
    for row in result.rows:
        other = "" if row.value is None else f"{row.value:,.0f} {row.unit}"
        budget = "" if row.budget is None else f"{row.budget:,g} {row.unit}"
        yield f"| {row.what} | {_seconds(row.cpu)} | {_seconds(row.wall)} | {other} | {budget} | {row.within} |"
    yield from ("", "| work | rival | CPU seconds of the rival over ours |", "|---|---|--:|")
    yield from (f"| {one.what} | {one.rival} | {ratio(one.ratio)} |" for one in result.ratios)
    yield from ("", *(f"- {note}" for note in result.notes)) if result.notes else ()
    told = {**_machine(), **_versions(), "load before": result.load_before, "load after": kept["load_after"]}
    yield from ("", f"{kept['date']}. Medians of {TIMES}. " + "; ".join(f"{k} {v}" for k, v in told.items()) + ".")


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if value < 1 else f"{value:.2f}"


def ratio(value: float) -> str:
    """A ratio to two or three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _machine() -> dict[str, object]:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model or platform.processor() or platform.machine(), "cores": os.cpu_count(),
            "memory": f"{memory:.0f} GB", "system": f"{platform.system()} {platform.machine()}"}  # fmt: skip


def _versions() -> dict[str, str]:
    names = ("foedus", "polars", "numpy", "pandas")
    return {"Python": platform.python_version(), **{name: _version(name) for name in names}}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
