"""Labels of the blocks of one page: what kind of section each is part of, and the reason.

The order is: what a block's own words show (a credit, a signature, stock furniture), then what its place shows (lists
of links, blocks opened by "Related articles", the head and the tail of the page), and running text for all the rest.
Every rule writes its reason, so that a wrong label can be traced. The module is long because the rules are tried in
this one order, which is read in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from onrecord.model.report import SectionKind
from onrecord.segment.bylines import MAX_CREDITS, Signature, is_desk, is_name, parse_signature
from onrecord.segment.captions import caption, notice_start
from onrecord.segment.furniture import about_note, furniture, index_opener, opener
from onrecord.segment.lines import Block

LINK_RUN = 3
"""Consecutive title-like lines that make a list of links; two are a title with its standfirst, or stacked subheads."""

HEAD_MENU = 8
"""Blocks before the first running text above which the head holds a menu: a title, standfirst, byline, date, picture
and its caption make seven."""


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a block, why, and for live entries their number, author and ISO time."""

    kind: SectionKind
    reason: str
    author: str | None = None
    time: str | None = None
    entry: int | None = None


@dataclass
class Page:
    """The blocks of a page with what is known of them so far.

    ``fixed[i]`` is the kind that markup gave block ``i``; ``labels[i]`` its label or ``None`` while open; ``signs[i]``
    what it says as a byline. ``title`` is the comparison key of the report's title.
    """

    blocks: Sequence[Block]
    fixed: Sequence[SectionKind | None]
    title: str = ""
    labels: list[Label | None] = field(default_factory=list)
    signs: dict[int, Signature] = field(default_factory=dict)
    openers: set[int] = field(default_factory=set)

    def body(self, i: int) -> bool:
        """Whether block ``i`` is running text, by markup or by form, and not known to be anything else."""
        kind = self.kind(i)
        return kind in ("article", "live_entry") if kind is not None else self.blocks[i].prose

    def kind(self, i: int) -> SectionKind | None:
        """The kind of block ``i`` so far."""
        label = self.labels[i]
        return label.kind if label else None

    def put(self, i: int, kind: SectionKind, reason: str) -> None:
        """Label block ``i`` unless markup fixed its kind."""
        if self.fixed[i] is None:
            self.labels[i] = Label(kind, reason)

    def open_title(self, i: int) -> bool:
        """Whether block ``i`` has no label yet and could be a title."""
        return self.labels[i] is None and self.blocks[i].titled

    def is_title(self, i: int) -> bool:
        """Whether block ``i`` repeats the report's title, with or without a site's name behind it."""
        key = self.blocks[i].key
        if not self.title or len(key) < 12:
            return False
        return key == self.title or (key.startswith(self.title) and len(key) - len(self.title) <= 40)


def label_words(page: Page) -> None:
    """Label what a block's own words show."""
    for i, block in enumerate(page.blocks):
        page.labels.append(None)
        why = furniture(block)
        if opener(block):
            page.openers.add(i)
            why = why or "opens a block of links"
        if notice_start(block.head, 0, 40) is not None:
            why = "licence notice of a picture"
        fixed = page.fixed[i]
        if fixed is not None:
            demoted = fixed == "article" and why
            page.labels[i] = Label("boilerplate", f"in the article, but {why}") if demoted else Label(fixed, "markup")
            continue
        credit = None if why and "notice" in why else caption(block)
        if credit:
            page.put(i, "caption", credit)
        elif why:
            page.put(i, "boilerplate", why)
        sign = parse_signature(block.head) if block.end - block.start <= MAX_CREDITS else None
        if sign and not (why and sign.author is None and not sign.timed):
            page.signs[i] = sign
            if not credit:
                time = sign.time
                page.labels[i] = Label("byline", "says who signs or when", sign.author, time)
    _known_title(page)
    _label_about(page)
    for i, block in enumerate(page.blocks):
        if index_opener(block):
            _label_index(page, i)
    for i, (one, two) in enumerate(pairwise(page.blocks)):
        if (
            page.labels[i] is None
            and page.kind(i + 1) == "caption"
            and len(one.key) >= 12
            and two.key.startswith(one.key)
        ):
            page.put(i, "caption", "repeated in the caption below")


