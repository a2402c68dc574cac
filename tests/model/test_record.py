"""What a reader is shown of a statement's content."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model.spans import Span
from tests.record import row


def test_parts_are_joined_by_an_ellipsis_and_an_opening_that_is_left_out() -> None:
    text = "that the gate held, she said, and the wall too"
    parts = (Span(0, 18), Span(30, len(text)))
    both = replace(row(text), content=parts, content_text=" ".join(p.of(text) for p in parts))
    shown = both.said
    assert shown == "the gate held … and the wall too"
    assert row("thatch burns").said == "thatch burns"
