"""What the commands share: options, output, progress, exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from onrecord.model.errors import OnrecordError, StoreError, UsageError
from onrecord.serve.text import visible
from onrecord.store.case import Case


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    """Something failed: an input could not be read, the case could not be opened; the rest was done."""
    USAGE = 2
    """The command line cannot be used."""
    INTEGRITY = 3
    """``verify`` found a lie."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was stored stays, and the same command goes on from there."""


DEFAULT_CASE = "onrecord.sqlite"

PIPE_WIDTH = 160
"""Columns of a table that goes to a file or a pipe, where COLUMNS does not say otherwise."""

CaseOption = Annotated[
    str,
    typer.Option("--case", "-c", metavar="FILE", envvar="ONRECORD_CASE", help="The case file.", show_default=True),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout instead of a table.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The record as it was known at the end of this day.")
]


class _Out(Console):
    """A console whose reader may go away: that is for ``main`` to settle, not for the console."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def out() -> Console:
    """The console of results; tables take the terminal's width (or COLUMNS), or 160 columns where there is none."""
    known = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return _Out(width=None if known else PIPE_WIDTH, highlight=False)


def err() -> Console:
    """The console of messages and progress, on stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """A line about what was done, on stderr."""
    print(one_line(message), file=sys.stderr)  # noqa: T201


def complain(error: OnrecordError | str) -> None:
    """One clear line on stderr; line breaks and control characters of hostile input are shown as spaces."""
    say(f"onrecord: {error}")


def one_line(text: object) -> str:
    """``text`` on one line, white space collapsed, without what does not print."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line on stdout, in UTF-8."""
    stream = sys.stdout.buffer
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8") + b"\n")
    stream.flush()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``least`` is the width below which it cannot be read, ``most`` the one that is enough; ``spare`` above 0 lets it be
    left out where the terminal is too narrow, the highest first; a ``whole`` cell is never broken over lines.
    """

    name: str
    least: int = 8
    most: int | None = None
    spare: int = 0
    whole: bool = False


GAP = 2
"""Blanks between two columns."""


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, title: str = "", empty: str = "") -> None:
    """A table on stdout, every cell made harmless; ``empty`` in its place where there are no rows.

    A column that is empty in every row is left out, and so is, in a narrow terminal, what :class:`Column` lets go; the
    line below the table then names it.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    if not cells:
        if empty:
            out().print(clean(empty), markup=False, soft_wrap=True)
        return
    shown = [n for n in range(len(columns)) if any(row[n] for row in cells)]
    shown, left_out = _fitting(columns, shown, out().width)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), title_justify="left")
    for n in shown:
        column = columns[n]
        table.add_column(
            column.name, overflow="fold", no_wrap=column.whole, min_width=min(column.least, 10), max_width=column.most
        )
    for row in cells:
        table.add_row(*(escape(row[n]) for n in shown))
    if title:
        out().print(clean(title), markup=False, soft_wrap=True, style="bold")
    out().print(table)
    if left_out:
        names = ", ".join(columns[n].name for n in left_out)
        say(f"left out in this narrow terminal: {names} (--json has all)")


def _fitting(columns: Sequence[Column], shown: list[int], width: int) -> tuple[list[int], list[int]]:
    """The columns that fit ``width`` at their least, and those left out for it, each in order."""
    kept = list(shown)
    while sum(columns[n].least + GAP for n in kept) - GAP > width:
        first = max(kept, key=lambda n: columns[n].spare)
        if not columns[first].spare:
            break
        kept.remove(first)
    return kept, [n for n in shown if n not in kept]


def clean(text: str) -> str:
    """Text from a report on one line, safe for a terminal: white space collapsed, control and bidi characters shown."""
    return visible(" ".join(text.split()))


@contextmanager
def progress(label: str, total: int | None = None, *, printing: bool = False) -> Iterator[Any]:
    """A progress bar on stderr that is silent where stderr is no terminal; yields ``advance(message="")``.

    ``printing`` says that results go to stdout meanwhile: in a terminal, they then are the progress. Lines that
    :func:`say` writes stand above the bar.
    """
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[message]}"),
        console=Console(stderr=True, highlight=False),
        transient=True,
        redirect_stdout=False,
        disable=not sys.stderr.isatty() or (printing and sys.stdout.isatty()),
    )
    with bar:
        task = bar.add_task(label, total=total, message="")

        def advance(message: str = "") -> None:
            bar.update(task, advance=1, message=escape(clean(message)[:60]))

        yield advance


def reading(case: str) -> Case:
    """The case at ``case`` opened for reading; the error names the command that makes one where there is none."""
    check_there(case)
    return Case.open(case, create=False, read_only=True)


def check_there(case: str) -> None:
    """Raise :class:`StoreError` where there is no case file."""
    if not Path(case).exists():
        named = "" if case == DEFAULT_CASE else f" --case {case}"
        raise StoreError(f"{case}: there is no such case; make one with: onrecord add REPORT...{named}")


def day(value: str | None, option: str) -> str | None:
    """``value`` checked to be an ISO date (or ``None``); :class:`UsageError` names the option otherwise."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"{option}: {value!r} is not a date like 2024-10-19") from None
