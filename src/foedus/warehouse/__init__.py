"""Fetch, verify, parse, check and store: from a publisher's file to a table that can be trusted."""

from foedus.warehouse._build import BuildReport, build
from foedus.warehouse._check import checked
from foedus.warehouse._claims import RULE, claims, resolved
from foedus.warehouse._differences import Differences, differences
from foedus.warehouse._fetch import fetch, removed
from foedus.warehouse._hand_over import Handed
from foedus.warehouse._paths import data_folder, whole_file, write_whole
from foedus.warehouse._sql import sql
from foedus.warehouse._store import Entry, Warehouse, open_previous, open_warehouse
from foedus.warehouse._verify import Finding, Verified, verify
from foedus.warehouse._versions import known_versions, named, versions

__all__ = [
    "RULE",
    "BuildReport",
    "Differences",
    "Entry",
    "Finding",
    "Handed",
    "Verified",
    "Warehouse",
    "build",
    "checked",
    "claims",
    "data_folder",
    "differences",
    "fetch",
    "known_versions",
    "named",
    "open_previous",
    "open_warehouse",
    "removed",
    "resolved",
    "sql",
    "verify",
    "versions",
    "whole_file",
    "write_whole",
]
