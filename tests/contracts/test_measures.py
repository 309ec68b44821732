"""What every declared measure must keep: documented, cited, worked by hand, and unknown where its input is unknown.

A new measure needs a function in src/foedus/measures and a file tests/worked/<measure>.toml; nothing is
added here. A case gives one value per column, or for a measure that aggregates a list with an entry per
row; "unknown" is a cell that nobody knows, a column left out is unknown in every row, and a case without
`then` expects no value. Each case is run again with another expectation, and must fail.
"""

from __future__ import annotations

import math
import random
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foedus.declare import Indicator, Measure
from foedus.measures import measures, state_columns
from foedus.measures._columns import LAG, base_name
from foedus.measures._evaluate import values
from foedus.measures._rows import ADVERSARY
from foedus.panels._catalog import homes

WORKED = Path(__file__).parent.parent / "worked"
UNKNOWN = "unknown"
STATES, WORLDS, NOW = 30, 40, 2000
RANGES = {
    "growth": (-3, 3), "growth_of_all": (-3, 3), "kept_alternative": (0, 1),
    "promise": (0, 3), "enabling_classes": (0, 5), "treaty_institutions": (0, 2), "years_in_force": (0, 210),
    "running": (0, 1), "success": (0, 1), "completeness": (0, 1), "kept": (0, 1), "delivering": (0, 1),
    "coerced": (0, 1), "among_first_five": (0, 1), "shared_bodies": (0, 1), "exercised_on_record": (0, 1),
    "people_deployed_peak": (0, 20_000), "people_affected": (1_000, 1_000_000),
    "health_share_gdp_factbook": (1, 20), "isaf_troops": (0, 1_000),
    "cooperation_agreements": (0, 2), "armament_agreements": (0, 2), "us_military_aid": (-10, 5_000),
    "cowmaj1": (0, 1), "cowmaj2": (0, 1),
    "codeployment_cosine": (0, 1), "exercises_together": (0, 3),
}  # fmt: skip
"""Steps of one half between what columns can hold whose declared range, or 0 to 100 without one, says too little."""

PARTS = (
    ("exercises_multilateral_sum3", "exercises_together_sum3"),
    ("exercises_relief_sum3", "exercises_together_sum3"),
)
"""Columns that count a part of what another column counts."""

