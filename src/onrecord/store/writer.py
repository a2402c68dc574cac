"""Adding an analysis to a case: which report it is, whether its text is new, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from onrecord.model import wire
from onrecord.model.analysis import Analysis
from onrecord.model.errors import IntegrityError, UsageError
from onrecord.model.report import Report
from onrecord.store import decode, encode, schema
from onrecord.store.checks import analysis_problems
from onrecord.store.days import known_day
from onrecord.store.digest import analysis_digest, folded, row_digest
from onrecord.store.reader import stored_version, version_rows
from onrecord.store.rows import AddResult

_INSERT_STATEMENT_WORDS = text("INSERT INTO statements_fts (rowid, content, source) VALUES (:n, :content, :source)")
_INSERT_TITLE_WORDS = text("INSERT INTO versions_fts (rowid, title) VALUES (:n, :title)")


_ONE_REPORT = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})
"""Endings of files that hold one report each; one of any other may be an archive or a feed with many."""


def has_place(report: Report) -> bool:
    """Whether ``report`` was read from a place at all.

    Standard input (``-``) and a text handed over in memory (no source, or a name in angle brackets) are no places:
    every text could come from there.
    """
    source = report.source
    return bool(source) and source != "-" and not (source.startswith("<") and source.endswith(">"))


def place_tells(report: Report) -> bool:
    """Whether the place ``report`` was read from tells it from every other report.

    It does with an id in an archive or feed, and where the file holds this report only. Two rows of an archive without
    ids must not be taken for two versions of one report; an edited file of an unusual ending is rather a new report.
    """
    if not has_place(report):
        return False
    return bool(report.external_id) or Path(report.source.removesuffix(".gz")).suffix.lower() in _ONE_REPORT


def add(connection: Connection, analysis: Analysis, *, recorded_at: datetime, replacing: bool = False) -> AddResult:
    """Write ``analysis`` inside the open transaction; see :meth:`onrecord.store.case.Case.add`."""
    instant = _instant(recorded_at)
    report = analysis.report
    report_id = _report_for(connection, report)
    known = report_id is not None
    report_id = report_id or report.id
    statements = encode.identified(analysis.statements, report_id, report.version.sha256)
    analysis = replace(analysis, statements=statements)
    problem = next(analysis_problems(analysis, report_id), None)
    if problem:
        raise IntegrityError(f"{report.source}: {problem}; nothing of this report was written")
    if not known:
        row = {
            "id": report_id,
            "url": report.url,
            "external_id": report.external_id,
            "first_sha256": report.version.sha256,
            "recorded_at": instant,
        }
        connection.execute(insert(schema.REPORTS), {**row, "digest": row_digest("reports", *row.values())})
    _remember_place(connection, report, report_id, instant)
    earlier = version_rows(connection, report_id)
    same = next((row for row in earlier if row["sha256"] == report.version.sha256), None)
    if same is None:
        _insert_version(connection, analysis, report_id, len(earlier) + 1, instant)
        return AddResult(report_id, report.version.sha256, "version" if known else "new")
    if not replacing:
        return AddResult(report_id, report.version.sha256, "unchanged")
    digest = analysis_digest(analysis, report_id)
    if same["digest"] == digest and stored_version(connection, same).analysis == analysis:
        return AddResult(report_id, report.version.sha256, "unchanged")
    _replace_version(connection, analysis, same["n"], report_id, digest)
    _settle_later_versions(connection, report_id, same["ordinal"])
    return AddResult(report_id, report.version.sha256, "replaced")


def held(connection: Connection, report: Report) -> AddResult | None:
    """What adding ``report`` would give, where its text version is stored; see :meth:`onrecord.store.case.Case.holds`.

    The identity is that of :func:`add`; nothing that the pipeline completes in a report has a part in it.
    """
    report_id = _report_for(connection, report)
    if report_id is None:
        return None
    versions = schema.VERSIONS
    query = select(versions.c.n).filter_by(report_id=report_id, sha256=report.version.sha256)
    if connection.execute(query).scalar() is None:
        return None
    return AddResult(report_id, report.version.sha256, "unchanged")


def is_placed(connection: Connection, report: Report, report_id: str) -> bool:
    """Whether the place ``report`` was read from needs no row any more."""
    if not has_place(report):
        return True
    known = select(schema.LOCATIONS.c.report_id).filter_by(**_place(report, report_id))
    return connection.execute(known).scalar() is not None


def revisit(connection: Connection, report: Report, *, recorded_at: datetime) -> AddResult | None:
    """Keep the place of a text version that is stored; see :meth:`onrecord.store.case.Case.revisit`."""
    result = held(connection, report)
    if result is not None:
        _remember_place(connection, report, result.report_id, _instant(recorded_at))
    return result


def location_digest(row: Mapping[Any, Any]) -> str:
    """The digest of a row of ``locations``."""
    return row_digest("locations", row["source"], row["external_id"], row["report_id"], row["recorded_at"])


def order_digest(row: Mapping[Any, Any]) -> str:
    """The digest of the place in its report of a row of ``versions``."""
    return row_digest("versions", row["report_id"], row["sha256"], row["ordinal"], row["recorded_at"])


def _instant(recorded_at: datetime) -> str:
    if recorded_at.tzinfo is None:
        raise UsageError("recorded_at has no time zone")
    return recorded_at.astimezone(UTC).isoformat(timespec="microseconds")


def _fold_in(connection: Connection, report_id: str, digest: str) -> None:
    reports = schema.REPORTS
    before = connection.execute(select(reports.c.digest).where(reports.c.id == report_id)).scalar_one()
    with decode.readable(f"report {report_id}"):
        after = folded(before, digest)
    connection.execute(update(reports).where(reports.c.id == report_id), {"digest": after})


def _report_for(connection: Connection, report: Report) -> str | None:
    """The id of the stored report that ``report`` is a version of, or ``None``.

    With a URL, the report of that URL. Without, the last report read from the same place where that tells (an edited
    file is a version of the report it held before), else the report that began with the same text.
    """
    reports, locations = schema.REPORTS, schema.LOCATIONS
    if not report.url and place_tells(report):
        query = (
            select(locations.c.report_id)
            .where(locations.c.source == report.source, locations.c.external_id == (report.external_id or ""))
            .order_by(locations.c.recorded_at.desc(), locations.c.report_id)
            .limit(1)
        )
        placed: str | None = connection.execute(query).scalar()
        if placed:
            return placed
    found: str | None = connection.execute(select(reports.c.id).where(reports.c.id == report.id)).scalar()
    return found


def _remember_place(connection: Connection, report: Report, report_id: str, instant: str) -> None:
    if is_placed(connection, report, report_id):
        return
    row = {**_place(report, report_id), "recorded_at": instant}
    connection.execute(insert(schema.LOCATIONS), row)
    _fold_in(connection, report_id, location_digest(row))


def _place(report: Report, report_id: str) -> dict[str, str]:
    return {"source": report.source, "external_id": report.external_id or "", "report_id": report_id}


def _insert_version(connection: Connection, analysis: Analysis, report_id: str, ordinal: int, instant: str) -> None:
    report = analysis.report
    texts = schema.TEXTS
    if connection.execute(select(texts.c.sha256).where(texts.c.sha256 == report.version.sha256)).scalar() is None:
        held = {"sha256": report.version.sha256, "length": len(report.text), "text": report.text}
        connection.execute(insert(texts), held)
    n = _next(connection, schema.VERSIONS)
    row = version_row_of(connection, analysis, report_id, ordinal, instant)
    numbers = {"n": n, "report_id": report_id, "ordinal": ordinal, "recorded_at": instant}
    held_row = {**numbers, **row, "digest": analysis_digest(analysis, report_id)}
    connection.execute(insert(schema.VERSIONS), held_row)
    _fold_in(connection, report_id, order_digest(held_row))
    _insert_parts(connection, analysis, n, report_id, row["known_on"])


def version_row_of(
    connection: Connection, analysis: Analysis, report_id: str, ordinal: int, instant: str
) -> encode.Row:
    """The row that a version of ``report_id`` ought to have, given the versions recorded before it."""
    before = (row for row in version_rows(connection, report_id) if row["ordinal"] < ordinal)
    published = [decode.when(row["published"]) for row in before if row["known_basis"] == "published"]
    recorded = datetime.fromisoformat(instant).date()
    report = analysis.report
    known = known_day(report.published, report.modified, recorded=recorded, earlier=published)
    return encode.version_row(analysis, known=known)


def _replace_version(connection: Connection, analysis: Analysis, n: int, report_id: str, digest: str) -> None:
    """Put newly derived rows in the place of the old; the version keeps its number, ordinal and instant."""
    statements, versions = schema.STATEMENTS, schema.VERSIONS
    old = select(statements.c.n).where(statements.c.version_n == n)
    for table in schema.STATEMENT_PARTS:
        connection.execute(delete(table).where(table.c.statement_n.in_(old)))
    connection.execute(
        text("DELETE FROM statements_fts WHERE rowid IN (SELECT n FROM statements WHERE version_n = :n)"), {"n": n}
    )
    connection.execute(text("DELETE FROM versions_fts WHERE rowid = :n"), {"n": n})
    connection.execute(delete(statements).where(statements.c.version_n == n))
    for table in (schema.SECTIONS, schema.MENTIONS):
        connection.execute(delete(table).where(table.c.version_n == n))
    kept = connection.execute(select(versions.c.ordinal, versions.c.recorded_at).where(versions.c.n == n)).one()
    row = version_row_of(connection, analysis, report_id, kept.ordinal, kept.recorded_at)
    connection.execute(update(versions).where(versions.c.n == n), {**row, "digest": digest})
    _insert_parts(connection, analysis, n, report_id, row["known_on"])


def _settle_later_versions(connection: Connection, report_id: str, ordinal: int) -> None:
    """Write anew the later versions whose day known follows differently since ``ordinal`` has another date."""
    for row in version_rows(connection, report_id):
        if row["ordinal"] <= ordinal:
            continue
        analysis = stored_version(connection, row).analysis
        ought = version_row_of(connection, analysis, report_id, row["ordinal"], row["recorded_at"])
        if (ought["known_on"], ought["known_basis"]) != (row["known_on"], row["known_basis"]):
            # Read back, not read anew: the digest stays, so that a row that was changed before still shows.
            _replace_version(connection, analysis, row["n"], report_id, row["digest"])


def _insert_parts(connection: Connection, analysis: Analysis, n: int, report_id: str, known_on: str) -> None:
    rows = encode.part_rows(
        analysis.report,
        analysis.statements,
        report_id=report_id,
        version_n=n,
        first_n=_next(connection, schema.STATEMENTS),
        known_on=known_on,
    )
    mentions = encode.dumps(wire.mentions_to_json(analysis.mentions))
    connection.execute(insert(schema.MENTIONS), {"version_n": n, "mentions": mentions})
    for table, items in (
        (schema.SECTIONS, encode.section_rows(analysis, n)),
        (schema.STATEMENTS, rows.statements),
        (schema.SPEAKERS, rows.speakers),
        (schema.FIGURES, rows.figures),
        (schema.PLACES, rows.places),
        (schema.EVIDENCE, rows.evidence),
    ):
        if items:
            connection.execute(insert(table), items)
    if rows.statements:
        words = [{"n": r["n"], "content": r["content_text"], "source": r["source_text"]} for r in rows.statements]
        connection.execute(_INSERT_STATEMENT_WORDS, words)
    connection.execute(_INSERT_TITLE_WORDS, {"n": n, "title": analysis.report.title or ""})


def _next(connection: Connection, table: Table) -> int:
    # The transaction holds the write lock, so no other process can take the same number.
    last: int | None = connection.execute(select(func.max(table.c.n))).scalar()
    return (last or 0) + 1
