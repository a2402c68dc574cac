"""Live pages: from signatures to entries.

A page is taken as a live page where at least three of its lines sign (a name with a time, a time, an age) and running
text stands in at least a third of the stretches they part (in two at the least); in two, where every signature gives
name, day and time, since a copy may hold entries of which only the titles came along; two signatures and one such
stretch do where the page calls itself live. Teasers and comments are told by what they lack (see :func:`_carries`).

Whether the signatures stand before or after their entries is decided by the page: after, where nothing but furniture
follows the last one and text stands before the first; a name glued before its date speaks for after, a bare time for
before. Signatures over two or three lines (a time, a name) are put together.

A page that calls itself live in its title but signs no entry is still read entry by entry, each title-like line between
its paragraphs opening one, without author or time; lines all in capitals or that ask are subheads inside an entry. A
page that neither signs nor calls itself live stays one article with subheads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from onrecord.segment.bylines import is_name
from onrecord.segment.furniture import plain
from onrecord.segment.labels import Label, Page

_MARKER = re.compile(
    r"\blive\s?[:\-–—|]|[-–—|:]\s?live$|\blive[\s-]?(?:updates?|blog|coverage|briefing|report|text)\b"
    r"|\bas it happened\b"
    r"|\bminute[\s-]by[\s-]minute\b|\brolling (?:updates?|coverage)\b",
    re.I,
)
_SHOUT = re.compile(r"\bLIVE\b")
HEAD = 160
"""Blocks within which the title of a page stands: copied pages begin with menus of up to some hundred lines."""

_COMMENTS = frozenset(
    (
        "comments",
        "comment",
        "view comments",
        "show comments",
        "most liked",
        "newest",
        "oldest",
        "sort by",
        "join the conversation",
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature over the blocks ``first:last`` (half-open), with what it says."""

    first: int
    last: int
    author: str | None
    day: str | None
    clock: str | None
    glued: bool


def calls_itself_live(page: Page) -> bool:
    """Whether a title above the text says that the page is live; those below it are of other stories."""
    text = 0
    for i, block in enumerate(page.blocks[:HEAD]):
        text += page.body(i)
        if text == 3:  # a standfirst, and a notice that the lexicon does not know, may stand above the title
            return False
        if block.words < 3 or block.words > 30 or block.prose:
            continue
        # "Live" in running letters means many things; it marks a page only with a colon or a noun that says so.
        if _MARKER.search(block.head) or (_SHOUT.search(block.head) and not block.upper):
            return True
    return False


def find_marks(page: Page) -> list[Mark]:
    """The signatures that part the page, in order; empty where it is no live page."""
    timed = [i for i, s in page.signs.items() if s.timed and page.fixed[i] is None and page.kind(i) == "byline"]
    styles = Counter(_style(page, i) for i in timed)
    if not styles:
        return []
    most = max(styles.values())
    timed = sorted(i for i in timed if styles[_style(page, i)] >= max(2, most / 4) or most == 1)
    marks = _with_names(page, timed)
    return _dated(page, marks)


def _style(page: Page, i: int) -> tuple[bool, bool]:
    sign = page.signs[i]
    return sign.day is not None, sign.lead


def _with_names(page: Page, timed: list[int]) -> list[Mark]:
    chosen = set(timed)

    def name_at(j: int) -> bool:
        return 0 <= j < len(page.blocks) and j not in chosen and page.fixed[j] is None and is_name(page.blocks[j].head)

    bare = [i for i in timed if not page.signs[i].author]
    after = sum(name_at(i + 1) for i in bare)
    before = sum(name_at(i - 1) for i in bare)
    step = 1 if after >= before else -1
    use = max(after, before) >= max(2, 0.3 * len(bare))
    marks: list[Mark] = []
    for i in timed:
        sign = page.signs[i]
        first, last, author, day = i, i + 1, sign.author, sign.day
        if not author and use:
            j = i + step
            if step == 1 and j < len(page.blocks) and plain(page.blocks[j].head) == "key event":
                j += 1
            if name_at(j):
                first, last, author = min(first, j), max(last, j + 1), page.blocks[j].head
        above = page.signs.get(first - 1)
        if day is None and above and above.day and not above.timed and not above.author and first - 1 not in chosen:
            first, day = first - 1, above.day
        glued = bool(sign.author and sign.name_first)
        if marks and first < marks[-1].last:
            continue
        marks.append(Mark(first, last, author, day, sign.clock, glued))
    return marks


