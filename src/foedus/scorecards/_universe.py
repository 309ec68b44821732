"""Scoring every partnership in every year at once, when the warehouse is built."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from foedus import histories
from foedus.declare import Scorecard
from foedus.measures._evaluate import evaluate
from foedus.measures._rows import RowMaker
from foedus.partnerships.universe import member_years, partnership_years, partnerships
from foedus.scorecards import _compose
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import Warehouse


def maker(warehouse: Warehouse, members: pl.DataFrame, scorecard: Scorecard) -> RowMaker:
    """Rows for the scorecard's measures over these members."""
    measures = tuple(measure for i in scorecard.indicators for measure in i.measures)
    return RowMaker(warehouse, members, measures)


def score(
    warehouse: Warehouse, members: pl.DataFrame, units: pl.DataFrame, scorecard: Scorecard
) -> dict[str, pl.DataFrame]:
    """Values, slopes and headlines of these partnership-years: tables `values`, `slopes`, `headlines`."""
    rows = maker(warehouse, members, scorecard)
    values = evaluate(scorecard.indicators, rows)
    flags = {i.applies for i in scorecard.indicators if i.applies is not None}
    scored = _compose.with_status(values, units, scorecard.indicators, rows.context(flags))
    found = _compose.slopes(scored, scorecard)
    shape = scored.schema
    ahead = _compose.outlook(scored, found, scorecard)
    scored = pl.concat([scored, ahead.select(pl.col(name).cast(kind) for name, kind in shape.items())])
    return {
        "values": scored.filter(pl.col("status") != "unknown").sort("partnership", "year", "indicator"),
        "slopes": found.sort("partnership", "year", "indicator"),
        "headlines": _compose.headlines(scored, scorecard),
    }


def derive(warehouse: Warehouse) -> Mapping[str, pl.DataFrame]:
    """The derived tables of a build: histories, who belonged, the universe, and everything scored in it."""
    members = member_years(warehouse)
    units = partnership_years(warehouse, members)
    scored = score(warehouse, members, units, strategic_partnership)
    tables = {"members": members, "units": units, "partnerships": partnerships(warehouse), **scored}
    return {f"derived.{name}": frame for name, frame in tables.items()} | dict(histories.derive(warehouse))


@cache
def code_version() -> str:
    """A hash of everything in this installation that a derived number depends on."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.csv")]):
        if path.parent.name not in {"analyses", "reports", "verbs", "web"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
