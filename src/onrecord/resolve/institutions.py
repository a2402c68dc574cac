"""The organisations a report names: full names, short forms in brackets, and the state each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Passage, Token
from onrecord.resolve.world import World, bare

_SHORT_FORM = re.compile(
    r"((?:[A-Z][\w’'.&-]{0,30}[ \xa0](?:(?:of|for|and|the|on)[ \xa0]){0,2}){1,8})\(([A-Z][A-Za-z]{1,9})\)"
)
"""A capitalised name followed by its short form: "National Weather Agency (NWA)"."""

_REACH = 100
"""Organisations of one kind that a description looks back over."""


class Institutions:
    """Organisations by every form the report uses, in the order it names them."""

    def __init__(self, text: str, passages: Sequence[Passage], world: World) -> None:
        self._forms: dict[str, str] = {}
        self._by_initials: dict[str, str] = {}
        self._states: dict[str, str] = {}
        self._order: list[tuple[int, str]] = []
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        self._names: dict[str, set[str]] = {}
        for match in _SHORT_FORM.finditer(text):
            full = _initials_tail(" ".join(match[1].split()), match[2])
            if full is not None:
                self._forms[match[2]] = full
                self._introduce(full, full)
        for passage in passages:
            for entity in passage.parse.entities:
                name = bare(text[entity.span.start : entity.span.end])
                if entity.label == "ORG" and name[:1].isupper() and not world.state_of(name):
                    self._add(
                        entity.span.start, name, world, passage.parse.tokens[max(0, entity.first - 3) : entity.first]
                    )

    def _add(self, start: int, written: str, world: World, before: Sequence[Token]) -> None:
        if written not in self._forms:
            body = world.bodies.get(written)
            self._introduce(written, body.name if body else self._in_full(written))
            if body is not None and body.state is not None:
                self._states.setdefault(body.name, body.state)
        name = self._forms[written]
        self._order.append((start, name))
        for word in set(name.lower().split()):
            self._by_word.setdefault(word, []).append((start, name))
            self._names.setdefault(word, set()).add(name)
        if name in self._states:
            return
        words = [t.text for t in before if t.tag != "POS"]
        for size in (2, 1):
            nearest = " ".join(words[-size:])
            state = world.state_of(nearest) or world.capitals.get(nearest)
            if state and len(words) >= size:
                self._states[name] = state
                break

    def _introduce(self, written: str, name: str) -> None:
        self._forms[written] = name
        initials = "".join(w[0] for w in name.split() if w[0].isupper()).lower()
        if " " in name:
            self._by_initials.setdefault(initials, name)

    def _in_full(self, name: str) -> str:
        """The full name of a short form; a name with its short form in brackets without it ("X Agency (XA)")."""
        plain = name.partition("(")[0].strip() or name
        if plain in self._forms:
            return self._forms[plain]
        short = plain.isupper() and plain.isalpha()  # one that the report never sets in brackets
        return self._by_initials.get(plain.lower(), plain) if short else plain

    def named(self, words: str) -> str | None:
        """The organisation that exactly these words name, in any form the report introduces, or ``None``."""
        plain, bracket, short = bare(words).rstrip(")").partition("(")
        found = self._forms.get(plain.strip())
        return self._forms.get(short.strip()) if found is None and bracket else found

    def affiliation(self, name: str) -> str | None:
        """The state that the report puts before the organisation's name ("South Africa's X"), if any."""
        return self._states.get(name)

    def before(self, at: int) -> str | None:
        """The organisation last named before offset ``at``."""
        k = bisect_left(self._order, (at, ""))
        return self._order[k - 1][1] if k else None

    def of_kind(self, kind: frozenset[str], at: int, state: str | None) -> str | None:
        """The organisation last named before ``at`` with one of these words in its name, of this state if given."""
        found: list[tuple[int, str]] = []
        for word in kind:
            alike = self._by_word.get(word, [])
            last = bisect_left(alike, (at, ""))
            for start, name in reversed(alike[max(0, last - _REACH) : last]):
                if state is None or self._states.get(name) == state:
                    found.append((start, name))
                    break
        return max(found)[1] if found else None

    def only_one(self, head: str, kind: frozenset[str], state: str | None, qualifiers: frozenset[str]) -> str | None:
        """The organisation that "Orlu's spy agency" describes, if the whole report names but one that can be meant.

        ``head`` is the noun, ``kind`` the nouns for such bodies, ``qualifiers`` the words before it but for the state.
        It is one that the report gives that ``state``; else one that it gives none, but not one with the same noun and
        other qualifiers: the "Ministry of Health" is no foreign ministry.
        """
        if state is None:
            return None
        alike = {name: set(name.lower().split()) for word in kind for name in self._names.get(word, ())}
        fitting = {name for name in alike if self._states.get(name) == state}
        open_ones = {
            n for n, words in alike.items() if n not in self._states and (head not in words or qualifiers & words)
        }
        fitting = fitting or open_ones
        return fitting.pop() if len(fitting) == 1 else None


class Groups:
    """Groups of people that the report names as subjects ("the ministers of X and Y met")."""

    def __init__(self, text: str, passages: Sequence[Passage], heads: frozenset[str]) -> None:
        self._by_head: dict[str | None, list[tuple[int, str]]] = {None: []}
        for passage in passages:
            for token in passage.parse.tokens:
                if token.tag == "NNS" and token.dep in {"nsubj", "nsubjpass"} and token.lemma in heads:
                    found = (token.start, bare(_without_clauses(passage.parse, token).of(text)))
                    self._by_head[None].append(found)
                    self._by_head.setdefault(token.lemma, []).append(found)

    def before(self, head: str | None, at: int) -> tuple[int, str] | None:
        """Offset and words of the group last named before ``at`` (with this head noun), or ``None``."""
        order = self._by_head.get(head, [])
        k = bisect_left(order, (at, ""))
        return order[k - 1] if k else None


def _without_clauses(parse: Parse, head: Token) -> Span:
    """The noun phrase of ``head`` without clauses and appositions."""
    first = last = head.i
    for child in parse.children(head.i):
        if child.i < head.i:
            first = min(first, child.i)
        elif child.dep not in {"relcl", "acl", "appos", "punct"}:
            last = max(last, parse.subtree(child.i)[-1].i)
    return parse.span(first, last + 1)


def _initials_tail(full: str, short: str) -> str | None:
    """The tail of a capitalised run whose initials spell the short form; ``None`` where no tail does."""
    words = full.split()
    for i in range(len(words)):
        initials = "".join(w[0] for w in words[i:] if w[0].isupper())
        if initials.lower() == short.lower():
            return " ".join(words[i:])
    return None