def _dated(page: Page, marks: list[Mark]) -> list[Mark]:
    """Give marks without a day the page's own: that of its other date lines, moved where the clock passes midnight."""
    own = [s.day for i, s in sorted(page.signs.items()) if s.day and (not marks or i < marks[0].first)]
    if not own or any(m.day for m in marks):
        return marks
    day = date.fromisoformat(max(own))
    clocks = [(m.clock or "")[:5] for m in marks]
    steps = [(a, b) for a, b in pairwise(clocks) if a and b]
    falling = sum(a >= b for a, b in steps) >= sum(a < b for a, b in steps)
    found: list[Mark] = []
    last = ""
    for mark in marks:
        clock = (mark.clock or "")[:5]
        if last and clock:
            # Half a day, or an entry pinned out of order would move the date.
            jump = int(clock[:2]) - int(last[:2])
            if falling and jump > 12:
                day -= timedelta(days=1)
            elif not falling and jump < -12:
                day += timedelta(days=1)
        last = clock or last
        found.append(replace(mark, day=day.isoformat()) if clock else mark)
    return found


def label_live(page: Page) -> bool:
    """Label the entries of a live page; ``False``, with nothing changed, where it is none."""
    if any(kind in ("article", "live_entry") for kind in page.fixed):
        return False
    live = calls_itself_live(page)
    marks = find_marks(page)
    parts = _stretches(page, marks)
    texts = sum(any(page.body(i) for i in part) for part in parts)
    full = all(m.author and m.day and m.clock for m in marks)
    least = 2 if full else max(2, len(marks) / 3)
    enough = len(marks) >= 2 and texts >= 1 if live else len(marks) >= 3 and texts >= least
    if enough and (live or _carries(page, marks, parts)):
        _label_signed(page, marks)
        return True
    return live and _label_unsigned(page)


def _stretches(page: Page, marks: list[Mark]) -> list[range]:
    if not marks:
        return []
    edges = [range(one.last, two.first) for one, two in pairwise(marks)]
    return [range(marks[0].first), *edges, range(marks[-1].last, len(page.blocks))]


def _carries(page: Page, marks: list[Mark], parts: list[range]) -> bool:
    """Whether the signed stretches carry the page, where it does not call itself live.

    Teasers of other stories and readers' comments are signed too; but they give ages more than times, stand below a
    longer text, or under a heading that says comments; and an article among them is most of the page's text, which one
    entry is not.
    """
    clocks = sum(m.clock is not None for m in marks)
    first = marks[0].first
    if signs_after(page, marks):
        first = _intro_end(page, range(first))
    above = sum(b.end - b.start for b in page.blocks[:first] if b.prose)
    below = sum(b.end - b.start for b in page.blocks[first:] if b.prose)
    comments = any(plain(page.blocks[j].head) in _COMMENTS for j in range(max(0, first - 12), first))
    sizes = [sum(page.blocks[i].end - page.blocks[i].start for i in part if page.body(i)) for part in parts]
    return 2 * clocks >= len(marks) and above <= below and not comments and max(sizes) <= 2 / 3 * sum(sizes)


def signs_after(page: Page, marks: list[Mark]) -> bool:
    """Whether the signatures stand after the entries they sign."""
    parts = _stretches(page, marks)
    score = 1.5 if sum(m.glued for m in marks) * 2 >= len(marks) else -1.5
    tail = [i for i in parts[-1][:6] if page.body(i)]
    # What a wider gap sets apart from the last signature is the foot of the page, not an entry.
    widest = max((page.blocks[i].gap for i in range(marks[0].last, marks[-1].last)), default=0)
    apart = bool(tail) and page.blocks[parts[-1].start].gap > widest
    score += -2 if tail and not apart else 2
    if not any(page.body(i) or page.open_title(i) for i in parts[0]):
        score -= 3
    if marks[-1].last == len(page.blocks):
        score += 1
    return score > 0


