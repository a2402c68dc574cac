"""Reporting verbs: who speaks, and whether the verb reports speech at all.

What is said is read by :mod:`onrecord.extract.frames`; passives with an agent ("was described by Y as") are here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.extract.cues import Cue, Lexicon
from onrecord.extract.finds import Family, Find, Scene
from onrecord.extract.frames import afterthought, concession, read_content
from onrecord.extract.phrases import (
    agent,
    below,
    entities_at,
    is_passive,
    kid_after,
    noun_phrase,
    own_subject,
    runs,
    subject,
    tidy,
    verb_group,
)
from onrecord.extract.quotetype import is_name
from onrecord.extract.resumed import find_resumed
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Token

_UNREAL = frozenset({"might", "may", "could", "should", "must", "can", "would", "ca", "’d", "'d"})
_MERELY_MEANT = frozenset(
    {
        "try",
        "use",
        "help",
        "aim",
        "plan",
        "hope",
        "need",
        "want",
        "seek",
        "intend",
        "expect",
        "prepare",
        "wish",
        "attempt",
    }
)
_NEGATIVE = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no"})
_SHOWING = frozenset({"show", "find", "indicate", "suggest", "imply", "calculate", "project", "estimate", "reveal"})
_FIRST = frozenset({"i", "we"})


def find_verb_cues(scene: Scene, lexicon: Lexicon) -> Iterator[Find]:
    """The attributions of ``scene`` that a reporting verb introduces, in the order of the verbs."""
    resumed = find_resumed(scene.parse, lexicon)
    for token in scene.parse.tokens:
        if token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            cue = cue_of(scene.parse, token, lexicon)
            if cue is not None:
                yield from _read(scene, token.i, cue, lexicon, resumed)


def cue_of(parse: Parse, token: Token, lexicon: Lexicon) -> Cue | None:
    """The lexicon's entry for a verb, with its particle where the pair is listed."""
    for k in parse.kids[token.i]:
        kid = parse.tokens[k]
        if kid.dep in {"prt", "prep", "advmod"} and kid.i == token.i + 1:
            pair = lexicon.verbs.get(f"{token.lemma} {kid.lower}")
            if pair is not None:
                return pair
    return lexicon.verbs.get(_lemma(token))


def _lemma(token: Token) -> str:
    """The verb's lemma; the model takes "hoped" and "hoping" for forms of "hop"."""
    return "hope" if token.lemma == "hop" else token.lemma


def _read(scene: Scene, v: int, cue: Cue, lexicon: Lexicon, resumed: Mapping[int, int]) -> Iterator[Find]:
    parse = scene.parse
    if is_passive(parse, v):
        found = _passive(scene, v, cue, lexicon)
        if found is not None and scene.quotation_at(parse.tokens[v].start) is None:
            yield found
        return
    who = subject(parse, resumed.get(v, v))
    if who is None or not _speaks(scene, v, who, cue, lexicon):
        return
    first, last = _chain(parse, v)
    last = max(last, v + 1 + (" " in cue.lemma))  # "ruled out", "shot back": the particle is part of the verb
    if not _real(parse, first, v):
        return
    shape = read_content(scene, v, cue, first, last, resumed)
    if shape is None:
        return
    content, family, extra = shape
    if not _counts(scene, v, who, cue, family, first, lexicon):
        return
    source = source_of(scene, who, v)
    cue_spans = tuple(runs(parse, sorted({*range(first, last), *extra})))
    source = tuple(s for s in source if not any(s.overlaps(c) for c in cue_spans))
    if not content or not source:
        return
    if scene.quotation_at(parse.tokens[v].start) is not None:
        if family != "clause":
            return
        family = "nested"
    elif cue.lemma in _SHOWING:
        family = "document"
    for part in [*concession(scene, v, content), *afterthought(scene, v, lexicon)]:
        yield Find(source, cue_spans, part, family, v, cue.lemma)


def _counts(scene: Scene, v: int, who: int, cue: Cue, family: Family, first: int, lexicon: Lexicon) -> bool:
    """Whether a frame that fits by its form counts as speech."""
    parse = scene.parse
    token = parse.tokens[v]
    negated = any(parse.tokens[i].lower in _NEGATIVE for i in range(first, v))
    silent = cue.act == "no_comment" and cue.lemma != "decline" and family in {"object", "preposition"}
    if (cue.takes("negated") or silent) and not negated:
        return False
    inner = negated or cue.takes("negated") or cue.takes("weak")
    if (
        inner
        and token.dep == "ccomp"
        and parse.tokens[token.head].lemma in lexicon.verbs
        and (parse.tokens[who].pos == "PRON")
    ):
        return False  # "she said she did not know why" is one statement, hers
    if family == "infinitive" and cue.act in {"deny", "no_comment"}:
        said = kid_after(parse, v, "xcomp")
        if (
            said is not None
            and parse.tokens[said].lemma in lexicon.verbs
            and kid_after(parse, said, "ccomp") is not None
        ):
            return False  # "refused to say whether": the verb of saying is read with its refusal
    if family == "object":
        if _lends(scene, v, lexicon) or (token.tag == "VB" and token.dep in {"advcl", "acl"}):
            return False
        if token.dep == "acl":
            noun = parse.tokens[token.head]
            return noun.pos == "PROPN" or noun.lemma in lexicon.media or noun.lower in lexicon.official
    if (
        token.tag == "VB"
        and any(parse.tokens[k].lower == "to" for k in parse.kids[v] if k < v)
        and first == verb_group(parse, v)[0]
    ):
        return False  # what someone is asked or means to say is not said
    # "it goes without saying that", "it is fair to say that": nobody says it
    return not (parse.tokens[who].lower == "it" and own_subject(parse, v) is None)


