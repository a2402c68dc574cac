"""Toponyms as written, in invented sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extract.places import clean, toponyms
from onrecord.model.spans import Span
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
