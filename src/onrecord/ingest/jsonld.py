"""JSON-LD of a page: the schema.org article it describes and its live-blog updates."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

MAX_SCRIPT = 8_000_000
"""Characters of one JSON-LD script that are read; a live blog with 428 updates has 0.8 million."""

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
_ENTRY_KEYS = ("liveBlogUpdate", "liveBlogUpdates")
_ASIDE_KEYS = frozenset({*_ENTRY_KEYS, "hasPart", "mentions", "itemListElement", "relatedLink", "isPartOf", "citation"})
"""Properties under which other articles than the page's own are described."""

_TRAILING_COMMA = re.compile(r",(\s{0,100}[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|articleBody)"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.)*)"', re.DOTALL
)
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:/?p|br|/?div|/?li|/?h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_EMBED = re.compile(r"\[\[[^\[\]\n]{0,200}\]\]")


@dataclass(frozen=True, slots=True)
class Update:
    """One entry of a live blog as the page's data gives it; ``anchor`` is the fragment of its address."""

    headline: str = ""
    body: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class LdArticle:
    """What the JSON-LD says about the page's own article; empty where it says nothing.

    ``organisation`` is true where no author is a person.
    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    organisation: bool = False
    publisher: str = ""
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    body: str = ""
    live: bool = False
    updates: tuple[Update, ...] = ()


def read_jsonld(root: etree._Element) -> LdArticle:
    """The article that the JSON-LD scripts of ``root`` describe, the fields of several descriptions joined.

    Scripts that are not JSON are mended where the slip is a common one (comments, raw line breaks, a trailing
    comma, a bad escape); of the rest, the headline and the dates are picked out as text.
    """
    documents = [document for text in _scripts(root) for document in _documents(text)]
    named = {str(node["@id"]): node for node in _nodes(documents) if "@id" in node and "name" in node}
    articles = [node for node in _nodes(documents, skip=_ASIDE_KEYS) if _is_article(node)]
    live = [node for node in _nodes(documents) if any(node.get(key) for key in _ENTRY_KEYS)]
    parts = [_article(node, named) for node in [*live, *articles]]
    merged = parts[0] if parts else LdArticle()
    for part in parts[1:]:
        if _same_story(merged, part):
            merged = _joined(merged, part)
    updates = _updates(live, named)
    if not merged.publisher:
        publisher = next(
            (_name(node.get("publisher"), named) for node in _nodes(documents) if node.get("publisher")), ""
        )
        merged = _joined(merged, LdArticle(publisher=publisher))
    return _joined(merged, LdArticle(live=bool(updates) or merged.live, updates=updates))


def plain_text(value: object) -> str:
    """A JSON-LD string as plain text: entities resolved (twice: many are escaped twice), markup and embeds dropped."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(html.unescape(value))
    if "<" in text:
        text = _MARKUP.sub("", _BREAK.sub("\n", text))
    return _EMBED.sub("", text).replace("\u200b", "").strip()


def _scripts(root: etree._Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = script.text or ""
            if 1 < len(text) <= MAX_SCRIPT:
                yield text


def _documents(text: str) -> list[object]:
    """The JSON values of one script."""
    bare = text.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    bare = bare.strip().removesuffix("-->").removesuffix("//]]>").removesuffix("]]>").strip().rstrip(";")
    for attempt in (bare, _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", bare))):
        try:
            return [json.loads(attempt, strict=False)]
        except RecursionError:
            return []
        except ValueError:
            continue
    found: dict[str, object] = {}
    for key, value in _FIELD.findall(bare):
        found.setdefault(key, _string(value))
    return [{"@type": "Article", **found}] if "headline" in found else []


def _string(raw: str) -> str:
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw


def _nodes(documents: object, *, skip: frozenset[str] = frozenset()) -> Iterator[Mapping[str, object]]:
    """Every object of ``documents``, outer before inner, those below the properties ``skip`` left out."""
    stack = [documents]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(inner for key, inner in reversed(value.items()) if key not in skip)
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _types(node: Mapping[str, object]) -> list[str]:
    kind = node.get("@type")
    return [str(item) for item in kind] if isinstance(kind, list) else [str(kind)] if kind else []


def _is_article(node: Mapping[str, object]) -> bool:
    return any(_ARTICLE.search(kind) for kind in _types(node)) and any(
        node.get(key) for key in ("headline", "datePublished", "articleBody", "author", "name")
    )


def _name(value: object, named: Mapping[str, Mapping[str, object]]) -> str:
    """The name of a person or organisation written as a string, an object or a reference."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        name = value.get("name")
        if not name and value.get("@id") in named:
            name = named[str(value["@id"])].get("name")
        value = name[0] if isinstance(name, list) and name else name
    return " ".join(plain_text(value).split())


def _people(node: Mapping[str, object], named: Mapping[str, Mapping[str, object]]) -> tuple[tuple[str, ...], bool]:
    """The names of the authors of ``node`` and whether none of them is a person."""
    value = node.get("author") or node.get("creator")
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    persons = False
    for item in items[:50]:
        inner = item.get("name") if isinstance(item, dict) else None
        found = [_name(name, named) for name in inner] if isinstance(inner, list) else [_name(item, named)]
        names += [name for name in found if name]
        persons = persons or not (isinstance(item, dict) and any("Organization" in kind for kind in _types(item)))
    return tuple(dict.fromkeys(names)), bool(names) and not persons


def _text(node: Mapping[str, object], key: str) -> str | None:
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def _address(node: Mapping[str, object]) -> str | None:
    page = node.get("mainEntityOfPage")
    inner = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return _text(node, "url") or (inner if isinstance(inner, str) else None)


def _article(node: Mapping[str, object], named: Mapping[str, Mapping[str, object]]) -> LdArticle:
    authors, organisation = _people(node, named)
    return LdArticle(
        headline=" ".join((plain_text(node.get("headline")) or plain_text(node.get("name"))).split()),
        authors=authors,
        organisation=organisation,
        publisher=_name(node.get("publisher"), named),
        published=_text(node, "datePublished"),
        modified=_text(node, "dateModified"),
        url=_address(node),
        body=plain_text(node.get("articleBody")),
        live="LiveBlogPosting" in _types(node),
    )


def _same_story(first: LdArticle, second: LdArticle) -> bool:
    """Two descriptions are of one article unless their headlines differ."""
    return not first.headline or not second.headline or first.headline == second.headline


def _joined(first: LdArticle, second: LdArticle) -> LdArticle:
    people = first if first.authors and not (first.organisation and second.authors) else second
    return LdArticle(
        headline=first.headline or second.headline,
        authors=people.authors,
        organisation=people.organisation,
        publisher=first.publisher or second.publisher,
        published=first.published or second.published,
        modified=first.modified or second.modified,
        url=first.url or second.url,
        body=max(first.body, second.body, key=len),
        live=first.live or second.live,
        updates=first.updates or second.updates,
    )


def _updates(live: list[Mapping[str, object]], named: Mapping[str, Mapping[str, object]]) -> tuple[Update, ...]:
    found: dict[Update, None] = {}
    for node in live:
        value = next((node[key] for key in _ENTRY_KEYS if node.get(key)), None)
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                continue
            address = _address(item) or ""
            update = Update(
                headline=" ".join(plain_text(item.get("headline")).split()),
                body=plain_text(item.get("articleBody")) or plain_text(item.get("description")),
                published=_text(item, "datePublished") or _text(item, "dateModified"),
                authors=_people(item, named)[0],
                anchor=address.rpartition("#")[2] or None if "#" in address else None,
            )
            if update.headline or update.body:
                found.setdefault(update)
    return tuple(found)
