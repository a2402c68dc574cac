"""Names in invented sentences, and the clean-up of what the parser gives."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.names import entity_mentions, settled
from onrecord.model.spans import Span
from onrecord.nlp.parse import Entity, Parse, Passage, Token
from tests.passages import article


def planted(text: str, *entities: tuple[str, str]) -> list[tuple[str, str]]:
    """The mentions over a parse whose entities are given: (characters, label)."""
    at, found = 0, []
    for words, label in entities:
        start = text.index(words, at)
        at = start + len(words)
        found.append(Entity(0, 1, label, Span(start, at)))
    token = Token(0, 0, len(text), text, text, "X", "XX", "ROOT", 0, "")
    passage = Passage(0, Span(0, len(text)), Parse.of([token], [(0, 1)], found))
    mentions = entity_mentions(text, [passage])
    assert all(" ".join(m.span.of(text).split()) == m.name for m in mentions)
    return [(m.name, m.kind) for m in mentions]


@pytest.mark.parametrize(
    ("words", "label", "name", "kind"),
    [
        ("the Orlu Ministry", "ORG", "Orlu Ministry", "organization"),
        ("Orlu Ministry", "PERSON", "Orlu Ministry", "organization"),
        ("Ada Brenn's", "PERSON", "Ada Brenn", "person"),
        ("Ada Brenn’s", "PERSON", "Ada Brenn", "person"),
        ("President Ada Brenn", "PERSON", "Ada Brenn", "person"),
        ("Lt. Gen. Ada Brenn", "PERSON", "Ada Brenn", "person"),
        ("“Ada Brenn”", "PERSON", "Ada Brenn", "person"),
        ("Ada Brenn\nShare this", "PERSON", "Ada Brenn", "person"),
        ("Harlow County", "PERSON", "Harlow County", "location"),
        ("Orlu Airport", "PERSON", "Orlu Airport", "facility"),
        ("Norway", "GPE", "Norway", "location"),
        ("U.S.", "GPE", "U.S.", "location"),
        ("Norwegians", "NORP", "Norwegians", "norp"),
        ("the Lantern Festival", "EVENT", "Lantern Festival", "event"),
        ("the Long Rain", "WORK_OF_ART", "Long Rain", "misc"),
        ("The Long Rain", "WORK_OF_ART", "The Long Rain", "misc"),
        ("The Echo", "ORG", "The Echo", "organization"),
        ("Lantern Treaty", "MISC", "Lantern Treaty", "misc"),
        ("Plan for the", "MISC", "Plan", "misc"),
        ("Roxley, Texas", "ORG", "Roxley, Texas", "location"),
        ("Roxley, N.C.", "ORG", "Roxley, N.C.", "location"),
        ("D-Ohio", "PERSON", "Ohio", "location"),
        ("Arts Centre of Harlow County", "ORG", "Arts Centre of Harlow County", "organization"),
        ("Ghana", "ORG", "Ghana", "location"),
        ("Utah", "PERSON", "Utah", "location"),
    ],
)
def test_a_name_is_cleaned_and_given_its_kind(words, label, name, kind):
    assert planted(f"They saw {words} today.", (words, label)) == [(name, kind)]


@pytest.mark.parametrize(
    ("words", "label"),
    [("Friday", "DATE"), ("300", "CARDINAL"), ("€5", "MONEY"), ("--", "ORG"), ("dawn", "PERSON"), ("Mr.", "PERSON")],
)
def test_what_is_no_name_is_left_out(words, label):
    assert planted(f"They saw {words} today.", (words, label)) == []


def test_a_clear_majority_settles_the_kind_of_a_name():
    text = "Brenn sang. Brenn danced. Brenn slept."
    assert planted(text, ("Brenn", "PERSON"), ("Brenn", "ORG"), ("Brenn", "PERSON")) == [("Brenn", "person")] * 3


def test_the_last_word_of_a_full_name_is_that_person():
    text = "Ada Brenn sang. Brenn danced."
    assert planted(text, ("Ada Brenn", "PERSON"), ("Brenn", "ORG")) == [("Ada Brenn", "person"), ("Brenn", "person")]


def test_a_name_behind_in_is_a_place_everywhere():
    text = "Fires burned in Orlu. Orlu slept. In Marlo Street nobody did, nor in NATO."
    found = planted(text, ("Orlu", "PERSON"), ("Orlu", "ORG"), ("NATO", "ORG"))
    assert found == [("Orlu", "location"), ("Orlu", "location"), ("NATO", "organization")]


def test_a_country_that_is_someones_name_stays_a_person():
    text = "Jordan Brenn sang. Jordan slept."
    assert planted(text, ("Jordan Brenn", "PERSON"), ("Jordan", "PERSON"))[1] == ("Jordan", "person")


def test_a_sentences_own_capital_article_is_no_part_of_a_name():
    assert planted("They left. The Echo closed.", ("The Echo", "ORG")) == [("Echo", "organization")]


def test_a_name_with_and_without_its_article_is_of_one_kind():
    text = "Echo rose. They read The Echo. Echo fell."
    found = planted(text, ("Echo", "ORG"), ("The Echo", "MISC"), ("Echo", "ORG"))
    assert {kind for _, kind in found} == {"organization"}


def test_settled_passages_carry_the_names_and_keep_the_dates():
    text = "The Orlu's mayor sang on Friday. Orlu slept. Orlu woke."
    tokens = [
        Token(i, m.start(), m.end(), m[0], m[0], "X", "XX", "ROOT", i, "")
        for i, m in enumerate(re.finditer(r"\w+|[^\w\s]", text))
    ]
    spans = [(Span(0, 10), "ORG"), (Span(25, 31), "DATE"), (Span(33, 37), "GPE"), (Span(45, 49), "GPE")]
    entities = [
        Entity(min(t.i for t in tokens if t.end > s.start), max(t.i for t in tokens if t.start < s.end) + 1, label, s)
        for s, label in spans
    ]
    passage = Passage(0, Span(0, len(text)), Parse.of(tokens, [(0, len(tokens))], entities))
    (done,) = settled(text, [passage])
    assert [(e.span.of(text), e.label) for e in done.parse.entities] == [
        ("Orlu", "GPE"), ("Friday", "DATE"), ("Orlu", "GPE"), ("Orlu", "GPE"),
    ]  # fmt: skip
    assert all(done.parse.span(e.first, e.last) == e.span for e in done.parse.entities)
    assert entity_mentions(text, [done]) == entity_mentions(text, [passage])


def test_a_bracket_left_open_is_cut():
    assert planted("The Orlu Trust (OT) closed.", ("Orlu Trust (OT", "ORG")) == [("Orlu Trust", "organization")]


def test_names_of_a_real_parse():
    text = "Maria Lopez of the World Bank flew to Brazil on Tuesday."
    found = [(m.name, m.kind) for m in entity_mentions(text, article(text)[1])]
    assert found == [("Maria Lopez", "person"), ("World Bank", "organization"), ("Brazil", "location")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_spans_lie_in_the_passages_in_order_and_apart(text):
    passages = article(text)[1]
    found = [m.span for m in entity_mentions(text, passages)]
    assert all(any(p.span.contains(s) for p in passages) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
