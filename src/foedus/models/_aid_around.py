"""What stood before and after the largest step in aid, for the recipient alone and for the median other state."""

from __future__ import annotations

import numpy as np

from foedus import sources
from foedus.models._aid_outcomes import OUTCOMES, Panel
from foedus.models._aid_record import Contrast, Flow, Party, Series, Turn, YearValue
from foedus.models._designs import RULE, Floats

FIRST_YEAR = 1997
AROUND = 5
LEAST_AROUND = 3
AROUND_STEP = ("alignment", "governance")
YEARLY = "us_foreign_assistance"
"""The source whose years before its first aid are on record too."""
LARGEST = "largest rise over the mean of the three years before"
FIRST = "first year with aid in this source; what was given before is not in it"


def number(value: float | np.floating | Floats) -> float | None:
    """A number, or nothing where it is not known."""
    found = float(value)
    return found if np.isfinite(found) else None


def turns_of(panel: Panel, taker: Party, flow: tuple[Flow, ...], asked: int) -> tuple[Turn, ...]:
    """For each source and stage of military aid, the year that stands out, with what stood before and after."""
    found = []
    for source, stage in dict.fromkeys((item.source, item.stage) for item in flow if item.source in sources.ids()):
        mine = {item.year: item for item in flow if (item.source, item.stage) == (source, stage)}
        if stage != "committed" and any(item.value for item in mine.values()):
            item, base = _standing_out(mine)
            contrasts = tuple(_contrast(panel, taker, name, item.year, asked) for name in AROUND_STEP)
            rise = 0.0 if base is None else item.value - base
            passes = base is not None and rise >= max(RULE.floor, RULE.rise * base)
            note = LARGEST if base is not None else FIRST
            found.append(Turn(item.year, stage, item.value, base, item.unit, source, passes, note, contrasts))
    return tuple(found)


def _standing_out(mine: dict[int, Flow]) -> tuple[Flow, float | None]:
    """The year with the largest rise and its base; where a record begins with the aid, the first year with any."""
    base = {
        year: float(np.mean([mine[year - n].value for n in range(1, RULE.base + 1)]))
        for year, item in mine.items()
        if item.source == YEARLY and all(year - n in mine for n in range(1, RULE.base + 1))
    }
    if base:
        year = max(base, key=lambda y: mine[y].value - base[y])
        return mine[year], base[year]
    return mine[min(year for year, item in mine.items() if item.value)], None


def _contrast(panel: Panel, taker: Party, name: str, year: int, asked: int) -> Contrast:
    """Five years before and after, as many as are known, at least three; the same for the median other state."""
    outcome = next(one for one in OUTCOMES if one.id == name)
    values, row, at = panel.values[name], panel.at(taker.party), year - panel.first
    last = min(asked, panel.last) - panel.first
    before = values[:, max(at - AROUND, 0) : at]
    after = values[:, at + 1 : min(at + AROUND, last) + 1]
    counts = [np.isfinite(part).sum(axis=1) for part in (before, after)]
    means = [np.where(n >= LEAST_AROUND, np.nansum(part, axis=1) / np.maximum(n, 1), np.nan)
             for part, n in zip((before, after), counts, strict=True)]  # fmt: skip
    if row is None:
        return Contrast(name, outcome.title, outcome.unit, None, None, 0, 0, None)
    others = np.delete(means[1] - means[0], row)
    others = others[np.isfinite(others)]
    middle = float(np.median(others)) if len(others) else None
    return Contrast(name, outcome.title, outcome.unit, number(means[0][row]), number(means[1][row]),
                    int(counts[0][row]), int(counts[1][row]), middle)  # fmt: skip


def series_of(panel: Panel, taker: Party, asked: int) -> tuple[Series, ...]:
    """The recipient's alignment and governance by year."""
    row = panel.at(taker.party)
    found = []
    for outcome in OUTCOMES if row is not None else ():
        if outcome.id in AROUND_STEP:
            years = range(FIRST_YEAR, min(asked, panel.last) + 1)
            values = tuple(YearValue(y, number(panel.values[outcome.id][row, y - panel.first])) for y in years)
            table = outcome.tables[0].partition(".")[0]
            found.append(Series(outcome.id, outcome.title, outcome.unit, table, values))
    return tuple(found)
