"""The rolling-origin forecasts of everything, made once for each build and kept in the data folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import polars as pl

from foedus.declare import Scorecard
from foedus.models import _leaving as leaving
from foedus.models import _projections as projections
from foedus.models import _series as series
from foedus.models import alliance_survival as survival
from foedus.models._alliance_years import alliance_years
from foedus.warehouse import Warehouse, data_folder
from foedus.warehouse._paths import whole, whole_file

Say = Callable[[str], None]


def projected(warehouse: Warehouse, scorecard: Scorecard, horizon: int, say: Say) -> pl.LazyFrame:
    """Every projection of every series at every origin, with what came true and its scores."""

    def make() -> pl.DataFrame:
        seen = series.observed(warehouse, scorecard).collect()
        shape = series.grid(warehouse, seen)
        parts = []
        for about in series.everything(scorecard):
            build = series.headline if about.is_headline else series.indicator
            parts.append(projections.table(build(about, seen, shape), shape, horizon))
        return pl.concat(parts)

    return _kept(warehouse, f"projections-{horizon}", make, say)


def panel(warehouse: Warehouse, say: Say) -> pl.DataFrame:
    """Every alliance-year at risk, with its covariates."""
    return _kept(warehouse, "alliances", lambda: alliance_years(warehouse), say).collect()


def endings(warehouse: Warehouse, say: Say) -> pl.DataFrame:
    """Every forecast of how alliances would end."""
    return _kept(warehouse, "endings", lambda: survival.cases(panel(warehouse, say)), say).collect()


def departures(warehouse: Warehouse, say: Say) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Partnership-years with whether a member left in the next, and every forecast of it."""
    rows = _kept(warehouse, "leaving", lambda: leaving.leaving_years(warehouse), say).collect()
    return rows, _kept(warehouse, "departures", lambda: leaving.cases(rows), say).collect()


def _kept(warehouse: Warehouse, name: str, make: Callable[[], pl.DataFrame], say: Say) -> pl.LazyFrame:
    """The table as kept for this build and this code, made and kept if it is not there or not whole."""
    folder = data_folder() / "models"
    target = folder / f"{name}-{_key(warehouse)}.parquet"
    if not whole(target):
        say(f"computing the record of forecasts: {name.replace('-', ', ')}")
        frame = make()
        with whole_file(target) as part:
            frame.write_parquet(part, compression="zstd", statistics=True)
        for old in folder.glob(f"{name}-*.parquet"):
            if old != target:
                old.unlink(missing_ok=True)
    return pl.scan_parquet(target)


def _key(warehouse: Warehouse) -> str:
    """A hash of the build and of the models' own code."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(warehouse.fingerprint.encode() + b"".join(code)).hexdigest()[:16]
