"""Does the index hang together: correlations, Cronbach's alpha, nominal against effective weights, compensation.

To be read before robustness: what does not belong together should not be averaged. OECD and JRC (2008);
Paruolo, Saisana and Saltelli (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.composites._state import Scores
from foedus.composites._table import Floats
from foedus.composites.composite import Composite
from foedus.composites.means import weighted_mean
from foedus.composites.missing import pairwise_correlations
from foedus.composites.ranking import ranks
from foedus.errors import BadOption

REDUNDANT = 0.92
WEAK = 0.3


@dataclass(frozen=True, slots=True)
class Audit:
    """The coherence of an index, as four tables.

    `pairs`: correlations of siblings, flagged if negative, weak (below 0.3) or redundant (above 0.92).
    `groups`: per aggregate its size, mean correlation, Cronbach's alpha, and the share of the first component.
    `influence`: per indicator its nominal weight, its correlation with the index, its share of the index's
    variance, and whether it fits another group better than its own.
    `compensation`: per aggregate how far the arithmetic mean lies above the geometric one and how ranks would move.
    """

    pairs: pl.DataFrame
    groups: pl.DataFrame
    influence: pl.DataFrame
    compensation: pl.DataFrame


def audit(index: Composite, code: str | None = None) -> Audit:
    """The coherence of a finished index, seen from one aggregate (the top one)."""
    scores = index.state.scores
    if scores is None:
        raise BadOption("scores", "none", "the index has not been aggregated; add the step Aggregate()")
    return Audit(
        _pairs(index, scores),
        _groups(index, scores),
        _influence(index, scores, index.top(code)),
        _compensation(index, scores),
    )


def correlations(index: Composite, *codes: str) -> pl.DataFrame:
    """Pearson correlations of any codes of the index, indicators as normalized; a row per pair, null if unknown."""
    scores = index.state.scores
    values = index.state.table.values if scores is None else scores.values
    known = index.state.table.codes if scores is None else index.framework.codes
    names = [index.top(code) for code in codes] if codes else list(known)
    found = pairwise_correlations(values[:, [known.index(name) for name in names]])
    rows = [
        {"a": names[i], "b": names[j], "correlation": found[i, j]}
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    return _frame(rows, ("a", "b"), ("correlation",))


def cronbach_alpha(values: Floats) -> float:
    """Cronbach's alpha of columns over their complete rows; NaN for fewer than two columns or three rows."""
    whole = values[~np.isnan(values).any(axis=1)]
    k = whole.shape[1]
    total = float(whole.sum(axis=1).var(ddof=1)) if len(whole) > 2 else 0.0
    if k < 2 or total == 0:
        return float("nan")
    return float(k / (k - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total))


def _pairs(index: Composite, scores: Scores) -> pl.DataFrame:
    codes, rows = index.framework.codes, []
    for group in index.framework.aggregates:
        below = index.framework.children(group)
        found = pairwise_correlations(scores.values[:, [codes.index(child) for child in below]])
        rows += [
            {"group": group, "a": below[i], "b": below[j], "correlation": found[i, j], "flag": _flag(found[i, j])}
            for i in range(len(below))
            for j in range(i + 1, len(below))
        ]
    return _frame(rows, ("group", "a", "b", "flag"), ("correlation",))


def _flag(correlation: float) -> str:
    if np.isnan(correlation):
        return "unknown"
    if correlation < 0:
        return "negative"
    return "redundant" if correlation > REDUNDANT else "weak" if correlation < WEAK else ""


def _groups(index: Composite, scores: Scores) -> pl.DataFrame:
    codes, rows = index.framework.codes, []
    for group in index.framework.aggregates:
        below = index.framework.children(group)
        values = scores.values[:, [codes.index(child) for child in below]]
        found = pairwise_correlations(values)
        upper = found[np.triu_indices(len(below), 1)]
        whole = len(below) > 1 and not np.isnan(found).any()
        rows.append(
            {
                "group": group, "size": len(below), "alpha": cronbach_alpha(values),
                "mean_correlation": float(np.nanmean(upper)) if (~np.isnan(upper)).any() else None,
                "first_component": float(np.linalg.eigvalsh(found)[-1] / len(below)) if whole else None,
            }
        )  # fmt: skip
    return _frame(rows, ("group",), ("alpha", "mean_correlation", "first_component"))


