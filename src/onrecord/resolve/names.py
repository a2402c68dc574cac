"""Names of persons in a parse, each with the form of address, office and affiliation that stand at it.

The parser labels most names. It misses some and takes others for organisations; those are known by their company: a
form of address or an office before them, an office in apposition, or "who" behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model.spans import Span
from onrecord.nlp.parse import Parse, Token
from onrecord.resolve.heads import Heads
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


_GENDERED = {
    "king": "m", "prince": "m", "emir": "m", "pope": "m", "queen": "f", "princess": "f", "husband": "m", "father": "m",
    "wife": "f", "mother": "f",
}  # fmt: skip
"""Offices that show a gender, beside those in -man and -woman."""

_WHERE = frozenset({"in", "at", "near", "outside", "around", "across"})
_MAX_TOKENS = 6
_NO_PERSON = frozenset({"GPE", "LOC", "FAC", "NORP", "DATE", "TIME", "LANGUAGE", "MONEY"})


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person's name at ``span`` in passage number ``passage``; ``words`` without honorifics and possessives.

    ``subject`` says that it is the subject of a verb, ``placed`` that it stands where a place does ("in Orlu").
    """

    span: Span
    passage: int
    words: tuple[str, ...]
    gender: str
    role: str | None
    affiliation: str | None
    subject: bool
    placed: bool


def find_names(parse: Parse, passage: int, world: World, heads: Heads) -> Iterator[NameMention]:
    """The names of persons in the parse of passage number ``passage``, in no order, without overlaps."""
    for first, last in _ranges(parse, heads):
        tokens = parse.tokens[first:last]
        gender = ""
        while tokens and tokens[0].lower in HONORIFICS:
            gender = gender or HONORIFICS[tokens[0].lower]
            tokens = tokens[1:]
        tokens = tuple(t for t in tokens if t.tag != "POS" and (t.text == "-" or any(c.isalpha() for c in t.text)))
        while tokens and (tokens[0].lower in heads.office or tokens[0].pos in {"ADP", "DET", "CCONJ"}):
            tokens = tokens[1:]
        words = _words(tokens)
        # the last word, not token: "Park Dong-hyun" ends in a small letter after the hyphen
        if not words or not words[-1][:1].isupper() or len(tokens) > _MAX_TOKENS:
            continue
        if world.government(" ".join(words)) or world.state_of(" ".join(words)):
            continue
        start = tokens[0].i
        while start > 0 and parse.tokens[start - 1].lower in HONORIFICS:
            start -= 1
            gender = gender or HONORIFICS[parse.tokens[start].lower]
        role, affiliation = title_of(parse, start, last, world, heads.office)
        yield NameMention(
            Span(tokens[0].start, tokens[-1].end),
            passage,
            words,
            gender or _gender_of(role),
            role,
            affiliation,
            _outer(parse, first, last).dep in {"nsubj", "nsubjpass"},
            start > 0 and parse.tokens[start - 1].lower in _WHERE,
        )


def _gender_of(role: str | None) -> str:
    """The gender that an office shows: "spokeswoman", "King"."""
    for word in (role or "").lower().split():
        if word.endswith("woman") or _GENDERED.get(word) == "f":
            return "f"
        if word.endswith("man") or _GENDERED.get(word) == "m":
            return "m"
    return ""


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


def _ranges(parse: Parse, heads: Heads) -> Iterator[tuple[int, int]]:
    """Token ranges of names (half-open), no two of which share a token."""
    taken: set[int] = set()
    for entity in parse.entities:
        if entity.label == "PERSON":
            last = entity.last
            while last > entity.first and parse.tokens[last - 1].pos == "PUNCT":
                last -= 1
            first = _given_name(parse, entity.first, last, heads)
            taken.update(range(first, last))
            yield first, last
    for i, token in enumerate(parse.tokens[:-1]):
        if i in taken:
            continue
        name = None
        if token.lower in HONORIFICS and token.text[0].isupper() and i + 1 not in taken:
            name = _after_honorific(parse, i)
        elif token.lower in heads.office and (token.text[0].isupper() or token.lower not in heads.either):
            name = _after_office(parse, i)
        elif token.pos == "PROPN":
            name = _beside_office(parse, i, heads)
        if name is not None and not taken.intersection(range(*name)):
            taken.update(range(*name))
            yield name


