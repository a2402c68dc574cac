"""How values are shown to people, the same in every command and page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.statement import Evidence, Figure, Speaker
from onrecord.model.when import When

WHOLE = 1e15
"""Whole numbers below this are written out; a double holds each of them exactly."""

_EMPTY_SECONDS = re.compile(r"(T\d\d:\d\d):00(?![\d:])")

_CLOCK = re.compile(r"(?<=\d) \d\d:\d\d[\d:.Z+-]{0,20}")


def names_shown(speakers: Sequence[Speaker]) -> str:
    """Speakers with role and affiliation: ``Ann Lee (mayor, Norway); the ministry``."""
    return "; ".join(speaker.described for speaker in speakers) or "?"


def day_shown(when: When | None) -> str:
    """A time for people: ``2024-10-18 20:14+03:00``, ``2024-10-08 to 2024-10-13``.

    Where only bounds are known: ``by 2024-10-19`` (not after that day), ``from 2024-10-01``, or both as
    ``2024-10-01 .. 2024-10-19``. Empty for nothing known.
    """
    if when is None:
        return ""
    if when.value:
        return " to ".join(_clock_shown(end) for end in when.value.split("/"))
    if when.not_before and when.not_after:
        return f"{when.not_before} .. {when.not_after}"
    if when.not_after:
        return f"by {when.not_after}"
    return f"from {when.not_before}" if when.not_before else ""


def many(count: int, noun: str) -> str:
    """``1 report``, ``2 reports``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def date_shown(when: When | None) -> str:
    """As :func:`day_shown`, without the clock."""
    return _CLOCK.sub("", day_shown(when))


def _clock_shown(value: str) -> str:
    """One end of an EDTF value with the clock apart and without empty seconds; an open end as an ellipsis."""
    return _EMPTY_SECONDS.sub(r"\1", value).replace("T", " ") if value not in {"", ".."} else "…"


def figure_shown(figure: Figure) -> str:
    """A figure's number with its bound: ``about 11,000``, ``8,000-12,000``, ``at least 2,600``."""
    low, high = number_shown(figure.low), number_shown(figure.high)
    number = low if low == high else f"{low or '?'}-{high or '?'}" if high else f"{low}+"
    words = {"about": "about ", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "vague": "~"}
    unit = f" {figure.unit}" if figure.unit else ""
    return f"{words.get(figure.bound, '')}{number}{unit}"


def evidence_shown(evidence: Evidence) -> str:
    """What a statement rests on: ``video (released by the army; not verified by the Herald)``."""
    known = (
        ("released by", evidence.released_by),
        ("verified by", evidence.verified_by),
        ("not verified by", evidence.unverified_by),
    )
    facts = "; ".join(f"{deed} {name}" for deed, name in known if name)
    return evidence.kind.replace("_", " ") + (f" ({facts})" if facts else "")


def number_shown(value: float | None) -> str:
    """A number with thousands separators and no needless fraction; empty for ``None``."""
    if value is None:
        return ""
    value = float(value)
    return f"{value:,.0f}" if value.is_integer() and abs(value) < WHOLE else f"{value:,.6g}"


def short(text: str, length: int = 200) -> str:
    """White space collapsed, cut at a word after ``length`` code points with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0] + " …"


def visible(text: str) -> str:
    """Characters that act on the text around them made visible as U+FFFD, one for one.

    They are the control characters but tab and line ends, and those that set the direction of writing
    (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), with which text can be made to read
    otherwise than it is stored.
    """
    return text.translate(_UNSEEN)


_UNSEEN = dict.fromkeys(
    (
        *(c for c in range(0x20) if c not in {0x09, 0x0A, 0x0D}),
        *range(0x7F, 0xA0),
        *(0x061C, 0x200E, 0x200F),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ),
    "\ufffd",
)
