"""The act of a statement: from its reporting verb with negation and modality, then from what is said.

A verb that names an act decides ("denied", "urged"). Where it only says ("said", "told", a running quotation) the
first sentence of the content is read for the marks of an act, and only then the rest. The order of the checks is the
order of the danger of getting them wrong: a silence or an open question is never turned into a denial.

Engines differ in what they count to the cue: one takes adverbials along ("said on a call with"), another leaves out an
auxiliary, a negation or "declined". So the verb is looked up in the parse, and its negation with it.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord.extract.cues import Lexicon, load_lexicon
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Attribution
from onrecord.nlp.parse import Parse, Passage, Token

MAX_READ = 1200
"""Characters of a content that are read: an act shows in its first sentences."""

_NEGATIONS = word_set("not n't n’t never neither nor no")
_NOBODY = re.compile(r"(?:neither|none|nobody)\b|no (?!\d)", re.IGNORECASE)
_SILENT = word_set(
    "comment say specify elaborate respond reply answer disclose reveal name identify provide give tell explain "
    "clarify discuss speculate deny address state rule release share describe detail offer divulge acknowledge dispute "
    "contradict contest"
)
_CHECKING = word_set("confirm verify corroborate authenticate know determine establish assess")
_ACCEPTING = word_set("accept agree recognize recognise admit support endorse believe think apologize apologise")
_ONLY_SAY = word_set("comment respond reply elaborate")
"""Verbs that are a silence only where negated."""
_REFUSING = word_set("decline refuse")
_UNWILLING = _REFUSING | {"fail"}
_NAMING = word_set("call brand label dub deem describe")
_GIVING = word_set("give offer provide release disclose")
_WHERE_OR_WHEN = word_set("on in at during to after before")
_ARGUING = word_set("argue contend suggest insist maintain")


@lru_cache(maxsize=1)
def _marks() -> dict[str, re.Pattern[str]]:
    """The patterns of ``data/acts.toml``, each list as one alternation at a word boundary."""
    data = tomllib.loads((files("onrecord.extract") / "data" / "acts.toml").read_text(encoding="utf-8"))
    return {name: re.compile(r"\b(?:" + "|".join(lists) + ")", re.IGNORECASE) for name, lists in data.items()}


_ACRONYM = re.compile(r"(?:[Tt]he )?[A-Z][A-Z.&]{1,7}$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')]*\s+(?=[\"“‘(]?[A-Z])")


def act_of(text: str, attribution: Attribution, passages: Sequence[Passage], lexicon: Lexicon | None = None) -> Act:
    """The act of one attribution; ``passages`` are those of its report, in text order (see :func:`acts_of`)."""
    return next(acts_of(text, [attribution], passages, lexicon))


def acts_of(
    text: str, attributions: Iterable[Attribution], passages: Sequence[Passage], lexicon: Lexicon | None = None
) -> Iterator[Act]:
    """The act of each attribution, in order.

    ``text`` is the report's text version. Where no token of the cue is in a passage, the content alone decides.
    """
    words = lexicon or load_lexicon()
    starts = [p.span.start for p in passages]
    for attribution in attributions:
        cue = list(_tokens(attribution.cue, passages, starts))
        home = passages[bisect_left(starts, cue[0].start + 1) - 1] if cue else None
        cue = [t for t in cue if home and t.start < home.span.end]  # what lies beyond belongs to another parse
        phrase = _Phrase.of(home.parse, cue, text, attribution, words) if home else None
        content = list(_tokens(attribution.content, passages, starts))
        if phrase and phrase.lemma in {"ask", "tell"} and _infinitival(content):
            yield "demand"
            continue
        act = _by_cue(text, attribution, phrase, words) if phrase else None
        act = act or (_purpose(content, words) if phrase else None)
        lemmas = {t.lemma for t in cue}
        weak = any(lemma in words.verbs and words.verbs[lemma].takes("weak") for lemma in lemmas)
        yield act or _by_content(text, attribution, words, believed=weak or bool(lemmas & _ARGUING))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A reporting phrase: its tokens, the one that reports (by its index in ``cue``), and whether it is negated."""

    cue: tuple[Token, ...]
    key: int
    lemmas: tuple[str, ...]
    lowered: frozenset[str]
    negated: bool

    @property
    def lemma(self) -> str:
        return self.lemmas[self.key]

    @classmethod
    def of(
        cls, parse: Parse, cue: Sequence[Token], text: str, attribution: Attribution, lexicon: Lexicon
    ) -> _Phrase | None:
        """The phrase of a cue that holds a word of the lexicon, or a verb at least; what the cue leaves out is added.

        That is an auxiliary or negation before the verb, and the verb it depends on where that declines to do it.
        """
        key = _reporting(parse, cue, lexicon)
        if key is None:
            return None
        verb = cue[key]
        inside = {t.i for t in cue}
        added = [parse.tokens[k] for k in parse.kids[verb.i] if k < verb.i and parse.tokens[k].dep in _AUXILIARY]
        above = parse.tokens[verb.head]
        if verb.dep == "xcomp" and above.lemma in _UNWILLING:
            added.append(above)
        added = [t for t in sorted(added, key=lambda t: t.i) if t.i not in inside]
        whole = (*added, *cue)
        lowered = frozenset(t.lower for t in whole)
        opening = text[attribution.source[0].start : attribution.source[0].start + 12] if attribution.source else ""
        nobody = bool(_NOBODY.match(opening))
        negated = nobody or bool(lowered & _NEGATIONS) or {"yet", "to"} <= lowered
        if nobody and "neither" in opening.lower():
            lowered |= {"neither"}
        return cls(whole, key + len(added), tuple(t.lemma for t in whole), lowered, negated)