def _lends(scene: Scene, v: int, lexicon: Lexicon) -> bool:
    """Whether the verb only lends its subject to a speech noun ("renewed the call for"), which is a cue of its own."""
    obj = kid_after(scene.parse, v, "dobj")
    return (
        scene.parse.tokens[v].lemma in lexicon.light
        and obj is not None
        and scene.parse.tokens[obj].lemma in lexicon.nouns
    )


def source_of(scene: Scene, who: int, verb: int | None = None) -> tuple[Span, ...]:
    """The noun phrase of token ``who`` as a source of ``verb``; empty where it runs over a quotation mark."""
    start, end = noun_phrase(scene.parse, who, verb)
    span = scene.parse.span(start, end)
    if any(t.tag == "WP$" for t in scene.parse.tokens[start:end]):
        return ()
    for q in scene.overlapping(span):
        if is_name(scene.text, q):
            span = Span(min(span.start, q.outer.start), max(span.end, q.outer.end))
    if any(not q.outer.contains(span) and not span.contains(q.outer) for q in scene.overlapping(span)):
        return ()
    return () if scene.text[span.start] in "’'" else tidy(scene.text, [span])


def _speaks(scene: Scene, v: int, who: int, cue: Cue, lexicon: Lexicon) -> bool:
    token = scene.parse.tokens[who]
    if token.lower in lexicon.never or token.pos not in {
        "NOUN",
        "PROPN",
        "PRON",
        "NUM",
        "ADJ",
        "DET",
        "X",
        "SYM",
        "VERB",
    }:
        return False
    if token.lower == "it" and any(scene.parse.tokens[k].dep == "expl" for k in scene.parse.kids[v]):
        return False
    inside = scene.quotation_at(scene.parse.tokens[v].start)
    if token.lower in _FIRST:
        return False  # inside a quotation it is the speaker's own voice, outside it is the outlet's
    if inside is not None and not _relayed(scene, v, token, cue, lexicon):
        return False
    return token.lower not in {"who", "which", "what"}


def _relayed(scene: Scene, v: int, who: Token, cue: Cue, lexicon: Lexicon) -> bool:
    """Whether a verb inside a quotation relays what a named third party said, rather than being a turn of phrase.

    In spoken language most such verbs are turns of phrase ("people say", "it shows"): a name or an institution has to
    stand before it, or "he" or "she" with a past tense.
    """
    verb = scene.parse.tokens[v]
    if not cue.takes("clause") or cue.takes("weak") or cue.takes("negated") or verb.tag == "VB":
        return False
    if who.lower in {"he", "she"}:
        return verb.tag in {"VBD", "VBN"}
    return who.pos == "PROPN" or who.lemma in lexicon.official or who.lower in lexicon.official


def _real(parse: Parse, first: int, v: int) -> bool:
    """Whether the saying is reported as done: no bare possibility, condition or question."""
    words = [parse.tokens[i].lower for i in range(first, v)]
    if any(parse.tokens[i].lemma in _MERELY_MEANT for i in range(first, v)):
        return False
    if any(w in _UNREAL for w in words) and not any(w in _NEGATIVE for w in words):
        return False
    return not any(
        parse.tokens[k].dep == "mark" and parse.tokens[k].lower in {"if", "unless", "whether"} for k in parse.kids[v]
    )


def _chain(parse: Parse, v: int) -> tuple[int, int]:
    """The verb group of ``v`` with the verb it completes ("refused to say") or is joined to ("neither A nor B")."""
    first, last = verb_group(parse, v)
    token = parse.tokens[v]
    head = parse.tokens[token.head]
    if own_subject(parse, v) is not None or not 0 < v - head.i <= 4:
        return first, last
    if token.dep == "conj" and first == v:
        neither = [k for k in parse.kids[head.i] if k < head.i and parse.tokens[k].lower == "neither"]
        if neither or (token.tag == "VB" and head.tag == "VB"):
            return min([*neither, verb_group(parse, head.i)[0]]), last
    if token.dep == "xcomp" and head.pos in {"VERB", "AUX"}:
        between = parse.tokens[head.i + 1 : v]
        if all(t.pos in {"PART", "ADV", "ADP", "AUX"} for t in between):
            return verb_group(parse, head.i)[0], last
    return first, last


def _passive(scene: Scene, v: int, cue: Cue, lexicon: Lexicon) -> Find | None:
    """Of "was described by Y as", "has not been verified by Y": the agent speaks of the subject."""
    parse = scene.parse
    who = agent(parse, v)
    if who is None:
        return None
    token = parse.tokens[who]
    named = any(e.label in {"PERSON", "ORG", "GPE", "NORP"} for e in entities_at(parse, who))
    if token.pos == "NOUN" and not named and token.lower not in lexicon.official:
        return None
    first, last = verb_group(parse, v)
    theme = own_subject(parse, v)
    if theme is None and parse.tokens[v].dep == "acl":
        theme = parse.tokens[parse.tokens[v].head]
    if theme is None or theme.tag in {"WP", "WDT"}:
        return None
    start, end = noun_phrase(parse, theme.i)
    spans = [parse.span(start, min(end, first) if theme.i < first else end)]
    if cue.takes("obj-as") or cue.takes("obj-pred"):
        for k in parse.kids[v]:
            if k > v and (parse.tokens[k].lower == "as" or parse.tokens[k].dep == "oprd"):
                members = below(parse, k)
                spans.append(parse.span(members[0], members[-1] + 1))
                break
        else:
            return None
    elif not cue.takes("np"):
        return None
    content = tidy(scene.text, spans)
    return Find(source_of(scene, who), tuple(runs(parse, range(first, last))), content, "passive", v, cue.lemma)
