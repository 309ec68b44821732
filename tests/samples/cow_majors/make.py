"""Writes the sample: invented powers, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

COLUMNS = ("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday", "version")
ROWS = [
    (1.0, 1900.0, 2.0, 3.0, 1914.0, 7.0, 31.0, 2016.0),
    (1.0, 1950.0, 1.0, 1.0, 2016.0, 12.0, 31.0, 2016.0),
    (3.0, 1901.0, 1.0, 1.0, 1904.0, 2.0, 29.0, 2016.0),
]

if __name__ == "__main__":
    frame = pd.DataFrame(ROWS, columns=list(COLUMNS))
    rdata.write_rda(Path(__file__).with_name("cow_majors.rda"), {"cow_majors": frame})
