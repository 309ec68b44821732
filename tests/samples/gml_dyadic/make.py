"""Writes the samples: invented disputes, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

SIDES = "sidea revstate revtype1 revtype2 fatality fatalpre hiact hostlev orig"
DISPUTE = {
    "hiact": 16.0, "hostlev": 4.0, "mindur": 400.0, "maxdur": 410.0, "outcome": 5.0, "settle": 3.0, "fatality": 1.0,
    "fatalpre": 12.0, "stmon": 11.0, "endmon": 12.0, "recip": 1.0, "numa": 1.0, "numb": 1.0, "ongo2010": 0.0,
    "version": "gml-2.2.1",
}  # fmt: skip
ONE = dict(zip(SIDES.split(), (1.0, 1.0, 1.0, -9.0, 1.0, 12.0, 16.0, 4.0, 1.0), strict=True))
OTHER = dict(zip(SIDES.split(), (0.0, 0.0, 0.0, -9.0, -9.0, -9.0, 7.0, 3.0, 1.0), strict=True))
SUMMARY = "outcome settle fatality mindur maxdur hiact hostlev recip"


def row(ccode1: float, ccode2: float, year: float, *, onset: float, sides: tuple[dict[str, float], ...]) -> dict:
    """A dispute-year seen from one of its two states; the order of the columns is the package's."""
    each = {f"{name}{n}": side[name] for name in SIDES.split() for n, side in enumerate(sides, 1)}
    when = {"dispnum": 9001.0, "ccode1": ccode1, "ccode2": ccode2, "year": year}
    return when | {"midongoing": 1.0, "midonset": onset} | each | DISPUTE


if __name__ == "__main__":
    years = [
        row(1.0, 3.0, 1950.0, onset=1.0, sides=(ONE, OTHER)),
        row(3.0, 1.0, 1950.0, onset=1.0, sides=(OTHER, ONE)),
        row(1.0, 3.0, 1951.0, onset=0.0, sides=(ONE, OTHER)),
        row(3.0, 1.0, 1951.0, onset=0.0, sides=(OTHER, ONE)),
    ]
    disputes = [
        {"dispnum": number, "styear": 1950.0, "stmon": 11.0, **{name: DISPUTE[name] for name in SUMMARY.split()}}
        for number in (9001.0, 9002.0)
    ]
    for name, rows in (("gml_dirdisp", years), ("gml_mid_disps", disputes)):
        rdata.write_rda(Path(__file__).with_name(f"{name}.rda"), {name: pd.DataFrame(rows)})
