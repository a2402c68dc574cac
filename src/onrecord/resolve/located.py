"""Finding what stands at an offset: sections, passages, live entries, sentences, by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse

T = TypeVar("T")


class Located(Generic[T]):
    """Things that each hold a stretch of one text, none overlapping another; given in any order."""

    def __init__(self, items: Iterable[tuple[Span, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[0])
        self._starts = [span.start for span, _ in self._items]

    def at(self, offset: int) -> T | None:
        """The thing that holds the character at ``offset``; ``None`` between two of them."""
        k = bisect_right(self._starts, offset) - 1
        if k < 0 or offset >= self._items[k][0].end:
            return None
        return self._items[k][1]


def sentence_at(parse: Parse, offset: int) -> Span | None:
    """The sentence of a parse that holds the character at ``offset``."""
    token = bisect_right(parse.tokens, offset, key=lambda t: t.start) - 1
    k = bisect_right(parse.sentences, token, key=lambda s: s[0]) - 1
    span = parse.span(*parse.sentences[k]) if k >= 0 else None
    return span if span is not None and offset < span.end else None
