"""``onrecord extract``: read reports and print what they say, without a case."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.ingest.read import ReadOptions, count_hint
from onrecord.model.analysis import Analysis
from onrecord.model.errors import InputError
from onrecord.model.wire import analysis_to_json
from onrecord.runtime.intake import read_and_analyse
from onrecord.serve.cli.common import Column, Exit, JsonOption, complain, out, print_json, print_table, progress
from onrecord.serve.cli.inputs import EngineOption, JobsOption, PathsArgument, standard_input, takes_inputs
from onrecord.serve.text import day_shown, names_shown, short


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = "Example: onrecord extract report.txt page.html --json > statements.jsonl"
    app.command(name="extract", epilog=epilog)(takes_inputs(extract))


def extract(
    paths: PathsArgument,
    reading: ReadOptions,
    as_json: JsonOption = False,  # noqa: FBT002
    with_text: Annotated[bool, typer.Option("--with-text", help="Put each report's text into the JSON.")] = False,  # noqa: FBT002
    jobs: JobsOption = 1,
    engine: EngineOption = None,
) -> None:
    """Read reports and print their statements; nothing is stored.

    With --json, one object a report in the order of the inputs (schema onrecord/extract/1). An input that cannot be
    read is one line on stderr; the others are done all the same, and the exit code is 1.
    """
    failed = False
    with progress("reading", count_hint(paths), printing=True) as advance:
        for outcome in read_and_analyse(paths, reading, stdin=standard_input(), jobs=jobs, engine=engine):
            if isinstance(outcome, InputError):
                failed = True
                complain(outcome)
                advance()
                continue
            if as_json:
                print_json([analysis_to_json(outcome, with_text=with_text)])
            else:
                _table(outcome)
            advance(outcome.report.title or outcome.report.source)
    if failed:
        raise typer.Exit(Exit.FAILED)


def _table(analysis: Analysis) -> None:
    report = analysis.report
    source = f"{report.source} {report.external_id}" if report.external_id else report.source
    title = " · ".join(x for x in (report.title, report.outlet, day_shown(report.published), source) if x)
    rows = [
        [
            names_shown(s.speakers),
            s.act,
            day_shown(s.said_on),
            short(" … ".join(c.of(report.text) for c in s.content).removeprefix("that ")),
        ]
        for s in analysis.statements
    ]
    columns = (Column("speaker", 14, 28), Column("act", 10, whole=True), Column("said", 10, 16), Column("content", 24))
    print_table(columns, rows, title=title, empty=f"{title}: {analysis.note or 'no statements'}")
    out().print()
