"""Who a source is: persons, institutions, groups and anonymous speakers, from the words of the report alone.

A source is read in this order, and the first reading that applies wins: a pronoun goes back to an earlier speaker;
joint sources are split; a name is a person of the report; a state, capital or seat of government is its government; an
organisation's name or short form is the organisation; an office without a name is the one person the report gives that
office; a body is an institution; the rest stay as written, anonymous where the report withholds the name. Nothing is
guessed from a list of people.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from onrecord.model.spans import Span
from onrecord.model.statement import Attribution, Speaker
from onrecord.nlp.parse import Passage, Token
from onrecord.resolve.heads import load_heads
from onrecord.resolve.history import REACH, History
from onrecord.resolve.institutions import Groups, Institutions
from onrecord.resolve.located import Located, sentence_at
from onrecord.resolve.people import Person, find_people
from onrecord.resolve.sources import conjuncts, head_of
from onrecord.resolve.titles import find_affiliation, read_title
from onrecord.resolve.world import World, bare, load_world

_SINGULAR = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
_PLURAL = frozenset({"they", "them", "we", "both"})
_THINGS = frozenset({"it", "which", "that", "this"})
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_NAMED_WITHIN = 2
"""Paragraphs after an office in which its holder's name is looked for."""

_STATES = frozenset({"government", "country", "capital", "nation"})
"""Nouns by which joint states are called: "both countries"."""

_OF = frozenset({"of", "to", "for", "from", "by", "with", "under"})
"""Before a name, these make it what the speaker belongs to, not the speaker."""

_OPENERS = frozenset({"both", "neither", "either", "countries", "including", "also", "like"})


def resolve_speakers(
    text: str, passages: Sequence[Passage], attributions: Sequence[Attribution]
) -> list[tuple[Speaker, ...]]:
    """The speakers of each attribution, in the order of ``attributions``; an empty tuple where none can be named.

    A statement without a source of its own, or with a mere "who", takes the speakers of its ``antecedent``. Runs in
    time linear in the report's length.
    """
    spans = sorted({span for a in attributions for span in (*a.source, *a.antecedent)})
    quoted = [span for a in attributions if a.quote_type == "direct" for span in a.content]
    by_source = _Resolver(text, passages, spans, quoted).all()
    found: list[tuple[Speaker, ...]] = []
    for attribution in attributions:
        named: dict[str, Speaker] = {}
        for span in _speaking(text, attribution):
            for speaker in by_source[span]:
                named.setdefault(speaker.name, speaker)
        found.append(tuple(named.values()))
    return found


def _speaking(text: str, attribution: Attribution) -> tuple[Span, ...]:
    """The spans that say who speaks."""
    relative = all(span.of(text).lower() in _RELATIVE for span in attribution.source)
    return attribution.antecedent or attribution.source if relative else attribution.source


