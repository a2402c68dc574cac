"""Titles before and after a name: the office that a person is given, and for which state or organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.nlp.parse import Parse, Token
from onrecord.resolve.world import World

_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "nn", "advmod", "case"})
_CLOSERS = frozenset({",", ".", ";", ":", "“", '"', "—"})
_APPOSITION = 16
"""Tokens read of an apposition after a name; longer ones tell a story, not an office."""


def title_of(
    parse: Parse, start: int, last: int, world: World, offices: frozenset[str]
) -> tuple[str | None, str | None]:
    """Role and affiliation from the words before the name ("French foreign minister X") or after it (", head of Y,").

    ``tokens[start:last]`` is the name with its form of address.
    """
    tokens = parse.tokens
    dated = {i for e in parse.entities if e.label in {"DATE", "TIME"} for i in range(e.first, e.last)}
    begin = start
    while begin > 0 and begin - 1 not in dated and _is_title_word(tokens[begin - 1], tokens[begin].start, world):
        begin -= 1
    before = tokens[begin:start]
    role, affiliation = read_title(before, world, offices)
    found = affiliation
    if role is None and start > 1 and tokens[start - 1].text == ",":
        begin = start - 1
        while begin > 0 and (
            _is_title_word(tokens[begin - 1], tokens[begin].start, world) or tokens[begin - 1].lower in {"of", "the"}
        ):
            begin -= 1
        role, affiliation = read_title(tokens[begin : start - 1], world, offices)
    if role is None and last + 1 < len(tokens) and tokens[last].text == ",":
        end = last + 1
        while end < min(len(tokens), last + _APPOSITION) and not _ends_apposition(tokens[end]):
            end += 1
        role, affiliation = read_title(tokens[last + 1 : end], world, offices)
    return role, affiliation if role is not None else found


def _ends_apposition(token: Token) -> bool:
    relative = token.tag in {"WP", "WP$", "WDT", "WRB", "RB"} or token.lower in {"who", "whose", "which"}
    return relative or token.text in _CLOSERS or token.pos in {"VERB", "AUX"}


def _is_title_word(token: Token, next_start: int, world: World) -> bool:
    if token.lower in {"of", "for"} and token.dep == "prep":
        return True
    if token.text == "-":
        return next_start == token.end  # "Secretary-General", but no dash
    if next_start - token.end > 2 or token.tag == "POS":
        return token.tag == "POS"
    if token.pos in {"PROPN", "NOUN", "ADJ"} or token.text == "&":
        return token.dep in _MODIFIERS or token.pos in {"PROPN", "NOUN"} or world.state_of(token.text) is not None
    return False


def read_title(tokens: Sequence[Token], world: World, offices: frozenset[str]) -> tuple[str | None, str | None]:
    """Role and affiliation that a title's tokens give, each ``None`` where they give none.

    The role is the title without the state and articles ("Russian foreign ministry spokeswoman" gives "foreign ministry
    spokeswoman"); the affiliation a state, a body of :class:`World`, or the organisation named after "of" or "at".
    """
    words = [t for t in _outside_brackets(tokens) if t.pos != "PUNCT" or t.text == "-"]
    if not any(t.lower in offices or t.lemma in offices for t in words):
        return None, find_affiliation(words, world)
    affiliation = find_affiliation(words, world)
    kept = [t for t in words if t.tag not in {"POS", "DT", "PRP$"} and world.place_of(t.text) is None]
    text = ""
    for previous, token in zip([None, *kept], kept, strict=False):
        glue = "" if previous is None or previous.end == token.start else " "
        text += glue + token.text
    for state in (*world.adjectives, *world.states):
        if " " in state and text.startswith(state + " "):
            text = text.removeprefix(state + " ")
    return text or None, affiliation


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield token


def find_affiliation(tokens: Sequence[Token], world: World) -> str | None:
    """The state that the tokens name by name, adjective, capital or seat, longest match first; else an organisation.

    The organisation is the run of proper nouns after "of", "at", "for" or "from".
    """
    for size in (4, 3, 2, 1):
        for i in range(len(tokens) - size + 1):
            words = " ".join(t.text for t in tokens[i : i + size])
            state = world.state_of(words) or world.capitals.get(words)
            if state:
                return state
            body = world.bodies.get(words)
            if body:
                return body.state or body.name
    for i, token in enumerate(tokens):
        if token.lower in {"of", "at", "for", "from", "with"} and i:
            run: list[Token] = []
            for t in tokens[i + 1 :]:
                if t.pos == "PROPN" or (run and t.lower in {"of", "for", "the", "and", "&"}):
                    run.append(t)
                elif not (t.tag == "DT" and not run):
                    break
            while run and run[-1].pos != "PROPN":
                run.pop()
            if run:
                return " ".join(t.text for t in run)
    return None
