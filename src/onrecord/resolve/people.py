"""The persons a report names: every mention joined to its person, with role, affiliation and gender as reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Passage, Token
from onrecord.resolve.titles import title_of
from onrecord.resolve.world import World

HONORIFICS = {
    "mr": "m", "sir": "m", "lord": "m", "mr.": "m",
    "mrs": "f", "ms": "f", "miss": "f", "mrs.": "f", "ms.": "f", "lady": "f", "dame": "f", "madam": "f",
    "dr": "", "dr.": "", "prof": "", "prof.": "",
}  # fmt: skip
"""Forms of address that stand before a name, with the gender they show."""

_PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von"}
)


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person's name at ``span`` in passage number ``passage``; ``words`` without honorifics and possessives."""

    span: Span
    passage: int
    words: tuple[str, ...]
    gender: str
    role: str | None
    affiliation: str | None
    subject: bool


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
    return re.sub(r"(iy|yy|ii|yi|y|i)$", "y", flat)


@dataclass(slots=True)
class People:
    """The persons of one report and their mentions, in text order."""

    mentions: list[NameMention] = field(default_factory=list)
    persons: dict[int, Person] = field(default_factory=dict)
    _of_mention: list[int] = field(default_factory=list)
    _by_word: dict[str, list[int]] = field(default_factory=dict)

    def person_of(self, index: int) -> Person:
        """The person that mention number ``index`` names."""
        return self.persons[self._of_mention[index]]

    def within(self, span: Span) -> list[tuple[int, NameMention]]:
        """The mentions that lie inside ``span``, with their numbers."""
        return [(i, m) for i, m in enumerate(self.mentions) if span.start <= m.span.start and m.span.end <= span.end]

    def named(self, words: Sequence[str]) -> Person | None:
        """The person that these words name, the one mentioned last where several could be meant."""
        key = self._find(tuple(words))
        return None if key is None else self.persons[key]

    def with_role(self, role: str, affiliation: str | None) -> Person | None:
        """The one person with this office and affiliation; ``None`` where there is none or more than one."""
        wanted = _office_words(role)
        holders = [p for p in self.persons.values() if p.role and _same_office(_office_words(p.role), wanted)]
        for fitting in (
            [p for p in holders if affiliation is not None and p.affiliation == affiliation],
            [p for p in holders if affiliation is None or p.affiliation is None],
        ):
            if len(fitting) == 1:
                return fitting[0]
        return None

    def add(self, mention: NameMention) -> None:
        """Join a mention to the person it names, or to a new one."""
        key = self._find(mention.words)
        if key is None:
            key = len(self.persons)
            self.persons[key] = Person(" ".join(mention.words), mention.role, mention.affiliation, mention.gender)
        else:
            known = self.persons[key]
            fuller = len(mention.words) > len(known.name.split())
            self.persons[key] = replace(
                known,
                name=" ".join(mention.words) if fuller else known.name,
                role=known.role or mention.role,
                affiliation=known.affiliation or mention.affiliation,
                gender=known.gender or mention.gender,
            )
        for word in (mention.words[0], mention.words[-1]):
            keys = self._by_word.setdefault(fold(word), [])
            if key in keys:
                keys.remove(key)
            keys.append(key)
        self.mentions.append(mention)
        self._of_mention.append(key)

    def _find(self, words: tuple[str, ...]) -> int | None:
        folded = [fold(w) for w in words]
        for key in reversed(self._by_word.get(folded[-1], [])):
            if _compatible(folded, [fold(w) for w in self.persons[key].name.split()]):
                return key
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


def find_people(passages: Sequence[Passage], world: World, offices: frozenset[str]) -> People:
    """Every person's name in the passages, joined to persons.

    ``offices`` are the head nouns of offices in lower case, which tell a title before a name from other modifiers.
    Full names are joined first, so that a surname that stands before the full name finds it too.
    """
    people = People()
    found = [m for n, passage in enumerate(passages) for m in _names(passage.parse, n, world, offices)]
    full = People()
    for mention in sorted(found, key=lambda m: -len(m.words)):
        full.add(mention)
    people.persons = full.persons
    people._by_word = full._by_word
    for mention in found:
        people.add(mention)
    return people


