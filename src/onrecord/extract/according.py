"""According-to phrases: "according to X", "in the words of X", "in X's words"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from onrecord.extract.cues import Lexicon
from onrecord.extract.finds import Find, Scene
from onrecord.extract.phrases import below, tidy
from onrecord.extract.verb_cues import source_of
from onrecord.model.spans import Span

MAX_SENTENCE = 2000
"""Characters of a sentence that such a phrase can speak for; what is longer is no prose."""
_WORDS_OF = {("in", "the", "words", "of"), ("in", "the", "view", "of"), ("in", "the", "opinion", "of")}


def find_according_to(scene: Scene, lexicon: Lexicon) -> Iterator[Find]:
    """The attributions of ``scene`` that a phrase like "according to" marks, in text order."""
    tokens = scene.parse.tokens
    for i in range(len(tokens) - 1):
        if tokens[i].lower == "according" and tokens[i + 1].lower == "to":
            found = _read(scene, i, i + 2, lexicon)
        elif tuple(t.lower for t in tokens[i : i + 4]) in _WORDS_OF:
            found = _read(scene, i, i + 4, lexicon)
        else:
            continue
        if found is not None:
            yield found


def _read(scene: Scene, first: int, last: int, lexicon: Lexicon) -> Find | None:
    parse = scene.parse
    if last >= len(parse.tokens) or scene.quotation_at(parse.tokens[first].start) is not None:
        return None
    who = next((k for k in range(last, min(last + 12, len(parse.tokens))) if parse.tokens[k].dep == "pobj"), None)
    if who is None:
        return None
    source = source_of(scene, who)
    sentence = _sentence(scene, first)
    if not source or sentence is None:
        return None
    begin = parse.tokens[first].start
    after = Span(max(source[-1].end, parse.tokens[last].start), sentence.end)
    before = Span(sentence.start, begin)
    if first == 0 or parse.tokens[first].start == sentence.start or _opens(scene, sentence, first):
        head = parse.tokens[parse.tokens[first].head]
        if (
            head.lemma in lexicon.verbs
            and lexicon.verbs[head.lemma].takes("clause")
            and any(parse.tokens[k].dep == "ccomp" for k in parse.kids[head.i])
        ):
            return None  # "according to aides, she said…" names what the speaker relies on
        content = [after]
    elif scene.text[source[-1].end : source[-1].end + 1] == "," and _goes_on(scene, source[-1].end, sentence):
        content = [before, after]
    else:
        content = [_clause_before(scene, first, before)]
    spans = tidy(scene.text, content)
    if sum(len(s.of(scene.text).split()) for s in spans) < 3:
        return None  # "that's according to X" points at another sentence
    return Find(source, (parse.span(first, last),), spans, "according", first, "according")


def _sentence(scene: Scene, i: int) -> Span | None:
    at = bisect_right(scene.parse.sentences, i, key=lambda s: s[0]) - 1
    if at < 0 or i >= scene.parse.sentences[at][1]:
        return None
    span = scene.parse.span(*scene.parse.sentences[at])
    return span if span.end - span.start <= MAX_SENTENCE else None


def _opens(scene: Scene, sentence: Span, first: int) -> bool:
    """Whether only a conjunction or adverb stands before the phrase in its sentence."""
    lead = scene.text[sentence.start : scene.parse.tokens[first].start].strip(' ,"“').lower()
    return lead in {"but", "and", "yet", "still", "however", "also", "so"}


def _goes_on(scene: Scene, comma: int, sentence: Span) -> bool:
    rest = scene.text[comma + 1 : sentence.end].strip()
    return len(rest.split(None, 4)) > 3


def _clause_before(scene: Scene, first: int, before: Span) -> Span:
    """The clause that a phrase at its end belongs to: the sentence so far, or the last clause if "and" opens one."""
    parse = scene.parse
    head = parse.tokens[parse.tokens[first].head]
    for _ in range(6):
        if head.dep == "conj" and any(parse.tokens[k].dep in {"nsubj", "nsubjpass"} for k in parse.kids[head.i]):
            members = [i for i in below(parse, head.i) if i < first]
            return parse.span(members[0], members[-1] + 1) if members else before
        if head.head == head.i:
            break
        head = parse.tokens[head.head]
    return before
