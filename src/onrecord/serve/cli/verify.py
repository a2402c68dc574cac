"""``onrecord verify``: every stored hash, id and span derived again."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, Exit, JsonOption, complain, out, print_json, reading
from onrecord.serve.text import many


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="verify", epilog="Example: onrecord verify --case story.sqlite")(verify)


def verify(
    case: CaseOption = DEFAULT_CASE,
    as_json: JsonOption = False,  # noqa: FBT002
    everything: Annotated[bool, typer.Option("--all", help="Go on after the first problem.")] = False,  # noqa: FBT002
) -> None:
    """Derive every hash, id and span of the case again and compare.

    Stops at the first that does not hold, names it, and exits with 3; exits with 0 where all hold.
    """
    found = 0
    with reading(case) as store:
        for problem in store.verify():
            found += 1
            if as_json:
                print_json([dataclasses.asdict(problem)])
            else:
                complain(f"{case}: {problem.table} {problem.id}: {problem.problem}")
            if not everything:
                break
        if not found and not as_json:
            counts = store.counts()
            held = ", ".join(
                (
                    many(counts.reports, "report"),
                    many(counts.versions, "text version"),
                    many(counts.statements, "statement"),
                )
            )
            out().print(f"{case}: {held}: every hash, id and span holds", markup=False, soft_wrap=True)
    if found:
        raise typer.Exit(Exit.INTEGRITY)
