"""Reports handed on: PDF, workbook, figures and bibliography say what the page says, and need what they need."""

from __future__ import annotations

import io
import math
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import foedus
from foedus import cli
from foedus.errors import BadOption, NotInstalled
from foedus.reports._figures import resolved, standalone
from foedus.reports._handed import Report
from foedus.reports._scores import FIRST
from foedus.reports._workbook import Formula, Sheet, written
from foedus.verbs import Assessed

Assess = Callable[..., Assessed]
Where = Callable[[Path], None]
ASKED: tuple[tuple[str, Callable[[], object]], ...] = (
    ("assess", lambda: foedus.assess("Ukraine-United-Kingdom", draws=20)),
    ("compare", lambda: foedus.compare("NATO", "CSTO", year=2015, draws=20)),
    ("explain", lambda: foedus.explain("NATO", "commitment", year=2015, draws=20)),
    ("timeline", lambda: foedus.timeline("CSTO")),
    ("burden", lambda: foedus.burden("NATO", year=2015)),
    ("aid", lambda: foedus.aid("USA", "EGY", year=2010, draws=100)),
    ("response", lambda: foedus.response("haiti-2010")),
    ("gaps", lambda: foedus.gaps("NATO", year=2015)),
    ("state", lambda: foedus.state("FRA", year=2015)),
    ("rank", lambda: foedus.rank(headline="results", year=2015, draws=20)),
    ("outlook", lambda: foedus.outlook("NATO", year=2015)),
    ("who-owes", lambda: foedus.who_owes("EST", attacker="RUS", year=2015)),
)


@pytest.fixture(params=ASKED, ids=[name for name, _ in ASKED])
def report(request: pytest.FixtureRequest, at: Where) -> Report:
    """A report of each kind, from what is in the box; aid needs data that are not."""
    at(request.getfixturevalue("full" if request.param[0] == "aid" else "data"))
    made = request.param[1]()
    assert isinstance(made, Report)
    return made


def test_every_report_becomes_a_tagged_pdf(report: Report) -> None:
    made = report.to("pdf")
    assert made.startswith(b"%PDF-1.7")
    inside = b"".join(unpacked(made))
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid" in inside


def test_the_same_question_gives_the_same_bytes(data: Path, at: Where) -> None:
    at(data)
    one, other = (foedus.who_owes("EST", attacker="RUS", year=2015) for _ in range(2))
    assert one.to("pdf") == other.to("pdf")
    assert one.to("xlsx") == other.to("xlsx")


def test_every_report_becomes_a_workbook_with_summary_evidence_and_lineage(report: Report) -> None:
    book = read(report.to("xlsx"))
    assert next(iter(book)) == "Summary"
    assert list(book)[-2:] == ["Evidence", "Lineage"]
    assert any(report.fingerprint in str(cell) for cell in book["Summary"].values())
    cited = {value for at, value in book["Evidence"].items() if re.fullmatch(r"G\d+", at)} - {"Source"}
    listed = {value for at, value in book["Lineage"].items() if re.fullmatch(r"A\d+", at)} - {"Source"}
    assert cited == listed


def test_every_report_gives_its_bibliography(report: Report) -> None:
    entries = re.findall(r"^@misc\{(.+),$", report.to("bib"), re.MULTILINE)
    assert entries[-1] == "foedus"
    assert len(entries) == len(set(entries))


