"""The blocks of a page: its visible text in page order, cut where a browser would start a new line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree


class Role:
    """What the markup around a block says of it, as bits; hints, since class names are anyone's choice.

    Plain integers: they are joined for every element of a page, where ``enum.Flag`` took a third of the walk.
    """

    NONE: Final = 0
    HEADING: Final = 1
    CAPTION: Final = 2
    BYLINE: Final = 4
    FURNITURE: Final = 8
    LIST: Final = 16
    QUOTE: Final = 32
    TIME: Final = 64
    STANDFIRST: Final = 128


@dataclass(slots=True)
class Block:
    """A stretch of text without a line break in it, white space collapsed.

    ``role`` joins the bits of :class:`Role`; ``element`` is the innermost block-level element that holds it;
    ``linked`` the share of its characters that lie in links (0..1); ``times`` the ``datetime`` values of the
    ``<time>`` elements in it; ``words`` its words in lower case.
    """

    text: str
    element: etree._Element
    role: int
    linked: float
    times: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """The block's words run together: equal for texts that differ in case, spacing or punctuation only."""
        return "".join(self.words)


_SKIPPED_TAGS = (
    "head script style noscript template svg iframe object embed canvas select option datalist textarea input button "
    "audio video map math dialog applet frameset noframes"
)
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meta link nobr output "
    "picture q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr amp-img o:p"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TAG_ROLES = {
    **dict.fromkeys(_HEADINGS, Role.HEADING),
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "nav": Role.FURNITURE,
    "footer": Role.FURNITURE,
    "aside": Role.FURNITURE,
    "form": Role.FURNITURE,
    "menu": Role.FURNITURE,
    "fieldset": Role.FURNITURE,
    "ul": Role.LIST,
    "ol": Role.LIST,
    "blockquote": Role.QUOTE,
    "address": Role.BYLINE,
}
_ARIA = {
    "navigation": Role.FURNITURE,
    "complementary": Role.FURNITURE,
    "contentinfo": Role.FURNITURE,
    "search": Role.FURNITURE,
    "banner": Role.FURNITURE,
    "menu": Role.FURNITURE,
    "menubar": Role.FURNITURE,
    "toolbar": Role.FURNITURE,
    "heading": Role.HEADING,
}
_HINTS = (
    (
        Role.FURNITURE,
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|related|recommend\w{0,10}|recirc\w{0,12}|"
            r"promo\w{0,10}|advert\w{0,10}|ads?|sponsor\w{0,6}|newsletters?|sign-?up|subscri\w{0,9}|comments?|shar(?:e|ing)|"
            r"social|popular|trending|most-?read|sidebar|cookie\w{0,8}|consent|paywall|tags?|topics?|tag-?list|read-?more|"
            r"more-?on|also-?read|see-?also|follow|toolbar|pagination|skip|modal|popup|tooltip|sr-only|visually-?hidden)"
            r"(?:$|[\s_-])"
        ),
    ),
    (Role.CAPTION, re.compile(r"caption|(?:^|[\s_-])(?:photo|image|picture|media)?-?credits?(?:$|[\s_-])|legend")),
    (
        Role.BYLINE,
        re.compile(r"byline|by-line|(?:^|[\s_-])(?:author|authors|writer|contributor)s?(?:$|[\s_-])"),
    ),
    (
        Role.TIME,
        re.compile(r"dateline|time-?stamp|date-?time|publish|pub-?date|posted|(?:^|[\s_-])(?:date|time)(?:$|[\s_-])"),
    ),
    (
        Role.STANDFIRST,
        re.compile(
            r"standfirst|sub-?headline|sub-?title|(?:^|[\s_-])(?:dek|deck|strap|strapline|summary|excerpt)(?:$|[\s_-])"
        ),
    ),
)
_MAIN = frozenset({"html", "body", "main", "article"})
"""Elements whose class names speak of the whole page ("has-sidebar"), not of what they hold."""

