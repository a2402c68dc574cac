"""Helpers that parse a text of one article, and find planted strings in it."""

from __future__ import annotations

import re

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution
from onrecord.nlp.parse import Passage
from onrecord.nlp.spacy_parser import SpacyParser


def article(text: str) -> tuple[list[Section], list[Passage]]:
    """One article section over the whole text, and a passage a line."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    parses = SpacyParser().parse(text, spans)
    return [Section(0, len(text), "article")], [Passage(0, s, p) for s, p in zip(spans, parses, strict=True)]


def locate(text: str, words: str, nth: int = 0) -> Span:
    """The span of the ``nth`` occurrence of ``words``, not inside a word; fails the test where there is none."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    return Span(*found[nth].span())


def said(text: str, source: str, cue: str = "", content: str = "", *, nth: int = 0) -> Attribution:
    """An attribution of planted strings; an empty source goes on from the last one of another attribution."""
    start = locate(text, source, nth) if source else None
    return Attribution(
        source=(start,) if start else (),
        cue=(locate(text, cue),) if cue else (),
        content=(locate(text, content),) if content else (Span(len(text) - 1, len(text)),),
        quote_type="indirect",
        confidence=1.0,
        engine="test",
    )
