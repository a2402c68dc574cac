"""``onrecord demo``: the main job on a sample case."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from onrecord.assess.brief import to_markdown
from onrecord.model.errors import InputError, UsageError
from onrecord.runtime.record import record_all
from onrecord.runtime.samples import Sample, open_sample, sample_names
from onrecord.runtime.summary import brief_of
from onrecord.serve.cli import figures, reports, timeline
from onrecord.serve.cli.common import Exit, complain, out, progress, reading
from onrecord.store.case import Case
from onrecord.store.filters import Filters

SENTENCES = 3
"""Sentences of each part of the brief that the demo shows."""

ROWS = 12
"""Rows of a long table that the demo shows: a screen is enough to see what it holds."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="demo", epilog="Example: onrecord demo --sample spill --no-serve")(demo)


def demo(
    sample: Annotated[
        str,
        typer.Option("--sample", metavar="NAME", help="Which sample case: see --list.", autocompletion=sample_names),
    ] = "troops",
    case: Annotated[
        str | None,
        typer.Option("--case", "-c", metavar="FILE", help="Keep the case in this new file; else it is temporary."),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the pages at the end, until Ctrl-C.")] = True,  # noqa: FBT002
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port of the pages; 0 takes a free one.")
    ] = 8137,
    list_samples: Annotated[bool, typer.Option("--list", help="Name the sample cases and stop.")] = False,  # noqa: FBT002
) -> None:
    """Read a sample case and show its record: reports, figures, timeline, brief; then serve it as pages.

    Needs no key and no network. The reports are samples written for onrecord, with invented outlets.
    """
    if list_samples:
        for name in sample_names():
            with open_sample(name) as each:
                out().print(f"{name}: {each.title}", markup=False, soft_wrap=True)
        return
    with open_sample(sample) as chosen, tempfile.TemporaryDirectory(prefix="onrecord-") as scratch:
        path = case or str(Path(scratch) / f"{sample}.sqlite")
        _read(chosen, path)
        _show(chosen, path)
        if case is None:
            kept = f"onrecord demo --sample {sample} --case {sample}.sqlite --no-serve"
            out().print(f"This case is temporary; one to keep: {kept}", markup=False, soft_wrap=True)
        if serve:
            from onrecord.serve.web.run import run_server  # noqa: PLC0415 - the web stack loads only here

            run_server(path, port=port)


def _read(chosen: Sample, path: str) -> None:
    console = out()
    console.print(chosen.title, style="bold", markup=False)
    console.print(f"{chosen.description.strip()}\n", markup=False)
    with Case.open(path) as store:
        _check_own(store, chosen)
        with progress("reading the sample case", len(chosen.inputs)) as advance:
            for outcome in record_all(store, chosen.inputs):
                if isinstance(outcome, InputError):
                    complain(outcome)
                    raise typer.Exit(Exit.FAILED)
                advance(outcome.title or "")
        for problem in store.verify():
            complain(f"{problem.table} {problem.id}: {problem.problem}")
            raise typer.Exit(Exit.INTEGRITY)
        counts = store.counts()
    console.print(
        f"{counts.reports} reports in {counts.versions} text versions by {counts.outlets} outlets; {counts.statements} "
        f"statements by {counts.speakers} speakers; {counts.figures} figures. Every hash, id and span verified.\n",
        markup=False,
    )


def _check_own(store: Case, chosen: Sample) -> None:
    """Refuse to mix the sample into a case of the user's: reports cannot be taken out of one again."""
    for row in store.reports():
        if not row.read_from.startswith(chosen.folder):
            raise UsageError(f"--case {store.location}: holds other reports already (name a new file)")


def _show(chosen: Sample, path: str) -> None:
    console = out()
    console.print("Reports   (onrecord reports)", style="bold", markup=False)
    reports.reports(filters=Filters(), case=path)
    console.print(
        f"\nFigures: who gave which number, for what, in which mood; the first {ROWS}   (onrecord figures)",
        style="bold",
        markup=False,
    )
    figures.figures(filters=Filters(limit=ROWS), case=path)
    console.print("\nWhat is said to have happened   (onrecord timeline --kind event)", style="bold", markup=False)
    timeline.timeline(filters=Filters(), case=path, kind="event")
    console.print(f"\nBrief, {SENTENCES} sentences a part   (onrecord brief)\n", style="bold", markup=False)
    with reading(path) as store:
        made = to_markdown(brief_of(store, Filters(), title=chosen.title, per_part=SENTENCES))
    console.print(made, markup=False)
