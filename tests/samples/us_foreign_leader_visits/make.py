"""Writes the sample: two files with invented visits, and the others without any."""

from pathlib import Path

from foedus.sources.us_foreign_leader_visits import us_foreign_leader_visits

HERE = Path(__file__).parent
VISITS = {
    "1960.xml": [
        (9001, "1961-05-03", "1961-05-04", "portugal", "Portugal"),
        (9002, "1961-12-31", "1962-01-02", "portugal", "Portugal"),
        (9003, "1966-08-01", "1966-08-02", "vietnam", "Vietnam"),
    ],
    "1970.xml": [(9004, "1974-02-01", "1974-02-02", "holy-see", "Vatican City")],
}
VISIT = """    <visit>
        <id>{id}</id>
        <start-date>{start}</start-date>
        <end-date>{end}</end-date>
        <visitor>President Example</visitor>
        <from id="{slug}">{country}</from>
        <description>An <em>invented</em>
            visit.</description>
        <created-by>sample</created-by>
        <created-datetime>2000-01-01T00:00:00-04:00</created-datetime>
        <last-modified-by>sample</last-modified-by>
        <last-modified-datetime/>
    </visit>
"""
FIELDS = ("id", "start", "end", "slug", "country")

if __name__ == "__main__":
    for file in us_foreign_leader_visits.files:
        visits = "".join(VISIT.format(**dict(zip(FIELDS, visit, strict=True))) for visit in VISITS.get(file.name, []))
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<visits>\n{visits}</visits>\n'
        (HERE / file.name).write_text(text, encoding="utf-8")
