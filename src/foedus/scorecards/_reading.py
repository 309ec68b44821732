"""What the numbers say in sentences: each built from values that stand elsewhere in the same assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from foedus import sources
from foedus.declare import HeadlineId, Scorecard
from foedus.scorecards._assessment import (
    Evidence,
    Fact,
    Headline,
    IndicatorResult,
    Invocation,
    Missing,
    Payers,
    Peers,
    Score,
    Subject,
)  # fmt: skip
from foedus.scorecards._evidence import Trail
from foedus.warehouse import Warehouse

PEERS_NEEDED = 5
SAYS: dict[HeadlineId, str] = {
    "commitment": "commitment and activity", "effects": "results", "risk": "risk (100 is most)",
    "outlook": "outlook (50 is no change)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """One subject in one year, with everything a sentence about it may need."""

    warehouse: Warehouse
    id: str
    kind: str
    year: int
    about: Subject
    results: Mapping[str, IndicatorResult]
    headlines: pl.DataFrame
    scorecard: Scorecard

    def fellows(self) -> pl.DataFrame:
        """The other partnerships of its kind in force that year: partnership, kind; dyads and sets have none."""
        units = self.warehouse.scan("derived.units").filter(
            (pl.col("kind") == self.kind) & (pl.col("year") == self.year)
        )
        return units.filter(pl.col("partnership") != self.id).select("partnership").collect()


def peers(context: Context) -> Peers:
    """Peers of the same kind, with quartiles of each headline where at least five are known."""
    fellows = context.fellows()
    listed = context.warehouse.scan("derived.partnerships").select(partnership="id", name="short_name", full="name")
    names = fellows.lazy().join(listed, on="partnership").collect()
    if fellows.height < PEERS_NEEDED:
        others = f"{fellows.height} other partnerships of kind {context.kind!r} in {context.year}"
        note = f"No peers: {others}, five are needed."
        return Peers(context.kind, (), {}, note)
    quartiles = {}
    for headline, scores in _peer_scores(context, fellows).items():
        if len(scores) >= PEERS_NEEDED:
            cuts = [scores.quantile(q, "linear") for q in (0.25, 0.5, 0.75)]
            quartiles[headline] = (float(cuts[0] or 0), float(cuts[1] or 0), float(cuts[2] or 0))
    shown = tuple(
        sorted(
            {
                full if short.startswith("ATOP") else short or full
                for short, full in names.select("name", "full").iter_rows()
            }
        )
    )
    note = f"{fellows.height} other partnerships of kind {context.kind!r} in force in {context.year}."
    return Peers(context.kind, shown, quartiles, note)


def _peer_scores(context: Context, fellows: pl.DataFrame) -> dict[str, pl.Series]:
    rows = (
        context.warehouse.scan("derived.headlines")
        .filter((pl.col("year") == context.year) & pl.col("score").is_not_null())
        .join(fellows.lazy(), on="partnership", how="semi")
        .collect()
    )
    return {str(part["headline"][0]): part["score"] for part in rows.partition_by("headline")}


def with_peers(scores: Mapping[HeadlineId, Score], context: Context) -> dict[HeadlineId, Headline]:
    """Headlines with the median of at least five peers and the subject's own score five years before."""
    fellows = context.fellows()
    by_headline = _peer_scores(context, fellows)
    before = context.headlines.filter(pl.col("year") == context.year - 5)
    ago = dict(before.select("headline", "score").iter_rows())
    found: dict[HeadlineId, Headline] = {}
    for name, s in scores.items():
        others = by_headline.get(name)
        median = float(others.median()) if others is not None and len(others) >= PEERS_NEEDED else None  # type: ignore[arg-type]
        found[name] = Headline(s.score, s.low, s.high, s.known, median, ago.get(name))
    return found


def bottom_line(context: Context, headlines: Mapping[HeadlineId, Headline]) -> str:
    """Two or three sentences: where it stands on what is known, against peers, and what is not known."""
    name, year = context.about.name, context.year
    if context.kind in {"dyad", "drawn set"}:
        return _without_partnership(context, headlines)
    said = [
        f"{SAYS[key]} {h.score:.0f} ({h.low:.0f} to {h.high:.0f})"
        + (f", peers {h.peer_median:.0f}" if h.peer_median is not None else "")
        for key, h in headlines.items()
        if h.score is not None and h.low is not None and h.high is not None
    ]
    silent = [SAYS[key].partition(" (")[0] for key, h in headlines.items() if h.score is None]
    text = (
        f"{name} in {year}, of 100: {'; '.join(said)}."
        if said
        else f"Too little is known of {name} in {year} to score it."
    )
    if silent and said:
        text += f" Too little is known to score {', '.join(silent)}."
    return text


