"""What an input is, told by its first bytes; the extension only decides where they leave a choice."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from onrecord.ingest.decode import BOMS

Kind = Literal["text", "html", "feed", "pdf", "json", "jsonl"]
"""How an input is read; ``feed`` is RSS or Atom, ``json`` one document (a row, rows or a JSON Feed)."""

_BY_SUFFIX: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf"), "feed"),
    **dict.fromkeys((".json",), "json"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".pdf": "pdf",
}
_BY_MEDIA_TYPE: dict[str, Kind] = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    **dict.fromkeys(("text/xml", "application/xml", "application/rss+xml", "application/atom+xml"), "feed"),
    "application/rdf+xml": "feed",
    **dict.fromkeys(("application/json", "text/json", "application/feed+json", "application/ld+json"), "json"),
    **dict.fromkeys(("application/x-ndjson", "application/jsonl", "application/x-jsonlines"), "jsonl"),
    "application/pdf": "pdf",
}
_MARKUP_WINDOW = 4096
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)[\s>/]", re.I)
_OBJECT = re.compile(r'[\[{]\s*(?:\{\s*)?"[^"\n]{1,100}"\s*:')
_LINE_OBJECT = re.compile(r"\{[^\r\n]{0,65000}\}[ \t]*\r?\n\s*\{")


def suffix_of(name: str) -> str:
    """The lower-case extension of a file name or URL path, that before ``.gz`` where it ends so."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def kind_of_media_type(media_type: str) -> Kind | None:
    """The kind that an HTTP ``Content-Type`` names; ``None`` of one that leaves it open."""
    return _BY_MEDIA_TYPE.get(media_type.partition(";")[0].strip().lower())


def kind_of(head: bytes, name: str = "", stated: Kind | None = None) -> Kind:
    """What the input is that begins with ``head``.

    ``name`` is its file name or URL path, ``stated`` what its server says; neither is believed against the bytes.
    """
    expected = _BY_SUFFIX.get(suffix_of(name)) or stated
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or (expected == "pdf" and b"%PDF-" in head[:1024]):
        return "pdf"
    text = _readable(head).lstrip("\ufeff \t\r\n\f")
    if text.startswith("<"):
        found = _markup_kind(text[:_MARKUP_WINDOW], expected)
        if found is not None:
            return found
    if text.startswith(("{", "[")):
        found = _json_kind(text, expected)
        if found is not None:
            return found
    # An extension that the bytes do not bear out: HTML may begin with words, nothing else may.
    return expected if expected in ("html", "json", "jsonl", "feed") else "text"


def _readable(head: bytes) -> str:
    for mark, codec in BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "ignore")
    return head.decode("latin-1")


def _markup_kind(text: str, expected: Kind | None) -> Kind | None:
    if _FEED.search(text):
        html, feed = _HTML.match(text), _FEED.search(text)
        return "html" if html and feed and html.start() < feed.start() else "feed"
    if expected == "text":  # words may begin with a tag; a whole page says so at once
        return "html" if _HTML.match(text) else None
    if text.startswith("<?xml") and expected != "html" and not _HTML.search(text):
        return "feed"
    return "html"


def _json_kind(text: str, expected: Kind | None) -> Kind | None:
    if expected in ("json", "jsonl"):
        if text.startswith("["):
            return "json"
        if expected == "jsonl" and not re.match(r"\{[ \t]*\r?\n", text):  # else one object over many lines
            return "jsonl"
        return "jsonl" if _LINE_OBJECT.match(text) else "json"
    if _OBJECT.match(text) is None:  # a text may well begin with a bracket: "[Updated] ..."
        return None
    return "jsonl" if text.startswith("{") and _LINE_OBJECT.match(text) else "json"
