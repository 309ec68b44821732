"""An outlook as sections of lines and tables, the same for the page, Markdown and the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.models._outlook_record import Coefficient, Ending, MethodRecord, Outlook, Projection, Range, Trend
from foedus.models._scores import Skill
from foedus.models.alliance_survival import ANY, Record
from foedus.reports import _words as words
from foedus.reports._sections import Cell, Grid, Link, Section

GAP = "–"
SLOPES = (
    "Median slope a year (Theil-Sen) with Sen's 90% interval; a trend is called only where it leaves out zero "
    "and Mann-Kendall's p is under 0.10."
)
ROLLING = (
    "Rolling origin: at each year every partnership was projected with what was known of years up to then, and set "
    "against what came. Skill is one less the ratio of scores to no change or the base rate; its 90% interval is from "
    "runs of five origins drawn again. Below zero is worse."
)
ASSOCIATION = (
    "Association, not causation: odds of each end against going on, for one standard deviation more of a covariate, "
    "others equal; drawn toward 1 by the penalty. 90% intervals, errors clustered by alliance."
)
WAYS = {
    "no change": "no change", "mean change": "mean change of the kind", "own trend": "own trend drawn out",
    "reversion": "reversion and trend",
}  # fmt: skip


def title(o: Outlook) -> str:
    """What the report is called."""
    return f"Outlook: {o.partnership.name}"


def opening(o: Outlook) -> str:
    """As of when, how far ahead, and from which edition."""
    return (f"As of the end of {o.year}, {words.counted(o.horizon, 'year')} ahead, register edition {o.edition}. "
            "Nothing later is used.")  # fmt: skip


def sections(o: Outlook) -> tuple[Section, ...]:
    """Every section in order."""
    return (ahead(o), endings(o), trends(o), record(o), association(o),
            Section("notes", "What to bear in mind", o.notes), sources(o))  # fmt: skip


def ahead(o: Outlook) -> Section:
    """Where headlines and indicators may stand."""
    heads = [p for p in o.projections if p.is_headline]
    others = [p for p in o.projections if not p.is_headline]
    if not o.projections:
        why = "Nothing can be projected: it takes a value of the year, four observed years and a record of ten origins."
        return Section("ahead", f"In {o.year + o.horizon}", (why,))
    lines = [f"{p.title}: {p.said}" for p in heads]
    lines.append("Ranges hold 80% and 90% of past errors of the method shown among partnerships of the kind; how often "
                 "they held what came true is under the record.")  # fmt: skip
    missing = [name for name in ("Commitment and activity", "Results", "Risk") if name not in {p.title for p in heads}]
    lines += [f"{name}: not projected, it is not known in {o.year} or has too few observed years." for name in missing]
    titles = ("", f"{o.year}", f"{o.year + o.horizon}, method", "80% range", "No change, 80%", "Own past within 80%")
    rows = tuple(_projected(p) for p in heads)
    details = tuple(_projected(p) for p in others)
    grids = [Grid("Headlines, in points", titles, rows)] if rows else []
    if details:
        grids.append(Grid("Indicators, each in its unit", titles, details, detail=True))
        grids.append(Grid("What the record of each indicator says", ("Indicator", "Said"),
                          tuple((p.title, p.said) for p in others), detail=True))  # fmt: skip
    return Section("ahead", f"In {o.year + o.horizon}", tuple(lines), tuple(grids))


def _projected(p: Projection) -> tuple[str, ...]:
    name = p.title if p.is_headline or not p.unit else f"{p.title}, {p.unit}"
    expected = GAP if p.expected is None else f"{words.number(p.expected.value)}, {WAYS[p.method]}"
    own = f"{p.own_inside80} of {p.own}" if p.own else GAP
    return (name, _value(p.now), expected, ranged(p.expected), ranged(p.no_change), own)


def _value(value: float | None) -> str:
    return GAP if value is None else words.number(value)


def ranged(one: Range | None) -> str:
    """A range as `a to b`."""
    return GAP if one is None else f"{words.number(one.low80)} to {words.number(one.high80)}"


def endings(o: Outlook) -> Section:
    """Chances of an end, of each way to end, and of a member's leaving."""
    s = o.survival
    lines = [s.said] if s.said else []
    if s.whole is None:
        lines.append(s.why)
    else:
        span = "" if s.fitted is None else f"{s.fitted[0]}-{s.fitted[1]}"
        rests = f"{s.rows:,} alliance-years, {span}, in which {sum(s.ends)} ended"
        rests = f"slopes from {rests}" if s.model else rests
        who = "" if s.atopid is None else f"read for ATOP {s.atopid}; "
        lines.append(f"{words.capital(who)}{rests}. Base rate: {s.baseline}, the twenty years before.")
        if s.unknown:
            lines.append(f"Not known here, and not filled in: {words.listing(s.unknown)}.")
        if s.recent is not None:
            lines.append(_recent(s.recent))
    lines.append(f"A member's leaving, or its suspension: {o.leaving.said}")
    year = o.year + s.ahead
    rows = [_ended(e) for e in ((s.whole, *s.endings) if s.whole else ())]
    if o.leaving.chance is not None:
        rows.append(("A member leaves, the rest go on", GAP, GAP, chance(o.leaving.chance)))
    kind = "Model" if s.model else "Base rate"
    grid = Grid(f"Chance by the end of {year}", ("What", kind, "90% interval", "Base rate"), tuple(rows))
    return Section("endings", f"An end, a breach, a leaving by {year}", tuple(lines), (grid,) if rows else ())


