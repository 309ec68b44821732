"""An assessment on one sheet: four headlines with their ranges, the profile by pillar, and the years before."""

from __future__ import annotations

from foedus.reports import _svg as svg
from foedus.reports import _words as words
from foedus.reports._figures import Panel, sheet
from foedus.scorecards._assessment import Assessment


def drawing(a: Assessment) -> str:
    """The charts of the dossier, each once, on one sheet."""
    rows = [_pairs(_headlines(a)), _profile(a), _pairs(_trend(a))]
    said = f"As of {words.day(a.as_of)}. Foedus, edition {a.edition}. Fingerprint {a.fingerprint}."
    title = f"{a.partnership.name}, {a.year}"
    return sheet(title, [row for group in rows for row in group], said)


def _pairs(panels: list[Panel]) -> list[list[Panel]]:
    return [panels[at : at + 2] for at in range(0, len(panels), 2)]


def _headlines(a: Assessment) -> list[Panel]:
    found = []
    for key, title in words.HEADLINES.items():
        result = a.headlines[key]
        drawn = svg.headline_bar(key, result, a.year) or svg.silence(words.not_enough(result.known, a.need))
        score = f" {words.points(result.score)}" if result.score is not None else ""
        found.append(Panel(f"{title}{score}: {words.READING[key]}", drawn))
    return found


def _profile(a: Assessment) -> list[list[Panel]]:
    half = (len(a.pillars) + 1) // 2
    parts = [part for part in (a.pillars[:half], a.pillars[half:]) if part]
    return [[Panel("Scores by pillar, with method range" if not at else "", svg.profile(part, f"profile-{at}"))
             for at, part in enumerate(parts)]]  # fmt: skip


def _trend(a: Assessment) -> list[Panel]:
    drawn = ((key, title, svg.trend(key, a.trend)) for key, title in words.HEADLINES.items())
    return [Panel(f"{title} by year", chart) for _, title, chart in drawn if chart]
