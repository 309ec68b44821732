"""Writes the sample: invented divisions, one row twice, one state as it falls apart, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = {
    "ccode": [2.0, 2.0, 9.0, 9.0], "gwcode": [2.0, 2.0, 9.0, 9.0], "year": [1945.0, 1945.0, 1991.0, 1991.0],
    "efindex": [0.25, 0.25, 0.5, 0.75],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("hief.rda"), {"hief": pd.DataFrame(COLUMNS)})
