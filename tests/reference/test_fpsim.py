"""Similarity of portfolios is that of the R package fpsim and of Signorino and Ritter's printed example."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.histories import _portfolios as kernel
from foedus.histories._portfolios import NOTHING, Floats, Joint, absolute, compared, nominal, squared

HERE = Path(__file__).parent / "fpsim"
TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
EXAMPLE = Path(TEST_DATA) / "rep_signorino_ritter_1914" / "germany_russia_1914.csv"
NUDGE = 1.001


@pytest.mark.parametrize(("portfolios", "lowest", "highest"), [("pledges", 0, 3), ("votes", 1, 3)])
def test_similarity_is_that_of_fpsim(portfolios: str, lowest: int, highest: int) -> None:
    given = pl.read_csv(HERE / "input.csv").filter(pl.col("portfolios") == portfolios)
    rows = np.full((given["holder"].max() + 1, given["target"].max() + 1), NOTHING, np.int8)  # type: ignore[operator]
    rows[given["holder"].to_numpy(), given["target"].to_numpy()] = given["level"].to_numpy() - lowest
    weights = given.unique("target").sort("target")["weight"].cast(pl.Float64, strict=False).to_numpy()
    levels = highest - lowest + 1
    found = _valued(compared(rows, levels))
    if portfolios == "pledges":
        found |= _binary(compared(rows, levels), compared(rows, levels, weights))
    expected = pl.read_csv(HERE / "expected.csv").filter(pl.col("portfolios") == portfolios)
    for name, values in found.items():
        want = expected[name].cast(pl.Float64, strict=False).to_numpy()
        np.testing.assert_allclose(values, want, rtol=1e-9, atol=1e-12, err_msg=name)
        with pytest.raises(AssertionError):
            np.testing.assert_allclose(values * NUDGE, want, rtol=1e-9, atol=1e-12)


def _valued(joint: Joint) -> dict[str, Floats]:
    return {
        "s": kernel.s_score(joint, absolute(joint.levels)), "s_squared": kernel.s_score(joint, squared(joint.levels)),
        "kappa": kernel.kappa(joint, squared(joint.levels)),
        "pi_nominal": kernel.scotts_pi(joint, nominal(joint.levels)), "taub": kernel.tau_b(joint),
    }  # fmt: skip


def _binary(joint: Joint, weighted: Joint) -> dict[str, Floats]:
    either = joint.binary
    return {
        "s_binary": kernel.s_score(either, nominal(2)), "kappa_binary": kernel.kappa(either, nominal(2)),
        "pi_binary": kernel.scotts_pi(either, nominal(2)), "taub_binary": kernel.tau_b(either),
        "s_weighted": kernel.s_score(weighted, absolute(joint.levels)),
        "s_binary_weighted": kernel.s_score(weighted.binary, nominal(2)),
    }  # fmt: skip


@pytest.mark.skipif(not EXAMPLE.is_file(), reason="FOEDUS_TEST_DATA HAS NO rep_signorino_ritter_1914: NOT REPRODUCED")
def test_germany_and_russia_in_1914_are_as_signorino_and_ritter_print_them() -> None:
    """Table 6: tau-b 0.0303, S 0.40, S weighted by capabilities -0.46."""
    table = pl.read_csv(EXAMPLE)
    rows = table.select("gmy", "rus").to_numpy().T.astype(np.int8)
    plain, weighted = compared(rows, 4), compared(rows, 4, table["syscap"].to_numpy())
    assert round(kernel.tau_b(plain).item(), 4) == 0.0303
    assert round(kernel.s_score(plain, absolute(4)).item(), 2) == 0.40
    assert round(kernel.s_score(weighted, absolute(4)).item(), 2) == -0.46
