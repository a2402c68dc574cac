"""``onrecord brief``: a cited summary."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from onrecord.assess.brief import to_markdown
from onrecord.runtime.summary import PER_PART, brief_of
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, JsonOption, print_json, reading
from onrecord.serve.cli.filters import takes_filters
from onrecord.store.filters import Filters


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="brief", epilog="Example: onrecord brief --as-of 2024-10-21 > brief.md")(takes_filters(brief))


def brief(
    filters: Filters,
    case: CaseOption = DEFAULT_CASE,
    as_json: JsonOption = False,  # noqa: FBT002
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Heading of the brief.")] = "Brief",
    per_part: Annotated[
        int, typer.Option("--per-part", metavar="N", min=1, help="At most so many sentences under a heading.")
    ] = PER_PART,
) -> None:
    """Write the brief as Markdown: every sentence is made from a statement and cites its report and characters."""
    with reading(case) as store:
        made = brief_of(store, filters, title=title, per_part=per_part)
    if as_json:
        print_json([dataclasses.asdict(made)])
    else:
        typer.echo(to_markdown(made), nl=False)
