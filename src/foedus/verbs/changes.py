"""What moved, and why: between two years, two frameworks or two builds; and whether a run comes out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foedus.errors import BadOption
from foedus.verbs._framing import framed
from foedus.verbs._result import Result, ready

__all__ = ["diff", "replay"]


def diff(
    name: str,
    other: str | None = None,
    *,
    year: int | None = None,
    against: int | None = None,
    framework: Path | None = None,
    data: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Result:
    """What moved in a partnership's headlines, adding up exactly to the change, or in a table, cell by cell.

    `diff("NATO", year=2014, against=2024)`: from one year to the other. With `framework`, from our scorecard to that
    of the file; with `data`, from the build in that data folder to the present one. One thing is varied at a time: a
    change of two would have no single reason. `diff("cow_nmc.capabilities", "cow_nmc_7.capabilities")`: from one
    version of a dataset to another; one table alone, from the build before to this one.
    """
    from foedus.analyses.difference import built_in, difference, side
    from foedus.reports._document import Told
    from foedus.reports.citation import tables
    from foedus.reports.difference import document
    from foedus.scorecards.strategic_partnership import strategic_partnership as ours

    if other is not None or name in tables():
        from foedus.reports import revision

        return Told(revision.revision(ready(say), name, other), revision.document)
    varied = [
        option for option, value in (("--against", against), ("--framework", framework), ("--data", data)) if value
    ]
    if len(varied) != 1:
        told = "give exactly one of --against YEAR, --framework FILE and --data FOLDER to compare with"
        raise BadOption("--against", " and ".join(varied) or "nothing", told)
    warehouse = ready(say)
    if against is not None:
        sides = (side(warehouse, [name], ours, year=year), side(warehouse, [name], ours, year=against))
    elif framework is not None:
        by = framed(warehouse, framework, year, [name])
        after = side(by.warehouse, [name], by.scorecard, year=year, label=f"by {framework.name}")
        sides = (side(warehouse, [name], ours, year=year, label="by our scorecard"), after)
    else:
        assert data is not None  # noqa: S101  (exactly one of three was given)
        before = side(built_in(data), [name], ours, year=year, label=f"as built in {data.name}")
        sides = (before, side(warehouse, [name], ours, year=year, label="as built now"))
    return Told(difference(*sides), document)


def replay(path: Path, *, say: Callable[[str], None] = lambda _: None) -> Result:
    """Repeat the run that a JSON file records, and say whether the bytes are the same, or what has changed.

    `foedus assess NATO --to json --out run.json`, then `foedus replay run.json`. Records: assess, rank, what-if,
    sensitivity.
    """
    from foedus.analyses.replay import recorded, replayed
    from foedus.reports._document import Told
    from foedus.reports.replay import document
    from foedus.verbs._again import again

    text, run = recorded(path)
    warehouse = ready(say)
    return Told(replayed(path.name, text, run, again(run), warehouse), document)
