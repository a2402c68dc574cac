"""Feasts with a date of their own."""

from __future__ import annotations

from datetime import date

from onrecord.resolve.dates_calendar import move


def feast_day(key: str, year: int) -> date | None:
    """The day of a feast in the Gregorian calendar; Thanksgiving is that of the United States."""
    fixed = {"christmas": (12, 25), "christmas_eve": (12, 24), "new_year": (1, 1), "new_year_eve": (12, 31)}
    fixed["halloween"] = (10, 31)
    if not 1 <= year <= 9998:
        return None
    if key in fixed:
        return date(year, *fixed[key])
    if key == "thanksgiving":  # fourth Thursday of November
        first = date(year, 11, 1)
        return move(first, (4 - first.isoweekday()) % 7 + 21)
    easter = _easter(year)
    return move(easter, 1) if key == "easter_monday" else easter


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)
