"""Furniture: the words and signs of a page that are no part of the report, each with the reason it is told by.

The lexicon is ``data/furniture.toml``; the patterns here are the signs that have no fixed words (counters, weather,
icon names, addresses of pages).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.segment.lines import Block

MAX_PROMO_WORDS = 60
"""Words; a paragraph longer than this is not a promotion because of one phrase in it."""

_OUTER = " .,:;!?…|>»›<«‹-–—*•·()[]\"'→←▼▲▶►+"
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " "})
_WORD = re.compile(r"[a-z]+")
_SECOND = re.compile(r"\b(?:you|your|yours|us|our)\b", re.I)
_OWN = re.compile(r"\b(?:our|us|click|subscribe|newsletter|here)\b", re.I)
_REPORTED = re.compile(r"\b(?:said|says|told|added|according to|asked|wrote|warned|stated)\b", re.I)
_COUNTED = (
    r"(?:fans?(?:like)?|followers?(?:follow)?|subscribers?(?:subscribe)?|shares?|comments?|likes?|views?|reads?|votes?"
    r"|retweets?|replies)"
)
_MINUTES = r"(?:read(?:ing)? time:?\s*)?\d{1,3}[\s-]*min(?:ute)?s?(?: read)?|(?:estimated )?read(?:ing)? time:?.{0,20}"
_LINK = (
    r"\(\s?(?:photos?|videos?|also on [^:()]{2,40}|related|see also|also see|read|read more|watch|more)\s?:"
    r"[^()]{2,140}\)"
)
_ITEM_GAP = re.compile(r"\s{2,9}|\s?[|•·»]\s?")
"""What parts the items of a menu or a row of buttons on one line."""

_SIGNS = tuple(
    (reason, re.compile(pattern, re.I))
    for reason, pattern in (
        ("counter of shares, fans or comments", rf"\d[\d.,]*\s?[km]?\s?{_COUNTED}"),
        ("counter of comments", r"(?:comments?|shares?|views)\s?\(?\d[\d.,]*\)?"),
        ("temperature of a weather widget", r"[-−]?\d{1,3}(?:\.\d)?\s?°?\s?[CF]"),
        ("name of an icon", r"[a-z]{2,15}(?:_[a-z]{1,15}){1,4}"),
        ("address of a page", r"(?:https?://|www\.|pic\.twitter\.com/)\S{1,400}"),
        ("reading time", _MINUTES),
        ("page counter", r"(?:page )?\d{1,3}\s?(?:/|of)\s?\d{1,3}"),
        ("copyright notice", r"(?:copyright|©|\(c\)).{0,160}"),
        ("copyright notice", r".{0,100}(?:all rights reserved|©\s?\d{4}|copyright ©?\s?\d{4}).{0,100}"),
        ("path of a menu", r"(?:home|news)\s*[»>›/|](?:[^.!?]{1,160})"),
        ("link in brackets", _LINK),
        ("market ticker", r"[A-Z&. ]{2,20}\s[\d,.]+\s?(?:[▲▼]|[+\-−][\d,.]+%)[\d,.\s%]{0,12}"),
    )
)

_ABOUT = re.compile(
    r"(?:[Tt]he\s)?(?:[A-Z][\w’'.&-]*\s(?:of\s|the\s|and\s){0,2}){1,6}is\s(?:an?|the|[A-Z][\w’'.-]*[’']s?)\s(?:[\w-]+,?\s){0,4}"
    r"(?:broadcaster|columnist|contributor|correspondent|editor|freelancer|journal|journalist|magazine|newspaper"
    r"|newsroom|newswire|outlet|podcaster|producer|publication|publisher|reporter|website|writer"
    r"|(?:news|media)\s(?:agency|organi[sz]ation|service|site)|agency(?=[.;]))\b"
)
"""How a note about the outlet or the writer begins: a name, what kind of medium or journalist it is, no more."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of ``data/furniture.toml``; ``prefixes`` by first word, ``starts`` the first words of all phrases."""

    exact: frozenset[str]
    openers: frozenset[str]
    indexes: frozenset[str]
    prefixes: dict[str, tuple[str, ...]]
    phrases: re.Pattern[str]
    weak: re.Pattern[str]
    starts: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = tomllib.loads(files("onrecord.segment").joinpath("data/furniture.toml").read_text("utf-8"))
    by_word: dict[str, list[str]] = {}
    for prefix in data["prefixes"]:
        by_word.setdefault(prefix.split()[0].rstrip(":"), []).append(prefix)
    return Lexicon(
        exact=frozenset(data["exact"]),
        openers=frozenset(data["openers"]),
        indexes=frozenset(data["indexes"]),
        prefixes={word: tuple(found) for word, found in by_word.items()},
        phrases=_any_of(data["phrases"]),
        weak=_any_of(data["weak_phrases"]),
        starts=frozenset(_WORD.findall(phrase)[0] for key in ("phrases", "weak_phrases") for phrase in data[key]),
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")\b")


