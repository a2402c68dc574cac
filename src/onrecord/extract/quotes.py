"""Quotations: which quotation marks belong together, over one paragraph and from one paragraph to the next.

Marks are paired in one pass with a small stack. Three things make it more than matching brackets: an apostrophe looks
like a single mark; straight marks do not say whether they open or close; and a quotation of several paragraphs opens
anew in each of them but closes only in the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.spans import Span

MAX_DEPTH = 4
"""Quotations nested deeper are not followed; edited prose does not pass three."""

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚']")
_CLOSERS: dict[str, tuple[str, ...]] = {
    "“": ("”", "‟", '"'),  # hand-edited pages mix straight and curly marks
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    '"': ('"', "”"),
    "``": ("''",),
    "''": ("''",),
    "‘": ("’",),
    "‚": ("‘", "’"),
    "'": ("'",),
}
_BOTH_WAYS = frozenset({'"', "''"})
_SINGLE = frozenset({"‘", "’", "‚", "'"})
_ELISION = re.compile(r"['’‘](?:em|til|tis|twas|cause|n|bout|round|\d0s)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks.

    ``outer`` includes the marks, ``inner`` does not (and is never empty). ``depth`` is 0 for an outermost quotation.
    ``closed`` is false where no closing mark was found in the paragraph; ``continues`` is true where the paragraph
    opens a quotation anew that the paragraph before left open.
    """

    outer: Span
    inner: Span
    mark: str
    depth: int = 0
    closed: bool = True
    continues: bool = False


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[list[Quotation]]:
    """The quotations of each paragraph, in text order, an outer one before those inside it.

    ``paragraphs`` are in text order. A quotation left open ends with its paragraph where the next paragraph opens
    with the same mark (the convention for long quotations), else with the sentence it opens in: crediting too little
    is better than crediting the outlet's own words. Linear in the length of the paragraphs.
    """
    found: list[list[Quotation]] = []
    open_mark = ""
    for k, paragraph in enumerate(paragraphs):
        following = text[paragraphs[k + 1].start : paragraphs[k + 1].start + 2] if k + 1 < len(paragraphs) else ""
        here = _pair(text, paragraph, following)
        if open_mark and here and here[0].outer.start == paragraph.start and here[0].mark == open_mark:
            first = here[0]
            here[0] = Quotation(first.outer, first.inner, first.mark, first.depth, first.closed, continues=True)
        last = next((q for q in reversed(here) if q.depth == 0), None)
        open_mark = last.mark if last and not last.closed and last.outer.end == paragraph.end else ""
        found.append(here)
    return found


def _pair(text: str, paragraph: Span, following: str) -> list[Quotation]:
    start, end = paragraph
    marks = [m for m in _MARK.finditer(text, start, end) if not _is_apostrophe(text, m, start, end)]
    closes_later = _single_closers(text, marks, start, end)
    stack: list[tuple[str, int, int]] = []
    found: list[Quotation] = []

    def close(at: int, stop: int, *, closed: bool) -> None:
        mark, left, depth = stack.pop()
        inner = Span(left + len(mark), at)
        if text[inner.start : inner.end].strip():
            found.append(Quotation(Span(left, stop), inner, mark, depth, closed))

    left_over = Counter(m.group() for m in marks)
    for n, m in enumerate(marks):
        mark, at = m.group(), m.start()
        odd = left_over[mark] % 2 == 1
        left_over[mark] -= 1
        level = next((d for d in range(len(stack) - 1, -1, -1) if mark in _CLOSERS.get(stack[d][0], ())), None)
        # straight marks say nothing themselves: an odd number left, this one included, means this one closes
        if level is not None and (_may_close(text, m, start, stack[level][0]) or (odd and mark in _BOTH_WAYS)):
            while len(stack) - 1 > level:
                stack.pop()  # an inner mark that was never closed was none
            close(at, m.end(), closed=True)
        elif _may_open(text, m, end, is_last_resort=mark in _BOTH_WAYS and level is None):
            if mark in _SINGLE and not closes_later[n] and not following.startswith(mark):
                continue
            if any(mark == opened[0] for opened in stack):
                while stack and stack[-1][0] != mark:
                    stack.pop()
                stop = _first_sentence_end(text, stack[-1][1], at)
                close(stop, stop, closed=False)
            if len(stack) < MAX_DEPTH:
                stack.append((mark, at, len(stack)))
    while len(stack) > 1:
        stack.pop()
    if stack:
        mark, left, _ = stack[0]
        stop = end if following.startswith(mark) else _first_sentence_end(text, left, end)
        close(stop, stop, closed=False)
    return sorted(found, key=lambda q: (q.outer.start, -q.outer.end))


def _is_apostrophe(text: str, m: re.Match[str], start: int, end: int) -> bool:
    if m.group() not in _SINGLE or m.group() == "‚":
        # a low single mark set as a comma has a space behind it or a letter before it
        return m.group() == "‚" and (m.start() > start and text[m.start() - 1].isalnum())
    before = text[m.start() - 1] if m.start() > start else " "
    after = text[m.end()] if m.end() < end else " "
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(_ELISION.match(text, m.start(), min(end, m.start() + 8)))


def _may_close(text: str, m: re.Match[str], start: int, opened: str) -> bool:
    before = text[m.start() - 1] if m.start() > start else " "
    after = text[m.end() : m.end() + 2]
    if m.group() in _SINGLE:
        # "the soldiers' camp": a plural possessive stands before a lower-case word
        possessive = before in "sS" and len(after) == 2 and after[0] == " " and after[1].islower()
        return not before.isspace() and not after[:1].isalnum() and not possessive
    if m.group() in _BOTH_WAYS and opened == m.group():
        return not (before.isspace() and after[:1].isalnum()) or m.start() == start
    return True


def _may_open(text: str, m: re.Match[str], end: int, *, is_last_resort: bool) -> bool:
    mark = m.group()
    after = text[m.end()] if m.end() < end else " "
    before = text[m.start() - 1] if m.start() > 0 else " "
    if mark in {"”", "’", "»"}:
        return mark == "»" and not after.isspace() and before.isspace()
    if mark in _SINGLE:
        return not after.isspace() and not before.isalnum()
    if mark in _BOTH_WAYS and not is_last_resort:
        return before.isspace() and not after.isspace()
    return not after.isspace() and not (mark in _BOTH_WAYS and before.isalnum() and not after.isalnum())


def _single_closers(text: str, marks: Sequence[re.Match[str]], start: int, end: int) -> list[bool]:
    """For each mark, whether a later one could close a single quotation (worked out once, from the right)."""
    later = [False] * len(marks)
    seen = False
    for n in range(len(marks) - 1, -1, -1):
        later[n] = seen
        if marks[n].group() in {"’", "'"} and _may_close(text, marks[n], start, marks[n].group()):
            seen = True
    return later


def _first_sentence_end(text: str, start: int, stop: int) -> int:
    m = _SENTENCE_END.search(text, start, stop)
    cut = m.end() if m else stop
    while cut > start + 1 and text[cut - 1].isspace():
        cut -= 1
    return cut
