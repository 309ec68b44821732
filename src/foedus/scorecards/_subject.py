"""Whom an assessment is about: members on the day, instruments, obligations, and when they bound anybody."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus import sources, states
from foedus.errors import BadOption, NotInForce, OutsideCoverage
from foedus.partnerships.obligations import coded_obligations, register_obligations
from foedus.partnerships.resolve import Drawn, Named, also_binding, bilateral
from foedus.partnerships.universe import FIRST_YEAR, party_years
from foedus.scorecards._assessment import Instrument, Member, Obligation, Spell, Subject
from foedus.sources.register import edition
from foedus.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Chosen:
    """A subject with the members of every year in which it can be scored."""

    id: str
    name: str
    kind: str
    members: pl.DataFrame
    scored: bool


def choose(warehouse: Warehouse, asked: Named | Drawn, year: int) -> Chosen:
    """The partnership or set to assess in that year; a year without it is an error that says when it was."""
    last = edition().complete_through
    if not FIRST_YEAR <= year <= last:
        raise OutsideCoverage("A partnership-year", year, known=f"years run from {FIRST_YEAR} to {last}")
    if isinstance(asked, Drawn):
        binding = bilateral(warehouse, asked, year) if asked.kind == "dyad" else []
        if not binding:
            return _drawn(asked, year)
        asked = Named(binding[0], binding[0])
    listed = warehouse.read("derived.partnerships").filter(pl.col("id") == asked.id).row(0, named=True)
    members = warehouse.scan("derived.members").filter(pl.col("partnership") == asked.id).collect()
    years = sorted(set(members["year"].to_list()))
    if year not in years:
        raise NotInForce(listed["name"], year, _spells(years, last))
    return Chosen(asked.id, listed["name"], listed["kind"], members, scored=True)


def _spells(years: list[int], last: int) -> str:
    if not years:
        return "in no year that the data cover"
    spells, start = [], years[0]
    for before, after in zip(years, [*years[1:], None], strict=True):
        if after is None or after > before + 1:
            spells.append(f"{start} to {'today' if before == last else before}")
            start = after or start
    return ", ".join(spells)


def _drawn(asked: Drawn, year: int) -> Chosen:
    everybody = party_years(edition().complete_through).collect()
    mine = everybody.filter(pl.col("party").is_in(list(asked.parties)) & (pl.col("year") >= FIRST_YEAR))
    there = mine.filter(pl.col("year") == year)["party"].to_list()
    for party in asked.parties:
        if party not in there:
            years = sorted(mine.filter(pl.col("party") == party)["year"].to_list())
            raise OutsideCoverage(
                states.name_of(party), year, known=f"a state {_spells(years, edition().complete_through)}"
            )
    together = mine.filter(pl.len().over("year") == len(asked.parties))
    names = dict(together.filter(pl.col("year") == year).select("party", "name").iter_rows())
    key = "+".join(sorted(asked.parties))
    frame = together.select(
        pl.lit(key).alias("partnership"), "year", "party", "name", "iso3", "ccode", "gwcode"
    ).sort("year", "party")  # fmt: skip
    return Chosen(key, ", ".join(names[p] for p in asked.parties), asked.kind, frame, scored=False)


def subject(warehouse: Warehouse, chosen: Chosen, year: int) -> Subject:
    """The record of the subject as of that year."""
    now = chosen.members.filter(pl.col("year") == year)
    parties = now["party"].to_list()
    listed = warehouse.read("derived.partnerships").filter(pl.col("id") == chosen.id)
    spell = Spell(*(listed[name][0] if listed.height else None for name in ("signed", "start", "end")))
    return Subject(
        id=chosen.id, name=chosen.name, kind=chosen.kind, in_force=spell, members=_members(warehouse, chosen, year),
        instruments=_instruments(warehouse, chosen.id, year), obligations=_obligations(warehouse, chosen.id, year),
        also_binding=tuple(also_binding(warehouse, parties, year, but=chosen.id)) if len(parties) <= 5 else (),
    )  # fmt: skip


def _members(warehouse: Warehouse, chosen: Chosen, year: int) -> tuple[Member, ...]:
    now = chosen.members.filter(pl.col("year") == year)
    before = set(chosen.members.filter(pl.col("year") == year - 1)["party"])
    dates = {}
    for party, start, end in (
        warehouse.read("register.members")
        .filter((pl.col("partnership") == chosen.id) & (pl.col("start").str.slice(0, 4).cast(pl.Int32) <= year))
        .sort("start").select("party", "start", "end").iter_rows()
    ):  # fmt: skip
        dates[party] = (start, end)
    members = [
        Member(
            row["party"],
            row["iso3"],
            row["ccode"],
            row["name"],
            "member",
            *dates.get(row["party"], (None, None)),
            change="joined" if before and row["party"] not in before else "",
        )
        for row in now.sort("name").iter_rows(named=True)
    ]
    gone = before - set(now["party"])
    names = dict(chosen.members.filter(pl.col("year") == year - 1).select("party", "name").iter_rows())
    left = [Member(p, None, None, names[p], "former", *dates.get(p, (None, None)), change="left") for p in sorted(gone)]
    return (*members, *left)


def _instruments(warehouse: Warehouse, partnership: str, year: int) -> tuple[Instrument, ...]:
    rows = warehouse.read("register.instruments").filter(pl.col("partnership") == partnership).sort("signed", "id")
    return tuple(
        Instrument(r["id"], r["title"], r["type"], r["signed"], r["start"], r["end"], r["source"])
        for r in rows.iter_rows(named=True)
        if int((r["start"] or r["signed"] or "9999")[:4]) <= year and int((r["end"] or "9999")[:4]) >= year
    )


def _obligations(warehouse: Warehouse, partnership: str, year: int) -> tuple[Obligation, ...]:
    addresses = dict(warehouse.read("register.sources").select("id", "address").iter_rows())
    order = ["defense", "offense", "assistance", "consultation", "neutrality", "nonaggression"]
    rank = pl.col("type").replace_strict({name: i for i, name in enumerate(order)}, default=len(order))
    rows = (
        register_obligations(warehouse)
        .filter((pl.col("partnership") == partnership) & (pl.col("year") == year))
        .sort(rank, "id")
        .collect()
    )
    if not rows.height:
        return _coded(warehouse, partnership, year)
    return tuple(
        Obligation(
            r["type"], r["from"], r["to"], r["article"] or "", _words(r["conditions"]),
            r["area"] or "", r["binding"], r["text"] or "", r["not_promised"] or "", r["instrument"], r["source"],
            addresses.get(r["source"]) or "",
        )
        for r in rows.iter_rows(named=True)
    )  # fmt: skip


def _coded(warehouse: Warehouse, partnership: str, year: int) -> tuple[Obligation, ...]:
    """Obligations as ATOP codes them, where the register has none."""
    homepage = sources.load("atop").homepage
    return tuple(
        Obligation(
            kind, party, "members", "", "ATOP codes a condition" if conditional else "", "", "legal", text,
            "No more than ATOP codes: the wording of the treaty has not been read for the register.",
            f"ATOP {atopid}", "atop", homepage,
        )
        for kind, party, conditional, text, atopid in coded_obligations(warehouse, partnership, year).iter_rows()
    )  # fmt: skip


def _words(codes: str | None) -> str:
    return (codes or "").replace(";", ", ").replace("_", " ")


def year_or_default(year: int | None) -> int:
    """The year asked for, else the last one the register is complete through; never the clock."""
    if year is None:
        return edition().complete_through
    if not 1 <= year <= 9999:
        raise BadOption("--year", year, "give a year such as 2024")
    return year
