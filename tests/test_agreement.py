"""The register agrees with research data to the measured rates, and every disagreement is on the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.errors import BadOption
from foedus.reports import _comparisons as compare
from foedus.reports.agreement import Agreement, agreement, reasons, to_markdown
from foedus.warehouse import open_warehouse

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "register-agreement.md"
At = Callable[[Path], None]


@pytest.fixture
def found(full: Path, at: At) -> Agreement:
    """The register against every dataset there is."""
    at(full)
    return agreement(open_warehouse())


def test_the_page_is_current(found: Agreement) -> None:
    assert PAGE.read_text(encoding="utf-8") == to_markdown(found), "run: foedus register agreement --to md --out PAGE"


@pytest.mark.parametrize("item", ["signature of the member, year", "signature of the member, day", "membership"])
def test_members_and_their_signatures_agree_with_atop(found: Agreement, item: str) -> None:
    rate = found.rate(compare.ATOP, item)
    assert rate.compared > 300
    assert rate.agree / rate.compared >= 0.97
    assert rate.independent_agree / rate.independent >= 0.97, "rows taken from ATOP must not carry the rate"


@pytest.mark.parametrize(("precision", "least"), [("year", 0.98), ("month", 0.97), ("day", 0.96)])
def test_instruments_were_signed_when_atop_says(found: Agreement, precision: str, least: float) -> None:
    """By day 83 of 86 agree, 96.5%: below 97%, and said so."""
    rate = found.rate(compare.ATOP, f"signature of the instrument, {precision}")
    assert rate.compared > 80
    assert rate.agree / rate.compared >= least


def test_the_page_says_what_the_limit_to_founding_instruments_hides(found: Agreement) -> None:
    assert sum("with later instruments too" in line for line in found.coverage) == 3


@pytest.mark.parametrize("item", ["equipment_share", "milex_share_gdp", "milex_real_growth"])
def test_figures_of_one_release_are_equal(found: Agreement, item: str) -> None:
    rate = found.rate(compare.NATO, item)
    assert (rate.compared, rate.agree) == (341, 341)


def test_every_reason_belongs_to_a_disagreement(found: Agreement) -> None:
    assert set(reasons()) <= {(d.cell.partnership, d.cell.key) for d in found.disagreements}


def test_every_disagreement_is_counted_once_and_stands_on_the_page(found: Agreement) -> None:
    keys = [(d.cell.data, d.cell.key) for d in found.disagreements]
    assert len(keys) == len(set(keys))
    page = to_markdown(found)
    assert page.count("| unexplained") == sum(d.unexplained for d in found.disagreements)


def test_without_research_data_only_what_is_in_the_box_is_compared(data: Path, at: At) -> None:
    at(data)
    assert {rate.data for rate in agreement(open_warehouse()).rates} == {compare.STATES}


def test_a_member_belongs_only_while_the_party_exists(data: Path, at: At) -> None:
    """Three founders joined before the state lists have them; there are no others."""
    at(data)
    told = agreement(open_warehouse())
    assert {d.cell.key[:3] for d in told.disagreements} <= {"JOR", "SYR", "GNB"}


def test_a_date_known_to_the_year_is_not_held_against_a_day() -> None:
    row: compare.Row = {"partnership": "p", "source": "s", "locator": "", "note": ""}
    cells = list(compare._dates(row, "signed", "k", "1949", "1949-04-04"))
    assert [cell.agrees for cell in cells] == [True, None, None]


def test_a_wrong_year_differs_by_month_and_day_too() -> None:
    row: compare.Row = {"partnership": "p", "source": "s", "locator": "", "note": ""}
    cells = list(compare._dates(row, "signed", "k", "1948-04-04", "1949-04-04"))
    assert [cell.agrees for cell in cells] == [False, False, False]


@pytest.mark.parametrize("name", ["source", "locator", "note"])
def test_a_row_that_mentions_atop_is_not_independent(name: str) -> None:
    assert not compare._independent({"source": "x", "locator": "", "note": None, name: "as ATOP codes it"})
    assert compare._independent({"source": "x", "locator": "", "note": None})


def test_the_agreement_is_a_page_and_nothing_else(data: Path, at: At) -> None:
    at(data)
    told = agreement(open_warehouse())
    assert told.to("md").startswith("# Agreement")
    with pytest.raises(BadOption):
        told.to("html")
