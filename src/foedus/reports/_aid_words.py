"""A report on military aid as sections of lines and tables, the same for the page, Markdown and the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from foedus.models._aid_record import Aid, Contrast, Effect, Estimate, Flow, Own, Turn
from foedus.models._designs import RULE
from foedus.reports import _words as words
from foedus.reports._sections import Cell, Grid, Link, Section

SHARE = (
    "Aid over aid plus military expenditure: aid is of the fiscal year, spending of the calendar year; forces that a "
    "donor pays may stand outside the recipient's own figure."
)
GAP = "–"
"""What stands in a table of years where a value is not known."""
NEGLIGIBLE = 9
"""Decimals beyond which a change is none but for the arithmetic."""


def title(a: Aid) -> str:
    """What the report is called."""
    return f"Military aid: {a.donor.name} to {a.recipient.name}"


def opening(a: Aid) -> str:
    """As of when, and from which edition."""
    return f"As of {a.year}, register edition {a.edition}. Stages and sources are never added."


def sections(a: Aid) -> tuple[Section, ...]:
    """Every section that has something to say, in order."""
    found = [flow(a)]
    if a.on_record:
        found += [dependence(a), around(a)]
    if a.design is not None:
        found += [effects(a), own(a), design(a)]
    return (*found, Section("notes", "What to bear in mind", a.notes), sources(a))


def flow(a: Aid) -> Section:
    """Aid by year, a column for each stage, source and unit."""
    yearly = [item for item in a.flow if item.through == item.year]
    columns = list(dict.fromkeys(_column(item) for item in yearly))
    by_place = {(item.year, _column(item)): item for item in yearly}
    unfinished = {item.year for item in yearly if item.basis.endswith("to April")}
    rows = [
        (
            f"{year} to April" if year in unfinished else str(year),
            *(_amount(by_place.get((year, column))) for column in columns),
        )
        for year in sorted({item.year for item in yearly})
    ]
    lines = [f"{_column(item)}, {item.year}-{item.through}: {_amount(item)}. {item.basis}."
             for item in a.flow if item.through != item.year]  # fmt: skip
    if not a.flow:
        lines.append("No aid is on record in the years that the data cover.")
    grid = Grid(f"By year; {GAP} not in the data", ("Year", *columns), tuple(rows))
    details = tuple(
        (_years(item.year, item.through), item.stage, f"{words.number(item.value, 6)} {item.unit}", item.basis,
         "yes" if item.estimate else "no", item.source, item.vintage, Link(item.locator, item.url))
        for item in a.flow
    )  # fmt: skip
    titles = ("Year", "Stage", "Value", "Basis", "Estimate", "Source", "Vintage", "Place in the source")
    grids = (grid, Grid("Where each figure stands", titles, details, detail=True)) if a.flow else ()
    return Section("flow", "The flow", tuple(lines), grids)


def _column(item: Flow) -> str:
    fiscal = "US fiscal years" if "fiscal" in item.basis.lower() else "calendar years"
    money = item.unit if "current" not in item.basis else item.unit.replace("million ", "million current ")
    return f"{words.capital(item.stage)}, {item.what[0].lower()}{item.what[1:]}, {money}, {fiscal}"


def _amount(item: Flow | None) -> str:
    return GAP if item is None else words.number(item.value, 4)


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def dependence(a: Aid) -> Section:
    """Shares and seats by year, and the figures over several years."""
    lines = []
    for figure in a.dependence.figures:
        years = f" ({_years(*figure.years)})" if figure.years else ""
        value = figure.why if figure.value is None else f"{words.measured(figure.value, figure.unit)}{years}."
        lines.append(f"{figure.title}: {value} {figure.caveat}")
    series = a.dependence.series
    values = {(s.id, v.year): words.measured(v.value, "share" if s.unit == "share" else "")
              for s in series for v in s.values if v.value is not None}  # fmt: skip
    known = sorted({year for _, year in values})
    rows = tuple((str(y), *(values.get((s.id, y), GAP) for s in series)) for y in known)
    if any(s.id == "dependence" for s in series):
        lines.append(SHARE)
    grid = Grid(f"By year; {GAP} not known", ("Year", *(f"{s.title}, {s.unit}" for s in series)), rows)
    return Section("dependence", "How far the recipient hangs on it", tuple(lines), (grid,) if rows else ())


def around(a: Aid) -> Section:
    """Alignment and governance before and after the year that stands out."""
    grids = [Grid(turn_said(turn), ("What", "Five years before", "Five years after", "Change", "Median other state"),
                  tuple(contrast_row(c) for c in turn.contrasts)) for turn in a.turns]  # fmt: skip
    for series in a.series:
        rows = tuple((str(v.year), words.measured(v.value, "")) for v in series.values)
        grids.append(Grid(f"{series.title}, {series.unit}", ("Year", "Value"), rows, detail=True))
    return Section("around", "Alignment and governance around it",
                   ("A change after is not a change through it: the last column shows how much others moved.",),
                   tuple(grids))  # fmt: skip


def turn_said(turn: Turn) -> str:
    """The year that stands out, and why."""
    said = f"{turn.year}: {turn.stage} {words.number(turn.value, 4)} {turn.unit}"
    base = "" if turn.base is None else f", {words.number(turn.base, 4)} before"
    rule = "" if turn.base is None else "; it is a step by the rule" if turn.passes else "; no step by the rule"
    return f"{said}{base} ({turn.note}{rule})"


def contrast_row(c: Contrast) -> tuple[str, ...]:
    """A contrast in cells, with how many years each mean rests on."""
    before = words.NOT_KNOWN if c.before is None else f"{words.number(c.before)} ({c.years_before} y)"
    after = words.NOT_KNOWN if c.after is None else f"{words.number(c.after)} ({c.years_after} y)"
    return (f"{c.title}, {c.unit}", before, after, signed(c.change), signed(c.others_change))


def effects(a: Aid) -> Section:
    """Naive and matched differences, how to read them, and the checks."""
    lines = [f"{e.title}: {'; '.join(e.failed)}." for e in a.effects if e.failed]
    lines = ["Over all recipients of United States aid, not this one alone. Never read without the assumptions.",
             *([f"Not passed. {line}" for line in lines])]  # fmt: skip
    rows = tuple(
        (
            e.title,
            e.unit,
            estimated(e.naive, short=True),
            estimated(e.difference),
            p_said(e.difference),
            _n(e),
            e.status,
        )
        for e in a.effects
    )
    other = tuple((e.title, *variant_cells(e)) for e in a.effects)
    titles = ("Outcome", "Unit", "Naive", f"Matched difference, {RULE.level:.0%}", "p", "n", "Read as")
    checks = tuple((e.title, *check_cells(e)) for e in a.effects)
    check_titles = (
        "Outcome",
        "Widest imbalance",
        "Trend before: largest ratio, p",
        "Placebo outcome p",
        "Placebo dates p",
    )
    other_titles = ("Outcome", "Difference from, to", "Intervals without zero")
    main = Grid("Change after a step: recipients alone (naive), and less that of comparison states", titles, rows)
    grids = (
        main,
        Grid("Checks", check_titles, checks),
        Grid("Under other calipers, thresholds and steps", other_titles, other),
        *_details(a.effects),
    )
    return Section("effects", "What went with steps in aid, beside comparison states", tuple(lines), grids)


def _details(found: Sequence[Effect]) -> Iterator[Grid]:
    for e in found:
        if e.balance:
            balance = tuple((b.covariate, f"{b.before:+.2f}", f"{b.after:+.2f}") for b in e.balance)
            yield Grid(f"{e.title}: balance in standard deviations", ("Covariate", "Before", "After matching"), balance,
                       detail=True)  # fmt: skip
            choices = tuple((v.choice, estimated(v.estimate), p_said(v.estimate)) for v in e.variants)
            yield Grid(f"{e.title}: the difference under other choices", ("Choice", "Difference", "p"), choices,
                       detail=True)  # fmt: skip
            points = tuple((f"{p.time:+d}", signed(p.value), f"{words.number(p.low)} to {words.number(p.high)}")
                           for p in e.event_study)  # fmt: skip
            yield Grid(f"{e.title}: difference by years since the step ({e.unit}; {e.reading})",
                       ("Years since", "Difference", "Interval"), points, detail=True)  # fmt: skip


def _n(e: Effect) -> str:
    return f"{e.difference.n if e.difference else 0} of {e.steps}"


def signed(value: float | None) -> str:
    """A change with its sign."""
    if value is None:
        return words.NOT_KNOWN
    value = round(value, NEGLIGIBLE)
    return f"{'+' if value > 0 else ''}{words.number(value, 2)}"


def estimated(e: Estimate | None, *, short: bool = False) -> str:
    """An estimate with its interval."""
    if e is None:
        return "not computed"
    return signed(e.value) if short else f"{signed(e.value)} ({words.number(e.low, 2)} to {words.number(e.high, 2)})"


def p_said(e: Estimate | None) -> str:
    """A p-value to two digits."""
    return GAP if e is None or e.p is None else f"{e.p:.2f}"


def variant_cells(e: Effect) -> tuple[str, ...]:
    """The range of the difference over other choices, and how many of their intervals leave out zero."""
    found = [v.estimate for v in e.variants if v.estimate is not None]
    if not found:
        return (GAP, GAP)
    values = [one.value for one in found]
    apart = sum(one.low * one.high > 0 for one in found)
    return (f"{signed(min(values))} to {signed(max(values))}", f"{apart} of {len(found)}")


def check_cells(e: Effect) -> tuple[str, ...]:
    """The four checks of an outcome."""
    widest = max((abs(b.after) for b in e.balance), default=None)
    trend = GAP if e.pre_trend is None else f"{e.pre_trend.largest_ratio:.1f}, {e.pre_trend.p:.2f}"
    return (GAP if widest is None else f"{widest:.2f}", trend, p_said(e.placebo_outcome), p_said(e.placebo_dates))


def own(a: Aid) -> Section:
    """The recipient beside its comparison states, outcome by outcome."""
    found = [(e, e.own) for e in a.effects if e.own is not None]
    lines = ["One case shows what happened; it does not show what aid did."]
    if found:
        first = found[0][1]
        kind = "its step" if first.stepped else "its largest rise, which is no step by the rule"
        lines.append(f"Anchored at {first.year}, {kind}: mean of five years after less mean of three before.")
    else:
        lines.append(f"{a.recipient.name} has no row in the panel of states, so nothing can be set beside it.")
    rows = tuple((e.title, signed(o.change), signed(o.comparison_change), names(o)) for e, o in found)
    titles = ("Outcome", a.recipient.name, "Comparison", "Comparison states (distance; aid before)")
    details = tuple(
        Grid(f"{e.title}: {a.recipient.name} and its comparison states, {e.unit}",
             ("Year", a.recipient.name, "Comparison mean"),
             tuple((str(p.year), words.measured(p.recipient, ""), words.measured(p.comparisons, "")) for p in o.points),
             detail=True)
        for e, o in found
    )  # fmt: skip
    return Section("own", f"{a.recipient.name} beside its comparison states", tuple(lines),
                   (Grid("Change by outcome", titles, rows), *details) if found else ())  # fmt: skip


def names(o: Own) -> str:
    """The comparison states by name, and what is weak about them."""
    said = [f"{c.name} ({c.distance:.1f}; {GAP if c.aid is None else f'{words.number(c.aid)} million US$'})"
            for c in o.comparisons]  # fmt: skip
    return "; ".join(filter(None, (", ".join(said), o.why)))


def design(a: Aid) -> Section:
    """The rule, its assumptions, what weakens it, and the steps it found."""
    plan = a.design
    if plan is None:
        return Section("design", "Design", ())
    lines = [f"{name}: {said}." for name, said in plan.rule]
    lines += [f"Placebo outcome: {plan.placebo}.", f"{plan.draws:,} draws, seed {plan.seed}."]
    lines += [f"Assumed: {said}" for said in plan.assumptions] + [f"Beware: {said}" for said in plan.warnings]
    rows = tuple((str(year), str(len(found)), words.listing(found)) for year, found in plan.steps)
    grid = Grid("Steps by fiscal year", ("Fiscal year", "Steps", "Recipients"), rows, detail=True)
    return Section("design", "How it was compared, and what it assumes", tuple(lines), (grid,))


def sources(a: Aid) -> Section:
    """Every source, as cited."""
    rows: Iterable[tuple[Cell, ...]] = ((r.id, r.version, Link(r.text, r.url)) for r in a.bibliography)
    grids = (Grid("As cited", ("Source", "Version", "Citation"), tuple(rows), detail=True),) if a.bibliography else ()
    return Section("sources", "Sources", (f"{words.listing(r.id for r in a.bibliography)}.",), grids)
