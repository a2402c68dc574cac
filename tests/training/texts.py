"""Invented reports and a stand-in for the vocabulary, for tests of the encoder's data and decoding."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[int, int]

TEXT = (
    "Harbour toll to rise, mayor warns\n\n"
    "“We will open the lower gate,” Ines Okoro said, “and not before Friday.” The dockers’ union called the plan "
    "a gift to the shippers.\n\n"
    "According to two clerks, the ledger was never shown to the council. It weighed nine kilos.\n"
)


def pieces(words: Sequence[str]) -> list[list[int]]:
    """Four characters to a piece; a lone tilde has none, as a control character has none in a real vocabulary."""
    return [[] if w == "~" else [1000 + len(w[k : k + 4]) for k in range(0, len(w), 4)] for w in words]


def find(text: str, part: str) -> Span:
    start = text.index(part)
    return start, start + len(part)


def gold(text: str = TEXT) -> list[dict[str, list[Span]]]:
    """Four attributions: a headline, split content, two in a row, a cue before its source."""

    def item(source: str, cue: str, *content: str) -> dict[str, list[Span]]:
        return {
            "source": [find(text, source)],
            "cue": [find(text, cue)],
            "content": [find(text, c) for c in content],
        }

    return [
        item("mayor", "warns", "Harbour toll to rise"),
        item("Ines Okoro", "said", "“We will open the lower gate,”", "“and not before Friday.”"),
        item("The dockers’ union", "called", "the plan a gift to the shippers"),
        item("two clerks", "According to", "the ledger was never shown to the council"),
    ]
