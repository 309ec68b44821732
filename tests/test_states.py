"""The state crosswalk against the two published lists, and against answers that anyone can check."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from foedus import states
from foedus.errors import AmbiguousName, BadOption, OutsideCoverage, UnknownName
from foedus.states import _names, _tables

KINDS = {"current", "historical", "official", "short", "other", "code"}
SUCCESSIONS = {"unification", "dissolution", "secession", "continuation", "code_change", "absorption", "restoration"}
OUR_JOINS = {345: "COW keeps one tenure for Serbia, Yugoslavia and Serbia; we change the party in 1918 and 2006."}
OLDER_EDITION = {372: "Georgia begins on 1991-09-06 in the edition with microstates, on 1991-12-21 in the later one."}

DOUBTFUL_NAMES = {
    345: "COW calls Serbia of 1878 Yugoslavia.",
    484: "Two states were called Congo in 1960.",
    816: "Two states were called Vietnam in 1954.",
}


def data(*parts: str) -> Path:
    folder = os.environ.get("FOEDUS_TEST_DATA")
    path = Path(folder or "nowhere").joinpath(*parts)
    if not path.exists():
        pytest.skip(f"DID NOT RUN: {'/'.join(parts)} is not in FOEDUS_TEST_DATA ({folder or 'not set'})")
    return path


def ours(system: str) -> set[tuple[int, date, date | None]]:
    """Our tenures by code, last day counted, those that follow each other without a gap made one."""
    column = "ccode" if system == "cow" else "gwcode"
    frame = states.tenures(system).sort(column, "start")
    joined: list[tuple[int, date, date | None]] = []
    for code, start, end in frame.select(column, "start", "end").iter_rows():
        if joined and joined[-1][0] == code and joined[-1][2] == start:
            joined[-1] = (code, joined[-1][1], end)
        else:
            joined.append((code, start, end))
    return {(code, start, end and end - timedelta(1)) for code, start, end in joined}


def cow_list() -> pl.DataFrame:
    frame = pl.read_csv(data("cow_states", "states2016.csv"))
    return frame.select(
        "ccode",
        "statenme",
        start=pl.date("styear", "stmonth", "stday"),
        end=pl.date("endyear", "endmonth", "endday").replace(date(2016, 12, 31), None),
    )


def gw_list() -> pl.DataFrame:
    frame = pl.read_excel(data("gleditsch_ward_states", "gwstates.xlsx"), sheet_id=1)
    return frame.select(
        gwcode=pl.col("Cow Nr.").cast(pl.Int64),
        name=pl.col("Name of State").str.strip_chars(),
        start=pl.col("Start").str.to_date("%d.%m.%Y"),
        end=pl.col("End").str.to_date("%d.%m.%Y").replace(date(2017, 12, 31), None),
    )


def gw_list_with_microstates() -> pl.DataFrame:
    path = data("gleditsch_ward_states", "polities_mssl_gleditschward_states.csv")
    frame = pl.read_csv(path, encoding="utf8-lossy", infer_schema=False)
    ends = pl.col("gw_end").str.to_date(strict=False).replace(date(2012, 12, 31), None)  # some cells hold other text
    return frame.select(
        pl.col("gwcode", "microstate").cast(pl.Int64), "gwname_clean", start=pl.col("gw_start").str.to_date(), end=ends
    ).with_columns(
        end=pl.when(pl.col("gwcode") == 680).then(date(1990, 5, 21)).when(pl.col("gwcode") == 817)
        .then(date(1975, 4, 30)).otherwise("end")
    )  # fmt: skip


def test_every_cow_tenure_is_ours() -> None:
    assert ours("cow") == set(cow_list().select("ccode", "start", "end").iter_rows())


def test_the_only_tenures_we_split_are_those_of_code_345() -> None:
    published = set(cow_list().select("ccode", "start", "end").iter_rows())
    split = {
        (code, start, end and end - timedelta(1))
        for code, start, end in states.tenures("cow").select("ccode", "start", "end").iter_rows()
    }
    assert {code for code, *_ in split ^ published} == set(OUR_JOINS)


def test_every_gleditsch_ward_tenure_is_ours() -> None:
    micro = states.tenures("gw").filter(pl.col("microstate") == "yes")["gwcode"].to_list()
    larger = {tenure for tenure in ours("gw") if tenure[0] not in micro}
    assert larger == set(gw_list().select("gwcode", "start", "end").iter_rows())


def test_the_edition_with_microstates_differs_only_as_we_say() -> None:
    published = gw_list_with_microstates()
    assert {code for code, *_ in ours("gw") ^ set(published.select("gwcode", "start", "end").iter_rows())} == set(
        OLDER_EDITION
    )
    micro = states.tenures("gw").filter(pl.col("microstate") == "yes")["gwcode"].unique()
    assert set(micro) == set(published.filter(pl.col("microstate") == 1)["gwcode"])


def test_cow_state_years_are_those_cow_publishes() -> None:
    published = pl.read_csv(data("cow_states", "system2016.csv")).select("ccode", "year")
    mine = states.state_years("cow", first=1816, last=2016).select("ccode", "year")
    assert mine.sort("ccode", "year").equals(published.sort("ccode", "year"))


@pytest.mark.parametrize(("frame", "system"), [(cow_list, "cow"), (gw_list, "gw"), (gw_list_with_microstates, "gw")])
def test_every_name_in_the_lists_means_the_state_it_stands_for(frame, system) -> None:
    listed = frame()
    code, name = listed.columns[0], next(c for c in listed.columns if "name" in c or c == "statenme")
    for number, text, start in listed.select(code, name, "start").iter_rows():
        if number in DOUBTFUL_NAMES:
            continue
        day = date(1991, 12, 31) if number in OLDER_EDITION else start
        assert states.resolve(text, on=day).party == states.party_of(system, number, day.year), text


def test_tables_are_sorted_without_repeats_and_cite_known_sources() -> None:
    keys = {
        "parties": ["party"],
        "tenures": ["party", "system", "start"],
        "successions": ["date", "predecessor", "predecessor_ccode", "predecessor_gwcode", "successor"],
        "citations": ["id"],
    }
    for name, key in keys.items():
        rows = _tables.table(name).select(key).rows()
        assert len(set(rows)) == len(rows), name
        assert [str(r) for r in rows] == sorted(str(r) for r in rows) or name == "successions", name
    known = set(states.citations()["id"])
    for name in ("parties", "tenures", "successions"):
        assert set(_tables.table(name)["source"].drop_nulls()) <= known
    dates = states.successions()["date"].to_list()
    assert dates == sorted(dates)
    assert set(states.successions()["kind"]) <= SUCCESSIONS
    assert set(_tables.table("names")["kind"]) == KINDS


def test_counts_of_states_are_those_of_the_lists() -> None:
    assert states.tenures("cow")["ccode"].n_unique() == 217
    assert states.tenures("gw")["gwcode"].n_unique() == 225
    assert states.tenures("gw").filter(pl.col("microstate") == "yes").height == 23
    assert states.parties().height == states.parties()["name"].n_unique() == 224


def test_no_code_has_two_holders_and_no_party_two_codes_on_a_day() -> None:
    groups = [*_tables.holders().values()]
    for tenures in _tables.tenures_of().values():
        groups += [[t for t in tenures if t.system == system] for system in ("cow", "gw")]
    for group in groups:
        assert all(earlier.start < earlier.end <= later.start for earlier, later in pairwise(group))


def test_a_party_goes_by_one_name_on_a_day() -> None:
    for party, borne in _tables.bearings_of().items():
        display = [b for b in borne if b.kind in ("current", "historical")]
        assert sum(b.kind == "current" for b in display) <= 1, party
        alive = _tables.tenures_of()[party][-1].end == _tables.OPEN
        assert any(b.kind == "current" for b in display) == alive, party
        for tenure in _tables.tenures_of()[party]:
            assert sum(b.covers(tenure.start) for b in display) == 1, party
        spells = sorted((b.start, b.end) for b in display)
        assert all(end <= start for (_, end), (start, _) in pairwise(spells)), party


def test_iso_codes_are_the_parties_own() -> None:
    for party, iso3 in states.parties().select("party", "iso3").iter_rows():
        assert iso3 == (party if len(party) == 3 else None)
    assert not states.parties().filter(pl.col("party").is_in(["kosovo", "south-vietnam"]))["iso3"].is_not_null().any()


def test_a_code_of_letters_means_one_party() -> None:
    for key, borne in _names.index().items():
        if any(b.kind == "code" for b in borne):
            overlapping = [(a, b) for a, b in pairwise(sorted(borne, key=lambda b: b.start)) if a.end > b.start]
            assert all(a.party == b.party for a, b in overlapping), key


def test_every_state_that_ended_has_a_successor() -> None:
    ended = {p for p, ts in _tables.tenures_of().items() if ts[-1].end != _tables.OPEN}
    passed_on = states.successions().filter(pl.col("predecessor") != pl.col("successor"))
    assert ended <= set(passed_on["predecessor"])


def test_successions_carry_codes_of_their_parties_and_dates_of_their_lists() -> None:
    for row in states.successions().iter_rows(named=True):
        for side in ("predecessor", "successor"):
            tenures = _tables.tenures_of()[row[side]]
            for system, column in (("cow", "ccode"), ("gw", "gwcode")):
                code = row[f"{side}_{column}"]
                assert code is None or code in {t.code for t in tenures if t.system == system}, row
        system = row["source"].split("-")[0]
        if row["kind"] == "continuation" and row["predecessor"] == row["successor"]:
            continue
        both = [*_tables.tenures_of()[row["predecessor"]], *_tables.tenures_of()[row["successor"]]]
        days = {day for t in both if t.system == system for day in (t.start, t.end, t.end - timedelta(1))}
        assert row["date"] in days, row


@pytest.mark.parametrize(
    ("text", "on", "party", "ccode", "gwcode"),
    [
        ("Germany", 1960, "DEU", 260, 260),
        ("Germany", None, "DEU", 255, 260),
        ("Germany", 1914, "DEU", 255, 255),
        ("West Germany", None, "DEU", 260, 260),
        ("Prussia", 1850, "DEU", 255, 255),
        ("Germany", date(1950, 6, 25), "DEU", None, 260),
        ("East Germany", 1990, "DDR", 265, 265),
        ("Soviet Union", None, "RUS", 365, 365),
        ("USSR", 1945, "RUS", 365, 365),
        ("Russia", 1960, "RUS", 365, 365),
        ("Burma", 1960, "MMR", 775, 775),
        ("Zaire", 1980, "COD", 490, 490),
        ("Persia", 1900, "IRN", 630, 630),
        ("Siam", 1900, "THA", 800, 800),
        ("Türkiye", None, "TUR", 640, 640),
        ("turkey", 2024, "TUR", 640, 640),
        ("Ottoman Empire", 1853, "TUR", 640, 640),
        ("Korea", 1900, "korea-to-1910", 730, 730),
        ("Korea, South", 1960, "KOR", 732, 732),
        ("DPRK", None, "PRK", 731, 731),
        ("Congo", 1980, "COG", 484, 484),
        ("Congo, Dem. Rep.", 2000, "COD", 490, 490),
        ("Yemen", None, "YEM", 679, 678),
        ("Yemen", 1950, "YEM", 678, 678),
        ("Yemen", 1990, "YEM", 679, 678),
        ("South Yemen", 1980, "YMD", 680, 680),
        ("Vietnam", None, "VNM", 816, 816),
        ("North Vietnam", 1968, "VNM", 816, 816),
        ("South Vietnam", 1968, "south-vietnam", 817, 817),
        ("Serbia", 1914, "SRB", 345, 340),
        ("Yugoslavia", 1960, "YUG", 345, 345),
        ("Serbia", None, "SRB", 345, 340),
        ("Austria", 1880, "austria-hungary", 300, 300),
        ("Austria", 1950, "AUT", None, 305),
        ("Orange Free State", None, "orange-free-state", None, 564),
        ("United Arab Republic", 1960, "EGY", 651, 651),
        ("Republic of China", 1930, "CHN", 710, 710),
        ("Republic of China", 1960, "TWN", 713, 713),
        ("Great Colombia", 1825, "great-colombia", None, 99),
        ("Kiribati", 2010, "KIR", 946, 970),
        ("Ceylon", None, "LKA", 780, 780),
        ("Swaziland", 2020, "SWZ", 572, 572),
        ("FYROM", 2000, "MKD", 343, 343),
        ("cote d’ivoire", None, "CIV", 437, 437),
        ("The Gambia", None, "GMB", 420, 420),
        ("St. Lucia", None, "LCA", 56, 56),
        ("Iran (Islamic Republic of)", None, "IRN", 630, 630),
        ("Russia (Soviet Union)", 1950, "RUS", 365, 365),
        ("Gold Coast", None, "GHA", 452, 452),
        ("swz", None, "SWZ", 572, 572),
        ("UKG", None, "GBR", 200, 200),
        ("XKX", None, "kosovo", 347, 347),
        ("CZE", None, "CZE", 316, 316),
        ("ccode:365", None, "RUS", 365, 365),
        ("gw:340", None, "SRB", 345, 340),
        ("970", 2010, "NRU", 970, 971),
        ("gw:970", 2010, "KIR", 946, 970),
        ("345", 1960, "YUG", 345, 345),
        ("260", None, "DEU", 260, 260),
    ],
)
def test_names_and_codes_mean_who_bore_them(text, on, party, ccode, gwcode) -> None:
    state = states.resolve(text, on=on)
    assert (state.party, state.ccode, state.gwcode) == (party, ccode, gwcode)


@pytest.mark.parametrize(
    ("text", "on", "name"),
    [
        ("Soviet Union", None, "Soviet Union"),
        ("RUS", 1960, "Soviet Union"),
        ("RUS", 1914, "Russia"),
        ("RUS", None, "Russia"),
        ("THA", 1946, "Siam"),
        ("Germany", 1960, "West Germany"),
        ("Germany", 1990, "Germany"),
        ("ITA", 1850, "Sardinia"),
        ("Myanmar", 1960, "Burma"),
    ],
)
def test_a_state_carries_the_name_of_the_asked_date(text, on, name) -> None:
    assert states.resolve(text, on=on).name == name


@pytest.mark.parametrize(
    ("text", "on", "candidates"),
    [
        ("Korea", None, ("South Korea (KOR)", "North Korea (PRK)")),
        ("Korea", 1960, ("South Korea (KOR)", "North Korea (PRK)")),
        ("Congo", None, ("Democratic Republic of the Congo (COD)", "Republic of the Congo (COG)")),
        ("Yemen", 1980, ("Yemen (YEM)", "South Yemen (YMD)")),
        ("Vietnam", 1960, ("Vietnam (VNM)", "South Vietnam (south-vietnam)")),
        ("Hesse", 1850, ("Hesse-Darmstadt (hesse-darmstadt)", "Hesse-Kassel (hesse-kassel)")),
    ],
)
def test_a_name_of_two_states_is_refused_with_both(text, on, candidates) -> None:
    with pytest.raises(AmbiguousName) as error:
        states.resolve(text, on=on)
    assert error.value.candidates == candidates


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Germny", "Germany"), ("Unted Kingdom", "United Kingdom"), ("Nigerria", "Nigeria")],
)
def test_a_slip_of_the_pen_is_answered_with_the_nearest_name(text, suggestion) -> None:
    with pytest.raises(UnknownName) as error:
        states.resolve(text)
    assert suggestion in error.value.suggestions
    assert len(error.value.suggestions) <= 3


@pytest.mark.parametrize("text", ["Manchukuo", "ccode:999", "gw:1", "", "Atlantis"])
def test_what_is_no_state_is_unknown(text) -> None:
    with pytest.raises(UnknownName):
        states.resolve(text)


@pytest.mark.parametrize(
    ("text", "on"),
    [("Estonia", 1960), ("Soviet Union", 2000), ("Prussia", 1950), ("260", 2000), ("Czechia", 1980), ("Hungary", 1880)],
)
def test_a_state_out_of_its_time_is_an_error_that_says_its_time(text, on) -> None:
    with pytest.raises(OutsideCoverage) as error:
        states.resolve(text, on=on)
    assert " to " in str(error.value)


def test_states_of_a_day_and_of_a_year() -> None:
    day = states.at(date(1990, 10, 3)).filter(pl.col("party").is_in(["DEU", "DDR"]))
    assert day.rows() == [("DEU", "Germany", "DEU", 255, 260)]
    year = states.at(1990).filter(pl.col("party").is_in(["DEU", "DDR"]))
    assert year.rows() == [("DDR", "East Germany", "DDR", 265, 265), ("DEU", "Germany", "DEU", 255, 260)]
    assert states.at(1990)["party"].is_unique().all()
    assert states.at(1816)["ccode"].drop_nulls().len() == 23


def test_the_states_of_a_day_are_those_of_the_tenures() -> None:
    for day in (date(1866, 7, 26), date(1914, 8, 1), date(1942, 6, 1), date(2024, 12, 31)):
        for system, column in (("cow", "ccode"), ("gw", "gwcode")):
            held = {t.code for ts in _tables.tenures_of().values() for t in ts if t.system == system and t.covers(day)}
            assert set(states.at(day)[column].drop_nulls()) == held


def test_cow_has_its_195_states_of_2016_in_every_year_since() -> None:
    assert states.state_years("cow", first=2016, last=2026).group_by("year").len()["len"].unique().to_list() == [195]


def test_state_years_count_every_year_touched_and_a_code_once() -> None:
    cow = states.state_years("cow", first=1990, last=1990)
    assert cow.filter(pl.col("party") == "DEU").rows() == [("DEU", 255, 1990), ("DEU", 260, 1990)]
    serbia = states.state_years("cow", first=2005, last=2007).filter(pl.col("ccode") == 345)
    assert serbia["party"].to_list() == ["YUG", "SRB", "SRB"]
    japan = states.state_years("cow", first=1944, last=1953).filter(pl.col("ccode") == 740)
    assert japan["year"].to_list() == [1944, 1945, 1952, 1953]


def test_party_and_code_of_a_year_go_both_ways() -> None:
    for system, column in (("cow", "ccode"), ("gw", "gwcode")):
        for party, code, year in states.state_years(system, first=1990, last=1993).iter_rows():
            assert states.party_of(system, code, year) == party
            assert states.code_of(party, year, system) is not None, column
    assert states.party_of("cow", 260, 2000) is None
    assert states.code_of("DEU", 1950, "cow") is None
    assert states.code_of("DEU", 1950, "gw") == 260


def test_crosswalk_spells_are_maximal_and_apart() -> None:
    rows = states.crosswalk().rows()
    for earlier, later in pairwise(rows):
        if earlier[0] == later[0]:
            assert earlier[6] is not None
            assert earlier[6] < later[5] or (earlier[6] == later[5] and earlier[1:5] != later[1:5])
    assert states.crosswalk().filter(pl.col("ccode").is_null() & pl.col("gwcode").is_null()).is_empty()


def test_name_of_a_party_and_wrong_questions() -> None:
    assert states.name_of("RUS") == "Russia"
    assert states.name_of("korea-to-1910") == "Korea (to 1910)"
    with pytest.raises(UnknownName):
        states.name_of("XXX")
    with pytest.raises(BadOption):
        states.tenures("polity")  # type: ignore[arg-type]
