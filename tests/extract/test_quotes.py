"""Quotation marks: planted paragraphs with the quotations a reader sees in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.quotes import Quotation, find_quotations
from onrecord.model.spans import Span


def paragraphs(*lines: str) -> tuple[str, list[Span], list[list[Quotation]]]:
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + "\n"
    return text, spans, find_quotations(text, spans)


def inner(text: str, found: list[Quotation], depth: int = 0) -> list[str]:
    return [text[q.inner.start : q.inner.end] for q in found if q.depth == depth]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("“The well is dry,” she said.", ["The well is dry,"]),
        ('"The well is dry," she said. "It has been for years."', ["The well is dry,", "It has been for years."]),
        ("''The well is dry,'' she said.", ["The well is dry,"]),
        ("``The well is dry,'' she said.", ["The well is dry,"]),
        ("‘The well isn’t dry,’ she said.", ["The well isn’t dry,"]),
        ("'The well isn't dry,' she said.", ["The well isn't dry,"]),
        ("«The well is dry», she said.", ["The well is dry"]),
        ("„The well is dry“, she said.", ["The well is dry"]),
        ("‘The farmers’ well is dry,’ she said.", ["The farmers’ well is dry,"]),
        ("The farmers’ well and the miners’ hall were closed.", []),
        ("It's the farmer's well, isn't it?", []),
        ("Rock 'n' roll in the '90s was louder.", []),
        ("He called it a “clear step” and a “good one”.", ["clear step", "good one"]),
        ('The "Blue Table" met in Orrin.', ["Blue Table"]),
        ('“Mixed marks," he said.', ["Mixed marks,"]),
        ("“” was all it held.", []),
        ("No marks at all.", []),
    ],
)
def test_marks_are_paired(line: str, expected: list[str]) -> None:
    text, _, found = paragraphs(line)
    assert inner(text, found[0]) == expected


def test_a_quotation_inside_a_quotation_has_depth_one() -> None:
    text, _, found = paragraphs("“She told us ‘run for it’ and we ran,” he said.")
    assert inner(text, found[0]) == ["She told us ‘run for it’ and we ran,"]
    assert inner(text, found[0], depth=1) == ["run for it"]


def test_each_paragraph_of_a_long_quotation_opens_anew() -> None:
    text, spans, found = paragraphs("He said: “One.", "“Two.", "“Three.”", "Four.")
    assert [inner(text, f) for f in found] == [["One."], ["Two."], ["Three."], []]
    assert [q.closed for f in found for q in f] == [False, False, True]
    assert [q.continues for f in found for q in f] == [False, True, True]
    assert found[0][0].outer.end == spans[0].end


def test_an_unclosed_quotation_ends_with_its_sentence() -> None:
    text, _, found = paragraphs("He said, “the gate is shut. Nobody was hurt.", "The road stayed open.")
    assert inner(text, found[0]) == ["the gate is shut."]
    assert not found[0][0].closed


def test_an_unclosed_quotation_before_another_ends_with_its_sentence() -> None:
    text, _, found = paragraphs("He said, “the gate is shut. He called it “a bad day.”")
    assert inner(text, found[0]) == ["the gate is shut.", "a bad day."]
    assert [q.closed for q in found[0]] == [False, True]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="ab s.,' \"“”‘’«»`„\u00a0T", max_size=60), max_size=4))
def test_quotations_lie_in_their_paragraph_and_nest(lines: list[str]) -> None:
    text, spans, found = paragraphs(*lines)
    assert len(found) == len(spans)
    for span, quotations in zip(spans, found, strict=True):
        for q in quotations:
            assert span.contains(q.outer)
            assert q.outer.contains(q.inner)
            assert q.inner.fits(len(text))
            assert text[q.inner.start : q.inner.end].strip()
        outermost = [q.outer for q in quotations if q.depth == 0]
        assert all(not a.overlaps(b) for n, a in enumerate(outermost) for b in outermost[n + 1 :])


@pytest.mark.parametrize("unit", ['"', "“", "' ", "‘a ", "a’ ", "''", "“a. B ", '"a "'])
def test_time_is_linear_in_hostile_marks(unit: str) -> None:
    text = unit * 40_000
    began = time.perf_counter()
    find_quotations(text, [Span(0, len(text))])
    assert time.perf_counter() - began < 5
