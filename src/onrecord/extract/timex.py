"""Finding time expressions in text as written.

Method: every token is put into a class, and one regular expression over the classes finds the expressions; see
:mod:`onrecord.extract.timex_grammar`. The extent of an expression follows TimeML's guidelines (Sauri et al. 2006):
prepositions stay outside, modifiers ("late October") and times of day belong to it. Ages are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from onrecord.extract import timex_amounts as amounts
from onrecord.extract import timex_dates as dates
from onrecord.extract.timex_grammar import GRAMMAR, RULE_OF, islands
from onrecord.extract.timex_read import NAME, Reading
from onrecord.extract.timex_scan import Line, scan
from onrecord.model.spans import Span
from onrecord.model.timex import TimeExpression

_LINKS = frozenset({"to", "and", "dash", "or", "the", "prep", "comma"})


_RANGE_LINKS = frozenset({"to", "and", "dash", "or"})


def find_time_expressions(text: str, spans: Sequence[Span]) -> list[TimeExpression]:
    """The time expressions of ``text`` inside ``spans`` (paragraphs or sections), in text order, not overlapping.

    ``spans`` are half-open code-point offsets, in order; no expression crosses from one to the next. Linear in the
    length of the text.
    """
    return [expression for span in spans for expression in _find(scan(text, span))]


def _find(line: Line) -> Iterator[TimeExpression]:
    end = -1
    matches = (m for first, last in islands(line.classes) for m in GRAMMAR.finditer(line.classes, first, last))
    for match in matches:
        group = match.lastgroup
        assert group is not None
        first, last = match.span()
        rule = RULE_OF[group]
        between = {NAME[c] for c in line.classes[end:first]} if 0 < first - end <= 2 else set()
        linked = end >= 0 and bool(between & _RANGE_LINKS) and between <= _LINKS
        for expression in _READERS.get(rule, dates.calendar)(Reading(line, first, last), rule):
            yield replace(expression, range_end=True) if linked else expression
            linked, end = linked and end != last, last


_READERS: Mapping[str, Callable[[Reading, str], Iterator[TimeExpression]]] = MappingProxyType(
    {
        "iso": dates.iso,
        "slashed": dates.slashed,
        "month_days": dates.day_list,
        "days_month": dates.day_list,
        "feast": dates.feast,
        "decade": dates.decade,
        "century": dates.century,
        "year": dates.year,
        "bare_year": dates.year,
        "year_span": dates.year_span,
        "years_bc": dates.years_bc,
        "quarter": dates.quarter,
        "quarter_of_rel": dates.quarter,
        "half": dates.half,
        "fiscal": dates.fiscal,
        "year_ago": amounts.year_ago,
        "ago": amounts.back,
        "later": amounts.later,
        "and_half": amounts.and_half,
        "each_past": amounts.stretch,
        "past_stretch": amounts.stretch,
        "first_stretch": amounts.stretch,
        "recent_units": amounts.recent_units,
        "future_units": amounts.recent_units,
        "rel": amounts.rel,
        "edge_of_unit": amounts.rel,
        "the_unit": amounts.the_unit,
        "amount": amounts.amount,
        "bare_units": amounts.bare_units,
        "lasting": amounts.lasting,
        "every": amounts.every,
        "every_unit": amounts.every,
        "weekdays": amounts.every,
        "weekday_rel": dates.weekday_rel,
        "today": dates.today,
        "tonight": dates.tonight,
        "part_rel": dates.part,
        "in_the_part": dates.part,
        "night": dates.part,
        "the_part": dates.part,
        "present": amounts.reference,
        "past": amounts.reference,
        "future": amounts.reference,
        "former": amounts.reference,
        "current": amounts.reference,
        "soon": amounts.reference,
        "at_time": amounts.reference,
        "word_year": dates.word_year,
        "year_end": dates.year_end,
        "per": amounts.per,
    }
)
