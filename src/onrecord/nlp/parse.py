"""The parse that the stages see: plain typed tokens, free of any library."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.model.spans import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    ``i`` is its index in :attr:`Parse.tokens`, ``head`` the index of its syntactic head (its own for a root);
    ``start`` and ``end`` are code-point offsets into the whole text version. ``pos`` is a Universal POS tag, ``tag`` a
    Penn Treebank tag, ``dep`` a ClearNLP dependency label, ``morph`` features as ``Key=Value|...``.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    morph: str

    @property
    def lower(self) -> str:
        """The token in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity over ``tokens[first:last]`` (half-open) with its OntoNotes label."""

    first: int
    last: int
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens of one paragraph, its sentences as half-open token ranges, and its entities, in text order.

    ``kids[i]`` are the indices of the direct dependents of token ``i``, in text order. Build one with :meth:`of`.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    kids: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls,
        tokens: Sequence[Token],
        sentences: Sequence[tuple[int, int]],
        entities: Sequence[Entity],
    ) -> Parse:
        """The parse over these tokens, with the dependents of each worked out."""
        kids: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                kids[token.head].append(token.i)
        return cls(tuple(tokens), tuple(sentences), tuple(entities), tuple(tuple(k) for k in kids))

    def children(self, i: int) -> list[Token]:
        """The direct dependents of token ``i``, in text order."""
        return [self.tokens[k] for k in self.kids[i]]

    def subtree(self, i: int) -> list[Token]:
        """Token ``i`` and all its descendants, in text order."""
        found, queue = [i], [i]
        while queue:
            for k in self.kids[queue.pop()]:
                found.append(k)
                queue.append(k)
        return [self.tokens[k] for k in sorted(found)]

    def at(self, span: Span) -> tuple[int, int]:
        """The indices (half-open, maybe none) of the tokens that share a character with ``span``."""
        first = bisect_right(self.tokens, span.start, key=lambda t: t.end)
        return first, max(first, bisect_left(self.tokens, span.end, key=lambda t: t.start))

    def over(self, span: Span) -> Sequence[Token]:
        """The tokens that share a character with ``span``."""
        return self.tokens[slice(*self.at(span))]

    def span(self, first: int, last: int) -> Span:
        """The characters of ``tokens[first:last]`` (half-open, not empty)."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)


@dataclass(frozen=True, slots=True)
class Cited:
    """Who said what, as a model read it off the text: spans of source (may be none), cue and content.

    ``confidence`` is the probability, 0..1, that source and content are right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float

    @property
    def anchor(self) -> Span:
        """The first cue, else the first content: where it stands in the text."""
        return (self.cue or self.content)[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """One parsed paragraph, the index of the section it lies in, and what a model read as attributed there.

    A report's passages come in text order; a very long paragraph yields several. ``cited`` are those whose
    :attr:`Cited.anchor` lies in the passage; their spans may reach into its neighbours.
    """

    section: int
    span: Span
    parse: Parse
    cited: tuple[Cited, ...] = ()


class Parser(Protocol):
    """Something that parses paragraphs."""

    def parse(self, text: str, paragraphs: Iterable[Span]) -> Iterator[Parse]:
        """Parse each paragraph ``text[span]``, in order; token offsets are into ``text``."""
        ...
