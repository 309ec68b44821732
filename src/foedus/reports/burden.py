"""Who bears the burden, as a report: the same tables in a terminal, on a page and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from foedus.analyses.burden import Burden, MemberBurden
from foedus.reports import _words as words
from foedus.reports._handed import Recorded, Telling

if TYPE_CHECKING:
    import polars as pl
    from markupsafe import Markup
    from rich.console import Group
    from rich.table import Table

    from foedus.analyses._burden_rules import Points
    from foedus.reports._burden_tables import Block

WIDTH = 80


class BurdenReport(Recorded[Burden]):
    """A burden as a result: its record, its table of members, and its forms."""

    __slots__ = ()

    @property
    def data(self) -> pl.DataFrame:
        """One row per member: cash, shares, distances to targets, people, and what each rule would have it pay."""
        return frame(self.record)

    def telling(self) -> Telling[Burden]:
        """As a page, as JSON, as Markdown, as a drawing."""
        return {"html": to_html, "json": to_json, "md": to_markdown, "svg": to_svg}

    def __rich__(self) -> Group:
        return to_terminal(self.record)


def to_json(b: Burden) -> str:
    """The record as JSON."""
    import json

    from foedus.scorecards import to_json as plain

    return json.dumps(plain(b), indent=1, ensure_ascii=False)


def to_svg(b: Burden) -> str:
    """Effort by member, and how evenly it lies, on one sheet."""
    from foedus.reports._figures import Panel, sheet

    effort = [Panel("Effort of each member, in percent of GDP", chart) for chart in strips(b)]
    even = [Panel(title, chart) for title, chart in curves(b)]
    said = f"Foedus, edition {b.edition}. Fingerprint {b.fingerprint}."
    return sheet(f"{b.name}, {b.year}: who bears the burden", [row for row in (effort, even) if row], said)


def frame(b: Burden) -> pl.DataFrame:
    """One row per member, in the order of the report; what is unknown is null."""
    import polars as pl

    owed = {rule.id: {each.party: each for each in rule.owed} for rule in b.rules}
    rows = []
    for m in b.members:
        row: dict[str, object] = {"party": m.party, "name": m.name, "year": b.year, "basis": b.basis.id}
        row |= {name: _value(name, m) for name in ("cost", "gdp", "share")}
        row |= {"cost_share": m.cost_share, "gdp_share": m.gdp_share, "over": m.over}
        row |= {"slope": m.slope and m.slope.per_year, "slope_years": m.slope and m.slope.years}
        row |= {name: _value(name, m) for name in ("equipment", "population", "personnel", "peacekeepers")}
        row["personnel_share"] = m.personnel_share
        for target in b.targets:
            if not target.elsewhere:
                stand = m.standings.get(target.id)
                row |= {f"to_{target.id}": stand and stand.distance, f"years_to_{target.id}": stand and stand.years}
        for rule, by_party in owed.items():
            each = by_party.get(m.party)
            row |= {f"share_{rule}": each and each.share, f"owes_{rule}": each and each.amount}
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col(pl.Null).cast(pl.Float64))


def _value(name: str, member: MemberBurden) -> float | None:
    figure = getattr(member, name)
    return None if figure is None else float(figure.value)


def to_terminal(b: Burden) -> Group:
    """The burden for a terminal of 80 columns or more; evidence is left to the page."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    from foedus.reports import _burden_tables as tables
    from foedus.reports._terminal import heading, indented

    def parts() -> Iterator[object]:
        title = Text(f"{words.plain(b.name)}: who bears the burden, {b.year}", style="bold", overflow="ellipsis")
        yield from (Rule(title, align="left"), Text(tables.bottom_line(b), style="bold"), Text())
        yield from (Text(line, style="dim") for line in tables.basis(b))
        for block in tables.blocks(b):
            if block.most == 0:
                continue
            yield from (Text(), heading(block.title), *indented(block.lead))
            if block.rows:
                yield _grid(block)
        for name, lines in (("What is missing", b.missing), ("How to read this", tables.CAVEATS)):
            yield from (Text(), heading(name), *indented(lines))
        yield Text("--out FILE.html writes the page with charts and the evidence for each figure.", style="dim")
        yield Text(f"Fingerprint {b.fingerprint}", style="dim")

    return Group(*parts())  # type: ignore[arg-type]


