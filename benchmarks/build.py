"""How long a build takes: every source at hand parsed, checked and stored, and every partnership-year scored."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from _timing import (  # fmt: skip
    SAME,
    TIMES,
    Ratio,
    Result,
    Row,
    Took,
    asked,
    folder_of,
    hand_over,
    keep,
    median,
    peak_memory,
    python,
    timed,
)

BUDGET, MEMORY = 60.0, 2048.0
SCORING = "computing every indicator for every partnership-year"
ONCE, ONE_AT_A_TIME = "--once", "--one-at-a-time"
Columns = dict[str, tuple[int, float]]


def once() -> None:
    """Build in this process and print what each step took, as JSON."""
    from foedus.scorecards._universe import code_version, derive
    from foedus.warehouse import build
    from foedus.warehouse._build import WORKERS

    began = (time.process_time(), time.perf_counter())
    marks: list[tuple[str, float, float]] = []

    def say(sentence: str) -> None:
        marks.append((sentence, time.process_time(), time.perf_counter()))

    workers = 1 if ONE_AT_A_TIME in sys.argv else WORKERS
    report = build(derive, code=code_version(), say=say, workers=workers)
    ended = ("", time.process_time(), time.perf_counter())
    steps = [(a[0], b[1] - a[1], b[2] - a[2]) for a, b in zip(marks, [*marks[1:], ended], strict=True)]
    total = (ended[1] - began[0], ended[2] - began[1])
    print(json.dumps({"steps": steps, "total": total, "peak": peak_memory(), "tables": len(report.made),
                      "absent": report.absent}))  # fmt: skip


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "build", "How long does a build take, and how much memory?",
        "Each run is a new Python process that builds all sources at hand into an empty folder: checksums, parsing, "
        "every declared check, Parquet files and ledger, then all indicators for all partnership-years.",
        "",
    )  # fmt: skip
    with folder_of(options.keep) as folder:
        hand_over(options.data)
        runs, singly = [], []
        for _ in range(TIMES):
            for how, kept in (((ONCE,), runs), ((ONCE, ONE_AT_A_TIME), singly)):
                shutil.rmtree(folder / "build", ignore_errors=True)
                kept.append(json.loads(python(__file__, *how, env=os.environ)[0]))
        result.rows = _rows(runs, singly)
        result.same, result.ratios = _against_pandas(folder)
    result.notes = [
        f"{runs[0]['tables']} tables. Sources not at hand: {', '.join(runs[0]['absent']) or 'none'}.",
        (
            "Two tables are made at a time; the seconds of sources are those of builds that make one at a time. "
            "A source's seconds run from the announcement of its first table to that of the next source's, so they "
            "hold the checksums of the files of the next source."
        ),
        "The whole begins after `import foedus`.",
    ]
    keep(result)


def _rows(
    runs: list[dict[str, list[tuple[str, float, float]]]], singly: list[dict[str, list[tuple[str, float, float]]]]
) -> list[Row]:
    total = median([tuple(run["total"]) for run in runs])  # type: ignore[misc]
    alone = median([tuple(run["total"]) for run in singly])  # type: ignore[misc]
    peak = max(float(run["peak"]) for run in runs)  # type: ignore[arg-type]
    each = [_by_source(run["steps"]) for run in singly]
    by_source = {name: median([one[name] for one in each]) for name in each[0]}
    scoring = by_source.pop(SCORING)
    rows = [Row("**the whole build**", total.cpu, total.wall, BUDGET),
            Row("the same, one table at a time", alone.cpu, alone.wall),
            Row("peak memory, the most of three", budget=MEMORY, value=peak, unit="MB"),
            Row("scoring every partnership-year", scoring.cpu, scoring.wall)]  # fmt: skip
    slowest = sorted(by_source.items(), key=lambda item: -item[1].cpu)
    return rows + [Row(f"`{name}`", took.cpu, took.wall) for name, took in slowest]


def _by_source(steps: list[tuple[str, float, float]]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for said, cpu, wall in steps:
        name = said.removeprefix("building ").partition(".")[0] if said.startswith("building ") else said
        before = found.get(name, (0.0, 0.0))
        found[name] = (before[0] + cpu, before[1] + wall)
    return found


def _against_pandas(folder: Path) -> tuple[str, list[Ratio]]:
    """Three files read by pandas with no checks, and by us with all; counts and sums of the columns are equal."""
    ratios, compared, missing = [], 0, []
    for table_id, (file, read, names) in RIVALS.items():
        path = folder / "original" / table_id.partition(".")[0] / file
        if not path.is_file():
            missing.append(table_id)
            continue
        ours, our_time = timed(partial(_ours, table_id, list(names.values())))
        theirs, their_time = timed(partial(_theirs, read, path, names))
        assert ours.keys() == theirs.keys()
        for name, (count, total) in ours.items():
            assert count == theirs[name][0], (table_id, name)
            assert abs(total - theirs[name][1]) <= SAME * max(1, abs(total)), (table_id, name)
        compared += len(ours)
        ratios.append(_ratio(table_id, our_time, their_time))
    said = (
        f"The count of known cells and the sum of {compared} columns of {len(ratios)} tables agree with pandas to 1e-9."
    )
    return said + (f" Not at hand: {', '.join(missing)}." if missing else ""), ratios


def _ratio(table_id: str, ours: Took, theirs: Took) -> Ratio:
    return Ratio(f"`{table_id}`, parsed and checked", "pandas, read and nothing checked", theirs.cpu / ours.cpu)


def _ours(table_id: str, names: list[str]) -> Columns:
    from foedus import sources
    from foedus.declare import Raw
    from foedus.warehouse._check import checked
    from foedus.warehouse._paths import originals

    table = sources.table(table_id)
    frame = checked(table, table.parse(Raw(originals(table.source))))
    return {name: (frame[name].count(), float(frame[name].sum())) for name in names}


def _theirs(read: Callable[[Path], Any], path: Path, names: dict[str, str]) -> Columns:
    frame = read(path).astype(dict.fromkeys(names, "float64"))
    return {ours: (int(frame[theirs].count()), float(frame[theirs].sum())) for theirs, ours in names.items()}


def _csv(path: Path) -> Any:  # noqa: ANN401  (pandas comes without types)
    import pandas as pd

    return pd.read_csv(path, na_values=["-9"])


def _stata(path: Path) -> Any:  # noqa: ANN401
    import pandas as pd

    return pd.read_stata(path)


RIVALS: dict[str, tuple[str, Callable[[Path], Any], dict[str, str]]] = {
    "cow_nmc.capabilities": (
        "NMC-60-abridged.csv", _csv, {n: n for n in ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")}
    ),
    "un_ideal_points.ideal_points": (
        "IdealpointsJuly2025.dta", _stata,
        {"idealpointfp": "idealpointfp", "q5fp": "idealpointfp_low", "q95fp": "idealpointfp_high",
         "idealpointall": "idealpointall"},
    ),
    "mie.events": (
        "mie-1.0.csv", _csv,
        {"fatalmin1": "deaths1_low", "fatalmax1": "deaths1_high", "fatalmin2": "deaths2_low",
         "fatalmax2": "deaths2_high", "hostlev": "hostlev"},
    ),
}  # fmt: skip
"""Tables that a file gives column by column: the file, how pandas reads it, and its names for ours."""


if __name__ == "__main__":
    once() if ONCE in sys.argv else main()
