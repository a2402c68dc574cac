"""Whether a clause looks ahead: decides if "on Thursday" is the one past or the one to come."""

from __future__ import annotations

import re

from onrecord.model.spans import Span

_LEFT, _RIGHT = 160, 80
"""Characters looked at on either side; a clause of news English seldom runs longer."""

_BOUNDARY = re.compile(r"[.!?;:]['\"”’)]*\s+(?=[\"“‘'`(]*[A-Z])|\n\s*\n|[;]|``|''|[“”]")
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|would|shall|could|may|might|should|must|plan(?:s|ned|ning)?|expect(?:s|ed)?|scheduled|"
    r"(?:is|are|was|were|be|[’']s) due|slated|poised|going to|to be|"
    r"until|deadline|ahead of|upcoming|hopes?|hoping|intends?|intended|aims?|"
    r"agreed to|as (?:soon|early) as|from now|(?:is|are|was|were|set|asked|ordered|called|wants?|wanted) to|by)\b"
    r"|['’]ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:said|told|was|were|had|did|has|have|been|went|came|took|gave|made|met|found|held|left|began|became|fell|rose|"
    r"won|lost|sent|spoke|wrote|saw|shot|struck|hit|cut|fought|flew|drove|broke|chose|grew|ran|brought|bought|caught|"
    r"thought|stood|spent|shook|swore|tore|threw|wore|drew|read|laid|led|fled|paid|sold|sought|\w{2,}ed)\b",
    re.IGNORECASE,
)


def looks_ahead(text: str, span: Span) -> bool:
    """Whether the clause around the expression ``text[span]`` speaks of a time to come.

    The verb group nearest to the left decides; where there is none, the first one to the right. "Thursday's ruling"
    is never to come.
    """
    left, right = _sides(text, span)
    if right.startswith(("'s ", "’s ")):
        return False
    ahead = list(_AHEAD.finditer(left))
    past = [m for m in _PAST.finditer(left) if not _AHEAD.match(left, m.start())]
    limit = ahead[-1].group().lower() if ahead else ""
    if (limit in {"until", "by"} and _PAST.search(right)) or (limit == "by" and past):
        ahead.pop()  # "until Thursday they had not": a limit in the past
    if ahead or past:
        return bool(ahead) and (not past or ahead[-1].start() > past[-1].start() or _governs(left, ahead[-1], past[-1]))
    first_ahead, first_past = _AHEAD.search(right), _PAST.search(right)
    return first_ahead is not None and (first_past is None or first_ahead.start() <= first_past.start())


def looks_back(text: str, span: Span) -> bool:
    """Whether the clause around ``text[span]`` is in the past tense and does not look ahead."""
    left, right = _sides(text, span)
    return (_PAST.search(left) or _PAST.search(right)) is not None and not looks_ahead(text, span)


def _sides(text: str, span: Span) -> tuple[str, str]:
    """What stands left and right of the expression in its sentence, a bounded number of characters."""
    left = text[max(0, span.start - _LEFT) : span.start]
    for boundary in list(_BOUNDARY.finditer(left))[-1:]:
        left = left[boundary.end() :]
    right = text[span.end : span.end + _RIGHT]
    if found := _BOUNDARY.search(right):
        right = right[: found.start()]
    return left, right


def _governs(left: str, ahead: re.Match[str], past: re.Match[str]) -> bool:
    """Whether the past form is a participle under the word that looks ahead: "will be released on Friday"."""
    between = left[ahead.end() : past.start()].split()
    return len(between) <= 2 and all(w in {"be", "have", "been", "not", "to", "also", "then"} for w in between)
