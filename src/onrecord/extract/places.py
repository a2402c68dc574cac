"""Toponyms as written: which names of a report are, or may be, names of places.

Names that the parser takes for places are taken over with their edges cleaned. A small model is often wrong about
rare towns, which it calls people or organisations; so a capitalised name behind a place's preposition ("in Roxley")
or before a comma and a place ("Roxley, Texas") is kept as uncertain, for the gazetteer to decide. Adjectives of
place ("Kenyan") are not toponyms: they name people and states. A city or country that stands for its government
("Ankara said") is one, because it is as much on the map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span, trim
from onrecord.model.toponym import Toponym
from onrecord.nlp.parse import Entity, Parse, Passage

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_MAYBE = frozenset({"ORG", "PERSON", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_NEVER = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
_BEFORE = word_set("in at near from to around outside across throughout into through toward towards via within off")
_FACILITY = word_set(
    "street st road rd avenue ave boulevard drive lane highway route interstate bridge airport stadium hospital school "
    "university college hall building tower station park center centre church mosque temple museum library hotel "
    "prison jail court courthouse plant dam square theater theatre arena mall house palace base camp"
)
_NOT_NAMES = word_set(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december spring summer autumn fall winter god internet "
    "north south east west western eastern northern southern congress senate parliament "
    "facebook twitter google youtube english french german spanish christmas easter"
)
_EDGE = " \t\n\r\u00a0'\"“”‘’«»()[]{}.,;:!?-–—*•|/&"
_POSSESSIVE = re.compile(r"['’][sS]?\Z")
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}")
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.\s?)+\Z")
_ARTICLE = re.compile(r"(?:the|The|THE)\s+")
_JOINT = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_DOUBLE = word_set(
    "trinidad bosnia antigua kitts tomé tome vincent turks jammu newfoundland tyne brighton wallis heard"
)
"""What stands before the "and" in the names of one place ("Trinidad and Tobago"), from the countries of ISO 3166-1 and
the best-known divisions."""
_LOWER = re.compile(r"(?:[^\W\d_A-Z]{1,20} ){1,4}(?=[A-Z])")
"""Words in lower case before a name, which are no part of it: "northern", "downtown", "the coast of"."""
_NUMBERED = re.compile(r"\s\d{1,4}[A-Z]?\Z")
"""What makes a road of a place's name ("U.S. 40"): the rest is a place only if a gazetteer knows it."""
_ARABIC = re.compile(r"(?:al|el|a[dnrstz]|ash)-[A-Z]")
_MAX_TOKENS = 6
_MAX_REPEATED = 400
_DATELINE = re.compile(
    r"\s{0,4}([A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3})"
    r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?(?: ?\([^()]{1,40}\))? ?(?:—|–|--|- )"
)
_DIVISION = re.compile(
    r"\b(?:[A-Z][a-z]+(?:[ -][A-Z][a-z]+)? (?:County|Parish|Township|Province|Oblast|Peninsula|Islands?|Valley)"
    r"|(?:Lake|Mount|Mt\.|Cape|Gulf of|Strait of) [A-Z][a-z]+)\b"
)
_CAPITAL_BEFORE = re.compile(r"([A-Z][\w.'’-]{0,20}) \Z")
_OPENERS = _BEFORE | word_set(
    "the a an and but while when as for if this that his her their our of with by after before"
)


def toponyms(text: str, passages: Sequence[Passage]) -> list[Toponym]:
    """The toponyms of ``passages`` (parsed paragraphs of ``text``), in text order, without overlaps."""
    found: dict[Span, Toponym] = {}
    for passage in passages:
        taken: set[int] = set()
        for entity in passage.parse.entities:
            mine = list(_of_entity(text, passage.parse, entity))
            found.update((t.span, t) for t in mine if t.span not in found)
            if mine or entity.label not in _PLACES:
                taken.update(range(entity.first, entity.last))
        for toponym in (*_bare(text, passage.parse, taken), *_dateline(text, passage), *_divisions(text, passage)):
            found.setdefault(toponym.span, toponym)
    for toponym in _repeats(text, passages, found):
        found.setdefault(toponym.span, toponym)
    out: list[Toponym] = []
    for span in sorted(found):
        if not out or span.start >= out[-1].span.end:
            out.append(found[span])
    return out


def _dateline(text: str, passage: Passage) -> list[Toponym]:
    """The town that a report's first words name: ``NAIROBI, Kenya (Reuters) -``."""
    match = _DATELINE.match(text, passage.span.start, min(passage.span.end, passage.span.start + 100))
    return [Toponym(Span(*match.span(1)), certain=False)] if match else []


def _divisions(text: str, passage: Passage) -> list[Toponym]:
    """Names that say themselves what they are: ``Harlow County``, ``Lake Orin``."""
    spans = (clean(text, Span(*m.span())) for m in _DIVISION.finditer(text, *passage.span))
    return [Toponym(s, certain=False) for s in spans if s is not None]


