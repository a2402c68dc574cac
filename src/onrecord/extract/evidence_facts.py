"""Who released a piece of evidence, who verified it, who said that they could not: by the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.extract.evidence_verbs import CLAUSES, doubtful, negated
from onrecord.extract.evidence_words import EvidenceWords
from onrecord.extract.phrases import EDGE, SUBJECTS, agent, below, entities_at, is_passive, noun_phrase, own_subject
from onrecord.model.spans import trim
from onrecord.model.statement import EvidenceKind
from onrecord.nlp.parse import Parse

MAX_CLIMB = 8
"""Steps taken up a parse from one word: what stands further up belongs to another clause."""

MAX_NAME = 120
"""Characters of a name: longer subjects are no names."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Who released a piece of evidence, who verified it, who said that they could not."""

    released_by: str | None = None
    verified_by: str | None = None
    unverified_by: str | None = None

    def over(self, other: Facts) -> Facts:
        """These, and where they are silent, ``other``."""
        return Facts(
            self.released_by or other.released_by,
            self.verified_by or other.verified_by,
            self.unverified_by or other.unverified_by,
        )


def facts_of(text: str, parse: Parse, place: int, i: int, kind: EvidenceKind, words: EvidenceWords) -> Facts:
    """What the clauses around a piece of evidence say of its release and its verification."""
    facts = Facts()
    for verb, patient in _deeds(parse, place, i, words):
        lemma = parse.tokens[verb].lemma.lower()
        name = _actor(text, parse, verb, patient)
        if name is None:
            continue
        if words.says("verify", lemma):
            if negated(parse, verb):
                facts = facts.over(Facts(unverified_by=name))
            elif not doubtful(parse, verb):
                facts = facts.over(Facts(verified_by=name))
        elif _releases(lemma, kind, words) and not doubtful(parse, verb):
            facts = facts.over(Facts(released_by=name))
    return facts if facts.released_by else Facts(_origin(text, parse, i, kind)).over(facts)


def _releases(lemma: str, kind: EvidenceKind, words: EvidenceWords) -> bool:
    return words.says("release", lemma) or (kind == "satellite_image" and words.says("take", lemma))


def _deeds(parse: Parse, place: int, i: int, words: EvidenceWords) -> Iterator[tuple[int, int]]:
    """The verbs that something is done to the evidence by, each with the noun they are done to."""
    for noun in dict.fromkeys((i, place)):
        yield from ((verb, noun) for verb in _behind(parse, noun, words))
    at = _trait(parse, place, words)
    token = parse.tokens[at]
    head = parse.tokens[token.head]
    if token.dep in {"dobj", "nsubjpass"}:
        shared = (verb for verb in _joined(parse, head.i) if own_subject(parse, verb) is None)
        yield from ((verb, at) for verb in (head.i, *shared))
    asked = any(parse.tokens[k].tag in {"WRB", "WDT", "WP"} for k in parse.kids[head.i])
    checked = head.head != head.i and words.says("verify", parse.tokens[head.head].lemma)
    if token.dep in SUBJECTS and asked and checked:
        yield head.head, at  # "could not verify when the video was filmed"


def _behind(parse: Parse, noun: int, words: EvidenceWords) -> Iterator[int]:
    """The verbs of clauses behind ``noun`` that are done to it: "posted by X and verified by Y"."""
    for k in parse.kids[noun]:
        if k < noun:
            continue
        if parse.tokens[k].dep in CLAUSES | {"amod"}:
            yield from (verb for verb in (k, *_joined(parse, k)) if _done_to(parse, verb))
        elif parse.tokens[k].lower == "of":  # "video of the depot released by X"
            for clause in (c for n in parse.kids[k] for c in parse.kids[n] if parse.tokens[c].dep == "acl"):
                if agent(parse, clause) is not None and words.says("release", parse.tokens[clause].lemma):
                    yield clause


def _trait(parse: Parse, i: int, words: EvidenceWords) -> int:
    """What is checked of evidence ``i`` ("the authenticity of the video"), or the evidence itself."""
    token = parse.tokens[i]
    head = parse.tokens[token.head]
    if token.dep == "pobj" and head.lower == "of" and parse.tokens[head.head].lemma in words.traits:
        return head.head
    return head.i if token.dep == "poss" and head.lemma in words.traits else i


def _joined(parse: Parse, v: int) -> list[int]:
    """The verbs joined to ``v`` by "and"."""
    found = []
    for _ in range(3):
        v = next((k for k in parse.kids[v] if parse.tokens[k].dep == "conj" and parse.tokens[k].pos == "VERB"), -1)
        if v < 0:
            break
        found.append(v)
    return found


