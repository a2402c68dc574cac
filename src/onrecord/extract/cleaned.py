"""What a model cited, made fit to be a statement: clipped, joined, freed of strays, set against the quotations.

A model marks words one by one. What it marks runs over the edge of a paragraph, leaves holes, catches a stray word far
from the rest, or stops a word short of a closing quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from onrecord.extract.acts import act_of
from onrecord.extract.direct import settle
from onrecord.extract.edges import whole_phrase, whole_source
from onrecord.extract.finds import Find, Held, Scene, Stream
from onrecord.extract.phrases import tidy
from onrecord.extract.quotetype import is_name
from onrecord.extract.rules import attribution, sound
from onrecord.model.spans import Span
from onrecord.nlp.parse import Cited, Passage

Split = Literal["never", "act", "always"]
"""When a quotation that goes on in a new sentence behind its reporting phrase ("...," she said. "...") is a statement
of its own: never, where its act is another ("act"), or always. It always is behind a sentence in the outlet's words.

The annotators of the dev part count it with the first sentence: there attribution F1 is .735, .712 and .675. Where each
sentence is a statement, as in the sample cases, statements F1 is .810, .810, .826 and .843, .843, .864."""

BRIDGE = 3
"""Words between two stretches of one content that are taken with them: a model's hole, no second content. With a model
that closed none itself 0, 1, 3 and 5 gave .547, .561, .571 and .578 of the dev part's contents exact."""
STRAY = 2
"""Words of a stretch that is dropped where another stretch of the content is at least :data:`STRAY_RATIO` as long and
more than :data:`BRIDGE` words away."""
STRAY_RATIO = 3

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s|$)")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Sgt|Capt|St|Jr|Sr|[A-Z]))\.\Z")


def clean(stream: Stream, home: int, cited: Cited, *, split: Split) -> list[Held]:
    """The statements in ``cited``, which is anchored in passage ``home`` of ``stream``; none where nothing is left.

    One, and another for what goes on in a new sentence behind the reporting phrase as ``split`` says; what goes on in
    another paragraph is one of its own. Those have no source, but the first one's as antecedent.
    """
    text = stream.scenes[home].text
    sources = [whole_source(stream.at(s.start), s, [*cited.cue, *cited.content]) for s in _tidied(stream, cited.source)]
    source, antecedent = tuple(s for s, _ in sources), tuple(a for _, more in sources for a in more)
    cue = _without(_tidied(stream, cited.cue), source)
    fixed = sorted((*source, *cue))
    parts = _by_passage(stream, _without(cited.content, fixed))
    if not parts:
        return []
    at = home if home in parts else min(parts, key=lambda n: (abs(n - home), n))
    scene = stream.scenes[at]
    main = [whole_phrase(scene, s, fixed) for s in _runs(text, parts.pop(at), fixed)]
    whole = settled(scene, Find(source, cue, tuple(main), "model"))
    if whole is None:
        return []
    found = [Held(whole, antecedent, scene)]
    if source:
        parted = _parted(scene, Find(source, cue, tuple(main), "model"), antecedent)
        if parted and (split == "always" or _differ(stream.passages[at], parted, split)):
            found = parted
    if source:
        later = ((stream.scenes[n], s) for n in sorted(parts) for s in _runs(text, parts[n], fixed))
        found += (held for beyond, span in later for held in _going_on(beyond, span, antecedent or source))
    return found


def _parted(scene: Scene, find: Find, antecedent: tuple[Span, ...]) -> list[Held]:
    """``find`` and, each by itself, the quotations that go on in a new sentence behind its reporting phrase.

    Nothing where none of its own sentence is left.
    """
    near, far = _split(scene, find.content, sorted((*find.source, *find.cue)))
    first = settled(scene, replace(find, content=tuple(near)))
    if first is None:
        return []
    after = antecedent or find.source
    return [Held(first, antecedent, scene), *(held for span in far for held in _going_on(scene, span, after))]


def _going_on(scene: Scene, span: Span, source: tuple[Span, ...]) -> Iterator[Held]:
    """The quotation at ``span``, if there is one, as a statement that goes on from one by ``source``."""
    if any(not is_name(scene.text, q) for q in scene.overlapping(span)):
        said = settled(scene, Find((), (), (span,), "model"))
        if said is not None:
            yield Held(said, source, scene)


