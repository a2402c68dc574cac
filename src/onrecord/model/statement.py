"""Statements and what is resolved from them: speakers, figures, places, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.model.spans import Span
from onrecord.model.when import When

Act = Literal[
    "assert",
    "report",
    "confirm",
    "deny",
    "no_comment",
    "unverified",
    "predict",
    "warn",
    "condemn",
    "demand",
    "promise",
]
"""The force that the report gives a statement; see the table in ``docs/data.md``."""

QuoteType = Literal["direct", "indirect", "mixed"]
"""``direct``: all of the content stands in quotation marks; ``mixed``: a part; ``indirect``: none."""

SpeakerKind = Literal["person", "institution", "group", "anonymous"]

Bound = Literal["exact", "about", "at_least", "more_than", "up_to", "range", "vague"]

Modality = Literal["actual", "planned", "possible", "hypothetical"]

EvidenceKind = Literal[
    "satellite_image", "video", "photo", "intercept", "document", "intelligence", "eyewitness", "report"
]

EntityKind = Literal["person", "organization", "location", "facility", "norp", "product", "event", "misc"]

DateType = Literal["date", "time", "duration", "set"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as written: the spans of source, cue and content, before anything is resolved.

    ``source`` and ``cue`` may be empty (a running quotation has neither); ``content`` never is. Each tuple is in
    text order without overlaps. ``antecedent`` names the source spans elsewhere in the text that a statement
    without a source goes on from, or that a source "who" stands for. ``confidence`` lies in 0..1; ``engine`` names what
    found it.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote_type: QuoteType
    confidence: float
    engine: str
    antecedent: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, institution or group that a source resolves to.

    ``affiliation`` is the state or organisation it speaks for, ``role`` the office as reported. An anonymous
    speaker keeps its description as ``name``.
    """

    name: str
    kind: SpeakerKind
    affiliation: str | None = None
    role: str | None = None

    @property
    def described(self) -> str:
        """The name with role and affiliation, none said twice: ``Ann Lee (mayor, Norway)``."""
        affiliation = self.affiliation if (self.affiliation or "") not in (self.role or "") else None
        extra = [x for x in (self.role, affiliation) if x and x not in self.name]
        return f"{self.name} ({', '.join(extra)})" if extra else self.name


@dataclass(frozen=True, slots=True)
class Via:
    """Where something was said: a medium, a broadcaster, a press conference."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A typed quantity.

    ``low`` and ``high`` are the numbers the text states: equal for a single number whatever its bound ("more than
    3,000" is 3000, 3000, ``more_than``), the two ends of a ``range``; ``None`` for an end that is not stated
    ("thousands": 1000, ``None``, ``vague``). ``unit`` is an ISO 4217 code for money, a unit name for measures, else
    ``None``; ``counted`` is what is counted, as written; ``predicate`` the verb the figure stands under.
    """

    span: Span
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None = None
    counted: str | None = None
    predicate: str | None = None
    modality: Modality = "actual"


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym in the text with its coordinates (WGS 84 degrees), ISO 3166-1 alpha-2 country and kind."""

    span: Span
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement says it rests on, who released it, who verified it or said that they could not."""

    kind: EvidenceKind
    span: Span
    released_by: str | None = None
    verified_by: str | None = None
    unverified_by: str | None = None


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name in the text."""

    span: Span
    kind: EntityKind
    name: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression; ``value`` as in TIMEX3 or EDTF, ``None`` where it could not be told."""

    span: Span
    type: DateType
    value: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every name, date, figure and place of a report, in a statement or not, each in text order."""

    entities: tuple[EntityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed proposition of a report.

    ``section`` is the index of the section it lies in. The spans are those of its :class:`Attribution`;
    ``said_on`` is when it was said, ``event_time`` when what it says is said to happen.
    """

    id: str
    section: int
    confidence: float
    engine: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote_type: QuoteType
    act: Act
    said_on: When
    speakers: tuple[Speaker, ...] = ()
    via: Via | None = None
    event_time: When | None = None
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
