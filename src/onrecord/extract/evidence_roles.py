"""How a sentence brings evidence in: what it shows, who cites it, who has it."""

from __future__ import annotations

from typing import Literal

from onrecord.extract.evidence_verbs import CLAUSES, doubtful, is_participle
from onrecord.extract.evidence_words import EvidenceWords
from onrecord.extract.phrases import SUBJECTS, below, entities_at, is_passive, own_subject
from onrecord.extract.wordset import word_set
from onrecord.model.statement import EvidenceKind
from onrecord.nlp.parse import Parse, Token

Role = Literal["shows", "tells", "cited", "shown", "held", "offered", "learned"]
"""What evidence is to its sentence.

``shows``: it is the subject of a verb of showing; ``tells``: of a verb of saying; ``cited``: "citing X", "based on X";
``shown``: a clause behind it says what it shows; ``held``: someone has it; ``offered``: released in support;
``learned``: a service of intelligence is said to know.
"""

_ONCE_DONE = word_set("after by from in upon on through")
_TAKEN = word_set("take film record shoot capture")
_PLAINLY = word_set("show suggest indicate point")
_PRONOUNS = word_set("it this that they these")


def _is_service(parse: Parse, i: int) -> bool:
    """Whether "intelligence" may be the name of a service: "Orlu intelligence"."""
    before = (parse.tokens[k] for k in parse.kids[i] if k < i and parse.tokens[k].dep in {"amod", "compound", "nmod"})
    return parse.tokens[i].lemma == "intelligence" and any(t.text[:1].isupper() for t in before)


def role_of(parse: Parse, place: int, kind: EvidenceKind, words: EvidenceWords) -> tuple[Role | None, int]:
    """How the sentence brings in evidence that stands at token ``place``, and by which token."""
    token = parse.tokens[place]
    head = parse.tokens[token.head]
    if parse.tokens[place].lemma.lower() in words.people["services"]:
        knows = token.dep in SUBJECTS and words.says("learn", head.lemma)
        return ("learned", head.i) if knows else (None, -1)
    if _is_service(parse, place):
        plain = token.dep in SUBJECTS and head.lemma in _PLAINLY and not doubtful(parse, head.i)
        return ("shows", head.i) if plain else (None, -1)
    if token.dep == "pobj":
        governor = _cited(parse, token, head, kind, words)
        if governor >= 0:
            return "cited", governor
    if token.dep in SUBJECTS:
        role = _shows(parse, head, kind, words)
        if role is not None:
            return role, head.i
    if token.dep == "dobj":
        found = _object(parse, token, head, kind, words)
        if found is not None:
            return found, head.i
    if (
        token.dep in {"attr", "nsubj"}
        and head.lemma == "be"
        and _there(parse, head.i)
        and _says_what(parse, place, words)
    ):
        return ("held", head.i) if not doubtful(parse, head.i) else (None, -1)
    if _showing(parse, place, words) >= 0 and token.dep in {"dobj", "nsubjpass"} and words.says("release", head.lemma):
        return "shown", head.i
    if _said_to_show(parse, place, words):
        return "shown", head.i if token.dep == "dobj" else place
    return None, -1


def _cited(parse: Parse, token: Token, prep: Token, kind: EvidenceKind, words: EvidenceWords) -> int:
    """The token that cites evidence by a preposition: "according to", "based on", "seen in"; -1 of none."""
    over = parse.tokens[prep.head]
    lemma = over.lemma.lower()
    word = prep.lower
    if word == "to":
        if over.lower == "according":
            return over.i
        return over.i if lemma in {"point", "refer"} and over.tag in {"VBG", "VBD", "VBZ"} else -1
    if word in {"on", "upon", "off"}:
        based = words.says("base", lemma) or over.lower == "based"
        return over.i if based and _of_claim(parse, over, words) else -1
    if word == "of":
        return over.i if lemma in {"basis", "strength"} else -1
    if word in {"in", "on", "by", "from"} and not doubtful(parse, over.i):
        if word in {"in", "on"} and words.says("seen", lemma) and _is_seen(parse, over, kind):
            return over.i
        if word == "from" and (words.says("infer", lemma) or kind == "intelligence"):
            return over.i
        if word == "by" and words.says("back", lemma) and is_passive(parse, over.i):
            return over.i
    return -1


def _of_claim(parse: Parse, based: Token, words: EvidenceWords) -> bool:
    """Whether what is based on evidence is a claim: "a film based on a report" is none."""
    own = own_subject(parse, based.i)
    if based.dep in CLAUSES:
        return parse.tokens[based.head].lemma.lower() in words.claims
    return own is None or own.lemma.lower() in words.claims or own.lower in _PRONOUNS


def _shows(parse: Parse, verb: Token, kind: EvidenceKind, words: EvidenceWords) -> Role | None:
    """The role of the subject of ``verb``."""
    lemma = verb.lemma.lower()
    if doubtful(parse, verb.i):
        return None
    shown = [k for k in parse.kids[verb.i] if parse.tokens[k].dep in {"xcomp", "oprd"}]
    if words.says("seem", lemma) and any(words.says("show", parse.tokens[k].lemma) for k in shown):
        return "shows"
    if words.says("show", lemma) and not (is_passive(parse, verb.i) and verb.tag == "VBN"):
        return "shows"
    if lemma in {"provide", "offer", "be", "give"} and any(_is_proof(parse.tokens[k]) for k in parse.kids[verb.i]):
        return "shows"
    written = kind in {"document", "report", "intelligence", "eyewitness"}
    if written and words.says("tell", lemma) and not is_passive(parse, verb.i):
        return "tells"
    return None


def _is_proof(token: Token) -> bool:
    return token.dep in {"dobj", "attr"} and token.lemma in {"evidence", "proof", "confirmation"}


