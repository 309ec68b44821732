"""A burden in sentences and tables, the same for every face of its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foedus.analyses._burden_figures import spans
from foedus.analyses._burden_rules import Figure, Revision, Rule, Standing, Target
from foedus.analyses.burden import Burden, MemberBurden
from foedus.reports import _words as words

UNKNOWN = "unknown"
FAR = 50
SERIES = "The members of each year, from the same source; those at the lowest target, once it was declared."
ONE_DECIMAL = "cia_world_factbook"
FIRST = 10
TITLES = {"cost": "cost", "gdp": "GDP", "share": "share of GDP", "equipment": "equipment share"}
CAVEATS = (
    "Cash is one of three: capabilities and contributions stand beside it, and much less is known of them.",
    """Who benefits is unknown. A share of cost is fair or unfair only once someone says by which rule, and no rule \
here is the right one; each spreads the same total over the members it knows.""",
    "A member without a figure is unknown; it is not counted as paying nothing.",
    "A slope carries the last ten years on; it is not a forecast, and a promise is not in it.",
    """Rank correlation is Spearman's between GDP and the share of GDP spent, after Olson and Zeckhauser (1966): \
above zero where larger economies spend a larger share. Its 95% interval is Fisher's z with the variance of Bonett and \
Wright (2000), (1 + r²/2)/(n - 3), from five members on. Members are no sample, so it describes and does not test.""",
    """The Gini is of members' shares of GDP, each member alike, times n/(n - 1). The burden gap is half the sum of \
differences between shares of cost and of GDP: the share of cost that lies out of proportion.""",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A table under a title; `most` rows are shown in a terminal, all elsewhere."""

    id: str
    title: str
    lead: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    most: int | None = None


def value_of(figure: Figure | None) -> float | None:
    """The number of a figure, if it is known."""
    return figure.value if figure else None


def shared(part: float | None, *, signed: bool = False) -> str:
    """A share of 1 in percent, to one decimal, or two where it is small."""
    if part is None:
        return UNKNOWN
    decimals = 1 if part == 0 or abs(part) >= 0.001 else 2
    return f"{round(100 * part, decimals) + 0.0:{'+' if signed else ''}.{decimals}f}%"


def whole(value: float | None, *, signed: bool = False) -> str:
    """An amount without decimals."""
    return UNKNOWN if value is None else f"{round(value):{'+' if signed else ''},}"


def told(figure: Figure | None) -> str:
    """A percentage as precise as its publisher gives it, with the mark of an estimate."""
    if figure is None:
        return UNKNOWN
    decimals = 1 if figure.source == ONE_DECIMAL else 2
    return f"{figure.value:.{decimals}f}" + (" e" if figure.estimate else "")


def reached(stand: Standing | None, year: int) -> str:
    """When a member reaches a target if its slope goes on."""
    if stand is None or stand.state == "unknown":
        return UNKNOWN
    if stand.state == "later":
        return f"in {stand.by}" if (stand.years or 0) <= FAR else f"after {year + FAR}"
    return stand.state


def bottom_line(b: Burden) -> str:
    """The bottom line: how much, who most, how uneven, how many at target, and whether size matters."""
    first, gap = b.members[0], b.inequality.gap
    said = [f"The share of GDP spent is known of {b.basis.known} of {b.basis.of} members"]
    if b.total is not None and first.cost:
        paying = words.counted(sum(m.cost is not None for m in b.members), "member")
        said.append(f"{paying} whose cost is known spent {whole(b.total)} {first.cost.unit} in {b.year}")
    if first.cost_share is not None:
        most = f"{shared(first.cost_share)} of the cost with {shared(first.gdp_share)} of the GDP"
        said.append(f"{first.name} bears {most}")
    if gap is not None:
        said.append(f"{shared(gap)} of the cost lies out of proportion to GDP")
    said += [counted(t) for t in b.targets if not t.elsewhere]
    r = b.correlation
    if r.rho is not None and r.low is not None and r.high is not None:
        clear = "Larger economies spend a larger share" if r.low > 0 else "Larger economies spend a smaller share"
        start = clear if r.low > 0 or r.high < 0 else "Size does not clearly go with effort"
        said.append(f"{start}: rank correlation {r.rho:.2f} (95% interval {r.low:.2f} to {r.high:.2f}, n = {r.n})")
    return " ".join(words.sentence(each) for each in said)


