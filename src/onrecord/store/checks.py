"""Whether an analysis follows from its text: the same rules before it is written and whenever it is verified."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from onrecord.model.analysis import Analysis
from onrecord.model.ids import statement_id, text_sha256
from onrecord.model.report import STATEMENT_KINDS, Section
from onrecord.model.spans import Span
from onrecord.model.statement import Figure, Statement
from onrecord.store.rows import Problem


def analysis_problems(analysis: Analysis, report_id: str) -> Iterator[Problem]:
    """Everything in ``analysis`` that does not follow from its text.

    ``report_id`` is the id the report has in the case, from which those of its statements are derived.
    """
    version = analysis.report.version
    if text_sha256(version.text) != version.sha256:
        yield Problem("texts", version.sha256, "the text does not have this hash")
    length = len(version.text)
    published = analysis.report.published
    if published and published.span is not None and not published.span.fits(length):
        yield Problem("versions", version.sha256, f"published: {_where(published.span)}")
    yield from _sections(analysis)
    for statement in analysis.statements:
        yield from _statement(statement, analysis, report_id)
    yield from _mentions(analysis)


def _sections(analysis: Analysis) -> Iterator[Problem]:
    text, sha256 = analysis.report.text, analysis.report.version.sha256
    for mark in analysis.report.marks:
        if not mark.span.fits(len(text)):
            yield Problem("versions", sha256, f"mark: {_where(mark.span)}")
    if not analysis.sections and not analysis.analysed:
        return
    covered = 0
    for position, section in enumerate(analysis.sections):
        name = f"{sha256} #{position}"
        if not section.span.fits(len(text)):
            yield Problem("sections", name, _where(section.span))
            continue
        if section.start < covered:
            yield Problem("sections", name, f"begins at {section.start}, inside the section before, to {covered}")
        elif text[covered : section.start].strip():
            yield Problem("sections", name, f"leaves out text between {covered} and {section.start}")
        covered = max(covered, section.end)
    if text[covered:].strip():
        yield Problem("sections", sha256, f"leave out text after {covered}")


def _statement(statement: Statement, analysis: Analysis, report_id: str) -> Iterator[Problem]:
    report = analysis.report
    length = len(report.text)
    own = statement_id(report_id, report.version.sha256, statement.source, statement.cue, statement.content)
    if statement.id != own:
        yield Problem("statements", statement.id, f"its characters give the id {own}")
    if not statement.content:
        yield Problem("statements", statement.id, "it has no content")
    if not 0 <= statement.confidence <= 1:
        yield Problem("statements", statement.id, f"confidence {statement.confidence} is not in 0..1")
    for name, spans in (("source", statement.source), ("cue", statement.cue), ("content", statement.content)):
        yield from _written(statement, name, spans, analysis)
    if not 0 <= statement.section < len(analysis.sections):
        yield Problem("statements", statement.id, f"there is no section {statement.section}")
    elif statement.content and not analysis.sections[statement.section].span.contains(statement.content[0]):
        yield Problem("statements", statement.id, f"content does not begin in its section {statement.section}")
    yield from _resolved(statement, length)


def _resolved(statement: Statement, length: int) -> Iterator[Problem]:
    times = [("said_on", statement.said_on.span)]
    if statement.via:
        times.append(("via", statement.via.span))
    if statement.event_time:
        times.append(("event_time", statement.event_time.span))
    for name, span in times:
        if span is not None and not span.fits(length):
            yield Problem("statements", statement.id, f"{name}: {_where(span)}")
    yield from _figures(statement.figures, "figures", statement.id, length)
    for place in statement.places:
        if not place.span.fits(length):
            yield Problem("places", statement.id, _where(place.span))
        if not all(angle is None or _finite(angle) for angle in (place.lat, place.lon)):
            yield Problem("places", statement.id, f"coordinates of {place.name} are not finite numbers")
    for item in statement.evidence:
        if not item.span.fits(length):
            yield Problem("evidence", statement.id, _where(item.span))


def _written(statement: Statement, name: str, spans: tuple[Span, ...], analysis: Analysis) -> Iterator[Problem]:
    before = 0
    for span in spans:
        if not span.fits(len(analysis.report.text)):
            yield Problem("statements", statement.id, f"{name}: {_where(span)}")
            continue
        if span.start < before:
            yield Problem("statements", statement.id, f"{name}: {_where(span)}, not after the one before it")
        before = span.end
        section = _section_at(analysis.sections, span.start)
        if section is None or not section.span.contains(span):
            yield Problem("statements", statement.id, f"{name}: {_where(span)}, not inside one section")
        elif section.kind not in STATEMENT_KINDS:
            yield Problem("statements", statement.id, f"{name}: {_where(span)}, in a section of kind {section.kind}")


def _section_at(sections: tuple[Section, ...], offset: int) -> Section | None:
    position = bisect_right(sections, offset, key=lambda section: section.start) - 1
    return sections[position] if position >= 0 else None


def _mentions(analysis: Analysis) -> Iterator[Problem]:
    length, sha256 = len(analysis.report.text), analysis.report.version.sha256
    mentions = analysis.mentions
    for group in (mentions.entities, mentions.dates, mentions.places):
        for span in (item.span for item in group):
            if not span.fits(length):
                yield Problem("mentions", sha256, _where(span))
    yield from _figures(mentions.figures, "mentions", sha256, length)


def _figures(figures: Iterable[Figure], table: str, name: str, length: int) -> Iterator[Problem]:
    for figure in figures:
        if not figure.span.fits(length):
            yield Problem(table, name, _where(figure.span))
        for number in (figure.low, figure.high):
            if number is not None and not _finite(number):
                yield Problem(table, name, f"figure at {figure.span.start} is not a finite number")


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number past what a float holds
        return False


def _where(span: Span) -> str:
    return f"span {span.start}:{span.end}"
