"""The JSON of a case's rows, the same from the command line, the Python API and the web."""

from __future__ import annotations

import dataclasses
from typing import Any

from onrecord.assess.brief import Brief
from onrecord.assess.timeline import TimelineItem
from onrecord.model.record import FigureRow, StatementRow
from onrecord.model.wire import figure_to_json, statement_to_json, when_to_json
from onrecord.runtime.summary import Overview
from onrecord.store.rows import ReportRow

Json = dict[str, Any]


def statement_json(row: StatementRow) -> Json:
    """A statement with its report, text version and characters; the statement itself as in the extract contract."""
    return {
        **statement_to_json(row.statement),
        "report_id": row.report_id,
        "text_sha256": row.version_sha256,
        "outlet": row.outlet,
        "title": row.title,
        "url": row.url,
        "known_on": row.known_on.isoformat(),
        "section_kind": row.section_kind,
        "source_text": row.source_text,
        "cue_text": row.cue_text,
        "content_text": row.content_text,
    }


def report_json(row: ReportRow) -> Json:
    """A report by one text version, with what was counted in it."""
    return {
        "report_id": row.report_id,
        "text_sha256": row.version_sha256,
        "versions": row.versions,
        "title": row.title,
        "outlet": row.outlet,
        "authors": list(row.authors),
        "language": row.language,
        "url": row.url,
        "source": row.read_from,
        "external_id": row.external_id,
        "published": when_to_json(row.published) if row.published else None,
        "modified": row.modified,
        "known_on": row.known_on.isoformat(),
        "recorded_at": row.recorded_at,
        "length": row.length,
        "analysed": row.analysed,
        "note": row.note,
        "statements": row.statements,
        "figures": row.figures,
    }


def figure_row_json(row: FigureRow) -> Json:
    """A figure with its characters and the statement it stands in."""
    return {"figure": figure_to_json(row.figure), "text": row.text, "statement": statement_json(row.statement)}


def timeline_json(item: TimelineItem) -> Json:
    """A dated line with the statement it comes from."""
    return {
        "day": item.day,
        "kind": item.kind,
        "when": when_to_json(item.when),
        "statement": statement_json(item.row),
    }


def brief_json(brief: Brief) -> Json:
    """A brief; its sentences name the numbers of their citations."""
    return dataclasses.asdict(brief)


def overview_json(overview: Overview) -> Json:
    """A case at a glance."""
    counts = overview.counts
    return {
        "support": dataclasses.asdict(overview.support),
        "reports": counts.reports,
        "versions": counts.versions,
        "outlets": counts.outlets,
        "not_analysed": counts.not_analysed,
        "statements": counts.statements,
        "speakers": counts.speakers,
        "figures": counts.figures,
        "places": counts.places,
        "first_known": counts.first_known.isoformat() if counts.first_known else None,
        "last_known": counts.last_known.isoformat() if counts.last_known else None,
        "acts": dict(overview.acts),
        "newest_statements": [statement_json(row) for row in overview.statements],
        "newest_figures": [figure_row_json(row) for row in overview.figures],
    }
