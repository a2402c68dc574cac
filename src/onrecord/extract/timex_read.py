"""What the words of one matched expression say: from classified tokens to a :class:`TimeExpression`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from onrecord.extract.timex_scan import Line
from onrecord.extract.timex_words import (
    CLASS,
    CLOCK_WORD,
    DAY_WORD,
    EVERY,
    FEAST,
    FRACTION,
    MONTH,
    NUMBER,
    ORDINAL,
    PART,
    RELATION,
    SEASON,
    UNIT,
    WEEKDAY,
)
from onrecord.model.spans import Span
from onrecord.model.timex import TimeExpression

NAME = {char: name for name, char in CLASS.items()}
"""Class character -> class name."""

_START = frozenset({"early", "beginning", "start", "onset", "first", "former"})
_END = frozenset({"late", "end", "close", "latter", "last"})
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")


@dataclass(slots=True)
class Reading:
    """Fields of a :class:`TimeExpression` while its tokens are read."""

    line: Line
    first: int
    last: int
    fields: dict[str, Any] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The class names of the tokens ``first..last`` (half-open)."""
        return [NAME[c] for c in self.line.classes[self.first : self.last]]

    def build(self, kind: str, form: str, **fields: Any) -> TimeExpression:
        """The expression over all of the reading's tokens."""
        span = Span(self.line.starts[self.first], self.line.end(self.last - 1))
        return TimeExpression(span, **{"type": kind, "form": form, **self.fields, **fields})


