"""Readers of the grammar's other rules: units counted from another time, amounts of time, sets, vague references."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.timex_read import (
    Reading,
    near,
    ordinal,
    read_amount,
    read_calendar,
    read_every,
    word,
)
from onrecord.extract.timex_words import RELATION, UNIT
from onrecord.model.timex import TimeExpression

_NUMERIC = frozenset({"small", "number", "year", "cardinal", "magnitude", "once"})
_RELATED = frozenset({"last", "previous", "next", "following", "recent", "future"})
_AHEAD = frozenset({"will", "would", "could", "may", "might", "should", "can", "to", "be", "expected", "shall", "'ll"})


def year_ago(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the year-earlier quarter": the quarter in focus, a year back."""
    names, words = r.names(), r.line.words
    k = names.index("unit")
    quarter = next((ordinal(words[r.first + j]) for j, n in enumerate(names) if n in {"ordinal_word", "second"}), None)
    fields = {} if quarter is None else {"quarter": quarter}
    yield r.build("date", "deictic", relation="earlier", count=1.0, unit=UNIT[words[r.first + k].lower()], **fields)


def back(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "two weeks ago", "a year earlier", "three days later", "months ago"."""
    last = r.line.words[r.last - 1].lower()
    if r.names()[0] in {"units", "hour"}:
        r.fields |= {"unit": UNIT[r.line.words[r.first].lower()], "count": None}
    elif not read_amount(r):
        return
    if last in {"before", "after"} and near(r.line, r.last) not in {"comma", "dot", "break", "close"}:
        # "two days before the vote" hangs on an event that no calendar knows: the amount alone is left
        r.last -= 1
        yield r.build("duration", "duration")
        return
    kind = "time" if r.fields["unit"] in {"hour", "minute", "second"} else "date"
    yield r.build(kind, "deictic", relation=RELATION[last])


def _neighbour_day(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the day before", "the year after", "the day following"."""
    low = r.line.words[r.first + 1].lower()
    relation = RELATION[r.line.words[r.last - 1].lower()]
    if r.names()[1] == "unit":
        yield r.build("date", "deictic", relation=relation, count=1.0, unit=UNIT[low])


def later(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "a year later", "the day after"."""
    yield from (_neighbour_day if r.names()[0] == "the" else back)(r, rule)


def and_half(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "a year and a half"."""
    r.last -= 3
    read_amount(r)
    r.last += 3
    count = r.fields.get("count")
    r.fields["count"] = None if count is None else count + 0.5
    yield r.build("duration", "duration")


def stretch(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the past two months", "the next few days": amounts of time."""
    if r.names()[1:2] == ["a"]:  # "will last a month"
        r.first += 1
        yield from amount(r, rule)
        return
    if not read_amount(r):
        return
    names = r.names()
    relation = next((RELATION[r.line.words[r.first + k].lower()] for k, n in enumerate(names) if n in _RELATED), None)
    yield r.build("duration", "duration", **({} if relation is None else {"relation": relation}))


def recent_units(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "recent weeks", "coming months", "the weeks ahead"."""
    names = r.names()
    if names[-1] == "other":
        if r.line.words[r.last - 1].lower() != "ahead":
            return
        yield r.build("date", "reference", relation="future")
        return
    word = next(r.line.words[r.first + k] for k, n in enumerate(names) if n in _RELATED)
    relation = "past" if RELATION[word.lower()] in {"past", "last"} else "future"
    unit = UNIT[r.line.words[r.last - 1].lower()]
    yield r.build("date", "reference", relation=relation, unit=unit)


def rel(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "last week", "earlier this month", "the end of the year", "the same day"."""
    if not read_calendar(r):
        return
    unit = UNIT[r.line.words[r.last - 1].lower()]
    fields = {**r.fields, "unit": unit, "count": 1.0}
    fields.pop("day", None)
    fields.setdefault("relation", "same")
    if unit in {"minute", "second", "hour"}:
        return
    if r.names()[0] == "the" and fields["relation"] == "last" and unit != "weekend":
        # "the past year" and "the last week" are stretches up to now, not the calendar's
        yield r.build("duration", "duration", relation="last", unit=unit, count=1.0)
        return
    yield r.build("date", "deictic", **{**r.fields, **fields})


def the_unit(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the quarter", "the weekend": the one in focus."""
    unit = UNIT[r.line.words[r.last - 1].lower()]
    before = near(r.line, r.first - 1)
    if unit in {"weekend", "quarter", "year", "month", "week"} and before not in {"and"}:
        yield r.build("date", "deictic", relation="same", unit=unit, count=1.0)


def amount(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "two weeks", "a month", "the year ended": an amount of time, or how often ("three times a day")."""
    names = r.names()
    after, after2 = near(r.line, r.last), near(r.line, r.last + 1)
    if after == "old" or (after == "dash" and after2 == "old") or (after == "of" and word(r.line, r.last + 1) == "age"):
        return
    if not read_amount(r):
        return
    unit = r.fields["unit"]
    if names == ["a", "units"]:  # "a years-long feud"
        r.first += 1
        yield r.build("duration", "duration", count=None)
        return
    if names[0] == "the":
        if unit == "quarter":
            yield r.build("date", "deictic", relation="latest", count=1.0)
        else:
            yield r.build("duration", "duration", count=1.0)
        return
    if names[0] == "a":
        before = near(r.line, r.first - 1)
        if unit == "second" or (unit == "day" and word(r.line, r.last) == "job"):
            return
        window = [near(r.line, k) for k in range(r.first - 4, r.first)]
        rate = before in {"number", "small", "year", "magnitude", "counted", "once"} or (
            before == "other" and any(n in _NUMERIC or n in {"money", "vague"} for n in window[:3])
        )
        if len(names) == 2 and rate and unit not in {"quarter", "century"}:
            yield r.build("set", "set", count=1.0, unit=unit)
            return
    if unit == "weekend" or (names[-1] == "second" and names[0] not in _NUMERIC):
        return
    if names[-1] == "quarter" and names[0] == "a":
        return
    if unit == "quarter" and (after == "of" or "dash" in names) and r.fields["count"] == 3:  # a share, not a time
        return
    if names[0] == "year" and names[1:2] != ["dash"] and unit == "year":
        return
    yield r.build("duration", "duration")


def bare_units(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "for weeks"."""
    unit = UNIT[r.line.words[r.first].lower()]
    if r.line.words[r.first].lower() == "hour" or unit in {"quarter", "second"}:
        return
    yield r.build("duration", "duration", unit=unit, count=None)


def lasting(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "yearlong"."""
    if read_amount(r):
        yield r.build("duration", "duration", count=1.0)


def every(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "every two weeks", "daily", "Mondays"."""
    if read_every(r):
        yield r.build("set", "set")


def per(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "per month"."""
    unit = UNIT[r.line.words[r.last - 1].lower()]
    yield r.build("set", "set", count=1.0, unit=unit)


def reference(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "now", "recently", "the future"."""
    relation = {"soon": "future", "former": "past", "at_time": "same", "current": "present"}.get(rule, rule)
    plain = rule != "future" or r.names() in (["the", "future"], ["future"])
    if not plain and r.line.words[r.first + 1].lower() not in {"near", "short", "long"}:
        return
    if rule == "soon" and not any(word(r.line, k) in _AHEAD for k in range(r.first - 4, r.first)):
        return
    weak = rule in {"former", "at_time"} or (rule == "future" and len(r.names()) == 1)
    yield r.build("date", "reference", relation=relation, weak=weak)
