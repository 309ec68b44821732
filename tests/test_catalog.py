"""What there is, what a thing is, and how to cite it: on the real declarations, states and register."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from foedus import __version__, sources, verbs
from foedus.errors import AmbiguousName, BadOption, NotBuilt, UnknownName
from foedus.measures import measures
from foedus.panels import units
from foedus.reports import catalog, citation, description
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.sources.register import edition
from foedus.warehouse import Entry, Warehouse

COLUMNS = {
    "partnership": ["id", "name", "kind", "in_force", "members_now"],
    "source": ["id", "title", "version", "years", "subject", "state", "command"],
    "indicator": ["id", "title", "pillar", "stage", "worst", "best", "unit", "core"],
    "measure": ["name", "row_unit", "value_unit", "what_it_is"],
    "table": ["id", "unit", "years", "rows_expected", "columns"],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(tmp_path_factory.mktemp("data")))
        yield verbs.ready()


@pytest.fixture
def nothing_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    return tmp_path


def never() -> Warehouse:
    raise AssertionError("the warehouse was asked for")


# Lists


@pytest.mark.parametrize("noun", list(COLUMNS))
def test_a_noun_lists_the_same_in_singular_and_plural(noun: str, warehouse: Warehouse) -> None:
    frame = catalog.listed(noun, warehouse)
    assert frame.columns == COLUMNS[noun]
    assert frame.height
    assert frame.equals(catalog.listed(f"{noun.title()}s", warehouse))


def test_an_unknown_noun_is_told_the_nouns() -> None:
    with pytest.raises(BadOption) as raised:
        catalog.listed("treaty", None)
    assert all(noun in str(raised.value) for noun in COLUMNS)


def test_every_declared_thing_is_listed(nothing_built: Path) -> None:
    assert catalog.listed("source", None)["id"].to_list() == list(sources.ids())
    assert set(catalog.listed("measure", None)["name"]) == set(measures())
    assert catalog.listed("indicator", None).height == len(strategic_partnership.indicators)
    assert "register.members" in catalog.listed("table", None)["id"]


def test_a_subject_narrows_sources_and_tables(nothing_built: Path) -> None:
    assert set(catalog.listed("source", None, subject="alliances")["subject"]) == {"alliances"}
    assert catalog.listed("table", None, subject="partnerships")["id"].str.starts_with("register.").all()
    with pytest.raises(BadOption, match="alliances"):
        catalog.listed("source", None, subject="astronomy")
    with pytest.raises(BadOption, match="only sources, tables and columns"):
        catalog.listed("indicator", None, subject="alliances")


def test_a_source_says_where_it_is_and_what_brings_it(nothing_built: Path) -> None:
    atop = sources.load("atop")
    assert catalog.availability(sources.load("register"), ()) == ("in the box", "")
    assert catalog.availability(atop, ()) == ("absent", "foedus fetch atop --from PATH")
    for file in atop.files:
        (nothing_built / "original" / "atop").mkdir(parents=True, exist_ok=True)
        (nothing_built / "original" / "atop" / file.name).touch()
    assert catalog.availability(atop, ()) == ("at hand", "foedus build")
    assert catalog.availability(atop, [table.id for table in atop.tables]) == ("built", "")
    assert catalog.availability(atop, ["atop.members"]) == ("at hand", "foedus build")


@pytest.mark.parametrize("unit", units())
def test_a_unit_says_what_a_row_is_and_what_it_has_of_itself(unit: str) -> None:
    told = description.described(unit, never)
    assert told.startswith(f"# {unit}\n")
    assert f"foedus panel {unit} --years 2000" in told
    assert all(f"`{name}`" in told for name, _ in units()[unit].own)


def test_what_can_be_downloaded_is_brought_by_a_download_and_the_rest_by_hand() -> None:
    assert sources.fetch_command(["troopdata"]) == "foedus fetch troopdata"
    assert sources.fetch_command(["troopdata", "isard"]) == "foedus fetch troopdata isard"
    assert sources.fetch_command(["troopdata", "atop"]) == "foedus fetch troopdata atop --from PATH"


def test_partnerships_without_a_build_name_the_command(nothing_built: Path) -> None:
    with pytest.raises(NotBuilt, match="foedus build"):
        catalog.listed("partnerships", None)


def test_members_now_are_those_of_the_last_complete_year(warehouse: Warehouse) -> None:
    row = catalog.listed("partnership", warehouse).row(by_predicate=pl.col("id") == "nato", named=True)
    assert row == {"id": "nato", "name": "North Atlantic Treaty Organization", "kind": "alliance",
                   "in_force": "since 1949-08-24", "members_now": 32}  # fmt: skip


def test_ended_partnerships_have_no_members_now(warehouse: Warehouse) -> None:
    row = catalog.listed("partnership", warehouse).row(by_predicate=pl.col("id") == "warsaw-pact", named=True)
    assert (row["in_force"], row["members_now"]) == ("1955-06-05 until 1991-07-01", 0)


def test_atop_alliances_come_after_and_are_not_known_today(warehouse: Warehouse, tmp_path: Path) -> None:
    frame = catalog.listed("partnership", with_atop(warehouse, tmp_path))
    assert frame["id"].to_list()[-2:] == ["atop-2005", "atop-9999"]
    assert frame["in_force"].to_list()[-2:] == ["1914-08-02 until 1918-10-31", "since 2001-01-01, last known in 2018"]
    assert frame["members_now"].to_list()[-2:] == [0, None]


def with_atop(warehouse: Warehouse, folder: Path) -> Warehouse:
    """The warehouse with two alliances that only ATOP knows."""
    known, members = warehouse.read("derived.partnerships"), warehouse.read("derived.members")
    row = dict.fromkeys(known.columns, "") | {"kind": "bilateral_pact", "origin": "atop"}
    rows = [
        {**row, "id": "atop-2005", "name": "Germany, Turkey", "start": "1914-08-02", "end": "1918-10-31"},
        {**row, "id": "atop-9999", "name": "Two states", "start": "2001-01-01", "end": None},
    ]
    spell = [{"partnership": "atop-2005", "year": y, "party": "DEU", "name": "Germany"} for y in range(1914, 1919)]
    flags = dict.fromkeys(("offense", "neutral", "nonagg"), False) | {"defense": True, "consul": True}
    tables = {
        "derived.partnerships": pl.concat([known, pl.DataFrame(rows, schema=known.schema)]),
        "derived.members": pl.concat([members, pl.DataFrame(spell, schema=members.schema)]),
        "atop.alliances": pl.DataFrame([{"atopid": 2005, **flags}]),
    }
    entries = dict(warehouse.entries)
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
        entries[name] = Entry(name, str(folder / f"{name}.parquet"), frame.height, "", "", {}, "", "", "")
    return Warehouse(warehouse.folder, entries)


# Sheets


@pytest.mark.parametrize("source", sources.ids())
def test_a_source_is_described_without_a_build(source: str, nothing_built: Path) -> None:
    one, told = sources.load(source), description.described(source, never)
    for part in (one.title, one.licence, *(table.id for table in one.tables), *(file.how for file in one.files)):
        assert description.md.escaped(part) in told
    assert all(f"| {description.md.escaped(c.name)} |" in told for table in one.tables for c in table.columns)


@pytest.mark.parametrize("indicator", strategic_partnership.indicators, ids=lambda one: one.id)
def test_an_indicator_has_a_reference_sheet(indicator: catalog.Indicator, nothing_built: Path) -> None:
    told = description.described(indicator.id.lower(), never)
    for heading in ("Polarity", "Goalposts", "Across", "A value is carried", "Coverage", "Applies where", "Caveat"):
        assert f"**{heading}**" in told
    assert description.md.escaped(indicator.caveat) in told
    assert description.md.escaped(indicator.because) in told
    if indicator.measure:
        assert all(description.md.code(column) in told for column in indicator.measure.columns)
        assert description.md.escaped(indicator.measure.citation) in told


def test_polarity_is_said_in_words(nothing_built: Path) -> None:
    assert "**Polarity**: more is better" in description.described("COM1", never)
    assert "**Polarity**: less is less risk; 100 is most risk" in description.described("CHA1", never)
    assert "**Polarity**: contested" in description.described("COM6", never)


@pytest.mark.parametrize("measure", list(measures()))
def test_a_measure_is_described(measure: str, nothing_built: Path) -> None:
    told = description.described(measure, never)
    assert description.md.escaped(measures()[measure].doc.split("\n")[0]) in told
    assert "## Source columns" in told


def test_a_table_is_described(nothing_built: Path) -> None:
    told = description.described("cow_nmc.capabilities", never)
    assert "| milex |" in told
    assert "**Rows expected**: 15,000-17,000" in told


def test_a_column_says_where_it_comes_from_and_what_absence_means(nothing_built: Path) -> None:
    told = description.described("milex", never)
    assert "cow\\_nmc.capabilities" in told
    assert "A row missing inside its years means unknown" in told
    assert "Used by the measures" in told
    assert "relative\\_spending" in told
    assert "Computed for each state and year" in description.described("distance_to_all", never)
    assert "Part of the key of" in description.described("ccode", never)


def test_a_state_is_described_by_its_names_codes_and_successions(nothing_built: Path) -> None:
    told = description.described("west germany", never)
    assert "| 1955-05-05 | 1990-10-03 | West Germany | DEU | 260 | 260 |" in told
    assert "| cow | 255 | 1990-10-03 |" in told
    assert "1990-10-03: unification, East Germany to Germany" in told
    assert description.described("DEU", never) == told


@pytest.mark.parametrize("name", ["nato", "NATO", "North Atlantic Treaty Organization", "North Atlantic Treaty"])
def test_a_partnership_is_described_by_id_alias_and_treaty(name: str, warehouse: Warehouse) -> None:
    told = description.described(name, lambda: warehouse)
    assert told.startswith("# North Atlantic Treaty Organization\n")
    for part in ("## Members and others now", "| Finland | member |", "## Instruments", "## Obligations", "## Strains",
                 "### Defense: every member to every other member", "**What it does not promise**: No automatic",
                 "4 April 1949", "## Sources"):  # fmt: skip
        assert part in told


def test_those_who_left_are_told_apart(warehouse: Warehouse) -> None:
    now, gone = description.described("CSTO", lambda: warehouse).split("## Formerly")
    assert "| Uzbekistan |" in gone
    assert "| Uzbekistan |" not in now


def test_two_states_are_their_bilateral_partnership(warehouse: Warehouse) -> None:
    assert "`us-japan`" in description.described("USA-JPN", lambda: warehouse)
    with pytest.raises(UnknownName, match="foedus assess"):
        description.described("USA SWE", lambda: warehouse)


def test_an_atop_alliance_is_described_or_leads_to_who_claims_it(warehouse: Warehouse, tmp_path: Path) -> None:
    known = with_atop(warehouse, tmp_path)
    told = description.described("atop-2005", lambda: known)
    assert "- Germany: 1914 to 1918" in told
    assert "- help if attacked" in told
    assert "- help in attacking" not in told
    assert "`warsaw-pact`" in description.described("atop-3285", lambda: known)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("atopp", "atop"),
        ("milexx", "milex"),
        ("Germny", "Germany"),
        ("natoo", "nato"),
        ("spending_ginni", "spending_gini"),
    ],
)
def test_a_misspelled_name_is_met_with_the_closest_of_all_kinds(wrong: str, right: str, warehouse: Warehouse) -> None:
    with pytest.raises(UnknownName) as raised:
        description.described(wrong, lambda: warehouse)
    assert right in raised.value.suggestions


def test_no_name_is_no_thing(nothing_built: Path) -> None:
    with pytest.raises(UnknownName):
        description.described(" ", never)
    with pytest.raises(AmbiguousName):
        description.described("Korea", never)


# Citations

ENTRY = re.compile(r"@misc\{([a-z0-9_]+),\n((?:  [a-z]+ = \{.*\},?\n)+)\}")


def parsed(bibtex: str) -> dict[str, dict[str, str]]:
    """The entries of a BibTeX file of one field a line; anything else is left over and fails."""
    assert ENTRY.sub("", bibtex).strip() == ""
    found = {}
    for key, body in ENTRY.findall(bibtex):
        lines = body.rstrip("\n").split("\n")
        assert all(line.endswith("},") for line in lines[:-1])
        assert lines[-1].endswith("}")
        pairs = (line.strip().rstrip(",").split(" = ", 1) for line in lines)
        found[key] = {name: value[1:-1] for name, value in pairs}
    return found


def unescaped(text: str) -> str:
    """What is left that TeX would read as a command or a group."""
    escapes = r"\\textbackslash\{\}|\\textasciitilde\{\}|\\textasciicircum\{\}|\\[{}$&#_%]"
    return "".join(re.findall(r"[\\{}$&#_%~^]", re.sub(escapes, "", text)))


def test_every_source_has_a_valid_bibtex_entry() -> None:
    entries = parsed(citation.cited(sources.ids(), "bibtex"))
    assert list(entries) == list(sources.ids())
    for entry in entries.values():
        assert {"author", "title", "note"} <= set(entry)
        assert re.fullmatch(r"\d{4}", entry["year"])
        assert all(entry[name].startswith("{") and entry[name].endswith("}") for name in ("author", "title"))
        assert all(unescaped(entry[name][1:-1] if name != "note" else entry[name]) == "" for name in ("title", "note"))
        assert not set("{} ") & set(entry.get("url", ""))


def test_what_tex_would_read_as_a_command_is_escaped() -> None:
    odd = r"50% & more_of {this} #1 $2 ~3 ^4 \5"
    entry = citation._bibtex(citation.Reference("odd", "dataset", odd, 2000, odd, "1", "https://a.org/%7B{", odd))
    assert parsed(entry)["odd"]["note"] == citation._latex(odd)
    assert unescaped(citation._latex(odd)) == ""
    assert r"50\% \& more\_of \{this\} \#1 \$2 \textasciitilde{}3" in entry
    assert parsed(entry)["odd"]["url"] == "https://a.org/%7B%7B"


def test_every_source_is_valid_csl() -> None:
    entries = json.loads(citation.cited(sources.ids(), "csl"))
    assert [entry["id"] for entry in entries] == list(sources.ids())
    for entry in entries:
        assert entry["type"] == "dataset"
        assert entry["author"] == [{"literal": entry["author"][0]["literal"]}]
        assert not re.search(r"\d{4}", entry["author"][0]["literal"])
        assert all(isinstance(year, int) for (year,) in entry["issued"]["date-parts"])
        assert entry["URL"].startswith("http")
        assert entry["version"]
        assert entry["title"]


def test_without_names_foedus_and_the_register_are_cited() -> None:
    told = citation.cited([], "text")
    assert f"Version {__version__}." in told
    assert f"edition {edition().version}" in told
    assert list(parsed(citation.cited([], "bibtex"))) == ["foedus", "register"]
    first, second = json.loads(citation.cited([], "csl"))
    assert (first["id"], first["type"], first["version"]) == ("foedus", "software", __version__)
    assert second["version"] == edition().version


@pytest.mark.parametrize(
    ("name", "behind"),
    [
        ("atop", {"atop"}),
        ("ATOP", {"atop"}),
        ("atop.members", {"atop"}),
        ("milex", {"cow_nmc"}),
        ("cinc", {"cow_nmc"}),
        ("distance_to_all", {"un_ideal_points"}),
        ("idealpointfp_lag5", {"un_ideal_points"}),
        ("COM1", {"atop", "register"}),
        ("CHA1", {"un_ideal_points"}),
    ],
)
def test_a_name_leads_to_the_sources_behind_it(name: str, behind: set[str]) -> None:
    assert set(citation.behind(name)) == behind


def test_what_an_indicator_says_it_needs_is_behind_its_measure() -> None:
    assert {"nato_defence_expenditure", "register"} <= set(citation.behind("spending_gini"))


def test_every_indicator_and_measure_rests_on_sources() -> None:
    names = [*(one.id for one in strategic_partnership.indicators), *measures()]
    assert all(set(citation.behind(name)) <= set(sources.ids()) and citation.behind(name) for name in names)


def test_a_source_named_twice_is_cited_once() -> None:
    assert citation.cited(["atop", "atop.members"], "text") == citation.cited(["atop"], "text")
    assert sources.load("atop").citation in citation.cited(["atop"], "text")


def test_what_cannot_be_cited_is_refused() -> None:
    with pytest.raises(BadOption, match="text, bibtex, csl"):
        citation.cited([], "endnote")
    with pytest.raises(UnknownName) as raised:
        citation.cited(["atopp"], "text")
    assert "atop" in raised.value.suggestions
