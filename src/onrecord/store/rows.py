"""What a case hands out besides statements (see :mod:`onrecord.model.record`): frozen rows with all a reader shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.model.analysis import Analysis
from onrecord.model.when import When
from onrecord.store.days import KnownBasis

Outcome = Literal["new", "version", "unchanged", "replaced"]
"""What adding did: a new report, a new text version, nothing, or newly derived rows for a known version."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """Where an analysis went. ``report_id`` is the case's, which may be older than that of the report itself."""

    report_id: str
    version_sha256: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A text version in short: its title, how many statements were read from it, and why not, if it was not read."""

    title: str | None
    statements: int
    note: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report by its latest text version (as of the day asked for).

    ``versions`` counts the text versions known by then; ``statements`` and ``figures`` (in statements) are counted in
    the one shown. ``length`` is in code points.
    """

    report_id: str
    version_sha256: str
    ordinal: int
    versions: int
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    language: str | None
    url: str | None
    read_from: str
    external_id: str | None
    published: When | None
    modified: str | None
    known_on: date
    known_basis: KnownBasis
    recorded_at: str
    length: int
    analysed: bool
    note: str
    statements: int
    figures: int


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One text version of a report with what was read from it; ``recorded_at`` is ISO 8601 in UTC."""

    report_id: str
    ordinal: int
    known_on: date
    known_basis: KnownBasis
    recorded_at: str
    analysis: Analysis

    @property
    def sha256(self) -> str:
        """The hash of the text."""
        return self.analysis.report.version.sha256


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with all its text versions, in the order of recording, and the places it was read from."""

    id: str
    url: str | None
    locations: tuple[tuple[str, str | None], ...]
    versions: tuple[StoredVersion, ...]

    @property
    def latest(self) -> StoredVersion:
        """The version known last."""
        return max(self.versions, key=lambda version: (version.known_on, version.ordinal))


@dataclass(frozen=True, slots=True)
class VersionText:
    """The characters of one text version."""

    report_id: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a case holds: reports known by a day, and what their latest versions contain.

    ``speakers`` counts different names; ``first_known`` and ``last_known`` are ``None`` of an empty case.
    """

    reports: int
    versions: int
    outlets: int
    not_analysed: int
    statements: int
    speakers: int
    figures: int
    places: int
    first_known: date | None
    last_known: date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a case that does not follow from its texts: the table, the id of the row, and what is wrong."""

    table: str
    id: str
    problem: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.problem}"
