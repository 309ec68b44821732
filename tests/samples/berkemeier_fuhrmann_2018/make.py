"""Writes the sample: invented wars and alliances, in the publisher's columns."""

from pathlib import Path

import polars as pl
import pyreadstat

MARKS = tuple(
    f"{code}{coder}" for coder in ("BF", "LLM") for code in ("nonagg", "consul", "cfna", "dna", "honor", "violate")
)
LENIENT = ("sabroskyhonorbf", "sabroskyhonorllm")
TYPES = ("defense", "offense", "neutral", "nonagg", "consul")


def row(war: int, name: str, alliance: float, multilateral: int, *marks: str) -> dict[str, object]:
    """An alliance in a war; a mark is 1 or missing, and the order of the columns is the publisher's."""
    return {
        "sample": 1.0, "warid": war, "atopid": alliance, "cowwarid": None if war > 1 else 901, "warname": name,
        "cowid": None if war > 1 else 2001, "multilateral": multilateral, "sabhon": None if war > 1 else 1,
        "sabvio": None if war > 1 else 0, **{mark: 1 if mark in marks else None for mark in MARKS},
        **{mark: 1.0 if mark in marks else None for mark in LENIENT}, **{kind: float(kind in marks) for kind in TYPES},
    }  # fmt: skip


if __name__ == "__main__":
    rows = [
        row(1, "WorldWarI", 11.0, 1, "honorLLM", "honorBF", "sabroskyhonorllm", "sabroskyhonorbf", "defense"),
        row(1, "WorldWarI", 12.0, 1, "violateLLM", "dnaBF", "cfnaBF", "sabroskyhonorllm", "defense", "neutral"),
        row(2, "Invented1950-51", 11.0, 1, "dnaLLM", "dnaBF", "nonaggLLM", "nonaggBF", "nonagg"),
        row(2, "Invented1950-51", 13.0, 0, "violateLLM", "violateBF", "consul", "consulLLM"),
    ]
    target = Path(__file__).with_name("BerkemeierFuhrmannRAP2018_0303.dta")
    pyreadstat.write_dta(pl.DataFrame(rows, infer_schema_length=None), str(target))