def counted(target: Target) -> str:
    """How many are at a target."""
    return f"{target.at_target} of {target.known} are at {target.value:g} {target.unit} or above"


def basis(b: Burden) -> tuple[str, ...]:
    """Which source, which releases, how many estimates."""
    one = b.basis
    used = (f"{source} ({vintage}, {words.counted(n, 'figure')})" for source, vintage, n in one.releases)
    return (
        f"One source for all members: {one.title}.",
        one.definition,
        words.sentence(f"Releases used: {words.listing(used)}"),
        f"{one.estimates} of {one.figures} figures are marked as estimates by their publisher (e)"
        + (f"; of {one.unmarked} it is not known." if one.unmarked else "."),
    )


def blocks(b: Burden) -> tuple[Block, ...]:
    """Every table of the report, in order."""
    listed = (cash(b), targets(b), people(b), *rival(b), by_year(b), revised(b))
    return tuple(block for block in listed if block.rows or block.lead)


def cash(b: Burden) -> Block:
    """What each member pays."""
    unit = next((m.cost.unit for m in b.members if m.cost), "million US$")
    rows = tuple(
        (m.name, whole(value_of(m.cost)) + (" e" if m.cost and m.cost.estimate else ""), shared(m.cost_share),
         shared(m.gdp_share), shared(m.over, signed=True), told(m.share))
        for m in b.members
    )  # fmt: skip
    columns = ("Member", "Cost", "Of all cost", "Of all GDP", "Cost less GDP", "% of GDP")
    lead = (f"Cost in {unit}. Shares are of the members whose cost and GDP are known.",)
    return Block("cash", "Cash", lead, columns, rows)


def targets(b: Burden) -> Block:
    """How far each member is from what was declared, and at what pace."""
    lead = [declared(t) for t in b.targets]
    lead += [] if b.targets else ["No target in percent is on record as declared by the end of the year."]
    lead.append("Slope: Theil-Sen, points a year, over so many of the last ten years; at least four are needed.")
    held = [t for t in b.targets if not t.elsewhere]
    columns = ["Member", "Slope", "Years"]
    for t in held:
        columns += [f"To {t.value:g}%{'' if t.item == 'share' else ' equipment'}", "At this pace"]
    rows = []
    for m in b.members:
        slope = (f"{m.slope.per_year:+.3f}", str(m.slope.years)) if m.slope else (UNKNOWN, "<4")
        row = [m.name, *slope]
        for t in held:
            stand = m.standings.get(t.id)
            row += [f"{stand.distance:+.2f}" if stand else UNKNOWN, reached(stand, b.year)]
        rows.append(tuple(row))
    return Block("targets", "Declared targets and pace", tuple(lead), tuple(columns), tuple(rows))


def declared(target: Target) -> str:
    """A target, the documents that declare it, and how many have reached it."""
    due = f"due {target.due}" if target.due else "no date"
    papers = words.listing(dict.fromkeys(target.documents))
    there = target.elsewhere or f"{target.at_target} of {target.known} are there."
    return f"{target.value:g} {target.unit} ({papers}; declared {target.since}, {due}): {there}"


def people(b: Burden) -> Block:
    """What cash buys, and who sends people."""
    rows = []
    for m in b.members:
        away = ", ".join(f"{name} {whole(count.value)}" for name, count in m.deployed.items()) or UNKNOWN
        row = (m.name, told(m.equipment), whole(value_of(m.personnel)), shared(m.personnel_share), away)
        rows.append((*row, whole(value_of(m.peacekeepers))))
    counted_in = spans(sorted({m.personnel.year for m in b.members if m.personnel})) or "no known year"
    lead = (
        f"Equipment in percent of military expenditure; active personnel of {counted_in}.",
        "People in the partnership's operations by counts dated in the year; United Nations peacekeepers by month.",
    )
    columns = ("Member", "Equipment", "Personnel", "Of all", "In operations", "UN")
    return Block("people", "Capabilities and contributions", lead, columns, tuple(rows))


