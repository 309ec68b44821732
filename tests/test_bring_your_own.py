"""Sources that each user brings: taken by what they hold, refused in one sentence, and marked as the user's own."""

from __future__ import annotations

import json
import os
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus import sources, states
from foedus.cli import main
from foedus.declare import Raw
from foedus.errors import BadFile, BrokenContract
from foedus.warehouse import build, fetch
from foedus.warehouse._check import checked
from foedus.warehouse._paths import sha256
from foedus.warehouse._store import LEDGER, read_ledger

SAMPLES = Path(__file__).parent / "samples"
TEST_DATA = os.environ.get("FOEDUS_TEST_DATA", "")
OWN = [source.id for source in sources.everything() if source.bring_your_own]
MILEX = SAMPLES / "sipri_milex" / "SIPRI-Milex-data.xlsx"
TIV = SAMPLES / "sipri_arms_transfers" / "sipri-tiv-tables.csv"
REGISTER = SAMPLES / "sipri_trade_register" / "sipri-trade-register.csv"
workbook: Callable[..., None] = runpy.run_path(
    str(SAMPLES / "nato_defence_expenditure" / "make.py"), run_name="layout"
)["workbook"]
with_excerpts = pytest.mark.skipif(not TEST_DATA, reason="FOEDUS_TEST_DATA IS NOT SET: NO EXCERPT OF SIPRI WAS READ")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, with nothing declared in the box."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FOEDUS_DATA", str(folder))
    return folder


def _refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence that a command is refused with."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert ended.value.code == 2
    (said,) = (line for line in capsys.readouterr().err.splitlines() if not line.startswith("· "))
    return said


def _table(source_id: str, name: str, folder: Path) -> pl.DataFrame:
    table = sources.table(f"{source_id}.{name}")
    return checked(table.unpromised, table.parse(Raw(folder)))


# Taken over


def test_no_source_of_which_a_copy_is_known_is_brought() -> None:
    assert set(OWN) == {
        "cow_formal_alliances", "emdat", "iiss_military_balance", "sipri_arms_transfers", "sipri_milex",
        "sipri_trade_register",
    }  # fmt: skip


def test_a_workbook_of_any_name_is_taken_by_its_sheets(data: Path, tmp_path: Path) -> None:
    mine = shutil.copy(MILEX, tmp_path / "my download (3).xlsx")
    (one,) = fetch(["sipri_milex"], place=Path(mine))
    assert one.taken == ("SIPRI-Milex-data.xlsx",)
    assert sha256(data / "original" / "sipri_milex" / "SIPRI-Milex-data.xlsx") == sha256(MILEX)


def test_each_file_goes_to_its_own_source_when_a_folder_is_handed_over(data: Path, tmp_path: Path) -> None:
    for source in OWN:
        shutil.copytree(SAMPLES / source, tmp_path / "mine" / source)
    handed = fetch([], place=tmp_path / "mine", everything=True)
    taken = {one.source: one.taken for one in handed if one.taken}
    assert {source: len(names) for source, names in taken.items()} == {
        source: len(sources.load(source).files) for source in OWN
    }
    for source in OWN:
        for file in sources.load(source).files:
            assert sha256(data / "original" / source / file.name) == sha256(SAMPLES / source / file.name)


