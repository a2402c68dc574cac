"""A passage as evidence is looked for in it: what it names, and the parts of statements that stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.extract.evidence_facts import MAX_CLIMB
from onrecord.extract.evidence_mentions import Mention
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Passage, Token


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage, the evidence it names, and the parts of attributions in it as (attribution, part, span)."""

    passage: Passage
    caption: bool
    mentions: Sequence[Mention]
    parts: list[tuple[int, str, Span]] = field(default_factory=list)

    def tokens(self, span: Span) -> Sequence[Token]:
        """The tokens that share a character with ``span``."""
        return self.passage.parse.over(span)

    def sentence(self, i: int) -> Span:
        """The sentence of token ``i``."""
        sentences = self.passage.parse.sentences
        k = max(bisect_right(sentences, i, key=lambda s: s[0]) - 1, 0)
        return self.passage.parse.span(*sentences[k])

    def path(self, i: int, steps: int = MAX_CLIMB) -> list[int]:
        """Token ``i`` and those it hangs from, up to ``steps`` further up."""
        path = [i]
        for _ in range(steps):
            head = self.passage.parse.tokens[i].head
            if head == i:
                break
            path.append(head)
            i = head
        return path

    def around(self, at: int) -> list[tuple[int, str, Span]]:
        """The parts that hold the character at ``at``.

        A content holds what lies between its pieces too, but for its own source and cue.
        """
        inside = [(n, part, span) for n, part, span in self.parts if span.start <= at < span.end]
        named = {n for n, _, _ in inside}
        pieces: dict[int, list[Span]] = {}
        for n, part, span in self.parts:
            if part == "content" and n not in named:
                pieces.setdefault(n, []).append(span)
        for n, spans in pieces.items():
            whole = Span(spans[0].start, spans[-1].end)
            if whole.start <= at < whole.end:
                inside.append((n, "content", whole))
        return inside


def place_parts(attributions: Sequence[Attribution], scenes: Sequence[Scene]) -> None:
    """Give each of ``scenes`` (in text order) the parts of the attributions that stand in it."""
    starts = [s.passage.span.start for s in scenes]
    for n, attribution in enumerate(attributions):
        for part, span in _named_parts(attribution):
            k = max(bisect_right(starts, span.start) - 1, 0)
            while k < len(scenes) and starts[k] < span.end:
                if scenes[k].passage.span.overlaps(span):
                    scenes[k].parts.append((n, part, span))
                k += 1


def _named_parts(attribution: Attribution) -> Iterator[tuple[str, Span]]:
    for part, spans in (("source", attribution.source), ("cue", attribution.cue), ("content", attribution.content)):
        yield from ((part, span) for span in spans)