def _grid(block: Block) -> Table:
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=False)
    cells = [[cell_len(words.plain(cell)) for cell in column] for column in zip(*block.rows, strict=True)]
    full = [max(cell_len(title), *column) for title, column in zip(block.columns, cells, strict=True)]
    tight = [max(*map(cell_len, title.split()), *column) for title, column in zip(block.columns, cells, strict=True)]
    room = WIDTH - 2 * len(cells) - 1
    widths = tight if sum(tight) <= room < sum(full) else [None] * len(cells)
    for at, (title, width) in enumerate(zip(block.columns, widths, strict=True)):
        side: Literal["left", "right"] = "right" if at and block.id != "revisions" else "left"
        table.add_column(title, justify=side, overflow="fold", width=width)
    for row in block.rows[: block.most]:
        table.add_row(*(Text(words.plain(cell)) for cell in row))
    if block.most is not None and len(block.rows) > block.most:
        table.caption, table.caption_justify = f"and {len(block.rows) - block.most} more", "left"
    return table


def to_markdown(b: Burden) -> str:
    """The burden as Markdown, with every table and the evidence under each figure."""
    from foedus.reports import _burden_tables as tables
    from foedus.reports._markdown import bullets, escaped, heading, link, table

    def lines() -> Iterator[str]:
        yield from (f"# {escaped(b.name)}: who bears the burden, {b.year}", "")
        yield from (f"**{escaped(tables.bottom_line(b))}**", "")
        yield from bullets(tables.basis(b))
        for block in tables.blocks(b):
            yield from heading(2, block.title)
            yield from bullets(block.lead) if block.lead else ()
            if block.rows:
                yield ""
                yield from table([*map(escaped, block.columns)], ([*map(escaped, row)] for row in block.rows))
        for title, said in (("What is missing", b.missing), ("How to read this", tables.CAVEATS)):
            yield from (*heading(2, title), *bullets(said))
        yield from heading(2, "Evidence")
        for m in b.members:
            for name, f in tables.evidence(m):
                shown = f"{m.name}, {name}: {tables.exactly(f)}, {f.year}; {f.source}, vintage {f.vintage}; "
                yield f"- {escaped(shown)} {link(f.locator, f.url)}"
        yield from heading(2, "Sources")
        for r in b.bibliography:
            address = link(r.url, r.url) if words.web_address(r.url) else ""
            yield f"- {escaped(r.id)}: {escaped(r.text)} {address}".rstrip()
        yield from ("", f"Fingerprint `{b.fingerprint}`, edition {escaped(b.edition)}.")

    return "\n".join(lines()).rstrip() + "\n"


def to_html(b: Burden) -> str:
    """The burden as one self-contained page: no script, nothing loaded from elsewhere."""
    from foedus.reports import _burden_tables as tables
    from foedus.reports._html import STYLES, TEMPLATES, environment, trusted

    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    charts = {
        "curves": [(title, trusted(chart)) for title, chart in curves(b)],
        "strips": [trusted(chart) for chart in strips(b)],
    }
    template = environment().get_template("burden.html")
    page = template.render(b=b, t=tables, style=trusted(style), link=_outward, **charts)
    return re.sub(r"\n\s*\n+", "\n", page)


def _outward(url: str, said: str) -> Markup:
    """Text that leads to an address, where that is safe."""
    from markupsafe import Markup

    address, shown = words.web_address(url), words.plain(said)
    if not address:
        return Markup("{}").format(shown)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, shown or address)


