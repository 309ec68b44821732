"""The register's desk: a partnership's entry, whether contracts are kept, rows drawn for an audit, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foedus import states
from foedus.errors import BadOption, BrokenContract
from foedus.reports import _markdown as md
from foedus.reports import _words as words
from foedus.sources.register import FOLDER, SHEETS, edition
from foedus.sources.register._contracts import Page, Row, read, violations
from foedus.sources.register._schema import COMMON, OBLIGATION_TYPES

if TYPE_CHECKING:
    from foedus.warehouse import Warehouse

Cells = Mapping[str, str | None]

SHOWN = 20
MOST = 10_000
ELSEWHERE = ("agreement", "package", "schema", "diff")
"""Actions that the verb answers without this desk."""


def answered(action: str, number: int, seed: int, *, folder: Path = FOLDER) -> str:
    """What came of checking, drawing `number` rows for an audit, or counting."""
    actions: dict[str, Callable[[], str]] = {
        "check": lambda: checked(folder),
        "audit": lambda: audited(number, seed, folder),
        "counts": lambda: counted(folder),
    }
    if action not in actions:
        raise BadOption("ACTION", action, f"one of {', '.join((*actions, *ELSEWHERE))}")
    return actions[action]()


def checked(folder: Path = FOLDER) -> str:
    """One sentence if every contract is kept; else an error that lists the first places where one is not."""
    found = violations(folder)
    if found:
        listed = "\n".join(map(str, found[:SHOWN]))
        more = f"\nand {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
        places = "1 place" if len(found) == 1 else f"{len(found):,} places"
        raise BrokenContract("The register", f"breaks its contracts in {places}:\n{listed}{more}", "Mend these rows.")
    rows = sum(len(page.rows) for page in _pages(folder))
    return f"{rows:,} rows in {len(SHEETS)} tables keep all contracts."


def counted(folder: Path = FOLDER) -> str:
    """Rows by table, in Markdown."""
    pages = _pages(folder)
    rows = [(page.sheet.name, md.escaped(page.sheet.title), f"{len(page.rows):,}") for page in pages]
    rows.append(("all", "", f"{sum(len(page.rows) for page in pages):,}"))
    titles = ("Table", "What it holds", "Rows")
    return "\n".join([f"Register, edition {edition().version}", "", *md.table(titles, rows)])


def audited(number: int, seed: int, folder: Path = FOLDER) -> str:
    """Rows drawn by seed for re-opening at their source, in Markdown; the same seed draws the same rows."""
    if not 1 <= number <= MOST:
        raise BadOption("NUMBER", number, f"a number of rows from 1 to {MOST:,}")
    if not 0 <= seed < 2**32:
        raise BadOption("--seed", seed, "a whole number from 0")
    pages = [page for page in _pages(folder) if page.rows]
    drawn = _drawn(pages, number, seed)
    documents = {row.cells["id"]: row.cells for page in pages if page.sheet.name == "sources" for row in page.rows}
    total = sum(len(page.rows) for page in pages)
    lines = [f"# Audit of the register, edition {edition().version}", ""]
    lines.append(f"{len(drawn):,} of {total:,} rows, drawn with seed {seed}. Open each source and compare.")
    for at, (page, row) in enumerate(drawn, 1):
        lines += _entry(at, page, row, documents)
    return "\n".join(lines)


def shares(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """How many rows to draw from each table: one at least, the others in proportion to its size."""
    drawn = {name: 1 for name, size in sizes.items() if size}
    for _ in range(min(number, sum(sizes.values())) - len(drawn)):
        open_to = [name for name in drawn if drawn[name] < sizes[name]]
        drawn[max(open_to, key=lambda name: sizes[name] / (2 * drawn[name] + 1))] += 1
    return drawn


def _pages(folder: Path) -> list[Page]:
    return [read(sheet, folder) for sheet in SHEETS]


def _drawn(pages: Sequence[Page], number: int, seed: int) -> list[tuple[Page, Row]]:
    import numpy as np

    rng = np.random.default_rng(seed)
    wanted = shares({page.sheet.name: len(page.rows) for page in pages}, number)
    return [
        (page, page.rows[at])
        for page in pages
        for at in sorted(rng.choice(len(page.rows), wanted[page.sheet.name], replace=False).tolist())
    ]


def _entry(at: int, page: Page, row: Row, documents: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A drawn row: where it lies, what it says, and where to look it up."""
    sheet, cells = page.sheet, row.cells
    key = " | ".join(cells[name] for name in sheet.key)
    yield from md.heading(2, f"{at}. {sheet.name}.csv:{row.line} {key}")
    said = [name for name in sheet.names if name not in {*sheet.key, *COMMON.split()} and cells[name]]
    yield from (f"- {md.escaped(name)}: {md.escaped(cells[name])}" for name in said)
    document = documents.get(cells.get("source", ""), cells if sheet.name == "sources" else {})
    shown = ", ".join(document[name] for name in ("publisher", "title", "date") if document.get(name))
    yield f"- **Source**: {md.link(shown or cells.get('source', ''), document.get('address', ''))}"
    yield f"- Address: {md.escaped(document.get('address', ''))}"
    if sheet.name != "sources":
        marks = ("locator", "basis", "confidence", "contested", "accessed", "note")
        yield from (f"- {name.capitalize()}: {md.escaped(cells[name])}" for name in marks if cells[name])


