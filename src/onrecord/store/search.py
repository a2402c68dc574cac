"""How a reader's words become a search: folded names and safe full-text queries."""

from __future__ import annotations

import re
import unicodedata

from onrecord.model.errors import UsageError

MAX_QUERY = 1000
"""Characters of a query; a longer one is a mistake, and SQLite bounds the patterns it takes."""

MAX_TERMS = 64
"""Words and phrases of a query, well inside the depth FTS5 allows an expression (256)."""

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')


def fold(text: str | None) -> str:
    """The words of ``text`` for comparing names: no case, accents or punctuation, a space before each word."""
    if not text:
        return ""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "".join(f" {word}" for word in words)


def starts_words(query: str, option: str) -> str:
    """The LIKE pattern that finds the words of ``query``, next to each other, at the start of words of a folded name.

    Raises :class:`UsageError`, naming ``option``, where it holds no word.
    """
    folded = fold(query[:MAX_QUERY])
    if not folded:
        raise UsageError(f"{option}: {query[:40]!r} holds no word to look for")
    # A folded name holds letters, digits and spaces only: nothing in it is special to LIKE.
    return f"%{folded}%"


def full_text(query: str, option: str = "--about") -> str:
    """An FTS5 expression that finds the texts with every word and every ``"phrase"`` of ``query``.

    Nothing in ``query`` is taken as FTS5 syntax. Raises :class:`UsageError`, naming ``option``, where it holds no word
    or more than can be searched for.
    """
    if len(query) > MAX_QUERY:
        raise UsageError(f"{option}: more than {MAX_QUERY} characters to look for")
    terms = [phrase or word for phrase, word in _TERM.findall(query.replace("\x00", " "))]
    terms = [term for term in terms if any(c.isalnum() for c in term)]
    if not terms:
        raise UsageError(f"{option}: {query[:40]!r} holds no word to look for")
    if len(terms) > MAX_TERMS:
        raise UsageError(f"{option}: more than {MAX_TERMS} words to look for")
    return " AND ".join(f'"{term}"' for term in terms)