def test_changing_a_weight_moves_the_headline(data: Path, assessed: Assess) -> None:
    made = assessed(data, "NATO", year=2015, draws=20)
    book = Calculation(read(made.to("xlsx"))["Scores"])
    known = [r for p in made.record.pillars for r in p.indicators if r.headline == "commitment" and r.score is not None]
    assert len(known) > 1
    row = next(at for at in range(FIRST, 200) if book.cells.get(f"A{at}") == known[0].id)
    before = book.value(f"J{FIRST + 1}")
    book.cells[f"I{row}"] = 10.0
    after = Calculation(book.cells).value(f"J{FIRST + 1}")
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert abs(known[0].score - after) < abs(known[0].score - before)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "year"), [("NATO", 2015), ("US-Japan", 2010), ("CSTO", 2020), ("US-South-Korea", 1990)]
)
def test_the_workbook_s_formulas_give_the_scores_of_the_assessment(
    data: Path, assessed: Assess, name: str, year: int
) -> None:
    cells = read(assessed(data, name, year=year, draws=20).to("xlsx"))["Scores"]
    book = Calculation(cells)
    reported = {at: value for at, value in cells.items() if re.fullmatch(r"M\d+", at) and isinstance(value, float)}
    assert len(reported) > 3
    for at, value in reported.items():
        assert book.value(f"J{at[1:]}") == pytest.approx(value, abs=1e-9)
    formulas = [at for at, cell in cells.items() if isinstance(cell, Formula)]
    for at in formulas:
        told = cells[at]
        assert isinstance(told, Formula)
        assert book.value(at) == (pytest.approx(told.value, abs=1e-9) if isinstance(told.value, float) else told.value)


def test_too_little_known_has_no_number_in_the_workbook_either(data: Path, assessed: Assess) -> None:
    made = assessed(data, "ANZUS", year=1960, draws=20)
    cells = read(made.to("xlsx"))["Scores"]
    silent = [row for row in range(FIRST, FIRST + 5) if Calculation(cells).value(f"J{row}") == "not enough known"]
    assert len(silent) == sum(h.score is None for h in made.record.headlines.values())


def test_text_in_a_workbook_is_never_a_formula_and_unknown_is_an_empty_cell() -> None:
    sheet = Sheet("One", ("a", "b", "c"), (("=1+1", None, math.nan), ("https://example.org", 2, True)))
    cells = read(written("A", "2026-01-01", (sheet,)))["One"]
    assert cells["A2"] == "=1+1"
    assert "B2" not in cells
    assert "C2" not in cells
    assert cells["B3"] == 2.0
    assert written("A", "2026-01-01", (sheet,)) == written("A", "2026-01-01", (sheet,))


def test_figures_stand_alone_without_variables_and_as_pictures(data: Path, assessed: Assess) -> None:
    made = assessed(data, "NATO", year=2015, draws=20)
    drawing = made.to("svg")
    ET.fromstring(drawing)  # noqa: S314 -- our own drawing
    assert "var(" not in drawing
    assert "href" not in drawing
    assert made.fingerprint in drawing
    assert made.to("png").startswith(b"\x89PNG\r\n")


def test_a_style_sheet_without_variables_keeps_each_headline_s_color() -> None:
    css = ":root { --risk: #c14f00; --ink: #111; } @media print { :root { --ink: #000; } } .a, .b { fill: var(--c); }"
    assert resolved(css + " .t { fill: var(--ink); }", ":root") == (
        ".a.c-risk, .b.c-risk { fill: #c14f00; }\n.t { fill: #111; }"
    )
    assert standalone("<svg viewBox='0 0 1 1'><rect/></svg>").startswith('<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize(
    ("form", "library", "extra"),
    [("pdf", "weasyprint", "pdf"), ("xlsx", "xlsxwriter", "xlsx"), ("png", "resvg_py", "png")],
)
def test_a_form_whose_part_is_not_installed_names_the_remedy(
    data: Path, assessed: Assess, monkeypatch: pytest.MonkeyPatch, form: str, library: str, extra: str
) -> None:
    made = assessed(data, "NATO", year=2015, draws=20)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NotInstalled, match=rf"pip install 'foedus\[{extra}\]'") as caught:
        made.to(form)  # type: ignore[call-overload]
    assert caught.value.exit_code == 2


def test_a_file_form_is_not_poured_into_a_terminal(
    data: Path, at: Where, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(data)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["timeline", "CSTO", "--to", "pdf"])
    assert stopped.value.code == 2
    assert "--out FILE.pdf" in capsys.readouterr().err


def test_the_ending_of_the_file_chooses_the_form(data: Path, at: Where, tmp_path: Path) -> None:
    at(data)
    target = tmp_path / "response.xlsx"
    with pytest.raises(SystemExit) as stopped:
        cli.main(["response", "haiti-2010", "--out", str(target)])
    assert not stopped.value.code
    assert zipfile.is_zipfile(target)
    with pytest.raises(BadOption):
        foedus.response("haiti-2010").to("svg")


