"""Who said what, as a component of any spaCy pipeline: ``nlp.add_pipe("onrecord_attribution")``.

The component runs the encoder alone: no sections, no speakers, no dates, and none of the rules that complete it in
``onrecord extract``. What it finds is kept in ``doc.user_data`` as plain numbers, from which ``doc._.attributions``
builds spans when asked, so that it goes wherever spaCy takes a document: other processes, bytes, ``DocBin``, and
(the keys are of the form that spaCy shifts) ``Doc.from_docs`` and ``Span.as_doc(copy_user_data=True)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import is_same_func

from onrecord.model.errors import UsageError
from onrecord.model.spans import Span as Chars
from onrecord.nlp.encoder.runtime import load_encoder
from onrecord.nlp.parse import Cited

FACTORY = "onrecord_attribution"
EXTENSION = "attributions"

_ROLES = ("source", "cue", "content")
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_MARK = ("._.", FACTORY)
"""How the keys in ``user_data`` begin; the anchor's first and last code point follow, as with a span's attributes."""


@dataclass(frozen=True, slots=True)
class DocAttribution:
    """Who said what in a document.

    ``source`` (none where nobody is named), ``cue`` and ``content`` (a quotation that the cue interrupts has two) are
    spans of whole tokens, each in text order. ``confidence`` in 0..1 is the probability that source and content are
    right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


class AttributionComponent:
    """Sets ``doc._.attributions``; attributions below ``threshold`` (0..1) are left out.

    Holds no model, so that a pipeline with it can be sent to another process; each loads the encoder once.
    """

    def __init__(self, *, threshold: float = 0.0) -> None:
        if not 0.0 <= threshold <= 1.0:
            raise UsageError(f"{FACTORY}: the threshold is {threshold}, and has to lie between 0 and 1")
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Read the document, a paragraph a line; time and memory are linear in its length.

        Documents are read one by one also in ``nlp.pipe``: in the quantised network a batch's scale depends on all of
        it, and what a document says must not depend on its neighbours.
        """
        text = doc.text
        kept: dict[Any, Any] = cast("dict[Any, Any]", doc.user_data)  # spaCy's own keys are tuples too
        for key, _ in list(_kept(doc)):
            del kept[key]
        paragraphs = [Chars(*m.span()) for m in _PARAGRAPH.finditer(text)]
        for cited in load_encoder().read(text, [paragraphs] if paragraphs else []).cited:
            if cited.confidence >= self.threshold:
                kept.setdefault((*_MARK, *cited.anchor), []).append(_packed(cited))
        return doc


def create(nlp: Language, name: str, threshold: float) -> AttributionComponent:
    """The factory of ``onrecord_attribution``.

    Raises :class:`onrecord.model.errors.MissingDependencyError` where the model is not installed, and
    :class:`UsageError` for a threshold outside 0..1 or where ``doc._.attributions`` is already something else.
    """
    _, _, getter, _ = Doc.get_extension(EXTENSION)
    if getter is None or not is_same_func(getter, attributions):
        raise UsageError(f"doc._.{EXTENSION} is already set by something else: remove that extension first")
    load_encoder().manifest  # noqa: B018  (a missing model is told here, not at the first document)
    return AttributionComponent(threshold=threshold)


def attributions(doc: Doc) -> tuple[DocAttribution, ...]:
    """The attributions of a document in text order; none where the component has not seen it."""
    size = len(doc.text)
    found = []
    for (*_, begin, _), packed in sorted(_kept(doc), key=lambda item: item[0][2:]):
        for one in packed:
            spans = [[(begin + s, begin + e) for s, e in one[role]] for role in _ROLES]
            # Span.as_doc takes the attributions of the whole document along
            if all(0 <= s < e <= size for role in spans for s, e in role):
                source, cue, content = (tuple(_tokens(doc, role)) for role in spans)
                found.append(DocAttribution(source, cue, content, one["confidence"]))
    return tuple(found)


def _packed(cited: Cited) -> dict[str, Any]:
    """The attribution as plain numbers, its spans counted from the first code point of its anchor."""
    roles = zip(_ROLES, (cited.source, cited.cue, cited.content), strict=True)
    spans = {role: [list(span.shift(-cited.anchor.start)) for span in those] for role, those in roles}
    return {**spans, "confidence": cited.confidence}


def _kept(doc: Doc) -> Iterator[tuple[tuple[str, str, int, int], list[dict[str, Any]]]]:
    for key, value in cast("dict[Any, Any]", doc.user_data).items():
        if isinstance(key, tuple) and key[:2] == _MARK:
            yield key, value


def _tokens(doc: Doc, spans: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Whole tokens over these characters; stretches that come to share a token are one."""
    first = last = 0
    for start, end in sorted(spans):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        if span.start < last:
            last = max(last, span.end)
            continue
        if first < last:
            yield doc[first:last]
        first, last = span.start, span.end
    if first < last:
        yield doc[first:last]


if not Doc.has_extension(EXTENSION):  # one of the user's own is left alone until the component is asked for
    Doc.set_extension(EXTENSION, getter=attributions)
Language.factory(FACTORY, default_config={"threshold": 0.0}, assigns=[f"doc._.{EXTENSION}"], func=create)
