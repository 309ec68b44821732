"""Who would be obliged if a state were attacked: by which article, on what condition, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus import sources, states
from foedus.errors import BadOption, OutsideCoverage
from foedus.partnerships.obligations import ATOP_PROMISES, coded_obligations, register_obligations
from foedus.sources.register import edition
from foedus.warehouse import Warehouse

AGAINST = {
    "nonaggression": "has promised the attacker non-aggression", "neutrality": "has promised the attacker neutrality",
    "defense": "has promised to defend the attacker", "offense": "has promised to join the attacker's wars",
}  # fmt: skip
SCHEMA = {
    "obliged": pl.String, "name": pl.String, "type": pl.String, "binding": pl.String, "partnership": pl.String,
    "instrument": pl.String, "article": pl.String, "conditions": pl.String, "area": pl.String,
    "stands_against": pl.String, "not_promised": pl.String, "source": pl.String, "url": pl.String,
}  # fmt: skip
OWED = ("defense", "assistance", "consultation")


@dataclass(frozen=True, slots=True)
class Attack:
    """A state attacked, by whom, and in which year."""

    victim: str
    attacker: str
    year: int


def attack(victim: str, attacker: str, year: int) -> Attack:
    """The two states by any of their names as of that year; they must differ and both exist."""
    if not 1815 <= year <= edition().complete_through:
        raise OutsideCoverage("Who owes whom", year, known=f"years run from 1815 to {edition().complete_through}")
    sides = [states.resolve(name, on=year).party for name in (victim, attacker)]
    if sides[0] == sides[1]:
        raise BadOption("--attacker", attacker, "a state cannot attack itself")
    return Attack(sides[0], sides[1], year)


def who_owes(warehouse: Warehouse, case: Attack) -> pl.DataFrame:
    """Everyone obliged to the attacked state in that year, the strongest promise first, one row per promise.

    Direction: the obliged owes the victim. A partnership that binds victim and attacker alike still stands in
    the list; that the attacker is a member then stands against it. Legal duty is not a forecast of conduct.
    """
    members = warehouse.scan("derived.members").filter(pl.col("year") == case.year).collect()
    mine = members.filter(pl.col("party") == case.victim)["partnership"].to_list()
    others = members.filter(pl.col("partnership").is_in(mine) & (pl.col("party") != case.victim))
    named = dict(warehouse.read("derived.partnerships").select("id", "name").iter_rows())
    rows = [*_from_register(warehouse, case, others), *_from_atop(warehouse, case, others)]
    ties = _ties_to(warehouse, case, members)
    parties = dict(members.select("party", "name").iter_rows())
    inside = set(members.filter(pl.col("party") == case.attacker)["partnership"])
    found = []
    for row in rows:
        against = list(ties.get(row["obliged"], ()))
        if row["partnership"] in inside:
            against.insert(0, "the attacker is a member of the same partnership")
        if row["obliged"] == case.attacker:
            continue
        shown = {"name": parties.get(row["obliged"], row["obliged"]), "stands_against": "; ".join(against)}
        found.append({**row, **shown, "partnership": named.get(row["partnership"], row["partnership"])})
    rank = pl.col("type").replace_strict({name: i for i, name in enumerate(OWED)}, default=len(OWED))
    first = ("name", "partnership")
    return pl.DataFrame(found, schema=SCHEMA).sort(rank, *first, *(column for column in SCHEMA if column not in first))


def _from_register(warehouse: Warehouse, case: Attack, others: pl.DataFrame) -> list[dict[str, str]]:
    documents = dict(warehouse.read("register.sources").select("id", "address").iter_rows())
    titles = dict(warehouse.read("register.instruments").select("id", "title").iter_rows())
    rows = register_obligations(warehouse).filter((pl.col("year") == case.year) & pl.col("type").is_in(OWED)).collect()
    found = []
    for r in rows.iter_rows(named=True):
        if r["to"] not in {"members", case.victim}:
            continue
        fellows = others.filter(pl.col("partnership") == r["partnership"])["party"]
        found += [
            {
                "obliged": party, "type": r["type"], "binding": r["binding"], "partnership": r["partnership"],
                "instrument": titles.get(r["instrument"], r["instrument"]), "article": r["article"] or "",
                "conditions": (r["conditions"] or "").replace(";", ", ").replace("_", " "),
                "area": r["area"] or "", "not_promised": r["not_promised"] or "", "source": r["source"],
                "url": documents.get(r["source"]) or "",
            }
            for party in fellows
            if r["from"] in {"members", party}
        ]  # fmt: skip
    return found


def _from_atop(warehouse: Warehouse, case: Attack, others: pl.DataFrame) -> list[dict[str, str]]:
    covered = set(register_obligations(warehouse).filter(pl.col("year") == case.year).collect()["partnership"])
    homepage = sources.load("atop").homepage
    found = []
    for partnership in sorted(set(others["partnership"]) - covered):
        coded = coded_obligations(warehouse, partnership, case.year).filter(pl.col("type").is_in(OWED))
        fellows = others.filter(pl.col("partnership") == partnership)["party"].to_list()
        for kind, owing, conditional, text, atopid in coded.iter_rows():
            found += [
                {
                    "obliged": party, "type": kind, "binding": "legal", "partnership": partnership,
                    "instrument": f"ATOP {atopid}", "article": "", "conditions": "conditional" if conditional else "",
                    "area": "", "not_promised": f"{text}: no more than ATOP codes", "source": "atop", "url": homepage,
                }
                for party in fellows
                if owing in {"members", party}
            ]  # fmt: skip
    return found


def _ties_to(warehouse: Warehouse, case: Attack, members: pl.DataFrame) -> dict[str, list[str]]:
    """What other states have promised the attacker in that year: it may stand against helping the victim."""
    shared = members.filter(pl.col("party") == case.attacker)["partnership"].to_list()
    fellows = members.filter(pl.col("partnership").is_in(shared) & (pl.col("party") != case.attacker))
    named = dict(warehouse.read("derived.partnerships").select("id", "name").iter_rows())
    rows = register_obligations(warehouse).filter((pl.col("year") == case.year) & pl.col("partnership").is_in(shared))
    owed = [(r["partnership"], r["from"], r["to"], r["type"]) for r in rows.collect().iter_rows(named=True)]
    known = {partnership for partnership, *_ in owed}
    kinds = {kind for kind, _, _ in ATOP_PROMISES.values()}
    for partnership in shared:
        if partnership not in known:
            coded = coded_obligations(warehouse, partnership, case.year)
            owed += [(partnership, owing, "members", kind) for kind, owing, *_ in coded.iter_rows() if kind in kinds]
    ties: dict[str, list[str]] = {}
    for partnership, owing, to, kind in owed:
        if kind not in AGAINST or to not in {"members", case.attacker}:
            continue
        for party in fellows.filter(pl.col("partnership") == partnership)["party"]:
            if owing in {"members", party}:
                said = f"{AGAINST[kind]} ({named.get(partnership, partnership)})"
                ties.setdefault(party, []).append(said)
    return {party: sorted(set(said)) for party, said in ties.items()}
