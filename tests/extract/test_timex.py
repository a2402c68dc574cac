"""Time expressions as written: extents, fields, and behaviour on any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.timex import find_time_expressions
from onrecord.extract.timex_grammar import GRAMMAR, RULE_OF, islands
from onrecord.extract.timex_scan import scan
from onrecord.model.spans import Span
from onrecord.model.timex import TimeExpression

WORDS = [
    *("the", "a", "of", "and", "to", "on", "in", "by", "late", "early", "last", "next", "this", "same", "every", "two"),
    *("week", "weeks", "months", "year", "quarter", "day", "century", "Monday", "Friday", "May", "March", "October"),
    *("Oct.", "12", "31", "2024", "1999", "19/10/2024", "2024-10-19", "7:15", "p.m.", "GMT", "BC", "1970s", "night"),
    *("ago", "earlier", "later", "before", "now", "recently", "half", "first", "second", "fiscal", "Easter", "said"),
    *(
        "people",
        ",",
        ".",
        "-",
        "–",
        "(",
        ")",
        "'s",
        "\n\n",
        "$",
        "%",
        "12.5",
        "1,000",
        "½",
        "few",
        "several",
        "nineteen",
    ),
]


def find(text: str) -> list[TimeExpression]:
    return find_time_expressions(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell from late Monday until early on Tuesday.", ["late Monday", "Tuesday"]),
        ("In the middle of June the river rose.", ["the middle of June"]),
        ("By the beginning of 2021 it had shut.", ["the beginning of 2021"]),
        ("The mayor, elected in 2019, left in May.", ["2019", "May"]),
        ("On the morning of 3 June 2020 it fell silent.", ["the morning of 3 June 2020"]),
        ("He will stay for the next two years.", ["the next two years"]),
        ("She left at dawn.", ["dawn"]),
        ("It reopened in summer 2018.", ["summer 2018"]),
        ("At 5 p.m. EST Nov. 9 the gates shut.", ["5 p.m. EST Nov. 9"]),
        ("A poll by USA Today found nothing.", []),
        ("No date here at all.", []),
    ],
)
def test_extent(text: str, expected: list[str]) -> None:
    assert [e.span.of(text) for e in find(text)] == expected


def test_fields_hold_what_the_words_say_and_no_more() -> None:
    (day,) = find("It shut on Friday, 18 October.")
    assert (day.weekday, day.day, day.month, day.year, day.full_date) == (5, 18, 10, None, False)
    (ago,) = find("It shut two weeks ago.")
    assert (ago.relation, ago.count, ago.unit) == ("ago", 2.0, "week")
    (clock,) = find("It shut at 11:40 pm CET.")
    assert (clock.clock, clock.zone, clock.type) == ("23:40", "CET", "time")
    (decade,) = find("It shut in the mid-1960s.")
    assert (decade.decade, decade.modifier) == (1960, "mid")
    (early,) = find("The city burned in 52 BC.")
    assert early.year == -52
    assert [e.range_end for e in find("It ran from 3 May to 9 June.")] == [False, True]


def test_no_expression_crosses_from_one_span_to_the_next() -> None:
    text = "They met in March 2021"
    cut = text.index(" 2021")
    found = find_time_expressions(text, [Span(0, cut), Span(cut, len(text))])
    assert [e.span.of(text) for e in found] == ["March", "2021"]


def test_offsets_are_into_the_whole_text() -> None:
    text = "é" * 7 + "\n\nThe strike of May 4 ended."
    (found,) = find_time_expressions(text, [Span(9, len(text))])
    assert found.span.of(text) == "May 4"


def test_a_day_that_no_month_has_is_no_date() -> None:
    assert find("Seat 31 April Lane") == []
    assert find("on 31/02/2021 or 2021-13-40") == []
    assert [e.day for e in find("on 29 February 2024")] == [29]
    assert find("on 29 February 2023") == []


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_expressions_lie_in_order_and_apart(text: str) -> None:
    last = 0
    for e in find(text):
        assert last <= e.span.start < e.span.end <= len(text)
        assert not text[e.span.start].isspace()
        assert not text[e.span.end - 1].isspace()
        last = e.span.end


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert all(e.span.fits(len(text)) for e in find(text))


@given(st.lists(st.sampled_from([*WORDS, *(["other"] * 30)]), max_size=80).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_islands_lose_nothing(text: str) -> None:
    classes = scan(text, Span(0, len(text))).classes
    whole = {(m.span(), RULE_OF[m.lastgroup or ""]) for m in GRAMMAR.finditer(classes)}
    parts = [m for first, last in islands(classes) for m in GRAMMAR.finditer(classes, first, last)]
    assert {(m.span(), RULE_OF[m.lastgroup or ""]) for m in parts} == whole


@pytest.mark.parametrize(
    "piece", ["9", "Monday ", "12 ", "1,", "early ", "two ", "May 4, ", "a few ", "twenty-", "19:"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find(text)
        return time.process_time() - start

    seconds(1000)
    short, long = seconds(30_000), seconds(240_000)
    # eight times the text: quadratic work would take 64 times as long
    assert long < 24 * max(short, 0.004)
