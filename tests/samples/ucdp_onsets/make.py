"""Writes the sample: invented onsets, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = {
    "gwcode": [2.0, 3.0],
    "year": [1946.0, 2017.0],
    "sumnewconf": [2.0, 0.0],
    **{f"sumonset{n}": [float(count), 0.0] for n, count in ((1, 3), (2, 3), (3, 3), (5, 2), (10, 2))},
}

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("ucdp_onsets.rda"), {"ucdp_onsets": pd.DataFrame(COLUMNS)})
