"""Writes the sample: invented equipment of three states, as a data frame in R's binary form."""

import gzip
import struct
from pathlib import Path

ATTACK, PATROL, RADAR = "armoured fighting vehicles_attack", "submarines_attack", "radars_navigation"
UNITS: dict[int, dict[str, float]] = {
    920: {ATTACK: 30.0, PATROL: 10.0, RADAR: 500.0},
    950: {ATTACK: 5.0, PATROL: 5.0, RADAR: 0.0},
    740: {ATTACK: float("nan"), PATROL: 4.0, RADAR: 1.0},
}
NAME = {920: ("new zealand", "NEW"), 950: ("fiji", "FIJ"), 740: ("japan", "JPN")}
COLUMNS = ["year", "country", "stateabb", "ccode", "tek", "unit_count"]


def text(content: str) -> bytes:
    """A text as R writes it."""
    return struct.pack(">ii", 0x40009, len(content)) + content.encode()


def texts(contents: list[str]) -> bytes:
    """A vector of texts."""
    return struct.pack(">ii", 16, len(contents)) + b"".join(map(text, contents))


def numbers(contents: list[float]) -> bytes:
    """A vector of numbers."""
    return struct.pack(f">ii{len(contents)}d", 14, len(contents), *contents)


def frame(columns: dict[str, list[str] | list[float]]) -> bytes:
    """A data frame with its names, and nothing after them but the end of the attributes."""
    head = b"X\n" + struct.pack(">iiii", 3, 0x40201, 0x30500, 5) + b"UTF-8"
    body = b"".join(texts(c) if isinstance(c[0], str) else numbers(c) for c in columns.values())  # type: ignore[arg-type]
    names = struct.pack(">ii", 0x402, 1) + text("names") + texts(list(columns)) + struct.pack(">i", 254)
    return head + struct.pack(">ii", 0x300 | 19, len(columns)) + body + names


if __name__ == "__main__":
    rows = [
        (year, *NAME[code], float(code), tek, count)
        for year in (1970.0, 2014.0)
        for code, units in UNITS.items()
        for tek, count in units.items()
    ] + [(2016.0, *NAME[920], 920.0, ATTACK, 30.0)]
    columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    (Path(__file__).parent / "rDMC_long_v1.rds").write_bytes(gzip.compress(frame(columns), mtime=0))
