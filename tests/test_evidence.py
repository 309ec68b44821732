"""What the numbers rest on: recomputed by hand from the publishers' files, moved by one cell, lost without a source."""

from __future__ import annotations

import csv
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

import foedus
from conftest import TEST_DATA, Assess
from foedus import sources, states
from foedus.declare import Measure
from foedus.measures import state_columns
from foedus.measures._columns import base_name, declared_columns
from foedus.measures._rows import ADVERSARY, PAIR_COLUMNS
from foedus.partnerships.context import CONTEXTS
from foedus.partnerships.happenings import EVENTS
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import claims, open_warehouse, removed
from test_assess import HEADLINES, Json, indicators, json_of, subjects


@subjects
def test_every_value_leads_to_a_source_and_a_place_in_it(
    told: Callable[..., Json], names: tuple[str, ...], year: int, full: Path, at: Callable[[Path], None]
) -> None:
    at(full)
    said = told(*names, year=year)
    listed = {reference["id"] for reference in said["bibliography"]}
    for one in indicators(said).values():
        assert len(one["evidence"]) == min(one["evidence_total"], 20), one["id"]
        if one["value"] is None or one["stage"] == "outlook":
            continue
        assert one["evidence"], f"{one['id']} has a value and no evidence"
        given = _suppliers(one["id"])
        for piece in one["evidence"]:
            own = piece["source"] if piece["source"] in sources.ids() else "register"
            assert own in given, f"{one['id']} rests on {sorted(given)}, and shows {piece['source']!r}"
            assert piece["source"] in listed, f"{one['id']} rests on {piece['source']!r}, which is not listed"
            assert piece["locator"], one["id"]
            assert piece["vintage"], one["id"]


# By hand, from the publishers' files


def _ideal_points(year: int, path: Path | None = None) -> dict[int, float]:
    """Ideal points of that year's states; Soviet republics that voted were none."""
    import pyreadstat

    frame: pl.DataFrame = pyreadstat.read_dta(path or _real("un_ideal_points"), output_format="polars")[0]
    rows = frame.filter((pl.col("year") == year) & pl.col("idealpointfp").is_not_null())
    points = {int(code): x for code, x in rows.select("ccode", "idealpointfp").iter_rows()}
    return {code: x for code, x in points.items() if states.party_of("cow", code, year)}


def _forces(year: int, path: Path | None = None) -> dict[int, float]:
    with (path or _real("cow_nmc")).open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if int(row["year"]) == year]
    return {int(row["ccode"]): float(row["milper"]) for row in rows if row["milper"] != "-9"}


def _real(source: str) -> Path:
    name = sources.load(source).files[0].name
    return next(path for path in sorted(Path(TEST_DATA).rglob(name)) if source in path.parts)


def _cohesion(points: dict[int, float], codes: set[int]) -> float:
    """Pair by pair: the mean distance inside over the mean distance of members to everybody else."""
    members = [x for code, x in points.items() if code in codes]
    others = [x for code, x in points.items() if code not in codes]
    inside = [abs(a - b) for a, b in itertools.combinations(members, 2)]
    outside = [abs(a - b) for a in members for b in others]
    return (sum(inside) / len(inside)) / (sum(outside) / len(outside))


def _codes(said: Json) -> set[int]:
    return {m["ccode"] for m in said["partnership"]["members"] if m["change"] != "left"}


@subjects
def test_diverging_interests_are_what_the_votes_say(
    told: Callable[..., Json], names: tuple[str, ...], year: int
) -> None:
    found = indicators(told(*names, year=year))["CHA1"]
    if year < 1946:
        assert found["status"] == "unknown"
    else:
        assert found["value"] == pytest.approx(
            _cohesion(_ideal_points(year), _codes(told(*names, year=year))), abs=1e-6
        )


def _scored(one: Json, value: float) -> float:
    good = 100 * min(max((value - one["worst"]) / (one["best"] - one["worst"]), 0), 1)
    return 100 - good if one["stage"] == "risk" else good


def test_one_changed_cell_moves_the_indicator_and_its_headline_by_what_one_computes_by_hand(
    full: Path, told: Callable[..., Json], assessed: Assess, tmp_path: Path, at: Callable[[Path], None]
) -> None:
    before = told("NATO", year=2014)
    was, codes = indicators(before), _codes(before)
    mine = _copy(full, tmp_path)
    at(mine)
    handed = tmp_path / "handed over"
    points, forces = _nudged_ideal_point(handed, 310, 2014, -1.0), _nudged_forces(handed, 2, 2014, 2000)
    taken = foedus.fetch("un_ideal_points", "cow_nmc", place=handed, unverified=True)
    assert all(one.unverified for one in taken)
    foedus.build()
    after = json_of(mine, assessed, "NATO", year=2014)
    now = indicators(after)

    spread = _cohesion(_ideal_points(2014, points), codes)
    drift = spread - _cohesion(_ideal_points(2009, points), codes)
    total = {path: sum(x for code, x in _forces(2014, path).items() if code in codes) for path in (None, forces)}
    sent = was["COL5"]["value"] * total[None] / total[forces]
    expected = {"CHA1": spread, "EFF6": drift, "COL5": sent}
    for name, value in expected.items():
        assert abs(value - was[name]["value"]) > 1e-3, f"{name}: the cell moved nothing"
        assert now[name]["value"] == pytest.approx(value, abs=1e-5), name
        assert now[name]["score"] == pytest.approx(_scored(was[name], value), abs=1e-3), name
    for headline in ("commitment", "effects", "risk"):
        mine_ = [i for i in was.values() if i["headline"] == headline and i["score"] is not None]
        weight = sum(i["weight"] for i in mine_)
        moved = sum(i["weight"] * (_scored(i, expected[i["id"]]) - i["score"]) for i in mine_ if i["id"] in expected)
        change = after["headlines"][headline]["score"] - before["headlines"][headline]["score"]
        assert change == pytest.approx(moved / weight, abs=1e-3), headline
    touched = {
        i for i, one in was.items() if one["stage"] == "outlook" or _suppliers(i) & {"un_ideal_points", "cow_nmc"}
    }
    untouched = sorted(set(was) - touched)
    assert len(untouched) > 20
    assert {i: now[i]["value"] for i in untouched} == {i: was[i]["value"] for i in untouched}
    assert after["fingerprint"] != before["fingerprint"]


