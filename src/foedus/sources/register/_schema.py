"""The register's tables: their columns, keys and vocabularies, in the order they stand in the files."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from foedus.declare import Column

YES_NO = ("yes", "no")
PARTNERSHIP_KINDS = (
    "alliance", "organization", "bilateral_pact", "cooperation_agreement", "programme", "exercise_series",
    "operation", "coalition", "designation", "declaration",
)  # fmt: skip
OBLIGATION_TYPES = (
    "defense", "offense", "neutrality", "nonaggression", "consultation", "assistance", "access", "information",
    "command", "contribution",
)  # fmt: skip
CONDITIONS = (
    "adversary", "location", "ongoing_conflict", "number", "demands", "nonprovocation", "request",
    "constitutional_process",
)  # fmt: skip
ACTIVITY_KINDS = (
    "exercise", "combat", "crisis_management", "peacekeeping", "evacuation", "counter_piracy", "counter_terrorism",
    "disaster_relief", "dialogue", "visit", "training", "deployment", "patrol",
)  # fmt: skip
STRAIN_KINDS = (
    "invocation", "refusal", "suspension", "withdrawal", "veto", "dispute", "coup", "eviction",
    "conflict_between_members", "sanction", "reversal",
)  # fmt: skip

MEANINGS = {
    "party": "ISO 3166 alpha-3 of the state, or the slug of another party", "name": "Its name",
    "start": "First day in force; year, month or day precision", "end": "First day not in force; empty while in force",
    "signed": "When it was signed", "source": "Key in sources", "locator": "Article, page, table or paragraph",
    "basis": "read: the source was opened; quoted: seen quoted by another", "accessed": "When it was looked up",
    "confidence": "Admiralty grade: A-F for the source, 1-6 for the fact", "contested": "Whether parties dispute it",
    "note": "What a reader should know", "partnership": "Key in partnerships",
    "aliases": "Other names, with ;", "kind": "What kind of thing it is, from the vocabulary",
    "end_mode": "How it ended", "predecessor": "The partnership or alliance it followed",
    "atop_ids": "ATOP 5.1 alliances that this instrument is, with ;", "dcad_ids": "DCAD agreements it is, with ;",
    "registration": "Treaty series and number", "status": "Standing of the party", "joined": "How it came in",
    "left": "How it left", "from": "Who owes: a party, or `members`", "to": "To whom: a party, or `members`",
    "article": "Article that says so", "conditions": "What must be given before it falls due, with ;",
    "area": "Where it holds, in words", "territory": "Parties or regions where an attack triggers it, with ;",
    "binding": "In law, in politics, or by one side's word", "text": "The promise, in our words",
    "not_promised": "What it does not promise, in our words", "parties": "All parties, with ;",
    "objective": "What was to be reached", "document": "The document that says so", "baseline": "Where it stood",
    "target": "What was to be reached, as a number where there is one", "due": "By when",
    "reached": "When it was reached",
    "unmet_on": "The last day on which a source says that it was not reached",
    "evaluated": "Whether somebody judged it", "result": "What came of it", "series": "The series it belongs to",
    "scale": "People who took part", "outcome": "Whether the objective was met",
    "outcome_basis": "Whose judgment, on what ground", "lead": "Who led", "requested_by": "Who asked for it",
    "role": "What the party did", "people": "How many it sent", "subject": "Whom the figure is about",
    "object": "Towards whom, where there are two", "item": "What is counted, from the vocabulary",
    "prices": "Current, or constant with the base year", "definition": "Whose definition",
    "vintage": "Date of the release", "estimate": "Whether the publisher marks it as an estimate",
    "named": "The party or domain named", "rank": "Its place among the threats named; 1 is first",
    "obligation": "The obligation concerned", "honored": "Whether it was kept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV of the register: its key, its columns in order, which are numbers, and the vocabularies held."""

    name: str
    title: str
    key: tuple[str, ...]
    names: tuple[str, ...]
    numbers: frozenset[str]
    choices: dict[str, tuple[str, ...]]
    required: frozenset[str]

    def columns(self) -> list[Column]:
        """The columns beside the key, as a table declares them."""
        return [
            Column(
                name,
                pl.Float64 if name in self.numbers else pl.String,
                MEANINGS.get(name, name.replace("_", " ").capitalize()),
                choices=self.choices.get(name, ()),
                required=name in self.required,
            )
            for name in self.names
            if name not in self.key
        ]


COMMON = "source locator basis accessed confidence contested note"
COMMON_CHOICES = {"basis": ("read", "quoted"), "contested": YES_NO}


def _sheet(name: str, title: str, key: str, columns: str, **choices: tuple[str, ...]) -> Sheet:
    common = "" if name == "sources" else COMMON
    names = tuple(f"{columns} {common}".split())
    required = {"source", "locator", "basis", "accessed"} if common else {"publisher", "title", "address", "kind"}
    return Sheet(
        name=name, title=title, key=tuple(key.split()), names=names,
        numbers=frozenset({"value", "low", "high", "scale", "people", "rank"}.intersection(names)),
        choices={**(COMMON_CHOICES if common else {}), **choices},
        required=frozenset(required | {c for c in choices if c not in {"end_mode", "joined", "left"}}),
    )  # fmt: skip