def _ended(e: Ending) -> tuple[str, ...]:
    low, high = chance(e.low), chance(e.high)
    return (words.capital(e.how), chance(e.chance), low if low == high else f"{low} to {high}", chance(e.base))


def chance(value: float) -> str:
    """A chance as a percentage with one decimal."""
    return "under 0.1%" if value < 0.001 else f"{100 * value:.1f}%"


def _recent(r: Record) -> str:
    gain = r.brier_skill
    said = (f"At the origins {r.origins[0]}-{r.origins[1]} alone {r.happened} of {r.n:,} ended within five years, "
            f"{chance(r.happened / r.n)}; the model said {chance(r.chance)}")  # fmt: skip
    if gain is None:
        return f"{said}."
    verdict = "better" if gain.low > 0 else "worse" if gain.high < 0 else "neither better nor worse"
    return f"{said}: {verdict} than the base rate by Brier score ({skilled(gain)}). Ends have become rare."


def trends(o: Outlook) -> Section:
    """Slopes over five and ten years."""
    if not o.trends:
        return Section("trends", "Trends", ("Nothing was observed in the last ten years.",))
    lines = (
        SLOPES,
        "Headlines: over the indicators observed in both years of each pair. Indicators: in their own unit.",
    )
    heads = tuple(_trend(t) for t in o.trends if t.is_headline)
    others = tuple(_trend(t) for t in o.trends if not t.is_headline)
    titles = ("", "Years", "n", "Slope a year", "90% interval", "p", "Trend")
    grids = [Grid("Headlines, points a year", titles, heads)] if heads else []
    grids += [Grid("Indicators", titles, others, detail=True)] if others else []
    return Section("trends", "Trends", lines, tuple(grids))


def _trend(t: Trend) -> tuple[str, ...]:
    name = t.title if t.is_headline or not t.unit else f"{t.title}, {t.unit}"
    span = GAP if t.years is None else f"{t.years[0]}-{t.years[1]}"
    if t.slope is None or t.low is None or t.high is None or t.p is None:
        return (name, span, str(t.n), GAP, GAP, GAP, t.why)
    p = f"{t.p:.3f}" + ("" if t.exact else " approx.")
    return (name, span, str(t.n), signed(t.slope), f"{signed(t.low)} to {signed(t.high)}", p, _reading(t))


def _reading(t: Trend) -> str:
    if t.direction not in ("rising", "falling"):
        return t.direction
    good = (t.direction == "rising") == (t.better > 0)
    return f"{t.direction}, for the {'better' if good else 'worse'}"


def signed(value: float) -> str:
    """A slope with its sign; what is nothing but for the arithmetic has none."""
    value = round(value, 9)
    return f"{'+' if value > 0 else ''}{words.number(value, 2)}"


