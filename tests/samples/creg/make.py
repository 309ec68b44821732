"""Writes the sample: invented divisions of a state that falls apart in 1991, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "ccode": [2.0, 9.0, 9.0], "gwcode": [2.0, 9.0, 8.0], "creg_ccode": [2.0, 9.0, 10.0],
    "year": [1945.0, 1991.0, 1991.0],
    "ethfrac": [0.25, 0.5, 0.75], "ethpol": [0.375, 0.25, 0.625],
    "relfrac": [UNKNOWN, 0.5, UNKNOWN], "relpol": [UNKNOWN, 0.875, UNKNOWN],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("creg.rda"), {"creg": pd.DataFrame(COLUMNS)})
