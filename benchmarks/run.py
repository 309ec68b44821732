"""Run every benchmark, one after another, and write the table of what they found."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from _timing import RESULTS, ratio

HERE = Path(__file__).parent
ORDER = ("start_up", "build", "universe", "ranges", "panel", "similarity", "outlook")
INTRODUCTION = """# Benchmarks

Each page says what was done, how the two sides were held to give the same numbers, and on which machine. Seconds are
CPU seconds of the process with all its threads, the medians of three; work of less than 0.2 seconds is repeated within
each of the three. They move with the machine and its load; the ratio against the rival of the same run moves less. No
test fails on seconds.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder with the publishers' files; by default FOEDUS_TEST_DATA")
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(names())}; by default all")
    options = parser.parse_args()
    data = ["--data", options.data] if options.data else []
    with tempfile.TemporaryDirectory(prefix="foedus-benchmark-") as folder:
        kept = False
        for name in options.names or names():
            shared = {"start_up": [], "build": [*data, "--keep", folder]}
            more = shared.get(name, [*data, "--built", folder] if kept else data)
            subprocess.run([sys.executable, str(HERE / f"{name}.py"), *more], check=True)
            kept = kept or name == "build"
    (RESULTS / "README.md").write_text(table(), encoding="utf-8")
    print(table())


def names() -> list[str]:
    """The benchmarks of this folder: the known ones in their order, then any other."""
    found = sorted(p.stem for p in HERE.glob("*.py") if not p.name.startswith("_") and p.stem != "run")
    return sorted(found, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def table() -> str:
    """What all results on disk say, in one page."""
    budgets, ratios, when = [], [], []
    for name in names():
        path = RESULTS / f"{name}.json"
        if not path.exists():
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        for row in kept["rows"]:
            if row["budget"] is not None:
                spent = row["value"] if row["value"] is not None else row["cpu"]
                within = "yes" if spent <= row["budget"] else "**no**"
                what = row["what"].replace("**", "")
                said = f"{spent:,.2f}" if spent < 100 else f"{spent:,.0f}"
                budgets.append(
                    f"| [{name}]({name}.md) | {what} | {said} {row['unit']} | {row['budget']:,g} | {within} |"
                )
        ratios += [
            f"| [{name}]({name}.md) | {r['what']} | {r['rival']} | {ratio(r['ratio'])} |" for r in kept["ratios"]
        ]
        machine = kept["machine"]
        told = ", ".join((machine["processor"], f"{machine['cores']} cores", machine["memory"]))
        told += f", Python {kept['versions']['Python']}"
        before, after = (", ".join(map(str, kept[key])) for key in ("load_before", "load_after"))
        when.append(f"| [{name}]({name}.md) | {kept['date']} | {told} | {before} | {after} |")
    lines = [
        INTRODUCTION, "## Budgets", "", "| benchmark | work | took | budget | kept |", "|---|---|--:|--:|---|",
        *budgets,
        "", "## Against a rival", "", "CPU seconds of the rival over ours: above 1, ours takes less.", "",
        "| benchmark | work | rival | ratio |", "|---|---|---|--:|", *ratios, "", "## When and where", "",
        "| benchmark | date | machine | load before | load after |", "|---|---|---|---|---|", *when, "",
        "To run them all: `python benchmarks/run.py --data FOLDER`; one of them: `python benchmarks/ranges.py`.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
