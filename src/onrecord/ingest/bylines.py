"""Names in bylines: cleaned of "By", roles, addresses, dates and buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from onrecord.ingest.blocks import collapse, words

MAX_NAME = 80
"""Characters of an author or outlet name; what is longer is a sentence about the author."""

MAX_RAW = 600
"""Characters of a byline that are read."""

MAX_NAMES = 20
"""Names that are kept; the most on a page measured is five."""

_EDGE = " .,:;-–—|/()[]•·\"'"
_EMAIL = re.compile(r"\S{1,64}@\S{1,100}")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,300}|@\w{1,30}")
_BY = re.compile(
    r"^(?:(?:words|story|text|report|written|posted|published|analysis|edited|compiled|reporting)\s+)?"
    r"(?:by|von|par|di|por|door)\b[\s:]+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\s+(?:for|in|at)\s|\s*[(\[–—]|\s-\s).*$", re.IGNORECASE)
"""What may follow a name: the outlet, the place, a role after a dash."""

_JOB = r"(?:correspondent|reporter|editor|writer|journalist|columnist|producer|contributor|analyst|author|admin)s?"
_ROLE = re.compile(
    r"(?:(?:^|\s+)(?:senior|chief|deputy|associate|assistant|political|diplomatic|foreign|world|news|sports?|business|staff|"
    r"special|freelance|investigations?|features?|health|science|environment|crime|court|security|defen[cs]e|europe|"
    r"national|international|regional|local|digital|live|multimedia|audience|managing|executive|reporter|"
    r"correspondent|editor|writer)){0,4}"
    rf"(?:(?:^|\s+){_JOB}|\s+{_JOB}\s.*)$",
    re.IGNORECASE,
)
"""What a person is called besides the name, with a place that may follow it."""
_NO_NAME = re.compile(
    r"^(?:updated?|published|posted|(?:sign|log) ?(?:in|out|up)|share|follow|contact|e-?mail|profile|view all|more)\b",
    re.IGNORECASE,
)
_KOREAN_ROLE = re.compile(r"(?<=[\uac00-\ud7a3])\s+(?:기자|특파원|논설위원)$")
"""Reporter, correspondent, editorial writer: Korean bylines put them behind the name."""

_SEPARATOR = re.compile(r"\s*(?:[,;|/&]|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_ZONE = r"(?:GMT|BST|UTC|IST|CET|CEST|EST|EDT|ET|PST|PDT|PT|JST)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
_WHEN = re.compile(
    r"\b(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?\b:?|"
    rf"(?<!\d)\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\b\.?)?\s*\(?(?:\b{_ZONE}\b)?\)?|"
    r"\b\d{1,3}\s?(?:m|min|mins|minutes?|h|hrs?|hours?|days?|weeks?|months?)\s+ago\b|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    rf"\b(?:{_DAY}(?:day)?\b,?\s*)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|{_MONTH}\.?\s+\d{{1,2}}\b),?\s*(?:\d{{4}})?",
    re.IGNORECASE,
)
"""Dates and clock times as bylines write them; a weekday alone may be a name or a paper's."""


def clean_names(raw: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """The names in byline strings: split at commas and "and", without "By", roles, dates, times, addresses and links.

    A role without a name ("staff reporter") and the outlet's own name are kept only where no other name is left. At
    most :data:`MAX_NAMES` names.
    """
    names, roles = _split(raw)
    house = "".join(words(outlet or ""))
    people = [name for key, name in names.items() if key != house]
    return tuple((people or list(names.values()) or roles)[:MAX_NAMES])


def byline_names(raw: Iterable[str]) -> tuple[str, ...]:
    """The names a visible byline shows: two to five words, each with a capital.

    A word of a script without capitals counts as one; particles such as "van" or "de" may be in lower case.
    """
    names, _ = _split(raw)
    return tuple(name for name in names.values() if _is_person(name))[:MAX_NAMES]


def _split(raw: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The names by their letters and digits, in order, and the roles that stand alone."""
    names: dict[str, str] = {}
    roles: list[str] = []
    for item in raw:
        bare = _LINK.sub(" ", _EMAIL.sub(" ", html.unescape(item[:MAX_RAW])))
        text = _BY.sub("", collapse(_WHEN.sub(" | ", bare)))
        for part in _SEPARATOR.split(text):
            name = _BY.sub("", _TAIL.sub("", part).strip(_EDGE))
            if not 1 < len(name) <= MAX_NAME or len(name.split()) > 8 or _NO_NAME.match(name):
                continue
            bare = _KOREAN_ROLE.sub("", _ROLE.sub("", name)).strip(_EDGE)
            if not bare or (bare != name and " " not in bare and bare.isascii()):
                roles.append(name)
            elif any(map(str.isalpha, bare)) and len(bare.split()) <= 6:
                names.setdefault("".join(words(bare)), bare)
    names.pop("", None)
    return names, roles


def _is_person(name: str) -> bool:
    parts = name.split()
    upper = [part for part in parts if part[0].isalpha() and not part[0].islower()]
    return (
        2 <= len(parts) <= 5
        and len(upper) >= 2
        and all(part in upper or len(part) <= 3 for part in parts)
        and not any(map(str.isdigit, name))
    )


def shows_time(text: str) -> bool:
    """Whether ``text`` holds a date or clock time."""
    return bool(_WHEN.search(text))


def starts_byline(text: str) -> bool:
    """Whether ``text`` starts as a byline does ("By", "Words by", "Von")."""
    return bool(_BY.match(text))
