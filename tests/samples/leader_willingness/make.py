"""Writes the sample: invented estimates, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "obsid": ["EXA-1949", "EXA-1951"],
    **{f"theta{n // 2 + 1}_{('mean', 'sd')[n % 2]}": [0.125 * (n + 1), UNKNOWN] for n in range(8)},
}

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("lwuf.rda"), {"lwuf": pd.DataFrame(COLUMNS)})
