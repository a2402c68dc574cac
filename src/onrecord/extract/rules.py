"""The rule- and parse-based attribution engine.

The pattern families each live in a module (``verb_cues``, ``direct``, ``according``, ``nominal``, ``labels``,
``continuation``) and yield :class:`~onrecord.extract.finds.Find`; here they are run over a report's passages, set
against the quotations, freed of duplicates and given a confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.extract.according import find_according_to
from onrecord.extract.continuation import Floor, goes_on
from onrecord.extract.cues import Lexicon, load_lexicon
from onrecord.extract.direct import cue_beside, ends_at, settle
from onrecord.extract.finds import Family, Find, Held, Scene, streams
from onrecord.extract.labels import find_labels
from onrecord.extract.nominal import find_nominal_cues
from onrecord.extract.quotes import Quotation
from onrecord.extract.quotetype import is_name, quote_type
from onrecord.extract.verb_cues import find_verb_cues
from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Passage

CONFIDENCE: dict[Family, float] = {
    "clause": 0.85,
    "according": 0.75,
    "quote": 0.8,
    "continuation": 0.9,
    "document": 0.7,
    "belief": 0.55,
    "object": 0.5,
    "infinitive": 0.5,
    "preposition": 0.5,
    "passive": 0.5,
    "nominal": 0.4,
    "nested": 0.5,
    "label": 0.7,
    "headline": 0.7,
    "model": 0.5,
}
"""How sure a family of patterns is: the share of its finds that match an annotated attribution in content and source
(IoU of 0.5 each, a running quotation counted with the statement it goes on from), rounded to 0.05, on 160 reports of
the PolNeAR training part drawn at random (2,530 finds). Continuations: the share of 279 credited to the right speaker.
Speakers inside a quotation are hardly annotated there, passives, labels and headlines too rare: set by hand."""


class RuleEngine:
    """Attributions by lexicon, parse and quotation marks; behind ``AttributionEngine``."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()

    @property
    def name(self) -> str:
        """``rules/1``."""
        return "rules/1"

    def attributions(self, text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> list[Attribution]:
        """The attributions of one report, in order of their first character.

        Passages of sections that no statement may be taken from are passed over. Time is linear in the passages.
        """
        held = (h for stream in streams(text, sections, passages) for h in self.finds(stream.scenes))
        return sorted((attribution(h, CONFIDENCE[h.find.family], self.name) for h in held), key=first_character)

    def finds(self, scenes: Sequence[Scene]) -> list[Held]:
        """What is found in passages that are read on from one to the next, in the order of the passages."""
        floor: Floor | None = None
        found: list[Held] = []
        for number, scene in enumerate(scenes):
            here, floor = self._passage(scene, number, floor)
            found += (Held(f, a, scene) for f, a in here)
        return found

    def _passage(
        self, scene: Scene, number: int, floor: Floor | None
    ) -> tuple[list[tuple[Find, tuple[Span, ...]]], Floor | None]:
        """The finds of one passage, each with its antecedent, and who has the floor after it."""
        held = [f for f in (settle(scene, f) for f in _once(self._families(scene))) if sound(f)]
        spoken = {q.outer for f in held if f.family != "nested" for s in f.content for q in scene.overlapping(s)}
        found: list[tuple[Find, tuple[Span, ...]]] = [(f, ()) for f in held]
        places = {f.at: n for n, f in enumerate(held) if f.at >= 0}
        speaking = sorted((f for f in held if _quotes(scene, f)), key=ends_at)
        turn = 0
        for q in scene.quotations:
            while turn < len(speaking) and ends_at(speaking[turn]) <= q.outer.start:
                floor = _floor(scene, number, speaking[turn], floor)
                turn += 1
            if q.outer in spoken:
                continue
            beside = cue_beside(scene, q, self._lexicon)
            beside = settle(scene, beside) if beside is not None else None
            if beside is not None and sound(beside):
                spoken.update(p.outer for s in beside.content for p in scene.overlapping(s))
                floor = self._take(scene, number, q, beside, found, places)
            elif floor is not None and goes_on(scene, number, q, floor):
                more = settle(scene, Find((), (), (q.outer,), "continuation"))
                if more.content:
                    spoken.update(p.outer for s in more.content for p in scene.overlapping(s))
                    found.append((more, floor.source))
                    floor = replace(floor, end=q.outer.end, passage=number, open=not q.closed)
        for find in speaking[turn:]:
            floor = _floor(scene, number, find, floor)
        return found, floor

    def _families(self, scene: Scene) -> Iterable[Find]:
        yield from find_labels(scene, self._lexicon)
        yield from find_verb_cues(scene, self._lexicon)
        yield from find_according_to(scene, self._lexicon)
        yield from find_nominal_cues(scene, self._lexicon)

    def _take(
        self,
        scene: Scene,
        number: int,
        q: Quotation,
        beside: Find,
        found: list[tuple[Find, tuple[Span, ...]]],
        places: dict[int, int],
    ) -> Floor:
        """Add a quotation under its reporting verb, joined to a quotation that the verb already holds."""
        n = places.get(beside.at)
        if n is None:
            places[beside.at] = len(found)
            found.append((beside, ()))
        else:
            held = found[n][0]
            if not any(scene.overlapping(s) for s in held.content):
                return Floor(held.source, ends_at(held), number, scene.flow, open=False)
            beside = replace(held, content=tuple(sorted({*held.content, *beside.content})), family="quote")
            found[n] = (beside, ())
        return Floor(beside.source, max(ends_at(beside), q.outer.end), number, scene.flow, open=not q.closed)


def attribution(held: Held, confidence: float, engine: str) -> Attribution:
    """The attribution that a find becomes."""
    near = [q for s in held.find.content for q in held.scene.overlapping(s)]
    return Attribution(
        source=held.find.source,
        cue=held.find.cue,
        content=held.find.content,
        quote_type=quote_type(held.scene.text, held.find.content, near),
        confidence=confidence,
        engine=engine,
        antecedent=held.antecedent,
    )


def _quotes(scene: Scene, find: Find) -> bool:
    """Whether a find holds a quotation that a later one can go on from."""
    held = (q for s in find.content for q in scene.overlapping(s))
    return find.family != "nested" and bool(find.source) and any(not is_name(scene.text, q) for q in held)


def _floor(scene: Scene, number: int, find: Find, floor: Floor | None) -> Floor:
    """The floor once ``find`` has been said; what goes on beyond it keeps the later end."""
    last = [q for s in find.content for q in scene.overlapping(s)][-1:]
    end = ends_at(find)
    if floor is not None and floor.passage == number and floor.end > end:
        return floor
    return Floor(find.source, end, number, scene.flow, open=any(not q.closed for q in last))


def _once(finds: Iterable[Find]) -> list[Find]:
    """The finds without a second one for the same cue word and content, or the same source and content."""
    kept: list[Find] = []
    seen: set[tuple[int, Span]] = set()
    said: set[tuple[tuple[Span, ...], tuple[Span, ...]]] = set()
    for find in finds:
        if (find.source, find.content) in said:
            continue
        said.add((find.source, find.content))
        if find.at >= 0 and find.content:
            if (find.at, find.content[0]) in seen:
                continue
            seen.add((find.at, find.content[0]))
        kept.append(find)
    return kept


def sound(find: Find) -> bool:
    """Whether there is content, and source, cue and content keep clear of each other (else a parse gone wrong)."""
    beside = (*find.source, *find.cue)
    return bool(find.content) and not (
        any(s.overlaps(c) for c in find.content for s in beside)
        or any(s.overlaps(c) for c in find.cue for s in find.source)
    )


def first_character(attribution: Attribution) -> tuple[int, int]:
    """Sort key: the first character of an attribution, and the last."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    return min(s.start for s in spans), max(s.end for s in spans)
