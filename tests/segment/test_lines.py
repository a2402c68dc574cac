"""Lines and their features."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.segment.lines import Block, split_lines, wrap_width


def block(text: str) -> Block:
    return Block.of(text, 0, len(text))


@given(st.text())
def test_lines_cover_every_non_blank_character(text: str) -> None:
    lines = split_lines(text)
    inside = "".join(text[line.start : line.end] for line in lines)
    assert "".join(inside.split()) == "".join(text.split())


def test_gap_counts_blank_lines() -> None:
    assert [line.gap for line in split_lines("a\nb\n\nc\r\n\r\n\r\nd")] == [0, 0, 1, 2]


def test_wrap_width() -> None:
    words = "the county said that the gates above the town would be opened again at dawn " * 12
    text = textwrap.fill(words, 70)
    width = wrap_width(text, split_lines(text))
    assert width is not None
    assert 60 <= width <= 70
    titles = "\n".join(f"Gates Open Again Above The Town Of Orvik For Day {n}" for n in range(20))
    assert wrap_width(titles, split_lines(titles)) is None


@pytest.mark.parametrize(
    ("text", "prose", "titled"),
    [
        ("The gates were opened at dawn, the county said.", True, False),
        ("County opens gates at dawn", False, True),
        ("What happens now?", False, True),
        ("U.S. opens gates at dawn", False, True),
        ("“We are safe,” she said.", True, False),
        ("and the other one", False, False),
        ("Orvik", False, False),
        ("....", False, False),
    ],
)
def test_shape(text: str, prose: bool, titled: bool) -> None:
    assert (block(text).prose, block(text).titled) == (prose, titled)
