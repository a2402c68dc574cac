"""Calendar arithmetic and the two notations of a time: TIMEX3 (TimeML 1.2.1) and EDTF level 1 (ISO 8601-2:2019)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from onrecord.model.spans import Span
from onrecord.model.timex import TimeUnit
from onrecord.model.when import Basis, Precision, When

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of a season (meteorological, northern hemisphere: the reading that English-language news takes)."""

_EDTF_SEASON = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_LETTER: dict[TimeUnit, str] = {
    "year": "Y",
    "quarter": "Q",
    "month": "M",
    "week": "W",
    "weekend": "WE",
    "day": "D",
    "hour": "H",
    "minute": "M",
    "second": "S",
    "decade": "DE",
    "century": "CE",
}
_SMALLER: dict[TimeUnit, tuple[int, TimeUnit]] = {
    "year": (12, "month"),
    "day": (24, "hour"),
    "hour": (60, "minute"),
    "minute": (60, "second"),
    "week": (7, "day"),
}
_CLOCK_UNITS = frozenset({"hour", "minute", "second"})

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_NAMED = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])")


def year_text(year: int) -> str:
    """The TIMEX3 spelling of a year; 490 BC (-490) is ``BC0490``."""
    return f"{year:04d}" if year > 0 else f"BC{-year:04d}"


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """The month ``by`` months on."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or ``None`` where the calendar (years 1 to 9999) has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def move(day: date, by: int) -> date | None:
    """The day ``by`` days on, or ``None`` outside the calendar."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None


def week_text(day: date) -> str:
    """The ISO week that holds the day: ``2024-W42``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def duration_text(count: float | None, unit: TimeUnit) -> str:
    """The TIMEX3 value of an amount of time; ``X`` stands for a vague count.

    Decades and centuries are given in years, a broken count in the next smaller unit where that is whole.
    """
    mark = "PT" if unit in _CLOCK_UNITS else "P"
    if count is None:
        return f"{mark}X{_LETTER[unit]}"
    if unit in {"decade", "century"}:
        count, unit = count * (10 if unit == "decade" else 100), "year"
    whole = int(count)
    if whole == count:
        return f"{mark}{whole}{_LETTER[unit]}"
    factor, smaller = _SMALLER.get(unit, (0, unit))
    rest = round((count - whole) * factor, 6)
    if not factor or rest != int(rest):
        return f"{mark}{count:g}{_LETTER[unit]}"
    head = f"{mark}{whole}{_LETTER[unit]}" if whole else mark
    between = "T" if smaller == "hour" and whole else ""
    if smaller == "hour" and not whole:
        head = "PT"
    return f"{head}{between}{int(rest)}{_LETTER[smaller]}"


def stretch(value: str) -> tuple[date, date] | None:
    """First and last day that a TIMEX3 value names; ``None`` where it names no stretch of the calendar."""
    if m := _DAY.fullmatch(value):
        day = safe_date(int(m[1]), int(m[2]), int(m[3]))
        return None if day is None else (day, day)
    if m := _MONTH.fullmatch(value):
        return date(int(m[1]), int(m[2]), 1), month_end(int(m[1]), int(m[2]))
    if m := _WEEK.fullmatch(value):
        first = date.fromisocalendar(int(m[1]), int(m[2]), 6 if m[3] else 1)
        return first, first + timedelta(days=1 if m[3] else 6)
    if m := _NAMED.fullmatch(value):
        return _named(int(m[1]), m[2])
    if re.fullmatch(r"\d{2,4}", value):
        digits = len(value)
        low, high = int(value.ljust(4, "0")), int(value.ljust(4, "9"))
        return (date(max(low, 1), 1, 1), date(high, 12, 31)) if digits >= 2 and high > 0 else None
    return None


def _named(year: int, name: str) -> tuple[date, date]:
    if name[0] == "Q":
        month = 3 * int(name[1]) - 2
        return date(year, month, 1), month_end(year, month + 2)
    if name[0] == "H":
        month = 6 * int(name[1]) - 5
        return date(year, month, 1), month_end(year, month + 5)
    if name == "WI":  # "the winter of 1942" may be either of two, so both are let in
        return date(max(year - 1, 1), 12, 1), month_end(min(year + 1, 9999), 2)
    month = SEASON_MONTH[name]
    return date(year, month, 1), month_end(year, month + 2)


def when_of(value: str, basis: Basis, span: Span) -> When | None:
    """A TIMEX3 value as an EDTF :class:`When` with its bounds; ``None`` where it names no stretch of the calendar."""
    days = stretch(value)
    if days is None:
        return None
    edtf, precision = _edtf(value, *days)
    return When(edtf, precision, basis, span, days[0].isoformat(), days[1].isoformat())


def _edtf(value: str, first: date, last: date) -> tuple[str, Precision]:
    if _DAY.fullmatch(value):
        clock = value[10:]
        if re.match(r"T\d\d:\d\d", clock) and not clock.startswith("T24"):
            return value, "second" if len(clock) >= 9 and clock[6:7] == ":" else "minute"
        return value[:10], "day"
    if _MONTH.fullmatch(value):
        return value, "month"
    if re.fullmatch(r"\d{4}", value):
        return value, "year"
    if re.fullmatch(r"\d{3}", value):
        return value + "X", "decade"
    season = _EDTF_SEASON.get(value[5:])
    if season:
        return f"{value[:4]}-{season}", "season"
    if re.fullmatch(r"\d{4}-W\d\d", value):
        return f"{first}/{last}", "week"
    return f"{first}/{last}", "interval"


def nearest_year(month: int, day_of_month: int, base: date) -> int:
    """The year that brings the day nearest to ``base``; a day ahead counts half more, for news mostly looks back."""
    years = (base.year, base.year - 1, base.year + 1)
    dated: list[tuple[float, int, int]] = []
    for i, year in enumerate(years):
        day = safe_date(year, month, day_of_month)
        if day is not None:
            away = (day - base).days
            dated.append((1.5 * away if away > 0 else -away, i, year))
    return min(dated)[2] if dated else base.year


def period_text(unit: TimeUnit, year: int, month: int, step: int) -> str | None:
    """The month, year, decade or century ``step`` units on; ``None`` of other units."""
    if unit == "month":
        y, m = shift_month(year, month, step)
        return f"{year_text(y)}-{m:02d}"
    if unit == "year":
        return year_text(year + step)
    if unit == "decade":
        return year_text(year + 10 * step)[:-1]
    return year_text(year + 100 * step)[:-2] if unit == "century" else None


def unit_week(unit: TimeUnit, start: date, step: int) -> str | None:
    """The ISO week, or its weekend, ``step`` weeks on."""
    moved = move(start, 7 * step)
    if moved is None:
        return None
    return week_text(moved) + ("-WE" if unit == "weekend" else "")