def _differ(passage: Passage, parted: Sequence[Held], split: Split) -> bool:
    """Whether parts are told apart: the first is in the outlet's words and another quoted, or the acts differ."""
    whole = [attribution(held, 1.0, "") for held in parted]
    if whole[0].quote_type == "indirect" and any(a.quote_type == "direct" for a in whole[1:]):
        return True
    return split == "act" and len({act_of(parted[0].scene.text, a, [passage]) for a in whole}) > 1


def settled(scene: Scene, find: Find) -> Find | None:
    """``find`` set against the quotations; ``None`` where no sound statement is left of it."""
    done = settle(scene, find)
    if any(s.start < scene.span.start for s in find.source):
        done = replace(done, source=find.source)  # "She went on:", and the quotation in the next paragraph
    done = replace(done, content=_without(done.content, [*done.source, *done.cue]))
    done = replace(done, content=tidy(scene.text, done.content))
    return done if sound(done) else None


def _tidied(stream: Stream, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of ``spans`` inside the stream's passages, without punctuation at their ends."""
    found = (s for _, inside in sorted(_by_passage(stream, spans).items()) for s in inside)
    return tidy(stream.scenes[0].text, found)


def _by_passage(stream: Stream, spans: Iterable[Span]) -> dict[int, list[Span]]:
    """The parts of ``spans`` in each passage of the stream, by its number, in text order."""
    parts: dict[int, list[Span]] = {}
    for span in sorted(spans):
        n = stream.number(span.start)
        while n < len(stream.scenes) and stream.scenes[n].span.start < span.end:
            whole = stream.scenes[n].span
            cut = Span(max(span.start, whole.start), min(span.end, whole.end))
            if cut.start < cut.end:
                parts.setdefault(n, []).append(cut)
            n += 1
    return parts


def _without(spans: Iterable[Span], fixed: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of ``spans`` that no span of ``fixed`` covers."""
    left = sorted(spans)
    for cut in fixed:
        left = (
            [
                p
                for s in left
                for p in (Span(s.start, min(s.end, cut.start)), Span(max(s.start, cut.end), s.end))
                if p.start < p.end
            ]
            if any(s.overlaps(cut) for s in left)
            else left
        )
    return tuple(left)


def _runs(text: str, spans: Sequence[Span], fixed: Sequence[Span]) -> list[Span]:
    """The stretches joined over small holes, without those too small to count and far from the rest.

    A stretch of a word or two is kept where only the reporting phrase parts it from the rest ("The dam, he said, is
    safe").
    """
    joined: list[Span] = []
    for span in spans:
        hole = Span(joined[-1].end, span.start) if joined else span
        if (
            joined
            and _loose(text, hole, fixed) <= BRIDGE
            and not ends_sentence(hole.of(text))
            and not any(s.start < hole.end and hole.start < s.end for s in fixed)
        ):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    sizes = [len(_WORD.findall(text, *s)) for s in joined]
    most = max(sizes)
    kept = []
    for n, (span, size) in enumerate(zip(joined, sizes, strict=True)):
        gaps = [Span(joined[n - 1].end, span.start)] if n else []
        gaps += [Span(span.end, joined[n + 1].start)] if n + 1 < len(joined) else []
        near = any(_loose(text, gap, fixed) <= BRIDGE for gap in gaps)
        if size > STRAY or size * STRAY_RATIO > most or near:
            kept.append(span)
    return kept


def _loose(text: str, gap: Span, fixed: Sequence[Span]) -> int:
    """Words of ``gap`` that belong to neither source nor cue."""
    return sum(1 for m in _WORD.finditer(text, *gap) if not any(s.start < m.end() and m.start() < s.end for s in fixed))


def _split(scene: Scene, spans: Sequence[Span], fixed: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The stretches of the reporting phrase's own sentence, and the quotations that go on in a new one behind it."""
    for n, span in enumerate(spans):
        if n == 0 or not any(not is_name(scene.text, q) for q in scene.overlapping(span)):
            continue
        if any(s.start >= span.start for s in fixed):
            continue
        gap = scene.text[spans[n - 1].end : span.start].rstrip("\"“'‘`")
        if any(spans[n - 1].end <= s.start for s in fixed) and (ends_sentence(gap) or gap.rstrip().endswith(":")):
            return list(spans[:n]), list(spans[n:])
    return list(spans), []


def ends_sentence(gap: str) -> bool:
    """Whether a sentence ends in ``gap``, the full stop of an abbreviation aside."""
    return any(not _ABBREVIATED.search(gap[: m.start() + 1]) for m in _SENTENCE_ENDS.finditer(gap))
