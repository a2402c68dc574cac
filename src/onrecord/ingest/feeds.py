"""Feeds: an RSS, Atom or JSON Feed to one report an item, from what the feed itself holds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import html as lxml_html
from lxml.etree import LxmlError

from onrecord.ingest.compose import Composer, Known, has_surrogate, one_line, web_address
from onrecord.ingest.stamps import when_of
from onrecord.model.errors import InputError
from onrecord.model.report import Report
from onrecord.model.when import When

MAX_ITEMS = 10_000
"""Items read from one feed; real ones end at a few hundred."""

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math"})
_ENTITY = re.compile(rb"<!ENTITY\s", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:[a-zA-Z]{2,8}|#\d{1,7});")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its content, as HTML or as text, and what the feed says of it; ``where`` names it in errors."""

    known: Known
    html: str | None
    text: str | None
    where: str


def read_xml(data: bytes, *, source: str) -> Iterator[Item | InputError]:
    """The items of an RSS or Atom feed in its order; one broken off in the middle ends with an error.

    ``external_id`` is the item's ``guid`` or ``id``, ``outlet`` the title of the feed, ``published`` its date or
    else that of its last change.

    Raises:
        InputError: while iterating: this is no feed, it declares entities, or it has no items.

    """
    if _ENTITY.search(data):
        raise InputError(source, "the feed declares XML entities", "refused: they can unpack without bound")
    # A file object, since feedparser would take a string for an address to fetch or a file to open.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=True)
    broken = feed.get("bozo_exception") if feed.get("bozo") else None
    if isinstance(broken, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        broken = None  # read all the same, by the encoding that the document names
    entries = feed.entries[:MAX_ITEMS]
    if not entries:
        if broken is not None:
            raise InputError(source, f"malformed feed: {_reason(broken)}")
        kind = "the feed has no items" if feed.get("version") else "XML that is no RSS or Atom feed"
        raise InputError(source, kind)
    outlet = _plain(feed.feed.get("title"), source)
    for number, entry in enumerate(entries, start=1):
        yield _of_entry(entry, outlet, source, f"{source}[{number}]")
    if broken is not None:
        yield InputError(source, f"malformed feed: {_reason(broken)}", "items behind that place may be missing")
    if len(feed.entries) > MAX_ITEMS:
        yield InputError(source, f"more than {MAX_ITEMS:,} items; the rest are left out", "split the feed")


def is_json_feed(value: Any) -> bool:
    """Whether a parsed JSON value is a JSON Feed (version 1 or 1.1)."""
    return isinstance(value, dict) and isinstance(value.get("items"), list) and "jsonfeed" in str(value.get("version"))


def read_json(feed: dict[str, Any], *, source: str) -> Iterator[Item | InputError]:
    """The items of a parsed JSON Feed 1.1 in its order.

    Raises:
        InputError: while iterating: the feed has no items.

    """
    items = feed["items"]
    if not items:
        raise InputError(source, "the feed has no items")
    outlet = one_line(feed.get("title"))
    for number, item in enumerate(items[:MAX_ITEMS], start=1):
        where = f"{source}[{number}]"
        if not isinstance(item, dict):
            yield InputError(where, "an item has to be an object")
            continue
        people = item.get("authors") or [item.get("author")]
        names = (
            [one_line(one.get("name")) for one in people if isinstance(one, dict)] if isinstance(people, list) else []
        )
        known = Known(
            source=source,
            external_id=one_line(str(item["id"])) if item.get("id") else None,
            url=web_address(item.get("url")) or web_address(item.get("external_url")),
            title=one_line(item.get("title")),
            outlet=outlet,
            authors=tuple(name for name in names if name),
            published=when_of(item.get("date_published")) or when_of(item.get("date_modified")),
        )
        content, text = item.get("content_html"), item.get("content_text") or item.get("summary")
        yield Item(known, content if isinstance(content, str) else None, text if isinstance(text, str) else None, where)
    if len(items) > MAX_ITEMS:
        yield InputError(source, f"more than {MAX_ITEMS:,} items; the rest are left out", "split the feed")


def compose(item: Item, composer: Composer) -> Report:
    """The report of an item: its HTML read as a page where it stands as one, else the words of it.

    The content of an item has no navigation around it, so where the page reader keeps less than half of the letters,
    all the words are kept instead.

    Raises:
        InputError: the item has no content, or none that can be read.

    """
    if any(has_surrogate(value or "") for value in (item.known.external_id, item.known.title, item.known.outlet)):
        raise InputError(item.where, "a field holds half of a surrogate pair", "write it again as valid Unicode")
    content = item.html if item.html and item.html.strip() else None
    if content is None:
        if not item.text or not item.text.strip():
            raise InputError(item.where, "the item has no content", "fetch the page of the item: --feed-items")
        return composer.of_text(item.text.strip(), item.known, where=item.where)
    words = words_of(content, where=item.where)
    if not words:
        raise InputError(item.where, "the item has no content", "fetch the page of the item: --feed-items")
    page = f"<!DOCTYPE html><html><head></head><body><article>{content}</article></body></html>"
    try:
        report = composer.of_page(page, item.known, where=item.where)
    except InputError:
        return composer.of_text(words, item.known, where=item.where)
    if 2 * _letters(report.text) < _letters(words):
        return composer.of_text(words, item.known, where=item.where)
    return report


def words_of(fragment: str, *, where: str) -> str:
    """The text of an HTML fragment, a blank line between its blocks; no script, style or embedded object.

    Raises:
        InputError: the fragment cannot be parsed at all.

    """
    try:
        root = lxml_html.fragment_fromstring(fragment.replace("\0", ""), create_parent="div")
    except (LxmlError, ValueError) as error:
        raise InputError(where, "the HTML of the item cannot be parsed") from error
    parts: list[str] = []
    silent = 0
    # Events instead of recursion: the depth of a hostile fragment is no limit.
    for event, node in _walk(root):
        tag = node.tag if isinstance(node.tag, str) else ""
        silenced = tag in _SILENT or not tag  # a comment or processing instruction has no tag name
        if event == "start":
            silent += silenced
            if tag in _BLOCKS:
                parts.append("\n")
            if not silent:
                parts.append(" ".join(f"|{node.text or ''}|".split())[1:-1])
        else:
            silent -= silenced
            if tag in _BLOCKS:
                parts.append("\n")
            if not silent and node is not root:
                parts.append(" ".join(f"|{node.tail or ''}|".split())[1:-1])
    blocks = (" ".join(block.split()) for block in "".join(parts).split("\n"))
    return "\n\n".join(block for block in blocks if block)


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        event, node = stack.pop()
        yield event, node
        if event == "start":
            stack.append(("end", node))
            stack.extend(("start", child) for child in reversed(node))


def _of_entry(entry: Any, outlet: str | None, source: str, where: str) -> Item:
    published = next((found for key in ("published", "updated") if (found := _when(entry, key))), None)
    names = [one_line(one.get("name")) for one in entry.get("authors", ()) if isinstance(one, dict)]
    own = entry.get("source")
    known = Known(
        source=source,
        external_id=one_line(entry.get("id")),
        url=web_address(entry.get("link")),
        title=_plain(entry.get("title"), where),
        outlet=(one_line(own.get("title")) if isinstance(own, dict) else None) or outlet,
        authors=tuple(dict.fromkeys(name for name in names if name)),
        published=published,
    )
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    bodies = [detail for detail in details if isinstance(detail, dict) and (detail.get("value") or "").strip()]
    # The first of the longest: "content" before "summary" where both hold the same.
    body = max(bodies, key=lambda detail: len(detail["value"]), default=None)
    if body is None:
        return Item(known, None, None, where)
    value = str(body["value"])
    # feedparser calls what RSS does not type text/html; without one tag or entity it is text, line breaks and all.
    is_html = body.get("type") != "text/plain" and _TAG.search(value) is not None
    return Item(known, value if is_html else None, None if is_html else value, where)


def _when(entry: Any, key: str) -> When | None:
    stated = when_of(entry.get(key))
    parsed = entry.get(f"{key}_parsed")
    if stated is not None or not parsed:
        return stated
    try:
        year, month, day, hour, minute, second = parsed[:6]  # feedparser's other formats, in UTC
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, TypeError):
        return None
    return When(f"{moment:%Y-%m-%dT%H:%M:%S}Z", "second", "metadata")


def _plain(title: Any, where: str) -> str | None:
    """The words of a title; feeds escape markup in it once more."""
    text = one_line(title)
    if text is None or _TAG.search(text) is None:
        return text
    return one_line(words_of(text, where=where))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _reason(error: object) -> str:
    line = getattr(error, "getLineNumber", None)
    message = getattr(error, "getMessage", None)
    words = " ".join(str(message() if callable(message) else error).split())[:200]
    return f"line {line()}: {words}" if callable(line) else words
