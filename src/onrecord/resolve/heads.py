"""The head nouns by which news names who speaks: ``resolve/data/heads.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Heads:
    """Head nouns of offices, bodies, groups and unnamed speakers, lower case, singular.

    ``either`` are the offices that bodies hold too ("owner"); ``kinds`` are read by :meth:`kind_of`.
    """

    office: frozenset[str]
    either: frozenset[str]
    institution: frozenset[str]
    group: frozenset[str]
    anonymous: frozenset[str]
    kinds: dict[str, frozenset[str]]

    def kind_of(self, word: str) -> frozenset[str]:
        """All the words by which a report may call a body of this kind."""
        return self.kinds.get(word, frozenset({word}))


@lru_cache(maxsize=1)
def load_heads() -> Heads:
    """The head nouns, read once in a process."""
    text = (files("onrecord.resolve") / "data" / "heads.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    kinds = {word: frozenset(words) for words in table["kinds"] for word in words}
    parts = ("office", "either", "institution", "group", "anonymous")
    office, either, institution, group, anonymous = (frozenset(table[part]) for part in parts)
    return Heads(office, either, institution, group, anonymous, kinds)