def _reporting(parse: Parse, cue: Sequence[Token], lexicon: Lexicon) -> int | None:
    """The token of a cue that reports: the last that the lexicon knows, or else the verb that the others hang from.

    A noun of when and where does not count ("said on a call").
    """
    known = [n for n, t in enumerate(cue) if t.lemma in lexicon.verbs or t.lemma in lexicon.nouns]
    verbs = {cue[n].i for n in known if cue[n].pos in {"VERB", "AUX"}}
    for n in reversed(known):
        link = parse.tokens[cue[n].head]
        aside = cue[n].dep == "pobj" and link.lower in _WHERE_OR_WHEN and link.head in verbs
        if not aside:
            return n
    inside = {t.i for t in cue}
    return next((n for n, t in enumerate(cue) if t.pos == "VERB" and (t.head == t.i or t.head not in inside)), None)


_AUXILIARY = frozenset({"aux", "auxpass", "neg", "preconj"})


def _tokens(spans: Iterable[Span], passages: Sequence[Passage], starts: Sequence[int]) -> Iterator[Token]:
    for span in spans:
        k = bisect_left(starts, span.start + 1) - 1
        if k < 0:
            continue
        yield from passages[k].parse.over(span)


def _infinitival(tokens: Iterable[Token]) -> bool:
    """Whether a content is "them to leave", with no finite verb before the infinitive; not "the place to ask is"."""
    after_to = False
    for token in tokens:
        if token.tag in {"VBD", "VBZ", "VBP", "MD"}:
            return False
        if after_to and token.tag == "VB":
            return token.dep not in {"acl", "relcl"}
        after_to = token.lower == "to" or (after_to and token.pos == "ADV")
    return False


def _purpose(content: Sequence[Token], lexicon: Lexicon) -> Act | None:
    """The act of "to ask him to come", behind a verb that only says ("wrote")."""
    if len(content) < 2 or content[0].lower != "to" or content[1].tag != "VB":
        return None
    if content[1].lemma == "ask":
        return "demand"
    entry = lexicon.verbs.get(content[1].lemma)
    return entry.act if entry and entry.act != "assert" else None


def _content(text: str, attribution: Attribution) -> str:
    """The words of a content, without the quotation marks and the "that" before them."""
    joined = " ".join(" ".join(s.of(text)[:MAX_READ] for s in attribution.content).split())
    return _DOUBLE_MARKS.sub("", joined[:MAX_READ]).removeprefix("that ")


_DOUBLE_MARKS = re.compile(r"[\"“”„«»]")


_NOT_SPEAKING = frozenset(
    {"acknowledgement", "acknowledgment", "comment", "mention", "statement", "reference", "announcement", "response"}
)


def _by_cue(text: str, attribution: Attribution, phrase: _Phrase, lexicon: Lexicon) -> Act | None:
    """The act that the reporting phrase alone decides, or ``None`` for one that only says."""
    lemma, lemmas, lowered = phrase.lemma, phrase.lemmas, phrase.lowered
    content = _content(text, attribution)
    if "no" in lowered and lemma in _NOT_SPEAKING:
        return "no_comment"  # "made no acknowledgement of"
    if "neither" in lowered and {"confirm", "deny"} & set(lemmas):
        return "no_comment"
    if _marks()["silence"].match(content) or (lemma in _GIVING and content.lower().startswith("no ")):
        return "no_comment"  # "saw no need | to comment", "gave | no details"
    if _REFUSING & set(lemmas):
        return _refusal(lemmas, content)
    if phrase.negated or "fail" in lemmas[: phrase.key]:
        return _negated(lemma)
    if lemma in _NAMING and _marks()["falsehood"].search(content):
        return "deny"
    if lemma not in lexicon.verbs and lemma not in lexicon.nouns:
        return None
    return _affirmed(phrase.cue, phrase.key, content, attribution, lexicon)


