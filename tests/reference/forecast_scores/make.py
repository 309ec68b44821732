"""Makes input.csv from a seed and expected.csv with scoringrules and SciPy. Not run by the tests."""

from pathlib import Path

import numpy as np
import pandas as pd
import scoringrules
from scipy.stats import mannwhitneyu

HERE = Path(__file__).parent
rng = np.random.default_rng(20260103)
ensemble, seen = np.sort(rng.normal(size=40).round(6)), rng.normal(scale=2, size=15).round(6)
chance, happened = rng.random(60).round(1), rng.random(60) < 0.3
rows = [("ensemble", value, 0) for value in ensemble] + [("seen", value, 0) for value in seen]
rows += [("chance", value, int(hit)) for value, hit in zip(chance, happened, strict=True)]
pd.DataFrame(rows, columns=["what", "value", "happened"]).to_csv(HERE / "input.csv", index=False)
crps = scoringrules.crps_ensemble(seen, np.tile(ensemble, (len(seen), 1)), estimator="nrg")
u = mannwhitneyu(chance[happened], chance[~happened]).statistic / (happened.sum() * (~happened).sum())
out = [("crps", n, value) for n, value in enumerate(crps)] + [("auc", 0, u)]
out.append(
    ("brier", 0, float(np.mean([scoringrules.brier_score(h, c) for h, c in zip(happened, chance, strict=True)])))
)
pd.DataFrame(out, columns=["score", "n", "value"]).to_csv(HERE / "expected.csv", index=False)
