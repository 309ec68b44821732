"""Roll calls in the United Nations General Assembly, 1946-2019, and how often two states vote alike."""

from __future__ import annotations

import bz2
import re
from pathlib import Path

import numpy as np
import polars as pl

from foedus import states
from foedus.declare import Column, File, Raw, Source, github
from foedus.errors import OutsideCoverage

COMMIT = "7eb7034314ff79c49c9e0785fcd9d216fa04cf14"
HOW = f"Take data/{{}} from github.com/dgrtwo/unvotes at commit {COMMIT}."
HASHES = {
    "un_roll_calls.rda": "ff2070ae600cfd32176c6d149637306b9b677d6b910f48bec59a15357d673b4b",
    "un_votes.rda": "cf814a48bc536e8f87f8e027942ac515fe6aae9d63cd71dd88ed718b14887e87",
}
unvotes = Source(
    id="unvotes",
    title="United Nations General Assembly roll calls (unvotes)",
    version="0.2.0.9000, collected on 21 February 2021",
    subject="alignment",
    citation=(
        "Voeten, Erik (2013). Data and Analyses of Voting in the UN General Assembly. In Bob Reinalda (ed.), Routledge "
        "Handbook of International Organization. As packaged by David Robinson in unvotes 0.2.0.9000."
    ),
    licence="MIT (package); data CC0 by its own account",
    homepage="https://github.com/dgrtwo/unvotes",
    files=tuple(
        File(n, sha256, HOW.format(n), (github("dgrtwo/unvotes", COMMIT, f"data/{n}"),)) for n, sha256 in HASHES.items()
    ),
)

CONTESTED = 0.10
"""The least share of votes against that makes a roll call contested."""
LAST = 2019
SEATS = {"Taiwan": (1949, "China", "Taiwan"), "Yugoslavia": (2003, "Yugoslavia", "Serbia")}
"""Whose seat the publisher's name stands for: until a year, and from it on."""
YES, ABSTAIN, NO = 1, 2, 3
LAYOUT = re.compile(rb"yes.{8}abstain.{8}no.+rcid.{8}country.{8}country_code.{8}vote", re.DOTALL)
"""The order in which the publisher's file names the three votes and, at its end, its four columns."""


@unvotes.table(
    "record",
    key=("rcid",),
    years=(1946, 2020),
    rows=(6_203, 6_203),
    columns=[
        Column("rcid", pl.Int32, "The publisher's number of the roll call", required=True),
        Column("un_session", pl.Int32, "Session of the General Assembly", within=(1, 74), required=True),
        Column("year", pl.Int32, "Year of the vote", required=True),
        Column("voted_on", pl.Date, "Day of the vote", required=True),
        Column("resolution", pl.String, "Number of the resolution or draft"),
        Column("on_what", pl.String, "Subject in short"),
    ],
    ignored={"descr", "importantvote", "amend", "para"},
)  # fmt: skip
def roll_calls(raw: Raw) -> pl.LazyFrame:
    """Each roll call of sessions 1 to 74; 2020 is the end of the last session only."""
    return _roll_calls(raw).lazy()


@unvotes.table(
    "dyad-year",
    years=(1946, LAST),
    rows=(800_000, 810_000),
    columns=[
        Column("vote_agreement_contested", pl.Float32, "Mean agreement over the contested roll calls of the year on "
               "which both voted: 1 for the same vote, 0.5 where one abstained, 0 for yes against no", within=(0, 1),
               required=True),
        Column("votes_shared", pl.Int16, "Those roll calls", unit="votes", within=(1, 250), required=True),
    ],
)  # fmt: skip
def agreement(raw: Raw) -> pl.LazyFrame:
    """How two states agree where at least a tenth of those voting is against; most other roll calls are consensus.

    Absence is no vote. Pairs without a common contested vote have no row; nobody has one in 1964.
    """
    votes = _votes(raw.path("un_votes.rda"))
    contested = votes.group_by("rcid").agg(no=(pl.col("vote") == NO).mean()).filter(pl.col("no") >= CONTESTED)
    dated = _roll_calls(raw).filter(pl.col("year") <= LAST).join(contested, on="rcid", how="semi")
    cast = votes.join(dated.select("rcid", "year"), on="rcid")
    voters = cast.select("country", "year").unique()
    codes = pl.Series([_ccode(name, year) for name, year in voters.iter_rows()], dtype=pl.Int32)
    cast = cast.join(voters.with_columns(ccode=codes).drop_nulls("ccode"), on=["country", "year"])
    return pl.concat([_agreement(one) for one in cast.partition_by("year")]).lazy()


