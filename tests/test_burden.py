"""Burden sharing: arithmetic on three invented members, the indicators' own numbers on real ones, and three faces."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from foedus.analyses import _burden_rules as formulas
from foedus.analyses._burden_figures import ELSEWHERE, Desk, spans
from foedus.analyses.burden import Burden, burden
from foedus.errors import OutsideCoverage
from foedus.reports.burden import BurdenReport
from foedus.scorecards._subject import Chosen
from foedus.warehouse import Warehouse, open_warehouse
from test_report_partnership import Page

At = Callable[[Path], None]
ROWS = pl.DataFrame(
    {
        "party": ["A", "B", "C"], "name": ["Aland", "Beland", "Celand"], "cost": [30.0, 10.0, 10.0],
        "gdp": [1000.0, 1000.0, 500.0], "share": [3.0, 1.0, 2.0], "people": [10.0, 20.0, 20.0],
        "exposed": [False, True, True],
    }
)  # fmt: skip
"""Three members who pay 50 out of 2,500: A 60% of the cost with 40% of the GDP."""

REAL = [pytest.param("data", id="box"), pytest.param("full", id="full")]
KINDS = (("nato", 2024), ("nato", 2014), ("csto", 2024), ("csto", 2022), ("us-japan", 2014), ("african-union", 2024))


@cache
def _made(folder: Path, *names: str, year: int, seed: int = 0) -> Burden:
    return burden(_open(folder), names, year=year, seed=seed)


def _open(folder: Path) -> Warehouse:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(folder))
        return open_warehouse()


@pytest.fixture
def nato(data: Path) -> Burden:
    return _made(data, "nato", year=2024)


def _printed(b: Burden, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, no_color=True, legacy_windows=False).print(BurdenReport(b))
    return out.getvalue()


def _owed(rule: str, rows: pl.DataFrame = ROWS, why: dict[str, str] | None = None) -> formulas.Rule:
    return next(each for each in formulas.rules(rows, why or {}, {}) if each.id == rule)


# Arithmetic that one can do in one's head


def test_the_gap_is_the_share_of_cost_out_of_proportion() -> None:
    assert formulas.inequality(ROWS).gap == pytest.approx(0.2)


def test_the_gini_is_corrected_for_the_number_of_members() -> None:
    assert formulas.inequality(ROWS).gini == pytest.approx(4 / (2 * 6))


def test_the_curves_rise_from_least_effort_and_their_widest_distance_is_the_gap() -> None:
    found = formulas.inequality(ROWS)
    assert [x for point in found.curve for x in point] == pytest.approx([0, 0, 1 / 3, 1 / 6, 2 / 3, 1 / 2, 1, 1])
    assert [x for point in found.curve_by_gdp for x in point] == pytest.approx([0, 0, 0.4, 0.2, 0.6, 0.4, 1, 1])
    assert max(x - y for x, y in found.curve_by_gdp) == pytest.approx(found.gap)


def test_a_member_without_a_cost_is_left_out_and_does_not_count_as_nothing() -> None:
    unknown = pl.DataFrame({"party": ["D"], "name": ["Deland"], "gdp": [9000.0]})
    found = formulas.inequality(pl.concat([ROWS, unknown], how="diagonal"))
    assert (found.n, found.n_gap) == (3, 3)
    assert found.gap == pytest.approx(0.2)


@pytest.mark.parametrize("rows", [ROWS.head(0), ROWS.head(1), ROWS.with_columns(cost=0.0, share=0.0)])
def test_inequality_among_nobody_one_or_those_who_pay_nothing_is_unknown(rows: pl.DataFrame) -> None:
    found = formulas.inequality(rows)
    assert (found.gini, found.gap, found.curve, found.curve_by_gdp) == (None, None, (), ())


@pytest.mark.parametrize(
    ("rule", "amounts"),
    [
        ("income", [20, 20, 10]),
        ("population", [10, 20, 20]),
        # Average 50 a head: C, at 25, is relieved of 80% of half of 500; A and B carry 100 each.
        ("progressive", [22, 22, 6]),
        ("exposure", [50 * (0.4 + 0.2) / 3, 50 * (0.4 + 0.4 + 0.5) / 3, 50 * (0.2 + 0.4 + 0.5) / 3]),
    ],
)
def test_a_rule_shares_out_the_same_total(rule: str, amounts: list[float]) -> None:
    owed = _owed(rule).owed
    assert [each.amount for each in owed] == pytest.approx(amounts)
    assert [each.difference for each in owed] == pytest.approx(
        [a - p for a, p in zip(amounts, [30, 10, 10], strict=True)]
    )
    assert sum(each.share for each in owed) == pytest.approx(1)


def test_members_equally_rich_owe_by_income_under_the_progressive_rule() -> None:
    alike = ROWS.with_columns(people=pl.col("gdp") / 7)
    assert [each.amount for each in _owed("progressive", alike).owed] == pytest.approx([20, 20, 10])


def test_a_rule_names_whom_it_leaves_out_and_says_what_is_missing() -> None:
    part = ROWS.with_columns(people=pl.when(pl.col("party") != "A").then("people"))
    assert _owed("population", part).left_out == ("Aland",)
    assert sum(each.amount for each in _owed("population", part).owed) == pytest.approx(20)
    assert _owed("exposure", why={"exposed": "Nobody is named."}).missing == "Nobody is named."
    assert _owed("income", ROWS.head(1)).owed == ()
    assert _owed("exposure", ROWS.with_columns(exposed=pl.lit(value=False))).missing.startswith("What this rule weighs")


def test_rank_correlation_equals_that_of_hand_computed_ranks() -> None:
    assert formulas.spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).rho == pytest.approx(1 - 6 * 4 / (5 * 24))
    assert formulas.correlation(ROWS).rho == pytest.approx(0)  # ranks 2.5, 2.5, 1 against 3, 1, 2
    assert formulas.spearman([1, 2, 3], [3, 2, 1]).rho == pytest.approx(-1)


def test_the_interval_is_fishers_with_the_variance_of_bonett_and_wright() -> None:
    found = formulas.spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    reach = 1.959964 * math.sqrt((1 + 0.8**2 / 2) / 2)
    assert (found.low, found.high) == pytest.approx(
        (math.tanh(math.atanh(0.8) - reach), math.tanh(math.atanh(0.8) + reach))
    )


@pytest.mark.parametrize("sides", [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([], [])])
def test_too_few_or_constant_ranks_have_no_correlation(sides: tuple[list[float], list[float]]) -> None:
    assert formulas.spearman(*sides).rho is None


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 100)), min_size=3, max_size=40))
def test_a_correlation_and_its_interval_lie_between_minus_one_and_one(pairs: list[tuple[float, float]]) -> None:
    found = formulas.spearman([a for a, _ in pairs], [b for _, b in pairs])
    ends = [
        -1,
        found.low if found.low is not None else -1,
        found.rho or 0,
        found.high if found.high is not None else 1,
        1,
    ]
    assert ends == sorted(ends)


def test_the_slope_is_the_median_change_between_any_two_years() -> None:
    seen = {2000: 9.0, 2015: 1.0, 2016: 2.0, 2017: 3.0, 2020: 4.0}
    slope = formulas.theil_sen(seen, 2020)
    assert slope is not None
    assert (slope.per_year, slope.years, slope.first) == (pytest.approx(0.8), 4, 2015)


@pytest.mark.parametrize("seen", [{2018: 1.0, 2019: 1.0, 2020: 1.0}, {2015: 1.0, 2016: 2.0, 2017: 3.0, 2018: 4.0}])
def test_a_slope_needs_four_years_and_the_year_itself(seen: dict[int, float]) -> None:
    assert formulas.theil_sen(seen, 2020) is None


@pytest.mark.parametrize(
    ("value", "per_year", "expected"),
    [
        (2.0, -0.1, ("reached", 0.0, None)),
        (1.6, 0.1, ("later", 4.0, 2028)),
        (1.65, 0.1, ("later", 3.5, 2028)),
        (1.6, 0.0, ("never", None, None)),
        (1.6, None, ("unknown", None, None)),
    ],
)
def test_a_target_is_reached_later_never_or_it_is_unknown(
    value: float, per_year: float | None, expected: tuple[str, float | None, int | None]
) -> None:
    slope = None if per_year is None else formulas.Slope(per_year, 5, 2020, 2024)
    found = formulas.standing(value, 2.0, slope, 2024)
    assert (found.state, None if found.years is None else round(found.years, 9), found.by) == expected


def test_a_range_holds_the_value_and_depends_on_the_seed_alone() -> None:
    found = formulas.inequality(ROWS)
    rivals = {("B", "share"): [1.0, 2.5], ("A", "cost"): [30.0, 20.0]}
    one, again = (formulas.ranges(ROWS, found, rivals, 7) for _ in range(2))
    assert one == again
    assert (one.gini_low or 1) < (one.gini or 0) <= (one.gini_high or 0)
    # With A paying 20 of 40, half the cost with 40% of the GDP: a gap of 0.15 less the 0.05 of C.
    assert (one.gap_low, one.gap_high) == pytest.approx((0.15, 0.2))
    assert formulas.ranges(ROWS, found, {("A", "share"): [3.0]}, 7) == found


def test_the_largest_revision_comes_first_with_its_releases_in_order() -> None:
    told = [("A", "cost", 110.0, "2023"), ("A", "cost", 100.0, "2024"), ("B", "share", 1.0, "2024"),
            ("B", "share", 2.0, "2023"), ("C", "gdp", 5.0, "2023")]  # fmt: skip
    claimed = pl.DataFrame(told, schema=["party", "item", "value", "vintage"], orient="row").with_columns(
        year=2022,
        unit=pl.lit("u"),
        estimate=pl.lit(value=False),
        source=pl.lit("s"),
        locator=pl.lit("p"),
        url=pl.lit(""),
    )
    found = formulas.revisions(claimed, {"A": "Aland", "B": "Beland", "C": "Celand"})
    assert [(each.name, each.spread) for each in found] == [("Beland", 1.0), ("Aland", pytest.approx(0.1))]
    assert [claim.value for claim in found[0].claims] == [2.0, 1.0]


def test_years_are_named_in_spans() -> None:
    assert spans([1963, 1964, 1965, 2014]) == "1963 to 1965, 2014"


# Real members


@pytest.mark.parametrize("year", [2014, 2024])
@pytest.mark.parametrize("room", REAL)
def test_inequality_and_counts_equal_the_indicators(room: str, year: int, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(room)
    b = _made(folder, "nato", year=year)
    rows = _open(folder).read("derived.values").filter(pl.col("partnership") == "nato", pl.col("year") == year)
    expected = dict(rows.select("indicator", "value").iter_rows())
    assert b.inequality.gap == pytest.approx(expected["CHA2"])
    assert b.inequality.gini == pytest.approx(expected["CHA2g"])
    assert b.median_share == pytest.approx(expected["COL1m"])
    at = {t.id: t.at_target / t.known for t in b.targets}
    assert (at["share-2"], at["equipment-20"]) == pytest.approx((expected["COL1"], expected["COL2"]))
    assert next(p for p in b.series if p.year == year).gap == pytest.approx(b.inequality.gap)


def test_shares_add_up_and_iceland_is_unknown_not_zero(nato: Burden) -> None:
    known = [m for m in nato.members if m.cost_share is not None]
    assert sum(m.cost_share or 0 for m in known) == pytest.approx(1)
    assert sum(m.over or 0 for m in known) == pytest.approx(0)
    iceland = nato.members[-1]
    assert (iceland.party, iceland.cost, iceland.cost_share, iceland.standings) == ("ISL", None, None, {})
    assert any("Iceland" in said for said in nato.missing)


@pytest.mark.parametrize(("name", "year"), KINDS)
def test_one_publisher_serves_the_whole_table(data: Path, name: str, year: int) -> None:
    b = _made(data, name, year=year)
    cash = [f for m in b.members for f in (m.cost, m.gdp, m.share, m.equipment) if f]
    prefix = {"nato": "nato", "factbook": "cia_world_factbook", "wmeat": "wmeat"}[b.basis.id]
    assert cash
    assert all(f.source.startswith(prefix) and f.vintage and f.locator and f.url.startswith("http") for f in cash)
    assert all(f.year == year for f in cash)


def test_every_rule_shares_out_what_its_members_pay(nato: Burden) -> None:
    for rule in (rule for rule in nato.rules if not rule.missing):
        assert sum(each.amount for each in rule.owed) == pytest.approx(sum(each.pays for each in rule.owed))
    assert {rule.id for rule in nato.rules} == {"income", "progressive", "population", "exposure"}


def test_exposure_needs_borders_and_a_named_adversary(full: Path) -> None:
    rule = _made(full, "nato", year=2024).rules[-1]
    assert "Named adversary: Russia; borders of 2016." in rule.caveat
    exposed = {each.party: each.share for each in rule.owed}
    assert exposed["EST"] > 10 * exposed["LUX"]
    assert "names a state" in _made(full, "csto", year=2024).rules[-1].missing


def test_an_older_year_rests_on_one_edition(full: Path) -> None:
    b = _made(full, "nato", year=1985)
    assert b.basis.id == "wmeat"
    assert len(b.basis.releases) == 1
    assert "1994 prices" in (b.members[0].cost.unit if b.members[0].cost else "")


def test_people_count_only_where_their_count_is_dated_in_the_year(nato: Burden, full: Path) -> None:
    force = "Kosovo Force (KFOR)"
    assert any(force in m.deployed for m in _made(full, "nato", year=1999).members)
    assert not any(force in m.deployed for m in nato.members)


def test_a_running_operation_without_a_dated_count_is_missing(nato: Burden) -> None:
    assert any("Kosovo Force (KFOR)" in said for said in nato.missing)


def test_a_year_without_figures_says_which_years_have_some(data: Path) -> None:
    with pytest.raises(OutsideCoverage, match=r"is not known in 2011: there are figures of 2014 to \d{4}"):
        burden(_open(data), ["nato"], year=2011)


def test_a_later_target_counts_from_the_year_it_was_declared(data: Path) -> None:
    empty = pl.DataFrame()
    desk = Desk(_open(data), Chosen("nato", "NATO", "alliance", empty, scored=True), 2025, empty, empty, empty)
    held = {t.id: t.elsewhere for t in desk.targets()}
    assert held["share-2"] == held["share-3.5"] == ""
    assert all(held[each] for each in ("share-5", "share-1.5"))
    assert "share-3.5" not in {t.id for t in replace(desk, year=2024).targets()}
    assert set(ELSEWHERE) <= set(_open(data).read("register.objectives")["id"])


def test_the_same_question_gives_the_same_answer(data: Path, nato: Burden) -> None:
    assert burden(_open(data), ["nato"], year=2024) == nato
    assert _made(data, "nato", year=2024, seed=1).fingerprint != nato.fingerprint


# Faces


@pytest.mark.parametrize(("name", "year"), KINDS)
def test_no_face_prints_a_word_of_the_machine(data: Path, name: str, year: int) -> None:
    b = _made(data, name, year=year)
    texts = (Page(BurdenReport(b).to("html")).text, BurdenReport(b).to("md"), _printed(b))
    for text in texts:
        assert not re.search(r"\b(None|NaN|nan|null|Undefined|inf)\b|-0\.0+\b(?!\d)", text)


@pytest.mark.parametrize(("name", "year"), KINDS)
def test_the_page_is_whole_and_loads_nothing(data: Path, name: str, year: int) -> None:
    html = BurdenReport(_made(data, name, year=year)).to("html")
    page = Page(html)
    assert not page.unbalanced
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form"})
    assert all(href.startswith(("#", "https://", "http://")) for href in page.hrefs)
    assert "@import" not in html
    assert "url(" not in html
    names = [tag for tag, _ in page.tags]
    assert names.count("table") == names.count("caption")
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in page.tags if tag == "th")
    charts = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert all(set(str(attrs["aria-labelledby"]).split()) <= set(page.ids) for attrs in charts)


@pytest.mark.parametrize(("name", "year"), KINDS)
def test_the_terminal_keeps_to_80_columns_and_names_every_member(data: Path, name: str, year: int) -> None:
    b = _made(data, name, year=year)
    text = _printed(b)
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert all(re.sub(r"\W", "", m.name) in re.sub(r"\W", "", text) for m in b.members)


def test_names_of_members_are_text_and_not_markup(nato: Burden) -> None:
    first = replace(nato.members[0], name="<script>alert(1)</script>[bold]|x")
    report = BurdenReport(replace(nato, members=(first, *nato.members[1:])))
    assert "<script>" not in report.to("html")
    assert "<script>" not in report.to("md")
    assert "[bold]" in _printed(report.record, width=200)


def test_the_table_and_the_record_say_the_same(nato: Burden) -> None:
    report = BurdenReport(nato)
    assert report.data.height == len(nato.members) == 32
    assert report.data["cost"].sum() == pytest.approx(nato.total)
    assert report.data["owes_income"].sum() == pytest.approx(nato.total)
    told = json.loads(report.to("json"))
    assert told["schema"] == "foedus.burden/1"
    assert told["inequality"]["gap"] == pytest.approx(nato.inequality.gap, abs=1e-6)
    assert report.data["cost"][-1] is None
    assert told["members"][-1]["cost"] is None


def test_the_faces_state_cautions_and_evidence(nato: Burden) -> None:
    page, paper = Page(BurdenReport(nato).to("html")).text, BurdenReport(nato).to("md")
    for text in (page, paper):
        assert "Cash is one of three" in text
        assert "Who benefits is unknown" in text
        assert "Table 2, current prices and exchange rates, row Germany, column 2024" in text
        assert "Bonett and Wright" in text
