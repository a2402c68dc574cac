"""Quotations that go on: no source and no cue of their own, but a speaker from the statement before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from onrecord.extract.direct import sentence_like
from onrecord.extract.finds import Scene
from onrecord.extract.quotes import Quotation
from onrecord.extract.quotetype import is_name
from onrecord.model.spans import Span

MAX_GAP = 240
"""Characters of a sentence that may follow its reporting verb: a place, a date and an occasion fit."""
_FULL_STOP = re.compile(r"\w{4,}[.!?]\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the floor: the source spans of the last statement with a quotation, and where it ended.

    ``end`` is an offset into the text, ``passage`` the index of its passage, ``flow`` the running text that is part of
    (see :attr:`Scene.flow`). ``open`` says that its quotation was left open at the end of the paragraph.
    """

    source: tuple[Span, ...]
    end: int
    passage: int
    flow: int
    open: bool


def goes_on(scene: Scene, number: int, quotation: Quotation, floor: Floor) -> bool:
    """Whether ``quotation`` in passage ``number`` goes on from the statement that has the floor.

    It does if it opens the next sentence of the same paragraph, if its paragraph opens the quotation anew that the
    one before left open, or if it makes up the whole of the next paragraph.
    """
    if not floor.source or floor.flow != scene.flow or is_name(scene.text, quotation):
        return False
    if floor.passage == number:
        return sentence_like(scene.text, quotation) and _next_sentence(scene, floor.end, quotation.outer.start)
    if floor.passage + 1 != number or quotation.outer.start != scene.span.start:
        return False
    if quotation.continues and floor.open:
        return True
    rest = scene.text[quotation.outer.end : scene.span.end].strip(" \t.")
    return (not rest or rest[0] in "“\"‘«'`") and sentence_like(scene.text, quotation)


def _next_sentence(scene: Scene, end: int, start: int) -> bool:
    """Whether ``start`` opens the sentence after the one that a statement ended in at ``end``.

    "…,” she said on a visit to the site. “…": the rest of the sentence may lie between them, another may not.
    """
    gap = scene.text[end:start].strip()
    if start < end or len(gap) > MAX_GAP:
        return False
    bare = gap.rstrip("\"”’'»")
    if bare in {"", "."}:
        return True
    if bare[-1] not in ".!?:":
        return False
    inside = Span(end + 1, start)
    first = bisect_right(scene.parse.sentences, inside.start, key=lambda s: scene.parse.tokens[s[0]].start)
    if first >= len(scene.parse.sentences):
        return True
    return scene.parse.tokens[scene.parse.sentences[first][0]].start >= start - 2 or not _FULL_STOP.search(gap)
