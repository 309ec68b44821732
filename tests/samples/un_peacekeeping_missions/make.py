"""Writes the sample workbook: invented hosts, in the publisher's layout."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROWS = [
    ["mission_acronym", "mission_name", "iso3c"],
    ["UNSAMP", "United Nations Sample Mission", "PRT"],
    ["UNSAMP", "United Nations Sample Mission", "YAR"],
    ["UNOLD", "United Nations Old Mission (I & II)", ""],
]
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def row(cells: list[str]) -> str:
    """A row of text cells, without the empty ones."""
    filled = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells if cell)
    return f"<row>{filled}</row>"


PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(map(row, ROWS))}</sheetData>'
    "</worksheet>",
}

if __name__ == "__main__":
    target = Path(__file__).with_name("unpko_country_crosswalk.xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(zipfile.ZipInfo(name), text)
