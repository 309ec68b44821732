"""What an outlook says of itself in words: the bottom line, what to bear in mind, and the sources."""

from __future__ import annotations

from collections.abc import Sequence

from foedus import sources
from foedus.models._alliance_years import LAST_YEAR
from foedus.models._cited import Reference, datasets
from foedus.models._outlook_record import Ending, Projection, Survival, Trend
from foedus.models._projections import PLAIN
from foedus.warehouse import Warehouse

JASA = "Journal of the American Statistical Association"
METHODS = (
    ("Sen (1968)", ("Sen, Pranab Kumar (1968). Estimates of the Regression Coefficient Based on Kendall's Tau. "
     f"{JASA} 63(324), 1379-1389.")),
    ("Mann (1945)", "Mann, Henry B. (1945). Nonparametric Tests Against Trend. Econometrica 13(3), 245-259."),
    ("Lei et al. (2018)", ("Lei, Jing, Max G'Sell, Alessandro Rinaldo, Ryan J. Tibshirani and Larry Wasserman (2018). "
     f"Distribution-Free Predictive Inference for Regression. {JASA} 113(523), 1094-1111.")),
    ("Gneiting and Raftery (2007)", ("Gneiting, Tilmann and Adrian E. Raftery (2007). Strictly Proper Scoring Rules, "
     f"Prediction, and Estimation. {JASA} 102(477), 359-378.")),
    ("Künsch (1989)", ("Künsch, Hans R. (1989). The Jackknife and the Bootstrap for General Stationary Observations. "
     "Annals of Statistics 17(3), 1217-1241.")),
    ("Allison (1982)", ("Allison, Paul D. (1982). Discrete-Time Methods for the Analysis of Event Histories. "
     "Sociological Methodology 13, 61-98.")),
    ("Bennett (1997)", ("Bennett, D. Scott (1997). Testing Alternative Models of Alliance Duration, 1816-1984. "
     "American Journal of Political Science 41(3), 846-878.")),
    ("Leeds (2003)", ("Leeds, Brett Ashley (2003). Alliance Reliability in Times of War: Explaining State Decisions to "
     "Violate Treaties. International Organization 57(4), 801-827.")),
    ("Leeds and Anac (2005)", ("Leeds, Brett Ashley and Sezi Anac (2005). Alliance Institutionalization and Alliance "
     "Performance. International Interactions 31(3), 183-202.")),
    ("Leeds and Savun (2007)", ("Leeds, Brett Ashley and Burcu Savun (2007). Terminating Alliances: Why Do States "
     "Abrogate Agreements? Journal of Politics 69(4), 1118-1132.")),
    ("Walt (1987)", "Walt, Stephen M. (1987). The Origins of Alliances. Cornell University Press."),
)  # fmt: skip


def bottom_line(trends: Sequence[Trend], projections: Sequence[Projection], survival: Survival, year: int) -> str:
    """Where the headlines have been heading, how far they may move, and the chance of an end."""
    said = [_heading(trends)]
    shown = [p for p in projections if p.is_headline and p.expected is not None]
    parts = [f"{p.title} {_range(p)}" + (" by no change" if p.method == PLAIN else "") for p in shown]
    if parts:
        said.append(f"In {shown[0].target}, with 80% ranges of past errors: {'; '.join(parts)}.")
    whole = survival.whole
    if whole is not None:
        said.append(f"Chance that the alliance ends by {year + survival.ahead}: {_ended(whole, survival)}.")
    else:
        said.append(survival.why)
    return " ".join(part for part in said if part)


def _ended(whole: Ending, survival: Survival) -> str:
    """The chance of an end, the figure that leads first."""
    span = f"({_chance(whole.low)} to {_chance(whole.high)})"
    base = f"{_chance(whole.base)} by the base rate"
    if not survival.model:
        return f"{base} of alliances {span}" if survival.atopid is None else f"{base} {span}, which no model beats"
    mine = f"{_chance(whole.chance)} by the model {span}"
    return f"{mine}, {base}" if survival.leads else f"{base}, {mine}, whose late record is worse"


def _heading(trends: Sequence[Trend]) -> str:
    ten = [t for t in trends if t.is_headline and t.window == 10 and t.slope is not None]
    if not ten:
        return "Too little was observed in the last ten years for a trend of a headline."
    told = [f"{t.title} {t.direction}{'' if t.n == t.window else f' ({t.n} years known)'}" for t in ten]
    return f"Over ten years, on indicators observed in both years: {'; '.join(told)}."


def _range(p: Projection) -> str:
    e = p.expected
    return "" if e is None else f"{e.value:.0f} ({e.low80:.0f} to {e.high80:.0f})"


def _chance(chance: float) -> str:
    return "under 0.1%" if chance < 0.001 else f"{100 * chance:.1f}%"


def notes(warehouse: Warehouse, year: int) -> tuple[str, ...]:
    """What to bear in mind."""
    said = [
        "Association is not causation: a covariate says which alliances ended more often, not what ended them.",
        ("A range holds past errors of the same method among partnerships of the kind; a break without precedent is in "
        "none."),
        ("An origin uses values of years up to it and nothing later; but values as they stand today, revisions "
         "included, and goalposts set once for all years."),
        ("A headline's changes are over the indicators observed in both years, so that a source's end moves nothing; "
         "its published score may move for that reason too."),
        "Years of a series are not independent, so intervals of slopes and p-values are too sure.",
        "Slopes of few years say little: how many is printed with each.",
    ]  # fmt: skip
    if year > LAST_YEAR:
        said.append(
            f"ATOP follows alliances to {LAST_YEAR}: ends since are in no rate, and treaties are read as they stood."
        )
    absent = [name for name in ("atop", "vdem_simple") if not any(t.startswith(f"{name}.") for t in warehouse.entries)]
    if absent:
        command = f"{sources.fetch_command(absent)}, then: foedus build"
        said.append(f"Not at hand: {', '.join(absent)}. Run: {command}")
    return tuple(said)


def bibliography(survival: Survival) -> tuple[Reference, ...]:
    """The methods' own references, then the datasets that the chances rest on."""
    known = set(sources.ids())
    used = [name for name in ("atop", *survival.needs) if name in known and survival.whole is not None]
    found = [Reference(name, "", text, "") for name, text in METHODS]
    return (*found, *datasets(dict.fromkeys(used)))