def record(o: Outlook) -> Section:
    """How such statements have done."""
    lines = [ROLLING]
    titles = (
        "Method",
        "n",
        "Origins",
        "MAE",
        "CRPS",
        "Log score",
        "Within 80%",
        "Within 90%",
        "Skill against no change",
    )
    grids = [
        Grid(f"{p.title}: {o.horizon} years ahead, all partnerships", titles, tuple(_method(r) for r in p.records),
             detail=not p.is_headline)
        for p in o.projections
    ]  # fmt: skip
    events = list(o.survival.records)
    if events:
        names = ("Event, model", "n", "Happened", "Mean chance", "Brier, base", "Log score, base", "AUC, base",
                 "Skill, Brier", "Skill, log")  # fmt: skip
        shown = [r for r in events if r.model == o.survival.model]
        rest = [r for r in events if r.model != o.survival.model]
        grids += [
            Grid(f"Ends of alliances within five years, against the better base rate{which}", names,
                 tuple(_event(r) for r in some), detail=detail)
            for some, which, detail in ((shown, "", False), (rest, ": the other models", bool(shown))) if some
        ]  # fmt: skip
        grids += [_calibration(r) for r in events if r.model == o.survival.model]
    left = o.leaving
    if left.brier is not None and left.brier_all is not None:
        lines.append(f"A member's leaving: {left.happened} of {left.n:,} partnership-origins; Brier score "
                     f"{left.brier_all:.4f} by the rate of all, {left.brier:.4f} by number of members "
                     f"(skill {skilled(left.skill)}).")  # fmt: skip
    return Section("record", "How good such statements have been", tuple(lines), tuple(grids))


def _method(r: MethodRecord) -> tuple[str, ...]:
    return (WAYS[r.method], f"{r.n:,}", f"{r.origins[0]}-{r.origins[1]}", words.number(r.mae), words.number(r.crps),
            f"{r.ignorance:.2f}", words.percent(r.inside80), words.percent(r.inside90),
            "the yardstick" if r.method == "no change" else skilled(r.skill))  # fmt: skip


def skilled(skill: Skill | None) -> str:
    """A skill in percent with its interval."""
    if skill is None:
        return "too few origins"
    return f"{_percent(skill.value)}% ({_percent(skill.low)} to {_percent(skill.high)})"


def _percent(share: float) -> str:
    """A share as whole percent with its sign; what rounds to nothing has none."""
    text = f"{100 * share:+.0f}"
    return "0" if text in {"-0", "+0"} else text


def _event(r: Record) -> tuple[str, ...]:
    auc = GAP if r.auc is None or r.auc_base is None else f"{r.auc:.2f}, {r.auc_base:.2f}"
    return (f"{words.capital(r.event)}, {r.model}", f"{r.n:,}", f"{r.happened:,}", chance(r.chance),
            f"{r.brier:.4f}, {r.brier_base:.4f}", f"{r.ignorance:.3f}, {r.ignorance_base:.3f}", auc,
            skilled(r.brier_skill), skilled(r.skill))  # fmt: skip


def _calibration(r: Record) -> Grid:
    rows = tuple((f"{words.percent(b.low)} to {words.percent(b.high)}", f"{b.n:,}", chance(b.chance), chance(b.share))
                 for b in r.bins)  # fmt: skip
    return Grid(f"Calibration: {r.event}, {r.model}", ("Chances from", "n", "Mean chance", "Came true"), rows,
                detail=r.event != ANY)  # fmt: skip


def association(o: Outlook) -> Section:
    """The covariates of the model that is shown."""
    found = o.survival.coefficients
    if not found:
        return Section("association", "What goes with an end", ("No model is shown, so no covariates are.",))
    lines = (ASSOCIATION,)
    hows = tuple(dict.fromkeys(c.how for c in found))
    by = {(c.covariate, c.how): c for c in found}
    names = tuple(dict.fromkeys((c.covariate, c.reason) for c in found))
    rows = tuple((name, *(_odds(by[name, how]) for how in hows), reason) for name, reason in names)
    grid = Grid("Odds ratios", ("Covariate", *map(words.capital, hows), "Why it is here"), rows, detail=True)
    return Section("association", "What goes with an end", lines, (grid,))


def _odds(c: Coefficient) -> str:
    return f"{c.odds:.2f} ({c.low:.2f} to {c.high:.2f})"


def sources(o: Outlook) -> Section:
    """Every method and source, as cited."""
    rows: Sequence[tuple[Cell, ...]] = [(r.id, r.version, Link(r.text, r.url)) for r in o.bibliography]
    grid = Grid("As cited", ("Source", "Version", "Citation"), tuple(rows), detail=True)
    return Section("sources", "Sources", (f"{words.listing(r.id for r in o.bibliography)}.",), (grid,))
