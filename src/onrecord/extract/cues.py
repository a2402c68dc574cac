"""The lexicon of reporting cues, read from ``data/cues.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast, get_args

from onrecord.model.statement import Act

PREPOSITIONS = frozenset({"for", "of", "on", "over", "about", "against", "with", "to", "at"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb or noun: the act it suggests and the frames its content can stand in (see the data file)."""

    lemma: str
    act: Act
    frames: frozenset[str]

    def takes(self, frame: str) -> bool:
        """Whether the content can stand in ``frame``."""
        return frame in self.frames

    @property
    def prepositions(self) -> frozenset[str]:
        """The prepositions whose phrase can hold the content."""
        return self.frames & PREPOSITIONS


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Reporting verbs (some with a particle: ``rule out``) and nouns by lemma, and the closed word lists."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    light: frozenset[str]
    media: frozenset[str]
    official: frozenset[str]
    never: frozenset[str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped lexicon, read once in a process."""
    data = tomllib.loads((files("onrecord.extract") / "data" / "cues.toml").read_text(encoding="utf-8"))
    return Lexicon(
        verbs=_cues(data["verbs"]),
        nouns=_cues(data["nouns"]),
        light=frozenset(data["light"]["verbs"]),
        media=frozenset(data["media"]["nouns"]),
        official=frozenset(data["official"]["nouns"]),
        never=frozenset(data["never"]["subjects"]),
    )


def _cues(tables: dict[str, dict[str, str]]) -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for act, lemmas in tables.items():
        if act not in get_args(Act):
            raise ValueError(f"cues.toml: {act!r} is no act")
        for lemma, frames in lemmas.items():
            if lemma in cues:
                raise ValueError(f"cues.toml: {lemma!r} stands in two tables")
            cues[lemma] = Cue(lemma, cast(Act, act), frozenset(frames.split()))
    return cues
