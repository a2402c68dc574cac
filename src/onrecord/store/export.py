"""Handing a case on: JSON Lines, CSV and Parquet, the same bytes wherever the same reports were read."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Literal, Protocol, get_args

from onrecord.model import wire
from onrecord.model.errors import StoreError, UsageError
from onrecord.model.record import StatementRow
from onrecord.store import tables
from onrecord.store.filters import Filters
from onrecord.store.rows import StoredVersion

Format = Literal["jsonl", "csv", "parquet"]

EVERYTHING = Filters(all_versions=True)
"""Every statement of every text version: what is exported where nothing else is asked for."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet take a cell for a formula (OWASP, "CSV Injection")."""


class Exportable(Protocol):
    """What exporting asks of a case."""

    def versions(self, filters: Filters) -> Iterator[tuple[StoredVersion, tuple[str, ...]]]:
        """The text versions by report id and hash, each with all hashes of its report."""
        ...

    def first_places(self) -> dict[str, tuple[str, str | None]]:
        """Report ids with the first place by name that each was read from."""
        ...

    def statements_by_id(self, filters: Filters) -> Iterator[StatementRow]:
        """The statements by report id, text hash and place in the text."""
        ...


def export(
    case: Exportable,
    out: Path | str | IO[bytes],
    fmt: Format,
    filters: Filters | None = None,
    *,
    with_clock: bool = False,
    with_text: bool = True,
) -> int:
    """Write what ``filters`` keep (all of it by default) to ``out`` and return the number of rows.

    ``jsonl``: one record of the extract contract a text version, with the report's id in this case and, at the end,
    ``versions``, the hashes of all its text versions, sorted. ``csv``: one row a statement, nested values as JSON; a
    text that a spreadsheet would take for a formula, beginning with ``= + - @`` or a control character, gets a leading
    apostrophe. ``parquet``: one row a statement, nested.

    Rows are in the order of their content-derived ids, and what depends on when this machine read the reports is left
    out unless ``with_clock`` is set, so that two machines that read the same reports write the same bytes, in whatever
    order they read them. A report that was read from several places shows the first of them in alphabetical order.
    ``with_text=False`` leaves the texts out of ``jsonl``. A path is written under another name and then put in place:
    what stood there before stays until all is written. Raises :class:`UsageError` for another format,
    :class:`StoreError` where ``out`` cannot be written.
    """
    if fmt not in get_args(Format):
        raise UsageError(f"{fmt!r} is none of {', '.join(get_args(Format))}")
    filters = filters or EVERYTHING
    with _opened(out) as file:
        if fmt == "jsonl":
            return _jsonl(case, file, filters, with_clock=with_clock, with_text=with_text)
        if fmt == "csv":
            return _csv(case, file, filters, with_clock=with_clock)
        return _parquet(case, file, filters, with_clock=with_clock)


def _jsonl(case: Exportable, file: IO[bytes], filters: Filters, *, with_clock: bool, with_text: bool) -> int:
    written = 0
    places = case.first_places()
    for stored, hashes in case.versions(filters):
        record = wire.analysis_to_json(stored.analysis, with_text=with_text, report_id=stored.report_id)
        if stored.report_id in places:
            record["report"]["source"], record["report"]["external_id"] = places[stored.report_id]
        record["versions"] = list(hashes)
        if with_clock:
            record["clock"] = {
                "version": stored.ordinal,
                "known_on": stored.known_on.isoformat(),
                "known_basis": stored.known_basis,
                "recorded_at": stored.recorded_at,
            }
        file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        written += 1
    return written


def _csv(case: Exportable, file: IO[bytes], filters: Filters, *, with_clock: bool) -> int:
    written = 0
    line = io.StringIO(newline="")
    # The line end of RFC 4180; with another one the library leaves a carriage return inside a cell unquoted.
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(tables.column_names(with_clock=with_clock))
    for row in _placed(case, filters):
        writer.writerow([_cell(value) for value in tables.record(row, with_clock=with_clock).values()])
        written += 1
        file.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()
    file.write(line.getvalue().encode())
    return written


def _placed(case: Exportable, filters: Filters) -> Iterator[StatementRow]:
    places = case.first_places()
    for row in case.statements_by_id(filters):
        yield replace(row, read_from=places[row.report_id][0]) if row.report_id in places else row


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _parquet(case: Exportable, file: IO[bytes], filters: Filters, *, with_clock: bool) -> int:
    tables.arrow_library()
    import pyarrow.parquet  # noqa: PLC0415  (half a second that only tables pay)

    table = tables.statements_table(_placed(case, filters), with_clock=with_clock)
    pyarrow.parquet.write_table(table, file, compression="zstd")
    return int(table.num_rows)


@contextmanager
def _opened(out: Path | str | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(out, Path | str):
        yield out
        return
    path = Path(out)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        # mkstemp makes a private file; an export gets the rights that any new file would get.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        Path(name).unlink(missing_ok=True)
