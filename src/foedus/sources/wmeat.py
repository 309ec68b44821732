"""World Military Expenditures and Arms Transfers: what each state's forces cost it, in five editions."""

from __future__ import annotations

from collections.abc import Sequence

import fastexcel
import polars as pl

from foedus import states
from foedus.declare import CLAIM_COLUMNS, Correction, File, Raw, Source
from foedus.errors import AmbiguousName, BrokenContract, OutsideCoverage, UnknownName

HOW = "Download Table I of the edition to {} from the homepage, and name it {}."
FILES = {
    1973: ("185674.xlsx", "a6ead0bba683fab0e02a4bf6f55cfc0bc5659ff4c8305d32c25d3b7b9afad86f"),
    1983: ("185659.xlsx", "303c152b4efc599c766edc063e66ef2d08a1d309bddcd228224fc9a4b248b1dc"),
    1994: ("185685.xlsx", "5b3e80e24e2dccf78c77282544f58600e4baabdc10d3cb16601b5dba1e775c94"),
    2005: ("121777.xls", "e7a8a56cb49397f7721a747359089eb2af91790863a3a63a01ed8a68dd233448"),
    2009: ("209509.xlsx", "09ab8b7afcb29d86bf37fbf7c164a7252a3612764d2ef0f492f57cf6ac558175"),
}
"""The file of each edition, by its last year."""

wmeat = Source(
    id="wmeat",
    title="World Military Expenditures and Arms Transfers, Table I",
    version="editions to 1973, 1983, 1994, 2005 and 2009",
    subject="burden sharing",
    citation=(
        "U.S. Arms Control and Disarmament Agency; U.S. Department of State, Bureau of Arms Control, Verification and "
        "Compliance. World Military Expenditures and Arms Transfers, Table I, five editions, the last of 2012."
    ),
    licence="Public domain in the United States (work of the United States Government)",
    homepage="https://2009-2017.state.gov/t/avc/rls/rpt/wmeat/index.htm",
    files=tuple(File(name, sha256=sha256, how=HOW.format(last, name)) for last, (name, sha256) in FILES.items()),
)

TITLE = "TABLE I. Military Expenditures, Armed Forces, GDP, CGE, Population, and Their Ratios,"
# The column of the share of income in the editions that are one sheet, and its label.
HEADERS = {1973: (9, "MILEX/GNP"), 1983: (15, "ME/GNP"), 1994: (15, "ME/GNP"), 2005: (17, "ME/GDP")}
BASES = {1973: "constant_1972", 1983: "constant_1982", **{year: f"constant_{year}" for year in (1994, 2005, 2009)}}
SHARE, CONSTANT = "ME/GDP (for all methods but sectoral PPP)", "- constant 2009 dollars (millions)"
DECADE = ["Parameter / Year", *(str(year) for year in range(1999, 2010)), "Mean"]
SPELLED = {
    "CONGO": "COG", "TRINIDAD + TOBAGO": "TTO", "MAINLAND": "CHN", "-MAINLAND": "CHN", "CHINA TAIWAN": "TWN",
    "CONGO, DEM. REP. OF (KINSHASA)": "COD", "CONGO, REP. OF (BRAZZAVILLE)": "COG", "YEMEN (SANAA)": "YEM",
    "BURKINA FASO (FORMERLY UPPER VOLTA)": "BFA", "GERMANY, WEST": "DEU", "CONGO, REPUBLIC OF (BRAZZAVILLE)": "COG",
    "CONGO, DEMOCRATIC REP. OF (KINSHASA)": "COD", "KOREA, NORTH (DEMOCRATIC REPUBLIC OF)": "PRK",
    "KOREA, SOUTH (REPUBLIC OF)": "KOR", "VIETNAM": "VNM",
}  # fmt: skip
ITEMS = {
    "share": ("milex_share_gnp_wmeat", "percent of income"), "constant": ("milex_constant_wmeat", "million US$"),
    "growth": ("milex_real_growth_wmeat", "percent"),
}  # fmt: skip
SLIPS = {"1973, ECUADOR, 1964": 1.94, "1973, VIETNAM, REPUBLIC OF, 1964": 12.39, "1973, GUINEA, 1972": 3.98,
         "1973, AUSTRIA, 1972": 1.03, "1994, Haiti, 1990": 1.7}  # fmt: skip
REASON = "a slip of a digit in the share, as expenditure over income of the same row shows"
CORRECTIONS = [
    Correction((pl.col("unit") == "percent of income") & pl.col("locator").str.ends_with(slip), "value", value, REASON,
               "not reported", 1) for slip, value in SLIPS.items()
]  # fmt: skip


