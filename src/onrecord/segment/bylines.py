"""Bylines and time lines: who signs, and when, as a line by itself says it.

Read are names ("By Ana Ruiz", "Ana Ruiz, Science Reporter"), dates in the common orders, clock times with or without
a zone, ages ("2h ago"), and any glue of them that copying a page leaves ("Ana Ruiz6 March 2023 04:16").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MAX_SIGNATURE = 120
"""Characters; no byline or time line that was seen is longer."""

MAX_CREDITS = 400
"""Characters of the credits under an agency's story, which name all who reported, wrote and edited."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

# Offsets of zone abbreviations that mean one zone only in news (tz database); IST, CST, ET and their like mean several
# and are left without an offset.
_ZONES = {
    "gmt": "+00:00", "utc": "+00:00", "z": "+00:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "edt": "-04:00", "est": "-05:00", "cdt": "-05:00",
    "mdt": "-06:00", "mst": "-07:00", "pdt": "-07:00", "pst": "-08:00", "jst": "+09:00", "kst": "+09:00",
    "sgt": "+08:00", "hkt": "+08:00", "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00",
    "sast": "+02:00", "wat": "+01:00", "eat": "+03:00",
}  # fmt: skip
_ZONE = (
    r"\(?(?:"
    + "|".join([*sorted(_ZONES, key=len, reverse=True), "et", "ct", "pt", "ist", "cst", "local time"])
    + r")\b\)?"
)

