"""Numerals: numbers in digits, in words, or in both, as English news writes them.

The reading is a hand-written left-to-right parser over words and digit groups: every lexeme is looked at a bounded
number of times, so the time grows with the length of the text. It is one module of more than 400 lines because digits,
words, scales and fractions call each other ("2 1/2 million", "a quarter of a million"): cut apart, they would import
in rings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.spans import Span

_ONES = {
    "zero": 0.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "thirteen": 13.0,
    "fourteen": 14.0,
    "fifteen": 15.0,
    "sixteen": 16.0,
    "seventeen": 17.0,
    "eighteen": 18.0,
    "nineteen": 19.0,
}
_TENS = {
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fourty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
}
_SCALES = {
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}
_SHORT_SCALES = {"mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12}
"""Abbreviations that mean nothing else."""
_GLUED_SCALES = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9, "t": 1e12, "T": 1e12}
"""Letters that are a scale only when glued to digits, behind a currency or before a counted plural."""
_PLURALS = {
    "tens": 10.0,
    "dozens": 12.0,
    "scores": 20.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "lakhs": 1e5,
    "millions": 1e6,
    "crores": 1e7,
    "billions": 1e9,
    "trillions": 1e12,
}
"""The lowest number a plural scale word allows is taken to be one of it, as the CQE test sets do (Almasian et al.
2023): ``dozens`` is 12 or more, ``tens of thousands`` 10,000 or more."""
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100})
_MAX_DIGITS = 18
"""A longer run of digits is an identifier, not a quantity."""

_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])"  # 12,000
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # 1,20,000 (Indian grouping)
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)"  # 12 000 with a hard or thin space
    r"|\d{1,3}(?:,?\x20000)+(?!\d)"  # 12 000, 12, 000
    r"|\d+\.\d+|\d+|(?<![\w.])\.\d+"
)
_LEXEME = re.compile(rf"(?P<n>{_DIGITS})|(?P<g>[½¼¾⅓⅔⅛⅜⅝⅞])|(?P<w>[A-Za-z]+)")
_GAPS = frozenset({" ", "-", "‐", "‑", "\u00a0", "  ", "\n", " - "})
_FRACTION = re.compile(r"(\d{1,3})[/⁄](\d{1,3})(?![\d/⁄])")
_MIXED = re.compile(r"[ \u00a0-](\d{1,2})[/⁄](\d{1,2})(?![\d/⁄])")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽₴₩₪₺₦₫₱฿₿₭₡₲₵₸₼₾]|\b[A-Z]{3})[ \u00a0]?\Z")
_PLURAL_AFTER = re.compile(r"[ \u00a0](?:(?!tall|wide|long)[a-z]+ )?(?:[a-z]{3,20}s|people|men|women)\b")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written over ``span``.

    ``low`` and ``high`` are equal unless ``vague`` ("thousands": 1000, ``None``). ``digits`` is the digit string
    where the numeral is nothing but digits (no separator, scale or fraction), else empty; ``words`` says that it is
    spelled out; ``share`` that it is a fraction of something ("two-thirds", "one in three").
    """

    span: Span
    low: float
    high: float | None
    digits: str = ""
    words: bool = False
    vague: bool = False
    share: bool = False


