"""How alike two states' forces are made up: the shares that each kind of combat equipment has in them."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import BrokenContract

NAME = "rDMC_long_v1.rds"

COMMIT = "7161d1ac7c8c367cebc15654e905a58e93fcbdba"

gannon_allies_armaments = Source(
    id="gannon_allies_armaments",
    title="Distribution of Military Capabilities (rDMC)",
    version="v1, as of 25 April 2025",
    subject="capabilities",
    citation=(
        "Gannon, J Andrés (2025). Allies as Armaments: Explaining the Specialization of State Military Capabilities. "
        "Security Studies 34(1). doi:10.1080/09636412.2025.2467140. Data: Gannon, J Andrés (2023). Planes, Trains, "
        "and Armored Mobiles. International Studies Quarterly 67(4). doi:10.1093/isq/sqad081."
    ),
    licence="MIT (the repository); fetched from the publisher, not redistributed",
    homepage="https://github.com/jandresgannon/AlliesArmaments",
    files=(
        File(
            NAME,
            sha256="dec98d3f20e329d1598133699cc9f00ecea87b74b24ffc866feb4efee35391fe",
            how="Take data/rDMC_long_v1.rds from github.com/jandresgannon/AlliesArmaments, commit 7161d1ac.",
            addresses=(github("jandresgannon/AlliesArmaments", COMMIT, f"data/{NAME}"),),
        ),
    ),
)

COLUMNS = ("year", "country", "stateabb", "ccode", "tek", "unit_count")
UNARMED = (
    r"^(logistics and support|radars)_|_engineering and maintenance$|^unmanned aerial vehicles_(recon|transport)"
    r"|^(aircraft|helicopters)_(aew|comm|ew|observation|paramilitary|recon|search|tanker|transport|utility)"
)
"""The 32 of the 69 technologies that do not fight themselves."""

UNKNOWN = -1.0
REAL, TEXTS, TABLE = 14, 16, 19
NAMES = b"\0\0\0\5names" + struct.pack(">i", TEXTS)


@gannon_allies_armaments.table(
    "dyad-year",
    years=(1970, 2014),
    rows=(473_020, 473_020),
    columns=[
        Column("force_mix_similarity", pl.Float32, "Sum over combat equipment of the smaller of both states' shares",
               "share", within=(0, 1.00001), required=True),
    ],
)  # fmt: skip
def similarity(raw: Raw) -> pl.LazyFrame:
    """1 where two states' forces have the same make-up, 0 where they have no kind of equipment in common.

    It compares shares of units, neither size nor make, and says nothing of interoperability: specialized
    allies differ. A kind whose number is unknown for either state is left out of both; so are pairs without
    known combat equipment, and the single row of 2016. Missiles and guns are many and weigh most.
    """
    combat = ~pl.col("tek").str.contains(UNARMED) & (pl.col("year") < 2016)
    counts = _equipment(raw.path(NAME)).filter(combat).with_columns(pl.col("unit_count").fill_null(UNKNOWN))
    counts = counts.with_columns(pl.col("year", "ccode").cast(pl.Int32)).sort("year", "ccode")
    wide = counts.pivot("tek", index=["year", "ccode"], values="unit_count").fill_null(0.0)
    return pl.concat(_pairs(rows) for rows in wide.partition_by("year")).lazy()


def _pairs(states: pl.DataFrame) -> pl.DataFrame:
    """Every pair of a year, the lower code first."""
    codes, counts = states["ccode"].to_numpy(), states.drop("year", "ccode").to_numpy()
    known, counts = (counts != UNKNOWN).astype(float), counts.clip(min=0.0)
    common = []
    for n, mine in enumerate(counts):
        others, in_both = counts[n + 1 :] * known[n], mine * known[n + 1 :]
        with np.errstate(invalid="ignore"):
            shares = others / others.sum(axis=1, keepdims=True), in_both / in_both.sum(axis=1, keepdims=True)
        common.append(np.minimum(*shares).sum(axis=1))
    first, second = np.triu_indices(len(codes), k=1)
    similarity = pl.Series(np.concatenate(common), nan_to_null=True)
    pairs = pl.DataFrame({"ccode1": codes[first], "ccode2": codes[second], "force_mix_similarity": similarity})
    return pairs.drop_nulls().with_columns(year=pl.lit(states["year"][0]))


def _equipment(path: Path) -> pl.DataFrame:
    """The publisher's data frame; a reader for all of R takes half a minute over its 1.3 million texts."""
    try:
        columns = dict(_columns(gzip.decompress(path.read_bytes())))
    except (EOFError, zlib.error, struct.error, gzip.BadGzipFile) as error:
        raise _broken("is no whole R file") from error
    if tuple(columns) != COLUMNS:
        raise _broken(f"gained {sorted({*columns} - {*COLUMNS})}, lost {sorted({*COLUMNS} - {*columns})}")
    return pl.DataFrame(columns).with_columns(pl.col("unit_count").fill_nan(None))


def _columns(data: bytes) -> Iterator[tuple[str, pl.Series]]:
    """Name and content of each column of numbers or texts in R's binary form, version 3."""
    at = 18 + struct.unpack_from(">i", data, 14)[0]
    kind, width = struct.unpack_from(">ii", data, at)
    if data[:2] != b"X\n" or kind & 255 != TABLE:
        raise _broken("holds no data frame")
    columns, at = [], at + 8
    for _ in range(width):
        kind, length = struct.unpack_from(">ii", data, at)
        if kind not in (REAL, TEXTS):
            raise _broken(f"has a column of another kind than numbers and texts ({kind})")
        column, at = _numbers(data, at + 8, length) if kind == REAL else _texts(data, at + 8, length)
        columns.append(column)
    names, _ = _texts(data, data.index(NAMES, at) + len(NAMES) + 4, width)
    yield from zip(names, columns, strict=True)


def _numbers(data: bytes, at: int, length: int) -> tuple[pl.Series, int]:
    return pl.Series(np.frombuffer(data, ">f8", length, at).astype(float)), at + 8 * length


def _texts(data: bytes, at: int, length: int) -> tuple[pl.Series, int]:
    size_at, texts = struct.Struct(">i").unpack_from, []
    for _ in range(length):
        end = at + 8 + max(size_at(data, at + 4)[0], 0)
        texts.append(data[at + 8 : end])
        at = end
    return pl.Series(texts, dtype=pl.Binary).cast(pl.String), at


def _broken(problem: str) -> BrokenContract:
    return BrokenContract("gannon_allies_armaments.similarity", problem, f"Hand over {NAME}.")
