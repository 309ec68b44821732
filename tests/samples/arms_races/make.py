"""Writes the sample: invented arms races, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = {
    "race_id": [1.0, 2.0, 3.0], "ccode1": [2.0, 3.0, 2.0], "ccode2": [3.0, 4.0, 4.0],
    "styear": [1860.0, 1901.0, 1950.0], "endyear": [1862.0, 1905.0, 1952.0],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("grh_arms_races.rda"), {"grh_arms_races": pd.DataFrame(COLUMNS)})
