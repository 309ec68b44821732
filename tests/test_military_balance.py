"""The Military Balance as somebody copies it: read through titles and marks, refused in one sentence where unsure."""

from __future__ import annotations

import csv
import runpy
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus import sources
from foedus.cli import main
from foedus.declare import Raw
from foedus.errors import BrokenContract
from foedus.warehouse import fetch
from foedus.warehouse._check import checked

SAMPLES = Path(__file__).parent / "samples"
SAMPLE = SAMPLES / "iiss_military_balance" / "military-balance.xlsx"
Row = list[str | None]
Change = Callable[[list[Row]], list[Row]]
workbook: Callable[..., None] = runpy.run_path(
    str(SAMPLES / "nato_defence_expenditure" / "make.py"), run_name="layout"
)["workbook"]
MADE = runpy.run_path(str(SAMPLES / "iiss_military_balance" / "make.py"), run_name="sheets")
OLDER: list[Row] = MADE["OLDER"]
TABLE = sources.table("iiss_military_balance.comparisons")


def _read(folder: Path) -> pl.DataFrame:
    return checked(TABLE.unpromised, TABLE.parse(Raw(folder)))


def _brought(folder: Path, sheets: dict[str, list[Row]]) -> pl.DataFrame:
    workbook(folder / SAMPLE.name, sheets)
    return _read(folder)


def _cell(frame: pl.DataFrame, ccode: int, year: int, column: str) -> object:
    return frame.filter(pl.col("ccode") == ccode, pl.col("year") == year)[column].item()


def _with(rows: list[Row], old: str, new: str) -> list[Row]:
    changed = [[cell and cell.replace(old, new) for cell in row] for row in rows]
    assert changed != rows, old
    return changed


# Read


def test_of_two_editions_the_newer_counts_where_it_prints_the_year() -> None:
    frame = _read(SAMPLE.parent)
    assert [_cell(frame, 20, year, "milex_iiss") for year in range(2022, 2026)] == [1111, 2000, 3000, 4000]
    assert [_cell(frame, 20, year, "milex_edition_iiss") for year in range(2022, 2026)] == [2025, 2026, 2026, 2026]
    assert _cell(frame, 640, 2025, "personnel_edition_iiss") == 2025


def test_an_edition_alone_keeps_its_own_figures(tmp_path: Path) -> None:
    frame = _brought(tmp_path, {"2025": OLDER})
    assert _cell(frame, 20, 2024, "milex_iiss") == 3333
    assert set(frame["milex_edition_iiss"].drop_nulls()) == {2025}


def test_percent_become_shares_and_thousands_people(tmp_path: Path) -> None:
    frame = _brought(tmp_path, {"2025": OLDER})
    assert _cell(frame, 20, 2024, "milex_share_gdp_iiss") == 0.0333
    assert _cell(frame, 640, 2025, "personnel_iiss") == 444_000
    assert _cell(frame, 640, 2025, "reservists_iiss") == 400


def test_regions_totals_the_summary_and_those_who_are_no_state_are_left_out() -> None:
    assert set(_read(SAMPLE.parent)["ccode"]) == {20, 484, 520, 640}


@pytest.mark.parametrize("printed", ["n.k.", "n.a.", "n/a", "\u2013", "-", "..", None])
def test_what_is_not_known_or_not_applicable_is_empty(printed: str | None, tmp_path: Path) -> None:
    rows = [[printed if cell == "4,444*" else cell for cell in row] for row in OLDER]
    frame = _brought(tmp_path, {"2025": rows})
    assert frame.filter(pl.col("ccode") == 640, pl.col("year") == 2022)["milex_iiss"].to_list() in ([], [None])
    assert _cell(frame, 640, 2022, "milex_share_gdp_iiss") == 0.0444


@pytest.mark.parametrize(
    "printed", ["4444", "4,444", "4\u00a0444", "\u03b54,444", "4,444 [a]", "4,444\u00b2", "4444.0", "* 4,444"]
)
def test_marks_and_separators_leave_the_figure(printed: str, tmp_path: Path) -> None:
    frame = _brought(tmp_path, {"2025": _with(OLDER, "4,444*", printed)})
    assert _cell(frame, 640, 2022, "milex_iiss") == 4444


@pytest.mark.parametrize("printed", ["T\u00fcrkiye", "Turkey*", "Turkey [b]", "Turkey\u00b9", "Turkey **"])
def test_a_name_is_read_without_its_marks(printed: str, tmp_path: Path) -> None:
    assert 640 in set(_brought(tmp_path, {"2025": _with(OLDER, "Turkey 1", printed)})["ccode"])


def test_headings_repeated_on_the_next_page_are_no_figures(tmp_path: Path) -> None:
    again = [*OLDER[:5], *OLDER[1:3], *OLDER[5:]]
    assert _brought(tmp_path, {"2025": again}).equals(_brought(tmp_path, {"2025": OLDER}))


