"""Writes the sample workbooks: invented figures of a few states in five editions; the old format needs xlwt."""

import runpy
from pathlib import Path

import xlwt  # type: ignore[import-not-found]

HERE = Path(__file__).parent
workbook = runpy.run_path(str(HERE.parent / "nato_defence_expenditure" / "make.py"), run_name="layout")["workbook"]

TITLE = "TABLE I.   Military Expenditures, Armed Forces, GDP, CGE, Population, and Their Ratios,"
Row = list[str | None]


def sheet(last: int, width: int, labels: dict[int, str], rows: list[Row]) -> list[Row]:
    """A sheet of an edition: title, decade, labels, an empty line, then the rows, filled up to its width."""
    decade = f"By Group and Country, {last - 10}-{last}"
    header = [labels.get(n) for n in range(width)]
    return [row + [None] * (width - len(row)) for row in ([TITLE], [decade], header, [None, "Current "], *rows)]


def year(label: str, spent: str, constant: str, mark: str | None, place: int, share: str) -> Row:
    """A state's row of a year."""
    row: Row = [label, spent, mark, constant, mark, *[None] * (place - 5), share]
    return row


def country(name: str, number: int, shares: Row, constants: Row) -> list[Row]:
    """A state's sheet in the last edition."""
    return [
        [name, "Country", None, str(number)],
        ["Oceania", "Geographic group"],
        *([None] * 13 for _ in range(4)),
        ["Parameter / Year", *(str(year) for year in range(1999, 2010)), "Mean"],
        ["Economic at real MER, base year = 2009"],
        [" - constant 2009 dollars (millions)", *constants, "1"],
        ["ME/GDP (for all methods but sectoral PPP)", *shares, "1"],
        [" - constant 2009 dollars (millions)", *(["7"] * 12)],
    ]


COUNTRY, MARKS = "Country and Year", ["NA", "N.A.", "\u2026", "-", "TO 8 (EST)"]
FIRST = sheet(1973, 22, {0: COUNTRY, 9: "MILEX/GNP     "}, [
    ["NEW ZEALAND"],
    *(year(str(1963 + n), "50", f"{100 + n}", None, 9, mark) for n, mark in enumerate(MARKS)),
    year("1968", "60", "210", None, 9, "2.25"),
    ["GROWTH RATE (PCT ANN)", None, None, "3.5"],
    ["USSR (SEE SOVIET UNION)"],
    ["ETHIOPIA"],
    [*year("1970", "12", "11", None, 9, "1700"), None, "1.75"],
])  # fmt: skip
SECOND = sheet(1983, 24, {0: COUNTRY, 15: "ME/GNP     "}, [
    ["MAINLAND"],
    year("1980", "10", "20", "E", 15, "4.5"),
    year("1981", "10", "25", None, 15, "4"),
])  # fmt: skip
THIRD = sheet(1994, 24, {0: COUNTRY, 15: "ME/GNP     "}, [
    ["Germany, West", "b"],
    year("1990", "10", "20", None, 15, "2.5"),
    year("1991e", "10", "15", None, 15, "2"),
    ["Armenia", "E"],
    year("1988", "NA", "NA", None, 15, "NA"),
    year("1993", "10", "15", None, 15, "2.2"),
])  # fmt: skip
FOURTH = sheet(2005, 27, {0: COUNTRY, 17: "ME/GDP     "}, [
    ["Fiji            ", "             R"],
    year("2001", "10", "20", None, 17, "1.4"),
    year("2002", "10", "  30E", None, 17, "  1.5E"),
    [None, "Sao Tome and Principe"],
    year("2002", "1", "1", None, 17, "0.5"),
])  # fmt: skip
EMPTY: Row = ["N/A"] * 10
FIFTH = {
    "Fiji": country("Fiji", 6, [*EMPTY, "0.0125"], [*EMPTY[1:], "40", "50"]),
    "Overview": [["World Military Expenditures"], ["Overview", None]],
    "Korea, North": country("Korea, North (Democratic Republic of)", 9, [*EMPTY, "0.2"], [*EMPTY, "1"]),
}

if __name__ == "__main__":
    for name, rows in (("185674.xlsx", FIRST), ("185659.xlsx", SECOND), ("185685.xlsx", THIRD)):
        workbook(HERE / name, {"Sheet1": rows})
    workbook(HERE / "209509.xlsx", FIFTH)
    book = xlwt.Workbook()
    by_group, by_country = book.add_sheet("By Group"), book.add_sheet("By Country")
    by_group.write(0, 0, "Totals")
    for across, row in enumerate(FOURTH):
        for down, cell in enumerate(row):
            if cell is not None:
                by_country.write(across, down, cell)
    book.save(str(HERE / "121777.xls"))
