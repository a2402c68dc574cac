"""One occasion for one speaker: a day that a report gives one statement holds for the speaker's others.

A report that dates one remark of a speaker ("said on Friday") seldom dates the remarks around it. Where all the dated
statements of a speaker in one live entry, else in the whole report, fall on one day, the undated ones take that day
over, with basis ``context``. Two days, or bounds of their own, leave them undated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model.report import Section
from onrecord.model.statement import Attribution, Speaker
from onrecord.model.when import When

Clocks = tuple[When, When | None]

_DATED = frozenset({"explicit", "weekday", "relative", "context"})
_EARLIER = ("had ", "has long", "have long", "has always", "has repeatedly", "has previously", "previously")
"""Beginnings of cues that put a statement before the occasion that the report is about."""


def by_speaker(
    text: str,
    clocks: Sequence[Clocks],
    speakers: Sequence[tuple[Speaker, ...]],
    attributions: Sequence[Attribution],
    sections: Sequence[Section],
) -> list[Clocks]:
    """The clocks with the undated sayings dated from the speaker's others; all arguments run parallel to ``clocks``.

    ``sections`` is the section that each attribution lies in.
    """
    entries: dict[tuple[object, ...], list[int]] = {}
    reports: dict[tuple[object, ...], list[int]] = {}
    for i, named in enumerate(speakers):
        if named and all(s.kind != "anonymous" for s in named):
            names = tuple(s.name for s in named)
            entries.setdefault((sections[i].entry, *names), []).append(i)
            reports.setdefault(names, []).append(i)
    dated = list(clocks)
    for members in (*entries.values(), *reports.values()):
        days = {value[:10]: clocks[i][0] for i in members if (value := _day(clocks[i][0])) is not None}
        if len(days) != 1:
            continue
        ((day, origin),) = days.items()
        for i in members:
            said, event = dated[i]
            late = said.not_after is not None and said.not_after < day  # a live entry from before that day
            if late:
                continue
            if said.value is None and said.not_before is None and not _earlier(text, attributions[i]):
                span = origin.span
                taken = replace(
                    said, value=day, precision="day", basis="context", span=span, not_before=day, not_after=day
                )
                dated[i] = (taken, event)
    return dated


def _day(said: When) -> str | None:
    """The day of a saying that is dated to the day by the report's own words."""
    value = said.value
    return value if value is not None and "/" not in value and len(value) >= 10 and said.basis in _DATED else None


def _earlier(text: str, attribution: Attribution) -> bool:
    cue = " ".join(span.of(text) for span in attribution.cue).lower()
    return cue.startswith(_EARLIER)
