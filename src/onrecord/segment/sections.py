"""Sections of a text version: the whole of stage 2, from characters to kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.model.report import Section, SectionKind
from onrecord.model.spans import Span, trim
from onrecord.segment.captions import notice_start
from onrecord.segment.labels import HEAD_MENU, Label, Page, label_places, label_words
from onrecord.segment.lines import Block, Line, blocks, split_lines, wrap_width
from onrecord.segment.live import label_live

_MERGED: frozenset[SectionKind] = frozenset({"article", "live_entry", "boilerplate"})
"""Kinds whose neighbouring blocks make one section; each headline, byline and caption is a section of its own."""


def segment(text: str, marks: Sequence[Section] = (), *, title: str | None = None) -> tuple[Section, ...]:
    """The sections of ``text``: in order, without overlap, every non-blank character in exactly one.

    ``marks`` are the sections that the page's markup shows; they are kept, but that lines of an ``article`` mark that
    are plainly furniture ("Read more: ...") become ``boilerplate``. Overlapping or impossible marks are dropped, the
    earlier one wins. ``title`` is the report's title where it is known; it tells the headline from menus and other
    titles. Without marks the kinds follow from the lines (:func:`explain` gives the reasons): a page whose lines sign
    with names and times is read as a live page (see :mod:`onrecord.segment.live`), any other as one article. Linear in
    the length of the text.
    """
    page, kept = _labelled(text, marks, title)
    return tuple(_assemble(text, page, kept))


def explain(text: str, marks: Sequence[Section] = (), *, title: str | None = None) -> list[tuple[Span, Label]]:
    """Each block of ``text`` with its label and the reason for it, in order; :func:`segment` puts them together."""
    page, _ = _labelled(text, marks, title)
    return [(block.span, label) for block, label in zip(page.blocks, page.labels, strict=True) if label is not None]


def _labelled(text: str, marks: Sequence[Section], title: str | None) -> tuple[Page, dict[int, Section]]:
    clean = _clean(text, marks)
    items: list[Block] = []
    fixed: list[SectionKind | None] = []
    kept: dict[int, Section] = {}
    width = wrap_width(text, split_lines(text))
    at = 0
    key = _title_key(title)
    for mark in [*clean, None]:
        gap = _cut(text, split_lines(text, at, mark.start if mark else len(text)))
        found = blocks(text, gap, width)
        if not items and not clean:
            found = _split_title(text, found, title)
        items += found
        fixed += [None] * len(found)
        if mark is None:
            break
        inner = blocks(text, split_lines(text, mark.start, mark.end), width)
        for n in range(len(items), len(items) + len(inner)):
            kept[n] = mark
        items += inner
        fixed += [mark.kind] * len(inner)
        at = mark.end
    page = Page(items, fixed, key)
    label_words(page)
    if not key:
        page.title = _guess_title(page)
    label_live(page)
    label_places(page)
    return page, kept


def _clean(text: str, marks: Sequence[Section]) -> list[Section]:
    found: list[Section] = []
    end = 0
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        span = trim(text, Span(max(0, mark.start), min(len(text), mark.end)))
        if span is not None and span.start >= end:
            found.append(replace(mark, start=span.start, end=span.end))
            end = span.end
    return found


def _cut(text: str, lines: Iterable[Line]) -> list[Line]:
    """Lines cut where an agency's licence note begins in them."""
    found: list[Line] = []
    for line in lines:
        at = notice_start(text, line.start, line.end)
        head = trim(text, Span(line.start, at)) if at is not None and at > line.start else None
        if at is None or head is None:
            found.append(line)
        else:
            found += [replace(line, end=head.end), Line(at, line.end, 0, 0)]
    return found


def _split_title(text: str, found: list[Block], title: str | None) -> list[Block]:
    """Part a title that runs into the first paragraph ("Title. Text ...") from it."""
    name = (title or "").strip()
    if not found or len(name) < 8 or not found[0].prose:
        return found
    block = found[0]
    end = block.start + len(name)
    if end + 2 >= block.end or text[block.start : end].casefold() != name.casefold():
        return found
    while end < block.end and text[end] in " .|:–—-":
        end += 1
    head, rest = trim(text, Span(block.start, end)), trim(text, Span(end, block.end))
    stop = text[block.start + len(name) : end]
    if head is None or rest is None or not ({".", "|", ":", "–", "—", "-"} & set(stop) or name[-1] in ".!?"):
        return found
    return [Block.of(text, *head, block.gap), Block.of(text, *rest), *found[1:]]


def _title_key(title: str | None) -> str:
    return "".join(ch for ch in (title or "")[:500].casefold() if ch.isalnum())


def _guess_title(page: Page) -> str:
    """The key of the page's first title-like line, by which a later repeat of it is known; none under a menu."""
    first = next((i for i in range(len(page.blocks)) if page.body(i)), 0)
    if first > HEAD_MENU:
        return ""
    for i in range(first):
        if page.open_title(i) and page.blocks[i].words >= 5:
            return page.blocks[i].key
    return ""


def _assemble(text: str, page: Page, kept: dict[int, Section]) -> Iterable[Section]:
    current: Section | None = None
    source: Section | None = None
    for i, (block, label) in enumerate(zip(page.blocks, page.labels, strict=True)):
        if label is None:
            continue
        mark = kept.get(i)
        own = mark if mark is not None and label.kind == mark.kind else None
        made = Section(block.start, block.end, label.kind, label.author, label.time, label.entry)
        if own is not None:
            made = replace(own, start=block.start, end=block.end)
        if current is not None and source is own and _joins(current, made, marked=own is not None):
            current = replace(current, end=made.end)
            continue
        if current is not None:
            yield current
        current, source = made, own
    if current is not None:
        yield current


def _joins(one: Section, two: Section, *, marked: bool) -> bool:
    same = (one.kind, one.author, one.time, one.entry) == (two.kind, two.author, two.time, two.entry)
    return same and (marked or one.kind in _MERGED)