def _known_title(page: Page) -> None:
    """The report's title is its headline even where it ends as a sentence does."""
    for i in range(len(page.blocks)):
        if page.labels[i] is None and page.is_title(i) and page.blocks[i].prose:
            page.put(i, "headline", "the report's title")
        if page.body(i):
            return


def _label_about(page: Page) -> None:
    """Notes about the outlet and the writer under the last paragraph; not the whole of a text of one paragraph."""
    text = [i for i in range(len(page.blocks)) if page.body(i)]
    while len(text) > 1 and about_note(page.blocks[text[-1]]):
        page.put(text.pop(), "boilerplate", "note about the outlet or the writer at the end")


def _label_index(page: Page, i: int) -> None:
    """An index of a live page's own entries: its heading, then title and time by turns."""
    j = i + 1
    while j + 1 < len(page.blocks) and page.blocks[j].titled and j + 1 in page.signs and not page.signs[j + 1].author:
        page.put(j, "boilerplate", "in an index of entries")
        page.put(j + 1, "boilerplate", "in an index of entries")
        j += 2
    if j > i + 1:
        page.put(i, "boilerplate", "heading of an index of entries")


def label_places(page: Page, start: int = 0) -> None:
    """Label what the place of a block shows, from block ``start``; all that stays open is running text."""
    body = [i for i in range(start, len(page.blocks)) if page.body(i)]
    if not body:
        _no_text(page, start)
        return
    body = _main_text(page, body)
    first, last = body[0], body[-1]
    label_head(page, start, first)
    label_links(page, first, last + 1)
    label_cards(page, first, last + 1)
    label_middle(page, first, last + 1)
    label_tail(page, last + 1)
    for i in range(start, len(page.blocks)):
        if page.labels[i] is None:
            page.put(i, "article", "running text")


def _no_text(page: Page, start: int) -> None:
    """A page without running text: its first title-like line is the headline, the rest is kept as it stands."""
    rows = [i for i in range(start, len(page.blocks)) if page.labels[i] is None]
    listed = len(rows) > HEAD_MENU
    for n, i in enumerate(rows):
        if n == 0 and page.blocks[i].titled:
            page.put(i, "headline", "first title-like line")
        elif listed and page.blocks[i].titled:
            page.put(i, "boilerplate", "list of titles without running text")
        else:
            page.put(i, "article", "no running text on the page, kept")


def _main_text(page: Page, body: list[int]) -> list[int]:
    """Drop islands of running text far from the rest (cookie notices, sign-up texts, footers).

    An island is parted from the main text by more than ``2 * HEAD_MENU`` blocks that are no running text and holds less
    than a tenth of its words.
    """
    groups: list[list[int]] = [[body[0]]]
    for one, two in pairwise(body):
        if two - one > 2 * HEAD_MENU:
            groups.append([])
        groups[-1].append(two)
    sizes = [sum(page.blocks[i].end - page.blocks[i].start for i in group) for group in groups]
    most = max(sizes)
    keep: list[int] = []
    for group, size in zip(groups, sizes, strict=True):
        if size >= 0.1 * most or any(page.fixed[i] for i in group):
            keep += group
            continue
        for i in group:
            page.put(i, "boilerplate", "running text far from the report's own")
    return keep


