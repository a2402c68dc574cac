"""The reading pane: the text of a version in sections and paragraphs, with the marks that lie over it.

A mark is a stretch of a statement's source, cue, content or figures. Marks nest and cross, over paragraphs too; HTML
only nests. So a paragraph becomes a row of steps, of which the opening and closing ones are balanced: a mark that
crosses another, or goes on in the next paragraph, is closed there and opened again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.model.report import Section, SectionKind
from onrecord.model.spans import Span
from onrecord.model.statement import Statement
from onrecord.model.when import When
from onrecord.segment.paragraphs import paragraphs
from onrecord.serve.text import day_shown

Part = Literal["content", "source", "cue", "figure", "cited"]

ORDER: tuple[Part, ...] = ("cited", "content", "source", "cue", "figure")
"""Of two marks over the same characters the one named first is the outer one."""

SECTION_LABELS: dict[SectionKind, str] = {
    "headline": "Headline",
    "article": "Article",
    "live_entry": "Live entry",
    "byline": "Byline",
    "caption": "Caption",
    "boilerplate": "Not part of the report",
}

CITED = "c"
"""The anchor of the characters that an address points at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """``span`` of the text is a ``part`` of the statement with this number (from 1) and id.

    ``last`` says that it is where the statement's content ends, behind which its number stands.
    """

    span: Span
    part: Part
    statement: str = ""
    number: int = 0
    last: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """``open`` a mark, ``close`` the one opened last, put ``text``, or ``refer`` to a statement by its number.

    ``begins`` and ``ends`` say whether the opened piece holds the first and the last character of its mark; ``anchor``
    is the id the piece gets.
    """

    kind: Literal["open", "close", "text", "refer"]
    text: str = ""
    mark: Mark | None = None
    begins: bool = False
    ends: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its label, and its paragraphs as steps; ``open`` where a folded one has to be unfolded."""

    section: Section
    label: str
    paragraphs: tuple[tuple[Step, ...], ...]
    open: bool


def shown_sections(
    text: str, sections: Sequence[Section], statements: Sequence[Statement], cited: Span | None = None
) -> list[ShownSection]:
    """The sections of a text version, in order, with the marks of its statements and of the characters ``cited``."""
    pen = _Pen(sorted(marks_of(statements, cited), key=_outer_first))
    shown: list[list[tuple[Step, ...]]] = [[] for _ in sections]
    for number, span in paragraphs(text, sections):
        shown[number].append(tuple(pen.paragraph(text, span)))
    return [
        ShownSection(section, _label(section), tuple(steps), cited is not None and section.span.overlaps(cited))
        for section, steps in zip(sections, shown, strict=True)
    ]


def marks_of(statements: Sequence[Statement], cited: Span | None = None) -> Iterator[Mark]:
    """The marks of the statements, numbered in their order, and of the characters ``cited``."""
    if cited is not None:
        yield Mark(cited, "cited")
    for number, statement in enumerate(statements, 1):
        last = max(statement.content, key=lambda span: span.end)
        for span in statement.content:
            yield Mark(span, "content", statement.id, number, span == last)
        for span in statement.source:
            yield Mark(span, "source", statement.id, number)
        for span in statement.cue:
            yield Mark(span, "cue", statement.id, number)
        for figure in statement.figures:
            yield Mark(figure.span, "figure", statement.id, number)


@dataclass(slots=True)
class _Pen:
    """Walks through the paragraphs of one text in order, with the marks that begin next and those that go on."""

    marks: Sequence[Mark]
    at: int = 0
    going: list[Mark] = field(default_factory=list)
    anchored: set[str] = field(default_factory=set)

    def paragraph(self, text: str, paragraph: Span) -> Iterator[Step]:
        here = [mark for mark in self.going if mark.span.end > paragraph.start]
        while self.at < len(self.marks) and self.marks[self.at].span.start < paragraph.end:
            if self.marks[self.at].span.end > paragraph.start:
                here.append(self.marks[self.at])
            self.at += 1
        self.going = here
        starts: dict[int, list[Mark]] = {}
        edges = {paragraph.start, paragraph.end}
        for mark in here:
            start = max(mark.span.start, paragraph.start)
            starts.setdefault(start, []).append(mark)
            edges |= {start, min(mark.span.end, paragraph.end)}
        opened: list[Mark] = []
        previous = paragraph.start
        for edge in sorted(edges):
            if edge > previous:
                yield Step("text", text[previous:edge])
            previous = edge
            yield from self._close(opened, edge, paragraph)
            if edge < paragraph.end:
                for mark in starts.get(edge, ()):
                    yield self._open(mark, edge, paragraph)
                    opened.append(mark)

    def _close(self, opened: list[Mark], edge: int, paragraph: Span) -> Iterator[Step]:
        """Close what ends at ``edge``, and open again what had to be closed for it but goes on."""
        ending = [mark for mark in opened if min(mark.span.end, paragraph.end) == edge]
        if not ending:
            return
        lowest = opened.index(ending[0])
        again = [mark for mark in opened[lowest:] if min(mark.span.end, paragraph.end) != edge]
        for _ in opened[lowest:]:
            yield Step("close")
        del opened[lowest:]
        for mark in sorted(ending, key=lambda mark: mark.number):
            if mark.last and mark.span.end == edge:
                yield Step("refer", mark=mark)
        for mark in again:
            yield self._open(mark, edge, paragraph)
            opened.append(mark)

    def _open(self, mark: Mark, edge: int, paragraph: Span) -> Step:
        name = {"content": mark.statement, "cited": CITED}.get(mark.part, "")
        anchor = "" if name in self.anchored else name
        self.anchored.add(name)
        begins, ends = edge == mark.span.start, mark.span.end <= paragraph.end
        return Step("open", mark=mark, begins=begins, ends=ends, anchor=anchor)


def _outer_first(mark: Mark) -> tuple[int, int, int, int]:
    return mark.span.start, -mark.span.end, ORDER.index(mark.part), mark.number


def _label(section: Section) -> str:
    words = [SECTION_LABELS[section.kind]]
    if section.entry is not None and section.kind == "live_entry":
        words[0] += f" {section.entry + 1}"
    words += [fact for fact in (section.author, day_shown(When(section.time))) if fact]
    return " · ".join(words)
