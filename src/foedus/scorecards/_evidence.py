"""The cells, claims and register rows behind one value, each with its source, vintage, place and address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from foedus import sources
from foedus.declare import Measure, Source
from foedus.measures import state_columns
from foedus.measures._columns import LAG, SUM, base_name, declared_columns
from foedus.measures._rows import ADVERSARY, RowMaker
from foedus.partnerships.context import CONTEXTS
from foedus.partnerships.obligations import register_obligations
from foedus.partnerships.together import SHARED, behind
from foedus.scorecards._assessment import Evidence
from foedus.warehouse import Warehouse

SHOWN = 20
PAIR_UNITS = ("dyad-year", "directed-dyad-year")
Row = dict[str, object]


@dataclass
class Trail:
    """Leads from a value back to its evidence, for the members of one subject."""

    warehouse: Warehouse
    maker: RowMaker
    claimed: pl.DataFrame
    partnership: str
    _addresses: dict[str, tuple[str, str]] = field(default_factory=dict)
    _claims: dict[tuple[str, str, int], Row] = field(default_factory=dict)
    _codes: dict[tuple[str, int], int | None] = field(default_factory=dict)

    def of(self, measure: Measure | None, year: int) -> tuple[tuple[Evidence, ...], int]:
        """At most twenty pieces of evidence for the value in that year, and how many there are."""
        found = self.every(measure, year) if measure is not None else []
        return tuple(found[:SHOWN]), len(found)

    def every(self, measure: Measure, year: int) -> list[Evidence]:
        """All evidence for the value in that year."""
        unit = measure.unit
        rows = self.maker.rows(unit).filter(pl.col("year") == year)
        if unit == "member-year":
            found = list(self._members(measure, rows, year))
        elif "promise" in measure.columns:
            found = list(self._promises(year))
        elif unit in {"pair-year", "directed-pair-year"}:
            found = list(self._pairs(measure, rows, year))
        elif unit == "partnership-year":
            found = [e for name in measure.columns for e in self._context(name, rows, year)]
        else:
            found = [self._event(row, measure) for row in rows.iter_rows(named=True)]
        return found

    def _members(self, measure: Measure, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        contexts = {c for columns, _ in CONTEXTS.values() for c in columns}
        names = list(measure.columns)
        for name in names:
            if name in contexts or name.startswith(ADVERSARY):
                yield from self._context(name, rows, year)
        for name in names:
            if name in contexts or name.startswith(ADVERSARY) or base_name(name) in state_columns():
                continue
            lag = LAG.match(name)
            when = year - int(lag["years"]) if lag else year
            known = rows.filter(pl.col(name).is_not_null()).sort(name, descending=True)
            for row in known.iter_rows(named=True):
                cell = self._cell(str(row["party"]), str(row["name"]), base_name(name), when, row[name])
                yield replace(cell, date=_span(name, year)) if SUM.match(name) else cell
        for name in names:
            if name in state_columns() and rows.height:
                yield from self._computed(name, rows, year)

    def _cell(self, party: str, shown: str, column: str, year: int, value: object) -> Evidence:
        row = self._claim(party, column, year)
        if row is not None:
            told = (str(row[name] or "") for name in ("vintage", "source", "locator", "url"))
            return Evidence(shown, _number(value), str(row["unit"]), str(year), *told)
        origin = declared_columns("state-year").get(column)
        if origin is None or origin.table is None:
            return Evidence(shown, _number(value), "", str(year), "", "computed", column, "")
        source = sources.load(origin.table.source)
        code = self._code(party, year)
        where = f"{origin.table.id}, {column}, ccode {code}, {year}"
        return Evidence(
            shown, _number(value), origin.unit, str(year), source.version, source.id, where, source.homepage
        )

    def _computed(self, name: str, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        column = state_columns()[name]
        need = column.needs[0]
        if column.own:
            for row in rows.filter(pl.col(name).is_not_null()).iter_rows(named=True):
                when = next((y for y in (year, year - 1) if self._claim(str(row["party"]), need, y)), year)
                yield self._cell(str(row["party"]), str(row["name"]), need, when, row[name])
            return
        origin = declared_columns("state-year").get(need)
        source = sources.load(origin.table.source) if origin and origin.table else None
        whole = column.unit == "states"
        total = _number(rows[name].max() if whole else rows[name].sum())
        where = f"computed from {', '.join(column.needs)} of all states in {year}"
        yield Evidence(
            "all states" if whole else "all members", total, column.unit, str(year), *_told(source), where,
            source.homepage if source else "",
        )  # fmt: skip

    def _claim(self, party: str, item: str, year: int) -> Row | None:
        if not self._claims:
            self._claims.update({(r["party"], r["item"], r["year"]): r for r in self.claimed.iter_rows(named=True)})
        return self._claims.get((party, item, year))

    def _code(self, party: str, year: int) -> int | None:
        if not self._codes:
            panel = self.maker.panel().select("party", "year", "ccode")
            self._codes.update({(of, when): code for of, when, code in panel.iter_rows()})
        return self._codes.get((party, year))

    def _context(self, name: str, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        if name.startswith(ADVERSARY):
            column = base_name(name.removeprefix(ADVERSARY))
            of = self.maker.context({"adversary", name}).filter(pl.col("year") == year)
            if of.height and of[name][0] is not None:
                yield self._cell(
                    str(of["adversary"][0]), f"{of['adversary'][0]} (adversary)", column, year, of[name][0]
                )
            return
        table = next(t for t, (columns, _) in CONTEXTS.items() if name in columns)
        value = rows[name].drop_nulls()
        if not len(value):
            return
        if table == "atop.phases":
            source = sources.load("atop")
            where = (
                f"{table}: milcon, intcom, base, milaid, subord, contrib, organ, orgpurp of {self.partnership}, {year}"
            )
            yield Evidence(
                "the treaty", _number(value[0]), "level 0-2", str(year), source.version, "atop", where, source.homepage
            )
            return
        yield from self._declared(name, table, value[0], year)

    def _declared(self, name: str, table: str, value: object, year: int) -> Iterator[Evidence]:
        if self.partnership.startswith("atop-") and table == "register.partnerships":
            source = sources.load("atop")
            where = f"atop.alliances, begyr, atopid {self.partnership.removeprefix('atop-')}"
            yield Evidence(
                "the treaty", _number(value), "years", str(year), source.version, "atop", where, source.homepage
            )
            return
        key = "id" if table == "register.partnerships" else "partnership"
        rows = self.warehouse.read(table).filter(pl.col(key) == self.partnership)
        if name in {"burden_target", "equipment_target"}:
            unit = "percent of GDP" if name == "burden_target" else "percent of defense expenditure"
            wanted = pl.col("target").cast(pl.Float64, strict=False) == _number(value)
            rows = rows.filter((pl.col("unit") == unit) & wanted).sort("due", "date", nulls_last=True)
        for row in rows.head(1).iter_rows(named=True):
            shown = str(row.get("document") or row.get("name") or "")
            yield self._row(row, f"declared: {shown}", value, name.replace("_", " "), str(row.get("date") or year))

    def _promises(self, year: int) -> Iterator[Evidence]:
        rows = register_obligations(self.warehouse).filter(
            (pl.col("partnership") == self.partnership) & (pl.col("year") == year)
        )
        listed = rows.sort("id").collect()
        for row in listed.iter_rows(named=True):
            yield self._row(row, f"{row['from']} to {row['to']}", str(row["type"]), "obligation", str(row["start"]))
        if listed.height or not self.warehouse.has("atop.members"):
            return
        source = sources.load("atop")
        pairs = self.maker.rows("directed-pair-year").filter((pl.col("year") == year) & pl.col("promise").is_not_null())
        for row in pairs.sort("party1").unique("party1", maintain_order=True).iter_rows(named=True):
            where = f"atop.members, {self.partnership}, ccode {row['ccode1']}, {year}"
            yield Evidence(
                f"{row['name1']} to the others", _number(row["promise"]), "level 0-3", str(year),
                source.version, "atop", where, source.homepage,
            )  # fmt: skip

    def _pairs(self, measure: Measure, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        if "enabling_classes" in measure.columns:
            yield from self._enabling(rows, year)
            return
        column = measure.columns[0]
        if column in SHARED:
            parties = sorted(set(rows["party1"]) | set(rows["party2"]))
            for row, members in behind(self.warehouse, column, parties, year):
                said = f"{members} member{'s' if members > 1 else ''}"
                yield self._row(row, str(row["name"]), said, SHARED[column], str(row["start"]))
            return
        for name in measure.columns:
            yield from self._pair_cells(name, rows, year)

    def _pair_cells(self, name: str, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        column = base_name(name)
        origin = next((c[column] for c in map(declared_columns, PAIR_UNITS) if column in c), None)
        side = name[-1] if name[-1] in "12" and origin is None else ""
        known = rows.filter(pl.col(name).is_not_null())
        if side:
            for row in known.unique(f"party{side}", maintain_order=True).iter_rows(named=True):
                party, shown = str(row[f"party{side}"]), str(row[f"name{side}"])
                yield self._cell(party, shown, base_name(name[:-1]), year, row[name])
            return
        source = sources.load(origin.table.source) if origin and origin.table else None
        for row in known.iter_rows(named=True):
            where = f"{column}, ccodes {row['ccode1']} and {row['ccode2']}, {_span(name, year)}"
            yield Evidence(
                f"{row['name1']} and {row['name2']}", _number(row[name]), origin.unit if origin else "",
                _span(name, year), *_told(source), where, source.homepage if source else "",
            )  # fmt: skip

    def _enabling(self, rows: pl.DataFrame, year: int) -> Iterator[Evidence]:
        parties = set(rows["party1"]) | set(rows["party2"])
        agreed = self.warehouse.read("register.enabling")
        for row in agreed.iter_rows(named=True):
            begun, ended = (row["start"] or row["signed"] or "9999")[:4], (row["end"] or "9999")[:4]
            bound = parties & {p.strip() for p in row["parties"].split(";")}
            if int(begun) <= year < int(ended) and len(bound) >= 2:
                yield self._row(row, str(row["title"]), row["kind"].replace("_", " "), f"{len(bound)} members", begun)

    def _event(self, row: Row, measure: Measure) -> Evidence:
        value = row[measure.columns[0]]
        said = row.get("outcome") or row.get("honored") or row.get("status") or _number(value)
        return self._row(row, str(row["name"]), said, measure.value_unit, str(row["begun"])[:10])

    def _row(self, row: Row, subject: str, value: object, unit: str, date: str) -> Evidence:
        key = str(row["source"])
        if key in sources.ids():
            source = sources.load(key)
            shown = value if isinstance(value, str) else _number(value)
            return Evidence(subject, shown, unit, date, source.version, key, str(row["locator"]), source.homepage)
        publisher, address = self._address(key)
        vintage = f"{publisher}; register {sources.load('register').version}"
        shown = value if isinstance(value, str) else _number(value)
        return Evidence(subject, shown, unit, date, vintage, str(row["source"]), str(row["locator"]), address)

    def _address(self, key: str) -> tuple[str, str]:
        if not self._addresses:
            listed = self.warehouse.read("register.sources").select("id", "publisher", "address")
            self._addresses.update({of: (publisher, address) for of, publisher, address in listed.iter_rows()})
        return self._addresses.get(key, ("", ""))


def _span(name: str, year: int) -> str:
    """The years that a column of that name covers: one, or several summed."""
    match = SUM.match(name)
    return f"{year - int(match['years']) + 1} to {year}" if match else str(year)


def _told(source: Source | None) -> tuple[str, str]:
    return (source.version, source.id) if source else ("", "computed")


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
