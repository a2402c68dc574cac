"""The date of a report from its own text, where its markup has none. Never a guess: no date, no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onrecord.model.report import Section
from onrecord.model.timex import TimeExpression
from onrecord.model.when import Precision, When
from onrecord.resolve.dates_direction import looks_ahead, looks_back
from onrecord.resolve.located import Located

_FURNITURE = frozenset({"byline", "boilerplate"})
_HEAD_REACH = 600
"""Characters at the top of a page in which a date outside the article is its own; further down stand other stories."""

_LABEL = re.compile(
    r"\b(?:published|posted|first published|date|issued|filed)\b[\s:|·–—-]{0,6}(?:on|at)?[\s:]{0,3}$", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updated|modified|edited|revised)\b[\s:|·–—-]{0,6}(?:on|at)?[\s:]{0,3}$", re.IGNORECASE)
_DATELINE_END = re.compile(r"\s{0,3}(?:\([^()\n]{1,30}\)\s{0,3})?[-–—:]")
_DATELINE_REACH = 120


def published_from_text(text: str, sections: Sequence[Section], expressions: Sequence[TimeExpression]) -> When | None:
    """When the report was published, as its own text says; ``None`` where it does not.

    Read, in this order: the latest time of a live page's entries; a date labelled as that of publication outside the
    article; a full date outside the article at the top of the page; a full date in the dateline; a date labelled as
    that of an update. The basis is ``explicit`` and ``span`` the words. A date whose weekday is wrong is not believed.
    """
    full = [e for e in expressions if e.full_date and (e.year or 0) >= 1000 and _sound(e)]
    located = Located((s.span, s) for s in sections)
    placed = [(e, s) for e in full if (s := located.at(e.span.start)) is not None]
    entries = [e for e, s in placed if s.entry is not None and s.kind == "byline"]
    if entries:
        return _when(max(entries, key=lambda e: (_day(e), e.clock or "", -e.span.start)))
    clocks = [s.time for s in sections if s.entry is not None and s.time]
    if clocks:
        latest = max(clocks)
        return When(latest, "minute" if "T" in latest else "day", "explicit", None, latest[:10], latest[:10])
    body = next((s.start for s in sections if s.kind in {"article", "live_entry"}), len(text))
    outside = [e for e, s in placed if s.kind in _FURNITURE]
    for e in outside:
        if _LABEL.search(text[max(0, e.span.start - 40) : e.span.start]):
            return _when(e)
    for e in outside:
        # the top of the page may lie above the headline or, as a byline, just under it
        at_top = e.span.start <= _HEAD_REACH or 0 <= e.span.start - body < _HEAD_REACH
        if at_top and not _UPDATED.search(text[max(0, e.span.start - 40) : e.span.start]):
            return _when(e)
    for e, s in placed:
        if s.start == body and e.span.start - s.start <= _DATELINE_REACH and _DATELINE_END.match(text, e.span.end):
            return _when(e)
    updated = [e for e in outside if _UPDATED.search(text[max(0, e.span.start - 40) : e.span.start])]
    return _when(updated[0]) if updated else None


def bounds_from_text(text: str, sections: Sequence[Section], expressions: Sequence[TimeExpression]) -> When | None:
    """The earliest day a report can be of: the latest full date that its text tells of in the past tense.

    A :class:`When` without a value, basis ``inferred``, ``not_before`` set, ``span`` the words; ``None`` without one.
    """
    located = Located((s.span, s) for s in sections)
    told = [
        e
        for e in expressions
        if e.full_date
        and (e.year or 0) >= 1000
        and _sound(e)
        and (s := located.at(e.span.start)) is not None
        and s.kind in {"article", "live_entry", "caption"}
        and looks_back(text, e.span)
        and not looks_ahead(text, e.span)
    ]
    if not told:
        return None
    latest = max(told, key=_day)
    return When(None, None, "inferred", latest.span, not_before=_day(latest).isoformat())


def _day(e: TimeExpression) -> date:
    assert e.year is not None
    assert e.month is not None
    assert e.day is not None
    return date(e.year, e.month, e.day)


def _sound(e: TimeExpression) -> bool:
    return e.weekday is None or _day(e).isoweekday() == e.weekday


def _when(e: TimeExpression) -> When:
    day = _day(e).isoformat()
    if e.clock is None or e.clock.startswith("24"):
        return When(day, "day", "explicit", e.span, day, day)
    zone = "Z" if e.zone in {"GMT", "UTC", "Z"} else ""
    precision: Precision = "second" if len(e.clock) == 8 else "minute"
    return When(f"{day}T{e.clock}{zone}", precision, "explicit", e.span, day, day)
