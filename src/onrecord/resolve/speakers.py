"""Who a source is: persons, institutions, groups and anonymous speakers, from the words of the report alone.

A source is read in this order, and the first reading that applies wins: a pronoun goes back to an earlier speaker;
joint sources are split; a name is a person of the report; a state, capital or seat of government is its government; an
organisation's name or short form is the organisation; an office without a name is the one person the report gives that
office; a body is an institution; the rest stay as written, anonymous where the report withholds the name. Nothing is
guessed from a list of people.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from onrecord.model.report import Section
from onrecord.model.spans import Span
from onrecord.model.statement import Attribution, Speaker
from onrecord.nlp.parse import Passage, Token
from onrecord.resolve.institutions import Groups, Institutions
from onrecord.resolve.people import People, Person, find_people
from onrecord.resolve.titles import find_affiliation, read_title
from onrecord.resolve.world import World, bare, load_world

_SINGULAR = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
_PLURAL = frozenset({"they", "them", "we", "both"})
_THINGS = frozenset({"it", "which", "that", "this"})
_NAMED_WITHIN = 2
"""Paragraphs after an office in which its holder's name is looked for."""

_STATES = frozenset({"government", "country", "capital", "nation"})
"""Nouns by which joint states are called: "both countries"."""

_OPENERS = frozenset({"both", "neither", "either", "countries", "including", "also", "like"})


@dataclass(frozen=True, slots=True)
class Heads:
    """The head nouns of ``resolve/data/heads.toml``, lower case, singular."""

    office: frozenset[str]
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
    parts = ("office", "institution", "group", "anonymous")
    office, institution, group, anonymous = (frozenset(table[part]) for part in parts)
    return Heads(office, institution, group, anonymous, kinds)


def resolve_speakers(
    text: str, sections: Sequence[Section], passages: Sequence[Passage], attributions: Sequence[Attribution]
) -> list[tuple[Speaker, ...]]:
    """The speakers of each attribution, in the order of ``attributions``; an empty tuple where none can be named.

    A statement without a source of its own takes the speakers of its ``antecedent``. Runs in time linear in the
    report's length times the number of persons it names.
    """
    return _Resolver(text, sections, passages).all(attributions)


