"""A repeated run in words: the same bytes, or what changed under it and what moved."""

from __future__ import annotations

from foedus.analyses.replay import MOST, Replayed
from foedus.reports import _words as words
from foedus.reports._document import Document, Grid, Lines, Part, Section


def document(r: Replayed) -> Document:
    """The replay as a document."""
    title = f"Replay of {words.plain(r.file)}"
    return Document(title, "a run repeated", (_answer(r),), _sections(r), r.edition, r.schema, r.fingerprint)


def _answer(r: Replayed) -> str:
    what = f"foedus {r.verb.replace('_', '-')} {' '.join(r.names)}".strip()
    if r.same:
        return f"The same bytes: {what} gives today what the file holds."
    if r.moved_total:
        return f"Not the same: {what} differs in {words.counted(r.moved_total, 'place')}. {_cause(r)}"
    return f"The same answer from other data or code: in {what} no figure moved. {_cause(r)}"


def _cause(r: Replayed) -> str:
    data = bool(r.tables_changed or r.tables_gone or r.tables_new)
    causes = {"data": data, "code": r.code_changed, "edition": r.versions, "libraries": r.libraries_changed}
    made = [name for name, some in causes.items() if some]
    if made:
        return f"What it was made from has changed: {words.listing(made)}."
    return "Data and code are those of the record, so the file was changed after it was written."


def _sections(r: Replayed) -> tuple[Section, ...]:
    if r.same:
        return (Section("What was compared", (Lines(("Every byte of the record, the run's own account included.",)),)),)
    listed = (
        ("Edition", r.versions), ("Tables whose content or code changed", r.tables_changed),
        ("Tables of the record that are not built here", r.tables_gone),
        ("Tables that were not built then", r.tables_new), ("Rooms of the code that changed", r.code_changed),
        ("Libraries", r.libraries_changed),
    )  # fmt: skip
    told = tuple(f"{title}: {', '.join(some)}." for title, some in listed if some)
    nothing = "Nothing that it was made from has changed."
    parts: list[Part] = [Lines(told or (nothing,), "list")]
    sections = [Section("What changed under it", tuple(parts))]
    if r.moved:
        caption = "" if r.moved_total <= MOST else f"The first {MOST} of {r.moved_total:,}"
        rows = tuple((one.place, one.then, one.now) for one in r.moved)
        sections.append(Section("What moved", (Grid(caption, ("Place in the record", "Then", "Now"), rows, 3),)))
    return tuple(sections)
