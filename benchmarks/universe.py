"""How long everything takes for every partnership-year, and whole columns against a loop over partnership-years."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from _timing import SAME, Ratio, Result, Row, asked, built, keep, timed
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

    from foedus.warehouse import Warehouse

BUDGET, SAMPLE, SEED, SINCE = 20.0, 2_000, 0, 1946
MEMBERS, POWER = 0.65, 0.90
WINDOW, NEEDED = 10, 4
RIVAL = "a loop over partnership-years in Python and NumPy"
COLUMNS = ("idealpointfp", "milex_nato", "gdp_nato", "milex_share_gdp_factbook", "gdp_factbook",
           "milex_constant_wmeat", "milex_share_gnp_wmeat")  # fmt: skip
Floats = NDArray[np.float64]
Unit = tuple[str, int]
Found = Mapping[tuple[object, ...], float]


@dataclass(frozen=True, slots=True)
class Side:
    """A piece of work done both ways: ours for all partnership-years, a loop over some of them."""

    ours: Callable[[], Found]
    loop: Callable[[Sequence[Unit]], Found]


def main() -> None:
    options = asked(__doc__ or "")
    result = Result(
        "universe", "How long does everything take, for every partnership in every year?",
        "All indicators, statuses, slopes and headlines of all partnership-years, from built tables. Then three of "
        "them by whole columns, and by a plain loop written in the benchmark over a seeded sample of "
        f"{SAMPLE:,} partnership-years since {SINCE}.",
        "",
    )  # fmt: skip
    with built(options):
        from foedus.scorecards._universe import derive
        from foedus.warehouse import open_warehouse

        warehouse = open_warehouse()
        derived, took = timed(lambda: derive(warehouse))
        units = derived["derived.units"]
        result.rows.append(Row("**all indicators, all partnership-years**", took.cpu, took.wall, BUDGET))
        sample, compared = _sample(units), []
        for name, side in _sides(warehouse, derived).items():
            ours, mine = timed(side.ours)
            if not ours:
                compared.append(f"{name} none, its sources are not at hand")
                continue
            theirs, loop = timed(partial(side.loop, sample))
            known = _agree(ours, theirs, sample)
            compared.append(f"{name} {known:,}")
            result.rows.append(Row(f"{name}, {units.height:,} partnership-years, whole columns", mine.cpu, mine.wall))
            result.rows.append(Row(f"{name}, {len(sample):,} partnership-years, loop", loop.cpu, loop.wall))
            once = (loop.cpu / known) / (mine.cpu / len(ours))
            result.ratios.append(Ratio(f"{name}, for each known value", RIVAL, once))
    result.same = (
        f"In the sample each value is known to both sides or to neither, and equal to {SAME:g}. Known values compared: "
        f"{', '.join(compared)}."
    )
    result.notes = [
        (
            f"{derived['derived.values'].height:,} values that are known or do not apply; "
            f"{derived['derived.slopes'].height:,} slopes."
        ),
        (
            "The ratio is of CPU seconds for one known value: ours in all partnership-years, the loop's in the sample. "
            "For the first two ours reads its columns from disk; the loop has them in memory before the clock starts."
        ),
    ]
    keep(result)


def _sample(units: pl.DataFrame) -> list[Unit]:
    recent = [(p, y) for p, y in units.select("partnership", "year").sort("partnership", "year").rows() if y >= SINCE]
    chosen = np.random.default_rng(SEED).choice(len(recent), min(SAMPLE, len(recent)), replace=False)
    return [recent[i] for i in sorted(chosen)]


def _agree(ours: Found, theirs: Found, sample: Sequence[Unit]) -> int:
    """How many values of the sample both sides know; stops where they differ."""
    inside = set(sample)
    mine = {key: value for key, value in ours.items() if key[:2] in inside}
    assert mine.keys() == theirs.keys(), sorted(mine.keys() ^ theirs.keys(), key=str)[:5]
    assert mine, "nothing is known in the sample: the comparison shows nothing"
    apart = {key: (value, theirs[key]) for key, value in mine.items() if abs(value - theirs[key]) > SAME}
    assert not apart, list(apart.items())[:5]
    return len(mine)


def _sides(warehouse: Warehouse, derived: Mapping[str, pl.DataFrame]) -> dict[str, Side]:
    from foedus.scorecards._compose import slopes
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    members = derived["derived.members"]
    states = States(warehouse, members)
    later = {i.id for i in card.indicators if i.stage == "outlook"}
    values = derived["derived.values"]
    scored = values.filter(~values["indicator"].is_in(list(later)))
    series = _series(scored, {i.id for i in card.indicators if i.stage == "risk"})

    def found() -> Found:
        kept = slopes(scored, card).select("partnership", "year", "indicator", "slope").rows()
        return {row[:3]: row[3] for row in kept}

    return {
        "cohesion ratio": Side(lambda: _evaluated(warehouse, members, "CHA1"), states.cohesion),
        "burden gap": Side(lambda: _evaluated(warehouse, members, "CHA2"), states.burden),
        "Theil-Sen slopes": Side(found, lambda sample: _theil_sen(series, sample)),
    }


def _evaluated(warehouse: Warehouse, members: pl.DataFrame, name: str) -> Found:
    from foedus.measures._evaluate import evaluate
    from foedus.measures._rows import RowMaker
    from foedus.scorecards.strategic_partnership import strategic_partnership as card

    one = next(i for i in card.indicators if i.id == name)
    found = evaluate([one], RowMaker(warehouse, members, one.measures))
    return {row[:2]: row[2] for row in found.select("partnership", "year", "value").rows()}


class States:
    """Members, and what is known of each state in each year, as plain Python and NumPy."""

    def __init__(self, warehouse: Warehouse, members: pl.DataFrame) -> None:
        import polars as pl

        from foedus.measures._columns import state_panel

        panel = state_panel(warehouse, set(COLUMNS)).with_columns(pl.col(COLUMNS).cast(pl.Float64))
        rows = panel.select("party", "year", "power", *COLUMNS).iter_rows()
        blank = (None,) * (1 + len(COLUMNS))
        known = {(party, year): cells for party, year, *cells in rows}
        self.of: dict[Unit, Floats] = {}
        for (partnership, year), group in members.group_by("partnership", "year"):
            cells = [known.get((party, year), blank) for party in group["party"]]
            self.of[str(partnership), int(year)] = np.array(cells, dtype=np.float64).T
        seen = panel.filter(pl.col("idealpointfp").is_not_null())
        self.voting = {y[0]: part["idealpointfp"].to_numpy() for y, part in seen.group_by("year")}

    def cohesion(self, sample: Sequence[Unit]) -> Found:
        """Distance inside over distance to all others, pair by pair of states."""
        found: dict[tuple[object, ...], float] = {}
        for unit in sample:
            power, point, *_ = self.of[unit]
            known = ~np.isnan(point)
            if not _enough(known, power):
                continue
            inside = point[known]
            everyone, n = self.voting[unit[1]], len(inside)
            others = len(everyone) - n
            if n > 1 and others > 0:
                among = np.abs(inside[:, None] - inside).sum()
                outward = np.abs(inside[:, None] - everyone).sum() - among
                _put(found, unit, (among / (n * (n - 1))) / (outward / (n * others)))
        return found

    def burden(self, sample: Sequence[Unit]) -> Found:
        """Half the sum of gaps between shares of cost and of income, by the first source that is known."""
        found: dict[tuple[object, ...], float] = {}
        for unit in sample:
            power, _, nato, gdp_nato, share, gdp, constant, of_gnp = self.of[unit]
            income = np.where(of_gnp > 0, constant, np.nan) / np.where(of_gnp > 0, of_gnp, 1)
            for cost, base, asked_of in (
                (nato, gdp_nato, gdp_nato),
                (share * gdp, gdp, gdp),
                (constant, income, of_gnp),
            ):
                known = ~np.isnan(cost) & ~np.isnan(asked_of)
                if unit not in found and _enough(known, power):
                    there = known & ~np.isnan(base)
                    total, whole = cost[known].sum(), base[there].sum()
                    _put(found, unit, np.abs(cost[there] / total - base[there] / whole).sum() / 2)
        return found


def _enough(known: NDArray[np.bool_], power: Floats) -> bool:
    """65% of the members, or members with 90% of the capabilities."""
    whole = np.nansum(power)
    held = np.nansum(power[known]) / whole if whole else 0.0
    return bool(known.any() and (known.sum() >= MEMBERS * len(known) or held >= POWER))


def _put(found: dict[tuple[object, ...], float], key: Unit, value: float) -> None:
    if np.isfinite(value):
        found[key] = float(value)


Series = dict[str, dict[str, dict[int, float]]]


def _series(scored: pl.DataFrame, risk: set[str]) -> Series:
    """Observed scores by partnership, indicator and year, up meaning better."""
    series: Series = {}
    columns = ("partnership", "indicator", "year", "score", "status")
    for partnership, indicator, year, score, status in scored.select(columns).iter_rows():
        if status == "observed" and score is not None:
            good = 100 - score if indicator in risk else score
            series.setdefault(partnership, {}).setdefault(indicator, {})[year] = good
    return series


def _theil_sen(series: Series, sample: Sequence[Unit]) -> Found:
    """The median slope of all pairs of the last ten years, for each indicator that has four of them."""
    found: dict[tuple[object, ...], float] = {}
    for partnership, year in sample:
        for indicator, points in series.get(partnership, {}).items():
            known = [(y, points[y]) for y in range(year - WINDOW + 1, year + 1) if y in points]
            if year in points and len(known) >= NEEDED:
                slopes = [(b - a) / (t - s) for (s, a), (t, b) in itertools.combinations(known, 2)]
                found[partnership, year, indicator] = statistics.median(slopes)
    return found


if __name__ == "__main__":
    np.seterr(divide="ignore", invalid="ignore")
    main()