def _repeats(text: str, passages: Sequence[Passage], found: Mapping[Span, Toponym]) -> Iterator[Toponym]:
    """Further mentions of places the report has named once for sure, in the names of institutions too."""
    names = {text[t.span.start : t.span.end] for t in found.values() if t.certain and not t.facility}
    names = {n for n in sorted(names, key=len)[:_MAX_REPEATED] if len(n) > 3 and n[:1].isupper()}
    if not names:
        return
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    for passage in passages:
        people = [e.span for e in passage.parse.entities if e.label == "PERSON" and e.last - e.first > 1]
        for match in pattern.finditer(text, *passage.span):
            span = Span(*match.span())
            before = _CAPITAL_BEFORE.search(text, max(passage.span.start, span.start - 24), span.start)
            if before and before[1].lower() not in _OPENERS:
                continue
            if not any(p.overlaps(span) for p in people):
                yield Toponym(span, certain=False)


def clean(text: str, span: Span) -> Span | None:
    """``span`` without quotes, brackets, an article before or a possessive behind; cut at the first line break."""
    line = text.find("\n", span.start, span.end)
    if line >= 0:
        head = trim(text, Span(span.start, line), _EDGE)
        span = Span(span.start, line) if head else Span(line, span.end)
    trimmed = trim(text, span, _EDGE)
    if trimmed is None:
        return None
    article = _ARTICLE.match(text, trimmed.start, trimmed.end)
    start = article.end() if article else trimmed.start
    possessive = _POSSESSIVE.search(text, max(start, trimmed.end - 2), trimmed.end)
    end = possessive.start() if possessive else trimmed.end
    end = start + len(text[start:end].rstrip(_EDGE)) if possessive else end
    if end < len(text) and text[end] == ".":
        last = text[start : end + 1].rpartition(" ")[2]
        if _INITIALS.fullmatch(text[start : end + 1]) or (last.count(".") > 1 and _INITIALS.fullmatch(last)):
            end += 1  # "U.S.", "W.Va.", "Roxley, N.C."
    return Span(start, end) if start < end else None


def _of_entity(text: str, parse: Parse, entity: Entity) -> Iterator[Toponym]:
    """The toponyms of an entity: one, or each of those that it joins ("Roxley, Texas")."""
    if entity.last - entity.first > _MAX_TOKENS * (1 + text.count(",", *entity.span)):
        return
    for part in _parts(text, entity.span) if entity.label in _PLACES else [entity.span]:
        named = _LOWER.match(text, part.start, part.end)
        span = clean(text, Span(named.end(), part.end) if named and entity.label in _PLACES else part)
        road = _NUMBERED.search(text, *span) if span else None
        span = Span(span.start, road.start()) if span and road and road.start() > span.start else span
        if span is None or not (text[span.start].isupper() or _ARABIC.match(text, *span)):
            continue
        name = text[span.start : span.end]
        last = name.rsplit(None, 1)[-1].lower().rstrip(".")
        if _CODE.fullmatch(name) or name.lower() in _NOT_NAMES:
            continue
        if entity.label in _PLACES:
            facility = entity.label == "FAC"
            yield Toponym(span, certain=not facility and road is None, facility=facility or last in _FACILITY)
        elif entity.label in _MAYBE and last not in _FACILITY and _in_place(text, parse, entity.first, span.end):
            yield Toponym(span, certain=False)


def _parts(text: str, span: Span) -> Iterator[Span]:
    """``span`` cut at its commas, and at an "and" that joins two places and is no part of one place's name."""
    start = span.start
    for link in _JOINT.finditer(text, *span):
        before = text[start : link.start()].rsplit(None, 1)[-1:]
        if link.start() > start and not (link[0].strip() == "and" and before and before[0].lower() in _DOUBLE):
            yield Span(start, link.start())
            start = link.end()
    yield Span(start, span.end)


def _in_place(text: str, parse: Parse, first: int, end: int) -> bool:
    """Whether what stands before token ``first`` or behind ``end`` shows a place."""
    before = parse.tokens[first - 1].lower if first > 0 else ""
    if before in _BEFORE or (before == "of" and _person_before(parse, first - 1)):
        return True
    after = text[end : end + 40]
    if not after.startswith(", "):
        return False
    return any(e.label == "GPE" and e.span.start == end + 2 for e in parse.entities)


def _person_before(parse: Parse, i: int) -> bool:
    """Whether a person's name, with an age or not, ends before token ``i`` ("Ada Brenn, 52, of Roxley")."""
    tokens = parse.tokens
    at = i - 1
    if at > 1 and tokens[at].text == "," and tokens[at - 1].text.isdigit() and tokens[at - 2].text == ",":
        return True
    return any(e.label == "PERSON" and e.last == at + 1 for e in parse.entities)


def _bare(text: str, parse: Parse, taken: set[int]) -> list[Toponym]:
    """Runs of capitalised words outside entities, in a place's position."""
    tokens, out, i = parse.tokens, [], 0
    while i < len(tokens):
        token = tokens[i]
        if i in taken or not token.text[:1].isupper() or token.pos not in {"PROPN", "NOUN", "ADJ"}:
            i += 1
            continue
        last = i + 1
        while last < len(tokens) and last not in taken and tokens[last].text[:1].isupper() and last - i < 4:
            if text[tokens[last - 1].end : tokens[last].start] not in {" ", "-", ""}:
                break
            last += 1
        span = clean(text, parse.span(i, last))
        if (
            span is not None
            and span.end - span.start > 2
            and text[span.start : span.end].lower() not in _NOT_NAMES
            and _in_place(text, parse, i, span.end)
        ):
            out.append(Toponym(span, certain=False))
        i = last
    return out
