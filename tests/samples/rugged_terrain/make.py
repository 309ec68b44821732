"""Writes the sample: invented lands, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = {
    "ccode": [2.0, 3.0], "gwcode": [2.0, float("nan")], "rugged": [1.5, 0.25], "newlmtnest": [2.5, float("nan")],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("rugged.rda"), {"rugged": pd.DataFrame(COLUMNS)})
