"""Leeds and Savun (2007): what goes with the violation of bilateral alliances formed 1816-1989, by direction.

Their data and table are not at hand; the abstract names five covariates and a direction for each. The numbers are ours,
from ATOP 5.1, V-Dem and CINC, with covariates of our own making: docs/replications/leeds-savun-2007.md.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.models._alliance_years import ENDS, alliance_years
from foedus.models._competing import clustered, fit
from foedus.warehouse import open_warehouse

HERE = Path(__file__).parent / "leeds_savun_2007"
COVARIATES = (
    "log_age", "due", "overdue", "capability_change", "regime_change", "outside_alliances", "democracy", "nonmilitary",
    "institutions", "wartime", "active",
)  # fmt: skip
VIOLATED = ENDS.index("violated")


@pytest.fixture(scope="module")
def estimates(full: Path) -> pl.DataFrame:
    """Coefficient and clustered error of each covariate for violation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(full))
        warehouse = open_warehouse()
        bilateral = warehouse.scan("atop.alliances").filter(pl.col("bilat")).select("atopid").collect()
        panel = alliance_years(warehouse)
    formed = pl.col("begyr").is_between(1816, 1989) & pl.col("end").is_not_null()
    rows = panel.filter(formed).join(bilateral, on="atopid").drop_nulls(list(COVARIATES))
    x = np.column_stack([np.ones(rows.height), rows.select(COVARIATES).to_numpy()])
    ends = rows["end"].to_numpy().astype(np.int64)
    found = fit(x, ends, kinds=len(ENDS))
    assert found.converged
    errors = np.sqrt(np.diag(clustered(x, ends, rows["atopid"].to_numpy(), found.beta))).reshape(found.beta.shape)
    return pl.DataFrame(
        {"covariate": COVARIATES, "value": found.beta[VIOLATED, 1:], "error": errors[VIOLATED, 1:],
         "rows": rows.height, "alliances": rows["atopid"].n_unique(), "violated": int((ends == VIOLATED + 1).sum())}
    )  # fmt: skip


def test_the_directions_of_the_abstract_are_found(estimates: pl.DataFrame) -> None:
    told = pl.read_csv(HERE / "expected.csv").join(estimates, on="covariate")
    assert told.height == 5
    for row in told.iter_rows(named=True):
        assert (row["value"] > 0) == (row["published"] == "positive"), row["claim"]
    clear = told.filter(pl.col("value").abs() > 1.645 * pl.col("error"))["claim"].to_list()
    assert clear == ["new outside alliance", "democracy", "issue linkage"], "two claims have the sign and no more"


def test_the_numbers_on_the_page_are_those_of_the_data(estimates: pl.DataFrame) -> None:
    told = pl.read_csv(HERE / "expected.csv").join(estimates, on="covariate")
    np.testing.assert_allclose(told["ours"], told["value"], atol=6e-4)
    np.testing.assert_allclose(told["error"], told["error_right"], atol=6e-4)
    assert estimates.select("rows", "alliances", "violated").row(0) == (6358, 325, 95)
