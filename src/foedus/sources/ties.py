"""Threats and impositions of economic sanctions: who threatened or sanctioned whom, over what, with what result."""

from __future__ import annotations

import polars as pl

from foedus.declare import Column, File, Raw, Source

HOW = "Download the TIES data, version 4, as an Excel file from the homepage."

ties = Source(
    id="ties",
    title="Threat and Imposition of Economic Sanctions",
    version="4.1",
    subject="sanctions",
    citation=(
        "Morgan, T. Clifton, Navin Bapat and Yoshiharu Kobayashi (2014). Threat and imposition of economic sanctions "
        "1945-2005: Updating the TIES dataset. Conflict Management and Peace Science 31(5), 541-558. Version 4.1."
    ),
    licence="Free for research with citation; fetched from the publisher, not redistributed",
    homepage="https://sanctions.web.unc.edu",
    files=(File("TIESv4.xls", sha256="c6d433d25bb7864f33044cb4b40446504681ce328b6093f1c6c88595557850e9", how=HOW),),
)

SENDERS = ("sender1", "sender2", "sender3", "sender4", "sender5", "primarysender")
FIRST_INSTITUTION = 1000
"""Codes from 1000 on are institutions, not states."""
NAMES = {
    "startyear": "year", "targetstate": "target", "threat": "threatened", "imposition": "imposed",
    "sanctiontypethreat": "sanction_threatened", "sanctiontype": "sanction_imposed", "targetcosts": "target_costs",
    "sendercosts": "sender_costs", "finaloutcome": "final_outcome", "settlementnaturesender": "settlement_sender",
    "settlementnaturetarget": "settlement_target", "institution": "by_institution", "institutionid": "institution_ids",
}  # fmt: skip
IGNORED = (
    "startmonth startday endmonth endday endyear ongoingasofmonth ongoingasofday ongoingasofyear targetinstitution "
    "otherinstitution otherissue threatid1 threatid2 threatid3 othersanctiontypethreatened bspecif scommit "
    "threatenedtargetinterest dsanctions carrots anticipatedtargetcosts anticipatedtargetcostsfigureifav tcurrency "
    "tyearofestimate anticipatedsendercosts scurrency syearofestimate sancimpositionstartmonth "
    "sancimpositionstartday sancimpositionstartyear sanctionidentity othersanctiontype "
    "implementationofdiplomaticsancti carrotsduringsanction carrotvalue carrotcurrency carrotyear "
    "targeteconomiccostsfigure targeteconomiccostscurrency targeteconomiccostsyear sendereconomiccostsfigure "
    "sendereconomiccostscurrency sendereconomiccostsyear"
)


@ties.table(
    "record",
    key=("caseid",),
    years=(1945, 2005),
    rows=(1_412, 1_412),
    columns=[
        Column("caseid", pl.String, "The case: its first day and a number", required=True),
        Column("year", pl.Int32, "Year of the beginning", required=True),
        Column("first_day", pl.String, "When it began, as far as known", required=True),
        Column("last_day", pl.String, "When it ended, as far as known; empty if it was going on or is unknown"),
        Column("target", pl.Int32, "The state it is against; 1000 the European Community or Union", required=True),
        *(Column(f"issue{n}", pl.Int32, "Issue, in the publisher's codes", within=(1, 15)) for n in (1, 2, 3)),
        Column("threatened", pl.Int32, "1 if a threat was made", within=(0, 1), required=True),
        Column("imposed", pl.Int32, "1 if sanctions were imposed", within=(0, 1), required=True),
        Column("imposed_year", pl.Int32, "Year of imposition", within=(1940, 2015)),
        Column("sanction_threatened", pl.String, "Kinds threatened, codes parted by spaces"),
        Column("sanction_imposed", pl.String, "Kinds imposed, codes parted by spaces: 1 total embargo, 2 partial, "
               "3 imports, 4 exports, 5 blockade, 6 assets, 7 aid, 8 travel, 9 agreement suspended, 10 other"),
        Column("target_costs", pl.Int32, "Costs to the target: 1 minor, 2 major, 3 severe", within=(1, 3)),
        Column("sender_costs", pl.Int32, "Costs to the senders: 1 minor, 2 major, 3 severe", within=(1, 3)),
        Column("final_outcome", pl.Int32, "1 to 5 ended at the threat, 6 to 10 after imposition", within=(1, 10)),
        Column("settlement_sender", pl.Int32, "How good the settlement is for the sender", within=(0, 10)),
        Column("settlement_target", pl.Int32, "How good the settlement is for the target", within=(0, 10)),
        Column("by_institution", pl.Int32, "1 if an international institution is involved", within=(0, 1)),
        Column("institution_ids", pl.String, "Institutions involved, codes parted by spaces"),
    ],
    ignored={*IGNORED.split(), *SENDERS},
)  # fmt: skip
def cases(raw: Raw) -> pl.LazyFrame:
    """Each case in which states threatened or imposed sanctions, from its beginning to its end."""
    imposed = pl.col("sancimpositionstartyear").str.extract(r"(\d{4})")
    settlement = pl.col("settlementnaturesender", "settlementnaturetarget").replace({"-9": None})
    days = {"first_day": _day("start"), "last_day": _day("end")}
    return _published(raw).with_columns(settlement, imposed_year=imposed, **days).rename(NAMES)


