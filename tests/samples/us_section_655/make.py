"""Writes the sample workbook: eight sheets of invented licenses, in the publisher's layout."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent
workbook = runpy.run_path(str(HERE.parent / "nato_defence_expenditure" / "make.py"), run_name="layout")["workbook"]

HEADER = [
    "Country/Territory", "USML\nCategory", "Quantity", "Defense Articles and\nServices Authorized\nValue",
    "Shipped Value",
]  # fmt: skip
IN_2020 = [
    ["European Space Agency", None, None, None, None],
    ["(International Organization)", None, "5", "$700,000", None],
    ["France", None, "5", "$391,101", None],
    [None, "XI", "5", "$391,101", None],
    ["France", None, "1,000", "$2,000,000", "$500,000"],
    [None, "I(h)", "400", "$1,500,000", ""],
    [None, "XI", "600", "$500,000", ""],
    ["New Zealand", None, "20", "$3,250,000", None],
    [None, "VIII", "20", "$3,250,000", None],
    ["Various", None, "26", "$42,000,000", "$10"],
]
IN_2016 = [
    ["FIJI", "", "8", "$75,000", "407"],
    [None, "I", "8", "$75,000", ""],
    ["NATO", "XII", "1", "$1,101", ""],
    ["UNITED ARAB", "", "9", "$9,000,000", "$0"],
    [None, "IV", "9", "$9,000,000", ""],
]
OTHER = [["FIJI", None, "1", "$1,000", ""], ["", "I", "1", "$1,000", ""], ["ARUBA", "", "2", "$2,000", "$0"]]

if __name__ == "__main__":
    inside = {str(year): [HEADER, *{2020: IN_2020, 2016: IN_2016}.get(year, OTHER)] for year in range(2020, 2012, -1)}
    workbook(HERE / "section_655_2013_2020.xlsx", inside)
