"""The frames a reporting verb's content stands in, read off the parse.

Clauses ("said that X", "X, Y said"), predicates ("called it a lie"), of-, for- and other prepositional phrases
("accused them of lying", "called for talks"), infinitives ("refused to leave") and objects ("denied the claims").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from onrecord.extract.cues import Cue, Lexicon
from onrecord.extract.finds import Family, Scene
from onrecord.extract.phrases import below, entities_at, kid_after, noun_phrase, own_subject, runs, tidy
from onrecord.extract.resumed import REPORTING
from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Token

Shape = tuple[tuple[Span, ...], Family, list[int]]
"""Content spans, the family of pattern they were found by, and further tokens of the cue."""


_TO_HEARERS = frozenset({"tell", "inform", "remind", "assure"})
_TOPIC = frozenset({"of", "about", "against", "over"})


def read_content(scene: Scene, v: int, cue: Cue, first: int, last: int, resumed: Mapping[int, int]) -> Shape | None:
    """Content spans, pattern family, and further tokens of the cue; ``None`` where no frame of ``cue`` fits."""
    if cue.takes("clause") or cue.takes("quote"):
        clause = _clause(scene, v, first, last, resumed)
        if clause and (cue.takes("clause") or _quoted(scene, clause)):
            return clause, "belief" if cue.takes("weak") else "clause", []
    if not cue.takes("weak"):
        for reader in (_numbered, _predicate, _of_object, _infinitive, _prepositional, _object):
            shape = reader(scene, v, cue)
            if shape is not None:
                return shape
    return None


def _quoted(scene: Scene, spans: Iterable[Span]) -> bool:
    return any(scene.overlapping(s) for s in spans)


def _clause(scene: Scene, v: int, first: int, last: int, resumed: Mapping[int, int]) -> tuple[Span, ...]:
    """The content clause of ``v``: its complement, or the sentence that it is set into in passing."""
    parse = scene.parse
    token = parse.tokens[v]
    head = parse.tokens[token.head]
    clauses = [k for k in parse.kids[v] if parse.tokens[k].dep == "ccomp"]
    if clauses:
        after = [k for k in clauses if k > v]
        k = after[0] if after else clauses[-1]
        members = below(parse, k)
        strays = _strays(parse, members, v, resumed)
        if strays:
            members = below(parse, k, strays)
        members = members[: outlet_from(parse, members, v)]
        return _cut(scene, members, v, first, last)
    before = _told_before(parse, v)
    if before is not None:
        return _cut(scene, below(parse, before), v, first, last)
    in_passing = token.dep == "parataxis" or (
        token.dep == "advcl" and any(_set_off(parse, k) for k in parse.kids[v]) and not _has_own(parse, v)
    )
    if in_passing and head.i != v:
        own = set(below(parse, v))
        but = _contrast(parse, head.i, v)
        trailing = {
            k for k in parse.kids[head.i] if k > v and parse.tokens[k].dep == "advcl" and parse.tokens[k].tag == "VBG"
        }
        members = [i for i in below(parse, head.i, {v, *but, *trailing}) if i not in own]
        return _cut(scene, members, v, first, last)
    return ()


def _told_before(parse: Parse, v: int) -> int | None:
    """The clause before "X was quoted as saying", where nothing of its own follows ``v``; ``None`` elsewhere."""
    link = parse.tokens[parse.tokens[v].head]
    if parse.tokens[v].dep != "pcomp" or link.lower != "as" or parse.tokens[link.head].lemma not in {"quote", "cite"}:
        return None
    return next((k for k in parse.kids[link.head] if k < link.head and parse.tokens[k].dep == "ccomp"), None)


def _set_off(parse: Parse, k: int) -> bool:
    """Whether token ``k`` is an "as" that opens the sentence or follows a comma, dash or closing quotation mark."""
    token = parse.tokens[k]
    if token.lower != "as" or token.dep != "mark":
        return False
    return any(k == first for first, _ in parse.sentences) or parse.tokens[k - 1].pos == "PUNCT"


def _has_own(parse: Parse, v: int) -> bool:
    """Whether a verb after "as" says something of its own ("as Ruiz warns of floods"), and so not what it stands in."""
    kids = [parse.tokens[k] for k in parse.kids[v] if k > v]
    told = parse.tokens[v].lemma in _TO_HEARERS
    return any((k.dep == "dobj" and not told) or (k.dep == "prep" and k.lower in _TOPIC) for k in kids)


def _strays(parse: Parse, members: Iterable[int], v: int, resumed: Mapping[int, int]) -> set[int]:
    """Verbs inside the content of ``v`` that go on from ``v`` itself, with the conjunction before them."""
    found: set[int] = set()
    for k in members:
        if resumed.get(k) == v:
            found.add(k)
            found.update(
                x for x in parse.kids[parse.tokens[k].head] if k - 6 <= x < k and parse.tokens[x].dep in {"cc", "punct"}
            )
    return found


def _contrast(parse: Parse, root: int, v: int) -> set[int]:
    """Clauses after a passing "she said" that "but" sets against the one before it: statements of their own."""
    found: set[int] = set()
    kids = parse.kids[root]
    for n, k in enumerate(kids):
        if k > v and parse.tokens[k].lower == "but":
            found.update(x for x in kids[n:] if parse.tokens[x].dep in {"cc", "conj"})
    return found


def outlet_from(parse: Parse, members: list[int], v: int) -> int:
    """How many of ``members`` come before a closing clause or phrase that is the outlet's own.

    An as-clause that sets the scene, behind a comma or with "he", "she" or "they" for its subject ("…, as shells fell
    nearby"); a contrast with somebody else ("…, while Y said", "…, which Y denies"); an according-to phrase.
    """
    for at, n in enumerate(members):
        token = parse.tokens[n]
        comma = at > 1 and n > v and parse.tokens[n - 1].text == ","
        if comma and token.lower == "according":
            return at
        if comma and token.tag in {"WDT", "WP"} and parse.tokens[token.head].lemma in REPORTING:
            return at
        if comma and token.lower in {"while", "whereas"} and own_subject(parse, token.head) is not None:
            return at
        if token.lower == "as" and token.dep == "mark" and at > 1 and n > v and parse.tokens[token.head].dep == "advcl":
            own = own_subject(parse, token.head)
            if own is not None and (comma or own.lower in {"he", "she", "they"}) and members[-1] - n < 40:
                return at
    return len(members)


def _cut(scene: Scene, members: list[int], v: int, first: int, last: int) -> tuple[Span, ...]:
    """The text of a content clause without the reporting phrase inside it and the conjunction that opens it."""
    parse = scene.parse
    if members and all(t.pos == "ADV" for t in parse.tokens[last : members[0]]) and members[0] >= last:
        members = members[_date_before(parse, members) :]
    while members and _opens_clause(parse.tokens[members[0]]):
        members = members[1:]
    keep = [i for i in members if not first <= i < last]
    left = [i for i in keep if i < first]
    right = [i for i in keep if i >= last]
    return tidy(scene.text, [*_hull(parse, left), *_hull(parse, right)])


def _date_before(parse: Parse, members: list[int]) -> int:
    """How many of ``members``, right behind the verb, are a date ("said on Monday it…"): when it was said."""
    first = members[0]
    lead = 1 if parse.tokens[first].lower in {"on", "in", "at"} and len(members) > 1 else 0
    for entity in entities_at(parse, first + lead):
        if entity.label in {"DATE", "TIME"} and entity.first == first + lead:
            return sum(1 for n in members if n < entity.last)
    return 0


def _opens_clause(token: Token) -> bool:
    """Whether a token before a clause is no part of it: "that", a conjunction or a mark of punctuation."""
    if token.pos in {"PUNCT", "CCONJ", "SPACE"}:
        return token.text[0] not in "\"“‘'«„`(["
    return token.lower == "that" and token.dep == "mark"


def _hull(parse: Parse, members: list[int]) -> list[Span]:
    return [parse.span(members[0], members[-1] + 1)] if members else []


def concession(scene: Scene, v: int, content: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The content, or its opening while- or although-clause and the rest of it: two propositions."""
    parse = scene.parse
    for k in parse.kids[v]:
        for opener in (k, *parse.kids[k]):
            token = parse.tokens[opener]
            if token.dep != "advcl":
                continue
            members = below(parse, opener)
            lead = parse.tokens[members[0]]
            if lead.lower in {"while", "although", "though"} and content[0].start in {lead.start, lead.end + 1}:
                clause = tidy(scene.text, [Span(lead.end, parse.tokens[members[-1]].end)])
                rest = tidy(scene.text, [Span(parse.tokens[members[-1]].end, content[0].end), *content[1:]])
                if clause and rest and rest[0].start > clause[-1].end:
                    yield clause
                    yield rest
                    return
    yield content


def afterthought(scene: Scene, v: int, lexicon: Lexicon) -> Iterator[tuple[Span, ...]]:
    """The clause with a subject of its own that "but" adds after a passing "she said", unless it reports in turn."""
    parse = scene.parse
    if parse.tokens[v].dep == "parataxis":
        clauses = _contrast(parse, parse.tokens[v].head, v)
    elif any(parse.tokens[k].dep == "ccomp" and k < v for k in parse.kids[v]):
        clauses = _contrast(parse, v, v)
    else:
        return
    for k in sorted(clauses):
        own = own_subject(parse, k)
        if parse.tokens[k].dep != "conj" or own is None or parse.tokens[k].lemma in lexicon.verbs:
            continue
        aside = {n for n in parse.kids[own.i] if parse.tokens[n].dep == "relcl"}
        members = [n for n in below(parse, k, aside) if parse.tokens[n].pos != "PUNCT"]
        yield tidy(scene.text, runs(parse, members, gap=1))


def _predicate(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "called the move a mistake", "described it as a mistake"."""
    parse = scene.parse
    obj = kid_after(parse, v, "dobj")
    if cue.takes("obj-pred"):
        pred = kid_after(parse, v, "oprd", "xcomp", "ccomp")
        if pred is None and obj is not None:
            pred = kid_after(parse, obj, "appos")  # "called the delay “a disgrace”" as the parser sees it
        if pred is not None and parse.tokens[pred].pos != "VERB":
            start = min(below(parse, obj)) if obj is not None and obj < pred else min(below(parse, pred))
            return stretch(scene, start, max(below(parse, pred)) + 1), "object", []
    if cue.takes("obj-as"):
        for k in parse.kids[v]:
            as_phrase = next((n for n in (k, *parse.kids[k]) if parse.tokens[n].lower == "as" and n > v), None)
            if as_phrase is not None and parse.tokens[k].dep in {"prep", "dobj", "advcl", "mark"}:
                anchor = obj if obj is not None and obj < as_phrase else as_phrase
                whole = [*below(parse, anchor), *below(parse, k)]
                return stretch(scene, max(min(whole), v + 1), max(whole) + 1), "object", []
    return None


def _numbered(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "put the toll at 40", "gave the figure as 40", "spoke of 40 dead": nothing without the number."""
    parse = scene.parse
    obj = kid_after(parse, v, "dobj")
    words = {w for w in ("at", "as") if cue.takes(f"num-{w}")}
    if words and obj is not None:
        for k in sorted({*parse.kids[v], *below(parse, obj)}):
            if k > obj and parse.tokens[k].lower in words and _has_number(parse, k):
                whole = sorted({*below(parse, obj), *below(parse, k)})
                whole = whole[: outlet_from(parse, whole, v)]
                return stretch(scene, whole[0], whole[-1] + 1), "object", []
    if cue.takes("num-of") and obj is None:
        for k in parse.kids[v]:
            if k > v and parse.tokens[k].lower == "of" and _has_number(parse, k):
                tail = [n for n in below(parse, k) if n > k]
                return stretch(scene, tail[0], tail[-1] + 1), "preposition", [k] if k - v <= 2 else []
    return None


def _has_number(parse: Parse, k: int) -> bool:
    """Whether a number of digits stands in the first few words of the phrase of the preposition ``k``."""
    phrase = (parse.tokens[n] for n in below(parse, k) if k < n <= k + 5)
    return any(t.tag == "CD" and any(c.isdigit() for c in t.text) for t in phrase)


def _of_object(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "accused them of hiding it": what stands after "of"."""
    if not cue.takes("obj-of"):
        return None
    parse = scene.parse
    obj = kid_after(parse, v, "dobj")
    for holder in (v, obj):
        for k in parse.kids[holder] if holder is not None else ():
            if parse.tokens[k].lower == "of" and parse.tokens[k].dep in {"prep", "mark"} and k > v:
                tail = [n for n in below(parse, k) if n > k]
                tail = tail[: outlet_from(parse, tail, v)]
                gerund = any(parse.tokens[n].tag == "VBG" for n in [*tail[:1], *parse.kids[k]])
                if tail and (holder == v or gerund):
                    return stretch(scene, tail[0], tail[-1] + 1), "preposition", []
    if obj is not None:
        of = next(
            (
                n
                for n in below(parse, obj)
                if parse.tokens[n].lower == "of" and n + 1 < len(parse.tokens) and parse.tokens[n + 1].tag == "VBG"
            ),
            None,
        )
        if of is not None:
            return stretch(scene, of + 1, max(below(parse, of)) + 1), "preposition", []
    return None


def _infinitive(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "vowed to stay", "urged them to stay"."""
    parse = scene.parse
    verb = kid_after(parse, v, "xcomp", "ccomp", "advcl")
    if (
        verb is None
        or parse.tokens[verb].tag != "VB"
        or not any(parse.tokens[k].lower == "to" and k < verb for k in parse.kids[verb])
    ):
        return None
    if parse.tokens[verb].dep == "advcl" and not (
        cue.takes("obj-to") and kid_after(parse, v, "dobj", "prep") is not None
    ):
        return None
    members = [n for n in below(parse, verb) if n > v]
    own = own_subject(parse, verb)
    obj = kid_after(parse, v, "dobj", "dative")
    if obj is not None and obj > verb:
        obj = None
    on = next((k for k in parse.kids[v] if parse.tokens[k].lower in {"on", "upon"} and k < verb and k > v), None)
    if cue.takes("obj-to") and (obj is not None or own is not None or on is not None):
        extra = [on] if on is not None else []
        if on is not None:
            head = kid_after(parse, on, "pobj")
            start = min(below(parse, head)) if head is not None else on + 1
        else:
            start = min(below(parse, obj)) if obj is not None else members[0]
        return stretch(scene, start, members[-1] + 1), "infinitive", extra
    if cue.takes("to") and obj is None and own is None:
        return stretch(scene, members[0], members[-1] + 1), "infinitive", []
    return None


def _prepositional(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "called for talks", "warned of floods"; with an object before it: "criticised them for the delay"."""
    parse = scene.parse
    obj = kid_after(parse, v, "dobj")
    for k in parse.kids[v]:
        word = parse.tokens[k].lower
        if k < v or parse.tokens[k].dep not in {"prep", "mark"}:
            continue
        tail = [n for n in below(parse, k) if n > k]
        if not tail:
            continue
        if word in cue.prepositions and (obj is None or obj > k):
            extra = [k] if k - v <= 2 else []
            return stretch(scene, tail[0], tail[-1] + 1), "preposition", extra
        if cue.takes("obj-for") and word == "for" and obj is not None and obj < k:
            return stretch(scene, min(below(parse, obj)), tail[-1] + 1), "preposition", []
    if cue.takes("for"):
        # "called for the road to be closed": the parser makes "for" the mark of a clause
        for k in parse.kids[v]:
            if k > v and parse.tokens[k].dep in {"advcl", "xcomp", "ccomp"}:
                members = below(parse, k)
                if parse.tokens[members[0]].lower == "for" and len(members) > 1:
                    return stretch(scene, members[1], members[-1] + 1), "preposition", [members[0]]
    return None


def _object(scene: Scene, v: int, cue: Cue) -> Shape | None:
    """Of "denied the claims", "denied sending boats": the noun phrase or gerund after the verb."""
    if not cue.takes("np"):
        return None
    parse = scene.parse
    gerund = kid_after(parse, v, "xcomp", "ccomp")
    if gerund is not None and parse.tokens[gerund].tag == "VBG" and own_subject(parse, gerund) is None:
        members = [n for n in below(parse, gerund) if n > v]  # "denied sending boats"
        members = members[: outlet_from(parse, members, v)]
        return stretch(scene, members[0], members[-1] + 1), "object", []
    obj = kid_after(parse, v, "dobj")
    relative = next((k for k in parse.kids[v] if k < v and parse.tokens[k].dep == "dobj"), None)
    if obj is None and relative is not None and parse.tokens[v].dep == "relcl":
        # "the claims, which Y denies": what the pronoun stands for
        return stretch(scene, *noun_phrase(parse, parse.tokens[v].head, v)), "object", []
    if obj is None or parse.tokens[obj].lower in {"itself", "himself", "herself", "themselves", "what"}:
        return None
    if parse.tokens[obj].tag == "CD":
        return None
    members = below(parse, obj)
    members = members[: outlet_from(parse, members, v)]
    return stretch(scene, members[0], members[-1] + 1), "object", []


def stretch(scene: Scene, start: int, end: int) -> tuple[Span, ...]:
    """The text of tokens ``start`` to ``end`` (half-open) as a content; empty where there is none."""
    return tidy(scene.text, [scene.parse.span(start, end)]) if start < end else ()
