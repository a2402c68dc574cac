"""The tables of a case, as of the newest migration, for building queries.

The tables themselves are made by :mod:`onrecord.store.migrations`; a test holds the two together. Days are ISO dates
and instants ISO 8601 in UTC, both as text, so that they sort as they stand on every database. Spans and other nested
values are JSON in the shapes of :mod:`onrecord.model.wire`. ``n`` is a number of this file only; what leaves the case
carries the content-derived ``id``.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Integer, MetaData, Table, Text

METADATA = MetaData()

MIGRATIONS = Table("migrations", METADATA, Column("name", Text, primary_key=True), Column("applied_at", Text))

REPORTS = Table(
    "reports",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("url", Text),
    Column("external_id", Text),
    Column("first_sha256", Text),
    Column("recorded_at", Text),
    Column("digest", Text),
)
"""One row a report. The id follows from ``url`` or from ``first_sha256`` and ``external_id``.

``digest`` is of the row, the report's places, and the order and instants of its text versions.
"""

LOCATIONS = Table(
    "locations",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("report_id", Text, ForeignKey("reports.id"), primary_key=True),
    Column("recorded_at", Text),
)
"""The places a report was read from; ``external_id`` is empty where there is none."""

TEXTS = Table(
    "texts",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("length", Integer),
    Column("text", Text),
)

VERSIONS = Table(
    "versions",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("report_id", Text, ForeignKey("reports.id")),
    Column("sha256", Text, ForeignKey("texts.sha256")),
    Column("ordinal", Integer),
    Column("source", Text),
    Column("external_id", Text),
    Column("url", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("outlet_folded", Text),
    Column("authors", Text),
    Column("language", Text),
    Column("published", Text),
    Column("modified", Text),
    Column("known_on", Text),
    Column("known_basis", Text),
    Column("recorded_at", Text),
    Column("analysed", Integer),
    Column("note", Text),
    Column("marks", Text),
    Column("digest", Text),
)
"""One row a text version; ``ordinal`` counts from 1 in the order of recording, ``known_on`` is the clock of as-of.

``digest`` is of all that was read from the text.
"""

MENTIONS = Table(
    "mentions",
    METADATA,
    Column("version_n", Integer, ForeignKey("versions.n"), primary_key=True),
    Column("mentions", Text),
)

SECTIONS = Table(
    "sections",
    METADATA,
    Column("version_n", Integer, ForeignKey("versions.n"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start_char", Integer),
    Column("end_char", Integer),
    Column("kind", Text),
    Column("author", Text),
    Column("time", Text),
    Column("entry", Integer),
)

STATEMENTS = Table(
    "statements",
    METADATA,
    Column("n", Integer, primary_key=True),
    Column("id", Text),
    Column("version_n", Integer, ForeignKey("versions.n")),
    Column("report_id", Text, ForeignKey("reports.id")),
    Column("position", Integer),
    Column("section", Integer),
    Column("start_char", Integer),
    Column("source_spans", Text),
    Column("cue_spans", Text),
    Column("content_spans", Text),
    Column("source_text", Text),
    Column("cue_text", Text),
    Column("content_text", Text),
    Column("quote_type", Text),
    Column("act", Text),
    Column("confidence", Double),
    Column("engine", Text),
    Column("said_on", Text),
    Column("day_first", Text),
    Column("day_last", Text),
    Column("event_time", Text),
    Column("event_first", Text),
    Column("event_last", Text),
    Column("via_name", Text),
    Column("via_start", Integer),
    Column("via_end", Integer),
)
"""One row a statement.

``day_first`` and ``day_last`` are the days between which it was said, or, where that is unknown, the day the version
was known; ``event_first`` and ``event_last`` those between which what it says happened.
"""

SPEAKERS = Table(
    "speakers",
    METADATA,
    Column("statement_n", Integer, ForeignKey("statements.n"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text),
    Column("kind", Text),
    Column("affiliation", Text),
    Column("role", Text),
    Column("name_folded", Text),
    Column("affiliation_folded", Text),
)

FIGURES = Table(
    "figures",
    METADATA,
    Column("statement_n", Integer, ForeignKey("statements.n"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start_char", Integer),
    Column("end_char", Integer),
    Column("low", Double),
    Column("high", Double),
    Column("bound", Text),
    Column("unit", Text),
    Column("counted", Text),
    Column("predicate", Text),
    Column("modality", Text),
)

PLACES = Table(
    "places",
    METADATA,
    Column("statement_n", Integer, ForeignKey("statements.n"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start_char", Integer),
    Column("end_char", Integer),
    Column("name", Text),
    Column("lat", Double),
    Column("lon", Double),
    Column("country", Text),
    Column("kind", Text),
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("statement_n", Integer, ForeignKey("statements.n"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start_char", Integer),
    Column("end_char", Integer),
    Column("kind", Text),
    Column("released_by", Text),
    Column("verified_by", Text),
    Column("unverified_by", Text),
)

STATEMENT_PARTS: tuple[Table, ...] = (SPEAKERS, FIGURES, PLACES, EVIDENCE)
"""The tables with rows of one statement each, ordered by ``position``."""
