"""Writes the sample: invented states and indices, in the columns of the package."""

from pathlib import Path

import pandas as pd
import rdata

INDICES = ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem", "api", "mpi")
YEARS = ["codingstart", "codingend", "codingstart_contemp", "codingend_contemp", "codingstart_hist", "codingend_hist"]
GAPS = ["gapstart1", "gapstart2", "gapstart3", "gapend1", "gapend2", "gapend3", "gap_index"]
UNKNOWN = float("nan")


def row(name: str, code: float, year: int, polyarchy: float) -> dict[str, object]:
    """A state-year; the order of the columns is the package's."""
    indices = {
        f"v2x_{index}{suffix}": (polyarchy + shift) / (1 if index == "polyarchy" else 2)
        for index in INDICES
        for suffix, shift in (("", 0.0), ("_codelow", -0.05), ("_codehigh", 0.05), ("_sd", 0.0))
    }
    return {
        "vdem_country_name": name, "country_text_id": "AAA", "country_id": 901.0, "year": float(year),
        "historical_date": -1.0, "project": 0.0, "historical": 1.0, "histname": name,
        **dict.fromkeys(YEARS, 1900.0), **dict.fromkeys(GAPS, UNKNOWN), "vdem_cowcode": code,
        **indices, "extended_country_name": name, "GWn": code, "cown": code, "in_GW_system": True,
    }  # fmt: skip


if __name__ == "__main__":
    rows = [
        row("Exampleland", 1.0, 1950, 0.6), row("Exampleland", 1.0, 1951, UNKNOWN),
        row("Sample Islands", 3.0, 1950, 0.2), row("Testonia (no code)", UNKNOWN, 1950, 0.4),
    ]  # fmt: skip
    rdata.write_rda(Path(__file__).with_name("vdem_simple.rda"), {"vdem_simple": pd.DataFrame(rows)})
