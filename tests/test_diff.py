"""What moved: between two years of a partnership, two frameworks, two builds, two versions of a dataset."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus.errors import BadOption, NotInForce, UnknownName

Where = Callable[[Path], None]


def test_the_parts_of_a_change_between_years_add_up_to_it(data: Path, at: Where) -> None:
    at(data)
    told = json.loads(foedus.diff("NATO", year=2019, against=2024).to("json"))
    moved = foedus.diff("NATO", year=2019, against=2024).data
    compared = 0
    for headline in told["headlines"]:
        before, after = headline["before"], headline["after"]
        if before is None or after is None:
            continue
        parts = moved.filter(moved["headline"] == headline["headline"])["points"].sum()
        assert parts == pytest.approx(after - before, abs=1e-9)
        compared += 1
    assert compared


def test_nothing_moves_between_a_build_and_itself(data: Path, at: Where) -> None:
    at(data)
    moved = foedus.diff("NATO", data=data).data
    assert moved["points"].abs().sum() == 0


def test_two_versions_of_a_dataset_are_compared_cell_by_cell(full: Path, at: Where) -> None:
    at(full)
    answer = foedus.diff("cow_nmc.capabilities", "cow_nmc_7.capabilities")
    changed = answer.data
    whole = changed.filter(changed["column"].is_null())
    assert whole.height == 17_121 - 15_951, "version 7 goes on to 2022"
    assert set(whole["change"]) == {"added"}
    assert "milex_nmc7" not in set(changed["column"].drop_nulls())
    assert "cinc_nmc7" in set(changed["column"])
    assert "cow_nmc_7" in answer.to("md").replace("\\", "")


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("NATO", {}, BadOption),
        ("NATO", {"against": 2020, "data": Path("elsewhere")}, BadOption),
        ("NATO", {"year": 1940, "against": 2020}, NotInForce),
        ("Atlantis Pact", {"against": 2020}, UnknownName),
        ("register.members", {"other": "register.nothing"}, UnknownName),
    ],
)
def test_what_cannot_be_compared_is_refused(
    data: Path, at: Where, name: str, options: dict[str, object], error: type[Exception]
) -> None:
    at(data)
    with pytest.raises(error):
        foedus.diff(name, **options)  # type: ignore[arg-type]
