"""The encoder's engine: what the model read as attributed, completed by the rules where the model was not taught.

The model was taught on the running text of news articles. Headlines, captions and labels ("Ann Lee, mayor: ..."), a
quotation that runs on without a cue, and a speaker inside another's statement are read by the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.cleaned import Split, clean
from onrecord.extract.finds import Family, Find, Held, Stream, streams
from onrecord.extract.hollow import hollow
from onrecord.extract.rules import CONFIDENCE, RuleEngine, attribution, first_character
from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Passage

SAME = 0.5
"""Intersection over union (of characters) from which two contents, or two sources, are the same."""
WITHIN: frozenset[Family] = frozenset({"nested", "clause", "nominal"})
"""Families whose finds stand inside what the model credits to another speaker: the inner one speaks there. The model
was taught next to none of these."""
ALONE = 0.3
"""Confidence below which the model is not heard where the rules find nothing: each costs more than it brings."""
UNSOURCED = 0.5
"""The same for what the model credits to nobody."""
BESIDE = 0.6
"""The same in headlines and captions, which the model was not taught."""
UNSECONDED = 0.6
"""What the rules' confidence is multiplied by where the model has nothing: of 125 such finds in the running text of the
dev part .37 match the annotation, where the families' own confidence says .62."""
SURE = 0.8
"""Confidence of the outer statement from which the one inside it is told too, though it makes up most of the outer one.
The annotators of the dev part leave it out: it costs .001 of attribution F1 there."""
DISPUTED = 0.75
"""What the model's confidence is multiplied by where the rules give the same content to another source (89 of them: .65
match, where the model says .76)."""
DOUBT = 0.5
"""Confidence below which the rules' content is taken where both read one cue and the contents differ."""

_OUTLET = frozenset({"we", "us"})
"""How an outlet speaks of itself. "I" is a person: the author of a column, named in the byline."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement on its way out: as held, how sure (0..1), and the engine it is from."""

    held: Held
    confidence: float
    engine: str

    @property
    def source(self) -> tuple[Span, ...]:
        """Who says it, here or in the statement that it goes on from."""
        return self.held.find.source or self.held.antecedent

    @property
    def content(self) -> tuple[Span, ...]:
        """What is said."""
        return self.held.find.content