def _names(parse: Parse, number: int, world: World, offices: frozenset[str]) -> Iterator[NameMention]:
    for first, last in _name_ranges(parse, offices):
        tokens = parse.tokens[first:last]
        gender = ""
        while tokens and tokens[0].lower in HONORIFICS:
            gender = gender or HONORIFICS[tokens[0].lower]
            tokens = tokens[1:]
        tokens = tuple(t for t in tokens if t.tag != "POS" and (t.text == "-" or any(c.isalpha() for c in t.text)))
        while tokens and (tokens[0].lower in offices or tokens[0].pos in {"ADP", "DET", "CCONJ"}):
            tokens = tokens[1:]
        if not tokens or not tokens[-1].text[0].isupper() or len(tokens) > 6:
            continue
        words = _words(tokens)
        if world.government(" ".join(words)) or world.state_of(" ".join(words)):
            continue
        start = tokens[0].i
        while start > 0 and parse.tokens[start - 1].lower in HONORIFICS:
            start -= 1
            gender = gender or HONORIFICS[parse.tokens[start].lower]
        role, affiliation = title_of(parse, start, last, world, offices)
        head = _head(parse, first, last)
        yield NameMention(
            Span(tokens[0].start, tokens[-1].end),
            number,
            words,
            gender,
            role,
            affiliation,
            head.dep in {"nsubj", "nsubjpass"},
        )


def _words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of a name as written, hyphenated parts in one."""
    words: list[str] = []
    end = -1
    for token in tokens:
        part = token.text.removesuffix("’s").removesuffix("'s")
        if words and token.start == end:
            words[-1] += part
        else:
            words.append(part)
        end = token.end
    return tuple(words)


def _name_ranges(parse: Parse, offices: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Token ranges of names: PERSON entities, and runs of proper nouns that follow an honorific or an office."""
    taken: set[int] = set()
    for entity in parse.entities:
        if entity.label == "PERSON":
            last = entity.last
            while last > entity.first and parse.tokens[last - 1].pos == "PUNCT":
                last -= 1
            taken.update(range(entity.first, last))
            yield entity.first, last
    tokens = parse.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.lower in HONORIFICS and token.text[0].isupper() and i + 1 not in taken:
            last = i + 1
            while last < len(tokens) and (
                tokens[last].pos == "PROPN" or (tokens[last].lower in _PARTICLES and last > i + 1)
            ):
                last += 1
            if last > i + 1:
                taken.update(range(i + 1, last))
                yield i + 1, last
        elif token.lower in offices and token.text[0].isupper():
            name = _after_office(parse, i)
            if name is not None and not taken.intersection(range(*name)):
                taken.update(range(*name))
                yield name


def _after_office(parse: Parse, i: int) -> tuple[int, int] | None:
    """The name that follows the capitalised office at token ``i`` ("Secretary of Defense Ann Lee"), or ``None``.

    After "of" the last two proper nouns of three or more are the name: the first ones say what the office is of.
    """
    tokens = parse.tokens
    first = i + 1
    least = 2
    if first < len(tokens) and tokens[first].lower in {"of", "for"}:
        first, least = first + 1, 3
    last = first
    while last < len(tokens) and tokens[last].pos == "PROPN":
        last += 1
    return (last - 2, last) if last - first >= least else None


def _head(parse: Parse, first: int, last: int) -> Token:
    """The token of ``tokens[first:last]`` whose head lies outside the range."""
    for token in parse.tokens[first:last]:
        if not first <= token.head < last or token.head == token.i:
            return token
    return parse.tokens[last - 1]
