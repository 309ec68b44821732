"""How numbers, dates, statuses and ranges are put in words, the same in every report."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from foedus.declare import HeadlineId
from foedus.scorecards._assessment import Evidence, Headline, IndicatorResult, Score, Spell

NOT_KNOWN = "not known"
EVERYONE = "members"

HEADLINES: dict[HeadlineId, str] = {
    "commitment": "Commitment and activity",
    "effects": "Results",
    "risk": "Risk",
    "outlook": "Outlook",
}
READING: dict[HeadlineId, str] = {
    "commitment": "100 is most",
    "effects": "100 is best",
    "risk": "100 is most risk",
    "outlook": "50 is no change",
}
STAGES: dict[str, HeadlineId] = {
    "input_activity": "commitment",
    "input": "commitment",
    "activity": "commitment",
    "commitment": "commitment",
    "output_outcome": "effects",
    "output": "effects",
    "outcome": "effects",
    "effects": "effects",
    "risk": "risk",
    "outlook": "outlook",
}
BINDING = {
    "legal": "legally binding",
    "political": "politically binding",
    "unilateral": "declared by one side",
}
HONORED = {
    "yes": "It was honored.",
    "partly": "It was honored in part.",
    "no": "It was not honored.",
    "disputed": "Whether it was honored is disputed.",
    "not_applicable": "No obligation fell due.",
}
ISO_DATE = r"\d{4}-\d{2}(-\d{2})?"
OBLIGATIONS = {"nonaggression": "non-aggression"}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def plain(text: str) -> str:
    """Text on one line, without control characters or marks that reverse the reading direction."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+", " ", text).strip()


def phrase(word: str) -> str:
    """An identifier such as `bilateral_pact` as words."""
    return plain(word.replace("_", " "))


def capital(text: str) -> str:
    """The first letter in upper case, the rest as it was."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Text that starts with a capital and ends with a full stop."""
    text = capital(plain(text))
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def listing(items: Iterable[str], last: str = "and") -> str:
    """Items as `a, b and c`."""
    words = [plain(item) for item in items]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: `1 member`, `32 members`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def number(value: float, significant: int = 3) -> str:
    """A number to so many significant digits, thousands separated, whole digits always kept."""
    if not math.isfinite(value):
        return NOT_KNOWN
    if value == 0:
        return "0"
    decimals = max(0, significant - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; what is not quite nothing or all never reads 0% or 100%."""
    if not math.isfinite(share):
        return NOT_KNOWN
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def measured(value: float | str | None, unit: str, significant: int = 3) -> str:
    """A value with its unit; a share is printed as a percentage, a scale in parentheses."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOT_KNOWN
    unit = plain(unit)
    if isinstance(value, str):
        return plain(f"{day(value) if re.fullmatch(ISO_DATE, value) else value} {unit}")
    if unit == "share":
        return f"{number(100 * value, significant)}%"
    if unit == "year":
        return str(int(value))
    if unit.startswith("%"):
        return f"{number(value, significant)}{unit}"
    if re.match(r"\d|scale|level", unit):
        return f"{number(value, significant)} ({unit})"
    return plain(f"{number(value, significant)} {unit}")


def points(score: float | None) -> str:
    """A score from 0 to 100 in whole points."""
    return NOT_KNOWN if score is None or not math.isfinite(score) else f"{score:.0f}"


def span(low: float | None, high: float | None) -> str:
    """A method range in whole points, or nothing where there is none."""
    return "" if low is None or high is None else f"{points(low)} to {points(high)}"


def day(iso: str | None) -> str:
    """An ISO date of year, month or day precision as `4 April 1949`; other text as it stands."""
    if not iso:
        return NOT_KNOWN
    found = re.fullmatch(r"(-?\d{1,4})(?:-(\d{2}))?(?:-(\d{2}))?", iso)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return plain(iso)
    parts = [str(int(found[3])) if found[3] else "", MONTHS[int(found[2]) - 1] if found[2] else "", found[1]]
    return " ".join(part for part in parts if part)


def in_force(spell: Spell) -> str:
    """When a partnership was signed and bound its parties."""
    said = [f"signed {day(spell.signed)}"] if spell.signed else []
    if spell.start:
        said.append(f"in force since {day(spell.start)}" if not spell.end else f"in force from {day(spell.start)}")
    if spell.end:
        said.append(f"no longer in force on {day(spell.end)}")
    return sentence(", ".join(said)) if said else ""


def not_enough(known: float, need: float) -> str:
    """Why a score is null."""
    return f"not enough known: {percent(known)} of the weight, need {percent(need)}"


def scored(score: Score | Headline, need: float) -> str:
    """A score with its method range and the share known, or why there is none."""
    if score.score is None:
        return not_enough(score.known, need)
    band = span(score.low, score.high)
    return f"{points(score.score)}" + (f", method range {band}" if band else "") + f", {percent(score.known)} known"


def versus(headline: Headline, year: int) -> str:
    """Where peers stand, and where the partnership stood five years before."""
    peers = "no peer median" if headline.peer_median is None else f"peer median {points(headline.peer_median)}"
    return f"{peers}; {year - 5}: {points(headline.five_years_ago)}"


def stage_title(stage: str) -> str:
    """The headline that a stage feeds, by its title."""
    return HEADLINES[STAGES[stage]] if stage in STAGES else capital(phrase(stage))


def article(text: str) -> str:
    """An article as it is cited: a bare number, Arabic or Roman, says that it is one."""
    said = plain(text)
    if not re.match(r"\d|[IVX]+\b", said):
        return said
    several = re.search(r"(;|,| and )\s*[0-9IVX]", said)
    return f"{'Articles' if several else 'Article'} {said}"


def obligation_type(kind: str) -> str:
    """An obligation's type as a title."""
    return capital(OBLIGATIONS.get(kind, phrase(kind)))


def status(result: IndicatorResult) -> str:
    """Whether a value was observed, carried (and from when), unknown or not applicable."""
    if result.status == "carried":
        return f"carried from {result.year_used}" if result.year_used is not None else "carried"
    return phrase(result.status)


def value(result: IndicatorResult) -> str:
    """An indicator's value with its unit, or its status where it has none."""
    return phrase(result.status) if result.value is None else measured(result.value, result.unit)


def indicator_score(result: IndicatorResult) -> str:
    """An indicator's score, or why it has none."""
    if result.score is not None:
        return points(result.score)
    if result.headline is None or result.polarity in ("contested", "none"):
        return "shown, not scored"
    return "no score"


def n_of(result: IndicatorResult) -> str:
    """How many of the members, pairs or operations are known."""
    if result.of is None:
        return "one value" if result.value is not None else "none"
    return f"{result.n or 0:,} of {result.of:,}"


def goalposts(result: IndicatorResult) -> str:
    """From what worst to what best a value is scored, and why."""
    if result.worst is None or result.best is None:
        return plain(result.goalposts) or "none"
    ends = f"{measured(result.worst, bare(result.unit))} worst, {measured(result.best, bare(result.unit))} best"
    return f"{ends} ({plain(result.goalposts)})" if result.goalposts else ends


def bare(unit: str) -> str:
    """The short form of a unit, for numbers that stand beside their unit: shares and percentages keep the sign."""
    return unit if unit in ("share", "year") else "%" if unit.startswith("%") else ""


def claimed(row: Evidence) -> str:
    """The value of a piece of evidence, with its unit, to six significant digits."""
    return measured(row.value, row.unit, 6)


def web_address(url: str) -> str:
    """An address that a link may lead to; anything but http and https is dropped."""
    return url if re.match(r"https?://[^\s\"'<>]+$", url) else ""
