"""``onrecord export``: the record in open formats."""

from __future__ import annotations

import dataclasses
import functools
import sys
from typing import Annotated

import typer

from onrecord.model.errors import UsageError
from onrecord.serve.cli.common import DEFAULT_CASE, CaseOption, reading, say
from onrecord.serve.cli.filters import takes_filters
from onrecord.serve.text import many
from onrecord.store.export import Format
from onrecord.store.export import export as write
from onrecord.store.filters import Filters


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = "Example: onrecord export --format csv --output statements.csv"
    app.command(name="export", epilog=epilog)(takes_filters(export, without=("all_versions",)))


def export(
    filters: Filters,
    case: CaseOption = DEFAULT_CASE,
    fmt: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            metavar="jsonl|csv|parquet",
            help="jsonl: a text version a line; csv, parquet: a statement a row.",
        ),
    ] = "jsonl",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="File to write, or - for stdout.")
    ] = "-",
    latest: Annotated[bool, typer.Option("--latest", help="Only the latest text version of each report.")] = False,  # noqa: FBT002
    with_text: Annotated[  # noqa: FBT002
        bool, typer.Option("--with-text/--no-text", help="Whether jsonl holds the texts themselves.")
    ] = True,
    with_clock: Annotated[bool, typer.Option("--with-clock", help="Also when each version was recorded here.")] = False,  # noqa: FBT002
) -> None:
    """Write the case out: every text version, or what the filters keep.

    Two machines that read the same reports write the same bytes, in whatever order they read them (without
    --with-clock). A file that stood at --output stays until all is written.
    """
    if output == "-" and fmt == "parquet" and sys.stdout.isatty():
        raise UsageError("--format parquet writes bytes: give --output FILE, or redirect stdout")
    chosen = dataclasses.replace(filters, all_versions=not latest)
    with reading(case) as store:
        put = functools.partial(write, store, fmt=fmt, filters=chosen, with_clock=with_clock, with_text=with_text)
        if output == "-":
            put(sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        rows = put(output)
    say(f"wrote {many(rows, 'text version' if fmt == 'jsonl' else 'statement')} to {output}")
