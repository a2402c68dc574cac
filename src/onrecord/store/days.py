"""The days that a written time covers, and the day from which a text version counts as known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from datetime import date
from typing import Literal

from onrecord.model.when import When

KnownBasis = Literal["modified", "published", "recorded"]
"""Where the day a version was known comes from."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].{0,40})?", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:-XX)?")
_YEAR = re.compile(r"(\d{4})(?:-XX(?:-XX)?)?")
_BLANKED = re.compile(r"(\d{2})(\dX|XX)")

_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
"""EDTF level 1 season codes and the month each begins in (northern, meteorological)."""


def day_range(value: str) -> tuple[date, date] | None:
    """The first and last day that an EDTF level 1 value covers; ``None`` where it names none.

    An interval open at one end covers the days of its other end.
    """
    value = value.strip()[:100]
    if "/" in value:
        left, _, right = value.partition("/")
        first, last = day_range(left), day_range(right)
        if first and last:
            return (first[0], last[1]) if first[0] <= last[1] else None
        return first or last
    value = value.rstrip("?~%")
    try:
        return _single(value)
    except ValueError:
        return None


def _single(value: str) -> tuple[date, date] | None:
    if match := _DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _WEEK.fullmatch(value):
        year, week = int(match[1]), int(match[2])
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if match := _MONTH.fullmatch(value):
        year, month = int(match[1]), int(match[2])
        return _season(year, _SEASONS[month]) if month in _SEASONS else (date(year, month, 1), _month_end(year, month))
    if match := _YEAR.fullmatch(value):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    if match := _BLANKED.fullmatch(value):
        return date(int(value.replace("X", "0")), 1, 1), date(int(value.replace("X", "9")), 12, 31)
    return None


def _season(year: int, month: int) -> tuple[date, date]:
    end_year, end_month = (year, month + 2) if month + 2 <= 12 else (year + 1, month + 2 - 12)
    return date(year, month, 1), _month_end(end_year, end_month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def when_days(when: When | None) -> tuple[date, date] | None:
    """The first and last day that a time may mean: of its value, else of its bounds (one bound stands for both)."""
    if when is None:
        return None
    covered = day_range(when.value) if when.value else None
    if covered:
        return covered
    after = day_range(when.not_before) if when.not_before else None
    before = day_range(when.not_after) if when.not_after else None
    if after and before:
        return (after[0], before[1]) if after[0] <= before[1] else None
    return after or before


def known_day(
    published: When | None, modified: str | None, *, recorded: date, earlier: Collection[When | None]
) -> tuple[date, KnownBasis]:
    """The day from which a text version counts as known, and why.

    The day its page says it was modified; else the last day it may have been published on, unless a version recorded
    before counts as known by the same date (``earlier`` holds those dates), which then tells nothing of this one; else
    the day it was recorded.
    """
    changed = day_range(modified) if modified else None
    if changed:
        return changed[1], "modified"
    out = when_days(published)
    if out and all(when_days(other) != out for other in earlier):
        return out[1], "published"
    return recorded, "recorded"
