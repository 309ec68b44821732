"""Roll calls in the United Nations General Assembly, 1946-2019: who voted how, and how often two vote alike."""

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
REPO = "dgrtwo/unvotes"
HOW = f"Take data/{{}} from github.com/{REPO} at commit {COMMIT}."
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
    files=tuple(File(n, hashed, HOW.format(n), (github(REPO, COMMIT, f"data/{n}"),)) for n, hashed in HASHES.items()),
)

CONTESTED = 0.10
"""The least share of votes against that makes a roll call contested."""
LAST = 2019
SEATS = {"Taiwan": (1949, "China", "Taiwan"), "Yugoslavia": (2003, "Yugoslavia", "Serbia")}
"""Whose seat the publisher's name stands for: until a year, and from it on."""
YES, NO = 1, 3
LAYOUT = re.compile(rb"levels.{16}yes.{8}abstain.{8}no.+rcid.{8}country.{8}country_code.{8}vote", re.DOTALL)
"""How the publisher's file goes on after the last vote: what the three numbers mean, and its four columns."""
NUMBER = Column("rcid", pl.Int32, "The publisher's number of the roll call", required=True)
ROLL_CALL = [
    NUMBER,
    Column("un_session", pl.Int32, "Session of the General Assembly", within=(1, 74), required=True),
    Column("year", pl.Int32, "Year of the vote", required=True),
    Column("voted_on", pl.Date, "Day of the vote", required=True),
    Column("resolution", pl.String, "Number of the resolution or draft"),
    Column("on_what", pl.String, "Subject in short"),
]
VOTE = [NUMBER, Column("vote", pl.Int8, "1 yes, 2 abstention, 3 no", within=(YES, NO), required=True)]
ALIKE = "Mean over the contested roll calls on which both voted: 1 the same vote, 0.5 one abstained, 0 yes against no"
AGREEMENT = [
    Column("vote_agreement_contested", pl.Float32, ALIKE, within=(0, 1), required=True),
    Column("votes_shared", pl.Int16, "Those roll calls", unit="votes", within=(1, 250), required=True),
]
LEFT_OUT = {"descr", "importantvote", "amend", "para"}


@unvotes.table("record", key=("rcid",), years=(1946, 2020), rows=(6_203, 6_203), columns=ROLL_CALL, ignored=LEFT_OUT)
def roll_calls(raw: Raw) -> pl.LazyFrame:
    """Each roll call of sessions 1 to 74; 2020 is the end of the last session only."""
    return _roll_calls(raw).lazy()


@unvotes.table("record", key=("rcid", "ccode"), rows=(862_859, 862_859), columns=VOTE)
def votes(raw: Raw) -> pl.LazyFrame:
    """Each vote of a state on each roll call; who was absent or no member has no row."""
    return _by_states(_votes(raw.path("un_votes.rda")), _roll_calls(raw)).select("rcid", "ccode", "vote").lazy()


@unvotes.table("dyad-year", years=(1946, LAST), rows=(800_000, 810_000), columns=AGREEMENT)
def agreement(raw: Raw) -> pl.LazyFrame:
    """How two states agree where at least a tenth of those voting is against; most other roll calls are consensus.

    Absence is no vote. Pairs without a common contested vote have no row; nobody has one in 1964.
    """
    votes = _votes(raw.path("un_votes.rda"))
    contested = votes.group_by("rcid").agg(no=(pl.col("vote") == NO).mean()).filter(pl.col("no") >= CONTESTED)
    dated = _roll_calls(raw).filter(pl.col("year") <= LAST).join(contested, on="rcid", how="semi")
    return pl.concat([_agreement(one) for one in _by_states(votes, dated).partition_by("year")]).lazy()


def _by_states(votes: pl.DataFrame, roll_calls: pl.DataFrame) -> pl.DataFrame:
    """The votes of these roll calls by code and year; those of who was no state of the list are left out."""
    cast = votes.join(roll_calls.select("rcid", "year"), on="rcid")
    voters = cast.select("country", "year").unique()
    codes = pl.Series([_ccode(name, year) for name, year in voters.iter_rows()], dtype=pl.Int32)
    return cast.join(voters.with_columns(ccode=codes).drop_nulls("ccode"), on=["country", "year"])


def _agreement(cast: pl.DataFrame) -> pl.DataFrame:
    """Every pair's agreement over one year's votes, by products of matrices of voters and roll calls."""
    codes, voter = np.unique(cast["ccode"].to_numpy(), return_inverse=True)
    ballots, ballot = np.unique(cast["rcid"].to_numpy(), return_inverse=True)
    said = np.zeros((NO, codes.size, ballots.size), np.float32)
    said[cast["vote"].to_numpy() - YES, voter, ballot] = 1
    (yes, half, no), voted = said, said.sum(axis=0)
    shared, mixed = voted @ voted.T, half @ (yes + no).T
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
    after = LAYOUT.search(data, data.rindex(b"levels"))
    at = after.start() - 16 - 4 * number if after else 0
    if int.from_bytes(data[at - 4 : at]) != number:
        raise ValueError("the votes are not laid out as in the declared version")
    vote = np.frombuffer(data, ">i4", number, at).astype(np.int8)
    rcid = np.frombuffer(data, ">f8", number, start + 8).astype(np.int32)
    return pl.DataFrame({"rcid": rcid, "country": _strings(data, start + 16 + 8 * number, number), "vote": vote})


def _strings(data: bytes, at: int, number: int) -> pl.Series:
    """So many strings from a place on, each led by four bytes of flags and four of length (-1 for none)."""
    found = []
    for _ in range(number):
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8]) % 0xFFFFFFFF
        found.append(data[at + 8 : end])
        at = end
    return pl.Series(found, dtype=pl.Binary).cast(pl.String)
