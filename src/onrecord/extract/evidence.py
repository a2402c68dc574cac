"""What statements rest on: satellite images, videos, documents, intelligence, witnesses, other reports.

A piece of evidence belongs to a statement when it is its source ("the images show"), when what is said names it as a
ground ("our intelligence indicates", "as seen in footage"), or when the words around the cue do ("citing a memo",
"according to intelligence, she said"). What is only spoken of ("a video address", "called for a report") is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract.evidence_chains import chained
from onrecord.extract.evidence_mentions import Mention, find_mentions
from onrecord.extract.evidence_scenes import Scene, place_parts
from onrecord.extract.evidence_seen import eyewitness
from onrecord.extract.evidence_verbs import NEGATIVE
from onrecord.extract.evidence_words import EvidenceWords, load_evidence_words
from onrecord.extract.phrases import EDGE
from onrecord.model.report import Section
from onrecord.model.spans import Span, hull, trim
from onrecord.model.statement import Attribution, Evidence
from onrecord.nlp.parse import Passage

MAX_EVIDENCE = 12
"""Pieces of evidence of one statement; longer lists are no prose."""

_NEAR = 3
"""Steps from a cue up to the evidence it speaks of ("footage that it said showed")."""

_WRITTEN = frozenset({"document", "report", "eyewitness"})
_PICTURES = frozenset({"satellite_image", "photo", "video"})


def evidence_of(
    text: str, attributions: Sequence[Attribution], passages: Sequence[Passage], sections: Sequence[Section]
) -> list[tuple[Evidence, ...]]:
    """The evidence of each attribution, in order; that of one attribution in text order, without overlaps.

    ``passages`` are those of the report, in text order; spans are into ``text``. ``released_by``, ``verified_by`` and
    ``unverified_by`` are names as written, from the sentence itself or from where the report speaks of the same
    evidence again.
    """
    words = load_evidence_words()
    mentions = chained(text, passages, sections, [list(find_mentions(text, p.parse, words)) for p in passages])
    scenes = [Scene(p, sections[p.section].kind == "caption", m) for p, m in zip(passages, mentions, strict=True)]
    place_parts(attributions, scenes)
    found: list[list[Mention]] = [[] for _ in attributions]
    for scene in scenes:
        for n, mention in _pairs(text, scene, attributions, words):
            found[n].append(mention)
    starts = [p.span.start for p in passages]
    return [
        _distinct([*(_as_evidence(m) for m in _once(found[n])), *eyewitness(text, a, scenes, starts, words)])
        for n, a in enumerate(attributions)
    ]


def _pairs(
    text: str, scene: Scene, attributions: Sequence[Attribution], words: EvidenceWords
) -> Iterator[tuple[int, Mention]]:
    """The attributions of a passage with the evidence they rest on."""
    if not scene.mentions or not scene.parts:
        return
    cues: dict[int, list[int]] = {}  # attributions by the tokens of their cues, and by those above them
    over: dict[int, list[int]] = {}
    against = set()
    for n, part, span in scene.parts:
        if part == "cue":
            doubting = any(t.lower in NEGATIVE for t in scene.tokens(span))
            for token in scene.tokens(span):
                cues.setdefault(token.i, []).append(n)
                for i in scene.path(token.i, _NEAR):
                    over.setdefault(i, []).append(n)
                if words.says("against", token.lemma) or (doubting and words.says("verify", token.lemma)):
                    against.add(n)
    for mention in scene.mentions:
        yield from (
            (n, mention) for n in dict.fromkeys(_rests(text, scene, mention, attributions, cues, over, against))
        )


def _rests(
    text: str,
    scene: Scene,
    mention: Mention,
    attributions: Sequence[Attribution],
    cues: dict[int, list[int]],
    over: dict[int, list[int]],
    against: set[int],
) -> Iterator[int]:
    """The attributions that rest on ``mention``, a number perhaps more than once."""
    at = scene.passage.parse.tokens[mention.token].start
    held = False
    bare = set()
    for n, part, span in scene.around(at):
        attribution = attributions[n]
        if part == "source":
            held = True
            cited = mention.role in {"cited", "offered"} and _in(scene, mention.verb, span)
            if cited or (_is_head(scene, mention, span) and _can_speak(mention)):
                yield n
        elif part == "content" and not _is_claim(text, mention, attribution):
            bare.add(n)
        elif part == "content":
            held = held or not (mention.role == "cited" and n in cues.get(mention.verb, ()))
            if mention.role is not None and n not in against:
                yield n
    if scene.caption and mention.kind in _PICTURES and not mention.credit and _opens(scene, mention):
        sentence = scene.sentence(mention.token)
        yield from (n for n, part, span in scene.parts if part == "content" and span.overlaps(sentence))
    if held or mention.role not in {"cited", "shown", "offered"}:
        return
    yield from _near(scene, mention, cues, over, bare)


def _near(
    scene: Scene, mention: Mention, cues: dict[int, list[int]], over: dict[int, list[int]], bare: set[int]
) -> Sequence[int]:
    """The attributions, but for those of ``bare``, that evidence outside their words belongs to.

    In turn: those whose cue it hangs from, those whose cue hangs from it or from the verb that brings it in, those
    whose content it hangs from.
    """
    path = scene.path(mention.place)
    for i in path:
        if found := [n for n in cues.get(i, ()) if n not in bare]:
            return found
    if found := [n for i in (mention.place, mention.verb) for n in over.get(i, ()) if n not in bare]:
        return found
    for i in path:
        start = scene.passage.parse.tokens[i].start
        around = (n for n, part, span in scene.parts if part == "content" and span.start <= start < span.end)
        if found := [n for n in around if n not in bare]:
            return found
    return ()


def _opens(scene: Scene, mention: Mention) -> bool:
    """Whether a caption speaks of its picture: "A still from the video …", "In this photo, …", "Satellite image: …"."""
    parse = scene.passage.parse
    token = parse.tokens[mention.place]
    sentence = scene.sentence(mention.token)
    head = parse.tokens[token.head]
    first = head.start == sentence.start and head.lower in {"in", "from", "on"}
    return token.head == token.i or first or parse.span(mention.place, mention.place + 1).start == sentence.start


def _in(scene: Scene, i: int, span: Span) -> bool:
    return span.start <= scene.passage.parse.tokens[i].start < span.end


def _is_head(scene: Scene, mention: Mention, source: Span) -> bool:
    """Whether the evidence is what speaks in ``source``, not a word about who does."""
    token = scene.passage.parse.tokens[mention.place]
    if token.dep == "appos" and mention.kind == "eyewitness":
        return True
    head = scene.passage.parse.tokens[token.head]
    return token.i == head.i or not source.start <= head.start < source.end


def _can_speak(mention: Mention) -> bool:
    """Whether evidence that is a source counts as such: "figures" and "intelligence" that say so are persons."""
    if mention.noun in {"figure", "intelligence"}:
        return mention.role in {"shows", "cited"}
    return mention.role is not None or mention.kind in _WRITTEN


def _is_claim(text: str, mention: Mention, attribution: Attribution) -> bool:
    """Whether a content says more than the name of the evidence."""
    whole = hull(attribution.content)
    bare = trim(text, whole, EDGE) if whole else None
    return bare is not None and not (mention.span.start <= bare.start and bare.end <= mention.span.end)


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    """The first mention of each piece of evidence, in text order."""
    ordered = sorted(mentions, key=lambda m: m.span)
    kept: dict[int, Mention] = {}
    for mention in ordered:
        kept.setdefault(mention.chain, mention)
    return list(kept.values())


def _as_evidence(mention: Mention) -> Evidence:
    facts = mention.facts
    return Evidence(mention.kind, mention.span, facts.released_by, facts.verified_by, facts.unverified_by)


def _distinct(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    kept: list[Evidence] = []
    for item in sorted(found, key=lambda e: (e.span.start, -e.span.end)):
        if not kept or item.span.start >= kept[-1].span.end:
            kept.append(item)
    return tuple(kept[:MAX_EVIDENCE])
