"""Printed components give the printed index: the Human Development Index of 2021 and the Asia Power Index of 2025."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.composites import Aggregate, Framework, Normalize, Row, compose, decompose

HDI = Framework.of(
    [
        Row("hdi"), Row("health", "hdi"), Row("education", "hdi"), Row("income", "hdi"),
        Row("life", "health", low=20, high=85, unit="years"),
        Row("expected", "education", low=0, high=18, unit="years of schooling"),
        Row("mean", "education", low=0, high=15, unit="years of schooling"),
        Row("gni", "income", low=100, high=75_000, scale="log", unit="2017 PPP$ a head"),
    ]
)  # fmt: skip
PRINTED = pl.DataFrame(
    [("Switzerland", 83.987, 16.500, 13.860, 66933, 0.962), ("Australia", 84.526, 21.055, 12.727, 49238, 0.951),
     ("Singapore", 82.754, 16.524, 11.925, 90919, 0.939), ("Niger", 61.576, 6.957, 2.117, 1240, 0.400)],
    schema=["unit", "life", "expected", "mean", "gni", "printed"], orient="row",
)  # fmt: skip
"""Human Development Report 2021/22, statistical annex, table 1: four rows, two of which meet a goalpost's cap."""


def test_the_human_development_index_is_a_geometric_mean_of_three_dimensions() -> None:
    """Goalposts and means of technical note 1; income by its logarithm, what lies beyond a goalpost counts as there."""
    index = compose(HDI, PRINTED, [Normalize(high=1.0), Aggregate(by={"hdi": "geometric"})])
    assert [round(score, 3) for score in index.score()] == PRINTED["printed"].to_list()
    assert decompose(index, "Singapore")["points"].sum() == pytest.approx(index.score()[2])


def test_an_arithmetic_mean_would_print_something_else() -> None:
    index = compose(HDI, PRINTED, [Normalize(high=1.0), Aggregate()])
    assert [round(score, 3) for score in index.score()] != PRINTED["printed"].to_list()


LOWY = {
    "economic capability": (17.5, 25.4), "military capability": (17.5, 30.1), "economic relationships": (15, 36.9),
    "resilience": (10, 34.3), "future resources": (10, 11.3), "defence networks": (10, 56.5),
    "diplomatic influence": (10, 85.4), "cultural influence": (10, 48.5),
}  # fmt: skip


def test_japan_scores_38_8_in_the_asia_power_index_of_2025() -> None:
    """The measures as quoted by a public repository after the Lowy Institute's pages; the total as in the press."""
    framework = Framework.of([Row("power"), *(Row(name, "power", weight=w) for name, (w, _) in LOWY.items())])
    frame = pl.DataFrame({"unit": ["Japan"]} | {name: [score] for name, (_, score) in LOWY.items()})
    index = compose(framework, frame, [Normalize("as they are"), Aggregate()])
    assert index.score()[0] == pytest.approx(38.8475)
    assert f"{index.score()[0]:.1f}" == "38.8"
