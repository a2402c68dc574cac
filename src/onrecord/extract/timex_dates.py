"""Readers of the grammar's calendar rules: dates, months, seasons, quarters, years, days and parts of the day."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.timex_read import (
    Reading,
    feast_key,
    near,
    ordinal,
    read_calendar,
    read_iso,
    read_slashed,
    valid_day,
    word,
)
from onrecord.extract.timex_scan import Line
from onrecord.extract.timex_words import MONTH, NUMBER, UNIT
from onrecord.model.timex import TimeExpression

_DAYS = frozenset({"small", "ordinal", "ordinal_word"})


def calendar(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """Dates, months, seasons, quarters, weekdays and parts of the day."""
    if not read_calendar(r):
        return
    f = r.fields
    if "unit" in f and f.get("unit") == "century":
        return
    timed = "clock" in f or "part" in f
    yield r.build("time" if timed else "date", "calendar")


def iso(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "2024-10-18T04:16"."""
    if read_iso(r):
        yield r.build("time" if "clock" in r.fields else "date", "calendar")


def slashed(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "19/10/2024"."""
    if read_slashed(r):
        yield r.build("date", "calendar")


def day_list(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "October 27-28, 2024" and "8 to 13 October": one expression a day."""
    names = r.names()
    words = r.line.words
    days = [k for k, n in enumerate(names) if n in _DAYS]
    year = next((int(words[r.first + k]) for k, n in enumerate(names) if n == "year"), None)
    month = next(MONTH[words[r.first + k].lower()] for k, n in enumerate(names) if n.startswith("month"))
    if not all(valid_day(year, month, ordinal(words[r.first + k])) for k in days):
        return
    for n, k in enumerate(days):
        first = 0 if n == 0 else k
        last = len(names) if n == len(days) - 1 else k + 1
        part = Reading(r.line, r.first + first, r.first + last)
        if names[0].startswith("weekday") and n == 0:
            read_calendar(part)
            part.fields.pop("year", None)
        day = ordinal(words[r.first + k])
        fields = {**part.fields, "month": month, "day": day, "range_end": n > 0}
        yield part.build("date", "calendar", **fields, **({} if year is None else {"year": year}))


def feast(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "Christmas Eve", "Easter 1916"."""
    words = [w.lower() for w in r.line.words[r.first : r.last]]
    year = next((int(w) for w, n in zip(words, r.names(), strict=True) if n == "year"), None)
    if words[0] == "new":
        key = "new_year_eve" if words[3:4] == ["eve"] else "new_year"
        if words[1] != "year":
            return
    else:
        named = feast_key(words)
        if named is None:
            return
        key, longer = named
        if not longer and len(words) > 1 and year is None:
            r.last = r.first + 1
    yield r.build("date", "calendar", holiday=key, **({} if year is None else {"year": year}))


def decade(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the late 1970s"."""
    k = next(k for k, n in enumerate(r.names()) if n == "decade")
    digits = "".join(c for c in r.line.words[r.first + k] if c.isdecimal())
    read_calendar(r)
    decade = int(digits)
    bc = r.names()[-1] == "era" and r.line.words[r.last - 1][0] in "bB"
    if len(digits) == 2:
        decade += 1900 if decade >= 20 else 2000
    elif not bc and not 1000 <= decade <= 2190:
        return
    r.fields.pop("day", None)
    yield r.build("date", "calendar", decade=-decade if bc else decade)


def century(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the early 19th century"."""
    names, words = r.names(), r.line.words
    k = next(k for k, n in enumerate(names) if n in {"ordinal", "ordinal_word", "second"} and names[k + 1] != "edge")
    number = ordinal(words[r.first + k])
    bc = names[-1] == "era" and words[r.last - 1][0] in "bB"
    if 1 <= number <= 30:
        yield r.build("date", "calendar", century=-number if bc else number)


def year(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """Four digits that are a year."""
    if "unit" in r.names() and UNIT[r.line.words[r.first + 1].lower()] != "year":
        r.first += 2
    if _is_year(r.line, r.last - 1, edged=r.last - r.first > 1):
        yield from calendar(r, rule)


def _is_year(line: Line, i: int, *, edged: bool = False) -> bool:
    """Whether the four digits at ``i`` are a year, by what stands around them."""
    before, after = near(line, i - 1), near(line, i + 1)
    if before in {"money", "vague"} and not edged:
        return False
    if after in {"counted", "magnitude", "ampm", "fraction"} or ("slash" in {before, after} and not edged):
        return False
    if _part_of_name(line, i):
        return False
    value = int(line.words[i])
    follows = line.words[i + 1] if i + 1 < len(line.words) else ""
    if after in {"unit", "units", "hour"} and follows.lower() not in {"season"}:
        return False
    if after == "dash" and near(line, i + 2) == "year":
        return True
    # "of 1500 soldiers": a plural noun right after makes it a count, unless the number looks like a year of our time
    plural = follows.islower() and follows.endswith("s") and after == "other"
    if before in {"prep", "of", "to", "and", "before", "after", "or"} or edged:
        return 1900 <= value <= 2100 or (not plural and 1000 <= value <= 2100)
    if 1900 <= value <= 2100:
        return not plural or value >= 1950 or before in {"the", "open"}
    if before in {"open", "dash"}:
        return 1500 <= value < 1900
    return 1700 <= value < 1900 and after in {"comma", "dot", "close", "break"}


def _part_of_name(line: Line, i: int) -> bool:
    """Whether the digits at ``i`` are glued to letters, as in "2024a" or "KX-2024"."""
    if i + 1 < len(line.words) and line.starts[i + 1] == line.end(i) and line.words[i + 1][0].isalpha():
        return True
    glued = (
        near(line, i - 1) == "dash"
        and i >= 2
        and line.end(i - 1) == line.starts[i]
        and line.end(i - 2) == line.starts[i - 1]
    )
    return glued and near(line, i - 2) == "other" and word(line, i - 2) not in {"pre", "post"}


def year_span(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "1955-57": two years."""
    start, end = r.line.words[r.first], r.line.words[r.last - 1]
    if not _is_year(r.line, r.first, edged=True) or len(end) != 2 or int(end) <= int(start[2:]):
        if _is_year(r.line, r.first):
            yield Reading(r.line, r.first, r.first + 1).build("date", "calendar", year=int(start))
        return
    yield Reading(r.line, r.first, r.first + 1).build("date", "calendar", year=int(start))
    year = int(start[:2] + end)
    yield Reading(r.line, r.last - 1, r.last).build("date", "calendar", year=year, range_end=True)


def years_bc(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "490-480 BC"."""
    names, words = r.names(), r.line.words
    sign = -1 if words[r.last - 1][0] in "bB" else 1
    ks = [k for k, n in enumerate(names) if n in {"small", "number", "year"}]
    for n, k in enumerate(ks):
        part = Reading(r.line, r.first + (0 if n == 0 else k), r.first + (k + 1 if n == 0 else len(names)))
        digits = words[r.first + k]
        if digits.isdecimal() and len(digits) <= 4:
            yield part.build("date", "calendar", year=sign * int(digits), range_end=n > 0)


def word_year(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "nineteen seventy-nine"."""
    numbers = [NUMBER[r.line.words[r.first + k].lower()] for k, n in enumerate(r.names()) if n in {"teens", "cardinal"}]
    if len(numbers) == 3 and (numbers[1] % 10 or numbers[2] > 9):
        numbers.pop()
        r.last -= 1
    if 10 <= sum(numbers[1:]) <= 99 and numbers[1] >= 10 and near(r.line, r.last) not in {"unit", "units", "hour"}:
        yield r.build("date", "calendar", year=100 * numbers[0] + sum(numbers[1:]))


def year_end(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "year-end"."""
    words = [w.lower() for w in r.line.words[r.first : r.last]]
    if words[-1] == "end" and "year" in words:
        yield r.build("date", "calendar", month=12, day=31)


def quarter(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the third quarter of 2024", "Q3"."""
    names, words = r.names(), r.line.words
    code = next((int(words[r.first + k][1]) for k, n in enumerate(names) if n == "quarter_code"), None)
    k = next((k for k, n in enumerate(names) if n in {"ordinal_word", "second", "ordinal"}), None)
    number = code if code is not None else (4 if k is None else ordinal(words[r.first + k]))
    read_calendar(r)
    r.fields.pop("day", None)
    if "last" in names and k is None and "year" not in r.fields:
        r.fields = {"relation": "last", "count": 1.0, "unit": "quarter"}
        yield r.build("date", "deictic")
    elif 1 <= number <= 4:
        yield r.build("date", "calendar", quarter=number)


def half(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "the first half of the year"."""
    names, words = r.names(), r.line.words
    number = 2 if names[1] in {"last", "latter"} else ordinal(words[r.first + 1])
    k = names.index("half")
    rest = Reading(r.line, r.first + k, r.last)
    read_calendar(rest)
    fields = {**rest.fields, "half": number}
    fields.pop("modifier", None)
    if "unit" not in fields and "year" not in fields:
        unit = UNIT[words[r.last - 1].lower()]
        fields |= {"relation": "same", "count": 1.0, "unit": unit}
    if number <= 2 and fields.get("unit", "year") == "year":
        yield r.build("date", "calendar", **fields)


def fiscal(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "fiscal 2024", "the fiscal year"."""
    read_calendar(r)
    if "year" in r.fields:
        yield r.build("date", "calendar", year=r.fields["year"])
    elif r.line.words[r.last - 1].lower() == "year" and ("relation" in r.fields or r.names()[0] == "the"):
        yield r.build("date", "deictic", relation=r.fields.get("relation", "same"), unit="year", count=1.0)


def weekday_rel(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "last Friday", "Monday of last week"."""
    if read_calendar(r):
        if r.names()[-1] == "unit" and r.fields.get("unit") not in {"week"}:
            return
        yield r.build("time" if "part" in r.fields else "date", "calendar")


def today(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "late yesterday", "tomorrow morning", "the day before yesterday"."""
    names = r.names()
    step = {"before": -1.0, "after": 1.0}.get(names[-2], 0.0) if len(names) > 1 else 0.0
    if word(r.line, r.first - 1) == "usa":  # the newspaper
        return
    if not read_calendar(r) or (step and word(r.line, r.last - 3) != "day"):
        return
    timed = "part" in r.fields
    yield r.build("time" if timed else "date", "deictic", count=r.fields["count"] + step)


def tonight(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "tonight", "overnight"."""
    read_calendar(r)
    r.fields |= {"relation": "this", "count": 0.0, "unit": "day"}
    yield r.build("time", "deictic")


def part(r: Reading, rule: str) -> Iterator[TimeExpression]:
    """As in "this morning", "last night", "the morning", "that afternoon"."""
    if not read_calendar(r):
        return
    relation = r.fields.get("relation", "same")
    if rule == "in_the_part":
        r.first += 1
    elif rule == "night":
        if r.line.words[r.first].lower() == "on":
            return
        r.first += 1
        relation = "same"
    shift = {"last": -1.0, "earlier": -1.0, "later": 1.0, "next": 1.0}.get(relation, 0.0)
    relation = {"last": "this", "next": "this", "latest": "this", "earlier": "same", "later": "same"}.get(
        relation, relation
    )
    if r.fields.get("modifier") in {"before", "after"}:
        r.fields.pop("modifier")
    yield r.build("time", "calendar", relation=relation, unit="day", count=shift)
