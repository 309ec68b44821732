"""Defense cooperation agreements, 1980-2010: bilateral treaties on how two states and their forces work together."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, Correction, File, Raw, Source

dcad = Source(
    id="dcad",
    title="Defense Cooperation Agreement Dataset",
    version="1.0",
    subject="cooperation",
    citation=(
        "Kinne, Brandon J. (2020). The Defense Cooperation Agreement Dataset (DCAD). Journal of Conflict Resolution "
        "64(4), 729-755. Version 1.0."
    ),
    licence="Free to download, cite the article; no licence stated; fetched from the publisher, not redistributed",
    homepage="https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/",
    files=(
        File(
            "DCAD-v1.0-main.csv",
            sha256="f7d56e1703ae7cd7395b636210fa5d33a5fc3feafe5686734c212ffd5af7405a",
            how="Download DCAD 1.0 from the homepage, and unpack DCAD-v1.0-main.csv.",
        ),
    ),
)

CATEGORIES = ("DCA", "DIC", "PROCUREMENT", "TREX", "RESEARCH", "COMMISSION")
ARMAMENT = ("DIC", "PROCUREMENT", "RESEARCH")
CONFIDENT = ("high", "med")
CATEGORY = "DCA general, DIC industry, PROCUREMENT, TREX training and exchange, RESEARCH, COMMISSION"
WRONG = {"DCADv1.0-0108": (652, "EGY", 651), "DCADv1.0-0297": (145, "VEN", 101)}
"""Agreements whose second code is not the named state's: the code, the name, and that state's code."""

UNITED = 1990
GERMANY = {260: 255}


def _mended(dcaid: str) -> Correction:
    code, name, right = WRONG[dcaid]
    return Correction(
        where=(pl.col("dcaid") == dcaid) & (pl.col("ccode2") == code),
        column="ccode2",
        value=right,
        reason=f"the code is {code}, but the state is named as {name}, which is {right}",
        reported="not yet reported",
        expect=1,
    )


@dcad.table(
    "record",
    key=("dcaid",),
    years=(1980, 2010),
    rows=(1_871, 1_871),
    columns=[
        Column("ccode1", pl.Int32, "One signatory", required=True),
        Column("ccode2", pl.Int32, "The other signatory", required=True),
        Column("year", pl.Int32, "Year of signature", required=True),
        Column("signed_on", pl.String, "Signature; unknown parts are left out", required=True),
        Column("entry_year", pl.Int32, "Year of entry into force; empty if unknown or not in force",
               within=(1980, 2013)),
        Column("last_year", pl.Int32, "Last year in force, estimated by the publisher; 2010 if it had not ended",
               within=(1980, 2010), required=True),
        Column("agreement_type", pl.String, "general, or on one sector", choices=("general", "sector"), required=True),
        Column("category", pl.String, CATEGORY, choices=CATEGORIES, required=True),
        Column("category_or", pl.String, "Another category that it may belong to", choices=CATEGORIES),
        Column("category_or_else", pl.String, "A third one", choices=CATEGORIES),
        Column("term_years", pl.Int32, "Agreed term; empty if indefinite or unknown", unit="years", within=(0, 100)),
        Column("asymmetry", pl.Int32, "One side owes more: 0 no, 1 possibly, 2 surely", within=(0, 2), required=True),
        Column("confidence", pl.String, "How sure the publisher is of the category",
               choices=(*CONFIDENT, "low", "atypical"), required=True),
        Column("text_found", pl.String, "Text: Y yes, TE translated, NE not in English, N no",
               choices=("Y", "TE", "NE", "N")),
        Column("unts_number", pl.String, "Number in the UN Treaty Series behind its series digit"),
        Column("found_in", pl.String, "treaty collections or news (factiva)", choices=("treaty", "factiva"),
               required=True),
    ],
    ignored={"cowName1", "cowName2", "signDay", "signMonth", "EIFDay", "EIFMonth", "span", "renewType", "renewYears",
             "terminated", "durationActual", "source", "factivaConf", "factivaSign", "factivaEIF"},
    corrections=[_mended(dcaid) for dcaid in WRONG],
)  # fmt: skip
def agreements(raw: Raw) -> pl.LazyFrame:
    """Each bilateral defense agreement signed in these years, from treaty collections and news."""
    return _published(raw)


@dcad.table(
    "dyad-year",
    years=(1980, 2010),
    rows=(11_272, 11_272),
    columns=[
        Column("cooperation_agreements", pl.Int32, "Defense cooperation agreements in force, by any confidence",
               unit="agreements", within=(1, 50), absent=0, required=True),
        Column("cooperation_agreements_strict", pl.Int32, "Of cooperation_agreements those coded with high or "
               "medium confidence", unit="agreements", within=(0, 50), absent=0, required=True),
        Column("armament_agreements", pl.Int32, "Of cooperation_agreements those, of any confidence, on "
               "industry, procurement or research", unit="agreements", within=(0, 50), absent=0, required=True),
    ],
)  # fmt: skip
def cooperation(raw: Raw) -> pl.LazyFrame:
    """How many agreements two states have in force: from the year of signature to the estimated last year.

    One signed before 1980 is not counted. No agreement found can also mean a secret one, or one in a language
    that was not searched, as among the Gulf and many African states. Treaties of more than two are left out.
    The Federal Republic of Germany's agreements are united Germany's (255) from 1990; Czechoslovakia's run on under
    its own code (315).
    """
    right = {dcaid: code for dcaid, (_, _, code) in WRONG.items()}
    second = pl.col("dcaid").replace_strict(right, default=pl.col("ccode2").cast(pl.Int64)).cast(pl.Int32)
    first, year, last = (pl.col(name).cast(pl.Int32) for name in ("ccode1", "year", "last_year"))
    return (
        _published(raw)
        .with_columns(
            ccode1=pl.min_horizontal(first, second),
            ccode2=pl.max_horizontal(first, second),
            year=pl.int_ranges(year, last + 1, dtype=pl.Int32),
        )
        .explode("year")
        .with_columns(
            pl.when(pl.col("year") >= UNITED).then(pl.col(code).replace(GERMANY)).otherwise(code).alias(code)
            for code in ("ccode1", "ccode2")
        )
        .group_by("ccode1", "ccode2", "year")
        .agg(
            cooperation_agreements=pl.len(),
            cooperation_agreements_strict=pl.col("confidence").is_in(CONFIDENT).sum(),
            armament_agreements=pl.col("category").is_in(ARMAMENT).sum(),
        )
    )


def _published(raw: Raw) -> pl.LazyFrame:
    names = {
        "DCAid": "dcaid", "signYear": "year", "EIFYear": "entry_year", "endYearEstimate": "last_year",
        "type": "agreement_type", "category1": "category", "category2": "category_or",
        "category3": "category_or_else", "categoryConf": "confidence", "fullText": "text_found",
        "UNTS": "unts_number", "sourceType": "found_in",
    }  # fmt: skip
    day = [pl.col(part).str.zfill(2) for part in ("signMonth", "signDay")]
    term = pl.col("span").cast(pl.Int32)
    return (
        pl.scan_csv(raw.path("DCAD-v1.0-main.csv"), infer_schema=False)
        .rename(names)
        .with_columns(
            signed_on=pl.concat_str(pl.col("year"), *day, separator="-", ignore_nulls=True),
            term_years=pl.when(term >= 0).then(term),
        )
    )
