"""How much of a content stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.extract.quotes import Quotation
from onrecord.model.spans import Span
from onrecord.model.statement import QuoteType

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
NAME_WORDS = 3
"""A quotation of at most this many words, all capitalised, is a name or title ("Quad"), no quotation."""


def is_name(text: str, quotation: Quotation) -> bool:
    """Whether a quotation only marks a name: at most :data:`NAME_WORDS` words, each with a capital, no full stop."""
    inner = text[quotation.inner.start : quotation.inner.end]
    words = _WORD.findall(inner[:200])
    return 0 < len(words) <= NAME_WORDS and all(w[0].isupper() for w in words) and inner.strip()[-1] not in ".!?,"


def quote_type(text: str, content: Iterable[Span], quotations: Sequence[Quotation]) -> QuoteType:
    """``direct``: every word of ``content`` stands in quotation marks; ``mixed``: some do; ``indirect``: none.

    The marks themselves do not count, nor do names in quotation marks (:func:`is_name`), nor a "that" which leads into
    the quotation. ``quotations`` are those of the paragraphs the content lies in.
    """
    spans = tuple(content)
    real = [q for q in quotations if q.depth == 0 and not is_name(text, q)]
    inside = outside = 0
    for span in spans:
        near = [q for q in real if q.outer.overlaps(span)]
        for m in _WORD.finditer(text, span.start, span.end):
            word = Span(m.start(), m.end())
            if any(q.inner.overlaps(word) for q in near):
                inside += 1
            elif m.group().lower() != "that" or inside or outside:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
