"""Toponyms as written, in invented sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.places import clean, toponyms
from onrecord.model.spans import Span
from onrecord.nlp.parse import Entity
from tests.passages import article


def names(text: str) -> list[str]:
    return [t.span.of(text) for t in toponyms(text, article(text)[1])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill in Lisbon closed on Friday.", ["Lisbon"]),
        ("The mill in Houston, Texas closed on Friday.", ["Houston", "Texas"]),
        ("Germany’s farmers and France's fishermen met.", ["Germany", "France"]),
        ("Officials in the United States agreed.", ["United States"]),
        ("Rain fell across the U.S. on Monday.", ["U.S."]),
        ("Voters in Harlow County were angry.", ["Harlow County"]),
        ("Boats drifted on Lake Orin for days.", ["Lake Orin"]),
        ("NAIROBI, Kenya (Wire) - The harbour froze.", ["NAIROBI", "Kenya"]),
        ("Ankara said the harbour froze.", ["Ankara"]),
    ],
)
def test_toponyms_are_found_with_clean_edges(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text", ["The Kenyan runner won.", "He left in March.", "She spoke in English.", "They believe in God."]
)
def test_adjectives_and_other_capitals_are_no_toponyms(text):
    assert names(text) == []


def test_a_place_named_once_is_found_in_an_institution_too():
    text = "Fire broke out in Toronto. The Toronto Police Department closed the road."
    assert names(text) == ["Toronto", "Toronto"]


def labelled(text: str, words: str, label: str) -> list[tuple[str, bool]]:
    """The toponyms, and whether they are certain, over a real parse whose only entity is given."""
    (passage,) = article(text)[1]
    start = text.index(words)
    tokens = [t.i for t in passage.parse.tokens if t.start < start + len(words) and t.end > start]
    entity = Entity(tokens[0], tokens[-1] + 1, label, Span(start, start + len(words)))
    passage = replace(passage, parse=replace(passage.parse, entities=(entity,)))
    return [(t.span.of(text), t.certain) for t in toponyms(text, [passage])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Roxley, Texas", ["Roxley", "Texas"]),
        ("Roxley, Harlow and Marlo counties", ["Roxley", "Harlow", "Marlo counties"]),
        ("Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("northern Ghana", ["Ghana"]),
        ("al-Marlo", ["al-Marlo"]),
    ],
)
def test_a_name_that_joins_places_gives_each_of_them(words, expected):
    assert labelled(f"It rained; {words} slept.", words, "GPE") == [(name, True) for name in expected]


def test_a_road_is_a_place_only_if_the_rest_of_its_name_is_known():
    assert labelled("They closed Orlu 40 then.", "Orlu 40", "GPE") == [("Orlu", False)]


def test_a_name_behind_a_persons_age_may_be_a_place():
    assert labelled("Ada Brenn, 52, of Roxley sang.", "Roxley", "ORG") == [("Roxley", False)]
    assert labelled("The head of Roxley sang.", "Roxley", "ORG") == []


def test_a_guess_is_not_certain():
    text = "Fire broke out in Toronto. The Toronto Police Department closed the road."
    assert [t.certain for t in toponyms(text, article(text)[1])] == [True, False]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("the Hague", "Hague"),
        ("“Lima”", "Lima"),
        ("Peru's", "Peru"),
        ("Lima\nPeru", "Lima"),
        ("\nPeru", "Peru"),
        ("Oslo,", "Oslo"),
        ("Oslo ’s", "Oslo"),
    ],
)
def test_clean(text, cleaned):
    span = clean(text, Span(0, len(text)))
    assert span is not None
    assert span.of(text) == cleaned


def test_nothing_is_left_of_punctuation():
    assert clean("“ ” -", Span(0, 5)) is None


_PIECES = st.sampled_from(
    [
        "in",
        "the",
        "Paris",
        ",",
        "Texas",
        ".",
        "\n",
        "U.S.",
        "’s",
        "“",
        "”",
        "(Reuters)",
        "-",
        "County",
        "Lake",
        "Victoria",
        "of",
        "at",
        "NEW",
        "YORK",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(_PIECES, max_size=14).map(" ".join), st.text(max_size=60)))
def test_spans_lie_in_the_passages_in_order_and_apart(text):
    passages = article(text)[1]
    found = [t.span for t in toponyms(text, passages)]
    assert all(s.fits(len(text)) and any(p.span.contains(s) for p in passages) for s in found)
    assert all("\n" not in s.of(text) and s.of(text) == s.of(text).strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
