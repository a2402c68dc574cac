"""The act of a statement: from its reporting verb with negation and modality, then from what is said.

A verb that names an act decides ("denied", "urged"). Where it only says ("said", "told", a running quotation) the
first sentence of the content is read for the marks of an act, and only then the rest. The order of the checks is the
order of the danger of getting them wrong: a silence or an open question is never turned into a denial.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from onrecord.extract.cues import Lexicon, load_lexicon
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span
from onrecord.model.statement import Act, Attribution
from onrecord.nlp.parse import Passage, Token

MAX_READ = 1200
"""Characters of a content that are read: an act shows in its first sentences."""

_NEGATIONS = word_set("not n't n’t never neither nor no")
_SILENT = word_set(
    "comment say specify elaborate respond reply answer disclose reveal name identify provide give tell explain "
    "clarify discuss speculate deny address state rule release share"
)
_CHECKING = word_set("confirm verify corroborate authenticate know determine establish assess")
_ACCEPTING = word_set("accept agree recognize recognise acknowledge admit support endorse believe think")
_ONLY_SAY = word_set("comment respond reply elaborate")
"""Verbs that are a silence only where negated."""


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
        if cue and cue[-1].lemma in {"ask", "tell"} and _infinitival(_tokens(attribution.content, passages, starts)):
            yield "demand"
            continue
        act = _by_cue(text, attribution, cue, words)
        believed = any(t.lemma in words.verbs and words.verbs[t.lemma].takes("weak") for t in cue)
        yield act or _by_content(text, attribution, words, believed=believed)


def _tokens(spans: Iterable[Span], passages: Sequence[Passage], starts: Sequence[int]) -> Iterator[Token]:
    for span in spans:
        k = bisect_left(starts, span.start + 1) - 1
        if k < 0:
            continue
        tokens = passages[k].parse.tokens
        i = bisect_left(tokens, span.start, key=lambda t: t.start)
        while i < len(tokens) and tokens[i].start < span.end:
            yield tokens[i]
            i += 1


def _infinitival(tokens: Iterable[Token]) -> bool:
    """Whether a content is "them to leave", with no finite verb before the infinitive."""
    after_to = False
    for token in tokens:
        if token.tag in {"VBD", "VBZ", "VBP", "MD"}:
            return False
        if after_to and token.tag == "VB":
            return True
        after_to = token.lower == "to" or (after_to and token.pos == "ADV")
    return False


def _content(text: str, attribution: Attribution) -> str:
    return " ".join(" ".join(s.of(text) for s in attribution.content).split())[:MAX_READ]


_NOT_SPEAKING = frozenset(
    {"acknowledgement", "acknowledgment", "comment", "mention", "statement", "reference", "announcement", "response"}
)


def _by_cue(text: str, attribution: Attribution, cue: Sequence[Token], lexicon: Lexicon) -> Act | None:
    """The act that the reporting phrase alone decides, or ``None`` for one that only says."""
    lemmas = [t.lemma for t in cue]
    lowered = {t.lower for t in cue}
    known = (i for i in range(len(cue) - 1, -1, -1) if lemmas[i] in lexicon.verbs or lemmas[i] in lexicon.nouns)
    key = next(known, None)
    if key is None:
        return None
    content = _content(text, attribution)
    if "no" in lowered and lemmas[key] in _NOT_SPEAKING:
        return "no_comment"  # "made no acknowledgement of"
    if "neither" in lowered and {"confirm", "deny"} & set(lemmas):
        return "no_comment"
    if {"decline", "refuse"} & set(lemmas):
        return _refusal(lemmas, content)
    if lowered & _NEGATIONS or {"yet", "to"} <= lowered or "fail" in lemmas[:key]:
        return _negated(lemmas[key])
    return _affirmed(cue, key, content, attribution, lexicon)


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
        act = _grave(rest, attribution)
    return act or "assert"


def _grave(piece: str, attribution: Attribution) -> Act | None:
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
    own = attribution.quote_type != "direct" and marks["promise_indirect"].match(piece)
    if own or marks["promise"].search(main):
        return "promise"
    return None


def _marked(piece: str, source: str, attribution: Attribution, lexicon: Lexicon) -> Act | None:
    """The act that the words of one sentence of content mark."""
    if not piece or piece.rstrip("\"”’'").endswith("?"):
        return None
    act = _grave(piece, attribution)
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
        return "report"
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
