"""Writes the sample workbook with xlwt: invented cases, in the publisher's columns."""

from pathlib import Path

import xlwt

HEADER = (
    "caseid startmonth startday startyear endmonth endday endyear ongoingasofmonth ongoingasofday ongoingasofyear "
    "sender1 sender2 sender3 sender4 sender5 primarysender targetstate institution institutionid targetinstitution "
    "otherinstitution issue1 issue2 issue3 otherissue threat threatid1 threatid2 threatid3 sanctiontypethreat "
    "othersanctiontypethreatened bspecif scommit threatenedtargetinterest dsanctions carrots anticipatedtargetcosts "
    "anticipatedtargetcostsfigureifav tcurrency tyearofestimate anticipatedsendercosts scurrency syearofestimate "
    "imposition sancimpositionstartmonth sancimpositionstartday sancimpositionstartyear sanctionidentity sanctiontype "
    "othersanctiontype implementationofdiplomaticsancti carrotsduringsanction carrotvalue carrotcurrency carrotyear "
    "targetcosts targeteconomiccostsfigure targeteconomiccostscurrency targeteconomiccostsyear sendercosts "
    "sendereconomiccostsfigure sendereconomiccostscurrency sendereconomiccostsyear finaloutcome "
    "settlementnaturesender settlementnaturetarget"
)
CASES: list[dict[str, int | str]] = [
    {
        "caseid": 1950020301, "startmonth": 2, "startday": 3, "startyear": 1950, "endyear": 1951, "sender1": 1,
        "sender2": 255, "primarysender": 1, "targetstate": 3, "institution": 0, "issue1": 2, "threat": 1,
        "sanctiontypethreat": "3 5", "imposition": 1, "sancimpositionstartyear": "1950, some day in spring",
        "sanctiontype": "2 7", "targetcosts": 2, "sendercosts": 1, "finaloutcome": 7, "settlementnaturesender": 8,
        "settlementnaturetarget": -9,
    },
    {
        "caseid": 1950050601, "startmonth": 5, "startyear": 1950, "endmonth": 6, "endday": 7, "endyear": 1952,
        "sender1": 1, "targetstate": 3, "institution": 1, "institutionid": "1830 3750", "issue1": 13, "threat": 1,
        "imposition": 0, "finaloutcome": 3,
    },
    {"caseid": 2001010101, "startyear": 2001, "sender1": 1000, "primarysender": 3, "targetstate": 1000, "issue1": 1,
     "threat": 0, "imposition": 1},
]  # fmt: skip

if __name__ == "__main__":
    book = xlwt.Workbook()
    sheet = book.add_sheet("TIESv4.1.raw")
    for place, name in enumerate(HEADER.split()):
        sheet.write(0, place, name)
        for n, case in enumerate(CASES, 1):
            if name in case:
                sheet.write(n, place, case[name])
    book.save(str(Path(__file__).with_name("TIESv4.xls")))
