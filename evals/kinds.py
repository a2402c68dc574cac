"""Recall by kind of attribution: how its content is quoted, and how its source is named.

The kinds are read from the gold spans, so that they are the same for every engine. What counts as found, and whether
content is quoted at all, is decided by the functions of the scoring script.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

SpeechKind = Literal["direct", "mixed", "indirect"]
SourceKind = Literal["named", "pronoun", "described", "no source"]
Pairs = Sequence[tuple[int, int]]
"""Spans, half-open code points of the text."""

SPEECH: tuple[SpeechKind, ...] = ("direct", "mixed", "indirect")
SOURCES: tuple[SourceKind, ...] = ("named", "pronoun", "described", "no source")

PRONOUNS = frozenset(
    re.findall(
        r"\w+",
        "i me my mine we us our you your he him his she her hers it its they them their theirs one "
        "who whom whose which that this these those some others many",
    )
)
_OPENING, _CLOSING, _EITHER = frozenset("“„‟«"), frozenset("”»"), frozenset('"')
_BEFORE_SENTENCE = frozenset(".!?…:\"”’'“‘)]")


@dataclass(frozen=True, slots=True)
class Recall:
    """Of ``gold`` attributions of a kind, how many were found with their content, and with content and source."""

    gold: int = 0
    content: int = 0
    attribution: int = 0

    def plus(self, *, content: bool, attribution: bool) -> Recall:
        """With one more of the kind."""
        return Recall(self.gold + 1, self.content + content, self.attribution + attribution)


class Words:
    """How often each word stands in lower case, and how often with a capital, in ``texts``."""

    def __init__(self, texts: Iterable[str], script: ModuleType) -> None:
        self._seen = Counter(word for text in texts for word in script.TOKEN.findall(text))

    def common(self, word: str) -> bool:
        """Whether the word is mostly written in lower case, and so is no name where a sentence begins with it."""
        return self._seen[word.lower()] >= self._seen[word]


def speech_kind(text: str, content: Pairs, script: ModuleType) -> SpeechKind:
    """``indirect`` where the script sees no quotation mark, ``direct`` where every word is quoted, else ``mixed``."""
    if not script.has_quote(text, content):
        return "indirect"
    parts = [text[s:e] for s, e in sorted(content)]
    return "direct" if all(_all_quoted(part, script) for part in parts) else "mixed"


def _all_quoted(part: str, script: ModuleType) -> bool:
    """Whether every word of a stretch stands between quotation marks; one that only closes opened before it."""
    part = part.replace("''", "”").replace("``", "“")
    quoted = [False] * len(part)
    for match in script.SINGLE_QUOTED.finditer(part):
        quoted[match.start() : match.end()] = [True] * (match.end() - match.start())
    begin: int | None = None
    closed = 0
    for at, mark in enumerate(part):
        if mark in _OPENING or (mark in _EITHER and begin is None):
            begin = at if begin is None else begin
        elif mark in _CLOSING or mark in _EITHER:
            begin = closed if begin is None else begin
            quoted[begin:at] = [True] * (at - begin)
            begin, closed = None, at + 1
    if begin is not None:
        quoted[begin:] = [True] * (len(part) - begin)
    return all(quoted[m.start()] for m in script.TOKEN.finditer(part) if script.WORD.search(m.group()))


def source_kind(text: str, source: Pairs, words: Words, script: ModuleType) -> SourceKind:
    """Whether the source is named, a pronoun, or described ("two officials"); ``no source`` where the gold has none.

    A name is a word with a capital that is not owed to the beginning of a sentence.
    """
    found = [(s + m.start(), m.group()) for s, e in sorted(source) for m in script.TOKEN.finditer(text[s:e])]
    found = [(at, word) for at, word in found if script.WORD.search(word)]
    if not found:
        return "no source"
    if found[0][1].lower() in PRONOUNS and len(found) == 1:
        return "pronoun"
    for at, word in found:
        if word[0].isupper() and word != "I" and not (_begins_sentence(text, at) and words.common(word)):
            return "named"
    return "described"


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 200) : at].rstrip(" \t")
    return not before or before[-1] in _BEFORE_SENTENCE or before[-1].isspace()


def recall_by_kind(
    gold: dict[str, tuple[str, list[dict[str, Pairs]]]], found: dict[str, list[dict[str, Pairs]]], script: ModuleType
) -> dict[str, Recall]:
    """Recall of each of :data:`SPEECH` and :data:`SOURCES`.

    ``gold`` and ``found`` are as the script's ``read_gold`` and ``read_predictions`` give them. Attributions whose
    content holds no word are left out, as the script does.
    """
    words = Words((text for text, _ in gold.values()), script)
    out: dict[str, Recall] = {kind: Recall() for kind in (*SPEECH, *SOURCES)}
    for id_, (text, items) in gold.items():
        index, _ = script.char_index(text)
        sides = []
        for side in (items, found.get(id_, [])):
            sets = [{role: script.tokens_of(a[role], index) for role in script.ROLES} for a in side]
            sides.append([(a, tokens) for a, tokens in zip(side, sets, strict=True) if tokens["content"]])
        tokens = [[t for _, t in side] for side in sides]
        content, both = ({i for i, *_ in script.greedy(*tokens, need_source)} for need_source in (False, True))
        for i, (a, _) in enumerate(sides[0]):
            for kind in (
                speech_kind(text, a["content"], script),
                source_kind(text, a["source"], words, script),
            ):
                out[kind] = out[kind].plus(content=i in content, attribution=i in both)
    return out


def table(by_engine: dict[str, dict[str, Recall]]) -> list[str]:
    """Lines of Markdown: a row a kind, for each engine its recall of content and of attribution."""
    head = " | ".join(f"content, {name} | attribution, {name}" for name in by_engine)
    lines = [f"| kind | gold | {head} |", "|" + "---|" * (2 + 2 * len(by_engine))]
    for kind in (*SPEECH, *SOURCES):
        recalls = [each[kind] for each in by_engine.values()]
        if recalls and recalls[0].gold:
            shares = " | ".join(f"{r.content / r.gold:.3f} | {r.attribution / r.gold:.3f}" for r in recalls)
            lines.append(f"| {kind} | {recalls[0].gold:,} | {shares} |")
    return lines
