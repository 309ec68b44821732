"""Writes the samples: invented capitals, in the columns of the package; R counts days from 1970."""

from datetime import date
from pathlib import Path

import pandas as pd
import rdata

COLUMNS = ("statenme", "capital", "stdate", "enddate", "lat", "lng")


def days(day: str) -> float:
    """The number that R keeps for a day."""
    return float((date.fromisoformat(day) - date(1970, 1, 1)).days)


ROWS = [
    ("Exampleland", "Old Example", days("1900-01-01"), days("1950-06-30"), 10.5, -20.25),
    ("Exampleland", "New Example", days("1950-07-01"), days("2024-12-31"), -10.5, 20.25),
]

if __name__ == "__main__":
    for name, code in (("cow_capitals", "ccode"), ("gw_capitals", "gwcode")):
        frame = pd.DataFrame(ROWS, columns=list(COLUMNS))
        frame.insert(0, code, [1.0, 1.0])
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: frame})
