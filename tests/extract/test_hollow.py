"""What only looks like an attribution, in invented sentences, and its neighbours that are one."""

from __future__ import annotations

import pytest

from onrecord.extract.finds import Find, Scene
from onrecord.extract.hollow import hollow
from onrecord.extract.quotes import find_quotations
from onrecord.model.spans import Span
from onrecord.nlp.spacy_parser import SpacyParser


def judged(text: str, cue: str, content: str, *, sure: bool = False) -> bool:
    whole = Span(0, len(text))
    scene = Scene.of(
        text, next(iter(SpacyParser().parse(text, [whole]))), whole, 0, "article", find_quotations(text, [whole])[0]
    )
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in (cue, content)]
    assert [s.of(text) for s in spans] == [cue, content]
    return hollow(scene, Find((), (spans[0],), (spans[1],), "model"), sure=sure)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Asked about the photographs, Marrow smiled.", "Asked about", "the photographs"),
        ("Marrow was asked whether the levee would hold.", "was asked", "whether the levee would hold"),
        ("The paper named her, citing people familiar with the case.", "citing", "people familiar with the case"),
        ("The levee is safe, Marrow quoted the bureau as saying.", "quoted", "the bureau as saying"),
        ("Marrow called her engineers to an urgent meeting.", "called", "her engineers to an urgent meeting"),
        ("The towns signed a pact that binds both of them.", "signed a pact", "that binds both of them"),
        ("The bureau has published no estimate of its own.", "has published no estimate of", "its own"),
        ("Marrow unveiled her “Harbour Plan” in the town hall.", "unveiled", "her “Harbour Plan”"),
    ],
)
def test_nobody_says_this(text: str, cue: str, content: str) -> None:
    assert judged(text, cue, content)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Marrow asked whether the levee would hold.", "asked", "whether the levee would hold"),
        ("Marrow cited a lack of money for the delay.", "cited", "a lack of money for the delay"),
        ("Marrow called the report a lie.", "called", "the report a lie"),
        ("Marrow issued a statement that the levee was safe.", "issued a statement", "that the levee was safe"),
        ("Marrow said its own figures were wrong.", "said", "its own figures were wrong"),
        ("Marrow said the “Harbour Plan” was dead.", "said", "the “Harbour Plan” was dead"),
        ("Marrow called the plan “a gift to the bureau”.", "called", "the plan “a gift to the bureau”"),
    ],
)
def test_somebody_says_this(text: str, cue: str, content: str) -> None:
    assert not judged(text, cue, content)


def test_a_relative_clause_passes_where_the_engine_is_sure() -> None:
    text = "The towns signed a pact that binds both of them."
    assert not judged(text, "signed a pact", "that binds both of them", sure=True)