def _without_partnership(context: Context, headlines: Mapping[HeadlineId, Headline]) -> str:
    names = " and ".join(m.name for m in context.about.members if m.change != "left")
    both = context.about.also_binding
    wider = f"{len(both)} wider partnership{'s' if len(both) > 1 else ''}"
    tie = f"{wider} on record there" if both else "no wider one that binds them all is on record either"
    of_their_own = "No partnership of exactly these states is on record"
    known = [
        f"{SAYS[k]} {h.score:.0f} ({h.low:.0f} to {h.high:.0f})" for k, h in headlines.items() if h.score is not None
    ]
    scored = (
        f" What can be scored of 100: {'; '.join(known)}." if known else " Nothing else is known well enough to score."
    )
    return f"{of_their_own} for {names} in {context.year}; {tie}.{scored}"


def confidence(headlines: Mapping[HeadlineId, Headline]) -> str:
    """High: at least 80% of the weight known and ranges within 25 points; moderate: 50% and 40 points; else low."""
    known = [h for h in headlines.values() if h.score is not None and h.low is not None and h.high is not None]
    if not known:
        return "none: no headline has half of its weight known"
    share = sum(h.known for h in headlines.values()) / len(headlines)
    width = sum((h.high or 0) - (h.low or 0) for h in known) / len(known)
    word = "high" if share >= 0.8 and width <= 25 else "moderate" if share >= 0.5 and width <= 40 else "low"
    return f"{word}: {share:.0%} of the weight is known, and method ranges span {width:.0f} points on average"


