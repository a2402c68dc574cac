"""The order of the stages: a report in, its analysis out. This is the one list that shows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from babel import Locale

from onrecord.extract.acts import acts_of
from onrecord.extract.encoded import EncoderEngine
from onrecord.extract.engine import AttributionEngine
from onrecord.extract.evidence import evidence_of
from onrecord.extract.figures import find_figures
from onrecord.extract.names import entity_mentions
from onrecord.extract.places import toponyms
from onrecord.extract.rules import RuleEngine
from onrecord.extract.timex import find_time_expressions
from onrecord.model.analysis import Analysis
from onrecord.model.ids import statement_id
from onrecord.model.report import Report, Section
from onrecord.model.spans import Span
from onrecord.model.statement import Figure, Mentions, Place, Statement
from onrecord.model.timex import ResolvedTime
from onrecord.nlp.encoder.runtime import load_encoder
from onrecord.nlp.parse import Parser, Passage
from onrecord.nlp.spacy_parser import SpacyParser
from onrecord.resolve.dates import normalise
from onrecord.resolve.occasion import by_speaker
from onrecord.resolve.places import resolve_places
from onrecord.resolve.published import bounds_from_text, published_from_text
from onrecord.resolve.said_on import said_on
from onrecord.resolve.speakers import resolve_speakers
from onrecord.resolve.via import find_via
from onrecord.runtime.clock import StageClock
from onrecord.runtime.passages import read_passages
from onrecord.segment.paragraphs import paragraphs
from onrecord.segment.sections import segment

Spanned = TypeVar("Spanned", Figure, Place)

MAX_ANALYSED = 1_000_000
"""Code points of a text that is read for statements; longer ones are stored, marked and left unread. The longest
live blogs of a day stay below 300,000."""

ANALYSED_LANGUAGES = frozenset({None, "en"})
"""Languages the stages can read; ``None`` is a text too short to tell."""

TITLE_LENGTH = 300
"""Code points kept of a title taken from a text's first headline."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A report on its way: its sections, the times in its text, and its parsed paragraphs."""

    report: Report
    sections: tuple[Section, ...]
    times: Sequence[ResolvedTime]
    passages: Sequence[Passage]


EngineName = Literal["encoder", "rules"]


