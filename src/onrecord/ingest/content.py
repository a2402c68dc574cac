"""Which blocks of a page are its report: trafilatura's reading, aligned with the blocks and completed by them."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import islice

import trafilatura
from lxml import etree

from onrecord.ingest.blocks import Block, Role, words
from onrecord.ingest.bylines import byline_names, shows_time
from onrecord.model.report import SectionKind

MAX_ELEMENTS = 40_000
"""Elements of the largest page that trafilatura reads; 69 news pages have 150 to 3,300, and 200,000 took it 20 s."""

SHINGLE = 4
"""Words in a row that are compared; three match stock phrases of menus, five lose short list items."""

COVERED = 0.8
"""Share of a block's shingles that must stand in the extracted text: a link or a figure inside it may differ."""

ANCHOR_WORDS = 12
"""A kept block of this many words is running text; shorter ones count only near such a block."""

REACH = 4
"""Blocks that a short one may lie from the report's running text."""

HOLDER_SHARE = 0.75
"""Share of the running words that the report's own container holds; the rest are teasers of other stories."""

REPEATED = 3
"""A phrase of up to four words that stands on a page this often is a label ("Advertisement")."""

MAX_BYLINE = 40
"""Words of the longest byline; what is longer is a note about the author."""

_ENDED = re.compile(r"[.!?…][\"'”’)]{0,3}$")
"""A sentence, which a pointer to another story rarely is."""

_CREDIT_LINE = re.compile(
    r"^\W{0,3}(?:additional\s+)?(?:reporting|writing|editing|compiled|edited|translated|"
    r"with (?:reports?|files|additional))\s+(?:and \w+\s+)?(?:by|from)\b.{0,300}$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^[^\w\"“‘'«]{0,3}(?:(?:also|more|must)[- ]read\b|more\s?:|read (?:more|next|also)\b|see also\b|"
    r"related(?: stor(?:y|ies)| articles?| news)?\s*:|click here\b|sign up (?:for|to|here|now)\b|"
    r"subscribe (?:to|now|here)\b|get (?:the latest|daily|our|.{0,30}newsletter)\b|"
    r"join (?:our|the conversation)|"
    r"follow us\b|download (?:the|our) .{0,20}app\b|thank you for (?:visiting|reading|subscribing)|copyright|©|"
    r"all rights reserved|register (?:for|now) |enjoying (?:our|this) |have you got a (?:story|tip)|"
    r"for (?:more|the latest) (?:news|stories|.{0,20}news)|never miss |stay (?:informed|up ?to ?date)\b|"
    r"our (?:website|journalism) )",
    re.IGNORECASE,
)
"""How furniture between paragraphs starts, whatever the outlet: pointers, sign-up forms, notices; never a quotation."""

_LABEL = re.compile(
    r"^\W{0,3}(?:up next|more (?:from|on)|most (?:read|popular)|recommended|trending|popular|"
    r"advertisement|sponsored|log ?in|comments?|share this|view (?:all )?comments?|listen to this|"
    r"watch (?:more|now)|what to know about|read this next)\b",
    re.IGNORECASE,
)
"""How the headings of furniture start; a whole sentence may start so as well."""

MAX_NOTICE = 60
MAX_LABEL = 8
"""Words of the longest block that these are looked for in."""


def extract_main(root: etree._Element) -> str:
    """The main text of the page as trafilatura reads it, a block a line; empty where it finds none.

    Its own fallbacks are on: measured on 64 annotated pages they lift body F1 from .928 to .946. A page of more than
    :data:`MAX_ELEMENTS` elements is not given to it.
    """
    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        return ""
    # It reports every page it cannot read on stderr, which belongs to the command that reads the pages.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            deepcopy(root), with_metadata=False, include_comments=False, include_tables=True
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, etree.LxmlError, RecursionError):
        # Broken markup makes it fail in its own ways; the blocks and the page's data still tell the report.
        return ""
    return str(getattr(document, "text", None) or "")