def standing_out(context: Context) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The five strongest and five weakest facts: distance from the peer median times weight, risk turned round."""
    fellows = context.fellows()
    scores = (
        context.warehouse.scan("derived.values")
        .filter((pl.col("year") == context.year) & pl.col("score").is_not_null())
        .join(fellows.lazy(), on="partnership", how="semi")
        .group_by("indicator")
        .agg(pl.col("score").median(), pl.len().alias("n"))
        .filter(pl.col("n") >= PEERS_NEEDED)
        .collect()
    )
    facts = []
    for indicator, median in scores.select("indicator", "score").iter_rows():
        r = context.results.get(indicator)
        if r is None or r.score is None:
            continue
        better = (median - r.score) if r.stage == "risk" else (r.score - median)
        facts.append((better * r.weight, Fact(r.id, r.title, r.score, median, better, _fact(r))))
    facts.sort(key=lambda pair: -pair[0])
    strong = tuple(f for weight, f in facts if weight > 0)[:5]
    weak = tuple(f for weight, f in reversed(facts) if weight < 0)[:5]
    return strong, weak


def _fact(r: IndicatorResult) -> str:
    seen = f" ({r.n} of {r.of} known)" if r.n and r.of and r.n < r.of else ""
    when = f", as of {r.year_used}" if r.status == "carried" else ""
    return f"{r.value:.3g} {r.unit}{seen}{when}."


def missing(context: Context) -> tuple[Missing, ...]:
    """Indicators that apply and are unknown, the heaviest first, with the command that would bring them."""
    found = [i for i in context.scorecard.indicators if context.results[i.id].status == "unknown" and i.needs]
    found.sort(key=lambda i: -context.results[i.id].weight)
    return tuple(Missing(i.id, i.title, i.needs, _command(context.warehouse, i.needs)) for i in found)


def _command(warehouse: Warehouse, needs: str) -> str:
    named = [word for word in needs.replace(",", " ").split() if word in sources.ids()]
    lacking = [name for name in named if not any(table.startswith(f"{name}.") for table in warehouse.entries)]
    return f"{sources.fetch_command(lacking)} && foedus build" if lacking else ""


def gaps(context: Context) -> tuple[str, ...]:
    """The three unknown indicators that weigh most."""
    return tuple(f"{m.title}: needs {m.needs}." for m in missing(context) if context.results[m.indicator].weight > 0)[
        :3
    ]


def top_risk(context: Context) -> str:
    """The risk indicator with the highest score, and the member or figure that drives it."""
    risks = [r for r in context.results.values() if r.stage == "risk" and r.score is not None]
    if not risks:
        return ""
    r = max(risks, key=lambda one: (one.score or 0) * one.weight)
    said = f"{r.title}: {r.score:.0f} of 100 ({r.value:.3g} {r.unit})"
    figures = [e for e in r.evidence if isinstance(e.value, float) and e.source and not e.subject.startswith("all ")]
    if len(figures) > 1:
        most, least = max(figures, key=_value), min(figures, key=_value)
        said += f"; widest apart are {most.subject} ({_shown(most)}) and {least.subject} ({_shown(least)})"
    return said + "."


def _value(e: Evidence) -> float:
    return e.value if isinstance(e.value, float) else 0.0


def _shown(e: Evidence) -> str:
    value = _value(e)
    number = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{number} {e.unit}".strip() + f", {e.date}"


def changes(context: Context) -> tuple[str, ...]:
    """Who joined or left, which headline moved by five points or more on the year before, and new strains."""
    found = [f"{m.name} {m.change} in {context.year}." for m in context.about.members if m.change]
    now = dict(context.headlines.filter(pl.col("year") == context.year).select("headline", "score").iter_rows())
    past = dict(context.headlines.filter(pl.col("year") == context.year - 1).select("headline", "score").iter_rows())
    for key, said in SAYS.items():
        a, b = past.get(key), now.get(key)
        if a is not None and b is not None and abs(b - a) >= 5:
            found.append(
                f"{said.partition(' (')[0].capitalize()} moved from {a:.0f} to {b:.0f} since {context.year - 1}."
            )
    strains = context.warehouse.read("register.strains").filter(
        (pl.col("partnership") == context.id) & (pl.col("start").str.slice(0, 4) == str(context.year))
    )
    found += [str(row["text"]) for row in strains.sort("start").iter_rows(named=True)]
    return tuple(found[:8])


def invocation(context: Context) -> Invocation | None:
    """The last time a defense obligation was invoked, else any obligation; later consultations are named."""
    rows = context.warehouse.read("register.strains").filter(
        (pl.col("partnership") == context.id) & (pl.col("kind") == "invocation")
        & (pl.col("start").str.slice(0, 4).cast(pl.Int32) <= context.year)
    ).sort("start")  # fmt: skip
    if not rows.height:
        return None
    kinds = dict(context.warehouse.read("register.obligations").select("id", "type").iter_rows())
    listed = list(rows.iter_rows(named=True))
    defense = [r for r in listed if kinds.get(r["obligation"]) == "defense"]
    last = defense[-1] if defense else listed[-1]
    later = [r["start"][:4] for r in listed if r["start"] > last["start"]]
    text = str(last["text"])
    if later:
        text += f" Invoked since, for consultation: {', '.join(dict.fromkeys(later))}."
    urls = dict(context.warehouse.read("register.sources").select("id", "address").iter_rows())
    return Invocation(last["start"], text, last["honored"], last["source"], urls.get(last["source"]) or "")


def payers(context: Context, trail: Trail) -> Payers | None:
    """Who pays: the largest share of cost, how many are at the declared target, and the largest gap to it."""
    result = context.results.get("COL1")
    spent = context.results.get("CHA2")
    if result is None or spent is None or result.year_used is None or spent.year_used is None:
        return None
    rows = trail.maker.rows("member-year")
    share = rows.filter(pl.col("year") == result.year_used, pl.col("milex_share_gdp").is_not_null())
    cost = rows.filter(pl.col("year") == spent.year_used, pl.col("milex_nato").is_not_null()).sort(
        "milex_nato", descending=True
    )
    target = share["burden_target"].drop_nulls()
    if not share.height or not cost.height or not len(target):
        return None
    lowest = share.sort("milex_share_gdp").row(0, named=True)
    gap = lowest["milex_share_gdp"] - target[0]
    return Payers(
        year=result.year_used, largest=cost["name"][0], largest_share=cost["milex_nato"][0] / cost["milex_nato"].sum(),
        known=share.height, members=int(result.of or share.height), target=f"{target[0]:g} percent of GDP",
        at_target=int((share["milex_share_gdp"] >= share["burden_target"]).sum()),
        gap_party=lowest["name"] if gap < 0 else None, gap=round(-gap, 2) if gap < 0 else None,
        unit="points of GDP below target", source=result.evidence[-1].source if result.evidence else "",
    )  # fmt: skip
