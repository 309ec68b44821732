"""Writes the sample: invented pledges, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

NAMES = ("ccode1", "ccode2", "year", *(f"atop_{one}" for one in ("defense", "offense", "neutral", "nonagg", "consul")))
ROWS = [(1.0, 3.0, 1900.0, 1.0, 0.0, 0.0, 0.0, 1.0), (3.0, 1.0, 1900.0, 0.0, 0.0, 1.0, 0.0, 1.0)]

if __name__ == "__main__":
    frame = pd.DataFrame(ROWS, columns=list(NAMES))
    rdata.write_rda(Path(__file__).with_name("atop_alliance.rda"), {"atop_alliance": frame})
