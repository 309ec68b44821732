"""Writes the samples: invented memberships, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

STATES = {
    "ccode": [1.0, 1.0, 3.0], "year": [1950.0, 1951.0, 1950.0], "sum_igo_full": [12.0, 13.0, 0.0],
    "sum_igo_associate": [2.0, 1.0, 0.0], "sum_igo_observer": [1.0, 1.0, 4.0], "sum_igo_anytype": [15.0, 15.0, 4.0],
}  # fmt: skip
PAIRS = {
    "ccode1": [1.0, 1.0, 3.0], "ccode2": [3.0, 3.0, 4.0], "year": [1950.0, 1951.0, 1950.0],
    "dyadigos": [0.0, 7.0, 3.0],
}  # fmt: skip

if __name__ == "__main__":
    for name, columns in (("cow_igo_sy", STATES), ("cow_igo_ndy", PAIRS)):
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: pd.DataFrame(columns)})
