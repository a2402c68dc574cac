"""The edges of what a model marked, moved to where a phrase begins and ends.

A model marks words one by one and now and then stops one short of the end of a noun phrase ("the Weather | Service"),
or takes what is set beside a name and not the name. The parse knows where these begin and end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.extract.finds import Scene
from onrecord.extract.phrases import noun_phrase, tidy
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse

PHRASE = 4
"""Tokens that one phrase may be completed by."""
FAR = 12
"""Tokens between a name and what is set beside it."""
_BEFORE_HEAD = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod"})
_NEEDS_MORE = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "aux", "auxpass", "neg"}
)


def whole_phrase(scene: Scene, span: Span, fixed: Sequence[Span]) -> Span:
    """``span`` with the words before its first, and behind its last, that stand in one noun phrase with them.

    Words of ``fixed`` are never taken.
    """
    parse = scene.parse
    first, last = parse.at(span)
    if first >= last:
        return span
    begin, end = first, last
    while begin > 0 and first - begin < PHRASE and _leads(parse, begin - 1, last) and _free(parse, begin - 1, fixed):
        begin -= 1
    for _ in range(PHRASE):
        token = parse.tokens[end - 1]
        reach = token.head + 1 if token.dep in _NEEDS_MORE else end
        if not end < reach <= last + PHRASE or not all(_free(parse, i, fixed) for i in range(end, reach)):
            break
        end = reach
    return Span(min(span.start, parse.tokens[begin].start), max(span.end, parse.tokens[end - 1].end))


def whole_source(scene: Scene, span: Span, fixed: Sequence[Span]) -> tuple[Span, tuple[Span, ...]]:
    """``span`` with the name that it is set beside, and the phrase that a bare relative pronoun stands for.

    Of "Ann Lee, | who leads the group" and "Ann Lee, | the mayor" the name is part of the source; of "the ministry,
    | which | denied it" the ministry is the antecedent.
    """
    parse = scene.parse
    span = whole_phrase(scene, span, fixed)
    first, last = parse.at(span)
    top = next((i for i in range(first, last) if not first <= parse.tokens[i].head < last), None)
    if top is None:
        return span, ()
    above = parse.tokens[top].head
    if parse.tokens[top].dep not in {"appos", "relcl"}:
        if last - first > 1 or parse.tokens[top].tag not in {"WP", "WDT"}:
            return span, ()
        for _ in range(FAR):
            if parse.tokens[above].dep == "relcl":
                break
            above = parse.tokens[above].head
        above = parse.tokens[above].head
    if not first - FAR <= above < first:
        return span, ()
    name = parse.span(noun_phrase(parse, above, first)[0], first)
    if any(s.overlaps(name) for s in fixed) or not name.end <= span.start:
        return span, ()
    if last - first == 1 and parse.tokens[top].tag in {"WP", "WDT"}:
        return span, tidy(scene.text, [name])
    return Span(name.start, span.end), ()


def _leads(parse: Parse, i: int, last: int) -> bool:
    """Whether token ``i`` is a determiner or modifier of a head right behind it and before ``last``."""
    return parse.tokens[i].dep in _BEFORE_HEAD and i < parse.tokens[i].head < last


def _free(parse: Parse, i: int, fixed: Iterable[Span]) -> bool:
    token = parse.tokens[i]
    return not any(s.start < token.end and token.start < s.end for s in fixed)
