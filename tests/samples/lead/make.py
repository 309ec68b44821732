"""Writes the sample: invented lives of leaders, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
COLUMNS = {
    "obsid": ["EXA-1949", "EXA-1951"], "leveledu": [2.0, UNKNOWN], "milservice": [1.0, UNKNOWN],
    "combat": [1.0, UNKNOWN], "rebel": [0.0, UNKNOWN], "warwin": [0.0, UNKNOWN], "warloss": [1.0, UNKNOWN],
    "rebelwin": [0.0, UNKNOWN], "rebelloss": [0.0, UNKNOWN], "yrsexper": [12.0, UNKNOWN],
    "physhealth": [0.0, UNKNOWN], "mentalhealth": [0.0, UNKNOWN],
}  # fmt: skip

if __name__ == "__main__":
    rdata.write_rda(Path(__file__).with_name("LEAD.rda"), {"LEAD": pd.DataFrame(COLUMNS)})