@dataclass(frozen=True, slots=True)
class _Lexeme:
    start: int
    end: int
    text: str
    kind: str  # n: digits, g: a fraction glyph, w: a word

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read from ``lexemes[i:after]``; ``end`` may lie past them (a fraction, a glued scale)."""

    value: float
    after: int
    end: int


def find_numerals(text: str, span: Span | None = None) -> list[Numeral]:
    """Every numeral in ``text[span]`` (the whole text by default), in text order, without overlaps.

    Spans are offsets into ``text``. Ordinals are not numerals; whether a numeral is a year, a part of a name or a
    quantity is not decided here.
    """
    start, end = span or Span(0, len(text))
    lexemes = [_Lexeme(m.start(), m.end(), m.group(), m.lastgroup or "w") for m in _LEXEME.finditer(text, start, end)]
    found: list[Numeral] = []
    i = 0
    while i < len(lexemes):
        read = _vague(text, lexemes, i) or _share(text, lexemes, i) or _single(text, lexemes, i)
        if read is None:
            i += 1
            continue
        numeral, i = read
        found.append(numeral)
        while i < len(lexemes) and lexemes[i].start < numeral.span.end:
            i += 1
    return found


def read_number(words: str) -> float | None:
    """The value of ``words`` when all of it is one number ("two hundred and five", "1.5 million"), else ``None``."""
    found = find_numerals(words.strip())
    if len(found) != 1 or found[0].vague or found[0].span != Span(0, len(words.strip())):
        return None
    return found[0].low


def _joined(text: str, lexemes: Sequence[_Lexeme], i: int) -> bool:
    """Whether lexeme ``i`` follows the one before it with nothing but a blank or a hyphen between."""
    return 0 < i < len(lexemes) and text[lexemes[i - 1].end : lexemes[i].start] in _GAPS


def _word(lexemes: Sequence[_Lexeme], i: int) -> str:
    return lexemes[i].lower if i < len(lexemes) and lexemes[i].kind == "w" else ""


def _next(text: str, lexemes: Sequence[_Lexeme], i: int) -> str:
    """The word of lexeme ``i`` when it is joined to the one before, else the empty string."""
    return _word(lexemes, i) if _joined(text, lexemes, i) else ""


def _vague(text: str, lexemes: Sequence[_Lexeme], i: int) -> tuple[Numeral, int] | None:
    """``dozens``, ``tens of thousands``, ``a few hundred``."""
    first, word = i, _word(lexemes, i)
    if word == "a" and _next(text, lexemes, i + 1) in {"few", "couple"}:
        i += 1
        word = _word(lexemes, i)
    if word in {"few", "several", "couple", "many"}:
        i += 2 if _next(text, lexemes, i + 1) == "of" else 1
        scale = _next(text, lexemes, i)
        value = 12.0 if scale == "dozen" else 1e2 if scale == "hundred" else _SCALES.get(scale)
        if value is None:
            return None
        return _vague_numeral(lexemes, first, i, value)
    value = _PLURALS.get(word)
    follows = _next(text, lexemes, i + 1)
    if value is None or (word in {"tens", "scores"} and follows != "of"):
        return None
    while follows == "of":
        more = _PLURALS.get(_next(text, lexemes, i + 2)) or _SCALES.get(_next(text, lexemes, i + 2))
        if more is None:
            break
        value *= more
        i += 2
        follows = _next(text, lexemes, i + 1)
    return _vague_numeral(lexemes, first, i, value)


def _vague_numeral(lexemes: Sequence[_Lexeme], first: int, last: int, value: float) -> tuple[Numeral, int]:
    span = Span(lexemes[first].start, lexemes[last].end)
    return Numeral(span, value, None, words=True, vague=True), last + 1


def _share(text: str, lexemes: Sequence[_Lexeme], i: int) -> tuple[Numeral, int] | None:
    """``two-thirds``, ``a quarter of``, ``half the``, ``one in three``, ``nine out of ten``."""
    start, word = lexemes[i].start, _word(lexemes, i)
    if word == "half":
        if i and _joined(text, lexemes, i) and _word(lexemes, i - 1) in {"first", "second", "other", "latter", "early"}:
            return None
        if _next(text, lexemes, i + 1) in {"of", "the", "its", "their", "all", "our", "his", "her"}:
            return Numeral(Span(start, lexemes[i].end), 0.5, 0.5, words=True, share=True), i + 1
        return None
    value = 1.0 if word in {"a", "one"} else _ONES.get(word)
    part = _next(text, lexemes, i + 1)
    if value is not None and part.removesuffix("s") in _PARTS and part != "half":
        hyphen = text[lexemes[i].end] in "-‐‑"
        plural = part.endswith("s")
        if (plural and value > 1) or (value == 1 and not plural and (hyphen or _next(text, lexemes, i + 2) == "of")):
            if _next(text, lexemes, i + 2) == "of" and _next(text, lexemes, i + 3) == "a":
                scale = _SCALES.get(_next(text, lexemes, i + 4))
                if scale:  # a quarter of a million: a number, not a share
                    number = value / _PARTS[part.removesuffix("s")] * scale
                    return Numeral(Span(start, lexemes[i + 4].end), number, number, words=True), i + 5
            share = value / _PARTS[part.removesuffix("s")]
            return Numeral(Span(start, lexemes[i + 1].end), share, share, words=True, share=True), i + 2
    return _ratio(text, lexemes, i)


def _small(lexemes: Sequence[_Lexeme], i: int) -> float | None:
    """A number up to 100,000 of one lexeme."""
    if i >= len(lexemes):
        return None
    lexeme = lexemes[i]
    if lexeme.kind == "n" and len(lexeme.text) <= 7:
        return _digits_value(lexeme.text)
    return _ONES.get(lexeme.lower, _TENS.get(lexeme.lower))


_NO_RATIO = re.compile(
    r"[ -](?:\w+ )?(?:second|minute|hour|day|night|week|month|year|decade|season|game|match|start|attack|round)s?\b"
)


def _ratio(text: str, lexemes: Sequence[_Lexeme], i: int) -> tuple[Numeral, int] | None:
    over = _small(lexemes, i)
    if over is None or over != int(over):
        return None
    j = i + 1
    link = _next(text, lexemes, j)
    if link == "out" and _next(text, lexemes, j + 1) == "of":
        j += 2
    elif link == "in" and over <= 10:
        j += 1
    else:
        return None
    if j < len(lexemes) and _word(lexemes, j) == "every":
        j += 1
    under = _small(lexemes, j) if _joined(text, lexemes, j) else None
    if under is None or not over < under or under > 1e5 or _NO_RATIO.match(text, lexemes[j].end):
        return None
    if link == "in" and under > 10 and (under % 10 or 1900 <= under < 2100):
        return None  # "two in 2019"; odds are told in round numbers
    share = over / under
    return Numeral(Span(lexemes[i].start, lexemes[j].end), share, share, share=True), j + 1


def _digits_value(written: str) -> float | None:
    plain = re.sub(r"[,\s]", "", written)
    return float(plain) if len(plain) <= _MAX_DIGITS else None


def _single(text: str, lexemes: Sequence[_Lexeme], i: int) -> tuple[Numeral, int] | None:
    """One number, in digits or words."""
    first = lexemes[i]
    if first.kind == "w":
        read = _cardinal(text, lexemes, i)
        if read is None:
            return None
        return Numeral(Span(first.start, read.end), read.value, read.value, words=True), read.after
    read = _digit_number(text, lexemes, i)
    if read is None:
        return None
    start, value = first.start, read.value
    if _negative(text, start):
        start, value = start - 1, -value
    plain = first.text if first.kind == "n" and first.text.isdigit() and read.end == first.end else ""
    return Numeral(Span(start, read.end), value, value, digits=plain), read.after


def _negative(text: str, start: int) -> bool:
    """Whether a minus sign stands before ``start``: one that joins it to nothing on its left."""
    if start == 0 or text[start - 1] not in "-−":
        return False
    before = text[max(0, start - 3) : start - 1]
    if not before or before[-1] in "([≈~\n":
        return True
    return before[-1].isspace() and not before[0].isdigit()


def _digit_number(text: str, lexemes: Sequence[_Lexeme], i: int) -> _Read | None:
    lexeme = lexemes[i]
    if lexeme.kind == "g":
        return _Read(_GLYPHS[lexeme.text], i + 1, lexeme.end)
    fraction = _FRACTION.match(text, lexeme.start)
    if fraction:
        over, under = int(fraction[1]), int(fraction[2])
        if 0 < over < under and under in _DENOMINATORS:
            return _Read(over / under, i + 2, fraction.end())
    value = _digits_value(lexeme.text)
    if value is None:
        return None
    read = _Read(value, i + 1, lexeme.end)
    if i + 1 < len(lexemes) and lexemes[i + 1].kind == "g" and text[lexeme.end : lexemes[i + 1].start] in {"", " "}:
        read = _Read(value + _GLYPHS[lexemes[i + 1].text], i + 2, lexemes[i + 1].end)
    mixed = _MIXED.match(text, lexeme.end)
    if mixed and 0 < int(mixed[1]) < int(mixed[2]) and int(mixed[2]) in _DENOMINATORS:
        read = _Read(value + int(mixed[1]) / int(mixed[2]), i + 3, mixed.end())
    return _scaled(text, lexemes, read, lexeme.start)


def _scaled(text: str, lexemes: Sequence[_Lexeme], read: _Read, start: int) -> _Read:
    """``read`` with the scale words or letters behind it."""
    j = read.after
    if j < len(lexemes) and lexemes[j].kind == "w":
        word, glued = lexemes[j].text, lexemes[j].start == read.end
        if glued and word in _GLUED_SCALES:
            money = _MONEY_BEFORE.search(text, max(0, start - 5), start)
            if word in "kK" or money or _PLURAL_AFTER.match(text, lexemes[j].end):
                return _Read(_times(read.value, _GLUED_SCALES[word]), j + 1, lexemes[j].end)
        if word.lower() in _SHORT_SCALES and (glued or _joined(text, lexemes, j)):
            return _Read(_times(read.value, _SHORT_SCALES[word.lower()]), j + 1, lexemes[j].end)
    value, end, last = read.value, read.end, float("inf")
    while j < len(lexemes) and (text[end : lexemes[j].start] in _GAPS or text[end : lexemes[j].start] == ""):
        word = _word(lexemes, j)
        scale = 12.0 if word == "dozen" else 1e2 if word == "hundred" else _SCALES.get(word)
        if scale is None or (last != float("inf") and scale < last):
            break
        value, end, last, j = _times(value, scale), lexemes[j].end, scale, j + 1
    return _Read(value, j, end)


def _times(value: float, scale: float) -> float:
    """The product without binary rounding: 4.19 million is 4190000, not 4190000.0000000005."""
    return float(f"{value * scale:.15g}")


class _Words:
    """The running sum of a number in words: whole groups below a scale, and the group being read."""

    def __init__(self) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.scale = float("inf")
        self.room = 0.0
        """What may still be added to the group: below 10 after a ten, below 100 after a hundred."""

    def add(self, value: float) -> bool:
        """Take a word below 100 into the group; ``False`` when it begins another number."""
        if self.group is None:
            if self.scale <= 100:
                return False
            self.group, self.room = value, 10.0 if value >= 20 else 0.0
            return True
        if value >= self.room or value == 0:
            return False
        self.group += value
        self.room = 10.0 if value >= 20 else 0.0
        return True

    def hundred(self) -> bool:
        if self.group is None or self.group >= 100:
            return False
        self.group, self.room = self.group * 100, 100.0
        return True

    def multiply(self, scale: float) -> bool:
        if self.group is None:
            if self.total and scale > 1e3 and self.scale == 1e3:  # "a thousand million"
                self.total, self.scale = self.total * scale, scale
                return True
            return False
        if scale >= self.scale:
            return False
        self.total += self.group * scale
        self.group, self.scale, self.room = None, scale, 0.0
        return True

    @property
    def value(self) -> float:
        return self.total + (self.group or 0.0)


def _cardinal(text: str, lexemes: Sequence[_Lexeme], i: int) -> _Read | None:
    """A number in words that begins at lexeme ``i``."""
    words, j = _Words(), i
    end = lexemes[i].start
    opening = _word(lexemes, i)
    if opening in {"a", "an", "half", "quarter"}:
        ahead = _opening(text, lexemes, i)
        if ahead is None:
            return None
        words.group, j = ahead
    while j < len(lexemes) and lexemes[j].kind == "w" and (j == i or _joined(text, lexemes, j)):
        word = lexemes[j].lower
        if word == "and":
            step = _and(text, lexemes, j, words)
            if step is None:
                break
            j, end = step, lexemes[step - 1].end
            continue
        if word == "point" and words.group is not None and _next(text, lexemes, j + 1) in _ONES:
            j, end = _decimals(text, lexemes, j + 1, words)
            continue
        if word == "dozen" and words.group is not None and not words.total:
            return _Read(words.group * 12, j + 1, lexemes[j].end)
        if not _take(words, word):
            break
        end, j = lexemes[j].end, j + 1
    return None if end == lexemes[i].start else _Read(words.value, j, end)


def _take(words: _Words, word: str) -> bool:
    small = _ONES.get(word, _TENS.get(word))
    if small is not None:
        return words.add(small)
    if word == "hundred":
        return words.hundred()
    scale = _SCALES.get(word)
    return scale is not None and words.multiply(scale)


def _opening(text: str, lexemes: Sequence[_Lexeme], i: int) -> tuple[float, int] | None:
    """``a`` or ``half a`` before a scale word: the first group and the index after it."""
    word, after = _word(lexemes, i), _next(text, lexemes, i + 1)
    scales = {"hundred", "dozen", *_SCALES}
    if word in {"half", "quarter"}:
        group = 0.5 if word == "half" else 0.25
        if after == "a" and _next(text, lexemes, i + 2) in scales:
            return group, i + 2
        return (group, i + 1) if after in scales - {"hundred"} else None
    if after == "half" and _next(text, lexemes, i + 2) in scales:
        return 0.5, i + 2
    return (1.0, i + 1) if after in scales else None


def _and(text: str, lexemes: Sequence[_Lexeme], j: int, words: _Words) -> int | None:
    """The index after ``and five`` or ``and a half`` where it goes on with the number, else ``None``."""
    after = _next(text, lexemes, j + 1)
    if after == "a" and _next(text, lexemes, j + 2) in {"half", "quarter"} and words.group is not None:
        words.group += 0.5 if _word(lexemes, j + 2) == "half" else 0.25
        return j + 3
    small = _ONES.get(after, _TENS.get(after))
    if small is None or not (words.room == 100 or (words.group is None and words.total)):
        return None
    return j + 2 if words.add(small) else None


def _decimals(text: str, lexemes: Sequence[_Lexeme], j: int, words: _Words) -> tuple[int, int]:
    """Read the digits after ``point``; the index and the offset after them."""
    weight, first = 0.1, j
    while _next(text, lexemes, j) in _ONES and _ONES[_word(lexemes, j)] < 10 and j - first < 8:
        words.group = (words.group or 0.0) + _ONES[_word(lexemes, j)] * weight
        weight, j = weight / 10, j + 1
    words.room = 0.0
    return j, lexemes[j - 1].end
