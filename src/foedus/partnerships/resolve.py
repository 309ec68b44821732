"""From what a person types to what is assessed: a named partnership, two states, or a drawn set of states."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foedus import states
from foedus.errors import AmbiguousName, BadOption, UnknownName
from foedus.warehouse import Warehouse

WORDS = re.compile(r"[^a-z0-9]+")
PAIR = re.compile(r"^(?P<a>.+?)\s*(?:-|–|—| and | & |/)\s*(?P<b>.+)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A partnership that has a name, by its id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """States named by the user; two are a dyad, more a drawn set."""

    parties: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`dyad` for two states, else `drawn set`."""
        return "dyad" if len(self.parties) == 2 else "drawn set"


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, for comparing names."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return WORDS.sub(" ", flat.lower()).strip()


def resolve(warehouse: Warehouse, names: Sequence[str], *, year: int | None) -> Named | Drawn:
    """What these words mean: a partnership by id, name or alias; else states, as a pair or a drawn set.

    `US-Japan`, `USA KOR` and `USA,JPN,KOR` are states unless a partnership bears the name. A pair of
    states stays a pair here; whether a bilateral partnership binds them is asked of `bilateral`.
    """
    if not names or not all(name.strip() for name in names):
        raise BadOption("NAME", " ".join(names), "give the name of a partnership, or two or more states")
    known = _names(warehouse)
    found = _by_name(known, " ".join(names))
    if found is not None:
        return found
    if len(names) == 1:
        parts = _split(names[0])
        if len(parts) == 1:
            raise _unknown(known, names[0])
        return _drawn(known, parts, names[0], year)
    return _drawn(known, [p for name in names for p in name.split(",")], " ".join(names), year)


def bilateral(warehouse: Warehouse, pair: Drawn, year: int) -> list[str]:
    """Partnerships of exactly these two states in that year, the register's first, then the strongest promise."""
    members = warehouse.scan("derived.members").filter(pl.col("year") == year)
    both = (
        members.group_by("partnership")
        .agg(pl.col("party").sort().alias("parties"))
        .filter(pl.col("parties") == pl.lit(sorted(pair.parties), pl.List(pl.String)))
        .collect()["partnership"]
    )
    kept = warehouse.scan("derived.values").filter(
        (pl.col("year") == year) & (pl.col("indicator") == "COM1") & pl.col("partnership").is_in(both.to_list())
    )
    strength = dict(kept.select("partnership", "value").collect().iter_rows())
    return sorted(both, key=lambda name: (name.startswith("atop-"), -(strength.get(name) or 0.0), name))


def also_binding(warehouse: Warehouse, parties: Sequence[str], year: int, *, but: str = "") -> list[str]:
    """Names of other partnerships that bind all these parties in that year."""
    members = warehouse.scan("derived.members").filter((pl.col("year") == year) & (pl.col("partnership") != but))
    binding = (
        members.filter(pl.col("party").is_in(list(parties)))
        .group_by("partnership")
        .agg(pl.col("party").n_unique().alias("n"))
        .filter(pl.col("n") == len(set(parties)))
    )
    named = warehouse.scan("derived.partnerships").select(partnership="id", name="name")
    return binding.join(named, on="partnership").sort("partnership").collect()["name"].to_list()


def _names(warehouse: Warehouse) -> pl.DataFrame:
    """Every name of every partnership: id, shown (its name), key (a plain form of one of its names)."""
    listed = warehouse.read("derived.partnerships").select("id", "name", "short_name", "aliases")
    titles = warehouse.read("register.instruments").select(id="partnership", alias="title")
    rows = [
        (row["id"], row["name"], plain(text))
        for row in listed.iter_rows(named=True)
        for text in (row["id"], row["name"], row["short_name"] or "", *(row["aliases"] or "").split(";"))
        if text.strip()
    ]
    shown = dict(listed.select("id", "name").iter_rows())
    rows += [(of, shown[of], plain(title)) for of, title in titles.iter_rows() if of in shown]
    return pl.DataFrame(rows, schema=["id", "shown", "key"], orient="row").unique()


def _by_name(known: pl.DataFrame, text: str) -> Named | None:
    hits = known.filter(pl.col("key") == plain(text)).unique("id").sort("id")
    if hits.height > 1:
        raise AmbiguousName(
            "partnership", text, [f"{name} ({of})" for of, name in hits.select("id", "shown").iter_rows()]
        )
    return Named(hits["id"][0], hits["shown"][0]) if hits.height else None


def _split(text: str) -> list[str]:
    if "," in text:
        return [part for part in text.split(",") if part.strip()]
    pair = PAIR.match(text)
    if pair and _is_state(pair["a"]) and _is_state(pair["b"]):
        return [pair["a"], pair["b"]]
    words = text.split()
    if len(words) == 2 and all(_is_state(word) for word in words):
        return words
    return [text]


def _is_state(text: str) -> bool:
    try:
        states.resolve(text.strip())
    except UnknownName:
        return False
    except AmbiguousName:
        return True
    return True


def _drawn(known: pl.DataFrame, parts: Sequence[str], asked: str, year: int | None) -> Drawn:
    parties = []
    for part in parts:
        if not part.strip():
            continue
        if _by_name(known, part) is not None and not _is_state(part):
            raise BadOption("NAME", asked, f"{part.strip()!r} is a partnership; name one partnership, or states only")
        parties.append(states.resolve(part.strip(), on=year).party)
    distinct = tuple(dict.fromkeys(parties))
    if len(distinct) < 2:
        raise BadOption("NAME", asked, "a partnership needs at least two different states")
    return Drawn(distinct)


def _unknown(known: pl.DataFrame, text: str) -> UnknownName:
    keys = known.filter(~pl.col("id").str.starts_with("atop-") | (pl.col("key") == plain(text)))
    close = difflib.get_close_matches(plain(text), keys["key"].to_list(), n=3, cutoff=0.6)
    shown = [keys.filter(pl.col("key") == key)["shown"][0] for key in close]
    return UnknownName("partnership", text, list(dict.fromkeys(shown)), hint="See all with: foedus catalog partnership")
