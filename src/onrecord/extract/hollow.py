"""What looks like an attribution and is none: nobody says what was marked as said.

A model that learnt from examples goes by the look of a phrase. The parse shows a few looks that deceive: the person
asked does not say the question, a source that is cited is no content, "an estimate of its own" estimates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.finds import Find, Scene
from onrecord.extract.phrases import is_passive
from onrecord.extract.quotetype import is_name
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Token

_OWN = re.compile(r"(?:its|his|her|their|our) own\b")
_OF = re.compile(r"\bof\s*\Z")
_AS_SAYING = re.compile(r"\bas (?:saying|having said|telling|writing)\Z")
_PEOPLE = word_set(
    "people person official source insider aide expert analyst lawmaker diplomat executive employee witness resident "
    "lawyer colleague friend"
)
_SHORT = 12
"""Tokens of a content that only names a thing."""


def hollow(scene: Scene, find: Find, *, sure: bool) -> bool:
    """Whether the marked content is nothing that the source says.

    So where the source is asked ("Asked about the photographs, she ..."), where the content is whom somebody cites
    ("citing people familiar with it", "quoted her as saying"), calls to a place ("called ministers to a meeting"), is
    a relative clause to the cue's noun ("signed a treaty that obliges ..."), is "its own" behind "of", or is the name
    of a thing in quotation marks ("unveiled his “Harbour Plan”"). A relative clause is let pass where the engine is
    ``sure`` of it: "views that", "sanctions that" tell what is held or ruled.
    """
    if not find.content:
        return False
    text, parse = scene.text, scene.parse
    first, last = find.content[0], find.content[-1]
    if _OWN.match(text, *first) and _OF.search(text, max(0, first.start - 8), first.start):
        return True
    if _AS_SAYING.search(text, max(last.start, last.end - 30), last.end):
        return True
    cue = [t for s in find.cue for t in parse.over(s)]
    content = parse.over(first)
    if not cue or not content:
        return False
    return (
        any(_asked(parse, t) for t in cue)
        or _cited(parse, cue, content)
        or (_summoned(parse, cue, content) and not any(scene.overlapping(s) for s in find.content))
        or (not sure and _relative(parse, cue, content[0]))
        or _only_named(scene, find.content)
    )


def _asked(parse: Parse, verb: Token) -> bool:
    """Whether a verb is "asked" said of the one who is asked."""
    if verb.lemma != "ask" or verb.tag != "VBN":
        return False
    return is_passive(parse, verb.i) and not any(parse.tokens[k].dep == "agent" for k in parse.kids[verb.i])


def _cited(parse: Parse, cue: Sequence[Token], content: Sequence[Token]) -> bool:
    top = _top(parse, content)
    return any(t.lemma in {"cite", "quote"} for t in cue) and top.pos == "NOUN" and top.lemma in _PEOPLE


def _summoned(parse: Parse, cue: Sequence[Token], content: Sequence[Token]) -> bool:
    """Whether somebody is called to a place: "call" with an object and "to", and no word on what it is called."""
    for verb in cue:
        if verb.lemma == "call" and verb.pos == "VERB":
            kids = parse.children(verb.i)
            reached = any(k.dep == "dobj" and k.i >= content[0].i for k in kids)
            link = next((k for k in kids if k.dep == "prep" and k.lower in {"to", "into"}), None)
            return reached and link is not None
    return False


def _relative(parse: Parse, cue: Sequence[Token], opening: Token) -> bool:
    """Whether a content opens with the pronoun of a relative clause to a noun of the cue."""
    if opening.lower not in {"that", "which", "who"} or opening.dep not in {"nsubj", "nsubjpass"}:
        return False
    verb = parse.tokens[opening.head]
    return verb.dep == "relcl" and any(t.i == verb.head for t in cue)


def _only_named(scene: Scene, content: Sequence[Span]) -> bool:
    """Whether a content without a verb holds a name in quotation marks and no other quotation."""
    quotations = [q for s in content for q in scene.overlapping(s)]
    if not quotations or not all(is_name(scene.text, q) for q in quotations):
        return False
    tokens = [t for s in content for t in scene.parse.over(s)]
    return len(tokens) <= _SHORT and not any(t.pos in {"VERB", "AUX"} for t in tokens)


def _top(parse: Parse, tokens: Sequence[Token]) -> Token:
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head == t.i or t.head not in inside), tokens[0])
