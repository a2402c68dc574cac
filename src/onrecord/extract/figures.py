"""Figures: the quantities of a report, typed.

What counts as a figure: a number with a unit, a currency or a per cent; a number with a qualifier ("at least
three"); every other number in digits, and numbers in words from ten, unless it is a time or part of a name; and
numbers in words below ten where they count something new ("two soldiers"). A small number in words that only points
back ("the two countries", "both", "the other three") or that shapes an adjective ("five-point plan") is none, nor is
"one" where it is little more than an article. Durations, dates and clock times are time expressions, not figures;
ages are figures of the unit ``year of age``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.extract.figurecontext import counted_tokens, governor, modality, token_at, words
from onrecord.extract.notfigures import blocked, is_age, is_duration, looks_like_year, overlaps_any
from onrecord.extract.numerals import Numeral, find_numerals
from onrecord.extract.units import Unit, money_before, unit_after, unit_table
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.model.statement import Bound, Figure
from onrecord.nlp.parse import Passage

_MORE = (
    r"more than|over|in excess of|upwards? of|exceeding|greater than|higher than|above|north of|better than|beyond|>"
)
_LEAST = (
    r"at least|at the very least|no fewer than|no less than|not fewer than|not less than|an? minimum of|minimum of"
    r"|as few as|as little as|as low as|≥|>="
)
_MOST = (
    r"up to|as many as|as much as|as high as|at most|at the most|no more than|not more than|an? maximum of|maximum of"
    r"|fewer than|less than|under|below|lower than|no higher than|≤|<=|<"
)
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|nearly|almost|an estimated|estimated|close to|circa|(?-i:ca?\.)"
    r"|somewhere around|in the region of|in the order of|on the order of|near|virtually|~|≈"
)
_QUALIFIER = re.compile(
    rf"(?<![\w.-])(?:(?:well|far|just|slightly|significantly|much|considerably|somewhat|only|possibly|perhaps)\s+)?"
    rf"(?:(?P<more_than>{_MORE})|(?P<at_least>{_LEAST})|(?P<up_to>{_MOST})|(?P<about>{_ABOUT}))"
    rf"(?:\s+(?:another|an additional|a further|a total of|a))?(?:\s+|(?<=[~≈<>≤≥=])\s?)\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<about>[\s-]odd\b|\sor so\b|,? more or less\b)"
    r"|(?P<at_least>\s?\+(?![\w])|\splus\b|,? or (?:more|above|higher|greater|over)\b|,? and (?:above|over|up)\b)"
    r"|(?P<up_to>,? or (?:less|fewer|under|below|lower)\b)",
    re.IGNORECASE,
)
_BOUNDS: dict[str, Bound] = {
    "more_than": "more_than",
    "at_least": "at_least",
    "up_to": "up_to",
    "about": "about",
}
_LINK = re.compile(r"\s?[-–—‑]\s?|\s+(?:to|or)\s+|-to-")
_AND = re.compile(r"\s+and\s+")
_OPENS_RANGE = re.compile(r"\b(?:between|from)\s+(?:(?:about|around|some)\s+)?\Z", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:rang\w{1,4}|vary\w{0,3}|varies|anywhere|estimates?|spread|worth)\s+from\s+\Z", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:from|rose|fell|gained|lost|climbed|dropped|jumped|slid|grew|increased|decreased|up|down|by|added|raised|cut)"
    r"\s+\Z",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"(?:\s-\s|-)([a-z]{2,20})")
_SIZE_WORDS = word_set(
    "strong member man woman person people seat bed seater vehicle ship soldier troop truck car tank"
)
_POINTING = word_set("the these those both all our their its his her my your other last first next past which")
_ABSTRACT = word_set(
    "thing way reason point question option side part step kind type sort time issue problem example factor area "
    "aspect element fact message direction word hand another other each such end front go fell stage case"
)
_ONE_COUNTS = word_set(
    "person man woman child boy girl soldier civilian officer policeman fighter militant death casualty injury body "
    "survivor victim hostage prisoner passenger vote seat ship aircraft plane helicopter tank drone missile fatality "
    "pilot sailor house vehicle"
)
_NAMED = frozenset({"ORG", "MISC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "PERSON", "GPE", "LOC", "NORP"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "VBN"})
_LOOK_BACK = 48
_CODE_DIGITS = 8
"""So many digits without a separator, unit or qualifier are a code: news writes large numbers with commas or words."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A numeral with its unit, qualifier or second end, before its context is read."""

    numeral: Numeral
    span: Span
    low: float
    high: float | None
    bound: Bound
    unit: Unit | None = None
    unit_name: str | None = None
    qualified: bool = False
    own_unit: bool = False

    @property
    def plain(self) -> bool:
        return self.unit_name is None and not self.qualified and self.bound in {"exact"}


