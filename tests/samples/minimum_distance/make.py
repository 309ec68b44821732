"""Writes the samples: invented distances, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

ROWS = [(1.0, 3.0, 1900.0, 0.0), (1.0, 3.0, 1901.0, 1250.125), (1.0, 4.0, 1900.0, 77.5)]

if __name__ == "__main__":
    for name, code in (("cow_mindist", "ccode"), ("gw_mindist", "gwcode")):
        frame = pd.DataFrame(ROWS, columns=[f"{code}1", f"{code}2", "year", "mindist"])
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: frame})
