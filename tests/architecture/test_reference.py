"""The generated reference is what the declarations say today: no page stale, none left over, no link broken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from foedus import errors, sources, verbs
from foedus.measures import measures
from foedus.reports import _formulas, reference
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import ITEMS, SHEETS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "reference"
LINK = re.compile(r"\]\((?!<?https?:)<?([^)>#]+)>?\)")
ANEW = "python -m foedus.reports.reference docs/reference"


@cache
def made() -> dict[str, str]:
    return reference.pages()


def test_the_pages_on_disk_are_those_of_the_declarations() -> None:
    stale = [path for path, text in made().items() if not _is(DOCS / path, text)]
    assert not stale, f"make them anew: {ANEW}"


def test_no_page_is_left_of_what_is_declared_no_longer() -> None:
    assert reference.orphans(DOCS, made()) == set(), f"make them anew: {ANEW}"


def test_the_rooms_of_generated_pages_hold_no_others() -> None:
    there = {p.relative_to(DOCS).as_posix() for room in ("indicators", "sources") for p in (DOCS / room).rglob("*")}
    assert there <= set(made())


def test_everything_declared_has_its_page() -> None:
    assert {f"indicators/{one.id}.md" for one in strategic_partnership.indicators} <= set(made())
    assert {f"sources/{name}.md" for name in sources.ids()} <= set(made())
    assert len({path.lower() for path in made()}) == len(made()), "two pages differ by case alone"


def test_the_pages_name_everything_they_are_about() -> None:
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.FoedusError)]
    assert all(f"\n## {one.__name__}\n" in made()["errors.md"] for one in classes)
    assert all(f"\nfoedus.{verb.__name__}(" in made()["verbs.md"] for verb in verbs.VERBS)
    assert all(f"\n## {sheet.name}\n" in made()["register.md"] for sheet in SHEETS)
    assert all(f"| `{item}` |" in made()["register.md"] for item in ITEMS)


def test_every_formula_stands_on_the_page_of_its_indicator() -> None:
    for one in strategic_partnership.indicators:
        for measure in one.measures:
            assert f"def {measure.name}(" in made()[f"indicators/{one.id}.md"]
            assert all(f"| `{column}` |" in made()[f"indicators/{one.id}.md"] for column in measure.columns)


@pytest.mark.parametrize("name", sorted(measures()))
def test_every_column_of_a_measure_is_traced_to_a_table(name: str) -> None:
    """Only a column that follows from membership alone rests on none."""
    measure = measures()[name]
    homes = {column: _formulas.home(column, measure)[0] for column in measure.columns}
    assert all(homes[column] or column == "with_usa" for column in homes), homes


def test_a_column_leads_to_the_table_that_it_is_made_from() -> None:
    """A lag, a sum over years, a side of a pair, an adversary, a figure with releases, an event."""
    wanted = {
        ("posture_change", "adversary_milex_lag5"): "cow_nmc.capabilities",
        ("had_coup", "coup_attempts_sum5"): "powell_thyne_coups.coup_counts",
        ("aid_dependence", "milex2"): "cow_nmc.capabilities",
        ("burden_gap_wmeat", "milex_constant_wmeat"): "wmeat.figures",
        ("spends_at_target", "burden_target"): "register.objectives",
        ("strongest_promise", "promise"): "register.obligations",
        ("cohesion_ratio", "distance_to_all"): "un_ideal_points.ideal_points",
        ("obligations_kept", "kept"): "berkemeier_fuhrmann_2018.cases",
    }
    missed = {key for key, table in wanted.items() if table not in _formulas.home(key[1], measures()[key[0]])[0]}
    assert missed == set()


def test_the_links_between_pages_lead_somewhere() -> None:
    broken = []
    for path, text in made().items():
        for target in LINK.findall(text):
            place = os.path.normpath((Path("docs/reference") / path).parent / target)
            inside = place.removeprefix("docs/reference/")
            if inside not in made() and not (ROOT / place).is_file():
                broken.append((path, target))
    assert broken == []


def test_the_pages_say_nothing_of_this_machine() -> None:
    held = [path for path, text in made().items() if str(ROOT) in text or " at 0x" in text]
    assert held == []


def test_another_process_makes_the_same_pages(tmp_path: Path) -> None:
    """With another order of sets and hashes."""
    where = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-m", "foedus.reports.reference", str(tmp_path)], env=where, check=True)
    assert [path for path, text in made().items() if not _is(tmp_path / path, text)] == []


def test_writing_mends_what_is_stale_and_leaves_alone_what_is_written_by_hand(tmp_path: Path) -> None:
    assert reference.write(tmp_path) == list(made())
    (tmp_path / "verbs.md").write_text("old", encoding="utf-8")
    (tmp_path / "sources" / "gone.md").write_text(f"{reference.MARK}\n\n# Gone\n", encoding="utf-8")
    (tmp_path / "by-hand.md").write_text("# By hand\n", encoding="utf-8")
    assert reference.orphans(tmp_path, made()) == {"sources/gone.md"}
    assert reference.write(tmp_path) == ["verbs.md", "sources/gone.md"]
    assert (tmp_path / "by-hand.md").is_file()
    assert reference.write(tmp_path) == []


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