class EncoderEngine:
    """Attributions by the encoder, with the rules beside it; behind ``AttributionEngine``.

    Reads :attr:`onrecord.nlp.parse.Passage.cited`, which the runtime fills from the model named ``model``. ``split``
    says when a quotation that goes on behind its reporting phrase is a statement of its own.
    """

    def __init__(self, model: str, rules: RuleEngine | None = None, *, split: Split = "never") -> None:
        self._model = model
        self._rules = rules or RuleEngine()
        self._split = split

    @property
    def name(self) -> str:
        """The model's name, for example ``encoder/1``."""
        return self._model

    def attributions(self, text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> list[Attribution]:
        """See :meth:`onrecord.extract.engine.AttributionEngine.attributions`.

        Time is linear in the passages.
        """
        body, beside = streams(text, sections, passages)
        claims = [*self._body(body), *self._beside(beside)]
        return sorted((attribution(c.held, c.confidence, c.engine) for c in claims), key=first_character)

    def first(self, stream: Stream) -> list[Claim]:
        """What the model found in a stream, cleaned, each content once.

        Of two that are the same the one that names its source, then the surer one.
        """
        found = (
            Claim(held, cited.confidence, self._model)
            for n, passage in enumerate(stream.passages)
            for cited in passage.cited
            for held in clean(stream, n, cited, split=self._split)
        )
        kept: dict[int, list[Claim]] = {}
        ranked = sorted((c for c in found if not _own_voice(c)), key=lambda c: (not c.held.find.source, -c.confidence))
        for claim in ranked:
            here = kept.setdefault(claim.held.scene.span.start, [])
            if all(overlap(claim.content, other.content) < SAME for other in here):
                here.append(claim)
        return [c for start in sorted(kept) for c in kept[start]]

    def second(self, stream: Stream) -> list[Claim]:
        """What the rules found in a stream."""
        return [Claim(h, CONFIDENCE[h.find.family], self._rules.name) for h in self._rules.finds(stream.scenes)]

    def _body(self, stream: Stream) -> Iterator[Claim]:
        model, rules = by_passage(self.first(stream)), by_passage(self.second(stream))
        for start in sorted({*model, *rules}):
            claims = _complete(model.get(start, []), rules.get(start, []))
            yield from (c for c in claims if not hollow(c.held.scene, c.held.find, sure=c.confidence >= DOUBT))

    def _beside(self, stream: Stream) -> Iterator[Claim]:
        """The rules have the first word beside the running text."""
        rules = self.second(stream)
        yield from rules
        known = by_passage(rules)
        for claim in self.first(stream):
            others = known.get(claim.held.scene.span.start, [])
            if claim.confidence >= BESIDE and not any(overlap(claim.content, other.content) for other in others):
                yield claim


def by_passage(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    """Claims by the first offset of their passage."""
    found: dict[int, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.held.scene.span.start, []).append(claim)
    return found


def _complete(model: list[Claim], rules: list[Claim]) -> Iterator[Claim]:
    """The model's claims of one passage with what the rules make of them and add to them."""
    paired: dict[int, Claim] = {}
    for rule in rules:
        within = [rule.held.find.family in WITHIN and inside(rule, claim) for claim in model]
        # one who speaks inside another's statement is not the other, however much of it his words make up
        apart = [w and claim.confidence >= SURE and _tells(rule) for w, claim in zip(within, model, strict=True)]
        shares = [0.0 if a else overlap(rule.content, c.content) for a, c in zip(apart, model, strict=True)]
        share = max(shares, default=0.0)
        if share >= SAME:
            paired.setdefault(shares.index(share), rule)
            continue
        cue = rule.held.find.cue
        cued = next((n for n, c in enumerate(model) if shares[n] and overlap(cue, c.held.find.cue)), None)
        if cued is not None:
            if model[cued].confidence < DOUBT:
                paired.setdefault(cued, rule)
        elif not share or any(within):
            yield replace(rule, confidence=rule.confidence * UNSECONDED)
    for n, claim in enumerate(model):
        if n in paired:
            yield _weighed(claim, paired[n])
        elif claim.confidence >= (ALONE if claim.source else UNSOURCED):
            yield claim


def _tells(rule: Claim) -> bool:
    """Whether a find says that something is so ("the ministry believes that", "claims that"), outside any quotation."""
    find, scene = rule.held.find, rule.held.scene
    at = (*find.cue, *find.content)[0].start
    if scene.quotation_at(at) is not None:
        return False
    lead = scene.text[max(scene.span.start, find.content[0].start - 6) : find.content[0].start]
    return find.family == "clause" or (find.family == "nominal" and lead.strip().lower() == "that")


def _weighed(claim: Claim, rule: Claim) -> Claim:
    """The model's claim where the rules found the same content, or another under the same cue."""
    if overlap(claim.content, rule.content) < SAME:
        return rule
    held, find, theirs = claim.held, claim.held.find, rule.held.find
    if all(any(t.contains(s) for t in theirs.source) for s in find.source) and clear(theirs.source, find):
        held = replace(held, find=replace(find, source=theirs.source))
    agreed = overlap(claim.source, rule.source) >= SAME or not (claim.source or rule.source)
    sure = 1 - (1 - claim.confidence) / 2 if agreed else claim.confidence * DISPUTED
    return replace(claim, held=held, confidence=sure)


def clear(source: Sequence[Span], find: Find) -> bool:
    """Whether a source keeps clear of the cue and content of ``find``; false of none."""
    return bool(source) and not any(s.overlaps(t) for s in source for t in (*find.cue, *find.content))


def _own_voice(claim: Claim) -> bool:
    """Whether the outlet speaks of itself: "we reported", outside any quotation."""
    scene = claim.held.scene
    return any(s.of(scene.text).lower() in _OUTLET and not scene.quotation_at(s.start) for s in claim.source)


def inside(inner: Claim, outer: Claim) -> bool:
    """Whether one claim's cue and content stand wholly inside another's content."""
    return all(any(whole.contains(s) for whole in outer.content) for s in (*inner.content, *inner.held.find.cue))


def overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Intersection over union, in characters, of two sets of spans without overlaps of their own; 0 of two empty."""
    shared = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a for t in b)
    whole = sum(s.end - s.start for s in (*a, *b)) - shared
    return shared / whole if whole else 0.0
