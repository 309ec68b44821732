"""Writes the sample workbook: two invented disasters, in the columns of the public table."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    "DisNo.|Historic|Classification Key|Disaster Group|Disaster Subgroup|Disaster Type|Disaster Subtype|External IDs|"
    "Event Name|ISO|Country|Subregion|Region|Location|Origin|Associated Types|OFDA/BHA Response|Appeal|Declaration|"
    "AID Contribution ('000 US$)|Magnitude|Magnitude Scale|Latitude|Longitude|River Basin|Start Year|Start Month|"
    "Start Day|End Year|End Month|End Day|Total Deaths|No. Injured|No. Affected|No. Homeless|Total Affected|"
    "Reconstruction Costs ('000 US$)|Reconstruction Costs, Adjusted ('000 US$)|Insured Damage ('000 US$)|"
    "Insured Damage, Adjusted ('000 US$)|Total Damage ('000 US$)|Total Damage, Adjusted ('000 US$)|CPI|Admin Units|"
    "GADM Admin Units|Entry Date|Last Update"
).split("|")
ALWAYS = {
    "Historic": "No", "Classification Key": "nat-geo-ear-gro", "Disaster Group": "Natural",
    "Disaster Subgroup": "Geophysical", "Disaster Type": "Earthquake", "Disaster Subtype": "Ground movement",
    "OFDA/BHA Response": "Yes", "Appeal": "No", "Declaration": "No", "Entry Date": "2001-01-01",
    "Last Update": "2001-02-01",
}  # fmt: skip
HAITI = ALWAYS | {
    "DisNo.": "2031-0001-HTI", "ISO": "HTI", "Country": "Haiti", "Magnitude": "6.5",
    "Magnitude Scale": "Moment Magnitude", "Start Year": "2031", "Start Month": "2", "Start Day": "3",
    "End Year": "2031", "Total Deaths": "21", "Total Affected": "400", "Total Damage ('000 US$)": "1250.5",
}  # fmt: skip
ISLAND = ALWAYS | {
    "DisNo.": "1931-0002-PRI", "ISO": "PRI", "Country": "Puerto Rico", "Historic": "Yes", "Start Year": "1931",
    "End Year": "1931", "OFDA/BHA Response": "No",
}  # fmt: skip


def place(n: int) -> str:
    """The letters of a column."""
    return chr(64 + n) if n <= 26 else f"{chr(64 + (n - 1) // 26)}{chr(65 + (n - 1) % 26)}"


if __name__ == "__main__":
    layout = runpy.run_path(str(HERE.parent / "nato_defence_expenditure" / "make.py"), run_name="layout")
    layout["workbook"].__globals__["chr"] = lambda n: place(n - 64)
    rows = [COLUMNS, *([row.get(name) for name in COLUMNS] for row in (HAITI, ISLAND))]
    layout["workbook"](HERE / "public_emdat.xlsx", {"EM-DAT Data": rows, "EM-DAT Info": [["Invented"]]})
