"""Frameworks from files: ours in the same words, another by hand, and one sentence for everything that is wrong."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.console import Console

import foedus
from foedus.cli import main
from foedus.declare import Indicator, Mean, Measure, Pillar, Scorecard
from foedus.errors import BadFile, BadOption
from foedus.reports import plain
from foedus.scorecards import _compose, to_json
from foedus.scorecards._assess import assess
from foedus.scorecards._framework import framework_of, read_framework
from foedus.scorecards._framework_text import written
from foedus.scorecards._means import mean, mean_of, two_levels
from foedus.scorecards._overlaid import scored_by
from foedus.scorecards.strategic_partnership import strategic_partnership
from foedus.warehouse import open_warehouse

ROOT = Path(__file__).parents[1]
OURS = ROOT / "docs" / "reference" / "frameworks" / "strategic_partnership.toml"
SMALL = """
title = "Mine"
[[pillar]]
id = "arms"
[[pillar.indicator]]
use = "COM1"
stage = "input"
direction = "higher"
worst = 0
best = 3
"""


def _read(text: str, folder: Path = ROOT) -> Scorecard:
    return framework_of(text, "mine.toml", folder).scorecard


def test_ours_is_one_such_framework() -> None:
    """What is written from the declaration reads as the declaration, to the last goalpost."""
    read = _read(written(strategic_partnership))
    assert read.pillars == strategic_partnership.pillars
    assert (read.title, read.need, read.within, read.between) == (
        strategic_partnership.title, 0.5, "arithmetic", "arithmetic",
    )  # fmt: skip


def test_the_file_of_our_framework_is_what_the_declaration_says_today() -> None:
    anew = "make docs"
    assert OURS.read_text(encoding="utf-8") == written(strategic_partnership), f"make it anew: {anew}"


def test_a_framework_built_on_ours_changes_what_it_says_and_nothing_else() -> None:
    read = _read("""
title = "Mine"
base = "strategic_partnership"
leave_out = ["AID5", "relief"]
[[pillar]]
id = "commitment"
[[pillar.indicator]]
use = "COM1"
best = 2
""")
    ours = {i.id: i for i in strategic_partnership.indicators}
    mine = {i.id: i for i in read.indicators}
    assert mine["COM1"] == replace(ours["COM1"], best=2)
    assert set(ours) - set(mine) == {"AID5"} | {i.id for i in ours.values() if i.pillar == "relief"}
    assert all(mine[name] == ours[name] for name in set(mine) - {"COM1"})


def test_a_measure_can_be_used_by_its_name() -> None:
    read = _read(
        SMALL
        + """
