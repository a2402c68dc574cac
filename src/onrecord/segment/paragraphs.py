"""Paragraphs: the units that are parsed, cut from sections."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.segment.lines import join_lines, split_lines, wrap_width


def paragraphs(text: str, sections: Sequence[Section]) -> list[tuple[int, Span]]:
    """The paragraphs of ``sections``: (index of the section, trimmed span), in order.

    A paragraph is a line, as news copies have one paragraph a line; in hard-wrapped text it is the lines up to a
    blank line, an indentation or a short line. It never crosses a section's end and never begins or ends with white
    space; together the paragraphs of a section cover its non-blank characters.
    """
    width = wrap_width(text, split_lines(text))
    found: list[tuple[int, Span]] = []
    for number, section in enumerate(sections):
        lines = split_lines(text, section.start, section.end)
        found += [(number, Span(group[0].start, group[-1].end)) for group in join_lines(text, lines, width)]
    return found
