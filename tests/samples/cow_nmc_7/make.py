"""Writes the sample: invented capabilities, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "ccode": [1.0, 1.0, 3.0], "year": [1950.0, 1951.0, 1950.0], "milex": [1000.0, UNKNOWN, 50.0],
    "milper": [120.0, 110.0, UNKNOWN], "irst": [0.0, 0.0, 12.0], "pec": [900.0, 950.0, 10.0],
    "tpop": [5000.0, 5100.5, 300.0], "upop": [800.0, 820.0, 0.0], "cinc": [0.125, 0.1, 0.0625],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("cow_nmc.rda"), {"cow_nmc": pd.DataFrame(COLUMNS)})
