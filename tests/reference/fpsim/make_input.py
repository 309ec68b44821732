"""Makes input.csv from a seed: invented pledges of 12 states to each other, and votes of 7 on 25 roll calls."""

import csv
from pathlib import Path

import numpy as np

STATES, VOTERS, ROLL_CALLS = 12, 7, 25

if __name__ == "__main__":
    rng = np.random.default_rng(20260611)
    pledges = rng.choice(4, (STATES, STATES), p=(0.55, 0.12, 0.13, 0.2))
    pledges[3], pledges[4] = 0, pledges[5]  # one state is pledged to nobody, two to the same states
    np.fill_diagonal(pledges, 3)
    weights = rng.dirichlet(np.full(STATES, 0.5)).round(4)
    votes = rng.choice((1, 2, 3), (VOTERS, ROLL_CALLS), p=(0.7, 0.2, 0.1))
    votes[0] = 1  # one voter always votes yes
    absent = rng.random(votes.shape) < 0.15
    with (Path(__file__).parent / "input.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["portfolios", "holder", "target", "level", "weight"])
        rows.writerows(
            ["pledges", i, k, pledges[i, k], weights[k]] for i in range(STATES) for k in range(STATES)
        )  # fmt: skip
        rows.writerows(
            ["votes", i, k, votes[i, k], ""] for i in range(VOTERS) for k in range(ROLL_CALLS) if not absent[i, k]
        )  # fmt: skip