def _given_name(parse: Parse, first: int, last: int, heads: Heads) -> int:
    """Where a name starts of which the parser saw the surname only ("Ann" before it, in no entity)."""
    before = parse.tokens[first - 1] if first > 0 else None
    if before is None or last - first > 1 or before.pos != "PROPN" or before.dep != "compound" or before.head != first:
        return first
    titled = before.lower in heads.office or before.lower in HONORIFICS or not before.text.isalpha()
    labelled = any(e.first <= before.i < e.last for e in parse.entities)
    return first if titled or labelled or not before.text[0].isupper() or before.text.isupper() else first - 1


def _after_honorific(parse: Parse, i: int) -> tuple[int, int] | None:
    tokens = parse.tokens
    last = i + 1
    while last < len(tokens) and (tokens[last].pos == "PROPN" or (tokens[last].lower in _PARTICLES and last > i + 1)):
        last += 1
    return (i + 1, last) if last > i + 1 else None


def _after_office(parse: Parse, i: int) -> tuple[int, int] | None:
    """The name that follows the office at token ``i`` ("Secretary of Defense Ann Lee"), or ``None``.

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
    if last - first < least or _labels(parse, last - 2, last) & _NO_PERSON:
        return None
    return last - 2, last


def _beside_office(parse: Parse, i: int, heads: Heads) -> tuple[int, int] | None:
    """The run of two to four proper nouns from token ``i`` that an office or "who" shows to be a person's name.

    "A spokesman, Ann Lee, said"; "Ann Lee, professor of law, said"; "Ann Lee, who runs it". ``None`` of any other run,
    and of one whose last word is the name of a body ("Bridge Authority, who").
    """
    tokens = parse.tokens
    if i > 0 and tokens[i - 1].pos == "PROPN" and tokens[i].start - tokens[i - 1].end <= 1:
        return None
    last = i
    while last < len(tokens) and last - i < 5 and tokens[last].pos == "PROPN" and tokens[last].text[:1].isupper():
        last += 1
    head = _outer(parse, i, last)
    named = 2 <= last - i <= 4 and all(t.text.isalpha() and not t.text.isupper() for t in tokens[i:last])
    if not named or _labels(parse, i, last) & _NO_PERSON or tokens[last - 1].lower in heads.institution:
        return None
    if head.dep == "appos" and _personal(tokens[head.head], heads):
        return i, last
    for kid in parse.children(head.i):
        after = kid.i > last and tokens[last].text == ","
        if after and kid.dep == "appos":
            parts = [kid, *(k for k in parse.children(kid.i) if k.dep == "compound")]
            if any(_personal(part, heads) for part in parts):
                return i, last
        if after and kid.dep == "relcl" and tokens[last + 1].lower == "who":
            return i, last
    return None


def _personal(token: Token, heads: Heads) -> bool:
    """Whether a noun is the office of a person, and of no body ("owner", "partner" can be either's)."""
    return token.tag in {"NN", "NNP"} and token.lower in heads.office and token.lower not in heads.either


def _labels(parse: Parse, first: int, last: int) -> frozenset[str]:
    return frozenset(e.label for e in parse.entities if e.first < last and first < e.last)


def _outer(parse: Parse, first: int, last: int) -> Token:
    """The token of ``tokens[first:last]`` (half-open) whose head lies outside the range."""
    for token in parse.tokens[first:last]:
        if not first <= token.head < last or token.head == token.i:
            return token
    return parse.tokens[last - 1]
