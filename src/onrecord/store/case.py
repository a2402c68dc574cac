"""The case: one story under study, in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import select

from onrecord.model.analysis import Analysis
from onrecord.model.errors import IntegrityError, StoreError
from onrecord.model.record import FigureRow, StatementRow
from onrecord.model.report import Report
from onrecord.store import migrations, reader, schema, verify, writer
from onrecord.store.database import Database, check_path
from onrecord.store.decode import CHUNK
from onrecord.store.filters import Filters
from onrecord.store.rows import (
    AddResult,
    Counts,
    HeldVersion,
    Problem,
    ReportRow,
    StoredReport,
    StoredVersion,
    VersionText,
)

ALL = Filters()
"""The latest text version of every report."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class State:
    """What ``doctor`` says of a case: its file in bytes, the migrations it went through."""

    location: Path
    size: int
    migrations: tuple[str, ...]


class Case:
    """An open case. Use :meth:`open`, as a context manager; from one thread at a time.

    What the reading methods yield is settled when the first item is asked for: what is added while reading does not
    show, and rows replaced meanwhile are left out.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, location: str | Path, *, create: bool = True, read_only: bool = False, wait: float = 10.0) -> Case:
        """Open the case at ``location``, a path.

        A file that is not there is made, unless ``create`` is false or ``read_only`` true. ``wait`` is how many seconds
        to wait for another process that is writing. Raises :class:`StoreVersionError` where a newer onrecord wrote it,
        :class:`StoreError` where it cannot be opened or is not a case.
        """
        path = _path(location)
        check_path(path, create=create and not read_only)
        database = Database(path, read_only=read_only, wait=wait)
        try:
            _bring_up(database, create=create)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; safe to call again."""
        self._database.close()

    @property
    def location(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether the case was opened for reading only."""
        return self._database.read_only

    def state(self) -> State:
        """The file and its migrations."""
        with self._database.reading() as connection:
            applied = migrations.applied(connection) or ()
        return State(self.location, self.location.stat().st_size, applied)

    def add(self, analysis: Analysis, *, recorded_at: datetime, replace: bool = False) -> AddResult:
        """Add what was read from one report, in one transaction: all of it is stored, or nothing.

        A report with a URL is the one of that URL. One without is the one that was last read from the same place: the
        same row of an archive or feed (source and external id), or the same file, if of an ending that holds one report
        (an edited file is a new version of the report it held before). Else it is the one that began with the same
        text, else a new one. Its statements get the ids they have in that report. A text that the report has had before
        changes nothing, unless ``replace`` is true and the analysis differs: then what was derived from the text is
        replaced. ``recorded_at`` has a time zone.

        Raises :class:`IntegrityError` where a span, section or id does not follow from the text, :class:`StoreError`
        where the file cannot be written.
        """
        with _encodable(analysis.report), self._database.writing() as connection:
            return writer.add(connection, analysis, recorded_at=recorded_at, replacing=replace)

    def holds(self, report: Report) -> AddResult | None:
        """What :meth:`add` would give for any analysis of ``report``, where its text version is stored; else ``None``.

        Writes nothing; a place that the report was not read from before is kept by :meth:`revisit`.
        """
        try:
            with self._database.reading() as connection:
                return writer.held(connection, report)
        except UnicodeEncodeError:  # half of a surrogate pair, which no case holds
            return None

    def revisit(self, report: Report, *, recorded_at: datetime) -> AddResult | None:
        """Do what :meth:`add` would do for any analysis of ``report``, where its text version is stored.

        That is to keep the place it was read from, if that is another. ``None`` where the text version is not stored;
        then nothing is written. ``recorded_at`` has a time zone. Raises as :meth:`add` does.
        """
        result = self.holds(report)
        if result is None:
            return None
        with _encodable(report), self._database.reading() as connection:
            if writer.is_placed(connection, report, result.report_id):
                return result
        with self._database.writing() as connection:
            return writer.revisit(connection, report, recorded_at=recorded_at)

    def held(self, result: AddResult) -> HeldVersion:
        """In short, the text version that an :class:`onrecord.store.rows.AddResult` of this case names."""
        with self._database.reading() as connection:
            return reader.held_version(connection, result.report_id, result.version_sha256)

    def statements(self, filters: Filters = ALL) -> Iterator[StatementRow]:
        """The statements that ``filters`` keep, by the day said (else known), report and place in the text."""
        with self._database.reading() as connection:
            numbers = reader.statement_numbers(connection, filters, "day")
        yield from self._statement_rows(numbers)

    def statements_by_id(self, filters: Filters = ALL) -> Iterator[StatementRow]:
        """The statements by report id, text hash and place in the text: an order that no clock has a part in."""
        with self._database.reading() as connection:
            numbers = reader.statement_numbers(connection, filters, "id")
        yield from self._statement_rows(numbers)

    def statement(self, id_or_prefix: str) -> StatementRow:
        """The statement whose id begins so; :class:`UsageError` where none or several do."""
        statements = schema.STATEMENTS
        with self._database.reading() as connection:
            whole = reader.whole_id(connection, "statements", id_or_prefix)
            number = connection.execute(select(statements.c.n).where(statements.c.id == whole)).scalar_one()
            return reader.statement_rows(connection, [number])[0]

    def figures(self, filters: Filters = ALL) -> Iterator[FigureRow]:
        """The figures in the statements that ``filters`` keep, in the order of the statements."""
        with self._database.reading() as connection:
            numbers = reader.figure_numbers(connection, filters)
        for few in _chunks(numbers):
            with self._database.reading() as connection:
                wanted = list(dict.fromkeys(n for n, _ in few))
                rows = reader.numbered_rows(connection, wanted)
                hashes = {row.version_sha256 for row in rows.values()}
                texts = {sha256: reader.text_of(connection, sha256) for sha256 in hashes}
            for n, position in few:
                row = rows.get(n)
                if row is not None and position < len(row.figures):
                    figure = row.figures[position]
                    yield FigureRow(figure, figure.span.of(texts[row.version_sha256]), row)

    def reports(self, filters: Filters = ALL) -> Iterator[ReportRow]:
        """The reports that ``filters`` keep, by the day known and id."""
        with self._database.reading() as connection:
            rows = reader.report_rows(connection, filters)
        yield from rows

    def report(self, id_or_prefix: str) -> StoredReport:
        """The report whose id begins so, with every text version and what was read from it.

        Raises :class:`UsageError` where none or several do.
        """
        with self._database.reading() as connection:
            return reader.stored_report(connection, id_or_prefix)

    def versions(self, filters: Filters = ALL) -> Iterator[tuple[StoredVersion, tuple[str, ...]]]:
        """The text versions of the reports that ``filters`` keep, by report id and hash.

        Each comes with the hashes of all versions of its report, sorted.
        """
        with self._database.reading() as connection:
            numbers = reader.version_numbers(connection, filters)
        for n in numbers:
            with self._database.reading() as connection:
                row = reader.version_row(connection, n)
                if row is None:
                    continue
                stored = reader.stored_version(connection, row)
                hashes = reader.hashes(connection, stored.report_id)
            yield stored, hashes

    def first_places(self) -> dict[str, tuple[str, str | None]]:
        """Report ids with the first place by name (source and external id) that each was read from, if any."""
        with self._database.reading() as connection:
            return reader.first_places(connection)

    def text(self, sha256: str) -> str:
        """The characters of the text version with this hash; :class:`UsageError` where there is none."""
        with self._database.reading() as connection:
            return reader.text_of(connection, sha256)

    def texts(self, filters: Filters = ALL) -> Iterator[VersionText]:
        """The characters of the text versions that ``filters`` keep, by report id and hash."""
        with self._database.reading() as connection:
            numbers = reader.version_numbers(connection, filters)
        for n in numbers:
            with self._database.reading() as connection:
                row = reader.version_row(connection, n)
                held = None if row is None else reader.text_of(connection, row["sha256"])
            if row is not None and held is not None:
                yield VersionText(row["report_id"], row["sha256"], held)

    def counts(self, as_of: date | None = None) -> Counts:
        """How much of everything the case holds, or held at the end of a day."""
        with self._database.reading() as connection:
            return reader.counts(connection, as_of)

    def verify(self) -> Iterator[Problem]:
        """Derive everything anew from the texts and yield each row that says something else; nothing of a sound case.

        What does not follow from a text (a figure's value, a place's coordinates, where a report was read from) is
        compared with the digest made when it was recorded. Of 500 reports it takes some 5 s, a tenth of it for digests.

        Raises :class:`StoreError` where the file is too damaged to read on.
        """
        yield from verify.problems(self._database.reading, None if self.read_only else self._database.writing)

    def _statement_rows(self, numbers: Sequence[int]) -> Iterator[StatementRow]:
        for few in _chunks(numbers):
            with self._database.reading() as connection:
                rows = reader.statement_rows(connection, few)
            yield from rows


@contextmanager
def _encodable(report: Report) -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise IntegrityError(
            f"{report.source!a}: holds half of a surrogate pair; nothing of this report was written"
        ) from error


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _bring_up(database: Database, *, create: bool) -> None:
    path = database.path
    with database.reading() as connection:
        try:
            behind = next(migrations.pending(connection), None)
        except StoreError as error:
            raise type(error)(f"{path}: {error}") from error
        fresh = migrations.applied(connection) is None
    if behind is None:
        return
    if database.read_only or (fresh and not create):
        problem = "is not a case" if fresh else "was written by an older onrecord (open it once for writing)"
        raise StoreError(f"{path}: {problem}")
    migrations.migrate(database.connection, database.writing)


def _path(location: str | Path) -> Path:
    name = str(location)
    if "://" in name:
        raise StoreError(f"{name}: a case is a file on this machine (name a path)")
    return Path(location)
