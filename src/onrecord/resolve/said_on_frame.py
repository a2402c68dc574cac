"""Which time expression dates the act of speaking, and which the thing spoken of: read from the parse."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.model.timex import ResolvedTime
from onrecord.nlp.parse import Parse, Passage
from onrecord.resolve.located import Located, sentence_at

_VERBS = frozenset({"VERB", "AUX"})
_LIGHT = frozenset({"ADP", "ADV", "DET", "CCONJ", "PUNCT"})
_DESCRIBING = frozenset({"poss", "compound", "nummod", "amod", "nmod"})
_SIMULTANEOUS = frozenset({"as", "while", "when"})
_MAX_CLIMB = 40
"""Heads followed at most: no sentence of prose is deeper, and a broken parse may run in a circle."""


class Frames:
    """The parsed passages of a report, with the time expressions that lie in them."""

    def __init__(self, passages: Sequence[Passage], times: Sequence[ResolvedTime]) -> None:
        self.passages = passages
        self._located = Located((p.span, n) for n, p in enumerate(passages))
        self._times = sorted(times, key=lambda t: t.span)
        self._time_starts = [t.span.start for t in self._times]

    def passage_at(self, offset: int) -> int | None:
        """The index of the passage that holds the character, or ``None``."""
        return self._located.at(offset)

    def times_in(self, span: Span) -> list[ResolvedTime]:
        """The time expressions inside ``span``."""
        first = bisect_right(self._time_starts, span.start - 1)
        last = bisect_right(self._time_starts, span.end - 1)
        return [t for t in self._times[first:last] if t.span.end <= span.end]

    def sentence_of(self, offset: int) -> Span | None:
        """The sentence that holds the character."""
        i = self.passage_at(offset)
        if i is None:
            return None
        return sentence_at(self.passages[i].parse, offset)

    def speaking_times(self, attribution: Attribution) -> list[ResolvedTime]:
        """The times outside the content that hang on the attribution's cue, the nearest to it first."""
        if not attribution.cue:
            return []
        cue = attribution.cue[0]
        i = self.passage_at(cue.start)
        sentence = self.sentence_of(cue.start)
        if i is None or sentence is None:
            return []
        parse = self.passages[i].parse
        cues = {t.i for c in attribution.cue for t in parse.over(c)}
        found = [
            t
            for t in self.times_in(sentence)
            if not any(c.overlaps(t.span) for c in attribution.content)
            and not (_coarse(t) and any(s.contains(t.span) for s in attribution.source))
            and (_hangs_on(parse, t.span, cues) or _opens(parse, sentence, t.span, attribution.source))
        ]
        return sorted(found, key=lambda t: min(abs(t.span.start - cue.end), abs(cue.start - t.span.end)))

    def told_times(self, content: Sequence[Span]) -> list[ResolvedTime]:
        """The times inside the content that can date what it tells, those of its main clause first.

        Left out: a time that only describes a thing ("Monday's debate", "the 2014 law").
        """
        inside = [t for span in content for t in self.times_in(span) if not self._describes(t.span)]
        return sorted(inside, key=lambda t: (self._depth(t.span), t.span))

    def _describes(self, span: Span) -> bool:
        i = self.passage_at(span.start)
        if i is None:
            return False
        parse = self.passages[i].parse
        heads = [parse.tokens[t.head] for t in parse.over(span) if t.dep in _DESCRIBING]
        # in "8 and 13 October" the first day describes the month, which is a time itself
        return any(
            head.start >= span.end
            and not any(t.span.start <= head.start for t in self.times_in(Span(span.end, head.end)))
            for head in heads
        )

    def _depth(self, span: Span) -> int:
        """Verbs above the expression in its sentence."""
        i = self.passage_at(span.start)
        if i is None:
            return 0
        parse = self.passages[i].parse
        inside = parse.over(span)
        return sum(parse.tokens[k].pos == "VERB" for k in _path(parse, inside[0].i)) if inside else 0


def _coarse(time: ResolvedTime) -> bool:
    """Whether the time is longer than a day: inside a source it names a thing ("the 1951 convention")."""
    return time.earliest != time.latest or time.earliest is None


def _path(parse: Parse, i: int) -> list[int]:
    """The heads above token ``i``, nearest first."""
    found: list[int] = []
    for _ in range(_MAX_CLIMB):
        head = parse.tokens[i].head
        if head == i:
            break
        found.append(head)
        i = head
    return found


def _hangs_on(parse: Parse, span: Span, cues: set[int]) -> bool:
    """Whether the expression depends on a cue token with no other clause between, or stands right beside it."""
    inside = parse.over(span)
    if not inside or not cues:
        return False
    if _beside(parse, inside[0].i, inside[-1].i, cues):
        return True
    own = {t.i for t in inside}
    top = next((t.i for t in inside if t.head not in own or t.head == t.i), inside[-1].i)
    for head in _path(parse, top):
        token = parse.tokens[head]
        if head in cues:
            return True
        if token.pos in _VERBS:
            # "accused them as he opened the talks on Monday": a clause of the same moment
            same_moment = token.dep == "advcl" and any(t.lower in _SIMULTANEOUS for t in parse.children(head))
            return same_moment and bool(cues & set(_path(parse, head)))
    return False


def _opens(parse: Parse, sentence: Span, span: Span, source: Sequence[Span]) -> bool:
    """As in "On Friday Ms Lind ...": the expression stands between the start of the sentence and the source."""
    if not source or not sentence.start <= span.start < span.end <= source[0].start:
        return False
    before = parse.over(Span(sentence.start, span.start))
    between = parse.over(Span(span.end, source[0].start))
    light = all(t.pos in _LIGHT for t in (*before, *between))
    return light and len(before) <= 3 and len(between) <= 2


def _beside(parse: Parse, first: int, last: int, cues: set[int]) -> bool:
    """As in "said on Friday", "said earlier Friday", "told reporters on Friday": up to two words after the cue."""
    before = parse.tokens[max(0, first - 3) : first]
    if any(t.i in cues for t in before):
        after_cue = [t for t in before if t.i > max(cues & {b.i for b in before})]
        return all(t.pos in {"ADP", "ADV", "DET"} or t.lower in {"reporters", "journalists"} for t in after_cue)
    # "Friday said", "later on Friday announced"
    following = parse.tokens[last + 1 : last + 2]
    return any(t.i in cues for t in following)
