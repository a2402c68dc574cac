"""The shipped lexicon keeps its own rules."""

from __future__ import annotations

from typing import get_args

from onrecord.extract.cues import PREPOSITIONS, load_lexicon
from onrecord.model.statement import Act

FRAMES = PREPOSITIONS | {
    "clause", "quote", "np", "to", "obj-to", "obj-pred", "obj-as", "obj-of", "obj-for", "weak", "doc", "negated",
    "num-at", "num-as", "num-of",
}  # fmt: skip


def test_every_entry_has_known_frames_and_an_act() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.verbs) > 150
    assert len(lexicon.nouns) > 40
    for lemma, cue in {**lexicon.verbs, **lexicon.nouns}.items():
        assert cue.lemma == lemma == lemma.lower()
        assert cue.act in get_args(Act)
        assert cue.frames
        assert cue.frames <= FRAMES, lemma


def test_the_acts_of_common_verbs() -> None:
    verbs = load_lexicon().verbs
    acts = {lemma: verbs[lemma].act for lemma in ("say", "deny", "confirm", "warn", "urge", "vow", "predict", "accuse")}
    assert acts == {
        "say": "assert",
        "deny": "deny",
        "confirm": "confirm",
        "warn": "warn",
        "urge": "demand",
        "vow": "promise",
        "predict": "predict",
        "accuse": "condemn",
    }


def test_prepositions_are_those_of_the_frames() -> None:
    assert load_lexicon().verbs["call"].prepositions == {"for", "on"}
    assert load_lexicon().verbs["deny"].takes("np")
    assert not load_lexicon().verbs["deny"].takes("to")
