"""Writes the sample: four invented exercises in the publisher's columns."""

from pathlib import Path

import xlwt

HEADER = [
    "Coder", "Timestamp", "", "Exercise Name", "Location1", "Location2", "Start Date", "s.year", "s.month", "s.day",
    "enddate", "e.year", "e.month", "e.day", "JME Type", "Part of the Reforger Exercise?", "Trimmed Name",
    "Institution(s) involved", "What is the purpose of the JME?", "Anything interesting to note about this exercise?",
    "Which state hosted the exercise?", "Source(s)",
    *(f"State {one}" for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), *(f"State A{one}" for one in "ABCD"), "AUS",
]  # fmt: skip
EXERCISES = [
    {"Exercise Name": "Sample 78", "Start Date": "11/xx/1978", "s.year": 1978, "JME Type": "FTX", "State A": "PRT",
     "State B": "CHL ", "State C": "jPN"},
    {"Exercise Name": "-9", "Start Date": "05/04/1978", "s.year": 1978, "JME Type": "FTX/CPX", "State A": "CHL",
     "State B": "PRT", "State C": "NATO"},
    {"Exercise Name": "Sample 06", "Start Date": "01/02/2006", "JME Type": "Unsure", "State A": "PRT", "State B": "-9"},
    {"Exercise Name": "Sample 99", "Start Date": "01/02/3009", "State A": "PRT", "State B": "CHL"},
]  # fmt: skip

if __name__ == "__main__":
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1_2")
    for place, name in enumerate(HEADER):
        sheet.write(0, place, name)
    for line, exercise in enumerate(EXERCISES, 1):
        for name, value in exercise.items():
            sheet.write(line, HEADER.index(name), value)
    book.add_sheet("Sheet2")
    book.save(str(Path(__file__).with_name("jme_v3.xls")))
