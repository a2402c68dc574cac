"""Paragraphs: one a line, or the lines of hard-wrapped text joined."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.segment import paragraphs, segment

LONG = """\
The dam above the town of Orvik had been leaking for three days before anyone in the valley was told about it, \
the water authority said on Tuesday after a meeting that went on until late in the night.
Engineers from two neighbouring counties were on their way to the reservoir, which is the largest in the north \
and holds enough water to fill the lower valley twice over, according to an old report.
No one has been hurt so far, and the authority said that it would open the lower gates at dawn if the rain, which \
began on Sunday, does not stop.""".splitlines()


def cut(text: str) -> list[str]:
    return [span.of(text) for _, span in paragraphs(text, segment(text))]


def test_one_paragraph_a_line() -> None:
    assert cut("\n".join(LONG)) == LONG
    assert cut("\r\n\r\n".join(LONG)) == LONG


def test_hard_wrapped_by_blank_lines() -> None:
    text = "\n\n".join(textwrap.fill(p, 68) for p in LONG)
    assert [" ".join(p.split()) for p in cut(text)] == LONG


def test_hard_wrapped_by_indentation() -> None:
    text = "\n".join(textwrap.fill(p, 68, initial_indent="    ") for p in LONG)
    assert [" ".join(p.split()) for p in cut(text)] == LONG


def test_line_broken_at_a_link() -> None:
    assert cut("The authority has said that the old\ndam is safe.\n" + LONG[0]) == [
        "The authority has said that the old\ndam is safe.",
        LONG[0],
    ]


def test_index_names_the_section() -> None:
    text = "\n".join([LONG[0], "Related Articles", "Ferry Fares To Rise In May", LONG[1]])
    sections = segment(text)
    for number, span in paragraphs(text, sections):
        section = sections[number]
        assert section.start <= span.start < span.end <= section.end


@given(
    st.lists(st.text(alphabet="abcT. \u00e9", min_size=20, max_size=300), min_size=1, max_size=6), st.integers(40, 90)
)
@settings(deadline=None)
def test_spans_are_trimmed_and_in_order(texts: list[str], width: int) -> None:
    text = "\n\n".join(textwrap.fill(t, width) for t in texts)
    end = 0
    for _, span in paragraphs(text, segment(text)):
        assert span.start >= end
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
