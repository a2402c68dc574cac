"""Reading a source's tokens: its head noun, and the parts of a joint source."""

from __future__ import annotations

from onrecord.nlp.parse import Token


def head_of(tokens: list[Token]) -> Token:
    """The token whose head lies outside the noun phrase; else the last noun."""
    inside = {t.i for t in tokens}
    for token in tokens:
        if (token.head not in inside or token.head == token.i) and token.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
            return token
    nouns = [t for t in tokens if t.pos in {"NOUN", "PROPN"}]
    return nouns[-1] if nouns else tokens[-1]


def conjuncts(tokens: list[Token]) -> list[list[Token]]:
    """The parts of a joint source ("X and Y"), or the one source whole.

    Split only at conjuncts of the phrase's own head, so that "the head of army and navy" stays whole.
    """
    inside = {t.i for t in tokens}
    head = head_of(tokens)
    heads = [head.i]
    grew = True
    while grew:
        grew = False
        for token in tokens:
            if token.dep == "conj" and token.head in heads and token.i not in heads and token.i in inside:
                heads.append(token.i)
                grew = True
    if len(heads) == 1:
        return [tokens]
    heads.sort()
    parts: list[list[Token]] = []
    part: list[Token] = []
    remaining = iter(heads[1:])
    following = next(remaining, None)
    seen_head = False
    for token in tokens:
        separator = token.dep == "cc" or token.text == ","
        if separator and seen_head and following is not None and token.i < following:
            if part:
                parts.append(part)
            part, seen_head = [], False
            continue
        if token.i in heads:
            seen_head = True
            if token.i == following:
                following = next(remaining, None)
        if not (separator and not part):
            part.append(token)
    if part:
        parts.append(part)
    return parts