def entry(partnership: str, warehouse: Warehouse) -> Iterator[str]:
    """What is known of a partnership, in Markdown: names, members, instruments, obligations, strains, sources."""
    import polars as pl

    told = warehouse.read("derived.partnerships").filter(pl.col("id") == partnership).row(0, named=True)
    rows = {name: _of(warehouse, name, partnership) for name in ("partnerships", "members", "instruments", "strains")}
    held = [row["id"] for row in rows["instruments"]]
    owed = warehouse.read("register.obligations").filter(pl.col("instrument").is_in(held))
    rows["obligations"] = sorted(owed.iter_rows(named=True), key=_rank)
    documents = {row["id"]: row for row in warehouse.read("register.sources").iter_rows(named=True)}
    names = dict(warehouse.read("register.entities").select("party", "name").iter_rows())
    names |= dict(states.parties().select("party", "name").iter_rows())
    yield f"# {md.escaped(told['name'])}"
    yield from ("", *_identity(told, rows["partnerships"]))
    if told["origin"] == "atop":
        yield from _from_atop(partnership, warehouse)
        return
    yield from _members(rows["members"], names, documents)
    yield from _instruments(rows["instruments"], documents)
    yield from _obligations(rows, names, documents)
    yield from _strains(rows["strains"], names, documents)
    yield from md.heading(2, "Sources")
    used = sorted({str(row["source"]) for some in rows.values() for row in some})
    yield from (f"- {md.escaped(one)}: {_document(one, '', documents)}" for one in used)


def claimant(asked: str, warehouse: Warehouse) -> str | None:
    """The partnership of the register that claims an ATOP alliance named as `atop-3180`; None if none does."""
    number = asked.lower().removeprefix("atop-")
    for partnership, claims in warehouse.read("register.instruments").select("partnership", "atop_ids").iter_rows():
        if number != asked.lower() and number in [one.strip() for one in (claims or "").split(";")]:
            return str(partnership)
    return None


def _of(warehouse: Warehouse, table: str, partnership: str) -> list[dict[str, str | None]]:
    import polars as pl

    of = "id" if table == "partnerships" else "partnership"
    frame = warehouse.read(f"register.{table}").filter(pl.col(of) == partnership)
    return list(frame.sort("start", frame.columns[0], nulls_last=True).iter_rows(named=True))


def _identity(told: Cells, own: Sequence[Cells]) -> Iterator[str]:
    yield f"{words.capital(words.phrase(told['kind'] or ''))}; {md.code(told['id'] or '')}."
    row = own[0] if own else {}
    called = (told["short_name"], *(told["aliases"] or "").split(";"))
    said = {
        "Also called": "; ".join(dict.fromkeys(filter(None, called))),
        "Region": told["region"], "Signed": _day(told["signed"]), "In force since": _day(told["start"]),
        "Not in force from": _day(told["end"]) + (f" ({row['end_mode']})" if row.get("end_mode") else ""),
        "Purpose": row.get("purpose"), "Came after": row.get("predecessor"), "Note": row.get("note"),
    }  # fmt: skip
    yield from ("", *(f"- **{name}**: {md.escaped(text)}" for name, text in said.items() if text))


def _rank(obligation: Cells) -> tuple[bool, int, str]:
    """Those in force first, in the order of the vocabulary, then by date."""
    return bool(obligation["end"]), OBLIGATION_TYPES.index(obligation["type"] or ""), obligation["start"] or ""


def _members(rows: Sequence[Cells], names: Mapping[str, str], documents: Mapping[str, Cells]) -> Iterator[str]:
    titles = ("Party", "Standing", "Signed", "From", "Until", "How", "Source")
    gone = [row for row in rows if row["end"] and row["end"] <= edition().date]
    for title, some in (("Members and others now", [row for row in rows if row not in gone]), ("Formerly", gone)):
        if some:
            yield from md.heading(2, title)
            ordered = sorted(some, key=lambda row: (row["status"] != "member", names.get(row["party"] or "", "")))
            yield from md.table(titles, (_member(row, names, documents) for row in ordered))


