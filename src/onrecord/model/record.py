"""Rows of the record: a statement of a case together with where it stands, and what stands behind several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onrecord.model.report import SectionKind
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Evidence, Figure, Place, QuoteType, Speaker, Statement, Via
from onrecord.model.when import When


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with its report.

    ``ordinal`` counts the text versions of the report from 1. ``source_text``, ``cue_text`` and ``content_text`` are
    the characters of the spans, several joined by one space. ``day_first`` and ``day_last`` bound the day it was said;
    where that is unknown, both are ``known_on``, the day from which the version counts as known. ``read_from`` is the
    path or address the version was read from.
    """

    id: str
    report_id: str
    version_sha256: str
    ordinal: int
    title: str | None
    outlet: str | None
    url: str | None
    read_from: str
    known_on: date
    published: When | None
    section: int
    section_kind: SectionKind
    start: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source_text: str
    cue_text: str
    content_text: str
    quote_type: QuoteType
    act: Act
    confidence: float
    engine: str
    speakers: tuple[Speaker, ...]
    via: Via | None
    said_on: When
    day_first: date
    day_last: date
    event_time: When | None
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    evidence: tuple[Evidence, ...]

    @property
    def said_day(self) -> str | None:
        """The first day (ISO, maybe only a month or year) of when it was said, where known."""
        return self.said_on.value.split("/")[0][:10] if self.said_on.value else None

    @property
    def said(self) -> str:
        """The content for a reader: an ellipsis where it has parts, without the "that" that may open it."""
        parts, at = [], 0
        for start, end in self.content:
            parts.append(self.content_text[at : at + end - start])
            at += end - start + 1
        return " … ".join(parts).removeprefix("that ")

    @property
    def statement(self) -> Statement:
        """The statement alone."""
        return Statement(
            id=self.id,
            section=self.section,
            confidence=self.confidence,
            engine=self.engine,
            source=self.source,
            cue=self.cue,
            content=self.content,
            quote_type=self.quote_type,
            act=self.act,
            said_on=self.said_on,
            speakers=self.speakers,
            via=self.via,
            event_time=self.event_time,
            figures=self.figures,
            places=self.places,
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with the statement it stands in; ``text`` are its characters."""

    figure: Figure
    text: str
    statement: StatementRow


@dataclass(frozen=True, slots=True)
class Support:
    """How much stands behind something: reports, outlets and origins; an unknown origin never counts."""

    reports: int
    outlets: int
    origins: int

    def __str__(self) -> str:
        def many(n: int, word: str) -> str:
            return f"{n} {word}" + ("" if n == 1 else "s")

        return " / ".join((many(self.reports, "report"), many(self.outlets, "outlet"), many(self.origins, "origin")))
