"""What the encoder reads, brought into the parse."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.extract.names import entity_mentions
from onrecord.model.report import Section
from onrecord.nlp.encoder.runtime import Encoder, Name, Reading
from onrecord.nlp.parse import Cited, Passage
from onrecord.nlp.spacy_parser import SpacyParser
from onrecord.runtime.clock import StageClock
from onrecord.runtime.passages import dated, named, read_passages
from tests.passages import article, locate

TEXT = """Ada Brenn told The Echo that Orlu slept last week. Now nobody sings.

President Brenn left Orlu, Ghana on Friday."""


class Planted(Encoder):
    """Reads what it is given."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading

    def read(self, text: str, streams: object) -> Reading:
        return self.reading


def planted(*names: tuple[str, str, int], cited: tuple[Cited, ...] = ()) -> Encoder:
    found = sorted((Name(locate(TEXT, words, nth), kind) for words, kind, nth in names), key=lambda n: n.span)
    return Planted(Reading(cited, tuple(found)))


def read(encoder: Encoder | None, *times: str) -> list[Passage]:
    spans = [locate(TEXT, words) for words in times]
    return read_passages(
        TEXT, [Section(0, len(TEXT), "article")], SpacyParser(names=False), encoder, StageClock(), spans
    )


def entities(passages: list[Passage]) -> list[list[tuple[str, str]]]:
    for passage in passages:
        assert all(passage.span.contains(e.span) for e in passage.parse.entities)
        assert all(passage.parse.span(e.first, e.last).contains(e.span) for e in passage.parse.entities)
        assert all(a.last <= b.first for a, b in pairwise(passage.parse.entities))
    return [[(e.span.of(TEXT), e.label) for e in p.parse.entities] for p in passages]


NAMES = (
    ("Ada Brenn", "Person", 0), ("The Echo", "Organization", 0), ("Orlu", "Organization", 0),
    ("President Brenn", "Person", 0), ("Orlu, Ghana", "Location", 0), ("Friday", "Date", 0),
)  # fmt: skip


def test_names_lie_in_their_passages_cleaned_and_agreed():
    assert entities(read(planted(*NAMES))) == [
        [("Ada Brenn", "PERSON"), ("The Echo", "ORG"), ("Orlu", "ORG")],
        [("Brenn", "PERSON"), ("Orlu, Ghana", "GPE"), ("Friday", "DATE")],
    ]


def test_time_expressions_take_the_place_of_the_encoders_dates():
    found = entities(read(planted(*NAMES), "last week", "Now"))
    assert ("last week", "DATE") in found[0]
    assert ("Now", "DATE") not in found[0]
    assert ("Friday", "DATE") not in found[1]


def test_a_time_inside_a_name_gives_way():
    text = "They read the Sunday Echo on Sunday."
    (passage,) = article(text)[1]
    parse = named(passage.parse, [Name(locate(text, "Sunday Echo"), "Organization")])
    parse = dated(parse, [locate(text, "Sunday"), locate(text, "Sunday", 1)])
    assert [(e.span.of(text), e.label) for e in parse.entities] == [("Sunday Echo", "ORG"), ("Sunday", "DATE")]


def test_what_is_cited_goes_to_the_passage_of_its_cue():
    one = Cited((locate(TEXT, "Ada Brenn"),), (locate(TEXT, "told"),), (locate(TEXT, "Orlu"),), 0.9)
    two = Cited((), (), (locate(TEXT, "Ghana"),), 0.5)
    assert [p.cited for p in read(planted(cited=(one, two)))] == [(one,), (two,)]


def test_without_an_encoder_the_passages_are_the_parsers():
    assert [p.parse.entities for p in read(None)] == [(), ()]


@pytest.mark.parametrize(("kind", "expected"), [("Misc", "misc"), ("Product", "product"), ("Facility", "facility")])
def test_each_kind_of_name_reaches_the_mentions(kind, expected):
    (mention,) = entity_mentions(TEXT, read(planted(("Orlu", kind, 0))))
    assert (mention.name, mention.kind) == ("Orlu", expected)


@pytest.mark.parametrize("kind", ["Date", "Money"])
def test_dates_and_amounts_are_no_names(kind):
    assert entity_mentions(TEXT, read(planted(("Orlu", kind, 0)))) == ()
