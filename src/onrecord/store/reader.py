"""Reading a case: the queries behind each kind of row, in an order that is the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Select, func, select

from onrecord.model import wire
from onrecord.model.analysis import Analysis
from onrecord.model.errors import UsageError
from onrecord.model.record import StatementRow
from onrecord.store import decode, schema
from onrecord.store.filters import Filters, paged, report_conditions, shown_versions, statement_conditions
from onrecord.store.rows import Counts, HeldVersion, ReportRow, StoredReport, StoredVersion

Order = Literal["day", "id"]
"""``day``: by the day said, report and place in the text. ``id``: by report, text version and place in the text."""


def whole_id(connection: Connection, table: Literal["reports", "statements"], prefix: str) -> str:
    """The id that begins with ``prefix`` (its tag may be left out).

    Raises :class:`UsageError` where none or more than one does.
    """
    column = schema.REPORTS.c.id if table == "reports" else schema.STATEMENTS.c.id
    tag = "r_" if table == "reports" else "s_"
    start = prefix if prefix.startswith(tag) else f"{tag}{prefix}"
    # A range, unlike LIKE, is a look into the index; ids are ASCII, all of it below U+007F.
    query = select(column).where(column >= start, column < f"{start}\x7f").order_by(column).limit(4)
    found = list(connection.execute(query).scalars())
    what = table.removesuffix("s")
    if not found or not prefix:
        raise UsageError(f"{prefix!r}: no {what} has an id that begins so")
    if len(found) > 1 and found[0] != start:
        more = ", ..." if len(found) > 3 else ""
        raise UsageError(f"{prefix!r}: several {table} have ids that begin so: {', '.join(found[:3])}{more}")
    whole: str = found[0]
    return whole


def statement_numbers(connection: Connection, filters: Filters, order: Order) -> list[int]:
    """The numbers of the statements that ``filters`` keep, in order."""
    return list(connection.execute(statement_query(connection, filters, order)).scalars())


def statement_query(connection: Connection, filters: Filters, order: Order) -> Select[Any]:
    """The query behind :func:`statement_numbers`."""
    statements = schema.STATEMENTS
    conditions = statement_conditions(filters, _report_id(connection, filters))
    chosen: Select[Any] = select(statements.c.n).where(*conditions)
    return paged(_ordered(chosen, order), filters)


def figure_numbers(connection: Connection, filters: Filters) -> list[tuple[int, int]]:
    """The statement number and position of the figures in the statements that ``filters`` keep, in order."""
    statements, figures = schema.STATEMENTS, schema.FIGURES
    conditions = statement_conditions(filters, _report_id(connection, filters))
    held = select(statements.c.n, figures.c.position).join(figures, figures.c.statement_n == statements.c.n)
    query: Select[Any] = _ordered(held.where(*conditions), "day").order_by(figures.c.position)
    return [(row.n, row.position) for row in connection.execute(paged(query, filters))]


def _ordered(query: Select[Any], order: Order) -> Select[Any]:
    statements, versions = schema.STATEMENTS, schema.VERSIONS
    if order == "day":
        return query.order_by(statements.c.day_first, statements.c.report_id, statements.c.start_char, statements.c.id)
    query = query.join(versions, versions.c.n == statements.c.version_n)
    return query.order_by(statements.c.report_id, versions.c.sha256, statements.c.start_char, statements.c.id)


def statement_rows(connection: Connection, numbers: Sequence[int]) -> list[StatementRow]:
    """The statements ``numbers`` (at most a chunk), in the order given; those deleted since are left out."""
    return list(numbered_rows(connection, numbers).values())


def numbered_rows(connection: Connection, numbers: Sequence[int]) -> dict[int, StatementRow]:
    """The statements of :func:`statement_rows` by their numbers."""
    statements, versions, sections = schema.STATEMENTS, schema.VERSIONS, schema.SECTIONS
    query = (
        select(
            statements,
            versions.c.sha256,
            versions.c.ordinal,
            versions.c.title,
            versions.c.outlet,
            versions.c.url,
            versions.c.source.label("read_from"),
            versions.c.known_on,
            versions.c.published,
            sections.c.kind.label("section_kind"),
        )
        .join(versions, versions.c.n == statements.c.version_n)
        .join(
            sections,
            (sections.c.version_n == statements.c.version_n) & (sections.c.position == statements.c.section),
        )
        .where(statements.c.n.in_(numbers))
    )
    rows = {row["n"]: row for row in connection.execute(query).mappings()}
    held = decode.parts(connection, list(rows))
    return {n: _statement_row(rows[n], held[n]) for n in numbers if n in rows}


def _statement_row(row: RowMapping, held: decode.Parts) -> StatementRow:
    statement = decode.statement(row, held)
    with decode.readable(f"statement {statement.id}"):
        return StatementRow(
            id=statement.id,
            report_id=row["report_id"],
            version_sha256=row["sha256"],
            ordinal=row["ordinal"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            read_from=row["read_from"],
            known_on=date.fromisoformat(row["known_on"]),
            published=decode.when(row["published"]),
            section=statement.section,
            section_kind=wire.section_kind(row["section_kind"]),
            start=row["start_char"],
            source=statement.source,
            cue=statement.cue,
            content=statement.content,
            source_text=row["source_text"],
            cue_text=row["cue_text"],
            content_text=row["content_text"],
            quote_type=statement.quote_type,
            act=statement.act,
            confidence=statement.confidence,
            engine=statement.engine,
            speakers=statement.speakers,
            via=statement.via,
            said_on=statement.said_on,
            day_first=date.fromisoformat(row["day_first"]),
            day_last=date.fromisoformat(row["day_last"]),
            event_time=statement.event_time,
            figures=statement.figures,
            places=statement.places,
            evidence=statement.evidence,
        )


def report_rows(connection: Connection, filters: Filters) -> list[ReportRow]:
    """The reports that ``filters`` keep, by the day known and id."""
    versions, statements, figures, texts = schema.VERSIONS, schema.STATEMENTS, schema.FIGURES, schema.TEXTS
    others = schema.VERSIONS.alias("others")
    chain = select(func.count()).select_from(others).where(others.c.report_id == versions.c.report_id)
    if filters.as_of:
        chain = chain.where(others.c.known_on <= filters.as_of.isoformat())
    said = select(func.count()).select_from(statements).where(statements.c.version_n == versions.c.n)
    counted = (
        select(func.count())
        .select_from(figures.join(statements, statements.c.n == figures.c.statement_n))
        .where(statements.c.version_n == versions.c.n)
    )
    query = (
        select(
            versions,
            texts.c.length,
            chain.scalar_subquery().label("chain"),
            said.scalar_subquery().label("said"),
            counted.scalar_subquery().label("counted"),
        )
        .join(texts, texts.c.sha256 == versions.c.sha256)
        .where(*report_conditions(filters, _report_id(connection, filters)))
        .order_by(versions.c.known_on, versions.c.report_id, versions.c.sha256)
    )
    return [_report_row(row) for row in connection.execute(paged(query, filters)).mappings()]


def _report_row(row: RowMapping) -> ReportRow:
    with decode.readable(f"version {row['sha256']}"):
        return ReportRow(
            report_id=row["report_id"],
            version_sha256=row["sha256"],
            ordinal=row["ordinal"],
            versions=row["chain"],
            title=row["title"],
            outlet=row["outlet"],
            authors=wire.texts_from_json(json.loads(row["authors"])),
            language=row["language"],
            url=row["url"],
            read_from=row["source"],
            external_id=row["external_id"],
            published=decode.when(row["published"]),
            modified=row["modified"],
            known_on=date.fromisoformat(row["known_on"]),
            known_basis=row["known_basis"],
            recorded_at=row["recorded_at"],
            length=row["length"],
            analysed=bool(row["analysed"]),
            note=row["note"],
            statements=row["said"],
            figures=row["counted"],
        )


def version_numbers(connection: Connection, filters: Filters) -> list[int]:
    """The numbers of the text versions that ``filters`` keep, by report id and hash."""
    versions = schema.VERSIONS
    query = select(versions.c.n).where(*report_conditions(filters, _report_id(connection, filters)))
    query = query.order_by(versions.c.report_id, versions.c.sha256)
    return list(connection.execute(paged(query, filters)).scalars())


def version_row(connection: Connection, n: int) -> RowMapping | None:
    """The row of one version."""
    versions = schema.VERSIONS
    return connection.execute(select(versions).where(versions.c.n == n)).mappings().one_or_none()


def version_rows(connection: Connection, report_id: str) -> list[RowMapping]:
    """The rows of a report's versions, in the order of recording."""
    versions = schema.VERSIONS
    query = select(versions).where(versions.c.report_id == report_id).order_by(versions.c.ordinal)
    return list(connection.execute(query).mappings())


