"""Composite indicators for anybody's framework: ten steps from data to an index, logged, replayed and audited.

The engine knows nothing of partnerships: it takes a frame of units by indicators (by years) and a framework.
"""

from foedus.composites._batch import Choices
from foedus.composites.coherence import Audit, audit, correlations, cronbach_alpha
from foedus.composites.composite import Composite, compose, regen, replay
from foedus.composites.contributions import decompose, links, shifts, strengths
from foedus.composites.draws import dirichlet_weights
from foedus.composites.framework import Framework, Row
from foedus.composites.frontier import benefit_of_the_doubt
from foedus.composites.log import Log
from foedus.composites.screening import denominator_links, screen
from foedus.composites.sensitivity import leave_one_out, sensitivity, sobol_indices
from foedus.composites.steps import Aggregate, Denominate, Impute, Normalize, Screen, Treat, Weigh
from foedus.composites.uncertainty import Uncertainty, bounds, uncertainty
from foedus.composites.weights import (
    analytic_hierarchy,
    budget_allocation,
    entropy,
    equal_influence,
    principal_component,
)

__all__ = [
    "Aggregate", "Audit", "Choices", "Composite", "Denominate", "Framework", "Impute", "Log", "Normalize", "Row",
    "Screen", "Treat", "Uncertainty", "Weigh", "analytic_hierarchy", "audit", "benefit_of_the_doubt", "bounds",
    "budget_allocation", "compose", "correlations", "cronbach_alpha", "decompose", "denominator_links",
    "dirichlet_weights", "entropy", "equal_influence", "leave_one_out", "links", "principal_component", "regen",
    "replay", "screen", "sensitivity", "shifts", "sobol_indices", "strengths", "uncertainty",
]  # fmt: skip
