"""Makes input.csv from a seed and expected.csv with statsmodels. Not run by the tests."""

from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

HERE = Path(__file__).parent
rng = np.random.default_rng(20260101)
spells, rows = 100, []
for spell in range(spells):
    trait, shock = rng.normal(), rng.normal(scale=0.5)
    for year in range(1, 16):
        x = np.array([np.log(year), trait, float(rng.random() < 0.3)])
        score = np.array([-3.2 + 0.3 * x[0] + 0.5 * x[1] + shock, -3.6 - 0.4 * x[1] + 0.9 * x[2], -4.0 + 0.2 * x[2]])
        chance = np.exp(np.r_[0, score])
        end = rng.choice(4, p=chance / chance.sum())
        rows.append((spell, end, *x))
        if end:
            break
data = pd.DataFrame(rows, columns=["spell", "end", "log_year", "trait", "event"]).round(6)
data.to_csv(HERE / "input.csv", index=False)

x = sm.add_constant(data[["log_year", "trait", "event"]])
plain = sm.MNLogit(data["end"], x).fit(disp=False, method="newton", tol=1e-12, maxiter=200)
scores = plain.model.score_obs(plain.params.to_numpy())
summed = pd.DataFrame(scores).groupby(data["spell"].to_numpy()).sum().to_numpy()
bread = plain.cov_params().to_numpy()
groups = len(summed)
covariance = bread @ (summed.T @ summed) @ bread * groups / (groups - 1)
out = []
for kind in range(3):
    for at, name in enumerate(x.columns):
        spot = kind * len(x.columns) + at
        out.append(("multinomial", kind + 1, name, plain.params.iloc[at, kind], np.sqrt(covariance[spot, spot])))
binary = (data["end"] > 0).astype(int)
logit = sm.Logit(binary, x).fit(disp=False, tol=1e-12, cov_type="cluster",
                                cov_kwds={"groups": data["spell"], "use_correction": False})  # fmt: skip
factor = np.sqrt(groups / (groups - 1))
out += [("logit", 1, name, logit.params[name], logit.bse[name] * factor) for name in x.columns]
out += [("multinomial", 0, "log likelihood", plain.llf, 0.0), ("logit", 0, "log likelihood", logit.llf, 0.0)]
pd.DataFrame(out, columns=["model", "end", "name", "value", "error"]).to_csv(HERE / "expected.csv", index=False)
