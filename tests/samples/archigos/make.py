"""Writes the samples: invented leaders, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

PEOPLE = ["aaaa0000-0000-0000-0000-000000000001", "aaaa0000-0000-0000-0000-000000000002"]
LEADERS = {
    "obsid": ["EXA-1949", "EXA-1951", "TES-1950"],
    "gwcode": [2.0, 2.0, 3.0],
    "leadid": [PEOPLE[0], PEOPLE[1], PEOPLE[1]],
    "leader": ["Example", "Sample", "Sample"],
    "yrborn": [1899.0, float("nan"), 1910.0],
    "gender": ["M", "F", "F"],
    "startdate": [-7671.0, -6940.0, -7305.0],
    "enddate": [-6940.0, -6000.0, 16800.0],
    "entry": ["Regular", "Irregular", "Foreign Imposition"],
    "exit": ["Irregular", "Natural Death", "Still in Office"],
    "exitcode": ["Removed by Military, without Foreign Support", "Regular", "Still in Office"],
}
TURNOVER = {
    "gwcode": [2.0, 2.0], "year": [1950.0, 1951.0], "leadertransition": [0.0, 1.0], "irregular": [0.0, 1.0],
    "n_leaders": [1, 2], "jan1obsid": ["EXA-1949", "EXA-1949"], "dec31obsid": ["EXA-1949", "EXA-1951"],
}  # fmt: skip
CODES = {
    "obsid": LEADERS["obsid"], "leadid": LEADERS["leadid"], "leadid29": ["A2.9-1", "A2.9-2", "A2.9-2"],
    "leaderid": ["LEAD.v1-1", "LEAD.v1-2", "LEAD.v1-2"],
}  # fmt: skip

if __name__ == "__main__":
    for name, columns in (("archigos", LEADERS), ("archigossums", TURNOVER), ("leader_codes", CODES)):
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: pd.DataFrame(columns)})
