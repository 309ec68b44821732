"""The outlook's own estimators give the numbers of the software the field uses; each check fails if nudged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.models import _scores as scores
from foedus.models._competing import clustered, fit
from foedus.models._trends import differences, theil_sen, tied

HERE = Path(__file__).parent
NUDGE = 1.001


def _read(topic: str, name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / topic / f"{name}.csv")


@pytest.mark.parametrize(("model", "kinds"), [("multinomial", 3), ("logit", 1)])
def test_competing_ends_are_those_of_statsmodels(model: str, kinds: int) -> None:
    data = _read("competing_ends", "input")
    x = np.column_stack([np.ones(data.height), data.select("log_year", "trait", "event").to_numpy()])
    ends = np.minimum(data["end"].to_numpy(), kinds).astype(np.int64)
    found = fit(x, ends, kinds=kinds)
    errors = np.sqrt(np.diag(clustered(x, ends, data["spell"].to_numpy(), found.beta)))
    expected = _read("competing_ends", "expected").filter(pl.col("model") == model)
    told = expected.filter(pl.col("end") > 0)
    assert found.converged
    np.testing.assert_allclose(found.beta.ravel(), told["value"].to_numpy(), rtol=1e-6)
    np.testing.assert_allclose(errors, told["error"].to_numpy(), rtol=1e-6)
    assert found.log_likelihood == pytest.approx(expected.filter(pl.col("end") == 0)["value"].item(), rel=1e-9)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(found.beta.ravel() * NUDGE, told["value"].to_numpy(), rtol=1e-6)


@pytest.mark.parametrize("series", ["four", "five", "ten", "gaps", "long", "tied", "flat"])
def test_slopes_intervals_and_p_values_are_those_of_scipy(series: str) -> None:
    data = _read("theil_sen", "input").filter(pl.col("series") == series)
    want = _read("theil_sen", "expected").row(by_predicate=pl.col("series") == series, named=True)
    values = data["value"].to_numpy()
    found = theil_sen(differences(data["year"].to_numpy(), values), level=0.9, ties=tied(values))
    assert found is not None
    got = (found.value, found.low, found.high, found.s, found.p)
    np.testing.assert_allclose(got, [want[name] for name in ("slope", "low", "high", "s", "p")], rtol=1e-9)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(
            np.array(got) * NUDGE, [want[n] for n in ("slope", "low", "high", "s", "p")], rtol=1e-9
        )


def test_scores_are_those_of_scoringrules() -> None:
    data, want = _read("forecast_scores", "input"), _read("forecast_scores", "expected")
    part = {name: data.filter(pl.col("what") == name) for name in ("ensemble", "seen", "chance")}
    crps = scores.crps(part["ensemble"]["value"].to_numpy(), part["seen"]["value"].to_numpy())
    told = {name: want.filter(pl.col("score") == name)["value"].to_numpy() for name in ("crps", "auc", "brier")}
    np.testing.assert_allclose(crps, told["crps"], rtol=1e-9)
    chance, happened = part["chance"]["value"].to_numpy(), part["chance"]["happened"].to_numpy() == 1
    assert scores.auc(chance, happened) == pytest.approx(told["auc"][0], rel=1e-9)
    assert scores.brier(chance, happened).mean() == pytest.approx(told["brier"][0], rel=1e-9)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(crps * NUDGE, told["crps"], rtol=1e-9)
