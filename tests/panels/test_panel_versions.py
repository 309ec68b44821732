"""A panel reads the version it is asked for, its own and every history's that is made from it, and says so."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import foedus
from conftest import NO_DATA, TEST_DATA
from foedus.errors import BadOption
from foedus.reports.panel import codebook

LAST = 2000


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with capabilities and disputes as declared, and beside them capabilities as they were to 2000."""
    if not TEST_DATA:
        pytest.skip(NO_DATA)
    folder = tmp_path_factory.mktemp("versions")
    real = Path(TEST_DATA)
    early = pl.read_csv(real / "cow_nmc" / "NMC-60-abridged.csv", infer_schema=False)
    early = early.filter(pl.col("year").cast(pl.Int32) <= LAST).with_columns(milper=pl.lit("1"))
    early.write_csv(folder / "NMC_3.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(folder / "data"))
        foedus.fetch("cow_nmc", "cow_states", "gml_dyadic", place=real)
        foedus.fetch("cow_nmc", version="3.0", place=folder / "NMC_3.csv")
        foedus.fetch("gml_dyadic", version="again", place=real / "peacesciencer")
        foedus.build()
    return folder / "data"


@pytest.fixture(autouse=True)
def _there(versions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(versions))


def _capabilities(*version: str) -> foedus.reports.panel.Paneled:
    return foedus.panel("state-year", ["milper", "cinc"], years="1995:2005", version=list(version))


def test_the_cells_are_those_of_the_version_and_none_where_it_has_none() -> None:
    declared, other = _capabilities().data, _capabilities("cow_nmc=3.0").data
    early = pl.col("year") <= LAST
    assert other.filter(early)["cinc"].equals(declared.filter(early)["cinc"])
    assert other.filter(early)["milper"].unique().to_list() == [1.0]
    assert other.filter(~early)["cinc"].is_null().all()
    assert declared.filter(~early)["cinc"].is_not_null().mean() > 0.9


def test_it_is_recorded_with_every_column() -> None:
    record = _capabilities("cow_nmc=3.0").record
    told = {one.name: one for one in record.provenance}["cinc"]
    assert (told.sources, told.versions, told.years) == (("cow_nmc@3.0",), ("3.0",), (1816, LAST))
    assert told.citation.endswith("Used here: version 3.0.")
    assert record.fingerprint != _capabilities().record.fingerprint
    field = codebook(record)["schema"]["fields"][-1]  # type: ignore[index]
    assert (field["table"], field["versions"]) == ("cow_nmc@3.0.capabilities", ["3.0"])


def test_a_history_is_made_anew_from_the_records_of_that_version() -> None:
    asked = ["gmlmidongoing", "gmlmid_hostlev", "peace_years(gmlmidonset)"]
    declared = foedus.panel("dyad-year", asked, years="1990:2012")
    other = foedus.panel("dyad-year", asked, years="1990:2012", version=["gml_dyadic=again"])
    assert other.data.equals(declared.data)
    assert other.record.provenance[-1].sources == ("gml_dyadic@again",)


def test_a_declared_version_needs_no_name_of_its_own() -> None:
    with pytest.raises(BadOption, match=r"the versions here are 6\.0, 7\.0, 3\.0; .*--version 2\.0 --from PATH"):
        _capabilities("cow_nmc=2.0")
    with pytest.raises(BadOption, match="a source and one of its versions"):
        _capabilities("cow_nmc")


def test_it_is_told_compared_and_queried_under_its_name() -> None:
    assert "Other versions here**: cow\\_nmc@3.0" in foedus.describe("cow_nmc")
    assert "Source `cow_nmc@3.0`, version 3.0" in foedus.describe("cow_nmc@3.0")
    assert "A row is a**: state-year" in foedus.describe("cow_nmc@3.0.capabilities")
    assert foedus.cite("cow_nmc@3.0").partition(" https")[0].endswith("Used here: version 3.0.")
    assert "cow_nmc@3.0" in foedus.catalog()["id"].to_list()
    moved = foedus.diff("cow_nmc.capabilities", "cow_nmc@3.0.capabilities").record.found
    assert moved.cells["column"].drop_nulls().unique().to_list() == ["milper"]
    assert foedus.sql('select max(year) as last from "cow_nmc@3.0".capabilities')["last"].to_list() == [LAST]
