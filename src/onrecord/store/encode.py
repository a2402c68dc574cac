"""From an analysis to the rows that hold it: pure, so that ``verify`` can ask what the rows ought to be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from onrecord.model import wire
from onrecord.model.analysis import Analysis
from onrecord.model.ids import statement_id
from onrecord.model.report import Report
from onrecord.model.spans import Span
from onrecord.model.statement import Statement
from onrecord.model.when import When
from onrecord.store.days import KnownBasis, when_days
from onrecord.store.search import fold

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartRows:
    """The rows of one version's statements and what hangs on them."""

    statements: list[Row]
    speakers: list[Row]
    figures: list[Row]
    places: list[Row]
    evidence: list[Row]


def dumps(value: object) -> str:
    """Compact JSON, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def slices(text: str, spans: Iterable[Span]) -> str:
    """The characters of the spans, joined by one space."""
    return " ".join(span.of(text) for span in spans)


def identified(statements: Iterable[Statement], report_id: str, sha256: str) -> tuple[Statement, ...]:
    """The statements with the ids they have in the report ``report_id``.

    A report that the case knows under an earlier id gives its statements other ids than it came with. Two statements of
    the same source, cue and content are one: the first stays.
    """
    kept: dict[str, Statement] = {}
    for statement in statements:
        own = statement_id(report_id, sha256, statement.source, statement.cue, statement.content)
        kept.setdefault(own, statement if statement.id == own else replace(statement, id=own))
    return tuple(kept.values())


def version_row(analysis: Analysis, *, known: tuple[date, KnownBasis]) -> Row:
    """The row of a version without its number, report, ordinal and instant."""
    report = analysis.report
    return {
        "sha256": report.version.sha256,
        "source": report.source,
        "external_id": report.external_id,
        "url": report.url,
        "title": report.title,
        "outlet": report.outlet,
        "outlet_folded": fold(report.outlet),
        "authors": dumps(list(report.authors)),
        "language": report.language,
        "published": when_json(report.published),
        "modified": report.modified,
        "known_on": known[0].isoformat(),
        "known_basis": known[1],
        "analysed": int(analysis.analysed),
        "note": analysis.note,
        "marks": dumps([wire.section_to_json(mark) for mark in report.marks]),
    }


def section_rows(analysis: Analysis, version_n: int) -> list[Row]:
    """One row a section."""
    return [
        {
            "version_n": version_n,
            "position": position,
            "start_char": section.start,
            "end_char": section.end,
            "kind": section.kind,
            "author": section.author,
            "time": section.time,
            "entry": section.entry,
        }
        for position, section in enumerate(analysis.sections)
    ]


def part_rows(
    report: Report, statements: Sequence[Statement], *, report_id: str, version_n: int, first_n: int, known_on: str
) -> PartRows:
    """The rows of the statements, numbered from ``first_n``."""
    rows = PartRows([], [], [], [], [])
    for position, statement in enumerate(statements):
        n = first_n + position
        row = statement_row(report.text, statement, known_on=known_on)
        rows.statements.append({"n": n, "version_n": version_n, "report_id": report_id, "position": position, **row})
        rows.speakers.extend({"statement_n": n, "position": i, **row} for i, row in enumerate(_speakers(statement)))
        rows.figures.extend({"statement_n": n, "position": i, **row} for i, row in enumerate(_figures(statement)))
        rows.places.extend({"statement_n": n, "position": i, **row} for i, row in enumerate(_places(statement)))
        rows.evidence.extend({"statement_n": n, "position": i, **row} for i, row in enumerate(_evidence(statement)))
    return rows


def statement_row(text: str, statement: Statement, *, known_on: str) -> Row:
    """The row of one statement without its numbers and report."""
    said = when_days(statement.said_on)
    event = when_days(statement.event_time)
    via = statement.via
    return {
        "id": statement.id,
        "section": statement.section,
        "start_char": min(span.start for span in (*statement.source, *statement.cue, *statement.content)),
        "source_spans": dumps(wire.spans_to_json(statement.source)),
        "cue_spans": dumps(wire.spans_to_json(statement.cue)),
        "content_spans": dumps(wire.spans_to_json(statement.content)),
        "source_text": slices(text, statement.source),
        "cue_text": slices(text, statement.cue),
        "content_text": slices(text, statement.content),
        "quote_type": statement.quote_type,
        "act": statement.act,
        "confidence": float(statement.confidence),
        "engine": statement.engine,
        "said_on": dumps(wire.when_to_json(statement.said_on, bounds=True)),
        "day_first": said[0].isoformat() if said else known_on,
        "day_last": said[1].isoformat() if said else known_on,
        "event_time": when_json(statement.event_time),
        "event_first": event[0].isoformat() if event else None,
        "event_last": event[1].isoformat() if event else None,
        "via_name": via.name if via else None,
        "via_start": via.span.start if via else None,
        "via_end": via.span.end if via else None,
    }


def when_json(when: When | None) -> str | None:
    """A time as JSON text; ``None`` of none."""
    return None if when is None else dumps(wire.when_to_json(when))


def folded_names(statement: Statement) -> list[tuple[str, str]]:
    """The name and affiliation of each speaker as they are searched by."""
    return [(fold(speaker.name), fold(speaker.affiliation)) for speaker in statement.speakers]


def _speakers(statement: Statement) -> list[Row]:
    return [
        {
            "name": speaker.name,
            "kind": speaker.kind,
            "affiliation": speaker.affiliation,
            "role": speaker.role,
            "name_folded": fold(speaker.name),
            "affiliation_folded": fold(speaker.affiliation),
        }
        for speaker in statement.speakers
    ]


def _figures(statement: Statement) -> list[Row]:
    return [
        {
            "start_char": figure.span.start,
            "end_char": figure.span.end,
            "low": None if figure.low is None else float(figure.low),
            "high": None if figure.high is None else float(figure.high),
            "bound": figure.bound,
            "unit": figure.unit,
            "counted": figure.counted,
            "predicate": figure.predicate,
            "modality": figure.modality,
        }
        for figure in statement.figures
    ]


def _places(statement: Statement) -> list[Row]:
    return [
        {
            "start_char": place.span.start,
            "end_char": place.span.end,
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country,
            "kind": place.kind,
        }
        for place in statement.places
    ]


def _evidence(statement: Statement) -> list[Row]:
    return [
        {
            "start_char": item.span.start,
            "end_char": item.span.end,
            "kind": item.kind,
            "released_by": item.released_by,
            "verified_by": item.verified_by,
            "unverified_by": item.unverified_by,
        }
        for item in statement.evidence
    ]