class _Resolver:
    def __init__(self, text: str, sections: Sequence[Section], passages: Sequence[Passage]) -> None:
        self.text = text
        self.sections = sections
        self.passages = passages
        self.starts = [p.span.start for p in passages]
        self.world: World = load_world()
        self.heads = load_heads()
        self.people: People = find_people(passages, self.world, self.heads.office)
        self.institutions = Institutions.of(text, passages, self.world)
        self.groups = Groups.of(text, passages, self.heads.group | self.heads.office)
        self.history: list[tuple[int, tuple[Speaker, ...]]] = []

    def all(self, attributions: Sequence[Attribution]) -> list[tuple[Speaker, ...]]:
        """Resolve in text order of the sources, so that a pronoun sees the speakers before it."""
        result: list[tuple[Speaker, ...]] = [()] * len(attributions)
        by_source: dict[Span, tuple[Speaker, ...]] = {}
        sourced = sorted((a.source[0].start, i) for i, a in enumerate(attributions) if a.source)
        for _, i in sourced:
            result[i] = self._spans(attributions[i].source, by_source)
        for i, attribution in enumerate(attributions):
            if not attribution.source:
                result[i] = self._spans(attribution.antecedent, by_source)
        return result

    def _spans(self, spans: tuple[Span, ...], by_source: dict[Span, tuple[Speaker, ...]]) -> tuple[Speaker, ...]:
        found: dict[str, Speaker] = {}
        for span in spans:
            if span not in by_source:
                by_source[span] = self._source(span)
                if by_source[span]:
                    self.history.append((span.start, by_source[span]))
            for speaker in by_source[span]:
                found.setdefault(speaker.name, speaker)
        return tuple(found.values())

    def _tokens(self, span: Span) -> tuple[Passage | None, list[Token]]:
        at = bisect_right(self.starts, span.start) - 1
        if at < 0:
            return None, []
        passage = self.passages[at]
        return passage, [t for t in passage.parse.tokens if t.start < span.end and span.start < t.end]

    def _source(self, span: Span) -> tuple[Speaker, ...]:
        passage, tokens = self._tokens(span)
        while tokens and (tokens[0].pos in {"PUNCT", "CCONJ", "ADP", "ADV"} or tokens[0].lower in _OPENERS):
            tokens = tokens[1:]
        while tokens and (
            (tokens[-1].pos in {"PUNCT", "ADV"} and tokens[-1].text != ")") or tokens[-1].lower in _OPENERS
        ):
            tokens = tokens[:-1]
        if passage is None or not tokens:
            return ()
        parts = _coordinated(tokens)
        if len(parts) > 1:
            return tuple(s for part in parts for s in self._one(part))
        return self._one(tokens)

    def _one(self, tokens: list[Token]) -> tuple[Speaker, ...]:
        definite = tokens[0].lower in {"the", "these", "those"} or any(t.tag == "POS" for t in tokens)
        while tokens[0].pos == "DET" and len(tokens) > 1:
            tokens = tokens[1:]
        words = " ".join(self.text[tokens[0].start : tokens[-1].end].split())
        span = Span(tokens[0].start, tokens[-1].end)
        if len(tokens) == 1 and tokens[0].pos == "PRON":
            return self._pronoun(tokens[0])
        body = self.world.government(words)
        if body is not None:
            return (Speaker(body.name, "institution", body.state),)
        state = self.world.adjectives.get(bare(words))
        if state is not None:
            return (Speaker(f"Government of {state}", "institution", state),)
        person = self._person(tokens, span)
        if person is not None:
            return (_speaker(person),)
        return self._described(tokens, words, definite=definite)

    def _person(self, tokens: list[Token], span: Span) -> Person | None:
        """The person named in the source, unless the name only qualifies another head ("Ms Okoro's lawyer")."""
        for index, mention in self.people.within(span):
            after = [t for t in tokens if t.start >= mention.span.end]
            if after and after[0].tag == "POS" and any(t.pos in {"NOUN", "PROPN"} for t in after[1:]):
                continue
            before = [t for t in tokens if t.end <= mention.span.start]
            if before and before[-1].lower in {"of", "to", "for", "from", "by", "with", "under"}:
                continue
            return self.people.person_of(index)
        proper = [t for t in tokens if t.tag != "POS"]
        if proper and all(t.pos == "PROPN" for t in proper):
            return self.people.named([t.text for t in proper])
        return None

    def _described(self, tokens: list[Token], words: str, *, definite: bool) -> tuple[Speaker, ...]:
        """A source without a person's name: an organisation, an office, a body, a group, or words as written."""
        known = self.institutions.named(words)
        affiliation = find_affiliation(tokens, self.world)
        if known is not None:
            return (Speaker(known, "institution", affiliation or self.institutions.affiliation(known)),)
        head = _head(tokens)
        lemma = head.lemma if head.pos != "PROPN" else head.lower
        plural = head.tag in {"NNS", "NNPS"}
        if not plural and lemma in self.heads.office:
            role, affiliation = read_title(tokens, self.world, self.heads.office)
            if role is not None and tokens[0].tag != "DT":
                person = self.people.with_role(role, affiliation)
                person = person or (self._named_next(tokens[0].start) if definite else None)
                if person is not None:
                    return (
                        _speaker(
                            replace(person, role=person.role or role, affiliation=person.affiliation or affiliation)
                        ),
                    )
            unnamed = lemma in self.heads.anonymous or self.text[max(0, tokens[0].start - 2) : tokens[0].start] == "a "
            return (Speaker(words, "anonymous" if unnamed else "person", affiliation, role),)
        if lemma in self.heads.institution or head.lower in self.heads.institution:
            return (self._institution(tokens, words, head, affiliation),)
        if lemma in self.heads.anonymous:
            return (Speaker(words, "anonymous", affiliation),)
        if plural and lemma in _STATES:
            return self._states_before(tokens[0].start) or (Speaker(words, "group"),)
        if plural or lemma in self.heads.group:
            if definite:
                fuller = self.groups.before(lemma, tokens[0].start)
                if fuller is not None and len(fuller[1].split()) > len(tokens):
                    return (Speaker(fuller[1], "group", affiliation),)
            return (Speaker(words, "group", affiliation),)
        return (Speaker(words, "institution" if head.pos == "PROPN" else "anonymous", affiliation),)

    def _states_before(self, at: int) -> tuple[Speaker, ...]:
        """The governments that "both countries" at offset ``at`` means: a joint source, else the last two named."""
        for _, speakers in reversed(self.history):
            if len(speakers) == 2 and all(s.name.startswith("Government of ") for s in speakers):
                return speakers
        last: dict[str, None] = {}
        for passage in reversed(self.passages[: bisect_right(self.starts, at)]):
            for entity in reversed(passage.parse.entities):
                state = self.world.states.get(bare(self.text[entity.span.start : entity.span.end]))
                if state is not None and entity.span.end <= at:
                    last.setdefault(state)
                if len(last) == 2:
                    return tuple(Speaker(f"Government of {s}", "institution", s) for s in reversed(last))
        return ()

    def _named_next(self, at: int) -> Person | None:
        """The holder of an office at offset ``at``, named just after: "The mayor said", then "Ann Lee spoke".

        News often names an office first and its holder in the next paragraph or two. Taken is the first person named
        there who is a subject, was not named before, and is given no other office.
        """
        here = bisect_right(self.starts, at) - 1
        seen = {self.people.person_of(i).name for i, m in enumerate(self.people.mentions) if m.span.start < at}
        for index, mention in enumerate(self.people.mentions):
            person = self.people.person_of(index)
            if mention.passage <= here or not mention.subject or person.name in seen:
                continue
            same_section = self.passages[mention.passage].section == self.passages[here].section
            near = mention.passage <= here + _NAMED_WITHIN and same_section
            return person if near and person.role is None else None
        return None

    def _institution(self, tokens: list[Token], words: str, head: Token, affiliation: str | None) -> Speaker:
        """A body by its kind; "the ministry" goes back to the last body of that kind that the report names in full."""
        if any(t.tag == "PRP$" for t in tokens):  # "his office" is no office named before
            return Speaker(_plain_name(words, self.world), "institution", affiliation)
        kind = self.heads.kind_of(head.lower)
        content = [t for t in tokens if t.tag not in {"POS", "DT", "PRP$"} and not self.world.place_of(t.text)]
        if content == [head]:
            for _, speakers in reversed(self.history):
                for speaker in speakers:
                    same_state = affiliation is None or speaker.affiliation == affiliation
                    if speaker.kind == "institution" and same_state and kind & set(speaker.name.lower().split()):
                        return speaker
        earlier = self.institutions.of_kind(kind, head.start, affiliation, whole_report=len(content) > 1)
        if earlier is not None:
            return Speaker(earlier, "institution", self.institutions.affiliation(earlier))
        return Speaker(_plain_name(words, self.world), "institution", affiliation)

    def _pronoun(self, token: Token) -> tuple[Speaker, ...]:
        word = token.lower
        if word in _SINGULAR:
            return self._singular(token.start, _SINGULAR[word])
        named = self.groups.before(None, token.start) if word in _PLURAL else None
        for at, speakers in reversed(self.history):
            if named is not None and named[0] > at:
                break
            several = (
                len(speakers) > 1 or speakers[0].kind in {"group", "institution"} or speakers[0].name.endswith("s")
            )
            if word in _PLURAL and several:
                return speakers
            if word in _THINGS and len(speakers) == 1 and speakers[0].kind == "institution":
                return speakers
        if named is not None:
            return (Speaker(named[1], "group"),)
        if word in _THINGS or word in _PLURAL:
            earlier = self.institutions.before(token.start)
            if earlier is not None:
                return (Speaker(earlier, "institution", self.institutions.affiliation(earlier)),)
        return ()

    def _singular(self, at: int, gender: str) -> tuple[Speaker, ...]:
        """The person last named as a subject or as a speaker before ``at``, of no other gender; else last named."""
        subject: tuple[int, Person] | None = None
        anyone: tuple[int, Person] | None = None
        for index in range(len(self.people.mentions) - 1, -1, -1):
            mention = self.people.mentions[index]
            person = self.people.person_of(index)
            if mention.span.end > at or person.gender not in {"", gender}:
                continue
            anyone = anyone or (mention.span.start, person)
            if mention.subject:
                subject = (mention.span.start, person)
                break
        for start, speakers in reversed(self.history):
            if start >= at:
                continue
            lone = speakers[0] if len(speakers) == 1 else None
            if lone is None or lone.kind not in {"person", "anonymous"}:
                continue
            if subject is not None and subject[0] > start:
                break
            if self._fits(lone, gender):
                return (lone,)
        chosen = subject or anyone
        return (_speaker(chosen[1]),) if chosen else ()

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        """Whether "he" or "she" can mean this speaker: a person of no other gender, or unnamed but human."""
        if speaker.kind == "anonymous":
            human = self.heads.office | self.heads.group | self.heads.anonymous
            return any(word in human for word in speaker.name.lower().split())
        person = self.people.named(speaker.name.split())
        return person is None or person.gender in {"", gender}


