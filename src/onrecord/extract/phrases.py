"""Reading phrases off a parse: the subject of a verb, the words of a noun phrase, the group of a verb.

All functions take token indices of one :class:`onrecord.nlp.parse.Parse` and none follows more than the tokens below
the one it is given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable

from onrecord.model.spans import Span, trim
from onrecord.nlp.parse import Entity, Parse, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_GROUP = frozenset({"aux", "auxpass", "neg", "preconj"})
_INSIDE_GROUP = frozenset({"ADV", "AUX", "PART"})
_LOOSE = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "prep", "dep", "cc", "conj", "advmod", "npadvmod"})
_TEMPORAL = frozenset({"during", "after", "before", "since", "amid", "following", "until"})
_CLIMB = frozenset({"xcomp", "conj", "advcl", "pcomp", "acl", "ccomp"})
MAX_PHRASE = 600
"""Tokens taken of one phrase: longer than any sentence of prose, so that run-on input costs linear time."""

EDGE = " \t\r\n\u00a0,.;:-–—"


def below(parse: Parse, i: int, without: Collection[int] = ()) -> list[int]:
    """Token ``i`` and its descendants in text order, leaving out the tokens in ``without`` and all below them."""
    found, queue = [i], [i]
    while queue and len(found) < MAX_PHRASE:
        for k in parse.kids[queue.pop()]:
            if k not in without:
                found.append(k)
                queue.append(k)
    found.sort()
    return found


def runs(parse: Parse, tokens: Iterable[int], *, gap: int = 0) -> list[Span]:
    """The stretches of text that ``tokens`` (indices in order) cover; holes of up to ``gap`` tokens are bridged."""
    spans: list[Span] = []
    last = -2
    for i in tokens:
        token = parse.tokens[i]
        if spans and i - last <= gap + 1:
            spans[-1] = Span(spans[-1].start, token.end)
        else:
            spans.append(Span(token.start, token.end))
        last = i
    return spans


def tidy(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans without the white space, commas, full stops and dashes at their ends; those left empty are dropped."""
    kept = []
    for span in spans:
        cut = trim(text, span, EDGE)
        cut = trim(text, _without_open_bracket(text, cut), EDGE) if cut else None
        if cut and any(c.isalnum() for c in text[cut.start : cut.end]):
            kept.append(_with_abbreviation(text, cut, span))
    return tuple(kept)


def _without_open_bracket(text: str, span: Span) -> Span:
    """``span`` up to a bracket that opens in it and never closes (a picture credit behind a caption)."""
    at = text.rfind("(", span.start, span.end)
    return Span(span.start, at) if at > span.start and ")" not in text[at : span.end] else span


def _with_abbreviation(text: str, cut: Span, whole: Span) -> Span:
    """Give back the full stop of a final initialism ("the U.S.")."""
    if cut.end < whole.end and text[cut.end] == "." and cut.end - cut.start >= 3 and text[cut.end - 2] == ".":
        return Span(cut.start, cut.end + 1)
    return cut


def noun_phrase(parse: Parse, i: int, verb: int | None = None) -> tuple[int, int]:
    """The maximal noun phrase of head ``i`` as a half-open token range.

    With modifiers, apposition, conjuncts and restrictive clauses; without clauses and phrases set off by a comma.
    A dependent that the reporting ``verb`` stands in is left out: "a clerk who denied it" speaks as "a clerk".
    """
    cut: set[int] = set(_above(parse, verb, i))
    cut.update(k for k in parse.kids[i] if _apart(parse, k, i))
    members = below(parse, i, cut)
    at = members.index(i)
    first = last = at
    while first > 0 and members[first - 1] == members[first] - 1:
        first -= 1
    while last + 1 < len(members) and members[last + 1] == members[last] + 1:
        last += 1
    start, end = members[first], members[last] + 1
    for entity in entities_at(parse, start):
        # "On Friday Ann Lee said": the parser may take the day for a part of the name
        if entity.label in {"DATE", "TIME"} and entity.last <= i:
            start = entity.last
    while start < i and not parse.tokens[start].text[0].isalnum() and parse.tokens[start].text not in "“\"‘'#@$€£`([":
        start += 1
    while (
        end - 1 > i and parse.tokens[end - 1].pos in {"PUNCT", "CCONJ", "SPACE"} and parse.tokens[end - 1].text != ")"
    ):
        end -= 1
    return start, end


def _apart(parse: Parse, k: int, head: int) -> bool:
    """Whether dependent ``k`` is no part of the name of what ``head`` stands for."""
    token = parse.tokens[k]
    if token.dep in {"ccomp", "parataxis", "advcl", "mark"}:
        return True
    if k < head:
        # "In his Friday speech the envoy": a phrase before its noun belongs to the sentence
        return token.dep == "prep" or (token.dep == "advmod" and token.pos == "ADV")
    if token.dep == "prep" and (token.lower in _TEMPORAL or _dated(parse, k)):
        return True
    return token.dep in _LOOSE and _after_comma(parse, k, head) and not _listed(parse, k, head)


def _dated(parse: Parse, k: int) -> bool:
    """Whether the phrase of preposition ``k`` is a date ("the envoy on Tuesday")."""
    return parse.tokens[k].lower in {"on", "in", "at"} and any(
        e.label in {"DATE", "TIME"} and e.first <= n < e.last for n in parse.kids[k] for e in entities_at(parse, n)
    )


