"""Resolving one time expression after the other, with the anchor and the time in focus in mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.model.timex import ResolvedTime, TimeExpression
from onrecord.model.when import Basis
from onrecord.resolve.dates_calendar import (
    SEASON_MONTH,
    duration_text,
    move,
    nearest_year,
    period_text,
    safe_date,
    shift_month,
    stretch,
    unit_week,
    when_of,
    year_text,
)
from onrecord.resolve.dates_counts import counted, set_value
from onrecord.resolve.dates_direction import looks_ahead, looks_back
from onrecord.resolve.dates_feasts import feast_day

Domain = Literal["news", "narrative"]

_MONTHS_AHEAD = 2
"""A bare month this near ahead of the anchor is to come unless its clause is in the past tense."""

_TURN_OF_YEAR = 9
"""In a history, a bare month this many before the one just named is the next year's: January after October."""

_FOCUS_REACH = 1500
"""Characters over which a date mentioned in the news stays in mind: about three paragraphs."""


@dataclass(slots=True)
class _Focus:
    """The time mentioned last."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: tuple[int, int] | None = None
    quarter_at: int = -_FOCUS_REACH
    at: int = -_FOCUS_REACH
    story: tuple[int, int] | None = None

    def date(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return safe_date(self.year, self.month, self.day)


class Normaliser:
    """Resolves expressions one after the other, keeping the time in focus."""

    def __init__(self, text: str, domain: Domain, year: int | None = None) -> None:
        self.text = text
        self.year = year
        self.news = domain == "news"
        self.focus = _Focus()

    def resolve(self, e: TimeExpression, anchor: date | None) -> ResolvedTime:
        """The value of one expression; moves the focus to it."""
        basis: Basis = "explicit"
        if e.form == "duration":
            return ResolvedTime(e, None if e.unit is None else duration_text(e.count, e.unit))
        if e.form == "set":
            return ResolvedTime(e, set_value(e))
        if e.form == "reference":
            return ResolvedTime(e, self._reference(e))
        if e.form == "deictic" or e.relation is not None:
            basis = "relative"
        elif e.weekday is not None and e.day is None:
            basis = "weekday"
        base = anchor if self.news else self._base(anchor)
        value = self._deictic(e, base) if e.form == "deictic" else self._calendar(e, base)
        self._remember(e, value)
        days = None if value is None else stretch(value)
        if days is None or value is None:
            return ResolvedTime(e, value, basis)
        first, last = days
        if anchor is not None and e.modifier == "before" and first <= anchor < last:
            last = anchor
        elif anchor is not None and e.modifier == "after" and first < anchor <= last:
            first = anchor
        return ResolvedTime(e, value, basis, first.isoformat(), last.isoformat(), when_of(value, basis, e.span))

    def _base(self, anchor: date | None) -> date | None:
        """In a history the day everything is reckoned from: the date in focus, as full as it is known."""
        f = self.focus
        if f.year is None or f.year < 1:
            return None
        return safe_date(f.year, f.month or 1, f.day or 1)

    def _remember(self, e: TimeExpression, value: str | None) -> None:
        if value is None:
            return
        f = self.focus
        head, _, rest = value.partition("-")
        year = -int(head[2:]) if head.startswith("BC") and head[2:].isdecimal() and len(head) == 6 else None
        if year is None and head.isdecimal() and len(head) == 4:
            year = int(head)
        if year is None:
            return
        month = int(rest[:2]) if rest[:2].isdecimal() and len(rest[:2]) == 2 else None
        day = int(rest[3:5]) if month and rest[3:5].isdecimal() and len(rest) >= 5 else None
        if rest[:1] == "Q" and e.relation not in {"ago", "earlier"}:
            f.quarter, f.quarter_at = (year, int(rest[1])), e.span.start
        f.year, f.month, f.day, f.at = year, month, day, e.span.start
        if month is not None or _opens_sentence(self.text, e.span.start):
            f.story = (year, month or 1)

    def _near_focus(self, e: TimeExpression) -> bool:
        return not self.news or e.span.start - self.focus.at <= _FOCUS_REACH

    def _reference(self, e: TimeExpression) -> str | None:
        if e.relation == "same":
            words = self.text[e.span.start : e.span.end].lower()
            return "PRESENT_REF" if words.startswith("at this") else None
        return {"present": "PRESENT_REF", "past": "PAST_REF", "future": "FUTURE_REF"}.get(e.relation or "")

    # calendar expressions

    def _calendar(self, e: TimeExpression, base: date | None) -> str | None:
        if e.century is not None:
            return f"{e.century - 1:02d}" if e.century > 0 else f"BC{-e.century - 1:02d}"
        if e.decade is not None:
            return f"{e.decade // 10:03d}" if e.decade > 0 else f"BC{-e.decade // 10:03d}"
        if e.holiday is not None:
            return self._holiday(e, base)
        day = self._day_value(e, base)
        if e.clock is not None:
            return f"{day}T{e.clock}" if len(day) >= 10 else f"XXXX-XX-XXT{e.clock}"
        if e.part is not None:
            return f"{day}T{e.part}" if len(day) >= 10 else f"XXXX-XX-XXT{e.part}"
        return day

    def _day_value(self, e: TimeExpression, base: date | None) -> str:
        if e.month is not None:
            return self._month_value(e, base)
        if e.weekday is not None:
            return self._weekday(e, base)
        if e.season is not None or e.quarter is not None or e.half is not None:
            return self._named(e, base)
        if e.unit == "day" and e.count is not None:
            return self._that_day(e, base)
        if e.year is not None:
            return year_text(e.year)
        if e.clock is not None or e.part is not None:
            return self._that_day(e, base)
        return ""

    def _that_day(self, e: TimeExpression, base: date | None) -> str:
        """The day that a part of the day or a clock time belongs to."""
        focus = self.focus.date() if self._same_sentence(e) or e.relation == "same" or not self.news else None
        start = base if e.relation == "this" else (focus or (base if self.news else None))
        moved = None if start is None else move(start, int(e.count or 0))
        return "XXXX-XX-XX" if moved is None else moved.isoformat()

    def _same_sentence(self, e: TimeExpression) -> bool:
        at = self.focus.at
        return at >= 0 and e.span.start - at < 300 and ". " not in self.text[at : e.span.start]

    def _year_for(self, e: TimeExpression, base: date | None) -> int | None:
        """The year that the words give: named, or "last year", or "of the same year"."""
        if e.year is not None:
            return e.year
        if e.unit == "year" and e.relation is not None:
            if e.relation in {"same", "earlier", "later"} and self.focus.year is not None:
                return self.focus.year + {"earlier": -1, "later": 1}.get(e.relation, 0)
            if base is not None:
                return base.year + {"last": -1, "earlier": -1, "next": 1, "later": 1}.get(e.relation, 0)
        return None

    def _month_value(self, e: TimeExpression, base: date | None) -> str:
        assert e.month is not None
        year = self._year_for(e, base)
        if year is None:
            year = self._guess_year(e, base)
        head = "XXXX" if year is None else year_text(year)
        return f"{head}-{e.month:02d}" + ("" if e.day is None else f"-{e.day:02d}")

    def _guess_year(self, e: TimeExpression, base: date | None) -> int | None:
        assert e.month is not None
        if not self.news:
            return self._narrative_year(e)
        if base is None:
            return self.year if self.focus.year is None else self.focus.year
        if e.relation in {"last", "earlier"}:
            return base.year - (e.month >= base.month)
        if e.relation in {"next", "later"}:
            return base.year + (e.month <= base.month)
        if e.relation in {"this", "same"}:
            return base.year
        if e.day is not None:
            return nearest_year(e.month, e.day, base)
        ahead = (e.month - base.month) % 12
        if looks_ahead(self.text, e.span) or (0 < ahead <= _MONTHS_AHEAD and not looks_back(self.text, e.span)):
            return base.year + (e.month < base.month)
        return base.year - (e.month > base.month)

    def _narrative_year(self, e: TimeExpression) -> int | None:
        f = self.focus
        if f.year is None:
            return None
        if e.relation in {"last", "earlier"} and f.month is not None and e.month is not None:
            return f.year - (e.month >= f.month)
        if e.relation in {"next", "later"} and f.month is not None and e.month is not None:
            return f.year + (e.month <= f.month)
        if f.month is None and f.story is not None and e.month is not None and f.story[0] != f.year:
            # a year named in passing does not move the story: "on 4 August" goes on from the last date of the tale
            year, month = f.story
            if e.month >= month:
                return year
        if f.month is not None and e.month is not None and f.month - e.month >= _TURN_OF_YEAR:
            return f.year + 1
        return f.year

    def _weekday(self, e: TimeExpression, base: date | None) -> str:
        assert e.weekday is not None
        start = base
        if not self.news or e.relation in {"same", "earlier", "later"}:
            start = self.focus.date() or (base if self.news else None)
        if start is None:
            return f"XXXX-WXX-{e.weekday}"
        back = -((start.isoweekday() - e.weekday) % 7)
        if e.unit == "week":
            shift = {"last": -7, "earlier": -7, "next": 7, "later": 7}.get(e.relation or "", 0)
            by = e.weekday - start.isoweekday() + shift
        elif e.relation in {"last", "earlier"}:
            by = back or -7
        elif e.relation in {"next", "later"}:
            by = back + 7
        elif e.relation == "this":
            by = back if back == 0 else e.weekday - start.isoweekday()
            by = by if by >= 0 or not looks_ahead(self.text, e.span) else by + 7
        elif back and (not self.news or looks_ahead(self.text, e.span)):
            by = back + 7
        else:
            by = back
        moved = move(start, by)
        return f"XXXX-WXX-{e.weekday}" if moved is None else moved.isoformat()

    def _named(self, e: TimeExpression, base: date | None) -> str:
        """Seasons, quarters and halves of a year."""
        name = e.season or (f"Q{e.quarter}" if e.quarter else f"H{e.half}")
        month = SEASON_MONTH[name] if e.season else (3 * (e.quarter or 1) - 2 if e.quarter else 6 * (e.half or 1) - 5)
        year = self._year_for(e, base)
        if year is None and (base is None or not self.news):
            year = self.focus.year
        if year is None and base is not None:
            year = base.year
            ahead = e.relation in {"next", "later"} or (e.relation is None and looks_ahead(self.text, e.span))
            if ahead:
                year += month + (7 if e.quarter else 0) < base.month
            elif e.relation == "last":
                year -= month + (3 if e.season else 2) > base.month
            elif e.relation != "this":
                year -= month > base.month
        return f"{'XXXX' if year is None else year_text(year)}-{name}"

    def _holiday(self, e: TimeExpression, base: date | None) -> str | None:
        year = e.year
        start = base if self.news else None
        if year is None and start is not None:
            days = [d for y in (start.year - 1, start.year, start.year + 1) if (d := feast_day(e.holiday or "", y))]
            nearest = min(days, key=lambda d: abs((d - start).days))
            return nearest.isoformat()
        year = self.focus.year if year is None else year
        day = None if year is None or year < 1 else feast_day(e.holiday or "", year)
        return None if day is None else day.isoformat()

    # deictic expressions

    def _deictic(self, e: TimeExpression, base: date | None) -> str | None:
        if e.relation in {"ago", "earlier", "later"}:
            return self._from_count(e, base)
        if e.unit is None:
            return None
        step = {"last": -1, "next": 1}.get(e.relation or "", 0)
        f = self.focus
        if e.unit == "day":
            return self._whole_day(e, base)
        if e.relation in {"same", "latest"} or not self.news:
            if e.unit == "quarter":
                return self._same_quarter(e, base, step)
            known = f.year is not None and self._near_focus(e) and (f.month is not None or e.unit != "month")
            value = period_text(e.unit, f.year or 1, f.month or 1, step) if known else None
            if value is not None:
                return value
            if not self.news:
                base = f.date() if e.unit in {"week", "weekend"} else None
        return None if base is None else self._from_anchor(e, base, step)

    def _from_anchor(self, e: TimeExpression, base: date, step: int) -> str | None:
        """As in "last week", "the weekend", "this quarter": a unit counted from the anchor."""
        if e.unit == "quarter":
            return self._same_quarter(e, base, step)
        if e.unit == "weekend" and e.relation in {"same", "last"}:
            # on a Monday "the weekend" is the one just over, and at midweek too unless the clause looks ahead
            over = base.isoweekday() < 6 and not looks_ahead(self.text, e.span)
            return unit_week("weekend", base, -1 if over else 0)
        if e.unit in {"week", "weekend"}:
            return unit_week(e.unit, base, step)
        return None if e.unit is None else period_text(e.unit, base.year, base.month, step)

    def _whole_day(self, e: TimeExpression, base: date | None) -> str | None:
        words = self.text[e.span.start : e.span.end].lower()
        if e.relation == "same" or not self.news or words.startswith("the next"):
            if words.endswith(("today", "tonight", "tomorrow", "yesterday")) and not self.news:
                return "PRESENT_REF" if words.endswith("today") else "XXXX-XX-XX"
            focus = self.focus.date() if self._near_focus(e) else None
            by = {"next": 1, "last": -1}.get(e.relation or "", 0)
            start = focus or (base if self.news else None)
        else:
            start, by = base, int(e.count or 0)
            if e.relation in {"last", "next"}:
                by = -1 if e.relation == "last" else 1
        moved = None if start is None else move(start, by)
        day = "XXXX-XX-XX" if moved is None else moved.isoformat()
        return f"{day}T{e.part}" if e.part else day

    def _same_quarter(self, e: TimeExpression, base: date | None, step: int) -> str | None:
        f = self.focus
        if e.relation in {"same", "latest"} and f.quarter and e.span.start - f.quarter_at <= 4 * _FOCUS_REACH:
            return f"{year_text(f.quarter[0])}-Q{f.quarter[1]}"
        if base is None:
            return None
        # results are reported on the quarter that has just ended
        month = 3 * ((base.month - 1) // 3) + 1
        if e.relation in {"same", "latest", "last"}:
            step = -1
        year, month = shift_month(base.year, month, 3 * step)
        return f"{year}-Q{(month + 2) // 3}"

    def _from_count(self, e: TimeExpression, base: date | None) -> str | None:
        """As in "two years ago", "a year earlier", "twelve days later"."""
        if e.count is None:
            return "FUTURE_REF" if e.relation == "later" else "PAST_REF"
        f = self.focus
        sign = 1 if e.relation == "later" else -1
        start_year, start_month, start = (None, None, None) if base is None else (base.year, base.month, base)
        if not self.news or (e.relation != "ago" and self._near_focus(e) and f.year is not None):
            start_year, start_month, start = f.year, f.month, f.date()
            if start is None and self.news:
                start = base
        if e.unit == "year" and self.news and e.count == 1 and f.quarter and e.span.start - f.quarter_at <= 1000:
            return f"{year_text(f.quarter[0] - 1)}-Q{e.quarter or f.quarter[1]}"
        return counted(e, sign, start_year, start_month, start)


def _opens_sentence(text: str, start: int) -> bool:
    """Whether only a preposition or so stands between the place and the start of its sentence or line."""
    left = text[max(0, start - 30) : start]
    cut = max(left.rfind(". "), left.rfind("\n"), left.rfind(".\n"))
    return cut >= 0 and len(left[cut + 1 :].split()) <= 2
