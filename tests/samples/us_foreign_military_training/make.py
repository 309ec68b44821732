"""Writes the sample: four reports with invented items, and the others without any."""

import gzip
from pathlib import Path

from foedus.sources.us_foreign_military_training import us_foreign_military_training

HERE = Path(__file__).parent
ITEM = """      <training>
        <course_title>{title}</course_title>
        <page_number>1</page_number>
        <quantity>{quantity}</quantity>
        <total_cost>$1,000</total_cost>
      </training>
"""
REPORTS = {
    "1999_2000_Africa_1": [
        ("Benin", "International Military Education And  Training (IMET), FY 99", [("A", "3"), ("B", "4 Town,")]),
        ("Benin", "International Military Education And  Training (IMET), FY 00", [("PLANNED", "50")]),
    ],
    "2007_2008_Europe": [("Malta", "FMF - FY 2007 DoS Training", [("A COURSE ", "2 "), ("", "2 ")])],
    "2018_2019_Africa": [
        (" Benin", "IMET-1 - Fiscal Year 2018 Department of State Training", [("A COURSE ", "5 ")]),
        ("Benin ", "PKO - Fiscal Year 2018 Department of State Training", [
            ("B COURSE ", "700 "), ("Fiscal Year 2018 Program Totals ", "705 "),
        ]),
    ],
    "2018_2019_Europe": [("Finland", "Exchange - Fiscal Year 2018 Department of Defense Training", [("C", "N/A")])],
}  # fmt: skip

if __name__ == "__main__":
    for file in us_foreign_military_training.files:
        text = '<?xml version="1.0"?>\n<countries>\n'
        for country, program, items in REPORTS.get(file.name.removesuffix(".xml.gz"), []):
            courses = "".join(ITEM.format(title=title, quantity=quantity) for title, quantity in items)
            text += f'  <country name="{country}">\n    <program name="{program}">\n{courses}'
            text += "    </program>\n  </country>\n"
        (HERE / file.name).write_bytes(gzip.compress(f"{text}</countries>\n".encode(), mtime=0))
