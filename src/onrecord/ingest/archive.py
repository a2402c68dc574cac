"""Rows of archives: ``.jsonl`` line by line, ``.json`` with one row, a list of rows, or a JSON Feed.

A row is ``{"id", "text" | "html", "title"?, "published"?, "outlet"?, "url"?}``. Its ``text`` is the text version,
unchanged. One bad row is one :class:`InputError` that names its line; the others are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.compose import Composer, Known, has_surrogate, one_line, web_address
from onrecord.ingest.stamps import when_of
from onrecord.ingest.stream import lines
from onrecord.model.errors import InputError
from onrecord.model.report import Report

ROW_HINT = 'a row is {"id", "text" or "html", "title"?, "published"?, "outlet"?, "url"?}'


def read_lines(
    chunks: Iterator[bytes], composer: Composer, *, source: str, max_line: int
) -> Iterator[Report | InputError]:
    """The reports of a JSON Lines stream in order, one line (at most ``max_line`` bytes) held at a time.

    Blank lines are passed over. Every problem comes as a value, a stream broken off in the middle as the last one.
    """
    some = False
    try:
        for number, line in lines(chunks, max_line, source=source):
            where = f"{source}:{number}"
            if isinstance(line, InputError):
                some = True
                yield line
            elif line.strip():
                some = True
                yield _outcome(line, composer, source=source, where=where)
    except InputError as error:
        some = True
        yield error
    if not some:
        yield InputError(source, "empty", "the input holds no rows")


def parse(data: bytes | str, *, where: str) -> Any:
    """The JSON value of ``data``.

    Raises:
        InputError: it is not UTF-8 or not JSON, or nested or numbered past what can be read.

    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(where, f"not UTF-8 at byte {error.start}", "JSON has to be UTF-8 (RFC 8259)") from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno} column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise InputError(where, f"malformed JSON at {at}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets thousands deep
        raise InputError(where, "JSON nested too deep or with a number too long") from error


def read_list(rows: list[Any], composer: Composer, *, source: str) -> Iterator[Report | InputError]:
    """The reports of a parsed list of rows, in order; an error names its place counted from 1."""
    if not rows:
        yield InputError(source, "empty", "the list holds no rows")
    for number, row in enumerate(rows, start=1):
        try:
            yield read_row(row, composer, source=source, where=f"{source}[{number}]")
        except InputError as error:
            yield error


def read_row(row: Any, composer: Composer, *, source: str, where: str) -> Report:
    """The report of one parsed row; an error names the row as ``where``.

    Raises:
        InputError: the row is no object, has no text, or a field of it cannot be used.

    """
    if not isinstance(row, dict):
        raise InputError(where, f"a row has to be an object, not {_json_type(row)}", ROW_HINT)
    text, html = row.get("text"), row.get("html")
    for name, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            raise InputError(where, f'"{name}" has to be a string, not {_json_type(value)}', ROW_HINT)
    if text is None and html is None:
        raise InputError(where, 'neither "text" nor "html"', ROW_HINT)
    known = Known(
        source=source,
        external_id=_id(row.get("id"), where),
        url=web_address(row.get("url")),
        title=one_line(row.get("title")),
        outlet=one_line(row.get("outlet")),
        published=when_of(row.get("published")),
    )
    for name in ("external_id", "url", "title", "outlet"):
        if has_surrogate(getattr(known, name) or ""):
            raise InputError(where, f"{name} holds half of a surrogate pair", "write it again as valid Unicode")
    if text is not None:
        return composer.of_text(text, known, where=where)
    return composer.of_page(html or "", known, where=where)


def _outcome(line: bytes, composer: Composer, *, source: str, where: str) -> Report | InputError:
    try:
        return read_row(parse(line, where=where), composer, source=source, where=where)
    except InputError as error:
        return error


def _id(value: Any, where: str) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise InputError(where, f'"id" has to be a string or a number, not {_json_type(value)}', ROW_HINT)


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
