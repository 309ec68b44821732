"""An assessment as formulas: from value and goalposts to score, from weights and scores to pillars and headlines."""

from __future__ import annotations

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
        rows.append(
            _sum(("Headline", words.HEADLINES[key]), (mine[0].start, mine[-1].end, row), (own.score, own.known))
        )
    rows += [()] * (len(words.HEADLINES) - len(here) + 1)
    rows += [_indicator(r, group, group.start + at) for group in groups for at, r in enumerate(group.results)]
    rows.append(())
    stages = {pillar.id: pillar.stages for pillar in a.pillars}
    for group in groups:
        own_score = stages[group.pillar][PARTS[group.headline]]
        row = FIRST + len(rows)
        named = (f"Pillar in {words.HEADLINES[group.headline]}", group.title)
        rows.append(_sum(named, (group.start, group.end, row), (own_score.score, own_score.known)))
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
    log = logarithmic(r.id)
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


def logarithmic(indicator: str) -> bool:
    """Whether an indicator is read on a logarithmic scale."""
    from foedus.scorecards.strategic_partnership import strategic_partnership

    return any(one.log for one in strategic_partnership.indicators if one.id == indicator)


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


def _sum(named: Sequence[str], rows: tuple[int, int, int], reported: tuple[float | None, float]) -> tuple[Cell, ...]:
    """A headline or a pillar: the weighted mean of the scores known in these rows, if enough is known."""
    first, last, row = rows
    score, known = reported
    weight, scored, share = (f"{column}{first}:{column}{last}" for column in "IJK")
    mean = f"SUMPRODUCT({weight},{scored})/SUMPRODUCT({weight},--ISNUMBER({scored}))"
    what, title = named
    return (
        what, title, *[None] * 7,
        Formula(f'=IF(K{row}>={NEED},{mean},"{NOT_ENOUGH}")', NOT_ENOUGH if score is None else score, "result"),
        Formula(f"=ROUND(SUMPRODUCT({weight},{share})/SUM({weight}),9)", known, "result"), None, score,
    )  # fmt: skip