def test_headings_in_two_rows_over_the_years_are_read_together(tmp_path: Path) -> None:
    blank: Row = [None, None]
    above: Row = [None, "Defence Expenditure", *[None] * 8, "Numbers in Armed Forces", "Estimated Reservists",
                  "Para-military"]  # fmt: skip
    below: Row = [None, "US$m", *blank, "US$ per capita", *blank, "% of GDP", *blank, "(000)", "(000)", "(000)"]
    below[4] = "per capita US$"
    rows = [OLDER[0], above, below, *OLDER[2:]]
    assert _brought(tmp_path, {"2025": rows}).equals(_brought(tmp_path, {"2025": OLDER}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_comma_separated_text_reads_as_the_workbook(encoding: str, tmp_path: Path) -> None:
    expected = _brought(tmp_path, {"2025": OLDER})
    with (tmp_path / SAMPLE.name).open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows(OLDER)
    assert _read(tmp_path).equals(expected)


# Refused


REFUSED: dict[str, tuple[Change, str]] = {
    "a renamed heading": (lambda rows: _with(rows, "Estimated Reservists", "Estimated Surplus"), "Estimated Surplus"),
    "a heading of another unit": (lambda rows: _with(rows, "US$ m", "US$ bn"), r"US\$ bn"),
    "constant prices": (lambda rows: _with(rows, "(current US$ m)", "(constant US$ m)"), "of constant prices"),
    "a lost column": (lambda rows: [row[:12] for row in rows], "Active Paramilitary.*none"),
    "a missing year": (lambda rows: [[*row[:2], None, *row[3:]] if row[1] == "2022" else row for row in rows],
                       "without a year: 'Defence Spending"),
    "another year": (lambda rows: [[*row[:3], "2021", *row[4:]] if row[1] == "2022" else row for row in rows],
                     r"2021, 2022, 2023\].*2022, 2023, 2024\]"),
    "no years": (lambda rows: [row for row in rows if row[1] != "2022"], "no sheet with years under the headings"),
    "nothing": (lambda rows: rows[:0], "no sheet with years under the headings"),
    "no edition": (lambda rows: _with(rows, "The Military Balance 2025", "a book"), "of which edition"),
    "an edition before its years": (lambda rows: _with(rows, "Balance 2025", "Balance 2005"), "the edition of 2005"),
    "an unknown name": (lambda rows: _with(rows, "Canada", "Ruritania"), r"'Ruritania' \(2022\)"),
    "a state twice": (lambda rows: [*rows[:5], *rows[4:]], "two rows of one state in one edition: 'Canada'"),
    "figures without a name": (lambda rows: [[None, *row[1:]] if row[0] == "Canada" else row for row in rows],
                               "figures of nobody: 1,111"),
    "a word for a figure": (lambda rows: _with(rows, "4,444*", "many"), r"'many' \(Turkey, 2022\)"),
    "a comma for a point": (lambda rows: _with(rows, "4.44", "4,44"), r"'4,44' \(Turkey, 2022\)"),
    "fractions for percent": (lambda rows: _with(_with(rows[:5], "1.11", "0.0111"), "2.22", "0.0222"), "Write percent"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_reads_otherwise_is_refused_by_name(what: str, tmp_path: Path) -> None:
    change, told = REFUSED[what]
    with pytest.raises(BrokenContract, match=told):
        _brought(tmp_path, {"First": change(OLDER)})


def test_an_edition_in_two_sheets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenContract, match=r"has an edition twice: \[2025, 2025\]"):
        _brought(tmp_path, {"One": OLDER, "Other": OLDER})


# From the file to a panel


def test_a_file_brought_becomes_columns_of_a_panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    mine = tmp_path / "table of 2026.xlsx"
    mine.write_bytes(SAMPLE.read_bytes())
    (one,) = fetch(["iiss_military_balance"], place=mine)
    assert one.taken == (SAMPLE.name,)
    foedus.build()
    made = foedus.panel("state-year", ["milex_iiss", "personnel_iiss"], years="2022:2025", states=["CAN"]).data
    assert made["milex_iiss"].to_list() == [1111, 2000, 3000, 4000]
    assert made["personnel_iiss"].to_list() == [None, None, None, 12_000]


def test_a_bad_file_stops_the_build_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    workbook(tmp_path / "table.xlsx", {"First": _with(OLDER, "4,444*", "many")})
    fetch(["iiss_military_balance"], place=tmp_path / "table.xlsx")
    with pytest.raises(SystemExit) as ended:
        main(["build"])
    assert ended.value.code == 2
    (said,) = (line for line in capsys.readouterr().err.splitlines() if not line.startswith("· "))
    assert "'many' (Turkey, 2022)" in said