class Pipeline:
    """Reads reports.

    Holds the encoder, the parser and the attribution engine, which load their models on first use, and a clock of the
    stages; keeps nothing of one report for the next. ``engine`` is the encoder unless its model is not installed; with
    the rules alone, names are the parser's.
    """

    def __init__(self, engine: EngineName | None = None, clock: StageClock | None = None) -> None:
        encoder = load_encoder()
        self.encoder = encoder if engine == "encoder" or (engine is None and encoder.available) else None
        self.parser: Parser = SpacyParser(names=self.encoder is None)
        self.engine: AttributionEngine = EncoderEngine(self.encoder.name) if self.encoder else RuleEngine()
        self.clock = clock or StageClock()

    def analyse(self, report: Report) -> Analysis:
        """The sections, statements and mentions of a report.

        One that is not English, or longer than :data:`MAX_ANALYSED`, comes back with its sections only, ``analysed``
        false and a ``note`` that says why.
        """
        with self.clock.stage("segment"):
            sections = segment(report.text, report.marks, title=report.title)
        report = _completed(report, sections)
        note = _unread(report)
        if note:
            return Analysis(report, sections, analysed=False, note=note)
        with self.clock.stage("times"):
            report, times = self._times(report, sections)
        spans = [t.span for t in times]
        passages = read_passages(report.text, sections, self.parser, self.encoder, self.clock, spans)
        reading = _Reading(report, sections, times, passages)
        mentions = self._mentions(reading)
        return Analysis(report, sections, tuple(self._statements(reading, mentions)), mentions)

    def _times(self, report: Report, sections: tuple[Section, ...]) -> tuple[Report, list[ResolvedTime]]:
        """The report with its date, and the time expressions outside boilerplate, read against it."""
        spans = [span for _, span in paragraphs(report.text, sections)]
        expressions = find_time_expressions(report.text, spans)
        if report.published is None:
            found = published_from_text(report.text, sections, expressions)
            report = replace(report, published=found or bounds_from_text(report.text, sections, expressions))
        entries = [(s.span, date.fromisoformat(s.time[:10])) for s in sections if s.entry is not None and s.time]
        times = normalise(expressions, report.text, anchor=_day(report), section_anchors=entries)
        boilerplate = [s.span for s in sections if s.kind == "boilerplate"]
        return report, list(_outside(times, boilerplate))

    def _mentions(self, reading: _Reading) -> Mentions:
        text, passages = reading.report.text, reading.passages
        with self.clock.stage("figures"):
            figures = find_figures(text, passages, [t.span for t in reading.times])
        with self.clock.stage("names"):
            entities = entity_mentions(text, passages)
        with self.clock.stage("places"):
            places = resolve_places(text, toponyms(text, passages))
        return Mentions(entities, tuple(t.mention for t in reading.times), figures, places)

    def _statements(self, reading: _Reading, mentions: Mentions) -> Iterator[Statement]:
        report, sections, passages = reading.report, reading.sections, reading.passages
        text = report.text
        with self.clock.stage("attribution"):
            attributions = self.engine.attributions(text, sections, passages)
        section_starts = [s.start for s in sections]
        owners = [bisect_right(section_starts, a.content[0].start) - 1 for a in attributions]
        figure_starts = [f.span.start for f in mentions.figures]
        place_starts = [p.span.start for p in mentions.places]
        with self.clock.stage("acts"):
            acts = list(acts_of(text, attributions, passages))
        with self.clock.stage("evidence"):
            evidence = evidence_of(text, attributions, passages, sections)
        with self.clock.stage("speakers"):
            speakers = resolve_speakers(text, passages, attributions)
        with self.clock.stage("said on, via"):
            clocks = said_on(text, attributions, sections, passages, reading.times, report.published)
            clocks = by_speaker(text, clocks, speakers, attributions, [sections[n] for n in owners])
            channels = find_via(text, passages, attributions)
        for i, a in enumerate(attributions):
            said, event = clocks[i]
            yield Statement(
                id=statement_id(report.id, report.version.sha256, a.source, a.cue, a.content),
                section=owners[i],
                confidence=a.confidence,
                engine=a.engine,
                source=a.source,
                cue=a.cue,
                content=a.content,
                quote_type=a.quote_type,
                act=acts[i],
                said_on=said,
                speakers=speakers[i],
                via=channels[i],
                event_time=event,
                figures=tuple(_within(mentions.figures, figure_starts, a.content)),
                places=tuple(_within(mentions.places, place_starts, a.content)),
                evidence=evidence[i],
            )


def _completed(report: Report, sections: Sequence[Section]) -> Report:
    """Title and authors taken from the text where the page or row gave none."""
    title = report.title
    if title is None:
        headline = next((s for s in sections if s.kind == "headline" and s.entry is None), None)
        title = " ".join(headline.span.of(report.text).split())[:TITLE_LENGTH] if headline else None
    authors = report.authors or tuple(dict.fromkeys(s.author for s in sections if s.author))
    return replace(report, title=title, authors=authors)


def _unread(report: Report) -> str:
    """Why a report is stored but not read; empty where it is read."""
    if report.language not in ANALYSED_LANGUAGES:
        name = Locale("en").languages.get(report.language or "", "unknown")
        return f"not analysed: language {report.language} ({name}); only English is read"
    if len(report.text) > MAX_ANALYSED:
        return f"not analysed: {len(report.text):,} characters are over the limit of {MAX_ANALYSED:,}"
    return ""


def _day(report: Report) -> date | None:
    """The day of the report, where it is known to the day."""
    value = report.published.value if report.published else None
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None  # a year or month is no anchor for "yesterday"


def _outside(times: Sequence[ResolvedTime], hidden: Sequence[Span]) -> Iterator[ResolvedTime]:
    """The times that lie in none of the hidden stretches; both in text order."""
    at = 0
    for time in times:
        while at < len(hidden) and hidden[at].end <= time.span.start:
            at += 1
        if at == len(hidden) or not hidden[at].overlaps(time.span):
            yield time


def _within(found: Sequence[Spanned], starts: Sequence[int], content: Sequence[Span]) -> Iterator[Spanned]:
    """Of the figures or places ``found`` (in text order, starting at ``starts``) those inside the content."""
    for part in content:
        first, last = bisect_left(starts, part.start), bisect_left(starts, part.end)
        yield from (f for f in found[first:last] if f.span.end <= part.end)