def _done_to(parse: Parse, v: int) -> bool:
    """Whether the verb of a clause behind a noun is done to that noun: "posted by X", "which X posted"."""
    if parse.tokens[v].tag == "VBN" and agent(parse, v) is not None:
        return True
    if is_passive(parse, v):
        return True
    who = own_subject(parse, v)
    if who is None or who.tag in {"WDT", "WP"}:
        return False
    return not any(parse.tokens[k].dep == "dobj" and parse.tokens[k].tag not in {"WDT", "WP"} for k in parse.kids[v])


def _actor(text: str, parse: Parse, v: int, patient: int) -> str | None:
    """The name of who does ``v``."""
    who = agent(parse, v) if parse.tokens[v].tag in {"VBN", "VBD"} else None
    if who is not None or is_passive(parse, v) or parse.tokens[v].dep in {"acl", "amod"}:
        if who is None:
            who = next((a for k in parse.kids[v] for n in parse.kids[k] if (a := _by(parse, n)) is not None), None)
        return name_of(text, parse, who) if who is not None else None
    return name_of(text, parse, _doer(parse, v, patient))


def _by(parse: Parse, k: int) -> int | None:
    """The noun of a by-phrase that hangs from the place of posting ("posted on Orlugram by X")."""
    for n in parse.kids[k]:
        if parse.tokens[n].lower == "by":
            return next((p for p in parse.kids[n] if parse.tokens[p].dep == "pobj"), None)
    return None


def _doer(parse: Parse, v: int, patient: int) -> int | None:
    """The subject of active verb ``v``, through "was able to", "which published", a shared subject."""
    for _ in range(MAX_CLIMB):
        own = own_subject(parse, v)
        token = parse.tokens[v]
        if own is not None:
            if own.tag not in {"WDT", "WP"} and own.lower not in {"who", "which", "that"}:
                return own.i
            return token.head if token.dep == "relcl" and token.head != patient else None
        if token.dep == "advcl" and token.tag not in {"VBG", "VB"}:
            return None
        if token.dep not in {"xcomp", "acomp", "conj", "advcl"} or token.head == v:
            return None
        v = token.head
    return None


def _origin(text: str, parse: Parse, i: int, kind: EvidenceKind) -> str | None:
    """Who a piece of evidence comes from by its own phrase: "by X", "from X", "X's report", "Orbitview imagery"."""
    for k in parse.kids[i]:
        token = parse.tokens[k]
        if token.lower in {"by", "from"} and k > i and token.dep in {"prep", "agent"}:
            who = next((p for p in parse.kids[k] if parse.tokens[p].dep == "pobj"), None)
            if who is not None and (token.lower == "by" or _is_actor(parse, who, kind)):
                return name_of(text, parse, who)
        if token.dep == "poss" and kind == "report" and _is_actor(parse, k, kind):
            return name_of(text, parse, k)
    return None


def _is_actor(parse: Parse, i: int, kind: EvidenceKind) -> bool:
    """Whether noun ``i`` names who evidence comes from; a place is where it was taken."""
    labels = {e.label for e in entities_at(parse, i)}
    firm = kind == "satellite_image" and parse.tokens[i].pos == "PROPN" and not labels & {"GPE", "LOC", "FAC", "DATE"}
    return firm or bool(labels & {"ORG", "PERSON"})


def name_of(text: str, parse: Parse, i: int | None) -> str | None:
    """The noun phrase of token ``i`` as a name, without its article; ``None`` for a pronoun or what is too long."""
    if i is None or parse.tokens[i].pos not in {"NOUN", "PROPN", "X", "NUM", "ADJ"}:
        return None
    start, end = noun_phrase(parse, i)
    clause = next((k for k in parse.kids[i] if parse.tokens[k].dep in CLAUSES and k > i), end)
    if clause < end:
        end = min(m for m in below(parse, clause) if m > i)
    if not any(parse.tokens[k].dep == "conj" for k in parse.kids[i]):
        end = next((k for k in range(i + 1, end) if parse.tokens[k].text in {",", "("}), end)
        named = [e for e in entities_at(parse, i) if e.label in {"ORG", "PERSON"}]
        if named and i < named[0].last < end and parse.tokens[named[0].last].pos == "ADP":
            end = named[0].last  # "Orbitview of the northern base": the parser hangs the place from the name
    while start < i and parse.tokens[start].pos in {"DET", "PUNCT"}:
        start += 1
    if start <= i and parse.tokens[start].tag == "PRP$":
        return None if start == i else _named(text, parse, start, end)
    return _named(text, parse, start, end)


def _named(text: str, parse: Parse, start: int, end: int) -> str | None:
    span = trim(text, parse.span(start, end), EDGE + "“”\"'‘’")
    if span is None:
        return None
    name = " ".join(span.of(text).split()).removesuffix("'s").removesuffix("’s")
    return name if len(name) <= MAX_NAME else None