def _agreement(cast: pl.DataFrame) -> pl.DataFrame:
    """Every pair's agreement over one year's votes, by products of matrices of voters and roll calls."""
    codes, voter = np.unique(cast["ccode"].to_numpy(), return_inverse=True)
    ballots, ballot = np.unique(cast["rcid"].to_numpy(), return_inverse=True)
    yes, half, no = (np.zeros((codes.size, ballots.size), np.float32) for _ in range(3))
    for matrix, word in ((yes, YES), (half, ABSTAIN), (no, NO)):
        said = (cast["vote"] == word).to_numpy()
        matrix[voter[said], ballot[said]] = 1
    voted, mixed = yes + half + no, half @ (yes + no).T
    shared = voted @ voted.T
    alike = yes @ yes.T + half @ half.T + no @ no.T + 0.5 * (mixed + mixed.T)
    first, second = np.nonzero(np.triu(shared, 1))
    return pl.DataFrame({
        "ccode1": codes[first], "ccode2": codes[second], "year": np.full(first.size, cast["year"][0], np.int32),
        "vote_agreement_contested": alike[first, second] / shared[first, second],
        "votes_shared": shared[first, second].astype(np.int16),
    })  # fmt: skip


def _roll_calls(raw: Raw) -> pl.DataFrame:
    day = pl.col("date").cast(pl.Int32).cast(pl.Date)
    names = {"session": "un_session", "unres": "resolution", "short": "on_what", "date": "voted_on"}
    listed = raw.r_frame("un_roll_calls.rda", "un_roll_calls").with_columns(pl.col("unres", "short").replace("", None))
    return listed.with_columns(date=day, year=day.dt.year()).rename(names)


def _ccode(country: str, year: int) -> int | None:
    until, earlier, later = SEATS.get(country, (0, country, country))
    try:
        return states.resolve(earlier if year < until else later, on=year).ccode
    except OutsideCoverage:
        return None


def _votes(path: Path) -> pl.DataFrame:
    """The votes, read from R's binary format directly: general readers take over half a minute for them."""
    data = bz2.decompress(path.read_bytes())
    start = data.index(b"un_votes") + 16
    number = int.from_bytes(data[start + 4 : start + 8])
    country, at = _strings(data, start + 16 + 8 * number, number)
    _, at = _strings(data, at + 8, number)
    if not LAYOUT.search(data, at):
        raise ValueError("the votes are not laid out as in the declared version")
    vote = np.frombuffer(data, ">i4", number, at + 8)
    rcid = np.frombuffer(data, ">f8", number, start + 8).astype(np.int32)
    return pl.DataFrame({"rcid": rcid, "country": country, "vote": vote.astype(np.int8)})


def _strings(data: bytes, at: int, number: int) -> tuple[list[str], int]:
    """So many strings from a place on, each led by four bytes of flags and four of length (-1 for none)."""
    found, known = [], {b"": ""}
    for _ in range(number):
        size = int.from_bytes(data[at + 4 : at + 8]) % 0xFFFFFFFF
        text = data[at + 8 : at + 8 + size]
        found.append(known.get(text) or known.setdefault(text, text.decode()))
        at += 8 + size
    return found, at
