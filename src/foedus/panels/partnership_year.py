"""Partnership-years: each partnership of the register and of ATOP in each year in force, with its scores."""

from __future__ import annotations

from foedus.panels._rows import Rows, listed, presence
from foedus.panels._unit import PanelUnit, Request

KEY = ["partnership", "year"]


def _rows(request: Request) -> Rows:
    read = request.warehouse.read
    values = read("derived.values").select(*KEY, "indicator", "value").drop_nulls("value")
    wide = values.pivot("indicator", index=KEY, values="value")
    scores = read("derived.headlines").pivot("headline", index=KEY, values=["score", "known"])
    named = read("derived.partnerships").select(partnership="id", name="name")
    units = read("derived.units").join(named, on="partnership", how="left", maintain_order="left")
    frame = units.join(scores, on=KEY, how="left").join(wide, on=KEY, how="left")
    return listed(presence(request.system, request.first, request.last), frame, KEY, "partnership")


partnership_year = PanelUnit(
    "partnership-year", "A partnership in a year", _rows,
    own=(
        ("size", "Members in the year"), ("kind", "Kind of partnership"), ("name", "Name of the partnership"),
        *((f"score_{headline}", f"Score of the headline {headline}, of 100; empty where too little is known")
          for headline in ("commitment", "effects", "risk", "outlook")),
        *((f"known_{headline}", f"Share of the weight of {headline} that is known")
          for headline in ("commitment", "effects", "risk", "outlook")),
    ),
    reads=("derived.values", "derived.headlines", "derived.units"),
)  # fmt: skip