def plain(text: str) -> str:
    """``text`` in the spelling of the lexicon: small letters, straight quotes, single spaces, no outer signs."""
    return " ".join(text.translate(_STRAIGHT).casefold().split()).strip(_OUTER)


def opener(block: Block) -> bool:
    """Whether the line opens a block of links or a form."""
    return block.words <= 9 and plain(block.head) in lexicon().openers


def index_opener(block: Block) -> bool:
    """Whether the line announces an index of a live page's entries."""
    return block.words <= 5 and plain(block.head) in lexicon().indexes


def about_note(block: Block) -> bool:
    """Whether a paragraph tells what the outlet is or who the writer is; only the foot of a page makes it furniture."""
    return block.words <= MAX_PROMO_WORDS and bool(_ABOUT.match(block.head)) and not _REPORTED.search(block.head)


def furniture(block: Block) -> str | None:
    """Why the line is furniture, by its words alone; ``None`` where they do not show it."""
    if not block.letters:
        return "no letter in it" if not any(ch.isdigit() for ch in block.head) or block.words <= 3 else None
    if block.long and block.end - block.start > 1200:
        return None
    short = block.words <= 12
    if short and not block.long:
        for reason, pattern in _SIGNS:
            if pattern.fullmatch(block.head):
                return reason
    words = plain(block.head)
    if words in lexicon().exact and not (block.quoted and block.stopped):
        return f"stock line of pages: {words}"
    items = [plain(item) for item in _ITEM_GAP.split(block.head[:300])]
    if len(items) >= 3 and 2 * sum(item in lexicon().exact for item in items) >= len(items):
        return "row of stock words"
    return _promotion(block, words)


def _promotion(block: Block, words: str) -> str | None:
    if block.quoted or block.words > MAX_PROMO_WORDS:
        return None
    book = lexicon()
    first = words.split(maxsplit=1)[0] if words else ""
    head = words
    for prefix in book.prefixes.get(first.rstrip(":"), ()):
        if not (head + ":").startswith(prefix):
            continue
        if prefix.endswith((":", "|")) and not (block.prose and block.words > 30):
            return f"begins as a link: {prefix}"
        if not block.prose or (_SECOND.search(head) and not _REPORTED.search(head)):
            return f"begins as a promotion: {prefix}"
    if book.starts.isdisjoint(_WORD.findall(head)):
        return None
    if _REPORTED.search(head) and block.words > 25:
        return None
    found = book.phrases.search(head)
    if found:
        return f"phrase of a promotion: {found.group()}"
    weak = set(book.weak.findall(head))
    if not weak:
        return None
    if len(weak) >= 2 and (_SECOND.search(head) or not block.prose):
        return f"phrases of a promotion: {', '.join(sorted(weak))}"
    if weak and block.words <= 14 and _OWN.search(head) and not _REPORTED.search(head):
        return f"phrase of a promotion: {min(weak)}"
    return None
