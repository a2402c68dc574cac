"""The vocabulary of evidence, read from ``data/evidence.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import cast, get_args

from onrecord.model.statement import EvidenceKind


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """Nouns of evidence by lemma, the words that make or unmake them, and the verbs around them (see the data file).

    ``qualified`` holds, by noun, what it becomes in the company of certain words.
    """

    nouns: dict[str, EvidenceKind]
    qualified: dict[str, tuple[tuple[frozenset[str], EvidenceKind], ...]]
    never: frozenset[str]
    plural: frozenset[str]
    service: frozenset[str]
    parts: frozenset[str]
    traits: frozenset[str]
    claims: frozenset[str]
    verbs: dict[str, frozenset[str]]
    people: dict[str, frozenset[str]]

    def kind(self, noun: str, company: Collection[str]) -> EvidenceKind | None:
        """The kind of evidence that ``noun`` names beside the words of ``company``; ``None`` where it names none."""
        if not self.never.isdisjoint(company):
            return None
        for words, kind in self.qualified.get(noun, ()):
            if not words.isdisjoint(company):
                return kind
        return self.nouns.get(noun)

    def says(self, list_name: str, lemma: str) -> bool:
        """Whether a verb stands in the list of that name."""
        return lemma in self.verbs[list_name]


@lru_cache(maxsize=1)
def load_evidence_words() -> EvidenceWords:
    """The shipped vocabulary, read once in a process."""
    data = tomllib.loads((files("onrecord.extract") / "data" / "evidence.toml").read_text(encoding="utf-8"))
    nouns = {noun: _kind(kind) for kind, words in data["nouns"].items() for noun in words}
    qualified: dict[str, tuple[tuple[frozenset[str], EvidenceKind], ...]] = {}
    for entry in data["qualified"]:
        for noun in entry["nouns"]:
            qualified[noun] = (*qualified.get(noun, ()), (frozenset(entry["with"]), _kind(entry["kind"])))
    return EvidenceWords(
        nouns=nouns,
        qualified=qualified,
        never=frozenset(data["never"]["before"]),
        plural=frozenset(data["never"]["plural"]),
        service=frozenset(data["never"]["service"]),
        parts=frozenset(data["parts"]["nouns"]),
        traits=frozenset(data["traits"]["nouns"]),
        claims=frozenset(data["claims"]["nouns"]),
        verbs={name: frozenset(words) for name, words in data["verbs"].items()},
        people={name: frozenset(words) for name, words in data["people"].items()},
    )


def _kind(name: str) -> EvidenceKind:
    if name not in get_args(EvidenceKind):
        raise ValueError(f"evidence.toml: {name!r} is no kind of evidence")
    return cast(EvidenceKind, name)
