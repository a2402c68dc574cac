"""The persons a report names: every mention of a name joined to its person."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from onrecord.model.spans import Span
from onrecord.nlp.parse import Passage
from onrecord.resolve.gazetteer import gazetteer
from onrecord.resolve.heads import Heads
from onrecord.resolve.names import NameMention, find_names
from onrecord.resolve.world import World

_NAMESAKES = 40
"""Persons of one surname that a name is compared with, the latest first: bounds the time on a list of a family."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one report: the fullest name, and what the report says of role, affiliation and gender."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    gender: str = ""


def fold(word: str) -> str:
    """A name's word for comparison: no accents, lower case, the common endings of transliterated names made one.

    -skyy, -skiy, -skii, -skyi and -ski are spellings of one Slavic ending (BGN/PCGN, ISO 9 and popular practice).
    """
    flat = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    flat = re.sub(r"[^a-z-]", "", flat)
    if not flat:
        return word.casefold()  # of another script
    return re.sub(r"(iy|yy|ii|yi|y|i)$", "y", flat)


class Register:
    """Persons by the first and last word of their names, as mentions are joined to them."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._folded: list[list[str]] = []
        self._by_word: dict[str, dict[int, None]] = {}
        self._by_name: dict[tuple[str, ...], int] = {}

    def add(self, mention: NameMention) -> int:
        """Join a mention to the person it names, or to a new one; the person's number."""
        folded = [fold(w) for w in mention.words]
        key = self.find(folded)
        if key is None:
            key = len(self.persons)
            self.persons.append(Person(" ".join(mention.words), mention.role, mention.affiliation, mention.gender))
            self._folded.append(folded)
        else:
            known = self.persons[key]
            fuller = len(folded) > len(self._folded[key])
            self.persons[key] = Person(
                name=" ".join(mention.words) if fuller else known.name,
                role=known.role or mention.role,
                affiliation=known.affiliation or mention.affiliation,
                gender=known.gender or mention.gender,
            )
            self._folded[key] = folded if fuller else self._folded[key]
        self._by_name[tuple(folded)] = key
        for word in (folded[0], folded[-1]):
            bearers = self._by_word.setdefault(word, {})
            bearers.pop(key, None)
            bearers[key] = None  # the one named last comes last
        return key

    def find(self, folded: list[str]) -> int | None:
        """The number of the person that a name (its folded words) can be of, the one named last first."""
        for key in islice(reversed(self._by_word.get(folded[-1], {})), _NAMESAKES):
            if _compatible(folded, self._folded[key]):
                return key
        return self._by_name.get(tuple(folded))


class People:
    """The persons of one report and their mentions, in text order without overlaps."""

    def __init__(self, mentions: Sequence[NameMention]) -> None:
        # full names first, so that a surname that stands before the full name finds it too
        self._register = Register()
        for mention in sorted(mentions, key=lambda m: -len(m.words)):
            self._register.add(mention)
        self.mentions = list(mentions)
        self._of_mention = [self._register.add(mention) for mention in mentions]
        self._starts = [m.span.start for m in mentions]
        self._first: dict[int, int] = {}
        for key, start in zip(self._of_mention, self._starts, strict=True):
            self._first.setdefault(key, start)
        self._by_office: dict[str, list[Person]] = {}
        for person in self._register.persons:
            if person.role:
                self._by_office.setdefault(_office_words(person.role).rsplit(" ", 1)[-1], []).append(person)

    @property
    def persons(self) -> Sequence[Person]:
        """Every person of the report, once."""
        return self._register.persons

    def person_of(self, index: int) -> Person:
        """The person that mention number ``index`` names."""
        return self._register.persons[self._of_mention[index]]

    def is_new(self, index: int) -> bool:
        """Whether mention number ``index`` is the first of its person."""
        return self._first[self._of_mention[index]] == self._starts[index]

    def within(self, span: Span) -> list[tuple[int, NameMention]]:
        """The mentions that lie inside ``span``, with their numbers."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [(i, self.mentions[i]) for i in range(first, last) if self.mentions[i].span.end <= span.end]

    def before(self, offset: int) -> range:
        """The numbers of the mentions that end at or before ``offset``, the latest first."""
        last = bisect_left(self._starts, offset)
        while last > 0 and self.mentions[last - 1].span.end > offset:
            last -= 1
        return range(last - 1, -1, -1)

    def after(self, offset: int) -> range:
        """The numbers of the mentions that start at or behind ``offset``, in text order."""
        return range(bisect_left(self._starts, offset), len(self.mentions))

    def named(self, words: Sequence[str]) -> Person | None:
        """The person that these words name, the one mentioned last where several could be meant."""
        key = self._register.find([fold(w) for w in words])
        return None if key is None else self._register.persons[key]

    def with_role(self, role: str, affiliation: str | None) -> Person | None:
        """The one person with this office and affiliation; ``None`` where there is none or more than one."""
        wanted = _office_words(role)
        alike = self._by_office.get(wanted.rsplit(" ", 1)[-1], [])
        holders = [p for p in alike if p.role and _same_office(_office_words(p.role), wanted)]
        for fitting in (
            [p for p in holders if affiliation is not None and p.affiliation == affiliation],
            [p for p in holders if affiliation is None or p.affiliation is None],
        ):
            if len(fitting) == 1:
                return fitting[0]
        return None


def _office_words(role: str) -> str:
    """A role for comparison: lower case, hyphens as spaces, and one spelling ("defense" is "defence")."""
    return role.lower().replace("-", " ").replace("defense", "defence")


def _same_office(known: str, wanted: str) -> bool:
    """Whether the office ``wanted`` ("president") is the head of the role ``known`` ("Deputy President" is not)."""
    if known == wanted:
        return True
    if not known.endswith(" " + wanted):
        return wanted.endswith(" " + known)
    before = known[: -len(wanted)].split()
    return not {"deputy", "vice", "former", "ex", "first", "prime", "assistant", "under", "acting"} & set(before[-1:])


def _compatible(a: list[str], b: list[str]) -> bool:
    """Whether two folded names can be one person's: one is part of the other, or given name and surname agree."""
    if len(a) == 1 or len(b) == 1:
        short, long = (a, b) if len(a) <= len(b) else (b, a)
        return short[0] in (long[0], long[-1])
    if a[-1] != b[-1]:
        return False
    return (
        a[0] == b[0]
        or (a[0][:1] == b[0][:1] and (len(a[0]) == 1 or len(b[0]) == 1))
        or set(a) >= set(b)
        or set(b) >= set(a)
    )


def find_people(passages: Sequence[Passage], world: World, heads: Heads) -> People:
    """Every person's name in the passages, joined to persons.

    A name on the map that has no office, is no subject and stands in a place's position is no person's: the parser
    takes rare towns for people.
    """
    found = (m for n, passage in enumerate(passages) for m in find_names(passage.parse, n, world, heads))
    mentions = sorted(found, key=lambda m: m.span)
    people = People(mentions)
    owners = [people.person_of(i).name for i in range(len(mentions))]
    acting = {name for name, m in zip(owners, mentions, strict=True) if m.subject or m.gender or m.role}
    placed = {name for name, m in zip(owners, mentions, strict=True) if m.placed} - acting
    places = {name for name in placed if gazetteer().find(name)}
    return People([m for name, m in zip(owners, mentions, strict=True) if name not in places]) if places else people
