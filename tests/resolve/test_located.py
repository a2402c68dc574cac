"""What stands at an offset, against a scan of all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.spans import Span
from onrecord.resolve.located import Located, sentence_at
from tests.passages import article


@given(st.lists(st.integers(0, 60), unique=True, max_size=20), st.integers(-2, 62))
def test_the_thing_at_an_offset_is_the_one_that_holds_it(cuts: list[int], offset: int) -> None:
    edges = sorted(cuts)
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    located = Located((span, n) for n, span in reversed(list(enumerate(spans))))
    assert located.at(offset) == next((n for n, s in enumerate(spans) if s.start <= offset < s.end), None)


def test_every_character_of_a_sentence_finds_its_sentence() -> None:
    text = "The ferry sank. Nobody was hurt."
    _, (passage,) = article(text)
    for offset in range(text.index("Nobody"), len(text)):
        found = sentence_at(passage.parse, offset)
        assert found is not None
        assert found.of(text) == "Nobody was hurt."
    assert sentence_at(passage.parse, len(text) + 5) is None
