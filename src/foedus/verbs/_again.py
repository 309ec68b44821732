"""Running again what a record says was run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.errors import BadFile
from foedus.verbs import assessing, method

if TYPE_CHECKING:
    from foedus.scorecards._run import Run


def again(run: Run) -> str:
    """The JSON that the same verb gives today with the same parameters."""
    if not run.framework:
        return _called(run, None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "framework.toml"
        path.write_text(run.framework, encoding="utf-8")
        return _called(run, path)


def _called(run: Run, framework: Path | None) -> str:
    verbs: Mapping[str, object] = {
        "assess": assessing.assess, "rank": method.rank, "what_if": method.what_if, "sensitivity": method.sensitivity,
    }  # fmt: skip
    verb = verbs.get(run.verb)
    if not callable(verb):
        raise BadFile("The record", f"is of the verb {run.verb!r}", f"One of {', '.join(verbs)} can be repeated.")
    try:
        result = verb(*run.names, **run.parameters, framework=framework)
    except TypeError as error:
        raise BadFile("The record", "has parameters that this version does not know", f"It said: {error}.") from error
    return str(result.to("json"))
