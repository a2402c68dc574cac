"""Content-derived identifiers: a tag and a SHA-256 over canonical JSON, the same on every machine and run."""

from __future__ import annotations

import hashlib
import json

from onrecord.model.spans import Span

ID_HEX = 20
"""Hex digits kept in an id: 80 bits, so that a million rows collide with probability below 1e-12."""


def text_sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes of ``text`` (lone surrogates, which no decoder yields, raise)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_id(tag: str, content: object) -> str:
    """``tag`` plus the first :data:`ID_HEX` hex digits of the SHA-256 of ``content`` as canonical JSON.

    ``content`` is anything :func:`json.dumps` takes; keys are sorted and separators fixed.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{tag}_{hashlib.sha256(canonical.encode('utf-8')).hexdigest()[:ID_HEX]}"


def report_id(*, url: str | None, external_id: str | None, text_hash: str) -> str:
    """The id of a report: of its canonical URL where it has one, else of its text (and its id in an archive).

    ``text_hash`` is the hash of the report's *first* text version; the case recognises a later version of a
    report without a URL by the place it was read from.
    """
    if url:
        return content_id("r", {"url": url})
    return content_id("r", {"external_id": external_id, "text_sha256": text_hash})


def statement_id(
    report: str,
    text_hash: str,
    source: tuple[Span, ...],
    cue: tuple[Span, ...],
    content: tuple[Span, ...],
) -> str:
    """The id of a statement: its report, its text version and the characters it consists of."""
    return content_id("s", [report, text_hash, source, cue, content])
