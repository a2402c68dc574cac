"""A report's paragraphs to passages: parsed, with the names and attributions that the encoder reads in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.extract.names import settled
from onrecord.extract.quotes import find_quotations
from onrecord.model.report import BODY_KINDS, STATEMENT_KINDS, Section
from onrecord.model.spans import Span
from onrecord.nlp.encoder.runtime import Encoder, Name
from onrecord.nlp.parse import Entity, Parse, Parser, Passage
from onrecord.runtime.clock import StageClock
from onrecord.segment.paragraphs import paragraphs

Numbered = tuple[int, Span]
"""A section's index and a paragraph in it."""

LABELS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "GPE",
    "Facility": "FAC",
    "NORP": "NORP",
    "Product": "PRODUCT",
    "Misc": "MISC",
    "Date": "DATE",
    "Money": "MONEY",
}
"""The encoder's kinds of names as labels of the parse, which are those of OntoNotes 5 (and MISC)."""

_OTHER_MARKS = frozenset("'‘’‚‛«»‹›„‟")
_TIME_WORDS = frozenset({"NOUN", "PROPN", "NUM"})


def read_passages(
    text: str,
    sections: Sequence[Section],
    parser: Parser,
    encoder: Encoder | None,
    clock: StageClock,
    times: Sequence[Span] = (),
) -> list[Passage]:
    """The passages of the sections that a statement may be taken from, in text order.

    Without an encoder the names are the parser's, and nothing is cited. With one, the dates among the entities are the
    time expressions ``times`` where they are given: the encoder reads days of the calendar only, no "last week".
    """
    wanted = [(n, s) for n, s in paragraphs(text, sections) if sections[n].kind in STATEMENT_KINDS]
    with clock.stage("parse"):
        passages = list(_parsed(text, wanted, parser))
    if encoder is None or not passages:
        return passages
    with clock.stage("encoder"):
        streams = _streams(wanted, sections)
        reading = encoder.read(quoted_alike(text, streams), streams)
    starts = [p.span.start for p in passages]
    cited: list[list[int]] = [[] for _ in passages]
    names: list[list[Name]] = [[] for _ in passages]
    for n, found in enumerate(reading.cited):
        cited[max(0, bisect_right(starts, found.anchor.start) - 1)].append(n)
    for name in reading.names:
        names[max(0, bisect_right(starts, name.span.start) - 1)].append(name)
    times = sorted(times)
    read = []
    for passage, found_names, mine in zip(passages, names, cited, strict=True):
        first = bisect_left(times, passage.span.start, key=lambda s: s.start)
        last = bisect_left(times, passage.span.end, key=lambda s: s.start)
        these = [n for n in found_names if n.kind != "Date"] if times else found_names
        parse = dated(named(passage.parse, these), times[first:last])
        read.append(replace(passage, parse=parse, cited=tuple(reading.cited[n] for n in mine)))
    return settled(text, read)


def quoted_alike(text: str, streams: Sequence[Sequence[Span]]) -> str:
    """``text``, as long, with the marks of its outermost quotations turned into double ones.

    The encoder was taught on newspapers that quote so; to it ‘this’ and «this» are hardly quotations.
    """
    chars = None
    for stream in streams:
        for quotation in (q for found in find_quotations(text, stream) for q in found if q.depth == 0):
            ends = (
                (quotation.outer.start, quotation.inner.start, "“"),
                (quotation.inner.end, quotation.outer.end, "”"),
            )
            for start, end, mark in ends:
                if end - start == 1 and text[start] in _OTHER_MARKS:
                    chars = chars or list(text)
                    chars[start] = mark
    return "".join(chars) if chars else text


def named(parse: Parse, names: Iterable[Name]) -> Parse:
    """The parse with these names as its entities; one that holds no whole character of a token is left out."""
    entities = []
    for name in names:
        first, last = parse.at(name.span)
        if first < last:
            entities.append(Entity(first, last, LABELS[name.kind], name.span))
    return replace(parse, entities=tuple(entities))


def dated(parse: Parse, times: Iterable[Span]) -> Parse:
    """The parse with these time expressions among its entities, where they overlap none.

    One word that is no noun or number ("now", "recent", "currently") is left out: it is never mistaken for a part of a
    name or of what is counted.
    """
    held = {i for e in parse.entities for i in range(e.first, e.last)}
    entities = list(parse.entities)
    for span in times:
        first, last = parse.at(span)
        named_time = last - first > 1 or (first < last and parse.tokens[first].pos in _TIME_WORDS)
        if named_time and held.isdisjoint(range(first, last)):
            entities.append(Entity(first, last, "DATE", span))
    return replace(parse, entities=tuple(sorted(entities, key=lambda e: e.first)))


def _parsed(text: str, wanted: Sequence[Numbered], parser: Parser) -> Iterator[Passage]:
    owners = iter(wanted)
    number, span = -1, Span(0, 0)
    for parse in parser.parse(text, [s for _, s in wanted]):
        if not parse.tokens:
            continue
        while parse.tokens[0].start >= span.end:  # a very long paragraph comes in several parses
            number, span = next(owners)
        yield Passage(number, Span(parse.tokens[0].start, parse.tokens[-1].end), parse)


def _streams(wanted: Sequence[Numbered], sections: Sequence[Section]) -> list[list[Span]]:
    """The paragraphs that go on from one another.

    They are the article's body, the body of each live entry, and each headline or caption by itself.
    """
    streams: dict[tuple[str, int | None], list[Span]] = {}
    for number, span in wanted:
        section = sections[number]
        key = ("body", section.entry) if section.kind in BODY_KINDS else ("beside", number)
        streams.setdefault(key, []).append(span)
    return list(streams.values())
