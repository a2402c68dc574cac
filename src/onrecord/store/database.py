"""One connection to one SQLite file: how it is opened, its transactions, and its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from onrecord.model.errors import StoreError

_MAGIC = b"SQLite format 3\x00"
"""The first sixteen bytes of every SQLite 3 file (https://www.sqlite.org/fileformat2.html)."""

_BEGIN = "onrecord.begin"


class Database:
    """The open file. Use it from one thread at a time; another thread or process opens its own."""

    def __init__(self, path: Path, *, read_only: bool, wait: float) -> None:
        self.path = path
        self.read_only = read_only
        self._wait = wait
        self._engine = self._make_engine()
        with self._translated():
            self.connection: Connection = self._engine.connect()

    def close(self) -> None:
        """Let go of the file; safe to call again."""
        self.connection.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file."""
        with self._translated(), self.connection.begin():
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; what raises inside leaves nothing written."""
        if self.read_only:
            raise StoreError(f"{self.path}: it was opened for reading only")
        # A deferred transaction that reads first and writes later fails, without waiting, if another wrote in between.
        self.connection.info[_BEGIN] = "BEGIN IMMEDIATE"
        try:
            with self._translated(), self.connection.begin():
                yield self.connection
        finally:
            self.connection.info.pop(_BEGIN, None)

    def _make_engine(self) -> Engine:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=StaticPool)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.info.get(_BEGIN, "BEGIN"))

        return engine

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.absolute()))}{self._mode()}"
        # With isolation_level None the driver never begins or commits by itself, so that DDL is transactional too.
        raw = sqlite3.connect(uri, uri=True, timeout=self._wait, isolation_level=None, check_same_thread=False)
        try:
            raw.execute("PRAGMA foreign_keys = ON")
            if self.read_only:
                raw.execute("PRAGMA query_only = ON")
            elif raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode = WAL")
            # In WAL mode NORMAL survives any kill of the process; only a power cut may undo the last commits, whole.
            raw.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            raw.close()
            raise
        return raw

    def _mode(self) -> str:
        """How the file is opened: a reader, too, makes the log and its index beside it, and clears them away."""
        if not self.read_only:
            return ""
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            return "?mode=rw"  # mode=ro would leave both files behind
        return "?mode=ro" if Path(f"{self.path}-wal").exists() else "?mode=ro&immutable=1"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.path}: {in_plain_words(error.orig)}") from error
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {in_plain_words(error)}") from error


def check_path(path: Path, *, create: bool) -> None:
    """Raise :class:`StoreError` where ``path`` cannot be a case, before SQLite sees it."""
    if path.is_dir():
        raise StoreError(f"{path}: is a folder, not a case (name a file in it, such as {path / 'case.db'})")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist (make it first)")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: there is no such case (add a report to make one)")
        return
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if start and start != _MAGIC:
        raise StoreError(f"{path}: is not a case: not an SQLite file, or its beginning was overwritten (name another)")
    if not start and not create:
        raise StoreError(f"{path}: is empty, not a case (add a report to make it one)")


def in_plain_words(error: BaseException | None) -> str:
    """What an error of the database means and what to do about it, by SQLite's own result code."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, words in _WORDS:
        if name.startswith(prefix):
            return f"{words} [{name}]"
    return f"the database reports: {error}"


_WORDS = (
    ("SQLITE_FULL", "the disk is full; nothing of this report was written (free some space and run again)"),
    ("SQLITE_BUSY", "another process is writing to it (wait until it is done and run again)"),
    ("SQLITE_LOCKED", "another connection holds it (wait until it is done and run again)"),
    ("SQLITE_NOTADB", "is not a case, or is damaged (restore it from a copy, or add the reports to a new case)"),
    ("SQLITE_CORRUPT", "is damaged (restore it from a copy, or add the reports to a new case)"),
    ("SQLITE_READONLY", "cannot be written to (check the rights of the file and its folder)"),
    ("SQLITE_PERM", "may not be opened (check the rights of the file and its folder)"),
    ("SQLITE_CANTOPEN", "cannot be opened (check the rights of the file and its folder)"),
    ("SQLITE_IOERR", "could not be read or written by the disk (check the disk, then run verify)"),
    ("SQLITE_TOOBIG", "a text is too long to store"),
    ("SQLITE_CONSTRAINT", "a row would contradict another; nothing of this report was written (run verify)"),
)
