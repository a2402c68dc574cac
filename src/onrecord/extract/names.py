"""Names: the people, organisations, places and other bearers of names in a report.

The parser's entities (OntoNotes labels) with their systematic slips put right: articles, quotes and possessives
inside the span, titles before a person, a name that runs on over a line break, a label that the name's own last word
contradicts ("Orlu Ministry" as a person).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

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
    "EVENT": "event",
    "LAW": "misc",
    "WORK_OF_ART": "misc",
    "LANGUAGE": "misc",
}
"""OntoNotes 5 labels; dates, times and amounts are not names."""

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
_FACILITY_END = word_set("airport bridge stadium hospital street avenue road square prison")
_DIVISION_BEHIND = re.compile(r" (?:region|province|oblast|district|peninsula|governorate|prefecture)\b")
_GROUP = re.compile(r"[GEP]-?\d{1,2}|BRICS|EU|E\.U\.|NATO|UN")
_SPELLED = re.compile(r"[^\W\d_]")
_OWNS = frozenset({"'s", "’s"})
_MAX_LENGTH = 120


def entity_mentions(text: str, passages: Sequence[Passage]) -> tuple[EntityMention, ...]:
    """The names of ``passages`` (parsed paragraphs of ``text``), in text order, without overlaps."""
    found = []
    for passage in passages:
        for entity in passage.parse.entities:
            mention = _mention(text, entity)
            if mention is not None:
                found.append(mention)
    return tuple(_agreed(text, found))


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
    if kind == "person":
        title = _TITLE.match(text, span.start, span.end)
        if title and title.end() < span.end:
            span = Span(title.end(), span.end)
    name = " ".join(span.of(text).split())
    if not _SPELLED.search(name) or (name.islower() and kind != "misc"):
        return None
    if kind in {"person", "organization", "product"} and _DIVISION_BEHIND.match(text, span.end):
        kind = "location"
    elif kind == "location" and _GROUP.fullmatch(name):
        kind = "organization"
    return EntityMention(span, _by_last_word(name, kind), name)


def _by_last_word(name: str, kind: EntityKind) -> EntityKind:
    """The kind that a name of several words says itself, where it says one."""
    words = name.split()
    last = words[-1].lower().rstrip(".") if len(words) > 1 else ""
    if kind in {"person", "location", "product", "misc"} and last in _ORG_END:
        return "organization"
    if kind in {"person", "organization", "product"} and last in _PLACE_END:
        return "location"
    if kind in {"person", "product", "organization"} and last in _FACILITY_END:
        return "facility"
    return kind


def _agreed(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """One kind for one name in a report, from its strongest sign.

    The last word of a person's full name is that person; a name that stands behind "in" or "near" and is no such word
    is a place; else the kind that two thirds of its mentions have.
    """
    surnames = {m.name.rsplit(None, 1)[-1] for m in found if m.kind == "person" and " " in m.name}
    settled: dict[str, EntityKind] = {}
    votes: dict[str, Counter[EntityKind]] = {}
    for mention in found:
        votes.setdefault(mention.name, Counter())[mention.kind] += 1
        if mention.kind in {"person", "organization"} and _may_be_place(text, mention):
            settled[mention.name] = "location"
    for name, kinds in votes.items():
        kind, count = kinds.most_common(1)[0]
        if name in surnames and kind != "norp":
            settled[name] = "person"
        elif count * 3 >= kinds.total() * 2:
            settled.setdefault(name, kind)
    return [EntityMention(m.span, settled.get(m.name, m.kind), m.name) for m in found]


def _may_be_place(text: str, mention: EntityMention) -> bool:
    """Whether a name of one or two words, no acronym, stands where a place does ("in Marlo")."""
    if mention.name.isupper() or mention.name.count(" ") > 1 or text[mention.span.end : mention.span.end + 2] in _OWNS:
        return False
    before = text[max(0, mention.span.start - 6) : mention.span.start]
    return before.endswith((" in ", " near ", "\nIn ")) or before == "In "
