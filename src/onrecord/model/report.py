"""Reports, their text versions and sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.ids import report_id, text_sha256
from onrecord.model.spans import Span
from onrecord.model.when import When

SectionKind = Literal["headline", "article", "live_entry", "byline", "caption", "boilerplate"]

BODY_KINDS: frozenset[SectionKind] = frozenset({"article", "live_entry"})
"""Sections that hold the report's own running text."""

STATEMENT_KINDS: frozenset[SectionKind] = frozenset({"headline", "article", "live_entry", "caption"})
"""Sections a statement may be taken from; never ``boilerplate`` or ``byline``."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch ``text[start:end]`` of a text version, of one kind.

    The sections of a text version are in order, never overlap, and together cover every non-blank character.
    ``entry`` ties the headline, body and byline of one live-blog entry: the same number, counted from 0 in the order
    of the page; ``None`` outside live entries. ``author`` and ``time`` (ISO 8601, with an offset where the page
    gives one) are those of the entry or, for a byline, what it says.
    """

    start: int
    end: int
    kind: SectionKind
    author: str | None = None
    time: str | None = None
    entry: int | None = None

    @property
    def span(self) -> Span:
        """The section's characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TextVersion:
    """The immutable text that all spans of a report point into; ``sha256`` is of its UTF-8 bytes."""

    text: str
    sha256: str

    @classmethod
    def of(cls, text: str) -> TextVersion:
        """The version that holds ``text``."""
        return cls(text, text_sha256(text))


@dataclass(frozen=True, slots=True)
class Report:
    """One published item of an outlet with one of its text versions.

    ``source`` is the path or URL it was read from; ``external_id`` the id of its row in an archive; ``url`` its
    canonical address. ``language`` is an ISO 639-1 code or ``None`` where it could not be told. ``marks`` are the
    sections that the page's own markup shows (empty for plain text), which segmentation completes.
    """

    version: TextVersion
    source: str
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: When | None = None
    modified: str | None = None
    marks: tuple[Section, ...] = ()

    @property
    def text(self) -> str:
        """The characters of the text version."""
        return self.version.text

    @property
    def id(self) -> str:
        """The content-derived id of the report (see :func:`onrecord.model.ids.report_id`)."""
        return report_id(url=self.url, external_id=self.external_id, text_hash=self.version.sha256)
