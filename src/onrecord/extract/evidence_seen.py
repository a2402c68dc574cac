"""Sources who were there: residents who heard the blast, a nurse who saw the fire."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.extract.evidence_scenes import Scene
from onrecord.extract.evidence_verbs import negated
from onrecord.extract.evidence_words import EvidenceWords
from onrecord.extract.phrases import EDGE, own_subject
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span, trim
from onrecord.model.statement import Attribution, Evidence
from onrecord.nlp.parse import Parse, Token

_OPENING = 14
"""Tokens of a content in which someone says that they saw or heard it."""

_SPEAKING = word_set("they he she we i")


def eyewitness(
    text: str, attribution: Attribution, scenes: Sequence[Scene], starts: Sequence[int], words: EvidenceWords
) -> list[Evidence]:
    """The source as an eyewitness, where those who may have been there say that they saw or heard it; else nothing.

    ``starts`` are the starts of the passages of ``scenes``.
    """
    if not attribution.source or not scenes:
        return []
    who = attribution.source[0]
    scene = scenes[max(bisect_right(starts, who.start) - 1, 0)]
    tokens = scene.tokens(who)
    saw = any(words.says("perceive", t.lemma) and t.dep == "relcl" and t.tag == "VBD" for t in tokens)
    there = [t for t in tokens if t.pos == "NOUN" and (saw or t.lemma.lower() in words.people["observers"])]
    if not there or not _speaks(there[0], who, scene.passage.parse):
        return []
    if not saw:
        content = attribution.content[0]
        if not _perceived(content, scenes[max(bisect_right(starts, content.start) - 1, 0)], words):
            return []
    span = trim(text, who, EDGE)
    return [Evidence("eyewitness", span)] if span is not None else []


def _speaks(token: Token, source: Span, parse: Parse) -> bool:
    """Whether noun ``token`` is the head of ``source``, or says in apposition what its head is."""
    head = parse.tokens[token.head]
    return token.dep == "appos" or (
        token.dep in {"nsubj", "pobj", "ROOT"} and (head.i == token.i or not source.start <= head.start < source.end)
    )


def _perceived(content: Span, scene: Scene, words: EvidenceWords) -> bool:
    """Whether what is said opens with what the speaker saw or heard."""
    parse = scene.passage.parse
    for token in scene.tokens(content)[:_OPENING]:
        if words.says("perceive", token.lemma) and token.tag in {"VBD", "VBG", "VBN"}:
            if negated(parse, token.i) or any(_is_hearsay(parse, k, words) for k in parse.kids[token.i]):
                continue
            who = own_subject(parse, token.i)
            if who is None or who.lower in _SPEAKING:
                return True
    return False


def _is_hearsay(parse: Parse, k: int, words: EvidenceWords) -> bool:
    """Whether dependent ``k`` of "heard" says that it was only words: "heard that", "heard of", "heard rumours"."""
    token = parse.tokens[k]
    if token.dep == "ccomp":
        return any(parse.tokens[n].lower == "that" and parse.tokens[n].dep == "mark" for n in parse.kids[k])
    return token.lemma.lower() in words.people["hearsay"] or (
        token.dep == "prep" and token.lower in {"of", "about", "from"}
    )
