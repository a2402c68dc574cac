"""Nouns that carry a statement: "the ministry's claim that X", "her call for X", "expressed alarm at X"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.cues import Cue, Lexicon
from onrecord.extract.finds import Find, Scene
from onrecord.extract.frames import outlet_from
from onrecord.extract.phrases import below, entities_at, is_passive, noun_phrase, runs, subject, tidy, verb_group
from onrecord.extract.verb_cues import source_of
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse

_POSSESSIVE_PRONOUNS = frozenset({"his", "her", "its", "their"})


def find_nominal_cues(scene: Scene, lexicon: Lexicon) -> Iterator[Find]:
    """The attributions of ``scene`` that a noun introduces and that name their source, in text order."""
    for token in scene.parse.tokens:
        if token.pos == "NOUN":
            cue = lexicon.nouns.get(token.lemma)
            if cue is not None and scene.quotation_at(token.start) is None:
                found = _read(scene, token.i, cue, lexicon)
                if found is not None:
                    yield found


def _read(scene: Scene, n: int, cue: Cue, lexicon: Lexicon) -> Find | None:
    parse = scene.parse
    body = _body(scene, n, cue)
    if body is None:
        return None
    content, link = body
    source, cue_tokens = _holder(scene, n, lexicon)
    if not source:
        return None
    cue_tokens += link
    return Find(source, tuple(runs(parse, sorted(set(cue_tokens)))), content, "nominal", n, cue.lemma)


def _body(scene: Scene, n: int, cue: Cue) -> tuple[tuple[Span, ...], list[int]] | None:
    """The content of a speech noun and the preposition that links it."""
    parse = scene.parse
    head = parse.tokens[n].head
    loose = [k for k in parse.kids[head] if k == n + 1 and parse.tokens[k].dep == "prep"] if head < n else []
    for k in (*parse.kids[n], *loose):
        token = parse.tokens[k]
        if k < n:
            continue
        members = below(parse, k)
        members = members[: outlet_from(parse, members, n)]
        opener = parse.tokens[members[0]]
        if token.dep in {"acl", "ccomp", "relcl", "advcl"} and cue.takes("clause"):
            if opener.lower == "that" and opener.dep == "mark" and len(members) > 1:
                return tidy(scene.text, [parse.span(members[1], members[-1] + 1)]), []
            if opener.lower == "to" and token.tag == "VB":
                return tidy(scene.text, [parse.span(members[0], members[-1] + 1)]), []
        if (
            opener.lower in cue.prepositions
            and len(members) > 1
            and (token.dep in {"prep", "advcl", "acl", "relcl"})
            and members[0] - n <= 2
        ):
            end = _with_infinitive(parse, n, members[-1] + 1)
            return tidy(scene.text, [parse.span(members[1], end)]), [members[0]]
    return None


def _with_infinitive(parse: Parse, n: int, end: int) -> int:
    """The end of "allies to allow it" behind "call for", where the parser hangs the infinitive from the main verb."""
    if end + 1 < len(parse.tokens) and parse.tokens[end].lower == "to" and parse.tokens[end].dep == "aux":
        verb = parse.tokens[end].head
        if verb > end and parse.tokens[verb].head in {n, parse.tokens[n].head}:
            return max(below(parse, verb)) + 1
    return end


def _holder(scene: Scene, n: int, lexicon: Lexicon) -> tuple[tuple[Span, ...], list[int]]:
    """Who holds the noun's statement, and the tokens of the cue.

    In turn: a possessor, the subject of a light verb, a by- or from-phrase, an adjective of nationality.
    """
    parse = scene.parse
    token = parse.tokens[n]
    start, _ = noun_phrase(parse, n)
    owner = next((k for k in parse.kids[n] if parse.tokens[k].dep == "poss"), None)
    if owner is not None and parse.tokens[owner].lower not in _POSSESSIVE_PRONOUNS:
        if parse.tokens[owner].lower in {"my", "our", "your", "whose"}:
            return (), []
        first, last = noun_phrase(parse, owner)
        case = next((k for k in parse.kids[owner] if parse.tokens[k].dep == "case"), None)
        return tidy(scene.text, [parse.span(first, max(last, case + 1) if case is not None else last)]), [n]
    if token.dep in {"dobj", "attr"}:
        head = parse.tokens[token.head]
        if head.lemma in lexicon.light and not is_passive(parse, head.i):
            who = subject(parse, head.i)
            if who is not None and parse.tokens[who].lower not in {"i", "we", *lexicon.never}:
                first, last = verb_group(parse, head.i)
                between = range(last, n + 1) if n - last <= 4 else range(n, n + 1)
                return source_of(scene, who), [*range(first, last), *between]
    if owner is not None:
        return tidy(scene.text, [parse.span(owner, owner + 1)]), [n]
    for k in parse.kids[n]:
        if k > n and parse.tokens[k].lower in {"by", "from"}:
            who = next((p for p in parse.kids[k] if parse.tokens[p].dep == "pobj"), None)
            if who is not None:
                return source_of(scene, who), [n]
    nation = [
        k
        for k in range(start, n)
        if parse.tokens[k].tag in {"JJ", "NNP"} and parse.tokens[k].text[:1].isupper() and k > 0
    ]
    named = [e for e in entities_at(parse, nation[-1]) if e.label in {"NORP", "GPE", "ORG", "PERSON"}] if nation else []
    if named and named[0].last <= n:
        return tidy(scene.text, [parse.span(max(start, named[0].first), named[0].last)]), [n]
    return (), []
