"""Varieties of Democracy, high-level indices: how democratic each state is in each year."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

vdem_simple = Source(
    id="vdem_simple",
    title="Varieties of Democracy, high-level indices",
    version="15",
    subject="regimes",
    citation=(
        "Coppedge, Michael, John Gerring, Carl Henrik Knutsen, Staffan I. Lindberg, Jan Teorell and others (2025). "
        "V-Dem Country-Year Dataset v15. Varieties of Democracy Project. doi:10.23696/vdemds25. "
        "As packaged by Xavier Marquez in democracyData 0.6.0."
    ),
    licence="CC BY 4.0 (V-Dem); the package that carries this subset is GPL-3",
    homepage="https://v-dem.net/data/the-v-dem-dataset/",
    files=(
        File(
            "vdem_simple.rda",
            sha256="845ce0573dab21baa8781f90b88614fcd87a3c62d7652782667c959e1e93864d",
            how="Take data/vdem_simple.rda from the R package democracyData 0.6.0 (github.com/xmarquez/democracyData).",
        ),
    ),
)

IGNORED = {
    "vdem_country_name", "country_text_id", "country_id", "historical_date", "project", "historical", "histname",
    "codingstart", "codingend", "codingstart_contemp", "codingend_contemp", "codingstart_hist", "codingend_hist",
    "gapstart1", "gapstart2", "gapstart3", "gapend1", "gapend2", "gapend3", "gap_index", "v2x_polyarchy_sd",
    "v2x_libdem_codelow", "v2x_libdem_codehigh", "v2x_libdem_sd", "v2x_partipdem_codelow", "v2x_partipdem_codehigh",
    "v2x_partipdem_sd", "v2x_delibdem_codelow", "v2x_delibdem_codehigh", "v2x_delibdem_sd", "v2x_egaldem_codelow",
    "v2x_egaldem_codehigh", "v2x_egaldem_sd", "v2x_api", "v2x_api_codelow", "v2x_api_codehigh", "v2x_api_sd",
    "v2x_mpi", "v2x_mpi_codelow", "v2x_mpi_codehigh", "v2x_mpi_sd", "extended_country_name", "GWn", "cown",
    "in_GW_system",
}  # fmt: skip


@vdem_simple.table(
    "state-year",
    years=(1789, 2024),
    rows=(26_900, 27_100),
    columns=[
        Column("polyarchy", pl.Float64, "Electoral democracy index", unit="index", within=(0, 1)),
        Column("polyarchy_low", pl.Float64, "Lower end of the publisher's 68% interval of polyarchy", unit="index",
               within=(0, 1)),
        Column("polyarchy_high", pl.Float64, "Upper end of the publisher's 68% interval of polyarchy", unit="index",
               within=(0, 1)),
        Column("libdem", pl.Float64, "Liberal democracy index", unit="index", within=(0, 1)),
        Column("partipdem", pl.Float64, "Participatory democracy index", unit="index", within=(0, 1)),
        Column("delibdem", pl.Float64, "Deliberative democracy index", unit="index", within=(0, 1)),
        Column("egaldem", pl.Float64, "Egalitarian democracy index", unit="index", within=(0, 1)),
    ],
    ignored=IGNORED,
)  # fmt: skip
def democracy(raw: Raw) -> pl.LazyFrame:
    """Indices of each state and year that V-Dem gives a Correlates of War code.

    The code is V-Dem's own, which follows the state system (260 for Germany from 1949 to 1990); 845 rows
    without one are left out: sub-state units, occupied or contested territories, and old Italian and
    German states. V-Dem codes many states before their independence, so a row is no proof of membership.
    """
    indices = ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem")
    names = {f"v2x_{name}": name for name in indices} | {
        "vdem_cowcode": "ccode",
        "v2x_polyarchy_codelow": "polyarchy_low",
        "v2x_polyarchy_codehigh": "polyarchy_high",
    }
    return raw.r_frame("vdem_simple.rda", "vdem_simple").rename(names).drop_nulls("ccode").lazy()
