"""Data and what they mean: fetch, build, list, describe, cite; the register and its checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.errors import BadOption
from foedus.verbs._result import ready

if TYPE_CHECKING:
    import polars as pl

    from foedus.reports.verification import Checked
    from foedus.warehouse import BuildReport, Handed

__all__ = ["build", "catalog", "check", "cite", "describe", "fetch", "forget", "register", "sql"]


def catalog(noun: str = "source", *, subject: str | None = None) -> pl.DataFrame:
    """List what there is: partnerships, sources, indicators, measures, tables, columns and units of panels.

    `subject` narrows sources, tables and columns.
    """
    from foedus.reports import catalog as listing

    return listing.listed(noun, ready() if noun in {"partnership", "partnerships"} else None, subject=subject)


def describe(name: str) -> str:
    """What a partnership, source, table, column, indicator, measure or unit of panels is, in Markdown."""
    from foedus.reports import catalog as listing

    return listing.described(name, ready)


def cite(*names: str, form: str = "text") -> str:
    """How to cite these sources: as text, BibTeX or CSL-JSON; without names, Foedus itself."""
    from foedus.reports import citation

    return citation.cited(names, form)


def fetch(
    *ids: str,
    place: str | Path | None = None,
    everything: bool = False,
    subject: str | None = None,
    unverified: bool = False,
    version: str | None = None,
    say: Callable[[str], None] | None = None,
) -> list[Handed]:
    """Fetch publishers' files for these sources: from a file, folder, archive or address, else from their publishers.

    Files are matched by their hash. Without a place, those are downloaded whose publisher's address is declared;
    for others there is an instruction. With `everything` or `subject`, what is lacking is listed. A file of the
    right name and another content is refused unless `unverified`. With `version`, another version of one source is
    kept beside the declared one under that name: `fetch("cow_nmc", version="5.0", place="NMC_5_0.csv")`.
    """
    from foedus.warehouse import fetch as fetched

    return fetched(
        ids, place=place, everything=everything, subject=subject, unverified=unverified, version=version, say=say
    )


def forget(*ids: str) -> str:
    """Forget the files of these sources, or of one version as `cow_nmc@5.0`; the next build drops their tables."""
    from foedus.warehouse import removed

    if not ids:
        raise BadOption("ID", "nothing", "the source or version to forget, as cow_nmc or cow_nmc@5.0")
    gone = removed(ids)
    lacking = [one for one in ids if one not in gone]
    said = [f"Forgotten: {', '.join(gone)}. Their tables go with the next: foedus build"] if gone else []
    said += [f"Nothing lies here of {', '.join(lacking)}."] if lacking else []
    return "\n".join(said)


def build(*, say: Callable[[str], None] = lambda _: None) -> BuildReport:
    """Build checked tables from every source at hand, and score every partnership in every year."""
    from foedus.scorecards._universe import code_version, derive
    from foedus.warehouse import build as build_warehouse

    return build_warehouse(derive, code=code_version(), say=say)


def check() -> Checked:
    """Look at every original and every table anew: against its hash, the ledger, and what its declaration promises.

    What is broken is listed with its remedy, and the command then ends with exit code 2.
    """
    from foedus.reports.verification import Checked
    from foedus.warehouse import verify

    return Checked(verify())


def sql(query: str) -> pl.DataFrame:
    """The answer to a SELECT over the built tables, each under its name: "select * from atop.members limit 5".

    In DuckDB's dialect; needs the extra `sql`. Tables can be read and not written, and no other file can be read.
    """
    from foedus.warehouse import sql as answer

    return answer(query, ready())


def register(action: str = "check", number: int = 40, *, seed: int = 0, other: Path | None = None) -> str:
    """Check the register's contracts with file and line, draw rows to audit, count them, or hand the register on.

    Actions: check; audit; counts; agreement, with ATOP and other research data; package, a Frictionless data package;
    schema, a JSON Schema of each table; diff, what moved from the edition in the folder `other`.
    """
    if action == "agreement":
        from foedus.reports.agreement import agreement, to_markdown

        return to_markdown(agreement(ready()))
    if action in {"package", "schema", "diff"}:
        from foedus.reports import register_editions as editions

        if action == "diff":
            if other is None:
                raise BadOption("--other", "nothing", "the folder of the edition to compare with")
            return editions.moved(other)
        return editions.package() if action == "package" else editions.schemas()
    from foedus.reports import register as desk

    return desk.answered(action, number, seed)