def plain_reading(blocks: Sequence[Block]) -> str:
    """Every block that reads like a sentence outside of furniture: the main text where nothing better is at hand.

    Of a page with no such block, all its words outside of links and furniture.
    """
    plain = [b for b in blocks if b.linked < 0.5 and not b.role & (Role.FURNITURE | Role.CAPTION)]
    return "\n".join(b.text for b in [b for b in plain if len(b.words) >= 6] or plain)


def kept_blocks(blocks: Sequence[Block], extracted: str, stated: str = "") -> list[bool]:
    """For each block, whether it is part of the report.

    ``extracted`` is the main text as an extractor sees it, ``stated`` the body that the page's own data gives (it
    may be cut short). A block is kept if its words stand in either.
    """
    lines = [words(line) for line in (*extracted.split("\n"), *stated.split("\n"))]
    exact = {"".join(line) for line in lines}
    known = _shingles(lines)
    kept = [bool(b.words) and ("".join(b.words) in exact or _covered(b.words, known)) for b in blocks]
    anchors = [i for i, b in enumerate(blocks) if kept[i] and len(b.words) >= ANCHOR_WORDS]
    if not anchors:
        return kept
    near = set()
    for start, step in ((anchors[0], -1), (anchors[-1], 1)):
        last, i = start, start + step
        while 0 <= i < len(blocks) and abs(i - last) <= REACH:
            if kept[i]:
                near.add(i)
                last = i
            i += step
    return [keep and (anchors[0] <= i <= anchors[-1] or i in near) for i, keep in enumerate(kept)]


