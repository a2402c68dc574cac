"""What a number is part of when it is no figure: dates, clock times, names, addresses, lists, scores.

The patterns run over one paragraph; each is anchored to a digit or a fixed word and bounded in length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model.spans import Span

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\w]|[.,]\d)"
_DAYS = rf"{_DAY}(?:\s?(?:-|–|—|to|and|or|,|/)\s?{_DAY}){{0,3}}"
_STREET = r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Square|Way|Place|Court|Highway|Parkway|Terrace)"

_BLOCKED = [
    re.compile(pattern)
    for pattern in (
        r"(?:https?://|www\.)\S{1,300}",
        r"(?<!\S)[\w.+-]{1,64}@[\w.-]{1,100}",
        rf"\b{_DAYS}\s+(?:of\s+)?(?i:{MONTH})(?<!may)(?<!march)(?:,?\s+\d{{4}}\b(?!,\d))?",
        rf"\b(?:(?i:{MONTH})(?<!may)(?<!march))\s+{_DAYS}(?:,?\s+\d{{4}}\b(?!,\d))?",
        rf"\b{MONTH},?\s+\d{{4}}\b(?!,\d)",
        r"\b\d{4}-\d{2}-\d{2}(?:T[\d:.Z+-]{1,20})?\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
        r"\b\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\b\.?|GMT|UTC|BST|E[SD]T|CES?T)",
        r"\b\d{1,2}:\d{2}(?::\d{2})?\b",
        r"\b\d{1,2}\s?(?i:[ap]\.?m\b\.?|o['’]clock)",
        r"\b(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?i:[ap]\.?m\b\.?|o['’]clock)",
        r"\b\d{4}\s?(?:GMT|UTC|BST|CES?T|E[SD]T|hrs|hours\b)",
        r"\b1?\d{3}0?s\b|['’]\d0s\b|\b(?<=the )\d0s\b|\b(?<=mid-)\d0s\b",
        r"\b\d[\d,]{0,12}(?:st|nd|rd|th)\b",
        r"\b\d{1,4}\s(?:BC|AD|BCE|CE)\b",
        r"(?<![\w.])\d{1,4}(?:\.\d{1,4}){2,4}(?!\w)",
        rf"\b\d{{1,5}}(?:\s[A-Z][\w.'’]{{0,20}}){{1,3}}\s{_STREET}\b",
        r"(?<![\w$€£])(?:\+\d{1,3}[ -])?\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?!\w)",
        r"(?<![\w$€£,.])\d{3}-\d{4}(?![\w,])",
        r"\A\s{0,4}\(?\d{1,2}[.)]\s",
        r"(?<!\S)\(?\d{1,2}\s?\)(?!\w)",
        (
            r"(?:\b(?:[Nn]os?\.|No|[Nn]umber|[Pp]ages?|pp?\.|[Cc]hapters?|[Ss]ections?|[Aa]rticles?|[Pp]aragraphs?|verses?"
            r"|[Ss]teps?|[Rr]oom|[Ff]light|[Ll]ine|[Gg]rade|[Ll]evel|[Pp]hase|[Ss]tage|[Dd]ay|[Ww]eek|[Ii]tems?|[Tt]op"
            r"|[Tt]ype|[Cc]lause|[Rr]ule|[Rr]esolution|[Ee]pisode|[Ss]eason|[Vv]olume|[Cc]hannel|[Rr]oute|[Hh]ighway"
            r"|[Gg]ate|[Pp]latform|[Cc]ategory|[Tt]ier|[Gg]roup of)|#)\s?(?:\d{1,5}(?![\d,]*\d)"
            r"|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
        ),
        r"\b\d{2,5} block of\b",
        r"\b[A-Z][\w'’.-]{1,20}, (?:1[01])?\d{1,2}(?=,(?!\d)| (?:and|from|of(?! (?:which|whom|them))|who|told|said)\b)",
        r"\b[Tt]op[ -](?:\d{1,3}(?![\w,])|[a-z]{3,6}\b)",
        r"\b\d{1,2}h(?:\d{2})?\b",
        r"\b(?:24/7|9/11|7/7|50[-/]50|20[-/]20 vision)\b",
        r"\b\d{1,3}(?:-|–)to(?:-|–)\d{1,3}\b|\b\d{1,4}x\d{1,4}\b|\b\dD\b|\b[345]G\b",
    )
]
_NAME = re.compile(r"(?<![^\W\d_$.])([A-Za-z]{1,20})(?:[-‑]?\d)[\w.‑-]{0,20}")
_PAIR = re.compile(r"(?<![\w$€£.,-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?![\w%,-]|\.\d|\s?(?:%|percent|per cent))")

_TIME_UNIT = re.compile(
    r"[\s-]+(?:- )?(?:(?:and a half|more|full|straight|consecutive|long|additional|business|working|whole|successive|"
    r"extra|further|or so|calendar|academic|fiscal|short|other)\s+){0,2}"
    r"(?:(?:nano|micro|milli)?second|minute|min|hour|hr|day|night|evening|week|weekend|fortnight|month|quarter|year|yr"
    r"|decade|semester|summer|winter|century|centurie)s?\b",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"[\s-]+(?:- )?(?:and a half[\s-])?(?:year|month|week|day|yr)s?(?:[\s-]+(?:- )?old|\s+of\s+age)\b", re.IGNORECASE
)
_AGE_BEFORE = re.compile(r"\b(?:aged?|ages|the age of|at age)\s(?:(?:between|about|around|of|from|up to)\s)?\Z", re.I)


def blocked(text: str, span: Span, codes: frozenset[str]) -> list[Span]:
    """The stretches of one paragraph ``text[span]`` whose numbers are no figures, whatever stands around them.

    ``codes`` are ISO 4217 codes: ``USD115`` is money, ``F16`` a name.
    """
    part = text[span.start : span.end]
    found = [Span(*m.span()) for pattern in _BLOCKED for m in pattern.finditer(part)]
    found += [Span(*m.span()) for m in _NAME.finditer(part) if m[1].upper() not in codes and m[1] not in {"Rs", "C"}]
    found += [Span(*m.span()) for m in _PAIR.finditer(part) if int(m[1]) >= int(m[2])]
    return sorted(s.shift(span.start) for s in found)


def overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether ``span`` shares a character with one of ``others``."""
    return any(span.overlaps(o) for o in others)


def is_age(text: str, span: Span) -> int | None:
    """The offset after the words that make ``text[span]`` an age (``years old``), ``None`` where it is none."""
    after = _AGE_AFTER.match(text, span.end)
    if after:
        return after.end()
    return span.end if _AGE_BEFORE.search(text, max(0, span.start - 24), span.start) else None


def is_duration(text: str, end: int) -> bool:
    """Whether a unit of time follows the number that ends at ``end``."""
    return _TIME_UNIT.match(text, end) is not None


def looks_like_year(digits: str) -> bool:
    """Whether a bare digit string reads as a calendar year."""
    return len(digits) == 4 and "1000" <= digits < "2200"
