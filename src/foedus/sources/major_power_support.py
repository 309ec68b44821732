"""What five major powers sent, deployed and signaled to each state: arms, troops, visits, exercises, pacts."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

NAME = "Individual Signals Dataset.csv"

major_power_support = Source(
    id="major_power_support",
    title="Signals of major-power support for protégés",
    version="Individual Signals Dataset, 1950-2012",
    subject="arms transfers",
    citation=(
        "McManus, Roseanne W., and Mark David Nieman (2019). Identifying the level of major power support signaled "
        "for protégés: A latent measure approach. Journal of Peace Research 56(3), 364-378."
    ),
    licence="No terms stated; cite the article; fetched from the publisher, not redistributed",
    homepage="https://doi.org/10.1177/0022343318808842",
    files=(
        File(
            NAME,
            sha256="41fec5f18453a71baafa08e373e2202422154eaaa0815a29ca0d1fd083507795",
            how="Take the file from data/revise-latent-supp of github.com/joshuaalley/arms-elections, commit b062ffbd.",
        ),
    ),
)

POWERS = {
    "us": "the United States", "uk": "the United Kingdom", "fra": "France", "rus": "Russia or the Soviet Union",
    "chi": "China",
}  # fmt: skip
NUCLEAR = ("us", "uk", "rus")


def _each(signal: str, meaning: str, unit: str, within: tuple[float, float]) -> list[Column]:
    """The columns of a signal, one for each power."""
    return [Column(f"{signal}_{power}", pl.Float64, f"{meaning} {name}", unit, within=within, required=True)
            for power, name in POWERS.items()]  # fmt: skip


COLUMNS = [
    *_each("arms", "Major arms received from", "million SIPRI trend-indicator value", (0, 1e5)),
    *_each("troops", "Troops on its territory of", "people", (0, 1e7)),
    *_each("visit", "Visited in the year by the leader of", "1 yes", (0, 1)),
    *_each("exercise", "Joint military exercise in the year with", "1 yes", (0, 1)),
    *_each("pact", "Defense pact with", "1 yes", (0, 1)),
    *(Column(f"nuclear_{power}", pl.Float64, f"Nuclear weapons on its territory of {POWERS[power]}", "1 yes",
             within=(0, 1), required=True) for power in NUCLEAR),
]  # fmt: skip
SIGNALS = {"arms": "arms", "troops": "troops", "vis": "visit", "ex": "exercise", "pact": "pact"}
IGNORED = {
    "ctry_yr", "country", "us_econaid", "us_words", "log_us_words", "log_us_econaid",
    *(f"{power}_bit" for power in POWERS), *(f"log_{power}_{what}" for power in POWERS for what in ("arms", "troops")),
    *(f"yr{year}" for year in range(1950, 2013)),
}  # fmt: skip


@major_power_support.table("state-year", years=(1950, 2012), rows=(9_266, 9_266), columns=COLUMNS, ignored=IGNORED)
def signals(raw: Raw) -> pl.LazyFrame:
    """Signals of support by five powers for each state and year.

    What was not observed is 0 in the file, so a zero may be unknown: exercises before about 1980, troops other
    than American. Five suppliers only: an import concentration over them is too high. The United States,
    Russia and China have no rows.
    """
    names = {f"{power}_{theirs}": f"{ours}_{power}" for power in POWERS for theirs, ours in SIGNALS.items()}
    names |= {f"{power}_nukes": f"nuclear_{power}" for power in NUCLEAR}
    return pl.scan_csv(raw.path(NAME), infer_schema=False).rename(names)
