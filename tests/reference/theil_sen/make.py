"""Makes input.csv from a seed and expected.csv with SciPy. Not run by the tests."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, norm, theilslopes

HERE = Path(__file__).parent
rng = np.random.default_rng(20260102)
rows, out = [], []
for name, size, tied in (("four", 4, False), ("five", 5, False), ("ten", 10, False), ("gaps", 9, False),
                         ("long", 30, False), ("tied", 12, True), ("flat", 6, True)):  # fmt: skip
    years = (
        np.sort(rng.choice(np.arange(1990, 2000), size, replace=False)) if name == "gaps" else 1990 + np.arange(size)
    )
    drift = 0.4 * np.arange(size) if tied else 0
    values = np.round(rng.normal(size=size).cumsum() + drift, 0 if tied else 6)
    values = np.zeros(size) if name == "flat" else values
    rows += [(name, year, value) for year, value in zip(years, values, strict=True)]
    slope = theilslopes(values, years, alpha=0.9)
    s = int(np.sign(np.subtract.outer(values, values)[np.tril_indices(size, -1)]).sum())
    counts = np.unique(values, return_counts=True)[1]
    variance = (size * (size - 1) * (2 * size + 5) - (counts * (counts - 1) * (2 * counts + 5)).sum()) / 18
    if len(counts) == size and size <= 10:
        p = kendalltau(years, values, method="exact").pvalue
    else:
        p = 1.0 if s == 0 else 2 * norm.sf((abs(s) - 1) / np.sqrt(variance))
    out.append((name, slope.slope, slope.low_slope, slope.high_slope, s, p))
pd.DataFrame(rows, columns=["series", "year", "value"]).to_csv(HERE / "input.csv", index=False)
pd.DataFrame(out, columns=["series", "slope", "low", "high", "s", "p"]).to_csv(HERE / "expected.csv", index=False)
