"""The filters that every reading command shares, and the SQL conditions they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import ColumnElement, Select, and_, column, exists, or_, select, table
from sqlalchemy.sql.selectable import ScalarSelect

from onrecord.model.errors import UsageError
from onrecord.model.statement import Act
from onrecord.store import schema
from onrecord.store.search import full_text, starts_words

STATEMENTS_FTS = table("statements_fts", column("rowid"), column("content"), column("source"))
VERSIONS_FTS = table("versions_fts", column("rowid"), column("title"))


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements, figures or reports to read; by default all of the latest version of every report.

    ``who`` and ``affiliation`` find words at the start of words of a speaker's name or affiliation, ``outlet`` of the
    outlet's name, without regard to case and accents. ``act`` is one act or several. ``about`` finds the statements
    whose content or source holds every word (in any inflected form) and every ``"phrase"`` of it. ``since`` and
    ``until``, inclusive, go by the day a statement was said, where unknown by the day its report was known, as it is
    for reports. ``as_of`` shows each report as it stood at the end of that day; ``all_versions`` shows earlier text
    versions besides the latest. ``report`` is an id or its beginning. ``min_confidence`` lies in 0..1.
    """

    who: str | None = None
    affiliation: str | None = None
    act: Act | tuple[Act, ...] | None = None
    about: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    has_figure: bool = False
    as_of: date | None = None
    report: str | None = None
    min_confidence: float | None = None
    limit: int | None = None
    offset: int = 0
    all_versions: bool = False

    def __post_init__(self) -> None:
        unknown = [act for act in self.acts if act not in get_args(Act)]
        if unknown:
            raise UsageError(f"--act: {unknown[0]!r} is none of {', '.join(get_args(Act))}")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since} is after --until {self.until}")
        if self.limit is not None and self.limit < 0:
            raise UsageError(f"--limit: {self.limit} is below 0")
        if self.offset < 0:
            raise UsageError(f"--offset: {self.offset} is below 0")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise UsageError(f"--min-confidence: {self.min_confidence} is not in 0..1")

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts asked for; empty for any."""
        if self.act is None:
            return ()
        return self.act if isinstance(self.act, tuple) else (self.act,)


def latest_of(report_id: ColumnElement[Any], as_of: date | None) -> ScalarSelect[Any]:
    """The number of the version of a report that was known last (as of a day): one look into an index."""
    versions = schema.VERSIONS.alias("known")
    query = select(versions.c.n).where(versions.c.report_id == report_id)
    if as_of:
        query = query.where(versions.c.known_on <= as_of.isoformat())
    return query.order_by(versions.c.known_on.desc(), versions.c.ordinal.desc()).limit(1).scalar_subquery()


def shown_versions(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on ``versions`` for the versions that ``filters`` lets see."""
    versions = schema.VERSIONS
    conditions: list[ColumnElement[bool]] = []
    if not filters.all_versions:
        conditions.append(versions.c.n == latest_of(versions.c.report_id, filters.as_of))
    elif filters.as_of:
        conditions.append(versions.c.known_on <= filters.as_of.isoformat())
    return conditions


def statement_conditions(filters: Filters, report_id: str | None) -> list[ColumnElement[bool]]:
    """The conditions on ``statements``; ``report_id`` is the whole id for ``filters.report``."""
    statements, versions = schema.STATEMENTS, schema.VERSIONS
    conditions = said_conditions(filters)
    if not filters.all_versions:
        conditions.append(statements.c.version_n == latest_of(statements.c.report_id, filters.as_of))
    elif filters.as_of:
        known = select(versions.c.n).where(versions.c.known_on <= filters.as_of.isoformat())
        conditions.append(statements.c.version_n.in_(known))
    if filters.outlet is not None:
        pattern = starts_words(filters.outlet, "--outlet")
        conditions.append(
            statements.c.version_n.in_(select(versions.c.n).where(versions.c.outlet_folded.like(pattern)))
        )
    if report_id is not None:
        conditions.append(statements.c.report_id == report_id)
    if filters.about is not None:
        conditions.append(statements.c.n.in_(_matching_statements(filters.about)))
    if filters.since:
        conditions.append(statements.c.day_last >= filters.since.isoformat())
    if filters.until:
        conditions.append(statements.c.day_first <= filters.until.isoformat())
    return conditions


def said_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on ``statements`` that concern the statement alone: who said it, its act, figures, confidence."""
    statements, speakers = schema.STATEMENTS, schema.SPEAKERS
    conditions: list[ColumnElement[bool]] = []
    names: list[ColumnElement[bool]] = []
    if filters.who is not None:
        names.append(speakers.c.name_folded.like(starts_words(filters.who, "--who")))
    if filters.affiliation is not None:
        names.append(speakers.c.affiliation_folded.like(starts_words(filters.affiliation, "--affiliation")))
    if names:
        conditions.append(statements.c.n.in_(select(speakers.c.statement_n).where(and_(*names))))
    if filters.acts:
        conditions.append(statements.c.act.in_(filters.acts))
    if filters.has_figure:
        held = schema.FIGURES.alias("held")  # a name of its own, apart from the figures that a query may ask for
        conditions.append(exists().where(held.c.statement_n == statements.c.n))
    if filters.min_confidence is not None:
        conditions.append(statements.c.confidence >= filters.min_confidence)
    return conditions


def report_conditions(filters: Filters, report_id: str | None) -> list[ColumnElement[bool]]:
    """The conditions on ``versions`` for a list of reports.

    What concerns statements keeps the versions with such a statement; ``about`` also those whose title matches.
    """
    statements, versions = schema.STATEMENTS, schema.VERSIONS
    conditions = shown_versions(filters)
    if filters.outlet is not None:
        conditions.append(versions.c.outlet_folded.like(starts_words(filters.outlet, "--outlet")))
    if report_id is not None:
        conditions.append(versions.c.report_id == report_id)
    if filters.since:
        conditions.append(versions.c.known_on >= filters.since.isoformat())
    if filters.until:
        conditions.append(versions.c.known_on <= filters.until.isoformat())
    said = said_conditions(filters)
    if said:
        conditions.append(versions.c.n.in_(select(statements.c.version_n).where(and_(*said))))
    if filters.about is not None:
        words = full_text(filters.about)
        titles = select(VERSIONS_FTS.c.rowid).where(column("versions_fts").match(words))
        found = select(statements.c.version_n).where(statements.c.n.in_(_matching_statements(filters.about)))
        conditions.append(or_(versions.c.n.in_(titles), versions.c.n.in_(found)))
    return conditions


def paged(query: Select[Any], filters: Filters) -> Select[Any]:
    """The page of ``query`` that ``filters`` asks for."""
    if filters.limit is not None:
        query = query.limit(filters.limit)
    return query.offset(filters.offset) if filters.offset else query


def _matching_statements(about: str) -> Select[Any]:
    return select(STATEMENTS_FTS.c.rowid).where(column("statements_fts").match(full_text(about)))
