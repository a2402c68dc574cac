"""What a case keeps to see that a row was changed since it was recorded, where its value does not follow from the text.

A digest tells a slip of another program or of the disk, not a forger: whoever can write the file can write it, too.
"""

from __future__ import annotations

import hashlib
import json

from onrecord.model import wire
from onrecord.model.analysis import Analysis

HEX = 64
"""Hex digits of a digest, a SHA-256."""


def analysis_digest(analysis: Analysis, report_id: str) -> str:
    """The digest of everything stored of one text version under the report ``report_id``.

    It is made from the canonical JSON (as of :func:`onrecord.model.ids.content_id`) of the version's record in the
    extract contract without its text, and of the marks of its page, which the contract leaves out.
    """
    record = wire.analysis_to_json(analysis, with_text=False, report_id=report_id)
    marks = [wire.section_to_json(mark) for mark in analysis.report.marks]
    return _sha256(_plain([record, marks])).hex()


def row_digest(*values: str | int | None) -> str:
    """The digest of one row that belongs to a report: its values, the name of its table first."""
    return _sha256(values).hex()


def folded(*digests: str) -> str:
    """One digest of a set of different rows, whatever their order (exclusive or).

    A row can be folded into a set without reading the others, and what did not hold before does not hold after.
    Raises :class:`ValueError` where one is not hexadecimal.
    """
    total = 0
    for digest in digests:
        total ^= int(digest, 16)
    return f"{total:0{HEX}x}"


def _sha256(value: object) -> bytes:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).digest()


def _plain(value: object) -> object:
    """``value`` with each number in one form: the database makes 61 and 61.0 the same."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < wire.EXACT_INTEGERS else number
    return value