def _label_signed(page: Page, marks: list[Mark]) -> None:
    parts = _stretches(page, marks)
    after = signs_after(page, marks)
    first = parts[0]
    cut = _intro_end(page, first) if after else first.stop
    last = parts[-1]
    stop = _entry_end(page, last)
    bodies = [range(cut, first.stop), *parts[1:-1]] if after else [*parts[1:-1], range(last.start, stop)]
    for number, (mark, part) in enumerate(zip(marks, bodies, strict=True)):
        time = _time(mark)
        for i in range(mark.first, mark.last):
            page.labels[i] = Label("byline", "signs a live entry", mark.author, time, number)
        _label_entry(page, part, number, mark.author, time)
    if after and any(page.body(i) for i in range(last.start, stop)):
        _label_entry(page, range(last.start, stop), len(marks), None, None)
    elif after:
        stop = last.start
    page.openers = {i for i in page.openers if i < cut or i >= stop}
    page.openers |= set(range(stop, min(stop + 1, len(page.blocks))))


def _time(mark: Mark) -> str | None:
    if mark.day is None:
        return None
    return mark.day if mark.clock is None else f"{mark.day}T{mark.clock}"


def _intro_end(page: Page, part: range) -> int:
    """Where the first entry begins when entries are signed below: at the last title with text both above and below."""
    last = next((i for i in reversed(part) if page.open_title(i)), None)
    text = next((i for i in part if page.body(i)), None)
    if last is None:
        return part.start
    if text is None:
        return last
    if text > last:
        return part.start
    while last - 1 > part.start and page.open_title(last - 1):
        last -= 1
    return last


def _entry_end(page: Page, part: range) -> int:
    """Where the last entry ends: at an opener, or at three lines in a row that are no running text after its title."""
    seen, odd = False, 0
    for i in part:
        if i in page.openers:
            return i
        if page.body(i):
            seen, odd = True, 0
        elif seen and page.kind(i) != "caption":
            odd += 1
            if odd == 3:
                return i - 2
    return part.stop


def _label_entry(page: Page, part: range, number: int, author: str | None, time: str | None) -> None:
    begun = False
    heads = 0
    for i in part:
        block = page.blocks[i]
        kind = page.kind(i)
        if page.fixed[i] is not None:
            continue
        if kind is None and not begun and block.titled and heads < 3:
            heads += 1
            page.labels[i] = Label("headline", "title of a live entry", author, time, number)
        elif (
            kind is None
            and block.titled
            and block.words <= 20
            and i + 1 in part
            and page.body(i + 1)
            and not block.bulleted
        ):
            page.labels[i] = Label("headline", "subhead in a live entry", author, time, number)
        elif kind is None:
            begun = True
            page.labels[i] = Label("live_entry", "text of a live entry", author, time, number)
        elif kind in ("caption", "byline"):
            label = page.labels[i]
            if label is not None:
                page.labels[i] = replace(label, entry=number)


def _label_unsigned(page: Page) -> bool:
    """Entries opened by title-like lines between paragraphs, on a page that calls itself live but signs none."""
    body = [i for i in range(len(page.blocks)) if page.body(i)]
    if len(body) < 4:
        return False
    first, last = body[0], body[-1]
    heads = [i for i in range(first + 1, last) if page.open_title(i) and _opens_entry(page, i)]
    if len(heads) < 3:
        return False
    for number, (one, two) in enumerate(pairwise([*heads, last + 1])):
        page.labels[one] = Label("headline", "title of a live entry", entry=number)
        for i in range(one + 1, two):
            block = page.blocks[i]
            if page.labels[i] is not None or page.fixed[i] is not None:
                continue
            subhead = block.titled and (block.upper or block.asks)
            page.labels[i] = Label("headline" if subhead else "live_entry", "in a live entry", entry=number)
    return True


def _opens_entry(page: Page, i: int) -> bool:
    block = page.blocks[i]
    return 3 <= block.words <= 25 and not block.upper and not block.asks and not block.quoted and not block.bulleted