def _nudged_ideal_point(folder: Path, ccode: int, year: int, by: float) -> Path:
    import pyreadstat

    folder.mkdir(exist_ok=True)
    frame: pl.DataFrame = pyreadstat.read_dta(_real("un_ideal_points"), output_format="polars")[0]
    here = (pl.col("ccode") == ccode) & (pl.col("year") == year)
    moved = pl.when(here).then(pl.col("idealpointfp") + by).otherwise("idealpointfp")
    path = folder / _real("un_ideal_points").name
    pyreadstat.write_dta(frame.with_columns(moved.alias("idealpointfp")), str(path))
    return path


def _nudged_forces(folder: Path, ccode: int, year: int, milper: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / _real("cow_nmc").name
    with _real("cow_nmc").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    place = [rows[0].index(name) for name in ("ccode", "year", "milper")]
    (row,) = [r for r in rows if r[place[0]] == str(ccode) and r[place[1]] == str(year)]
    row[place[2]] = str(milper)
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
    return path


# Without a source


@pytest.mark.parametrize("source", ["un_ideal_points", "cow_nmc"])
def test_without_a_source_exactly_what_rests_on_it_is_unknown(
    source: str, full: Path, told: Callable[..., Json], assessed: Assess, tmp_path: Path, at: Callable[[Path], None]
) -> None:
    before = told("NATO", year=2014)
    mine = _copy(full, tmp_path)
    at(mine)
    assert removed([source]) == [source]
    assert source in foedus.build().absent
    after = json_of(mine, assessed, "NATO", year=2014)
    was, now = indicators(before), indicators(after)
    fell = {i for i in was if was[i]["value"] is not None and now[i]["value"] is None}
    only = {i.id for i in strategic_partnership.indicators if i.measures and _needs(i.measures, source)}
    assert fell == {i for i in only if was[i]["value"] is not None}
    assert len(fell) >= 2
    others = [i for i in was if not _suppliers(i) & {source, "cow_nmc"} and was[i]["stage"] != "outlook"]
    assert {i: now[i]["value"] for i in others} == {i: was[i]["value"] for i in others}
    told_how = {gap["indicator"]: gap["command"] for gap in after["missing"]}
    assert all(source in told_how[i] or source not in _said_needs(i) for i in fell)
    for name in HEADLINES:
        assert after["headlines"][name]["known"] <= before["headlines"][name]["known"]
        if after["headlines"][name]["score"] is not None and set(fell) & _of(was, name):
            assert _width(after, name) >= _width(before, name), f"{name}: less is known, and the range is narrower"


def _of(found: dict[str, Json], headline: str) -> set[str]:
    return {i for i, one in found.items() if one["headline"] == headline}


def _width(said: Json, name: str) -> float:
    return float(said["headlines"][name]["high"] - said["headlines"][name]["low"])


def _said_needs(indicator: str) -> str:
    return next(i.needs for i in strategic_partnership.indicators if i.id == indicator)


def _suppliers(indicator: str) -> set[str]:
    """Every source that a column of the indicator can come from."""
    (one,) = [i for i in strategic_partnership.indicators if i.id == indicator]
    return {source for measure in one.measures for given in _columns(measure) for source in given}


def _needs(measures: tuple[Measure, ...], source: str) -> bool:
    """Whether the measure and each of its fallbacks has a column that comes from this source alone."""
    return all(any(given == {source} for given in _columns(measure)) for measure in measures)


def _columns(measure: Measure) -> Iterator[set[str]]:
    if measure.unit in EVENTS:
        yield {table.partition(".")[0] for table in EVENTS[measure.unit].tables}
        return
    for name in measure.columns:
        yield _given_by(base_name(name.removeprefix(ADVERSARY)))


def _given_by(name: str) -> set[str]:
    made = {name: {"register", "atop"} if name == "promise" else {"register"} for name in PAIR_COLUMNS}
    if name in state_columns():
        return {source for need in state_columns()[name].needs for source in _given_by(need)}
    found = set(made.get(name, set()))
    for unit in ("state-year", "dyad-year", "directed-dyad-year"):
        for column in {name, name[:-1] if name[-1] in "12" else name}:
            origin = declared_columns(unit).get(column)
            found |= {origin.table.source} if origin and origin.table else set()
    found |= {table.partition(".")[0] for table, (columns, _) in CONTEXTS.items() if name in columns}
    found |= {"atop"} if name in {"years_in_force", "adversary"} else set()
    claimed = claims(open_warehouse()).filter(pl.col("item") == name)["source"].unique().to_list()
    return found | {source if source in sources.ids() else "register" for source in claimed}


def _copy(full: Path, tmp_path: Path) -> Path:
    """The same data folder without its bulk: files are never written over, so that they may be shared."""
    return Path(shutil.copytree(full, tmp_path / "data", copy_function=os.link))
