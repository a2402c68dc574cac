"""The grammar of English time expressions, over classes of words.

A rule is a regular expression over the class characters of :mod:`onrecord.extract.timex_words`, written with
``<class>`` for a class, ``<a|b>`` for either, and ``{MACRO}`` for a part used again. Rules are tried in order at each
token, so longer forms stand before their own beginnings. Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from onrecord.extract.timex_words import CLASS

_MACROS: dict[str, str] = {
    "MON": "(?:<month|month_or_word>|<month_short><dot>?)",
    "DAY": "<small|ordinal>",
    "WD": "(?:<weekday><comma>?|<weekday_short><dot>?<comma>?)",
    "Y": "(?:<comma>?<year>(?!<dot>?<number>))",
    "NUM": "(?:<small|number|year><dash>?<fraction>|<small|number|year|fraction>|<cardinal|teens>(?:<dash>?<cardinal>)?"
    "(?:<dash>?<magnitude>){0,2}|<a><vague><of>?|<a><magnitude>|<vague><of>?|<a>)",
    "UNIT": "<unit|units|quarter|century|hour|second>",
    "EDGE": "(?:<early><dash>?|<early><prep><the>?|<the>?<half|early|ordinal_word|latter|former|last>?<edge>"
    "<of>(?!<a>)|<earlier|later><prep>?)",
    "REL": "(?:<the>?<last|previous|next|following|current|same|latest>|<this|that|these>"
    "|<this><last|next|same>|<that><same>|<the><same>)",
    "ADJ": "<more|trading|recent>",
    "ZONE": "(?:<open>?<zone><close>?|<dash>?<zone>)",
    "PART": "<part|part_other>",
}
_MACROS["DATE"] = (
    "(?:{WD}(?:<on>?<the>)?)?(?:<last|next|this>?{MON}<the>?{DAY}(?!<dash>?<unit|units>)(?:{Y}|<comma>?<of>?{REL}<unit>)?"
    "|<the>?(?:{DAY}|<ordinal_word|second><of>)(?:<of>)?{MON}(?:{Y}|<of>?{REL}<unit>)?<era>?)"
)
_MACROS["TIME"] = (
    "(?:<clock><ampm>?{ZONE}?|<small|number><ampm>{ZONE}?|<noon>{ZONE}?|<number|year>{ZONE}|<small><ampm>)"
)

_RULES: tuple[tuple[str, str], ...] = (
    ("iso", "<iso>"),
    ("slashed", "<slashed>"),
    # "5 p.m. EST Nov. 9", "18 October 2024 04:16", "9 a.m. Tuesday", "Friday at 6 p.m."
    ("date_time", "{TIME}(?:<other><time>)?<comma>?<on|of>?{DATE}|{DATE}<comma>?<on>?{TIME}"),
    (
        "date_time",
        (
            "{TIME}<comma>?<on>?(?:<weekday>|<today|tonight>)"
            "|(?:<weekday>|<today|tonight>)<comma>?<on>?{TIME}"
        ),
    ),
    ("date_time", "<glued>{MON}{Y}(?:<comma>?{TIME})?"),
    # "October 27-28, 2024", "8 to 13 October", "May 4, 5 and 6"
    ("month_days", "{WD}?{MON}{DAY}(?:<comma>{DAY}){0,6}<comma>?<and|to|dash|or>{DAY}(?!<dash>?<unit|units>){Y}?"),
    ("days_month", "<the>?{DAY}(?:<comma>{DAY}){0,6}<comma>?<and|to|dash|or><the>?{DAY}<of>?{MON}{Y}?"),
    ("part_of_date", "(?:<early><prep>?)?(?:<the><early>?)?{PART}(?:<hour>)?<of>{DATE}"),
    ("date_part", "{DATE}<part>"),
    ("date", "{DATE}"),
    ("glued_date", "<glued>{MON}{Y}"),
    # months
    ("month", "<the>?{EDGE}?{MON}<comma>?(?:<of>?<year>(?!<number>)|<of>?{REL}<unit>)<era>?"),
    ("month_bc", "{EDGE}?{MON}<small|number><era>"),
    ("month", "{EDGE}?(?:<the>?<last|next|previous|following|same>|<this><last|next>?){MON}"),
    ("month", "{EDGE}{MON}"),
    ("year_month", "<year>{MON}(?!{DAY})"),
    ("bare_month", "<month>"),
    (
        "prep_month",
        (
            "<month_or_word>(?=<dash|to|and>{MON})|(?:(?<=<the>)"
            "|(?<=<a>)|(?<=<possessive>))<month_or_word>(?=<other>)"
        ),
    ),
    (
        "prep_month",
        (
            "(?:(?<=<prep>)|(?<=<to>)|(?<=<and>)|(?<=<of>)|(?<=<before>)"
            "|(?<=<after>)|(?<=<on>))<month_or_word>"
        ),
    ),
    # quarters, halves, fiscal years
    (
        "quarter",
        (
            "<the>?<year>?<fiscal>?<ordinal_word|second|ordinal|last><fiscal>?<dash>?<quarter>(?:<of>?<fiscal>?"
            "<year>|<of>?{REL}<unit>)?"
        ),
    ),
    (
        "quarter",
        (
            "<quarter_code><comma>?(?:<of>?<year>)?|<year>(?:<dash>)?<quarter_code>"
            "|<the><year><ordinal_word|second><quarter>"
        ),
    ),
    ("quarter_of_rel", "{REL}<unit><possessive><ordinal_word|second><quarter>"),
    ("half", "<the><ordinal_word|second|last|latter><half><of>(?:<fiscal>?<year>|<the><unit>|{REL}<unit>)"),
    ("fiscal", "<the>?(?:{REL})?<fiscal>(?:<unit>)?<year>|{REL}?<the>?<fiscal><unit>"),
    ("year_ago", "<the>?(?:<other>)?<unit><dash><ago|earlier>(?:<ordinal_word|second>?<quarter>|<period>)?"),
    # seasons
    (
        "season",
        (
            "<the>?{EDGE}?<the>?<season|season_or_word><comma>?(?:<of>?<year>(?!<number>)"
            "|<of>?{REL}<unit>)<era>?"
        ),
    ),
    (
        "season_bc",
        (
            "<the>?{EDGE}?<the>?<season|season_or_word>(?:<and><season|season_or_word>)?<of>?<small|number><era>"
        ),
    ),
    ("season", "{EDGE}?(?:{REL}|<this><last|next>)<season|season_or_word>"),
    ("season", "{EDGE}?<the>?<season>|{EDGE}<the>?<season_or_word>|<the><season_or_word>(?!<of>)"),
    ("season", "(?<=<prep>)<season_or_word>|<season_or_word>(?=<seasonal>)"),
    # decades, centuries, years
    ("decade", "<the>?{EDGE}?<the>?<early>?<dash>?<decade><era>?"),
    ("century", "<the>?{EDGE}?<the>?<early>?<dash>?<ordinal|ordinal_word|second><dash>?<century><era>?"),
    ("years_bc", "{EDGE}?<small|number|year><dash|to><small|number|year><era>"),
    ("year_bc", "{EDGE}?(?:<approx><dot>?)?<small|number|year><era>|<era><small|number|year>"),
    ("word_year", "(?:<the><unit>)?<teens><cardinal|teens>(?:<dash>?<cardinal>)?"),
    ("year_span", "<year><dash|slash><small|number>"),
    ("year", "(?:<the><unit>|{EDGE})<year>"),
    ("year_end", "<the>?<unit><dash>?<edge>"),
    ("year_edge", "<the>?<year><dash>?<edge>"),
    ("bare_year", "<year>"),
    # feasts
    (
        "feast",
        (
            "<feast>(?:<unit|weekday|eve>)?(?:<comma>?<of>?<year>)?"
            "|<new><unit><possessive><unit|eve>(?:<comma>?<year>)?"
        ),
    ),
    # ago, earlier, later
    ("today", "<the>?<unit><before|after><today>"),
    ("ago", "{NUM}(?:<dash|or|to>{NUM})?<dash>?<more|trading>?{UNIT}(?:<or><other>)?<ago>"),
    ("ago", "<units|hour><ago>"),
    ("and_half", "{NUM}{UNIT}<and><a><half>"),
    (
        "later",
        (
            "{NUM}(?:<dash|or|to>{NUM})?<more>?{UNIT}(?:<or><other>)?<earlier|later|before|after>"
            "|<units|hour><earlier|later>"
        ),
    ),
    ("later", "<the><unit|part><before|after>(?!<today>)|<the><unit><following>"),
    # a unit counted from now or from the time in focus
    ("each_past", "<every><of>{REL}{NUM}{UNIT}"),
    ("past_stretch", "<the>?<last|next|previous|following>{NUM}<recent>?{ADJ}?{UNIT}|<these><last>{NUM}?{UNIT}"),
    (
        "past_stretch",
        (
            "<the><last|next|previous|following><units|hour>"
            "|<the>{NUM}<last|previous|next|following>{UNIT}"
        ),
    ),
    ("first_stretch", "<the><ordinal_word><cardinal|small|vague>{UNIT}"),
    ("weekday_rel", "<weekday>(?:<part>)?<of>?{REL}<unit>|{REL}<weekday>(?:<part>)?"),
    ("weekday_next", "<weekday><next>(?!<unit>)"),
    (
        "part_rel",
        (
            "<early>?<dash>?{REL}<early>?{PART}|<earlier|later>{REL}<part>"
            "|<early>?<the><next|following|previous|same>{PART}"
        ),
    ),
    ("rel", "(?:{EDGE}|<the>?{EDGE})?{REL}{ADJ}?<unit|quarter|century>"),
    ("edge_of_unit", "{EDGE}<the>?<unit|quarter|century>"),
    ("amount", "<the><unit|quarter>(?=<ended>)"),
    ("the_unit", "<the><unit|quarter>(?!<of>|<dash>)"),
    ("recent_units", "<the>?<recent|next|last><units>(?:<and><units>)?"),
    ("future_units", "<future><units>|<units><other>(?=.)"),
    # days and parts of the day
    ("weekday_part", "{EDGE}?<weekday>(?:<comma>?<part>|<parts>)"),
    ("weekday", "{EDGE}?<weekday>"),
    ("today", "{EDGE}?<today><part>?"),
    ("tonight", "{EDGE}?<tonight>|<overnight>"),
    ("in_the_part", "<prep><the><early>?<part>"),
    ("night", "<on><part|part_other>"),
    ("the_part", "<the><early>?<part>|<early><dash>?<part>"),
    ("time", "{TIME}"),
    # sets
    (
        "every",
        (
            "<every>(?:<other>)?(?:<weekday|unit|season|season_or_word|month|part|quarter|century|hour>)"
            "|<every>(?:{NUM}|<ordinal_word|second|other>){UNIT}"
        ),
    ),
    ("weekdays", "<weekdays>(?:<part>|<parts>)?|<weekday><parts>"),
    ("every_unit", "<every_unit>"),
    ("per", "<per>{UNIT}"),
    # amounts of time
    ("lasting", "<lasting>|<unit><dash><long>"),
    ("amount", "{NUM}(?:(?:<dash>?<or|to|dash><dash>?){NUM})?<dash>?{ADJ}?{ADJ}?<dash>?{UNIT}(?:<dash><long>)?"),
    ("bare_units", "(?:(?<=<prep>)|(?<=<after>)|(?<=<more>))<units|hour>(?:<or><units>)?"),
    # vague reference
    ("present", "(?:<right>)?<now>|<these><units>"),
    (
        "at_time",
        (
            "<on><this|that|the><time|point>|<this|that|these><period>"
            "|<the><same><period>|(?<=<prep>)<this|that><time>"
        ),
    ),
    ("past", "<recently>|<recent>(?!<units>)"),
    ("former", "<former>"),
    ("current", "<current>(?!<unit|units>)"),
    ("future", "<the><future>|<the><other><term>|<future>"),
    ("soon", "<soon>"),
)  # fmt: skip


def _expand(pattern: str) -> str:
    for _ in range(4):  # macros are nested at most three deep
        pattern = re.sub(r"\{([A-Z]+)\}", lambda m: f"(?:{_MACROS[m[1]]})", pattern)
    return re.sub(r"<([a-z_|]+)>", lambda m: _set(m[1].split("|")), pattern)


def _set(names: list[str]) -> str:
    return CLASS[names[0]] if len(names) == 1 else "[" + "".join(CLASS[n] for n in names) + "]"


def _compile() -> tuple[re.Pattern[str], Mapping[str, str]]:
    names, parts = {}, []
    for i, (name, pattern) in enumerate(_RULES):
        names[f"r{i}"] = name
        parts.append(f"(?P<r{i}>{_expand(pattern)})")
    return re.compile("|".join(parts)), MappingProxyType(names)


_CORE = re.compile(
    _set(
        [
            *(
                "iso",
                "slashed",
                "clock",
                "ampm",
                "zone",
                "decade",
                "era",
                "year",
                "month",
                "month_or_word",
                "month_short",
            ),
            *("weekday", "weekday_short", "weekdays", "season", "season_or_word", "feast", "unit", "units", "hour"),
            *("quarter", "century", "second", "lasting", "part", "part_other", "parts", "overnight", "noon", "today"),
            *("tonight", "now", "recently", "recent", "former", "future", "soon", "every_unit", "quarter_code", "time"),
            *("period", "point", "term", "teens", "current"),
        ]
    )
)
_REACH = 24
"""Tokens looked at on either side of a core token at most; the longest list of days has fewer."""


def islands(classes: str) -> list[tuple[int, int]]:
    """The stretches (half-open token ranges, in order, disjoint) in which alone an expression can lie.

    Every expression holds a core word (a month, a unit, "now", ...), and at most one other word stands on either side
    of it; trying the grammar only there makes reading six times as fast.
    """
    other = CLASS["other"]
    found: list[tuple[int, int]] = []
    for core in _CORE.finditer(classes):
        at = core.start()
        first = max(0, classes.rfind(other, max(0, at - _REACH), at) - 2, at - _REACH)
        last = classes.find(other, at, at + _REACH)
        last = min(len(classes), (at + _REACH if last < 0 else last) + 4)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


GRAMMAR, RULE_OF = _compile()
"""The one pattern, and the rule that each of its groups belongs to (``match.lastgroup`` names the group)."""
