"""Writes the sample: five invented roll calls of invented votes, in the publisher's columns."""

from datetime import date
from pathlib import Path

import pandas as pd
import rdata

HERE = Path(__file__).parent
COUNTRIES = {"Portugal": "PT", "Chile": "CL", "Yugoslavia": None}
VOTES = {3: "yyn", 4: "yan", 5: "ynn", 6: "yyy", 7: "n-y"}
WORDS = {"y": "yes", "a": "abstain", "n": "no"}
DAYS = {3: date(1990, 11, 1), 4: date(1990, 11, 1), 5: date(1990, 12, 1), 6: date(1990, 12, 2), 7: date(1991, 1, 9)}

if __name__ == "__main__":
    cast = [
        (float(rcid), country, COUNTRIES[country], WORDS[letter])
        for rcid, letters in VOTES.items()
        for country, letter in zip(COUNTRIES, letters, strict=True)
        if letter in WORDS
    ]
    votes = pd.DataFrame(cast, columns=["rcid", "country", "country_code", "vote"])
    votes["country_code"] = votes["country_code"].astype(object).where(votes["country_code"].notna(), None)
    votes["vote"] = pd.Categorical(votes["vote"], categories=["yes", "abstain", "no"])
    roll_calls = pd.DataFrame({
        "rcid": pd.Series(list(VOTES), dtype="int32"), "session": [45.0] * 5, "importantvote": [0.0] * 5,
        "date": [float((day - date(1970, 1, 1)).days) for day in DAYS.values()],
        "unres": [f"R/45/{rcid}" for rcid in VOTES], "amend": [0.0] * 5, "para": [0.0] * 5,
        "short": ["INVENTED"] * 5, "descr": ["AN INVENTED MATTER"] * 5,
    })  # fmt: skip
    for name, frame in (("un_votes", votes), ("un_roll_calls", roll_calls)):
        target = HERE / f"{name}.rda"
        rdata.write_rda(target, {name: frame}, compression="bzip2", format_version=2)
