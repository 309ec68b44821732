"""What every row of the register must keep, and that each contract would notice its breach, by file and line.

The register in the box must keep all contracts. What they notice is tried on a small invented register.
"""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.errors import BadOption, BrokenContract
from foedus.reports import register as desk
from foedus.sources.register import FOLDER, SHEETS
from foedus.sources.register._contracts import CONTRACTS, Violation, span, violations

Rows = dict[str, list[dict[str, str]]]
NAMES = {sheet.name: sheet.names for sheet in SHEETS}
COMMON = {"source": "doc", "locator": "page 1", "basis": "read", "accessed": "2026-01-31", "confidence": "A1",
          "contested": "no"}  # fmt: skip
FIGURE = {"subject": "USA", "subject_kind": "party", "object": "pact", "item": "milex_share_gdp", "value": "3.5",
          "low": "3", "high": "4", "unit": "percent of GDP", "period_start": "2020", "vintage": "2021-06"}  # fmt: skip
INVENTED: Rows = {
    "entities": [{"party": "bloc", "name": "A bloc", "kind": "organization"}],
    "partnerships": [{"id": "pact", "name": "The pact", "kind": "alliance", "start": "1950-01-01"}],
    "instruments": [
        {"id": "treaty-1", "partnership": "pact", "title": "Treaty", "type": "treaty", "start": "1950",
         "atop_ids": "3180"},
        {"id": "treaty-2", "partnership": "pact", "title": "Protocol", "type": "protocol", "start": "1951-02"},
    ],
    "members": [
        {"partnership": "pact", "party": "CAN", "start": "1950-01-01", "status": "member", "joined": "founder"},
        {"partnership": "pact", "party": "USA", "start": "1950-01-01", "status": "member", "end": "1999-12"},
    ],
    "obligations": [
        {"id": "article-5", "instrument": "treaty-1", "from": "members", "to": "members", "type": "defense",
         "conditions": "location;request", "territory": "USA;islands", "binding": "legal", "text": "Help.",
         "not_promised": "War."},
    ],
    "enabling": [{"id": "sofa", "kind": "status_of_forces", "parties": "CAN;USA", "title": "Forces", "signed": "1951"}],
    "objectives": [{"id": "two-percent", "partnership": "pact", "objective": "Spend", "document": "Pledge",
                    "evaluated": "yes"}],
    "activities": [{"id": "drill", "kind": "exercise", "name": "Drill", "partnership": "pact", "start": "1990-05-01",
                    "end": "1990-05-20", "scale": "5000", "outcome": "unclear", "lead": "pact"}],
    "participants": [{"activity": "drill", "party": "CAN", "role": "host", "people": "100"}],
    "figures": [
        FIGURE, {**FIGURE, "subject": "drill", "subject_kind": "activity", "item": "people_assisted", "unit": "people"},
    ],
    "threats": [{"partnership": "pact", "named": "piracy", "start": "1990", "rank": "1", "document": "Concept"}],
    "programmes": [{"id": "jet", "name": "A jet", "kind": "research", "parties": "CAN;USA", "partnership": "pact",
                    "status": "active"}],
    "strains": [{"id": "quarrel", "partnership": "pact", "parties": "CAN;bloc", "kind": "dispute", "start": "1960",
                 "text": "A quarrel.", "obligation": "article-5", "honored": "not_applicable"}],
    "sources": [
        {"id": "doc", "publisher": "A ministry", "title": "Report", "address": "https://example.org/a",
         "kind": "official"},
        {"id": "other", "publisher": "A paper", "title": "News", "address": "http://example.org/b", "kind": "press"},
    ],
}  # fmt: skip
TOTAL = sum(map(len, INVENTED.values()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, INVENTED)


def written(folder: Path, rows: Rows) -> Path:
    for name, columns in NAMES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as opened:
            table = csv.DictWriter(opened, columns, restval="", lineterminator="\n")
            table.writeheader()
            for row in rows[name]:
                table.writerow({**(COMMON if name != "sources" else {}), **row})
    return folder


def broken(folder: Path, table: str, at: int, **cells: str) -> list[Violation]:
    """What is found once cells of one row (counted from 1) are changed."""
    rows = {name: [dict(row) for row in some] for name, some in INVENTED.items()}
    rows[table][at - 1] |= cells
    return violations(written(folder, rows))


# What is in the box


def test_the_register_in_the_box_keeps_every_contract() -> None:
    assert [str(one) for one in violations()] == []


def test_one_broken_cell_of_the_real_register_is_found_on_its_line(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "copy", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path, before = tmp_path / "copy" / "members.csv", violations(tmp_path / "copy")
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[4] = lines[4].replace(",member,", ",friend,")
    path.write_text("\n".join(lines), encoding="utf-8")
    new = [one for one in violations(tmp_path / "copy") if one not in before]
    assert [(one.file, one.line, one.column) for one in new] == [("members.csv", 5, "status")]


def test_ten_thousand_rows_are_checked_in_seconds(tmp_path: Path) -> None:
    rows = {**INVENTED, "figures": [{**FIGURE, "vintage": f"{year}"} for year in range(1000, 9999)]}
    folder = written(tmp_path, rows)
    start = time.process_time()
    assert violations(folder) == []
    assert time.process_time() - start < 5  # a fifth of that on the machine it was written on; this catches squares


# What each contract notices


def test_the_invented_register_keeps_every_contract(folder: Path) -> None:
    assert violations(folder) == []


CELLS = [
    ("keys", "entities", 1, "party", "", "is empty"),
    ("keys", "members", 2, "party", "CAN", "stands on line 2 already"),
    ("keys", "members", 2, "party", "AUS", "out of order"),
    ("filled", "partnerships", 1, "name", "", "is empty"),
    ("filled", "obligations", 1, "not_promised", "", "is empty"),
    ("filled", "figures", 1, "confidence", "", "is empty"),
    ("filled", "figures", 1, "contested", "", "is empty"),
    ("filled", "threats", 1, "locator", "", "is empty"),
    ("clean", "strains", 1, "text", "A\tquarrel.", "tab"),
    ("clean", "strains", 1, "text", "A\nquarrel.", "line break"),
    ("clean", "strains", 1, "text", "A quarrel. ", "blank"),
    ("vocabularies", "partnerships", 1, "kind", "club", "is none of"),
    ("vocabularies", "obligations", 1, "conditions", "location;weather", "'weather' is none of"),
    ("vocabularies", "figures", 1, "stage", "hoped", "is none of"),
    ("vocabularies", "figures", 1, "confidence", "G1", "Admiralty"),
    ("vocabularies", "enabling", 1, "basis", "guessed", "is none of"),
    ("dates", "instruments", 1, "signed", "1950-02-30", "is no date"),
    ("dates", "instruments", 1, "signed", "4 April 1949", "is no date"),
    ("dates", "sources", 1, "date", "1949-13", "is no date"),
    ("dates", "members", 1, "accessed", "2026-01", "whole date"),
    ("dates", "members", 2, "end", "1949", "is not after start"),
    ("dates", "activities", 1, "end", "1990-05-01", "is not after start"),
    ("dates", "figures", 1, "period_end", "2019-12-31", "is not after period_start"),
    ("numbers", "activities", 1, "scale", "5,000", "is no number"),
    ("numbers", "participants", 1, "people", "-3", "negative"),
    ("numbers", "figures", 1, "low", "3.6", "low 3.6 is above value 3.5"),
    ("numbers", "figures", 1, "value", "nan", "is no number"),
    ("references", "instruments", 1, "partnership", "nowhere", "is not in partnerships.csv"),
    ("references", "obligations", 1, "instrument", "nowhere", "is not in instruments.csv"),
    ("references", "participants", 1, "activity", "nothing", "is not in activities.csv"),
    ("references", "strains", 1, "obligation", "nothing", "is not in obligations.csv"),
    ("references", "partnerships", 1, "predecessor", "atop-1", "is not in partnerships.csv"),
    ("references", "members", 1, "source", "hearsay", "is not in sources.csv"),
    ("parties", "members", 2, "party", "XXX", "not a party"),
    ("parties", "enabling", 1, "parties", "CAN;Utopia", "'Utopia' is not a party"),
    ("parties", "enabling", 1, "parties", "CAN;", "'' is not a party"),
    ("parties", "members", 2, "party", "pact", "not a party"),
    ("parties", "threats", 1, "named", "dragons", "not a party or domain"),
    ("parties", "obligations", 1, "to", "everyone", "not a party or `members`"),
    ("parties", "obligations", 1, "territory", "XXX", "not a party"),
    ("claims_of_atop", "instruments", 2, "atop_ids", "3185;3180", "claimed by treaty-1 already"),
    ("claims_of_atop", "instruments", 2, "atop_ids", "318", "no ATOP id"),
    ("documents", "sources", 1, "address", "www.example.org", "no address"),
    ("documents", "sources", 2, "title", "The Military Balance 2020", "IISS must not feed"),
    ("figures", "figures", 1, "item", "happiness", "vocabulary"),
    ("figures", "figures", 1, "unit", "percent", "is not the unit of milex_share_gdp"),
    ("figures", "figures", 2, "subject", "nothing", "is no activity"),
    ("figures", "figures", 1, "prices", "constant", "neither current nor constant"),
]


@pytest.mark.parametrize(("contract", "table", "at", "column", "value", "said"), CELLS)
def test_a_broken_cell_is_named_by_file_and_line(
    folder: Path, contract: str, table: str, at: int, column: str, value: str, said: str
) -> None:
    found = [one for one in broken(folder, table, at, **{column: value}) if said in one.problem]
    key = next(sheet.key for sheet in SHEETS if sheet.name == table)
    where = {(one.file, one.line, one.column) for one in found}
    assert where <= {(f"{table}.csv", at + 1, name) for name in (column, *key)}
    assert where
    assert f"{table}.csv:{at + 1}: " in str(found[0])


def test_every_contract_is_shown_to_fail() -> None:
    assert {contract for contract, *_ in CELLS} == {contract.__name__ for contract in CONTRACTS}


@pytest.mark.parametrize(
    "source",
    [
        {"publisher": "SIPRI"},
        {"title": "Yearbook of the Stockholm International Peace Research Institute"},
        {"address": "https://www.sipri.org/databases"},
        {"publisher": "EM-DAT"},
        {"address": "https://www.emdat.be"},
        {"publisher": "International Institute for Strategic Studies"},
        {"publisher": "Correlates of War Project", "title": "Formal Alliances 4.1"},
        {"title": "COW alliances"},
    ],
)
def test_publishers_that_must_not_feed_the_register_are_found(folder: Path, source: dict[str, str]) -> None:
    found = broken(folder, "sources", 2, **source)
    assert [(one.file, one.line) for one in found] == [("sources.csv", 3)]
    assert "must not feed the register" in found[0].problem


@pytest.mark.parametrize("publisher", ["Institute for Security Studies (ISS)", "A cow farm", "Alliance of ministries"])
def test_publishers_of_similar_names_are_let_in(folder: Path, publisher: str) -> None:
    assert broken(folder, "sources", 2, publisher=publisher) == []


def test_a_fact_seen_quoted_must_say_where(folder: Path) -> None:
    assert [(one.line, one.column) for one in broken(folder, "strains", 1, basis="quoted")] == [(2, "note")]
    assert broken(folder, "strains", 1, basis="quoted", note="quoted in the second source") == []


def test_a_dyad_has_two_sides(folder: Path) -> None:
    found = broken(folder, "figures", 1, subject_kind="dyad", object="")
    assert [(one.line, one.column) for one in found] == [(2, "object")]


def test_money_may_be_in_any_currency_where_the_item_says_so(folder: Path) -> None:
    money = {"item": "cost_sharing", "unit": "JPY"}
    assert broken(folder, "figures", 1, **money) == []
    assert [one.column for one in broken(folder, "figures", 1, **{**money, "unit": "yen"})] == ["unit"]


def test_what_starts_and_ends_within_one_vague_date_is_no_breach(folder: Path) -> None:
    assert broken(folder, "activities", 1, start="1990-05", end="1990-05") == []
    assert broken(folder, "activities", 1, start="1990", end="1990-01-02") == []


def test_a_vague_date_reaches_to_its_last_day() -> None:
    assert [str(day) for day in span("2024-02") or ()] == ["2024-02-01", "2024-02-29"]
    assert [str(day) for day in span("1949") or ()] == ["1949-01-01", "1949-12-31"]
    assert span("0000") is None


# What is no table


def _rewritten(change: Callable[[str], str | bytes], folder: Path) -> list[Violation]:
    path = folder / "threats.csv"
    text = change(path.read_text(encoding="utf-8"))
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return violations(folder)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (lambda text: text.replace("named", "called", 1), 1, "the header lacks named and has 'called' too many"),
        (lambda text: text.replace("partnership,named", "named,partnership", 1), 1, "columns in another order"),
        (lambda text: text.replace("piracy", "piracy,surplus"), 2, "has 14 cells, not 13"),
        (lambda text: text.replace("piracy", '"piracy'), 2, "is no row of a table"),
        (lambda text: text.replace("piracy", "pirac\u00ff").encode("latin-1"), 1, "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(
    folder: Path, change: Callable[[str], str | bytes], line: int, said: str
) -> None:
    found = _rewritten(change, folder)
    assert [(one.file, one.line) for one in found] == [("threats.csv", line)]
    assert said in str(found[0])


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "threats.csv").unlink()
    assert [str(one) for one in violations(folder)] == ["threats.csv:1: the file is missing"]


def test_lines_are_counted_through_a_cell_that_is_broken_over_lines(folder: Path) -> None:
    rows = {**INVENTED, "members": [{**INVENTED["members"][0], "note": "one\ntwo"}, INVENTED["members"][1]]}
    rows["members"][1] = {**rows["members"][1], "status": "friend"}
    found = violations(written(folder, rows))
    assert [(one.line, one.column) for one in found] == [(2, "note"), (4, "status")]


# The desk


def test_check_says_how_many_rows_keep_the_contracts(folder: Path) -> None:
    assert desk.answered("check", 40, 0, folder=folder) == f"{TOTAL} rows in 14 tables keep all contracts."


def test_check_lists_the_first_breaches_and_counts_all(folder: Path) -> None:
    rows = {**INVENTED, "figures": [{**FIGURE, "vintage": f"{year}", "unit": "%"} for year in range(2000, 2030)]}
    with pytest.raises(BrokenContract) as raised:
        desk.answered("check", 40, 0, folder=written(folder, rows))
    told = str(raised.value).split("\n")
    assert told[0] == "The register breaks its contracts in 30 places:"
    assert told[1].startswith("figures.csv:2: unit: '%' is not the unit")
    assert told[-1] == "and 10 more. Mend these rows."
    assert len(told) == 1 + desk.SHOWN + 1
    assert raised.value.exit_code == 2


def test_an_audit_draws_the_same_rows_for_the_same_seed() -> None:
    assert desk.answered("audit", 30, 7) == desk.answered("audit", 30, 7)
    assert desk.answered("audit", 30, 7) != desk.answered("audit", 30, 8)


def test_an_audit_draws_from_every_table_and_in_proportion() -> None:
    assert desk.shares({"a": 90, "b": 9, "c": 1, "d": 0}, 20) == {"a": 17, "b": 2, "c": 1}
    assert desk.shares({"a": 2, "b": 1}, 50) == {"a": 2, "b": 1}
    assert desk.shares({"a": 5, "b": 5, "c": 5}, 1) == {"a": 1, "b": 1, "c": 1}


def test_an_audited_row_says_where_it_lies_and_where_to_look(folder: Path) -> None:
    told = desk.answered("audit", 100, 0, folder=folder)
    assert f"{TOTAL} of {TOTAL} rows" in told
    entry = next(part for part in told.split("\n## ") if "strains.csv:2 quarrel" in part)
    for said in ("text: A quarrel.", "A ministry, Report", "Address: https://example.org/a", "Locator: page 1",
                 "Basis: read", "Confidence: A1"):  # fmt: skip
        assert said in entry


def test_counts_are_given_by_table(folder: Path) -> None:
    told = desk.answered("counts", 40, 0, folder=folder)
    assert "| members | Who belonged from when to when | 2 |" in told
    assert told.endswith(f"| all |  | {TOTAL} |")


@pytest.mark.parametrize(("action", "number", "seed"), [("mend", 40, 0), ("audit", 0, 0), ("audit", 40, -1)])
def test_what_the_desk_cannot_do_is_refused(action: str, number: int, seed: int) -> None:
    with pytest.raises(BadOption):
        desk.answered(action, number, seed)
