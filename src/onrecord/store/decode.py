"""From the rows of a case back to the nouns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, select

from onrecord.model import wire
from onrecord.model.errors import IntegrityError
from onrecord.model.report import Report, Section, TextVersion
from onrecord.model.spans import Span
from onrecord.model.statement import Evidence, Figure, Place, Speaker, Statement, Via
from onrecord.model.when import When
from onrecord.store import schema

CHUNK = 500
"""Statements asked for at once: far below the 32,766 values SQLite takes in one query."""


class Parts(NamedTuple):
    """What hangs on one statement."""

    speakers: tuple[Speaker, ...]
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    evidence: tuple[Evidence, ...]


@contextmanager
def readable(what: str) -> Iterator[None]:
    """Turn what a value of the wrong kind raises into :class:`IntegrityError` that names the row."""
    try:
        yield
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise IntegrityError(f"{what}: a stored value cannot be read: {error} (run verify)") from error


def parts(connection: Connection, numbers: Sequence[int]) -> dict[int, Parts]:
    """What hangs on each of the statements ``numbers`` (at most :data:`CHUNK`)."""
    speakers = _grouped(connection, schema.SPEAKERS, numbers)
    figures = _grouped(connection, schema.FIGURES, numbers)
    places = _grouped(connection, schema.PLACES, numbers)
    evidence = _grouped(connection, schema.EVIDENCE, numbers)
    found: dict[int, Parts] = {}
    for n in numbers:
        with readable(f"statement number {n}"):
            found[n] = Parts(
                tuple(_speaker(row) for row in speakers.get(n, ())),
                tuple(_figure(row) for row in figures.get(n, ())),
                tuple(_place(row) for row in places.get(n, ())),
                tuple(_evidence(row) for row in evidence.get(n, ())),
            )
    return found


def _grouped(connection: Connection, table: Table, numbers: Sequence[int]) -> dict[int, list[RowMapping]]:
    query = select(table).where(table.c.statement_n.in_(numbers)).order_by(table.c.statement_n, table.c.position)
    groups: dict[int, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        groups.setdefault(row["statement_n"], []).append(row)
    return groups


def statement(row: RowMapping, held: Parts) -> Statement:
    """The statement of a row of ``statements``."""
    with readable(f"statement {row['id']}"):
        return Statement(
            id=row["id"],
            section=row["section"],
            confidence=row["confidence"],
            engine=row["engine"],
            source=wire.spans_from_json(json.loads(row["source_spans"])),
            cue=wire.spans_from_json(json.loads(row["cue_spans"])),
            content=wire.spans_from_json(json.loads(row["content_spans"])),
            quote_type=wire.quote_type(row["quote_type"]),
            act=wire.act(row["act"]),
            said_on=wire.when_from_json(json.loads(row["said_on"])),
            speakers=held.speakers,
            via=None if row["via_name"] is None else Via(row["via_name"], Span(row["via_start"], row["via_end"])),
            event_time=when(row["event_time"]),
            figures=held.figures,
            places=held.places,
            evidence=held.evidence,
        )


def report(row: RowMapping, text: str) -> Report:
    """The report of a row of ``versions`` with its text."""
    with readable(f"version {row['sha256']}"):
        return Report(
            version=TextVersion(text, row["sha256"]),
            source=row["source"],
            external_id=row["external_id"],
            url=row["url"],
            title=row["title"],
            outlet=row["outlet"],
            authors=wire.texts_from_json(json.loads(row["authors"])),
            language=row["language"],
            published=when(row["published"]),
            modified=row["modified"],
            marks=tuple(wire.section_from_json(mark) for mark in json.loads(row["marks"])),
        )


def section(row: RowMapping) -> Section:
    """The section of a row of ``sections``."""
    kind = wire.section_kind(row["kind"])
    return Section(row["start_char"], row["end_char"], kind, row["author"], row["time"], row["entry"])


def when(value: str | None) -> When | None:
    """The time that a JSON text holds."""
    return None if value is None else wire.when_from_json(json.loads(value))


def _span(row: RowMapping) -> list[int]:
    return [row["start_char"], row["end_char"]]


def _speaker(row: RowMapping) -> Speaker:
    return wire.speaker_from_json(dict(row))


def _figure(row: RowMapping) -> Figure:
    return wire.figure_from_json({**row, "span": _span(row)})


def _place(row: RowMapping) -> Place:
    return wire.place_from_json({**row, "span": _span(row)})


def _evidence(row: RowMapping) -> Evidence:
    shape: dict[str, Any] = {**row, "span": _span(row)}
    return wire.evidence_from_json(shape)
