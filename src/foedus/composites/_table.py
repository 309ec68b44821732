"""Units by indicators as arrays, with years, groups and denominators; unknown is NaN inside, null outside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.composites.framework import Framework, close, listed
from foedus.errors import BrokenContract, UnknownName

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

DATA = "The data"


@dataclass(frozen=True, slots=True)
class Table:
    """Values of units (in years) by indicators, and what else is known of the units."""

    units: tuple[str, ...]
    years: tuple[int, ...] | None
    codes: tuple[str, ...]
    values: Floats
    applicable: Truths
    groups: Mapping[str, tuple[str, ...]]
    denominators: Mapping[str, Floats]

    def with_values(self, values: Floats) -> Table:
        """The same table with other values."""
        return replace(self, values=values)

    def keep(self, rows: Truths) -> Table:
        """The rows that are kept."""
        where = np.flatnonzero(rows)
        return Table(
            units=tuple(self.units[i] for i in where),
            years=None if self.years is None else tuple(self.years[i] for i in where),
            codes=self.codes, values=self.values[rows], applicable=self.applicable[rows],
            groups={name: tuple(labels[i] for i in where) for name, labels in self.groups.items()},
            denominators={name: values[rows] for name, values in self.denominators.items()},
        )  # fmt: skip

    def only(self, columns: Truths) -> Table:
        """The indicators that are kept."""
        codes = tuple(code for code, kept in zip(self.codes, columns, strict=True) if kept)
        return replace(self, codes=codes, values=self.values[:, columns], applicable=self.applicable[:, columns])

    def periods(self) -> Ints:
        """A number for each row's year, the same for all rows without years."""
        return (
            np.zeros(len(self.units), np.int64) if self.years is None else np.unique(self.years, return_inverse=True)[1]
        )

    def labels(self, group: str | None, *, each_year: bool) -> Ints:
        """A number for each row's group (and year); the same for all rows if there is neither."""
        found = self.periods() if each_year else np.zeros(len(self.units), np.int64)
        if group is None:
            return found
        if group not in self.groups:
            raise UnknownName("group", group, close(group, self.groups), hint="Name its column with groups=.")
        number = np.unique(np.array(self.groups[group]), return_inverse=True)[1].astype(np.int64)
        return found * (int(number.max(initial=0)) + 1) + number

    def frame(self, columns: Mapping[str, npt.NDArray[np.generic]]) -> pl.DataFrame:
        """Columns beside the units (and years), with null for unknown."""
        keys: dict[str, pl.Series] = {"unit": pl.Series(self.units, dtype=pl.String)}
        if self.years is not None:
            keys["year"] = pl.Series(self.years, dtype=pl.Int64)
        series = {name: pl.Series(name, values, nan_to_null=True) for name, values in columns.items()}
        return pl.DataFrame(keys | series)

    def fingerprint(self) -> str:
        """A hash of all that is in the table."""
        digest = hashlib.sha256()
        parts: list[object] = [self.units, self.years, self.codes, sorted(self.groups.items())]
        digest.update(repr(parts).encode())
        digest.update(np.ascontiguousarray(self.values + 0.0).tobytes())
        digest.update(np.ascontiguousarray(self.applicable).tobytes())
        for name, values in sorted(self.denominators.items()):
            digest.update(name.encode() + np.ascontiguousarray(values + 0.0).tobytes())
        return digest.hexdigest()


def table(
    framework: Framework, frame: pl.DataFrame, *, unit: str, year: str | None, groups: Sequence[str],
    applicable: pl.DataFrame | None,
) -> Table:  # fmt: skip
    """A checked table of the framework's indicators."""
    _columns(frame, [unit, *([] if year is None else [year]), *groups], "column of the data")
    _columns(frame, framework.indicators, "indicator in the data")
    below = sorted({row.denominator for row in framework.rows if row.denominator is not None})
    _columns(frame, below, "denominator in the data")
    units = _texts(frame, unit)
    years = None if year is None else tuple(int(y) for y in _known(frame, year).cast(pl.Int64).to_list())
    keys = list(zip(units, years or [0] * len(units), strict=True))
    if len(set(keys)) < len(keys):
        twice = sorted({f"{u} {y}" if years else u for u, y in keys if keys.count((u, y)) > 1})
        raise BrokenContract(DATA, f"have more than one row for {listed(twice, 5)}", "Leave one row per unit and year.")
    values = np.column_stack([_numbers(frame, code) for code in framework.indicators])
    where = _applies(framework, frame, applicable, [unit, *([year] if year else [])])
    return Table(
        units, years, framework.indicators, values, where,
        {name: _texts(frame, name) for name in groups}, {name: _numbers(frame, name) for name in below},
    )  # fmt: skip


def _columns(frame: pl.DataFrame, names: Iterable[str], kind: str) -> None:
    for name in names:
        if name not in frame.columns:
            hint = f"The data have: {listed(frame.columns)}."
            raise UnknownName(kind, name, close(name, frame.columns), hint=hint)


def _known(frame: pl.DataFrame, name: str) -> pl.Series:
    if frame[name].null_count():
        raise BrokenContract(DATA, f"have rows without {name!r}", "Give every row its unit, year and groups.")
    return frame[name]


def _texts(frame: pl.DataFrame, name: str) -> tuple[str, ...]:
    return tuple(_known(frame, name).cast(pl.String).to_list())


def _numbers(frame: pl.DataFrame, name: str) -> Floats:
    if not frame[name].dtype.is_numeric() and frame[name].dtype not in (pl.Boolean, pl.Null):
        raise BrokenContract(
            DATA, f"have text in {name!r} ({frame[name].dtype})", "Give numbers, and null for unknown."
        )
    values = frame[name].cast(pl.Float64).to_numpy().astype(np.float64)
    values = np.where(np.isnan(values), np.nan, values)  # R's missing number is a NaN that np.nanmax does not pass over
    if np.isinf(values).any():
        raise BrokenContract(DATA, f"have an infinite value in {name!r}", "Give null for unknown.")
    return values


def _applies(framework: Framework, frame: pl.DataFrame, said: pl.DataFrame | None, keys: list[str]) -> Truths:
    """Where an indicator applies; one that the table does not name applies everywhere, null means it does not."""
    found = np.ones((frame.height, len(framework.indicators)), np.bool_)
    if said is None:
        return found
    _columns(said, keys, "column of what applies")
    names = [name for name in said.columns if name not in keys]
    for name in names:
        if name not in framework.indicators:
            raise UnknownName("indicator", name, close(name, framework.indicators), hint="It is said where it applies.")
    beside = frame.select(keys).join(said, on=keys, how="left", maintain_order="left")
    for name in names:
        found[:, framework.indicators.index(name)] = beside[name].cast(pl.Boolean).fill_null(value=False).to_numpy()
    return found
