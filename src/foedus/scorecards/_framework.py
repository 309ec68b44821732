"""A framework of one's own from a file: pillars, indicators, goalposts, weights and means, checked and explained."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from foedus.declare import HEADLINE_OF, Across, HeadlineId, Indicator, Mean, Pillar, Scorecard, Stage
from foedus.errors import BadFile
from foedus.measures import measures
from foedus.scorecards._framework_text import Table, as_tables, canonical
from foedus.scorecards.strategic_partnership import strategic_partnership

TOP = ("title", "base", "need", "leave_out", "aggregation", "pillar")
OF_PILLAR = ("id", "title", "weight", "indicator")
OF_INDICATOR = ("use", "title", "stage", "direction", "worst", "best", "scale", "weight", "scored", "across",
                "because", "caveat")  # fmt: skip
LEVELS = ("indicators", "pillars")
DIRECTIONS = ("higher", "lower", "contested")
SCALES = ("linear", "log")
CLOSE = 0.001


@dataclass(frozen=True, slots=True)
class Framework:
    """A scorecard read from a file, and its text without comments, together with what it builds on."""

    scorecard: Scorecard
    name: str
    text: str

    @property
    def mark(self) -> str:
        """What tells this framework from any other: a hash of its text."""
        return f"framework {hashlib.sha256(self.text.encode()).hexdigest()[:16]}"


def read_framework(path: Path) -> Framework:
    """The framework in this file; an error that says what is wrong with it and where."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path, "cannot be read as text", "Give the path of a framework in TOML.") from error
    return framework_of(text, path.name, path.parent)


def framework_of(text: str, name: str, folder: Path) -> Framework:
    """The framework that this text declares; `folder` is where other frameworks it builds on are looked for."""
    tables = _merged(_parsed(text, name), name, folder, ())
    return Framework(Reader(name).scorecard(tables), name, canonical(tables))