SHEETS: tuple[Sheet, ...] = (
    _sheet("entities", "Parties that are not states of the state lists", "party",
           "party name kind ccode gwcode iso3 start end",
           kind=("state", "contested", "organization", "historical")),
    _sheet("partnerships", "What can be assessed by name", "id",
           "id name short_name aliases kind region signed start end end_mode purpose predecessor",
           kind=PARTNERSHIP_KINDS, end_mode=("", "expired", "denounced", "superseded", "dissolved", "lapsed")),
    _sheet("instruments", "Treaties, protocols and agreements that make a partnership", "id",
           "id partnership title type signed start end atop_ids dcad_ids registration",
           type=("treaty", "protocol", "agreement", "memorandum", "declaration", "charter")),
    _sheet("members", "Who belonged from when to when", "partnership party start",
           "partnership party start status signed end joined left",
           status=("member", "associate", "partner", "observer", "signatory", "suspended"),
           joined=("", "founder", "accession", "succession", "readmission"),
           left=("", "withdrawal", "expulsion", "dissolution", "succession")),
    _sheet("obligations", "Who owes what to whom, on what condition, and what is not promised", "id",
           "id instrument from to type article conditions area territory binding text not_promised start end",
           type=OBLIGATION_TYPES, binding=("legal", "political", "unilateral")),
    _sheet("enabling", "Agreements that let forces work together", "id", "id kind parties title signed start end",
           kind=("status_of_forces", "logistics", "information_security", "communications_security",
                 "reciprocal_access", "basing", "geospatial", "cost_sharing")),
    _sheet("objectives", "What was promised to be reached, and whether it was", "id",
           "id partnership objective document date baseline target unit due reached unmet_on series evaluated result",
           evaluated=("yes", "partly", "no")),
    _sheet("activities", "Exercises, operations, relief, dialogues, visits", "id",
           "id kind name series partnership start end place scale objective outcome outcome_basis lead requested_by",
           kind=ACTIVITY_KINDS, outcome=("met", "partly", "not_met", "unclear", "not_applicable")),
    _sheet("participants", "Who took part in an activity, and with how many people", "activity party",
           "activity party role people start end", role=("lead", "host", "contributor", "observer", "recipient")),
    _sheet("figures", "Published figures, each release kept", "subject object item period_start vintage source",
           "subject subject_kind object item value low high unit prices definition period_start period_end due stage "
           "estimate vintage",
           subject_kind=("party", "dyad", "partnership", "activity", "programme")),
    _sheet("threats", "Adversaries and threats that official documents name", "partnership named start",
           "partnership named start rank document end"),
    _sheet("programmes", "Technology programmes, failed ones too", "id",
           "id name kind parties partnership start end status outcome",
           kind=("co_development", "co_production", "transfer", "licence", "research", "cyber", "space", "uncrewed",
                 "ai", "infrastructure"),
           status=("active", "completed", "cancelled", "dormant")),
    _sheet("strains", "Invocations, refusals, withdrawals and disputes", "id",
           "id partnership parties kind start end text obligation honored",
           kind=STRAIN_KINDS, honored=("yes", "partly", "no", "disputed", "not_applicable")),
    _sheet("sources", "The documents behind the rows", "id", "id publisher title date address kind",
           kind=("treaty", "official", "reference", "press", "scholarly")),
)  # fmt: skip

ITEMS = {
    "milex": "million US$", "gdp": "million US$", "personnel": "thousand people or people",
    "milex_share_gdp": "percent of GDP", "milex_real_growth": "percent", "milex_nato": "million US$",
    "gdp_nato": "million US$", "equipment_share": "percent of defense expenditure",
    "personnel_share": "percent of defense expenditure", "personnel_nato": "thousand people",
    "allies_at_2_percent": "allies", "troops_hosted": "people", "aid_military": "million US$ or currency",
    "cost_sharing": "currency", "programme_cost": "currency", "industrial_contribution": "currency",
    "operation_cost": "currency", "peacekeepers": "people", "hours_to_first_asset": "hours",
    "people_assisted": "people", "people_affected": "people", "tonnes_delivered": "tonnes or tons as published",
    "deaths": "people", "aircraft": "aircraft", "ships": "ships", "units_delivered": "aircraft",
    "people_deployed_peak": "people", "days_to_transition": "days", "liters_water": "liters", "meals": "meals",
    "patients_treated": "people", "cost": "million US$ or currency", "oslo_conditions": "conditions of 6",
    "tasks_requested": "tasks", "field_hospitals": "hospitals", "public_support": "percent of adults",
    "common_funding_share": "percent of defense expenditure",
}  # fmt: skip
"""The declared vocabulary of `figures.item`, with the unit or units of each; `currency` is any ISO 4217 code,
and the value is then in whole units of it. Extended here and nowhere else."""
