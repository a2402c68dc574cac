"""Evidence as the text names it: its noun phrases, each with its kind and what the words around it say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.extract.evidence_facts import MAX_CLIMB, Facts, facts_of
from onrecord.extract.evidence_roles import Role, role_of
from onrecord.extract.evidence_verbs import CLAUSES
from onrecord.extract.evidence_words import EvidenceWords
from onrecord.extract.phrases import EDGE, below
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span, trim
from onrecord.model.statement import EvidenceKind
from onrecord.nlp.parse import Parse, Token

_LEFT = frozenset(
    {"amod", "compound", "nmod", "poss", "det", "nummod", "quantmod", "npadvmod", "case", "advmod", "punct"}
)
_NO_HEAD = frozenset({"compound", "nmod", "amod", "npadvmod"})
_DEFINITE = word_set("the this that these those")
MAX_PHRASE = 25
"""Tokens of the noun phrase of a piece of evidence."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that names evidence.

    ``token`` is its noun in the parse of its passage, ``place`` the noun that stands for it in the
    sentence ("a copy of the memo": copy). ``role`` is how it is brought in and ``verb`` the token that does it;
    ``None`` and -1 where it is merely named. Mentions of one ``chain`` are of the same
    evidence; one in a picture's ``credit`` says nothing by itself.
    """

    token: int
    place: int
    kind: EvidenceKind
    noun: str
    span: Span
    definite: bool
    role: Role | None = None
    verb: int = -1
    facts: Facts = field(default_factory=Facts)
    chain: int = -1
    credit: bool = False


def find_mentions(text: str, parse: Parse, words: EvidenceWords) -> Iterator[Mention]:
    """The evidence that a parse names, in text order."""
    for token in parse.tokens:
        kind = _kind(parse, token, words)
        if kind is None:
            continue
        place = _place(parse, token.i, words)
        start, end = _phrase(parse, place, token.i)
        span = trim(text, parse.span(start, end), EDGE + "“”\"'‘’")
        if span is None:
            continue
        role, verb = role_of(parse, place, kind, words)
        definite = place == token.i and end == token.i + 1 and _is_known(parse, start, token.i)
        facts = facts_of(text, parse, place, token.i, kind, words)
        yield Mention(token.i, place, kind, token.lemma, span, definite, role, verb, facts)


def _kind(parse: Parse, token: Token, words: EvidenceWords) -> EvidenceKind | None:
    if token.pos not in {"NOUN", "PROPN"}:
        return None
    lemma = token.lemma.lower()
    if lemma not in words.nouns and lemma not in words.qualified and lemma not in words.people["services"]:
        return None
    if token.dep in _NO_HEAD and token.head > token.i:
        return None  # "video link", "document store"
    over = parse.tokens[parse.tokens[token.head].head]
    if token.dep == "pobj" and over.lemma == "version":
        return None  # "an earlier version of this report": the outlet's own
    company = _company(parse, token.i)
    if lemma in words.plural and token.tag in {"NN", "NNP"}:
        return None
    kind = words.kind(lemma, company)
    if kind in {"report", "document"} and token.pos == "PROPN" and token.text[:1].isupper() and token.dep != "ROOT":
        before = parse.tokens[token.i - 1] if token.i else None
        if before is not None and before.text[:1].isupper():
            return None  # "the Orlu Report": an outlet
    if lemma == "intelligence" and (token.pos == "PROPN" or not words.service.isdisjoint(company)):
        return None  # "military intelligence" is who speaks
    if kind is None and lemma in words.people["services"] and "intelligence" in company:
        return "intelligence"
    return kind


def _is_known(parse: Parse, start: int, i: int) -> bool:
    """Whether a noun phrase points back at something: "the video", "that short clip", not "the Orlu video"."""
    before = parse.tokens[start + 1 : i]
    return parse.tokens[start].lower in _DEFINITE and not any(t.pos in {"PROPN", "NUM"} for t in before)


def _company(parse: Parse, i: int) -> set[str]:
    """The words that qualify noun ``i``: those before it in its phrase, and participles behind it."""
    found: set[str] = set()
    queue = [k for k in parse.kids[i] if (k < i and parse.tokens[k].dep in _LEFT) or parse.tokens[k].tag == "VBN"]
    head = parse.tokens[parse.tokens[i].head]
    if parse.tokens[i].dep == "dobj" and head.tag in {"VBD", "VBN"}:
        found.add(head.lower)  # "had intercepted calls"
    while queue and len(found) < MAX_PHRASE:
        k = queue.pop()
        token = parse.tokens[k]
        found.update({token.lower, token.lemma.lower()} if token.pos != "PUNCT" else ())
        queue.extend(n for n in parse.kids[k] if n < i and parse.tokens[n].dep in _LEFT)
    return found


def _place(parse: Parse, i: int, words: EvidenceWords) -> int:
    """The noun that stands for evidence ``i`` in the sentence: the first of its conjuncts, or "copy" of "a copy of"."""
    for _ in range(MAX_CLIMB):
        token = parse.tokens[i]
        head = parse.tokens[token.head]
        if token.dep == "conj" and head.pos in {"NOUN", "PROPN"} and head.i < i:
            i = head.i
        elif (
            token.dep == "pobj"
            and head.lower in {"of", "from"}
            and parse.tokens[head.head].lemma.lower() in words.parts
            and head.head < i
        ):
            i = head.head
        else:
            break
    return i


def _phrase(parse: Parse, place: int, i: int) -> tuple[int, int]:
    """The noun phrase of evidence ``i`` as a half-open token range: no clause, no apposition, no conjunct.

    With what stands for it ("a copy of") and the phrase behind it that names its origin or subject ("of", "from").
    """
    start = place if parse.tokens[i].dep != "conj" else i
    while start > 0 and parse.tokens[start - 1].pos not in {"PUNCT", "ADP"} and _inside(parse, start - 1, place, i):
        start -= 1
    end = i + 1
    for k in parse.kids[i]:
        if k == end and parse.tokens[k].lower in {"of", "from", "by"}:
            end = _phrase_end(parse, k)
    while end - 1 > i and parse.tokens[end - 1].pos in {"PUNCT", "CCONJ", "ADP", "DET", "SPACE"}:
        end -= 1
    return start, end


def _phrase_end(parse: Parse, k: int) -> int:
    """The end of the prepositional phrase of token ``k``, up to a comma or a clause."""
    members = set(below(parse, k))
    end = k + 1
    while end in members and end - k < MAX_PHRASE and parse.tokens[end].text not in {",", ";", "–", "—", "("}:
        token = parse.tokens[end]
        if token.dep in CLAUSES or token.tag in {"WDT", "WP", "WRB", "WP$"} or (token.dep == "mark" and token.i > k):
            break
        end += 1
    return end


def _inside(parse: Parse, k: int, place: int, i: int) -> bool:
    """Whether token ``k`` before a noun belongs to its phrase by the words that stand before nouns."""
    for _ in range(MAX_CLIMB):
        token = parse.tokens[k]
        if token.dep not in _LEFT:
            return False
        k = token.head
        if k in {place, i}:
            return True
    return False
