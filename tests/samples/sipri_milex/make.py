"""Writes the sample workbook: invented figures of a few states, in the sheets of the publisher."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent
workbook = runpy.run_path(str(HERE.parent / "nato_defence_expenditure" / "make.py"), run_name="layout")["workbook"]
Row = list[str | None]


def sheet(lines: int, before: Row, rows: list[Row]) -> list[Row]:
    """A sheet: a preamble of so many lines, the header, an empty line, then titles of regions among the states."""
    width = len(before) + 4
    preamble: list[Row] = [[f"Invented preamble {n}", *[None] * (width - 1)] for n in range(lines)]
    header: Row = [*before, "1953", "1991", "1992", "2024"]
    filled: list[Row] = [row + [None] * (width - len(row)) for row in rows]
    return [*preamble, header, [None] * width, *filled]


CONSTANT = sheet(5, ["Country", None, "Notes"], [
    ["Africa"], ["sub-Saharan Africa"], ["Congo", None, "1", "xxx", "...", "10", "12.5"],
    ["Europe"], ["Germany", None, None, "900", "2000", "2100", "3000"],
    ["USSR", None, "\u2021", ". .", "5000", "xxx", "xxx"], ["Russia", None, None, "xxx", "xxx", "4000", "6000"],
    ["European Union", None, None, "xxx", "xxx", "xxx", "9"],
])  # fmt: skip
CURRENT = sheet(5, ["Country", "Notes"], [["Europe"], ["Russia", None, "xxx", "xxx", "3900", "7000"]])
SHARE = sheet(5, ["Country", "Notes"], [["Europe"], ["Russia", None, "xxx", "xxx", "0.055", "0.0625"]])
HEAD = sheet(6, ["Country", "Notes"], [["Russia", None, "xxx", "xxx", "27.5", "45"]])
GOVERNMENT = sheet(7, ["Country", "Notes", "Reporting year"], [["Russia", None, None, "xxx", "xxx", "...", "0.1875"]])
SHEETS = {
    "Front page": [["Invented"]], "Constant (2023) US$": CONSTANT, "Current US$": CURRENT, "Share of GDP": SHARE,
    "Per capita": HEAD, "Share of Govt. spending": GOVERNMENT, "Footnotes": [["1", "Invented"]],
}  # fmt: skip

if __name__ == "__main__":
    workbook(HERE / "SIPRI-Milex-data.xlsx", SHEETS)