def _influence(index: Composite, scores: Scores, code: str) -> pl.DataFrame:
    framework, codes = index.framework, index.framework.codes
    under = [c for c in framework.indicators if code in _path(index, c)]
    top = scores.values[:, codes.index(code)]
    everywhere = np.ones((1, len(framework.indicators)), np.bool_)
    nominal = scores.climb.effective(everywhere, index.state.weight_array(), code)[0]
    share = _variance_shares(index, scores, code, top)
    groups = list(dict.fromkeys(framework[c].parent for c in under))
    level = [codes.index(g) for g in groups if g is not None]
    rows = []
    for c in under:
        own = scores.values[:, codes.index(c)]
        near = pairwise_correlations(np.column_stack([own, top, scores.values[:, level]]))[0, 1:]
        home = level.index(codes.index(str(framework[c].parent)))
        best = int(np.nanargmax(near[1:])) if not np.isnan(near[1:]).all() else home
        rows.append(
            {
                "code": c, "group": framework[c].parent,
                "nominal": float(nominal[framework.indicators.index(c)]),
                "correlation": near[0], "variance_share": share[framework.indicators.index(c)],
                "own_group": near[1:][home], "fits_better": None if best == home else codes[level[best]],
            }
        )  # fmt: skip
    return _frame(rows, ("code", "group", "fits_better"), ("nominal", "correlation", "variance_share", "own_group"))


def _variance_shares(index: Composite, scores: Scores, code: str, top: Floats) -> Floats:
    """The covariance of each indicator's part with the score, over the variance of the score: they sum to one."""
    nothing = np.full(len(index.framework.indicators), np.nan)
    if any(way.method in ("copeland", "frontier") for way in scores.climb.ways.values()):
        return nothing
    parts = scores.climb.parts(scores.values, index.state.table.applicable, index.state.weight_array(), code)
    rows = ~np.isnan(top)
    spread = float(top[rows].var()) if rows.any() else 0.0
    if spread == 0:
        return nothing
    held = np.nan_to_num(parts[rows])
    shares: Floats = (held * (top[rows] - top[rows].mean())[:, None]).mean(axis=0) / spread
    return shares


def _compensation(index: Composite, scores: Scores) -> pl.DataFrame:
    framework, codes = index.framework, index.framework.codes
    weights, periods, ends = index.state.weight_array(), index.state.table.periods(), index.state.ends
    rows: list[dict[str, object]] = []
    for group in framework.aggregates:
        below = [codes.index(child) for child in framework.children(group)]
        values = scores.values[:, below]
        row: dict[str, object] = {"group": group, "mean_gap": None, "largest_gap": None, "unit": None}
        row["mean_rank_shift"] = None
        if ends is not None and not (np.nan_to_num(values) < 0).any():
            plain, strict = (weighted_mean(values, weights[below], power) for power in (1.0, 0.0))
            row |= _gap(index, plain - strict, np.abs(ranks(plain, periods) - ranks(strict, periods)))
        rows.append(row)
    return _frame(rows, ("group", "unit"), ("mean_gap", "largest_gap", "mean_rank_shift"))


def _gap(index: Composite, gap: Floats, shift: Floats) -> dict[str, object]:
    known = ~np.isnan(gap)
    if not known.any():
        return {}
    at = int(np.nanargmax(gap))
    return {
        "mean_gap": float(gap[known].mean()), "largest_gap": float(gap[at]), "unit": index.state.table.units[at],
        "mean_rank_shift": float(shift[known].mean()),
    }  # fmt: skip


def _path(index: Composite, code: str) -> list[str]:
    found, above = [code], index.framework[code].parent
    while above is not None:
        found.append(above)
        above = index.framework[above].parent
    return found


def _frame(rows: list[dict[str, object]], texts: tuple[str, ...], numbers: tuple[str, ...]) -> pl.DataFrame:
    kinds = dict.fromkeys(texts, pl.String) | dict.fromkeys(numbers, pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds).with_columns(pl.col(*numbers).fill_nan(None))
