"""What a report on aid says of itself in words: the bottom line, the rule of the design, notes and sources."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedus import sources
from foedus.models._aid_flow import ALL_KINDS, US
from foedus.models._aid_outcomes import COVARIATES, OUTCOMES, PLACEBO, Panel
from foedus.models._aid_record import Design, Effect, Flow, Party, Turn
from foedus.models._cited import Reference, datasets
from foedus.models._designs import NEVER, RULE, Ints
from foedus.warehouse import Warehouse

ASSUMPTIONS = (
    "Without the step, recipients would have changed as their comparison states did.",
    "Nobody acted in the years before on a step that was still to come.",
    "What one state receives does not change the outcomes of its comparison states.",
    "The covariates hold all that decides both who is given a step and how the outcome goes: a threat is not measured.",
    "Sets are independent of one another, although many steps fall in the same years.",
)


def design(panel: Panel, step: Ints, draws: int, seed: int) -> Design:
    """The rule in words, the steps it finds by year, and what a reader is to know of them."""
    years: dict[int, list[str]] = {}
    for row, at in enumerate(step):
        if at < NEVER:
            years.setdefault(panel.first + int(at), []).append(panel.names[row])
    steps = tuple((year, tuple(sorted(years[year]))) for year in sorted(years))
    return Design(_rule(), steps, f"{PLACEBO.title}, {PLACEBO.unit}", ASSUMPTIONS, _warnings(steps), draws, seed)


def _rule() -> tuple[tuple[str, str], ...]:
    r = RULE
    return (
        ("Step", (f"first fiscal year with US disbursements {r.rise:.0%} and {r.floor:.0f} million US$ or more over "
         f"the mean of the {r.base} before; 2002-2015 are known, so from 2005")),
        ("Comparison states", (f"up to {r.comparisons} each, without a step or with one over {r.after} years later; "
         "none is compared twice for one outcome")),
        ("Matched on", f"{', '.join(COVARIATES.values())}, the outcome's level and trend; of the years before"),
        ("Distance", f"Mahalanobis, at most {r.caliper}"),
        ("Difference", f"mean of {r.after} years after less mean of {r.base} years before, recipient less comparison"),
        ("Event study", f"years {-r.before} to +{r.after}, relative to the year before the step"),
        ("Intervals", f"{r.level:.0%}, matched sets drawn again as wholes"),
        ("p-values", "any state of a set could have been the recipient; the leads jointly, in Wald's form"),
        ("Placebo dates", f"the whole design again, {r.placebo_shift} years before each step"),
        ("An estimate needs", (f"{r.least_treated} recipients and differing sets, no covariate over {r.most_imbalance} "
         f"standard deviations apart, and p of {r.least_p:.2f} or more for trend and both placebos")),
    )  # fmt: skip


def _warnings(steps: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    said = [
        "The trend before the step is matched on in part, so its test is lenient; the placebo dates are harder.",
        "Six outcomes are tested: one interval in twenty would leave out zero by chance alone.",
        "Comparison states may receive steady aid: what is compared is a step, not aid.",
        "Steps before 2005 cannot be seen, so an early one may hide in a comparison state or a placebo date.",
    ]
    if steps:
        year, names = max(steps, key=lambda pair: len(pair[1]))
        total = sum(len(found) for _, found in steps)
        if len(names) * 4 > total:
            said.insert(0, f"{len(names)} of {total} steps fall in fiscal year {year}, which may be a change in what "
                           "was recorded as well as in what was paid.")  # fmt: skip
    return tuple(said)


def bottom_line(
    giver: Party, taker: Party, flow: Sequence[Flow], turns: Sequence[Turn], effects: Sequence[Effect]
) -> str:
    """What was given last, whether it stepped up, and how far the comparison carries."""
    given = [item for item in flow if item.value and item.what != ALL_KINDS]
    if not given:
        other = " Aid of other kinds is." if any(item.value for item in flow) else ""
        return f"No military aid from {giver.name} to {taker.name} is on record in the years covered.{other}"
    said = []
    for source, stage in dict.fromkeys((item.source, item.stage) for item in given):
        last = max((i for i in given if (i.source, i.stage) == (source, stage)), key=lambda i: i.year)
        span = str(last.year) if last.through == last.year else f"{last.year}-{last.through}"
        said.append(f"{last.stage} {last.value:,.{0 if last.value >= 10 else 3}f} {last.unit} in {span}")
    text = f"{giver.name} to {taker.name}, last on record by stage: {'; '.join(said)}."
    if not effects:
        return text
    steps = [turn for turn in turns if turn.passes]
    rise = f" The largest rise of 2005-2015, in {steps[0].year}, passes the rule for a step." if steps else ""
    text += rise or " No year passes the rule for a step."
    return f"{text} {_carried(effects)}"


def _carried(effects: Sequence[Effect]) -> str:
    """How many outcomes pass every check, and for which of them an interval leaves out zero."""
    good = [effect for effect in effects if effect.status == "estimate under stated assumptions"]
    if not good:
        return f"Over all recipients none of {len(effects)} outcomes passes every check: association only."
    said = f"Over all recipients {len(good)} of {len(effects)} outcomes pass every check: each has an interval under "
    said += "stated assumptions, and the others are association only. "
    apart = [effect for effect in good if effect.apart_from_zero]
    if not apart:
        return f"{said}Each interval holds zero."
    named = "; ".join(
        f"{e.title[0].lower()}{e.title[1:]}, {'and' if e.steady else 'but not'} under every other choice tried"
        for e in apart
    )
    return f"{said}Zero lies outside the interval only for {named}."


def notes(warehouse: Warehouse, giver: Party, on_record: bool) -> tuple[str, ...]:
    """What is missing, and what would bring it."""
    said = ["Stages and sources are shown side by side and never added. Current prices: a rise holds inflation too."]
    if on_record and giver.party != US:
        said.append("Outcomes are compared after steps in aid by the United States only: no other donor's aid to all "
                    "recipients is in the data.")  # fmt: skip
    tables = [table for outcome in (*OUTCOMES, PLACEBO) for table in outcome.tables]
    absent = sorted({table.partition(".")[0] for table in tables if not warehouse.has(table)})
    if absent:
        command = f"{sources.fetch_command(absent)}, then: foedus build"
        said.append(f"Not at hand: {', '.join(absent)}. Run: {command}")
    return tuple(said)


def bibliography(warehouse: Warehouse, flow: Sequence[Flow], used: Sequence[str]) -> tuple[Reference, ...]:
    """Every source that a number rests on, datasets first, then documents of the register."""
    ids = {name for text in used for name in text.split(", ") if name} | {item.source for item in flow}
    found = datasets(name for name in sources.ids() if name in ids)
    documents = sorted(ids - set(sources.ids()))
    if documents and warehouse.has("register.sources"):
        rows = warehouse.read("register.sources").filter(pl.col("id").is_in(documents)).sort("id")
        for row in rows.iter_rows(named=True):
            text = f"{row['publisher']}, {row['title']}" + (f", {row['date']}" if row["date"] else "")
            found.append(Reference(row["id"], row["date"] or "", text, row["address"] or ""))
    return tuple(found)
