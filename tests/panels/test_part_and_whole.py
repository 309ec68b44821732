"""A panel of some states and years is that part of the whole panel: nothing depends on which rows were asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import foedus
from foedus.states import resolve, tenures

Where = Callable[[Path], None]
FIRST, LAST = 1975, 2000
STATES = ("USA", "Russia", "Germany", "Iraq", "United Kingdom", "Argentina", "Namibia", "Yemen")
OVER_TIME = ("{0}", "{0}@-1", "{0}@+2", "mean({0}, 3)", "max({0}, 5)", "peace_years({1})", "peace_years_gaps({1})")
EVENTS = ("gmlmidonset", "gmlmidongoing", "cowmidonset")
CHOICES: dict[str, tuple[tuple[str, ...], tuple[dict[str, object], ...]]] = {
    "state-year": (("cinc", "polyarchy"), ({}, {"on": "last"}, {"version": ["cow_nmc=7.0"]})),
    "dyad-year": (
        ("cinc1", "gmlmidonset", "capability_parity"),
        ({}, {"on": "first"}, {"whittle": "fatality,onset"}, {"version": ["cow_nmc=7.0"]}),
    ),
    "directed-dyad-year": (("defense", "gmlmidonset", "cinc2"), ({}, {"whittle": "hostility"}, {"on": "majority"})),
    "leader-year": (("cinc",), ({}, {"version": ["cow_nmc=7.0"]})),
    "leader-dyad-year": (("cinc1", "gmlmidongoing"), ({}, {"whittle": "fatality,onset"})),
    "state-day": (("cinc",), ({},)),
    "leader-day": (("cinc",), ({},)),
}  # fmt: skip
SINCE = {
    "dyad-year": EVENTS, "directed-dyad-year": EVENTS, "leader-year": ("gmlmid_leader_ongoing",),
    "leader-dyad-year": ("gmlmidonset", "gmlmid_leader_onset"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _from_every_dataset(full: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield


def _codes(system: str, named: list[str]) -> list[int]:
    parties = [resolve(name).party for name in named]
    held = tenures("cow" if system == "cow" else "gw").filter(pl.col("party").is_in(parties))
    return held["ccode" if system == "cow" else "gwcode"].unique().to_list()


def _part(whole: pl.DataFrame, key: tuple[str, ...], years: tuple[int, int], codes: list[int]) -> pl.DataFrame:
    year = pl.col("date").dt.year() if "date" in key else pl.col("year")
    sides = [name for name in key if name.startswith(("ccode", "gwcode"))]
    return whole.filter(year.is_between(*years), *(pl.col(side).is_in(codes) for side in sides))


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, str, dict[str, object], tuple[int, int], list[str]]:
    """A unit, a column over time, options, the years of the part and its states."""
    unit = draw(st.sampled_from(sorted(CHOICES)))
    columns, options = CHOICES[unit]
    forms = [one for one in OVER_TIME if "{1}" not in one or unit in SINCE]
    column = draw(st.sampled_from(forms)).format(
        draw(st.sampled_from(columns)), draw(st.sampled_from(SINCE.get(unit, ("",))))
    )
    first = draw(st.integers(FIRST, LAST))
    last = draw(st.integers(first, min(first + 10, LAST)))
    chosen = {"system": draw(st.sampled_from(["cow", "gw"])), **draw(st.sampled_from(options))}
    return unit, column, chosen, (first, last), draw(st.lists(st.sampled_from(STATES), min_size=2, unique=True))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(asked())
def test_a_part_of_a_panel_is_the_panel_of_that_part(
    question: tuple[str, str, dict[str, object], tuple[int, int], list[str]],
) -> None:
    unit, column, options, years, named = question
    if options.get("whittle") and ("mid" not in column or "leader" in column):
        del options["whittle"]
    if options.get("version") and "cinc" not in column and "parity" not in column:
        del options["version"]
    whole = foedus.panel(unit, [column], years=(FIRST, LAST), **options)  # type: ignore[arg-type]
    part = foedus.panel(unit, [column], years=years, states=named, **options)  # type: ignore[arg-type]
    wanted = _part(whole.data, whole.record.key, years, _codes(str(options["system"]), named))
    assert part.data.equals(wanted)


@pytest.mark.parametrize(
    ("unit", "event", "named"),
    [
        ("leader-year", "gmlmid_leader_ongoing", None),
        ("leader-dyad-year", "gmlmidonset", ["USA", "Russia", "Germany"]),
    ],
)
def test_years_since_an_event_of_a_leader_do_not_begin_with_the_panel(
    unit: str, event: str, named: list[str] | None
) -> None:
    count = f"s=peace_years({event})"
    whole = foedus.panel(unit, [count], years="1980:1990", states=named).data
    part = foedus.panel(unit, [count], years="1985:1990", states=named).data
    assert part.equals(whole.filter(pl.col("year") >= 1985))
    assert part.filter(year=1985)["s"].max() > 0, "who took office before had peace before"


def test_a_condition_does_not_shorten_the_time_that_is_counted() -> None:
    asked = ["s=peace_years_gaps(gmlmid_leader_ongoing)", "t=peace_years(gmlmid_leader_ongoing)"]
    whole = foedus.panel("leader-year", asked, years="1975:1985").data
    part = foedus.panel("leader-year", asked, years="1975:1985", where=["year > 1980"]).data
    assert part.equals(whole.filter(pl.col("year") > 1980))
