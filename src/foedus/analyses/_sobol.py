"""Sobol indices of the groups of choices, by SALib where it is installed: which group moves a score, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foedus.analyses._choices import Choices, Group

MOST = 1024
LEVEL = 0.9
CITATION = """Sobol (2001), Global sensitivity indices for nonlinear mathematical models, Mathematics and Computers in \
Simulation 55; Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics \
Communications 181"""


@dataclass(frozen=True, slots=True)
class Indices:
    """First order: the share of variance that a group explains alone; total: with all its interactions.

    Each with the half-width of its 90% bootstrap interval.
    """

    first: float
    first_within: float
    total: float
    total_within: float


def sobol(choice: Choices, groups: Sequence[Group]) -> dict[Group, Indices]:
    """Indices of each group, from draws of all groups picked independently; empty without SALib or with one group.

    A group is one input: which of its draws is taken.
    """
    if len(groups) < 2:
        return {}
    try:
        from SALib.analyze import sobol as analyze
        from SALib.sample import sobol as sample
    except ImportError:
        return {}
    draws, seed = choice.sketch.drawing.draws, choice.sketch.drawing.seed
    problem = {"num_vars": len(groups), "names": list(groups), "bounds": [[0.0, 1.0]] * len(groups)}
    size = min(MOST, 2 ** int(np.log2(draws)))
    points = sample.sample(problem, size, calc_second_order=False, seed=seed)
    picked = np.minimum((points * draws).astype(np.int64), draws - 1)
    scores = choice({group: picked[:, at] for at, group in enumerate(groups)}, len(picked))
    told = analyze.analyze(
        problem, scores, calc_second_order=False, conf_level=LEVEL, num_resamples=100, print_to_console=False,
        seed=seed + 1,  # to SALib a seed of 0 is none
    )  # fmt: skip
    return {
        group: Indices(*(float(told[key][at]) for key in ("S1", "S1_conf", "ST", "ST_conf")))
        for at, group in enumerate(groups)
    }
