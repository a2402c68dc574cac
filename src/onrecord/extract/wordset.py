"""Word lists, written as one string."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The set of the blank-separated ``words``."""
    return frozenset(words.split())
