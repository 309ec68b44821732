"""Writes the samples: invented wars, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
INTER = [
    "warnum", "ccode1", "ccode2", "year", "cowinterongoing", "cowinteronset", "sidea1", "sidea2", "initiator1",
    "initiator2", "outcome1", "outcome2", "batdeath1", "batdeath2", "resume",
]  # fmt: skip
PAIRS = [
    (9001.0, 1.0, 3.0, 1950.0, 1.0, 1.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1500.0, -9.0, 0.0),
    (9001.0, 3.0, 1.0, 1950.0, 1.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, -9.0, 1500.0, 0.0),
    (9001.0, 1.0, 3.0, 1950.0, 1.0, 1.0, 1.0, 2.0, 1.0, 0.0, UNKNOWN, UNKNOWN, 1500.0, -9.0, 1.0),
    (9001.0, 3.0, 1.0, 1950.0, 1.0, 1.0, 2.0, 1.0, 0.0, 1.0, UNKNOWN, UNKNOWN, -9.0, 1500.0, 1.0),
]
INTRA = [
    "warnum", "warname", "wartype", "year", "cowintraonset", "cowintraongoing", "resume_combat", "primary_state",
    "ccodea", "sidea", "ccodeb", "sideb", "intnl", "outcome", "sideadeaths", "sidebdeaths", "ongo2007",
]  # fmt: skip
PARTIES = [
    (9501.0, "First Example", "local issues", 1960, 1.0, 1.0, 0.0, 1.0, 1.0, "Exampleland", -8.0, "Rebels", 1.0, 1.0,
     700.0, -9.0, 0.0),
    (9501.0, "First Example", "local issues", 1960, 1.0, 1.0, 0.0, 0.0, 3.0, "Testonia", -8.0, "-8", 1.0, 1.0, 30.0,
     -8.0, 0.0),
    (9501.0, "First Example", "local issues", 1961, 0.0, 1.0, 0.0, 1.0, 1.0, "Exampleland", UNKNOWN, "Rebels", 1.0,
     1.0, 700.0, -9.0, UNKNOWN),
]  # fmt: skip

if __name__ == "__main__":
    for name, columns, rows in (("cow_war_inter", INTER, PAIRS), ("cow_war_intra", INTRA, PARTIES)):
        frame = pd.DataFrame(rows, columns=columns)
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: frame})