def _object(parse: Parse, token: Token, verb: Token, kind: EvidenceKind, words: EvidenceWords) -> Role | None:
    """The role of the object of ``verb``."""
    lemma = verb.lemma.lower()
    if doubtful(parse, verb.i):
        return None
    if words.says("cite", lemma):
        return "cited"
    if words.says("use", lemma) and verb.tag == "VBG":
        done = verb.dep == "pcomp" and parse.tokens[verb.head].lower in _ONCE_DONE
        return "cited" if done or verb.dep == "advcl" else None
    if (words.says("release", lemma) or lemma == "show") and _in_support(parse, verb.i, words):
        return "offered"
    showing = _showing(parse, token.i, words) >= 0
    if (
        words.says("have", lemma)
        and verb.tag != "VB"
        and (
            showing
            or (kind not in {"report", "document"} and (_filled(parse, token.i) or _followed(parse, verb.i, token.i)))
        )
    ):
        return "held"
    return None


def _is_seen(parse: Parse, verb: Token, kind: EvidenceKind) -> bool:
    """Whether "seen in" speaks of what is claimed, not of a thing that happens to be in a picture."""
    aside = verb.dep in CLAUSES and kind in {"photo", "video"}
    return not aside and (verb.pos == "ADJ" or is_participle(parse, verb))


def _showing(parse: Parse, i: int, words: EvidenceWords) -> int:
    """The verb of a clause behind noun ``i`` that says what it shows ("that appears to show"); -1 of none."""
    for k in parse.kids[i]:
        if k > i and parse.tokens[k].dep in CLAUSES:
            for v in (k, *(n for n in parse.kids[k] if parse.tokens[n].dep == "xcomp")):
                verb = parse.tokens[v]
                if words.says("show", verb.lemma) and verb.tag != "VBN" and not doubtful(parse, v):
                    who = own_subject(parse, v)
                    if who is None or who.tag in {"WDT", "WP"}:
                        return v
    return -1


def _said_to_show(parse: Parse, i: int, words: EvidenceWords) -> bool:
    """Whether someone says in a clause behind noun ``i`` what it shows: "that the army said showed", "was taken at"."""
    of_what = [n for k in parse.kids[i] if k > i and parse.tokens[k].lower == "of" for n in parse.kids[k]]
    if any(parse.tokens[n].dep == "pcomp" and _is_what(parse, n) for n in of_what):
        return True  # "footage of what the army said was a depot"
    for k in _clauses(parse, i):
        for v in parse.kids[k]:
            verb = parse.tokens[v]
            if verb.dep == "ccomp" and not doubtful(parse, v):
                who = own_subject(parse, v)
                shows = words.says("show", verb.lemma) or (verb.lemma in _TAKEN and is_passive(parse, v))
                if shows and (who is None or who.tag in {"WDT", "WP"}):
                    return True
    return False


def _clauses(parse: Parse, i: int) -> list[int]:
    """The relative clauses of noun ``i``; where a day stands between ("a clip on Friday that"), those of the day."""
    nouns = [i]
    if parse.tokens[i].dep == "dobj":
        preps = [
            k for k in (*parse.kids[i], *parse.kids[parse.tokens[i].head]) if k > i and parse.tokens[k].pos == "ADP"
        ]
        days = [n for k in preps for n in parse.kids[k]]
        nouns += [n for n in days if any(e.label in {"DATE", "TIME", "ORG", "PRODUCT"} for e in entities_at(parse, n))]
    own = [k for n in nouns for k in parse.kids[n] if k > n and parse.tokens[k].dep == "relcl"]
    # the parser may take such a clause for what the verb of release says
    astray = [k for k in parse.kids[parse.tokens[i].head] if k > i and parse.tokens[k].dep == "ccomp"]
    return own + (astray if parse.tokens[i].dep == "dobj" else [])


def _is_what(parse: Parse, v: int) -> bool:
    """Whether the clause of verb ``v`` opens with "what"."""
    return parse.tokens[min(below(parse, v))].lower == "what"


def _filled(parse: Parse, i: int) -> bool:
    """Whether a clause or an of-phrase behind noun ``i`` says what is in it."""
    return any(
        k > i
        and (
            (parse.tokens[k].dep in {"acl", "relcl", "ccomp"} and _says_that(parse, k))
            or (parse.tokens[k].dep == "prep" and parse.tokens[k].lower == "of")
        )
        for k in parse.kids[i]
    )


def _says_what(parse: Parse, i: int, words: EvidenceWords) -> bool:
    return _filled(parse, i) or _showing(parse, i, words) >= 0


def _followed(parse: Parse, verb: int, i: int) -> bool:
    """Whether a that-clause stands behind object ``i``, which the parser may hang from the verb."""
    return any(k > i and parse.tokens[k].dep == "ccomp" and _says_that(parse, k) for k in parse.kids[verb])


def _says_that(parse: Parse, k: int) -> bool:
    return any(parse.tokens[n].dep == "mark" and parse.tokens[n].lower == "that" for n in parse.kids[k])


def _there(parse: Parse, v: int) -> bool:
    return any(parse.tokens[k].dep == "expl" for k in parse.kids[v])


def _in_support(parse: Parse, v: int, words: EvidenceWords) -> bool:
    """Whether verb ``v`` is followed by "in support of", "as evidence", "to prove"."""
    for k in parse.kids[v]:
        token = parse.tokens[k]
        if k < v:
            continue
        if token.dep in {"advcl", "xcomp"} and words.says("prove", token.lemma):
            return True
        objects = {parse.tokens[n].lemma for n in parse.kids[k]}
        if token.dep == "prep" and objects & {"support", "evidence", "proof"}:
            return True
    return False