def valid_day(year: int | None, month: int, day: int) -> bool:
    """Whether the month has that day (29 February where the year is not known)."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    if month == 2:
        leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
        return day <= (29 if leap else 28)
    return day <= (30 if month in {4, 6, 9, 11} else 31)


def ordinal(word: str) -> int:
    """The number of "19th", "eighth"."""
    low = word.lower()
    return ORDINAL[low] if low in ORDINAL else int(re.match(r"\d+", low)[0])  # type: ignore[index]


def clock(word: str, ampm: str | None) -> str | None:
    """``HH:MM[:SS]`` of "7:15", "10", "0430", with the half of the day applied; ``None`` where it is no time."""
    parts = [int(p) for p in re.findall(r"\d+", word)[:3]]
    if len(parts) == 1 and len(word) == 4 and ampm is None:
        parts = [parts[0] // 100, parts[0] % 100]
    hour, rest = parts[0], parts[1:] or [0]
    if ampm and ampm[0] in "pP" and hour < 12:
        hour += 12
    elif ampm and ampm[0] in "aA" and hour == 12:
        hour = 0
    if hour > 24 or any(p > 59 for p in rest):
        return None
    return ":".join(f"{p:02d}" for p in [hour, *rest])


def modifier_of(word: str) -> str | None:
    """The part of a period that a word names."""
    low = word.lower()
    if low in _START:
        return "start"
    if low in _END:
        return "end"
    if low in {"mid", "middle", "midst"}:
        return "mid"
    return {"earlier": "before", "later": "after"}.get(low)


def read_calendar(r: Reading) -> bool:  # noqa: C901, PLR0912 - one branch a class of words
    """Fill the calendar fields of ``r``; ``False`` where the words cannot be a date."""
    f, words, names = r.fields, r.line.words, r.names()
    bc = any(n == "era" and words[r.first + k][0] in "bB" for k, n in enumerate(names))
    for k, name in enumerate(names):
        word = words[r.first + k]
        low = word.lower()
        after = names[k + 1] if k + 1 < len(names) else ""
        if name == "year" and after in {"zone"}:
            f["clock"] = clock(word, None)
        elif name == "year":
            f["year"] = -int(word) if bc else int(word)
        elif name in {"month", "month_or_word", "month_short"}:
            f["month"] = MONTH[low]
        elif name in {"small", "number"} and after in {"ampm", "zone"}:
            f["clock"] = clock(word, words[r.first + k + 1] if after == "ampm" else None)
        elif name in {"small", "glued"}:
            if after == "era" or (k and names[k - 1] == "era"):
                f["year"] = -int(word) if bc else int(word)
            else:
                f["day"] = int(word)
        elif name == "number" and "era" in names and word.isdecimal():
            f["year"] = -int(word) if bc else int(word)
        elif name == "ordinal":
            f["day"] = ordinal(word)
        elif name in {"ordinal_word", "second"}:
            if after in {"edge", "half"}:
                f.setdefault("modifier", modifier_of(word))
            else:
                f["day"] = ordinal(word)
        elif name in {"weekday", "weekday_short", "weekdays"}:
            f["weekday"] = WEEKDAY[low]
        elif name in {"season", "season_or_word"}:
            f["season"] = SEASON[low]
        elif name == "clock":
            f["clock"] = clock(word, words[r.first + k + 1] if after == "ampm" else None)
        elif name == "noon":
            f["clock"] = CLOCK_WORD[low]
        elif name == "zone":
            f["zone"] = word
        elif name in {"part", "part_other", "parts", "overnight", "tonight"}:
            f["part"] = PART[low]
            if name == "tonight":
                f |= {"relation": "this", "count": 0.0, "unit": "day"}
        elif name == "today":
            f |= {"relation": "this", "count": float(DAY_WORD[low]), "unit": "day"}
        elif name in {"early", "edge"} or name in {"earlier", "later"}:
            f.setdefault("modifier", modifier_of(word))
        elif name in {"last", "previous", "next", "following", "current", "same", "latest", "this", "that"}:
            if after in {"edge"}:
                f.setdefault("modifier", modifier_of(word))
            elif not (name == "this" and after in {"last", "next", "same"}):
                f["relation"] = RELATION[low]
        elif name in {"unit", "quarter"} and "relation" in f:
            f["unit"], f["count"] = UNIT[low], 1.0
    if f.get("modifier") is None:
        f.pop("modifier", None)
    if f.get("clock", "") is None:
        return False
    if f.get("day") is not None and f.get("month") is not None:
        return valid_day(f.get("year"), f["month"], f["day"])
    return True


def read_iso(r: Reading) -> bool:
    """Fields of ``2024-10-18`` and ``2024-10-18T04:16+02:00``."""
    m = _ISO.match(r.line.words[r.first])
    if m is None:
        return False
    year, month, day = int(m[1]), int(m[2]), int(m[3])
    r.fields |= {"year": year, "month": month, "day": day}
    if m[4]:
        r.fields |= {"clock": m[4], "zone": m[5]}
    return year >= 1000 and valid_day(year, month, day)


def read_slashed(r: Reading) -> bool:
    """Fields of 19/10/2024 and 10/19/2024; day first where both would do, as over most of the world."""
    parts = [int(x) for x in re.split(r"[/.]", r.line.words[r.first])]
    if parts[0] > 31:  # 2024/10/19
        parts = [parts[2], parts[1], parts[0]]
    a, b, year = parts
    if year < 100:
        year += 2000 if year < 70 else 1900
    month, day = (b, a) if b <= 12 else (a, b)
    r.fields |= {"year": year, "month": month, "day": day}
    return 1000 <= year <= 2199 and valid_day(year, month, day)


def read_amount(r: Reading) -> bool:
    """Fill ``count`` and ``unit`` from a number and a unit; ``count`` is ``None`` where vague or a range."""
    total: float | None = None
    vague = False
    groups = 0
    previous = ""
    for k, name in enumerate(r.names()):
        word = r.line.words[r.first + k].lower()
        if name in {"small", "number", "year"}:
            total = float(word.replace(",", "")) if word.replace(",", "").replace(".", "", 1).isdecimal() else None
            vague |= total is None
            groups += 1
        elif name == "fraction":
            total = (total or 0.0) + FRACTION[word]
        elif name == "half":
            total = (total or 0.0) + 0.5 if previous != "a" or groups else 0.5
        elif name in {"cardinal", "teens"}:
            tens = total is not None and total >= 20 and total % 10 == 0 and NUMBER[word] < 10 and groups == 1
            total = (total or 0.0) + NUMBER[word] if tens else float(NUMBER[word])
            groups += 0 if tens else 1
        elif name == "magnitude":
            total = (total or 1.0) * NUMBER[word]
        elif name == "a" and total is None and not vague:
            total = 1.0
            groups += 1
        elif name == "vague":
            known = {"couple": 2.0, "dozen": 12.0}.get(word)
            total, vague = known, vague or known is None
        elif name in {"unit", "units", "quarter", "hour", "second", "lasting"} and "unit" not in r.fields:
            r.fields["unit"] = UNIT[word]
            if word.startswith("fortnight"):
                total = 2 * (1.0 if total is None else total)
        previous = name
    r.fields["count"] = None if vague or groups > 1 else total
    return "unit" in r.fields


def read_every(r: Reading) -> bool:
    """Fields of "every two weeks", "each Monday", "daily"."""
    names, words = r.names(), r.line.words
    if names[0] == "every_unit":
        r.fields["count"], r.fields["unit"] = EVERY[words[r.first].lower()]
        return True
    for k, name in enumerate(names):
        low = words[r.first + k].lower()
        if name in {"weekday", "weekdays"}:
            r.fields["weekday"] = WEEKDAY[low]
        elif name in {"part", "parts"}:
            r.fields["part"] = PART[low]
        elif name in {"season", "season_or_word"}:
            r.fields["season"] = SEASON[low]
        elif name == "month":
            r.fields["month"] = MONTH[low]
        elif name in {"unit", "units", "quarter", "hour"}:
            r.fields["unit"] = UNIT[low]
            r.fields.setdefault("count", 1.0)
        elif name in {"small", "cardinal"}:
            r.fields["count"] = float(low) if low.isdecimal() else float(NUMBER[low])
        elif (name == "other" and low == "other") or name == "second":
            r.fields["count"] = 2.0
        elif name == "other":
            return False
    return True


def feast_key(words: list[str]) -> tuple[str, bool] | None:
    """The feast that ``words`` (lower case) open with, and whether the second word belongs to its name."""
    key = FEAST.get(words[0])
    second = words[1] if len(words) > 1 else ""
    if key is None:
        return None
    if key == "easter" and second in {"sunday", "monday"}:
        return ("easter_monday" if second == "monday" else "easter"), True
    if key == "christmas" and second == "eve":
        return "christmas_eve", True
    return key, second in {"day"}


def near(line: Line, i: int) -> str:
    """The class name of token ``i``; "break" outside the line."""
    return NAME[line.classes[i]] if 0 <= i < len(line.classes) else "break"


def word(line: Line, i: int) -> str:
    """Token ``i`` in lower case; "" outside the line."""
    return line.words[i].lower() if 0 <= i < len(line.words) else ""