def _shingles(lines: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    flat = [word for line in lines for word in line]
    return {tuple(flat[i : i + SHINGLE]) for i in range(len(flat) - SHINGLE + 1)}


def _covered(block: Sequence[str], known: set[tuple[str, ...]]) -> bool:
    total = len(block) - SHINGLE + 1
    if total < 3:
        return False
    return sum(tuple(block[i : i + SHINGLE]) in known for i in range(total)) >= COVERED * total


def main_holder(blocks: Sequence[Block], kept: Sequence[bool]) -> etree._Element | None:
    """The innermost element that holds at least :data:`HOLDER_SHARE` of the words of the kept running text."""
    weights: dict[etree._Element, int] = {}
    total = 0
    for block, keep in zip(blocks, kept, strict=True):
        if keep and len(block.words) >= ANCHOR_WORDS and block.linked < 0.5:
            total += len(block.words)
            node: etree._Element | None = block.element
            while node is not None:
                weights[node] = weights.get(node, 0) + len(block.words)
                node = node.getparent()
    best, best_depth = None, -1
    for node, weight in weights.items():
        if weight >= HOLDER_SHARE * total:
            depth = sum(1 for _ in node.iterancestors())
            if depth > best_depth:
                best, best_depth = node, depth
    return best


def sort_blocks(
    blocks: Sequence[Block],
    extracted: str,
    stated: str,
    *,
    headline: str | None,
    description: str,
    authors: Sequence[str],
) -> list[SectionKind | None]:
    """The kind of section each block belongs to, ``None`` for what is not part of the report.

    ``headline`` is the title as it stands on the page, ``description`` the page's teaser (a block that repeats it
    is the standfirst), ``authors`` the names that a byline shows.
    """
    kept = kept_blocks(blocks, extracted or plain_reading(blocks), stated)
    holder = main_holder(blocks, kept)
    inside = set(holder.iter()) if holder is not None else set()
    running = [i for i, b in enumerate(blocks) if kept[i] and b.element in inside and len(b.words) >= ANCHOR_WORDS]
    if not running:
        running = [i for i, keep in enumerate(kept) if keep]
        inside = {b.element for b in blocks}
    if not running:
        return [None] * len(blocks)
    first, last = running[0], running[-1]
    blocks = _without_common_roles(blocks, running)
    title_at = max((i for i, b in enumerate(blocks[: first + 1]) if b.text == headline), default=first)
    top = min(title_at, first)
    often = Counter(b.key for b in blocks if len(b.words) <= 4)
    parents = {blocks[i].element.getparent() for i in running if blocks[i].element.tag == "p"}
    names = {"".join(words(name)) for name in authors}
    teaser = "".join(words(description))
    kinds: list[SectionKind | None] = []
    for i, block in enumerate(blocks):
        kind: SectionKind | None = None
        if i == title_at and block.text == headline:
            kind = "headline"
        elif top <= i <= last + REACH and block.words and often[block.key] < REPEATED:
            within = block.element in inside
            sibling = first < i < last and within and block.element.tag == "p" and block.element.getparent() in parents
            spoken = len(block.words) >= 8 and block.linked < 0.5
            lead = block.element.tag == "p" and block.element.getparent() in parents
            if i < first + REACH and _is_standfirst(block, "" if lead else teaser):
                kind = "headline"
            elif _is_byline(block, names, early=i <= first + REACH):
                kind = "byline" if i <= last or kept[i] else None
            elif block.role & Role.CAPTION:
                kind = "caption" if i <= last and block.linked < 0.9 and len(block.words) > 1 else None
            elif (kept[i] and (within or i < first)) or (sibling and spoken):
                kind = _kind(block, after=i > last)
        kinds.append(kind)
    return kinds


def _without_common_roles(blocks: Sequence[Block], running: Sequence[int]) -> Sequence[Block]:
    """The blocks without the roles that more than a third of the running text has: they are of what holds it all."""
    common = 0
    for role in (Role.STANDFIRST, Role.CAPTION, Role.BYLINE, Role.TIME, Role.HEADING):
        if sum(bool(blocks[i].role & role) for i in running) > max(3, len(running) / 3):
            common |= role
    return [replace(block, role=block.role & ~common) for block in blocks] if common else blocks


def _kind(block: Block, *, after: bool) -> SectionKind | None:
    """The kind of a kept block that is no byline, caption or standfirst."""
    if block.linked >= 0.9 and (block.role & (Role.FURNITURE | Role.LIST | Role.HEADING) or after):
        return None
    pointer = (
        block.linked >= 0.75
        and not block.role & Role.HEADING
        and not (len(block.words) >= ANCHOR_WORDS and _ENDED.search(block.text))
    )
    if pointer or is_notice(block):
        return "boilerplate" if len(block.words) > 3 else None
    if block.role & Role.HEADING and len(block.words) <= MAX_BYLINE:
        return None if after else "headline"
    return "article"


def is_notice(block: Block) -> bool:
    """Whether a block is furniture by how it starts, whatever the markup says: a pointer, a sign-up form, a notice."""
    if len(block.words) <= MAX_LABEL and _LABEL.match(block.text) and not _ENDED.search(block.text):
        return True
    return len(block.words) <= MAX_NOTICE and bool(_NOTICE.match(block.text))


def _is_standfirst(block: Block, teaser: str) -> bool:
    if block.linked > 0.5 or not 4 <= len(block.words) <= 80:
        return False
    return bool(block.role & Role.STANDFIRST) or (bool(teaser) and block.key == teaser)


def _is_byline(block: Block, names: set[str], *, early: bool) -> bool:
    """A short block that names an author, is marked as byline, or (above the text) shows a date."""
    size = len(block.words)
    if not size or size > MAX_BYLINE:
        return False
    if _CREDIT_LINE.match(block.text):
        return True
    if any(name in block.key for name in names) and (size <= 12 or block.role & Role.BYLINE):
        return early or bool(block.role & Role.BYLINE)
    if not early or block.role & Role.HEADING or size > 20:
        return False
    if block.times or block.role & (Role.TIME | Role.BYLINE):
        return shows_time(block.text) or bool(byline_names([block.text]))
    return False
