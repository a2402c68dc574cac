"""``onrecord show``: one report with its statements marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.text import Text

from onrecord.model.errors import UsageError
from onrecord.model.report import Section
from onrecord.model.statement import Statement
from onrecord.model.wire import analysis_to_json
from onrecord.serve.cli.common import (
    DEFAULT_CASE,
    AsOfOption,
    CaseOption,
    JsonOption,
    clean,
    day,
    out,
    print_json,
    reading,
    say,
)
from onrecord.serve.text import day_shown, evidence_shown, figure_shown, names_shown, visible
from onrecord.store.rows import StoredReport, StoredVersion

STYLES = {"boilerplate": "dim", "content": "green", "cue": "bold yellow", "source": "bold cyan"}
"""How the parts are styled; where several hold a character, the last."""

SIGNS = {"source": ("⟨", "⟩"), "cue": ("‹", "›"), "content": ("[", "]")}
"""How the parts are marked where there is no colour."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="show", epilog="Example: onrecord show r_3f2a")(show)


def show(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="Id of the report, or the beginning of it (see onrecord reports).")
    ],
    case: CaseOption = DEFAULT_CASE,
    as_json: JsonOption = False,  # noqa: FBT002
    as_of: AsOfOption = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--version",
            metavar="VERSION",
            help="A text version by its number or the beginning of its hash; else the latest.",
        ),
    ] = None,
) -> None:
    """Show a report's text with source, cue and content of every statement marked, and the statements below.

    In colour: source cyan, cue yellow, content green, boilerplate dim; without colour ⟨source⟩ ‹cue› [content].
    """
    with reading(case) as store:
        whole = store.report(report)
    chosen = _chosen(whole, version, day(as_of, "--as-of"))
    if as_json:
        print_json([analysis_to_json(chosen.analysis, with_text=True, report_id=chosen.report_id)])
        return
    console = out()
    found = chosen.analysis
    console.print(_head(chosen, len(whole.versions)), markup=False, soft_wrap=True)
    # a pipe gets the paragraphs as they are: it has no width to break them for
    body = marked(found.report.text, found.sections, found.statements, colour=colour_wanted(console))
    console.print(body, soft_wrap=not console.is_terminal)
    console.print()
    for number, statement in enumerate(found.statements, 1):
        console.print(_line(number, statement), markup=False, soft_wrap=not console.is_terminal)
    if not found.statements:
        say(found.note or "no statements")


def colour_wanted(console: Console) -> bool:
    """Whether results may be coloured: a terminal that can, and NO_COLOR unset (https://no-color.org)."""
    return console.is_terminal and console.color_system is not None and not console.no_color


def _chosen(report: StoredReport, version: str | None, as_of: str | None) -> StoredVersion:
    known = [v for v in report.versions if as_of is None or v.known_on.isoformat() <= as_of]
    if version is not None:
        known = [v for v in known if version == str(v.ordinal) or (len(version) >= 4 and v.sha256.startswith(version))]
    if not known:
        asked = f"--version {version}" if version is not None else "text version"
        raise UsageError(f"{report.id}: no {asked}" + (f" was known on {as_of}" if as_of else ""))
    return max(known, key=lambda v: (v.known_on, v.ordinal))


class _Part(NamedTuple):
    start: int
    end: int
    name: str


def marked(text: str, sections: Sequence[Section], statements: Sequence[Statement], *, colour: bool) -> Text:
    """The text with the spans of its statements styled, or, without colour, set in signs."""
    parts = list(_parts(sections if colour else (), statements))
    opens: dict[int, list[_Part]] = {}
    closes: dict[int, list[_Part]] = {}
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):  # the outer before the inner
        opens.setdefault(part.start, []).append(part)
        closes.setdefault(part.end, []).insert(0, part)
    shown = Text()
    within = dict.fromkeys(STYLES, 0)
    at = 0
    for edge in sorted({*opens, *closes, len(text)}):
        style = next((STYLES[name] for name in reversed(STYLES) if within[name]), "") if colour else ""
        shown.append(visible(text[at:edge]).replace("\r", ""), style)
        for part in closes.get(edge, ()):
            within[part.name] -= 1
            shown.append("" if colour else SIGNS[part.name][1])
        for part in opens.get(edge, ()):
            within[part.name] += 1
            shown.append("" if colour else SIGNS[part.name][0])
        at = edge
    return shown


def _parts(sections: Sequence[Section], statements: Sequence[Statement]) -> Iterator[_Part]:
    for section in sections:
        if section.kind == "boilerplate":
            yield _Part(section.start, section.end, "boilerplate")
    seen = set()
    for statement in statements:
        for name, spans in (("source", statement.source), ("cue", statement.cue), ("content", statement.content)):
            for span in spans:
                part = _Part(span.start, span.end, name)
                if part not in seen:  # two statements may share their source or cue
                    seen.add(part)
                    yield part


def _head(version: StoredVersion, versions: int) -> str:
    report = version.analysis.report
    facts = [report.title, report.outlet, day_shown(report.published), report.url or report.source]
    count = f" of {versions}" if versions > 1 else ""
    return "\n".join(
        [
            clean(" · ".join(f for f in facts if f)),
            f"{version.report_id}  version {version.ordinal}{count} ({version.sha256[:12]})  known {version.known_on}"
            + (f"  {version.analysis.note}" if version.analysis.note else ""),
            "",
        ]
    )


def _line(number: int, statement: Statement) -> str:
    parts = [names_shown(statement.speakers), statement.act, day_shown(statement.said_on)]
    parts += [f"via {statement.via.name}"] if statement.via else []
    parts += [figure_shown(f) for f in statement.figures]
    parts += [f"rests on {evidence_shown(e)}" for e in statement.evidence]
    spans = ", ".join(f"{a}-{b}" for a, b in statement.content)
    return f"{number:3}  {clean(' · '.join(p for p in parts if p))}  characters {spans}  {statement.id[:10]}"
