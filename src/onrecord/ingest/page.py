"""An HTML page to a report: metadata from its markup, and a text version of what it says, with its sections."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import htmldate
from lxml import etree

from onrecord.ingest.blocks import Block, Role, read_blocks, words
from onrecord.ingest.bylines import byline_names, starts_byline
from onrecord.ingest.content import MAX_ELEMENTS, extract_main, sort_blocks
from onrecord.ingest.jsonld import LdArticle, read_jsonld
from onrecord.ingest.live import Entry, iso_time, read_entries
from onrecord.ingest.markup import MAX_TITLE, PageFacts, canonical_url, page_facts
from onrecord.ingest.stamps import when_of
from onrecord.ingest.tree import parse_page
from onrecord.model.errors import InputError
from onrecord.model.report import Report, Section, SectionKind, TextVersion

GAP = "\n\n"
"""What stands between two blocks of the text version."""

_CLOCK_ONLY = re.compile(r"\d{1,2}[:.]\d\d$")
_MERGED: frozenset[SectionKind] = frozenset({"article", "boilerplate"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text version to be."""

    kind: SectionKind
    text: str
    author: str | None = None
    time: str | None = None
    entry: int | None = None


def read_page(
    html: str,
    *,
    source: str,
    url: str | None = None,
    external_id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
) -> Report:
    """The report that the page ``html`` carries.

    ``source`` is the path or address the page was read from, ``url`` its address if known. ``title``, ``outlet`` and
    ``published`` (ISO 8601 or EDTF) are what an archive says and win over the page. The text version is composed:
    the headline as the page shows it, then the blocks of the report in page order, an empty line between two; in a
    live entry, headline, byline, body and captions stand in this order whatever the page's. The marks cover every
    block of it. The language is left open.

    Raises :class:`InputError` where the page holds no words of a report.
    """
    root = parse_page(html, source)
    ld = read_jsonld(root)
    blocks = read_blocks(root)
    facts = page_facts(root, blocks, ld, url)
    entries = read_entries(
        blocks,
        ld.updates,
        hint=f"{facts.url or url or ''} {facts.title or ''}",
        day=_only_day(facts),
        names=facts.authors,
    )
    pieces = _pieces(root, blocks, ld, facts, entries)
    if not any(piece.kind in {"article", "live_entry"} for piece in pieces):
        raise InputError(
            source, "no readable text in the page", "its words may be loaded by a script; save it from a browser"
        )
    text, marks = _compose(pieces)
    return Report(
        version=TextVersion.of(text),
        source=source,
        external_id=external_id,
        url=facts.url or canonical_url((), url),
        title=title or facts.title,
        outlet=outlet or facts.outlet,
        authors=facts.authors,
        published=when_of(published) or when_of(facts.published) or when_of(_guessed_date(root, url)),
        modified=iso_time(facts.modified),
        marks=marks,
    )


def _only_day(facts: PageFacts) -> str | None:
    """The day of the page if it was published and last changed on one, as a bare clock time on it needs."""
    days = {when.value[:10] for value in (facts.published, facts.modified) if (when := when_of(value)) and when.value}
    day = days.pop() if len(days) == 1 else ""
    return day if len(day) == len("2031-03-04") else None


def _guessed_date(root: etree._Element, url: str | None) -> str | None:
    """The publication date as htmldate finds it in addresses, markup and text."""
    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        return None
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(root, original_date=True, url=url, extensive_search=True)
    except (ValueError, TypeError, AttributeError, etree.LxmlError, OverflowError):
        # A page it cannot read has no date to offer; the text may still give one.
        return None
    return str(found) if found else None


def _pieces(
    root: etree._Element, blocks: Sequence[Block], ld: LdArticle, facts: PageFacts, entries: Sequence[Entry]
) -> list[_Piece]:
    """The stretches of the text version in order."""
    kinds = sort_blocks(
        blocks,
        extract_main(root),
        ld.body,
        headline=facts.headline,
        description=facts.description,
        authors=facts.authors,
    )
    starts = {entry.at: number for number, entry in enumerate(entries) if entry.at is not None}
    owned = frozenset().union(*(entry.blocks for entry in entries)) if entries else frozenset()
    told = {text for entry in entries for kind, text in entry.parts if kind == "headline"}
    headline = facts.headline or facts.title
    pieces = [_Piece("headline", headline[:MAX_TITLE])] if headline else []
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if index in starts:
            pieces += _entry_pieces(entries[starts[index]], starts[index])
        if index in owned or kind is None or block.text == headline or block.text in told:
            continue
        if entries and kind == "byline" and _CLOCK_ONLY.match(block.text):
            continue  # the time of a pointer to an entry, in a list of key moments
        author = _signed(block, facts.authors) if kind == "byline" else None
        time = next(filter(None, map(iso_time, block.times)), None) if kind == "byline" else None
        pieces.append(_Piece(kind, block.text, author, time))
    for number, entry in enumerate(entries):
        if entry.at is None:
            pieces += _entry_pieces(entry, number)
    if not any(piece.kind in {"article", "live_entry"} for piece in pieces) and ld.body:
        # A page that a script writes: its data is all it says.
        pieces += [_Piece("article", " ".join(line.split())) for line in ld.body.split("\n") if line.strip()]
    return pieces


def _signed(block: Block, authors: Sequence[str]) -> str | None:
    """Whom a byline names: the report's authors that stand in it, else the names it shows; a dateline shows none."""
    known = [name for name in authors if "".join(words(name)) in block.key]
    dateline = block.role & Role.TIME and not block.role & Role.BYLINE and not starts_byline(block.text)
    return ", ".join(known or (() if dateline else byline_names([block.text]))) or None


def _entry_pieces(entry: Entry, number: int) -> list[_Piece]:
    return [_Piece(kind, text, entry.author, entry.time, number) for kind, text in entry.parts]


def _compose(pieces: Sequence[_Piece]) -> tuple[str, tuple[Section, ...]]:
    """The text version and the sections over it; neighbours of one kind that no entry sets apart are one section."""
    parts: list[str] = []
    marks: list[Section] = []
    at = 0
    for piece in pieces:
        if parts:
            parts.append(GAP)
            at += len(GAP)
        parts.append(piece.text)
        end = at + len(piece.text)
        last = marks[-1] if marks else None
        if last is not None and last.kind == piece.kind and piece.kind in _MERGED and piece.entry is None:
            marks[-1] = Section(last.start, end, piece.kind)
        else:
            marks.append(Section(at, end, piece.kind, piece.author, piece.time, piece.entry))
        at = end
    return "".join(parts), tuple(marks)