def _affirmed(cue: Sequence[Token], key: int, content: str, attribution: Attribution, lexicon: Lexicon) -> Act | None:
    lemma = cue[key].lemma
    noun = cue[key].pos in {"NOUN", "PROPN"}
    first, second = (lexicon.nouns, lexicon.verbs) if noun else (lexicon.verbs, lexicon.nouns)
    entry = first.get(lemma) or second[lemma]
    if key + 1 < len(cue):
        entry = lexicon.verbs.get(f"{lemma} {cue[key + 1].lower}", entry)
    if lemma == "agree":
        return "promise" if re.match(r"to \w+", content) else None
    if lemma == "threaten":
        return "warn"
    if lemma == "call" and not noun and not {t.lower for t in cue} & {"for", "on", "upon"}:
        asks = attribution.quote_type == "indirect" and re.match(r"(?:\w+ ){0,6}to \w+", content)
        return "demand" if asks else None
    if entry.act == "warn" and _marks()["unverified"].search(content):
        return "unverified"
    return None if entry.act == "assert" or lemma in _ONLY_SAY else entry.act


def _refusal(lemmas: Sequence[str], content: str) -> Act:
    """A refusal to speak is a silence, any other a denial."""
    first = content.lower().removeprefix("to ").split(" ", 1)[0]
    silent = first in _SILENT or bool(_SILENT & set(lemmas)) or "comment" in content[:80]
    return "no_comment" if silent else "deny"


def _negated(lemma: str) -> Act | None:
    if lemma in _CHECKING:
        return "unverified"
    if lemma in _SILENT:
        return "no_comment"
    return "deny" if lemma in _ACCEPTING else None


def _by_content(text: str, attribution: Attribution, lexicon: Lexicon, *, believed: bool) -> Act:
    content = _content(text, attribution)
    source = " ".join(s.of(text) for s in attribution.source)
    cut = _SENTENCE.search(content)
    first, rest = (content[: cut.start()], content[cut.end() :]) if cut else (content, "")
    act = _marked(first, source, attribution, lexicon)
    if act == "report" and believed:
        return "assert"  # an institution's belief announces no fact
    if act is None and rest:
        # tone is read off the first sentence only; what is asked, promised, denied or not known, off all of it
        act = _grave(rest, source, attribution)
    return act or "assert"


def _grave(piece: str, source: str, attribution: Attribution) -> Act | None:
    """The act of words that count wherever they stand: silence, checking, denial, demand, promise."""
    if not piece or piece.rstrip("\"”’'").endswith("?"):
        return None  # a question asserts, promises and predicts nothing
    marks = _marks()
    main = _main_part(piece)
    for act in _CHECKS:
        if marks[act].search(main if act == "deny" else piece):
            return act
    if marks["demand"].search(main) or (attribution.quote_type != "indirect" and marks["imperative"].match(piece)):
        return "demand"
    others = source.lower() in {"he", "she"} and piece.lower().startswith("they ")
    own = attribution.quote_type != "direct" and not others and marks["promise_indirect"].match(piece)
    if own or marks["promise"].search(main):
        return "promise"
    return None


def _marked(piece: str, source: str, attribution: Attribution, lexicon: Lexicon) -> Act | None:
    """The act that the words of one sentence of content mark."""
    if not piece or piece.rstrip("\"”’'").endswith("?"):
        return None
    act = _grave(piece, source, attribution)
    if act is not None:
        return act
    marks = _marks()
    if marks["condemn"].search(piece):
        return "condemn"
    if marks["warn"].search(piece):
        return "warn"
    if marks["predict"].search(_main_part(piece)):
        return "predict"
    if attribution.quote_type != "direct" and _announces(source, lexicon) and marks["facts"].search(piece):
        return None if marks["hedge"].search(_main_part(piece)) else "report"
    return None


def _main_part(piece: str) -> str:
    """``piece`` up to the first relative or adverbial clause, or whole where it opens with one."""
    head = _SUBORDINATE.split(piece, maxsplit=1)[0]
    return head if len(head.split()) > 2 else piece


_SUBORDINATE = re.compile(r"\b(?:which|who|whom|whose|where|if|unless|until|because|although)\b", re.IGNORECASE)
_CHECKS: tuple[Act, ...] = ("no_comment", "unverified", "confirm", "deny")


def _announces(source: str, lexicon: Lexicon) -> bool:
    """Whether the source is an institution that announces facts: an agency, a ministry, a force, an acronym."""
    head = source.split(",", 1)[0].strip()
    plain = re.sub(r"\s*\([^()]{0,20}\)", "", head).strip()
    before_of = re.split(r"\s(?:of|for|in)\s", plain, maxsplit=1)[0]
    last = before_of.split()[-1].lower() if before_of.split() else ""
    return last in lexicon.official or bool(_ACRONYM.fullmatch(plain))
