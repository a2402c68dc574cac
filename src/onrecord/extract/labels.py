"""Speakers set off by punctuation: "Minister: we will rebuild", "ROSE LEE: Good evening", "…, ministry says"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extract.cues import Lexicon
from onrecord.extract.finds import Find, Scene
from onrecord.extract.phrases import tidy
from onrecord.extract.wordset import word_set
from onrecord.model.spans import Span

_LABEL = re.compile(r"(?P<who>[A-Z][^:\n“”\"?!;]{1,80}?)(?P<colon>:)\s*(?=(?P<mark>[“\"‘']|''|``)?\w)")
_TAIL = re.compile(
    r"(?:,|\s[-–—])\s+(?P<who>[\w’'.&-]+(?:\s[\w’'.&-]+){0,6}?)\s(?P<cue>(?:\w+\s)?[A-Za-z]+)\s*$", re.UNICODE
)
_MAX_HEADLINE = 300
_NO_SPEAKER = word_set(
    "live breaking update updates watch video photo photos gallery exclusive analysis opinion explainer fact review "
    "editorial note related read more what why how when where who the here this that explained revealed correction "
    "source sources contributing timeline"
)
_REPORT_NOUNS = frozenset({"report", "reports", "poll", "survey", "study", "sources", "officials", "police", "source"})


def find_labels(scene: Scene, lexicon: Lexicon) -> Iterator[Find]:
    """The attributions by a label: in a headline any "X: …" whose X can speak, elsewhere only before a quotation."""
    if scene.kind == "headline" and len(scene.text[scene.span.start : scene.span.end]) <= _MAX_HEADLINE:
        found = _headline(scene, lexicon)
        if found is not None:
            yield found
            return
    m = _LABEL.match(scene.text, scene.span.start, min(scene.span.end, scene.span.start + 120))
    if m and m.group("mark") and (_named(m.group("who")) or _may_speak(scene, Span(*m.span("who")), lexicon)):
        quotation = scene.quotation_at(m.end())
        if quotation is not None:
            yield Find((Span(*m.span("who")),), (), (quotation.outer,), "label")


def _named(who: str) -> bool:
    """Whether a label before a quotation is set like a name: up to four words, each with a capital."""
    words = who.split()
    return len(words) <= 4 and all(w[0].isupper() for w in words) and words[0].lower() not in _NO_SPEAKER


def _headline(scene: Scene, lexicon: Lexicon) -> Find | None:
    text = scene.text
    start, end = scene.span
    m = _LABEL.match(text, start, end)
    if m and _may_speak(scene, Span(*m.span("who")), lexicon):
        return Find(tidy(text, [Span(*m.span("who"))]), (), tidy(text, [Span(m.end(), end)]), "headline")
    m = _TAIL.search(text, start, end)
    if m:
        words = m.group("cue").split()
        source, cue = _with_all_words(text, m, words)
        set_in = (
            source.of(text).lower().startswith("as ")
        )  # "Dam is safe, as Ruiz says": the verb's own pattern reads it
        if _finite(words[-1], lexicon) and not set_in:
            return Find((source,), (cue,), tidy(text, [Span(start, m.start())]), "headline", -1, words[-1].lower())
    colon = text.rfind(":", start, end)
    if colon > start and text[colon + 1 : end].strip().lower() in _REPORT_NOUNS:
        return Find(tidy(text, [Span(colon + 1, end)]), (), tidy(text, [Span(start, colon)]), "headline")
    return None


def _with_all_words(text: str, m: re.Match[str], words: list[str]) -> tuple[Span, Span]:
    """Source and cue spans; a first cue word that is no auxiliary belongs to the source."""
    if len(words) == 2 and words[0].lower() not in {"has", "have", "had", "also", "not"}:
        return Span(m.start("who"), m.start("cue") + len(words[0])), Span(m.end("cue") - len(words[1]), m.end("cue"))
    return Span(*m.span("who")), Span(*m.span("cue"))


def _finite(word: str, lexicon: Lexicon) -> bool:
    """Whether a headline's last word is a reporting verb in the present or past ("warns", "said", "claim")."""
    w = word.lower()
    stems = {w, w[:-1] if w.endswith("s") else w, w[:-2] if w.endswith("ed") else w, w[:-1] if w.endswith("ed") else w}
    if w.endswith("ies"):
        stems.add(w[:-3] + "y")
    if w == "said":
        stems.add("say")
    return any(s in lexicon.verbs and lexicon.verbs[s].takes("clause") for s in stems)


def _may_speak(scene: Scene, who: Span, lexicon: Lexicon) -> bool:
    words = scene.text[who.start : who.end].lower().split()
    if not words or len(words) > 9 or words[0] in _NO_SPEAKER or words[-1] in _NO_SPEAKER or words[0].isdigit():
        return False
    tokens = [t for t in scene.parse.tokens if who.start <= t.start < who.end]
    if any(t.tag in {"VBD", "VBZ", "VBP", "MD", "VBG"} for t in tokens):
        return False
    named = any(e.span.overlaps(who) and e.label in {"PERSON", "ORG", "NORP"} for e in scene.parse.entities)
    return named or words[-1] in lexicon.official or words[-1] in _OFFICES or words[-1] in _REPORT_NOUNS


_OFFICES = word_set(
    "minister president spokesman spokeswoman spokesperson mayor governor chief analyst expert ambassador secretary "
    "premier chancellor king queen pope general commander official envoy judge lawyer union ministry"
)