def find_figures(text: str, passages: Sequence[Passage], times: Sequence[Span] = ()) -> tuple[Figure, ...]:
    """The figures of ``passages`` (parsed paragraphs of ``text``), in text order, without overlaps.

    ``times`` are the spans of time expressions found elsewhere; their numbers are no figures, ages apart. A figure's
    span holds its qualifier, currency and unit, not what is counted.
    """
    found: list[Figure] = []
    ordered = sorted(times)
    at = 0
    for passage in sorted(passages, key=lambda p: p.span):
        while at < len(ordered) and ordered[at].end <= passage.span.start:
            at += 1
        upto = at
        while upto < len(ordered) and ordered[upto].start < passage.span.end:
            upto += 1
        found += _Reader(text, passage, ordered[at:upto]).figures()
    return tuple(found)


class _Reader:
    """The figures of one passage."""

    def __init__(self, text: str, passage: Passage, times: Sequence[Span]) -> None:
        self.text = text
        self.parse = passage.parse
        self.span = passage.span
        self.starts = [t.start for t in self.parse.tokens]
        self.times = times

    def figures(self) -> list[Figure]:
        numerals = find_numerals(self.text, self.span) if self.parse.tokens else []
        if not numerals:
            return []
        skip = blocked(self.text, self.span, unit_table().codes)
        quantities: list[_Quantity] = []
        floor = self.span.start
        for n, numeral in enumerate(numerals):
            if overlaps_any(numeral.span, skip):
                floor = numeral.span.end
                continue
            ceiling = numerals[n + 1].span.start if n + 1 < len(numerals) else self.span.end
            quantity = self._with_unit(numeral, floor, ceiling)
            quantities.append(quantity)
            floor = quantity.span.end
        figures = []
        for quantity in self._joined(quantities):
            figure = self._figure(quantity)
            if figure is not None:
                figures.append(figure)
        return figures

    def _with_unit(self, numeral: Numeral, floor: int, ceiling: int) -> _Quantity:
        start, end = numeral.span
        before = money_before(self.text, start, floor)
        size = abs(numeral.low)
        after = unit_after(self.text, end, ceiling, thousands=size >= 1e3, millions=size >= 1e6)
        if after is None and numeral.vague and self.text.startswith(" of ", end):
            after = unit_after(self.text, end + 4, ceiling, thousands=True, millions=size >= 1e6)
        unit = after
        if before is not None:
            start = before.start
            unit = replace(before, end=end)
            if after is not None and after.kind == "money":
                unit = replace(after, start=start)
        if unit is not None:
            end = max(end, unit.end)
        bound: Bound = "vague" if numeral.vague else "exact"
        name = unit.label if unit else None
        quantity = _Quantity(
            numeral, Span(start, end), numeral.low, numeral.high, bound, unit, name, own_unit=unit is not None
        )
        return self._qualified(quantity, floor)

    def _qualified(self, quantity: _Quantity, floor: int) -> _Quantity:
        """``quantity`` with the qualifiers on both its sides; the outermost one on the left decides."""
        start, end = quantity.span
        bound = quantity.bound
        for _ in range(3):
            found = _QUALIFIER.search(self.text, max(floor, start - _LOOK_BACK), start)
            if found is None:
                break
            start, bound = found.start(), _named_bound(found)
        behind = _BEHIND.match(self.text, end)
        if behind:
            end = behind.end()
            bound = _named_bound(behind) if start == quantity.span.start else bound
        if (start, end) == quantity.span:
            return quantity
        if quantity.numeral.vague:
            bound = "vague"
        return replace(quantity, span=Span(start, end), bound=bound, qualified=True)

    def _joined(self, quantities: list[_Quantity]) -> list[_Quantity]:
        """Two quantities that are the ends of a range, or dollars and cents, made one."""
        out: list[_Quantity] = []
        for quantity in quantities:
            merged = self._range(out[-1], quantity) or self._change_money(out[-1], quantity) if out else None
            if merged is None:
                out.append(quantity)
            else:
                out[-1] = merged
        return out

    def _change_money(self, a: _Quantity, b: _Quantity) -> _Quantity | None:
        """``thirteen dollars and forty-five cents``."""
        if not (a.unit and a.unit.kind == "money" and b.unit_name in {"cent", "penny"}) or a.bound == "range":
            return None
        if self.text[a.span.end : b.span.start] not in {" and ", " ", ", "} or a.unit_name in {"cent", "penny"}:
            return None
        value = a.low + b.low / 100
        return replace(a, span=Span(a.span.start, b.span.end), low=value, high=value)

    def _range(self, a: _Quantity, b: _Quantity) -> _Quantity | None:
        low, high = a.low, b.low
        if a.numeral.vague or b.numeral.vague or a.bound == "range" or (b.qualified and a.bound == "exact"):
            return None
        gap = self.text[a.span.end : b.span.start]
        opening = _OPENS_RANGE.search(self.text, max(self.span.start, a.span.start - 24), a.span.start)
        between = opening is not None and opening.group().lower().startswith("between")
        if not (_LINK.fullmatch(gap) or (between and _AND.fullmatch(gap))):
            return None
        money = a.unit is not None and a.unit.kind == "money"
        if a.own_unit and a.unit_name != b.unit_name and not (money and not b.own_unit):
            return None
        if "to" in gap and not between and _CHANGE.search(self.text, max(0, a.span.start - 16), a.span.start):
            spread = opening and _SPREAD.search(self.text, max(0, opening.start() - 16), opening.end())
            if not spread:
                return None
        low = _scaled_low(a, b)
        if not low < high:
            return None
        start = opening.start() if opening and between else a.span.start
        unit = b.unit or a.unit
        return replace(
            b,
            span=Span(start, b.span.end),
            low=low,
            high=high,
            bound="range",
            unit=unit,
            unit_name=b.unit_name or a.unit_name,
            qualified=True,
        )

    def _figure(self, quantity: _Quantity) -> Figure | None:
        """The figure with its context, ``None`` where the number is none."""
        text, number = self.text, quantity.numeral
        age = is_age(text, Span(quantity.span.start, number.span.end)) if quantity.unit is None else None
        if age is not None:
            span = Span(quantity.span.start, max(age, quantity.span.end))
            quantity = replace(quantity, span=span, unit_name="year of age")
        elif overlaps_any(number.span, self.times) or (quantity.unit is None and is_duration(text, quantity.span.end)):
            return None
        index = token_at(self.parse, self.starts, number.span.end - 1)
        after = token_at(self.parse, self.starts, quantity.span.end - 1) + 1
        compound = _COMPOUND.match(text, number.span.end) if quantity.unit is None else None
        if compound and age is None:
            if compound[1].rstrip("s") not in _SIZE_WORDS:
                return None
            after = token_at(self.parse, self.starts, compound.end() - 1) + 1
        counted = (
            counted_tokens(self.parse, after) if age is None and not (quantity.unit and quantity.unit.per) else None
        )
        if quantity.unit_name is None and not self._is_figure(quantity, index, counted, sized=compound is not None):
            return None
        verb = governor(self.parse, index, counted)
        return Figure(
            span=quantity.span,
            low=quantity.low,
            high=quantity.high,
            bound=quantity.bound,
            unit=quantity.unit_name,
            counted=words(self.parse, counted, text),
            predicate=verb.lemma if verb else None,
            modality=modality(self.parse, verb),
        )

    def _is_figure(self, quantity: _Quantity, index: int, counted: tuple[int, int] | None, *, sized: bool) -> bool:
        """Whether a number without a unit is a figure; the rules of the module's docstring."""
        number = quantity.numeral
        noun = self.parse.tokens[counted[1] - 1].lemma if counted else ""
        first = token_at(self.parse, self.starts, number.span.start)
        before = self.parse.tokens[first - 1] if first > 0 else None
        if looks_like_year(number.digits) and not self._year_counts(quantity, counted, first):
            return False
        if len(number.digits) >= _CODE_DIGITS and not quantity.qualified:
            return False
        if number.share or number.vague:
            return before is None or number.share or number.low != 20 or before.lower not in _POINTING
        if not quantity.qualified and self._named(number, first, counted):
            return False
        if not number.words:
            return True
        if number.low == 0:
            return counted is not None and self.parse.tokens[counted[1] - 1].tag in {"NNS", "NNPS"}
        if number.low == 1:
            follows = self.parse.tokens[index + 1].lower if index + 1 < len(self.parse.tokens) else ""
            if follows == "of" and not quantity.qualified:
                return False
            return (noun in _ONE_COUNTS and not self._points(first)) or (quantity.qualified and noun not in _ABSTRACT)
        if number.low >= 10 or quantity.qualified or sized:
            return True
        return counted is not None and noun not in _ABSTRACT and not self._points(first)

    def _points(self, first: int) -> bool:
        """Whether a word like "the" or "their" stands up to two words before token ``first``."""
        tokens = self.parse.tokens
        for i in (first - 1, first - 2):
            if i < 0 or tokens[i].pos in {"PUNCT", "VERB", "ADP", "CCONJ"}:
                return False
            if tokens[i].lower in _POINTING or tokens[i].tag in {"POS", "PRP$"}:
                return True
        return False

    def _year_counts(self, quantity: _Quantity, counted: tuple[int, int] | None, first: int) -> bool:
        """Whether a bare number that reads as a year counts something after all ("more than 2000 people")."""
        tokens = self.parse.tokens
        if counted is None or tokens[counted[0]].i > first + 3 or tokens[counted[1] - 1].tag != "NNS":
            return False
        if quantity.qualified:
            return True
        before = tokens[first - 1] if first else None
        return before is None or not (before.pos in {"ADP", "DET", "PROPN", "PRON"} or before.tag in {"POS", "PRP$"})

    def _named(self, number: Numeral, first: int, counted: tuple[int, int] | None) -> bool:
        """Whether a bare number belongs to a name: ``Formula One``, ``Boeing 737``, ``the Big Four``."""
        tokens, token = self.parse.tokens, self.parse.tokens[first]
        plural = counted is not None and tokens[counted[1] - 1].tag in {"NNS", "NNPS"}
        if "," in number.span.of(self.text):
            return False
        if not plural or (number.words and token.text[:1].isupper()):
            for entity in self.parse.entities:
                if entity.first <= first < entity.last and entity.label in _NAMED and entity.last - entity.first > 1:
                    return True
        before = tokens[first - 1] if first > 0 else None
        if plural and not (number.words and token.text[:1].isupper()):
            return False
        opens = any(s == first for s, _ in self.parse.sentences)
        follows = tokens[first + 1] if first + 1 < len(tokens) else None
        if number.words and token.text[:1].isupper() and not opens and follows and follows.tag in {"NNP", "NNPS"}:
            return True
        if before is None or before.end + 1 < token.start:
            return False
        if before.pos == "PROPN" and before.text[:1].isupper() and (number.digits or token.text[:1].isupper()):
            return not opens
        return number.words and token.text[:1].isupper() and before.lower in {"of", "the", "big"} and counted is None


def _named_bound(found: re.Match[str]) -> Bound:
    return _BOUNDS[found.lastgroup or ""]


def _scaled_low(a: _Quantity, b: _Quantity) -> float:
    """The low end of a range in the scale of the high one: "1.5 to 2 million", "$5-10bn", "10-12,000"."""
    low, high = a.low, b.low
    if a.numeral.words and b.numeral.words and low >= 10:
        return low
    for scale in (1e12, 1e9, 1e7, 1e6, 1e5, 1e3):
        told = not b.numeral.digits and high >= scale and low < 1000
        if told and low * scale < high and (scale > 1e3 or high % 1e3 == 0) and low < high / scale < 1e3:
            return low * scale
    return low
