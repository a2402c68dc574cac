"""Verbs around evidence: negated, only possible, passive."""

from __future__ import annotations

from onrecord.extract.phrases import SUBJECTS, is_passive
from onrecord.extract.wordset import word_set
from onrecord.nlp.parse import Parse, Token

NEGATIVE = word_set("not n't n’t never no neither nor without")
"""Words that deny."""

CLAUSES = frozenset({"acl", "relcl"})
"""Labels of a clause that hangs from a noun."""

_UNREAL = word_set("will would might may should shall 'll ’ll 'd ’d could can")


def doubtful(parse: Parse, v: int) -> bool:
    """Whether verb ``v`` is only possible, conditional, or denied."""
    return negated(parse, v) or any(
        parse.tokens[k].lower in _UNREAL
        if parse.tokens[k].dep == "aux"
        else parse.tokens[k].dep == "mark" and parse.tokens[k].lower in {"if", "whether", "unless"}
        for k in parse.kids[v]
    )


def negated(parse: Parse, v: int) -> bool:
    """Whether verb ``v`` is negated, or hangs from "unable", "not able", "failed", "has yet to"."""
    for _ in range(3):
        token = parse.tokens[v]
        kids = [parse.tokens[k] for k in parse.kids[v]]
        if any(t.dep in {"neg", "preconj", "cc"} and t.lower in NEGATIVE and t.i < v for t in kids):
            return True
        if any(
            t.dep in SUBJECTS and {parse.tokens[k].lower for k in parse.kids[t.i]} & {"no", "neither"} for t in kids
        ):
            return True
        head = parse.tokens[token.head]
        if token.dep not in {"xcomp", "acomp"} or head.i == v:
            return False
        if head.lemma in {"unable", "fail", "impossible", "decline"}:
            return True
        if head.lemma == "have" and any(parse.tokens[k].lower == "yet" for k in parse.kids[head.i]):
            return True
        if head.lemma not in {"able", "be", "possible", "immediately"}:
            return False
        v = head.i
    return False


def is_participle(parse: Parse, verb: Token) -> bool:
    """Whether a participle is passive, with or without its auxiliary ("as seen in")."""
    has = any(parse.tokens[k].dep == "aux" and parse.tokens[k].lemma == "have" for k in parse.kids[verb.i])
    return verb.tag == "VBN" and (is_passive(parse, verb.i) or not has)