def _parsed(text: str, name: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(name, f"is not TOML: {error}", "Mend that line; strings stand in quotes.") from error


def _merged(tables: Table, name: str, folder: Path, seen: tuple[str, ...]) -> Table:
    """The tables over those of the framework that they build on, if they name one."""
    base = tables.get("base")
    if base is None:
        return tables
    if base == strategic_partnership.id:
        below = as_tables(strategic_partnership)
    else:
        place = (folder / str(base)).resolve()
        if str(place) in seen or place.name == name:
            chain = " builds on ".join([*(Path(one).name for one in seen), place.name])
            raise BadFile(name, f"goes in a circle: {name} builds on {chain}", "Take one `base` out.")
        try:
            text = place.read_text(encoding="utf-8")
        except OSError as error:
            remedy = f"Give the path of another framework, or {strategic_partnership.id!r} for ours."
            raise BadFile(name, f"builds on {base!r}, which cannot be read", remedy) from error
        below = _merged(_parsed(text, place.name), place.name, place.parent, (*seen, str(place)))
    return _over(below, tables, name)


def _over(below: Table, above: Table, name: str) -> Table:
    """Pillars by id and indicators by name: what is said above holds, the rest stays, `leave_out` goes."""
    pillars = {str(p["id"]): dict(p) for p in _listed(below, "pillar", name)}
    for pillar in _listed(above, "pillar", name):
        old = pillars.get(str(pillar.get("id")), {})
        told = {str(i.get("use")): dict(i) for i in _listed(old, "indicator", name)}
        for one in _listed(pillar, "indicator", name):
            key = str(one.get("use"))
            told[key] = {**told.get(key, {}), **one}
        pillars[str(pillar.get("id"))] = {**old, **pillar, "indicator": list(told.values())}
    gone = {str(one) for one in above.get("leave_out", ())}
    known = set(pillars) | {str(i.get("use")) for p in pillars.values() for i in _listed(p, "indicator", name)}
    for lost in sorted(gone - known):
        problem = f"leaves out {lost!r}, which is neither a pillar nor an indicator of its base"
        raise BadFile(name, problem, _meant(lost, known))
    kept = []
    for key, pillar in pillars.items():
        mine = [i for i in _listed(pillar, "indicator", name) if str(i.get("use")) not in gone]
        if key not in gone and mine:
            kept.append({**pillar, "indicator": mine})
    rest = {key: value for key, value in above.items() if key not in ("base", "leave_out", "pillar")}
    return {**below, **rest, "pillar": kept}


def _listed(table: Table, key: str, name: str) -> list[Table]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadFile(name, f"has a {key!r} that is no list of tables", f"Write each one under [[{key}]].")
    return found


def _meant(text: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(text, sorted(known), 3, 0.5)
    return f"Did you mean {' or '.join(map(repr, close))}?" if close else "See: foedus catalog indicator"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the tables of one file into a scorecard, and says where the file is wrong."""

    name: str

    def wrong(self, problem: str, remedy: str) -> BadFile:
        """The error to raise."""
        return BadFile(self.name, problem, remedy)

    def scorecard(self, tables: Table) -> Scorecard:
        """The whole scorecard."""
        self._known(tables, TOP, "at the top")
        title = self._text(tables, "title", "at the top")
        need = self._number(tables.get("need", strategic_partnership.need), "need")
        if not 0 < need <= 1:
            raise self.wrong(f"has need = {need:g}", "Give a share of the weight above 0 and up to 1.")
        levels = tables.get("aggregation", {})
        if not isinstance(levels, dict):
            raise self.wrong("has an aggregation that is no table", "Write [aggregation] with indicators and pillars.")
        self._known(levels, LEVELS, "in [aggregation]")
        listed = _listed(tables, "pillar", self.name)
        if not listed:
            raise self.wrong("has no pillar", "Write at least one [[pillar]] with a [[pillar.indicator]].")
        pillars = tuple(self._pillar(one) for one in listed)
        self._once([p.id for p in pillars], "pillar")
        indicators = [i for p in pillars for i in p.indicators]
        self._once([i.id for i in indicators], "indicator")
        self._once([m.name for i in indicators for m in i.measures], "measure")
        if not any(i.scored for i in indicators):
            raise self.wrong("has no indicator that is scored", "Give one a stage other than context, and goalposts.")
        self._shares(pillars, listed)
        within, between = (self._choice(levels.get(key, "arithmetic"), get_args(Mean), key) for key in LEVELS)
        return Scorecard("framework", title, pillars, need, within, between)  # type: ignore[arg-type]

    def _pillar(self, table: Table) -> Pillar:
        key = self._text(table, "id", "of a pillar")
        self._known(table, OF_PILLAR, f"in pillar {key!r}")
        title = str(table.get("title", key.replace("_", " ").capitalize()))
        listed = _listed(table, "indicator", self.name)
        if not listed:
            raise self.wrong(f"has no indicator in pillar {key!r}", "Give it a [[pillar.indicator]], or leave it out.")
        return Pillar(key, title, tuple(self._indicator(one, key) for one in listed), weights=self._weights(table, key))

    def _weights(self, table: Table, key: str) -> dict[HeadlineId, float]:
        told = table.get("weight")
        if told is None:
            return {}
        if not isinstance(told, dict):
            return dict.fromkeys(get_args(HeadlineId), self._positive(told, f"pillar {key!r}"))
        for name in told:
            self._choice(name, get_args(HeadlineId), f"a headline in the weight of pillar {key!r}")
        mine = {headline: told.get(headline) for headline in get_args(HeadlineId)}
        return {name: self._positive(value, f"pillar {key!r}") for name, value in mine.items() if value is not None}

    def _indicator(self, table: Table, pillar: str) -> Indicator:
        use = self._text(table, "use", f"of an indicator in pillar {pillar!r}")
        where = f"{use!r} in pillar {pillar!r}"
        self._known(table, OF_INDICATOR, f"in {where}")
        found = self._start(use, table, pillar)
        told: dict[str, object] = {key: str(table[key]) for key in ("title", "because", "caveat") if key in table}
        if "stage" in table:
            told["stage"] = self._choice(table["stage"], get_args(Stage), f"stage of {where}")
        if "scored" in table:
            told["core"] = table["scored"] is True
        if "scale" in table:
            told["log"] = self._choice(table["scale"], SCALES, f"scale of {where}") == "log"
        for post in ("worst", "best"):
            if post in table:
                told[post] = self._number(table[post], f"{post} of {where}")
        if "weight" in table:
            told["weight"] = self._positive(table["weight"], where)
        one = replace(found, pillar=pillar, **told)  # type: ignore[arg-type]
        return self._read(one, table, where)

    def _start(self, use: str, table: Table, pillar: str) -> Indicator:
        """Our indicator of that name, or an indicator made of the measure of that name."""
        ours = {i.id: i for i in strategic_partnership.indicators}
        if use in ours:
            if "across" in table:
                raise self.wrong(f"gives {use!r} an across", "Use the measure by its name to reduce it another way.")
            return ours[use]
        measure = measures().get(use)
        if measure is None:
            raise self.wrong(f"uses {use!r} in pillar {pillar!r}, which is no indicator and no measure",
                             _meant(use, [*ours, *measures()]))  # fmt: skip
        if "stage" not in table:
            raise self.wrong(f"gives the measure {use!r} no stage", f"Give one of {', '.join(get_args(Stage))}.")
        one_value = measure.aggregates or measure.unit == "partnership-year"
        reduced = "whole" if one_value else self._choice(table.get("across", "mean"), get_args(Across), "across")
        title, said = use.replace("_", " ").capitalize(), measure.doc.split("\n")[0]
        return Indicator(use, title, measure, pillar, "context", reduced, caveat=said)  # type: ignore[arg-type]

    def _read(self, one: Indicator, table: Table, where: str) -> Indicator:
        """The indicator with its direction checked against its goalposts."""
        told = table.get("direction")
        direction = None if told is None else self._choice(told, DIRECTIONS, f"direction of {where}")
        one = replace(one, contested=one.contested if direction is None else direction == "contested")
        if (one.stage == "outlook") != (one.measure is None and one.worst is not None):
            raise self.wrong(f"puts {where} in stage {one.stage!r}", "The outlook is TRE1, the slope of the others.")
        if not one.scored:
            if one.core and one.measure is not None and one.stage != "context" and not one.contested:
                raise self.wrong(f"gives {where} no goalposts", "Give worst and best, or make its stage context.")
            return one
        if one.worst is None or one.best is None or one.worst == one.best:
            raise self.wrong(f"has no distance between the goalposts of {where}", "Give two different ones.")
        better = "higher" if one.best > one.worst else "lower"
        if direction not in (None, better):
            posts = f"worst = {one.worst:g} and best = {one.best:g}"
            raise self.wrong(f"says that {direction} is better for {where}, and has {posts}", "Turn one of them round.")
        if one.log and min(one.worst, one.best) < 0:
            raise self.wrong(f"has a goalpost below 0 on the log scale of {where}", "Use a linear scale.")
        low, high = (one.measure.within if one.measure else None) or (float("-inf"), float("inf"))
        if not low <= min(one.worst, one.best) <= max(one.worst, one.best) <= high:
            raise self.wrong(
                f"has a goalpost of {where} that its measure cannot reach", f"It runs {low:g} to {high:g}."
            )
        return one

    def _shares(self, pillars: Sequence[Pillar], listed: Sequence[Table]) -> None:
        """Weights are given for none of a group or for all, and add up to 1 or to 100."""
        groups: dict[str, dict[str, object]] = {}
        for pillar, table in zip(pillars, listed, strict=True):
            told = {str(i["use"]): i.get("weight") for i in _listed(table, "indicator", self.name)}
            own = table.get("weight")
            for one in (i for i in pillar.indicators if i.scored):
                headline = HEADLINE_OF[one.stage]
                inside = f"the indicators of pillar {pillar.id!r} that feed {headline}"
                groups.setdefault(inside, {})[one.id] = told[one.id]
                if isinstance(own, dict):
                    groups.setdefault(f"the pillars that feed {headline}", {})[pillar.id] = own.get(headline)
            if not isinstance(own, dict):
                groups.setdefault("the pillars", {})[pillar.id] = own
        for group, weights in groups.items():
            given = {key: float(w) for key, w in weights.items() if w is not None}  # type: ignore[arg-type]
            if not given:
                continue
            if len(given) < len(weights):
                lacking = ", ".join(key for key in weights if key not in given)
                raise self.wrong(f"gives a weight to some of {group} and not to {lacking}", "Give all of them or none.")
            total = sum(given.values())
            if min(abs(total - 1), abs(total / 100 - 1)) > CLOSE:
                raise self.wrong(f"has weights of {group} that add up to {total:g}", "Make them add up to 1 or to 100.")

    def _known(self, table: Mapping[str, object], keys: Sequence[str], where: str) -> None:
        for key in table:
            if key not in keys:
                close = difflib.get_close_matches(key, keys, 1)
                hint = f"Did you mean {close[0]!r}?" if close else f"There are {', '.join(keys)}."
                raise self.wrong(f"says {key!r} {where}, which means nothing", hint)

    def _once(self, names: Sequence[str], noun: str) -> None:
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                raise self.wrong(f"has the {noun} {name!r} more than once", "It would count twice: leave one out.")

    def _text(self, table: Table, key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"lacks the {key!r} {where}", f'Write {key} = "..." there.')
        return value.strip()

    def _number(self, value: object, what: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < float("inf"):
            raise self.wrong(f"has {value!r} as {what}", "Give a number.")
        return float(value)

    def _positive(self, value: object, what: str) -> float:
        number = self._number(value, f"the weight of {what}")
        if number <= 0:
            raise self.wrong(f"has the weight {number:g} of {what}", "Give one above 0, or leave it out.")
        return number

    def _choice(self, value: object, choices: Sequence[str], what: str) -> str:
        if value not in choices:
            raise self.wrong(f"has {value!r} as {what}", f"Give one of {', '.join(choices)}.")
        return str(value)