def label_head(page: Page, start: int, first: int) -> None:
    """The blocks before the first running text: title, standfirst, byline, and what stands around them."""
    rows = [i for i in range(start, first) if page.fixed[i] is None]
    titles = [i for i in rows if page.labels[i] is None and (page.blocks[i].titled or page.is_title(i))]
    like = frozenset(titles)
    menu = len(rows) > HEAD_MENU
    known = [i for i in titles if page.is_title(i)]
    if menu and known:
        top = known[-1]
    elif menu:
        near = [i for i in titles if page.blocks[i].words >= 5 and i >= first - 2 * HEAD_MENU]
        # What stands between the byline and the text may look like a title; the title stands above it.
        signed = [i for i in near if any(j in page.signs for j in range(i + 1, min(i + 4, first)))]
        top = _last_group([i for i in near if not signed or i <= signed[-1]]) if near else first
    else:
        top = next((i for i in [*known, *(t for t in titles if page.blocks[t].words >= 4), *titles]), first)
    for i in rows:
        block = page.blocks[i]
        if page.labels[i] is not None:
            continue
        if i in like and page.is_title(i):
            page.put(i, "headline", "the report's title")
        elif i in like and i == rows[0] and block.words >= 4:
            page.put(i, "headline", "first title-like line of the page")
        elif block.datelined or block.tail[-1:] in set("-–—_―"):
            page.put(i, "article", "dateline")
        elif i < top and (menu or block.words <= 4):
            page.put(i, "boilerplate", "before the title")
        elif i > top and is_name(block.head) and not block.upper and _signed_near(page, i):
            page.labels[i] = Label("byline", "a name under the title", block.head)
        elif i > top and is_desk(block.head):
            page.put(i, "byline", "a desk under the title")
        elif i in like and (i == top or not menu or block.words >= 5):
            page.put(i, "headline", "title-like line before the running text")
        elif menu or (block.words <= 2 and block.tail[-1:].isalnum()):
            page.put(i, "boilerplate", "short line around the title")
    _widgets(page, rows)
    _standfirst(page, first)


def _last_group(rows: list[int]) -> int:
    """The first of the last run of near neighbours in ``rows``: a title, not its standfirst."""
    top = rows[-1]
    for i in reversed(rows):
        if top - i > 1:
            break
        top = i
    return top


def _signed_near(page: Page, i: int) -> bool:
    return any(j in page.signs for j in range(max(0, i - 2), min(len(page.blocks), i + 3)))


def _widgets(page: Page, rows: list[int]) -> None:
    """A date line beside furniture above the title is the page's calendar, not the report's date line."""
    top = next((i for i in rows if page.kind(i) == "headline"), rows[-1] + 1 if rows else 0)
    before = [i for i in rows if i < top]
    if any(page.kind(i) == "boilerplate" for i in before):
        for i in before:
            sign = page.signs.get(i)
            if page.kind(i) == "byline" and sign and sign.author is None and not sign.lead:
                page.put(i, "boilerplate", "date of a page widget")


def _standfirst(page: Page, first: int) -> None:
    """A sentence between the title and a byline, or one that is said again below, is the standfirst."""
    if first == 0 or first + 1 >= len(page.blocks) or page.fixed[first] is not None:
        return
    if page.kind(first - 1) != "headline" or page.blocks[first].words > 50 or page.blocks[first].long:
        return
    follows = page.kind(first + 1)
    key = page.blocks[first].key
    again = any(page.blocks[j].key == key for j in range(first + 1, min(first + 40, len(page.blocks))))
    signed = follows == "byline" and (first + 1 in page.signs) and first + 2 < len(page.blocks)
    if again or (signed and any(page.body(j) for j in range(first + 2, min(first + 10, len(page.blocks))))):
        page.put(first, "headline", "standfirst: stands between title and byline, or is repeated below")


def label_links(page: Page, start: int, end: int) -> None:
    """Blocks of links inside or after the text: what an opener opens, up to the next running text."""
    i = start
    while i < end:
        if i in page.openers and page.fixed[i] in (None, "article"):
            i += 1
            while i < end and page.fixed[i] is None and not page.body(i):
                page.put(i, "boilerplate", "in a block of links")
                i += 1
        else:
            i += 1


def label_cards(page: Page, start: int, end: int) -> None:
    """Cards of related stories: a title followed by "BY NAME" inside the text, with the caption of its picture."""
    for i in range(max(start, 1), end):
        sign = page.signs.get(i)
        if page.kind(i) != "byline" or sign is None or page.fixed[i] is not None or not sign.author:
            continue
        linked = page.kind(i - 1) == "boilerplate" and page.blocks[i - 1].words > 3 and page.blocks[i].gap == 0
        if (
            not linked
            and not page.open_title(i - 1)
            and not (page.labels[i - 1] is None and page.blocks[i - 1].words <= 25 and not page.blocks[i - 1].stopped)
        ):
            continue
        page.put(i, "boilerplate", "byline of a related story")
        page.put(i - 1, "boilerplate", "title of a related story")
        if i >= 2 and page.kind(i - 2) == "caption" and page.blocks[i - 1].gap == 0:
            page.put(i - 2, "boilerplate", "picture of a related story")