class _Resolver:
    def __init__(self, text: str, passages: Sequence[Passage], sources: Sequence[Span], quoted: Sequence[Span]) -> None:
        self.text = text
        self.passages = passages
        self.located = Located((p.span, n) for n, p in enumerate(passages))
        self.world = load_world()
        self.heads = load_heads()
        self.people = find_people(passages, self.world, self.heads)
        self.institutions = Institutions(text, passages, self.world)
        self.groups = Groups(text, passages, self.heads.group | self.heads.office)
        self.states = _states_named(text, passages, self.world)
        self.history = History()
        self.sources = sources
        self.quoted = Located((span, span) for span in quoted)

    def all(self) -> dict[Span, tuple[Speaker, ...]]:
        """The speakers of each source, resolved in text order, so that a pronoun sees the speakers before it."""
        found: dict[Span, tuple[Speaker, ...]] = {}
        for span in self.sources:
            found[span] = self._source(span)
            if found[span]:
                self.history.add(span.start, found[span])
        return found

    def _source(self, span: Span) -> tuple[Speaker, ...]:
        number = self.located.at(span.start)
        if number is None:
            return ()
        tokens = [t for t in self.passages[number].parse.tokens if t.start < span.end and span.start < t.end]
        while tokens and (tokens[0].pos in {"PUNCT", "CCONJ", "ADP", "ADV"} or tokens[0].lower in _OPENERS):
            tokens = tokens[1:]
        while tokens and (
            (tokens[-1].pos in {"PUNCT", "ADV"} and tokens[-1].text != ")") or tokens[-1].lower in _OPENERS
        ):
            tokens = tokens[:-1]
        if not tokens:
            return ()
        parts = conjuncts(tokens)
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
        head = head_of(tokens)
        for index, mention in self.people.within(span):
            after = [t for t in tokens if t.start >= mention.span.end]
            if after and after[0].tag == "POS" and any(t.pos in {"NOUN", "PROPN"} for t in after[1:]):
                continue
            if head.tag == "NNS" and head.end <= mention.span.start:
                continue  # "leaders including Ann Lee"
            if self._belongs_to([t for t in tokens if t.end <= mention.span.start]):
                continue
            return self.people.person_of(index)
        proper = [t for t in tokens if t.tag != "POS"]
        if proper and all(t.pos == "PROPN" or (len(proper) == 1 and t.text[0].isupper()) for t in proper):
            return self.people.named([t.text for t in proper])
        return None

    def _belongs_to(self, before: list[Token]) -> bool:
        """Whether the words before a name make it what the speaker belongs to ("guests of the Orlu president Ann Lee").

        The words of a title are passed over, "Secretary of Defense" too.
        """
        passed: list[str] = []
        for n in range(len(before) - 1, -1, -1):
            word = before[n]
            if word.lower in _OF:
                office = word.lower == "of" and n > 0 and before[n - 1].lower in self.heads.office
                return not (office and passed and not self.heads.office.intersection(passed))
            if word.pos not in {"PROPN", "NOUN", "ADJ"} and word.lower not in {"the", "-"}:
                return False
            passed.append(word.lower)
        return False

    def _described(self, tokens: list[Token], words: str, *, definite: bool) -> tuple[Speaker, ...]:
        """A source without a person's name: an organisation, an office, a body, a group, or words as written."""
        parts = (words, *(part.strip() for part in words.split(",")))  # "the state's agency, Orlu Weather Service"
        known = next((name for part in parts if (name := self.institutions.named(part)) is not None), None)
        affiliation = find_affiliation(tokens, self.world)
        if known is not None:
            return (Speaker(known, "institution", affiliation or self.institutions.affiliation(known)),)
        head = head_of(tokens)
        lemma = head.lemma if head.pos != "PROPN" else head.lower
        plural = head.tag in {"NNS", "NNPS"}
        if not plural and lemma in self.heads.office:
            return (self._holder(tokens, words, lemma, definite=definite),)
        if plural and lemma in _STATES:
            return self._states_before(tokens[0].start) or (Speaker(words, "group"),)
        if lemma in self.heads.institution or head.lower in self.heads.institution:
            return (self._institution(tokens, words, head, affiliation),)
        if lemma in self.heads.anonymous:
            return (Speaker(words, "anonymous", affiliation),)
        if plural or lemma in self.heads.group:
            if definite:
                fuller = self.groups.before(lemma, tokens[0].start)
                if fuller is not None and len(fuller[1].split()) > len(tokens):
                    return (Speaker(fuller[1], "group", affiliation),)
            return (Speaker(words, "group", affiliation),)
        return (Speaker(words, "institution" if head.pos == "PROPN" else "anonymous", affiliation),)

    def _holder(self, tokens: list[Token], words: str, lemma: str, *, definite: bool) -> Speaker:
        """Who holds an office that stands without a name; the words as written where the report does not say."""
        at = tokens[0].start
        role, affiliation = read_title(tokens, self.world, self.heads.office)
        if role is not None and tokens[0].tag != "DT":
            person = self.people.with_role(role, affiliation)
            if person is None and definite:
                person = self._of_affiliation(at, affiliation) or self._named_next(at, affiliation)
            if person is not None:
                return _speaker(
                    replace(person, role=person.role or role, affiliation=person.affiliation or affiliation)
                )
        unnamed = lemma in self.heads.anonymous or self.text[max(0, at - 2) : at] == "a "
        return Speaker(words, "anonymous" if unnamed else "person", affiliation, role)

    def _of_affiliation(self, at: int, affiliation: str | None) -> Person | None:
        """The holder of an office whom the report gives its state but no office: "Peru's Ann Lee", "the president".

        Taken is the one such person of the whole report, and only if a subject in the same or a neighbouring paragraph.
        """
        alike = [p for p in self.people.persons if affiliation is not None and p.affiliation == affiliation]
        if len(alike) != 1 or alike[0].role is not None:
            return None
        here = self.located.at(at)
        if here is None:
            return None
        near = self.passages[max(0, here - 1) : here + 2]
        around = self.people.within(Span(near[0].span.start, near[-1].span.end))
        return next((alike[0] for i, m in around if m.subject and self.people.person_of(i) is alike[0]), None)

    def _named_next(self, at: int, affiliation: str | None) -> Person | None:
        """The holder of an office at offset ``at``, named just after: "The mayor said", then "Ann Lee spoke".

        News often names an office first and its holder in the next sentence, paragraph or two. Taken is the first
        person named there who is a subject, was not named before, and is given no other office or state.
        """
        here = self.located.at(at)
        if here is None:
            return None
        sentence = sentence_at(self.passages[here].parse, at)
        for index in self.people.after(sentence.end if sentence is not None else at):
            mention = self.people.mentions[index]
            same_section = self.passages[mention.passage].section == self.passages[here].section
            if mention.passage > here + _NAMED_WITHIN or not same_section:
                return None
            if mention.subject and self.people.is_new(index):
                person = self.people.person_of(index)
                return person if person.role is None and person.affiliation in {None, affiliation} else None
        return None

    def _states_before(self, at: int) -> tuple[Speaker, ...]:
        """The governments that "both countries" at offset ``at`` means: a joint source, else the last two named."""
        if self.history.states:
            return self.history.states
        last = bisect_left(self.states, (at, ""))
        named = [state for _, state in self.states[max(0, last - 2) : last]]
        return tuple(Speaker(f"Government of {s}", "institution", s) for s in named) if len(named) == 2 else ()

    def _institution(self, tokens: list[Token], words: str, head: Token, affiliation: str | None) -> Speaker:
        """A body by its kind; "the ministry" goes back to the last body of that kind that the report names in full."""
        if any(t.tag == "PRP$" for t in tokens):  # "his office" is no office named before
            return Speaker(_plain_name(words, self.world), "institution", affiliation)
        kind = self.heads.kind_of(head.lower)
        content = [t for t in tokens if t.tag not in {"POS", "DT", "PRP$"} and not self.world.place_of(t.text)]
        if content == [head]:
            speaker = self.history.body(kind, affiliation)
            if speaker is not None:
                return speaker
        if len(content) > 1:
            qualifiers = frozenset(t.lower for t in content if t is not head)
            earlier = self.institutions.only_one(head.lower, kind, affiliation, qualifiers)
        else:
            earlier = self.institutions.of_kind(kind, head.start, affiliation)
        if earlier is not None:
            return Speaker(earlier, "institution", self.institutions.affiliation(earlier))
        return Speaker(_plain_name(words, self.world), "institution", affiliation)

    def _pronoun(self, token: Token) -> tuple[Speaker, ...]:
        word = token.lower
        if word in _SINGULAR:
            return self._singular(token.start, _SINGULAR[word])
        named = self.groups.before(None, token.start) if word in _PLURAL else None
        latest = self.history.several if word in _PLURAL else self.history.institution
        if latest is not None and (named is None or named[0] <= latest[0]):
            return latest[1]
        if named is not None:
            return (Speaker(named[1], "group"),)
        earlier = self.institutions.before(token.start) if word in _PLURAL | _THINGS else None
        return () if earlier is None else (Speaker(earlier, "institution", self.institutions.affiliation(earlier)),)

    def _singular(self, at: int, gender: str) -> tuple[Speaker, ...]:
        """The person last named as a subject or as a speaker before ``at``, of no other gender; else last named.

        Whom somebody else names inside a quotation is not whom the report goes on about with "he".
        """
        here = self.quoted.at(at)
        subject: tuple[int, Person] | None = None
        anyone: Person | None = None
        for index in islice(self.people.before(at), REACH):
            mention = self.people.mentions[index]
            person = self.people.person_of(index)
            if person.gender not in {"", gender} or self.quoted.at(mention.span.start) not in {None, here}:
                continue
            anyone = anyone or person
            if mention.subject:
                subject = (mention.span.start, person)
                break
        for start, speakers in self.history.lately():
            if len(speakers) != 1 or speakers[0].kind not in {"person", "anonymous"}:
                continue
            if subject is not None and subject[0] > start:
                break
            if self._fits(speakers[0], gender):
                return speakers
        chosen = subject[1] if subject is not None else anyone
        return (_speaker(chosen),) if chosen else ()

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        """Whether "he" or "she" can mean this speaker: a person of no other gender, or unnamed but human."""
        if speaker.kind == "anonymous":
            human = self.heads.office | self.heads.group | self.heads.anonymous
            return any(word in human for word in speaker.name.lower().split())
        person = self.people.named(speaker.name.split())
        return person is None or person.gender in {"", gender}


def _speaker(person: Person) -> Speaker:
    return Speaker(person.name, "person", person.affiliation, person.role)


def _states_named(text: str, passages: Sequence[Passage], world: World) -> list[tuple[int, str]]:
    """Offset and name of the states that the report names, in text order, no state twice in a row."""
    found: list[tuple[int, str]] = []
    for passage in passages:
        for entity in passage.parse.entities:
            state = world.states.get(bare(entity.span.of(text)))
            if state is not None and (not found or found[-1][1] != state):
                found.append((entity.span.start, state))
    return found


def _plain_name(words: str, world: World) -> str:
    """A body's name with its state in front in one form: "Ukraine's foreign ministry" is "Ukraine foreign ministry"."""
    for mark in ("’s ", "'s "):
        owner, found, rest = words.partition(mark)
        if found and (world.state_of(owner) or world.capitals.get(owner)):
            return f"{owner} {rest}"
    return words
