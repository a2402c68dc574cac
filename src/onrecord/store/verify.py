"""Deriving everything in a case anew from its texts, and naming each row that says something else.

What does not follow from a text is compared with the digest made when it was recorded (:mod:`onrecord.store.digest`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, or_, select
from sqlalchemy.exc import DatabaseError

from onrecord.model.errors import OnrecordError
from onrecord.model.ids import report_id as derived_report_id
from onrecord.store import encode, reader, schema
from onrecord.store.checks import analysis_problems
from onrecord.store.digest import analysis_digest, folded, row_digest
from onrecord.store.rows import Problem, StoredVersion
from onrecord.store.writer import location_digest, order_digest, version_row_of

_UNREFERENCED_TEXTS = "SELECT sha256 FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM versions) ORDER BY sha256"
_WRONG_STATEMENT_WORDS = """
    SELECT s.id FROM statements s LEFT JOIN statements_fts f ON f.rowid = s.n
    WHERE f.rowid IS NULL OR f.content IS NOT s.content_text OR f.source IS NOT s.source_text ORDER BY s.id"""
_EXTRA_STATEMENT_WORDS = "SELECT rowid FROM statements_fts WHERE rowid NOT IN (SELECT n FROM statements)"
_WRONG_TITLE_WORDS = """
    SELECT v.sha256 FROM versions v LEFT JOIN versions_fts f ON f.rowid = v.n
    WHERE f.rowid IS NULL OR f.title IS NOT coalesce(v.title, '') ORDER BY v.sha256"""
_INDEX_CHECKS = (
    ("statements_fts", "INSERT INTO statements_fts (statements_fts) VALUES ('integrity-check')"),
    ("versions_fts", "INSERT INTO versions_fts (versions_fts) VALUES ('integrity-check')"),
)
_EXTRA_TITLE_WORDS = "SELECT rowid FROM versions_fts WHERE rowid NOT IN (SELECT n FROM versions)"


def problems(
    reading: Callable[[], AbstractContextManager[Connection]],
    writing: Callable[[], AbstractContextManager[Connection]] | None,
) -> Iterator[Problem]:
    """Every problem of a case, the file first, then report by report, then the search index.

    ``reading`` and ``writing`` open a transaction; without ``writing`` the search index is compared by its rows alone,
    since SQLite asks for the write lock to check an FTS5 index from the inside.
    """
    with reading() as connection:
        found = list(_file(connection))
        report_ids = list(connection.execute(select(schema.REPORTS.c.id).order_by(schema.REPORTS.c.id)).scalars())
    yield from found
    for report_id in report_ids:
        with reading() as connection:
            found = list(_report(connection, report_id))
        yield from found
    with reading() as connection:
        found = list(_loose(connection))
    yield from found
    if writing:
        with writing() as connection:
            found = list(_index(connection))
        yield from found


def _file(connection: Connection) -> Iterator[Problem]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem("file", "integrity_check", str(line))
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(str(table), f"row {rowid}", f"names a row of {parent} that is not there")


def _report(connection: Connection, report_id: str) -> Iterator[Problem]:
    reports = schema.REPORTS
    row = connection.execute(select(reports).where(reports.c.id == report_id)).mappings().one_or_none()
    if row is None:  # gone since the list was made
        return
    own = derived_report_id(url=row["url"], external_id=row["external_id"], text_hash=row["first_sha256"])
    if own != report_id:
        yield Problem("reports", report_id, f"its address, or its text and its id in the archive, give the id {own}")
    versions = reader.version_rows(connection, report_id)
    if [version["ordinal"] for version in versions] != list(range(1, len(versions) + 1)) or not versions:
        yield Problem("reports", report_id, "its text versions are not numbered from 1")
    elif versions[0]["sha256"] != row["first_sha256"]:
        yield Problem("reports", report_id, "its first text version is not the one its id is made from")
    if row["digest"] != _report_digest(connection, row, versions):
        problem = "it, its places or the instants of its text versions are not what was recorded"
        yield Problem("reports", report_id, problem)
    for version in versions:
        try:
            stored = reader.stored_version(connection, version)
            found = list(_version(connection, version, stored))
        except OnrecordError as error:
            found = [Problem("versions", version["sha256"], str(error))]
        except (LookupError, TypeError, ValueError) as error:
            # SQLite keeps any type in any column, so that any comparison with a planted value may fail.
            found = [Problem("versions", version["sha256"], f"a stored value cannot be read: {error}")]
        yield from found


def _report_digest(connection: Connection, row: RowMapping, versions: Sequence[RowMapping]) -> str:
    locations = schema.LOCATIONS
    placed = connection.execute(select(locations).where(locations.c.report_id == row["id"])).mappings()
    own = row_digest("reports", *(row[key] for key in ("id", "url", "external_id", "first_sha256", "recorded_at")))
    return folded(own, *map(location_digest, placed), *map(order_digest, versions))


def _version(connection: Connection, row: RowMapping, stored: StoredVersion) -> Iterator[Problem]:
    analysis = stored.analysis
    yield from analysis_problems(analysis, stored.report_id)
    texts = schema.TEXTS
    length = connection.execute(select(texts.c.length).where(texts.c.sha256 == stored.sha256)).scalar()
    if length != len(analysis.report.text):
        yield Problem("texts", stored.sha256, f"length {length} is not that of the text")
    if analysis.report.url is not None:
        url = connection.execute(select(schema.REPORTS.c.url).where(schema.REPORTS.c.id == stored.report_id)).scalar()
        if url != analysis.report.url:
            yield Problem("versions", stored.sha256, "its address is not that of its report")
    ought = version_row_of(connection, analysis, stored.report_id, stored.ordinal, stored.recorded_at)
    yield from _differences("versions", stored.sha256, row, ought)
    statements, speakers = schema.STATEMENTS, schema.SPEAKERS
    query = select(statements).where(statements.c.version_n == row["n"]).order_by(statements.c.position)
    rows = connection.execute(query).mappings().all()
    for position, (held, statement) in enumerate(zip(rows, analysis.statements, strict=True)):
        if not statement.content:
            continue
        derived = encode.statement_row(analysis.report.text, statement, known_on=row["known_on"])
        derived |= {"report_id": stored.report_id, "position": position}
        yield from _differences("statements", statement.id, held, derived)
        named = select(speakers.c.name_folded, speakers.c.affiliation_folded)
        named = named.where(speakers.c.statement_n == held["n"]).order_by(speakers.c.position)
        folded = encode.folded_names(statement)
        if [tuple(pair) for pair in connection.execute(named)] != folded:
            yield Problem("speakers", statement.id, "the names to search by are not those of the speakers")
    if row["digest"] != analysis_digest(analysis, stored.report_id):
        yield Problem("versions", stored.sha256, "the rows of this text version are not what was recorded")


def _differences(table: str, name: str, held: RowMapping, ought: dict[str, Any]) -> Iterator[Problem]:
    for key, value in ought.items():
        if held[key] != value:
            yield Problem(table, name, f"{key} is {_short(held[key])}, and follows to be {_short(value)}")


def _loose(connection: Connection) -> Iterator[Problem]:
    for query, table, problem in (
        (_UNREFERENCED_TEXTS, "texts", "no text version of a report has this text"),
        (_WRONG_STATEMENT_WORDS, "statements_fts", "the search index does not hold the words of this statement"),
        (_EXTRA_STATEMENT_WORDS, "statements_fts", "the search index holds a statement that is not there"),
        (_WRONG_TITLE_WORDS, "versions_fts", "the search index does not hold the title of this text version"),
        (_EXTRA_TITLE_WORDS, "versions_fts", "the search index holds a title that is not there"),
    ):
        for (name,) in connection.exec_driver_sql(query):
            yield Problem(table, str(name), problem)
    for numbered, owner in (
        (schema.SECTIONS, "version_n"),
        *((part, "statement_n") for part in schema.STATEMENT_PARTS),
    ):
        yield from _numbering(connection, numbered, owner)


def _numbering(connection: Connection, table: Table, owner: str) -> Iterator[Problem]:
    """Where the rows of ``table`` under one owner are not numbered 0, 1, 2, ...: a reader would pass some by."""
    place = table.c.position
    query = select(table.c[owner]).group_by(table.c[owner]).order_by(table.c[owner])
    query = query.having(or_(func.min(place) != 0, func.max(place) != func.count() - 1))
    for n in connection.execute(query).scalars():
        yield Problem(table.name, f"{owner.removesuffix('_n')} number {n}", "its rows are not numbered from 0")


def _index(connection: Connection) -> Iterator[Problem]:
    for table, check in _INDEX_CHECKS:
        try:
            connection.exec_driver_sql(check)
        except DatabaseError as error:
            if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                yield Problem(table, "index", "the search index does not follow from its rows")
            else:
                raise


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
