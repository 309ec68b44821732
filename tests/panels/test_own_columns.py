"""What a row says of itself (a leader's age, an alliance's pledges, a partnership's scores) has lags and spells too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.errors import BadOption

Where = Callable[[Path], None]
OWN = [
    ("leader-year", "yrinoffice"),
    ("leader-dyad-year", "yrinoffice1"),
    ("alliance-year", "defense"),
    ("alliance-member-year", "yrent"),
    ("partnership-year", "score_risk"),
    ("partnership-member-year", "name"),
]


@pytest.mark.parametrize(("unit", "column"), OWN)
def test_a_lag_is_what_the_same_unit_said_then_within_the_years_asked_for_or_before(
    full: Path, at: Where, unit: str, column: str
) -> None:
    at(full)
    asked = [column, f"lag={column}@-1", f"lead={column}@+2"]
    wide, narrow = foedus.panel(unit, asked, years="1990:1999"), foedus.panel(unit, asked, years="1995:1996")
    key = list(wide.record.key)
    part = wide.data.filter(pl.col("year").is_between(1995, 1996))
    assert narrow.data.equals(part)
    for name, shift in (("lag", -1), ("lead", 2)):
        then = wide.data.select(*key, there=column).with_columns(year=pl.col("year") - shift)
        both = part.select(*key, name).join(then, on=key, how="left", maintain_order="left")
        assert both[name].equals(both["there"], check_names=False)
        assert both[name].is_not_null().any()


@pytest.mark.parametrize(
    ("unit", "event"),
    [
        ("leader-year", "gmlmid_state_onset"),
        ("alliance-year", "defense"),
        ("partnership-member-year", "gmlmid_state_onset"),
    ],
)
def test_years_since_an_event_do_not_depend_on_the_first_year_asked_for(
    full: Path, at: Where, unit: str, event: str
) -> None:
    at(full)
    asked = [f"since=peace_years({event})", f"gaps=peace_years_gaps({event})"]
    wide, narrow = (foedus.panel(unit, asked, years=years).data for years in ("1950:2005", "2000:2005"))
    assert narrow.equals(wide.filter(pl.col("year") >= 2000))
    assert narrow["since"].max() > 5


def test_what_a_row_says_of_itself_leads_to_its_own_table_not_to_one_alike(full: Path, at: Where) -> None:
    at(full)
    told = foedus.panel("alliance-year", ["defense"], years="1990").provenance[-1]
    assert (told.table, told.sources) == ("atop.phases", ("atop",))
    with pytest.raises(BadOption, match="no column that is asked for is read from"):
        foedus.panel("alliance-year", ["defense"], years="1990", version=["atop_dyadic=5.1"])


def test_an_indicator_says_what_it_is_and_what_to_cite(full: Path, at: Where, tmp_path: Path) -> None:
    at(full)
    made = foedus.panel("partnership-year", ["score_risk", "COM1@-1"], years="2014")
    score, lagged = made.provenance[-2:]
    assert lagged.meaning == "COM1@-1: Defense obligation"
    assert {"atop", "register"} <= set(lagged.sources)
    assert len(lagged.sources) == len(lagged.versions)
    assert (score.sources, score.table.split(", ")[0]) == ((), "derived.values")
    _, book, works = made.save(tmp_path / "panel.csv")
    assert "Defense obligation" in book.read_text(encoding="utf-8")
    cited = [line for line in works.read_text(encoding="utf-8").splitlines() if line.startswith("@")]
    assert cited[-1] == "@misc{foedus,"
    assert "@misc{atop," in cited
    assert "Foedus" in made._repr_html_()