def unpacked(made: bytes) -> Iterator[bytes]:
    """The objects of a PDF as they are read; the last byte of one may look like an end of line, and is not missed."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            yield packed


NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
Cells = dict[str, object]


def read(made: bytes) -> dict[str, Cells]:
    """Every sheet of a workbook: its cells by place, a formula with the value that was written beside it."""
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{{{NAMES['m']}}}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 -- our own workbook
        ]
        names = [s.attrib["name"] for s in ET.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", NAMES)]  # noqa: S314
        return {
            name: dict(_cells(book.read(f"xl/worksheets/sheet{at}.xml"), shared)) for at, name in enumerate(names, 1)
        }


def _cells(page: bytes, shared: list[str]) -> Iterator[tuple[str, object]]:
    for cell in ET.fromstring(page).iterfind(".//m:c", NAMES):  # noqa: S314
        value, formula = cell.find("m:v", NAMES), cell.find("m:f", NAMES)
        if value is None:
            continue
        text = value.text or ""
        kind = cell.get("t") if text else "str"
        plain: float | str = shared[int(text)] if kind == "s" else text if kind == "str" else float(text)
        yield cell.attrib["r"], plain if formula is None else Formula(f"={formula.text}", plain)


class Known(list[bool]):
    """Whether each cell of a range is a number; two minus signs make it count."""

    def __neg__(self) -> Known:
        return self


class Calculation:
    """What a spreadsheet makes of the formulas of one sheet: as much of it as those formulas use."""

    def __init__(self, cells: Cells) -> None:
        self.cells = dict(cells)
        self.made: dict[str, object] = {}

    def value(self, place: str) -> object:
        """A cell computed anew, whatever was written beside its formula."""
        if place not in self.made:
            cell = self.cells.get(place, "")
            self.made[place] = self._computed(cell.text) if isinstance(cell, Formula) else cell
        return self.made[place]

    def _computed(self, formula: str) -> object:
        text = formula.lstrip("=").replace("$", "")
        text = re.sub(r"\b([A-Z]+)(\d+):[A-Z]+(\d+)\b", r"many('\1',\2,\3)", text)
        text = re.sub(r"(?<!')\b([A-Z]\d+)\b", r"one('\1')", text)
        text = re.sub(r"\bIF\((.+?),(.+),([^,]+)\)$", r"((\2) if (\1) else (\3))", text)
        return eval(text, {"__builtins__": {}}, self._words())  # noqa: S307 -- formulas of our own making

    def _words(self) -> dict[str, object]:
        def many(column: str, first: int, last: int) -> list[object]:
            return [self.value(f"{column}{row}") for row in range(first, last + 1)]

        def number(cell: object) -> float:
            return float(cell) if isinstance(cell, (bool, int, float)) else 0.0

        def is_number(cell: object) -> object:
            if isinstance(cell, list):
                return Known(isinstance(one, (int, float)) for one in cell)
            return isinstance(cell, (int, float))

        return {
            "many": many, "one": self.value, "ISNUMBER": is_number, "LN": math.log, "ROUND": round,
            "MAX": max, "MIN": min, "SUM": lambda cells: math.fsum(map(number, cells)),
            "SUMPRODUCT": lambda a, b: math.fsum(number(x) * number(y) for x, y in zip(a, b, strict=True)),
        }  # fmt: skip


def test_the_small_calculator_counts_as_a_spreadsheet_does() -> None:
    cells: Cells = {"A1": 1.0, "A2": "", "A3": 4.0, "B1": 2.0, "B2": 5.0, "B3": 0.5}
    made = {
        "=SUMPRODUCT(B1:B3,A1:A3)": 4.0, "=SUMPRODUCT(B1:B3,--ISNUMBER(A1:A3))": 2.5,
        '=IF(ISNUMBER(A2),1,"none")': "none", "=MAX(0,MIN(100,100*(A3-A1)/(B2-A1)))": 75.0,
    }  # fmt: skip
    for text, expected in made.items():
        assert Calculation({**cells, "C1": Formula(text, 0.0)}).value("C1") == expected