def curves(b: Burden) -> Iterator[tuple[str, str]]:
    """The Lorenz curve of effort, each member alike, and that of cost against GDP, each with its title."""
    from foedus.reports import _burden_tables as tables

    i = b.inequality
    if i.gini is not None and i.curve:
        said = f"Effort: Gini {i.gini:.2f} over {words.counted(i.n, 'member')}"
        yield said, lorenz("effort", said, i.curve, ("members, least effort first", "sum of shares of GDP"))
    if i.gap is not None and i.curve_by_gdp:
        said = f"Cost against GDP: gap {tables.shared(i.gap)} over {words.counted(i.n_gap, 'member')}"
        yield said, lorenz("cost", said, i.curve_by_gdp, ("share of GDP, least effort first", "share of cost"))


def lorenz(key: str, title: str, curve: Points, axes: tuple[str, str]) -> str:
    """A Lorenz curve under the line of proportion, with the widest gap between them marked."""
    from foedus.reports import _svg as svg

    def at(x: float, y: float) -> tuple[float, float]:
        return 42 + 250 * x, 276 - 250 * y

    widest = max(curve, key=lambda point: point[0] - point[1])
    body = [svg.stroke([at(0, level), at(1, level)], "grid") for level in (0, 0.5, 1)]
    body += [svg.text(38, at(0, level)[1] + 4, f"{100 * level:.0f}%", anchor="end", kind="m") for level in (0, 0.5, 1)]
    body += [svg.text(at(level, 0)[0], 292, f"{100 * level:.0f}%", anchor="middle", kind="m") for level in (0, 0.5, 1)]
    body += [svg.stroke([at(0, 0), at(1, 1)], "dash"), svg.stroke([at(*point) for point in curve], "line c-commitment")]
    body += [svg.stroke([at(widest[0], widest[1]), at(widest[0], widest[0])], "peer")]
    body += [svg.text(48, 14, axes[1], kind="m"), svg.text(292, 308, axes[0], anchor="end", kind="m")]
    shape = f"The curve lies at most {100 * (widest[0] - widest[1]):.1f} points below the line of proportion."
    return svg.figure(f"lorenz-{key}", (320, 314), title, shape, body)


def strips(b: Burden) -> Iterator[str]:
    """A bar per member with its share of GDP, and a mark at each declared target; two halves side by side."""
    known = sorted((m for m in b.members if m.share), key=lambda m: -m.share.value if m.share else 0.0)
    ordered = [*known, *(m for m in b.members if not m.share)]
    goals = [t.value for t in b.targets if t.item == "share" and not t.elsewhere]
    top = max([*goals, *(m.share.value for m in known if m.share)], default=0)
    if top > 0:
        half = (len(ordered) + 1) // 2
        for at, part in enumerate((ordered[:half], ordered[half:])):
            if part:
                yield strip(f"strip-{at}", part, goals, top)


def strip(key: str, members: Sequence[MemberBurden], goals: Sequence[float], top: float) -> str:
    """One half of the bars, on a scale that both share."""
    from foedus.reports import _burden_tables as tables
    from foedus.reports import _svg as svg

    left, wide = 132.0, 168.0
    body: list[str] = []
    for at, m in enumerate(members):
        y = 16 + 20 * at
        body += [svg.text(0, y, svg.shortened(m.name, 19)), svg.bar(left, y - 9, wide, 9, "track")]
        if m.share:
            body.append(svg.bar(left, y - 9, wide * m.share.value / top, 9, "fill c-commitment"))
        body += [svg.stroke([(left + wide * g / top, y - 12), (left + wide * g / top, y + 3)], "peer") for g in goals]
        body.append(svg.text(358, y, tables.told(m.share), anchor="end", kind="b" if m.share else "m"))
    said = "; ".join(f"{words.plain(m.name)}: {tables.told(m.share)}" for m in members)
    return svg.figure(key, (360, 20 * len(members) + 8), "Military expenditure in percent of GDP", f"{said}.", body)
