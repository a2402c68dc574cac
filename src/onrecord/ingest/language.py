"""The language a text is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 40
"""Letters below which no language is named: a headline of names fits a dozen languages."""

MIN_PROBABILITY = 0.5
"""Least normalised probability that is believed; news of 150 characters gets 0.7 and more, whole reports 1.0."""

RETRY = 400
"""Characters that are tried alone where the whole sample is in doubt, as many repetitions of few words leave it."""

SAMPLE_LETTERS = 4_000
"""Letters taken from the start and again from the middle; more changes nothing and costs time linear in length."""


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of ``text``; ``None`` where it is too short or too mixed to tell.

    By py3langid (Lui and Baldwin 2012, retrained by A. Barbaresi), with normalised probabilities, over a sample
    of the start and the middle.
    """
    sample = _sample(text)
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return None
    for part in (sample, sample[:RETRY]):
        label, probability = _identifier().classify(part)
        if probability >= MIN_PROBABILITY:
            return str(label) if len(label) == 2 else None
    return None


def _sample(text: str) -> str:
    """About :data:`SAMPLE_LETTERS` letters of the start, and as many from the middle of a longer text."""
    width = SAMPLE_LETTERS + SAMPLE_LETTERS // 4  # white space and punctuation are about a fifth of running text
    if len(text) <= 2 * width:
        return text
    middle = max(len(text) // 2, width)
    return f"{text[:width]}\n{text[middle : middle + width]}"


@cache
def _identifier() -> Any:
    """The identifier, loaded once a process: reading its model takes over half a second.

    It chooses among the languages with an ISO 639-1 code and ``zxx`` (no language): creoles and dialects that have
    only a longer code draw short English and Arabic texts to themselves.
    """
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if len(label) == 2 or label == "zxx"])
    return identifier