_DATES = (
    re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:of\s)?(?P<mon>{_MONTH}),?\s?(?P<y>(?:19|20)\d\d)(?!\d)", re.I
    ),
    re.compile(rf"(?P<mon>{_MONTH})\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s?(?P<y>(?:19|20)\d\d)(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>(?:19|20)\d\d)(?!\d)"),
)
_SHORT_DATES = (
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<mon>{_MONTH})(?!\w)", re.I),
    re.compile(rf"(?P<mon>{_MONTH})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d\w])", re.I),
)
_TIME = re.compile(
    rf"(?P<h>(?<!\d)(?:[01]?\d"
    rf"|2[0-3]))[:.](?P<min>[0-5]\d)(?::[0-5]\d)?(?!\d)\s?(?P<ap>[ap]\.?m\b\.?)?\s?(?P<zone>{_ZONE})?"
    rf"|(?P<h2>(?<!\d)(?:1[0-2]|[1-9]))\s?(?P<ap2>[ap]\.?m\b\.?)\s?(?P<zone2>{_ZONE})?",
    re.I,
)
_DIGIT = re.compile(r"\d")
# Cheap first look: most lines of a page hold neither a time, an age nor a year.
_HINT = re.compile(r"\d[:.]\d\d|\d\s?[ap]\.?m|\bago\b|(?:19|20)\d\d", re.I)
_AGO = re.compile(
    r"(?:\d{1,3}|an?)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?"
    r"|months?)\s?(?:ago|old)\b",
    re.I,
)
# Words that stand around the name and the time of a byline; what is left after they are taken out must be the name.
_FILLER = re.compile(
    rf"\b(?:by|written by|words by|story by|report(?:ed|ing)? by|posted by|published by|edited by|author"
    rf"|authors|published(?: on| at)?|first published|posted(?: on| at)?"
    rf"|last updated?(?: on| at)?|last modified|updated?(?: on| at)?|modified|created|date|on|at|as of|issued"
    rf"|live|key event|{_WEEKDAY})\b[:.]?",
    re.I,
)
_LEAD = re.compile(
    r"\s*(?:[-–—•|*(\[]\s*)?(?:by|written by|words by|story by|report(?:ed|ing) by|posted by"
    r"|additional reporting by|compiled by|edited by|editing by"
    r"|writing by|with reporting by|additional reporting|source)\b\s*[:.]?\s+(?=\S)",
    re.I,
)
_STAMP = re.compile(
    r"\s*[(\[|]*\s*(?:first )?(?:published|updated?|last updated?|last modified|modified|posted|created|date"
    r"|issued|publish date|published date)\b[\s:.|]*"
    r"(?:(?:on|at|date|by)\b)?",
    re.I,
)
_PARTICLES = frozenset(
    (
        *("de", "da", "di", "du", "del", "della", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le"),
        *("ben", "ter", "ten", "dos", "das", "y", "e", "af", "zu", "abu"),
    )
)
_LINKS = _PARTICLES | frozenset(("in", "and", "for", "of", "the", "at", "from", "with", "on", "to", "via", "by"))
_ROLES = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|staff|bureau|desk|columnist|producer|contributor"
    r"|agency|agencies|team|press|service|reuters|"
    r"newsroom|news|associate|analyst|blogger|fellow|photographer|presenter)\b",
    re.I,
)
_DESK = re.compile(
    r"(?:(?:[A-Z][\w’'.-]*|and|our|own|&)\s){0,4}(?:(?:[Nn]ews\s)?[Aa]gencies|[Ww]ires?|[Nn]ews\s?[Dd]esk|[Nn]ewsroom|[Ss]taff"
    r"|[Bb]ureau|(?:[Ss]taff\s|[Ss]pecial\s)?(?:[Rr]eporters?|[Cc]orrespondents?|[Ww]riters?))"
)
# Words between the names of a byline or of the credits under an agency's story.
_AROUND = _LINKS | {"reporting", "writing", "editing", "compiled", "additional", "contributed", "contributions"}
_NAME_WORD = re.compile(
    r"(?:[A-Z][^\W\d_]?\.){1,3}|(?:(?:[DO]['’]|Mc|Mac|[A-Z]['’])?[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?)"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a byline or time line says.

    ``author``: the name; ``day``: ISO date; ``clock``: ``HH:MM`` with an offset where the zone is
    sure; ``ago``: whether it gives an age; ``name_first``: whether the name stands before the time.
    """

    author: str | None = None
    day: str | None = None
    clock: str | None = None
    ago: bool = False
    name_first: bool = False
    lead: bool = False

    @property
    def timed(self) -> bool:
        """Whether it says a time of day or an age, as the signature of a live entry does."""
        return self.clock is not None or self.ago

    @property
    def time(self) -> str | None:
        """ISO date, with the time of day where known; ``None`` without a date."""
        if self.day is None:
            return None
        return self.day if self.clock is None else f"{self.day}T{self.clock}"


@lru_cache(maxsize=4096)
def parse_signature(line: str) -> Signature | None:
    """What ``line`` says if it is a byline or a time line and nothing else, else ``None``."""
    if len(line) > MAX_SIGNATURE or not _DIGIT.search(line) or not _HINT.search(line):
        return _unsigned(line)
    rest, day = _take_date(line)
    rest, clock = _take_time(rest)
    aged = _AGO.search(rest)
    if day is None and clock is None and not aged:
        return _unsigned(line)
    if aged:
        rest = _AGO.sub(" \x00 ", rest)
    # A second date or time ("UPDATED: 11:50, 18 July 2024") adds nothing, but must not count as a name.
    rest, _ = _take_date(rest)
    rest, second = _take_time(rest)
    stamp = bool(_STAMP.match(line))
    if clock is None:
        clock = second
    name_first = bool(_strip(rest.partition("\x00")[0]))
    left = _strip(rest.replace("\x00", " "))
    if left:
        left = _strip(_FILLER.sub(" ", left))
    lead = bool(_LEAD.match(line)) or (stamp and " by " in line.lower())
    if not left:
        return Signature(None, day, clock, aged is not None, lead=stamp)
    author = author_of(left) if lead or (len(left.split()) > 1 and not stamp) else None
    if author is None:
        # "date 2024-03-01 Europe": a stamp may be followed by one word that files the report.
        return Signature(None, day, clock, aged is not None, lead=True) if stamp and len(left.split()) <= 2 else None
    if (
        not lead
        and not stamp
        and clock is None
        and aged is None
        and not _glued(line, author)
        and not _ROLES.search(left)
    ):
        return None if len(left.split()) > 4 or day is None else Signature(author, day, None, name_first=name_first)
    return Signature(author, day, clock, aged is not None, name_first, lead)


def _glued(line: str, author: str) -> bool:
    end = line.find(author) + len(author)
    return line[end : end + 1].isdigit()


def _unsigned(line: str) -> Signature | None:
    """A byline without a time: "By Ana Ruiz", "BY ANA RUIZ"; a bare name is none."""
    match = _LEAD.match(line)
    if not match or len(line) > (MAX_CREDITS if line[0] in "([" or ";" in line else MAX_SIGNATURE):
        return None
    left = line[match.end() :].strip(" .,:;|-–—")
    author = author_of(left)
    return Signature(author, lead=True) if author else None


def _take_date(line: str) -> tuple[str, str | None]:
    """``line`` with its first date cut out (a NUL in its place), and the date as ISO."""
    for pattern in (*_DATES, *_SHORT_DATES):
        match = pattern.search(line)
        if not match:
            continue
        day = _iso_day(match.groupdict())
        return f"{line[: match.start()]} \x00 {line[match.end() :]}", day
    return line, None


def _iso_day(parts: dict[str, str | None]) -> str | None:
    year = parts.get("y")
    if year is None:
        return None
    if parts.get("a"):
        one, two = int(parts["a"] or 0), int(parts["b"] or 0)
        if one != two and one <= 12 and two <= 12:
            return None  # 05/11 is read either way round the world
        day, month = (one, two) if two <= 12 else (two, one)
    else:
        name = parts.get("mon")
        month = _MONTHS[name.lower().rstrip(".")] if name else int(parts["m"] or 0)
        day = int(parts["d"] or 0)
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _take_time(rest: str) -> tuple[str, str | None]:
    """``rest`` with its first clock time cut out (a NUL in its place), and the time as ``HH:MM`` with its offset."""
    match = _TIME.search(rest)
    if not match:
        return rest, None
    if (
        "." in match.group()[:3]
        and not (match["ap"] or match["zone"])
        and any(c.isalpha() for c in rest.replace(match.group(), ""))
    ):
        return rest, None  # 2.46 in a line of words is a number
    hour = int(match["h"] or match["h2"])
    minute = int(match["min"] or 0)
    half = (match["ap"] or match["ap2"] or "").lower()
    if half and hour > 12:
        half = ""
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    zone = (match["zone"] or match["zone2"] or "").lower().strip("()")
    clock = f"{hour:02d}:{minute:02d}{_ZONES.get(zone, '')}"
    return f"{rest[: match.start()]} \x00 {rest[match.end() :]}", clock


def _strip(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split()).strip(" .,:;|-–—•·/()[]")


@lru_cache(maxsize=4096)
def author_of(text: str) -> str | None:
    """The name at the start of ``text`` where it is a name with at most a role, desk or second name after it."""
    text = text.strip(" .,:;|-–—()[]").removeprefix("the ")
    if not text or len(text) > MAX_CREDITS:
        return None
    first = re.split(r"\s*(?:,|;|\||•|/|\bfor\b|\bin [A-Z]|[-–—]{1,2}\s| - )", text, maxsplit=1)[0].strip()
    rest = text[len(first) :]
    odd = [w for w in rest.split() if w[0].islower() and w.lower() not in _AROUND and not _ROLES.match(w)]
    if len(odd) > (2 if _ROLES.search(rest) else 0):  # "defence editor", "home affairs correspondent"
        return None
    people = re.split(r"\s+(?:and|&|with)\s+", first)
    if all(is_name(p, single=len(people) == 1) for p in people):
        return first
    # "Lucy ThorntonNews Reporter": a role glued or added behind the name.
    role = _ROLES.search(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", first))
    return first if role and len(first.split()) <= 6 and first[:1].isupper() else None


def is_desk(text: str) -> bool:
    """Whether ``text`` names who wrote a report without a name ("Agencies", "Staff reporter", "World news desk")."""
    return len(text) <= 60 and bool(_DESK.fullmatch(text))


def is_name(text: str, *, single: bool = False) -> bool:
    """Whether ``text`` has the form of a person's name: two to five capitalised words (one with ``single``)."""
    words = text.split()
    if not (1 if single else 2) <= len(words) <= 5 or len(text) > 60:
        return False
    caps = 0
    for word in words:
        if word.lower() in _PARTICLES:
            continue
        if not _NAME_WORD.fullmatch(word) or not word[0].isupper() or word.endswith(("'s", "’s")):
            return False
        caps += 1
    return caps >= 1
