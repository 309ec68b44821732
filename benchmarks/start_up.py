"""How long until an answer: the help, an assessment of NATO, and the first one on a fresh machine."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from _timing import SAME, TIMES, Ratio, Result, Row, Took, keep, median, python

RUN = "from foedus.cli import main; main()"
HELP = ("-c", RUN, "--help")
NATO = ("-c", RUN, "assess", "NATO", "--to", "json")
IMPORTS = {"pandas": "import pandas", "nothing": "pass"}
BUDGETS = {"help": 0.4, "warm": 1.5, "cold": 10.0}


def main() -> None:
    result = Result(
        "start_up", "How long until an answer?",
        "Each run is a new Python process: `foedus --help`; `foedus assess NATO --to json` with what is in the box "
        "built already (warm), and into an empty data folder, which builds the box first (cold). Bytecode is compiled "
        "before, as an installer does.",
        "Nothing of ours does what the rival does: importing pandas is a yardstick that people know. Checked instead: "
        "the help names every verb; the assessments, warm and cold, have one fingerprint, and every headline, value "
        "and score is the same to 1e-9.",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="foedus-benchmark-") as place:
        env = {**os.environ, "FOEDUS_DATA": str(Path(place) / "warm"), "PYTHONPYCACHEPREFIX": str(Path(place) / "pyc")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        took = _all(env, Path(place))
    titles = {"help": "`foedus --help`", "warm": "`foedus assess NATO`, warm", "cold": "`foedus assess NATO`, cold"}
    result.rows = [Row(title, took[key].cpu, took[key].wall, BUDGETS[key]) for key, title in titles.items()]
    result.rows += [Row(f"Python, `{code}`", took[key].cpu, took[key].wall) for key, code in IMPORTS.items()]
    result.ratios = [Ratio(title, "importing pandas", took["pandas"].cpu / took[key].cpu)
                     for key, title in titles.items()]  # fmt: skip
    keep(result)


def _all(env: dict[str, str], place: Path) -> dict[str, Took]:
    """Every command timed by turns, so that a busy minute falls on all of them."""
    commands: dict[str, tuple[str, ...]] = {
        "help": HELP,
        "warm": NATO,
        **{name: ("-c", code) for name, code in IMPORTS.items()},
    }
    first = {name: python(*arguments, env=env)[0] for name, arguments in commands.items()}
    assert all(verb in first["help"] for verb in _verbs(env)), "the help does not name every verb"
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in (*commands, "cold")}
    for turn in range(TIMES):
        for name, arguments in commands.items():
            printed, seconds = python(*arguments, env=env)
            assert _same(printed, first[name]), f"{name} does not answer alike twice"
            spent[name].append(seconds)
        printed, seconds = python(*NATO, env={**env, "FOEDUS_DATA": str(place / f"cold{turn}")})
        assert _same(printed, first["warm"]), "the cold and the warm assessment differ"
        spent["cold"].append(seconds)
    return {name: median(seconds) for name, seconds in spent.items()}


def _same(one: str, other: str) -> bool:
    """Whether two answers are equal, or two assessments hold the same numbers."""
    if not one.startswith("{"):
        return one == other
    ours, theirs = _numbers(json.loads(one)), _numbers(json.loads(other))
    alike = [a == b or (a is not None and b is not None and abs(a - b) <= SAME)
             for a, b in zip(ours, theirs, strict=True)]  # fmt: skip
    return all(alike) and json.loads(one)["fingerprint"] == json.loads(other)["fingerprint"]


def _numbers(assessment: dict[str, Any]) -> list[float | None]:
    headlines = [h[key] for h in assessment["headlines"].values() for key in ("score", "low", "high", "known")]
    found = [i[key] for p in assessment["pillars"] for i in p["indicators"] for key in ("value", "score")]
    return [*headlines, *found]


def _verbs(env: dict[str, str]) -> list[str]:
    code = "import json; from foedus.verbs import VERBS; print(json.dumps([v.__name__ for v in VERBS]))"
    return [name.replace("_", "-") for name in json.loads(python("-c", code, env=env)[0])]


if __name__ == "__main__":
    main()
