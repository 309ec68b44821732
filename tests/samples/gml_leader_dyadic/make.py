"""Writes the samples: invented leaders in dispute, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = [
    "dispnum", "ccode1", "ccode2", "obsid1", "obsid2", "year", "sidea1", "sidea2", "orig1", "orig2", "gmlmidongoing",
    "gmlmidonset", "obsid_start1", "obsid_start2", "obsid_end1", "obsid_end2",
]  # fmt: skip
ROWS = [
    (9001.0, 3.0, 4.0, None, "ISL-1949", 1950.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, None, "ISL-1949", None, "ISL-1951"),
    (9001.0, 4.0, 3.0, "ISL-1949", None, 1950.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, "ISL-1949", None, "ISL-1951", None),
    (9001.0, 3.0, 4.0, None, "ISL-1951", 1951.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, None, "ISL-1949", None, "ISL-1951"),
]

if __name__ == "__main__":
    for name in ("gml_mid_dirleaderdisps", "gml_mid_ddlydisps"):
        frame = pd.DataFrame(ROWS, columns=COLUMNS)
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: frame})
