"""``onrecord add``: read reports into a case."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from onrecord.ingest.read import ReadOptions, count_hint
from onrecord.model.errors import InputError
from onrecord.runtime.record import Recorded, record_all
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Exit, JsonOption, complain, print_json, progress, say
from onrecord.serve.cli.inputs import EngineOption, JobsOption, PathsArgument, standard_input, takes_inputs
from onrecord.store.case import Case


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = "Example: onrecord add reports/ https://example.org/story feed.xml --case story.sqlite"
    app.command(name="add", epilog=epilog)(takes_inputs(add))


def add(
    paths: PathsArgument,
    reading: ReadOptions,
    case: CaseOption = DEFAULT_CASE,
    as_json: JsonOption = False,  # noqa: FBT002
    jobs: JobsOption = 1,
    engine: EngineOption = None,
    replace: Annotated[  # noqa: FBT002
        bool, typer.Option("--replace", help="Derive the statements of known texts anew, as after an update.")
    ] = False,
) -> None:
    """Add reports to a case, one transaction a report.

    Adding a report twice changes nothing; a changed text becomes a new version and the old one stays. Interrupted at
    any moment, nothing stored is lost, and the same command completes the rest.
    """
    counts: dict[str, int] = {}
    failed = 0
    with Case.open(case) as store, progress("adding", count_hint(paths), printing=as_json) as advance:
        for outcome in record_all(
            store, paths, reading, stdin=standard_input(), jobs=jobs, replace=replace, engine=engine
        ):
            if isinstance(outcome, InputError):
                failed += 1
                complain(outcome)
                advance()
                continue
            did = outcome.result.outcome
            counts[did] = counts.get(did, 0) + 1
            if outcome.note:
                item = f"#{outcome.external_id}" if outcome.external_id else ""
                complain(f"{outcome.source}{item}: stored, {outcome.note}")
            if as_json:
                print_json([_outcome_json(outcome)])
            advance(outcome.title or outcome.source)
    said = ", ".join(f"{n} {word}" for word, n in counts.items()) or "nothing added"
    say(f"{case}: {said}" + (f", {failed} failed" if failed else ""))
    if failed:
        raise typer.Exit(Exit.FAILED)


def _outcome_json(recorded: Recorded) -> dict[str, Any]:
    return {
        "report": recorded.result.report_id,
        "version": recorded.result.version_sha256,
        "outcome": recorded.result.outcome,
        "source": recorded.source,
        "statements": recorded.statements,
        "note": recorded.note,
    }
