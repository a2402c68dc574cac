"""Where something was said: the medium, platform, occasion or audience that the words around the cue name."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord.model.spans import Span
from onrecord.model.statement import Attribution, Via
from onrecord.nlp.parse import Passage
from onrecord.resolve.located import Located, sentence_at

_TOLD = re.compile(r"\b(?:told|tells|telling|tell|informed|assured|briefed)\s+", re.ASCII)
_NAME = re.compile(
    r"(?:the\s+|a\s+|an\s+)?([A-Z][\w’'.&-]{0,30}(?:[ \xa0](?:of|the|for|and)?[ \xa0]?[A-Z0-9][\w’'.&-]{0,30}){0,5})"
)
_FROM_OF = re.compile(r"\s+(?:with|to|for|by|on|in)\s+")
_CALENDAR = frozenset({*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr})
REACH = 400
"""Code points looked at on either side of a cue: longer sentences are lists, whose far parts belong to other cues."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The compiled patterns of ``resolve/data/channels.toml``."""

    platform: re.Pattern[str]
    occasion: re.Pattern[str]
    audience: re.Pattern[str]


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def load_channels() -> Channels:
    """The patterns, compiled once in a process."""
    table = tomllib.loads((files("onrecord.resolve") / "data" / "channels.toml").read_text(encoding="utf-8"))
    lead = r"(?:a|an|the|his|her|its|their|this|that|another|one)"
    return Channels(
        platform=re.compile(rf"\b(?:on|via|over|through)\s+({_any(table['platform'])})(?!\w)"),
        occasion=re.compile(
            rf"\b(?:in|at|on|during|through|via|by)\s+({lead}\s+(?:[\w’'-]{{1,20}}\s+){{0,3}}?(?:{_any(table['occasion'])}))(?![\w-])"
        ),
        audience=re.compile(rf"(?:{_any(table['audience'])})(?!\w)"),
    )


def find_via(text: str, passages: Sequence[Passage], attributions: Sequence[Attribution]) -> list[Via | None]:
    """Where each attribution was said, in the order of ``attributions``; ``None`` where the words do not tell.

    Only the sentence of the cue is read, and of it only what is not content.
    """
    located = Located((p.span, p) for p in passages)
    found: list[Via | None] = []
    for attribution in attributions:
        via = None
        if attribution.cue:
            passage = located.at(attribution.cue[0].start)
            if passage is not None:
                via = _around(text, _sentence(passage, attribution.cue[0]), attribution)
        found.append(via)
    return found


def _sentence(passage: Passage, cue: Span) -> Span:
    span = sentence_at(passage.parse, cue.start) or cue
    return Span(max(span.start, cue.start - REACH), min(span.end, cue.end + REACH))


def _around(text: str, sentence: Span, attribution: Attribution) -> Via | None:
    """Read the told-object first, then an occasion with its medium, then a platform."""
    channels = load_channels()
    hidden = list(text[sentence.start : sentence.end])
    for span in (*attribution.content, *attribution.source):
        for i in range(max(span.start, sentence.start), min(span.end, sentence.end)):
            hidden[i - sentence.start] = "\x00"  # content and source never name the channel
    shown = "".join(hidden)
    told = _TOLD.search(shown)
    if told:
        match = channels.audience.match(shown, told.end()) or _NAME.match(shown, told.end())
        if match:
            return _via(shown, sentence, match.span(match.lastindex or 0))
    occasion = channels.occasion.search(shown)
    if occasion:
        link = _FROM_OF.match(shown, occasion.end(1))
        medium = _NAME.match(shown, link.end()) if link else None
        if medium and medium[1].split()[0].strip(".,’'") in _CALENDAR:
            medium = None  # "in a statement on Friday"
        return _via(shown, sentence, medium.span(1) if medium else occasion.span(1))
    platform = channels.platform.search(shown)
    return _via(shown, sentence, platform.span(1)) if platform else None


def _via(shown: str, sentence: Span, span: tuple[int, int]) -> Via:
    start, end = span
    while end > start and shown[end - 1] in ".-&'’":
        end -= 1
    words = " ".join(shown[start:end].split())
    for article in ("a ", "an ", "the ", "his ", "her ", "its ", "their "):
        words = words.removeprefix(article)
    return Via(words.removesuffix("’s").removesuffix("'s"), Span(start, end).shift(sentence.start))
