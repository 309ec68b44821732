"""Which state a name or code means: spelling evened out, names borne by date, doubt and ignorance told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

from foedus.errors import AmbiguousName, OutsideCoverage, UnknownName
from foedus.states import _tables
from foedus.states._tables import OPEN, Bearing, System

SYSTEMS: dict[str, System] = {"ccode": "cow", "cow": "cow", "gwcode": "gw", "gw": "gw"}
_CODE = re.compile(r"\s*(?:(ccode|cow|gwcode|gw)\s*:\s*)?(\d{1,4})\s*", re.IGNORECASE)
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_JOINED = re.compile(r"[.'`\u2018\u2019\u02bb\u02bc]")
_WORDS = {"the": "", "of": "", "former": "", "st": "saint", "rep": "republic", "dem": "democratic", "fed": "federal"}


@dataclass(frozen=True, slots=True)
class State:
    """A state under the name and codes of the asked date; a code is None where a list does not count it then."""

    party: str
    name: str
    iso3: str | None
    ccode: int | None
    gwcode: int | None


def normal(text: str) -> str:
    """A name without case, accents, punctuation, 'the', 'of' and 'former', its abbreviations written out."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _JOINED.sub("", plain).replace("&", " and ")
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return " ".join(filter(None, (_WORDS.get(word, word) for word in words)))


@cache
def index() -> dict[str, list[Bearing]]:
    """Every way to write a state, with who bore it when."""
    found: dict[str, list[Bearing]] = {}
    for party, borne in _tables.bearings_of().items():
        iso3 = _tables.iso_codes()[party]
        codes = [Bearing(date.min, OPEN, party, code, "code") for code in dict.fromkeys((party, iso3)) if code]
        for bearing in [*borne, *codes]:
            found.setdefault(normal(bearing.name), []).append(bearing)
    for (system, code), tenures in _tables.holders().items():
        key = f"{system}:{code}"
        found[key] = [Bearing(t.start, t.end, t.party, key, "code") for t in tenures]
    return found


def resolve(text: str, on: date | int | None) -> State:
    """The state meant by a text, on a date, in a year, or today."""
    bearings = _bearings(text)
    if not bearings:
        raise UnknownName("state", text, _suggestions(text))
    if on is None:
        return _undated(text, bearings)
    first, last = _tables.window(on)
    parties = _bearers_within(bearings, first, last)
    if not parties:
        raise OutsideCoverage(repr(text), str(on), known=_known(bearings))
    return state_within(_only(text, parties), first, last)


def state_within(party: str, first: date, last: date) -> State:
    """The party as it stood on its last day as a state from first to last, with the codes held last then."""
    day = _tables.last_day_within(party, first, last)
    ccode, gwcode = (_tables.last_code(party, system, first, last) for system in ("cow", "gw"))
    return State(party, _tables.name_on(party, day), _tables.iso_codes()[party], ccode, gwcode)


def _bearings(text: str) -> list[Bearing]:
    code = _CODE.fullmatch(text)
    if code:
        system = SYSTEMS[(code[1] or "ccode").lower()]
        return index().get(f"{system}:{int(code[2])}", [])
    for variant in _variants(text):
        if found := index().get(normal(variant)):
            return found
    return _agreeing(re.split(r"[(/]", text.replace(")", "")))


def _variants(text: str) -> Iterable[str]:
    """The text as it stands, and turned round: 'Korea, South', 'Iran (Islamic Republic of)'."""
    yield text
    if turned := re.fullmatch(r"([^(,]+)[(,]\s*([^()]+)\)?\s*", text):
        yield f"{turned[2]} {turned[1]}"


def _agreeing(parts: Sequence[str]) -> list[Bearing]:
    """What the parts of 'Russia (Soviet Union)' or 'Samoa/Western Samoa' name together, if it is one thing."""
    found = [index().get(normal(part), []) for part in parts]
    if len(found) < 2:
        return []
    shared = set.intersection(*({b.party for b in bearings} for bearings in found))
    return [b for bearings in found for b in bearings if b.party in shared]


def _undated(text: str, bearings: list[Bearing]) -> State:
    today = sorted({b.party for b in bearings if b.end == OPEN and _tables.tenures_of()[b.party][-1].end == OPEN})
    if today:
        party = _only(text, today)
        return state_within(party, date.max - timedelta(1), date.max - timedelta(1))
    party = _only(text, sorted({b.party for b in bearings}))
    end = max(b.end for b in bearings if b.party == party)
    return _last_so_called(party, min(end, _tables.tenures_of()[party][-1].end) - timedelta(1))


def _last_so_called(party: str, day: date) -> State:
    """The party on the last day it had a name; if it was no state then, as it stood when it became one."""
    if not _tables.exists(party, day, day):
        starts = [t.start for t in _tables.tenures_of()[party]]
        day = min((start for start in starts if start > day), default=starts[-1])
        return state_within(party, day, day)
    then, year = state_within(party, day, day), state_within(party, date(day.year, 1, 1), date(day.year, 12, 31))
    return State(party, then.name, then.iso3, then.ccode or year.ccode, then.gwcode or year.gwcode)


def _bearers_within(bearings: list[Bearing], first: date, last: date) -> list[str]:
    """Who bore the name on the last day; else on any day; else who took it later, but was already a state."""
    on_last_day = {b.party for b in bearings if b.covers(last) and _tables.exists(b.party, last, last)}
    on_any_day = {b.party for b in bearings if b.touches(first, last) and _tables.exists(b.party, first, last)}
    later = {b.party for b in bearings if b.start > last and b.kind != "code" and _tables.exists(b.party, first, last)}
    return sorted(on_last_day or on_any_day or later)


def _only(text: str, parties: list[str]) -> str:
    if len(parties) > 1:
        candidates = [f"{_tables.display_names()[party]} ({party})" for party in parties]
        raise AmbiguousName("state", text, candidates)
    return parties[0]


def _known(bearings: list[Bearing]) -> str:
    """When those who bear the name were states, and bore it, for an error."""
    overlaps = {
        (b.party, max(b.start, t.start), min(b.end, t.end))
        for b in bearings
        for t in _tables.tenures_of()[b.party]
        if max(b.start, t.start) < min(b.end, t.end)
    }
    spells: list[tuple[str, date, date]] = []
    for party, start, end in sorted(overlaps):
        if spells and spells[-1][0] == party and start <= spells[-1][2]:
            spells[-1] = (party, spells[-1][1], max(end, spells[-1][2]))
        else:
            spells.append((party, start, end))
    if not spells:
        return "no state in the lists bore it"
    said = [f"{_tables.display_names()[party]} from {start} to {_until(end)}" for party, start, end in spells]
    return "the lists have " + ", ".join(said)


def _until(end: date) -> str:
    return "today" if end == OPEN else str(end - timedelta(1))


def _suggestions(text: str) -> list[str]:
    spelled = {key: found[0].name for key, found in index().items() if found[0].kind != "code"}
    close = get_close_matches(normal(text), spelled, n=3, cutoff=0.7)
    return list(dict.fromkeys(spelled[key] for key in close))