def label_middle(page: Page, start: int, end: int) -> None:
    """The lines between running text: subheads, lists of links, repeated titles."""
    i = start
    while i < end:
        if page.labels[i] is not None or page.blocks[i].prose:
            i += 1
            continue
        run = [i]
        while run[-1] + 1 < end and page.labels[run[-1] + 1] is None and not page.blocks[run[-1] + 1].prose:
            run.append(run[-1] + 1)
        _label_run(page, run, end)
        i = run[-1] + 1


def _label_run(page: Page, run: list[int], end: int) -> None:
    blocks = [page.blocks[i] for i in run]
    introduced = run[0] > 0 and page.blocks[run[0] - 1].opens
    for i in run:
        if page.is_title(i):
            near = {page.kind(j) for j in (i - 1, i + 1) if 0 <= j < len(page.blocks)}
            page.put(i, "caption" if "caption" in near else "boilerplate", "the title again")
    run = [i for i in run if page.labels[i] is None]
    if not run:
        return
    titled = sum(b.titled for b in blocks)
    mean = sum(b.words for b in blocks) / len(blocks)
    if introduced or any(b.bulleted for b in blocks):
        return
    if len(run) >= LINK_RUN and titled >= 0.8 * len(blocks) and mean >= 5 and not _speech(blocks):
        for i in run:
            page.put(i, "boilerplate", f"one of {len(run)} title-like lines in a row")
        return
    after = run[-1] + 1
    if len(run) >= LINK_RUN:
        run = run[-1:]
    for i in run:
        block = page.blocks[i]
        if not _heads(block):
            continue
        if after < end and page.kind(after) == "boilerplate" and after not in page.signs and page.blocks[after].letters:
            page.put(i, "boilerplate", "heading of furniture")
        else:
            page.put(i, "headline", "title-like line between paragraphs")


def _heads(block: Block) -> bool:
    """Whether a line between paragraphs can be a subhead: title-like or one capitalised word, and no short sentence."""
    label = block.words == 1 and block.letters and block.head[:1].isupper() and block.tail[-1:] not in set(":;,.")
    if block.words > 20 or (block.stopped and not block.asks and not block.title_case):
        return False
    return (block.titled or label) and not (block.quoted and not block.title_case)


def _speech(blocks: Sequence[Block]) -> bool:
    """Whether the run looks like speech, verse or a table more than titles: commas, small letters, figures."""
    odd = sum(b.head[:1].islower() or b.tail[-1:] in ",;:" or (b.head[:1].isdigit() and not b.numbered) for b in blocks)
    return odd * 3 >= len(blocks)


def label_tail(page: Page, start: int) -> None:
    """The lines after the last running text: furniture once it began, else what is left of the report."""
    label_links(page, start, len(page.blocks))
    rows = [i for i in range(start, len(page.blocks)) if page.fixed[i] is None]
    opened = next((i for i in rows if page.kind(i) == "boilerplate"), None)
    free = [i for i in rows if page.labels[i] is None]
    words = sum(page.blocks[i].words for i in free)
    lists = (
        len(free) >= LINK_RUN and sum(page.blocks[i].titled for i in free) >= 0.6 * len(free) and words >= 4 * len(free)
    )
    for i in rows:
        block = page.blocks[i]
        if page.labels[i] is None:
            if opened is not None and (i > opened or (block.titled and i + 1 == opened)):
                page.put(i, "boilerplate", "after the text, among furniture")
            elif lists and not block.bulleted:
                page.put(i, "boilerplate", "list of titles after the text")
            elif page.is_title(i):
                page.put(i, "boilerplate", "the title again")
            elif (
                is_name(block.head)
                and i == start
                and block.gap == 0
                and page.blocks[i - 1].stopped
                and block.words <= 3
                and i in page.signs
            ):
                page.put(i, "byline", "a name under the text")
        elif page.kind(i) in ("byline", "caption") and opened is not None and i > opened and not _closing(page, i):
            page.put(i, "boilerplate", "after the text, among furniture")


def _closing(page: Page, i: int) -> bool:
    """Whether a byline at the end names who reported, which the report's own last line does."""
    sign = page.signs.get(i)
    return bool(sign and sign.lead and "report" in page.blocks[i].head.lower())
