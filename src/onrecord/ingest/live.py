"""Live blogs: the entries of a page, from its data matched to its blocks, else from the repeating markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from onrecord.ingest.blocks import Block, Role, words
from onrecord.ingest.bylines import byline_names, clean_names, shows_time
from onrecord.ingest.content import SHINGLE, is_notice
from onrecord.ingest.jsonld import Update
from onrecord.ingest.stamps import when_of
from onrecord.model.report import SectionKind

COVERED = 0.6
"""Share of a block's shingles that stand in an update's text: links and embeds are written out differently."""

RUN_GAP = 8
"""Blocks between two of the same entry: pictures, share buttons, an embed."""

MAX_SHARED = 20
"""A phrase of more updates tells none of them apart, and would make hostile data slow."""

MIN_ENTRIES = 3
"""Entries that make repeating markup a live blog."""

MIN_WORDS = 8
"""Median words of unlinked text in repeating markup; the cards of other stories hold less."""

_LIVE = re.compile(
    r"(?<![a-z])live|minute-?by-?minute|as-it-happened|ticker|newsfeed|updates|diretta|en-?directo?|en-?vivo|ao-?vivo|na-?zywo",
    re.IGNORECASE,
)
_STAMPS = (
    "data-timestamp",
    "data-time",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "datetime",
)
_BUTTON = re.compile(
    r"^(?:share|copy link|link copied|facebook|twitter|x|whatsapp|email|e-mail|print|link|tweet|telegram|show more|"
    r"load more|copy|save|key (?:event|moment|events|moments)|comments?|"
    r"ad|advertisement|share (?:this|on|via).{0,30})$",
    re.IGNORECASE,
)
_HOLDERS = frozenset({"article", "section", "li", "div"})
_CLOCK_TIME = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)(?::\d\d)?\s*(?:([ap])\.?m\b)?", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DATE = re.compile(
    rf"\b(\d{{1,2}})\s+{_MONTH_NAME},?\s+(\d{{4}})|\b{_MONTH_NAME}\s+(\d{{1,2}}),?\s+(\d{{4}})", re.IGNORECASE
)
GAP = "\n\n"
"""What stands between two blocks of an entry."""

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One live entry: its texts by kind in the order they are to stand, its author and time (ISO 8601).

    ``at`` is the index of its first block on the page, ``None`` where only the page's data holds it; ``blocks`` are
    the indices of all blocks that belong to it, shown or not.
    """

    parts: tuple[tuple[SectionKind, str], ...]
    author: str | None
    time: str | None
    at: int | None
    blocks: frozenset[int]


def read_entries(
    blocks: Sequence[Block], updates: Sequence[Update], *, hint: str, day: str | None = None, names: Sequence[str] = ()
) -> list[Entry]:
    """The live entries of a page in page order; none if it is no live blog.

    ``hint`` is what else may name the page live: its address and title; ``day`` the ISO date that a bare clock time
    falls on, if it can only be one; ``names`` the authors of the whole page. The updates in the page's data are found
    on the page by their words or address; if the page shows not one of them (a script writes it), they are taken
    from the data. Without such data, siblings of one make that each show a time and some words are the entries.
    """
    if updates:
        holders = _matched(blocks, updates)
        if not holders:
            return [entry for update in updates if (entry := _from_data(update))]
    else:
        holders = dict.fromkeys(_repeating(blocks, hint)) if _may_be_live(blocks, hint) else {}
    inside: dict[etree._Element, list[int]] = {holder: [] for holder in holders}
    for index, block in enumerate(blocks):
        node: etree._Element | None = block.element
        while node is not None and node not in inside:
            node = node.getparent()
        if node is not None:
            inside[node].append(index)
    found = [_entry(blocks, inside[holder], holder, update, day, names) for holder, update in holders.items()]
    return sorted((entry for entry in found if entry is not None), key=lambda entry: entry.at or 0)


def iso_time(value: str | None) -> str | None:
    """A time as markup writes it, as ISO 8601; ``None`` of what is no time.

    Seconds or milliseconds since 1970 become UTC.
    """
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), tz=UTC).isoformat()
    when = when_of(text.removesuffix(" UTC"))
    return when.value if when is not None and when.precision in {"second", "minute"} else None


def _matched(blocks: Sequence[Block], updates: Sequence[Update]) -> dict[etree._Element, Update | None]:
    """The element that holds each update which the page shows, by its first block."""
    found = _anchored(blocks, updates)
    rest = {number for number, update in enumerate(updates) if update not in set(found.values())}
    owned = _assigned(blocks, updates, rest, set(found))
    owner: dict[etree._Element, int] = {}
    for number, run in owned.items():
        for index in run:
            node: etree._Element | None = blocks[index].element
            while node is not None and owner.get(node, number) != -1:
                if owner.setdefault(node, number) != number:
                    owner[node] = -1
                node = node.getparent()
    for number, run in owned.items():
        weights: dict[etree._Element, float] = {}
        for index, weight in run.items():
            holder = blocks[index].element
            parent = holder.getparent()
            while parent is not None and owner.get(parent) == number and parent.tag not in {"body", "main", "html"}:
                holder, parent = parent, parent.getparent()
            if owner.get(holder) == number:
                weights[holder] = weights.get(holder, 0.0) + weight
        if weights:
            # A pointer to the entry, in a list of key moments, tells its headline too, but as a link.
            found.setdefault(max(weights, key=lambda holder: weights[holder]), updates[number])
    return found


