"""Origins: which statements, over all reports, go back to one speaker on one occasion.

Forty reports of one briefing are one origin. Two statements share an origin when the same speakers made them on the
same day, or when the same speakers are given nearly the same words, and enough of them (a copy, a repeated quotation),
whatever the day the reports name. A statement whose speakers are unknown or anonymous has an unknown origin (``None``)
and never counts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from onrecord.model.ids import content_id
from onrecord.model.record import StatementRow, Support

SHINGLE = 5
"""Words in a shingle: long enough that two of them in common are hardly chance (Broder 1997 uses 4 to 10)."""

LEAST = 3
"""Shingles below which the same words are no copy: "that is not true" may be said on any day."""

OVERLAP = 0.6
"""Share of the shorter statement's shingles that a copy has in common with the longer one."""

_WORD = re.compile(r"\w+")


def speaker_key(row: StatementRow) -> str | None:
    """The speakers of a statement as one key, or ``None`` where any of them is anonymous or none is known.

    Names are compared without accents and case, persons by given name and surname, with the endings of transliterated
    surnames made one (as in :mod:`onrecord.resolve.people`).
    """
    if not row.speakers or any(s.kind == "anonymous" for s in row.speakers):
        return None
    return "|".join(sorted(_fold(s.name) for s in row.speakers))


def _fold(name: str) -> str:
    flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"(iy|yy|ii|yi|y|i)$", "y", w) for w in _WORD.findall(flat))


def shingles(text: str) -> frozenset[int]:
    """The hashed runs of :data:`SHINGLE` words of a text (of all its words where it has fewer), case ignored."""
    words = [w.lower() for w in _WORD.findall(text)]
    runs = [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))] if words else []
    return frozenset(int.from_bytes(hashlib.blake2b(r.encode(), digest_size=8).digest()) for r in runs)


def origins(rows: Sequence[StatementRow]) -> list[str | None]:
    """The origin id of each row, in their order; ``None`` where the origin is unknown.

    The grouping does not depend on the order of ``rows`` (unless fifty statements of a speaker share a phrase): an
    origin's id is taken from its smallest statement id. Work is linear in the number of rows times the shingles that
    statements of one speaker share.
    """
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_day: dict[tuple[str, str], int] = {}
    by_shingle: dict[tuple[str, int], list[int]] = {}
    sets: list[frozenset[int]] = []
    keys: list[str | None] = []
    for i, row in enumerate(rows):
        key = speaker_key(row)
        keys.append(key)
        sets.append(shingles(row.content_text) if key is not None else frozenset())
        if key is None:
            continue
        day = row.said_day
        if day is not None and row.said_on.precision != "interval" and len(day) == 10:
            parent[root(i)] = root(by_day.setdefault((key, day), i))
        shared: dict[int, int] = {}
        for shingle in sets[i]:
            bucket = by_shingle.setdefault((key, shingle), [])
            for j in bucket:
                shared[j] = shared.get(j, 0) + 1
            if len(bucket) < 50:  # a phrase in fifty statements of one speaker is a formula, not a copy
                bucket.append(i)
        for j, common in shared.items():
            fewer = min(len(sets[i]), len(sets[j]))
            if fewer >= LEAST and common >= OVERLAP * fewer:
                parent[root(i)] = root(j)
    smallest: dict[int, str] = {}
    for i, row in enumerate(rows):
        at = root(i)
        smallest[at] = min(smallest.get(at, row.id), row.id)
    return [None if key is None else content_id("o", [key, smallest[root(i)]]) for i, key in enumerate(keys)]


def count(rows: Sequence[StatementRow], origin_ids: Sequence[str | None]) -> Support:
    """N reports / M outlets / K origins behind the rows; a report without a known outlet adds no outlet."""
    return Support(
        reports=len({r.report_id for r in rows}),
        outlets=len({r.outlet for r in rows if r.outlet}),
        origins=len({o for o in origin_ids if o is not None}),
    )
