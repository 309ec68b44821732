"""Writes the sample: invented states and scores, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

UNKNOWN = float("nan")
SCORED = (
    "flag fragment democ autoc polity polity2 durable xrreg xrcomp xropen xconst parreg parcomp exrec exconst polcomp "
    "prior emonth eday eyear eprec interim bmonth bday byear bprec post change d5 sf regtrans"
)


def row(code: float, name: str, year: int, own_code: float, **known: float) -> dict[str, object]:
    """A polity-year; the order of the columns is the package's."""
    return {
        "p5": 0.0, "cyear": 0.0, "polity_annual_ccode": own_code, "scode": "AAA", "polity_annual_country": name,
        "year": float(year), **{column: known.get(column, UNKNOWN) for column in SCORED.split()},
        "extended_country_name": name, "GWn": code, "cown": code, "in_GW_system": True,
    }  # fmt: skip


if __name__ == "__main__":
    whole = {"democ": 8.0, "autoc": 1.0, "polity": 7.0, "polity2": 7.0, "xconst": 6.0, "xrcomp": 2.0, "parcomp": 3.0}
    fallen = dict.fromkeys(("democ", "autoc", "polity", "xconst", "xrcomp", "parcomp"), -77.0)
    rows = [
        row(1.0, "Exampleland", 1950, 1.0, **whole, durable=12.0),
        row(1.0, "Exampleland", 1951, 1.0, **fallen, polity2=0.0),
        row(3.0, "New Islands", 1950, 4.0, **(whole | {"polity2": 4.0}), bmonth=7.0),
        row(3.0, "Old Islands", 1950, 3.0, **(whole | {"polity2": -4.0}), emonth=7.0),
        row(UNKNOWN, "Testonia (no code)", 1950, 9.0, **whole),
    ]
    rdata.write_rda(Path(__file__).with_name("polity5.rda"), {"polity5": pd.DataFrame(rows)})