def test_two_files_that_could_both_be_meant_are_refused(data: Path, tmp_path: Path) -> None:
    for edition in ("1949-2023", "1949-2024"):
        text = TIV.read_text(encoding="utf-8").replace("1 Jan 1990", edition)
        (tmp_path / f"tiv {edition}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=r"1949-2023.*1949-2024.*one of them alone"):
        fetch(["sipri_arms_transfers"], place=tmp_path)


def test_the_ledger_keeps_the_hash_and_that_the_user_supplied_it(data: Path) -> None:
    fetch(["sipri_trade_register"], place=REGISTER)
    build()
    entry = read_ledger(data / "build" / LEDGER)["sipri_trade_register.deals"]
    assert entry.inputs == {"sipri-trade-register.csv": sha256(REGISTER)}
    assert entry.user_supplied == ("sipri-trade-register.csv",)
    assert entry.unverified == ()
    others = read_ledger(data / "build" / LEDGER).values()
    assert all(not other.user_supplied for other in others if other.source not in OWN)


def test_a_ledger_of_before_is_still_read(data: Path) -> None:
    fetch(["sipri_trade_register"], place=REGISTER)
    build()
    path = data / "build" / LEDGER
    told = json.loads(path.read_text(encoding="utf-8"))
    for table in told["tables"]:
        del table["user_supplied"]
    path.write_text(json.dumps(told), encoding="utf-8")
    assert read_ledger(path)["sipri_trade_register.deals"].user_supplied == ()


# Told


def test_a_source_to_bring_says_so_before_and_after(data: Path) -> None:
    listed = foedus.catalog("source").filter(pl.col("id") == "sipri_milex")
    assert listed["state"].item().startswith("bring your own: SIPRI")
    assert listed["command"].item() == "foedus fetch sipri_milex --from PATH"
    assert "**Bring your own**" in foedus.describe("sipri_milex")
    fetch(["sipri_milex"], place=MILEX)
    assert foedus.catalog("source").filter(pl.col("id") == "sipri_milex")["state"].item() == "at hand"
    assert "**Bring your own**" not in foedus.describe("atop")


# Refused


@pytest.mark.parametrize("source", OWN)
def test_asking_without_a_file_tells_how_to_get_it(source: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = _refused(capsys, "fetch", source)
    assert sources.load(source).homepage in said


@pytest.mark.parametrize("source", OWN)
def test_nothing_is_downloaded_that_a_user_has_to_bring(
    source: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert all(not file.addresses for file in sources.load(source).files)
    said = _refused(capsys, "fetch", source, "--from", "https://example.org/file.xlsx")
    assert f"is not downloaded for {source}: {sources.load(source).bring_your_own}" in said


def test_what_was_brought_is_here_when_all_is_asked_for(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch(["sipri_milex"], place=MILEX)
    monkeypatch.setattr(sources, "everything", lambda: (sources.load("sipri_milex"), sources.load("emdat")))
    milex, emdat = fetch([], place=None, everything=True)
    assert (milex.here, milex.absent) == (("SIPRI-Milex-data.xlsx",), ())
    assert (emdat.here, emdat.absent) == ((), ("public_emdat.xlsx",))


@pytest.mark.parametrize(
    ("source", "name", "content", "told"),
    [
        ("sipri_milex", "notes.pdf", b"%PDF", "name is not like *.xlsx"),
        ("sipri_milex", "milex.xlsx", b"PK\x03\x04 cut short", "cannot be opened as a workbook"),
        ("sipri_milex", "milex.xlsx", b"", "cannot be opened as a workbook"),
        ("sipri_arms_transfers", "tiv.csv", b"Exports by,1990,1991\nFrance,1,2\n", "is not sipri-tiv-tables.csv"),
        ("sipri_trade_register", "register.csv", b"Supplier,Recipient\n", "is not sipri-trade-register.csv"),
        ("emdat", "public_emdat.xlsx", MILEX.read_bytes(), "is not public_emdat.xlsx"),
        ("cow_formal_alliances", "alliance_v4.1_by_member.csv", b"ccode,year\n", "holds no copy of"),
        ("iiss_military_balance", "balance.pdf", b"%PDF", "name is not like *.xlsx or *.csv"),
        ("iiss_military_balance", "balance.xlsx", MILEX.read_bytes(), "is not military-balance.xlsx"),
        ("iiss_military_balance", "balance.csv", b"", "is not military-balance.xlsx"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    source: str, name: str, content: bytes, told: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    said = _refused(capsys, "fetch", source, "--from", tmp_path / name)
    assert told in said
    assert not (data / "original" / source).exists()


def test_the_unverified_are_not_let_in_by_name_alone(data: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "SIPRI-Milex-data.xlsx"
    workbook(wrong, {"Share of GDP": [["Country", "2001"]]})
    with pytest.raises(BadFile, match=r"is not SIPRI-Milex-data\.xlsx"):
        fetch(["sipri_milex"], place=wrong, unverified=True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Per capita", "Per head"), "Per capita"),
        (("Russia", "Ruritania"), "'Ruritania' (1992)"),
        (("4000", "many"), "cannot be read"),
    ],
)
def test_a_workbook_that_reads_otherwise_stops_the_build_in_one_sentence(
    change: tuple[str, str], told: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = runpy.run_path(str(SAMPLES / "sipri_milex" / "make.py"), run_name="sheets")["SHEETS"]
    changed = {
        name.replace(*change): [[cell and cell.replace(*change) for cell in row] for row in rows]
        for name, rows in sheets.items()
    }
    workbook(tmp_path / "milex.xlsx", changed)
    fetch(["sipri_milex"], place=tmp_path / "milex.xlsx")
    assert told in _refused(capsys, "build")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Supplier,1990", "Recipient,1990"), "not suppliers of one recipient"),
        (("Total exports to Congo", "Total world export"), "does not name its other side"),
        (("Total,13", "Sum,13"), "ends before the totals"),
        (("Soviet Union", "Ruritania"), "'Ruritania' (1990)"),
        (('"Germany (FRG)",3,,4,7\n"United', '"Germany (FRG)",3,,5,7\n"United'), "two values for 1 cells"),
    ],
)
def test_a_tiv_table_that_reads_otherwise_is_refused(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    text = TIV.read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / TIV.name).write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(BrokenContract, match=told.replace("(", r"\(").replace(")", r"\)")):
        _table("sipri_arms_transfers", "deliveries", tmp_path)


@pytest.mark.parametrize("word", ["Comments", "Number ordered", "SIPRI TIV of delivered weapons"])
def test_a_register_whose_columns_change_is_refused_by_name(word: str, tmp_path: Path) -> None:
    text = REGISTER.read_text(encoding="utf-8").replace(f",{word}", ",surplus")
    (tmp_path / REGISTER.name).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenContract, match=rf"gained \['surplus'\], lost \['{word}'\]"):
        _table("sipri_trade_register", "deals", tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_register_is_read_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    text = REGISTER.read_text(encoding="utf-8").replace("Never delivered", "Jamais livré")
    (tmp_path / REGISTER.name).write_text(text, encoding=encoding)
    assert _table("sipri_trade_register", "deals", tmp_path)["comments"][3] == "Jamais livré"


def test_a_header_of_2026_reads_as_the_one_before(tmp_path: Path) -> None:
    text = REGISTER.read_text(encoding="utf-8").replace(",Number delivered", ",Deliveries in the Year Range")
    (tmp_path / REGISTER.name).write_text(text, encoding="utf-8")
    assert _table("sipri_trade_register", "deals", tmp_path).equals(
        _table("sipri_trade_register", "deals", REGISTER.parent)
    )


# What the excerpts hold


@with_excerpts
def test_milex_comes_back_from_a_workbook_in_the_publishers_layout(tmp_path: Path) -> None:
    path = Path(TEST_DATA) / "sipri_milex" / "sipri_milex_excerpt_nato_2014_2024.csv"
    excerpt = pl.read_csv(path, infer_schema=False).with_columns(pl.col("year").cast(pl.Int32))
    years = sorted(excerpt["year"].unique())
    sheets: dict[str, list[list[str | None]]] = {}
    for sheet in ("Constant (2023) US$", "Current US$", "Share of GDP", "Per capita", "Share of Govt. spending"):
        before = ["Country", None, "Notes"] if sheet.startswith("Constant") else ["Country", "Notes"]
        rows: list[list[str | None]] = [["Preamble"]] * 5 + [[*before, *map(str, years)], ["Europe"]]
        for (country,), cells in excerpt.filter(pl.col("sheet") == sheet).group_by("country", maintain_order=True):
            printed = dict(zip(cells["year"], cells["value"], strict=True))
            rows.append([str(country), *[None] * (len(before) - 1), *(printed.get(year) for year in years)])
        sheets[sheet] = rows
    workbook(tmp_path / MILEX.name, sheets)
    table = _table("sipri_milex", "expenditure", tmp_path)
    numbers = excerpt.with_columns(pl.col("value").cast(pl.Float64, strict=False)).drop_nulls("value")
    assert numbers.height == 693
    for country, year, sheet, value in numbers.select("country", "year", "sheet", "value").iter_rows():
        column = "milex_share_gdp_sipri" if sheet == "Share of GDP" else "milex_sipri"
        here = (pl.col("ccode") == states.resolve(country, on=year).ccode) & (pl.col("year") == year)
        assert table.filter(here)[column].item() == pytest.approx(value, rel=1e-12)
    assert set(table["milex_base_year_sipri"]) == {2023}


def _excerpt_of_transfers() -> pl.DataFrame:
    return pl.read_csv(Path(TEST_DATA) / "sipri_arms_transfers" / "sipri_tiv_excerpt_us_exports_2010_2020.csv")


def _agrees(table: pl.DataFrame, column: str) -> None:
    excerpt = _excerpt_of_transfers()
    codes = states.codes_in("excerpt", excerpt.select("recipient", "year").rows())
    known = excerpt.select(
        ccode2=pl.Series(codes, dtype=pl.Int32), year=pl.col("year").cast(pl.Int32), tiv="tiv_million"
    )
    assert known["ccode2"].null_count() == 0
    both = known.join(table.filter(pl.col("ccode1") == 2), on=["ccode2", "year"], how="left", validate="1:1")
    assert both.height == table.height == 349
    assert both[column].to_list() == both["tiv"].to_list()


@with_excerpts
@pytest.mark.parametrize("layout", ["title", "totals"])
def test_deliveries_come_back_from_tables_in_both_layouts(layout: str, tmp_path: Path) -> None:
    excerpt = _excerpt_of_transfers()
    years = list(range(2010, 2021))
    wide = excerpt.pivot("year", index="recipient", values="tiv_million")
    lines = []
    if layout == "title":
        lines += ["TIV of arms exports from United States, 2010-2020", "", f",{','.join(map(str, years))},Total"]
    for row in wide.iter_rows(named=True):
        cells = ["" if row[str(year)] is None else f"{row[str(year)]:g}" for year in years]
        if layout == "title":
            lines.append(f"{row['recipient']},{','.join(cells)},0")
        else:
            lines += [
                f"Supplier,{','.join(map(str, years))},2010-2020,Percentage",
                f"United States,{','.join(cells)},0,1%",
            ]
            lines.append(f"Total exports to {row['recipient']},{','.join(cells)},0,")
    lines += ["Total"] if layout == "title" else []
    (tmp_path / TIV.name).write_text("\n".join(lines), encoding="latin-1")
    _agrees(_table("sipri_arms_transfers", "deliveries", tmp_path), "tiv_sipri")


@with_excerpts
def test_deliveries_come_back_from_a_register_of_deals_of_one_year(tmp_path: Path) -> None:
    header = REGISTER.read_text(encoding="utf-8").splitlines()[4]
    deals = [
        f"{recipient},{supplier},{year},,1,,Example,aircraft,1,,{year},New,,1,1,{tiv}"
        for supplier, recipient, year, tiv in _excerpt_of_transfers().iter_rows()
    ]
    (tmp_path / REGISTER.name).write_text("\n".join(["Preamble", header, *deals]), encoding="utf-8")
    table = _table("sipri_trade_register", "deliveries", tmp_path)
    _agrees(table, "tiv_spread_sipri")
    _agrees(table, "tiv_dated_sipri")
