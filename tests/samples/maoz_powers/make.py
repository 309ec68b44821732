"""Writes the sample: invented powers, in the columns of the package; R counts days from 1970."""

from datetime import date
from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")


def days(day: str) -> float:
    """The number that R keeps for a day."""
    return float((date.fromisoformat(day) - date(1970, 1, 1)).days)


COLUMNS = {
    "ccode": [1.0, 3.0, 3.0], "regstdate": [days("1900-01-01"), UNKNOWN, days("1990-06-05")],
    "regenddate": [days("1949-12-31"), UNKNOWN, days("2019-12-31")],
    "globstdate": [days("1950-01-01"), days("1816-01-01"), UNKNOWN],
    "globenddate": [days("2019-12-31"), days("1918-11-11"), UNKNOWN],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("maoz_powers.rda"), {"maoz_powers": pd.DataFrame(COLUMNS)})