def _speaker(person: Person) -> Speaker:
    return Speaker(person.name, "person", person.affiliation, person.role)


def _head(tokens: list[Token]) -> Token:
    """The token whose head lies outside the noun phrase; else the last noun."""
    inside = {t.i for t in tokens}
    for token in tokens:
        if (token.head not in inside or token.head == token.i) and token.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
            return token
    nouns = [t for t in tokens if t.pos in {"NOUN", "PROPN"}]
    return nouns[-1] if nouns else tokens[-1]


def _coordinated(tokens: list[Token]) -> list[list[Token]]:
    """The parts of a joint source ("X and Y"), or the one source whole.

    Split only at conjuncts of the phrase's own head, so that "the head of army and navy" stays whole.
    """
    inside = {t.i for t in tokens}
    head = _head(tokens)
    heads = [head.i]
    grew = True
    while grew:
        grew = False
        for token in tokens:
            if token.dep == "conj" and token.head in heads and token.i not in heads and token.i in inside:
                heads.append(token.i)
                grew = True
    if len(heads) == 1:
        return [tokens]
    heads.sort()
    parts: list[list[Token]] = []
    part: list[Token] = []
    remaining = iter(heads[1:])
    following = next(remaining, None)
    seen_head = False
    for token in tokens:
        separator = token.dep == "cc" or token.text == ","
        if separator and seen_head and following is not None and token.i < following:
            if part:
                parts.append(part)
            part, seen_head = [], False
            continue
        if token.i in heads:
            seen_head = True
            if token.i == following:
                following = next(remaining, None)
        if not (separator and not part):
            part.append(token)
    if part:
        parts.append(part)
    return parts


def _plain_name(words: str, world: World) -> str:
    """A body's name with its state in front in one form: "Ukraine's foreign ministry" is "Ukraine foreign ministry"."""
    for mark in ("’s ", "'s "):
        owner, found, rest = words.partition(mark)
        if found and (world.state_of(owner) or world.capitals.get(owner)):
            return f"{owner} {rest}"
    return words
