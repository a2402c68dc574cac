"""Date strings of metadata: ISO 8601, EDTF level 1 and RFC 822 to a :class:`When`; anything else to nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from onrecord.model.when import Precision, When

_ISO = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:-?(?P<month>0[1-9]|1[0-2])(?:-?(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?P<hour>[01]\d|2[0-4])(?::?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d|60)(?:[.,]\d{1,12})?)?)?"
    r" ?(?P<zone>Z|[+-][01]\d(?::?[0-5]\d)?)?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_SEASON = re.compile(r"[12]\d{3}-(?:2[1-9]|3\d|4[01])", re.ASCII)
_LOOSE = re.compile(r"[12]\d{2}X|[12]\d{3}-XX(?:-XX)?|[12]\d{3}-(?:0[1-9]|1[0-2])-XX", re.ASCII)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},? )?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}"
    r"(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[A-Za-z]{1,5}| ?[+-]\d{4})?)?",
    re.ASCII,
)
_QUALIFIER = "?~%"
MAX_LENGTH = 64
"""Characters past which a string is no date."""


def when_of(published: object) -> When | None:
    """The date that a row or page states of itself, with basis ``metadata``; ``None`` of what is not a valid date.

    Takes ISO 8601 dates and times (a blank for the ``T`` too), EDTF level 1 (seasons, unspecified digits, qualifiers,
    intervals ``A/B``) and RFC 822 dates. Fractions of a second are dropped; the offset is kept as written. Values
    are checked against the calendar: 30 February is none.
    """
    if not isinstance(published, str):
        return None
    value = published.strip()
    if not value or len(value) > MAX_LENGTH:
        return None
    return _interval(value) if "/" in value else (_edtf(value) or _rfc822(value))


def _edtf(value: str) -> When | None:
    bare = value.rstrip(_QUALIFIER)
    mark = value[len(bare) :]
    if len(mark) > 1:
        return None
    if _SEASON.fullmatch(bare):
        return When(value, "season", "metadata")
    if _LOOSE.fullmatch(bare):
        return When(value, _loose_precision(bare), "metadata")
    found = _ISO.fullmatch(bare)
    if found is None or (found["hour"] and mark) or (found["month"] and "-" not in bare and not found["day"]):
        return None  # 202410 could be half of a date with two-digit years
    return _exact(found, mark)


def _exact(found: re.Match[str], mark: str) -> When | None:
    year, month, day = found["year"], found["month"], found["day"]
    if not month:
        return When(year + mark, "year", "metadata")
    if not day:
        return When(f"{year}-{month}{mark}", "month", "metadata")
    try:
        date = datetime(int(year), int(month), int(day))  # noqa: DTZ001  only asks whether the day exists
    except ValueError:
        return None
    if not found["hour"]:
        return When(f"{date:%Y-%m-%d}{mark}", "day", "metadata")
    hour, minute, second = found["hour"], found["minute"], found["second"]
    if hour == "24":  # the end of a day, as ISO 8601 allows; EDTF has no such hour
        if int(minute or 0) or int(second or 0):
            return None
        date, hour = date + timedelta(days=1), "00"
    clock = "T" + ":".join(part for part in (hour, minute, second) if part)
    precision: Precision = "second" if second else "minute" if minute else "hour"
    return When(f"{date:%Y-%m-%d}{clock}{_zone(found['zone'])}", precision, "metadata")


def _zone(zone: str | None) -> str:
    if not zone or zone in "zZ":
        return "Z" if zone else ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _loose_precision(value: str) -> Precision:
    if len(value) == 4:
        return "decade"
    return "month" if value[5:7] != "XX" else "year"


def _interval(value: str) -> When | None:
    parts = [part.strip() for part in value.split("/")]
    if len(parts) != 2 or set(parts) <= {"", ".."}:
        return None
    ends = [part if part in ("", "..") else _edtf(part) for part in parts]
    if any(end is None for end in ends):
        return None
    words = [end if isinstance(end, str) else end.value or "" for end in ends if end is not None]
    if all(isinstance(end, When) for end in ends) and words[1][:4] < words[0][:4]:
        return None
    return When("/".join(words), "interval", "metadata")


def _rfc822(value: str) -> When | None:
    value = " ".join(value.split())
    if _RFC822.fullmatch(value) is None:
        return None
    try:
        moment = parsedate_to_datetime(value if ":" in value else f"{value} 00:00")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not 1000 <= moment.year <= 2999:
        return None
    if ":" not in value:
        return When(f"{moment:%Y-%m-%d}", "day", "metadata")
    # The seconds may be left out; the parser then puts 0, so the colons tell the precision.
    precision: Precision = "second" if value.count(":") > 1 else "minute"
    text = moment.isoformat(timespec="seconds" if precision == "second" else "minutes")
    return When(text.replace("+00:00", "Z"), precision, "metadata")
