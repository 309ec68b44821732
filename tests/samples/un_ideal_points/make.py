"""Writes the sample: invented states and ideal points, in the publisher's columns."""

from pathlib import Path

import polars as pl
import pyreadstat

QUANTILES = {"qo": -0.3, "q5": -0.2, "q10": -0.1, "q50": 0.0, "q90": 0.1, "q95": 0.2, "q100": 0.3}
STATES = [(1, "AAA", "Exampleland", 1.25), (3, "", "Sample Islands", -0.5)]


def row(ccode: int, iso3c: str, name: str, year: int, point: float) -> dict[str, object]:
    """A state-year; the order of the columns is the publisher's."""
    return {
        "ccode": ccode, "iso3c": iso3c, "countryname": name, "year": float(year),
        "idealpointfp": point, "idealpointall": point / 2, "idealpointlegacy": point, "nvotesfp": 40,
        **{f"{q}fp": point + shift for q, shift in QUANTILES.items()}, "nvotesall": 60,
        **{f"{q}all": point / 2 + shift for q, shift in QUANTILES.items()}, "nvotesLegacy": 50,
    }  # fmt: skip


if __name__ == "__main__":
    rows = [
        row(ccode, iso3c, name, year, point) for ccode, iso3c, name, point in STATES for year in (1946, 1947)
    ]  # fmt: skip
    target = Path(__file__).with_name("IdealpointsJuly2025.dta")
    pyreadstat.write_dta(pl.DataFrame(rows), str(target))
