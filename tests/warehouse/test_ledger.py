"""A ledger that can be read and says what cannot be meant is damaged too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedus.errors import BadFile
from foedus.warehouse._store import LEDGER, read_ledger


@pytest.mark.parametrize(("name", "value"), [("rows", "many"), ("file", None), ("file", 7), ("inputs", [])])
def test_an_entry_of_another_kind_is_damage(tmp_path: Path, name: str, value: object) -> None:
    entry: dict[str, object] = {
        "table": "toy.rows", "file": "toy.parquet", "rows": 1, "source": "toy", "version": "1", "inputs": {},
        "fingerprint": "", "built": "", "code": "",
    }  # fmt: skip
    ledger = tmp_path / LEDGER
    ledger.write_text(json.dumps({"format": 1, "tables": [entry]}), encoding="utf-8")
    assert list(read_ledger(ledger)) == ["toy.rows"]
    ledger.write_text(json.dumps({"format": 1, "tables": [{**entry, name: value}]}), encoding="utf-8")
    with pytest.raises(BadFile, match=r"is damaged\. Delete it and run: foedus build"):
        read_ledger(ledger)
