"""A composite indicator: a framework and data taken through steps that are logged and can be replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from foedus._version import __version__
from foedus.composites._state import Scores, State
from foedus.composites._table import Floats, table
from foedus.composites.framework import Framework, close
from foedus.composites.log import Entry, Log
from foedus.composites.ranking import ranks
from foedus.composites.steps import Step
from foedus.errors import BadOption, BrokenContract, UnknownName

Expect = Literal["same data", "any data"]


@dataclass(frozen=True, slots=True)
class Composite:
    """An index under way or finished: where it started, where it stands, and its log.

    Nothing is changed in place: each step gives a new one.
    """

    begun: State
    state: State
    log: Log

    def then(self, *steps: Step) -> Composite:
        """The index after these steps."""
        state, entries = self.state, list(self.log.entries)
        for step in steps:
            state, note = step.apply(state)
            entries.append(Entry(step, note))
        done = Composite(self.begun, state, replace(self.log, entries=tuple(entries)))
        return replace(done, log=replace(done.log, result=done.fingerprint()))

    @property
    def framework(self) -> Framework:
        """The framework as it stands: without the indicators that were screened out."""
        return self.state.framework

    @property
    def values(self) -> pl.DataFrame:
        """Units by indicators as they stand after the last step."""
        table = self.state.table
        return table.frame({code: table.values[:, j] for j, code in enumerate(table.codes)})

    @property
    def scores(self) -> pl.DataFrame:
        """Units by aggregates, the highest first; null where too little is known."""
        return self._aggregates(self._scored().values)

    @property
    def known(self) -> pl.DataFrame:
        """The share of the applicable weight that is known, for each unit and aggregate."""
        return self._aggregates(self._scored().known)

    def ranks(self, code: str | None = None) -> pl.DataFrame:
        """Score and rank in one aggregate, by year: 1 is best, those that tie share the better rank."""
        at = self.top(code)
        score = self.score(at)
        rank = ranks(score, self.state.table.periods())
        found = self.state.table.frame({at: score, "rank": rank, "known": self._known(at)})
        keys = ["year"] if self.state.table.years is not None else []
        return found.with_columns(pl.col("rank").cast(pl.Int64)).sort(*keys, "rank", "unit", nulls_last=True)

    def score(self, code: str | None = None) -> Floats:
        """The scores of one code as an array, NaN where unknown, in the order of the units."""
        return np.asarray(self._scored().values[:, self.framework.codes.index(self.top(code))])

    def top(self, code: str | None = None) -> str:
        """The code itself if given and known; else the index, if there is exactly one."""
        if code is not None:
            if code not in self.framework.codes:
                raise UnknownName("row of the framework", code, close(code, self.framework.codes))
            return code
        if len(self.framework.roots) != 1:
            raise BadOption("code", None, f"say which of {', '.join(self.framework.roots)}")
        return self.framework.roots[0]

    def fingerprint(self) -> str:
        """A hash of the values, or of the scores once there are any."""
        frame = self.values if self.state.scores is None else self.scores
        return hashlib.sha256(as_bytes(frame)).hexdigest()

    def _known(self, code: str) -> Floats:
        return np.asarray(self._scored().known[:, self.framework.codes.index(code)])

    def _scored(self) -> Scores:
        if self.state.scores is None:
            raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
        return self.state.scores

    def _aggregates(self, values: Floats) -> pl.DataFrame:
        codes = self.framework.codes
        shown = reversed(self.framework.aggregates)
        return self.state.table.frame({code: values[:, codes.index(code)] for code in shown})


def compose(
    framework: Framework, frame: pl.DataFrame, steps: Iterable[Step] = (), *, unit: str = "unit",
    year: str | None = None, groups: Sequence[str] = (), applicable: pl.DataFrame | None = None,
) -> Composite:  # fmt: skip
    """An index from data with a row per unit (and year) and a column per indicator, taken through the steps.

    `groups` names columns that say to which group a unit belongs. `applicable` says where an indicator applies:
    the same keys and a column of truths for each indicator that does not apply everywhere.
    """
    start = table(framework, frame, unit=unit, year=year, groups=groups, applicable=applicable)
    state = State(framework, start)
    log = Log(framework, unit, year, tuple(groups), start.fingerprint())
    return Composite(state, state, log).then(*steps)


def replay(
    log: Log, frame: pl.DataFrame, *, applicable: pl.DataFrame | None = None, expect: Expect = "same data"
) -> Composite:
    """The index of a log made again from its data; it must come out as the log says, to the last bit.

    With `expect="any data"` the method is applied to other data instead: a later year, a corrected file.
    """
    found = compose(
        log.framework, frame, log.steps, unit=log.unit, year=log.year, groups=log.groups, applicable=applicable
    )
    if expect == "same data":
        if found.log.data != log.data:
            remedy = "Hand over the data of the log, or say expect='any data'."
            raise BrokenContract("The data", "are not those of the log", remedy)
        if log.result and found.log.result != log.result:
            remedy = f"It was made with version {log.version}, this is {__version__}."
            raise BrokenContract("The replay", "gives other numbers than the log records", remedy)
    return found


def regen(index: Composite, *steps: Step, framework: Framework | None = None, at: int | None = None) -> Composite:
    """The same index with some steps changed, each taking the place of the step of its name; all is recomputed.

    Where a name occurs more than once, `at` says which place (from 0) one step takes. Another `framework` must
    not ask for indicators that the data lacked; leave rows out with `framework.without`.
    """
    taken = list(index.log.steps)
    for step in steps:
        places = [i for i, old in enumerate(taken) if old.name == step.name] if at is None else [at]
        if len(places) != 1 or not 0 <= places[0] < len(taken):
            problem = f"the log has it {len(places)} times; say which place with at=, from 0 to {len(taken) - 1}"
            raise BadOption("step", step.name, problem)
        taken[places[0]] = step
    begun = index.begun if framework is None else _narrowed(index.begun, framework)
    log = replace(index.log, framework=begun.framework, data=begun.table.fingerprint(), entries=(), version=__version__)
    return Composite(begun, begun, log).then(*taken)


def _narrowed(begun: State, framework: Framework) -> State:
    held = begun.table.codes
    for code in framework.indicators:
        if code not in held:
            raise UnknownName("indicator in the data of this index", code, close(code, held))
    order = [held.index(code) for code in framework.indicators]
    start = replace(
        begun.table, codes=framework.indicators, values=begun.table.values[:, order],
        applicable=begun.table.applicable[:, order],
    )  # fmt: skip
    return State(framework, start)


def as_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as text that is the same whenever its numbers are: every digit that tells floats apart."""
    rows = [",".join("" if value is None else repr(value) for value in row) for row in frame.iter_rows()]
    return "\n".join([",".join(frame.columns), *rows]).encode()
