"""Writes the sample: two files with invented trips, and the others without any."""

from pathlib import Path

from foedus.sources.us_leader_travels import us_leader_travels

HERE = Path(__file__).parent
TRIPS = {
    "wilson-woodrow.xml": [
        (9001, "president", "Example President", "1951-03-04", "1951-03-06", "portugal", "Portugal"),
        (9002, "president", "Example President", "1951-03-06", "1951-03-07", "holy-see", "Vatican City"),
    ],
    "vance-cyrus-roberts.xml": [
        (9003, "secretary", "Example Secretary", "1951-12-30", "1952-01-02", "portugal", "Portugal"),
        (9004, "secretary", "Example Secretary", "1969-05-01", "1969-05-02", "vietnam", "Vietnam"),
    ],
}
TRIP = """    <trip role="{role}" who="example">
        <id>{id}</id>
        <role>{role}</role>
        <name>{name}</name>
        <start-date>{start}</start-date>
        <end-date>{end}</end-date>
        <country id="{slug}">{country}</country>
        <locale>Sampletown</locale>
        <remarks>Invented, over
            two lines.</remarks>
        <created-by>sample</created-by>
        <created-datetime>2000-01-01T00:00:00-04:00</created-datetime>
        <last-modified-by>sample</last-modified-by>
        <last-modified-datetime/>
    </trip>
"""
FIELDS = ("id", "role", "name", "start", "end", "slug", "country")

if __name__ == "__main__":
    for file in us_leader_travels.files:
        trips = "".join(TRIP.format(**dict(zip(FIELDS, trip, strict=True))) for trip in TRIPS.get(file.name, []))
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<trips>\n{trips}</trips>\n'
        (HERE / file.name).write_text(text, encoding="utf-8")