@wmeat.table("claim", years=(1963, 2009), rows=(22_312, 22_312), columns=CLAIM_COLUMNS, corrections=CORRECTIONS)
def figures(raw: Raw) -> pl.LazyFrame:
    """Military expenditure as a share of income, in constant dollars, and its change on the year before.

    The vintage is the edition's last year: the newest wins where editions overlap, and they often differ by
    more than half a point. Change is computed within an edition, as bases do not splice. The share is of GNP
    in the editions to 1994, then of GDP; the last one marks its estimates by color, which is not read.
    """
    rows = pl.concat([*(_table(raw, last) for last in HEADERS), _sheets(raw)])
    rows = rows.with_columns(party=_parties(rows)).drop_nulls("party")
    before, year = (pl.col(name).shift().over("party", "vintage", order_by="year") for name in ("constant", "year"))
    growth = pl.when((pl.col("year") - year == 1) & (before > 0)).then((pl.col("constant") / before - 1) * 100)
    long = rows.with_columns(growth=growth).unpivot(
        list(ITEMS), index=["party", "year", "vintage", "estimate", "name"], variable_name="item"
    )
    item, unit = (pl.col("item").replace_strict({k: named[n] for k, named in ITEMS.items()}) for n in (0, 1))
    return long.lazy().drop_nulls("value").select(
        "party", "year", "value", "estimate", item=item, unit=unit, vintage=pl.col("vintage").cast(pl.String),
        definition=pl.when(pl.col("vintage") < 2000).then(pl.lit("gnp")).otherwise(pl.lit("gdp")),
        prices=pl.when(pl.col("item") != "share").then(pl.col("vintage").replace_strict(BASES)),
        locator=pl.format("Table I, edition to {}, {}, {}", "vintage", "name", "year"),
    )  # fmt: skip


def _table(raw: Raw, last: int) -> pl.DataFrame:
    """An edition in one sheet: a row with the state's name and notes on all of its years, then one for each year."""
    share, label = HEADERS[last]
    workbook = fastexcel.read_excel(raw.path(FILES[last][0]))
    cells = _cells(workbook, "By Country" if last == 2005 else "Sheet1").filter(~pl.all_horizontal(pl.all().is_null()))
    _expect(last, [cells["0"][0], cells["0"][2], cells[str(share)][2]], [TITLE, "Country and Year", label])
    year = pl.col("0").str.extract(r"^(\d{4})[a-z]?$").cast(pl.Int32)
    name = pl.when(year.is_null()).then(pl.coalesce("0", pl.when(pl.col("1").str.len_chars() > 6).then(pl.col("1"))))
    of_all = pl.when(name.is_not_null()).then(pl.col("1").str.contains("^[ER]").fill_null(value=False)).forward_fill()
    shifted = (name.forward_fill() == "ETHIOPIA") & (last == 1973)  # its income is printed where its share belongs
    return cells[3:].select(
        name=name.forward_fill(), year=year, vintage=pl.lit(last), constant=_number("3"),
        share=pl.when(shifted).then(_number("11")).otherwise(_number(str(share))),
        estimate=of_all | pl.col("4").str.contains("^[ER]").fill_null(value=False),
    ).drop_nulls("year")  # fmt: skip


def _sheets(raw: Raw) -> pl.DataFrame:
    """The last edition: a sheet for each state, a column for each year; the first rows of each kind count."""
    last, found = 2009, []
    workbook = fastexcel.read_excel(raw.path(FILES[last][0]))
    for sheet in workbook.sheet_names:
        cells = _cells(workbook, sheet)
        if cells.height > 6 and cells["1"][0] == "Country":
            _expect(last, cells.row(6), DECADE)
            rows = [cells.row(cells["0"].to_list().index(label))[1:12] for label in (SHARE, CONSTANT)]
            found.append(pl.DataFrame({"name": [cells["0"][0]] * 11, "year": DECADE[1:12], "1": rows[0], "3": rows[1]}))
    return pl.concat(found).select(
        name="name", year=pl.col("year").cast(pl.Int32), vintage=pl.lit(last), constant=_number("3"),
        share=(_number("1") * 100).round(6), estimate=pl.lit(None, pl.Boolean),
    )  # fmt: skip


def _cells(workbook: fastexcel.ExcelReader, sheet: str) -> pl.DataFrame:
    cells = workbook.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    cells.columns = [str(n) for n in range(cells.width)]
    return cells.with_columns(pl.all().str.replace_all(r"\s+", " ").str.strip_chars().replace("", None))


def _number(column: str) -> pl.Expr:
    """A number, with or without the mark of an estimate; ranges and marks of absence are none."""
    return pl.col(column).str.extract(r"^(\d[\d.]*(?:E-?\d+)?)[ER]?$").cast(pl.Float64)


def _parties(rows: pl.DataFrame) -> pl.Series:
    """Whom each row's name meant in its year; none where the state did not exist."""
    known: dict[tuple[str, int], str | None] = {}
    for name, year in rows.select("name", "year").unique().rows():
        try:
            known[name, year] = states.resolve(SPELLED.get(name.upper(), name), on=year).party
        except OutsideCoverage:
            known[name, year] = None
        except (UnknownName, AmbiguousName) as error:
            raise BrokenContract("wmeat.figures", f"gained the state {name!r}", str(error)) from error
    return pl.Series([known[row] for row in rows.select("name", "year").rows()], dtype=pl.String)


def _expect(last: int, found: Sequence[str | None], expected: Sequence[str]) -> None:
    gained, lost = ([str(cell) for cell in a if cell not in b] for a, b in ((found, expected), (expected, found)))
    if gained or lost:
        raise BrokenContract(
            "wmeat.figures", f"gained {gained}, lost {lost} in {FILES[last][0]}", "Hand over that file."
        )