[[pillar.indicator]]
use = "spending_share_factbook"
stage = "input"
across = "median"
direction = "higher"
worst = 0
best = 4
"""
    )
    one = read.indicators[1]
    assert one.measure is not None
    assert (one.id, one.measure.name, one.across, one.headline) == (
        "spending_share_factbook", "spending_share_factbook", "median", "commitment",
    )  # fmt: skip


def test_the_same_text_without_comments_is_the_same_framework() -> None:
    one, other = framework_of(SMALL, "a", ROOT), framework_of(f"# Said otherwise\n{SMALL}\n# .", "b", ROOT)
    assert one.mark == other.mark
    assert framework_of(one.text, "a", ROOT).text == one.text
    assert framework_of(SMALL.replace("best = 3", "best = 2"), "a", ROOT).mark != one.mark


SECOND = '[[pillar.indicator]]\nuse = "COM2"\n'
WEIGHED = SMALL + "weight = 0.5\n" + SECOND + "weight = {}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = \nneed = 1", "line 1"),
        (SMALL.replace("best = 3", "best = = 3"), "line 10"),
        (SMALL.replace('"COM1"', '"COM11"'), "Did you mean 'COM1'"),
        (SMALL.replace("best = 3", "bset = 3"), "Did you mean 'best'"),
        (SMALL.replace('"input"', '"inptu"'), "one of input, activity"),
        (SMALL.replace('"higher"', '"lower"'), "Turn one of them round"),
        (SMALL.replace("worst = 0", "worst = 3"), "no distance between the goalposts"),
        (SMALL.replace("best = 3", "best = 9"), "cannot reach"),
        (SMALL.replace("best = 3", 'best = "much"'), "Give a number"),
        (SMALL + '[[pillar.indicator]]\nuse = "COM1"\n', "'COM1' more than once"),
        (SMALL + '[[pillar]]\nid = "arms"\n' + SECOND, "pillar 'arms' more than once"),
        (SMALL + '[[pillar]]\nid = "empty"\n', "no indicator in pillar 'empty'"),
        ('title = "x"', "no pillar"),
        (SMALL.replace('title = "Mine"', ""), "lacks the 'title'"),
        (SMALL.replace('"input"', '"context"'), "no indicator that is scored"),
        (WEIGHED.format(0.6), "add up to 1.1"),
        (SMALL + "weight = 0.5\n" + SECOND, "not to COM2"),
        (WEIGHED.format(-0.5), "above 0"),
        ("need = 0\n" + SMALL, "above 0 and up to 1"),
        ('[aggregation]\nindicators = "median"\n' + SMALL.replace('title = "Mine"', ""), "lacks the 'title'"),
        (SMALL + '[aggregation]\nindicators = "median"\n', "one of arithmetic, geometric, harmonic"),
        (SMALL + '[[pillar.indicator]]\nuse = "TRE1"\nstage = "input"\n', "The outlook is TRE1"),
        (SMALL + '[[pillar.indicator]]\nuse = "COL1"\nacross = "sum"\n', "by its name"),
        (SMALL + '[[pillar.indicator]]\nuse = "spending_share"\n', "no stage"),
        (SMALL + '[[pillar.indicator]]\nuse = "spends_at_target"\nstage = "input"\n', "no goalposts"),
        ('base = "nowhere.toml"\ntitle = "x"', "cannot be read"),
        ('base = "mine.toml"\ntitle = "x"', "goes in a circle"),
        ('base = "strategic_partnership"\ntitle = "x"\nleave_out = ["COM99"]', "Did you mean"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_framework_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        _read(text)
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.toml ")


def test_frameworks_that_build_on_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.toml").write_text(f'title = "x"\nbase = "{base}.toml"\n', encoding="utf-8")
    with pytest.raises(BadFile, match="in a circle"):
        read_framework(tmp_path / "a.toml")
    with pytest.raises(BadFile, match="cannot be read as text"):
        read_framework(tmp_path / "none.toml")


# Means and weights, by hand


@pytest.mark.parametrize(("kind", "found"), [("arithmetic", 50.0), ("geometric", 40.0), ("harmonic", 32.0)])
def test_three_means_of_20_and_80(kind: Mean, found: float) -> None:
    """(20 + 80) / 2 is 50, the root of 20 times 80 is 40, 2 / (1/20 + 1/80) is 32."""
    scores, weights = np.array([[20.0], [80.0]]), np.array([[0.5], [0.5]])
    assert mean(kind, scores, weights)[0] == pytest.approx(found)
    frame = pl.DataFrame({"score": [20.0, 80.0], "weight": [0.5, 0.5]})
    assert frame.select(mean_of(kind)).item() == pytest.approx(found)


@pytest.mark.parametrize(("kind", "found"), [("arithmetic", 40.0), ("geometric", 0.0), ("harmonic", 0.0)])
def test_a_score_of_nothing_is_not_bought_off_but_in_the_arithmetic_mean(kind: Mean, found: float) -> None:
    scores, weights = np.array([[0.0], [80.0]]), np.array([[0.5], [0.5]])
    assert mean(kind, scores, weights)[0] == pytest.approx(found)
    frame = pl.DataFrame({"score": [0.0, 80.0], "weight": [0.5, 0.5]})
    assert frame.select(mean_of(kind)).item() == pytest.approx(found)


def test_what_has_no_weight_is_left_out_of_every_mean() -> None:
    scores, weights = np.array([[0.0], [80.0]]), np.array([[0.0], [0.5]])
    kinds: tuple[Mean, ...] = ("arithmetic", "geometric", "harmonic")
    assert [mean(kind, scores, weights)[0] for kind in kinds] == pytest.approx([80, 80, 80])


def test_two_levels_put_indicators_together_by_pillar_first() -> None:
    """Geometric within: 20 and 80 make 40. Arithmetic between, the second pillar weighing half: (40 + 90) / 2."""
    scores, weights = np.array([[20.0], [80.0], [90.0]]), np.array([[0.25], [0.25], [0.5]])
    found = two_levels(scores, weights, ["a", "a", "b"], "geometric", "arithmetic")
    assert found[0] == pytest.approx(65)


NOTHING = Measure("nothing", "partnership-year", ("x",), lambda x: x, False, None, "", "", "")


def _toy(**changed: object) -> Scorecard:
    def one(name: str, pillar: str, weight: float = 1.0) -> Indicator:
        return Indicator(name, name, NOTHING, pillar, "input", worst=0.0, best=100.0, weight=weight)

    pillars = (Pillar("a", "a", (one("A1", "a", 3.0), one("A2", "a"))), Pillar("b", "b", (one("B1", "b"),)))
    return replace(Scorecard("toy", "Toy", pillars), **changed)  # type: ignore[arg-type]


def _weights(card: Scorecard, *without: str) -> dict[str, float]:
    return dict(_compose.weights(card, without).select("indicator", "weight").iter_rows())


def test_declared_weights_are_shares_of_their_pillar_and_pass_on_what_does_not_apply() -> None:
    assert _weights(_toy()) == pytest.approx({"A1": 0.375, "A2": 0.125, "B1": 0.5})
    assert _weights(_toy(), "A1") == pytest.approx({"A2": 0.5, "B1": 0.5})
    heavy = replace(_toy().pillars[0], weights={"commitment": 3.0})
    assert _weights(_toy(pillars=(heavy, _toy().pillars[1]))) == pytest.approx({"A1": 0.5625, "A2": 0.1875, "B1": 0.25})


def test_a_factor_multiplies_a_weight_in_its_headline() -> None:
    """0.5 times two is 1, beside 0.375 and 0.125: a half of 1.5 each side becomes two thirds and one third."""
    assert _weights(_toy(factors={"B1": 2.0})) == pytest.approx({"A1": 0.25, "A2": 1 / 12, "B1": 2 / 3})


def test_headlines_of_a_frame_are_the_means_by_hand() -> None:
    rows = [("A1", 20.0), ("A2", 80.0), ("B1", 90.0)]
    scored = pl.DataFrame({
        "partnership": ["p"] * 3, "year": [2000] * 3, "indicator": [r[0] for r in rows], "score": [r[1] for r in rows],
        "n": [1] * 3, "of": [1] * 3, "status": ["observed"] * 3,
    })  # fmt: skip
    card = _toy(within="harmonic", between="geometric")
    inside = 1 / (0.75 / 20 + 0.25 / 80)
    found = _compose.headlines(scored, card)
    assert found["score"].item() == pytest.approx((inside * 90) ** 0.5)
    half = scored.with_columns(score=pl.when(pl.col("indicator") != "A1").then(pl.col("score")))
    got = _compose.headlines(half, card).row(0, named=True)
    assert got["known"] == pytest.approx(0.625)
    assert got["score"] == pytest.approx(80 ** (0.125 / 0.625) * 90 ** (0.5 / 0.625))


# On real data


def test_assessing_with_our_own_framework_file_gives_the_same_numbers(full: Path, at: Callable[[Path], None]) -> None:
    at(full)
    warehouse = open_warehouse()
    read = framework_of(written(strategic_partnership), "ours.toml", ROOT)
    for name, year in (("NATO", 2015), ("US-Japan", 2010)):
        by = scored_by(warehouse, read.scorecard, read.mark, year, [name.lower()])
        with_file = to_json(assess(by, [name], read.scorecard, year=year, draws=100, seed=0))
        without = to_json(assess(warehouse, [name], strategic_partnership, year=year, draws=100, seed=0))
        assert isinstance(with_file, dict)
        assert isinstance(without, dict)
        differ = {key for key in without if with_file[key] != without[key]}
        assert differ == {"fingerprint"}


MINE = """
title = "Two indicators"
need = 0.4
[aggregation]
indicators = "geometric"
pillars = "geometric"
[[pillar]]
id = "pledges"
[[pillar.indicator]]
use = "COM1"
stage = "input"
worst = 0
best = 3
weight = 25
[[pillar.indicator]]
use = "COM4"
stage = "input"
worst = 0
best = 2
weight = 75
"""


def test_a_framework_of_ones_own_scores_by_hand(full: Path, at: Callable[[Path], None], tmp_path: Path) -> None:
    at(full)
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    told = json.loads(foedus.assess("NATO", year=2015, framework=mine, draws=50).to("json"))
    scores = {i["id"]: i["score"] for i in told["pillars"][0]["indicators"]}
    found = told["headlines"]["commitment"]["score"]
    assert found == pytest.approx(scores["COM1"] ** 0.25 * scores["COM4"] ** 0.75, abs=1e-5)
    assert told["framework"] == "Two indicators"
    assert told["headlines"]["risk"]["score"] is None
    assert "by the framework 'Two indicators'" in foedus.assess("NATO", year=2015, framework=mine, draws=50).to("md")
    ranked = foedus.rank(headline="commitment", year=2015, framework=mine, draws=50)
    nato = ranked.data.filter(pl.col("partnership") == "nato")
    assert nato["score"].item() == pytest.approx(found, abs=1e-5)
    for verb in (lambda: foedus.compare("NATO", "CSTO", framework=mine),
                 lambda: foedus.explain("NATO", "commitment", framework=mine)):  # fmt: skip
        with pytest.raises(BadOption, match="must be arithmetic"):
            verb()
    arithmetic = MINE.replace("geometric", "arithmetic")
    mine.write_text(arithmetic, encoding="utf-8")
    explained = json.loads(foedus.explain("NATO", "commitment", year=2015, framework=mine, draws=50).to("json"))
    assert explained["total"] == pytest.approx(0.25 * scores["COM1"] + 0.75 * scores["COM4"], abs=1e-4)
    assert "Two indicators" in foedus.compare("NATO", "CSTO", year=2015, framework=mine, draws=50).to("md")


def test_ours_is_printed_as_it_is_and_another_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as done:
        main(["framework"])
    assert done.value.code == 0
    assert capsys.readouterr().out == written(strategic_partnership)
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    told = foedus.framework(mine)
    assert "mine.toml can be used. It has 1 pillar and 2 indicators, of which 2 are scored." in told
    assert "75.00%" in told
    out = io.StringIO()
    Console(file=out, width=200).print(plain.shown(foedus.framework()))
    assert "[[pillar]]" in out.getvalue()
