"""A scorecard as the text of a framework file: the words in which ours is written, and anybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from foedus.declare import Indicator, Pillar, Scorecard

Table = dict[str, Any]
HEAD = """# How a military strategic partnership is scored. Copy this file, change it, and use it with
#   foedus assess NATO --framework mine.toml
# A pillar has one score for each headline that it feeds: input and activity feed commitment, output and outcome
# feed effects (Results), risk feeds risk (100 is most risk), outlook feeds the outlook. Context is shown, not scored.
# Weights are equal where none is given; else those of a group add up to 1 or to 100: the pillars, and the indicators
# of a pillar that feed one headline. `use` names an indicator of Foedus or a measure (foedus catalog measure).
"""


def as_tables(scorecard: Scorecard) -> Table:
    """The scorecard as the tables of a framework file; a pillar without indicators has no place there."""
    return {
        "title": scorecard.title,
        "need": scorecard.need,
        "aggregation": {"indicators": scorecard.within, "pillars": scorecard.between},
        "pillar": [_pillar(one) for one in scorecard.pillars if one.indicators],
    }


def _pillar(pillar: Pillar) -> Table:
    weights = {"weight": dict(pillar.weights)} if pillar.weights else {}
    return {"id": pillar.id, "title": pillar.title, **weights, "indicator": [_indicator(i) for i in pillar.indicators]}


def _indicator(one: Indicator) -> Table:
    told: Table = {"use": one.id, "title": one.title, "stage": one.stage}
    if one.contested:
        told["direction"] = "contested"
    elif one.worst is not None and one.best is not None:
        told["direction"] = "higher" if one.best > one.worst else "lower"
    told |= {post: value for post, value in (("worst", one.worst), ("best", one.best)) if value is not None}
    told |= {"scale": "log"} if one.log else {}
    told |= {} if one.core else {"scored": False}
    told |= {} if one.weight == 1 else {"weight": one.weight}
    return told | ({"because": one.because} if one.because else {})


def written(scorecard: Scorecard) -> str:
    """The scorecard as a framework file."""
    return HEAD + "\n" + canonical(as_tables(scorecard))


def canonical(tables: Table) -> str:
    """Tables that have been checked as text, in one order and without comments."""
    return "\n".join(_lines(tables)) + "\n"


def _lines(tables: Table) -> Iterator[str]:
    yield from (f"{key} = {_value(tables[key])}" for key in ("title", "need") if key in tables)
    if tables.get("aggregation"):
        yield from ("", "[aggregation]")
        yield from (f"{key} = {_value(value)}" for key, value in tables["aggregation"].items())
    for pillar in tables["pillar"]:
        yield from ("", "[[pillar]]")
        yield from (f"{key} = {_value(value)}" for key, value in pillar.items() if key != "indicator")
        for one in pillar["indicator"]:
            yield from ("", "[[pillar.indicator]]", *(f"{key} = {_value(value)}" for key, value in one.items()))


def _value(value: object) -> str:
    """A value in TOML; text as JSON writes it, which TOML reads the same."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
