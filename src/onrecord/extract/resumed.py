"""Reporting verbs that the parse hangs from what is said, but that go on from the verb above it.

"She said the river had risen but could not confirm that…", "the talks had begun, he said, adding that…": the second
verb shares the subject of the first, whatever the parser makes of it.
"""

from __future__ import annotations

from onrecord.extract.cues import Lexicon
from onrecord.extract.phrases import own_subject
from onrecord.nlp.parse import Parse, Token

REPORTING = frozenset({
    "say", "add", "confirm", "deny", "warn", "urge", "call", "accuse", "decline", "refuse", "caution", "stress",
    "insist", "note", "pledge", "vow", "promise", "demand", "reject", "dismiss", "reiterate", "know", "specify",
    "comment", "verify", "condemn", "describe", "claim", "acknowledge", "admit", "argue", "explain",
})  # fmt: skip
_ADDING = frozenset({"add", "note", "stress", "say", "explain", "caution", "warn", "insist", "argue", "reiterate"})


def find_resumed(parse: Parse, lexicon: Lexicon) -> dict[int, int]:
    """Reporting verbs that the parse hangs from a content clause but that go on from the verb above it.

    "She said the river had risen but could not confirm that…": the second verb has no subject of its own, has a
    clause, object or phrase, and stands in the tense of the first, or negated after "but".
    """
    found: dict[int, int] = {}
    for token in parse.tokens:
        if token.lemma not in REPORTING or own_subject(parse, token.i) is not None:
            continue
        if token.dep == "advcl" and token.tag == "VBG":
            owner = _owner_of_participle(parse, token, lexicon)
            if owner is not None:
                found[token.i] = owner
            continue
        if token.dep != "conj":
            continue
        kids = [parse.tokens[n] for n in parse.kids[token.i]]
        if not any(k.dep in {"ccomp", "dobj", "xcomp", "prep"} for k in kids):
            continue
        negated = any(k.dep == "neg" for k in kids)
        but = any(parse.tokens[n].lower == "but" for n in range(max(token.i - 5, 0), token.i))
        here = token
        for _ in range(8):
            above = parse.tokens[here.head]
            if above.i == here.i:
                break
            if here.dep == "ccomp" and above.lemma in lexicon.verbs and lexicon.verbs[above.lemma].takes("clause"):
                same_tense = token.tag == above.tag and token.tag[:3] in {"VBD", "VBG", "VBZ"} and token.i - here.i > 3
                if above.i < token.i and (
                    (but and negated) or (but and same_tense) or (same_tense and _set_off(parse, token.i))
                ):
                    found[token.i] = above.i
                break
            here = above
    return found


def _owner_of_participle(parse: Parse, token: Token, lexicon: Lexicon) -> int | None:
    """The reporting verb that ", adding that…" goes on from, where the parser hangs it from the content."""
    comma = token.i > 0 and parse.tokens[token.i - 1].text in {",", "”", '"', "''"}
    head = parse.tokens[token.head]
    if not comma or head.i > token.i:
        return None
    for k in parse.kids[head.i]:
        kid = parse.tokens[k]
        if kid.dep == "parataxis" and k < token.i and kid.lemma in lexicon.verbs:
            return k
    if token.lemma not in _ADDING or not any(parse.tokens[k].dep == "ccomp" for k in parse.kids[token.i]):
        return None
    for _ in range(6):
        above = parse.tokens[head.head]
        if above.i == head.i or above.i > token.i:
            return None
        if head.dep == "ccomp" and above.lemma in lexicon.verbs and lexicon.verbs[above.lemma].takes("clause"):
            return above.i
        head = above
    return None


def _set_off(parse: Parse, k: int) -> bool:
    """Whether a comma stands before the conjunction of ``k``, or a reporting clause with "that" follows."""
    comma = any(parse.tokens[n].text == "," for n in range(max(k - 3, 0), k))
    return comma or (k + 1 < len(parse.tokens) and parse.tokens[k + 1].lower == "that")
