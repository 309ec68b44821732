"""Writes the sample workbook: invented figures of a few states, in the layout of two editions of the printed table."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent
Row = list[str | None]
BLANK: Row = [None] * 12


def over(*groups: str) -> Row:
    """Headings of the merged cells over three years each of spending, and over one of personnel."""
    return [None, *(cell for name in groups[:3] for cell in (name, None, None)), *groups[3:]]


def years(first: int, personnel: int) -> Row:
    """The years under the headings: three of spending, three times, and one of personnel, three times."""
    return [None, *(str(first + n) for n in (0, 1, 2)) , *(str(first + n) for n in (0, 1, 2)),
            *(str(first + n) for n in (0, 1, 2)), *[str(personnel)] * 3]  # fmt: skip


OLDER: list[Row] = [
    ["Invented, in the layout of The Military Balance 2025", *BLANK],
    over("Defence Spending (current US$ m)", "Defence Spending per capita (current US$)", "Defence Spending % of GDP",
         "Active Armed Forces (000)", "Estimated Reservists (000)", "Active Paramilitary (000)"),
    years(2022, 2025),
    ["North America", *BLANK],
    ["Canada", "1,111", "2,222", "3,333", "11", "22", "33", "1.11", "2.22", "3.33", "11", "22", "3"],
    ["Total", "1,111", "2,222", "3,333", "11", "22", "33", "1.11", "2.22", "3.33", "11", "22", "3"],
    ["Europe", *BLANK],
    ["Turkey 1", "4,444*", "n.k.", "5,555", "44", "n.k.", "55", "4.44", "n.k.", "5.55", "444", "0.4", "n.a."],
    ["Palestinian Territories", *["n.k."] * 9, "0", "n.a.", "n.k."],
    ["Summary", *BLANK],
    ["North America", "9,999", "9,999", "9,999", "9", "9", "9", "9.99", "9.99", "9.99", "9", "9", "9"],
    ["* Estimate. 1 Invented.", *BLANK],
]  # fmt: skip
GROUPS = ("Defence Budget (current USDm)", "Defence Budget per capita (current USD)", "Defence Budget % of GDP")
PEOPLE = ("Active Armed Forces (000)", "Estimated Reservists (000)", "Gendarmerie &amp; Paramilitary (000)")
NEWER: list[Row] = [
    ["Invented", *BLANK],
    [None, *(f"{group}{year}" for group in GROUPS for year in (2023, 2024, 2025)), *(f"{one}2025" for one in PEOPLE)],
    ["North America", *BLANK],
    ["Canada", "2,000", "3,000", "4,000", "20", "30", "40", "2.00", "3.00", "4.00", "12", "23", "4"],
    ["Sub-Saharan Africa", *BLANK],
    ["Congo", "\u03b550", "\u2013", "60", "5", "\u2013", "6", "0.50", "\u2013", "0.60", "10", "nil", "2"],
    ["Somali Republic", *[None] * 9, "20", "0", "0"],
    ["Total / Average", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9"],
]
SHEETS = {"First": OLDER, "Edition 2026": NEWER, "Read me": [["Invented"]]}

if __name__ == "__main__":
    layout = runpy.run_path(str(HERE.parent / "nato_defence_expenditure" / "make.py"), run_name="layout")
    layout["workbook"](HERE / "military-balance.xlsx", SHEETS)
