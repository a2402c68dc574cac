"""The words of time expressions: each belongs to one class, and a class is one character of the scanned line.

The grammar in :mod:`onrecord.extract.timex_grammar` is written over these characters, so that a text is read in two
linear passes: tokens to classes, classes to expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from onrecord.model.timex import TimeRelation, TimeUnit

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"

MONTH: Mapping[str, int] = MappingProxyType(
    {m: i for i, m in enumerate(_MONTHS.split(), 1)}
    | {m[:3]: i for i, m in enumerate(_MONTHS.split(), 1)}
    | {"sept": 9}
)
WEEKDAY: Mapping[str, int] = MappingProxyType(
    {d: i for i, d in enumerate(_WEEKDAYS.split(), 1)}
    | {d[:3]: i for i, d in enumerate(_WEEKDAYS.split(), 1)}
    | {d + "s": i for i, d in enumerate(_WEEKDAYS.split(), 1)}
    | {"tues": 2, "wednes": 3, "thur": 4, "thurs": 4}
)
_UNITS: Mapping[TimeUnit, str] = MappingProxyType(
    {
        "second": "second seconds",
        "minute": "minute minutes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "weekend": "weekend weekends",
        "month": "month months",
        "quarter": "quarter quarters",
        "year": "year years",
        "decade": "decade decades",
        "century": "century centuries",
    }
)
UNIT: Mapping[str, TimeUnit] = MappingProxyType(
    {w: unit for unit, words in _UNITS.items() for w in words.split()}
    | {"fortnight": "week", "fortnights": "week", "daylong": "day", "weeklong": "week", "monthlong": "month"}
    | {"yearlong": "year", "hourlong": "hour", "decadelong": "decade"}
)
EVERY: Mapping[str, tuple[float, TimeUnit]] = MappingProxyType(
    {
        "hourly": (1, "hour"),
        "daily": (1, "day"),
        "nightly": (1, "day"),
        "weekly": (1, "week"),
        "biweekly": (2, "week"),
        "fortnightly": (2, "week"),
        "monthly": (1, "month"),
        "quarterly": (3, "month"),
        "yearly": (1, "year"),
        "annually": (1, "year"),
    }
)
SEASON: Mapping[str, str] = MappingProxyType(
    {"spring": "SP", "springtime": "SP", "summer": "SU", "summertime": "SU", "autumn": "FA", "fall": "FA"}
    | {"winter": "WI", "wintertime": "WI"}
)
PART: Mapping[str, str] = MappingProxyType(
    {"morning": "MO", "mornings": "MO", "afternoon": "AF", "afternoons": "AF", "evening": "EV", "evenings": "EV"}
    | {"night": "NI", "nights": "NI", "overnight": "NI", "dawn": "MO", "daybreak": "MO", "sunrise": "MO"}
    | {"dusk": "EV", "sunset": "EV", "nightfall": "EV", "lunchtime": "MI", "nighttime": "NI", "tonight": "NI"}
)
CLOCK_WORD: Mapping[str, str] = MappingProxyType({"noon": "12:00", "midday": "12:00", "midnight": "24:00"})
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
NUMBER: Mapping[str, int] = MappingProxyType(
    {w: i for i, w in enumerate((_ONES + " eighteen nineteen").split())}
    | {
        w: 10 * i
        for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
    }
    | {"hundred": 100, "thousand": 1000}
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL: Mapping[str, int] = MappingProxyType({w: i for i, w in enumerate(_ORDINALS.split(), 1)} | {"thirtieth": 30})
FRACTION: Mapping[str, float] = MappingProxyType(
    {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3, "2/3": 2 / 3, "½": 0.5, "¼": 0.25, "¾": 0.75}
)
DAY_WORD: Mapping[str, int] = MappingProxyType({"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0})
_RELATION_WORDS: Mapping[TimeRelation, str] = MappingProxyType(
    {
        "this": "this current these present",
        "last": "last past",
        "next": "next coming upcoming hence",
        "earlier": "previous preceding prior earlier before previously",
        "later": "following subsequent ensuing later after afterward afterwards",
        "same": "same that those the latter",
        "latest": "latest",
        "past": "recent",
        "future": "future",
        "ago": "ago",
    }
)
RELATION: Mapping[str, TimeRelation] = MappingProxyType(
    {w: relation for relation, words in _RELATION_WORDS.items() for w in words.split()}
)

# Class name -> its words, in lower case. Every spelling (lower, Capital, UPPER) is read unless the class stands in
# _CAPITAL_ONLY; a word of two classes takes the later one.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cardinal": _ONES.replace(" seventeen", "") + " twenty thirty forty fifty sixty seventy eighty ninety",
        "teens": "seventeen eighteen nineteen",
        "magnitude": "hundred thousand",
        "vague": "few several many couple some dozen dozens hundreds thousands countless numerous",
        "a": "a an",
        "ordinal_word": _ORDINALS.replace("second ", "") + " thirtieth",
        "second": "second",
        "month": "january february april june july august september october november december",
        "month_or_word": "may march",
        "month_short": "jan feb mar apr jun jul aug sep sept oct nov dec",
        "weekday": _WEEKDAYS,
        "weekday_short": "mon tue tues wed thu thur thurs fri sat sun",
        "weekdays": " ".join(d + "s" for d in _WEEKDAYS.split()),
        "season": "summer summertime autumn winter wintertime springtime",
        "season_or_word": "spring fall",
        "unit": "minute day week month year decade fortnight weekend",
        "century": "century",
        "quarter": "quarter",
        "units": "seconds minutes days weeks months quarters years decades centuries fortnights",
        "hour": "hour hours",
        "weekends": "weekends",
        "lasting": "daylong weeklong monthlong yearlong hourlong decadelong",
        "long": "long",
        "part": "morning afternoon evening night",
        "part_other": "dawn daybreak sunrise dusk sunset nightfall lunchtime nighttime",
        "parts": "mornings afternoons evenings nights",
        "overnight": "overnight",
        "noon": "noon midday midnight",
        "today": "today yesterday tomorrow",
        "tonight": "tonight",
        "now": "now currently nowadays presently",
        "recently": "recently lately",
        "recent": "recent",
        "former": "former formerly",
        "future": "future",
        "soon": "soon",
        "every": "every each",
        "every_unit": "hourly daily nightly weekly biweekly fortnightly monthly quarterly yearly annually",
        "the": "the",
        "this": "this",
        "that": "that",
        "these": "these those",
        "last": "last past",
        "latter": "latter",
        "previous": "previous preceding prior",
        "next": "next coming upcoming",
        "following": "following subsequent ensuing",
        "current": "current",
        "same": "same",
        "latest": "latest",
        "ago": "ago",
        "earlier": "earlier",
        "later": "later afterwards afterward",
        "before": "before",
        "after": "after",
        "early": "early late mid",
        "edge": "beginning start end middle close onset midst turn part rest stages",
        "half": "half",
        "fiscal": "fiscal financial",
        "ended": "ended ending",
        "approx": "about around nearly almost roughly some approximately over under circa ca",
        "of": "of",
        "and": "and",
        "or": "or",
        "to": "to through until till thru",
        "prep": "in since by during for within from throughout between",
        "on": "on at",
        "more": "more full whole straight consecutive additional extra further long short solid successive good",
        "trading": "business working trading calendar school",
        "time": "time",
        "period": "period",
        "old": "old",
        "right": "right just",
        "once": "once twice times",
        "counted": "people men women troops soldiers dollars euros pounds percent miles km kilometers "
        "kilometres metres meters feet tons tonnes workers jobs casualties deaths homes houses votes points shares "
        "civilians residents students families prisoners refugees officers fighters acres employees members tanks",
        "per": "per",
        "seasonal": "offensive offensives campaign campaigns semester harvest elections election fighting collection",
        "eve": "eve",
        "new": "new",
        "term": "term",
        "point": "point moment",
    }
)
_CAPITAL_ONLY = frozenset({"month_or_word", "month_short", "weekday_short", "month"})
_FEASTS: Mapping[str, str] = MappingProxyType(
    {"christmas": "christmas", "xmas": "christmas", "easter": "easter", "thanksgiving": "thanksgiving"}
    | {"halloween": "halloween", "hogmanay": "new_year_eve"}
)
FEAST = _FEASTS

# Tokens that are told by their shape, and the classes that only the grammar's macros combine.
_SHAPES = (
    "other break year small number glued fraction ordinal iso slashed clock zone ampm decade era feast quarter_code "
    "comma dot dash slash open close possessive quote money"
)
_NAMES = tuple(_SHAPES.split()) + tuple(_WORDS)

# Private-use characters: none of them can be a character of a regular expression's own syntax.
CLASS: Mapping[str, str] = MappingProxyType({name: chr(0xE000 + i) for i, name in enumerate(_NAMES)})


def _lexicon() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for name, words in _WORDS.items():
        for word in words.split():
            spellings = (
                (word.capitalize(), word.upper()) if name in _CAPITAL_ONLY else (word, word.capitalize(), word.upper())
            )
            table |= dict.fromkeys(spellings, CLASS[name])
    for word in _FEASTS:
        table |= dict.fromkeys((word.capitalize(), word.upper()), CLASS["feast"])
    zones = "GMT UTC BST IST CET CEST EET EEST MSK EST EDT CST CDT MST MDT PST PDT ET PT CT JST KST HKT SGT AEST AEDT"
    table |= dict.fromkeys(zones.split(), CLASS["zone"])
    table |= dict.fromkeys(("AM", "PM", "am", "pm", "a.m.", "p.m.", "A.M.", "P.M.", "a.m", "p.m"), CLASS["ampm"])
    table |= dict.fromkeys(("AD", "BC", "BCE", "CE", "B.C.", "A.D.", "B.C.E.", "C.E.", "B.C", "A.D"), CLASS["era"])
    table |= {",": CLASS["comma"], ".": CLASS["dot"], "/": CLASS["slash"], "(": CLASS["open"], ")": CLASS["close"]}
    table |= dict.fromkeys("-‐‑‒–—−", CLASS["dash"])
    table |= dict.fromkeys(("'s", "’s", "'", "’", "`"), CLASS["possessive"])
    table |= dict.fromkeys(("$", "£", "€", "¥", "₹", "₩", "#", "№"), CLASS["money"])
    table |= dict.fromkeys(FRACTION, CLASS["fraction"])
    return MappingProxyType(table)


LEXICON = _lexicon()
"""Token -> class character."""

# One pass; every quantifier is bounded or possessive, so that no text makes it back up.
TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z\b|[+-]\d\d:?\d\d)?)?(?!\d)"  # 2024-10-18T04:16Z
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?!\d)"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
    r"|\d{4}[/.]\d\d[/.]\d\d(?!\d)"
    r"|[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?=\s?[aApP]\.?[mM])"
    r"|[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])"
    r"|[123]/[234](?![\d/])"
    r"|\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?(?:(?:st|nd|rd|th)\b|(?<=0)['’]?s\b)?"
    r"|[aApP]\.[mM]\b\.?|[AB]\.[CD]\b\.?(?:E\.)?"
    r"|['’]\d0s\b"
    r"|['’]s\b"
    r"|Q[1-4]\b"
    r"|[^\W\d_]++"
    r"|[^\w\s]"
    r"|\n[ \t\r]*\n\s*+"
)