def _anchored(blocks: Sequence[Block], updates: Sequence[Update]) -> dict[etree._Element, Update | None]:
    """The elements whose id is the anchor in the address of an update."""
    anchors = {update.anchor: update for update in updates if update.anchor}
    found: dict[etree._Element, Update | None] = {}
    seen: set[etree._Element] = set()
    for block in blocks:
        node: etree._Element | None = block.element
        while node is not None and node not in seen:
            seen.add(node)
            update = anchors.pop(node.get("id"), None)
            if update is not None:
                found[node] = update
            node = node.getparent()
    return found


def _assigned(
    blocks: Sequence[Block], updates: Sequence[Update], wanted: set[int], taken: set[etree._Element]
) -> dict[int, dict[int, float]]:
    """For each of the ``wanted`` updates shown outside ``taken``, the run of blocks that tells most of it.

    The weight of a block index is how many of the update's words the block tells, those in links at a tenth.
    """
    by_shingle: dict[tuple[str, ...], set[int]] = {}
    by_line: dict[str, set[int]] = {}
    sizes: dict[int, int] = {}
    for number in wanted:
        update = updates[number]
        flat = words(update.body)
        sizes[number] = len(flat) - SHINGLE + 1
        for i in range(len(flat) - SHINGLE + 1):
            by_shingle.setdefault(flat[i : i + SHINGLE], set()).add(number)
        for line in (update.headline, *update.body.split("\n")):
            by_line.setdefault("".join(words(line)), set()).add(number)
    hits: dict[int, dict[int, float]] = {}
    for index, block in enumerate(blocks):
        if taken and any(above in taken for above in (block.element, *block.element.iterancestors())):
            continue
        for number, told in _tellers(block, by_shingle, by_line, sizes):
            hits.setdefault(number, {})[index] = told * (1.1 - block.linked)
    return {number: _best_run(found) for number, found in sorted(hits.items())}


def _tellers(
    block: Block, by_shingle: dict[tuple[str, ...], set[int]], by_line: dict[str, set[int]], sizes: dict[int, int]
) -> Iterable[tuple[int, int]]:
    """The updates that a block tells a part of, each with how many of its words."""
    if not block.words:
        return ()
    exact = by_line.get(block.key)
    if exact:
        return [(number, len(block.words)) for number in islice(sorted(exact), MAX_SHARED)]
    total = len(block.words) - SHINGLE + 1
    if total < 2:
        return ()
    votes: Counter[int] = Counter()
    for i in range(total):
        known = by_shingle.get(block.words[i : i + SHINGLE], ())
        votes.update(known if len(known) <= MAX_SHARED else ())
    # The data may hold only the start of what the page shows, or the page break up what the data holds in one piece.
    return [(n, told) for n, told in votes.items() if told >= COVERED * total or told >= max(4, 0.8 * sizes[n])]


def _best_run(told: dict[int, float]) -> dict[int, float]:
    """Of the runs of block indices with gaps up to :data:`RUN_GAP`, the one of the greatest weight."""
    runs: list[dict[int, float]] = []
    last = None
    for index, weight in told.items():
        if last is None or index - last > RUN_GAP:
            runs.append({})
        runs[-1][index] = weight
        last = index
    return max(runs, key=lambda run: sum(run.values()))


def _may_be_live(blocks: Sequence[Block], hint: str) -> bool:
    """Whether the address, the title or any class name on the page speaks of a live blog."""
    if _LIVE.search(hint) or not blocks:
        return bool(blocks)
    root = blocks[0].element.getroottree().getroot()
    return any(
        _LIVE.search(f"{node.get('class') or ''} {node.get('itemprop') or ''}"[:300])
        for node in root.iter("body", *_HOLDERS)
    )


