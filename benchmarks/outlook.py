"""How long the record of all forecasts takes, one fit, and an outlook once the record is kept."""

from __future__ import annotations

import math
import shutil
from typing import TYPE_CHECKING

import numpy as np
from _timing import SAME, Ratio, Result, Row, asked, built, keep, timed

if TYPE_CHECKING:
    from foedus.warehouse import Warehouse

WHO, YEAR, HORIZON, SEED, SAMPLE, SERIES = "NATO", 2024, 3, 0, 1_000, "EFF6"
WARM = 2.0
RIVAL = "Sen's slope of one partnership-year after another"


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "outlook", "How long does an outlook take, and its record?",
        f"The rolling-origin record of projections {HORIZON} years ahead of headlines and scored indicators, and of "
        f"the ends of alliances by every model; one fit as of {YEAR}; the outlook of {WHO} from kept records. Then all "
        f"ten-year slopes of one indicator by whole matrices, and of a seeded sample of {SAMPLE:,} one at a time.",
        "",
    )  # fmt: skip
    with built(options) as folder:
        import foedus
        from foedus.models import _projections, _series, alliance_survival
        from foedus.models._alliance_years import alliance_years
        from foedus.models._endings import estimate
        from foedus.scorecards.strategic_partnership import strategic_partnership as card
        from foedus.verbs import ready

        warehouse = ready()
        shutil.rmtree(folder / "models", ignore_errors=True)
        seen = _series.observed(warehouse, card).collect()
        shape = _series.grid(warehouse, seen)
        abouts = _series.everything(card)

        def record() -> None:
            for about in abouts:
                make = _series.headline if about.is_headline else _series.indicator
                _projections.table(make(about, seen, shape), shape, HORIZON)

        _, took = timed(record, 1)
        result.rows.append(Row(f"record of projections, {len(abouts)} series", took.cpu, took.wall))
        panel, took = timed(lambda: alliance_years(warehouse))
        result.rows.append(Row(f"alliance-years with covariates, {panel.height:,}", took.cpu, took.wall))
        found, took = timed(lambda: alliance_survival.cases(panel), 1)
        result.rows.append(Row(f"record of ends, {found.height:,} forecasts", took.cpu, took.wall))
        _, took = timed(lambda: estimate(panel, YEAR, "regimes"))
        result.rows.append(Row("one fit with clustered errors", took.cpu, took.wall))
        foedus.outlook(WHO, year=YEAR)
        _, took = timed(lambda: foedus.outlook(WHO, year=YEAR).to("json"))
        result.rows.append(Row(f"**outlook of {WHO}, record kept**", took.cpu, took.wall, WARM))
        _slopes(warehouse, result)
    keep(result)


def _slopes(warehouse: Warehouse, result: Result) -> None:
    """All slopes of one indicator by whole matrices against a sample one at a time; stops where they differ."""
    from foedus.models import _projections, _series
    from foedus.models._trends import differences, theil_sen
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    seen = _series.observed(warehouse, card).collect()
    shape = _series.grid(warehouse, seen)
    about = next(one for one in _series.everything(card) if one.id == SERIES)
    series = _series.indicator(about, seen, shape)
    ours, mine = timed(lambda: _projections.slopes(series))
    places = np.argwhere(np.isfinite(ours))
    chosen = places[np.random.default_rng(SEED).choice(len(places), min(SAMPLE, len(places)), replace=False)]

    def loop() -> list[float]:
        found = []
        for row, at in chosen:
            first = max(at - _series.WINDOW + 1, 0)
            values = series.level[row, first : at + 1]
            known = np.isfinite(values)
            slope = theil_sen(differences(np.arange(first, at + 1)[known], values[known]))
            found.append(math.nan if slope is None else slope.value)
        return found

    theirs, plain = timed(loop, 1)
    assert np.allclose(ours[tuple(chosen.T)], theirs, rtol=0, atol=SAME), "the two sides differ"
    result.same = f"The slopes of the sample, {len(chosen):,} of {len(places):,}, are equal to {SAME:g} on both sides."
    result.rows.append(Row(f"{len(places):,} slopes, whole matrices", mine.cpu, mine.wall))
    result.rows.append(Row(f"{len(chosen):,} slopes, one at a time", plain.cpu, plain.wall))
    result.ratios.append(Ratio("one slope", RIVAL, (plain.cpu / len(chosen)) / (mine.cpu / len(places))))
    result.notes = ["The record is made once for each build and kept in the data folder; the first outlook makes it."]


if __name__ == "__main__":
    main()
