"""National Material Capabilities: the six components behind CINC, the field's measure of power."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

cow_nmc = Source(
    id="cow_nmc",
    title="National Material Capabilities",
    version="6.0",
    subject="capabilities",
    citation=(
        "Singer, J. David, Stuart Bremer and John Stuckey (1972). Capability Distribution, Uncertainty, and Major "
        "Power War, 1820-1965. In Bruce Russett (ed.), Peace, War, and Numbers. Beverly Hills: Sage, 19-48. "
        "National Material Capabilities, version 6.0."
    ),
    licence="Free to download and use with citation and version; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    files=(
        File(
            "NMC-60-abridged.csv",
            sha256="989920cc06ccb652bf8b0c537f78220463ecfe14c41295a8876e9f263e78f323",
            how="Download NMC 6.0 (abridged) from the homepage, and unpack it.",
        ),
    ),
)


@cow_nmc.table(
    "state-year",
    years=(1816, 2016),
    rows=(15_000, 17_000),
    columns=[
        Column("milex", pl.Float64, "Military expenditure", unit="thousand current £ to 1913, US$ from 1914",
               within=(0, 1e10)),
        Column("milper", pl.Float64, "Military personnel", unit="thousand", within=(0, 1e5)),
        Column("irst", pl.Float64, "Iron and steel production", unit="thousand tons", within=(0, 1e7)),
        Column("pec", pl.Float64, "Primary energy consumption", unit="thousand coal-ton equivalents", within=(0, 1e8)),
        Column("tpop", pl.Float64, "Total population", unit="thousand", within=(0, 1e7)),
        Column("upop", pl.Float64, "Urban population", unit="thousand", within=(0, 1e7)),
        Column("cinc", pl.Float64, "Composite Index of National Capability", unit="share of the system", within=(0, 1),
               required=True),
    ],
    ignored={"stateabb", "version"},
)  # fmt: skip
def capabilities(raw: Raw) -> pl.LazyFrame:
    """Each state's capabilities in each year of system membership.

    The published CINC does not sum to 1 in most years (1.0747 in 1860).
    """
    return pl.scan_csv(raw.path("NMC-60-abridged.csv"), null_values="-9", infer_schema=False)
