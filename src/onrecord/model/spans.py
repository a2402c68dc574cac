"""Spans: half-open stretches of one immutable text, counted in Unicode code points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """The characters ``text[start:end]`` of a text version.

    ``start`` is inclusive, ``end`` exclusive; both are offsets in Unicode code points
    (Python ``str`` indices), ``0 <= start <= end <= len(text)``.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters the span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The span moved right by ``by`` code points."""
        return Span(self.start + by, self.end + by)

    def fits(self, length: int) -> bool:
        """Whether the span is non-empty and lies inside a text of ``length`` code points."""
        return 0 <= self.start < self.end <= length


def trim(text: str, span: Span, drop: str = "") -> Span | None:
    """Shrink ``span`` past white space (and any character of ``drop``) at both ends.

    Returns ``None`` when nothing is left.
    """
    start, end = span
    while start < end and (text[start].isspace() or text[start] in drop):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in drop):
        end -= 1
    return Span(start, end) if start < end else None


def hull(spans: Iterable[Span]) -> Span | None:
    """The smallest span that contains all of ``spans``; ``None`` of none."""
    items = list(spans)
    if not items:
        return None
    return Span(min(s.start for s in items), max(s.end for s in items))