def entities_at(parse: Parse, i: int) -> list[Entity]:
    """The entity that token ``i`` stands in, if any."""
    at = bisect_right(parse.entities, i, key=lambda e: e.first) - 1
    return [parse.entities[at]] if at >= 0 and i < parse.entities[at].last else []


def _above(parse: Parse, verb: int | None, stop: int) -> list[int]:
    """The tokens that ``verb`` hangs from below ``stop``, itself included."""
    path: list[int] = []
    here = verb
    while here is not None and here != stop and len(path) < 12:
        path.append(here)
        head = parse.tokens[here].head
        here = head if head != here else None
    return path if here == stop else []


def _after_comma(parse: Parse, k: int, head: int) -> bool:
    left = min(below(parse, k))
    return left - 1 > head and parse.tokens[left - 1].text in {",", "-", "–", "—", "--"}


def _listed(parse: Parse, k: int, head: int) -> bool:
    """Whether ``k`` is a conjunct in a list ("A, B and C"), which a comma does not set off."""
    return (parse.tokens[k].dep == "conj" and parse.tokens[k].pos in {"NOUN", "PROPN", "PRON"}) or (
        parse.tokens[k].dep == "cc" and any(parse.tokens[n].dep == "conj" for n in parse.kids[head])
    )


def verb_group(parse: Parse, v: int) -> tuple[int, int]:
    """The verb with its auxiliaries, negation and the adverbs between them, as a half-open token range."""
    start = v
    kids = {k for k in parse.kids[v] if k < v and parse.tokens[k].dep in _GROUP}
    if kids:
        start = min(kids)
        for between in range(start, v):
            if between not in kids and parse.tokens[between].pos not in _INSIDE_GROUP:
                start = between + 1
    while start < v and parse.tokens[start].pos == "ADV" and start not in kids:
        start += 1
    end = v + 1
    if end < len(parse.tokens) and parse.tokens[end].dep == "prt" and parse.tokens[end].head == v:
        end += 1
    return start, end


def kid_after(parse: Parse, v: int, *deps: str) -> int | None:
    """The first dependent of ``v`` behind it with one of these labels."""
    return next((k for k in parse.kids[v] if k > v and parse.tokens[k].dep in deps), None)


def own_subject(parse: Parse, v: int) -> Token | None:
    """The subject among the dependents of ``v``."""
    return next((parse.tokens[k] for k in parse.kids[v] if parse.tokens[k].dep in SUBJECTS), None)


def is_passive(parse: Parse, v: int) -> bool:
    """Whether ``v`` is a passive or a past participle that modifies a noun."""
    token = parse.tokens[v]
    if any(parse.tokens[k].dep in {"auxpass", "nsubjpass"} for k in parse.kids[v]):
        return True
    return (
        token.tag == "VBN"
        and token.dep in {"acl", "amod", "advcl"}
        and not any(parse.tokens[k].dep == "aux" for k in parse.kids[v])
    )


def agent(parse: Parse, v: int) -> int | None:
    """The noun of the by-phrase of a passive."""
    for k in parse.kids[v]:
        if parse.tokens[k].dep == "agent" or (parse.tokens[k].dep == "prep" and parse.tokens[k].lower == "by"):
            for n in parse.kids[k]:
                if parse.tokens[n].dep == "pobj":
                    return n
    return None


def subject(parse: Parse, v: int) -> int | None:
    """The noun that ``v`` is said of: its own subject, or one it shares with the verb it hangs from.

    A relative pronoun is replaced by the noun it stands for. ``None`` where the sentence gives none.
    """
    seen = 0
    here = v
    while seen < 8:  # chains of shared subjects are short; the bound keeps a strange parse from mattering
        seen += 1
        own = own_subject(parse, here)
        token = parse.tokens[here]
        if own is not None:
            if own.tag in {"WP", "WDT"} or own.lower in {"who", "which", "that"}:
                return _antecedent(parse, here)
            return own.i
        if here != v and is_passive(parse, here) and agent(parse, here) is not None:
            return agent(parse, here)
        if token.dep == "acl":
            return token.head if parse.tokens[token.head].pos in {"NOUN", "PROPN", "PRON"} else None
        if token.dep == "relcl":
            return _antecedent(parse, here)
        if token.dep == "ccomp" and token.tag not in {"VBG", "VB"} and here != v:
            return None
        if token.dep not in _CLIMB or token.head == here:
            return None
        if token.dep == "advcl" and token.tag not in {"VBG", "VB", "VBN"}:
            return None
        here = token.head
        while parse.tokens[here].dep == "prep" and parse.tokens[here].head != here:
            link, here = here, parse.tokens[here].head
            quoted = kid_after(parse, here, "dobj")
            if parse.tokens[link].lower == "as" and quoted is not None and quoted < link:
                return quoted  # "quoted an aide as saying"
    return None


def _antecedent(parse: Parse, v: int) -> int | None:
    token = parse.tokens[v]
    for _ in range(8):
        if token.dep != "conj":
            break
        token = parse.tokens[token.head]
    if token.dep != "relcl":
        return None
    head = parse.tokens[token.head]
    return head.i if head.pos in {"NOUN", "PROPN", "PRON", "NUM"} else None
