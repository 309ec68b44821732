"""Writes the sample workbook with XlsxWriter: invented incidents, in the publisher's columns."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

HEADER = (
    "Cyberincidentnum,Dyadpair,StateA,StateB,Name,interactionstartdate,interactionenddate,method,targettype,initiator,"
    "cyber_objective,information_operation,objective_achievement,Concession ,3rdpartyinitiator,severity,damage type,"
    "Crit Inf,Supply Ch,Ransomware,Political Objective,Sources1,Sources2,Sources3,Sources4,Sources5,Justice,Cert,FBI"
)
INCIDENTS = [
    (1, 13, "First", (2001, 2, 3), (2001, 4, 5), 3, 1, 3, 2),
    (2, 13, "Second", (2020, 5, 6), (2020, 7, 8), 4.2, 3, 1, 4),
    (3, 13, "Third", (2020, 9, 1), (2020, 9, 2), 1, 3, 1, 5),
    (4, 37, "By another", (2019, 1, 2), (2019, 1, 3), 2, 5, 1, 1),
    (5, 2732, "Prefix and suffix", (2000, 9, 9), (2000, 9, 10), 2, 2, 1, 1),
    (6, 13, "After the last full year", (2021, 1, 9), (2021, 1, 10), 2, 3, 1, 1),
]

if __name__ == "__main__":
    book = xlsxwriter.Workbook(Path(__file__).with_name("DCID_2.0_Release_update_February_2023.xlsx"))
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    sheet = book.add_worksheet("DCID_2.0_Release_public_June_20")
    sheet.write_row(0, 0, HEADER.split(","))
    for n, (number, pair, name, first, last, method, attacker, objective, severity) in enumerate(INCIDENTS, 1):
        sheet.write_row(n, 0, [number, pair, "A", "B", name])
        for place, (year, month, date) in ((5, first), (6, last)):
            sheet.write_datetime(n, place, datetime(year, month, date, tzinfo=UTC).replace(tzinfo=None), day)
        sheet.write_row(n, 7, [method, 1, attacker, objective, 0, 1, 0, 0, severity, 1, 3, 0, 0, "Invented", "-"])
    book.add_worksheet("DCID_2.0_Release_update_Februar").write_row(0, 0, ["not read"])
    book.close()