def _member(row: Cells, names: Mapping[str, str], documents: Mapping[str, Cells]) -> list[str]:
    how = words.listing(filter(None, (row["joined"], row["left"])))
    cells = (names.get(row["party"] or "", row["party"]), row["status"], row["signed"], row["start"], row["end"], how)
    return [*(md.escaped(cell or "") for cell in cells), _document(row["source"], row["locator"], documents)]


def _instruments(rows: Sequence[Cells], documents: Mapping[str, Cells]) -> Iterator[str]:
    yield from md.heading(2, "Instruments")
    titles = ("Title", "Type", "Signed", "In force", "Until", "ATOP", "Source")
    if rows:
        columns = ("title", "type", "signed", "start", "end", "atop_ids")
        yield from md.table(titles, (
            [*(md.escaped(row[name] or "") for name in columns), _document(row["source"], row["locator"], documents)]
            for row in rows
        ))  # fmt: skip


def _obligations(
    rows: Mapping[str, Sequence[Cells]], names: Mapping[str, str], documents: Mapping[str, Cells]
) -> Iterator[str]:
    titles = {row["id"]: row["title"] for row in rows["instruments"]}
    yield from md.heading(2, "Obligations")
    if not rows["obligations"]:
        yield "None is on record."
    for row in rows["obligations"]:
        binding = words.BINDING.get(row["binding"] or "", row["binding"])
        said = {
            "Article": ", ".join(filter(None, (row["article"], titles[row["instrument"]], binding))),
            "In force since": _day(row["start"]), "Not in force from": _day(row["end"]),
            "What it promises": row["text"], "What it does not promise": row["not_promised"],
            "Conditions": words.phrase((row["conditions"] or "").replace(";", ", ")), "Area": row["area"],
            "Contested": "yes" if row["contested"] == "yes" else "", "Note": row["note"],
        }  # fmt: skip
        each, other = {"members": "every member"}, {"members": "every other member"}
        who = f"{_parties(row['from'], {**names, **each})} to {_parties(row['to'], {**names, **other})}"
        yield from md.heading(3, f"{words.obligation_type(row['type'] or '')}: {who}")
        yield from (f"- **{name}**: {md.escaped(text)}" for name, text in said.items() if text)
        yield f"- **Source**: {_document(row['source'], row['locator'], documents)}"


def _strains(rows: Sequence[Cells], names: Mapping[str, str], documents: Mapping[str, Cells]) -> Iterator[str]:
    yield from md.heading(2, "Strains")
    if not rows:
        yield "None is on record."
    for row in rows:
        when = _day(row["start"]) + (f" until {_day(row['end'])}" if row["end"] else "")
        kind = f"{words.phrase(row['kind'] or '')} ({_parties(row['parties'], names)})"
        honored = words.HONORED[row["honored"] or ""] if row["obligation"] else ""
        contested = "Contested." if row["contested"] == "yes" else ""
        said = " ".join(filter(None, (words.sentence(row["text"] or ""), honored, contested)))
        yield f"- **{when}**: {md.escaped(f'{kind}. {said}')} {_document(row['source'], row['locator'], documents)}"


def _from_atop(partnership: str, warehouse: Warehouse) -> Iterator[str]:
    """An alliance that only ATOP knows: its members, year by year, and what any of them promised."""
    import polars as pl

    from foedus.sources.atop import OBLIGATIONS, atop

    row = warehouse.read("atop.alliances").filter(pl.format("atop-{}", "atopid") == partnership).row(0, named=True)
    promised = [what for name, what in OBLIGATIONS.items() if row[name]]
    years = warehouse.scan("derived.members").filter(pl.col("partnership") == partnership)
    spells = years.group_by("party").agg(pl.col("name").last(), low=pl.col("year").min(), high=pl.col("year").max())
    yield from md.heading(2, "Members, by the years in which ATOP has them")
    yield from md.bullets(
        f"{name}: {low} to {high}" for _, name, low, high in spells.sort("low", "name").collect().iter_rows()
    )
    yield from md.heading(2, "What any member promised")
    yield from md.bullets(promised, "None of the obligations that ATOP codes.")
    yield from ("", f"Source: {md.escaped(atop.citation)}")


def _parties(cell: str | None, names: Mapping[str, str]) -> str:
    return words.listing(names.get(party.strip(), party.strip()) for party in (cell or "").split(";"))


def _day(text: str | None) -> str:
    return words.day(text) if text else ""


def _document(source: str | None, locator: str | None, documents: Mapping[str, Cells]) -> str:
    """A link to the document by its title, and where in it."""
    row = documents.get(source or "", {})
    title = ", ".join(filter(None, (row.get("publisher"), row.get("title"), row.get("date"))))
    place = f"; {md.escaped(locator)}" if locator else ""
    return md.link(title or source or "", row.get("address") or "") + place
