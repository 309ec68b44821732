"""Writes the sample: an invented month or two for each contributor."""

from pathlib import Path

from foedus.sources.ipi_peacekeeping import ipi_peacekeeping

HERE = Path(__file__).parent
MONTHS = {
    "Portugal.csv": [("1992-01-31", 10, "NA", 2), ("1992-02-29", 20, 3, 1)],
    "Czech Republic.csv": [("1992-01-31", 5, "NA", "NA")],
    "Palau.csv": [("2014-03-31", "NA", 2, "NA")],
}

if __name__ == "__main__":
    for file in ipi_peacekeeping.files:
        months = MONTHS.get(file.name, [("1992-03-31", 1, "NA", "NA")])
        lines = ['"Date","Troops","Police","Experts"', *(",".join(map(str, month)) for month in months)]
        (HERE / file.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
