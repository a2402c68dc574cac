"""How much of a content is quoted."""

from __future__ import annotations

import pytest

from onrecord.extract.quotes import find_quotations
from onrecord.extract.quotetype import is_name, quote_type
from onrecord.model.spans import Span


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("She said “it is late and cold”.", "it is late and cold", "direct"),
        ("She said “it is late and cold”.", "“it is late and cold”", "direct"),
        ("She said that “it is late and cold”.", "that “it is late and cold”", "direct"),
        ("She said that it is “late and cold”.", "that it is “late and cold”", "mixed"),
        ("She said it is “late and cold”.", "it is “late and cold”", "mixed"),
        ("She said it is late and cold.", "it is late and cold", "indirect"),
        ("She said the “Blue Table” had met.", "the “Blue Table” had met", "indirect"),
        ("She said the ‘Victory Arch’ fell.", "the ‘Victory Arch’ fell", "indirect"),
        ("She said the “blue table” had met.", "the “blue table” had met", "mixed"),
    ],
)
def test_quote_type(text: str, content: str, expected: str) -> None:
    start = text.index(content)
    quotations = find_quotations(text, [Span(0, len(text))])[0]
    assert quote_type(text, [Span(start, start + len(content))], quotations) == expected


def test_a_short_utterance_is_no_name() -> None:
    text = "“No,” she said of the “Grand Old Bridge Company Of Orrin” and the “Quad”."
    first, second, third = find_quotations(text, [Span(0, len(text))])[0]
    assert [is_name(text, q) for q in (first, second, third)] == [False, False, True]
