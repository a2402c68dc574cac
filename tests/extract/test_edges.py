"""Edges moved to where a phrase begins and ends: planted spans, and that nothing fixed is ever taken."""

from __future__ import annotations

import pytest

from onrecord.extract.edges import whole_phrase, whole_source
from onrecord.extract.finds import Scene
from onrecord.extract.quotes import find_quotations
from onrecord.model.spans import Span
from onrecord.nlp.spacy_parser import SpacyParser

_PARSER = SpacyParser()


def scene(text: str) -> Scene:
    whole = Span(0, len(text))
    return Scene.of(
        text, next(iter(_PARSER.parse(text, [whole]))), whole, 0, "article", find_quotations(text, [whole])[0]
    )


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("The old Orlu Weather Service warned of floods.", "Weather Service", "The old Orlu Weather Service"),
        ("The mayor said the new bridge was sound.", "the new", "the new bridge"),
        ("The mayor said the bridge was sound.", "the bridge was sound", "the bridge was sound"),
    ],
)
def test_a_noun_phrase_is_completed(text: str, marked: str, whole: str) -> None:
    assert whole_phrase(scene(text), at(text, marked), []).of(text) == whole


def test_no_phrase_takes_what_is_fixed() -> None:
    text = "The old Orlu Weather Service warned of floods."
    assert whole_phrase(scene(text), at(text, "Weather Service"), [at(text, "Orlu")]).of(text) == "Weather Service"


@pytest.mark.parametrize(
    ("text", "marked", "source", "antecedent"),
    [
        (
            "Ilse Marrow, who runs the port, said it was shut.",
            "who runs the port",
            "Ilse Marrow, who runs the port",
            "",
        ),
        (
            "Ilse Marrow, the port director, said it was shut.",
            "the port director",
            "Ilse Marrow, the port director",
            "",
        ),
        ("The ministry, which has denied any sale, was sued.", "which", "which", "The ministry"),
        ("Ilse Marrow said it was shut.", "Ilse Marrow", "Ilse Marrow", ""),
    ],
)
def test_a_source_takes_the_name_it_is_set_beside(text: str, marked: str, source: str, antecedent: str) -> None:
    whole, known = whole_source(scene(text), at(text, marked), [])
    assert (whole.of(text), " ".join(s.of(text) for s in known)) == (source, antecedent)