@ties.table(
    "record",
    key=("caseid", "ccode1", "ccode2"),
    years=(1945, 2005),
    rows=(1_800, 1_820),
    columns=[
        Column("caseid", pl.String, "The case", required=True),
        Column("year", pl.Int32, "Year of the beginning", required=True),
        Column("imposed", pl.Int32, "1 if sanctions were imposed in the case", within=(0, 1), required=True),
        Column("primary_sender", pl.Int32, "1 if ccode1 is the main sender", within=(0, 1), required=True),
    ],
)
def senders(raw: Raw) -> pl.LazyFrame:
    """Each sender and target of each case, states only; of joint cases the first five senders are known.

    Cases of which only an institution is known as sender (85), and those of or against the European
    Community itself, have no row for it. The file writes 255 for West Germany in some cases: here it is 260.
    """
    return _senders(raw)


@ties.table(
    "directed-dyad-year",
    years=(1945, 2005),
    rows=(1_560, 1_580),
    columns=[
        Column("sanction_cases", pl.Int32, "Cases against ccode2 begun in the year of which ccode1 is a sender",
               unit="cases", within=(0, 30), absent=0, required=True),
        Column("sanction_cases_imposed", pl.Int32, "Of sanction_cases those in which sanctions were imposed, then "
               "or later", unit="cases", within=(0, 30), absent=0, required=True),
    ],
)  # fmt: skip
def sanctions(raw: Raw) -> pl.LazyFrame:
    """How many sanction cases a state opens against another; members of a sending institution do not count."""
    return _senders(raw).group_by("ccode1", "ccode2", "year").agg(
        sanction_cases=pl.len(), sanction_cases_imposed=pl.col("imposed").cast(pl.Int32).sum()
    )  # fmt: skip


def _published(raw: Raw) -> pl.LazyFrame:
    return pl.read_excel(raw.path("TIESv4.xls"), engine="calamine", infer_schema_length=0).lazy()


def _senders(raw: Raw) -> pl.LazyFrame:
    published = _published(raw).with_columns(main="primarysender")
    case = ["caseid", "startyear", "targetstate", "imposition", "main"]
    listed = published.unpivot(SENDERS, index=case, value_name="sender").drop_nulls("sender")
    year = pl.col("startyear").cast(pl.Int32)
    numbers = listed.select(
        "caseid",
        ccode1=_ccode(pl.col("sender").cast(pl.Int32), year),
        ccode2=_ccode(pl.col("targetstate").cast(pl.Int32), year),
        year=year,
        imposed=pl.col("imposition"),
        primary_sender=(pl.col("sender") == pl.col("main")).fill_null(value=False).cast(pl.Int32),
    )
    states = numbers.filter(pl.max_horizontal("ccode1", "ccode2") < FIRST_INSTITUTION)
    return states.group_by("caseid", "ccode1", "ccode2", "year", "imposed").agg(pl.col("primary_sender").max())


def _ccode(published: pl.Expr, year: pl.Expr) -> pl.Expr:
    return pl.when((published == 255) & year.is_between(1949, 1990)).then(260).otherwise(published)


def _day(end: str) -> pl.Expr:
    month, day = (pl.col(f"{end}{part}").str.zfill(2) for part in ("month", "day"))
    parts = (pl.col(f"{end}year"), month, pl.when(month.is_not_null()).then(day))
    return pl.concat_str(parts, separator="-", ignore_nulls=True).replace({"": None})