Case = dict[str, Any]
every = pytest.mark.parametrize("one", [pytest.param(m, id=name) for name, m in sorted(measures().items())])


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(WORKED.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


# Declarations


@every
def test_it_is_documented_and_cited(one: Measure) -> None:
    first = one.doc.partition("\n")[0]
    assert first.endswith("."), "the docstring opens with one sentence"
    assert len(one.citation) > 15, "who defined it, or whose facts it counts"
    assert one.columns, "its parameters are the columns it needs"
    assert one.value_unit, "what its value is counted in"


@every
def test_it_has_worked_cases(one: Measure) -> None:
    path = WORKED / f"{one.name}.toml"
    assert path.exists(), f"write tests/worked/{one.name}.toml"
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    assert len(cases) >= 3
    assert len({case["name"] for case in cases}) == len(cases)
    assert any("then" not in case for case in cases), "one case shows that unknown stays unknown"
    assert len({case.get("then") for case in cases}) >= 3, "cases that expect the same test little"


def test_every_worked_file_belongs_to_a_measure() -> None:
    assert sorted(path.stem for path in WORKED.iterdir()) == sorted(measures())


# Worked cases


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_case_worked_by_hand(name: str, case: Case) -> None:
    assert set(case) <= {"name", "given", "then"}
    one = measures()[name]
    assert set(case["given"]) <= set(one.columns), "a column that the measure does not have"
    found = _value(one, _frame(one, case["given"]))
    assert _same(found, case.get("then")), f"{found}, not {case.get('then', UNKNOWN)}"


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_case_with_another_answer_fails(name: str, case: Case) -> None:
    one = measures()[name]
    assert not _same(_value(one, _frame(one, case["given"])), _nudged(case.get("then")))


def _nudged(then: float | bool | None) -> float:
    match then:
        case None:
            return 0.5
        case bool():
            return not then
        case _:
            return then + abs(then) * 0.0001 + 0.0001


def _same(found: float | None, then: float | bool | None) -> bool:
    if found is None or then is None:
        return found is None and then is None
    return math.isclose(found, float(then), rel_tol=1e-9, abs_tol=1e-12)


# Random worlds


@every
def test_it_is_never_infinite_and_stays_in_its_range(one: Measure) -> None:
    seen = []
    for seed in range(WORLDS):
        rows = _world(one, random.Random(seed))  # noqa: S311 - test input, not secrets
        for part in [rows] if one.aggregates else rows.iter_slices(1):
            value = _value(one, part)
            if value is None:
                continue
            seen.append(value)
            assert math.isfinite(value), f"world {seed}"
            if one.within is not None:
                assert one.within[0] - 1e-9 <= value <= one.within[1] + 1e-9, f"world {seed}"
    assert len(seen) > WORLDS / 2, "most worlds were unknown: the test shows little"
    assert len(set(seen)) > 1, "always the same value"


@every
def test_unknown_in_unknown_out(one: Measure) -> None:
    """One unknown cell: unknown, or for a measure over rows what the rows without that one give."""
    known = _world(one, random.Random(0), gaps=0)  # noqa: S311
    assert _value(one, known) is not None
    for name in one.columns:
        row = pl.int_range(pl.len()) == 1
        holed = known.with_columns(pl.when(~row).then(pl.col(name)).alias(name))
        if one.aggregates:
            assert _same(_value(one, holed), _value(one, known.filter(~row))), name
        else:
            assert holed.select(one.expression().alias("value"))["value"].is_null().to_list()[:3] == [
                False,
                True,
                False,
            ]
        blank = known.with_columns(pl.lit(None, pl.Float64).alias(name))
        assert _value(one, blank) is None, name


def _world(one: Measure, rng: random.Random, *, gaps: float = 0.1) -> pl.DataFrame:
    """Rows drawn from an invented world of states, with zeros and unknowns among plausible cells."""
    panel = _panel(one, rng, gaps)
    world = panel.filter(pl.col("year") == NOW)
    for name in one.columns:
        lag, base = LAG.match(name), name.removeprefix(ADVERSARY)
        if lag:
            before = panel.filter(pl.col("year") == NOW - int(lag["years"]))
            world = world.with_columns(before[lag["name"].removeprefix(ADVERSARY)].alias(name))
        elif name.startswith(ADVERSARY):
            world = world.with_columns(pl.col(base).alias(name))
    for name in one.columns:
        if name.startswith(ADVERSARY):  # one adversary for all members
            whose = pl.lit(world[name].drop_nulls()[rng.randrange(STATES // 2)])
            world = world.with_columns(whose.alias(name))
    for part, whole in PARTS:
        if part in one.columns:
            world = world.with_columns(pl.min_horizontal(part, pl.col(whole) + 0 * pl.col(part)).alias(part))
    return world.sample(rng.randint(3, 10), seed=rng.randrange(2**32)).select(one.columns)


def _panel(one: Measure, rng: random.Random, gaps: float) -> pl.DataFrame:
    """Every state in every year that a column reaches back to, in the order of the panel of the build."""
    plain = {m["name"] if (m := LAG.match(name)) else name for name in one.columns}
    names = {name.removeprefix(ADVERSARY) for name in plain}
    computed = [state_columns()[name] for name in sorted(names) if name in state_columns()]
    names |= {need for column in computed for need in column.needs}
    lags = {0, 5, *(int(m["years"]) for m in map(LAG.match, one.columns) if m)}
    rows = [(f"S{n:02}", NOW - lag) for n in range(STATES) for lag in sorted(lags, reverse=True)]
    panel = pl.DataFrame(rows, schema=["party", "year"], orient="row").with_columns(
        pl.Series(name, [_cell(name, rng, gaps) for _ in rows], dtype=pl.Float64)
        for name in sorted(names - {column.name for column in computed})
    )
    for column in computed:
        panel = panel.with_columns(column.function(panel).alias(column.name))
    return panel


def _cell(name: str, rng: random.Random, gaps: float) -> float | None:
    if rng.random() < gaps:
        return None
    base = base_name(name)
    low, high = RANGES.get(base) or _declared(base) or _declared(base[:-1]) or (0, 100)
    if low <= 0 and rng.random() < gaps:
        return 0.0
    return rng.randint(int(2 * low), int(2 * high)) / 2 if base in RANGES else rng.uniform(low, high)


def _declared(name: str) -> tuple[float, float] | None:
    return homes()[name].column.within if name in homes() else None


# Running a measure as the build runs it


def _frame(one: Measure, given: Case) -> pl.DataFrame:
    height = max((len(cells) for cells in given.values() if isinstance(cells, list)), default=1)
    assert one.aggregates or height == 1, "one value per column, unless the measure aggregates"
    columns = {}
    for name in one.columns:
        cells = given.get(name, UNKNOWN)
        listed = cells if isinstance(cells, list) else [cells] * height
        columns[name] = pl.Series([None if cell == UNKNOWN else float(cell) for cell in listed], dtype=pl.Float64)
    return pl.DataFrame(columns)


def _value(one: Measure, rows: pl.DataFrame) -> float | None:
    """The value of these rows, on however few known ones it rests."""
    rows = rows.with_columns(case=pl.lit(1), power=1.0, party=pl.lit("S"), partnership=pl.lit("toy"))
    shown = Indicator("CASE", "A case", one, "", "context", "whole" if one.aggregates else "mean", any_rows=True)
    found = values(rows, one.unit, [(shown, one, 0)], ["case"])
    return found["value"][0] if found.height else None
