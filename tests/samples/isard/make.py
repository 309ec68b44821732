"""Writes the samples: invented estimates, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
ECONOMY = {
    "ccode": [1.0, 1.0, 3.0], "year": [1950.0, 1951.0, 1950.0],
    "mrgdppc": [1000.0, 1100.0, UNKNOWN], "sd_mrgdppc": [50.0, 55.0, UNKNOWN],
    "pwtrgdp": [20000.0, 21000.0, UNKNOWN], "sd_pwtrgdp": [900.0, 950.0, UNKNOWN],
    "pwtpop": [12.5, 12.75, UNKNOWN], "sd_pwtpop": [0.5, 0.5, UNKNOWN],
}  # fmt: skip
DEMOCRACY = {
    "ccode": [1.0, 3.0], "year": [1950.0, 2025.0], "euds": [0.5, -0.5], "aeuds": [0.25, -0.75],
    "polity2": [7.0, UNKNOWN], "v2x_polyarchy": [0.625, 0.125],
}  # fmt: skip

if __name__ == "__main__":
    for name, columns in (("cw_gdppop", ECONOMY), ("cw_democracy", DEMOCRACY)):
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: pd.DataFrame(columns)})