def held_version(connection: Connection, report_id: str, sha256: str) -> HeldVersion:
    """In short, the version of ``report_id`` with this hash; :class:`UsageError` where there is none."""
    versions, statements = schema.VERSIONS, schema.STATEMENTS
    said = select(func.count()).select_from(statements).where(statements.c.version_n == versions.c.n)
    query = select(versions.c.title, said.scalar_subquery().label("said"), versions.c.note)
    query = query.where(versions.c.report_id == report_id, versions.c.sha256 == sha256)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UsageError(f"{report_id}: has no text version {sha256!r}")
    return HeldVersion(row.title, row.said, row.note)


def hashes(connection: Connection, report_id: str) -> tuple[str, ...]:
    """The hashes of all text versions of a report, sorted."""
    versions = schema.VERSIONS
    query = select(versions.c.sha256).where(versions.c.report_id == report_id).order_by(versions.c.sha256)
    return tuple(connection.execute(query).scalars())


def first_places(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """Of every report that was read from a place: the first by name, with the report's id in the archive there."""
    locations = schema.LOCATIONS
    query = select(locations).order_by(locations.c.source.desc(), locations.c.external_id.desc())
    return {row.report_id: (row.source, row.external_id or None) for row in connection.execute(query)}


def text_of(connection: Connection, sha256: str) -> str:
    """The text with this hash."""
    texts = schema.TEXTS
    found: str | None = connection.execute(select(texts.c.text).where(texts.c.sha256 == sha256)).scalar()
    if found is None:
        raise UsageError(f"{sha256!r}: no text version has this hash")
    return found


def stored_version(connection: Connection, row: RowMapping) -> StoredVersion:
    """The version of a row of ``versions`` with its analysis rebuilt."""
    statements, sections, mentions = schema.STATEMENTS, schema.SECTIONS, schema.MENTIONS
    n = row["n"]
    numbers = select(statements).where(statements.c.version_n == n).order_by(statements.c.position)
    rows = list(connection.execute(numbers).mappings())
    held: dict[int, decode.Parts] = {}
    for start in range(0, len(rows), decode.CHUNK):
        held.update(decode.parts(connection, [r["n"] for r in rows[start : start + decode.CHUNK]]))
    parted = select(sections).where(sections.c.version_n == n).order_by(sections.c.position)
    named = connection.execute(select(mentions.c.mentions).where(mentions.c.version_n == n)).scalar()
    with decode.readable(f"version {row['sha256']}"):
        analysis = Analysis(
            report=decode.report(row, text_of(connection, row["sha256"])),
            sections=tuple(decode.section(r) for r in connection.execute(parted).mappings()),
            statements=tuple(decode.statement(r, held[r["n"]]) for r in rows),
            mentions=wire.mentions_from_json(json.loads(named or "null")),
            analysed=bool(row["analysed"]),
            note=row["note"],
        )
        return StoredVersion(
            report_id=row["report_id"],
            ordinal=row["ordinal"],
            known_on=date.fromisoformat(row["known_on"]),
            known_basis=row["known_basis"],
            recorded_at=row["recorded_at"],
            analysis=analysis,
        )


def stored_report(connection: Connection, prefix: str) -> StoredReport:
    """The report whose id begins with ``prefix``."""
    reports, locations = schema.REPORTS, schema.LOCATIONS
    report_id = whole_id(connection, "reports", prefix)
    url = connection.execute(select(reports.c.url).where(reports.c.id == report_id)).scalar()
    placed = select(locations).where(locations.c.report_id == report_id)
    placed = placed.order_by(locations.c.source, locations.c.external_id)
    return StoredReport(
        id=report_id,
        url=url,
        locations=tuple((row.source, row.external_id or None) for row in connection.execute(placed)),
        versions=tuple(stored_version(connection, row) for row in version_rows(connection, report_id)),
    )


def counts(connection: Connection, as_of: date | None) -> Counts:
    """How much of everything the case holds."""
    versions, statements, speakers = schema.VERSIONS, schema.STATEMENTS, schema.SPEAKERS
    shown = select(versions.c.n).where(*shown_versions(Filters(as_of=as_of)))
    every = select(func.count(), func.min(versions.c.known_on), func.max(versions.c.known_on)).select_from(versions)
    if as_of:
        every = every.where(versions.c.known_on <= as_of.isoformat())
    total, first, last = connection.execute(every).one()
    latest = versions.c.n.in_(shown)

    def one(query: Select[Any]) -> int:
        return int(connection.execute(query).scalar() or 0)

    kept = select(statements.c.n).where(statements.c.version_n.in_(shown))
    return Counts(
        reports=one(select(func.count()).select_from(versions).where(latest)),
        versions=total,
        outlets=one(select(func.count(versions.c.outlet.distinct())).where(latest)),
        not_analysed=one(select(func.count()).select_from(versions).where(latest, versions.c.analysed == 0)),
        statements=one(select(func.count()).select_from(kept.subquery())),
        speakers=one(select(func.count(speakers.c.name_folded.distinct())).where(speakers.c.statement_n.in_(kept))),
        figures=one(select(func.count()).select_from(schema.FIGURES).where(schema.FIGURES.c.statement_n.in_(kept))),
        places=one(select(func.count()).select_from(schema.PLACES).where(schema.PLACES.c.statement_n.in_(kept))),
        first_known=date.fromisoformat(first) if first else None,
        last_known=date.fromisoformat(last) if last else None,
    )


def _report_id(connection: Connection, filters: Filters) -> str | None:
    return None if filters.report is None else whole_id(connection, "reports", filters.report)
