"""Writes the samples: invented rivalries, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
EARLIER = {
    "rivalryno": [1.0, 2.0, 3.0], "rivalryname": ["Exampleland-Testonia", "Testonia-Islands", "Exampleland-Islands"],
    "ccode1": [2.0, 3.0, 2.0], "ccode2": [3.0, 4.0, 4.0], "styear": [1800.0, 1900.0, 1950.0],
    "endyear": [1810.0, 2010.0, 1960.0], "region": ["Here", "There", "Here"],
    "type1": ["spatial", "positional", "spatial"], "type2": [None, "spatial", "ideological"],
    "type3": [None, None, "interventionary"],
}  # fmt: skip
LATER = {
    "tssr_id": [1, 2, 3], "rivalry": EARLIER["rivalryname"], "ccode1": [2.0, 3.0, 2.0], "ccode2": [3.0, 4.0, 4.0],
    "start": [1800.0, 1900.0, 1950.0], "end": [1810.0, 2020.0, 1960.0], "positional": [UNKNOWN, 1.0, UNKNOWN],
    "spatial": [1.0, 1.0, UNKNOWN], "ideological": [UNKNOWN, UNKNOWN, 1.0],
    "interventionary": [UNKNOWN, UNKNOWN, 1.0], "principal": [1.0, UNKNOWN, UNKNOWN],
    "aprin": [UNKNOWN, 1.0, UNKNOWN],
}  # fmt: skip

if __name__ == "__main__":
    for name, columns in (("td_rivalries", EARLIER), ("tss_rivalries", LATER)):
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: pd.DataFrame(columns)})