def rival(b: Burden) -> Iterator[Block]:
    """What each member would bear under rival rules: shares, amounts, and the difference from what it pays."""
    held = [rule for rule in b.rules if not rule.missing]
    paying = [m for m in b.members if m.cost] if held else []
    columns = ("Member", "Pays", *(rule.title for rule in held))
    unit = next((m.cost.unit for m in paying if m.cost), "")

    def rows(name: str, form: Callable[[float | None], str]) -> Iterator[tuple[str, ...]]:
        by = [{each.party: getattr(each, name) for each in rule.owed} for rule in held]
        for m in paying:
            pays = value_of(m.cost)
            shown = shared(pays / b.total) if name == "share" and b.total and pays is not None else whole(pays)
            yield (m.name, shown, *(form(each.get(m.party)) for each in by))

    lead = tuple(rule_sentence(rule) for rule in b.rules)
    yield Block(
        "rules", "What rival rules would ask: shares of the same cost", lead, columns, (*rows("share", shared),)
    )
    yield Block("amounts", f"The same in {unit or 'money'}", (), columns, (*rows("amount", whole),), most=0)
    more = (*rows("difference", lambda value: whole(value, signed=True)),)
    yield Block("differences", "More (+) or less (-) than it pays", (f"In {unit}.",) if unit else (), columns, more)


def rule_sentence(rule: Rule) -> str:
    """A rule, its formula, its origin, and what it lacks."""
    if rule.missing:
        return f"{rule.title}: not computed. {rule.missing}"
    left = f" Left out, as something it needs is unknown: {words.listing(rule.left_out)}." if rule.left_out else ""
    origin = f" ({rule.citation})" if rule.citation else ""
    return f"{rule.title}: {rule.formula}{origin}. {rule.caveat}{left}"


def by_year(b: Burden) -> Block:
    """Every year of the source: cost, effort, inequality, and whether the large do more."""
    rows = []
    for p in b.series:
        r = p.correlation
        ends = f"{number(r.low)}, {number(r.high)}" if r.low is not None and r.high is not None else UNKNOWN
        at = "none" if p.at_target is None else str(p.at_target)
        rows.append((
            str(p.year), f"{p.n}/{p.of}", whole(p.total), number(p.median_share), at, number(p.gini), shared(p.gap),
            f"{number(r.rho)} ({r.n})", ends,
        ))  # fmt: skip
    columns = ("Year", "Known", "Cost", "Median", "At target", "Gini", "Gap", "Rank r (n)", "95%")
    return Block(
        "years",
        "Year by year",
        (SERIES,),
        columns,
        tuple(rows),
    )


def number(value: float | None) -> str:
    """A small number to two decimals."""
    return UNKNOWN if value is None else f"{round(value, 2) + 0.0:.2f}"


def revised(b: Burden) -> Block:
    """The same figure in different releases, side by side."""
    rows = tuple((r.name, TITLES[r.item], releases(r), shared(r.spread)) for r in b.revisions)
    lead = ["No figure used here has been revised in the releases at hand."]
    if b.revisions:
        most = b.revisions[0]
        what = f"{most.name}, {TITLES[most.item]} of {most.year}: {releases(most)}"
        lead = [
            f"Largest: {what}, a spread of {shared(most.spread)} of the last.",
            f"Figures of {b.year} that differ between releases: {len(b.revisions)}.",
        ]
    i = b.inequality
    if i.gini_low is not None and i.gini_high is not None:
        said = f"a Gini of {i.gini_low:.3f} to {i.gini_high:.3f}"
        if i.gap_low is not None and i.gap_high is not None:
            said += f", a gap of {shared(i.gap_low)} to {shared(i.gap_high)}"
        lead.append(f"With releases picked at random, figure by figure (90% of 1,000 draws, seed {b.seed}): {said}.")
    return Block("revisions", "Revisions", tuple(lead), ("Member", "Figure", "By release", "Spread"), rows, most=FIRST)


def releases(revision: Revision) -> str:
    """The values of a figure by release, oldest first."""
    return "; ".join(f"{words.number(c.value, 4)} ({c.vintage})" for c in revision.claims)


def evidence(m: MemberBurden) -> tuple[tuple[str, Figure], ...]:
    """Every figure of a member with its name."""
    named = {
        "Cost": m.cost, "GDP": m.gdp, "Share of GDP": m.share, "Equipment": m.equipment, "Population": m.population,
        "Personnel": m.personnel, "UN peacekeepers": m.peacekeepers, **m.deployed,
    }  # fmt: skip
    return tuple((name, figure) for name, figure in named.items() if figure)


def exactly(figure: Figure) -> str:
    """A figure with its unit to six digits, and whether it is an estimate."""
    return words.measured(figure.value, figure.unit, 6) + (" (estimate)" if figure.estimate else "")