def _repeating(blocks: Sequence[Block], hint: str) -> list[etree._Element]:
    """The elements of the largest group of siblings that look like live entries, in page order."""
    groups: dict[tuple[etree._Element | None, str, str], dict[etree._Element, list[Block]]] = {}
    marked: dict[etree._Element, list[Block]] = {}
    for block in blocks:
        node: etree._Element | None = block.element
        while node is not None and node.tag != "body":
            if "liveBlogUpdate" in (node.get("itemprop") or ""):
                marked.setdefault(node, []).append(block)
            if node.tag in _HOLDERS:
                make = _DIGITS.sub("", ((node.get("class") or "").split() or [""])[0])
                groups.setdefault((node.getparent(), node.tag, make), {}).setdefault(node, []).append(block)
            node = node.getparent()
    if marked:
        return list(marked)
    best: list[etree._Element] = []
    best_words = 0
    for (parent, _, make), members in groups.items():
        if len(members) < MIN_ENTRIES:
            continue
        named = f"{make} {parent.get('class') or ''} {parent.get('id') or ''}" if parent is not None else make
        sizes = sorted(_unlinked(inner) for inner in members.values())
        timed = [holder for holder, inner in members.items() if _own_time(holder, inner)]
        if (
            (_LIVE.search(named) or _LIVE.search(hint))
            and len(timed) >= max(MIN_ENTRIES, 0.8 * len(members))
            and sizes[len(sizes) // 2] >= MIN_WORDS
            and sum(sizes) > best_words
        ):
            best, best_words = timed, sum(sizes)
    total = _unlinked(blocks)
    return best if best_words >= 0.3 * total else []


def _unlinked(blocks: Iterable[Block]) -> int:
    return sum(len(b.words) for b in blocks if b.linked < 0.5 and not b.role & Role.FURNITURE)


def _own_time(holder: etree._Element, blocks: Sequence[Block]) -> bool:
    """Whether an element shows a time of its own: an attribute, a ``<time>``, or a clock time in its first blocks."""
    if any(holder.get(name) for name in _STAMPS):
        return True
    return any(
        block.times or (len(block.words) <= 12 and shows_time(block.text)) for block in (*blocks[:4], *blocks[-2:])
    )


def _entry(
    blocks: Sequence[Block],
    indices: list[int],
    holder: etree._Element,
    update: Update | None,
    day: str | None,
    page_authors: Sequence[str],
) -> Entry | None:
    """The entry that ``holder`` is, ``None`` if it shows no words of its own."""
    people = clean_names(update.authors) if update else ()
    names = {"".join(words(name)) for name in (*people, *page_authors)}
    title = "".join(words(update.headline)) if update else ""
    heads: list[str] = []
    body: list[str] = []
    signs: list[str] = []
    captions: list[str] = []
    early = 0
    for index in indices:
        block = blocks[index]
        if not block.words or _BUTTON.match(block.text) or (block.linked >= 0.9 and block.role & Role.FURNITURE):
            continue
        if not heads and (block.key == title if title else not body and block.role & Role.HEADING):
            heads.append(block.text)
        elif block.role & Role.CAPTION:
            captions.append(block.text)
        elif _signs(block, names):
            signs.append(block.text)
            early += not body
        elif not is_notice(block) or len(indices) <= 3:
            body.append(block.text)
    if not body:
        heads, body = [], heads
    if not body:
        return None
    parts: list[tuple[SectionKind, str]] = [("byline", text) for text in signs[:early]]
    parts += [("headline", text) for text in heads]
    parts.append(("live_entry", GAP.join(body)))
    parts += [("caption", text) for text in dict.fromkeys(captions)]
    parts += [("byline", text) for text in signs[early:]]
    stamped = [holder.get(name) for name in _STAMPS] + [time for index in indices for time in blocks[index].times]
    times = [update.published if update else None, *stamped, *(_written_time(text, day) for text in signs)]
    signed = tuple(name for name in byline_names(signs) if not _BUTTON.match(name)) or people
    return Entry(
        parts=tuple(parts),
        author=", ".join(signed) or None,
        time=next((found for value in times if (found := iso_time(value))), None),
        at=indices[0],
        blocks=frozenset(indices),
    )


def _written_time(text: str, day: str | None) -> str | None:
    """The local time that a byline shows, on the date it shows or else on ``day``."""
    clock = _CLOCK_TIME.search(text)
    if clock is None:
        return None
    hour = int(clock[1]) % 12 + 12 * (clock[3].lower() == "p") if clock[3] else int(clock[1])
    date = _written_date(text) or day
    return f"{date}T{hour:02d}:{clock[2]}" if date else None


def _written_date(text: str) -> str | None:
    match = _DATE.search(text)
    if match is None:
        return None
    month = _MONTHS.index((match[2] or match[4])[:3].lower()) + 1
    return f"{match[3] or match[6]}-{month:02d}-{int(match[1] or match[5]):02d}"


def _signs(block: Block, names: set[str]) -> bool:
    """Whether a short block of an entry gives its author or time."""
    size = len(block.words)
    if size > 16 or block.role & (Role.HEADING | Role.QUOTE):
        return False
    if block.times or block.role & (Role.BYLINE | Role.TIME):
        return size <= 10 or shows_time(block.text)
    if any(name in block.key for name in names):
        return size <= 8
    return shows_time(block.text) and size <= 8 and not block.text.endswith((".", "!", "?"))


def _from_data(update: Update) -> Entry | None:
    """An update that only the page's data holds."""
    body = GAP.join(line for part in update.body.split("\n") if (line := " ".join(part.split())))
    parts: list[tuple[SectionKind, str]] = []
    if update.headline and body:
        parts.append(("headline", update.headline))
    if body or update.headline:
        parts.append(("live_entry", body or update.headline))
    people = clean_names(update.authors)
    return (
        Entry(tuple(parts), ", ".join(people) or None, iso_time(update.published), None, frozenset()) if parts else None
    )
