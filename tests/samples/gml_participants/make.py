"""Writes the sample: invented participants, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = [
    "dispnum", "ccode", "styear", "stmon", "stday", "endyear", "endmon", "endday", "obsid_start", "obsid_end",
    "dummy_stday", "dummy_endday", "sidea", "hiact", "orig", "anymiss_leader_start", "anymiss_leader_end",
    "allmiss_leader_start", "allmiss_leader_end",
]  # fmt: skip
ROWS = [
    (9001.0, 3.0, 1950.0, 2.0, -9.0, 1951.0, 4.0, 30.0, None, None, 1.0, 30.0, 1.0, 16.0, 1.0, 1.0, 1.0, 0.0, 0.0),
    (9001.0, 4.0, 1950.0, 2.0, 11.0, 1951.0, 4.0, -9.0, "ISL-1949", "ISL-1951", 11.0, 30.0, 0.0, 7.0, 0.0, 1.0, 1.0,
     0.0, 0.0),
    (9001.0, 4.0, 1951.0, 6.0, 1.0, 1951.0, 6.0, 2.0, "ISL-1951", "ISL-1951", 1.0, 2.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0,
     0.0),
]  # fmt: skip

if __name__ == "__main__":
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    rdata.write_rda(Path(__file__).with_name("gml_part.rda"), {"gml_part": frame})
