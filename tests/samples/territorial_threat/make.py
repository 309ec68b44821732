"""Writes the sample: invented estimates, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "ccode": [2.0, 2.0], "year": [1816.0, 2010.0], "lterrthreat": [0.25, -0.5], "sd": [0.125, 0.25],
    "lwr": [0.0, -1.0], "upr": [0.5, 0.0], "m_lterrthreat": [UNKNOWN, -0.75], "m_sd": [UNKNOWN, 0.5],
    "m_lwr": [UNKNOWN, -1.5], "m_upr": [UNKNOWN, 0.0],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("terrthreat.rda"), {"terrthreat": pd.DataFrame(COLUMNS)})
