"""What a figure counts, the verb it stands under, and whether that verb says it is so, planned or possible."""

from __future__ import annotations

from bisect import bisect_right

from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.model.statement import Modality
from onrecord.nlp.parse import Parse, Token

_PLAN = word_set(
    "plan prepare intend aim pledge promise vow agree decide want seek schedule set expect due hope offer propose "
    "threaten commit ready order consider poise earmark work try"
)
_POSSIBLE_WORDS = word_set("possible likely unlikely possibly perhaps maybe potentially potential")
_POSSIBLE_VERBS = word_set("appear seem risk suspect fear")
_SAY = word_set("say tell report add state announce claim note write confirm believe think know estimate warn declare")
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_MAY = frozenset({"could", "may", "might"})
_LIGHT = frozenset({"be", "have", "there"})
_CLIMB = frozenset(
    {"xcomp", "ccomp", "conj", "advcl", "acl", "relcl", "pcomp", "prep", "pobj", "dobj", "attr", "appos", "nsubj"}
)
_MAX_STEPS = 10
_NOUN = frozenset({"NOUN", "PROPN"})
_DETERMINERS = frozenset({"DT", "PRP$", "PDT", "CD"})
_MODIFIER = frozenset({"ADJ", "NOUN", "PROPN"})


def token_at(parse: Parse, starts: list[int], offset: int) -> int:
    """The index of the token that holds the character at ``offset``, or of the last one before it."""
    return max(0, bisect_right(starts, offset) - 1)


def counted_tokens(parse: Parse, after: int) -> tuple[int, int] | None:
    """The token range of the counted noun phrase that begins at token ``after``, right behind a number.

    Reads on from the number instead of climbing the tree: the parser often hangs a number on the wrong noun, but the
    words that follow it are sure. "of the", "of" and "in" lead on to it ("dozens of villages", "€2bn in aid").
    """
    tokens, i = parse.tokens, after
    dated = {k for e in parse.entities if e.label in {"DATE", "TIME"} for k in range(e.first, e.last)}
    if i < len(tokens) and tokens[i].lower in {"of", "in", "worth"}:
        link = tokens[i].lower
        i += 1
        while link != "in" and i < len(tokens) and (tokens[i].tag in _DETERMINERS or tokens[i].lower == "of"):
            i += 1
    first, last, at = i, None, i
    while at < len(tokens) and at - first < 12:
        token = tokens[at]
        noun = token.pos in _NOUN or token.tag in {"NN", "NNS"}
        participle = token.tag in {"VBN", "VBG"} and at + 1 < len(tokens) and tokens[at + 1].pos in _MODIFIER
        model = token.text[:1].isalpha() and token.text[-1:].isdigit()  # "three F-16 jets"
        hyphen = token.text in {"-", "‑"} or (token.tag == "POS" and last is not None)
        if not (
            noun or token.pos in _MODIFIER or token.tag in {"JJ", "JJR", "JJS", "VBN"} or participle or hyphen or model
        ):
            break
        if at in dated or (at == first and hyphen) or token.text.isspace() or "\n" in token.text:
            break
        if noun:
            last = at
        elif last is not None and not hyphen and token.tag not in {"JJ"}:
            break
        at += 1
    return (first, last + 1) if last is not None else None


def governor(parse: Parse, number: int, counted: tuple[int, int] | None) -> Token | None:
    """The verb over a number: the nearest one above it, or a relative clause's where that one says nothing itself."""
    tokens = parse.tokens
    at, seen = number, 0
    noun = tokens[counted[1] - 1] if counted else tokens[number]
    while tokens[at].pos not in {"VERB", "AUX"} and tokens[at].head != at and seen < _MAX_STEPS * 2:
        if tokens[at].pos in _NOUN and not counted:
            noun = tokens[at]
        at, seen = tokens[at].head, seen + 1
    verb = tokens[at] if tokens[at].pos in {"VERB", "AUX"} else None
    if verb is None or verb.lemma in _LIGHT:
        clause = next((k for k in parse.children(noun.i) if k.dep in {"relcl", "acl"} and k.pos == "VERB"), None)
        verb = clause or verb
    if counted and _stands_apart(parse, noun):
        return next((k for k in parse.children(noun.i) if k.dep in {"acl", "relcl"} and k.pos == "VERB"), None)
    return verb


def _stands_apart(parse: Parse, noun: Token) -> bool:
    """Whether a noun hangs on ", with ...", which tells a fact of its own and not one of the verb before it."""
    head = parse.tokens[noun.head]
    return head.lower == "with" and head.i > 0 and parse.tokens[head.i - 1].text == ","


def modality(parse: Parse, verb: Token | None) -> Modality:
    """How real ``verb`` is told to be, from its auxiliaries and the words that govern it."""
    if verb is None:
        return "actual"
    tokens, at, planned = parse.tokens, verb.i, False
    for _ in range(_MAX_STEPS):
        token = tokens[at]
        kids = parse.children(at)
        aux = {k.lower for k in kids if k.dep in {"aux", "auxpass"}}
        if any(k.dep == "mark" and k.lower in {"if", "unless", "whether"} for k in kids):
            return "hypothetical"
        if aux & _MAY or any(k.lower in _POSSIBLE_WORDS and k.dep in {"advmod", "acomp", "attr"} for k in kids):
            return "possible"
        if aux & {"would", "'d", "’d"}:
            return "planned" if _reported(parse, at) else "hypothetical"
        if aux & _WILL or (token.lower == "going" and any(k.dep == "xcomp" for k in kids)):
            planned = True
        if at == verb.i and (token.lemma == "prepare" or ({"be", "is", "are"} & aux and "to" in aux)):
            planned = True
        if token.head == at or token.dep not in _CLIMB:
            break
        above = tokens[token.head]
        if token.dep in {"xcomp", "acl", "ccomp", "advcl"}:
            if above.lemma in _PLAN and (token.tag == "VB" or token.dep == "xcomp"):
                planned = True
            if above.lemma in _POSSIBLE_WORDS or (above.lemma in _POSSIBLE_VERBS and token.tag == "VB"):
                return "possible"
        if above.lemma in _SAY and token.dep == "ccomp":
            break
        at = token.head
    return "planned" if planned else "actual"


def _reported(parse: Parse, at: int) -> bool:
    """Whether the clause of token ``at`` is what someone is told to have said (a backshifted ``will``)."""
    token = parse.tokens[at]
    for _ in range(_MAX_STEPS):
        above = parse.tokens[token.head]
        if token.dep == "ccomp":
            return above.lemma in _SAY | _PLAN
        if token.dep not in {"xcomp", "conj"} or token.head == token.i:
            return False
        token = above
    return False


def words(parse: Parse, span_tokens: tuple[int, int] | None, text: str) -> str | None:
    """The characters of a token range, as written."""
    if span_tokens is None:
        return None
    span: Span = parse.span(*span_tokens)
    return span.of(text)
