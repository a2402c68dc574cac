"""Lines and blocks of a text: the units that segmentation labels, each with its features.

A *line* is a non-blank run of characters between line breaks. A *block* is what a reader sees as one line or one
paragraph: a line of its own, or the lines of a hard-wrapped paragraph joined. Features are read from at most
:data:`WINDOW` characters at either end, so that a line of any length costs the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from onrecord.model.spans import Span

T = TypeVar("T")

WINDOW = 500
"""Characters read at either end of a block for its features; longer blocks are running text whatever they hold."""

MAX_WRAP = 100
"""The widest column, in characters, that counts as hard wrapping; terminals and wires use 60 to 80."""

_BREAK = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_CLOSERS = "\"'”’»)]}*_ \t\xa0\u200b"
_STOPS = ".!?…。！？।؟"
_QUOTES = '"“”«»‘„'
_INNER_STOP = re.compile(r"[a-z0-9)%”\"’][.!?][”\"’)\]]{0,3}\s{1,4}[\"“‘(\[]{0,2}[A-Z]|[。！？]")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Prof|vs|Vs|v|No|Nos|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Co|Corp|Ltd)\.\s"
)
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_BULLET = re.compile(r"[•·‣▪●■◦–—*+\-]\s")
_DATELINE = re.compile(r"[A-Z][A-Z.,' -]{2,40}(?:,|\(|\s|-|_|–|—)")
_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL = re.compile(
    r"(?:an?|and|as|at|but|by|de|for|from|ha[sv]e?|in|into|is|la|nor|off?|on|or|over|per|so|that|the|to|up|via|vs|was|were"
    r"|with|yet|are|be|its|his|her|their|after|amid)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """``text[start:end]`` without outer white space, with the blank lines before it and its leading white space."""

    start: int
    end: int
    gap: int
    indent: int


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The non-blank lines of ``text[start:end]``, in order. Every non-blank character lies in exactly one."""
    lines: list[Line] = []
    last = start
    for match in _BREAK.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        body = raw.strip()
        if not body:
            continue
        indent = len(raw) - len(raw.lstrip())
        first = match.start() + indent
        breaks = text.count("\n", last, first) or text.count("\r", last, first)
        lines.append(Line(first, first + len(body), max(0, breaks - 1) if lines else 0, indent))
        last = first + len(body)
    return lines


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """The column at which ``text`` is hard wrapped, in characters, or ``None`` where it is not.

    Hard wrapping shows in lines that follow each other without a blank line: the earlier ones are of nearly one
    length, end in mid-sentence, and a good share of the next ones begin with a small letter. One paragraph a line, or
    a list of titles, shows none of it. 0.3: English running text begins about six in ten wrapped lines with a small
    letter; lists of titles nearly none.
    """
    lengths: list[int] = []
    small = 0
    for one, two in pairwise(lines):
        if two.gap:
            continue
        lengths.append(one.end - one.start)
        small += text[two.start].islower() and text[one.end - 1] not in _STOPS
    if len(lengths) < 3:
        return None
    lengths.sort()
    width = lengths[int(0.95 * (len(lengths) - 1))]
    full = sum(1 for n in lengths if n >= 0.7 * width)
    fits = 35 <= width <= MAX_WRAP and full >= 0.6 * len(lengths) and small >= 0.3 * len(lengths)
    return width if fits else None


def join_lines(text: str, lines: Sequence[Line], width: int | None) -> Iterator[tuple[Line, ...]]:
    """Groups of ``lines`` that make one paragraph each, in order.

    In hard-wrapped text (``width``) lines are joined up to a blank line, a deeper indentation, or a short line. In
    other text only a line that plainly goes on is joined: the line before ends without a stop and this one begins with
    a small letter, as where a page put a line break at a link.
    """
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(text, group[-1], line, width):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _goes_on(text: str, one: Line, two: Line, width: int | None) -> bool:
    if two.gap or two.start == one.end:
        return False
    length = one.end - one.start
    if width is not None:
        indented = two.indent > one.indent or two.indent >= 8
        return not indented and length >= 0.6 * width and not _listed(text, two)
    if not text[two.start].islower() or text[one.end - 1] in _STOPS + ":" or _listed(text, two):
        return False
    # Menus in small letters ("share", "print") are not one paragraph: one of the two must look like running text.
    return (
        max(text.count(" ", line.start, min(line.end, line.start + WINDOW)) for line in (one, two)) >= 5
        and "_" not in text[two.start : min(two.end, two.start + 40)]
    )


def _listed(text: str, line: Line) -> bool:
    head = text[line.start : line.start + 5]
    return bool(_NUMBERED.match(head) or _BULLET.match(head))


class _lazy(Generic[T]):  # noqa: N801 - used as a decorator
    """A property worked out once; without the lock of the standard library's, which costs more than the features."""

    def __init__(self, function: Callable[[Block], T]) -> None:
        self.function = function
        self.name = function.__name__
        self.__doc__ = function.__doc__

    def __get__(self, block: Block, owner: type[Block]) -> T:
        value = self.function(block)
        block.__dict__[self.name] = value
        return value


