"""The steps by which a case file comes to its present shape, each in a transaction of its own.

A migration, once released, is never changed: a new shape is a new migration at the end of :data:`MIGRATIONS`, so that a
file of any age arrives at the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, select

from onrecord.model.errors import StoreError, StoreVersionError
from onrecord.store import schema

Migration = tuple[str, Callable[[Connection], None]]
"""A name, never used again, and the function that makes the change."""

_RECORD = (
    """CREATE TABLE reports (
        id TEXT NOT NULL PRIMARY KEY,
        url TEXT,
        external_id TEXT,
        first_sha256 TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        digest TEXT NOT NULL)""",
    """CREATE TABLE locations (
        source TEXT NOT NULL,
        external_id TEXT NOT NULL,
        report_id TEXT NOT NULL REFERENCES reports (id),
        recorded_at TEXT NOT NULL,
        PRIMARY KEY (source, external_id, report_id))""",
    "CREATE INDEX locations_report ON locations (report_id)",
    """CREATE TABLE texts (
        sha256 TEXT NOT NULL PRIMARY KEY,
        length INTEGER NOT NULL,
        text TEXT NOT NULL)""",
    """CREATE TABLE versions (
        n INTEGER NOT NULL PRIMARY KEY,
        report_id TEXT NOT NULL REFERENCES reports (id),
        sha256 TEXT NOT NULL REFERENCES texts (sha256),
        ordinal INTEGER NOT NULL,
        source TEXT NOT NULL,
        external_id TEXT,
        url TEXT,
        title TEXT,
        outlet TEXT,
        outlet_folded TEXT NOT NULL,
        authors TEXT NOT NULL,
        language TEXT,
        published TEXT,
        modified TEXT,
        known_on TEXT NOT NULL,
        known_basis TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        analysed INTEGER NOT NULL,
        note TEXT NOT NULL,
        marks TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (report_id, sha256),
        UNIQUE (report_id, ordinal))""",
    "CREATE INDEX versions_known ON versions (report_id, known_on, ordinal, n)",
    "CREATE INDEX versions_day ON versions (known_on, report_id, sha256)",
    "CREATE INDEX versions_text ON versions (sha256)",
    """CREATE TABLE mentions (
        version_n INTEGER NOT NULL PRIMARY KEY REFERENCES versions (n),
        mentions TEXT NOT NULL)""",
    """CREATE TABLE sections (
        version_n INTEGER NOT NULL REFERENCES versions (n),
        position INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        kind TEXT NOT NULL,
        author TEXT,
        time TEXT,
        entry INTEGER,
        PRIMARY KEY (version_n, position))""",
    """CREATE TABLE statements (
        n INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version_n INTEGER NOT NULL REFERENCES versions (n),
        report_id TEXT NOT NULL REFERENCES reports (id),
        position INTEGER NOT NULL,
        section INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        source_spans TEXT NOT NULL,
        cue_spans TEXT NOT NULL,
        content_spans TEXT NOT NULL,
        source_text TEXT NOT NULL,
        cue_text TEXT NOT NULL,
        content_text TEXT NOT NULL,
        quote_type TEXT NOT NULL,
        act TEXT NOT NULL,
        confidence DOUBLE PRECISION NOT NULL,
        engine TEXT NOT NULL,
        said_on TEXT NOT NULL,
        day_first TEXT NOT NULL,
        day_last TEXT NOT NULL,
        event_time TEXT,
        event_first TEXT,
        event_last TEXT,
        via_name TEXT,
        via_start INTEGER,
        via_end INTEGER,
        UNIQUE (version_n, position))""",
    "CREATE INDEX statements_day ON statements (day_first, report_id, start_char, id, day_last, version_n)",
    "CREATE INDEX statements_act ON statements (act, day_first)",
    "CREATE INDEX statements_report ON statements (report_id)",
    """CREATE TABLE speakers (
        statement_n INTEGER NOT NULL REFERENCES statements (n),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        affiliation TEXT,
        role TEXT,
        name_folded TEXT NOT NULL,
        affiliation_folded TEXT NOT NULL,
        PRIMARY KEY (statement_n, position))""",
    "CREATE INDEX speakers_name ON speakers (name_folded, statement_n)",
    "CREATE INDEX speakers_affiliation ON speakers (affiliation_folded, statement_n)",
    """CREATE TABLE figures (
        statement_n INTEGER NOT NULL REFERENCES statements (n),
        position INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        low DOUBLE PRECISION,
        high DOUBLE PRECISION,
        bound TEXT NOT NULL,
        unit TEXT,
        counted TEXT,
        predicate TEXT,
        modality TEXT NOT NULL,
        PRIMARY KEY (statement_n, position))""",
    """CREATE TABLE places (
        statement_n INTEGER NOT NULL REFERENCES statements (n),
        position INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        name TEXT NOT NULL,
        lat DOUBLE PRECISION,
        lon DOUBLE PRECISION,
        country TEXT,
        kind TEXT,
        PRIMARY KEY (statement_n, position))""",
    """CREATE TABLE evidence (
        statement_n INTEGER NOT NULL REFERENCES statements (n),
        position INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        kind TEXT NOT NULL,
        released_by TEXT,
        verified_by TEXT,
        unverified_by TEXT,
        PRIMARY KEY (statement_n, position))""",
    # The one part that only SQLite understands.
    """CREATE VIRTUAL TABLE statements_fts USING fts5(
        content, source, tokenize = 'porter unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE versions_fts USING fts5(title, tokenize = 'porter unicode61 remove_diacritics 2')",
)


def _record(connection: Connection) -> None:
    for statement in _RECORD:
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Migration, ...] = (("0001-record", _record),)
"""Every migration there is, oldest first."""


def applied(connection: Connection) -> tuple[str, ...] | None:
    """The names of the migrations a file has been through; ``None`` of one that never was a case."""
    if not inspect(connection).has_table(schema.MIGRATIONS.name):
        return None
    return tuple(connection.execute(select(schema.MIGRATIONS.c.name).order_by(schema.MIGRATIONS.c.name)).scalars())


def pending(connection: Connection, known: Sequence[Migration] = MIGRATIONS) -> Iterator[Migration]:
    """The migrations a file has still to go through.

    Raises :class:`StoreVersionError` where it has been through one that is not known here, :class:`StoreError` where it
    holds tables and never was a case.
    """
    done = applied(connection)
    if done is None:
        if inspect(connection).get_table_names():
            raise StoreError("is an SQLite file, but not a case (name another file)")
        done = ()
    unknown = sorted(set(done) - {name for name, _ in known})
    if unknown:
        raise StoreVersionError(
            f"was written by a newer onrecord, which knows {', '.join(unknown)} (install the newer version to open it)"
        )
    return (migration for migration in known if migration[0] not in done)


def migrate(
    connection: Connection,
    writing: Callable[[], AbstractContextManager[Connection]],
    known: Sequence[Migration] = MIGRATIONS,
) -> None:
    """Take the file through the migrations that it lacks; one that fails leaves nothing of itself.

    ``writing`` opens a transaction that holds the write lock, under which what is pending is asked again: two
    processes may open a new file at once.
    """
    while True:
        with writing():
            step = next(pending(connection, known), None)
            if step is None:
                return
            name, change = step
            if applied(connection) is None:
                connection.exec_driver_sql(
                    "CREATE TABLE migrations (name TEXT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)"
                )
            change(connection)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(schema.MIGRATIONS.insert(), {"name": name, "applied_at": now})
