"""Evidence named again: "the video" of a later sentence, and the credit under a picture.

What the report says of a piece of evidence in one place ("could not verify the video") holds wherever it is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.evidence_facts import Facts
from onrecord.extract.evidence_mentions import Mention
from onrecord.extract.phrases import EDGE
from onrecord.model.report import Section
from onrecord.model.spans import Span, trim
from onrecord.nlp.parse import Passage

REACH = 3
"""Passages over which "the video" is taken for the one named before."""

_CREDIT = re.compile(
    r"[(\[]?\b(?P<label>photo(?:graph)?|picture|image|credit|video|footage"
    r"|satellite (?:view|image|imagery|picture|photo))"
    r"s?(?: credit| courtesy)?(?:\s?:\s?| by | courtesy of )(?P<name>[^()\[\]:;|]{2,100})",
    re.IGNORECASE,
)
_NOBODY = frozenset({"handout", "supplied", "file", "file photo", "getty images", "reuters", "ap", "afp", "epa"})
"""Credits that name no maker, or an agency that passes on the pictures of others."""

_FAMILY = {"satellite_image": "picture", "photo": "picture", "video": "video", "intercept": "intercept"}


def chained(
    text: str, passages: Sequence[Passage], sections: Sequence[Section], mentions: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """The mentions of each passage with those of the same evidence in one chain, and its facts on all of them."""
    heads: list[Facts] = []
    latest: dict[str, tuple[int, int]] = {}
    numbered: list[list[Mention]] = []
    for n, (passage, found) in enumerate(zip(passages, mentions, strict=True)):
        section = sections[passage.section]
        lines = _credits(text, passage.span) if section.kind == "caption" else []
        row = []
        for mention in found:
            family = f"{section.entry} {_FAMILY.get(mention.kind, mention.noun)}"
            chain, at = latest.get(family, (-1, -1))
            facts = mention.facts
            credit = any(span.start <= passage.parse.tokens[mention.token].start < span.end for span, _ in lines)
            if lines and not credit:
                facts = facts.over(Facts(_credited(mention, lines)))
            if chain < 0 or n - at > REACH or not mention.definite or mention.kind == "eyewitness":
                chain = len(heads)
                heads.append(Facts())
            heads[chain] = heads[chain].over(facts)
            if not credit:
                latest[family] = (chain, n)
            row.append(replace(mention, chain=chain, credit=credit))
        numbered.append(row)
    return [[replace(m, facts=heads[m.chain]) for m in row] for row in numbered]


def _credits(text: str, span: Span) -> list[tuple[Span, re.Match[str]]]:
    """The credit lines of a caption; a label that opens it ("Satellite image: …") is its text, not its credit."""
    found = []
    for match in _CREDIT.finditer(text, span.start, span.end):
        if match.start() > span.start:
            found.append((Span(*match.span()), match))
    return found


def _credited(mention: Mention, lines: Sequence[tuple[Span, re.Match[str]]]) -> str | None:
    for _, match in lines:
        label = match["label"].lower()
        satellite = label.startswith("satellite")
        if satellite != (mention.kind == "satellite_image") and (satellite or label in {"video", "footage"}):
            continue
        name = re.split(r",| via |/| for ", match["name"], maxsplit=1)[0]
        cut = trim(name, Span(0, len(name)), EDGE)
        if cut is not None and cut.of(name).lower() not in _NOBODY:
            return " ".join(cut.of(name).split())
    return None
