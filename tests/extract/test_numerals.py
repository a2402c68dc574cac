"""Numerals, read back from a second implementation that writes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.numerals import find_numerals, read_number
from onrecord.model.spans import Span

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(n: int, *, british: bool, hyphen: bool) -> str:
    """``n`` in English words, recursively from the largest scale down."""
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= scale:
            head, rest = divmod(n, scale)
            words = f"{spell(head, british=british, hyphen=hyphen)} {name}"
            link = " and " if british and 0 < rest < 100 else " "
            return words + (link + spell(rest, british=british, hyphen=hyphen) if rest else "")
    if n >= 100:
        head, rest = divmod(n, 100)
        link = " and " if british else " "
        return f"{_SMALL[head]} hundred" + (link + spell(rest, british=british, hyphen=hyphen) if rest else "")
    if n >= 20:
        ten, one = divmod(n, 10)
        return _TENS[ten] + (("-" if hyphen else " ") + _SMALL[one] if one else "")
    return _SMALL[n]


@given(st.integers(0, 10**15 - 1), st.booleans(), st.booleans())
def test_numbers_in_words_are_read_back(n, british, hyphen):
    assert read_number(spell(n, british=british, hyphen=hyphen)) == n


@given(st.integers(0, 10**15))
def test_grouped_digits_are_read_back(n):
    assert read_number(f"{n:,}") == n
    assert read_number(str(n)) == n


@given(st.integers(1, 99_999), st.sampled_from([("thousand", 3), ("million", 6), ("bn", 9), ("trillion", 12)]))
def test_scaled_decimals_are_read_back(n, scale):
    word, power = scale
    assert read_number(f"{n / 10:.1f} {word}") == pytest.approx(n / 10 * 10**power)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a hundred", 100),
        ("a thousand", 1000),
        ("a dozen", 12),
        ("three dozen", 36),
        ("half a million", 500_000),
        ("a half-million", 500_000),
        ("two and a half million", 2_500_000),
        ("a quarter of a million", 250_000),
        ("two point five million", 2_500_000),
        ("ten thousand million", 10**10),
        ("35 lakh", 3_500_000),
        ("2 crore", 2e7),
        ("1,20,000", 120_000),
        ("12\u00a0000", 12_000),
        ("3½", 3.5),
        ("10 1/2", 10.5),
        ("1/4", 0.25),
        ("-5", -5),
        ("1.5bn", 1.5e9),
        ("40k", 40_000),
        ("TWENTY-TWO", 22),
    ],
)
def test_one_number(words, value):
    assert read_number(words) == pytest.approx(value)


@pytest.mark.parametrize(
    "words", ["", "and", "third", "twenty twenty one", "five six", "dozens", "1" * 30, "half", "a"]
)
def test_not_one_number(words):
    assert read_number(words) is None


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("tens of thousands of them", [("tens of thousands", 10_000, None)]),
        ("a few hundred, several thousand", [("a few hundred", 100, None), ("several thousand", 1000, None)]),
        ("one in five, 3 out of 10", [("one in five", 0.2, 0.2), ("3 out of 10", 0.3, 0.3)]),
        ("two in 2019, five in three days", [("two", 2, 2), ("2019", 2019, 2019), ("five", 5, 5), ("three", 3, 3)]),
        ("two-thirds of it, the third", [("two-thirds", 2 / 3, 2 / 3)]),
        ("$5m and 5m away", [("5m", 5e6, 5e6), ("5", 5, 5)]),
    ],
)
def test_numerals_in_a_text(text, numerals):
    assert [(n.span.of(text), n.low, n.high) for n in find_numerals(text)] == numerals


@given(st.text(alphabet="0123456789,. -/½adhnortuxyzemil", max_size=60))
def test_any_text_gives_spans_in_order_and_apart(text):
    found = find_numerals(text)
    assert all(n.span.fits(len(text)) for n in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert find_numerals(f"x {text}", Span(2, len(text) + 2)) == [
        type(n)(n.span.shift(2), n.low, n.high, n.digits, n.words, n.vague, n.share) for n in found
    ]


def test_a_long_line_of_digits_and_words_is_read_in_linear_time():
    assert find_numerals("9" * 200_000) == []
    assert len(find_numerals("one hundred and " * 5_000)) > 1