@dataclass(frozen=True)
class Block:
    """One paragraph, title or menu item ``text[start:end]`` with its features.

    ``head`` and ``tail`` are its first and last :data:`WINDOW` characters; ``gap`` the blank lines before it.
    """

    start: int
    end: int
    gap: int
    head: str
    tail: str

    @classmethod
    def of(cls, text: str, start: int, end: int, gap: int = 0) -> Block:
        """The block ``text[start:end]``."""
        return cls(start, end, gap, text[start : min(end, start + WINDOW)], text[max(start, end - WINDOW) : end])

    @property
    def span(self) -> Span:
        """Its characters."""
        return Span(self.start, self.end)

    @_lazy
    def long(self) -> bool:
        """Whether the block is longer than the window that features are read from."""
        return self.end - self.start > WINDOW

    @_lazy
    def words(self) -> int:
        """White-space separated words in the window."""
        return len(self.head.split())

    @_lazy
    def bare(self) -> str:
        """The head without list number or bullet."""
        match = _NUMBERED.match(self.head) or _BULLET.match(self.head)
        return self.head[match.end() :].lstrip() if match else self.head

    @_lazy
    def numbered(self) -> bool:
        """Whether it begins as an item of a numbered list."""
        return bool(_NUMBERED.match(self.head))

    @_lazy
    def bulleted(self) -> bool:
        """Whether it begins with a bullet or a dash."""
        return bool(_BULLET.match(self.head))

    @_lazy
    def stopped(self) -> bool:
        """Whether it ends a sentence, past closing quotes and brackets."""
        return self.tail.rstrip(_CLOSERS)[-1:] in set(_STOPS)

    @_lazy
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return self.tail.rstrip(_CLOSERS)[-1:] in set("?？؟")

    @_lazy
    def opens(self) -> bool:
        """Whether it ends with a colon, as what introduces a list or a quotation does."""
        return self.tail.endswith((":", "："))

    @_lazy
    def quoted(self) -> bool:
        """Whether it begins with a quotation mark."""
        return self.head[:1] in set(_QUOTES) or self.head.startswith(("``", "''"))

    @_lazy
    def letters(self) -> bool:
        """Whether a letter is in it."""
        return any(ch.isalpha() for ch in self.head) or any(ch.isalpha() for ch in self.tail)

    @_lazy
    def upper(self) -> bool:
        """Whether all its letters are capitals."""
        return self.letters and self.head.upper() == self.head and self.head.lower() != self.head

    @_lazy
    def title_case(self) -> bool:
        """Whether nearly all its words that carry meaning begin with a capital."""
        words = [w for w in _TOKEN.findall(self.bare) if not _SMALL.fullmatch(w)]
        return len(words) >= 2 and sum(w[0].isupper() for w in words) >= 0.85 * len(words)

    @_lazy
    def prose(self) -> bool:
        """Whether it is running text: long, or a finished sentence, or of several sentences."""
        if self.long or self.words >= 40:
            return True
        if self.words < 4 or not self.letters:
            return False
        if self.stopped:
            if self.asks:
                return self.words > 16 or self.quoted or bool(_INNER_STOP.search(self.bare))
            return self.words >= 6 or self.quoted or not self.title_case
        if self.opens:
            return self.words >= 7
        if self.quoted and self.words >= 25:
            return True
        if self.words >= 26 and not self.title_case:
            return True
        inner = _INNER_STOP.search(_ABBREVIATION.sub("", self.bare)) if self.words >= 14 else None
        # "Did the dam hold? Engineers disagree" is a title.
        return inner is not None and not (self.words < 25 and inner.group()[1:2] == "?")

    @_lazy
    def titled(self) -> bool:
        """Whether it could be a title: words without the end of a sentence, beginning as a title does."""
        if self.prose or not self.letters or self.opens or self.tail[-1:] in set(",;-–—"):
            return False
        first = next((ch for ch in self.bare if ch.isalnum()), "")
        return self.words >= 2 and not first.islower()

    @_lazy
    def datelined(self) -> bool:
        """Whether it is a dateline by itself, as wires set it: a place in capitals, and a dash at the end."""
        return self.words <= 12 and bool(_DATELINE.match(self.head)) and self.head[-1:] in set("-–—_―")

    @_lazy
    def key(self) -> str:
        """The block's words in one spelling: small letters, digits and spaces; equal for a repeated title."""
        return "".join(ch for ch in self.head.casefold() if ch.isalnum())


def blocks(text: str, lines: Sequence[Line], width: int | None) -> list[Block]:
    """The blocks that ``lines`` make (see :func:`join_lines`)."""
    return [Block.of(text, g[0].start, g[-1].end, g[0].gap) for g in join_lines(text, lines, width)]
