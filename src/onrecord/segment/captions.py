"""Captions: picture texts told by the credit at their end, and the licence notes that agencies add."""

from __future__ import annotations

import re

from onrecord.segment.lines import Block

MAX_CAPTION = 1200
"""Characters; a caption with its credit that is longer has not been seen."""

_AGENCY = (
    r"(?:AP|AFP|EPA|EFE|PTI|ANI|IANS|UNI|TASS|DPA|ANSA|PA(?: (?:Wire|Media|Images))?|UPI|AAP|ANP|NTB|TT"
    r"|Reuters|REUTERS"
    r"|Getty(?: Images)?|Shutterstock|Alamy"
    r"|iStock(?:photo)?|Bloomberg|Xinhua|Yonhap|Kyodo|Anadolu(?: Agency)?|Sputnik|Maxar(?: Technologies)?"
    r"|Planet Labs|Wikimedia Commons|Flickr|Unsplash"
    r"|Handout|File(?: Photo)?|Supplied|Zuma|Rex|Sipa|Magnum|Facebook|Twitter|Instagram|YouTube|X|Screengrab"
    r"|Screenshot|Courtesy|AP Photo|NASA|ESA)"
)
# A credit in brackets at the end: "(Photo by ...)", "(PHOTO: ...)", "[Image: ...]".
_BRACKETED = (
    r"[(\[]\s*(?i:photo(?:graph)?s?|pics?|pictures?|images?|file(?: photo| picture)?|credits?|illustration|graphic"
    r"|video|screengrab|handout)\s*(?i:by|from|credits?|courtesy of|via)?\s*[:/\-–—]?[^()\[\]]{1,200}[)\]]?\s*\.?$"
)
# "... | Photo: Agency", "Photo: Agency", "Photograph: Name/Agency".
_LABELLED = (
    r"(?:^|[|.\s–—-])\s*(?i:photo(?:graph)?|picture|pic|image|photo credit|image credit|picture credit|credit"
    r"|illustration|photo by|photo courtesy)\s?(?i:credit|courtesy)?\s?:\s?[^.:!?]{2,100}$"
)
# "... - AP", "... © AFP", "... / Getty Images".
_AGENCY_LAST = (
    rf"\S\s*(?:\s[-–—]|[/|©]|\bvia)\s*{_AGENCY}"
    rf"(?:\s*/\s*(?:{_AGENCY}|[A-Z][\w.-]{{1,20}}(?:\s[A-Z][\w.-]{{1,20}}){{0,2}}))?\s*$"
)
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        _BRACKETED,
        # "(Name/AFP via Getty Images)"
        rf"[(\[][^()\[\]]{{0,120}}\b{_AGENCY}(?:\s*(?:/|via|,|-|–)[^()\[\]]{{0,80}})?[)\]]\s*\.?$",
        _LABELLED,
        r"^(?i:photograph|photo|image|picture)s?\s(?i:by|courtesy of|via)\s.{2,80}$",
        _AGENCY_LAST,
        r"©\s?[A-Z][^.!?]{1,60}$",
        rf"^(?:{_AGENCY})(?:\s(?:Images|Photo|via {_AGENCY}))?$",
        r"(?:^|\s)(?i:ap photo)/[^.]{2,60}$",
        r"\bREUTERS/[A-Z][^.!?]{2,60}$",
    )
)
# An agency alone in brackets also closes its stories: after reported speech it signs the text, not a picture.
_SIGNED = re.compile(r"[(\[][\w /]{1,30}[)\]]\.?")
_SAID = re.compile(r"\b(?:said|says|told|added)\b")
_NAMED = re.compile(r"(?:photo|image|picture)", re.I)
_OPENINGS = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE| PICTURE)?\s?[:\-–—]|File photo(?:graph)?\b|FILE - |Image caption\b"
    r"|Photo caption\b|Caption:|A file photo of|PHOTO:|IMAGE:|Pictured:)"
)
_NOTICE = re.compile(
    r"(?:/\s*)?-{2,}\s*(?:EDITORS?['’]?\s?S?\s+NOTE|RESTRICTED TO)|(?:/\s*)?(?:EDITORS NOTE"
    r"|RESTRICTED TO EDITORIAL USE|MANDATORY CREDIT\b)"
)


def caption(block: Block) -> str | None:
    """Why the block is a picture's caption or credit, by its words alone; ``None`` where they do not show it."""
    if block.end - block.start > MAX_CAPTION:
        return None
    if _OPENINGS.match(block.head):
        return "begins as a caption"
    tail = block.tail[-320:]
    if (
        block.words > 6
        and not any(sign in tail for sign in "([©|/–—-:")
        and " via " not in tail
        and not _NAMED.match(tail)
    ):
        return None  # no sign that any credit has
    for pattern in _CREDITS:
        match = pattern.search(tail)
        if match and not (_SIGNED.fullmatch(match.group().strip()) and (block.quoted or _SAID.search(block.head))):
            return f"ends with a credit: {match.group().strip()[:40]}"
    return None


def notice_start(text: str, start: int, end: int) -> int | None:
    """Where an agency's licence note begins inside ``text[start:end]``, or ``None``."""
    match = _NOTICE.search(text, start, min(end, start + 4000))
    return match.start() if match else None
