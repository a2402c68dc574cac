"""Who has spoken so far, for the words that go back to an earlier speaker: "they", "it", "the ministry", "both"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onrecord.model.statement import Speaker

REACH = 40
"""Speakers (and names) that "he" and "she" look back over; in prose the one meant is among the last three."""

Turn = tuple[int, tuple[Speaker, ...]]
"""The offset of a source and its speakers, of which there is at least one."""


class History:
    """The speakers resolved so far; each look-up takes constant time."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []
        self._bodies: dict[tuple[str, str | None], tuple[int, Speaker]] = {}
        self.several: Turn | None = None
        self.institution: Turn | None = None
        self.states: tuple[Speaker, ...] = ()

    def add(self, at: int, speakers: tuple[Speaker, ...]) -> None:
        """Note who speaks in the source at offset ``at``, behind all those noted before."""
        turn = (at, speakers)
        first = speakers[0]
        self._turns.append(turn)
        unnamed = first.kind == "anonymous" and first.name.endswith("s")  # "officials", "two sources"
        if len(speakers) > 1 or unnamed or first.kind in {"group", "institution"}:
            self.several = turn
        if len(speakers) == 1 and first.kind == "institution":
            self.institution = turn
        if len(speakers) == 2 and all(s.name.startswith("Government of ") for s in speakers):
            self.states = speakers
        for speaker in speakers:
            if speaker.kind == "institution":
                for word in speaker.name.lower().split():
                    self._bodies[word, None] = self._bodies[word, speaker.affiliation] = (len(self._turns), speaker)

    def body(self, kind: frozenset[str], affiliation: str | None) -> Speaker | None:
        """The institution last heard with one of these words in its name (and of this state, where one is given)."""
        found = [self._bodies[word, affiliation] for word in sorted(kind) if (word, affiliation) in self._bodies]
        return max(found, key=lambda entry: entry[0])[1] if found else None

    def lately(self) -> Iterator[Turn]:
        """The last :data:`REACH` turns, the latest first."""
        return islice(reversed(self._turns), REACH)
