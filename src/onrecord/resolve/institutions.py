"""The organisations a report names: full names, short forms in brackets, and the state each belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.nlp.parse import Passage
from onrecord.resolve.world import World, bare

_SHORT_FORM = re.compile(
    r"((?:[A-Z][\w’'.&-]{0,30}[ \xa0](?:(?:of|for|and|the|on)[ \xa0]){0,2}){1,8})\(([A-Z][A-Za-z]{1,9})\)"
)
"""A capitalised name followed by its short form: "National Weather Agency (NWA)"."""


@dataclass(frozen=True, slots=True)
class Institutions:
    """Organisations by every form the report uses; ``order`` are (offset, name) in text order."""

    forms: dict[str, str]
    states: dict[str, str]
    order: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str, passages: Sequence[Passage], world: World) -> Institutions:
        """Collect the organisations named in the passages."""
        forms: dict[str, str] = {}
        for match in _SHORT_FORM.finditer(text):
            full = _initials_tail(" ".join(match[1].split()), match[2])
            if full is not None:
                forms[match[2]] = full
                forms[full] = full
        states: dict[str, str] = {}
        order: list[tuple[int, str]] = []
        for passage in passages:
            tokens = passage.parse.tokens
            for entity in passage.parse.entities:
                if entity.label != "ORG":
                    continue
                name = bare(text[entity.span.start : entity.span.end])
                if not name or not name[0].isupper() or world.state_of(name):
                    continue
                body = world.bodies.get(name)
                name = forms.setdefault(name, body.name if body else _by_short_form(name, forms))
                order.append((entity.span.start, name))
                before = [t for t in tokens[max(0, entity.first - 3) : entity.first] if t.tag != "POS"]
                for size in (2, 1):
                    words = " ".join(t.text for t in before[-size:])
                    state = world.state_of(words) or world.capitals.get(words)
                    if state and len(before) >= size:
                        states.setdefault(name, state)
                        break
        return cls(forms, states, tuple(order))

    def named(self, words: str) -> str | None:
        """The organisation that exactly these words name, in any form the report introduces, or ``None``."""
        plain, bracket, short = bare(words).rstrip(")").partition("(")
        found = self.forms.get(plain.strip())
        return self.forms.get(short.strip()) if found is None and bracket else found

    def affiliation(self, name: str) -> str | None:
        """The state that the report puts before the organisation's name ("South Africa's X"), if any."""
        return self.states.get(name)

    def before(self, at: int) -> str | None:
        """The organisation last named before offset ``at``."""
        return next((name for start, name in reversed(self.order) if start < at), None)

    def of_kind(self, kind: frozenset[str], at: int, state: str | None, *, whole_report: bool) -> str | None:
        """The organisation with one of these words in its name that a description at offset ``at`` goes back to.

        With ``whole_report``, the one such body of this state in the whole report, and only if there is one alone
        (of no state that the report gives, where none is of this); else the one last named before ``at`` (of this
        state, where the description gives one).
        """
        alike = [(start, name) for start, name in self.order if kind & set(name.lower().split())]
        fitting = [(start, name) for start, name in alike if state is None or self.states.get(name) == state]
        if whole_report:
            names = {name for _, name in fitting or alike if self.states.get(name) in {None, state}}
            return names.pop() if len(names) == 1 and state is not None else None
        return next((name for start, name in reversed(fitting) if start < at), None)


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of people that the report names as subjects ("the ministers of X and Y met"): (offset, head, words)."""

    order: tuple[tuple[int, str, str], ...]

    @classmethod
    def of(cls, text: str, passages: Sequence[Passage], heads: frozenset[str]) -> Groups:
        """Collect the plural subjects whose head noun is one of ``heads``."""
        found: list[tuple[int, str, str]] = []
        for passage in passages:
            parse = passage.parse
            for token in parse.tokens:
                if token.tag != "NNS" or token.dep not in {"nsubj", "nsubjpass"} or token.lemma not in heads:
                    continue
                clauses = {k.i for k in parse.children(token.i) if k.dep in {"relcl", "acl", "appos", "punct"}}
                left = min((k.i for k in parse.children(token.i)), default=token.i)
                right = token.i
                for child in parse.children(token.i):
                    if child.i > token.i and child.i not in clauses:
                        right = max(right, parse.subtree(child.i)[-1].i)
                span = parse.span(min(left, token.i), right + 1)
                found.append((token.start, token.lemma, bare(text[span.start : span.end])))
        return cls(tuple(found))

    def before(self, head: str | None, at: int) -> tuple[int, str] | None:
        """Offset and words of the group last named before ``at`` (with this head noun), or ``None``."""
        for start, lemma, words in reversed(self.order):
            if start < at and (head is None or lemma == head):
                return start, words
        return None


def _initials_tail(full: str, short: str) -> str | None:
    """The tail of a capitalised run whose initials spell the short form; ``None`` where no tail does."""
    words = full.split()
    for i in range(len(words)):
        initials = "".join(w[0] for w in words[i:] if w[0].isupper())
        if initials.lower() == short.lower():
            return " ".join(words[i:])
    return None


def _by_short_form(name: str, forms: dict[str, str]) -> str:
    """A name that a bracketed short form follows inside the entity ("X Agency (XA)") without the brackets."""
    plain = name.partition("(")[0].strip() or name
    if plain.isupper() and plain.isalpha():  # a short form that the report never sets in brackets
        return next((full for full in forms.values() if _initials_tail(full, plain) == full), plain)
    return forms.get(plain, plain)