_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width spaces and direction marks: not seen by a reader, and able to reorder what is."""

_ADDRESS = re.compile(r"https?://\S+$")
"""A bare address: an embed that a script would have replaced."""

_SEAM = "\x1f"
_JOINED = re.compile(r"(?<=\w)\x1f(?=\w)")
_SPACED = frozenset({"span", "time", "a"})
"""Inline elements that style sheets set apart: two of them in a row with no space between are two pieces of text."""

_DOUBLE_BREAK = re.compile(r"\n ?\n")
"""Two ``<br>`` in a row: how older systems write a new paragraph."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in lower case; a Chinese or Japanese character is a word of its own."""
    return tuple(_WORD.findall(text.lower()))


def collapse(text: str) -> str:
    """``text`` with runs of white space as one space, none at its ends, and no invisible characters."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def read_blocks(root: etree._Element) -> list[Block]:
    """The blocks of the page in page order; one pass over the tree, without recursion."""
    body = root.find("body")
    return _Walk().run(body if body is not None else root)


class _Walk:
    """The pending text of the block being read, and the elements it is nested in."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.roles: list[int] = [Role.NONE]
        self.holders: list[etree._Element] = []
        self.inner = Role.NONE
        self.times: list[str] = []
        self.known: dict[str, int] = {}
        self.seam = False

    def run(self, body: etree._Element) -> list[Block]:
        self.holders.append(body)
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element is not body and hidden(element):
                    walk.skip_subtree()
                    continue
                self._open(element)
                self._add(element.text)
            else:
                if element is body:
                    break
                if not hidden(element):
                    self._close(element)
                self._add(element.tail)
        self._flush()
        return self.blocks

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        own = self._role(element)
        if tag == "br":
            self.pieces.append("\n")
            return
        if tag not in _INLINE:
            self._flush()
            self.holders.append(element)
        elif tag == "a":
            self.links += 1
        elif tag == "time" and element.get("datetime"):
            self.times.append(str(element.get("datetime"))[:64])
        if tag in _INLINE:
            self.inner |= own & (Role.BYLINE | Role.TIME)
            if self.seam and tag in _SPACED:
                self.pieces.append(_SEAM)
        self.roles.append(self.roles[-1] | own)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            return
        if tag not in _INLINE:
            self._flush()
            self.holders.pop()
        elif tag == "a":
            self.links -= 1
        self.seam = tag in _SPACED and element.get("class") is not None
        self.roles.pop()

    def _role(self, element: etree._Element) -> int:
        role = _TAG_ROLES.get(element.tag, Role.NONE) | _ARIA.get(element.get("role") or "", Role.NONE)
        hint = " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "rel"))))[:300].lower()
        if hint and element.tag not in _MAIN:
            if hint not in self.known:
                self.known[hint] = _hinted(hint)
            role |= self.known[hint]
        return role

    def _add(self, text: str | None) -> None:
        if text:
            flat = _SPACE.sub(" ", text)
            self.seam = False
            self.pieces.append(flat)
            if self.links:
                self.linked += len(flat) - flat.count(" ")

    def _flush(self) -> None:
        if not self.pieces:
            self.inner = Role.NONE
            return
        raw = _JOINED.sub(" ", "".join(self.pieces)).replace(_SEAM, "")
        share = self.linked / max(1, len(raw) - raw.count(" "))
        role = self.roles[-1] | self.inner
        for part in _DOUBLE_BREAK.split(raw):
            text = collapse(part)
            if text and not _ADDRESS.match(text):
                self.blocks.append(Block(text, self.holders[-1], role, min(1.0, share), tuple(self.times), words(text)))
        self.pieces, self.linked, self.times, self.inner = [], 0, [], Role.NONE


def hidden(element: etree._Element) -> bool:
    """Whether a reader never sees the element: scripts, form controls, ``hidden``."""
    return not isinstance(element.tag, str) or element.tag in _SKIPPED or element.get("hidden") is not None


def _hinted(hint: str) -> int:
    role = Role.NONE
    for found, pattern in _HINTS:
        if pattern.search(hint):
            role |= found
    return role
