"""Writes the sample workbook: two Allies and invented figures, in the publisher's layout."""

import zipfile
from pathlib import Path

YEARS = [*(str(year) for year in range(2014, 2023)), "2023e", "2024e"]
BLANK: list[str | None] = [None] * 13
LAYOUT = {
    "TABLE2": ("Million US dollars", ["Current prices and exchange rates", "Constant 2015 prices and exchange rates"]),
    "TABLE3": ("Based on 2015 prices", ["Share of real GDP (%)", "Annual real change (%)"]),
    "TABLE5": ("Million US dollars", ["Current prices and exchange rates", "Constant 2015 prices and exchange rates"]),
    "TABLE7": ("Thousands", []),
    "TABLE8a": ("Percentage of total defence expenditure", ["Equipment (a)", "Personnel (b)"]),
}
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, sheets: dict[str, list[list[str | None]]]) -> None:
    """A workbook of text and number cells, the same bytes each time."""
    names = list(enumerate(sheets, 1))
    tabs = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in names)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in names
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>' for n, _ in names
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    for n, name in names:
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(sheets[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(part, text, zipfile.ZIP_DEFLATED)


def _sheet(rows: list[list[str | None]]) -> str:
    lines = []
    for n, row in enumerate(rows, 1):
        cells = (_cell(f"{chr(64 + c)}{n}", text) for c, text in enumerate(row, 1) if text is not None)
        lines.append(f'<row r="{n}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def figures() -> dict[str, list[list[str | None]]]:
    """Each sheet: a title, a unit, the years, and blocks of rows whose figures count up from 1.5."""
    sheets = {}
    for name, (unit, blocks) in LAYOUT.items():
        rows: list[list[str | None]] = [[f"{name.title()} : Invented", *BLANK[1:]], [unit, *BLANK[1:]]]
        rows.append([None, None, *YEARS])
        for n, label in enumerate(blocks or [None]):
            rows += [[label, *BLANK[1:]]] if label else []
            for m, ally in enumerate(["Czechia*", "United States"]):
                rows.append([None, ally, *(f"{1.5 + 100 * n + 20 * m + year}" for year in range(11))])
            rows.append(["NATO Total", None, *["9"] * 11])
        rows += [[None, "Notes: invented.", *BLANK[2:]], ["-8-", *BLANK[1:]]]
        sheets[name] = rows
    return sheets


if __name__ == "__main__":
    workbook(Path(__file__).with_name("240617-def-exp-2024-TABLES-en.xlsx"), figures())
