"""Of several disputes in a year the reference software's rules keep the same here, and leave as many at each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from _published import HERE, MISSING, counts, md5, rows, stats

import foedus
from foedus.histories import History, histories
from foedus.histories._whittle import steps
from foedus.warehouse import Warehouse, open_warehouse

pytestmark = pytest.mark.skipif(not HERE, reason=MISSING)
KEY = ["ccode1", "ccode2", "year"]
RULE = {
    "wc_onsets": "onset", "wc_fatality": "fatality", "wc_hostility": "hostility", "wc_duration(mindur)": "mindur",
    "wc_duration(maxdur)": "maxdur", "wc_recip": "recip", "wc_stmon": "stmon",
}  # fmt: skip
RAW, FIRST = "(raw dispute-dyad-years)", "wc_jds"
CHAINS = {
    "gml_dirdisp_default_order_no_maxdur": "gml_disputes", "gml_dirdisp_default_order": "gml_disputes",
    "cow_mid_dirdisps_default_order": "cow_disputes",
}  # fmt: skip
PACKAGED = {"K_pkg_gml_mid_ddydisps": "gml_disputes", "K_pkg_cow_mid_ddydisps": "cow_disputes"}
PREFIX = {"gml_disputes": "gmlmid", "cow_disputes": "cowmid"}
UKG, RUS = 200, 365


@pytest.fixture(scope="module", autouse=True)
def _from_every_dataset(full: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        yield


@pytest.fixture(scope="module")
def warehouse(_from_every_dataset: None) -> Warehouse:
    """Every dataset."""
    return open_warehouse()


def of(name: str) -> History:
    """The history of that name."""
    return next(one for one in histories() if one.table.name == name)


def order(chain: str) -> tuple[str, ...]:
    """The rules of a chain, by our names."""
    called = counts("steps_K_whittle").filter(source=chain)["step"]
    return tuple(RULE[step] for step in called if step in RULE)


def listed(history: History, warehouse: Warehouse) -> pl.DataFrame:
    """The records as published, with what belongs to the dispute."""
    records = warehouse.scan(history.reads[0])
    if len(history.reads) > 1:
        of_dispute = warehouse.scan(history.reads[1]).drop("styear", "outcome", "settle", "hiact")
        records = records.join(of_dispute, on="dispnum", maintain_order="left")
    return records.collect()


# Step by step


@pytest.mark.parametrize("chain", CHAINS)
def test_each_rule_leaves_as_many(chain: str, warehouse: Warehouse) -> None:
    expected = counts("steps_K_whittle").filter(source=chain)
    records = of(CHAINS[chain]).make(warehouse.scan).collect()
    rules = {rule.name: rule for rule in of(CHAINS[chain]).rules}
    left = dict(steps(records, KEY, [rules[name] for name in order(chain)]))
    for step, height, double in expected.select("step", "nrow", "n_dup_key_rows").iter_rows():
        rows_left = records if step == RAW else None if step == FIRST else left[RULE[step]]
        if rows_left is None:
            continue
        assert rows_left.height == height, step
        assert height - rows_left.n_unique(KEY) == double, step
    kept = of(CHAINS[chain]).kept(warehouse.scan, order(chain))
    assert (kept.records, kept.rows) == (expected["nrow"][0], expected["nrow"][-1])


@pytest.mark.parametrize("chain", CHAINS)
def test_the_same_disputes_are_kept(chain: str, warehouse: Warehouse) -> None:
    """All 39 columns of the one and all 24 of the other, of the records that are kept here."""
    history = of(CHAINS[chain])
    kept = history.made(warehouse.scan, order(chain)).select(*KEY, dispnum=f"{PREFIX[history.table.name]}_dispnum")
    found = listed(history, warehouse).join(kept.collect(), on=[*KEY, "dispnum"], how="semi").sort(KEY)
    expected = stats(f"K_{chain}")
    assert {found.height} == set(expected["nrow"].cast(pl.Int64))
    assert [c for c, wanted in expected.select("column", "md5").iter_rows() if md5(found[c]) != wanted] == []


@pytest.mark.parametrize("chain", ["gml_dirdisp_default_order", "cow_mid_dirdisps_default_order"])
def test_whole_rows_that_it_keeps_are_kept(chain: str, warehouse: Warehouse) -> None:
    history = of(CHAINS[chain])
    theirs = rows(f"K_{chain}", "full").select(pl.col(*KEY, "dispnum").cast(pl.Int32))
    ours = history.made(warehouse.scan).select(*KEY, dispnum=f"{PREFIX[history.table.name]}_dispnum").collect()
    assert ours.sort(KEY).equals(theirs.sort(KEY))


# The tables of the package


@pytest.mark.parametrize("packaged", PACKAGED)
def test_the_packaged_table_of_pairs_and_years_comes_out(packaged: str, warehouse: Warehouse) -> None:
    history, expected = of(PACKAGED[packaged]), stats(packaged)
    prefix = PREFIX[history.table.name]
    frame = warehouse.read(history.table.id).sort(KEY)
    ours = {c: c if c in frame.columns else f"{prefix}_{c}" for c in expected["column"]}
    assert {frame.height} == set(expected["nrow"].cast(pl.Int64))
    assert [c for c, wanted in expected.select("column", "md5").iter_rows() if md5(frame[ours[c]]) != wanted] == []


def test_a_panel_has_every_dispute_but_one_of_a_state_before_it_was_a_member() -> None:
    """Canada and Russia in 1918 and 1919: Canada is on the list of states from 1920."""
    for prefix, years, missing in (("gmlmid", "1816:2010", 0), ("cowmid", "1816:2014", 4)):
        made = foedus.panel("directed-dyad-year", [f"{prefix}_dispnum"], years=years, where=[f"{prefix}ongoing"])
        table = open_warehouse().read(f"history.{'gml' if prefix == 'gmlmid' else 'cow'}_disputes")
        assert table.height - made.data.height == missing


# What its pages say


def page(quantity: str, call: str) -> int:
    """The number that its page on whittling gives."""
    told = counts("published_counts").filter(pl.col("source").str.contains("coerce-dispute-year-dyad-year"))
    (value,) = told.filter(pl.col("quantity") == quantity, pl.col("call").str.contains(call, literal=True))["value"]
    return int(value)


def test_undirected_pairs_with_several_disputes_are_as_many_as_its_page_says(warehouse: Warehouse) -> None:
    history = of("cow_disputes")
    records = history.make(warehouse.scan).filter(pl.col("ccode1") < pl.col("ccode2")).collect()
    several = records.group_by(KEY).len().filter(pl.col("len") > 1)
    assert several.height == page("dyad-years", "with more than one dispute") == 498
    assert several.filter(ccode1=UKG, ccode2=RUS, year=1920)["len"].item() == page("disputes", "UKG-RUS 1920") == 6
    left = dict(steps(records, KEY, history.rules))
    twice = {name: int((left[name].group_by(KEY).len()["len"] > 1).sum()) for name in ("maxdur", "recip")}
    assert twice == {"maxdur": page("dyad-years", "maxdur"), "recip": page("dyad-years", "+ reciprocation")}
    assert twice == {"maxdur": 6, "recip": 3}
