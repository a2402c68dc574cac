"""What a family of patterns hands over: one attribution as found, and the passage it is looked for in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.extract.quotes import Quotation, find_quotations
from onrecord.model.report import BODY_KINDS, STATEMENT_KINDS, Section, SectionKind
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Passage

Family = Literal[
    "clause",
    "belief",
    "quote",
    "object",
    "infinitive",
    "preposition",
    "passive",
    "according",
    "nominal",
    "label",
    "headline",
    "continuation",
    "nested",
    "document",
    "model",
]


# A place in capitals, or any short lead with an agency in brackets, up to a dash.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z .,'’/-]{2,40}[A-Z](?:[^–—\n“\"]{0,40})?|[A-Z][^–—\n“\"()]{0,40}\([^()\n]{2,20}\))\s*(?:[–—]|--?)\s+"
)


@dataclass(frozen=True, slots=True)
class Find:
    """An attribution before it is set against the quotations around it.

    ``at`` is the token index of the word that gave it away (-1 where none did), ``lemma`` that word's lemma.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    family: Family
    at: int = -1
    lemma: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One passage as the pattern families see it: its text, parse and quotations, and the kind of its section.

    ``body`` is the offset behind a dateline ("OSLO, 3 May (ANB) – "), else the start of the passage.
    """

    text: str
    parse: Parse
    span: Span
    section: int
    kind: SectionKind
    quotations: tuple[Quotation, ...]
    body: int
    starts: tuple[int, ...] = field(default=())

    @classmethod
    def of(
        cls, text: str, parse: Parse, span: Span, section: int, kind: SectionKind, quotations: list[Quotation]
    ) -> Scene:
        """The scene with its outermost quotations, in text order."""
        outer = tuple(q for q in quotations if q.depth == 0)
        dateline = _DATELINE.match(text, span.start, min(span.end, span.start + 100))
        body = dateline.end() if dateline else span.start
        return cls(text, parse, span, section, kind, outer, body, tuple(q.outer.start for q in outer))

    @property
    def flow(self) -> int:
        """What running text the passage is part of: -1 for the article, whatever interrupts it, else its section."""
        return -1 if self.kind == "article" else self.section

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that the character at ``offset`` stands in."""
        k = bisect_right(self.starts, offset) - 1
        if k < 0 or offset >= self.quotations[k].outer.end:
            return None
        return self.quotations[k]

    def overlapping(self, span: Span) -> list[Quotation]:
        """The quotations that share a character with ``span``."""
        k = max(bisect_right(self.starts, span.start) - 1, 0)
        found = []
        while k < len(self.quotations) and self.quotations[k].outer.start < span.end:
            if self.quotations[k].outer.overlaps(span):
                found.append(self.quotations[k])
            k += 1
        return found


@dataclass(frozen=True, slots=True)
class Held:
    """A find that stands, set against the quotations of its passage ``scene``.

    ``antecedent`` is the source that a statement without one goes on from.
    """

    find: Find
    antecedent: tuple[Span, ...]
    scene: Scene


@dataclass(frozen=True, slots=True)
class Stream:
    """Passages that are read on from one to the next, the scene of each, and their first offsets."""

    passages: tuple[Passage, ...]
    scenes: tuple[Scene, ...]
    starts: tuple[int, ...]

    def number(self, offset: int) -> int:
        """The index of the passage that ``offset`` stands in, or the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def at(self, offset: int) -> Scene:
        """The scene of that passage."""
        return self.scenes[self.number(offset)]


def streams(text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> tuple[Stream, Stream]:
    """The running text of a report, and what stands beside it (headlines, captions).

    A caption or subhead between two paragraphs does not end a quotation that runs over both. Passages of sections that
    no statement may be taken from are left out.
    """
    allowed = [p for p in passages if p.parse.tokens and sections[p.section].kind in STATEMENT_KINDS]
    body = [p for p in allowed if sections[p.section].kind in BODY_KINDS]
    beside = [p for p in allowed if sections[p.section].kind not in BODY_KINDS]
    return _stream(text, sections, body), _stream(text, sections, beside)


def _stream(text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> Stream:
    quotations = find_quotations(text, [p.span for p in passages])
    scenes = (
        Scene.of(text, p.parse, p.span, p.section, sections[p.section].kind, quotes)
        for p, quotes in zip(passages, quotations, strict=True)
    )
    return Stream(tuple(passages), tuple(scenes), tuple(p.span.start for p in passages))
