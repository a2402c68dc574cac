"""Times counted from another ("two years ago") and the values of sets."""

from __future__ import annotations

from datetime import date

from onrecord.model.timex import TimeExpression
from onrecord.resolve.dates_calendar import duration_text, move, shift_month, week_text, year_text


def counted(e: TimeExpression, sign: int, year: int | None, month: int | None, start: date | None) -> str | None:
    """The value ``sign`` times the expression's amount away from a start as full as it is known."""
    count = e.count or 0.0
    steps = sign * int(count)
    if e.unit in {"year", "decade", "century"}:
        factor = {"year": 1, "decade": 10, "century": 100}[e.unit]
        if year is None or not -9999 < year + steps * factor < 9999:
            return None
        moved_year = year + sign * int(count * factor)
        if e.unit == "year":
            return year_text(moved_year) if e.quarter is None else f"{year_text(moved_year)}-Q{e.quarter}"
        return year_text(moved_year)[: 3 if moved_year > 0 else 5] if e.unit == "decade" else year_text(moved_year)
    if e.unit in {"month", "quarter"}:
        if year is None or month is None or abs(steps) > 10000:
            return None
        y, m = shift_month(year, month, steps * (3 if e.unit == "quarter" else 1))
        return f"{year_text(y)}-{m:02d}"
    if start is None:
        return None
    if e.unit in {"hour", "minute", "second"}:
        return "PAST_REF" if sign < 0 else "FUTURE_REF"
    moved = move(start, steps * (7 if e.unit in {"week", "weekend"} else 1)) if abs(steps) < 400000 else None
    if moved is None:
        return None
    return week_text(moved) if e.unit == "week" else moved.isoformat()


def set_value(e: TimeExpression) -> str | None:
    """The TIMEX3 value of "every Monday" or "daily"."""
    if e.weekday is not None:
        return f"XXXX-WXX-{e.weekday}" + (f"T{e.part}" if e.part else "")
    if e.part is not None:
        return f"XXXX-XX-XXT{e.part}"
    if e.month is not None:
        return f"XXXX-{e.month:02d}"
    if e.season is not None:
        return f"XXXX-{e.season}"
    return None if e.unit is None else duration_text(e.count, e.unit)
