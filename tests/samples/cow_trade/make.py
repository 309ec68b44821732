"""Writes the sample: invented trade, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "ccode": [1.0, 1.0, 3.0], "year": [1950.0, 1951.0, 1950.0], "imports": [120.5, UNKNOWN, 3.25],
    "exports": [100.0, 90.0, UNKNOWN],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("cow_trade_sy.rda"), {"cow_trade_sy": pd.DataFrame(COLUMNS)})
