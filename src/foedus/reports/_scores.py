"""An assessment as formulas: from value and goalposts to score, from weights and scores to pillars and headlines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.declare import HeadlineId
from foedus.reports import _words as words
from foedus.reports._workbook import Cell, Formula, Input, Sheet
from foedus.scorecards._assessment import Assessment, IndicatorResult

COLUMNS = (
    "What", "Title", "Pillar or headline", "Value", "Unit", "Worst", "Best", "Logarithmic", "Weight", "Score", "Known",
    "Weight times score", "As reported",
)  # fmt: skip
LEAD = (
    "{title}: scores as formulas",
    """Change a weight, a value or a goalpost (shaded): scores, pillars and headlines follow. A score is the share of \
the way from worst to best, times 100, cut at 0 and 100; for Risk it is 100 less that.""",
    """A headline is the sum of weight times score over the weight that is known. It is given only where the share in \
{need} is known. What does not apply is left out; what is unknown has no score, and is not zero.""",
)
FIRST = 6
"""The number of the first row under the titles."""

NEED = f"$K${FIRST}"
NOT_ENOUGH = "not enough known"
EXACT = 1e-6
PARTS: dict[HeadlineId, str] = {
    "commitment": "input_activity", "effects": "output_outcome", "risk": "risk", "outlook": "outlook",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one pillar in one headline, which stand together, and the row of the first."""

    headline: HeadlineId
    pillar: str
    title: str
    results: tuple[IndicatorResult, ...]
    start: int

    @property
    def end(self) -> int:
        """The row of the last."""
        return self.start + len(self.results) - 1


def scores(a: Assessment) -> Sheet:
    """The sheet: the four headlines first, then each indicator in them, then the pillars; all of it formulas."""
    groups = tuple(_groups(a))
    here = [key for key in words.HEADLINES if any(g.headline == key for g in groups)]
    rows: list[tuple[Cell, ...]] = [("Share that must be known", *[None] * 9, Input(a.need))]
    for key in here:
        mine = [g for g in groups if g.headline == key]
        own = a.headlines[key]
        row = FIRST + len(rows)
        within = [r for group in mine for r in group.results]
        named, place = ("Headline", words.HEADLINES[key]), (mine[0].start, mine[-1].end, row)
        rows.append(_sum(named, within, place, (own.score, own.known)))
    rows += [()] * (len(words.HEADLINES) - len(here) + 1)
    rows += [_indicator(r, group, group.start + at) for group in groups for at, r in enumerate(group.results)]
    rows.append(())
    stages = {pillar.id: pillar.stages for pillar in a.pillars}
    for group in groups:
        row = FIRST + len(rows)
        named = (f"Pillar in {words.HEADLINES[group.headline]}", group.title)
        place, own_score = (group.start, group.end, row), stages[group.pillar][PARTS[group.headline]]
        rows.append(_sum(named, group.results, place, (own_score.score, own_score.known)))
    lead = tuple(line.format(title=f"{a.partnership.name}, {a.year}", need=NEED.replace("$", "")) for line in LEAD)
    return Sheet("Scores", COLUMNS, tuple(rows), lead, {0: 26, 1: 46, 2: 30, 3: 14, 4: 24, 7: 12, 9: 16, 11: 12})


def _groups(a: Assessment) -> Iterator[Group]:
    """What is scored and applies, by headline and in it by pillar, with its place on the sheet."""
    start = FIRST + 1 + len(words.HEADLINES) + 1
    for key in words.HEADLINES:
        for pillar in a.pillars:
            mine = tuple(r for r in pillar.indicators if r.headline == key and r.status != "not_applicable")
            if mine:
                yield Group(key, pillar.id, pillar.title, mine, start)
                start += len(mine)


def _indicator(r: IndicatorResult, group: Group, row: int) -> tuple[Cell, ...]:
    log = logarithmic(r)
    value = f"D{row}"
    known = f"{r.n or 0}/{r.of or 1}" if r.headline == "outlook" else "1"
    share = (r.n or 0) / (r.of or 1) if r.headline == "outlook" else 1.0
    score: float | str = "" if r.score is None else r.score
    return (
        r.id, r.title, f"{group.title}: {words.HEADLINES[group.headline]}", _input(r.value), r.unit, _input(r.worst),
        _input(r.best), "yes" if log else "no", Input(r.weight),
        Formula(f'=IF(ISNUMBER({value}),{reading(row, log=log, risk=r.stage == "risk")},"")', score),
        Formula(f"=IF(ISNUMBER(J{row}),{known},0)", share if r.score is not None else 0.0),
        Formula(f"=IF(ISNUMBER(J{row}),I{row}*J{row},0)", r.weight * (r.score or 0.0)), r.score,
    )  # fmt: skip


def logarithmic(r: IndicatorResult) -> bool:
    """Whether its score is read on a logarithmic scale: what the score itself shows, else as it is declared."""
    from foedus.scorecards.strategic_partnership import strategic_partnership

    declared = any(one.log for one in strategic_partnership.indicators if one.id == r.id)
    if r.value is None or r.worst is None or r.best is None or r.score is None:
        return declared
    fits = [log for log in (declared, not declared) if abs(_read(r, log=log) - r.score) < EXACT]
    return fits[0] if fits else declared


def _read(r: IndicatorResult, *, log: bool) -> float:
    """The score that the formula of `reading` gives."""
    value, worst, best = r.value or 0.0, r.worst or 0.0, r.best or 0.0
    if log:
        if min(worst, best) <= -1:
            return math.nan
        value, worst, best = (math.log1p(x) for x in (max(value, 0.0), worst, best))
    good = max(0.0, min(100.0, 100 * (value - worst) / (best - worst)))
    return 100 - good if r.stage == "risk" else good


def _input(value: float | None) -> Cell:
    return None if value is None else Input(value)


def reading(row: int, *, log: bool, risk: bool) -> str:
    """The score of the value in that row between the goalposts in that row."""
    if log:
        value, worst, best = f"LN(1+MAX(D{row},0))", f"LN(1+F{row})", f"LN(1+G{row})"
    else:
        value, worst, best = f"D{row}", f"F{row}", f"G{row}"
    good = f"MAX(0,MIN(100,100*({value}-{worst})/({best}-{worst})))"
    return f"100-{good}" if risk else good


def _sum(
    named: Sequence[str], results: Sequence[IndicatorResult], rows: tuple[int, int, int],
    reported: tuple[float | None, float],
) -> tuple[Cell, ...]:  # fmt: skip
    """A headline or a pillar: the weighted mean of the scores known in these rows, if enough is known.

    Where the scorecard takes another mean than that, its score stands as a number.
    """
    first, last, row = rows
    score, known = reported
    weight, scored, share = (f"{column}{first}:{column}{last}" for column in "IJK")
    mean = f"SUMPRODUCT({weight},{scored})/SUMPRODUCT({weight},--ISNUMBER({scored}))"
    formula: Cell = Formula(
        f'=IF(K{row}>={NEED},{mean},"{NOT_ENOUGH}")', NOT_ENOUGH if score is None else score, "result"
    )
    if score is not None and abs(_mean(results) - score) > EXACT:
        formula = score
    part = Formula(f"=ROUND(SUMPRODUCT({weight},{share})/SUM({weight}),9)", known, "result")
    return (*named, *[None] * 7, formula, part, None, score)


def _mean(results: Sequence[IndicatorResult]) -> float:
    held = math.fsum(r.weight for r in results if r.score is not None)
    return math.fsum(r.weight * (r.score or 0.0) for r in results) / held if held else math.nan
